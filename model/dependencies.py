"""Dependencies reading: which lines and assumptions a formula needs, and from when."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache, singledispatch

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


@dataclass(frozen=True, slots=True)
class Needs:
    """The names a formula needs: in the same month or earlier, a month earlier only, later than that, or over all months.

    `history` holds those it looks back at or sums, which must be lines.
    """

    now: frozenset[str] = field(default_factory=frozenset)
    before: frozenset[str] = field(default_factory=frozenset)
    late: frozenset[str] = field(default_factory=frozenset)
    whole: frozenset[str] = field(default_factory=frozenset)
    history: frozenset[str] = field(default_factory=frozenset)

    @property
    def names(self) -> frozenset[str]:
        """Every name, whenever it is needed."""
        return self.now | self.before | self.late | self.whole

    @property
    def earlier(self) -> frozenset[str]:
        """Names needed from earlier months only."""
        return self.before | self.late

    @property
    def at_opening(self) -> frozenset[str]:
        """Names needed in the opening column, where a look one month back is a look at the opening itself."""
        return self.now | self.before | self.whole

    def __or__(self, other: Needs) -> Needs:
        return Needs(*(getattr(self, name) | getattr(other, name) for name in self.__slots__))


NOTHING = Needs()


@lru_cache(maxsize=8_192)
def needs(node: Node) -> Needs:
    """Return what a formula needs."""
    return _needs(node)


@singledispatch
def _needs(node: Node) -> Needs:
    raise TypeError(f"no dependencies reading for {type(node).__name__}")


@_needs.register(Number)
@_needs.register(MonthNumber)
@_needs.register(YearNumber)
@_needs.register(OneMonth)
def _leaf(_node: Node) -> Needs:
    return NOTHING


@_needs.register(Negate)
@_needs.register(Binary)
@_needs.register(Compare)
@_needs.register(Choose)
@_needs.register(Call)
@_needs.register(Ramp)
@_needs.register(After)
@_needs.register(At)
def _inner(node: Node) -> Needs:
    result = NOTHING
    for child in children(node):
        result |= _needs(child)
    return result


@_needs.register
def _name(node: Name) -> Needs:
    return Needs(now=frozenset({node.id}))


@_needs.register
def _prev(node: Prev) -> Needs:
    return Needs(before=frozenset({node.line}), history=frozenset({node.line}))


@_needs.register
def _total(node: Total) -> Needs:
    return Needs(whole=frozenset({node.line}), history=frozenset({node.line}))


@_needs.register
def _cumulative(node: Cumulative) -> Needs:
    return Needs(now=frozenset({node.line}), history=frozenset({node.line}))


@_needs.register
def _delay(node: Delay) -> Needs:
    line = frozenset({node.line})
    looked = Needs(late=line, history=line) if node.is_surely_late else Needs(now=line, history=line)
    return looked | _needs(node.months)
