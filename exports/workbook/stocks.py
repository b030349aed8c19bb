"""The sheet “Stocks”: members and other stocks kept like accounts: opening + in − out = closing, month by month."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from exports.workbook.book import Book
from exports.workbook.forms import form_of
from exports.workbook.over_time import write_blocks
from exports.workbook.places import DATE_ROW, FIRST_ROW, FLAG_ROW, LABEL, WORKINGS, pages_wide
from exports.workbook.plan import Plan
from exports.workbook.sheet_names import STOCKS
from exports.workbook.switching import SwitchedLine
from exports.workbook.timed import Block, Ref, Timed, laid, time_rows
from exports.workbook.workings import timeline
from model.resolved import ResolvedBalance
from model.series import Array


def stock_lines(plan: Plan) -> list[SwitchedLine]:
    """Return the lines that are kept like accounts."""
    return [line for line in plan.switched.lines if line.line.balance is not None]


def blocks(plan: Plan) -> list[Block]:
    """Return an account for each of them."""
    return [Block(line.line.label, list(_account(plan, line, line.line.balance))) for line in stock_lines(plan) if line.line.balance]  # fmt: skip


def places(plan: Plan) -> dict[str, Ref]:
    """Return where the rows of the accounts stand, as formulas on other sheets name them."""
    return {key: ref.on(STOCKS) for key, ref in laid(blocks(plan), FIRST_ROW + 1, plan.months).items()}


def _account(plan: Plan, line: SwitchedLine, balance: ResolvedBalance) -> Iterator[Timed]:
    """Yield what is there before a month, what comes and goes, what is there after it, and how far Workings is from that."""
    stock, unit = plan.figures(line.id), plan.units.base(line.line.unit)
    form, within = form_of(unit, plan.resolved.currency, stock), np.arange(plan.months + 1) <= plan.resolved.months

    def row(key: str, label: str, formula: str, values: Array, opening: str | None = None) -> Timed:
        style = "money_total" if key == "close" else "money"
        return Timed(f"{key}_{line.id}", label, unit, formula, values, opening, style=style, form=form)  # type: ignore[arg-type]

    before = np.append([np.nan], stock[:-1] * within[1:])
    yield row("open", "There before the month", f"IF({{flag}}=1,{{close_{line.id}.before}},0)", before)
    signs: list[str] = []
    for sign, name in (*(("+", name) for name in balance.inflows), *(("-", name) for name in balance.outflows)):
        if name in plan.places.rows:
            signs.append(f"{sign}{{{name}_{line.id}}}")
            label = plan.switched.by_id[name].line.label
            flow_there = Ref(plan.places.rows[name], plan.months, f"{WORKINGS}!")
            flow = plan.figures(name) * within
            flow[0] = np.nan
            yield row(name, f"{'less' if sign == '-' else 'plus'}: {label}", f"IF({{flag}}=1,{flow_there},0)", flow)
    there = Ref(plan.places.rows[line.id], plan.months, f"{WORKINGS}!")
    yield row("close", "There after the month", f"{{open_{line.id}}}{''.join(signs)}", stock, str(there))
    yield Timed(
        f"off_{line.id}", "Off from Workings", unit, f"({{close_{line.id}}}-{there})*{{flag}}", np.zeros(plan.months + 1),
        total=f"SUMPRODUCT(ABS({{off_{line.id}.all}}))", style="flag", form=form,
    )  # fmt: skip


def stocks(book: Book, plan: Plan) -> None:
    """Write the sheet."""
    page, found = book.pages[STOCKS], blocks(plan)
    page.title("Stocks", "What is there before each month, what comes in, what goes out, and what is there after it.")
    timeline(page, plan)
    if not found:
        page.text(FIRST_ROW, LABEL, "The case has no members or other stocks.", "note")
    write_blocks(page, plan, found, laid(found, FIRST_ROW + 1, plan.months), time_rows(plan.months))
    page.set_up(repeat=(DATE_ROW, FLAG_ROW), pages=(pages_wide(plan.months), 0))
