"""The sheet “Summary”: benefits by stream, costs by group, what is left and what it is worth today, year by year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from exports import wording
from exports.workbook.appraising import NO
from exports.workbook.book import PERCENT, Book, Page
from exports.workbook.forms import form_of
from exports.workbook.places import letters
from exports.workbook.report import Report
from exports.workbook.sheet_names import SUMMARY
from exports.workbook.timed import Ref
from model.names import capitalised
from model.result import MoneyKind
from model.series import Array

LABEL, UNIT, TOTAL, TODAY, OPENING = range(5)
"""Columns from 0; the years follow the opening."""
HEAD_ROW, YEAR_ROW = 4, 5
FIRST_ROW = 7
"""Rows from 0: heads, numbers of the years, the first heading."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the sheet: its key, its label, its amounts by month, how they are fetched, and how it looks.

    Instead of a source it may add up another row (`adds`), or be the return in each year.
    """

    key: str
    label: str
    amounts: Array
    source: Ref | None
    look: str = "figure"
    adds: str = ""


@dataclass(frozen=True)
class Layout:
    """Where the rows of the sheet stand, from 1, and how many years there are."""

    rows: dict[str, int]
    years: int

    @property
    def heads(self) -> str:
        """The cells with the names of the opening and the years."""
        return f"{SUMMARY}!${letters(OPENING)}${HEAD_ROW + 1}:${self.last}${HEAD_ROW + 1}"

    @property
    def streams(self) -> tuple[str, str]:
        """The names of the streams, and what they are worth today; where there are none, those of all benefits."""
        first, last = FIRST_ROW + 2, max(self.rows["benefits"] - 1, FIRST_ROW + 2)
        label, today = (f"{SUMMARY}!${letters(c)}${first}:${letters(c)}${last}" for c in (LABEL, TODAY))
        return label, today

    @property
    def last(self) -> str:
        """The letters of the last year."""
        return letters(OPENING + self.years)

    def span(self, key: str) -> str:
        """Return the cells of a row from the opening to the last year, as other sheets name them."""
        return f"{SUMMARY}!${letters(OPENING)}${self.rows[key]}:${self.last}${self.rows[key]}"

    def years_only(self, key: str) -> str:
        """Return the cells of a row over the years, without the opening."""
        return f"{SUMMARY}!${letters(OPENING + 1)}${self.rows[key]}:${self.last}${self.rows[key]}"

    def cell(self, key: str, column: int) -> str:
        """Return one cell of a row."""
        return f"{SUMMARY}!${letters(column)}${self.rows[key]}"


def layout(report: Report) -> Layout:
    """Return where the rows of the sheet stand."""
    rows: dict[str, int] = {}
    row = FIRST_ROW + 1
    for _, lines in _sections(report):
        for line in lines:
            row += 1
            rows[line.key] = row
        row += 2
    return Layout(rows, -(-report.plan.months // 12))


def groups(report: Report, kind: MoneyKind) -> list[Line]:
    """Return the streams or cost groups, the largest at today's value first."""
    found: dict[str, list[str]] = {}
    for row in report.flows.of(kind):
        found.setdefault(row.group, []).append(row.line.id)
    lines = []
    for row in {row.group: row for row in report.flows.of(kind)}.values():
        key = f"{kind}_{row.group}"
        amounts = np.sum([report.plan.figures(line_id) for line_id in found[row.group]], axis=0)
        lines.append(Line(key, row.group_title, amounts, report.cash[key]))
    return sorted(lines, key=lambda line: -float(line.amounts @ report.flows.factors))


def _sections(report: Report) -> Iterator[tuple[str, Sequence[Line]]]:
    values, cash = report.values, report.cash
    for kind in ("benefit", "cost"):
        whole = Line(f"{kind}s", f"All {kind}s", values[f"{kind}s"], cash[f"{kind}s"], "total")
        yield f"{capitalised(kind)}s", [*groups(report, kind), whole]
    yield (
        "What is left",
        (
            Line("net", "Net: benefits less costs", values["net"], cash["net"], "total"),
            Line("cumulative", "Net, added up from the opening on", values["cumulative"], None, adds="net"),
            Line("net_pv", "Net at today's value", values["net_pv"], cash["net_pv"]),
            Line("cumulative_pv", "Net at today's value, added up", values["cumulative_pv"], None, adds="net_pv"),
            Line("roi", "Return on what is spent in the year (ROI)", values["net"], None),
        ),
    )  # fmt: skip


def summary(book: Book, report: Report) -> None:
    """Write the sheet."""
    page, places = book.pages[SUMMARY], layout(report)
    page.title("Summary", f"At export: {wording.headline(report.appraisal)}")
    _heads(page, report, places)
    for title, lines in _sections(report):
        page.text(places.rows[lines[0].key] - 2, LABEL, title, "section")
        for line in lines:
            _line(page, report, places, line)
    page.sheet.freeze_panes(YEAR_ROW + 1, 1)
    page.set_up(repeat=(HEAD_ROW, YEAR_ROW))


def _heads(page: Page, report: Report, places: Layout) -> None:
    heads = (
        "",
        "Unit",
        "Total",
        "At today's value",
        "Opening",
        *(f"Year {year}" for year in range(1, places.years + 1)),
    )
    for column, text in enumerate(heads):
        page.text(HEAD_ROW, column, text, "head" if column < TOTAL else "head_right")
        page.sheet.set_column(column, column, (46, 8, 16, 16)[column] if column < OPENING else 15)
    page.text(YEAR_ROW, LABEL, "Number of the year", "note")
    look = page.book.style("flag", "0")
    for year in range(places.years + 1):
        before = f"{letters(OPENING + year - 1)}{YEAR_ROW + 1}"
        source = report.cash["year"].opening if not year else f"{before}+1"
        page.formula(YEAR_ROW, OPENING + year, source, float(year), look)


def _line(page: Page, report: Report, places: Layout, line: Line) -> None:
    row = places.rows[line.key] - 1
    form = PERCENT if line.key == "roi" else _money(report)
    look = page.book.style(line.look, form)
    page.text(row, LABEL, line.label, "total" if line.look == "total" else "label")
    page.text(row, UNIT, "share" if line.key == "roi" else report.currency, "unit")
    if line.source is None:
        _derived(page, report, places, line)
        return
    worth = float(line.amounts @ report.flows.factors)
    if not line.key.endswith("_pv"):
        today = f"SUMPRODUCT({line.source.all},{report.cash['factor'].all})"
        page.formula(row, TODAY, today, worth, look)
    page.formula(row, TOTAL, line.source.total, float(line.amounts.sum()), look)
    for year, amount in enumerate(by_year(line.amounts, report)):
        here = f"{letters(OPENING + year)}${YEAR_ROW + 1}"
        page.formula(row, OPENING + year, f"SUMIF({report.cash['year'].all},{here},{line.source.all})", amount, look)


def _derived(page: Page, report: Report, places: Layout, line: Line) -> None:
    """Write a row that is computed from those above it on this sheet."""
    row, look = places.rows[line.key] - 1, page.book.style(line.look, PERCENT if line.key == "roi" else _money(report))
    for year, value in enumerate(_returns(report) if line.key == "roi" else by_year(line.amounts, report, last=True)):
        column, before = letters(OPENING + year), letters(OPENING + year - 1)
        net, costs = (f"{column}{places.rows[key]}" for key in ("net", "costs"))
        text = f"IF({costs}>0,{net}/{costs},{NO})"
        if line.adds:
            text = f"{before}{row + 1}+" * bool(year) + f"{column}{places.rows[line.adds]}"
        page.formula(row, OPENING + year, text, value, look)


def _returns(report: Report) -> list[float | str]:
    pairs = zip(by_year(report.values["net"], report), by_year(report.values["costs"], report), strict=True)
    return [net / cost if cost > 0 else wording.NONE for net, cost in pairs]


def by_year(amounts: Array, report: Report, *, last: bool = False) -> list[float]:
    """Return the opening and the sum of each year, or what stands in the last month of each."""
    year = report.flows.year.astype(int)
    weights = np.where(np.append(np.diff(year) > 0, [True]), amounts, 0.0) if last else amounts
    found: list[float] = np.bincount(year, weights=weights).tolist()
    return found


def _money(report: Report) -> str:
    figures = report.appraisal.figures
    return form_of(report.currency, report.currency, figures.total_benefits + figures.total_costs)
