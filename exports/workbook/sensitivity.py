"""The sheet “Sensitivity”: how far NPV moves with each assumption, as the model computed it at export, and the tornado."""

from __future__ import annotations

from exports.workbook.appraising import cells, shown
from exports.workbook.book import Book, Page
from exports.workbook.charting import tornado_chart
from exports.workbook.naming import TOLERANCE
from exports.workbook.report import Report
from exports.workbook.sheet_names import SENSITIVITY
from model.risk.naming import value_text
from model.risk.tornado import Bar, tornado

HEADS = (
    "Assumption", "Low", "Likely", "High", "Low means", "High means", "NPV at low", "NPV at high", "NPV moves at low",
    "NPV moves at high", "Swing", "Changes the decision", "Where the range comes from",
)  # fmt: skip
_TOP = 8
"""The row of the heads, from 1."""
_MOST_BARS = 12
_BASES = {"stated": "Stated range", "class": "Range of its estimate class", "doubt": "No range stated: the usual doubt"}


def sensitivity(book: Book, report: Report) -> None:
    """Write the sheet."""
    page = book.pages[SENSITIVITY]
    page.title(
        "Sensitivity",
        f"Computed by the model on {book.stamp.day}, one assumption at a time, and not live: export again after a change.",
    )
    found = tornado(report.plan.switched.option.analysis.program, report.appraisal.swings)
    bars = [bar for bar in found.bars if bar.size]
    _status(page, report, found.npv)
    page.row_of(_TOP - 1, HEADS)
    for column, width in enumerate((52, 22, 22, 22, 11, 11, 16, 16, 16, 16, 16, 24, 30)):
        page.sheet.set_column(column, column, width)
    for row, bar in enumerate(bars, start=_TOP):
        _bar(page, report, row, bar)
    below = _TOP + len(bars) + 1
    for number, end in enumerate(found.broken):
        page.text(
            below + number, 0, f"{report.plan.run.label(end.assumption)} at {end.value:g}: {end.problem.what}", "note"
        )
    if bars:
        last = _TOP + min(len(bars), _MOST_BARS)
        title = f"{bars[0].label} moves the worth of the case most"
        chart = tornado_chart(page, SENSITIVITY, (_TOP + 1, last), ("A", "I", "J"), title)
        page.sheet.insert_chart(below + len(found.broken) + 1, 0, chart, {"object_position": 2, "description": "Tornado: how far NPV moves with each assumption, the largest swing on top"})  # fmt: skip
    page.sheet.freeze_panes(_TOP, 1)
    page.set_up(repeat=(_TOP - 1, _TOP - 1))


def _status(page: Page, report: Report, npv: float) -> None:
    """Write the NPV the bars are about, the live one, and whether they are the same."""
    form = shown(report, "npv")[1]
    look = page.book.style("figure", form)
    page.text(3, 0, "NPV at likely values, at export")
    page.number(3, 1, npv, look)
    page.text(4, 0, "NPV now")
    page.formula(4, 1, cells()["npv"], npv, look)
    same, changed = (
        "The table holds for the live figures.",
        "Inputs or scenario have changed since: the table no longer holds.",
    )
    page.formula(5, 0, f'IF(ABS($B$5-$B$4)>{TOLERANCE}*MAX(ABS($B$4),1),"{changed}","{same}")', same, "sum")


def _bar(page: Page, report: Report, row: int, bar: Bar) -> None:
    look = page.book.style("figure", shown(report, "npv")[1])
    likely = report.plan.resolved.assumptions[bar.assumption].record
    page.text(row, 0, bar.label)
    middle = _likely_text(report, bar) if likely.schedule is None else "its schedule"
    page.row_of(row, (bar.low_text, middle, bar.high_text), page.book.style("figure", align="right"), 1)
    page.row_of(row, (bar.low_label, bar.high_label), page.book.style("unit"), 4)
    for column, value in enumerate((bar.npv_at_low, bar.npv_at_high), start=6):
        page.number(row, column, value, look)
    at = row + 1
    for column, source, value in ((8, "G", bar.npv_at_low), (9, "H", bar.npv_at_high)):
        page.formula(row, column, f"{source}{at}-$B$4", value - report.appraisal.figures.npv, look)
    page.formula(row, 10, f"ABS(H{at}-G{at})", bar.size, look)
    page.text(row, 11, "yes: it pays at one end only" if bar.changes_sign else "no")
    page.text(row, 12, _BASES[bar.basis], "note")


def _likely_text(report: Report, bar: Bar) -> str:
    return value_text(report.plan.switched.option.analysis.program, bar.assumption, bar.likely)
