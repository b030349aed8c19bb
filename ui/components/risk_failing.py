"""When does it fail: the combinations of values in which most draws do not pay, or take too long, in words."""

from __future__ import annotations

from exports import risk_reading, risk_words
from ui import cached_risk
from ui.components import markup, risk_parts
from ui.components.risk_parts import Shown, choose_across

_MOSTLY = 0.5
"""Where more draws than this fail, it is said when the case succeeds."""
_WAYS = {"npv": "It does not pay (NPV below 0)", "payback": "The money is not back in time"}


def show(shown: Shown) -> None:
    """Show which combinations of values make the case fail; where most draws fail, which make it succeed."""
    months = _months(shown)
    failing = cached_risk.discovery(shown.analysis, shown.found, months)
    succeeding = failing.failing > _MOSTLY
    found = cached_risk.discovery(shown.analysis, shown.found, months, succeeding=True) if succeeding else failing
    fails = risk_reading.outcome_words(months, succeeding=False)
    markup.heading(f"In {risk_words.of_draws(failing.failing)} the case {fails}", _why(failing.failing))
    if not found.boxes:
        markup.note(f"{found.sentence} Many values share in it: see “What makes the difference?”.")
        return
    does = risk_reading.outcome_words(months, succeeding=succeeding)
    rows = [
        (box.bounds[0].assumption, "medium" if succeeding or index else "high", "Mostly" if index == 0 else "Beyond that",
         risk_reading.box_words(box, does, is_first=index == 0, succeeding=succeeding), risk_reading.box_note(box, succeeding=succeeding))
        for index, box in enumerate(found.boxes)
    ]  # fmt: skip
    risk_parts.leading(rows, "boxes", lambda name: risk_parts.visit(shown, name))
    shown.chart("failing_draws", found, shown.found, months, does, known=(months, succeeding))


def _months(shown: Shown) -> float | None:
    if shown.months == 1 or choose_across("What counts as failing?", _WAYS, "fails") == "npv":
        return None
    return float(
        risk_parts.slide("Within how many months should the money be back?", 1, shown.months, "within", shown.within)
    )


def _why(failing: float) -> str:
    if not failing:
        return ""
    if failing > _MOSTLY:
        return "Most draws fail, so it says more to ask when it succeeds: which values must come out well together"
    return (
        "Draws that fail are seldom spread evenly: often two or three values must come out badly together. Where that is so, guard "
        "against that combination, rather than against each value"
    )
