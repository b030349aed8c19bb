"""The first rows of the sheet Inputs: when the case starts, how long it runs, and how money is brought to today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from exports.workbook.book import MONTH, PERCENT, WHOLE, Page
from exports.workbook.input_columns import FIRST, LABEL, NAME, UNIT, Columns
from exports.workbook.naming import FINANCE_RATE, MONTHS, RATE, REINVEST_RATE, START, TIMING
from exports.workbook.places import INPUTS
from exports.workbook.plan import Plan
from exports.workbook.switching import Option
from exports.workbook.workings import serial
from model.calendar import first_day
from model.case import Case, Overlay
from model.finance import TIMING_NAMES

_NOTES = {
    START: "Month 1 of the case.",
    MONTHS: "A shorter horizon leaves the months after it out; a longer one needs a new export.",
    RATE: "By how much a year money later counts less than money now.",
    TIMING: "; ".join(f"{code}: {name}" for code, name in TIMING_NAMES.items()) + ".",
    FINANCE_RATE: "What MIRR takes money out to cost a year.",
    REINVEST_RATE: "What MIRR takes money back to earn a year.",
}


@dataclass(frozen=True, slots=True)
class _Setting:
    """One setting of the case: where it is said, and how it is shown."""

    name: str
    label: str
    unit: str
    field: str
    in_discount: bool
    form: str


_SETTINGS = (
    _Setting(START, "First month", "month", "start", in_discount=False, form=MONTH),
    _Setting(MONTHS, "Horizon", "months", "months", in_discount=False, form=WHOLE),
    _Setting(RATE, "Discount rate", "a year", "rate", in_discount=True, form=PERCENT),
    _Setting(TIMING, "Timing convention", "", "timing", in_discount=True, form=""),
    _Setting(FINANCE_RATE, "Finance rate", "a year", "finance_rate", in_discount=True, form=PERCENT),
    _Setting(REINVEST_RATE, "Reinvest rate", "a year", "reinvest_rate", in_discount=True, form=PERCENT),
)


def case_rows(page: Page, plan: Plan, columns: Columns, row: int) -> int:
    """Write the settings of the case from a row (from 0) on; return the row after them."""
    page.text(row, LABEL, "The case", "section")
    rate_row = row + 3
    for number, setting in enumerate(_SETTINGS, start=1):
        _row(page, plan, columns, setting, (row + number, rate_row))
    return row + len(_SETTINGS) + 1


def _row(page: Page, plan: Plan, columns: Columns, setting: _Setting, rows: tuple[int, int]) -> None:
    row, rate_row = rows
    page.row_of(row, (setting.label, setting.name, setting.unit), "label")
    page.text(row, NAME, setting.name, "unit")
    page.text(row, UNIT, setting.unit, "unit")
    values = [_value(option, setting) for option in plan.switched.options]
    look = page.book.style("figure", setting.form, align="right")
    for index, option in enumerate(plan.switched.options):
        follows = _follows(option, setting, plan, index)
        if follows is None:
            _input(page, row, FIRST + index, setting, option)
        else:
            cell = columns.cell(FIRST, row) if follows == "base" else columns.cell(FIRST + index, rate_row)
            page.formula(row, FIRST + index, cell, values[index], look)
    chosen = values[plan.switched.chosen]
    page.formula(row, columns.chosen, columns.picked(row), chosen, look)
    page.formula(row, columns.live, columns.cell(columns.chosen, row), chosen, look)
    page.text(row, columns.note, _NOTES[setting.name])
    page.book.name(setting.name, INPUTS, row, columns.live)


def _value(option: Option, setting: _Setting) -> float | str:
    """Return a setting as a cell holds it: a day as its number; MIRR takes the discount rate unless another is said."""
    resolved = option.resolved
    if setting.field == "start":
        return serial(first_day(resolved.start))
    found: float | str | None = getattr(resolved.discount if setting.in_discount else resolved, setting.field)
    return resolved.discount.rate if found is None else found


def _follows(option: Option, setting: _Setting, plan: Plan, index: int) -> str | None:
    """Return what a cell follows: the base case, the discount rate of its own scenario, or nothing."""
    base: Case | Any = plan.analysis.file.case
    if setting.in_discount and getattr(option.resolved.discount, setting.field) is None:
        return "rate"
    overlay: Overlay | Any = option.overlay
    if overlay is None or index == 0:
        return None
    stated = overlay.discount if setting.in_discount else overlay
    said = getattr(base.discount if setting.in_discount else base, setting.field)
    is_own = (stated is not None and getattr(stated, setting.field) is not None) or said is None
    return None if is_own else "base"


def _input(page: Page, row: int, column: int, setting: _Setting, option: Option) -> None:
    look = page.book.style("input", setting.form, align="right")
    value = _value(option, setting)
    if setting.field == "start":
        page.day(row, column, _day(option), look)
        return
    if isinstance(value, str):
        page.text(row, column, value, look)
        rule: dict[str, Any] = {"validate": "list", "source": list(TIMING_NAMES)}
    elif setting.field == "months":
        page.number(row, column, value, look)
        rule = {"validate": "integer", "criteria": "between", "minimum": 1, "maximum": int(value)}
        rule |= {"error_title": "Beyond the horizon", "error_message": "A longer horizon needs a new export."}
    else:
        page.number(row, column, value, look)
        rule = {"validate": "decimal", "criteria": "between", "minimum": -0.99, "maximum": 1}
        rule |= {"error_title": "No rate", "error_message": "Write a rate as a percentage, such as 8%."}
    page.sheet.data_validation(row, column, row, column, rule)


def _day(option: Option) -> date:
    return first_day(option.resolved.start)
