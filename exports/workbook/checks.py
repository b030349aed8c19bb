"""The sheet “Checks”: the model against itself, by formula, and the one master check that every sheet shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from exports.workbook import beside, stocks, summary
from exports.workbook.appraising import cells
from exports.workbook.book import Book, Page
from exports.workbook.naming import MASTER, TOLERANCE
from exports.workbook.places import FIRST_ROW as FIRST_LINE
from exports.workbook.places import OPENING, USE, WORKINGS, letters
from exports.workbook.rate_search import last_worth
from exports.workbook.rate_search import places as rate_places
from exports.workbook.report import Report
from exports.workbook.sheet_names import CHECKS, SUMMARY
from exports.workbook.timed import Ref

HEADS = ("Check", "One side", "Other side", "Off by", "Allowed", "Holds: 1")
GOOD = "OK"
_MASTER_ROW = 4
_TOP = 6
"""The rows of the master check and of the heads, from 1."""


@dataclass(frozen=True, slots=True)
class Check:
    """Two formulas that must come to the same, what they come to, and beside which amount they are compared."""

    label: str
    one: str
    other: str
    value: float
    scale: str = "1"
    scale_value: float = 1.0
    other_value: float | None = None


def checks(book: Book, report: Report) -> None:
    """Write the sheet."""
    page, found = book.pages[CHECKS], list(_checks(report))
    page.title(
        "Checks",
        "Each check compares two ways to the same figure. The master check holds where all others do, and heads every sheet.",
    )
    first, last = _TOP + 1, _TOP + len(found)
    page.text(_MASTER_ROW - 1, 0, "Master check", "sum")
    fails = f"SUMPRODUCT(($F${first}:$F${last}<>1)*1)"
    failing = sum(not one for one in _holds(found))
    said = GOOD if not failing else f"{failing} of {len(found)} checks fail"
    page.formula(
        _MASTER_ROW - 1,
        1,
        f'IF({fails}=0,"{GOOD}",{fails}&" of "&ROWS($F${first}:$F${last})&" checks fail")',
        said,
        "sum",
    )
    book.name(MASTER, CHECKS, _MASTER_ROW - 1, 1)
    page.row_of(_TOP - 1, HEADS)
    for column, width in enumerate((74, 20, 20, 16, 16, 10)):
        page.sheet.set_column(column, column, width)
    for row, one in enumerate(found, start=_TOP):
        _write(page, row, one)
    bad = {"type": "cell", "criteria": "==", "value": 0, "format": book.style("bad")}
    page.sheet.conditional_format(first - 1, 5, last - 1, 5, bad)
    page.sheet.freeze_panes(_TOP, 1)
    page.set_up(repeat=(_TOP - 1, _TOP - 1))


def heads(book: Book, said: str) -> None:
    """Write the master check on the third row of every sheet."""
    for page in book.pages.values():
        page.formula(2, 0, f'"Master check: "&{MASTER}', f"Master check: {said}", "good")
        wrong = {"type": "text", "criteria": "not containing", "value": f": {GOOD}", "format": book.style("bad")}
        page.sheet.conditional_format(2, 0, 2, 0, wrong)


def master(report: Report) -> str:
    """Return what the master check says."""
    found = list(_checks(report))
    failing = sum(not one for one in _holds(found))
    return GOOD if not failing else f"{failing} of {len(found)} checks fail"


def _holds(found: list[Check]) -> Iterator[bool]:
    for one in found:
        other = one.value if one.other_value is None else one.other_value
        yield abs(one.value - other) <= 1e-9 * max(abs(one.scale_value), 1.0)


def _write(page: Page, row: int, one: Check) -> None:
    at, look = row + 1, page.book.style("figure", "#,##0.00;-#,##0.00;0")
    other = one.value if one.other_value is None else one.other_value
    allowed = 1e-9 * max(abs(one.scale_value), 1.0)
    tiny = page.book.style("figure", "0.0E+00")
    page.text(row, 0, one.label)
    page.formula(row, 1, one.one, one.value, look)
    page.formula(row, 2, one.other, other, look)
    page.formula(row, 3, f"ABS(B{at}-C{at})", abs(one.value - other), tiny)
    page.formula(row, 4, f"{TOLERANCE}*MAX(ABS({one.scale}),1)", allowed, tiny)
    page.formula(
        row, 5, f"IF(ISNUMBER(D{at}),IF(D{at}<=E{at},1,0),0)", float(abs(one.value - other) <= allowed), "flag"
    )


def _checks(report: Report) -> Iterator[Check]:
    yield from _sums(report)
    yield from _accounts(report)
    yield from _declared(report)
    yield from _whole(report)


def _sums(report: Report) -> Iterator[Check]:
    figures, cash, cell = report.appraisal.figures, report.cash, cells()
    places = summary.layout(report)
    turnover = figures.total_benefits + figures.total_costs
    scale = f"{cell['total_benefits']}+{cell['total_costs']}", turnover
    for kind, total in (("benefits", figures.total_benefits), ("costs", figures.total_costs)):
        yield Check(f"Months add up to years: {kind}", f"SUM({places.span(kind)})", cash[kind].total, total, *scale)
    for kind, total in (("benefits", figures.total_benefits), ("costs", figures.total_costs)):
        yield Check(f"Streams add up to the total: {kind}", _totals(report, kind), cash[kind].total, total, *scale)
    worth = "-".join(f"({_worth(report, kind, places)})" for kind in ("benefits", "costs"))
    yield Check("Present values of the streams add up to NPV", worth, cell["npv"], figures.npv, *scale)
    yield Check("Discounted years add up to NPV", f"SUM({places.span('net_pv')})", cell["npv"], figures.npv, *scale)
    end = f"{places.span('cumulative').rsplit(':', maxsplit=1)[1]}"
    net = f"{cell['total_benefits']}-{cell['total_costs']}"
    yield Check("The cumulative flow ends at the total net", f"{SUMMARY}!{end}", net, figures.total_benefits - figures.total_costs, *scale)  # fmt: skip
    paid = f"SUMPRODUCT(ABS({cash['clean'].all}))"
    whole = float(np.abs(report.values["clean"]).sum())
    rate = rate_places()
    yield Check(
        "At its rate of return the case is worth nought", f"{rate['exists']}*{last_worth()}", "0", 0.0, paid, whole
    )


def _totals(report: Report, kind: str) -> str:
    groups = dict.fromkeys(f"{kind[:-1]}_{row.group}" for row in report.flows.lines if f"{row.line.kind}s" == kind)
    return "+".join(report.cash[key].total for key in groups) or "0"


def _worth(report: Report, kind: str, places: summary.Layout) -> str:
    groups = dict.fromkeys(f"{kind[:-1]}_{row.group}" for row in report.flows.lines if f"{row.line.kind}s" == kind)
    return "+".join(places.cell(key, summary.TODAY) for key in groups) or "0"


def _accounts(report: Report) -> Iterator[Check]:
    """Each stock kept like an account: opening + in − out = closing, in every month."""
    places = stocks.places(report.plan)
    for line in stocks.stock_lines(report.plan):
        stock = places[f"close_{line.id}"]
        largest = float(report.plan.figures(line.id).max())
        off = places[f"off_{line.id}"].total
        yield Check(f"Opening + in − out = closing: {line.line.label}", off, "0", 0.0, f"MAX({stock.all})", largest)


def _declared(report: Report) -> Iterator[Check]:
    """Checks that streams declare as formulas, 1 where they hold: how many months fail."""
    plan = report.plan
    for line in plan.switched.lines:
        if line.line.check:
            row = Ref(plan.places.row(line.id), plan.months, f"{WORKINGS}!")
            failing = f"SUMPRODUCT(({row.all}<>1)*{report.cash['flag'].all})*({row.use}>0)"
            used = plan.run.line(line.id) if line.id in plan.run.index else np.ones(1)
            yield Check(f"{line.line.label}: months that fail", failing, "0", float((used != 1).sum()), other_value=0.0)


def _whole(report: Report) -> Iterator[Check]:
    plan = report.plan
    last = max(plan.places.rows.values(), default=FIRST_LINE + 1)
    cells_of = f"{WORKINGS}!${letters(USE)}${FIRST_LINE + 1}:${letters(OPENING + plan.months)}${last}"
    yield Check("No cell of Workings shows an error", f"SUMPRODUCT(ISERROR({cells_of})*1)", "0", 0.0)
    label = "The live scenario comes to what the model computed, while its inputs are as exported"
    yield Check(label, f"SUM({beside.off_cells()})", "0", 0.0)
