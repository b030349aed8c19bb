"""Compiled reading of one formula, as it is written into the function that `model.compiled_writer` writes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import singledispatch
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from model.compiled_writer import KernelWriter

NEVER, BY_YEAR, BY_MONTH = range(3)
"""How often a part of a formula changes."""

_SHARED = (Ramp, After, At, Call, Compare)
_COMPARE = {"<": "is_less", "<=": "is_at_most", "==": "is_equal", "!=": "differs"}
_TURNED = {">": "<", ">=": "<="}
_CALLED = {"min": "least", "max": "most"}


@dataclass
class Opening:
    """The opening column: how names, time words and functions are written there."""

    writer: KernelWriter
    month = year = "0.0"

    def symbol(self, name: str) -> str:
        return self.writer.symbols[name]

    def past(self, name: str) -> str:
        return f"line_{self.writer.past[name]}"

    def inner(self, node: Node) -> str:
        """Write a part as it stands here."""
        return _emit(node, self)

    def text(self, node: Node) -> str:
        """Write a part, or the symbol under which it was computed before."""
        return self.inner(node)

    def value(self, name: str) -> str:
        return f"o{self.symbol(name)}"

    def prev(self, name: str) -> str:
        return self.value(name)

    def cumulative(self, name: str) -> str:
        return self.value(name)

    def total(self, name: str) -> str:
        return f"total(past, {self.past(name)})"

    def delay(self, node: Delay) -> str:
        return "0.0" if node.is_surely_late else f"delayed_opening({self.value(node.line)}, {self.text(node.months)})"


class Month(Opening):
    """A month of the walk."""

    month = "float(t)"
    year = "float((t + 11) // 12)"

    def text(self, node: Node) -> str:
        if not any(True for _ in children(node)) and not isinstance(node, Total):
            return self.inner(node)
        level = self.writer.level(node)
        if level == NEVER:
            return self.writer.hoisted(node)
        if level == BY_YEAR:
            return self.writer.once(node)
        return self.writer.once(node, self.inner(node)) if isinstance(node, _SHARED) else self.inner(node)

    def value(self, name: str) -> str:
        return self.symbol(name)

    def prev(self, name: str) -> str:
        return f"p{self.symbol(name)}"

    def cumulative(self, name: str) -> str:
        return f"r{self.symbol(name)}"

    def delay(self, node: Delay) -> str:
        return f"delayed(past, {self.past(node.line)}, t, {self.text(node.months)})"


class Steady(Month):
    """Before the months, where nothing changes over time."""

    def text(self, node: Node) -> str:
        return self.writer.steady.get(node) or self.inner(node)


@singledispatch
def _emit(node: Node, place: Opening) -> str:
    raise TypeError(f"no compiled reading for {type(node).__name__}")


@_emit.register
def _number(node: Number, place: Opening) -> str:
    return f"({float(node.value)!r})"


@_emit.register
def _name(node: Name, place: Opening) -> str:
    return place.value(node.id)


@_emit.register
def _negate(node: Negate, place: Opening) -> str:
    return f"(-{place.text(node.operand)})"


@_emit.register
def _binary(node: Binary, place: Opening) -> str:
    if node.operator == "*":
        return f"({' * '.join(place.text(factor) for factor in _factors(node, place))})"
    left, right = place.text(node.left), place.text(node.right)
    if node.operator in ("/", "**"):
        return f"{'divide' if node.operator == '/' else 'power'}({left}, {right})"
    return f"({left} {node.operator} {right})"


def _factors(node: Binary, place: Opening) -> Iterable[Node]:
    """Return the factors of a product, those that change least often first, multiplied out where they never do."""
    factors: list[Node] = []
    inner: Node = node
    while isinstance(inner, Binary) and inner.operator == "*":
        factors.append(inner.right)
        inner = inner.left
    factors = sorted([inner, *reversed(factors)], key=place.writer.level)
    while len(factors) > 2 and place.writer.level(factors[1]) == NEVER:
        factors[:2] = [Binary("*", factors[0], factors[1])]
    return factors


@_emit.register
def _compare(node: Compare, place: Opening) -> str:
    left, right = place.text(node.left), place.text(node.right)
    if node.comparator in _TURNED:
        return f"{_COMPARE[_TURNED[node.comparator]]}({right}, {left})"
    return f"{_COMPARE[node.comparator]}({left}, {right})"


@_emit.register
def _choose(node: Choose, place: Opening) -> str:
    test, then, otherwise = (place.text(part) for part in (node.test, node.then, node.otherwise))
    return f"choose({test}, {then}, {otherwise})"


@_emit.register
def _call(node: Call, place: Opening) -> str:
    operands = [place.text(operand) for operand in node.operands]
    return _paired(_CALLED.get(node.function, node.function), operands)


def _paired(function: str, operands: list[str]) -> str:
    """Write a function of two for many, in pairs of pairs; one of a single number as it is."""
    if len(operands) == 1:
        return operands[0] if function in ("least", "most") else f"{function}({operands[0]})"
    half = len(operands) // 2
    return f"{function}({_halved(function, operands[:half])}, {_halved(function, operands[half:])})"


def _halved(function: str, operands: list[str]) -> str:
    return operands[0] if len(operands) == 1 else _paired(function, operands)


@_emit.register
def _month(node: MonthNumber, place: Opening) -> str:
    return place.month


@_emit.register
def _year(node: YearNumber, place: Opening) -> str:
    return place.year


@_emit.register
def _one_month(node: OneMonth, place: Opening) -> str:
    return "1.0"


@_emit.register
def _prev(node: Prev, place: Opening) -> str:
    return place.prev(node.line)


@_emit.register
def _delay(node: Delay, place: Opening) -> str:
    return place.delay(node)


@_emit.register
def _cumulative(node: Cumulative, place: Opening) -> str:
    return place.cumulative(node.line)


@_emit.register
def _total(node: Total, place: Opening) -> str:
    return place.total(node.line)


@_emit.register
def _ramp(node: Ramp, place: Opening) -> str:
    return f"ramp({place.month}, {place.text(node.start)}, {place.text(node.months)})"


@_emit.register
def _after(node: After, place: Opening) -> str:
    return f"is_less({place.text(node.start)}, {place.month})"


@_emit.register
def _at(node: At, place: Opening) -> str:
    return f"at({place.month}, {place.text(node.when)})"
