"""The sheet “Challenges”: what a CFO will ask of the case, the gravest first, with what to do."""

from __future__ import annotations

from exports import wording
from exports.workbook.book import Book
from exports.workbook.report import Report
from exports.workbook.sheet_names import CHALLENGES
from exports.workbook.wrapping import wrapped

HEADS = ("How grave", "About", "What a CFO will ask", "What to do")
_WIDTHS = (18, 36, 64, 64)
_TOP = 5
"""The row of the heads, from 1."""


def challenges(book: Book, report: Report) -> None:
    """Write the sheet."""
    page, found = book.pages[CHALLENGES], report.appraisal.challenges
    page.title("Challenges", f"What the case will be asked, as found on {book.stamp.day}; not live.")
    page.row_of(_TOP - 1, HEADS)
    for column, width in enumerate(_WIDTHS):
        page.sheet.set_column(column, column, width)
    for row, one in enumerate(found, start=_TOP):
        place = wording.challenge_place(report.appraisal, one)
        wrapped(page, row, (wording.SEVERITY_NAMES[one.severity], place, one.message, one.remedy), _WIDTHS)
    if not found:
        page.text(_TOP, 0, "None: every value has a source or a range, and nothing is counted twice.", "note")
    page.sheet.freeze_panes(_TOP, 0)
    page.set_up(repeat=(_TOP - 1, _TOP - 1))
