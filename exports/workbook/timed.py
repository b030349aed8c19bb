"""Rows over the months of a sheet: the formula of the opening, that of all months, and the values they come to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from exports.workbook.places import CLASS, FLAG_ROW, KIND, MONTH_ROW, OPENING, TOTAL, USE, YEAR_ROW, letters
from model.series import Array
from model.spreadsheet import BEFORE, NOW

Style = Literal["money", "money_sum", "money_total", "number", "count", "factor", "flag"]
"""How the figures of a row are shown: amounts, sums of some, sums of all, numbers, whole ones, factors, 1 or 0."""
NEXT = "{next}"
"""Stands in a formula for the letters of the column after its own."""
_NAMED = re.compile(r"\{([^{}.]+)(?:\.(\w+))?\}")


@dataclass(frozen=True, slots=True)
class Ref:
    """A row of a sheet over time as formulas name it; by itself it stands for its cell in the column of the formula."""

    row: int
    months: int
    sheet: str = ""

    def __str__(self) -> str:
        return f"{self.sheet}{NOW}{self.row}"

    def on(self, sheet: str) -> Ref:
        """Return the row as formulas on other sheets name it."""
        return replace(self, sheet=f"'{sheet}'!")

    @property
    def before(self) -> str:
        """The cell one month earlier."""
        return f"{self.sheet}{BEFORE}{self.row}"

    @property
    def next(self) -> str:
        """The cell one month later."""
        return f"{self.sheet}{NEXT}{self.row}"

    @property
    def total(self) -> str:
        """The cell in the column of totals."""
        return self._cell(TOTAL)

    @property
    def kind(self) -> str:
        """The cell that says what the row counts as."""
        return self._cell(KIND)

    @property
    def mark(self) -> str:
        """The cell in the column of classes."""
        return self._cell(CLASS)

    @property
    def use(self) -> str:
        """The cell that says whether the row is in use."""
        return self._cell(USE)

    @property
    def use_end(self) -> str:
        """The same as the end of a range, which names no sheet."""
        return self.use.removeprefix(self.sheet)

    @property
    def opening(self) -> str:
        """The cell of the opening."""
        return self._cell(OPENING)

    @property
    def end(self) -> str:
        """The cell of the last month."""
        return self._cell(OPENING + self.months)

    @property
    def all(self) -> str:
        """The cells of the opening and all months."""
        return self._span(OPENING, OPENING + self.months)

    @property
    def later(self) -> str:
        """The cells of all months, without the opening."""
        return self._span(OPENING + 1, OPENING + self.months)

    @property
    def earlier(self) -> str:
        """The cells of the opening and all months but the last."""
        return self._span(OPENING, OPENING + self.months - 1)

    def _cell(self, column: int) -> str:
        return f"{self.sheet}${letters(column)}${self.row}"

    def _span(self, first: int, last: int) -> str:
        return f"{self._cell(first)}:${letters(last)}${self.row}"


@dataclass(frozen=True, slots=True)
class Timed:
    """A row over time: its formulas, in which `{key}` names a row or a setting, and what they come to.

    Without a formula of its own the opening has that of the months; None leaves it empty, as no formula of the months
    leaves them. `total` stands in the column of totals, and `form` is a number format of its own. A row that shows a `line` of the
    case says its class (`mark`) and which of its formulas is in use (`use`). A value that is no number is shown as
    nothing.
    """

    key: str
    label: str
    unit: str
    months: str
    values: Array
    opening: str | None = ""
    total: str = ""
    total_value: float = 0.0
    style: Style = "money"
    form: str = ""
    line: str = ""
    mark: str = ""
    use: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """Rows under one heading, and what a reader should know of them."""

    title: str
    rows: Sequence[Timed]
    note: str = ""


Named = Mapping[str, Ref | str]
"""Rows and settings by the keys that formulas name them with."""


def time_rows(months: int) -> dict[str, Ref | str]:
    """Return the rows about time that every sheet over time begins with."""
    rows = {"month": MONTH_ROW, "year": YEAR_ROW, "flag": FLAG_ROW}
    return {key: Ref(row + 1, months) for key, row in rows.items()}


def laid(blocks: Iterable[Block], first: int, months: int) -> dict[str, Ref]:
    """Return the place of each row, the first heading standing in row `first` (from 1)."""
    found: dict[str, Ref] = {}
    row = first
    for block in blocks:
        found |= {timed.key: Ref(row + 1 + index, months) for index, timed in enumerate(block.rows)}
        row += len(block.rows) + 2
    return found


def referred(formula: str, named: Named) -> str:
    """Return a formula with places for its keys; what depends on the column is left open. Raises `KeyError`."""

    def place(match: re.Match[str]) -> str:
        if match[0] in (NOW, BEFORE, NEXT):
            return match[0]
        found = named[match[1]]
        return str(getattr(found, match[2])) if match[2] else str(found)

    return _NAMED.sub(place, formula)
