"""What to measure first: what it is worth to know everything, and each value alone, before the decision."""

from __future__ import annotations

from exports import risk_reading, risk_words
from ui import cached_risk
from ui.components import markup, risk_parts
from ui.components.risk_parts import Shown

_MOST = 5


def show(shown: Shown) -> None:
    """Show what is worth measuring before the decision, the most worthwhile first."""
    known = cached_risk.information(shown.analysis, shown.found)
    markup.note(known.sentence)
    sure = [one for one in known.each if one.is_sure][:_MOST]
    if round(known.evpi.value) > 0:
        shown.chart("worth_of_knowing", known, shown.analysis.program, reading=risk_reading.knowing_reading(known))
    if not sure:
        markup.note(
            "No single value is worth measuring for this decision alone: knowing it would hardly ever change what you do. What would "
            "change it is a value far from its range."
        )
        risk_parts.elsewhere("turning", "See what would turn it")
        return
    markup.heading("In this order", "Measure the first, look again, and go on only while it pays")
    rows = [
        (one.assumption, "medium" if rank == 0 else "low", "First" if rank == 0 else "Then",
         risk_words.learning_words(shown.analysis.program, one), _why(shown, one.assumption))
        for rank, one in enumerate(sure)
    ]  # fmt: skip
    risk_parts.leading(rows, "learnings", lambda name: risk_parts.visit(shown, name))
    markup.note(
        "Each figure comes from a curve fitted through the draws (regression); give or take: twice its standard error. In the table behind the "
        "chart stands a second opinion, from sorting the draws into groups (binning)."
    )


def _why(shown: Shown, name: str) -> str:
    question = shown.standing.by_name.get(name)
    is_guess = question is not None and question.record.is_guess
    return "It is a guess so far." if is_guess else "It rests on a source; your own figure may differ."
