"""The front of a written case: its title, what it comes to in a sentence, and the figures a reader looks for first."""

from __future__ import annotations

from exports import wording
from exports.memo.basis import Basis
from exports.memo.content import Fact, Facts
from model.names import uncapitalised


def answer(basis: Basis) -> str:
    """Return what the case comes to in a sentence, and what is left out of it."""
    said, left_out = wording.headline(basis.appraisal, basis.locale), basis.order.stamp.left_out
    return f"So far, and without {wording.listed(left_out)}: {uncapitalised(said)}" if left_out else said


def facts(basis: Basis) -> Facts:
    """Return worth, return, payback and funding."""
    figures, resolved = basis.figures, basis.resolved
    rate = f"at {basis.percent(resolved.discount.rate, 1)} a year"
    return Facts((
        Fact("Worth today (NPV)", basis.short(figures.npv), rate),
        Fact("Return on what is spent (ROI)", basis.percent(figures.roi), _beside_roi(basis)),
        Fact("Until it is back (payback)", _payback(basis), _beside_payback(basis)),
        Fact("Most out (peak funding)", basis.short(figures.peak_funding), _beside_funding(basis)),
    ))  # fmt: skip


def _beside_roi(basis: Basis) -> str:
    if basis.figures.roi is None:
        return "no cost is stated"
    return f"at today's value; {basis.percent(basis.figures.roi_undiscounted)} undiscounted"


def _payback(basis: Basis) -> str:
    return wording.NONE if basis.is_idle else wording.payback(basis.figures.payback_months, basis.locale)


def _beside_payback(basis: Basis) -> str:
    month = basis.figures.break_even_month
    if basis.is_idle:
        return "nothing is spent"
    if month is None:
        return f"within {basis.over}"
    return f"undiscounted, in {basis.month(month)}" if month else "no money is ever out"


def _beside_funding(basis: Basis) -> str:
    if basis.figures.peak_funding == 0:
        return "no money has to be found"
    return "what must be found beforehand" if basis.figures.payback_months is not None else "at any one time"
