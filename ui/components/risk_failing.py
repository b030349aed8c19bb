"""When does it fail: the combinations of values in which most draws do not pay, or take too long, in words."""

from __future__ import annotations

from exports import risk_reading, risk_words
from exports.risk_choices import MOSTLY
from model.risk.discovery import Discovery
from ui import cached_risk
from ui.components import markup, risk_parts
from ui.components.risk_parts import Shown, choose_across

_FEW = 20
"""So few draws have nothing in common that could be told."""
_WAYS = {"npv": "It does not pay (NPV below 0)", "payback": "The money is not back in time"}


def show(shown: Shown) -> None:
    """Show which combinations of values make the case fail; where most draws fail, which make it succeed."""
    months = _months(shown)
    failing = cached_risk.discovery(shown.analysis, shown.found, months)
    succeeding = failing.failing > MOSTLY
    found = cached_risk.discovery(shown.analysis, shown.found, months, succeeding=True) if succeeding else failing
    fails = risk_reading.outcome_words(months, succeeding=False)
    never = "does the case fail" if months is None else f"does it take longer than {months:g} months to pay back"
    markup.heading(risk_words.in_draws(failing.failing, f"the case {fails}", never), _why(failing.failing))
    if not found.boxes:
        markup.note(_nothing_stands_out(found))
        risk_parts.elsewhere("difference", "See what makes the difference")
        return
    does = risk_reading.outcome_words(months, succeeding=succeeding)
    rows = [
        (box.bounds[0].assumption, "medium" if succeeding or index else "high", "Mostly" if index == 0 else "Beyond that",
         risk_reading.box_words(box, does, is_first=index == 0, succeeding=succeeding), risk_reading.box_note(box, succeeding=succeeding))
        for index, box in enumerate(found.boxes)
    ]  # fmt: skip
    risk_parts.leading(rows, "boxes", lambda name: risk_parts.visit(shown, name))
    shown.chart("failing_draws", found, shown.found, months, does, known=(months, succeeding))


def _nothing_stands_out(found: Discovery) -> str:
    few = found.failing * found.draws < _FEW
    return found.sentence if few else f"{found.sentence} Many values share in it."


def _months(shown: Shown) -> float | None:
    if shown.months == 1 or choose_across("What counts as failing?", _WAYS, "fails") == "npv":
        return None
    return float(
        risk_parts.slide("Within how many months should the money be back?", 1, shown.months, "within", shown.within)
    )


def _why(failing: float) -> str:
    if not failing:
        return ""
    if failing > MOSTLY:
        return "Most draws fail, so it says more to ask when it succeeds: which values must come out well together"
    return (
        "Draws that fail are seldom spread evenly: often two or three values must come out badly together. Where that is so, guard "
        "against that combination, rather than against each value"
    )
