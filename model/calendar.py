"""Months of a case as dates, and dates as months of a case."""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def month_of(start: str, month: int) -> str:
    """Return month `month` of a case that starts in `start` (month 1), as `2028-03`; 0 is the opening, at `start`."""
    year, first = int(start[:4]), int(start[5:])
    count = year * 12 + first - 1 + max(month - 1, 0)
    return f"{count // 12:04d}-{count % 12 + 1:02d}"


def first_day(month: str) -> date:
    """Return the first day of a month written as `2027-01`."""
    return date(int(month[:4]), int(month[5:]), 1)


def months_between(start: str, day: date) -> int:
    """Return how many calendar months lie between the month `start` and that of a day; 0 within it."""
    first = first_day(start)
    return (day.year - first.year) * 12 + day.month - first.month


def months_later(day: date, months: int) -> date:
    """Return the same day so many months later, or the last of that month where it is shorter."""
    month = first_day(month_of(f"{day:%Y-%m}", months + 1))
    return month.replace(day=min(day.day, monthrange(month.year, month.month)[1]))
