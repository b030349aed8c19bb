"""Months of a case as dates."""

from __future__ import annotations


def month_of(start: str, month: int) -> str:
    """Return month `month` of a case that starts in `start` (month 1), as `2028-03`; 0 is the opening, at `start`."""
    year, first = int(start[:4]), int(start[5:])
    count = year * 12 + first - 1 + max(month - 1, 0)
    return f"{count // 12:04d}-{count % 12 + 1:02d}"
