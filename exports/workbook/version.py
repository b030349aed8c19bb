"""The sheet “Version”: which case and model the figures come from, how to use the file, and how to read its signs and colours."""

from __future__ import annotations

from exports.workbook.book import Book, Page
from exports.workbook.report import Report
from exports.workbook.sheet_names import VERSION
from exports.workbook.wrapping import wrapped

_WIDTH = 100
_USE = (
    ("Change the case", "Change a blue figure on Inputs or Schedules; every other figure follows. Changes lists what differs from the export."),
    ("Switch the scenario", "Choose it at the top of Inputs. Side by side shows what the model computed for each of them at export."),
    ("Follow a figure", "Appraisal leads to Cash flow, Cash flow to Workings, Workings to Inputs and Schedules; each line is one formula for all months."),
    ("Before you rely on it", "Look at the master check at the head of every sheet. It says OK where the model agrees with itself."),
    ("What is not live", "Sensitivity, Challenges and the stored columns of Side by side are values of the day of the export."),
    ("What the file does not hold", "No macro, no hidden sheet, no link to another file, and no number inside a formula but 0 and 1."),
)  # fmt: skip
_USE_ALONE = tuple((label, text.replace(" or Schedules", "").replace(" and Schedules", "")) for label, text in _USE)
"""The same where no value changes over time, so that there is no sheet for those."""
_SIGNS = (
    (
        "Signs",
        "Benefits and costs are positive amounts; net is benefits less costs, so that a negative net is money out.",
    ),
    ("Shares", "Shares and rates are 0 to 1 in the model and shown as percentages."),
    ("Time", "The opening is the start of the case, before month 1. The last month of year k is month 12 k."),
    ("Precision", "Figures are computed in full and rounded only where they are shown."),
)


def version(book: Book, report: Report) -> None:
    """Write the sheet."""
    page = book.pages[VERSION]
    page.title("Version", "Where the figures come from, and how to use the file.")
    page.sheet.set_column(0, 0, 34)
    page.sheet.set_column(1, 1, _WIDTH)
    row = _rows(page, 4, "This file", book.stamp.rows())
    if report.plan.switched.left_out:
        row = _rows(page, row, "Scenarios that are not in it", report.plan.switched.left_out)
    row = _rows(page, row, "How to use it", _USE if report.plan.varying else _USE_ALONE)
    row = _rows(page, row, "How to read it", _SIGNS)
    page.text(row, 0, "Colours", "section")
    samples = (("input", "What is typed in: change it"), ("figure", "What is computed: leave it"), ("total", "A sum of what stands above"), ("link", "A link to another sheet"), ("good", "The master check holds"), ("bad", "Something is wrong: look at Checks"))  # fmt: skip
    for place, (style, words) in enumerate(samples, start=row + 1):
        page.text(place, 0, "Sample", style)
        page.text(place, 1, words)
    page.set_up(pages=(1, 1))


def _rows(page: Page, row: int, title: str, rows: tuple[tuple[str, str], ...]) -> int:
    """Write a heading and what stands under it; return the row (from 0) after the gap below."""
    page.text(row, 0, title, "section")
    for place, (label, text) in enumerate(rows, start=row + 1):
        page.text(place, 0, label)
        wrapped(page, place, (text,), (_WIDTH,), 1)
    return row + len(rows) + 2
