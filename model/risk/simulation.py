"""A whole case over thousands of draws: how likely it pays, by how much, how soon, and how sure that is."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Literal

import numpy as np

from model.compiled import is_installed, is_worth_it
from model.evaluate import Program
from model.problems import CaseProblems, Problem
from model.risk.columns import Method
from model.risk.findings import Drawn, Simulation, Step, Stop, findings
from model.risk.outcome import FAN_DRAWS, FIGURES, MOST_EXPLAINED, BrokenDraw, Outcome, Work, known_lines
from model.risk.sample import sample
from model.risk.spread import standard_error
from model.risk.workers import Map, mapping
from model.risk.worth import AT_ONCE
from model.series import Array

DRAWS = 8_192
"""How many draws serve most cases: the mean is then sure to a thousandth of the spread."""
_NUMBERS_AT_ONCE = 16_000_000
_LEAST_AT_ONCE = 64
_BROKEN_TOO_OFTEN = 0.5

Reading = Literal["auto", "numpy", "compiled"]
"""How a case is computed: by NumPy, by machine code (needs Numba), or whichever will have ended first."""
Progress = Callable[[int, int], bool | None]
"""Is told how many draws of how many are done, and returns False to stop."""


def simulate(
    program: Program,
    draws: int = DRAWS,
    seed: int = 1,
    *,
    tolerance: float | None = None,
    progress: Progress | None = None,
    workers: int = 1,
    lines: Sequence[str] = (),
    method: Method = "sobol",
    reading: Reading = "auto",
    kernels: Path | None = None,
    scheduler: str | None = None,
) -> Simulation:
    """Compute a case at many draws of its assumptions; the result is the same on any number of workers, and on a cluster.

    It stops early once the standard error of the mean NPV is at most `tolerance`, looked at whenever the draws have
    doubled, or when `progress` returns False. `lines` are kept as ranges by month too. Compiled readings are kept in
    the folder `kernels`, and `scheduler` is the address of a Dask cluster, where NumPy computes.

    Raises `CaseProblems` for lines the case does not have, where most draws cannot be computed, where Numba is asked for
    and not installed, and where there is no cluster to use.
    """
    folder = _kernels(program, draws, "numpy" if scheduler else reading, kernels)
    work = Work(sample(program, draws, seed, method=method), known_lines(program, lines), folder)
    with mapping(work, workers, scheduler) as compute:
        return _Run(work, tolerance, progress).result(compute)


def _kernels(program: Program, draws: int, reading: Reading, folder: Path | None) -> Path | None:
    """Return the folder of compiled readings where this run is to use one."""
    if reading == "compiled" and not is_installed():
        what, remedy = (
            "Numba is not installed.",
            "Install it: `pip install numba==0.68.1`, or leave out --reading.",
        )
        raise CaseProblems([Problem("no_numba", (), what, "The case cannot be compiled without it.", remedy)])
    is_wanted = reading == "compiled" or (reading == "auto" and is_worth_it(program, draws) and is_installed())
    return folder if is_wanted and folder and _can_hold(folder) else None


def _can_hold(folder: Path) -> bool:
    """Tell whether something can be kept in a folder, made now where it is not there; without one, NumPy computes."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK)


class _Run:
    """A simulation under way: room for every draw, filled chunk by chunk."""

    def __init__(self, work: Work, tolerance: float | None, progress: Progress | None) -> None:
        draws, rows = work.sample.draws, work.program.graph.resolved.months + 1
        self.work = work
        self.tolerance = tolerance
        self.progress = progress
        self.done = 0
        self.figures = np.full((len(FIGURES), draws), np.nan)
        self.amounts = np.full((len(work.lines), draws), np.nan)
        self.cumulative = np.full((rows, min(draws, FAN_DRAWS)), np.nan)
        self.monthly = np.full((len(work.lines), rows, min(draws, FAN_DRAWS)), np.nan)
        self.broken: list[int] = []
        self.examples: list[BrokenDraw] = []
        self.steps: list[Step] = []
        self.flows = _flows(work)

    def result(self, compute: Map) -> Simulation:
        """Compute all draws, or as many as are wanted, and say what they come to."""
        stopped = self._run(compute)
        likely = self.work.likely()
        drawn = Drawn(
            sample=self.work.sample, lines=self.work.lines,
            figures=self.figures[:, : self.done], amounts=self.amounts[:, : self.done],
            cumulative=self.cumulative[:, : self.done], monthly=self.monthly[:, :, : self.done],
            likely=likely.figures[:, 0], likely_amounts=_amounts(likely.lines, self.flows)[:, 0],
            broken=tuple(self.broken), examples=tuple(self.examples[:MOST_EXPLAINED]), failing_checks=self.work.checks(),
        )  # fmt: skip
        return findings(drawn, tuple(self.steps), stopped)

    def _run(self, compute: Map) -> Stop | None:
        for stage in _stages(self.work):
            for outcome in compute(stage):
                self._take(outcome)
                if self.progress and self.progress(self.done, self.work.sample.draws) is False:
                    self._step()
                    return "cancelled" if self.done < self.work.sample.draws else None
            self._step()
            is_last = self.done == self.work.sample.draws
            if not is_last and self._is_sure():
                return "tolerance"
        return None

    def _is_sure(self) -> bool:
        """Tell whether the mean NPV is as sure as was asked for."""
        error = self.steps[-1].standard_error
        return self.tolerance is not None and error is not None and error <= self.tolerance

    def _take(self, outcome: Outcome) -> None:
        first, end = outcome.first, outcome.end
        self.figures[:, first:end] = outcome.figures
        self.amounts[:, first:end] = _amounts(outcome.lines, self.flows)
        kept = max(min(end, FAN_DRAWS) - first, 0)
        self.cumulative[:, first : first + kept] = outcome.cumulative[:, :kept]
        self.monthly[:, :, first : first + kept] = outcome.lines[:, :, :kept]
        self.broken += outcome.broken
        self.examples += outcome.examples
        self.done = end
        if len(self.broken) > end * _BROKEN_TOO_OFTEN:
            raise CaseProblems([_mostly_broken(len(self.broken), end, self.examples[0].problem)])

    def _step(self) -> None:
        """Note how far the mean NPV has settled."""
        npv = self.figures[0, : self.done]
        counted = ~np.isnan(npv)
        self.steps.append(Step(self.done, float(npv[counted].mean()), standard_error(npv, counted)))


def _mostly_broken(broken: int, of: int, problem: Problem) -> Problem:
    what = f"The model cannot be computed in {broken:,} of the first {of:,} draws. {problem.what}"
    why = "What is left would be no picture of the case."
    remedy = f"{problem.remedy} Narrow the ranges of the assumptions this line uses."
    return Problem("not_finite", problem.path, what, why, remedy)


def _stages(work: Work) -> Iterator[list[tuple[int, int]]]:
    """Return the chunks to compute, in stages after each of which the draws have doubled."""
    draws, chunk = work.sample.draws, _chunk(work.program)
    done, until = 0, max(chunk, AT_ONCE)
    while done < draws:
        until = min(until, draws)
        yield [(first, min(first + chunk, until)) for first in range(done, until, chunk)]
        done, until = until, until * 2


def _chunk(program: Program) -> int:
    """Return how many draws are computed together, a power of two: fewer for long cases, so that memory suffices."""
    numbers = max(len(program.graph.order), 1) * (program.graph.resolved.months + 1)
    chunk = AT_ONCE
    while chunk > _LEAST_AT_ONCE and chunk * numbers > _NUMBERS_AT_ONCE:
        chunk //= 2
    return chunk


def _flows(work: Work) -> list[bool]:
    """Tell for each line whether it is a flow, whose amounts add up."""
    resolved, rows = work.program.graph.resolved, work.program.graph.rows
    return [resolved.vocabulary.unit(rows[name].line.unit).is_flow for name in work.lines]


def _amounts(lines: Array, flows: Sequence[bool]) -> Array:
    """Return the sum of each flow, and the last level of anything else: shape (lines, draws)."""
    found = [line.sum(axis=0) if is_flow else line[-1] for line, is_flow in zip(lines, flows, strict=True)]
    return np.array(found).reshape(len(found), lines.shape[-1])
