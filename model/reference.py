"""Reference reading: one number at a time, as plainly as it can be written; the second opinion on every figure."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import singledispatch

from model.graph import Graph
from model.nodes import (
    DUST_DIGITS,
    After,
    At,
    Binary,
    Call,
    Choose,
    Compare,
    Cumulative,
    Delay,
    MonthNumber,
    Name,
    Negate,
    Node,
    Number,
    OneMonth,
    Prev,
    Ramp,
    Total,
    YearNumber,
)
from model.problems import CaseProblems, Problem
from model.series import Array, Value

_ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "**": math.pow,
}
_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}
_FUNCTIONS: dict[str, Callable[..., float]] = {
    "min": min,
    "max": max,
    "ceil": lambda value: math.ceil(round(value, DUST_DIGITS)),
    "floor": lambda value: math.floor(round(value, DUST_DIGITS)),
    "exp": math.exp,
    "ln": math.log,
    "sqrt": math.sqrt,
}


History = Sequence[float] | Array
"""A line from the opening on."""

_NOUGHT = {
    False: "Test for nought first: `a / b if b > 0 else 0`.",
    True: "Flows are 0 at the opening: give the line an `opening: 0`, and its formula holds from month 1 on.",
}


@dataclass(slots=True)
class _Sheet:
    """The numbers so far: one list a line, from the opening on, and the month being computed."""

    values: Mapping[str, Value]
    lines: Mapping[str, History]
    month: int = 0

    def assumption(self, name: str) -> float:
        value = self.values[name]
        if self.month == 0:
            return float(value.opening)
        return float(value.later[self.month - 1]) if value.is_series else float(value.later)  # type: ignore[index]


def node_value(node: Node, values: Mapping[str, Value], lines: Mapping[str, History], month: int) -> float:
    """Return one formula at one month, from lines that are already computed."""
    return float(_value(node, _Sheet(values, lines, month)))


def reference(graph: Graph, values: Mapping[str, Value]) -> dict[str, list[float]]:
    """Return every line from the opening (index 0) to the last month.

    Raises `CaseProblems` naming the line and month where a formula has no finite value: a division by nought, the
    root of a negative number, a delay into the future.
    """
    lines: dict[str, list[float]] = {}
    sheet = _Sheet(values, lines)
    for group in graph.groups:
        sheet.month = 0
        for line_id in group.opening_order:
            lines[line_id] = [_cell(graph, line_id, sheet)]
        for sheet.month in range(1, graph.resolved.months + 1):
            for line_id in group.order:
                lines[line_id].append(_cell(graph, line_id, sheet))
    return lines


def _cell(graph: Graph, line_id: str, sheet: _Sheet) -> float:
    row = graph.rows[line_id]
    node = row.at_opening if sheet.month == 0 else row.formula
    try:
        value = float(_value(node, sheet))
    except ZeroDivisionError:
        raise _problem(graph, line_id, sheet.month, "divides by nought", _NOUGHT[sheet.month == 0]) from None
    except (ValueError, OverflowError) as error:
        raise _problem(
            graph, line_id, sheet.month, f"has no finite value ({error})", "Check the values it is computed from."
        ) from None
    if not math.isfinite(value):
        raise _problem(graph, line_id, sheet.month, "has no finite value", "Check the values it is computed from.")
    return value


def _problem(graph: Graph, line_id: str, month: int, what: str, remedy: str) -> CaseProblems:
    row = graph.rows[line_id]
    when = "in the opening column" if month == 0 else f"in month {month}"
    why = "Every figure after it would be meaningless."
    place = graph.paths[line_id]
    path = (*place, "formula") if place[:1] == ("lines",) else place
    return CaseProblems([Problem("not_finite", path, f"{row.line.label} (`{line_id}`) {what} {when}.", why, remedy)])


@singledispatch
def _value(node: Node, sheet: _Sheet) -> float:
    raise TypeError(f"no reference reading for {type(node).__name__}")


@_value.register
def _number(node: Number, sheet: _Sheet) -> float:
    return node.value


@_value.register
def _name(node: Name, sheet: _Sheet) -> float:
    return sheet.lines[node.id][sheet.month] if node.id in sheet.lines else sheet.assumption(node.id)


@_value.register
def _negate(node: Negate, sheet: _Sheet) -> float:
    return -_value(node.operand, sheet)


@_value.register
def _binary(node: Binary, sheet: _Sheet) -> float:
    return _ARITHMETIC[node.operator](_value(node.left, sheet), _value(node.right, sheet))


@_value.register
def _compare(node: Compare, sheet: _Sheet) -> float:
    return float(_COMPARE[node.comparator](_value(node.left, sheet), _value(node.right, sheet)))


@_value.register
def _choose(node: Choose, sheet: _Sheet) -> float:
    return _value(node.then if _value(node.test, sheet) != 0 else node.otherwise, sheet)


@_value.register
def _call(node: Call, sheet: _Sheet) -> float:
    return _FUNCTIONS[node.function](*[_value(operand, sheet) for operand in node.operands])


@_value.register
def _month(node: MonthNumber, sheet: _Sheet) -> float:
    return sheet.month


@_value.register
def _year(node: YearNumber, sheet: _Sheet) -> float:
    return math.ceil(sheet.month / 12)


@_value.register
def _one_month(node: OneMonth, sheet: _Sheet) -> float:
    return 1.0


@_value.register
def _prev(node: Prev, sheet: _Sheet) -> float:
    return sheet.lines[node.line][max(sheet.month - 1, 0)]


@_value.register
def _delay(node: Delay, sheet: _Sheet) -> float:
    back = math.floor(_value(node.months, sheet) + 0.5)
    if back < 0:
        raise ValueError("a delay cannot look into the future")
    return sheet.lines[node.line][sheet.month - back] if back <= sheet.month else 0.0


@_value.register
def _cumulative(node: Cumulative, sheet: _Sheet) -> float:
    return sum(sheet.lines[node.line][: sheet.month + 1])


@_value.register
def _total(node: Total, sheet: _Sheet) -> float:
    return sum(sheet.lines[node.line])


@_value.register
def _ramp(node: Ramp, sheet: _Sheet) -> float:
    start, months = _value(node.start, sheet), _value(node.months, sheet)
    if months <= 0:
        return float(sheet.month > start)
    return min(max((sheet.month - start) / months, 0.0), 1.0)


@_value.register
def _after(node: After, sheet: _Sheet) -> float:
    return float(sheet.month > _value(node.start, sheet))


@_value.register
def _at(node: At, sheet: _Sheet) -> float:
    return float(sheet.month == math.floor(_value(node.when, sheet) + 0.5))
