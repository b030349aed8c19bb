"""Which combinations of assumptions make a case fail: boxes found by patient rule induction (PRIM), in words.

The method is that of Friedman and Fisher (Statistics and Computing, 1999), used for scenario discovery as Bryant and
Lempert do (Technological Forecasting and Social Change, 2010).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from model.evaluate import Program
from model.names import listed
from model.risk.naming import label, value_text
from model.risk.worth import Draws, Mask
from model.series import Array

_PEEL = 0.05
"""The share of the draws in a box that one step takes off, at least."""
_SMALLEST = 0.05
"""A box holds at least this share of all draws that fail."""
_MATTERS = 0.02
"""A bound is kept where the box without it would be less dense by this much."""
_DENSER, _SURE = 1.5, 0.9
"""A box is named where draws in it fail at least so many times as often as all do, or nearly all of them fail."""
_MOST_BOUNDS = 3
"""More bounds on a box than these are no longer read."""
_TINY = 1e-300
_ENOUGH = 4_096
"""So many draws are enough to find a box."""
_FEWEST = 20
"""With fewer draws that fail, nothing can be said of what they have in common."""


@dataclass(frozen=True, slots=True)
class Bound:
    """One side of a box: an assumption is at least, or at most, a value. `loss` is the density lost without it."""

    assumption: str
    label: str
    at_least: bool
    value: float
    text: str
    loss: float


@dataclass(frozen=True, slots=True)
class Box:
    """A combination of values that makes the case fail.

    `density` is the share of the draws inside that fail, `coverage` the share of all failing draws that lie inside,
    `mass` the share of all draws inside. Draws that an earlier box holds count for that one only.
    """

    bounds: tuple[Bound, ...]
    coverage: float
    density: float
    mass: float
    sentence: str


@dataclass(frozen=True, slots=True)
class Discovery:
    """What draws that fail have in common; no boxes where too few or nearly all fail, and the sentence says so."""

    failing: float
    draws: int
    boxes: tuple[Box, ...]
    sentence: str

    def record(self) -> dict[str, Any]:
        """Return it as plain data, for JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class _Side:
    """An end of a box along one assumption."""

    column: int
    at_least: bool
    value: float

    def holds(self, table: Array) -> Mask:
        numbers = table[:, self.column]
        inside: Mask = numbers >= self.value if self.at_least else numbers <= self.value
        return inside


def discover(program: Program, likely: Draws, fails: Mask, *, what: str = "fails", boxes: int = 2) -> Discovery:
    """Return up to so many boxes of values in which most draws fail; draws and `fails` of shape (draws,).

    `what` says in words what the draws that count as failing do, such as “does not pay”.
    """
    names = tuple(name for name, numbers in likely.items() if numbers.min() < numbers.max())
    failing = float(fails.mean())
    if int(fails.sum()) < _FEWEST or not names:
        return Discovery(
            failing, len(fails), (), f"The case {what} in {_share(failing)} of the draws: too few to see a pattern."
        )
    if failing > 1 - _PEEL:
        return Discovery(
            failing, len(fails), (), f"The case {what} in {_share(failing)} of the draws: there is no corner to name."
        )
    table = np.column_stack([likely[name] for name in names])
    found: list[Box] = []
    left = np.ones(len(fails), dtype=bool)
    wanted = min(_DENSER * failing, _SURE)
    while len(found) < boxes and int(fails[left].sum()) >= max(_FEWEST, _SMALLEST * fails.sum()):
        rest = _Rest(program, names, what, table[left], fails[left], float(fails.sum()), len(fails), len(found))
        sides = _box(rest.table, rest.fails, wanted)
        box = rest.described(sides) if sides else None
        if box is None or box.coverage < _SMALLEST:
            break
        found.append(box)
        left &= ~_inside(table, sides)
    return Discovery(failing, len(fails), tuple(found), _in_short(failing, found, what))


@dataclass(frozen=True, slots=True)
class _Rest:
    """The draws that no box holds yet, and how many there are and fail in all."""

    program: Program
    names: Sequence[str]
    what: str
    table: Array
    fails: Mask
    failing: float
    draws: int
    boxes: int

    def described(self, sides: Sequence[_Side]) -> Box:
        """Return a box about these draws, in words."""
        inside = _inside(self.table, sides)
        density, coverage = float(self.fails[inside].mean()), float(self.fails[inside].sum()) / self.failing
        bounds = sorted((self._bound(sides, one) for one in sides), key=lambda bound: (-bound.loss, bound.label))
        conditions = [f"“{bound.label}” is {bound.text}" for bound in bounds]
        sentence = (
            f"{'Beyond that, where' if self.boxes else 'Where'} {listed(conditions, 'and')}, the case {self.what} in "
            f"{_share(density)} of the draws; these are {_share(coverage)} of all draws in which it {self.what}."
        )
        return Box(tuple(bounds), coverage, density, float(inside.sum()) / self.draws, sentence)

    def _bound(self, sides: Sequence[_Side], one: _Side) -> Bound:
        name = self.names[one.column]
        others = [side for side in sides if side is not one]
        with_it, without = (_shares(self.fails, _inside(self.table, kept))[1] for kept in (sides, others))
        text = f"at {'least' if one.at_least else 'most'} {value_text(self.program, name, one.value)}"
        return Bound(name, label(self.program, name), one.at_least, one.value, text, with_it - without)


def _box(table: Array, fails: Mask, wanted: float) -> tuple[_Side, ...]:
    """Peel off what fails least, step by step, and return the sides of the box on that way that says most.

    Where draws in that box fail less often than `wanted`, the few assumptions that tell most are peeled on by themselves.
    The first draws are enough to find it; its shares are counted over all of them.
    """
    some, failing = table[:_ENOUGH], fails[:_ENOUGH]
    path, merits = _peeled(some, failing)
    if not path:
        return ()
    sides = _fewest(some, failing, _merged(path[: int(np.argmax(merits)) + 1]))
    return sides if _is_dense(table, fails, sides, wanted) else _denser(table, fails, wanted)


def _denser(table: Array, fails: Mask, wanted: float) -> tuple[_Side, ...]:
    """Peel along the assumptions by which failing draws differ most from others, and return the first box as dense as wanted."""
    some, failing = table[:_ENOUGH], fails[:_ENOUGH]
    apart = np.abs(some[failing].mean(axis=0) - some[~failing].mean(axis=0)) / np.maximum(some.std(axis=0), _TINY)
    columns = np.argsort(-apart)[:_MOST_BOUNDS]
    path = [replace(side, column=int(columns[side.column])) for side in _peeled(some[:, columns], failing)[0]]
    boxes = (_merged(path[:length]) for length in range(1, len(path) + 1))
    return next((sides for sides in boxes if _is_dense(table, fails, sides, wanted)), ())


def _is_dense(table: Array, fails: Mask, sides: Sequence[_Side], wanted: float) -> bool:
    return len(sides) <= _MOST_BOUNDS and _shares(fails, _inside(table, sides))[1] >= wanted


def _peeled(table: Array, fails: Mask) -> tuple[list[_Side], list[float]]:
    """Return the sides that are moved in, one after another, until the box would be too small; and what each box says."""
    smallest = max(_SMALLEST * float(fails.sum()), 2.0)
    path: list[_Side] = []
    merits: list[float] = []
    inside, failing = table, fails
    while side := _next_side(inside, failing):
        kept = side.holds(inside)
        if failing[kept].sum() < smallest:
            break
        inside, failing = inside[kept], failing[kept]
        path.append(side)
        merits.append(_weighed(float(failing.sum() / fails.sum()), float(failing.mean())))
    return path, merits


def _next_side(table: Array, fails: Mask) -> _Side | None:
    """Return the side whose move raises the share that fails most for each draw it takes off; None where none does."""
    most = round(_PEEL * len(table))
    ordered = np.sort(table.T)  # faster than to part each column at two places
    low, high = ordered[:, most], ordered[:, -1 - most]
    gains = [_gains(kept, fails) for kept in (table > low, table < high)]
    end, column = np.unravel_index(int(np.argmax(gains)), (2, table.shape[1]))
    if gains[end][column] <= 0:
        return None
    numbers, edge = table[:, column], (low if end == 0 else high)[column]
    value = numbers[numbers > edge].min() if end == 0 else numbers[numbers < edge].max()
    return _Side(int(column), bool(end == 0), float(value))


def _gains(kept: Mask, fails: Mask) -> Array:
    """Return by how much the share that fails rises for each draw taken off, by column; nought where nothing is kept."""
    counts = np.count_nonzero(kept, axis=0)
    share = np.count_nonzero(kept[fails], axis=0) / np.maximum(counts, 1)
    gains: Array = np.where(counts > 0, share - fails.mean(), 0.0) / np.maximum(len(kept) - counts, 1)
    return gains


def _merged(path: Sequence[_Side]) -> tuple[_Side, ...]:
    """Keep the last of the moves of each side."""
    return tuple({(side.column, side.at_least): side for side in path}.values())


def _inside(table: Array, sides: Sequence[_Side]) -> Mask:
    found = np.ones(len(table), dtype=bool)
    for side in sides:
        found &= side.holds(table)
    return found


def _shares(fails: Mask, inside: Mask) -> tuple[float, float]:
    """Return coverage and density of a box that holds some draws."""
    caught = float(np.count_nonzero(fails & inside))
    return caught / float(fails.sum()), caught / float(inside.sum())


def _merit(table: Array, fails: Mask, sides: Sequence[_Side]) -> float:
    """Weigh density above coverage: their harmonic mean, density counted four times (F-measure, β = ½)."""
    return _weighed(*_shares(fails, _inside(table, sides)))


def _weighed(coverage: float, density: float) -> float:
    return 5 * coverage * density / (4 * coverage + density)


def _fewest(table: Array, fails: Mask, sides: tuple[_Side, ...]) -> tuple[_Side, ...]:
    """Leave out, one by one, the side whose loss costs least, while it costs next to nothing or there are too many."""
    while len(sides) > 1:
        without = [tuple(side for side in sides if side is not one) for one in sides]
        best = max(without, key=lambda rest: _merit(table, fails, rest))
        loss = _merit(table, fails, sides) - _merit(table, fails, best)
        if loss > _MATTERS and len(sides) <= _MOST_BOUNDS:
            break
        sides = best
    return sides


def _share(share: float) -> str:
    return f"{share:.1%}" if 0 < share < 0.01 else f"{share:.0%}"


def _in_short(failing: float, found: Sequence[Box], what: str) -> str:
    whole = f"The case {what} in {_share(failing)} of the draws."
    if not found:
        return f"{whole} No combination of a few assumptions stands out."
    return f"{whole} {found[0].sentence}"
