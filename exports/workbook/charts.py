"""The sheet “Charts”: native charts of the case on one page, each under a message that formulas keep true."""

from __future__ import annotations

from collections.abc import Iterator

from exports.workbook.appraising import cells
from exports.workbook.book import Book, Page
from exports.workbook.charting import by_stream, by_year_columns, cumulative, finished, scaled_form, tornado_chart
from exports.workbook.naming import MONTHS
from exports.workbook.report import Report
from exports.workbook.sensitivity import MESSAGE, chart_rows
from exports.workbook.sheet_names import CHARTS, SENSITIVITY
from exports.workbook.summary import Layout, by_year, groups, layout

_SAID_ROW = 4
"""The row of the first message, from 0."""
_WIDTH, _HEIGHT = 640, 330
_BESIDE, _BELOW = 7, 17
"""How many columns and rows of the sheet a chart covers."""


def charts(book: Book, report: Report) -> None:
    """Write the sheet."""
    page, places = book.pages[CHARTS], layout(report)
    page.title(
        "Charts", "Each message is a formula and stays true when inputs change; the last chart shows values at export."
    )
    page.sheet.set_column(0, 2 * _BESIDE, 13)
    said = list(_said(report, places))
    for row, (text, value) in enumerate(said, start=_SAID_ROW):
        page.formula(row, 0, text, value, "text")
    form = scaled_form(max(abs(float(v)) for key in ("benefits", "costs", "cumulative") for v in report.values[key]))
    drawn = (cumulative(page, report, form), by_year_columns(page, places, form), by_stream(page, places, form))
    for index, chart in enumerate(drawn):
        _place(page, chart, index, f"={CHARTS}!$A${_SAID_ROW + 1 + index}", _ALTERNATIVES[index])
    rows = chart_rows(report)
    if rows:
        _place(page, tornado_chart(page, SENSITIVITY, rows, ("A", "H", "I"), form), 3, f"={MESSAGE}", _ALTERNATIVES[3])
    page.set_up(pages=(1, 1))


_ALTERNATIVES = (
    "Line chart: net added up from the opening on, as it falls and at today's value, by month",
    "Column chart: benefits and costs by year",
    "Bar chart: what each stream is worth today",
    "Tornado: how far NPV moves with each assumption, the largest swing on top",
)


def _place(page: Page, chart: object, index: int, title: str, alternative: str) -> None:
    row, column = _SAID_ROW + 4 + _BELOW * (index // 2), _BESIDE * (index % 2)
    made = finished(page, chart, title, (_WIDTH, _HEIGHT))
    page.sheet.insert_chart(row, column, made, {"object_position": 2, "description": alternative})


def _said(report: Report, places: Layout) -> Iterator[tuple[str, str]]:
    figures, cell = report.appraisal.figures, cells()
    month, last = figures.break_even_month, report.plan.resolved.months
    at = cell["break_even_month"]
    never = f'"The money is not back within "&{MONTHS}&" months"'
    yield (
        f'IF(ISNUMBER({at}),IF({at}>0,"The money is back in month "&{at},"No money is ever out"),{never})',
        f"The money is not back within {last} months"
        if month is None
        else f"The money is back in month {month}"
        if month
        else "No money is ever out",
    )
    benefits, costs = places.years_only("benefits"), places.years_only("costs")
    more = sum(
        b > c for b, c in zip(*(by_year(report.values[k], report)[1:] for k in ("benefits", "costs")), strict=True)
    )
    yield (
        f'"Benefits exceed costs in "&SUMPRODUCT(({benefits}>{costs})*1)&" of "&COLUMNS({benefits})&" years"',
        f"Benefits exceed costs in {more} of {places.years} years",
    )
    yield _carried(report, places)


def _carried(report: Report, places: Layout) -> tuple[str, str]:
    """Return which stream carries how much of the value."""
    lines, worth = groups(report, "benefit"), report.appraisal.figures.pv_benefits
    none = "There is no value yet"
    if not lines:
        return f'"{none}"', none
    labels, values = places.streams
    name = f"INDEX({labels},MATCH(MAX({values}),{values},0))"
    share = f'TEXT(MAX({values})/{cells()["pv_benefits"]},"0%")'
    top = float(lines[0].amounts @ report.flows.factors)
    said = f"{top / worth:.0%} of the value comes from {lines[0].label}" if worth > 0 else none
    return f'IF({cells()["pv_benefits"]}>0,{share}&" of the value comes from "&{name},"{none}")', said
