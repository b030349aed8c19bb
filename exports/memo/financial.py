"""The financial case: the budget by year and group, cash and funding, and the appraisal with its convention."""

from __future__ import annotations

from collections.abc import Iterator

from exports import charts, wording
from exports.memo.basis import Basis
from exports.memo.content import LOW, Block, Paragraph, Picture, Points, Section, note, table, text
from exports.memo.summary import asked
from model.names import capitalised
from model.result import StreamTotal

_MOST_YEARS = 6
_MOST_CHARACTERS = 66
"""So many characters of amounts stand side by side in a table; longer ones are said in short."""


def section(basis: Basis) -> Section:
    """Return the financial case."""
    return Section(
        "Financial case",
        sections=(
            Section("Budget", tuple(_budget(basis))),
            Section("Cash and funding", tuple(_cash(basis))),
            Section("Appraisal", tuple(_appraisal(basis))),
        ),
    )


# --- budget ------------------------------------------------------------------------------------------------------


def _budget(basis: Basis) -> Iterator[Block]:
    groups = sorted(basis.streams_of("cost"), key=lambda group: -group.total)
    if not groups:
        yield from text("No cost is stated." if not basis.is_idle else "Nothing is spent.")
        return
    yield from text(asked(basis), _once(basis))
    if basis.figures.total_costs > 0:
        yield Picture(charts.budget_by_year(basis.appraisal, look=basis.look, locale=basis.locale), LOW)
    yield from _budget_table(basis, groups)
    yield from note(f"Costs as they fall, undiscounted, in {basis.resolved.currency}.", _last_year(basis))


def _once(basis: Basis) -> str:
    run = basis.appraisal.run
    once = sum(float(run.line(line.id).sum()) for line in run.lines_of("cost") if line.one_off)
    whole = basis.figures.total_costs
    if once <= 0 or whole <= 0:
        return ""
    return f"Of all costs, {basis.short(once)} ({basis.percent(once / whole)}) is paid once; the rest goes on for as long as the community runs."


def _last_year(basis: Basis) -> str:
    return (
        f"{capitalised(wording.part_period(basis.resolved.months, 12, 'year').removeprefix('; '))}."
        if basis.resolved.months % 12
        else ""
    )


def _budget_table(basis: Basis, groups: list[StreamTotal]) -> Iterator[Block]:
    """Yield what each group costs in the opening and each year; years beyond the sixth are added up."""
    names = [wording.year_name(year) for year in basis.appraisal.years]
    heads = (
        names if len(names) <= _MOST_YEARS + 1 else [*names[:_MOST_YEARS], f"Years {_MOST_YEARS} to {len(names) - 1}"]
    )
    amounts = [(group.label, group.by_year, group.total) for group in groups]
    amounts.append(("All costs", tuple(year.costs for year in basis.appraisal.years), basis.figures.total_costs))
    say = basis.money if len(basis.money(basis.figures.total_costs)) * len(heads) <= _MOST_CHARACTERS else basis.short
    rows = [(label, *map(say, _together(by_year)), say(total)) for label, by_year, total in amounts]
    widths = (26.0, *(74 / (len(heads) + 1) for _ in range(len(heads) + 1)))
    yield from table("Budget by cost group and year", ("Cost group", *heads, "Total"), rows, widths, totals=(-1,))


def _together(by_year: tuple[float, ...]) -> tuple[float, ...]:
    if len(by_year) <= _MOST_YEARS + 1:
        return by_year
    return (*by_year[:_MOST_YEARS], sum(by_year[_MOST_YEARS:]))


# --- cash --------------------------------------------------------------------------------------------------------


def _cash(basis: Basis) -> Iterator[Block]:
    if basis.is_idle:
        yield from text("No money moves.")
        return
    yield from text(*_cash_words(basis))
    yield Picture(charts.value_against_cost(basis.appraisal, look=basis.look, locale=basis.locale))
    rows = wording.year_rows(basis.appraisal, basis.locale)
    columns = ("Year", *wording.YEAR_COLUMNS[1:])
    yield from table("Benefits, costs and cash by year", columns, rows, (13, 15, 15, 15, 16, 16, 10))


def _cash_words(basis: Basis) -> Iterator[str]:
    figures = basis.figures
    if figures.peak_funding > 0:
        yield f"The money that is out reaches its deepest point at {basis.short(figures.peak_funding)} (peak funding)."
    else:
        yield "No money is ever out."
    if figures.break_even_month is None:
        yield f"It is not back within {basis.over}."
    elif figures.break_even_month:
        yield f"All of it is back in {basis.month(figures.break_even_month)} (payback, undiscounted)."
        if figures.discounted_payback_months is None:
            yield "With interest at the discount rate it is not back within that time."


# --- appraisal ---------------------------------------------------------------------------------------------------


def _appraisal(basis: Basis) -> Iterator[Block]:
    yield Paragraph(f"{basis.convention}.", "Convention:")
    rows = wording.figure_rows(basis.appraisal, basis.locale)
    yield from table("Appraisal", ("Figure", "Value"), rows, (68, 32))
    if basis.appraisal.notes:
        yield Paragraph("", "Notes on these figures.")
        yield Points(tuple(map(Paragraph, basis.appraisal.notes)))
