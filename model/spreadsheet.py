"""Excel reading: a line as one formula for all months, the same in each when filled to the right, and one for its opening.

The formulas stand on one sheet: a row a line, a column a month, the opening before month 1. They hold no numbers but
0 and 1, nothing that Excel 2010 or LibreOffice 7 lacks, and neither OFFSET nor INDIRECT. Where the model has no value (a
division by nought, a delay into the future) the cell shows an error, as a default would hide it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import singledispatch

from model.graph import Row
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
    walk,
)

NOW, BEFORE = "{now}", "{before}"
"""Stand in a formula for the letters of its own column and of the one before it."""
MOST_LENGTH = 8_192
"""How many characters a formula of Excel may have."""
MOST_LEVELS = 64
"""How deep functions of Excel may be nested."""

_MOST_OPERANDS = 200
_COMPARATORS = {"==": "=", "!=": "<>"}
_FUNCTIONS = {"min": "MIN", "max": "MAX", "exp": "EXP", "ln": "LN", "sqrt": "SQRT"}
_OPERATORS = {"+": "+", "-": "-", "*": "*", "/": "/", "**": "^"}
_STRENGTH = {"+": 2, "-": 2, "*": 3, "/": 3, "**": 4}
_SIGNED, _ATOM = 1, 5


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where a formula finds what it names.

    `rows` holds the row number of each line and of each value that changes over time; `values` the reference of each
    other value in base units, of which `flows` are nought at the opening; `numbers` the reference of each number that
    stands in a formula, besides 0, 1 and −1. `half`, `dust` and `shortest` refer to a half, to the decimals that count
    when a number is rounded (`model.nodes.DUST_DIGITS`), and to the shortest ramp, in months, that is not a step.
    """

    rows: Mapping[str, int]
    values: Mapping[str, str]
    flows: frozenset[str]
    numbers: Mapping[float, str]
    month_row: int
    year_row: int
    opening: str
    total: str
    half: str
    dust: str
    shortest: str

    def here(self, name: str) -> str:
        """Return the cell of a row in the column of the formula."""
        return f"{NOW}{self.rows[name]}"

    @property
    def month(self) -> str:
        """The cell that holds the number of the month."""
        return f"{NOW}${self.month_row}"

    def up_to(self, name: str, column: str) -> str:
        """Return the cells of a row from the opening up to a column."""
        row = self.rows[name]
        return f"${self.opening}{row}:{column}{row}"


@dataclass(frozen=True, slots=True)
class Formulas:
    """A line in Excel: the formula of its opening column and that of its months, without the leading `=`."""

    opening: str
    months: str

    @property
    def is_too_large(self) -> bool:
        """True where Excel would refuse to read one of them."""
        return any(len(text) > MOST_LENGTH or _levels(text) > MOST_LEVELS for text in (self.opening, self.months))


def formulas(row: Row, sheet: Sheet) -> Formulas:
    """Return the formulas of a line. Raises `KeyError` for a name or number the sheet has no place for."""
    return Formulas(_write(row.at_opening, _Place(sheet, at_opening=True))[0], _write(row.formula, _Place(sheet))[0])


def filled(text: str, column: str, before: str) -> str:
    """Return a formula as it stands in a column, given the letters of that column and of the one before it."""
    return text.replace(NOW, column).replace(BEFORE, before)


def numbers_in(row: Row) -> Iterator[float]:
    """Yield every number in the formulas of a line that an Excel formula may not hold itself."""
    for node in (row.formula, row.at_opening):
        yield from (part.value for part in walk(node) if isinstance(part, Number) and not _is_plain(part.value))


def sums_over_all(row: Row) -> Iterator[str]:
    """Yield the lines of which the formulas of a line need the sum over all months."""
    for node in (row.formula, row.at_opening):
        yield from (part.line for part in walk(node) if isinstance(part, Total))


def _is_plain(value: float) -> bool:
    return value in (-1.0, 0.0, 1.0)


def _levels(text: str) -> int:
    deepest = level = 0
    for letter in text:
        level += (letter == "(") - (letter == ")")
        deepest = max(deepest, level)
    return deepest


@dataclass(frozen=True, slots=True)
class _Place:
    """A sheet, and the column the formula stands in: that of the opening, or any of the months."""

    sheet: Sheet
    at_opening: bool = False

    def value(self, name: str) -> str:
        if name in self.sheet.rows:
            return self.sheet.here(name)
        return "0" if self.at_opening and name in self.sheet.flows else self.sheet.values[name]


@singledispatch
def _write(node: Node, place: _Place) -> tuple[str, int]:
    """Return a formula as text, and how strongly it holds together: an atom needs no brackets anywhere."""
    raise TypeError(f"no Excel reading for {type(node).__name__}")


def _bare(node: Node, place: _Place) -> str:
    return _write(node, place)[0]


def _inside(node: Node, place: _Place, least: int) -> str:
    text, strength = _write(node, place)
    return text if strength >= least else f"({text})"


@_write.register
def _number(node: Number, place: _Place) -> tuple[str, int]:
    if _is_plain(node.value):
        return f"{node.value:.0f}".replace("-0", "0"), _SIGNED if node.value < 0 else _ATOM
    return place.sheet.numbers[node.value], _ATOM


@_write.register
def _name(node: Name, place: _Place) -> tuple[str, int]:
    return place.value(node.id), _ATOM


@_write.register
def _negate(node: Negate, place: _Place) -> tuple[str, int]:
    return f"-{_inside(node.operand, place, _ATOM)}", _SIGNED


@_write.register
def _binary(node: Binary, place: _Place) -> tuple[str, int]:
    if node.operator == "**":
        return _power(node, place)
    strength = _STRENGTH[node.operator]
    left, right = _inside(node.left, place, strength), _inside(node.right, place, strength + 1)
    return f"{left}{_OPERATORS[node.operator]}{right}", strength


def _power(node: Binary, place: _Place) -> tuple[str, int]:
    """Write a power; Excel refuses 0^0, which is 1."""
    base, exponent = _inside(node.left, place, _ATOM), _inside(node.right, place, _ATOM)
    if isinstance(node.right, Number) and node.right.value != 0:
        return f"{base}^{exponent}", _STRENGTH["**"]
    return f"IF({_bare(node.right, place)}=0,1,{base}^{exponent})", _ATOM


@_write.register
def _compare(node: Compare, place: _Place) -> tuple[str, int]:
    return f"IF({_comparison(node, place)},1,0)", _ATOM


def _comparison(node: Compare, place: _Place) -> str:
    comparator = _COMPARATORS.get(node.comparator, node.comparator)
    return f"{_bare(node.left, place)}{comparator}{_bare(node.right, place)}"


@_write.register
def _choose(node: Choose, place: _Place) -> tuple[str, int]:
    is_comparison = isinstance(node.test, Compare)
    test = _comparison(node.test, place) if isinstance(node.test, Compare) else _bare(node.test, place)
    return f"IF({test}{'' if is_comparison else '<>0'},{_bare(node.then, place)},{_bare(node.otherwise, place)})", _ATOM


@_write.register
def _call(node: Call, place: _Place) -> tuple[str, int]:
    operands = [_bare(operand, place) for operand in node.operands]
    if node.function == "floor":
        return f"INT(ROUND({operands[0]},{place.sheet.dust}))", _ATOM
    if node.function == "ceil":
        return f"-INT(-ROUND({operands[0]},{place.sheet.dust}))", _SIGNED
    return _applied(_FUNCTIONS[node.function], operands), _ATOM


def _applied(function: str, operands: list[str]) -> str:
    """Write a function of many operands; Excel takes a few hundred, and the rest as one more."""
    first, rest = operands[:_MOST_OPERANDS], operands[_MOST_OPERANDS:]
    return f"{function}({','.join([*first, *([_applied(function, rest)] if rest else [])])})"


@_write.register
def _month(node: MonthNumber, place: _Place) -> tuple[str, int]:
    return place.sheet.month, _ATOM


@_write.register
def _year(node: YearNumber, place: _Place) -> tuple[str, int]:
    return f"{NOW}${place.sheet.year_row}", _ATOM


@_write.register
def _one_month(node: OneMonth, place: _Place) -> tuple[str, int]:
    return "1", _ATOM


@_write.register
def _prev(node: Prev, place: _Place) -> tuple[str, int]:
    return f"{NOW if place.at_opening else BEFORE}{place.sheet.rows[node.line]}", _ATOM


@_write.register
def _delay(node: Delay, place: _Place) -> tuple[str, int]:
    """Write a look back; one of a month or more must not refer to its own column, as that would be a circle."""
    if node.is_surely_late and place.at_opening:
        return "0", _ATOM
    sheet = place.sheet
    seen = sheet.up_to(node.line, BEFORE if node.is_surely_late else NOW)
    back = f"INT({_bare(node.months, place)}+{sheet.half})"
    return f"IF({back}>{sheet.month},0,INDEX({seen},1,{sheet.month}-{back}+1))", _ATOM


@_write.register
def _cumulative(node: Cumulative, place: _Place) -> tuple[str, int]:
    return f"SUM({place.sheet.up_to(node.line, NOW)})", _ATOM


@_write.register
def _total(node: Total, place: _Place) -> tuple[str, int]:
    return f"${place.sheet.total}{place.sheet.rows[node.line]}", _ATOM


@_write.register
def _ramp(node: Ramp, place: _Place) -> tuple[str, int]:
    """Write a ramp; over no months at all it is a step, which a ramp over the shortest time is too."""
    sheet = place.sheet
    gone, months = (
        f"({sheet.month}-{_inside(node.start, place, 3)})",
        f"MAX({_bare(node.months, place)},{sheet.shortest})",
    )
    return f"MIN(MAX({gone}/{months},0),1)", _ATOM


@_write.register
def _after(node: After, place: _Place) -> tuple[str, int]:
    return f"IF({place.sheet.month}>{_bare(node.start, place)},1,0)", _ATOM


@_write.register
def _at(node: At, place: _Place) -> tuple[str, int]:
    return f"IF({place.sheet.month}=INT({_bare(node.when, place)}+{place.sheet.half}),1,0)", _ATOM
