"""Writes the function that computes a graph: Python source that holds operators, numbers and names made here only."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import singledispatch

from model.dependencies import needs
from model.graph import Graph, Group
from model.linear import Parts, taken_apart
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
from model.places import Months, Opening, Step
from model.series import scheduled

_PARTIAL = ("exp", "ln", "sqrt")
_TIMED = (MonthNumber, YearNumber, Prev, Delay, Cumulative, Ramp, After, At)
_LARGE = re.compile(r"\bs?[xck]\d+\b")
"""Symbols of what may hold every month of every draw."""


@dataclass
class Writer:
    """Writes one function for a graph, with or without draws, that fills in rows: sums of lines, then single lines."""

    graph: Graph
    with_draws: bool
    lines: Sequence[str]
    sums: Sequence[Sequence[str]] = ()
    body: list[str] = field(default_factory=list)
    series: set[str] = field(default_factory=set)
    symbols: dict[str, str] = field(default_factory=dict)
    changing: dict[int, bool] = field(default_factory=dict)
    masks: int = 0
    shared: dict[Node, str] = field(default_factory=dict)
    places: dict[str, list[int]] = field(default_factory=dict)
    """By line, the rows it is a part of."""
    kept: list[Parts] = field(default_factory=list)
    listed: set[str] = field(default_factory=set)
    before: list[str] = field(default_factory=list)

    def source(self) -> str:
        """Return the source of `run(openings, later, rows)`; lines that nothing asks for are left out."""
        names = list(self.graph.resolved.assumptions)
        self.symbols = {name: f"a{i}" for i, name in enumerate(names)}
        self.symbols |= {name: f"x{i}" for i, name in enumerate(self.graph.order)}
        self.series = set(scheduled(self.graph))
        for index, line_id in enumerate(self.lines, start=len(self.sums)):
            self.places.setdefault(line_id, []).append(index)
        apart = taken_apart(self.graph, self.sums, self.lines)
        wanted = self.graph.reach([*self.lines, *(line_id for line_ids in self.sums for line_id in line_ids)])
        for group in self.graph.groups:
            if wanted.intersection(group.order):
                self._lagged(group, wanted) if group.is_lagged else self._plain(group.order[0], apart.needed)
        for index, (line_ids, parts) in enumerate(zip(self.sums, apart.sums, strict=True)):
            self._sum(index, line_ids, parts)
        arguments = ", ".join(self.symbols[name] for name in names)
        openings = ", ".join("o" + self.symbols[name] for name in names)
        unpack = [f"[{openings}] = openings", f"[{arguments}] = later"] if names else []
        body = list(_let_go(self.body)) if self.with_draws else self.body
        return "\n    ".join(["def run(openings, later, rows):", *unpack, *body, "return"])

    def _fill(self, line_id: str) -> None:
        """Put a line where it is asked for."""
        symbol = self.symbols[line_id]
        for index in self.places.get(line_id, ()):
            self.body.append(f"rows[{index}, 0] = o{symbol}; rows[{index}, 1:] = {symbol}")

    def _sum(self, index: int, line_ids: Sequence[str], parts: Parts) -> None:
        """Add up the openings of some lines, and the parts of their months, each times what does not change."""
        self.body.append(f"rows[{index}] = 0.0")
        self.body += [f"rows[{index}, 0] += o{self.symbols[line_id]}" for line_id in line_ids]
        self.kept += [parts]  # nodes are told apart by identity, and these must not give theirs to others
        for node, factors in parts.items():
            text = self.shared.get(node) or _emit(node, Months(self))
            if node not in self.shared and not isinstance(node, Name | Number):
                text = self.share(node, text)
            for k, factor in enumerate(factors):
                self.body.append(f"f {'+=' if k else '='} {_emit(factor, Months(self))}".replace("f +=", "f = f +"))
            self.body.append(f"rows[{index}, 1:] += f * {text}")

    def _plain(self, line_id: str, needed: frozenset[str]) -> None:
        row, symbol = self.graph.rows[line_id], self.symbols[line_id]
        self.body.append(f"o{symbol} = {_emit(row.at_opening, Opening(self))}")
        if self.changes(row.formula):
            self.series.add(line_id)
        if line_id in needed:
            self.body.append(f"{symbol} = {_emit(row.formula, Months(self))}")
        self._fill(line_id)

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

    def _lagged(self, group: Group, wanted: frozenset[str]) -> None:
        """Write the month-by-month loop of lines tied through `prev`; each is a list from the opening on."""
        inside = frozenset(group.order)
        for line_id in group.opening_order:
            self.body.append(f"o{self.symbols[line_id]} = {_emit(self.graph.rows[line_id].at_opening, Opening(self))}")
        asked = [needs(self.graph.rows[line_id].formula) for line_id in group.order]
        looked_back = {name for one in asked for name in one.history}
        for name in sorted({name for one in asked for name in one.names} - inside):
            if name in self.series or name in looked_back:
                self._history(name)
        for line_id in group.order:
            self.body.append(f"s{self.symbols[line_id]} = [o{self.symbols[line_id]}]")
        start = len(self.body)
        self.body.append("for t in months:")
        for line_id in group.order:
            step = _emit(self.graph.rows[line_id].formula, Step(self, indent="    ", inside=inside, start=start))
            self.body.append(f"    s{self.symbols[line_id]}.append({step})")
        self.listed |= inside
        self.series |= inside
        self.changing.clear()  # parts shared with earlier formulas may have been looked up before these changed
        asked_for = {*self.places, *(line_id for line_ids in self.sums for line_id in line_ids)}
        for line_id in group.order:
            if line_id in asked_for or wanted.intersection(self.graph.dependants.get(line_id, ())) - inside:
                self.body.append(f"{self.symbols[line_id]} = stacked(s{self.symbols[line_id]})")
                self._fill(line_id)

    def _history(self, name: str) -> None:
        """Have every month of a line or a schedule as a list, once."""
        if name not in self.listed:
            self.listed.add(name)
            self.body.append(f"s{self.symbols[name]} = history(o{self.symbols[name]}, {self.symbols[name]})")

    def steady(self, node: Node, start: int) -> str:
        """Compute a part that no month changes before the loop that begins at a place of the text; return its symbol."""
        symbol, end = f"h{len(self.before)}", len(self.body)
        self.before.append(symbol)
        text = _emit(node, Months(self))
        masks = self.body[end:]  # of choices in the part
        del self.body[end:]
        self.body[start:start] = [*masks, f"{symbol} = {text}"]
        return symbol


def _let_go(body: Sequence[str]) -> Iterator[str]:
    """Yield statements, and drop what holds every draw as soon as nothing uses it, so that its memory is used again."""
    last: dict[str, int] = {}
    for index, statement in enumerate(body):
        last |= dict.fromkeys(_LARGE.findall(statement), index)
    ready: set[str] = set()
    for index, statement in enumerate(body):
        yield statement
        ready |= {symbol for symbol in _LARGE.findall(statement) if last[symbol] == index}
        if ready and index + 1 < len(body) and not body[index + 1].startswith(" "):
            yield f"del {', '.join(sorted(ready))}"
            ready = set()


AnyPlace = Opening | Months | Step


@singledispatch
def _emit(node: Node, place: AnyPlace) -> str:
    raise TypeError(f"no NumPy reading for {type(node).__name__}")


@_emit.register
def _number(node: Number, place: AnyPlace) -> str:
    return f"({node.value!r})" if math.copysign(1.0, node.value) < 0 else repr(node.value)


@_emit.register
def _name(node: Name, place: AnyPlace) -> str:
    return place.value(node.id)


@_emit.register
def _negate(node: Negate, place: AnyPlace) -> str:
    return f"(-{_emit(node.operand, place)})"


@_emit.register
def _binary(node: Binary, place: AnyPlace) -> str:
    if symbol := place.steady(node):
        return symbol
    if node.operator == "*":
        return _product(node, place)
    if node.operator == "/" and isinstance(node.right, OneMonth):
        return _emit(node.left, place)
    left, right = _emit(node.left, place), _emit(node.right, place)
    if node.operator == "**":
        return place.guarded("power", node, left, right)
    if node.operator == "/" and place.taken and not place.plain(node):
        return place.guarded("divide", node, left, right)
    return f"({left} {node.operator} {right})"


def _product(node: Binary, place: AnyPlace) -> str:
    """Write a product with the factors that do not change over time first, so that they meet as single numbers."""
    factors: list[Node] = []
    inner: Node = node
    while isinstance(inner, Binary) and inner.operator == "*":
        factors.append(inner.right)
        inner = inner.left
    factors = [factor for factor in (inner, *reversed(factors)) if not isinstance(factor, OneMonth)] or [OneMonth()]
    factors.sort(key=place.writer.changes)
    return f"({' * '.join(_emit(factor, place) for factor in factors)})"


@_emit.register
def _compare(node: Compare, place: AnyPlace) -> str:
    return f"(({_emit(node.left, place)} {node.comparator} {_emit(node.right, place)}) * 1.0)"


@_emit.register
def _choose(node: Choose, place: AnyPlace) -> str:
    test = _emit(node.test, place)
    if place.plain(node):
        return f"({_emit(node.then, place)} if {test} else {_emit(node.otherwise, place)})"
    mask = place.kept(f"array_true({test})")
    then, otherwise = _branch(node.then, place, mask), _branch(node.otherwise, place, f"~{mask}")
    return f"array_where({mask}, {then}, {otherwise})"


def _branch(node: Node, place: AnyPlace, mask: str) -> str:
    """Write a branch; it is computed in every month, and counts where it and the branch around it are taken."""
    around = place.taken
    place.taken = place.kept(f"{around} & {mask}" if around else mask)
    text = _emit(node, place)
    place.taken = around
    return text


@_emit.register
def _call(node: Call, place: AnyPlace) -> str:
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
def _month(node: MonthNumber, place: AnyPlace) -> str:
    return place.month


@_emit.register
def _year(node: YearNumber, place: AnyPlace) -> str:
    return f"({place.year})"


@_emit.register
def _one_month(node: OneMonth, place: AnyPlace) -> str:
    return "1.0"


@_emit.register
def _prev(node: Prev, place: AnyPlace) -> str:
    return place.prev(node.line)


@_emit.register
def _delay(node: Delay, place: AnyPlace) -> str:
    if node.is_surely_late and isinstance(place, Opening):
        return "0.0"
    months = _emit(node.months, place)
    if place.taken and not place.plain(node.months):
        months = f"array_where({place.taken}, {months}, 0.0)"
    return place.delay(node.line, months)


@_emit.register
def _cumulative(node: Cumulative, place: AnyPlace) -> str:
    return place.cumulative(node.line)


@_emit.register
def _total(node: Total, place: AnyPlace) -> str:
    return place.total(node.line)


@_emit.register
def _ramp(node: Ramp, place: AnyPlace) -> str:
    start, months = _emit(node.start, place), _emit(node.months, place)
    return _shared(node, place, f"{place.function('ramp', node)}({place.month}, {start}, {months})")


@_emit.register
def _after(node: After, place: AnyPlace) -> str:
    return _shared(node, place, f"(({place.month} > {_emit(node.start, place)}) * 1.0)")


@_emit.register
def _at(node: At, place: AnyPlace) -> str:
    when = f"{place.function('round', node)}({_emit(node.when, place)})"
    return _shared(node, place, f"(({place.month} == {when}) * 1.0)")


def _shared(node: Node, place: AnyPlace, text: str) -> str:
    """Compute what many formulas hold, over all months, once; in a branch only what has been computed before it."""
    if not isinstance(place, Months):
        return text
    if node in place.writer.shared:
        return place.writer.shared[node]
    return text if place.taken else place.writer.share(node, text)
