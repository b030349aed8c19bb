"""How much NPV moves as each assumption goes from its low to its high value, the others at their likely ones."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from model.evaluate import Program
from model.evidence import Assumption
from model.finance import discount_factors
from model.powers import MONTH
from model.problems import CaseProblems, Problem
from model.series import Array, Value, scaled_value

USUAL_DOUBT = 0.10
"""The share by which a value without any range is varied, down and up."""
GUESS_DOUBT = 0.50
"""The share by which a guess without any range is varied."""
_NUMBERS_AT_ONCE = 4_000_000
"""How many numbers are computed together, over all lines, months and ends; long cases take them in parts."""


@dataclass(frozen=True, slots=True)
class Swing:
    """NPV at the low and at the high value of one assumption."""

    assumption: str
    low: float
    high: float
    npv_at_low: float
    npv_at_high: float

    @property
    def size(self) -> float:
        """How far apart the two are."""
        return abs(self.npv_at_high - self.npv_at_low)


@dataclass(frozen=True, slots=True)
class Broken:
    """An end of a range at which the model cannot be computed, and why."""

    assumption: str
    value: float
    problem: Problem


End = tuple[str, float]
"""An assumption, and one end of its range."""


@dataclass(frozen=True, slots=True)
class Swings:
    """The swing of each assumption, the largest first, and the ends that could not be computed."""

    found: tuple[Swing, ...]
    broken: tuple[Broken, ...] = ()


def swings(program: Program) -> Swings:
    """Return how far each assumption moves NPV; one whose range breaks the model is left out and named."""
    ends = [(name, end) for name in program.graph.resolved.assumptions for end in range_of(program, name)]
    npv: list[float] = []
    broken: list[Broken] = []
    numbers = (len(program.graph.order) or 1) * (program.graph.resolved.months + 1)
    together = max(_NUMBERS_AT_ONCE // numbers, 1)
    for start in range(0, len(ends), together):
        some = ends[start : start + together]
        try:
            npv += _npv_at(program, some)
        except CaseProblems:
            npv += [_npv_or_broken(program, end, broken) for end in some]
    pairs = zip(ends[::2], ends[1::2], npv[::2], npv[1::2], strict=True)
    found = [Swing(low[0], low[1], high[1], a, b) for low, high, a, b in pairs if not np.isnan([a, b]).any()]
    return Swings(tuple(sorted(found, key=lambda swing: -swing.size)), tuple(broken))


def npv_at_ends(program: Program, name: str) -> tuple[float | None, float | None]:
    """Return NPV at the low and at the high value of one assumption; None where the model cannot be computed there."""
    broken: list[Broken] = []
    low, high = (_npv_or_broken(program, (name, end), broken) for end in range_of(program, name))
    return None if np.isnan(low) else low, None if np.isnan(high) else high


def _npv_or_broken(program: Program, end: End, broken: list[Broken]) -> float:
    try:
        return _npv_at(program, [end])[0]
    except CaseProblems as error:
        broken.append(Broken(*end, error.problems[0]))
        return np.nan


def usual_doubt(record: Assumption) -> float:
    """Return the share by which a value is varied, down and up, that states no range."""
    return GUESS_DOUBT if record.is_guess else USUAL_DOUBT


def range_of(program: Program, name: str) -> tuple[float, float]:
    """Return low and high of an assumption as stated, else a share down and up; within hard limits.

    For a schedule they are multiples of it. A guess that states no width is in doubt as if it stated none, months are
    varied by whole ones, as nothing in the model is finer, and what is taken as certain is not varied at all.
    """
    resolved = program.graph.resolved
    record = resolved.assumptions[name].record
    if record.distribution == "fixed":
        return record.likely, record.likely
    unit = resolved.vocabulary.unit(record.unit or "1")
    stated = record.range()
    if stated and not (record.is_guess and stated[0] == stated[1]):
        low, high = stated
    else:
        doubt = usual_doubt(record)
        low, high = sorted((record.likely * (1 - doubt), record.likely * (1 + doubt)))
        if unit.dimension == MONTH and unit.scale == 1 and not record.schedule:
            low, high = float(np.floor(low)), float(np.ceil(high))
    least, most = record.limits or (None, None)
    largest = max(map(abs, record.values(unit)), default=0.0) if record.schedule else 1.0
    if largest and most is not None:
        high = min(high, most / largest)
    return (max(low, least) if least is not None and not record.schedule else low), high


def _npv_at(program: Program, ends: list[End]) -> list[float]:
    """Return NPV at each end, the other assumptions at their likely values."""
    assumptions = program.graph.resolved.assumptions
    draws = {name: np.full(len(ends), given.record.likely) for name, given in assumptions.items()}
    for index, (changed, end) in enumerate(ends):
        draws[changed][index] = end
    values = {name: scaled_value(program.graph, name, likely) for name, likely in draws.items()}
    npv: list[float] = npv_by_draw(program, values, len(ends)).tolist()
    return npv


def npv_by_draw(program: Program, values: dict[str, Value], draws: int) -> Array:
    """Return NPV for each draw: shape (draws,)."""
    resolved = program.graph.resolved
    signs = {"benefit": 1.0, "cost": -1.0}
    money = [line.id for line in resolved.lines if line.kind in signs]
    weights = np.array([signs[program.graph.rows[line_id].line.kind] for line_id in money])
    net = np.tensordot(weights, program.run_draws(values, draws, money), axes=1)
    factors = discount_factors(resolved.discount.rate, resolved.discount.timing, resolved.months)
    npv: Array = factors @ net
    return npv
