"""The sheet “Rate of return”: IRR found by halving, step by step, as exactly as a spreadsheet can hold it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from exports.workbook.book import EXACT, PERCENT, WHOLE, Book, Page
from exports.workbook.naming import RATE_BOUND
from exports.workbook.sheet_names import RATE_SEARCH
from exports.workbook.timed import Ref
from model import finance
from model.series import Array

STEPS = 60
"""Halving the widest range so often leaves less than the last digit of a number."""
_FIRST = 19
"""The row of the first step, from 1."""
_FACTS = 5
"""The row of the first fact, from 1."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something the search begins with or comes to: its label, its formula and its value."""

    key: str
    label: str
    unit: str
    formula: str
    value: float
    form: str = EXACT


@dataclass(frozen=True, slots=True)
class Search:
    """The flow that counts, and how far its periods lie from the first and before the last one with money."""

    clean: Array
    since: Array
    until: Array
    a_year: float

    def worth(self, log_rate: float) -> float:
        """Return what the flow is worth at a rate, up to a factor above nought."""
        return float(self.clean @ np.exp(-log_rate * (self.since if log_rate >= 0 else self.until)))

    @property
    def turns(self) -> int:
        """How often the flow turns between going out and coming in."""
        return finance.sign_changes(self.clean)

    @property
    def sum_turns(self) -> int:
        """How often its running sum does."""
        return finance.sign_changes(self.clean.cumsum())

    @property
    def exists(self) -> bool:
        """True where there is one rate of return."""
        return self.turns == 1 or (self.turns > 1 and self.sum_turns == 1 and self.clean.sum() > 0)

    def steps(self) -> Iterator[tuple[float, float, float, float]]:
        """Yield the lower end, the upper end, the middle, and the worth at the middle of each step."""
        low, high = -finance.LOG_RATE_BOUND if self.turns == 1 else 0.0, finance.LOG_RATE_BOUND
        sign = np.sign(self.worth(high))
        for _ in range(STEPS):
            middle = (low + high) / 2
            worth = self.worth(middle)
            yield low, high, middle, worth
            low, high = (low, middle) if np.sign(worth) == sign else (middle, high)


def places() -> dict[str, str]:
    """Return the cell of each fact, as other sheets name it."""
    keys = ("turns", "sum_turns", "sum_end", "exists", "low", "high", "above", "found", "irr")
    return {key: f"'{RATE_SEARCH}'!$B${_FACTS + index}" for index, key in enumerate(keys)}


def last_worth() -> str:
    """Return the cell with what the flow is worth at the rate that was found."""
    return f"'{RATE_SEARCH}'!$E${_FIRST + STEPS - 1}"


def rate_search(book: Book, search: Search, cash: Mapping[str, Ref]) -> None:
    """Write the sheet."""
    page = book.pages[RATE_SEARCH]
    page.title(
        "Rate of return",
        "IRR by halving: the end of the range is kept on whose side the worth changes its sign. Built-in functions stop earlier.",
    )
    for column, width in enumerate((44, 24, 24, 24, 24)):
        page.sheet.set_column(column, column, width)
    steps = list(search.steps())
    for row, fact in enumerate(_facts(search, cash, steps), start=_FACTS - 1):
        page.text(row, 0, fact.label, "label")
        page.formula(row, 1, fact.formula, fact.value, book.style("figure", fact.form))
        page.text(row, 2, fact.unit, "unit")
    heads = ("Step", "Lower end: ln(1 + rate)", "Upper end", "Middle", "Worth at the middle")
    page.row_of(_FIRST - 2, heads, "head_right")
    for index, step in enumerate(steps):
        _step(page, index, step, cash)
    page.sheet.freeze_panes(_FIRST - 1, 0)
    page.set_up(repeat=(_FIRST - 2, _FIRST - 2))


def _facts(search: Search, cash: Mapping[str, Ref], steps: list[tuple[float, float, float, float]]) -> Iterator[Fact]:
    at, found = places(), steps[-1][2]
    turns, sums, end = at["turns"], at["sum_turns"], at["sum_end"]
    several = f"IF({sums}=1,IF({end}>0,1,0),0)"
    yield Fact("turns", "Times money turns between out and in", "times", cash["turns"].total, search.turns, WHOLE)
    yield Fact("sum_turns", "Times its running sum turns", "times", cash["sum_turns"].total, search.sum_turns, WHOLE)
    yield Fact("sum_end", "What is left at the end", "amount", cash["clean_sum"].end, float(search.clean.cumsum()[-1]), "#,##0.00")  # fmt: skip
    yield Fact("exists", "There is one rate of return", "1 or 0", f"IF({turns}=0,0,IF({turns}=1,1,{several}))", search.exists, WHOLE)  # fmt: skip
    yield Fact("low", "Lower end of the search: ln(1 + rate)", "a period", f"IF({turns}=1,-{RATE_BOUND},0)", steps[0][0])  # fmt: skip
    yield Fact("high", "Upper end of the search", "a period", RATE_BOUND, steps[0][1])
    yield Fact("above", "Sign of the worth there", "sign", f"SIGN({_worth(at['high'], cash)})", float(np.sign(search.worth(steps[0][1]))), WHOLE)  # fmt: skip
    yield Fact("found", "Found: ln(1 + rate)", "a period", f"$D${_FIRST + STEPS - 1}", found)
    yield Fact("irr", "Rate of return, where there is one", "a year", f"EXP({at['found']}*{cash['a_year'].total})-1", float(np.expm1(found * search.a_year)), PERCENT)  # fmt: skip


def _worth(rate: str, cash: Mapping[str, Ref]) -> str:
    flow, since, until = (cash[key].all for key in ("clean", "since", "until"))
    return f"IF({rate}>=0,SUMPRODUCT({flow},EXP(-{rate}*{since})),SUMPRODUCT({flow},EXP(-{rate}*{until})))"


def _step(page: Page, index: int, step: tuple[float, float, float, float], cash: Mapping[str, Ref]) -> None:
    row, at = _FIRST + index, places()
    above = f"SIGN($E{row - 1})={at['above']}"
    low, high = (at["low"], at["high"]) if not index else (f"IF({above},B{row - 1},D{row - 1})", f"IF({above},D{row - 1},C{row - 1})")  # fmt: skip
    exact = page.book.style("figure", "0.000000000000000")
    page.number(row - 1, 0, index + 1, page.book.style("figure", WHOLE))
    texts = (low, high, f"AVERAGE(B{row},C{row})", _worth(f"$D{row}", cash))
    for column, (text, value) in enumerate(zip(texts, step, strict=True), start=1):
        page.formula(row - 1, column, text, value, exact if column < 4 else page.book.style("figure", "0.00E+00"))
