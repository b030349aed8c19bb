"""The functions that generated code calls: plain ones for single numbers, array ones for months and draws.

Series are shaped (months,) without draws, and (months, draws) or (months, 1) with them; a number that does not change
over time is a plain number, or shaped (draws,).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.nodes import DUST_DIGITS
from model.series import Array

Number = Any
"""A plain number or an array of one number a draw."""


def namespace(months: int, *, with_draws: bool) -> dict[str, Any]:
    """Return every name that generated code may use, for a horizon in months."""
    history = History(months, with_draws)
    numbers = np.arange(1.0, months + 1.0)[:, None] if with_draws else np.arange(1.0, months + 1.0)
    kept = ("prev", "cumulative", "total", "delay", "history", "stacked", "delay_step")
    return {
        "__builtins__": {},
        "months": range(1, months + 1),
        "month_numbers": numbers,
        "year_numbers": np.ceil(numbers / 12),
        "running": running,
        "delay_opening": delay_opening,
        **{f"plain_{name}": function for name, function in _PLAIN.items()},
        **{f"array_{name}": function for name, function in _ARRAY.items()},
        **{f"masked_{name}": function for name, function in _MASKED.items()},
        **{name: getattr(history, name) for name in kept},
    }


def whole_months(value: Number) -> NDArray[np.int64]:
    """Return months rounded half up, refused where they lie in the future."""
    back = np.floor(np.asarray(value) + 0.5).astype(np.int64)
    if (back < 0).any():
        raise ValueError("a delay cannot look into the future")
    return back


def delay_opening(opening: Number, months: Number) -> Number:
    """Return a delayed line at the opening: its own opening where the delay is nought, else 0."""
    back = whole_months(months)
    return opening * (back == 0) if back.ndim else opening if back == 0 else 0.0


def running(values: Sequence[Number], month: int) -> Number:
    """Return the sum of a line being computed, up to and including a month."""
    return sum(values[: month + 1])


@dataclass(frozen=True, slots=True)
class History:
    """Looks at a line over time, from its opening and its months."""

    months: int
    with_draws: bool

    def full(self, opening: Number, later: Number) -> Array:
        """Return opening and months as one array: shape (months + 1,) or (months + 1, draws)."""
        full = self.empty(opening, later)
        full[0] = opening
        full[1:] = later
        return full

    def empty(self, opening: Number, later: Number) -> Array:
        """Return room for the opening and months of a line."""
        if not self.with_draws:
            return np.empty(self.months + 1)
        width = np.broadcast_shapes(np.shape(opening)[-1:], np.shape(later)[-1:], (1,))
        return np.empty((self.months + 1, *width))

    def prev(self, opening: Number, later: Number) -> Array:
        """Return the line one month earlier."""
        return self.full(opening, later)[:-1]

    def cumulative(self, opening: Number, later: Number) -> Array:
        """Return the running sum from the opening on."""
        summed: Array = np.cumsum(self.full(opening, later), axis=0)[1:]
        return summed

    def total(self, opening: Number, later: Number) -> Number:
        """Return the sum over the opening and all months."""
        summed = self.full(opening, later).sum(axis=0)
        return summed if self.with_draws else float(summed)

    def delay(self, opening: Number, later: Number, months: Number) -> Array:
        """Return the line so many months earlier, 0 before its opening."""
        if np.ndim(months) == 0:
            return self._moved(opening, later, min(int(whole_months(months)), self.months + 1))
        full, back = self.full(opening, later), whole_months(months)
        month = np.arange(1, self.months + 1)
        month = month[:, None] if self.with_draws else month
        if full.shape[1:] == (1,):
            padded = np.concatenate((np.zeros(self.months + 1), full[:, 0]))
            found: Array = padded[np.maximum(month - back, -self.months - 1) + self.months + 1]
            return found
        return _at_rows(full, np.broadcast_to(month - back, np.broadcast_shapes((month - back).shape, full[1:].shape)))

    def _moved(self, opening: Number, later: Number, back: int) -> Array:
        """Return a line moved by a fixed number of months, the opening first among those that are moved in."""
        moved = self.empty(opening, later)
        moved[:back] = 0.0
        if back <= self.months:
            moved[back] = opening
            moved[back + 1 :] = later[: self.months - back] if np.ndim(later) > self.with_draws else later
        return moved[1:]

    def history(self, opening: Number, later: Number) -> Sequence[Number]:
        """Return a finished line for a loop over months: plain numbers, or one row of draws a month."""
        if not self.with_draws:
            rows: Sequence[Number] = self.full(opening, later).tolist()
            return rows
        return [opening, *(later if np.ndim(later) > 1 else [later] * self.months)]

    def stacked(self, values: Sequence[Number]) -> Array:
        """Return the months of a line computed in a loop (its first value is the opening)."""
        if not self.with_draws:
            return np.array(values[1:])
        width = next((value.size for value in values[1:] if isinstance(value, np.ndarray) and value.size > 1), 1)
        found = np.empty((self.months, width))
        for month, value in enumerate(values[1:]):
            found[month] = value
        return found

    def delay_step(self, values: Sequence[Number], month: int, months: Number) -> Number:
        """Return a line being computed, so many months before a month, 0 before its opening."""
        back = whole_months(months)
        if not back.ndim:
            return values[month - int(back)] if back <= month else 0.0
        rows = np.stack(np.broadcast_arrays(*values[: month + 1], back)[:-1])
        return _at_rows(rows, (month - back)[None])[0]


def _at_rows(full: Array, index: Any) -> Array:
    """Return full[index] along the first axis, 0 where the index lies before it."""
    if full.ndim == 1:
        found: Array = np.where(index >= 0, full[np.maximum(index, 0)], 0.0)
        return found
    wide = np.broadcast_to(full, (full.shape[0], index.shape[1]))
    return np.where(index >= 0, np.take_along_axis(wide, np.maximum(index, 0), axis=0), 0.0)


def _plain_ramp(month: float, start: float, months: float) -> float:
    return float(month > start) if months <= 0 else min(max((month - start) / months, 0.0), 1.0)


def _array_ramp(month: Number, start: Number, months: Number) -> Number:
    if np.ndim(months) == 0 and months > 0:
        return np.clip((month - start) / months, 0.0, 1.0)
    step = np.asarray(months) <= 0
    rise = np.clip((month - start) / np.where(step, 1.0, months), 0.0, 1.0)
    return np.where(step, np.asarray(month > start) * 1.0, rise)


def _array_power(number: Number, exponent: Number) -> Number:
    """Return a power; one whose exponent changes by the year is computed once a year, not in each month."""
    if np.ndim(exponent) < 2 or np.shape(exponent)[1] > 1:
        return np.power(number, exponent)
    steps, place = np.unique(exponent[:, 0], return_inverse=True)
    return np.power(number, steps[:, None])[place]


_PLAIN = {
    "min": min,
    "max": max,
    "ceil": lambda value: math.ceil(round(value, DUST_DIGITS)),
    "floor": lambda value: math.floor(round(value, DUST_DIGITS)),
    "exp": math.exp,
    "ln": math.log,
    "sqrt": math.sqrt,
    "power": math.pow,
    "round": lambda value: math.floor(value + 0.5),
    "ramp": _plain_ramp,
}
_ARRAY = {
    "min": np.minimum,
    "max": np.maximum,
    "ceil": lambda value: np.ceil(np.round(value, DUST_DIGITS)),
    "floor": lambda value: np.floor(np.round(value, DUST_DIGITS)),
    "exp": np.exp,
    "ln": np.log,
    "sqrt": np.sqrt,
    "power": _array_power,
    "round": lambda value: np.floor(np.asarray(value) + 0.5),
    "ramp": _array_ramp,
    "where": np.where,
    "true": lambda value: np.not_equal(value, 0),
}
_MASKED = {
    "divide": lambda taken, a, b: np.divide(a, np.where(taken, b, 1.0)),
    "power": lambda taken, a, b: np.power(np.where(taken, a, 1.0), b),
    "exp": lambda taken, a: np.exp(np.where(taken, a, 1.0)),
    "ln": lambda taken, a: np.log(np.where(taken, a, 1.0)),
    "sqrt": lambda taken, a: np.sqrt(np.where(taken, a, 1.0)),
}
"""Functions in a branch of a choice: where it is not taken they are computed for 1."""
