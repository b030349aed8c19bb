"""Sums of lines, taken apart: what changes over time, and how many times each of it counts, which does not change.

Most lines of money are something that grows, scaled and added up. Their sum needs neither each of them nor the sums
between, month by month in every draw, but only what grows, each scaled once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from model.dependencies import needs
from model.graph import Graph
from model.nodes import (
    After,
    At,
    Binary,
    Cumulative,
    Delay,
    MonthNumber,
    Name,
    Negate,
    Node,
    Number,
    Prev,
    Ramp,
    YearNumber,
    walk,
)
from model.series import scheduled

ONE = Number(1.0)
_TIMED = MonthNumber | YearNumber | Prev | Delay | Cumulative | Ramp | After | At

Parts = Mapping[Node, list[Node]]
"""By what changes over time (`ONE`: nothing does), all that it is multiplied by, to be added up."""


@dataclass(frozen=True)
class Apart:
    """Sums of lines as parts, and the lines that must still be computed for themselves."""

    sums: tuple[Parts, ...]
    needed: frozenset[str]


def taken_apart(graph: Graph, sums: Iterable[Collection[str]], wanted: Iterable[str]) -> Apart:
    """Take sums of lines apart down to what is needed for other reasons, or is no sum and no product."""
    series = _series(graph)
    sums, wanted = tuple(sums), tuple(wanted)
    reached = graph.reach([*wanted, *(name for names in sums for name in names)]) & graph.rows.keys()
    lagged = {name for group in graph.groups if group.is_lagged for name in group.order}
    whole = [_parts(graph, names, series, lagged) for names in sums]
    asked = {
        name
        for parts in whole
        for node, times in parts.items()
        for part in (node, *times)
        for name in needs(part).names
    }
    at_opening = {name for line in reached for name in needs(graph.rows[line].at_opening).whole}
    needed = graph.reach([*wanted, *asked, *at_opening, *((lagged | graph.rows.keys() - series) & reached)])
    return Apart(tuple(_parts(graph, names, series, needed) for names in sums), needed)


def _series(graph: Graph) -> frozenset[str]:
    """Return the lines and assumptions that change over time."""
    found = set(scheduled(graph))
    for group in graph.groups:
        names = group.order
        if group.is_lagged or _changes(graph.rows[names[0]].formula, found):
            found.update(names)
    return frozenset(found)


def _changes(node: Node, series: Collection[str]) -> bool:
    return any(isinstance(part, _TIMED) or (isinstance(part, Name) and part.id in series) for part in walk(node))


def _parts(graph: Graph, names: Iterable[str], series: Collection[str], kept: Collection[str]) -> Parts:
    """Return what a sum is made of; lines that are kept are not taken apart."""
    found: dict[Node, list[Node]] = {}
    waiting: list[tuple[Node, Node]] = [(Name(name), ONE) for name in reversed(list(names))]
    while waiting:
        node, times = waiting.pop()
        if not _changes(node, series):
            found.setdefault(ONE, []).append(_times(times, node))
            continue
        match node:
            case Name(name) if name in graph.rows and name not in kept:
                waiting.append((graph.rows[name].formula, times))
            case Negate(operand):
                waiting.append((operand, Negate(times)))
            case Binary("+", left, right):
                waiting += [(right, times), (left, times)]
            case Binary("-", left, right):
                waiting += [(right, Negate(times)), (left, times)]
            case Binary("/", left, right) if not _changes(right, series):
                waiting.append((left, Binary("/", times, right)))
            case Binary("*"):
                waiting += _product(node, times, series, found)
            case _:
                found.setdefault(node, []).append(times)
    return found


def _product(
    node: Binary, times: Node, series: Collection[str], found: dict[Node, list[Node]]
) -> list[tuple[Node, Node]]:
    """Note a product of several parts that change; return its one such part, to be taken further apart."""
    factors: list[Node] = []
    inner: Node = node
    while isinstance(inner, Binary) and inner.operator == "*":
        factors.append(inner.right)
        inner = inner.left
    factors = [inner, *reversed(factors)]
    for factor in factors:
        times = times if _changes(factor, series) else _times(times, factor)
    changing = sorted((factor for factor in factors if _changes(factor, series)), key=repr)
    if len(changing) == 1:
        return [(changing[0], times)]
    product = changing[0]
    for factor in changing[1:]:
        product = Binary("*", product, factor)
    found.setdefault(product, []).append(times)
    return []


def _times(one: Node, other: Node) -> Node:
    return other if one == ONE else one if other == ONE else Binary("*", one, other)
