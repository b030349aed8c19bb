"""NumPy reading: a graph compiled to one generated function over months, and over draws where there are any.

The generated text holds only operators, numbers and names made here (`x12`, `a3`): no text of a case reaches it.
Each line is computed twice: once for the opening column, once for all months together; lines tied through `prev` go
month by month. Without draws everything that does not change over time stays a plain Python number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from types import CodeType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model import kernels
from model.graph import Graph
from model.problems import CaseProblems, Problem
from model.reference import reference
from model.series import Array, Value, likely_values, scheduled
from model.writer import Writer

Sums = tuple[tuple[str, ...], ...]
"""Groups of lines of which only the sum is wanted."""


@dataclass(frozen=True)
class Program:
    """A graph compiled for repeated evaluation."""

    graph: Graph
    functions: dict[tuple[bool, tuple[str, ...], Sums], Callable[..., None]] = field(default_factory=dict, repr=False)
    compiled: dict[tuple[str, ...], Callable[..., None]] = field(default_factory=dict, repr=False)
    """By the lines it keeps, what `model.compiled` has made of the graph."""

    def run(self, values: Mapping[str, Value] | None = None) -> Array:
        """Return every line at the given values (the likely ones unless said): shape (lines, months + 1).

        Lines stand in the order of `graph.order`; column 0 is the opening. Raises `CaseProblems` naming the line and
        month where a formula has no finite value.
        """
        given = likely_values(self.graph) if values is None else values
        rows = np.empty((len(self.graph.order), self.graph.resolved.months + 1))
        try:
            self._fill(rows, given, self.graph.order)
        except (ArithmeticError, ValueError):
            return self._second_opinion(given)
        return rows

    def run_draws(
        self, values: Mapping[str, Value], draws: int, lines: Sequence[str] | None = None, sums: Sums = ()
    ) -> Array:
        """Return lines (all unless said) for many draws at once: shape (lines, months + 1, draws).

        The `sums` of some lines, which take less room than each of them, come before the lines. Raises `CaseProblems`
        naming the line and month where a formula has no finite value in some draw.
        """
        rows = self.try_draws(values, draws, lines, sums)
        if rows is None:
            wanted = self.graph.order if lines is None else tuple(lines)
            raise self._failing_draw(values, draws, (*wanted, *(line for lines in sums for line in lines)))
        return rows

    def try_draws(
        self, values: Mapping[str, Value], draws: int, lines: Sequence[str] | None = None, sums: Sums = ()
    ) -> Array | None:
        """Return what `run_draws` does, or None, soon and without saying why, where some draw has no finite value."""
        wanted = self.graph.order if lines is None else tuple(lines)
        rows = np.empty((len(sums) + len(wanted), self.graph.resolved.months + 1, draws))
        try:
            self._fill(rows, values, wanted, sums)
        except (ArithmeticError, ValueError):
            return None
        return rows

    def where_finite(self, values: Mapping[str, Value], draws: int, lines: Sequence[str]) -> NDArray[np.bool_] | None:
        """Return which draws have finite values in some lines; None where even that cannot be told at once.

        Draws that have none have no place in `run_draws`; of the others, a few may divide by nought and hide it.
        """
        rows = np.empty((len(lines), self.graph.resolved.months + 1, draws))
        try:
            with np.errstate(all="ignore"):
                self._function(tuple(lines), with_draws=True)(*self._arguments(values), rows)
        except (ArithmeticError, ValueError):
            return None
        return np.asarray(np.isfinite(rows).all(axis=(0, 1)))

    def _fill(self, rows: Array, values: Mapping[str, Value], lines: tuple[str, ...], sums: Sums = ()) -> None:
        """Compute lines into rows; raises `ArithmeticError` or `ValueError` where anything has no finite value."""
        with np.errstate(divide="raise", over="raise", invalid="raise"):
            self._function(lines, sums, with_draws=rows.ndim > 2)(*self._arguments(values), rows)
        if not np.isfinite(rows).all():
            raise FloatingPointError

    def _failing_draw(self, values: Mapping[str, Value], draws: int, lines: tuple[str, ...]) -> CaseProblems:
        """Halve the draws until one that fails is left, and let the reference name its line and month."""
        low, high = 0, draws
        while high - low > 1:
            middle = (low + high) // 2
            part = {name: value.draws(low, middle) for name, value in values.items()}
            try:
                self._fill(np.empty((len(lines), self.graph.resolved.months + 1, middle - low)), part, lines)
                low = middle
            except (ArithmeticError, ValueError):
                high = middle
        try:
            reference(self.graph, {name: value.draw(low) for name, value in values.items()})
        except CaseProblems as error:
            return error
        what = "Some draws have no finite value."
        return CaseProblems(
            [Problem("not_finite", (), what, "A range over them would mean nothing.", "Narrow the ranges.")]
        )

    def _arguments(self, values: Mapping[str, Value]) -> tuple[list[Any], list[Any]]:
        ordered = [values[name] for name in self.graph.resolved.assumptions]
        return [value.opening for value in ordered], [value.later for value in ordered]

    def _second_opinion(self, values: Mapping[str, Value]) -> Array:
        """Let the reference decide: it leaves out branches that are not taken, and names the cell that has no value."""
        lines = reference(self.graph, values)
        return np.array([lines[line_id] for line_id in self.graph.order])

    def _function(self, lines: tuple[str, ...], sums: Sums = (), *, with_draws: bool = False) -> Callable[..., None]:
        key = (with_draws, lines, sums)
        if key not in self.functions:
            namespace = kernels.namespace(self.graph.resolved.months, with_draws=with_draws)
            code = _compiled(_shape(self.graph, lines, sums, with_draws=with_draws))
            exec(code, namespace)  # noqa: S102 - generated from checked nodes; it holds no text of a case
            self.functions[key] = namespace["run"]
        return self.functions[key]


@dataclass(frozen=True)
class _Shape:
    """All that generated code depends on; a case that only changes in values has the shape it had."""

    lines: tuple[tuple[str, str, str | None], ...]
    assumptions: tuple[str, ...]
    scheduled: frozenset[str]
    wanted: tuple[str, ...]
    sums: Sums
    with_draws: bool
    graph: Graph = field(compare=False, repr=False)


def _shape(graph: Graph, wanted: tuple[str, ...], sums: Sums, *, with_draws: bool) -> _Shape:
    lines = tuple((line.id, line.formula, line.opening) for line in graph.resolved.lines)
    return _Shape(lines, tuple(graph.resolved.assumptions), scheduled(graph), wanted, sums, with_draws, graph)


@lru_cache(maxsize=32)
def _compiled(shape: _Shape) -> CodeType:
    source = Writer(shape.graph, shape.with_draws, shape.wanted, shape.sums).source()
    return compile(source, "<graph>", "exec")
