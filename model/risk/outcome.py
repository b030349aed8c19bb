"""What some draws come to: the figures of each, its cumulative cash, and any lines that are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np

from model.compiled import Compiled
from model.evaluate import Program, Sums
from model.problems import CaseProblems, Problem, did_you_mean
from model.reference import reference
from model.risk.sample import Sample
from model.risk.worth import AT_ONCE, factors_of, paybacks
from model.series import Array, Value

FIGURES = ("npv", "roi", "payback_months", "discounted_payback_months", "peak_funding")
"""The figures of each draw, named as in the appraisal."""
FAN_DRAWS = 16_384
"""The draws, from the first on, whose flows are kept month by month; more would not change a chart, and fill memory."""
MOST_EXPLAINED = 3
"""How many of the draws that cannot be computed are explained."""


@dataclass(frozen=True, slots=True)
class BrokenDraw:
    """A draw at which the model cannot be computed, and why."""

    draw: int
    problem: Problem


@dataclass(frozen=True, slots=True)
class Outcome:
    """What draws `first` to `end` come to; NaN where the model cannot be computed, and where there is no ROI.

    `figures` has shape (5, draws) in the order of `FIGURES`, payback infinite where the money does not come back;
    `cumulative` is the running net flow, (months + 1, draws); `lines` are (lines, months + 1, draws).
    """

    first: int
    end: int
    figures: Array
    cumulative: Array
    lines: Array
    broken: tuple[int, ...]
    examples: tuple[BrokenDraw, ...]


@dataclass(frozen=True)
class Work:
    """What is computed of a sample: its figures, and the lines asked for; compiled, where there is a folder for that."""

    sample: Sample
    lines: tuple[str, ...] = ()
    kernels: Path | None = None

    def outcome(self, first: int, end: int) -> Outcome:
        """Compute draws `first` to `end`."""
        found = self.compiled.at(self.sample.part(first, end), end - first) if self.compiled else None
        if found and not found.broken.any():
            return Outcome(first, end, found.figures, found.cumulative, found.lines, (), ())
        return self._in_numpy(first, end)

    def _in_numpy(self, first: int, end: int) -> Outcome:
        given = self.sample.given(first, end)
        broken: tuple[int, ...] = ()
        rows = self.program.try_draws(given, end - first, self.lines, self._flows)
        if rows is None:
            rows = np.full((2 + len(self.lines), self.program.graph.resolved.months + 1, end - first), np.nan)
            broken = tuple(first + draw for draw in self._fill(rows, given, 0, end - first))
        figures, cumulative = self._figures(rows[0], rows[1])
        examples = tuple(self._example(given, draw, first) for draw in broken[:MOST_EXPLAINED])
        return Outcome(first, end, figures, cumulative, rows[2:], broken, examples)

    def likely(self) -> Outcome:
        """Compute the case at its likely values, as one draw. Raises `CaseProblems` where that cannot be done."""
        rows = self.program.run()[:, :, None]
        places = {name: place for place, name in enumerate(self.program.graph.order)}
        benefits, costs = (rows[[places[name] for name in names]].sum(axis=0) for names in self._flows)
        figures, cumulative = self._figures(benefits, costs)
        return Outcome(0, 1, figures, cumulative, rows[[places[name] for name in self.lines]], (), ())

    def checks(self) -> dict[str, float]:
        """Return the share of the first draws in which each check of the model fails, by its label; those that do."""
        labels = {line.id: line.label for line in self.program.graph.resolved.lines if line.check}
        draws = min(self.sample.draws, AT_ONCE)
        rows = self.program.try_draws(self.sample.given(0, draws), draws, tuple(labels))
        if rows is None:
            return {}
        failing = (rows != 1).any(axis=1).mean(axis=1)
        return {label: float(share) for label, share in zip(labels.values(), failing, strict=True) if share}

    def bare(self) -> Work:
        """Return the same work without anything computed already, to be sent to another process."""
        return Work(replace(self.sample, program=Program(self.program.graph)), self.lines, self.kernels)

    @cached_property
    def compiled(self) -> Compiled | None:
        """The case as machine code, where it is to be used."""
        return Compiled(self.program, self.lines, self.kernels) if self.kernels else None

    @property
    def program(self) -> Program:
        """The compiled case."""
        return self.sample.program

    def _fill(self, rows: Array, given: dict[str, Value], first: int, end: int) -> Iterator[int]:
        """Compute draws into rows; where that fails, halve them, and yield those that fail by themselves."""
        part = {name: value.draws(first, end) for name, value in given.items()}
        found = self.program.try_draws(part, end - first, self.lines, self._flows)
        if found is not None:
            rows[:, :, first:end] = found
        elif end - first == 1:
            yield first
        else:
            middle = (first + end) // 2
            yield from self._fill(rows, given, first, middle)
            yield from self._fill(rows, given, middle, end)

    def _example(self, given: dict[str, Value], draw: int, first: int) -> BrokenDraw:
        """Let the reference name the line and month at which a draw fails."""
        try:
            reference(self.program.graph, {name: value.draw(draw - first) for name, value in given.items()})
        except CaseProblems as error:
            return BrokenDraw(draw, error.problems[0])
        what, why = "A formula has no finite value here.", "A range over it would mean nothing."
        return BrokenDraw(draw, Problem("not_finite", (), what, why, "Narrow the ranges."))

    def _figures(self, benefits: Array, costs: Array) -> tuple[Array, Array]:
        net, factors = benefits - costs, self._factors
        pv_costs = factors @ costs
        npv = factors @ benefits - pv_costs
        roi = np.divide(npv, pv_costs, out=np.full_like(npv, np.nan), where=pv_costs > 0)
        cumulative = np.cumsum(net, axis=0)
        funding = np.maximum(-cumulative.min(axis=0), 0.0) + 0.0
        return np.array([npv, roi, paybacks(net), paybacks(net * factors[:, None]), funding]), cumulative

    @cached_property
    def _flows(self) -> Sums:
        """The benefits and the costs, of which only the sums are needed."""
        lines = self.program.graph.resolved.lines
        benefits, costs = ([line.id for line in lines if line.kind == kind] for kind in ("benefit", "cost"))
        return tuple(benefits), tuple(costs)

    @cached_property
    def _factors(self) -> Array:
        return factors_of(self.program)


def known_lines(program: Program, lines: Sequence[str]) -> tuple[str, ...]:
    """Return the lines asked for, each once. Raises `CaseProblems` for lines the case does not have."""
    problems = [
        Problem(
            "unknown_name",
            (),
            f"The case has no line `{name}`.",
            "Its range cannot be shown.",
            f"{did_you_mean(name, program.graph.rows)}Name a line; `cli.py appraise --lines --json` lists them.",
        )
        for name in lines
        if name not in program.graph.rows
    ]
    if problems:
        raise CaseProblems(problems)
    return tuple(dict.fromkeys(lines))
