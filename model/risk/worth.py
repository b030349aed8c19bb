"""What a case is worth at many sets of values at once; where it cannot be computed, that is said and spoils no other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.evaluate import Program
from model.finance import discount_factors
from model.series import Array, Value, scaled_value

Draws = Mapping[str, Array]
"""By assumption, its likely value in each draw (for a schedule, the multiple of it): shape (draws,). One that is not
named stays at its likely value."""
Mask = NDArray[np.bool_]

AT_ONCE = 1_024
"""How many draws are computed together: few enough that their arrays stay in the cache of a processor."""
_DUST = 1e-9
"""The share of the largest cumulative amount below which an amount is nought, as payback takes it."""


@dataclass(frozen=True, slots=True)
class MoneyLines:
    """The benefit and cost lines of a case, and what each adds to the net flow: +1 or −1."""

    ids: tuple[str, ...]
    signs: Array


def money_lines(program: Program) -> MoneyLines:
    """Return the lines that make up the net flow."""
    lines = [line for line in program.graph.resolved.lines if line.kind != "driver"]
    signs = [1.0 if line.kind == "benefit" else -1.0 for line in lines]
    return MoneyLines(tuple(line.id for line in lines), np.array(signs))


def factors_of(program: Program) -> Array:
    """Return the discount factors of a case: shape (months + 1,)."""
    resolved = program.graph.resolved
    return discount_factors(resolved.discount.rate, resolved.discount.timing, resolved.months)


def size_of(likely: Draws) -> int:
    """Return how many draws there are; 1 where nothing is varied."""
    return len(next(iter(likely.values()))) if likely else 1


def net_flows(program: Program, likely: Draws) -> Array:
    """Return the net flow of each draw: shape (months + 1, draws); NaN throughout a draw that cannot be computed."""
    money = money_lines(program)
    parts = [np.tensordot(money.signs, rows, axes=1) for rows in lines_at(program, likely, money.ids)]
    return np.concatenate(parts, axis=1)


def lines_at(program: Program, likely: Draws, ids: Sequence[str]) -> Iterator[Array]:
    """Yield some lines for some draws after another, each of shape (lines, months + 1, draws of this part).

    Draws that cannot be computed are NaN throughout.
    """
    draws = size_of(likely)
    for start in range(0, draws, AT_ONCE):
        part = part_of(likely, start, start + AT_ONCE)
        yield _lines(program, part, min(AT_ONCE, draws - start), ids)


def part_of(likely: Draws, start: int, end: int) -> dict[str, Array]:
    """Return some of the draws."""
    return {name: numbers[start:end] for name, numbers in likely.items()}


def values_at(program: Program, likely: Draws) -> dict[str, Value]:
    """Return every assumption of a case in base units as draws; those that are not varied, as one draw for all."""
    given = program.graph.resolved.assumptions
    return {
        name: scaled_value(program.graph, name, likely.get(name, np.array([given[name].record.likely])))
        for name in given
    }


def _lines(program: Program, likely: Draws, draws: int, ids: Sequence[str]) -> Array:
    """Compute some draws together; where that fails, leave out those without a finite value, then halve the others."""
    values = values_at(program, likely)
    rows = program.try_draws(values, draws, ids)
    if rows is not None:
        return rows
    found = np.full((len(ids), program.graph.resolved.months + 1, draws), np.nan)
    finite = program.where_finite(values, draws, ids)
    if finite is not None and not finite.all():
        parts = [np.flatnonzero(finite)]
    else:
        parts = np.array_split(np.arange(draws), 2) if draws > 1 else []
    for part in parts:
        if len(part):
            chosen = {name: numbers[part] for name, numbers in likely.items()}
            found[:, :, part] = _lines(program, chosen, len(part), ids)
    return found


def npv_at(program: Program, likely: Draws) -> Array:
    """Return NPV in each draw: shape (draws,); NaN where it cannot be computed."""
    factors, money = factors_of(program), money_lines(program)
    parts = [money.signs @ (factors @ rows) for rows in lines_at(program, likely, money.ids)]
    return np.concatenate(parts)


def line_shares(program: Program, likely: Draws) -> dict[str, float]:
    """Return which share of the spread (variance) of NPV goes back to each benefit and cost, by the first draws.

    It is how closely what a line is worth today goes with NPV (its covariance). All add up to 1; a line that goes the other
    way takes from it. Where nothing varies every share is 0.
    """
    money, factors = money_lines(program), factors_of(program)
    worth = money.signs[:, None] * (factors @ next(lines_at(program, likely, money.ids)))
    worth = worth[:, np.isfinite(worth).all(axis=0)]
    apart = worth - worth.mean(axis=1, keepdims=True) if worth.size else np.zeros((len(money.ids), 1))
    npv = apart.sum(axis=0)
    spread = float(npv @ npv) or 1.0
    return dict(zip(money.ids, (apart @ npv / spread).tolist(), strict=True))


def paybacks(net: Array) -> Array:
    """Return the months until each flow is back, as `finance.payback` does: shape (draws,).

    0 where money is never out, infinite where it does not come back, NaN where the flow could not be computed.
    """
    cumulative = np.cumsum(net, axis=0)
    dust = _DUST * np.abs(cumulative).max(axis=0)
    out = np.maximum.accumulate(cumulative < -dust, axis=0)
    back = out & (cumulative >= -dust)
    month = back.argmax(axis=0)
    draw = np.arange(net.shape[1])
    before, after = cumulative[month - 1, draw], cumulative[month, draw]
    with np.errstate(invalid="ignore", divide="ignore"):
        within = month - 1 + np.minimum(-before / (after - before), 1.0)
    found = np.where(back.any(axis=0), within, np.where(out[-1], np.inf, 0.0))
    return np.where(np.isnan(net).any(axis=0), np.nan, found)


def payback_at(program: Program, likely: Draws) -> Array:
    """Return payback in months in each draw, as `paybacks` gives it: shape (draws,)."""
    money = money_lines(program)
    parts = [paybacks(np.tensordot(money.signs, rows, axes=1)) for rows in lines_at(program, likely, money.ids)]
    return np.concatenate(parts)
