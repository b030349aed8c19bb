"""Writes rows over time to their sheet: headings, labels, totals, and one formula for all months."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from xlsxwriter.format import Format

from exports.workbook.book import WHOLE, Page, Value
from exports.workbook.forms import form_of
from exports.workbook.places import CLASS, LABEL, OPENING, TOTAL, UNIT, USE, letters
from exports.workbook.plan import Plan
from exports.workbook.timed import NEXT, Block, Named, Ref, Style, Timed, referred
from model.spreadsheet import filled

_FORMS: Mapping[Style, str] = {"number": "0.00", "count": WHOLE, "factor": "0.0000", "flag": WHOLE}
_LOOKS: Mapping[Style, str] = {"money_sum": "sum", "money_total": "total", "flag": "flag"}


def write_blocks(page: Page, plan: Plan, blocks: Iterable[Block], places: Mapping[str, Ref], named: Named) -> None:
    """Write rows where they were laid; `named` adds what else their formulas name."""
    known = {**named, **places}
    for block in blocks:
        head = places[block.rows[0].key].row - 2
        page.text(head, LABEL, block.title, "section")
        if block.note:
            page.text(head, UNIT, block.note, "note")
        for timed in block.rows:
            _row(page, plan, timed, places[timed.key].row - 1, known)


def _row(page: Page, plan: Plan, timed: Timed, row: int, named: Named) -> None:
    look, label = _looks(page, plan, timed)
    page.text(row, LABEL, timed.label, label)
    page.text(row, UNIT, timed.unit.replace("{currency}", plan.resolved.currency), "unit")
    if timed.mark:
        page.formula(row, CLASS, timed.mark, _mark(plan, timed), "unit")
    if timed.use:
        page.formula(row, USE, timed.use, _use(plan, timed), page.book.style("flag", WHOLE))
    if timed.total:
        page.formula(row, TOTAL, referred(timed.total, named), timed.total_value, look)
    if timed.months:
        _across(page, timed, row, named, look)


def _across(page: Page, timed: Timed, row: int, named: Named, look: Format) -> None:
    months = referred(timed.months, named)
    opening = timed.opening and referred(timed.opening, named)
    for month, value in enumerate(timed.values.tolist()):
        text = months if month or opening == "" else opening
        if text is not None:
            column, before, after = (letters(OPENING + month + step) for step in (0, -1, 1))
            shown: Value = "" if math.isnan(value) else value
            page.formula(row, OPENING + month, filled(text, column, before).replace(NEXT, after), shown, look)


def _looks(page: Page, plan: Plan, timed: Timed) -> tuple[Format, Format]:
    currency, look = plan.resolved.currency, _LOOKS.get(timed.style, "figure")
    form = timed.form or _FORMS.get(timed.style) or form_of(currency, currency, timed.values)
    label: dict[str, Any] = {"indent": 1} if timed.style in ("money", "flag") else {}
    return page.book.style(look, form), page.book.style("label" if look in ("figure", "flag") else look, **label)


def _mark(plan: Plan, timed: Timed) -> str:
    line = plan.switched.by_id[timed.line]
    return line.classes[plan.switched.chosen] if line.differs else line.line.benefit_class or ""


def _use(plan: Plan, timed: Timed) -> float:
    return float(plan.switched.by_id[timed.line].uses[plan.switched.chosen])
