"""The written case as content: its front and its sections, made from an order."""

from __future__ import annotations

from exports import wording
from exports.memo import appendix, assumed, delivery, economic, financial, front, risks, strategic, summary
from exports.memo.basis import Basis
from exports.memo.content import Memo
from exports.outputs import Order
from model.money import LOCALE, in_force

_LETTER = ("US", "CA", "MX", "CL", "CO", "PH", "VE")
"""Where people print on US Letter."""
_SECTIONS = (summary, strategic, economic, financial, delivery, risks, assumed, appendix)


def document(order: Order, locale: str = LOCALE) -> Memo:
    """Return the written case. Raises `CaseProblems` where the case cannot be computed."""
    basis = Basis(order, locale)
    stamp, resolved = order.stamp, basis.resolved
    return Memo(
        title=resolved.title, organisation=resolved.organisation, under=_under(basis), answer=front.answer(basis),
        facts=front.facts(basis), about=stamp.rows(), sections=tuple(part.section(basis) for part in _SECTIONS),
        stamp=stamp, author=resolved.author or resolved.organisation,
        has_small_paper=in_force(locale).rpartition("_")[2] in _LETTER,
    )  # fmt: skip


def _under(basis: Basis) -> str:
    """Return what stands under the title: the scenario, the time, the currency, who wrote it and when."""
    resolved, stamp = basis.resolved, basis.order.stamp
    start = wording.month_name(resolved.start, 1, basis.locale)
    by = f"by {resolved.author}, " if resolved.author else ""
    scenario = f"Scenario “{stamp.scenario}”" if resolved.scenario else stamp.scenario
    return f"{scenario}; {basis.over} from {start}, in {resolved.currency}; {by}{stamp.day}"
