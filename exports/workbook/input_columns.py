"""The columns of the sheet Inputs: what an assumption is, its range, one a scenario, what counts, the evidence."""

from __future__ import annotations

from dataclasses import dataclass

from exports.workbook.naming import SCENARIO
from exports.workbook.places import letters

LABEL, NAME, UNIT, LOW, HIGH, FIRST = range(6)
"""Columns from 0; the base case stands in `FIRST`, the scenarios to its right."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns after those of the scenarios, of which there are `options` with the base case."""

    options: int

    @property
    def chosen(self) -> int:
        """The value under the scenario that is shown, in its own unit."""
        return FIRST + self.options

    @property
    def factor(self) -> int:
        """What brings it to the unit of the model."""
        return self.chosen + 1

    @property
    def live(self) -> int:
        """The value in the model."""
        return self.chosen + 2

    @property
    def unit(self) -> int:
        """The unit of the model."""
        return self.chosen + 3

    @property
    def evidence(self) -> int:
        """The evidence grade; source, owner and note follow."""
        return self.chosen + 4

    @property
    def note(self) -> int:
        """The note."""
        return self.chosen + 7

    def cell(self, column: int, row: int) -> str:
        """Return a cell of the sheet (row and column from 0), absolute."""
        return f"${letters(column)}${row + 1}"

    def across(self, row: int) -> str:
        """Return the cells of all scenarios in a row (from 0)."""
        return f"{self.cell(FIRST, row)}:{self.cell(FIRST + self.options - 1, row)}"

    def picked(self, row: int) -> str:
        """Return the formula that picks what the scenario that is shown has in a row (from 0)."""
        return f"INDEX({self.across(row)},1,{SCENARIO})"
