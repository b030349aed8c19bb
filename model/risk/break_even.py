"""The value of an assumption at which a case just pays, or just pays back in time, the others at their likely values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

import numpy as np

from model.evaluate import Program
from model.risk.naming import in_whole_months, label, record_of, value_text
from model.risk.worth import npv_at, payback_at
from model.sensitivity import range_of
from model.series import Array

REACH = 10.0
"""Where there is no hard limit, values are tried up to so many times the largest that is stated or published."""
_WIDE, _NEAR = 11, 9
"""How many values are tried over everything that is possible, and how many over the range."""
_EVEN = 512
"""How many evenly spread values are tried in a round, over all searches that are still open."""
_FINE = 1e-10
"""A value is found once it is known to this share of the largest value tried."""
_STEP = 1e-6
"""Where the margin moves by more than this share of the largest one seen, it does so at a step: a person more."""
_MOST_OF_NOTHING = 9
"""A value of nought without range or limit is tried up to ten to this power."""

Values = Mapping[str, float]
"""Assumptions with another likely value."""


@dataclass(frozen=True, slots=True)
class Aim:
    """What must be reached: NPV at least nought, or, where `months` is given, payback within so many months."""

    months: float | None = None

    @property
    def id(self) -> Literal["npv", "payback"]:
        """Its name in JSON."""
        return "npv" if self.months is None else "payback"

    def margins(self, program: Program, rows: Sequence[Values]) -> Array:
        """Return by how much it is reached in each row, below nought where it is not; NaN where nothing is known."""
        likely = likely_rows(program, rows)
        return npv_at(program, likely) if self.months is None else self.months - payback_at(program, likely)

    def words(self, *, reached: bool) -> str:
        """Return what is so once it is reached, or no longer is."""
        if self.months is None:
            return "the case pays" if reached else "the case does not pay"
        return f"the money is {'' if reached else 'not '}back within {self.months:g} months"


@dataclass(frozen=True, slots=True)
class BreakEven:
    """The value nearest to the likely one at which the aim is just reached, or just missed.

    `value` is None where no value from `least` to `most` changes whether it is. `change` is the share by which it lies
    above the likely one (below nought: below it), None where that is 0. `nearness` is its distance from the likely value
    as a share of the distance to the end of the range: up to 1 it lies within the range. `is_step` tells that NPV jumps
    there rather than passing through nought; `more` counts further values of the kind, farther away.
    """

    assumption: str
    label: str
    aim: str
    reached: bool
    likely: float
    value: float | None
    change: float | None
    nearness: float | None
    is_step: bool
    more: int
    least: float
    most: float
    sentence: str

    @property
    def within_range(self) -> bool:
        """True where the value lies within the range of the assumption: it may well come to that."""
        return self.nearness is not None and self.nearness <= 1 + 1e-9


@dataclass(frozen=True, slots=True)
class Curve:
    """For values of one assumption, the value of another at which the aim is just reached; None where there is none."""

    a: str
    b: str
    label_a: str
    label_b: str
    aim: str
    points: tuple[tuple[float, float | None], ...]


@dataclass(frozen=True, slots=True)
class _Search:
    """One assumption to be varied, over which others changed; and the ends between which the answer lies."""

    name: str
    others: Values
    grid: Array
    likely: float
    inner: float = np.nan
    outer: float = np.nan
    at_inner: float = np.nan
    at_outer: float = np.nan
    scale: float = 1.0
    more: int = 0

    def row(self, value: float) -> Values:
        return {**self.others, self.name: value}

    @property
    def width(self) -> float:
        return abs(self.outer - self.inner)

    @property
    def is_open(self) -> bool:
        """True while it has to be looked at more closely."""
        return self.width > _FINE * max(abs(self.outer), abs(self.inner))


def likely_rows(program: Program, rows: Sequence[Values]) -> dict[str, Array]:
    """Return rows of changed values as draws: by assumption, one value a row."""
    likely: dict[str, Array] = {}
    for i, row in enumerate(rows):
        for name, value in row.items():
            if name not in likely:
                likely[name] = np.full(len(rows), record_of(program, name).likely)
            likely[name][i] = value
    return likely


def break_evens(program: Program, aim: Aim, names: Sequence[str] | None = None) -> tuple[BreakEven, ...]:
    """Return the value of each assumption (all unless said) at which the aim is just reached, the nearest first.

    Nearest is what needs to move least beside its own range; those that change nothing come last.
    """
    wanted = tuple(program.graph.resolved.assumptions) if names is None else tuple(names)
    found = _found(program, aim, [_search(program, name, {}) for name in wanted])
    now = bool(aim.margins(program, [{}])[0] >= 0)
    results = [_break_even(program, aim, search, reached=now) for search in found]
    return tuple(sorted(results, key=lambda one: (one.nearness is None, one.nearness or 0.0, one.label)))


def break_even(program: Program, name: str, aim: Aim) -> BreakEven:
    """Return the value of one assumption at which the aim is just reached."""
    return break_evens(program, aim, [name])[0]


def break_even_curve(program: Program, a: str, b: str, aim: Aim, points: int = 21) -> Curve:
    """Return for values over the range of `a` the value of `b` at which the aim is just reached."""
    values = np.linspace(*range_of(program, a), points).tolist()
    found = _found(program, aim, [_search(program, b, {a: value}) for value in values])
    pairs = tuple((value, _value(program, search)) for value, search in zip(values, found, strict=True))
    return Curve(a, b, label(program, a), label(program, b), aim.id, pairs)


def bounds(program: Program, name: str) -> tuple[float, float]:
    """Return between which values an answer is looked for.

    These are the hard limits, as multiples for a schedule. Where there is none, nought and ten times the largest value
    that is likely, in the range, or published (for what may be negative, as far below nought). Months end with the case.
    """
    resolved, record = program.graph.resolved, record_of(program, name)
    low, high = range_of(program, name)
    stated = [record.likely, low, high]
    if record.schedule is None:
        stated += record.plausible_range(resolved.currency) or ()
    reach = REACH * max(map(abs, stated)) or 10.0**_MOST_OF_NOTHING
    least, most = -reach if min(stated) < 0 else 0.0, reach
    limits = (None, None) if record.schedule or record.limits is None else record.limits
    least = least if limits[0] is None else limits[0]
    most = most if limits[1] is None else limits[1]
    if record.schedule and record.limits:
        most = max(high, 1.0)
    if in_whole_months(program, name):
        most = max(min(most, float(resolved.months)), record.likely)
    return least, most


def _search(program: Program, name: str, others: Values) -> _Search:
    likely = record_of(program, name).likely
    least, most = bounds(program, name)
    if in_whole_months(program, name):
        values = np.append(np.arange(np.ceil(least), np.floor(most) + 1), likely)
    else:
        low, high = range_of(program, name)
        wide = np.linspace(least, most, _WIDE) if likely or low < high else _powers(least, most)
        values = np.concatenate((wide, np.linspace(low, high, _NEAR), [likely]))
    return _Search(name, others, np.unique(values), likely)


def _powers(least: float, most: float) -> Array:
    """Return values to try where nothing tells how large a value could be: powers of ten."""
    powers = 10.0 ** np.arange(_MOST_OF_NOTHING)
    return np.clip(np.concatenate(([least], powers, [most])), least, most)


def _found(program: Program, aim: Aim, searches: Sequence[_Search]) -> list[_Search]:
    """Return the searches with their answers between `inner` and `outer`; all are tried together, round by round."""
    tried = [_bracketed(*pair) for pair in zip(searches, _tried(program, aim, searches), strict=True)]
    while waiting := [i for i, one in enumerate(tried) if one.is_open and not in_whole_months(program, one.name)]:
        even = max(_EVEN // len(waiting), 4)
        closer = [replace(tried[i], grid=_closer(tried[i], even)) for i in waiting]
        for i, one, margins in zip(waiting, closer, _tried(program, aim, closer), strict=True):
            tried[i] = _narrowed(one, margins)
    return tried


def _tried(program: Program, aim: Aim, searches: Sequence[_Search]) -> list[Array]:
    """Return the margins over the grid of each search."""
    margins = aim.margins(program, [one.row(value) for one in searches for value in one.grid])
    return np.split(margins, np.cumsum([len(one.grid) for one in searches])[:-1])


def _bracketed(search: _Search, margins: Array) -> _Search:
    """Find the two neighbouring values, nearest to the likely one, between which the aim is gained or lost."""
    known = ~np.isnan(margins)
    grid, margin = search.grid[known], margins[known]
    flips = np.flatnonzero(np.diff(margin >= 0))
    if not len(flips):
        return search
    ends = [(i, i + 1) if grid[i] >= search.likely else (i + 1, i) for i in flips]
    inner, outer = min(ends, key=lambda pair: abs(grid[pair[0]] - search.likely))
    return replace(
        search, inner=float(grid[inner]), outer=float(grid[outer]), at_inner=float(margin[inner]),
        at_outer=float(margin[outer]), scale=_scale(margin), more=len(flips) - 1,
    )  # fmt: skip


def _scale(margins: Array) -> float:
    return float(np.abs(margins[np.isfinite(margins)]).max(initial=0.0))


def _closer(search: _Search, even: int) -> Array:
    """Return values between the ends: evenly spread, and close about the one where a straight line would cross nought."""
    step = search.outer - search.inner
    shares = np.linspace(0.0, 1.0, even + 2)[1:-1].tolist()
    if np.isfinite([search.at_inner, search.at_outer]).all():
        crossing = search.at_inner / (search.at_inner - search.at_outer)
        shares += [crossing + way * size for size in (0.0, 1e-9, 1e-3) for way in (-1, 1)]
    inside = np.unique(np.clip(shares, 0.0, 1.0))
    return np.array(search.inner + step * inside)


def _narrowed(search: _Search, margins: Array) -> _Search:
    """Keep the part in which the aim is gained or lost; what cannot be computed is passed over."""
    grid = np.concatenate(([search.inner], search.grid, [search.outer]))
    margin = np.concatenate(([search.at_inner], margins, [search.at_outer]))
    known = ~np.isnan(margin)
    grid, margin = grid[known], margin[known]
    first = int(np.argmax((margin >= 0) != (margin[0] >= 0)))
    ends = (float(grid[first - 1]), float(grid[first]), float(margin[first - 1]), float(margin[first]))
    if abs(ends[1] - ends[0]) >= search.width:  # nothing in between can be computed, or be told apart
        middle = (search.inner + search.outer) / 2
        return replace(search, inner=middle, outer=middle)
    return replace(search, inner=ends[0], outer=ends[1], at_inner=ends[2], at_outer=ends[3])


def _value(program: Program, search: _Search) -> float | None:
    """Return where the aim is gained or lost: the first whole month on the other side, else the place between the ends."""
    if np.isnan(search.outer):
        return None
    return search.outer if in_whole_months(program, search.name) else (search.inner + search.outer) / 2


def _break_even(program: Program, aim: Aim, search: _Search, *, reached: bool) -> BreakEven:
    value, likely = _value(program, search), search.likely
    least, most = bounds(program, search.name)
    found = BreakEven(
        search.name, label(program, search.name), aim.id, reached, likely, value,
        None if value is None or likely == 0 else value / likely - 1,
        None if value is None else _nearness(value, likely, range_of(program, search.name)),
        abs(search.at_outer - search.at_inner) > _STEP * search.scale,
        search.more, least, most, "",
    )  # fmt: skip
    return replace(found, sentence=_sentence(program, aim, found))


def _nearness(value: float, likely: float, ends: tuple[float, float]) -> float:
    end = ends[1] if value > likely else ends[0]
    return abs(value - likely) / abs(end - likely) if end != likely else float("inf")


def _sentence(program: Program, aim: Aim, found: BreakEven) -> str:
    name = f"“{found.label}”"
    if found.value is None:
        ends = [value_text(program, found.assumption, end) for end in (found.least, found.most)]
        return f"Whatever {name} is between {ends[0]} and {ends[1]}, {aim.words(reached=found.reached)}."
    return (
        f"If {name} {_moves(program, found)} {_away(program, found)}, {aim.words(reached=not found.reached)}; "
        f"that lies {'within' if found.within_range else 'outside'} its range."
    )


def _moves(program: Program, found: BreakEven) -> str:
    value = found.value or 0.0
    verb = "falls" if value < found.likely else "rises"
    where = "to" if in_whole_months(program, found.assumption) else {"falls": "below", "rises": "above"}[verb]
    return f"{verb} {where} {value_text(program, found.assumption, value)}"


def _away(program: Program, found: BreakEven) -> str:
    """Return how far that is from the likely value, in brackets."""
    now = value_text(program, found.assumption, found.likely)
    if found.change is None:
        return f"(from {now})"
    share = abs(found.change)
    less = "less" if (found.value or 0.0) < found.likely else "more"
    return f"({share:.0%} {less} than {now})" if share >= 0.01 else f"(less than 1% {less} than {now})"


def break_even_record(found: Sequence[BreakEven]) -> dict[str, Any]:
    """Return break-even values as plain data by assumption, for JSON; a nearness without bound is None."""
    return {one.assumption: asdict(one) | {"nearness": _finite(one.nearness), "within_range": one.within_range} for one in found}  # fmt: skip


def _finite(number: float | None) -> float | None:
    return None if number is None or np.isinf(number) else number
