"""The sheets “Sources” and “Published figures”: where each value comes from, and what it can be held against."""

from __future__ import annotations

from exports import wording
from exports.workbook.book import EXACT, Book, Page
from exports.workbook.plan import Plan
from exports.workbook.report import Report
from exports.workbook.sheet_names import PUBLISHED, SOURCES
from exports.workbook.wrapping import wrapped
from model.evidence import Assumption, Benchmark, Source

HEADS = ("Assumption", "Evidence", "Title", "Author", "Publisher", "Year", "Link", "How it was obtained")
_FIGURE_HEADS = ("Assumption", "Unit", "What was measured", "Low", "High", "Year", "Title", "Link")
_WIDTHS = (46, 20, 48, 26, 28, 8, 36, 44)
_FIGURE_WIDTHS = (46, 20, 48, 12, 12, 8, 48, 48)
_TOP = 5
"""The row of the heads, from 1."""
_NONE = Source(title="No source is named")


def sources(book: Book, report: Report) -> None:
    """Write the sheet."""
    page, given = book.pages[SOURCES], report.plan.resolved.assumptions
    page.title(
        "Sources",
        "Where each value of the scenario that is shown at export comes from, and how good the evidence is.",
    )
    page.row_of(_TOP - 1, HEADS)
    for column, width in enumerate(_WIDTHS):
        page.sheet.set_column(column, column, width)
    row = _TOP
    for name, item in given.items():
        for source in item.record.source or (_NONE,):
            _source(page, row, (report.plan.run.label(name), item.record), source)
            row += 1
    page.sheet.freeze_panes(_TOP, 1)
    page.set_up(repeat=(_TOP - 1, _TOP - 1))


def _source(page: Page, row: int, told: tuple[str, Assumption], source: Source) -> None:
    label, record = told
    texts = (label, wording.GRADE_NAMES[record.evidence], source.title, source.author or "", source.publisher or "")
    wrapped(page, row, (*texts, "", "", source.note or ""), _WIDTHS)
    if source.year:
        page.number(row, 5, source.year, page.book.style("figure", "0", align="left", valign="top"))
    page.address(row, 6, source.link or "")


def published_figures(book: Book, report: Report) -> None:
    """Write the sheet of published figures."""
    page = book.pages[PUBLISHED]
    page.title("Published figures", "What was measured elsewhere, to hold the values of the case against.")
    page.row_of(_TOP - 1, _FIGURE_HEADS)
    for column, width in enumerate(_FIGURE_WIDTHS):
        page.sheet.set_column(column, column, width)
    exact = page.book.style("figure", EXACT, align="left", valign="top")
    for place, (label, unit, one) in enumerate(published(report.plan), start=_TOP):
        said = one.source[0] if one.source else _NONE
        wrapped(page, place, (label, unit, one.what or "The same thing", "", "", "", said.title), _FIGURE_WIDTHS)
        for column, value in enumerate(one.span, start=3):
            page.number(place, column, value, exact)
        if said.year:
            page.number(place, 5, said.year, page.book.style("figure", "0", align="left", valign="top"))
        page.address(place, 7, said.link or "")
    page.sheet.print_area(0, 0, _TOP + len(published(report.plan)), len(_FIGURE_HEADS) - 1)
    page.sheet.freeze_panes(_TOP, 1)
    page.set_up(repeat=(_TOP - 1, _TOP - 1))


def published(plan: Plan) -> list[tuple[str, str, Benchmark]]:
    """Return every published figure beside a value of the case: the label of the value, the unit, and the figure."""
    found: list[tuple[str, str, Benchmark]] = []
    for name, item in plan.resolved.assumptions.items():
        unit = plan.units.show_unit(item.record.unit or "1") or "share"
        found += [
            (plan.run.label(name), f"{unit} ({one.currency})" if one.currency else unit, one)
            for one in item.record.benchmarks
        ]
    return found
