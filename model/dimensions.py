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
    if node.operator in "+-":
        return _joined([node.left, node.right], of)
    left, right = _dimension(node.left, of), _dimension(node.right, of)
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
    units = [_dimension(operand, of) for operand in operands]
    unit = _same(operands, units)
    for operand, own in zip(operands, units, strict=True):
        if unit and unit.is_flow and own is None and not _is_nought_at_opening(operand):
            raise DimensionError(
                f"`{notation(operand)}` stands beside a flow and has no unit.", unit, NONE,
                "Give the number a name under `assumptions:` with the unit of the flow.",
            )  # fmt: skip
    return unit


def _same(operands: list[Node], units: list[Dimension | None]) -> Dimension | None:
    """Return the one dimension all operands share."""
    known = [(operand, unit) for operand, unit in zip(operands, units, strict=True) if unit is not None]
    for operand, unit in known:
        if unit != known[0][1]:
            what = f"`{notation(known[0][0])}` and `{notation(operand)}` are added, compared or chosen between."
            raise DimensionError(what, known[0][1], unit, "Bring both to one unit with a rate between them.")
    return known[0][1] if known else None


def _is_nought_at_opening(node: Node) -> bool:
    """Tell whether a part without a unit is surely 0 in the opening column, where month and year are 0."""
    match node:
        case Number(value):
            is_nought = value == 0
        case MonthNumber() | YearNumber():
            is_nought = True
        case After(start) | Ramp(start):
            is_nought = not isinstance(start, Number) or start.value >= 0
        case Binary("*", left, right):
            is_nought = _is_nought_at_opening(left) or _is_nought_at_opening(right)
        case Binary("/", left, _):
            is_nought = _is_nought_at_opening(left)
        case Binary("+" | "-", left, right) | Choose(_, left, right):
            is_nought = _is_nought_at_opening(left) and _is_nought_at_opening(right)
        case Negate(inner):
            is_nought = _is_nought_at_opening(inner)
        case Call("min" | "max" | "ceil" | "floor" | "sqrt", operands):
            is_nought = all(map(_is_nought_at_opening, operands))
        case _:
            is_nought = False
    return is_nought


@_dimension.register
def _compare(node: Compare, of: DimensionOf) -> Dimension | None:
    operands = [node.left, node.right]
    _same(operands, [_dimension(operand, of) for operand in operands])
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
