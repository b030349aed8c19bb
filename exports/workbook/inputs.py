"""The sheet “Inputs”: every assumption once, with its range and evidence, a column a scenario, and the value that counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from exports import wording
from exports.workbook.book import EXACT, PERCENT, Book, Page
from exports.workbook.case_inputs import case_rows
from exports.workbook.forms import form_of
from exports.workbook.input_columns import FIRST, HIGH, LABEL, LOW, NAME, UNIT, Columns
from exports.workbook.naming import FIXED, SCENARIO, factor
from exports.workbook.places import INPUTS
from exports.workbook.plan import Plan, topics
from exports.workbook.switching import SwitchedValue
from exports.workbook.wrapping import height
from model.evidence import Assumption
from model.units import Unit

_SELECTOR_ROW, _NUMBER_ROW, _HEAD_ROW = 3, 4, 7
_EXACT = "#,##0.0#####;-#,##0.0#####;0"
_FACTOR, _BOLD = "Factor to the model's unit", 10.0
NOT_USED = "not used"
"""Stands for a value in the scenarios that do without it; a formula that took it all the same would show an error."""


def inputs(book: Book, plan: Plan) -> None:
    """Write the sheet."""
    page, columns = book.pages[INPUTS], Columns(len(plan.switched.options))
    page.title("Inputs", "Change any blue figure: everything else in the workbook follows.")
    _selector(page, plan, columns)
    _heads(page, plan, columns)
    row = case_rows(page, plan, columns, _HEAD_ROW + 1)
    for title, values in topics(plan.switched.values, plan.analysis).items():
        page.text(row + 1, LABEL, title, "section")
        row += 2
        for value in values:
            _Row(page, plan, columns, value, row).write()
            row += 1
    _numbers(page, plan, columns, row + 1)
    page.sheet.freeze_panes(_HEAD_ROW + 1, 1)
    page.set_up(repeat=(_HEAD_ROW, _HEAD_ROW), pages=(2, 0))
    page.sheet.print_area(0, 0, row + 1 + len(FIXED) + len(plan.places.numbers), columns.note - 1)


def _selector(page: Page, plan: Plan, columns: Columns) -> None:
    """Write the choice of scenario; its number is found by comparing, as a search would read * and ? in a name."""
    page.text(_SELECTOR_ROW, LABEL, "Scenario that is shown", "label")
    look = page.book.style("input_text")
    page.sheet.merge_range(_SELECTOR_ROW, UNIT, _SELECTOR_ROW, HIGH, "", look)
    page.text(_SELECTOR_ROW, UNIT, plan.switched.option.label, look)
    page.sheet.data_validation(
        _SELECTOR_ROW, UNIT, _SELECTOR_ROW, UNIT,
        {
            "validate": "list", "source": f"={columns.across(_HEAD_ROW)}",
            "input_title": "Scenario", "input_message": "Choose the scenario that the whole workbook shows.",
        },
    )  # fmt: skip
    found = (
        f"SUMPRODUCT(({columns.across(_HEAD_ROW)}={columns.cell(UNIT, _SELECTOR_ROW)})*{columns.across(_HEAD_ROW - 1)})"
    )
    page.text(_NUMBER_ROW, LABEL, "Its number", "label")
    page.formula(_NUMBER_ROW, UNIT, f"IF({found}=0,NA(),{found})", plan.switched.chosen + 1)
    page.book.name(SCENARIO, INPUTS, _NUMBER_ROW, UNIT)
    page.text(_NUMBER_ROW, NAME, SCENARIO, "unit")


def _heads(page: Page, plan: Plan, columns: Columns) -> None:
    page.text(_HEAD_ROW - 1, LABEL, "Number of the scenario", "note")
    for number, option in enumerate(plan.switched.options):
        page.number(_HEAD_ROW - 1, FIRST + number, number + 1, "flag")
        page.text(_HEAD_ROW, FIRST + number, option.label, "head_right")
    page.row_of(_HEAD_ROW, ("Assumption", "Name", "Unit"))
    page.row_of(_HEAD_ROW, ("Low", "High"), "head_right", LOW)
    page.row_of(_HEAD_ROW, ("Shown scenario", _FACTOR, "Value in the model"), "head_right", columns.chosen)
    page.row_of(_HEAD_ROW, ("Model's unit", "Evidence", "Source", "Owner", "Note"), first=columns.unit)
    widths = (46, 30, 18, 12, 12, *([14] * columns.options), 14, 12, 14, 18, 20, 50, 16, 60)
    for column, width in enumerate(widths):
        page.sheet.set_column(column, column, width)
    labels = [option.label for option in plan.switched.options]
    page.sheet.set_row(_HEAD_ROW, max(height(labels, [_BOLD] * len(labels)), height([_FACTOR], [_BOLD])))


@dataclass(frozen=True)
class _Row:
    """One assumption on its row (from 0)."""

    page: Page
    plan: Plan
    columns: Columns
    value: SwitchedValue
    row: int

    @property
    def record(self) -> Assumption:
        """Its record in the scenario that is shown, or the first that uses it."""
        given = self.value.given[self.plan.switched.chosen] or self.value.first
        return given.record

    @cached_property
    def unit(self) -> Unit:
        """The unit its row is in: that of the first scenario that uses it."""
        return self.plan.units.unit(self.value.unit)

    @cached_property
    def form(self) -> str:
        """Its number format."""
        if self.value.is_series:
            return "0.00"
        numbers = [number for number in map(self.number, range(self.columns.options)) if number is not None]
        numbers += [end * self._to_row for end in self.record.range() or ()]
        is_share = self.value.unit == "1" and max(map(abs, numbers)) <= 1
        return PERCENT if is_share else form_of(self.value.unit, self.plan.resolved.currency, np.array(numbers))

    def number(self, option: int) -> float | None:
        """Return its value under a scenario in the unit of its row; a multiple of 1 for one that changes over time."""
        given = self.value.given[option]
        if given is None:
            return None
        if self.value.is_series:
            return 1.0
        value = given.record.value or 0.0
        scale = self.plan.units.unit(given.record.unit or "1").scale
        return value if scale == self.unit.scale else value * scale / self.unit.scale

    def write(self) -> None:
        """Write it: what it is, its range, its value in each scenario, the one that counts, and its evidence."""
        unit = "× its schedule" if self.value.is_series else self.plan.units.show_unit(self.value.unit) or "share"
        self.page.text(self.row, LABEL, self.value.label, "label")
        self.page.text(self.row, NAME, self.plan.places.value(self.value.name), "unit")
        self.page.text(self.row, UNIT, unit, "unit")
        look = self.page.book.style("figure", self.form)
        for column, end in zip((LOW, HIGH), self.record.range() or (), strict=False):
            self.page.number(self.row, column, end * self._to_row, look)
        for option in range(self.columns.options):
            self._option(option)
        self._live()
        self._evidence()

    @property
    def _to_row(self) -> float:
        """What brings a figure of the shown record to the unit of the row."""
        return 1.0 if self.value.is_series else self.plan.units.unit(self.record.unit or "1").scale / self.unit.scale

    def _option(self, option: int) -> None:
        number, column = self.number(option), FIRST + option
        if number is None:
            self.page.text(self.row, column, NOT_USED, "absent")
        elif option and not self._is_own(option):
            base = self.columns.cell(FIRST, self.row)
            self.page.formula(self.row, column, base, number, self.page.book.style("figure", self.form))
        else:
            self.page.number(self.row, column, number, self.page.book.style("input", self.form))
            self._limit(column)

    def _is_own(self, option: int) -> bool:
        """Tell whether a scenario has a value of its own; all others follow the base case."""
        if self.number(0) is None:
            return True
        if self.value.is_series:
            return False
        overlay = self.plan.switched.options[option].overlay
        stated = overlay.assumptions.get(self.value.name) if overlay else None
        is_stated = stated is not None and bool({"value", "schedule"} & stated.model_fields_set)
        return is_stated or self.number(option) != self.number(0)

    def _limit(self, column: int) -> None:
        """Refuse what lies outside the hard limits, as the model does."""
        if self.value.is_series or not self.record.limits:
            return
        low, high = (None if end is None else end * self._to_row for end in self.record.limits)
        bounds: dict[str, Any] = {"validate": "decimal"}
        if low is not None and high is not None:
            bounds |= {"criteria": "between", "minimum": low, "maximum": high}
            message = f"between {low:g} and {high:g}"
        elif low is not None:
            bounds |= {"criteria": ">=", "value": low}
            message = f"at least {low:g}"
        else:
            bounds |= {"criteria": "<=", "value": high}
            message = f"at most {high:g}"
        bounds |= {"error_title": "Outside its limits", "error_message": f"The model holds for values {message}."}
        if low is not None or high is not None:
            self.page.sheet.data_validation(self.row, column, self.row, column, bounds)

    def _live(self) -> None:
        columns, page = self.columns, self.page
        chosen = self.number(self.plan.switched.chosen)
        scale = 1.0 if self.value.is_series else self.unit.scale
        text = "1" if self.value.is_series else factor(self.value.unit, self.plan.units)
        exact, look = (page.book.style("figure", form, align="right") for form in (_EXACT, self.form))
        shown = NOT_USED if chosen is None else chosen
        page.formula(self.row, columns.chosen, columns.picked(self.row), shown, look)
        page.formula(self.row, columns.factor, text, scale, exact)
        picked = columns.cell(columns.chosen, self.row)
        live = f"IF(ISNUMBER({picked}),{picked}*{columns.cell(columns.factor, self.row)},{picked})"
        page.formula(self.row, columns.live, live, NOT_USED if chosen is None else chosen * scale, exact)
        base = "" if self.value.is_series else self.plan.units.base(self.value.unit) or "share"
        page.text(self.row, columns.unit, base, page.book.style("unit", indent=1))
        page.book.name(self.plan.places.value(self.value.name), INPUTS, self.row, columns.live)

    def _evidence(self) -> None:
        record, columns = self.record, self.columns
        texts = (
            wording.GRADE_NAMES[record.evidence], "; ".join(str(source) for source in record.source),
            record.owner or "", record.note or "",
        )  # fmt: skip
        self.page.row_of(self.row, texts, "text", columns.evidence)


def _numbers(page: Page, plan: Plan, columns: Columns, row: int) -> None:
    """Write the numbers that formulas need and no scenario changes."""
    page.text(row, LABEL, "Fixed numbers", "section")
    rows: Sequence[tuple[str, str, float, str, str]] = (
        *((one.name, one.label, one.value, one.unit, one.note) for one in FIXED),
        *(
            (name, f"The number {value:g} in a formula", value, "1", f"Stands in: {_holders(plan, value)}.")
            for value, name in plan.places.numbers.items()
        ),
    )
    for name, label, value, unit, note in rows:
        row += 1
        page.row_of(row, (label, name, unit if unit != "1" else ""), "text")
        page.number(row, FIRST, value, page.book.style("input", EXACT))
        page.text(row, columns.note, note)
        page.book.name(name, INPUTS, row, FIRST)


def _holders(plan: Plan, value: float) -> str:
    return wording.listed([line.line.label for line in plan.switched.lines if line.holds(value)])
