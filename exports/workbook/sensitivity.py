"""The sheet “Sensitivity”: how far NPV moves with each assumption, as the model computed it at export, and the tornado."""

from __future__ import annotations

from exports.workbook.appraising import cells, shown
from exports.workbook.book import Book, Page
from exports.workbook.charting import finished, scaled_form, tornado_chart
from exports.workbook.naming import TOLERANCE
from exports.workbook.report import Report
from exports.workbook.sheet_names import SENSITIVITY
from exports.workbook.wrapping import LINE, height
from model.risk.naming import value_text
from model.risk.tornado import Bar

HEADS = (
    "Assumption", "Low", "Likely", "High", "Low and high", "NPV at low", "NPV at high", "NPV moves at low", "NPV moves at high",
    "Swing", "Pays at one end only", "Range",
)  # fmt: skip
_WIDTHS = (46, 19, 19, 19, 13, 14, 14, 14, 14, 14, 12, 30)
_TOP = 8
"""The row of the heads, from 1."""
_MOST_BARS = 12
_SIZE = (900, 440)
_BASES = {"stated": "Stated", "class": "Of its estimate class", "doubt": "None stated: usual doubt"}


def sensitivity(book: Book, report: Report) -> None:
    """Write the sheet."""
    page = book.pages[SENSITIVITY]
    page.title(
        "Sensitivity",
        f"Computed by the model on {book.stamp.day}, one assumption at a time, and not live: export again after a change.",
    )
    found, bars = report.tornado, _bars(report)
    _status(page, report, found.npv)
    page.row_of(_TOP - 1, HEADS)
    page.sheet.set_row(_TOP - 1, 2 * LINE)
    for column, width in enumerate(_WIDTHS):
        page.sheet.set_column(column, column, width)
    for row, bar in enumerate(bars, start=_TOP):
        _bar(page, report, row, bar)
    below = _TOP + len(bars) + 1
    for number, end in enumerate(found.broken):
        page.text(
            below + number, 0, f"{report.plan.run.label(end.assumption)} at {end.value:g}: {end.problem.what}", "note"
        )
    page.text(6, 0, f"{bars[0].label} moves the worth of the case most" if bars else "Nothing moves it.", "sum")
    if rows := chart_rows(report):
        form = scaled_form(max(abs(end - found.npv) for bar in bars for end in (bar.npv_at_low, bar.npv_at_high)))
        chart = finished(page, tornado_chart(page, SENSITIVITY, rows, ("A", "H", "I"), form), f"={MESSAGE}", _SIZE)
        said = {
            "object_position": 2,
            "description": "Tornado: how far NPV moves with each assumption, the largest swing on top",
        }
        page.sheet.insert_chart(below + len(found.broken) + 1, 0, chart, said)
    page.sheet.freeze_panes(_TOP, 1)
    page.set_up(repeat=(_TOP - 1, _TOP - 1))


def chart_rows(report: Report) -> tuple[int, int] | None:
    """Return the first and the last row (from 1) of the bars that the tornado shows; None where nothing moves."""
    count = min(len(_bars(report)), _MOST_BARS)
    return (_TOP + 1, _TOP + count) if count else None


MESSAGE = f"{SENSITIVITY}!$A$7"
"""The cell that says what moves NPV most; a chart takes its title from it, as it would read a text for a formula."""


def _bars(report: Report) -> list[Bar]:
    return [bar for bar in report.tornado.bars if bar.size]


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
    look = page.book.style("figure", shown(report, "npv")[1], valign="top")
    likely = report.plan.resolved.assumptions[bar.assumption].record
    page.text(row, 0, bar.label, "wrapped")
    middle = _likely_text(report, bar) if likely.schedule is None else "its schedule"
    texts = (bar.low_text, middle, bar.high_text)
    for column, text in enumerate(texts, start=1):
        page.text(row, column, text, page.book.style("figure", align="right", text_wrap=True, valign="top"))
    page.sheet.set_row(row, height((bar.label, *texts), _WIDTHS))
    aside = page.book.style("unit", align="left", indent=1, valign="top")
    page.text(row, 4, f"{bar.low_label}, {bar.high_label}", aside)
    for column, value in enumerate((bar.npv_at_low, bar.npv_at_high), start=5):
        page.number(row, column, value, look)
    at = row + 1
    for column, source, value in ((7, "F", bar.npv_at_low), (8, "G", bar.npv_at_high)):
        page.formula(row, column, f"{source}{at}-$B$4", value - report.appraisal.figures.npv, look)
    page.formula(row, 9, f"ABS(G{at}-F{at})", bar.size, look)
    page.text(row, 10, "yes" if bar.changes_sign else "no", aside)
    page.text(row, 11, _BASES[bar.basis], aside)


def _likely_text(report: Report, bar: Bar) -> str:
    return value_text(report.plan.switched.option.analysis.program, bar.assumption, bar.likely)
