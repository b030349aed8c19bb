"""How NPV moves with one assumption (tornado, spider) or with two (two-way grid), the others at their likely values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np

from model.evaluate import Program
from model.evidence import Assumption
from model.risk.break_even import likely_rows
from model.risk.naming import in_whole_months, label, money, record_of, value_text
from model.risk.worth import npv_at
from model.sensitivity import Broken, Swing, Swings, range_of, swings, usual_doubt
from model.series import Array

Basis = Literal["stated", "class", "doubt"]
"""Where a range comes from: stated, an estimate class of AACE International, or the usual doubt about such a value."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of the tornado: NPV at both ends of the range of an assumption.

    `low_label` and `high_label` say which outcomes the ends are: P5 and P95 (1 in 20 lies beyond), or P0 and P100
    (nothing does). `changes_sign` tells that the case pays at one end and not at the other.
    """

    assumption: str
    label: str
    basis: Basis
    low: float
    likely: float
    high: float
    low_text: str
    high_text: str
    low_label: str
    high_label: str
    npv_at_low: float
    npv_at_high: float
    size: float
    changes_sign: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Tornado:
    """The bars, the longest first, about the NPV at likely values; and the ends that could not be computed."""

    npv: float
    bars: tuple[Bar, ...]
    broken: tuple[Broken, ...]

    def record(self) -> dict[str, Any]:
        """Return it as plain data, for JSON."""
        broken = [{"assumption": end.assumption, "value": end.value, "what": end.problem.what} for end in self.broken]
        return {"npv": self.npv, "bars": [asdict(bar) for bar in self.bars], "broken": broken}


@dataclass(frozen=True, slots=True)
class Leg:
    """NPV at values of one assumption from the low to the high end; None where it cannot be computed.

    `changes` are the values as shares above the likely one; None where that is 0.
    """

    assumption: str
    label: str
    values: tuple[float, ...]
    changes: tuple[float, ...] | None
    npv: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """NPV at values of two assumptions: `npv` has one row for each value of `b`, with one figure for each of `a`."""

    a: str
    b: str
    label_a: str
    label_b: str
    values_a: tuple[float, ...]
    values_b: tuple[float, ...]
    npv: tuple[tuple[float | None, ...], ...]
    paying: float
    sentence: str


def tornado(program: Program, found: Swings | None = None) -> Tornado:
    """Return the bars of every assumption that has a range, from its swings where these are known already."""
    known = swings(program) if found is None else found
    bars = tuple(_bar(program, swing) for swing in known.found if swing.low != swing.high)
    return Tornado(float(npv_at(program, {})[0]), bars, known.broken)


def _bar(program: Program, swing: Swing) -> Bar:
    record = record_of(program, swing.assumption)
    below, above = end_labels(record)
    low, high = (value_text(program, swing.assumption, end) for end in (swing.low, swing.high))
    changes_sign = (swing.npv_at_low >= 0) != (swing.npv_at_high >= 0)
    return Bar(
        swing.assumption, label(program, swing.assumption), basis_of(record), swing.low, record.likely, swing.high,
        low, high, below, above, swing.npv_at_low, swing.npv_at_high, swing.size, changes_sign,
        _sentence(program, swing, record, changes_sign=changes_sign),
    )  # fmt: skip


def end_labels(record: Assumption) -> tuple[str, str]:
    """Return which outcomes low and high are: the ends where a curve with ends is named, else those of 1 in 20."""
    return ("P0", "P100") if record.distribution in ("uniform", "triangular", "pert") else ("P5", "P95")


def basis_of(record: Assumption) -> Basis:
    """Return where the range of an assumption comes from."""
    stated = record.range()
    if stated is None or (record.is_guess and stated[0] == stated[1]):
        return "doubt"
    return "stated" if record.low is not None and record.high is not None else "class"


def _sentence(program: Program, swing: Swing, record: Assumption, *, changes_sign: bool) -> str:
    name = f"“{label(program, swing.assumption)}”"
    low, high = (value_text(program, swing.assumption, end) for end in (swing.low, swing.high))
    worth = [money(program, npv) for npv in (swing.npv_at_low, swing.npv_at_high)]
    said = f"With {name} between {low} and {high}, the case is worth between {worth[0]} and {worth[1]}."
    if basis_of(record) == "doubt":
        said += f" No range is stated, so {usual_doubt(record):.0%} less and more are taken."
    return f"{said} It pays at one of these ends only." if changes_sign else said


def steps(program: Program, name: str, points: int) -> Array:
    """Return values from the low over the likely to the high end, in order; whole ones for months."""
    low, high = range_of(program, name)
    likely = min(max(record_of(program, name).likely, low), high)
    half = points // 2 + 1
    values = np.concatenate((np.linspace(low, likely, half), np.linspace(likely, high, half)))
    return _in_order(program, name, values)


def spider(program: Program, names: Sequence[str], points: int = 11) -> tuple[Leg, ...]:
    """Return NPV along the range of each of some assumptions; a range of no width gives a single value."""
    values = {name: steps(program, name, points) for name in names}
    npv = npv_at(program, likely_rows(program, [{name: value} for name in names for value in values[name]]))
    ends = np.cumsum([len(values[name]) for name in names])
    return tuple(_leg(program, name, values[name], npv[end - len(values[name]) : end]) for name, end in zip(names, ends, strict=True))  # fmt: skip


def _leg(program: Program, name: str, values: Array, npv: Array) -> Leg:
    likely = record_of(program, name).likely
    changes = tuple((values / likely - 1).tolist()) if likely else None
    return Leg(name, label(program, name), tuple(values.tolist()), changes, _known(npv))


def _known(npv: Array) -> tuple[float | None, ...]:
    return tuple(None if np.isnan(one) else one for one in npv.tolist())


def two_way(program: Program, a: str, b: str, points: int = 11) -> Grid:
    """Return NPV over the ranges of two assumptions, in evenly spread steps (whole ones for months)."""
    values_a, values_b = (_even(program, name, points) for name in (a, b))
    npv = npv_at(program, likely_rows(program, [{a: one, b: other} for other in values_b for one in values_a]))
    table = npv.reshape(len(values_b), len(values_a))
    paying = float(np.mean(npv >= 0))
    label_a, label_b = label(program, a), label(program, b)
    sentence = f"Over the ranges of “{label_a}” and “{label_b}” together, the case pays in {paying:.0%} of the grid."
    rows = tuple(_known(row) for row in table)
    return Grid(a, b, label_a, label_b, tuple(values_a.tolist()), tuple(values_b.tolist()), rows, paying, sentence)


def _even(program: Program, name: str, points: int) -> Array:
    values = np.linspace(*range_of(program, name), points)
    return _in_order(program, name, values)


def _in_order(program: Program, name: str, values: Array) -> Array:
    ordered: Array = np.unique(np.round(values) if in_whole_months(program, name) else values)
    return ordered
