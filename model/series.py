"""The values of a graph's assumptions as numbers over time, in base units."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.evidence import Assumption
from model.graph import Graph
from model.units import Vocabulary

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Value:
    """An assumption in base units: what it is at the opening, and in the months after.

    `later` is one number for a constant, else shape (months,). With draws, a constant has shape (draws,) and a
    schedule (months, draws) or (months, 1).
    """

    opening: float | Array
    later: float | Array
    is_series: bool

    def draws(self, first: int, end: int) -> Value:
        """Return some of the draws; what is the same in all of them stays as it is."""

        def part(numbers: float | Array, dimensions: int) -> float | Array:
            several = isinstance(numbers, np.ndarray) and numbers.ndim > dimensions and numbers.shape[-1] > 1
            return numbers[..., first:end] if several else numbers  # type: ignore[index]

        return Value(part(self.opening, 0), part(self.later, int(self.is_series)), self.is_series)

    def for_draws(self) -> Value:
        """Return a value that is the same in every draw, shaped to meet those that are not."""
        return Value(self.opening, np.asarray(self.later)[:, None], is_series=True) if self.is_series else self

    def draw(self, index: int) -> Value:
        """Return one draw as plain numbers."""
        one = self.draws(index, index + 1)
        later = np.ravel(one.later)
        return Value(float(np.ravel(one.opening)[0]), later if self.is_series else float(later[0]), self.is_series)


def likely_values(graph: Graph) -> dict[str, Value]:
    """Return every assumption of a graph at its likely value."""
    return {name: scaled_value(graph, name) for name in graph.resolved.assumptions}


def scaled_value(graph: Graph, name: str, likely: float | Array | None = None) -> Value:
    """Return one assumption, with another likely value where given (for a schedule, a multiple of it).

    A flow has no amount at an instant: a constant flow is 0 at the opening.
    """
    resolved = graph.resolved
    return value_of(resolved.assumptions[name].record, resolved.vocabulary, resolved.months, likely)


def value_of(record: Assumption, units: Vocabulary, months: int, likely: float | Array | None = None) -> Value:
    """Return an assumption over some months, as `scaled_value` does for one of a graph."""
    unit = units.unit(record.unit or "1")
    if record.schedule is not None:
        monthly = record.schedule.monthly(unit, months)
        if likely is None:
            return Value(float(monthly[0]), monthly[1:], is_series=True)
        if isinstance(likely, float):
            return Value(float(monthly[0]) * likely, monthly[1:] * likely, is_series=True)
        return Value(monthly[0] * likely, monthly[1:, None] * likely, is_series=True)
    constant = (record.value or 0.0 if likely is None else likely) * unit.scale
    return Value(constant * 0.0 if unit.is_flow else constant, constant, is_series=False)


def scheduled(graph: Graph) -> frozenset[str]:
    """Return the ids of the assumptions that change over time."""
    return frozenset(name for name, given in graph.resolved.assumptions.items() if given.record.schedule)
