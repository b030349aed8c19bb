"""The report of what moves a case, what would turn it and what is worth knowing, for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from exports import risk_reading, wording
from model.names import capitalised
from model.quantities import NONE, number, percent
from model.risk.break_even import BreakEven
from model.risk.naming import value_text
from model.risk.overview import Overview, in_short

_LEAST_WIDTH = 132
_MOST_ROWS = 12
_ABOUT_WORTH = "Each is the most it could be worth to know that value before you decide (EVPPI), give or take twice its standard error."
_ABOUT_SHARES = (
    "Correlation: how closely NPV rises with it, by rank, from −1 to 1. Shares: how much of the uncertainty of NPV goes back "
    "to it (Sobol' indices), alone and together with others, every value drawn by itself."
)


def show_overview(found: Overview) -> None:
    """Print the findings: the sentences first, then the tables behind them."""
    console = Console(highlight=False, markup=False)
    console.width = max(console.width, _LEAST_WIDTH)
    resolved = found.simulation.sample.program.graph.resolved
    scenario = f" · scenario {resolved.scenario_label}" if resolved.scenario else ""
    console.print(Text(f"\n{resolved.title} · {resolved.organisation}{scenario}", style="bold"))
    drawn = f"{number(found.simulation.draws)} draws (seed {found.simulation.seed}), in {resolved.currency}"
    console.print(Text(f"{drawn}\n", style="dim"))
    for sentence in in_short(found):
        console.print(Text(sentence))
    for title, columns, rows, note in _tables(found):
        if rows:
            console.print(_table(f"\n{title}", columns, rows))
        if rows and note:
            console.print(Text(note, style="dim"))
    if not found.discovery.boxes:
        console.print(Text(f"\n{found.discovery.sentence}"))
    _print_staged(console, found)
    for warning in found.simulation.warnings:
        console.print(Text(f"Note – {capitalised(warning)}", style="yellow"))


_Tables = Iterable[tuple[str, Sequence[str], list[Sequence[str]], str]]


def _tables(found: Overview) -> _Tables:
    months = f"{found.payback_months:g} months"
    yield "What moves it most, one at a time", ("", "Low", "High", "NPV at low", "NPV at high"), _bars(found), ""
    yield "Where NPV turns", _TURNING, _turning(found, found.turning_npv), ""
    yield f"Where payback within {months} turns", _TURNING, _turning(found, found.turning_payback), ""
    yield (
        "What makes it uncertain",
        ("", "Correlation", "Share alone", "Share with others"),
        _influences(found),
        _ABOUT_SHARES,
    )
    yield (
        "What it is worth to know",
        ("", "Up to", "Give or take"),
        _worths(found),
        f"{found.information.sentence} {_ABOUT_WORTH}",
    )
    yield (
        "Ways to treat its risk: choose one",
        ("", "NPV", "From", "To"),
        _treatments(found),
        " ".join(filter(None, (found.treatments.sentence, found.treatments.note))),
    )
    yield "Where it does not pay", ("", "Does not pay", "Of all such draws"), _boxes(found), ""


def _bars(found: Overview) -> list[Sequence[str]]:
    bars = [bar for bar in found.tornado.bars if bar.size][:_MOST_ROWS]
    return [(bar.label, bar.low_text, bar.high_text, _money(found, bar.npv_at_low), _money(found, bar.npv_at_high)) for bar in bars]  # fmt: skip


_TURNING = ("", "Likely", "Turns at", "That is", "Within its range")


def _turning(found: Overview, rows: Sequence[BreakEven]) -> list[Sequence[str]]:
    return [_turn(found, one) for one in rows if one.value is not None][:_MOST_ROWS]


def _turn(found: Overview, one: BreakEven) -> Sequence[str]:
    program = found.simulation.sample.program
    shown = (value_text(program, one.assumption, value) for value in (one.likely, one.value or 0.0))
    away = NONE if one.change is None else f"{percent(abs(one.change))} {'less' if one.change < 0 else 'more'}"
    return (one.label, *shown, away, "yes" if one.within_range else "no")


def _influences(found: Overview) -> list[Sequence[str]]:
    shares = {row.assumption: row for row in found.indices}
    rows = [(row, shares[row.assumption]) for row in found.correlations if row.assumption in shares]
    return [(row.label, wording.fixed(row.value), percent(max(index.first, 0.0)), percent(index.total)) for row, index in rows]  # fmt: skip


def _worths(found: Overview) -> list[Sequence[str]]:
    rows = [row for row in found.information.each if row.is_sure][:_MOST_ROWS]
    return [(row.label, _money(found, row.value), _money(found, 2 * row.standard_error)) for row in rows]


def _treatments(found: Overview) -> list[Sequence[str]]:
    return [(row.label, *(_money(found, npv) for npv in (row.npv, row.low, row.high))) for row in found.treatments.rows]


def _boxes(found: Overview) -> list[Sequence[str]]:
    return [
        ("\n".join(f"{bound.label} {bound.text}" for bound in box.bounds), percent(box.density), percent(box.coverage))
        for box in found.discovery.boxes
    ]


def _print_staged(console: Console, found: Overview) -> None:
    if found.staged:
        console.print(Text("\nPilot, then go on or stop", style="bold"))
        verdict = risk_reading.verdict_words(found.staged)
        for sentence in (found.staged.sentence, verdict, found.staged.rule_sentence, found.staged.stop_sentence):
            console.print(Text(sentence), end="\n" if sentence else "")


def _money(found: Overview, amount: float | None) -> str:
    resolved = found.simulation.sample.program.graph.resolved
    return NONE if amount is None else wording.money(amount, resolved.currency)


def _table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=None, padding=(0, 2, 0, 0), pad_edge=False)
    for index, name in enumerate(columns):
        table.add_column(name, justify="right" if index else "left", no_wrap=bool(index), header_style="dim")
    for row in rows:
        table.add_row(*row)
    return table
