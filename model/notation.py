"""Notation reading: nodes back to formula text, with names or with figures in their place."""

from __future__ import annotations

from collections.abc import Callable
from functools import singledispatch

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
)

Show = Callable[[Node], str]
"""Writes a leaf (a name, a time word, a look into a line's history) as text."""

_STRENGTH = {"+": 3, "-": 3, "*": 4, "/": 4, "**": 6}
_CHOOSE, _COMPARE, _NEGATE, _ATOM = 1, 2, 5, 7


def notation(node: Node, show: Show | None = None) -> str:
    """Return the formula as text that parses back to the same nodes; `show` may put figures where names stand."""
    return _write(node, show or _leaf_text)[0]


def number_text(value: float) -> str:
    """Return a number as the language writes it: no exponent where a plain figure will do."""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def _leaf_text(node: Node) -> str:
    match node:
        case Name(id):
            return id
        case Prev(line):
            return f"prev({line})"
        case Cumulative(line):
            return f"cumulative({line})"
        case Total(line):
            return f"total({line})"
        case Delay(line, months):
            return f"delay({line}, {notation(months)})"
        case MonthNumber():
            return "month"
        case YearNumber():
            return "year"
        case _:
            assert isinstance(node, OneMonth), node
            return "one_month"


@singledispatch
def _write(node: Node, show: Show) -> tuple[str, int]:
    raise TypeError(f"no notation reading for {type(node).__name__}")


@_write.register
def _number(node: Number, show: Show) -> tuple[str, int]:
    return number_text(node.value), _NEGATE if node.value < 0 else _ATOM


@_write.register(Name)
@_write.register(Prev)
@_write.register(Cumulative)
@_write.register(Total)
@_write.register(Delay)
@_write.register(MonthNumber)
@_write.register(YearNumber)
@_write.register(OneMonth)
def _leaf(node: Node, show: Show) -> tuple[str, int]:
    text = show(node)
    return text, _NEGATE if text.startswith(("-", "\u2212")) else _ATOM


@_write.register
def _negate(node: Negate, show: Show) -> tuple[str, int]:
    return f"-{_inside(node.operand, show, _ATOM)}", _NEGATE


@_write.register
def _binary(node: Binary, show: Show) -> tuple[str, int]:
    strength = _STRENGTH[node.operator]
    left = _inside(node.left, show, strength + (node.operator == "**"))
    right = _inside(node.right, show, strength + (node.operator != "**"))
    return f"{left} {node.operator} {right}", strength


@_write.register
def _compare(node: Compare, show: Show) -> tuple[str, int]:
    return f"{_inside(node.left, show, 3)} {node.comparator} {_inside(node.right, show, 3)}", _COMPARE


@_write.register
def _choose(node: Choose, show: Show) -> tuple[str, int]:
    then, test = _inside(node.then, show, _COMPARE), _inside(node.test, show, _COMPARE)
    return f"{then} if {test} else {_inside(node.otherwise, show, _CHOOSE)}", _CHOOSE


@_write.register
def _call(node: Call, show: Show) -> tuple[str, int]:
    return f"{node.function}({', '.join(_write(operand, show)[0] for operand in node.operands)})", _ATOM


@_write.register
def _ramp(node: Ramp, show: Show) -> tuple[str, int]:
    return f"ramp({_write(node.start, show)[0]}, {_write(node.months, show)[0]})", _ATOM


@_write.register
def _after(node: After, show: Show) -> tuple[str, int]:
    return f"after({_write(node.start, show)[0]})", _ATOM


@_write.register
def _at(node: At, show: Show) -> tuple[str, int]:
    return f"at({_write(node.when, show)[0]})", _ATOM


def _inside(node: Node, show: Show, least: int) -> str:
    text, strength = _write(node, show)
    return text if strength >= least else f"({text})"
