"""How it is drawn: how many draws and with which seed, when it ends, how sure that makes the mean, and what failed."""

from __future__ import annotations

import streamlit as st

from exports import risk_drawn, risk_reading, risk_words, wording
from model.risk.findings import Simulation
from ui import cached_risk, simulating, state
from ui.cached_risk import Asked
from ui.components import markup, risk_parts, risk_ties
from ui.components.risk_parts import Shown

_DRAWS = (1_024, 8_192, 16_384, 65_536, 131_072)
_USUAL = Asked()
_MOST_SEED = 9_999


def asked() -> Asked:
    """Return what is drawn, as somebody chose on this page."""
    chosen, seed, sure = (state.picked(name) for name in ("draws", "seed", "tolerance"))
    draws = int(chosen) if chosen else _USUAL.draws
    return Asked(draws, int(float(seed)) if seed else _USUAL.seed, float(sure or 0) or None)


def show(shown: Shown) -> None:
    """Show how the draws come about, and let somebody change it; then what goes together."""
    markup.heading(
        "The draws",
        "Each draw takes a value for every uncertain assumption from its range and computes the whole case with them. The same seed "
        "gives the same draws; another seed shows how much chance there is in the figures",
    )
    _settings(shown)
    markup.note(f"{risk_drawn.HOW} {risk_reading.sure_words(shown.found)}")
    columns = ("After so many draws", "Mean NPV", "Standard error")
    markup.table(columns, risk_words.convergence_rows(shown.found), caption="How the mean NPV settles")
    _broken(shown.found)
    _ranges(shown)
    risk_ties.show(shown)


def _ranges(shown: Shown) -> None:
    """Show the range and the curve of every value that is drawn, those that move most first."""
    drawn = shown.found.sample.uncertain
    moving = [bar.assumption for bar in cached_risk.tornado(shown.analysis).bars if bar.assumption in drawn]
    names = [*moving, *(name for name in drawn if name not in moving)]
    markup.heading(
        "What is drawn",
        f"{risk_drawn.basis_words(shown.found)} A range is stated with its value, under “Range, source”",
    )
    with st.expander(f"All {len(names)} values with their ranges, those that move most first", icon=":material/table:"):
        rows = risk_drawn.rows(shown.analysis.program, names)
        markup.table(risk_drawn.COLUMNS, rows, left=2, caption="What is drawn")


def _settings(shown: Shown) -> None:
    left, middle, right = st.columns(3)
    with left:
        named = {str(number): wording.number(number) for number in _DRAWS}
        risk_parts.choose(
            "Draws",
            list(named),
            "draws",
            named.__getitem__,
            str(_USUAL.draws),
            "More draws make the figures surer, and take longer: four times as many for twice as sure at worst",
        )
    with middle:
        risk_parts.number(
            "Seed",
            float(_MOST_SEED),
            "seed",
            float(_USUAL.seed),
            "Where the draws start from: the same seed gives the same draws",
            least=1.0,
        )
    with right:
        currency = shown.analysis.resolved.currency
        risk_parts.number(
            f"Enough once the mean is sure to within, in {currency}",
            1e12,
            "tolerance",
            0.0,
            "The standard error of mean NPV at which no more draws are made; 0 makes all of them",
        )


def _broken(found: Simulation) -> None:
    """Name the draws that could not be computed, and why."""
    if not found.broken:
        return
    markup.heading(
        "Draws that cannot be computed",
        f"{wording.number(found.broken)} of {wording.number(found.draws)}: they count for nothing, and the figures hold only for the others",
    )
    rows = [(wording.number(one.draw + 1), one.problem.what, one.problem.remedy) for one in found.examples]
    markup.table(("Draw", "What is wrong", "What to do"), rows, left=3, caption="Draws that cannot be computed")


def ended(found: Simulation) -> None:
    """Say that fewer draws were made than were asked for, and offer the rest where somebody stopped them."""
    said = risk_reading.ended_words(found)
    if not said:
        return
    markup.note(said)
    if found.stopped == "cancelled":
        st.button("Make the other draws", key="risk-again", on_click=simulating.forget)


@st.fragment(run_every=0.4)
def under_way(job: simulating.Job) -> None:
    """Show how far the draws are, with a way to stop them; once they have ended, the page is drawn anew."""
    if job.has_ended:
        st.rerun()
    st.progress(job.share, f"{wording.number(job.done)} of {wording.number(job.of)} draws")
    st.button("Stop, and show the draws there are", key="risk-stop", on_click=job.stop)
