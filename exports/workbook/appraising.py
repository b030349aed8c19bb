"""The sheet “Appraisal”: every headline figure by formula under the timing convention of the case, and what it means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from exports import wording
from exports.headline import explain_figure
from exports.workbook.book import MONTH, PERCENT, WHOLE, Book, Page, Value
from exports.workbook.forms import form_of
from exports.workbook.naming import MONTHS, MONTHS_IN_YEAR, RATE, TIMING, TOLERANCE
from exports.workbook.notes import write_notes
from exports.workbook.places import DATE_ROW
from exports.workbook.rate_search import places
from exports.workbook.report import Report
from exports.workbook.sheet_names import APPRAISAL, CASH_FLOW
from exports.workbook.timed import Named, Ref, referred
from exports.workbook.workings import serial
from exports.workbook.wrapping import wrapped
from model import finance
from model.calendar import first_day, month_of
from model.line import IN_NO_BUDGET
from model.names import capitalised

HEADS = ("Figure", "Live", "Unit", "At export", "Change since", "What it means", "How it is computed", "Convention")
_WIDTHS = (46, 14, 8, 14, 14, 46, 40, 24)
FIRST_ROW = 8
"""The first row with a figure, from 1."""
NO = f'"{wording.NONE}"'
_RATES = ("irr", "mirr")
_FORMULAS: Mapping[str, str] = {
    "npv": "{pv_benefits}-{pv_costs}",
    "npv_cashable_only": "{cashable_pv.total}-{pv_costs}",
    "roi": f"IF({{pv_costs}}>0,{{npv}}/{{pv_costs}},{NO})",
    "roi_undiscounted": f"IF({{total_costs}}>0,({{total_benefits}}-{{total_costs}})/{{total_costs}},{NO})",
    "benefit_cost_ratio": f"IF({{pv_costs}}>0,{{pv_benefits}}/{{pv_costs}},{NO})",
    "irr": f"IF({{exists}}=1,{{found_irr}},{NO})",
    "mirr": f"IF({{turns.total}}=0,{NO},({{earned.total}}/{{paid.total}})^({{a_year.total}}/{{counted.total}})-1)",
    "break_even_month": f"IF(ISNUMBER({{payback_months}}),MAX(ROUNDUP({{payback_months}}-{TOLERANCE},0),0),{NO})",
    "peak_funding": "MAX(-MIN({cumulative.all}),0)",
    "pv_benefits": "{benefits_pv.total}",
    "pv_costs": "{costs_pv.total}",
    "total_benefits": "{benefits.total}",
    "total_costs": "{costs.total}",
    "equivalent_annual_value": f"PMT({RATE},{MONTHS}/{MONTHS_IN_YEAR},-{{npv}})",
}
_TODAY, _AS_IT_FALLS = "At today's value, by the rate and timing above", "As it falls, undiscounted"
_OF_PERIODS = "From the flow by period (sheet Cash flow), as a rate a year"
_UNDISCOUNTED = (
    "roi_undiscounted", "payback_months", "break_even_month", "peak_funding", "total_benefits", "total_costs",
)  # fmt: skip
_FIRM = "Payback and peak funding above count time set free and imputed values as money; here they are left out."


def back_formula(flow: str) -> str:
    """Return the formula of a payback: the months until the money of a flow is back, 0 where it is never out."""
    found = f"IF({{{flow}_done.end}}=1,{{{flow}_back.total}},{NO})"
    return f"IF({{is_money}}=0,{NO},IF(MAX({{{flow}_been.all}})=0,0,{found}))"


@dataclass(frozen=True, slots=True)
class Row:
    """A figure: its key, its label, its formula, its value, its unit and its number format."""

    key: str
    label: str
    formula: str
    value: float | None
    unit: str
    form: str
    told: tuple[str, ...] = ()


def cells() -> dict[str, str]:
    """Return the cell of each figure, as other sheets name it."""
    return {key: f"{APPRAISAL}!{cell}" for key, cell in _cells().items()}


def _cells() -> dict[str, str]:
    keys = (*wording.FIGURE_LABELS, "back_on", "firm_months", "firm_funding", "is_money")
    return {key: f"$B${FIRST_ROW + index}" for index, key in enumerate(keys)}


def appraisal(book: Book, report: Report) -> None:
    """Write the sheet."""
    page = book.pages[APPRAISAL]
    page.title("Appraisal", f"At export: {wording.headline(report.appraisal)}")
    _convention(page, report)
    page.row_of(FIRST_ROW - 2, HEADS)
    for column in (1, 3, 4):
        page.text(FIRST_ROW - 2, column, HEADS[column], "head_right")
    for column, width in enumerate(_WIDTHS):
        page.sheet.set_column(column, column, width)
    found = {"exists": places()["exists"], "found_irr": places()["irr"]}
    named: dict[str, Ref | str] = {**report.cash, **_cells(), **found}
    figures = (*_headline(report), *_beside(report))
    for row, figure in enumerate(figures, start=FIRST_ROW - 1):
        _write(page, row, figure, named)
    write_notes(page, report, FIRST_ROW + len(figures) + 1, named)
    page.sheet.freeze_panes(FIRST_ROW - 1, 1)
    page.set_up(pages=(1, 1))


def _convention(page: Page, report: Report) -> None:
    """Write the rate and the timing that hold now."""
    discount = report.plan.resolved.discount
    page.text(FIRST_ROW - 5, 0, "Discount rate a year", "label")
    page.formula(FIRST_ROW - 5, 1, RATE, discount.rate, page.book.style("figure", PERCENT))
    page.text(FIRST_ROW - 4, 0, "Timing convention", "label")
    words = NO
    for timing, text in reversed(finance.TIMING_WORDS.items()):
        words = f'IF({TIMING}="{timing}","{capitalised(text)}",{words})'
    page.formula(FIRST_ROW - 4, 1, words, capitalised(finance.TIMING_WORDS[discount.timing]), "text")


def _headline(report: Report) -> Iterator[Row]:
    figures = report.appraisal.figures
    for key, label in wording.FIGURE_LABELS.items():
        flow = {"payback_months": "net", "discounted_payback_months": "net_pv"}.get(key)
        told = explain_figure(report.appraisal, key)
        unit, form = shown(report, key)
        convention = _OF_PERIODS if key in _RATES else _AS_IT_FALLS if key in _UNDISCOUNTED else _TODAY
        yield Row(
            key, label, back_formula(flow) if flow else _FORMULAS[key], getattr(figures, key), unit, form,
            (told.meaning, told.formula, convention),
        )  # fmt: skip


def shown(report: Report, key: str) -> tuple[str, str]:
    """Return the unit and the number format of a figure."""
    figures = report.appraisal.figures
    if key in _RATES or key.startswith("roi"):
        return ("a year" if key in _RATES else "share"), PERCENT
    if key.endswith("_months"):
        return "months", "0.00"
    if key == "break_even_month":
        return "month", WHOLE
    if key == "benefit_cost_ratio":
        return "ratio", "0.00"
    return report.currency, form_of(report.currency, report.currency, figures.total_benefits + figures.total_costs)


def _beside(report: Report) -> Iterator[Row]:
    """Yield the date of break-even, payback and peak funding in money that moves, and whether money moves at all."""
    figures, run = report.appraisal.figures, report.plan.run
    firm = run.net - np.sum(
        [np.zeros(len(run.net)), *(run.line(line.id) for line in run.benefits_of(*IN_NO_BUDGET))], axis=0
    )
    dates = Ref(DATE_ROW + 1, report.plan.months).on(CASH_FLOW).all
    month = figures.break_even_month
    found = f"IF({{break_even_month}}>0,INDEX({dates},1,{{break_even_month}}+1),{NO})"
    on = serial(first_day(month_of(report.plan.resolved.start, month))) if month else None
    money = shown(report, "npv")
    yield Row(
        "back_on",
        "Month in which the money is back, as a date",
        f"IF(ISNUMBER({{break_even_month}}),{found},{NO})",
        on,
        "date",
        MONTH,
    )
    yield Row("firm_months", "Payback in money that moves", back_formula("firm"), finance.payback(firm) if run.money else None, "months", "0.00", (_FIRM, "", _AS_IT_FALLS))  # fmt: skip
    yield Row("firm_funding", "Peak funding in money that moves", "MAX(-MIN({cumulative_firm.all}),0)", finance.peak_funding(firm), *money, (_FIRM, "", _AS_IT_FALLS))  # fmt: skip
    spans = (
        f"SUM({{{rows[0].key}.use}}:{{{rows[-1].key}.use_end}})"
        for rows in (report.flows.of("benefit"), report.flows.of("cost"))
        if rows
    )
    yield Row("is_money", "Benefits or costs are part of the scenario", f"IF({'+'.join(spans) or '0'}>0,1,0)", float(bool(run.money)), "1 or 0", WHOLE)  # fmt: skip


def _write(page: Page, row: int, figure: Row, named: Named) -> None:
    look = page.book.style("figure", figure.form, valign="top")
    page.text(row, 0, figure.label, page.book.style("wrapped"))
    value: Value = wording.NONE if figure.value is None else figure.value
    page.formula(
        row,
        1,
        referred(figure.formula, named),
        value,
        page.book.style("figure", figure.form, bold=True, align="right", valign="top"),
    )
    page.text(row, 2, figure.unit, page.book.style("unit", align="left", indent=1, valign="top"))
    if figure.key not in ("is_money", "back_on"):
        if figure.value is None:
            page.text(row, 3, wording.NONE, page.book.style("figure", align="right", valign="top"))
        else:
            page.number(row, 3, figure.value, look)
        here, there = f"$B{row + 1}", f"$D{row + 1}"
        same = 0.0 if figure.value is not None else wording.NONE
        page.formula(row, 4, f"IF(AND(ISNUMBER({here}),ISNUMBER({there})),{here}-{there},{NO})", same, look)
    wrapped(page, row, figure.told, _WIDTHS[5:], 5)
