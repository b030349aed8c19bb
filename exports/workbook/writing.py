"""Writes the workbook: its sheets in order, each by the module that knows it."""

from __future__ import annotations

from collections.abc import Callable

from exports.outputs import Order
from exports.workbook.book import Book
from exports.workbook.inputs import inputs
from exports.workbook.places import INPUTS, SCENARIOS, SCHEDULES, WORKINGS
from exports.workbook.plan import Plan, plan
from exports.workbook.scenarios import scenarios
from exports.workbook.schedules import schedules
from exports.workbook.workings import workings

Writer = Callable[[Book, Plan], None]

SHEETS: dict[str, Writer] = {
    INPUTS: inputs,
    SCHEDULES: schedules,
    SCENARIOS: scenarios,
    WORKINGS: workings,
}
"""Every sheet in the order people see them, and what writes it."""


def workbook(order: Order, *, cached: bool = True) -> bytes:
    """Return the case of an order as a workbook with live formulas under all its scenarios.

    With `cached` each formula has its true value beside it, for programs that show without computing.
    Raises `CaseProblems` where the case cannot be computed, or a formula is too long for a spreadsheet.
    """
    planned = plan(order.analysis, order.stamp)
    book = Book(order.stamp, order.brand, tuple(SHEETS), cached)
    for number, (name, write) in enumerate(SHEETS.items()):
        order.told(f"Writing the sheet {name}", number / len(SHEETS))
        write(book, planned)
    return book.close()
