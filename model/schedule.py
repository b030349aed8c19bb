"""A value that changes over time, given by month, quarter or year."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from model.record import Figure, Record
from model.units import Unit

MONTHS_IN = {"month": 1, "quarter": 3, "year": 12}


class Schedule(Record):
    """Values by period, counted from the start month of the case.

    `spread: even` divides the amount of a period over its months; `spread: level` holds the value in each of them.
    `opening` is the amount at the opening column for a flow (0 unless said), and the level there for anything else
    (the first value unless said).
    """

    opening: Figure | None = Field(None, description="What stands in the opening column, before month 1.")
    by: Literal["month", "quarter", "year"] = Field(description="How long each value lasts.")
    values: tuple[Figure, ...] = Field(min_length=1, max_length=600, description="One value a period.")
    spread: Literal["even", "level"] | None = Field(
        None, description="Whether a value is an amount for the whole period (even) or a level in each month (level)."
    )

    @property
    def months(self) -> int:
        """How many months the values cover."""
        return len(self.values) * MONTHS_IN[self.by]

    def problem(self, unit: Unit) -> tuple[str, str, str] | None:
        """Return (what, why, remedy) where the schedule does not fit its unit, else None."""
        if self.spread is None and self.by != "month":
            what = f"The schedule by {self.by} does not say how a value spreads over its months."
            why = "12,000 a year is 1,000 a month if it is an amount and 12,000 if it is a level."
            return what, why, "Add `spread: even` (an amount, divided) or `spread: level` (the same in each month)."
        if self.spread == "even" and not unit.is_flow:
            what = f"`spread: even` divides an amount over months, but `{unit.text}` is not a flow."
            why = "A level, such as a number of members, is not used up by the months of a year."
            return what, why, f"Write `spread: level`, or give the unit as `{unit.text}/month`."
        return None

    def levels(self, unit: Unit) -> tuple[float, ...]:
        """Return what each value means as a level in its own unit: 12,000 a year, spread even, are 1,000 USD/month."""
        length = MONTHS_IN[self.by] * unit.time_scale if self.spread == "even" else 1.0
        opening = () if unit.is_flow or self.opening is None else (self.opening,)
        return (*opening, *(value / length for value in self.values))

    def monthly(self, unit: Unit, months: int) -> NDArray[np.float64]:
        """Return the value in base units for the opening and each month: shape (months + 1,)."""
        length = MONTHS_IN[self.by]
        each = np.repeat(np.asarray(self.values, dtype=np.float64), length)[:months]
        scale = unit.scale / unit.time_scale / length if self.spread == "even" else unit.scale
        first = 0.0 if unit.is_flow else self.values[0]
        opening = first if self.opening is None else self.opening
        opening_scale = unit.scale / unit.time_scale if unit.is_flow else unit.scale
        return np.concatenate(([opening * opening_scale], each * scale))
