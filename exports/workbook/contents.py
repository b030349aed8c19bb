"""The sheet “Contents”: what the case comes to, what each sheet holds, and links to them."""

from __future__ import annotations

from collections.abc import Callable

from exports import wording
from exports.workbook.appraising import cells, shown
from exports.workbook.beside import option_names
from exports.workbook.book import Book, Page
from exports.workbook.changes import COUNT
from exports.workbook.naming import SCENARIO
from exports.workbook.places import INPUTS, SCENARIOS, SCHEDULES, WORKINGS
from exports.workbook.plan import Plan
from exports.workbook.report import Report
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
from exports.workbook.sources import published
from exports.workbook.stocks import stock_lines
from model.names import capitalised

HOLDS: dict[str, str] = {
    SUMMARY: "Benefits by stream, costs by group and net, year by year",
    CHARTS: "Cumulative cash, benefits against costs, value by stream, and what moves NPV most",
    APPRAISAL: "NPV, IRR, MIRR, ROI, payback and the other headline figures by formula, with what they mean",
    BESIDE: "The figures of every scenario as computed at export, beside the live one",
    SENSITIVITY: "How far NPV moves with each assumption, as computed at export, with the tornado",
    KPIS: "What will be measured: goals, baselines, targets by formula, owners",
    KPI_VALUES: "What the model says of each KPI over time",
    CHALLENGES: "What a CFO will ask of the case, and what to do about it",
    INPUTS: "Every assumption once, by scenario, with its range, evidence and source: change the blue figures",
    SCHEDULES: "Values that change over time",
    SCENARIOS: "What each scenario is, and which lines it has",
    WORKINGS: "The model: one line a row, one formula for all months",
    STOCKS: "Members and other stocks: opening + in − out = closing",
    CASH_FLOW: "Benefits, costs and net by month; what they are worth today; payback; the flow of the rates of return",
    RATE_SEARCH: "How IRR is found",
    CHECKS: "The model against itself, and the master check",
    CHANGES: "Every input as exported beside what it is now",
    SOURCES: "Where each value comes from",
    PUBLISHED: "Published figures to hold the values against",
    VERSION: "Which case, revision and model; how to use the file; signs and colours",
}
"""Every sheet in the order people see them, after this one, with what it holds."""
_EMPTY: dict[str, Callable[[Plan], bool]] = {
    SCHEDULES: lambda plan: not plan.varying,
    STOCKS: lambda plan: not stock_lines(plan),
    PUBLISHED: lambda plan: not published(plan),
}
"""Which sheets a case may have nothing for, and when; they are left out then."""
_SHOWN = ("npv", "roi", "irr", "benefit_cost_ratio", "payback_months", "peak_funding")


def held(plan: Plan) -> dict[str, str]:
    """Return the sheets of a workbook after this one, with what each holds; none that would be empty."""
    return {name: words for name, words in HOLDS.items() if name not in _EMPTY or not _EMPTY[name](plan)}


def contents(book: Book, report: Report) -> None:
    """Write the sheet."""
    page, stamp = book.pages[CONTENTS], book.stamp
    page.title(stamp.case, " · ".join((stamp.organisation, stamp.scenario, capitalised(stamp.revision), stamp.day)))
    page.sheet.set_column(0, 0, 52)
    page.sheet.set_column(1, 1, 24)
    page.sheet.set_column(2, 2, 90)
    page.text(4, 0, f"At export: {wording.headline(report.appraisal)}", "sum")
    row = _figures(page, report, 6)
    page.text(row, 0, "Sheets", "section")
    for place, (name, words) in enumerate(held(report.plan).items(), start=row + 1):
        page.link(place, 0, name, name)
        page.text(place, 1, words)
    page.sheet.activate()
    page.set_up()


def _figures(page: Page, report: Report, row: int) -> int:
    """Write the live figures of the scenario that is shown; return the row (from 0) after the gap below."""
    page.text(row, 0, "Live", "section")
    options, chosen = report.plan.switched.options, report.plan.switched.option
    page.text(row + 1, 0, "Scenario that is shown")
    page.formula(row + 1, 1, f"INDEX({option_names(len(options))},1,{SCENARIO})", chosen.label, "text")
    for place, key in enumerate(_SHOWN, start=row + 2):
        unit, form = shown(report, key)
        value = getattr(report.appraisal.figures, key)
        page.text(place, 0, wording.FIGURE_LABELS[key])
        look = page.book.style("figure", form, bold=True, align="left")
        page.formula(place, 1, cells()[key], wording.NONE if value is None else value, look)
        page.text(place, 2, unit, "unit")
    last = row + 2 + len(_SHOWN)
    page.text(last, 0, "Inputs that differ from the export")
    page.formula(last, 1, COUNT, 0.0, page.book.style("figure", "0", align="left"))
    return last + 2
