"""Where everything stands in the workbook: sheets, columns, the row of each line, the name of each value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from xlsxwriter.utility import xl_col_to_name

from exports.workbook.naming import DUST, HALF, SHORTEST
from model.spreadsheet import Sheet

INPUTS, SCHEDULES, SCENARIOS, WORKINGS = "Inputs", "Schedules", "Scenarios", "Workings"
"""Sheets that hold the model itself."""

LABEL, NAME, UNIT, KIND, CLASS, USE, TOTAL, OPENING = range(8)
"""Columns of every sheet over time (from 0), before month 1."""
DATE_ROW, MONTH_ROW, YEAR_ROW, FLAG_ROW = 4, 5, 6, 7
"""Rows of every sheet over time (from 0): the date, the number of the month and year, 1 within the horizon."""
FIRST_ROW = 9
"""The first row (from 0) that a line can stand in."""


_MONTHS_A_PAGE = 18


def pages_wide(months: int) -> int:
    """Return how many pages wide a sheet over so many months is printed, so that its figures can be read."""
    return 1 + (months - 1) // _MONTHS_A_PAGE


@cache
def letters(column: int) -> str:
    """Return the letters of a column counted from 0."""
    return str(xl_col_to_name(column))


@dataclass(frozen=True)
class Places:
    """Places by the names that formulas of the case use.

    `rows` counts as people see them, from 1; `months` is the longest horizon of all scenarios.
    """

    months: int
    rows: Mapping[str, int]
    names: Mapping[str, str]
    numbers: Mapping[float, str]
    flows: frozenset[str]

    def value(self, name: str) -> str:
        """Return the name of the cell with the live value of an assumption in base units.

        For one that changes over time it holds a multiple of its schedule, whose months stand in its row.
        """
        return self.names[name]

    def row(self, line_id: str) -> int:
        """Return the row of a line, or of an assumption that changes over time, as people see it (from 1)."""
        return self.rows[line_id]

    def column(self, month: int) -> str:
        """Return the letters of the column of a month; 0 is the opening."""
        return letters(OPENING + month)

    def cell(self, line_id: str, month: int) -> str:
        """Return the cell of a line in a month, as other sheets name it."""
        return f"{WORKINGS}!${self.column(month)}${self.rows[line_id]}"

    def here(self, line_id: str, month: int) -> str:
        """Return the cell of a line in a month, to be filled to the right on a sheet with the same columns."""
        return f"{WORKINGS}!{self.column(month)}{self.rows[line_id]}"

    def opening(self, line_id: str) -> str:
        """Return the cell of a line at the opening."""
        return self.cell(line_id, 0)

    def across(self, line_id: str) -> str:
        """Return the cells of a line over all months, without the opening."""
        return self.span(WORKINGS, self.rows[line_id], 1)

    def whole(self, line_id: str) -> str:
        """Return the cells of a line from the opening to the last month."""
        return self.span(WORKINGS, self.rows[line_id], 0)

    def total(self, line_id: str) -> str:
        """Return the cell with the sum of a line over the opening and all months."""
        return f"{WORKINGS}!${letters(TOTAL)}${self.rows[line_id]}"

    def time(self, row: int) -> str:
        """Return the cells of one of the rows about time (`DATE_ROW`, …), from the opening to the last month."""
        return self.span(WORKINGS, row + 1, 0)

    def span(self, sheet: str, row: int, first: int) -> str:
        """Return the cells of a row (from 1) of a sheet over time, from a month on."""
        return f"{sheet}!${self.column(first)}${row}:${self.column(self.months)}${row}"

    @cached_property
    def sheet(self) -> Sheet:
        """The places as the Excel reading takes them."""
        single = {name: cell for name, cell in self.names.items() if name not in self.rows}
        return Sheet(
            rows=self.rows, values=single, flows=self.flows, numbers=self.numbers,
            month_row=MONTH_ROW + 1, year_row=YEAR_ROW + 1, opening=letters(OPENING), total=letters(TOTAL),
            half=HALF, dust=DUST, shortest=SHORTEST,
        )  # fmt: skip
