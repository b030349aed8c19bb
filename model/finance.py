"""Finance rules: discounting under named timing conventions, and the figures a reviewer checks first.

All flows are arrays of the opening (index 0) followed by one amount a month, in the currency of the case. The opening
is undiscounted except under `excel_npv`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy_financial as npf

from model.case import Timing
from model.series import Array

YEARLY: frozenset[Timing] = frozenset({"year_end", "excel_npv"})
TIMING_WORDS: dict[Timing, str] = {
    "month_end": "monthly flows discounted at month ends, the opening undiscounted",
    "mid_month": "monthly flows discounted at mid-month, the opening undiscounted",
    "year_end": "yearly flows discounted at year ends, the opening undiscounted (the convention of Forrester's TEI)",
    "excel_npv": "yearly flows as Excel's NPV takes them: the opening discounted one year, year k discounted k + 1",
}
"""Each timing convention in words."""
TIMING_NAMES: dict[Timing, str] = {
    "month_end": "month ends",
    "mid_month": "mid-month",
    "year_end": "year ends",
    "excel_npv": "as Excel's NPV",
}
"""Each timing convention in two words or three, for lists."""

ONE_WAY = "money only goes out, or only comes in"
TURNS = "money turns {} times between going out and coming in"
ONLY_RATE = f"{TURNS}; this is the only positive rate there is"
SEVERAL_RATES = f"{TURNS}, so several rates may fit; the modified rate (MIRR) serves instead"
BORROWING = "money comes in before it goes out, so a lower rate is the better one"
"""Why there is no rate of return, or what is unusual about it; the number of turns goes into the braces."""

TOLERANCE = 1e-9
"""Beside the largest amount of a flow, smaller ones are nought: they are left over from rounding."""
LOG_RATE_BOUND = 40.0
"""How far from nought ln(1 + i) of a rate i a period is looked for; no flow of floats has one beyond."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate of return a year, or the reason there is none; `note` also says what is unusual about one that is."""

    value: float | None
    note: str | None = None


def discount_factors(rate: float, timing: Timing, months: int) -> Array:
    """Return what one unit of money at the opening and in each month is worth today: shape (months + 1,)."""
    factors: Array = (1.0 + rate) ** -years_until(timing, months)
    return factors


def years_until(timing: Timing, months: int) -> Array:
    """Return over how many years the opening and each month are discounted: shape (months + 1,)."""
    month = np.arange(months + 1)
    year = np.ceil(month / 12)
    years = {
        "month_end": month / 12,
        "mid_month": np.where(month == 0, 0.0, (month - 0.5) / 12),
        "year_end": year,
        "excel_npv": year + 1,
    }
    return years[timing]


def yearly(flow: Array) -> Array:
    """Return the opening and the sum of each year from a monthly flow: shape (years + 1,); the last may be partial."""
    starts = np.arange(1, len(flow), 12)
    return np.concatenate((flow[:1], np.add.reduceat(flow, starts))) if len(starts) else flow[:1].copy()


def periods(flow: Array, timing: Timing) -> tuple[Array, int]:
    """Return the flow by the period IRR and MIRR take under a convention, and how many periods a year has.

    Dust beside the largest amount is nought: it would count as a change of sign, and draw a rate towards −100%.
    """
    amounts, a_year = (yearly(flow), 1) if timing in YEARLY else (flow, 12)
    return np.where(np.abs(amounts) > TOLERANCE * np.abs(amounts).max(), amounts, 0.0), a_year


def irr(flow: Array, timing: Timing) -> Rate:
    """Return the internal rate of return a year.

    Where the flow changes sign several times, a rate is given only if it is the one positive rate there can be: the
    cumulative flow then changes sign once (Norstrom 1972). Otherwise there is none, and MIRR serves.
    """
    amounts, a_year = periods(flow, timing)
    changes = sign_changes(amounts)
    if changes == 0:
        return Rate(None, ONE_WAY)
    if changes == 1:
        return Rate(_annual(_root(amounts, -LOG_RATE_BOUND), a_year), _borrowing(amounts))
    cumulative = np.cumsum(amounts)
    if sign_changes(cumulative) == 1 and cumulative[-1] > 0:
        return Rate(_annual(_root(amounts, 0.0), a_year), ONLY_RATE.format(changes))
    return Rate(None, SEVERAL_RATES.format(changes))


def sign_changes(amounts: Array) -> int:
    """Return how often a flow turns from paying to receiving or back; noughts are passed over."""
    return int(np.count_nonzero(np.diff(np.sign(amounts[amounts != 0]))))


def mirr(flow: Array, timing: Timing, finance_rate: float, reinvest_rate: float) -> Rate:
    """Return the modified internal rate of return a year, from the annual rates paid and earned in between."""
    amounts, a_year = periods(flow, timing)
    if sign_changes(amounts) == 0:
        return Rate(None, ONE_WAY)
    rates = [(1 + rate) ** (1 / a_year) - 1 for rate in (finance_rate, reinvest_rate)]
    return Rate(float((1 + npf.mirr(amounts, *rates)) ** a_year - 1))


def _borrowing(amounts: Array) -> str | None:
    first = amounts[np.flatnonzero(amounts)[0]]
    return BORROWING if first > 0 else None


def _root(amounts: Array, lowest: float) -> float:
    """Return ln(1 + i) for the only rate i a period between the bounds at which the flow is worth nought."""
    low, high = lowest, LOG_RATE_BOUND
    sign = np.sign(_worth(amounts, high))
    while (middle := (low + high) / 2) not in (low, high):
        low, high = (low, middle) if np.sign(_worth(amounts, middle)) == sign else (middle, high)
    return middle


def _worth(amounts: Array, log_rate: float) -> float:
    """Return the present value up to a positive factor, which keeps it from overflowing."""
    exponents = -log_rate * np.arange(len(amounts))
    used = exponents[amounts != 0]
    return float(amounts @ np.exp(np.minimum(exponents - used.max(), 0.0)))


def _annual(log_rate: float, a_year: int) -> float:
    return math.expm1(log_rate * a_year)


def payback(net: Array) -> float | None:
    """Return the months until the cumulative flow, once below nought, first reaches it again, within the month.

    0 where it never falls below nought; None where it does not come back.
    """
    month = month_back(net)
    if not month:
        return None if month is None else 0.0
    before, after = np.cumsum(net)[month - 1 : month + 1]
    return float(month - 1 + min(-before / (after - before), 1.0))


def month_back(net: Array) -> int | None:
    """Return the month in which the cumulative flow, once below nought, first reaches it again.

    0 where it never falls below nought; None where it does not come back.
    """
    cumulative = np.cumsum(net)
    tolerance = TOLERANCE * float(np.abs(cumulative).max())
    below = np.flatnonzero(cumulative < -tolerance)
    if not len(below):
        return 0
    back = np.flatnonzero(cumulative[below[0] :] >= -tolerance)
    return int(below[0] + back[0]) if len(back) else None


def falls_below_again(net: Array) -> bool:
    """Tell whether the cumulative flow falls below nought again after it has paid back."""
    cumulative = np.cumsum(net)
    below = cumulative < -TOLERANCE * float(np.abs(cumulative).max())
    return int(np.count_nonzero(np.diff(below.astype(int)) == 1) + bool(below[0])) > 1


def peak_funding(net: Array) -> float:
    """Return the most money that is out at any time: the depth of the cumulative flow, as a positive amount."""
    return float(max(-np.cumsum(net).min(), 0.0)) + 0.0


def equivalent_annual_value(npv: float, rate: float, months: int) -> float:
    """Return the equal amount a year, over the horizon, that is worth the NPV."""
    years = months / 12
    return npv / years if rate == 0 else npv * rate / -math.expm1(-years * math.log1p(rate))


def ratio(part: float, whole: float) -> float | None:
    """Return a ratio, or None where there is nothing above nought to compare with."""
    return part / whole if whole > 0 else None
