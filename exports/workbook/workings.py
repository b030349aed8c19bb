"""The sheet “Workings”: the model itself, a row a line and a column a month, one formula for all months of a line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import numpy as np

from exports.workbook.book import MONTH, WHOLE, Book, Page
from exports.workbook.forms import form_of
from exports.workbook.naming import MONTHS, MONTHS_IN_YEAR, START
from exports.workbook.places import (
    CLASS,
    DATE_ROW,
    FIRST_ROW,
    FLAG_ROW,
    KIND,
    LABEL,
    MONTH_ROW,
    NAME,
    OPENING,
    TOTAL,
    UNIT,
    USE,
    WORKINGS,
    YEAR_ROW,
    letters,
    pages_wide,
)
from exports.workbook.plan import OVER_TIME, Plan
from exports.workbook.scenarios import kind_and_class, switch
from exports.workbook.schedules import monthly
from exports.workbook.switching import SwitchedLine
from model.calendar import first_day, month_of
from model.problems import CaseProblems, Problem
from model.series import Array
from model.spreadsheet import BEFORE, NOW, Formulas, filled, formulas

HEADS = ("Line", "Name", "Unit", "Counts as", "Class", "In use", "Sum over all months", "Opening")
_EPOCH = 693_594
"""The day 0 of spreadsheets, 30 December 1899, as Python counts days."""


def workings(book: Book, plan: Plan) -> None:
    """Write the sheet. Raises `CaseProblems` for a formula that is too long for a spreadsheet."""
    page = book.pages[WORKINGS]
    page.title(
        "Workings", "The model: each line is one formula for all months, and one for the opening before month 1."
    )
    timeline(page, plan)
    if plan.varying:
        page.text(FIRST_ROW, LABEL, OVER_TIME, "section")
    for one in plan.varying:
        row = plan.places.row(one.name) - 1
        unit = plan.units.base(one.value.unit)
        _head(page, plan, row, (one.value.label, one.name, unit or "share"), one.name, one.uses)
        values = one.monthly(plan.switched.chosen, plan.units, plan.resolved.months)
        across(page, row, monthly(one, plan), _padded(values, plan), unit, plan)
    for section in plan.sections:
        page.text(section.row - 1, LABEL, section.title, "section")
        for line in section.lines:
            _line(page, plan, line)
    page.set_up(repeat=(DATE_ROW, FLAG_ROW), pages=(pages_wide(plan.months), 0))


def timeline(page: Page, plan: Plan) -> None:
    """Write the rows about time, the same on every sheet over time; Workings computes them, the others link to it."""
    book, is_source = page.book, page.name == WORKINGS
    page.row_of(DATE_ROW, HEADS[:USE])
    page.row_of(DATE_ROW, HEADS[USE:], "head_right", USE)
    looks = (book.style("head_right", MONTH), *(book.style("flag", WHOLE),) * 3)
    for row, text, formula, value in _time_rows(plan):
        look = looks[row - DATE_ROW]
        if row > DATE_ROW:
            page.text(row, LABEL, text, "note")
        for month in range(int(row == DATE_ROW), plan.months + 1):
            column, before = letters(OPENING + month), letters(OPENING + month - 1)
            if row == MONTH_ROW and month == 0 and is_source:
                page.number(row, OPENING, 0, look)
            else:
                written = filled(formula, column, before) if is_source else f"{WORKINGS}!{column}${row + 1}"
                page.formula(row, OPENING + month, written, value(month), look)
    for place, width in ((LABEL, 46), (NAME, 30), (UNIT, 18), (KIND, 11), (CLASS, 12), (USE, 7), (TOTAL, 14)):
        page.sheet.set_column(place, place, width)
    page.sheet.set_column(OPENING, OPENING + plan.months, 12)
    page.sheet.freeze_panes(FLAG_ROW + 1, 1)


def serial(day: date) -> float:
    """Return a day as spreadsheets count it."""
    return float(day.toordinal() - _EPOCH)


def _time_rows(plan: Plan) -> tuple[tuple[int, str, str, Callable[[int], float]], ...]:
    """Return each row about time: its place, its label, the formula that Workings has for it, and what it comes to."""
    number, start, horizon = f"{NOW}${MONTH_ROW + 1}", plan.resolved.start, plan.resolved.months
    return (
        (DATE_ROW, "", f"EDATE({START},{number}-1)", lambda month: serial(first_day(month_of(start, month)))),
        (MONTH_ROW, "Number of the month", f"{BEFORE}${MONTH_ROW + 1}+1", float),
        (YEAR_ROW, "Number of the year", f"ROUNDUP({number}/{MONTHS_IN_YEAR},0)", lambda month: float(-(-month // 12))),
        (FLAG_ROW, "1 within the horizon", f"IF({number}>{MONTHS},0,1)", lambda month: float(month <= horizon)),
    )


def _line(page: Page, plan: Plan, line: SwitchedLine) -> None:
    row, unit = plan.places.row(line.id) - 1, plan.units.base(line.line.unit)
    _head(page, plan, row, (line.line.label, line.id, unit or "share"), line.id, line.uses)
    shown = (line.line.kind, line.line.benefit_class or "")
    for column, text, formula in zip((KIND, CLASS), shown, kind_and_class(plan, line.id), strict=True):
        if line.differs:
            page.formula(row, column, formula, text, "unit")
        else:
            page.text(row, column, text, "unit")
    values = plan.figures(line.id)
    across(page, row, _switched(line, plan), values, unit, plan)
    if line.id in plan.summed or plan.units.unit(line.line.unit).is_flow:
        whole = f"SUM({letters(OPENING)}{row + 1}:{letters(OPENING + plan.months)}{row + 1})"
        total = float(values.sum())
        page.formula(row, TOTAL, whole, total, page.book.style("figure", form_of(unit, plan.resolved.currency, total)))


def _head(page: Page, plan: Plan, row: int, texts: Sequence[str], name: str, uses: tuple[int, ...]) -> None:
    for column, (text, look) in enumerate(zip(texts, ("label", "unit", "unit"), strict=True)):
        page.text(row, column, text, look)
    page.formula(row, USE, switch(plan, name), uses[plan.switched.chosen], page.book.style("flag", WHOLE))


def _switched(line: SwitchedLine, plan: Plan) -> Formulas:
    """Return the formulas of a line under its switch and within the horizon; of several forms the one in use counts."""
    written = [formulas(row, plan.places.sheet) for row in line.variants]
    if any(one.is_too_large for one in written):
        what = f"The formula of {line.line.label} (`{line.id}`) is too long for a spreadsheet."
        why = "Spreadsheet programs take 8,192 characters and 64 levels of brackets."
        raise CaseProblems([Problem("formula_too_long", (), what, why, "Split it into lines with names.")])
    use = f"${letters(USE)}{plan.places.row(line.id)}"
    flag = f"{use}*{NOW}${FLAG_ROW + 1}"
    opening, months = (
        texts[0] if len(texts) == 1 else f"CHOOSE({use},{','.join(texts)})"
        for texts in ([one.opening for one in written], [one.months for one in written])
    )
    return Formulas(f"IF({flag},{opening},0)", f"IF({flag},{months},0)")


def across(page: Page, row: int, texts: Formulas, values: Array, unit: str, plan: Plan) -> None:
    """Write a row over time: the formula of its opening, then one formula for all months."""
    look = page.book.style("figure", form_of(unit, plan.resolved.currency, values))
    for month, value in enumerate(values.tolist()):
        column, before = letters(OPENING + month), letters(OPENING + month - 1)
        text = filled(texts.months if month else texts.opening, column, before)
        page.formula(row, OPENING + month, text, value, look)


def _padded(values: Array, plan: Plan) -> Array:
    return np.pad(values, (0, plan.months + 1 - len(values)))
