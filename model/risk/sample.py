"""Draws of the assumptions of a case: each assumption by its own name, so that one more changes none of the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from model.evaluate import Program
from model.evidence import Correlation
from model.problems import CaseProblems, Problem
from model.risk.columns import MOST_DRAWS, Method, columns
from model.risk.correlation import Ties, ties
from model.risk.distributions import Curve, curve_of
from model.risk.kept import KEPT
from model.risk.naming import label
from model.risk.wholes import Wholes, made_whole, wholes
from model.series import Array, Value, likely_values, scaled_value


@dataclass(frozen=True)
class Sample:
    """So many draws of every assumption of a case; any part of them can be computed alone, with the same numbers."""

    program: Program
    draws: int
    seed: int
    method: Method
    curves: Mapping[str, Curve]
    """What each assumption may turn out to be, in the order of the case."""
    ties: Ties

    @property
    def uncertain(self) -> tuple[str, ...]:
        """The assumptions that differ from draw to draw."""
        return tuple(name for name, curve in self.curves.items() if not curve.is_fixed)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What could not be drawn as stated, in words."""
        return self.ties.warnings(lambda name: label(self.program, name))

    @cached_property
    def values(self) -> Mapping[str, Array]:
        """Every draw of every assumption in its own unit, a multiple for a schedule: each of shape (draws,)."""
        drawn = self.part(0, self.draws)
        return {
            name: drawn[name] if name in drawn else np.full(self.draws, curve.likely)
            for name, curve in self.curves.items()
        }

    def part(self, first: int, end: int) -> dict[str, Array]:
        """Return draws `first` to `end` of each uncertain assumption, in its own unit: each of shape (end − first,)."""
        tied = {name: self.curves[name].at(shares) for name, shares in self._tied(first, end).items()}
        own = [name for name in self.uncertain if name not in tied]
        drawn = tied | KEPT.values(self.curves, own, self.seed, self.method, first, end)
        in_order = {name: drawn[name] for name in self.uncertain}
        return made_whole(in_order, self._wholes, {name: curve.likely for name, curve in self.curves.items()})

    def shares(self, first: int, end: int) -> dict[str, Array]:
        """Return for draws `first` to `end` the share of outcomes that lies below each: between 0 and 1."""
        names = self.uncertain
        own = columns(names, self.seed, self.method, first, end)
        return dict(zip(names, own, strict=True)) | self._tied(first, end)

    def _tied(self, first: int, end: int) -> dict[str, Array]:
        """Return the shares of the assumptions that go together."""
        names = self.ties.names
        own = columns(names, self.seed, self.method, first, end)
        return dict(zip(names, self.ties.tied(own), strict=True)) if names else {}

    def given(self, first: int, end: int) -> dict[str, Value]:
        """Return draws `first` to `end` of all assumptions as `Program.run_draws` takes them."""
        drawn = self.part(first, end)
        graph = self.program.graph
        return {name: scaled_value(graph, name, drawn[name]) if name in drawn else value for name, value in self._fixed}

    @cached_property
    def _wholes(self) -> Wholes:
        return wholes(self.program.graph)

    @cached_property
    def _fixed(self) -> tuple[tuple[str, Value], ...]:
        """Every assumption at its likely value, shaped to meet the draws."""
        return tuple((name, value.for_draws()) for name, value in likely_values(self.program.graph).items())


def sample(
    program: Program,
    draws: int,
    seed: int,
    *,
    method: Method = "sobol",
    correlations: Sequence[Correlation] | None = None,
) -> Sample:
    """Return draws of the assumptions of a case: the same for the same seed, whatever else the case holds.

    A power of two is spread most evenly. `correlations` take the place of those the case states (none: those).
    Raises `CaseProblems` for a number of draws that cannot be drawn.
    """
    if not 1 <= draws <= MOST_DRAWS:
        what, remedy = f"{draws:,} draws cannot be drawn.", f"Ask for 1 to {MOST_DRAWS:,}; 8,192 serve most cases."
        raise CaseProblems([Problem("draws", (), what, "There would be no range to show.", remedy)])
    curves = {name: curve_of(program, name) for name in program.graph.resolved.assumptions}
    uncertain = [name for name, curve in curves.items() if not curve.is_fixed]
    stated = program.graph.resolved.correlations if correlations is None else correlations
    return Sample(program, draws, seed, method, curves, ties(stated, uncertain))
