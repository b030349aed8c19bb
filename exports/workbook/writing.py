"""Writes the workbook: its sheets in order, each by the module that knows it."""

from __future__ import annotations

from collections.abc import Callable

from exports.outputs import Order
from exports.workbook import checks
from exports.workbook.appraising import appraisal
from exports.workbook.beside import beside
from exports.workbook.book import Book
from exports.workbook.cash_sheet import cash_flow
from exports.workbook.challenges import challenges
from exports.workbook.changes import changes
from exports.workbook.charts import charts
from exports.workbook.contents import contents, held
from exports.workbook.inputs import inputs
from exports.workbook.kpis import kpi_values, kpis
from exports.workbook.places import INPUTS, SCENARIOS, SCHEDULES, WORKINGS
from exports.workbook.plan import Plan, plan
from exports.workbook.rate_search import rate_search
from exports.workbook.report import Report
from exports.workbook.scenarios import scenarios
from exports.workbook.schedules import schedules
from exports.workbook.sensitivity import sensitivity
from exports.workbook.sheet_names import (
    APPRAISAL,
    BESIDE,
    CASH_FLOW,
    CHALLENGES,
    CHANGES,
    CHARTS,
    CHECKS,
    CONTENTS,
    KPI_VALUES,
    KPIS,
    PUBLISHED,
    RATE_SEARCH,
    SENSITIVITY,
    SOURCES,
    STOCKS,
    SUMMARY,
    VERSION,
)
from exports.workbook.sources import published_figures, sources
from exports.workbook.stocks import stocks
from exports.workbook.summary import summary
from exports.workbook.version import version
from exports.workbook.workings import workings

SHEETS: dict[str, Callable[[Book, Plan], None]] = {
    INPUTS: inputs,
    SCHEDULES: schedules,
    SCENARIOS: scenarios,
    WORKINGS: workings,
    STOCKS: stocks,
}
"""The sheets of the model itself, and what writes them."""
REPORTS: dict[str, Callable[[Book, Report], None]] = {
    CONTENTS: contents,
    SUMMARY: summary,
    CHARTS: charts,
    APPRAISAL: appraisal,
    BESIDE: beside,
    SENSITIVITY: sensitivity,
    KPIS: kpis,
    KPI_VALUES: kpi_values,
    CHALLENGES: challenges,
    CASH_FLOW: cash_flow,
    RATE_SEARCH: lambda book, report: rate_search(book, report.search, report.cash),
    CHECKS: checks.checks,
    CHANGES: changes,
    SOURCES: sources,
    PUBLISHED: published_figures,
    VERSION: version,
}
"""The sheets around it, and what writes them."""


def workbook(order: Order, *, cached: bool = True) -> bytes:
    """Return the case of an order as a workbook with live formulas under all its scenarios.

    With `cached` each formula has its true value beside it, for programs that show without computing.
    Raises `CaseProblems` where the case cannot be computed, or a formula is too long for a spreadsheet.
    """
    planned = plan(order.analysis, order.stamp)
    report = Report(order, planned)
    names = (CONTENTS, *held(planned))
    book = Book(order.stamp, order.brand, names, cached)
    for number, name in enumerate(names):
        order.told(f"Writing the sheet {name}", number / len(names))
        if name in SHEETS:
            SHEETS[name](book, planned)
        else:
            REPORTS[name](book, report)
    checks.heads(book, checks.master(report))
    return book.close()
