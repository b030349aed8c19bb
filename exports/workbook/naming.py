"""Names of the workbook: of each live value, of the settings every sheet shares, and of the numbers formulas hold."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from model import finance
from model.appraise import HIGH_RATE
from model.nodes import DUST_DIGITS
from model.units import Vocabulary

VALUE, SETTING, NUMBER = "in_", "set_", "no_"
"""What names begin with, so that none reads like a cell."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """A number that formulas need and no scenario changes: its name, its label, its value, and why it is there."""

    name: str
    label: str
    value: float
    unit: str
    note: str


SCENARIO = f"{SETTING}scenario"
START = f"{SETTING}start"
MONTHS = f"{SETTING}months"
RATE = f"{SETTING}rate"
TIMING = f"{SETTING}timing"
FINANCE_RATE = f"{SETTING}finance_rate"
REINVEST_RATE = f"{SETTING}reinvest_rate"
MONTHS_IN_YEAR = f"{SETTING}months_in_year"
MONTHS_IN_QUARTER = f"{SETTING}months_in_quarter"
WEEKS_IN_YEAR = f"{SETTING}weeks_in_year"
DAYS_IN_YEAR = f"{SETTING}days_in_year"
MINUTES_IN_HOUR = f"{SETTING}minutes_in_hour"
VIEWS_IN_THOUSAND = f"{SETTING}views_in_thousand"
HALF = f"{SETTING}half"
DUST = f"{SETTING}dust"
SHORTEST = f"{SETTING}shortest_ramp"
TOLERANCE = f"{SETTING}tolerance"
RATE_BOUND = f"{SETTING}rate_bound"
VERY_HIGH = f"{SETTING}very_high_rate"
MASTER = "check_master"

_FIXED = "How the calendar is counted; it is the same in every case."
FIXED: tuple[Fixed, ...] = (
    Fixed(MONTHS_IN_YEAR, "Months in a year", 12, "month", _FIXED),
    Fixed(MONTHS_IN_QUARTER, "Months in a quarter", 3, "month", _FIXED),
    Fixed(WEEKS_IN_YEAR, "Weeks in a year", 52, "week", _FIXED),
    Fixed(DAYS_IN_YEAR, "Days in a year", 365, "day", _FIXED),
    Fixed(MINUTES_IN_HOUR, "Minutes in an hour", 60, "minute", "How working time is counted."),
    Fixed(VIEWS_IN_THOUSAND, "Views in a thousand views", 1000, "view", "How views are sold."),
    Fixed(HALF, "From where a month is rounded up", 0.5, "month", "A delay of 2.5 months is one of 3."),
    Fixed(DUST, "Decimals that count when rounding up or down", DUST_DIGITS, "1", "7.000000000000001 is seven."),
    Fixed(SHORTEST, "Shortest ramp", 1e-9, "month", "A ramp over no time at all is a step; none is divided by nought."),
    Fixed(
        TOLERANCE,
        "Share of an amount that is nought beside it",
        finance.TOLERANCE,
        "share",
        "What rounding leaves over is no money.",
    ),
    Fixed(RATE_BOUND, "How far IRR is looked for", finance.LOG_RATE_BOUND, "1", "Largest ln(1 + rate) a period."),
    Fixed(
        VERY_HIGH,
        "Rate of return that is called very high",
        HIGH_RATE,
        "a year",
        "1,000% a year: beyond it IRR says little.",
    ),
)
"""Numbers that belong to the calendar and to the arithmetic, not to the case."""

_MULTIPLES = {
    "year": MONTHS_IN_YEAR,
    "quarter": MONTHS_IN_QUARTER,
    "week": f"({MONTHS_IN_YEAR}/{WEEKS_IN_YEAR})",
    "day": f"({MONTHS_IN_YEAR}/{DAYS_IN_YEAR})",
    "minute": f"(1/{MINUTES_IN_HOUR})",
    "thousand_view": VIEWS_IN_THOUSAND,
}
"""How many base units (months, hours, views) one of each word is."""
_CALENDAR = ("year", "quarter", "week", "day")


def value_names(names: Iterable[str]) -> dict[str, str]:
    """Return a name of the workbook for each assumption: `in_reach_customers` for `reach[customers]`."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        plain = f"{VALUE}{re.sub('[^a-z0-9]+', '_', name.lower()).strip('_')}"
        own, number = plain, 2
        while own in taken:
            own, number = f"{plain}_{number}", number + 1
        taken.add(own)
        found[name] = own
    return found


def number_names(numbers: Iterable[float]) -> dict[float, str]:
    """Return a name for each different number that stands in a formula."""
    return {value: f"{NUMBER}{index}" for index, value in enumerate(dict.fromkeys(numbers), start=1)}


def factor(unit: str, units: Vocabulary, *, without_time: bool = False) -> str:
    """Return the formula that brings a value in a unit to base units, without the leading `=`; `1` where it is in them.

    `without_time` leaves calendar time out: an amount of a year is then an amount, not a rate.
    """
    text = ""
    for sign, word in re.findall(r"([*/]?)\s*([A-Za-z_]+)", unit):
        known = _base_word(word, units)
        if known in _MULTIPLES and not (without_time and known in _CALENDAR):
            text = (
                f"{text or '1'}/{_MULTIPLES[known]}"
                if sign == "/"
                else f"{text}{'*' if text else ''}{_MULTIPLES[known]}"
            )
    return text or "1"


def _base_word(word: str, units: Vocabulary) -> str:
    known = units.words
    return next((w for w in (word, word.removesuffix("s"), f"{word.removesuffix('ies')}y") if w in known), word)
