"""Units reading: the dimension a formula works out to, refused where things that differ are added or compared."""

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
from model.notation import notation
from model.powers import MONTH, NONE, PER_MONTH, Dimension

DimensionOf = Callable[[str], Dimension]
"""Returns the dimension of a line or an assumption by its id."""


class DimensionError(ValueError):
    """Two parts of a formula have dimensions that cannot be joined; both are kept, to be shown."""

    def __init__(self, what: str, left: Dimension, right: Dimension, remedy: str) -> None:
        super().__init__(what)
        self.left = left
        self.right = right
        self.remedy = remedy


def dimension(node: Node, of: DimensionOf) -> Dimension | None:
    """Return the dimension of a formula.

    None stands for bare numbers, comparisons and ramps, and for what is made of them alone: they take the unit their
    place needs. Raises `DimensionError` where unlike things are added, compared or used as a power.
    """
    return _dimension(node, of)


@singledispatch
def _dimension(node: Node, of: DimensionOf) -> Dimension | None:
    raise TypeError(f"no units reading for {type(node).__name__}")


@_dimension.register(Number)
@_dimension.register(MonthNumber)
@_dimension.register(YearNumber)
def _bare(node: Node, of: DimensionOf) -> Dimension | None:
    return None


@_dimension.register
def _name(node: Name, of: DimensionOf) -> Dimension | None:
    return of(node.id)


@_dimension.register
def _negate(node: Negate, of: DimensionOf) -> Dimension | None:
    return _dimension(node.operand, of)


@_dimension.register
def _binary(node: Binary, of: DimensionOf) -> Dimension | None:
    left, right = _dimension(node.left, of), _dimension(node.right, of)
    if node.operator in "+-":
        return _joined([node.left, node.right], of)
    if node.operator == "**":
        return _power(node, left, right)
    if left is None and right is None:
        return None
    a, b = left or NONE, right or NONE
    return a * b if node.operator == "*" else a / b


def _power(node: Binary, base: Dimension | None, exponent: Dimension | None) -> Dimension | None:
    if exponent:
        remedy = "Divide the exponent by a quantity of the same unit, such as `one_month`."
        raise DimensionError(f"The exponent `{notation(node.right)}` has a unit.", exponent, NONE, remedy)
    if not base:
        return base
    if not isinstance(node.right, Number):
        remedy = "Raise a share or a plain number to a power, or use a fixed exponent."
        raise DimensionError(f"`{notation(node.left)}` has a unit and a changing exponent.", base, NONE, remedy)
    return base**node.right.value


def _joined(operands: list[Node], of: DimensionOf) -> Dimension | None:
    """Return the one dimension of operands of which one becomes the value.

    A bare number beside a flow would be there at the opening too, where flows are nought; it needs a name and a unit.
    """
    unit = _same(operands, of)
    for operand in operands:
        if unit and unit.is_flow and isinstance(operand, Number) and operand.value:
            what = f"{notation(operand)} stands beside a flow and has no unit."
            raise DimensionError(
                what, unit, NONE, "Give the number a name under `assumptions:` with the unit of the flow."
            )
    return unit


def _same(operands: list[Node], of: DimensionOf) -> Dimension | None:
    """Return the one dimension all operands share."""
    found: tuple[Node, Dimension] | None = None
    for operand in operands:
        unit = _dimension(operand, of)
        if unit is None:
            continue
        if found and found[1] != unit:
            what = f"`{notation(found[0])}` and `{notation(operand)}` are added, compared or chosen between."
            raise DimensionError(what, found[1], unit, "Bring both to one unit with a rate between them.")
        found = found or (operand, unit)
    return found[1] if found else None


@_dimension.register
def _compare(node: Compare, of: DimensionOf) -> Dimension | None:
    _same([node.left, node.right], of)
    return None


@_dimension.register
def _choose(node: Choose, of: DimensionOf) -> Dimension | None:
    _dimension(node.test, of)
    return _joined([node.then, node.otherwise], of)


@_dimension.register
def _call(node: Call, of: DimensionOf) -> Dimension | None:
    unit = _joined(list(node.operands), of)
    if node.function in ("exp", "ln") and unit:
        what = f"`{node.function}` takes a share or a plain number."
        raise DimensionError(what, unit, NONE, "Divide by a quantity of the same unit first.")
    return unit**0.5 if node.function == "sqrt" and unit else unit


@_dimension.register
def _one_month(node: OneMonth, of: DimensionOf) -> Dimension | None:
    return MONTH


@_dimension.register
def _prev(node: Prev, of: DimensionOf) -> Dimension | None:
    return of(node.line)


@_dimension.register(Cumulative)
@_dimension.register(Total)
def _summed(node: Cumulative | Total, of: DimensionOf) -> Dimension | None:
    return of(node.line) * MONTH


@_dimension.register
def _delay(node: Delay, of: DimensionOf) -> Dimension | None:
    _months([node.months], of)
    return of(node.line)


@_dimension.register
def _ramp(node: Ramp, of: DimensionOf) -> Dimension | None:
    _months([node.start, node.months], of)
    return None


@_dimension.register
def _after(node: After, of: DimensionOf) -> Dimension | None:
    _months([node.start], of)
    return None


@_dimension.register
def _at(node: At, of: DimensionOf) -> Dimension | None:
    _months([node.when], of)
    return PER_MONTH


def _months(operands: list[Node], of: DimensionOf) -> None:
    for operand in operands:
        unit = _dimension(operand, of)
        if unit is not None and unit != MONTH:
            what = f"`{notation(operand)}` is used as a number of months."
            raise DimensionError(what, unit, MONTH, "Use an assumption whose unit is month.")
