"""Writes the sheet “Cash flow”."""

from __future__ import annotations

from exports.workbook.book import Book
from exports.workbook.naming import FINANCE_RATE, HALF, MONTHS_IN_YEAR, RATE, REINVEST_RATE, TIMING, TOLERANCE
from exports.workbook.over_time import write_blocks
from exports.workbook.places import DATE_ROW, FLAG_ROW, pages_wide
from exports.workbook.report import Report
from exports.workbook.sheet_names import CASH_FLOW
from exports.workbook.timed import Ref, time_rows
from exports.workbook.workings import timeline

SETTINGS: dict[str, Ref | str] = {
    "rate": RATE,
    "timing": TIMING,
    "finance_rate": FINANCE_RATE,
    "reinvest_rate": REINVEST_RATE,
    "months_a_year": MONTHS_IN_YEAR,
    "half": HALF,
    "tolerance": TOLERANCE,
}
"""What formulas call the settings of the workbook."""


def cash_flow(book: Book, report: Report) -> None:
    """Write every benefit and cost by month, and what is computed from them."""
    page, plan = book.pages[CASH_FLOW], report.plan
    page.title(
        "Cash flow",
        "Every benefit and cost by month, as Workings computes it. Costs are positive amounts; net is benefits less costs.",
    )
    timeline(page, plan)
    write_blocks(page, plan, report.blocks, report.rows, SETTINGS | time_rows(plan.months))
    page.set_up(repeat=(DATE_ROW, FLAG_ROW), pages=(pages_wide(plan.months), 0))
