"""Several cases rolled up into one programme: their money on one calendar, worth what one rate and convention make it.

A programme begins with the earliest case. A case that begins k months later lies k months to the right: its opening
falls on the end of month k of the programme, its month 1 on month k + 1. The conventions by year count the years of the
programme, so that the first year of a case that begins within one is shared between two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from model import finance
from model.calendar import first_day, months_between
from model.case import Timing
from model.finance import discount_factors, ratio
from model.series import Array


@dataclass(frozen=True, slots=True)
class Flows:
    """The money of one case in the currency of the programme: its opening and one amount a month, from `start` on."""

    start: str
    benefits: Array
    costs: Array


@dataclass(frozen=True, slots=True)
class Worth:
    """What money over time is worth, as headline figures; None where there is none.

    Payback counts the months from its own opening. `npv_per_funding` is NPV for each unit of peak funding.
    """

    npv: float
    roi: float | None
    payback_months: float | None
    peak_funding: float
    pv_benefits: float
    pv_costs: float
    total_benefits: float
    total_costs: float
    npv_per_funding: float | None


@dataclass(frozen=True, slots=True)
class Share:
    """What one case adds to the programme: how many months it begins after it, its worth there, and its money.

    `benefits` and `costs` lie on the calendar of the programme: shape (months + 1,), nought where the case has none.
    """

    offset: int
    worth: Worth
    benefits: Array
    costs: Array

    @property
    def net(self) -> Array:
        """Benefits less costs, on the calendar of the programme."""
        return self.benefits - self.costs


@dataclass(frozen=True, slots=True)
class RollUp:
    """The cases of a programme together: its first month, its horizon, its worth, and what each case adds."""

    start: str
    months: int
    worth: Worth
    shares: tuple[Share, ...]

    @property
    def benefits(self) -> Array:
        """All benefits: shape (months + 1,)."""
        return _sum([share.benefits for share in self.shares])

    @property
    def costs(self) -> Array:
        """All costs: shape (months + 1,)."""
        return _sum([share.costs for share in self.shares])

    @property
    def net(self) -> Array:
        """All benefits less all costs: shape (months + 1,)."""
        return self.benefits - self.costs


def roll_up(cases: Sequence[Flows], rate: float, timing: Timing) -> RollUp:
    """Return cases together at one annual rate and one timing convention; present values add up.

    Raises `ValueError` where there is no case.
    """
    start = min(case.start for case in cases)
    offsets = [months_between(start, first_day(case.start)) for case in cases]
    months = max(offset + len(case.benefits) - 1 for offset, case in zip(offsets, cases, strict=True))
    shares = tuple(_share(case, offset, months, rate, timing) for offset, case in zip(offsets, cases, strict=True))
    benefits, costs = (_sum([getattr(share, kind) for share in shares]) for kind in ("benefits", "costs"))
    present = [sum(getattr(share.worth, kind) for share in shares) for kind in ("pv_benefits", "pv_costs")]
    return RollUp(start, months, _worth(benefits, costs, *present), shares)


def factors_from(offset: int, months: int, rate: float, timing: Timing) -> Array:
    """Return what one unit of money at the opening and in each month of a case is worth at the start of the programme.

    Shape (months + 1,). An opening is one moment, also where months count at their middle.
    """
    factors = discount_factors(rate, timing, offset + months)[offset:].copy()
    if timing == "mid_month":
        factors[0] = (1.0 + rate) ** (-offset / 12)
    return factors


def _share(case: Flows, offset: int, months: int, rate: float, timing: Timing) -> Share:
    factors = factors_from(offset, len(case.benefits) - 1, rate, timing)
    worth = _worth(case.benefits, case.costs, float(case.benefits @ factors), float(case.costs @ factors))
    after = months - offset - len(case.benefits) + 1
    benefits, costs = (np.pad(flow, (offset, after)) for flow in (case.benefits, case.costs))
    return Share(offset, worth, benefits, costs)


def _worth(benefits: Array, costs: Array, pv_benefits: float, pv_costs: float) -> Worth:
    net, npv = benefits - costs, pv_benefits - pv_costs
    funding = finance.peak_funding(net)
    has_money = bool(benefits.any() or costs.any())
    return Worth(
        npv=npv, roi=ratio(npv, pv_costs), payback_months=finance.payback(net) if has_money else None,
        peak_funding=funding, pv_benefits=pv_benefits, pv_costs=pv_costs, total_benefits=float(benefits.sum()),
        total_costs=float(costs.sum()), npv_per_funding=ratio(npv, funding),
    )  # fmt: skip


def _sum(flows: Sequence[Array]) -> Array:
    total: Array = np.sum(flows, axis=0)
    return total


def ranked(figures: Sequence[float | None]) -> tuple[int | None, ...]:
    """Return the place of each figure, the highest first; equal figures share a place, and what has none gets none."""
    known = [figure for figure in figures if figure is not None]
    return tuple(None if figure is None else 1 + sum(other > figure for other in known) for figure in figures)
