"""Risk: how sure the case is, over thousands of draws; the answer first, then a part of the page for each question."""

from __future__ import annotations

import streamlit as st

from exports import risk_drawn, risk_reading, risk_words, wording
from model.names import capitalised, uncapitalised
from model.problems import CaseProblems
from model.risk.findings import Simulation
from ui import cached_risk, simulating, state
from ui.components import (
    groups,
    markup,
    risk_difference,
    risk_drawing,
    risk_failing,
    risk_gate,
    risk_knowing,
    risk_likely,
    risk_parts,
    risk_treatments,
    risk_turning,
)
from ui.components.groups import Group
from ui.components.risk_parts import PAGE, Shown
from ui.journey import BY_NAME

_PARTS = {
    "likely": ("How likely does it pay?", risk_likely.show),
    "difference": ("What makes the difference?", risk_difference.show),
    "turning": ("What would turn it?", risk_turning.show),
    "measure": ("What to measure first?", risk_knowing.show),
    "small": ("Could we start small?", risk_gate.show),
    "fails": ("When does it fail?", risk_failing.show),
    "ways": ("Other ways to allow for risk", risk_treatments.show),
    "draws": ("How is it drawn?", risk_drawing.show),
}
"""The parts of the page; only the one that is shown is computed."""


def show() -> None:
    """Show how likely the case pays and by how much; then what somebody wants to know of it."""
    standing = state.standing()
    focus = state.seen_focus()
    if focus in _PARTS:
        state.pick(PAGE, focus)
    if standing.analysis is not None and standing.scenario and not standing.analysis.appraisal.run.money:
        _nothing_counts(wording.headline(standing.analysis.appraisal))
        return
    if standing.analysis is None or not standing.analysis.appraisal.run.money:
        _nothing(
            "There is nothing to compute yet.",
            "Choose at least one value stream and one cost, and answer their questions. Then the case is computed thousands of "
            "times, each time with other values within your ranges, and you see how often it pays.",
            "Choose where value comes from",
        )
        return
    try:
        found = cached_risk.simulation(standing.analysis, risk_drawing.asked())
    except CaseProblems as error:
        _failed(error)
        return
    if isinstance(found, simulating.Job):
        markup.page(
            BY_NAME[PAGE],
            "The case is being computed thousands of times, with other values from its ranges each time; go on elsewhere if you like.",
        )
        risk_drawing.under_way(found)
        return
    if not found.sample.uncertain:
        _nothing(
            "Every value of this case is taken as certain, so there is nothing to vary.",
            "Say of the values you doubt how low and how high they may turn out: open “Range, source” under an answer. Then the "
            "case is computed with values from these ranges, thousands of times.",
            "State a range",
        )
        return
    _all(Shown(standing, standing.analysis, found))


def _nothing_counts(answer: str) -> None:
    """Lead on from a scenario that leaves everything out: there is no doubt in it, since nothing can turn out otherwise."""
    markup.page(BY_NAME[PAGE], answer)
    markup.empty(
        "Nothing is spent and nothing comes in under this scenario, so nothing can turn out otherwise than it is here."
    )
    st.button("Show the base case", type="primary", on_click=state.show_scenario, args=(None,), key="to-base")


def _nothing(answer: str, lesson: str, act: str) -> None:
    markup.page(BY_NAME[PAGE], answer)
    markup.empty(lesson)
    st.button(act, type="primary", on_click=state.go_to, args=("value",), key="to-value")


def _failed(error: CaseProblems) -> None:
    markup.page(BY_NAME[PAGE], "Nobody can say: most draws of this case cannot be computed.")
    for problem in error.problems:
        st.warning(markup.plain(problem.in_short))


def _all(shown: Shown) -> None:
    markup.page(BY_NAME[PAGE], _answer(shown))
    markup.note(
        "Each draw is one way it may turn out: a value for every uncertain assumption, taken from its range. "
        f"{risk_words.likely_words(shown.found)}"
    )
    risk_drawing.ended(shown.found)
    _unstated(shown)
    _warnings(shown)
    with st.container(key="risk-parts"):
        part = groups.chosen(PAGE, [Group(name, title) for name, (title, _) in _PARTS.items()], is_across=True)
    _PARTS[part][1](shown)
    markup.note(f"{risk_words.drawn_words(shown.found)} {risk_drawn.basis_words(shown.found)}")


def _answer(shown: Shown) -> str:
    said = risk_words.answer(shown.found)
    if shown.standing.is_complete:
        return said
    left_out = wording.listed(shown.standing.left_out)
    return f"So far, and without {left_out}: {uncapitalised(said)}" if left_out else f"So far: {uncapitalised(said)}"


def _unstated(shown: Shown) -> None:
    """Where the case states no range at all, say what that means and lead to the value whose range matters most."""
    said = risk_drawn.unstated_words(shown.found)
    bars = cached_risk.tornado(shown.analysis).bars if said else ()
    if said and bars:
        risk_parts.leading(
            [(bars[0].assumption, "medium", "No range yet", *said)],
            "unstated",
            lambda name: risk_parts.visit(shown, name),
        )


def _warnings(shown: Shown) -> None:
    """Name the draws that failed, and what could not be drawn as it was stated."""
    found: Simulation = shown.found
    tied = risk_reading.tie_words(shown.analysis.program, found.sample.ties)
    said = [said for said in found.warnings if said not in found.sample.warnings]
    listed = [("medium", "Worth an answer", capitalised(one), "") for one in said]
    if tied:
        listed += [("medium", "Worth an answer", "What goes together cannot all hold at once; the nearest that can is drawn.", " ".join(tied))]  # fmt: skip
    remedies = dict.fromkeys(one.problem.remedy for one in found.examples)
    listed += [("low", "What helps", "Narrow the ranges of the values this rests on.", said) for said in remedies]
    if len(listed) > 1:
        with st.expander(f"{len(listed)} remarks on these draws", icon=":material/info:"):
            markup.findings(listed)
    elif listed:
        markup.findings(listed)


show()
