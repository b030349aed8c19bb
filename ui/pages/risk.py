"""Risk: how sure the case is, over thousands of draws; what would turn it, and what to measure first."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from exports import risk_words, wording
from model.names import capitalised, uncapitalised
from model.problems import CaseProblems
from model.risk.break_even import BreakEven
from model.risk.findings import Simulation
from model.risk.information import Information
from scenarios import Analysis
from scenarios.progress import page_of, page_of_answer
from scenarios.standing import Standing
from ui import cached, state
from ui.components import fields, markup
from ui.components.drawing import draw
from ui.components.picking import button, live
from ui.journey import BY_NAME

_DRAWS = (1_024, 8_192, 16_384)
_USUAL_DRAWS, _USUAL_SEED = 8_192, 1
_USUAL_MONTHS = 24
_MOST_SEED = 9_999
_FIRST_TURNS = 5
_MOST_LEARNINGS = 5


def show() -> None:
    """Show how likely the case pays, by how much and how soon, what moves it, what would turn it, what to measure."""
    standing = state.standing()
    focus = state.seen_focus()
    analysis = standing.analysis
    if analysis is None or not analysis.appraisal.run.money:
        _nothing(
            _nothing_words(standing),
            "Choose at least one value stream and one cost, and answer their questions. Then the case is computed thousands of "
            "times, each time with other values within your ranges, and you see how often it pays.",
            "Choose where value comes from",
        )
        return
    try:
        found = _simulated(analysis)
    except CaseProblems as error:
        _failed(error)
        return
    if not found.sample.uncertain:
        _nothing(
            "Every value of this case is taken as certain, so there is nothing to vary.",
            "Say of the values you doubt how low and how high they may turn out: open “Range, source” under an answer. Then the "
            "case is computed with values from these ranges, thousands of times.",
            "State a range",
        )
        return
    _all(standing, analysis, found, focus)


def _nothing_words(standing: Standing) -> str:
    if standing.analysis is not None and standing.scenario:
        return wording.headline(standing.analysis.appraisal)
    return "There is nothing to compute yet."


def _nothing(answer: str, lesson: str, act: str) -> None:
    markup.page(BY_NAME["risk"], answer)
    markup.empty(lesson)
    st.button(act, type="primary", on_click=state.go_to, args=("value",), key="to-value")


def _failed(error: CaseProblems) -> None:
    markup.page(BY_NAME["risk"], "Nobody can say: most draws of this case cannot be computed.")
    for problem in error.problems:
        st.warning(markup.plain(problem.in_short))


def _simulated(analysis: Analysis) -> Simulation:
    """Return the draws; while they are made for the first time a bar shows how far, and any click ends it."""
    place = st.empty()
    draws, seed = _draws(), _seed()

    def told(done: int, of: int) -> None:
        place.progress(done / of, f"Computing {wording.number(of)} draws")

    found = cached.simulation(analysis, draws, seed, told)
    place.empty()
    return found


def _draws() -> int:
    chosen = state.picked("draws")
    return int(chosen) if chosen else _USUAL_DRAWS


def _seed() -> int:
    chosen = state.picked("seed")
    return int(chosen) if chosen else _USUAL_SEED


def _all(standing: Standing, analysis: Analysis, found: Simulation, focus: str) -> None:
    markup.page(BY_NAME["risk"], _answer(standing, found))
    markup.note(f"{risk_words.likely_words(found)} {risk_words.drawn_words(found)}")
    _warnings(found)
    _probabilities(found)
    _charts(analysis, found)
    _figures(found)
    _turns(standing, analysis)
    _learnings(standing, analysis, cached.information(analysis, found))
    _how(found, is_open=focus == "draws")


def _answer(standing: Standing, found: Simulation) -> str:
    said = risk_words.answer(found)
    if standing.is_complete:
        return said
    left_out = wording.listed(standing.left_out)
    return f"So far, and without {left_out}: {uncapitalised(said)}" if left_out else f"So far: {uncapitalised(said)}"


def _warnings(found: Simulation) -> None:
    """Name the draws that failed, and what could not be drawn as it was stated."""
    listed = [("medium", "Worth an answer", capitalised(said), "") for said in found.warnings]
    remedies = dict.fromkeys(one.problem.remedy for one in found.examples)
    listed += [("low", "What helps", "Narrow the ranges of the values this rests on.", said) for said in remedies]
    if listed:
        markup.findings(listed)


# --- how likely --------------------------------------------------------------------------------------------------


def _probabilities(found: Simulation) -> None:
    months = found.sample.program.graph.resolved.months
    within = min(int(state.picked("within") or _USUAL_MONTHS), months)
    pays, back = found.probability_npv_above_zero, found.probability_paid_back(within)
    cards = [
        ("Worth more than it costs (NPV above 0)", risk_words.of_100(pays.value), f"draws; {risk_words.give_or_take(pays)}"),
        (f"Money back within {wording.duration(within)}", risk_words.of_100(back.value), f"draws; {risk_words.give_or_take(back)}"),
    ]  # fmt: skip
    drawn = "".join(
        f"<div class='cc-figure'><dt>{markup.escape(label)}</dt><dd>{markup.escape(value)}</dd>"
        f"<dd class='cc-figure-note'>{markup.escape(said)}</dd></div>"
        for label, value, said in cards
    )
    st.html(f"<dl class='cc-figures'>{drawn}</dl>")
    if months > 1:
        fields.show("within-months", within)
        st.slider(
            "Within how many months should the money be back?", 1, months, key="within-months",
            on_change=lambda: state.pick("within", str(st.session_state["within-months"])),
        )  # fmt: skip


def _charts(analysis: Analysis, found: Simulation) -> None:
    dark = state.is_dark()
    left, right = st.columns([3, 2], gap="large")
    with left:
        draw(cached.risk_chart("cash_fan", analysis, found, dark=dark))
    with right:
        draw(cached.risk_chart("npv_histogram", analysis, found, dark=dark))
    left, right = st.columns([3, 2], gap="large")
    with left:
        if cached.tornado(analysis).bars:
            draw(cached.tornado_chart(analysis, dark=dark))
    with right:
        draw(cached.risk_chart("npv_exceedance", analysis, found, dark=dark))


def _figures(found: Simulation) -> None:
    markup.heading("Each figure as a range", "P5: 1 draw in 20 lies below. P50: half of them do. P95: 19 in 20 do")
    markup.table(risk_words.FIGURE_COLUMNS, risk_words.figure_rows(found), left=2, caption="Each figure as a range")


# --- what would turn it ------------------------------------------------------------------------------------------


def _turns(standing: Standing, analysis: Analysis) -> None:
    """Show the values at which the case would be worth nothing, the nearest first."""
    turning = [one for one in cached.turning_points(analysis) if one.value is not None]
    near = [one for one in turning if one.within_range]
    far = [one for one in turning if not one.within_range]
    pays = analysis.appraisal.figures.npv >= 0
    markup.heading(
        "What would turn the case",
        f"At likely values the case {'pays' if pays else 'does not pay'}. Here is what each value alone would have to be for that to change, "
        "the nearest first",
    )
    if not turning:
        markup.note(
            f"Whatever a single value is, the case {'pays' if pays else 'does not pay'}, the others being as they are."
        )
    elif not near:
        markup.note("No value within its range turns the case by itself.")
    first = near[:_FIRST_TURNS] or far[:2]
    _turn_list(standing, analysis, first, "turns")
    rest = [one for one in turning if one not in first]
    if rest:
        with st.expander(f"{len(rest)} more that could turn it"):
            _turn_list(standing, analysis, rest, "more-turns")


def _turn_list(standing: Standing, analysis: Analysis, turning: Sequence[BreakEven], key: str) -> None:
    rows = [
        (one.assumption, "medium" if one.within_range else "low", "Within its range" if one.within_range else "Outside its range",
         risk_words.turning_words(analysis.program, one), risk_words.turning_note(one), "Look at it")
        for one in turning
    ]  # fmt: skip
    _listed(rows, key, lambda name: _visit(standing, name))


def _listed(rows: Sequence[tuple[str, str, str, str, str, str]], key: str, on_pick: Callable[[str], None]) -> None:
    """Show findings, each with a button that leads to its field: (name, severity, tag, message, note, act)."""
    items = "".join(
        f"<li class='cc-{tone}'><span class='cc-tag'>{markup.escape(tag)}</span><div><p>{markup.escape(said)}</p>"
        f"<p class='cc-note'>{markup.escape(note)}</p></div>{button(name, act, 'cc-button', f'{act}: {said}')}</li>"
        for name, tone, tag, said, note, act in rows
    )
    if items:
        live(f"<ul class='cc-findings'>{items}</ul>", key, on_pick)


def _visit(standing: Standing, name: str) -> None:
    question = standing.by_name.get(name)
    state.go_to(page_of(question) if question else page_of_answer(name), name)


# --- what to measure ---------------------------------------------------------------------------------------------


def _learnings(standing: Standing, analysis: Analysis, known: Information) -> None:
    """Show what is worth measuring before the decision, the most worthwhile first."""
    markup.heading("What to measure first", known.sentence)
    sure = [one for one in known.each if one.is_sure][:_MOST_LEARNINGS]
    if not sure:
        markup.note(
            "No single value is worth measuring for this decision alone: knowing it would hardly ever change what you do."
        )
        return
    rows = [
        (one.assumption, "medium" if rank == 0 else "low", "First" if rank == 0 else "Then",
         risk_words.learning_words(analysis.program, one), _why(standing, one.assumption), "Look at it")
        for rank, one in enumerate(sure)
    ]  # fmt: skip
    _listed(rows, "learnings", lambda name: _visit(standing, name))
    markup.note(
        "Each is the most that a study of that one value could be worth to you (EVPPI): it pays only where it costs less. "
        "Give or take: one standard error."
    )


def _why(standing: Standing, name: str) -> str:
    question = standing.by_name.get(name)
    is_guess = question is not None and question.record.is_guess
    return "It is a guess so far." if is_guess else "It rests on a source; your own figure may differ."


# --- how it is drawn ---------------------------------------------------------------------------------------------


def _how(found: Simulation, *, is_open: bool) -> None:
    with st.expander("How it is drawn, and how sure the figures are", expanded=is_open):
        markup.note(
            "Each draw takes a value for every uncertain assumption from its range and computes the whole case with them. "
            "Values stated without a range vary by what is usual for their evidence. The same seed gives the same draws; another "
            "seed shows how much chance there is in the figures."
        )
        left, right = st.columns(2)
        with left:
            fields.show("risk-draws", found.asked)
            st.selectbox(
                "Draws", _DRAWS, key="risk-draws", format_func=wording.number,
                on_change=lambda: state.pick("draws", str(st.session_state["risk-draws"])),
            )  # fmt: skip
        with right:
            fields.show("risk-seed", found.seed)
            st.number_input(
                "Seed", 1, _MOST_SEED, step=1, key="risk-seed",
                on_change=lambda: state.pick("seed", str(st.session_state["risk-seed"])),
            )  # fmt: skip
        columns = ("After so many draws", "Mean NPV", "Standard error")
        markup.table(columns, risk_words.convergence_rows(found), caption="How the mean NPV settles")


show()
