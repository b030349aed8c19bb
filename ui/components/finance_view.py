"""Finance's view: the values proposed in a review laid over the case, beside the case as it is, and what each one does."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from assumptions.loader import drawing_on
from exports import side_by_side, wording
from exports.reviews import proposal_words, standing_words
from model.case import Case
from model.evidence import Assumption
from model.names import counted
from model.problems import CaseProblems
from model.result import Appraisal
from scenarios.bridge import BASE_CASE, Bridge
from scenarios.finance_view import LABEL, finance_view, finance_view_id
from scenarios.reviewing import open_proposals, proposals_elsewhere, records
from scenarios.standing import Standing
from scenarios.stored import Comment
from ui import cached, state
from ui.components import fields, markup
from ui.components.drawing import draw
from ui.reviewing import Review

_KEY = "take-finance-view"
_FIGURES = ("npv", "roi", "payback_months", "peak_funding")


def count(review: Review) -> int:
    """Return how many assumptions another value is proposed for, under the scenario that is shown."""
    return len(open_proposals(review.comments, review.standing.scenario))


def show(review: Review) -> None:
    """Show both views side by side, each proposal with its effect, and the way into the draft."""
    standing = review.standing
    proposed = open_proposals(review.comments, standing.scenario)
    markup.heading(
        "Finance's view",
        f"Every open proposal laid over {side_by_side.scenario_name(_name(standing))}; the revision stays as it is",
    )
    _elsewhere(review)
    if not proposed:
        markup.empty(
            "Nobody has proposed another value yet. Propose one beside an assumption, and this page shows what the case comes to "
            "with it, beside what it comes to now."
        )
        return
    values = records(proposed, standing)
    try:
        viewed = _viewed(review, values)
    except CaseProblems as error:
        markup.fault(" ".join(problem.in_short for problem in error.problems[:2]))
        return
    _compared(standing, viewed)
    _effects(review, proposed, viewed)
    _take(values, standing.scenario)


def _name(standing: Standing) -> str:
    overlay = standing.case.options.get(standing.scenario or "")
    return (overlay.label or standing.scenario or BASE_CASE) if overlay else BASE_CASE


def _elsewhere(review: Review) -> None:
    options = review.saved.case.options
    for name, number in proposals_elsewhere(review.comments, review.standing.scenario).items():
        label = (options[name].label if name in options else None) or name
        markup.note(
            f"{counted(number, 'more proposal')} under the scenario “{label}”: choose it at the top to see them."
        )


def _viewed(review: Review, values: Mapping[str, Assumption]) -> Standing:
    case, scenario = review.saved.case, review.standing.scenario
    with drawing_on(review.saved.library):
        name, viewed = finance_view_id(case), finance_view(case, values, scenario)
        return cached.standing(viewed, name, cash_only=state.cash_only())


# --- side by side ------------------------------------------------------------------------------------------------


def _compared(standing: Standing, viewed: Standing) -> None:
    if standing.analysis is None or viewed.analysis is None:
        markup.fault("One of the two cannot be computed yet: " + " ".join(p.in_short for p in viewed.problems[:2]))
        return
    now, then = standing.analysis.appraisal, viewed.analysis.appraisal
    rows = [(wording.figure_label(key), _text(now, key), _text(then, key), _moved(now, then, key)) for key in _FIGURES]
    markup.table(
        ("Figure", _name(standing), LABEL, "Difference"), rows, caption="The case as it is, and finance's view"
    )


def _text(appraisal: Appraisal, key: str) -> str:
    if key == "payback_months" and appraisal.figures.payback_months is None:
        return "not reached"
    return wording.figure_text(appraisal, key)


def _moved(now: Appraisal, then: Appraisal, key: str) -> str:
    before, after = getattr(now.figures, key), getattr(then.figures, key)
    if before is None or after is None:
        return wording.NONE
    if key == "roi":
        return _signed(after - before, f"{wording.number((after - before) * 100, 1)} points")
    if key == "payback_months":
        return _signed(after - before, f"{wording.number(after - before, 1)} months")
    return side_by_side.signed(after - before, now.run.graph.resolved.currency)


def _signed(change: float, text: str) -> str:
    return f"+{text}" if change > 0 else text


# --- what each proposal does -------------------------------------------------------------------------------------


def _effects(review: Review, proposed: Mapping[str, Comment], viewed: Standing) -> None:
    standing = review.standing
    try:
        way = _bridge(standing, viewed)
    except CaseProblems as error:
        markup.fault(" ".join(problem.in_short for problem in error.problems[:2]))
        way = None
    amounts = {part.id: part.amount for part in way.parts} if way else {}
    rows = [
        (
            standing.by_name[name].label if name in standing.by_name else f"{name} (no longer asked for)",
            standing_words(name, standing) or "no answer",
            proposal_words(comment, standing),
            comment.author,
            _amount(amounts.pop(name, None), standing.case.currency),
        )
        for name, comment in proposed.items()
    ]
    if way:
        rows += [
            (part.label, "", "", "", _amount(part.amount, way.currency)) for part in way.parts if part.id in amounts
        ]
    markup.label("What each proposal does")
    columns = ("Assumption", "Stands for now", "Proposed", "By", "Effect on NPV")
    markup.table(columns, rows, left=4, caption="Each proposal and its effect on NPV")
    if way and way.parts:
        draw(cached.picture("npv_bridge", way, dark=state.is_dark()))


def _bridge(standing: Standing, viewed: Standing) -> Bridge | None:
    if standing.analysis is None or viewed.analysis is None:
        return None
    return cached.bridge(standing.analysis, viewed.analysis, (_name(standing), LABEL))


def _amount(amount: float | None, currency: str) -> str:
    return "no effect" if amount is None else side_by_side.signed(amount, currency)


# --- into the draft ----------------------------------------------------------------------------------------------


def _take(values: Mapping[str, Assumption], scenario: str | None) -> None:
    st.button(
        "Take it into my draft as a scenario", key=_KEY, icon=":material/add:", on_click=_taken, args=(values, scenario),
        help="Adds “Finance's view” to the scenarios of the case you work on; the base case stays as it is. You save it as a revision of its own.",
    )  # fmt: skip
    fields.explain_refusal(_KEY)


def _taken(values: Mapping[str, Assumption], scenario: str | None) -> None:
    """Add the finance view to the scenarios of the case on the desk, and show it."""
    name = finance_view_id(state.case())

    def added(case: Case) -> Case:
        return finance_view(case, values, scenario)

    if state.edit("Finance's view as a scenario", added, key=_KEY):
        state.show_scenario(name)
        state.go_to("results")
