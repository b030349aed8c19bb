"""The sheet “Scenarios”: what each scenario is, and which lines, in which form, each of them has."""

from __future__ import annotations

from exports import wording
from exports.workbook.book import Book, Page
from exports.workbook.naming import SCENARIO
from exports.workbook.places import SCENARIOS, letters
from exports.workbook.plan import Plan
from exports.workbook.wrapping import height
from model.names import counted

_LABEL, _NAME, _FIRST = range(3)
_TOP = 3
_WIDTHS, _NARROW = (46.0, 60.0), 12.0


def scenarios(book: Book, plan: Plan) -> None:
    """Write the sheet."""
    page = book.pages[SCENARIOS]
    page.title(
        "Scenarios",
        "What each scenario is. Choose the one that is shown on the sheet Inputs; every figure of the workbook follows.",
    )
    for column, width in zip((_LABEL, _NAME), _WIDTHS, strict=True):
        page.sheet.set_column(column, column, width)
    page.sheet.set_column(_FIRST, _FIRST + 3 * len(plan.switched.options), 16)
    _options(page, plan)
    _switches(page, plan)
    page.sheet.freeze_panes(_TOP + 1, 1)
    heads = first_switch(plan) - 1
    page.set_up(repeat=(heads, heads))


def _options(page: Page, plan: Plan) -> None:
    page.row_of(_TOP, ("Scenario", "What it stands for"))
    page.row_of(_TOP, ("First month", "Months", "Discount rate", "Lines"), "head_right", 2)
    row = _TOP + 1
    for option in plan.switched.options:
        resolved = option.resolved
        overlay = option.analysis.file.case.options.get(resolved.scenario or "")
        note = overlay.note if overlay else plan.analysis.file.case.summary
        page.text(row, 0, option.label)
        page.text(row, 1, note or wording.NONE, "wrapped")
        page.sheet.set_row(row, height([option.label, note or ""], _WIDTHS))
        page.text(row, 2, wording.month_name(resolved.start, 1), "absent")
        page.number(row, 3, resolved.months)
        page.number(row, 4, resolved.discount.rate, page.book.style("figure", "0.0%"))
        page.number(row, 5, len(resolved.lines))
        row += 1
    for label, why in plan.switched.left_out:
        page.text(row, 0, label)
        said = f"Not in this workbook, because {why}."
        page.text(row, 1, said, page.book.style("bad", text_wrap=True))
        page.sheet.set_row(row, height([label, said], _WIDTHS))
        row += 1


def first_switch(plan: Plan) -> int:
    """Return the row (from 0) of the first line in the table of switches."""
    return _TOP + 1 + len(plan.switched.options) + len(plan.switched.left_out) + 4


def switch(plan: Plan, name: str) -> str:
    """Return the formula that tells which form of a line or of a varying value is in use: 0 for none."""
    return _pick(plan, name, 0)


def kind_and_class(plan: Plan, name: str) -> tuple[str, str]:
    """Return the formulas that tell what a line counts as and its class of benefit, where scenarios differ in that."""
    return _pick(plan, name, 1), _pick(plan, name, 2)


def _pick(plan: Plan, name: str, block: int) -> str:
    row = first_switch(plan) + plan.switch_rows[name] + 1
    width = len(plan.switched.options)
    first = _FIRST + block * width
    return f"INDEX({SCENARIOS}!${letters(first)}${row}:${letters(first + width - 1)}${row},1,{SCENARIO})"


def _switches(page: Page, plan: Plan) -> None:
    first, labels = first_switch(plan), [option.label for option in plan.switched.options]
    width, more = len(labels), plan.differs
    page.text(first - 3, 0, "Lines by scenario", "section")
    how = "0: the scenario does without the line. 1 and more: which of its formulas counts, from left to right in Workings."
    page.text(first - 2, 0, how, "note")
    page.row_of(first - 1, ("Line", "Name"))
    page.row_of(first - 1, labels, "head_right", _FIRST)
    page.sheet.set_row(first - 1, height(labels, [_NARROW] * width) * (2 if more else 1))
    if more:
        page.row_of(first - 1, [f"{label}: counts as" for label in labels], first=_FIRST + width)
        page.row_of(first - 1, [f"{label}: class" for label in labels], first=_FIRST + 2 * width)
    for one in plan.varying:
        _uses(page, plan, one.name, one.value.label, one.uses)
    for line in plan.switched.lines:
        _uses(page, plan, line.id, line.line.label, line.uses)
        if more:
            row = first + plan.switch_rows[line.id]
            page.row_of(row, line.kinds, "input_text", _FIRST + width)
            page.row_of(row, line.classes, "input_text", _FIRST + 2 * width)


def _uses(page: Page, plan: Plan, name: str, label: str, uses: tuple[int, ...]) -> None:
    row = first_switch(plan) + plan.switch_rows[name]
    page.text(row, _LABEL, label)
    page.text(row, _NAME, name, "unit")
    for index, use in enumerate(uses):
        page.number(row, _FIRST + index, use, page.book.style("input", "0"))
    most = max(uses)
    page.sheet.data_validation(
        row, _FIRST, row, _FIRST + len(uses) - 1,
        {
            "validate": "integer", "criteria": "between", "minimum": 0, "maximum": most,
            "error_title": "No such form", "error_message": f"The line has {counted(most, 'form')}; 0 leaves it out.",
        },
    )  # fmt: skip
