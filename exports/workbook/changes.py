"""The sheet “Changes”: every input as it was exported beside what it is now, so that a reader sees what somebody changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from exports.workbook.book import EXACT, MONEY, MONTH, PERCENT, WHOLE, Book, Page
from exports.workbook.forms import form_of
from exports.workbook.inputs import NOT_USED
from exports.workbook.naming import FINANCE_RATE, MONTHS, RATE, REINVEST_RATE, SCENARIO, START, TIMING, TOLERANCE
from exports.workbook.places import FIRST_ROW as FIRST_LINE
from exports.workbook.places import USE, WORKINGS, letters
from exports.workbook.plan import Plan
from exports.workbook.report import Report
from exports.workbook.sheet_names import CHANGES
from exports.workbook.switching import Option, SwitchedValue
from exports.workbook.workings import serial
from exports.workbook.wrapping import height
from model.appraise import mirr_rates
from model.calendar import first_day

LABEL, UNIT, NOW, WAS, CHANGED, FIRST = range(6)
_ACROSS, _MOST_ACROSS = 16, 8
_TOP = 6
"""The row of the heads, from 1."""
COUNT = f"{CHANGES}!$B$4"
"""The cell that counts the inputs that differ from the export."""


def wide(scenarios: int) -> int:
    """Return how many pages wide a sheet with a column for each scenario is printed, so that it can be read."""
    return 1 + (scenarios - 1) // _MOST_ACROSS


@dataclass(frozen=True, slots=True)
class Input:
    """An input: what it is called, the formula that says what it is now, and what it was in each scenario."""

    label: str
    unit: str
    now: str
    was: tuple[float | str, ...]
    form: str


def changes(book: Book, report: Report) -> None:
    """Write the sheet."""
    page, plan = book.pages[CHANGES], report.plan
    page.title(
        "Changes",
        "What was changed since the export. Values at export stand to the right, by scenario, and are not used by the model.",
    )
    rows = list(_inputs(plan))
    first, last = _TOP + 1, _TOP + len(rows)
    page.text(3, 0, "Inputs that differ from the export, in the scenario that is shown", "label")
    page.formula(3, 1, f"SUM($E${first}:$E${last})", 0.0, book.style("figure", "0", bold=True))
    heads = (
        "Input",
        "Unit",
        "Now",
        "At export",
        "Changed: 1",
        *(f"At export: {option.label}" for option in plan.switched.options),
    )
    page.row_of(_TOP - 1, heads[:NOW])
    page.row_of(_TOP - 1, heads[NOW:], "head_right", NOW)
    widths = [(58, 20, 16, 16, 10)[column] if column < FIRST else _ACROSS for column in range(len(heads))]
    for column, width in enumerate(widths):
        page.sheet.set_column(column, column, width)
    page.sheet.set_row(_TOP - 1, height(heads, [0.8 * width for width in widths]))
    for row, one in enumerate(rows, start=_TOP):
        _write(page, row, one, plan)
    page.sheet.freeze_panes(_TOP, 1)
    page.set_up(repeat=(_TOP - 1, _TOP - 1), pages=(wide(len(plan.switched.options)), 0))


def _write(page: Page, row: int, one: Input, plan: Plan) -> None:
    look, at = page.book.style("figure", one.form), row + 1
    page.text(row, LABEL, one.label)
    page.text(row, UNIT, one.unit, "unit")
    chosen = one.was[plan.switched.chosen]
    page.formula(row, NOW, one.now, chosen, look)
    across = f"$F{at}:${letters(FIRST + len(one.was) - 1)}{at}"
    page.formula(row, WAS, f"INDEX({across},1,{SCENARIO})", chosen, look)
    off = f"ABS($C{at}-$D{at})>{TOLERANCE}*MAX(ABS($C{at}),ABS($D{at}))"
    page.formula(
        row, CHANGED, f"IF(ISNUMBER($C{at})*ISNUMBER($D{at}),IF({off},1,0),IF($C{at}=$D{at},0,1))", 0.0, "flag"
    )
    for index, value in enumerate(one.was):
        if isinstance(value, str):
            page.text(row, FIRST + index, value, "absent")
        else:
            page.number(row, FIRST + index, value, look)


def _inputs(plan: Plan) -> Iterator[Input]:
    yield from _settings(plan)
    for value in plan.switched.values:
        was = tuple(_was(plan, value, index) for index in range(len(plan.switched.options)))
        unit = "× its schedule" if value.is_series else plan.units.base(value.unit) or "share"
        yield Input(
            value.label, unit, f'IFERROR({plan.places.value(value.name)},"{NOT_USED}")', was, _form(plan, unit, was)
        )
    for one in plan.varying:
        span = plan.places.whole(one.name)
        totals = tuple(float(one.monthly(index, plan.units, option.resolved.months).sum()) for index, option in enumerate(plan.switched.options))  # fmt: skip
        yield Input(
            f"{one.value.label}, sum over all months", plan.units.base(one.value.unit), f"SUM({span})", totals, MONEY
        )
    last = max(plan.places.rows.values(), default=FIRST_LINE + 1)
    use = f"SUM({WORKINGS}!${letters(USE)}${FIRST_LINE + 1}:${letters(USE)}${last})"
    forms = tuple(float(sum(line.uses[i] for line in plan.switched.lines) + sum(one.uses[i] for one in plan.varying)) for i in range(len(plan.switched.options)))  # fmt: skip
    yield Input("Forms of lines in use, added up", "forms", use, forms, WHOLE)


def _form(plan: Plan, unit: str, values: tuple[float | str, ...]) -> str:
    numbers = [abs(value) for value in values if not isinstance(value, str)]
    return form_of("1" if unit == "share" else unit, plan.resolved.currency, max(numbers, default=0.0))


def _settings(plan: Plan) -> Iterator[Input]:
    found = [_of(option) for option in plan.switched.options]
    rows = (
        ("First month", "", START, MONTH), ("Horizon", "months", MONTHS, WHOLE), ("Discount rate", "a year", RATE, PERCENT),
        ("Timing convention", "", TIMING, EXACT), ("Finance rate", "a year", FINANCE_RATE, PERCENT),
        ("Reinvest rate", "a year", REINVEST_RATE, PERCENT),
    )  # fmt: skip
    for index, (label, unit, name, form) in enumerate(rows):
        yield Input(label, unit, name, tuple(values[index] for values in found), form)


def _of(option: Option) -> tuple[float | str, ...]:
    resolved = option.resolved
    paid, earned = mirr_rates(resolved.discount)
    return (serial(first_day(resolved.start)), float(resolved.months), resolved.discount.rate, resolved.discount.timing, paid, earned)  # fmt: skip


def _was(plan: Plan, value: SwitchedValue, option: int) -> float | str:
    """Return what an assumption is in the model under a scenario."""
    given = value.given[option]
    if given is None:
        return NOT_USED
    if value.is_series:
        return 1.0
    return (given.record.value or 0.0) * plan.units.unit(given.record.unit or "1").scale
