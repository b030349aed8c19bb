"""How much NPV moves as each assumption goes from its low to its high value, the others at their likely ones."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from model.evaluate import Program
from model.finance import discount_factors
from model.problems import CaseProblems
from model.series import Array, Value, scaled_value

USUAL_DOUBT = 0.10
"""The share by which a value without any range is varied, down and up."""


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


def swings(program: Program) -> tuple[Swing, ...]:
    """Return the swing of every assumption, the largest first; none where an end of a range cannot be computed."""
    names = list(program.graph.resolved.assumptions)
    ends = [end for name in names for end in range_of(program, name)]
    if not names:
        return ()
    try:
        npv = npv_by_draw(program, _one_at_a_time(program, names, ends), len(ends))
    except CaseProblems:
        return ()
    pairs = zip(names, zip(ends[::2], ends[1::2], strict=True), zip(npv[::2], npv[1::2], strict=True), strict=True)
    found = [Swing(name, low, high, float(a), float(b)) for name, (low, high), (a, b) in pairs]
    return tuple(sorted(found, key=lambda swing: -swing.size))


def range_of(program: Program, name: str) -> tuple[float, float]:
    """Return low and high of an assumption as stated, else a tenth down and up; within hard limits.

    For a schedule they are multiples of it.
    """
    record = program.graph.resolved.assumptions[name].record
    likely = 1.0 if record.schedule else record.value or 0.0
    low, high = record.range() or sorted((likely * (1 - USUAL_DOUBT), likely * (1 + USUAL_DOUBT)))
    least, most = (None, None) if record.schedule else record.limits or (None, None)
    return max(low, -np.inf if least is None else least), min(high, np.inf if most is None else most)


def _one_at_a_time(program: Program, names: list[str], ends: list[float]) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for index, name in enumerate(names):
        record = program.graph.resolved.assumptions[name].record
        draws = np.full(len(ends), 1.0 if record.schedule else record.value or 0.0)
        draws[2 * index : 2 * index + 2] = ends[2 * index : 2 * index + 2]
        values[name] = scaled_value(program.graph, name, draws)
    return values


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
