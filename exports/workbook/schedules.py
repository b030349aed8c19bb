"""The sheet “Schedules”: values that change over time, as the case states them, a row for each way a scenario has them."""

from __future__ import annotations

from exports.workbook.book import EXACT, Book, Page
from exports.workbook.forms import form_of
from exports.workbook.naming import MONTHS, MONTHS_IN_QUARTER, MONTHS_IN_YEAR, factor
from exports.workbook.places import FLAG_ROW, MONTH_ROW, SCHEDULES, USE, letters
from exports.workbook.plan import Plan
from exports.workbook.varying import FIRST_ROW, Variant, Varying
from model.schedule import MONTHS_IN
from model.spreadsheet import NOW, Formulas

_LABEL, _NAME, _UNIT, _USED, _LASTS, _FACTOR, _OPENING_FACTOR, _OPENING, _FIRST = range(9)
_HEADS = (
    "Assumption", "Name", "Unit", "Used in", "Months each value lasts", "Factor to the model's unit",
    "Factor of the opening", "Opening",
)  # fmt: skip
_LASTING = {"month": "1", "quarter": MONTHS_IN_QUARTER, "year": MONTHS_IN_YEAR}


def schedules(book: Book, plan: Plan) -> None:
    """Write the sheet."""
    page = book.pages[SCHEDULES]
    page.title("Schedules", "Values that change over time, as stated; Workings brings them to months and to its units.")
    most = _most(plan)
    heads = (*_HEADS, *(f"Value {number}" for number in range(1, most + 1)))
    page.row_of(FIRST_ROW - 2, heads)
    for column, width in enumerate((46, 30, 18, 34, 12, 14, 14, 12)):
        page.sheet.set_column(column, column, width)
    page.sheet.set_column(_FIRST, _FIRST + most, 12)
    page.sheet.freeze_panes(FIRST_ROW - 1, 1)
    for one in plan.varying:
        for variant in one.variants:
            _row(page, plan, one, variant)
    page.set_up(repeat=(FIRST_ROW - 2, FIRST_ROW - 2))


def _most(plan: Plan) -> int:
    return max((len(variant.values) for one in plan.varying for variant in one.variants), default=1)


def _row(page: Page, plan: Plan, one: Varying, variant: Variant) -> None:
    row, unit = variant.row - 1, variant.record.unit or "1"
    page.text(row, _LABEL, one.value.label)
    page.text(row, _NAME, one.name, "unit")
    page.text(row, _UNIT, plan.units.show_unit(unit) or "share", "unit")
    page.text(row, _USED, ", ".join(plan.switched.options[index].label for index in variant.used_in))
    _factors(page, plan, one, variant)
    look = page.book.style("input", form_of(unit, plan.resolved.currency, max(map(abs, variant.values))))
    for index, value in enumerate(variant.values):
        page.number(row, _FIRST + index, value, look)
    schedule = variant.record.schedule
    if schedule and schedule.opening is not None:
        page.number(row, _OPENING, schedule.opening, look)
    elif one.is_flow:
        page.number(row, _OPENING, 0.0, look)
    else:
        page.formula(row, _OPENING, f"{letters(_FIRST)}{variant.row}", variant.values[0], "figure")


def _factors(page: Page, plan: Plan, one: Varying, variant: Variant) -> None:
    """Write how long a value lasts, and what brings it to a month and to base units; an even one is divided."""
    row, schedule, text = variant.row - 1, variant.record.schedule, variant.record.unit or "1"
    unit = plan.units.unit(text)
    lasting = MONTHS_IN[schedule.by] if schedule else plan.resolved.months
    page.formula(row, _LASTS, _LASTING[schedule.by] if schedule else MONTHS, lasting)
    scale, amount = unit.scale, unit.scale / unit.time_scale
    exact = page.book.style("figure", EXACT)
    own, bare = factor(text, plan.units), factor(text, plan.units, without_time=True)
    if schedule and schedule.spread == "even":
        page.formula(row, _FACTOR, f"{bare}/{letters(_LASTS)}{variant.row}", amount / lasting, exact)
    else:
        page.formula(row, _FACTOR, own, scale, exact)
    page.formula(row, _OPENING_FACTOR, bare if one.is_flow else own, amount if one.is_flow else scale, exact)


def monthly(one: Varying, plan: Plan) -> Formulas:
    """Return the formulas that bring a value of the sheet to the opening and to each month, in base units."""
    use = f"${letters(USE)}{plan.places.row(one.name)}"
    first, last = one.variants[0].row, one.variants[-1].row

    def column(index: int, to: int | None = None) -> str:
        return f"{SCHEDULES}!${letters(index)}${first}:${letters(to or index)}${last}"

    values = column(_FIRST, _FIRST + _most(plan) - 1)
    number = f"ROUNDUP({NOW}${MONTH_ROW + 1}/INDEX({column(_LASTS)},{use}),0)"
    multiple = plan.places.value(one.name)
    flag = f"{use}*{NOW}${FLAG_ROW + 1}"
    opening = f"INDEX({column(_OPENING)},{use})*INDEX({column(_OPENING_FACTOR)},{use})*{multiple}"
    months = f"INDEX({values},{use},{number})*INDEX({column(_FACTOR)},{use})*{multiple}"
    return Formulas(f"IF({flag},{opening},0)", f"IF({flag},{months},0)")
