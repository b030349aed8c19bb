"""The formula language as frozen nodes; what they mean lies in the readings.

A reading is a `functools.singledispatch` function with one implementation a node kind: notation, words, dimensions,
dependencies, reference, writer (NumPy), spreadsheet (Excel), compiled formulas. A test fails when a kind lacks one: a node
added here cannot be forgotten anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

Arithmetic = Literal["+", "-", "*", "/", "**"]
Comparator = Literal["<", "<=", ">", ">=", "==", "!="]
Function = Literal["min", "max", "ceil", "floor", "exp", "ln", "sqrt"]

DUST_DIGITS = 9
"""Decimals `ceil` and `floor` look at: 7.000000000000001 is seven, the rest being dust of floating-point numbers."""


@dataclass(frozen=True, slots=True)
class Node:
    """A piece of a formula."""


@dataclass(frozen=True, slots=True)
class Number(Node):
    """A number written in the formula; it takes the unit its place needs."""

    value: float


@dataclass(frozen=True, slots=True)
class Name(Node):
    """The value, in the same month, of a line or an assumption; `members[customers]` is one name."""

    id: str


@dataclass(frozen=True, slots=True)
class Negate(Node):
    """The operand with its sign turned."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Binary(Node):
    """Two operands joined by an arithmetic operator."""

    operator: Arithmetic
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Compare(Node):
    """1 where the comparison holds, else 0."""

    comparator: Comparator
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Choose(Node):
    """`then` where the test is not 0, else `otherwise`."""

    test: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A function of the language; `min` and `max` take two or more operands, the others one."""

    function: Function
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class MonthNumber(Node):
    """The number of the month: 0 in the opening column, then 1 to n."""


@dataclass(frozen=True, slots=True)
class YearNumber(Node):
    """The number of the year: 0 in the opening column, 1 in months 1 to 12, and so on."""


@dataclass(frozen=True, slots=True)
class OneMonth(Node):
    """The length of a step, 1 month: it turns a flow into the amount of one month."""


@dataclass(frozen=True, slots=True)
class Prev(Node):
    """The line one month earlier; in the opening column, the line's declared opening."""

    line: str


@dataclass(frozen=True, slots=True)
class Delay(Node):
    """The line so many whole months earlier (rounded half up), 0 before its opening."""

    line: str
    months: Node

    @property
    def is_surely_late(self) -> bool:
        """True where the delay is a number of at least a month, so that the same month is never needed."""
        return isinstance(self.months, Number) and self.months.value >= 0.5


@dataclass(frozen=True, slots=True)
class Cumulative(Node):
    """The sum of the line from the opening up to and including this month."""

    line: str


@dataclass(frozen=True, slots=True)
class Total(Node):
    """The sum of the line over the opening and all months."""

    line: str


@dataclass(frozen=True, slots=True)
class Ramp(Node):
    """0 up to month `start`, rising evenly to 1 at month `start` + `months`, 1 from there on."""

    start: Node
    months: Node


@dataclass(frozen=True, slots=True)
class After(Node):
    """1 in every month later than `start`, else 0."""

    start: Node


@dataclass(frozen=True, slots=True)
class At(Node):
    """1 in the month whose number is `when` (0: the opening), else 0; an amount times it is a flow."""

    when: Node


def children(node: Node) -> Iterator[Node]:
    """Yield the nodes directly inside this one, left to right."""
    names: tuple[str, ...] = node.__slots__
    for name in names:
        value = getattr(node, name)
        if isinstance(value, Node):
            yield value
        elif isinstance(value, tuple):
            yield from value


def walk(node: Node) -> Iterator[Node]:
    """Yield the node and every node inside it, outermost first."""
    stack = [node]
    while stack:
        top = stack.pop()
        yield top
        stack.extend(reversed(list(children(top))))


def rename(node: Node, new_id: Callable[[str], str]) -> Node:
    """Return the same formula with every name, and every line looked back at, under its new id."""
    if not node.__slots__ or isinstance(node, Number):
        return node
    if isinstance(node, Name):
        return Name(new_id(node.id))
    parts: list[object] = []
    for name in node.__slots__:
        value = getattr(node, name)
        if isinstance(value, Node):
            value = rename(value, new_id)
        elif isinstance(value, tuple):
            value = tuple(rename(part, new_id) for part in value)
        elif name == "line":
            value = new_id(value)
        parts.append(value)
    return type(node)(*parts)
