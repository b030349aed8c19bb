"""The sheet “KPIs”: what will be measured, and the targets by formula where the case takes them from a line."""

from __future__ import annotations

from collections.abc import Sequence

from exports import wording
from exports.workbook.book import EXACT, Book, Page
from exports.workbook.forms import form_of
from exports.workbook.naming import MONTHS
from exports.workbook.places import MONTH_ROW, USE, WORKINGS, letters
from exports.workbook.plan import Plan
from exports.workbook.report import Report
from exports.workbook.sheet_names import KPI_VALUES, KPIS
from exports.workbook.wrapping import height
from model.calendar import first_day
from model.result import KpiTarget
from model.strategy import Kpi

HEADS = (
    "KPI", "Goals", "Needs", "Signal", "Better", "Unit", "Baseline", "Measured in", "Month", "Months summed", "Divided by",
    "Target", "By", "Read from", "Reason", "Owner", "Data source", "Review",
)  # fmt: skip
_WIDTHS = (40, 36, 34, 9, 8, 14, 12, 12, 12, 12, 12, 14, 12, 30, 34, 26, 30, 12)
_TOP = 5
"""The row of the heads, from 1."""
_MOST_PERIODS = 20
_MONTH, _SUMMED, _DIVISOR = "I", "J", "K"


def kpis(book: Book, report: Report) -> None:
    """Write the sheet."""
    page, plan = book.pages[KPIS], report.plan
    page.title(
        "KPIs",
        "How you will know. A target taken from a line of the model is a formula; a stated one is an input with its reason.",
    )
    page.row_of(_TOP - 1, HEADS)
    for column, width in enumerate(_WIDTHS):
        page.sheet.set_column(column, column, width)
    found = list(zip(plan.resolved.kpis, report.appraisal.kpis, strict=True))
    for row, (kpi, target) in enumerate(found, start=_TOP):
        _row(page, report, row, kpi, target)
    if not found:
        page.text(_TOP, 0, "The case names no KPI.", "note")
    page.sheet.freeze_panes(_TOP, 1)
    page.set_up(repeat=(_TOP - 1, _TOP - 1), pages=(2, 0))


def _row(page: Page, report: Report, row: int, kpi: Kpi, target: KpiTarget) -> None:
    plan, said = report.plan, kpi.target
    needs = {need.id: need.label for audience in plan.resolved.audiences for need in audience.needs}
    goals = "; ".join(wording.share_name("goal", goal, report.appraisal) for goal in kpi.goals)
    texts = (
        kpi.label, goals, "; ".join(needs.get(need, need) for need in kpi.needs), kpi.signal,
        "more" if kpi.direction == "up" else "less", plan.units.show_unit(kpi.unit) or "share",
    )  # fmt: skip
    page.row_of(row, texts, "wrapped")
    form = form_of(
        kpi.unit, report.currency, max(abs(x) for x in (target.target, target.baseline, 0.0) if x is not None)
    )
    if kpi.baseline:
        page.number(row, 6, kpi.baseline.value, page.book.style("input", form))
        page.day(row, 7, first_day(kpi.baseline.date), page.book.style("input", "mmm yyyy"))
    page.number(row, 8, said.month, page.book.style("input", "0"))
    _target(page, plan, row, (kpi, target), form)
    page.day(row, 12, first_day(target.target_date), page.book.style("figure", "mmm yyyy"))
    line = plan.run.label(said.line) if said.line else "stated"
    who = (kpi.owner or "", kpi.data_source or "", kpi.review.replace("_", "-"))
    told = (line, target.reason or said.reason or "", *who)
    page.row_of(row, told, page.book.style("wrapped", indent=1), 13)
    page.sheet.set_row(row, height((*texts, *told), (*_WIDTHS[:6], *_WIDTHS[13:])))


def _target(page: Page, plan: Plan, row: int, pair: tuple[Kpi, KpiTarget], form: str) -> None:
    """Write the target: by formula from its line, else as stated."""
    kpi, target = pair
    said, at = kpi.target, row + 1
    if said.line is None:
        if said.value is not None:
            page.number(row, 11, said.value, page.book.style("input", form))
        return
    page.number(row, 9, said.months_summed, page.book.style("input", "0"))
    if said.line not in plan.places.rows:
        page.text(row, 11, wording.NONE, "figure")
        return
    page.number(row, 10, _divisor(plan, kpi), page.book.style("figure", EXACT))
    value = wording.NONE if target.target is None else target.target
    page.formula(row, 11, _read(plan, kpi, at, f"${_MONTH}{at}"), value, page.book.style("figure", form, bold=True))


def _read(plan: Plan, kpi: Kpi, at: int, month: str, sheet: str = "") -> str:
    """Return the formula of a KPI at a month: its line over so many months up to it, in the unit of the KPI."""
    summed_months, divisor = f"{sheet}${_SUMMED}{at}", f"{sheet}${_DIVISOR}{at}"
    line = plan.places.whole(str(kpi.target.line))
    months = plan.places.time(MONTH_ROW)
    summed = f'SUMIFS({line},{months},">"&({month}-{summed_months}),{months},"<="&{month})/{divisor}'
    use = f"{WORKINGS}!${letters(USE)}${plan.places.rows[str(kpi.target.line)]}"
    enough = f"{month}>=IF({summed_months}>1,{summed_months},0)"
    return f'IF(AND({use}>0,{month}<={MONTHS},{enough}),{summed},"{wording.NONE}")'


def _divisor(plan: Plan, kpi: Kpi) -> float:
    """Return what a sum over months of the line is divided by: its unit, and the months where it is a mean."""
    unit = plan.units.unit(kpi.unit)
    line = plan.units.unit(plan.switched.by_id[str(kpi.target.line)].line.unit)
    return unit.scale * (kpi.target.months_summed if unit.dimension == line.dimension else 1)


def kpi_values(book: Book, report: Report) -> None:
    """Write the sheet “KPI values”: what the model says of each KPI at the end of each quarter, or year of a long case."""
    page, plan = book.pages[KPI_VALUES], report.plan
    step = 3 if plan.resolved.months <= 3 * _MOST_PERIODS else 12
    months = list(range(step, plan.resolved.months + 1, step))
    page.title(
        "KPI values",
        f"What the model says of each KPI at the end of each {'quarter' if step == 3 else 'year'}, by formula.",
    )
    page.sheet.set_column(0, 0, 46)
    page.sheet.set_column(1, 1, 16)
    page.sheet.set_column(2, 1 + max(len(months), 1), 12)
    page.row_of(_TOP - 1, ("In the last month of each, by number", "Unit"))
    for index, month in enumerate(months, start=2):
        page.number(_TOP - 1, index, month, page.book.style("head_right", "0"))
    found = zip(plan.resolved.kpis, report.appraisal.kpis, strict=True)
    lines = [(kpi, target, place) for place, (kpi, target) in enumerate(found, start=_TOP + 1) if target.quarters]
    for row, (kpi, target, place) in enumerate(lines, start=_TOP):
        page.formula(row, 0, f"{KPIS}!$A${place}", kpi.label, "text")
        page.text(row, 1, plan.units.show_unit(kpi.unit) or "share", "unit")
        _values(page, report, (row, place), kpi, [target.quarters[month // 3 - 1] for month in months])
    if not lines:
        page.text(_TOP, 0, "No KPI is read from a line of the model.", "note")
    page.sheet.freeze_panes(_TOP, 2)
    page.set_up(repeat=(_TOP - 1, _TOP - 1))


def _values(page: Page, report: Report, rows: tuple[int, int], kpi: Kpi, values: Sequence[float | None]) -> None:
    row, place = rows
    form = form_of(kpi.unit, report.currency, max((abs(v) for v in values if v is not None), default=0.0))
    look = page.book.style("figure", form, align="right")
    for index, value in enumerate(values, start=2):
        text = _read(report.plan, kpi, place, f"{letters(index)}${_TOP}", f"{KPIS}!")
        page.formula(row, index, text, wording.NONE if value is None else value, look)
