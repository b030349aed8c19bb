"""Writes the function that computes a graph: Python source that holds operators, numbers and names made here only."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import singledispatch

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
from model.series import scheduled

_PARTIAL = ("exp", "ln", "sqrt")
_TIMED = (MonthNumber, YearNumber, Prev, Delay, Cumulative, Ramp, After, At)


@dataclass
class Writer:
    """Writes one function for a graph, with or without draws, that fills in the rows of the lines asked for."""

    graph: Graph
    with_draws: bool
    lines: Sequence[str]
    body: list[str] = field(default_factory=list)
    series: set[str] = field(default_factory=set)
    symbols: dict[str, str] = field(default_factory=dict)
    changing: dict[int, bool] = field(default_factory=dict)
    masks: int = 0
    shared: dict[Node, str] = field(default_factory=dict)

    def source(self) -> str:
        """Return the source of `run(openings, later, rows)`; lines that nothing asks for are left out."""
        names = list(self.graph.resolved.assumptions)
        self.symbols = {name: f"a{i}" for i, name in enumerate(names)}
        self.symbols |= {name: f"x{i}" for i, name in enumerate(self.graph.order)}
        self.series = set(scheduled(self.graph))
        wanted = self.graph.reach(self.lines)
        for group in self.graph.groups:
            if wanted.intersection(group.order):
                self._lagged(group) if group.is_lagged else self._plain(group.order[0])
        arguments = ", ".join(self.symbols[name] for name in names)
        openings = ", ".join("o" + self.symbols[name] for name in names)
        unpack = [f"[{openings}] = openings", f"[{arguments}] = later"] if names else []
        filled = [
            f"rows[{i}, 0] = o{s}; rows[{i}, 1:] = {s}" for i, s in enumerate(self.symbols[n] for n in self.lines)
        ]
        return "\n    ".join(["def run(openings, later, rows):", *unpack, *self.body, *filled, "return"])

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

    def share(self, node: Node, text: str) -> str:
        """Compute a part that many formulas hold, such as the ramp from launch, once; return its symbol."""
        symbol = self.shared[node] = f"c{len(self.shared)}"
        self.body.append(f"{symbol} = {text}")
        return symbol

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
            step = _emit(self.graph.rows[line_id].formula, _Step(self, indent="    "))
            self.body.append(f"    s{self.symbols[line_id]}.append({step})")
        for line_id in group.order:
            self.body.append(f"{self.symbols[line_id]} = stacked(s{self.symbols[line_id]})")
        self.series |= inside
        self.changing.clear()  # parts shared with earlier formulas may have been looked up before these changed


@dataclass
class _Place:
    """Where an expression is computed: how names, time words and functions are written there.

    Inside a branch of a choice, `taken` names the mask of where the branch is taken. Elsewhere its values do not count,
    so what could fail there (a division by nought, the root of a negative number) is computed for 1 instead.
    """

    writer: Writer
    taken: str = ""
    indent: str = ""

    def kept(self, text: str) -> str:
        """Compute a mask in a statement of its own, before the one being written; return its symbol."""
        symbol = f"k{self.writer.masks}"
        self.writer.masks += 1
        self.writer.body.append(f"{self.indent}{symbol} = {text}")
        return symbol

    def plain(self, node: Node) -> bool:  # noqa: ARG002 - months look at the node
        """Tell whether a part works out to one plain number."""
        return not self.writer.with_draws

    def symbol(self, name: str) -> str:
        return self.writer.symbols[name]

    def function(self, name: str, node: Node) -> str:
        return f"plain_{name}" if self.plain(node) else f"array_{name}"

    def guarded(self, name: str, node: Node, *operands: str) -> str:
        """Write a function that has no value for some operands."""
        if self.taken and not self.plain(node):
            return f"masked_{name}({self.taken}, {', '.join(operands)})"
        return f"{self.function(name, node)}({', '.join(operands)})"


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
        return place.guarded("power", node, left, right)
    if node.operator == "/" and place.taken and not place.plain(node):
        return place.guarded("divide", node, left, right)
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
    mask = place.kept(f"array_true({test})")
    then, otherwise = _branch(node.then, place, mask), _branch(node.otherwise, place, f"~{mask}")
    return f"array_where({mask}, {then}, {otherwise})"


def _branch(node: Node, place: _AnyPlace, mask: str) -> str:
    """Write a branch; it is computed in every month, and counts where it and the branch around it are taken."""
    around = place.taken
    place.taken = place.kept(f"{around} & {mask}" if around else mask)
    text = _emit(node, place)
    place.taken = around
    return text


@_emit.register
def _call(node: Call, place: _AnyPlace) -> str:
    operands = [_emit(operand, place) for operand in node.operands]
    if node.function in _PARTIAL:
        return place.guarded(node.function, node, operands[0])
    if node.function not in ("min", "max"):
        return f"{place.function(node.function, node)}({operands[0]})"
    return _paired(place.function(node.function, node), operands)


def _paired(function: str, operands: list[str]) -> str:
    """Write a function of two for many, in pairs of pairs, so that brackets do not nest as deep as there are operands."""
    if len(operands) == 1:
        return operands[0]
    half = len(operands) // 2
    return f"{function}({_paired(function, operands[:half])}, {_paired(function, operands[half:])})"


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
    if node.is_surely_late and isinstance(place, _Opening):
        return "0.0"
    months = _emit(node.months, place)
    if place.taken and not place.plain(node.months):
        months = f"array_where({place.taken}, {months}, 0.0)"
    return place.delay(node.line, months)


@_emit.register
def _cumulative(node: Cumulative, place: _AnyPlace) -> str:
    return place.cumulative(node.line)


@_emit.register
def _total(node: Total, place: _AnyPlace) -> str:
    return place.total(node.line)


@_emit.register
def _ramp(node: Ramp, place: _AnyPlace) -> str:
    if node in place.writer.shared and isinstance(place, _Months):
        return place.writer.shared[node]
    text = f"{place.function('ramp', node)}({place.month}, {_emit(node.start, place)}, {_emit(node.months, place)})"
    return place.writer.share(node, text) if isinstance(place, _Months) and not place.taken else text


@_emit.register
def _after(node: After, place: _AnyPlace) -> str:
    return f"(({place.month} > {_emit(node.start, place)}) * 1.0)"


@_emit.register
def _at(node: At, place: _AnyPlace) -> str:
    return f"(({place.month} == {place.function('round', node)}({_emit(node.when, place)})) * 1.0)"
