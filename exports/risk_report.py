"""The report of a simulation for the terminal, and how far it is while it runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

from exports import wording
from model.names import capitalised, counted
from model.quantities import NONE, number, percent
from model.risk.findings import Simulation
from model.risk.spread import MONEY, Spread

_LEAST_WIDTH = 120
_SHOWN = (5, 10, 50, 90, 95)
_ENDED = {
    "tolerance": "It ended early: the mean is as sure as you asked.",
    "cancelled": "It was cancelled; the draws so far are shown.",
}


@contextmanager
def progress_bar(*, is_silent: bool) -> Iterator[Callable[[int, int], None] | None]:
    """Give what shows how far a simulation is, on standard error; nothing where it is silent or nobody watches."""
    console = Console(stderr=True)
    if is_silent or not console.is_terminal:
        yield None
        return
    with Progress(console=console, transient=True) as bar:
        task = bar.add_task("Drawing", total=None)
        yield lambda done, draws: bar.update(task, completed=done, total=draws)


def show_simulation(found: Simulation) -> None:
    """Print what a simulation says: how likely the case pays, the ranges of its figures, cash, and how sure that is."""
    console = Console(highlight=False, markup=False)
    console.width = max(console.width, _LEAST_WIDTH)
    resolved = found.sample.program.graph.resolved
    scenario = f" · scenario {resolved.scenario_label}" if resolved.scenario else ""
    console.print(Text(f"\n{resolved.title} · {resolved.organisation}{scenario}", style="bold"))
    varied = counted(len(found.sample.uncertain), "assumption")
    drawn = f"{number(found.draws, 0)} draws of {varied} (seed {found.seed}), in {resolved.currency}"
    console.print(Text(f"{drawn}\n", style="dim"))
    for sentence in sentences(found):
        console.print(Text(sentence))
    console.print(_ranges(found))
    console.print(_cash(found))
    _print_notes(console, found)


def sentences(found: Simulation) -> list[str]:
    """Return what a simulation says in a few sentences."""
    resolved = found.sample.program.graph.resolved
    npv, months = found.figures["npv"], resolved.months
    low, high = npv.percentile(10), npv.percentile(90)
    pays, paid = found.probability_npv_above_zero.value, found.paid_back_by[-1]
    said = [f"In {percent(pays)} of the draws the case is worth more than it costs (NPV above nought)."]
    if low is not None and high is not None:
        said.append(f"In 8 of 10 it is worth {wording.span_words(low, high, resolved.currency)} today.")
    said.append(f"In {percent(paid)} the money is back within {counted(months, 'month')}.")
    if npv.below_likely is not None and npv.likely is not None:
        likely = wording.money_short(npv.likely, resolved.currency)
        said.append(
            f"With every assumption at its likely value it is {likely}; {percent(npv.below_likely)} of the draws lie below that."
        )
    return said


def _ranges(found: Simulation) -> Table:
    currency = found.sample.program.graph.resolved.currency
    heads = ("Likely", "Mean", *(f"P{percentile}" for percentile in _SHOWN))
    table = _table("\nRanges (P10: 1 draw in 10 lies below)", "", *heads)
    for spread in (*found.figures.values(), *found.lines.values()):
        likely, *rest = (
            _said(spread, value, currency) for value in (spread.likely, *(spread.percentile(k) for k in _SHOWN))
        )
        mean = NONE if spread.mean is None else _said(spread, spread.mean, currency)
        table.add_row(spread.label, likely, mean, *rest)
    return table


def _said(spread: Spread, value: float | None, currency: str) -> str:
    if value is None:
        return "not reached" if spread.unit == "months" else "none"
    if spread.unit == "share":
        return percent(value)
    return wording.money(value, currency) if spread.unit == MONEY else number(value, 1)


def _cash(found: Simulation) -> Table:
    currency = found.sample.program.graph.resolved.currency
    table = _table("\nCash by the end of each year", "", "P10", "P50", "P90", "Money is back")
    last = len(found.paid_back_by) - 1
    for month in dict.fromkeys((0, *range(12, last + 1, 12), last)):
        amounts = [wording.money(found.cash[percentile][month], currency) for percentile in (10, 50, 90)]
        table.add_row(f"Month {month}" if month else "Opening", *amounts, percent(found.paid_back_by[month]))
    return table


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=None, padding=(0, 2, 0, 0), pad_edge=False)
    for index, name in enumerate(columns):
        table.add_column(name, justify="right" if index else "left", no_wrap=bool(index), header_style="dim")
    return table


def _print_notes(console: Console, found: Simulation) -> None:
    currency = found.sample.program.graph.resolved.currency
    error = found.steps[-1].standard_error
    sure = "These are too few draws to tell how sure the mean NPV is."
    if error is not None:
        sure = (
            f"The mean NPV is sure to about {wording.money(2 * error, currency)} either way (twice its standard error)."
        )
    console.print(Text(f"\n{sure} {_ENDED.get(found.stopped or '', '')}".rstrip()))
    for warning in found.warnings:
        console.print(Text(f"Note – {capitalised(warning)}", style="yellow"))
