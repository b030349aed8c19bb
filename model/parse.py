"""Formula text to nodes, through a whitelist over Python's own parser; nothing is ever evaluated."""

from __future__ import annotations

import ast
import keyword
import math
import re
from collections.abc import Callable
from functools import lru_cache
from typing import cast, get_args

from model.nodes import (
    After,
    Arithmetic,
    At,
    Binary,
    Call,
    Choose,
    Comparator,
    Compare,
    Cumulative,
    Delay,
    Function,
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
from model.problems import Complaint, did_you_mean

MAX_LENGTH = 2_000
MAX_NESTING = 40
MAX_DEPTH = 100

FUNCTIONS: tuple[str, ...] = get_args(Function)
TIME_WORDS: dict[str, Node] = {"month": MonthNumber(), "year": YearNumber(), "one_month": OneMonth()}
TIME_FUNCTIONS = ("prev", "delay", "cumulative", "total", "ramp", "after", "at")
RESERVED = frozenset((*FUNCTIONS, *TIME_WORDS, *TIME_FUNCTIONS, *keyword.kwlist))
"""Words that cannot name a line or an assumption."""

_IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")
_OPERATORS: dict[type[ast.operator], Arithmetic] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Pow: "**",
}
_COMPARATORS: dict[type[ast.cmpop], Comparator] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}
_LANGUAGE = "Use numbers, names, + - * / **, comparisons, `a if c else b`, and the functions of docs/formulas.md."


class FormulaError(Complaint):
    """The text is no formula of the language; `remedy` says what to write instead."""

    def __init__(self, what: str, remedy: str = _LANGUAGE) -> None:
        super().__init__(what, "What cannot be read cannot be computed, and nothing else is ever run.", remedy)


def is_identifier(text: str) -> bool:
    """Tell whether the text may name a line or an assumption: lower case, digits and `_`, and no reserved word."""
    return bool(_IDENTIFIER.fullmatch(text)) and text not in RESERVED


def indexed(name: str, *members: str) -> str:
    """Return the id of a name for some members of a dimension: `members[customers, partners]`."""
    return f"{name}[{', '.join(members)}]"


@lru_cache(maxsize=8_192)
def parse_formula(text: str) -> Node:
    """Return the nodes of a formula.

    Raises `FormulaError` for anything outside the language: calls, attributes, strings, chained comparisons, …
    """
    if len(text) > MAX_LENGTH:
        raise FormulaError(
            f"The formula has {len(text):,} characters; at most {MAX_LENGTH:,} are read.", "Split it into lines."
        )
    if _nesting(text) > MAX_NESTING:
        raise FormulaError(f"Brackets are nested more than {MAX_NESTING} deep.", "Split it into lines with names.")
    tree = _tree(text)
    if _depth(tree) > MAX_DEPTH:
        raise FormulaError("The formula is too long a chain to read.", "Split it into lines with names.")
    return _read(tree)


@lru_cache(maxsize=8_192)
def parse_resolved(text: str) -> Node:
    """Return the nodes of a formula the model wrote itself: longer than what it was made from, and checked before."""
    return _read(_tree(text))


def _tree(text: str) -> ast.expr:
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        place = f" at character {error.offset}" if isinstance(error, SyntaxError) and error.offset else ""
        raise FormulaError(f"`{text.strip()[:80]}` is not a formula: it cannot be read{place}.") from None


def _depth(tree: ast.expr) -> int:
    depth, level = 0, [tree]
    while level:
        depth += 1
        level = [child for node in level for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)]
    return depth


def _nesting(text: str) -> int:
    depth = deepest = 0
    for character in text:
        depth += (character in "([{") - (character in ")]}")
        deepest = max(deepest, depth)
    return deepest


def _read(node: ast.expr) -> Node:
    reader = _READERS.get(type(node))
    if reader is None:
        raise FormulaError(f"`{ast.unparse(node)[:80]}` is not part of the formula language.")
    return reader(node)


def _constant(node: ast.Constant) -> Node:
    if type(node.value) not in (int, float):
        raise FormulaError(f"`{node.value!r}` is not a number.", "Formulas hold numbers and names only.")
    try:
        value = float(node.value)  # type: ignore[arg-type]
    except OverflowError:
        value = math.inf
    if not math.isfinite(value):
        raise FormulaError(
            f"`{ast.unparse(node)[:30]}` is larger than any number the model can hold.", "Write a finite number."
        )
    return Number(value)


def _name(node: ast.Name) -> Node:
    if node.id in TIME_WORDS:
        return TIME_WORDS[node.id]
    if node.id in RESERVED:
        raise FormulaError(f"`{node.id}` is a function and needs its operands.", f"Write `{node.id}(…)`.")
    if not _IDENTIFIER.fullmatch(node.id):
        raise FormulaError(
            f"`{node.id}` is not a name.", "Names are lower case letters, digits and `_`, such as `unit_cost`."
        )
    return Name(node.id)


def _subscript(node: ast.Subscript) -> Node:
    parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    plain = [part.id for part in (node.value, *parts) if isinstance(part, ast.Name)]
    if len(plain) != len(parts) + 1 or not all(map(_IDENTIFIER.fullmatch, plain)):
        raise FormulaError(f"`{ast.unparse(node)[:80]}` is not a name.", "Write `members[customers]` for one audience.")
    return Name(indexed(plain[0], *plain[1:]))


def _binary(node: ast.BinOp) -> Node:
    operator = _OPERATORS.get(type(node.op))
    if operator is None:
        raise FormulaError(f"`{ast.unparse(node)[:80]}` uses an operator that is not part of the formula language.")
    return Binary(operator, _read(node.left), _read(node.right))


def _unary(node: ast.UnaryOp) -> Node:
    if isinstance(node.op, ast.UAdd):
        return _read(node.operand)
    if not isinstance(node.op, ast.USub):
        raise FormulaError(f"`{ast.unparse(node)[:80]}` uses an operator that is not part of the formula language.")
    operand = _read(node.operand)
    return Number(-operand.value) if isinstance(operand, Number) else Negate(operand)


def _compare(node: ast.Compare) -> Node:
    comparator = _COMPARATORS.get(type(node.ops[0]))
    if len(node.ops) != 1 or comparator is None:
        remedy = "Compare two values with < <= > >= == or !=; multiply two comparisons where both must hold."
        raise FormulaError(f"`{ast.unparse(node)[:80]}` is not a comparison of two values.", remedy)
    return Compare(comparator, _read(node.left), _read(node.comparators[0]))


def _choose(node: ast.IfExp) -> Node:
    return Choose(_read(node.test), _read(node.body), _read(node.orelse))


def _call(node: ast.Call) -> Node:
    name = node.func.id if isinstance(node.func, ast.Name) else ast.unparse(node.func)
    if name not in (*FUNCTIONS, *TIME_FUNCTIONS):
        known = did_you_mean(name, (*FUNCTIONS, *TIME_FUNCTIONS))
        raise FormulaError(f"`{name[:40]}(…)` is not a function of the formula language.", f"{known}{_LANGUAGE}")
    if node.keywords or any(isinstance(operand, ast.Starred) for operand in node.args):
        raise FormulaError(f"`{name}` takes its operands by position.", f"Write `{name}(a, b)`.")
    return _CALLS[name](name, [_read(operand) for operand in node.args])


def _function(name: str, operands: list[Node]) -> Node:
    if name in ("min", "max"):
        _at_least_two(name, operands)
    else:
        _expect(name, operands, 1)
    return Call(cast("Function", name), tuple(operands))


def _at_least_two(name: str, operands: list[Node]) -> None:
    if len(operands) < 2:
        raise FormulaError(f"`{name}` needs two operands or more.", f"Write `{name}(a, b)`.")


def _expect(name: str, operands: list[Node], count: int) -> None:
    if len(operands) != count:
        raise FormulaError(
            f"`{name}` takes {count} operand(s), not {len(operands)}.", "See docs/formulas.md for each function."
        )


def _line(name: str, operand: Node) -> str:
    if not isinstance(operand, Name):
        raise FormulaError(
            f"`{name}` looks at the history of one line.",
            f"Give the calculation a line of its own and write `{name}(that_line)`.",
        )
    return operand.id


def _history(kind: Callable[[str], Node]) -> Callable[[str, list[Node]], Node]:
    def read(name: str, operands: list[Node]) -> Node:
        _expect(name, operands, 1)
        return kind(_line(name, operands[0]))

    return read


def _delay(name: str, operands: list[Node]) -> Node:
    _expect(name, operands, 2)
    return Delay(_line(name, operands[0]), operands[1])


def _ramp(name: str, operands: list[Node]) -> Node:
    _expect(name, operands, 2)
    return Ramp(operands[0], operands[1])


def _timed(kind: Callable[[Node], Node]) -> Callable[[str, list[Node]], Node]:
    def read(name: str, operands: list[Node]) -> Node:
        _expect(name, operands, 1)
        return kind(operands[0])

    return read


_CALLS: dict[str, Callable[[str, list[Node]], Node]] = {
    **dict.fromkeys(FUNCTIONS, _function),
    "prev": _history(Prev),
    "cumulative": _history(Cumulative),
    "total": _history(Total),
    "delay": _delay,
    "ramp": _ramp,
    "after": _timed(After),
    "at": _timed(At),
}
_READERS: dict[type[ast.expr], Callable[..., Node]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.Subscript: _subscript,
    ast.BinOp: _binary,
    ast.UnaryOp: _unary,
    ast.Compare: _compare,
    ast.IfExp: _choose,
    ast.Call: _call,
}
