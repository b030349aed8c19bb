"""Charts of risk for which something is chosen: a line, two values, the month of a gate, and what counts as failing.

The page about risk begins with the same choices. Others are written after a colon: `line_fan:LINE`, `two_way_map:ONE,OTHER`,
`gate_months:MONTH`, and `failing_draws:MONTHS` for a case that fails where the money is not back by then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from exports import charts
from exports.images import Draw
from exports.listing import FAN, Listed
from exports.outputs import Order
from exports.risk_reading import outcome_words
from model.evaluate import Program
from model.names import capitalised
from model.problems import CaseProblems, Problem, did_you_mean
from model.result import label_of
from model.risk.break_even import Aim, break_even_curve
from model.risk.findings import Simulation
from model.risk.naming import label
from model.risk.outcome import known_lines
from model.risk.overview import draws_of, failing_together
from model.risk.staged import Gate, Staged, staged_at, usual_gate
from model.risk.tornado import Bar, two_way
from model.risk.worth import Draws, line_shares

MOST_OF_A_LINE = 8_192
"""So many draws are enough for the range of one line."""
MAP_POINTS = 9
"""At how many values of each of two assumptions a case is computed."""
MOSTLY = 0.5
"""Where more draws than this fail, it is said when the case succeeds."""
_TWO = 2
_GATES = (3, 6, 9, 12, 18, 24, 36)
_GATE = {"Month of the gate": "month", "When": "when", "The option to stop is worth": "option"}


def gates_about(month: int, months: int) -> tuple[int, ...]:
    """Return the months at which a gate is tried: usual ones within a case, and the one that is chosen."""
    return tuple(sorted({one for one in _GATES if one < months} | {month}))


def widest_line(program: Program, likely: Draws) -> str:
    """Return the benefit or cost with the largest share of the spread of what a case is worth."""
    shares = line_shares(program, likely)
    return max(shares, key=lambda line: shares[line])


def chosen_charts(order: Order) -> Iterator[Listed]:
    """Yield the charts for which something is chosen, as the page about risk shows them before somebody chooses."""
    drawn, bars, program = order.simulation, _bars(order), order.program
    if drawn is None or not bars:
        return
    months = program.graph.resolved.months
    yield _line(order, drawn, widest_line(program, draws_of(drawn)[0]), "line_fan")
    two = _two(order, (bars[0].assumption, bars[1].assumption), "two_way_map") if len(bars) > 1 else None
    if two:
        yield two
    gates = _gates(program, drawn, usual_gate(months)) if months > 1 else ()
    if any(one.option > 0 for one in gates):
        yield _gate(program, gates, usual_gate(months), "gate_months")
    fails = _fails(program, drawn, None, "failing_draws")
    if fails:
        yield fails


def chosen_chart(order: Order, chart_id: str) -> Listed:
    """Return a chart with what is chosen for it, after the colon of its id.

    Raises `CaseProblems` where nothing varies, and for what the case does not have.
    """
    kind, _, wanted = chart_id.partition(":")
    drawn = order.simulation
    if drawn is None:
        what = "Nothing varies in this case, or most of its draws cannot be computed."
        raise _problem("unknown_chart", what, "Give its values a range.")
    return _CHOSEN[kind](order, drawn, wanted, chart_id)


# --- one line ----------------------------------------------------------------------------------------------------


def _chosen_line(order: Order, drawn: Simulation, wanted: str, chart_id: str) -> Listed:
    return _line(order, drawn, known_lines(order.program, (wanted,))[0], chart_id)


def _line(order: Order, drawn: Simulation, line: str, chart_id: str) -> Listed:
    graph = order.program.graph
    found = cache(lambda: order.analysis.simulate(min(drawn.draws, MOST_OF_A_LINE), drawn.seed, lines=(line,)))
    draw: Draw = lambda look: charts.line_fan(found(), line, look=look)  # noqa: E731 - as the others are
    return Listed(chart_id, f"{label_of(graph, line)}, how sure", draw, FAN, _code(order, line))


def _code(order: Order, line: str) -> str:
    """Return the number format of a line that is no money."""
    resolved = order.program.graph.resolved
    unit = resolved.vocabulary.show_unit(order.program.graph.rows[line].line.unit)
    is_money = unit.partition("/")[0] in (resolved.currency, "currency")
    return "" if is_money else "0%" if unit == "1" else "#,##0"


# --- two values --------------------------------------------------------------------------------------------------


def _chosen_two(order: Order, drawn: Simulation, wanted: str, chart_id: str) -> Listed:  # noqa: ARG001 - one signature for all
    names = tuple(dict.fromkeys(name.strip() for name in wanted.split(",")))
    known = [bar.assumption for bar in _bars(order)]
    wrong = [name for name in names if name and name not in known]
    if wrong:
        remedy = f"{did_you_mean(wrong[0], known)}Name two of: {', '.join(known)}."
        raise _problem("unknown_name", f"`{wrong[0]}` does not vary in this case.", remedy)
    if len(names) != _TWO:
        raise _problem("unknown_name", "A map takes two values.", f"Name two of them, with a comma between: {', '.join(known)}.")  # fmt: skip
    found = _two(order, (names[0], names[1]), chart_id)
    if found is None:
        raise _problem("unknown_name", "One of these takes a single value within its range.", "Name another one.")
    return found


def _two(order: Order, names: tuple[str, str], chart_id: str) -> Listed | None:
    """Return the map of two values; None where one of them takes a single value, such as a whole number of months."""
    program = order.program
    grid = two_way(program, *names, MAP_POINTS)
    if min(len(grid.values_a), len(grid.values_b)) == 1:
        return None
    curve = cache(lambda: break_even_curve(program, *names, Aim()))
    draw: Draw = lambda look: charts.two_way_map(grid, curve(), program, look=look)  # noqa: E731 - as the others are
    one, other = capitalised(grid.label_a), capitalised(grid.label_b)
    fields = {one: "a", other if other != one else f"{other} (2)": "b", "Worth today (NPV)": "npv"}
    return Listed(chart_id, f"{one} and {grid.label_b} at once", draw, fields)


def _bars(order: Order) -> Sequence[Bar]:
    return order.tornado.bars if order.tornado else ()


# --- a gate ------------------------------------------------------------------------------------------------------


def _chosen_gate(order: Order, drawn: Simulation, wanted: str, chart_id: str) -> Listed:
    month = int(_months(wanted, "gate_months:12"))
    return _gate(order.program, _gates(order.program, drawn, month), month, chart_id)


def _gates(program: Program, drawn: Simulation, month: int) -> tuple[Staged, ...]:
    """Return what the option to stop is worth in several months, at full size and with the cash so far in sight."""
    months = gates_about(month, program.graph.resolved.months)
    return staged_at(program, draws_of(drawn)[0], Gate(month), months)


def _gate(program: Program, found: Sequence[Staged], month: int, chart_id: str) -> Listed:
    draw: Draw = lambda look: charts.gate_months(found, month, program, look=look)  # noqa: E731 - as the others are
    return Listed(chart_id, "What a decision gate is worth", draw, _GATE)


# --- what fails --------------------------------------------------------------------------------------------------


def _chosen_fails(order: Order, drawn: Simulation, wanted: str, chart_id: str) -> Listed:
    found = _fails(order.program, drawn, _months(wanted, "failing_draws:24"), chart_id)
    if found is None:
        what = "No combination of values stands out in which the case fails, or pays."
        raise _problem("unknown_chart", what, "Choose other months, or look at what moves it most: `--chart npv_tornado`.")  # fmt: skip
    return found


def _fails(program: Program, drawn: Simulation, months: float | None, chart_id: str) -> Listed | None:
    """Return the draws in which a case fails, or succeeds where it mostly fails; None where no combination stands out."""
    found = failing_together(program, drawn, months)
    is_rare = found.failing > MOSTLY
    found = failing_together(program, drawn, months, succeeding=True) if is_rare else found
    if not found.boxes:
        return None
    does = outcome_words(months, succeeding=is_rare)
    names = list(dict.fromkeys(bound.assumption for bound in found.boxes[0].bounds))
    up = label(program, names[1]) if len(names) > 1 else "Worth today (NPV)"
    fields = {capitalised(label(program, names[0])): "a", capitalised(up): "b", "Fails": "outcome"}
    draw: Draw = lambda look: charts.failing_draws(found, drawn, months, does, look=look)  # noqa: E731 - as the others are
    return Listed(chart_id, "When it succeeds" if is_rare else "When it fails", draw, fields)


def _months(wanted: str, example: str) -> float:
    """Return a number of months that is written after the colon."""
    if not wanted.strip().isdecimal():
        raise _problem("unknown_month", f"“{wanted}” is no number of months.", f"Write a whole number, such as `{example}`.")  # fmt: skip
    return float(wanted)


def _problem(code: str, what: str, remedy: str) -> CaseProblems:
    return CaseProblems([Problem(code, (), what, "The chart cannot be drawn without it.", remedy)])


_CHOSEN: Mapping[str, Callable[[Order, Simulation, str, str], Listed]] = {
    "line_fan": _chosen_line, "two_way_map": _chosen_two, "gate_months": _chosen_gate, "failing_draws": _chosen_fails,
}  # fmt: skip
CHOOSABLE = tuple(_CHOSEN)
"""The charts for which something can be chosen."""
