"""NumPy reading: a graph compiled to one generated function over months, and over draws where there are any.

The generated text holds only operators, numbers and names made here (`x12`, `a3`): no text of a case reaches it.
Each line is computed twice: once for the opening column, once for all months together; lines tied through `prev` go
month by month. Without draws everything that does not change over time stays a plain Python number.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, singledispatch
from typing import Any

import numpy as np

from model import kernels
from model.dependencies import needs
from model.graph import Graph, Group
from model.nodes import (
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
    children,
)
from model.problems import CaseProblems, Problem
from model.reference import reference
from model.series import Array, Value, likely_values, scheduled

_TIMED = (MonthNumber, YearNumber, Prev, Delay, Cumulative, Ramp, After, At)


@dataclass(frozen=True)
class Program:
    """A graph compiled for repeated evaluation."""

    graph: Graph

    def run(self, values: Mapping[str, Value] | None = None) -> Array:
        """Return every line at the given values (the likely ones unless said): shape (lines, months + 1).

        Lines stand in the order of `graph.order`; column 0 is the opening. Raises `CaseProblems` naming the line and
        month where a formula has no finite value.
        """
        given = likely_values(self.graph) if values is None else values
        rows = np.empty((len(self.graph.order), self.graph.resolved.months + 1))
        try:
            with np.errstate(divide="raise", over="raise", invalid="raise"):
                self._deterministic(*self._arguments(given), rows)
        except (ArithmeticError, ValueError):
            return self._second_opinion(given)
        return rows if np.isfinite(rows).all() else self._second_opinion(given)

    def run_draws(self, values: Mapping[str, Value], draws: int) -> Array:
        """Return every line for many draws at once: shape (lines, months + 1, draws).

        Raises `CaseProblems` where a draw has no finite value.
        """
        rows = np.empty((len(self.graph.order), self.graph.resolved.months + 1, draws))
        with np.errstate(all="ignore"):
            self._stochastic(*self._arguments(values), rows)
        finite = np.isfinite(rows).all(axis=(1, 2))
        if not finite.all():
            raise self._no_finite_draw(int(np.argmin(finite)))
        return rows

    def _arguments(self, values: Mapping[str, Value]) -> tuple[list[Any], list[Any]]:
        ordered = [values[name] for name in self.graph.resolved.assumptions]
        return [value.opening for value in ordered], [value.later for value in ordered]

    def _second_opinion(self, values: Mapping[str, Value]) -> Array:
        """Let the reference decide: it leaves out branches that are not taken, and names the cell that has no value."""
        lines = reference(self.graph, values)
        return np.array([lines[line_id] for line_id in self.graph.order])

    def _no_finite_draw(self, index: int) -> CaseProblems:
        line = self.graph.rows[self.graph.order[index]].line
        what = f"{line.label} (`{line.id}`) has no finite value in some draws."
        remedy = "Narrow the ranges of the values it divides by, or test for nought first."
        return CaseProblems(
            [Problem("not_finite", self.graph.paths[line.id], what, "Its range would mean nothing.", remedy)]
        )

    @cached_property
    def _deterministic(self) -> Callable[..., None]:
        return _compile(self.graph, with_draws=False)

    @cached_property
    def _stochastic(self) -> Callable[..., None]:
        return _compile(self.graph, with_draws=True)


def _compile(graph: Graph, *, with_draws: bool) -> Callable[..., None]:
    writer = _Writer(graph, with_draws)
    code = compile(writer.source(), f"<graph {graph.resolved.id}>", "exec")
    namespace = kernels.namespace(graph.resolved.months, with_draws=with_draws)
    exec(code, namespace)  # noqa: S102 - the source is generated from checked nodes and holds no text of a case
    compiled: Callable[..., None] = namespace["run"]
    return compiled


# --- writing the function ---------------------------------------------------------------------------------------


@dataclass
class _Writer:
    graph: Graph
    with_draws: bool
    body: list[str] = field(default_factory=list)
    series: set[str] = field(default_factory=set)
    symbols: dict[str, str] = field(default_factory=dict)
    changing: dict[int, bool] = field(default_factory=dict)

    def source(self) -> str:
        names = list(self.graph.resolved.assumptions)
        self.symbols = {name: f"a{i}" for i, name in enumerate(names)}
        self.symbols |= {name: f"x{i}" for i, name in enumerate(self.graph.order)}
        self.series = set(scheduled(self.graph))
        arguments = ", ".join(self.symbols[name] for name in names)
        openings = ", ".join("o" + self.symbols[name] for name in names)
        unpack = [f"[{openings}] = openings", f"[{arguments}] = later"] if names else []
        for group in self.graph.groups:
            self._lagged(group) if group.is_lagged else self._plain(group.order[0])
        rows = [
            f"rows[{i}, 0] = o{s}; rows[{i}, 1:] = {s}" for i, s in enumerate(self.symbols[n] for n in self.graph.order)
        ]
        return "def run(openings, later, rows):\n" + "\n".join(
            f"    {line}" for line in (*unpack, *self.body, *rows, "return")
        )

    def _plain(self, line_id: str) -> None:
        row, symbol = self.graph.rows[line_id], self.symbols[line_id]
        self.body.append(f"o{symbol} = {_emit(row.at_opening, _Opening(self))}")
        self.body.append(f"{symbol} = {_emit(row.formula, _Months(self))}")
        if self.changes(row.formula):
            self.series.add(line_id)

    def changes(self, node: Node) -> bool:
        """Tell whether a formula changes over time; nodes are told apart by identity, as they outlive the writer."""
        if id(node) not in self.changing:
            changes = isinstance(node, _TIMED) or (isinstance(node, Name) and node.id in self.series)
            self.changing[id(node)] = changes or any(map(self.changes, children(node)))
        return self.changing[id(node)]

    def _lagged(self, group: Group) -> None:
        """Write the month-by-month loop of lines tied through `prev`; each is a list from the opening on."""
        inside = set(group.order)
        for line_id in group.opening_order:
            self.body.append(f"o{self.symbols[line_id]} = {_emit(self.graph.rows[line_id].at_opening, _Opening(self))}")
        outside = {name for line_id in group.order for name in needs(self.graph.rows[line_id].formula).names - inside}
        for name in sorted(outside):
            symbol = self.symbols[name]
            if name in self.series or name in self.graph.rows:
                self.body.append(f"s{symbol} = history(o{symbol}, {symbol})")
        for line_id in group.order:
            self.body.append(f"s{self.symbols[line_id]} = [o{self.symbols[line_id]}]")
        self.body.append("for t in months:")
        for line_id in group.order:
            step = _emit(self.graph.rows[line_id].formula, _Step(self))
            self.body.append(f"    s{self.symbols[line_id]}.append({step})")
        for line_id in group.order:
            self.body.append(f"{self.symbols[line_id]} = stacked(s{self.symbols[line_id]})")
        self.series |= inside


@dataclass
class _Place:
    """Where an expression is computed: how names, time words and functions are written there."""

    writer: _Writer
    quiet: bool = False

    def plain(self, node: Node) -> bool:  # noqa: ARG002 - months look at the node
        """Tell whether a part works out to one plain number."""
        return not self.writer.with_draws

    def symbol(self, name: str) -> str:
        return self.writer.symbols[name]

    def function(self, name: str, node: Node) -> str:
        return f"plain_{name}" if self.plain(node) else f"array_{name}"


class _Opening(_Place):
    month = "0"
    year = "0"

    def value(self, name: str) -> str:
        return f"o{self.symbol(name)}"

    def prev(self, name: str) -> str:
        return f"o{self.symbol(name)}"

    cumulative = prev

    def total(self, name: str) -> str:
        return f"total(o{self.symbol(name)}, {self.symbol(name)})"

    def delay(self, name: str, months: str) -> str:
        return f"delay_opening(o{self.symbol(name)}, {months})"


class _Months(_Place):
    month = "month_numbers"
    year = "year_numbers"

    def plain(self, node: Node) -> bool:
        return not self.writer.with_draws and not self.writer.changes(node)

    def value(self, name: str) -> str:
        return self.symbol(name)

    def prev(self, name: str) -> str:
        return f"prev(o{self.symbol(name)}, {self.symbol(name)})"

    def cumulative(self, name: str) -> str:
        return f"cumulative(o{self.symbol(name)}, {self.symbol(name)})"

    def total(self, name: str) -> str:
        return f"total(o{self.symbol(name)}, {self.symbol(name)})"

    def delay(self, name: str, months: str) -> str:
        return f"delay(o{self.symbol(name)}, {self.symbol(name)}, {months})"


class _Step(_Place):
    month = "t"
    year = "-(-t // 12)"

    def value(self, name: str) -> str:
        is_line = name in self.writer.graph.rows
        return f"s{self.symbol(name)}[t]" if is_line or name in self.writer.series else self.symbol(name)

    def prev(self, name: str) -> str:
        return f"s{self.symbol(name)}[t - 1]"

    def cumulative(self, name: str) -> str:
        return f"running(s{self.symbol(name)}, t)"

    def total(self, name: str) -> str:
        return f"total(o{self.symbol(name)}, {self.symbol(name)})"

    def delay(self, name: str, months: str) -> str:
        return f"delay_step(s{self.symbol(name)}, t, {months})"


_AnyPlace = _Opening | _Months | _Step


@singledispatch
def _emit(node: Node, place: _AnyPlace) -> str:
    raise TypeError(f"no NumPy reading for {type(node).__name__}")


@_emit.register
def _number(node: Number, place: _AnyPlace) -> str:
    return f"({node.value!r})" if math.copysign(1.0, node.value) < 0 else repr(node.value)


@_emit.register
def _name(node: Name, place: _AnyPlace) -> str:
    return place.value(node.id)


@_emit.register
def _negate(node: Negate, place: _AnyPlace) -> str:
    return f"(-{_emit(node.operand, place)})"


@_emit.register
def _binary(node: Binary, place: _AnyPlace) -> str:
    if node.operator == "*":
        return _product(node, place)
    left, right = _emit(node.left, place), _emit(node.right, place)
    if node.operator == "**":
        return f"{place.function('power', node)}({left}, {right})"
    if node.operator == "/" and place.quiet and not place.plain(node):
        return f"array_divide({left}, {right})"
    return f"({left} {node.operator} {right})"


def _product(node: Binary, place: _AnyPlace) -> str:
    """Write a product with the factors that do not change over time first, so that they meet as single numbers."""
    factors: list[Node] = []
    inner: Node = node
    while isinstance(inner, Binary) and inner.operator == "*":
        factors.append(inner.right)
        inner = inner.left
    factors = [inner, *reversed(factors)]
    factors.sort(key=place.writer.changes)
    return f"({' * '.join(_emit(factor, place) for factor in factors)})"


@_emit.register
def _compare(node: Compare, place: _AnyPlace) -> str:
    return f"(({_emit(node.left, place)} {node.comparator} {_emit(node.right, place)}) * 1.0)"


@_emit.register
def _choose(node: Choose, place: _AnyPlace) -> str:
    test = _emit(node.test, place)
    if place.plain(node):
        return f"({_emit(node.then, place)} if {test} else {_emit(node.otherwise, place)})"
    then, otherwise = (_branch(part, place) for part in (node.then, node.otherwise))
    return f"array_where({test}, {then}, {otherwise})"


def _branch(node: Node, place: _AnyPlace) -> str:
    """Write a branch that is computed in every month, also where it is not taken and may divide by nought."""
    before, place.quiet = place.quiet, True
    text = _emit(node, place)
    place.quiet = before
    return text if isinstance(node, Name | Number) else f"quiet(lambda: {text})"


@_emit.register
def _call(node: Call, place: _AnyPlace) -> str:
    operands = [_emit(operand, place) for operand in node.operands]
    text = operands[0]
    if node.function not in ("min", "max"):
        return f"{place.function(node.function, node)}({text})"
    for operand in operands[1:]:
        text = f"{place.function(node.function, node)}({text}, {operand})"
    return text


@_emit.register
def _month(node: MonthNumber, place: _AnyPlace) -> str:
    return place.month


@_emit.register
def _year(node: YearNumber, place: _AnyPlace) -> str:
    return f"({place.year})"


@_emit.register
def _one_month(node: OneMonth, place: _AnyPlace) -> str:
    return "1.0"


@_emit.register
def _prev(node: Prev, place: _AnyPlace) -> str:
    return place.prev(node.line)


@_emit.register
def _delay(node: Delay, place: _AnyPlace) -> str:
    return place.delay(node.line, _emit(node.months, place))


@_emit.register
def _cumulative(node: Cumulative, place: _AnyPlace) -> str:
    return place.cumulative(node.line)


@_emit.register
def _total(node: Total, place: _AnyPlace) -> str:
    return place.total(node.line)


@_emit.register
def _ramp(node: Ramp, place: _AnyPlace) -> str:
    return f"{place.function('ramp', node)}({place.month}, {_emit(node.start, place)}, {_emit(node.months, place)})"


@_emit.register
def _after(node: After, place: _AnyPlace) -> str:
    return f"(({place.month} > {_emit(node.start, place)}) * 1.0)"


@_emit.register
def _at(node: At, place: _AnyPlace) -> str:
    return f"(({place.month} == {place.function('round', node)}({_emit(node.when, place)})) * 1.0)"
