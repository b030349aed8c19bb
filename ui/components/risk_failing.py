"""When does it fail: the combinations of values in which most draws do not pay, or take too long, in words."""

from __future__ import annotations

from exports import risk_reading, risk_words
from ui import cached_risk
from ui.components import markup, risk_parts
from ui.components.risk_parts import Shown, choose_across

_WAYS = {"npv": "It does not pay (NPV below 0)", "payback": "The money is not back in time"}


def show(shown: Shown) -> None:
    """Show which combinations of values make the case fail, how often, and how many of all failures they explain."""
    months = _months(shown)
    fails = "does not pay" if months is None else f"takes longer than {months:g} months to pay back"
    found = cached_risk.discovery(shown.analysis, shown.found, months)
    markup.heading(f"In {risk_words.of_draws(found.failing)} the case {fails}", _why(found.failing))
    if not found.boxes:
        markup.note(found.sentence)
        return
    rows = [
        (box.bounds[0].assumption, "high" if index == 0 else "medium", "Mostly" if index == 0 else "Beyond that",
         risk_reading.box_words(box, is_first=index == 0, fails=fails), risk_reading.box_note(box))
        for index, box in enumerate(found.boxes)
    ]  # fmt: skip
    risk_parts.leading(rows, "boxes", lambda name: risk_parts.visit(shown, name))
    shown.chart("failing_draws", found, shown.found, months, known=(months,))


def _months(shown: Shown) -> float | None:
    if shown.months == 1 or choose_across("What counts as failing?", _WAYS, "fails") == "npv":
        return None
    return float(
        risk_parts.slide("Within how many months should the money be back?", 1, shown.months, "within", shown.within)
    )


def _why(failing: float) -> str:
    if not failing:
        return ""
    return (
        "Draws that fail are seldom spread evenly: often two or three values must come out badly together. Where that is so, guard "
        "against that combination, rather than against each value"
    )
