"""Compiled reading: a whole case as one machine-code loop over draws, where Numba is installed and the work is worth it.

The function is written by `model.compiled_writer`, kept in a folder under the hash of its text, and compiled once for
each kind of processor; Numba keeps the machine code beside it. It computes what `model.evaluate` does, to a relative
1e-12, and says in which draws it cannot: those are left to the NumPy reading, which knows why.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from model.compiled_parts import HEAD
from model.compiled_writer import KernelWriter
from model.evaluate import Program
from model.finance import discount_factors
from model.series import Array, likely_values, scheduled

FIGURES = 5
WORTH_IT = 8_000_000_000
"""Numbers (draws × lines × months) from which on NumPy takes longer than compiling a case and running it then."""

Kernel = Callable[..., None]
Mask = NDArray[np.bool_]


def is_installed() -> bool:
    """Tell whether Numba is there."""
    return importlib.util.find_spec("numba") is not None


def is_worth_it(program: Program, draws: int) -> bool:
    """Tell whether computing so many draws takes NumPy longer than to compile the case first."""
    return draws * len(program.graph.order) * (program.graph.resolved.months + 1) >= WORTH_IT


@dataclass(frozen=True, slots=True)
class Found:
    """What some draws come to: see `model.risk.outcome.Outcome`; `broken` is True where a draw cannot be computed."""

    figures: Array
    cumulative: Array
    lines: Array
    broken: Mask


@dataclass(frozen=True)
class Compiled:
    """A case as a function over draws, and some of its lines, kept in a folder."""

    program: Program
    lines: tuple[str, ...]
    folder: Path

    def at(self, drawn: Mapping[str, Array], draws: int) -> Found:
        """Compute draws of the uncertain assumptions, in their own units (a schedule: multiples), each of shape (draws,)."""
        months = self.program.graph.resolved.months
        names, place = list(self._fixed), np.full(len(self._fixed), -1)
        numbers = np.empty((len(drawn), draws))
        for row, (name, values) in enumerate(drawn.items()):
            place[names.index(name)] = row
            np.multiply(values, self._scales[name], out=numbers[row])
        found = Found(
            np.empty((FIGURES, draws)),
            np.empty((months + 1, draws)),
            np.empty((len(self.lines), months + 1, draws)),
            np.empty(draws, dtype=np.bool_),
        )
        given = (np.array(list(self._fixed.values())), numbers, place, self._plans, self._factors)
        self.run(0, draws, *given, found.figures, found.cumulative, found.lines, found.broken)
        return found

    @cached_property
    def run(self) -> Kernel:
        """The function itself, compiled now where it is not yet.

        It takes the first draw and the end; the likely values, shape (assumptions,), drawn values (drawn, draws), which
        of these each assumption has (−1: none) and the schedules (schedules, months + 1); the discount factors; and
        fills in figures (5, draws), cumulative cash (months + 1, draws), lines and which draws are broken.
        """
        known = self.program.compiled
        if self.lines not in known:
            known[self.lines] = _loaded(self.folder, HEAD + self.source)
        return known[self.lines]

    @cached_property
    def source(self) -> str:
        """The text of the function and of those it calls, without what they import."""
        return KernelWriter(self.program.graph, self.lines).source()

    @cached_property
    def _fixed(self) -> dict[str, float]:
        """Each assumption at its likely value in base units; a schedule at the multiple 1."""
        return {
            name: 1.0 if value.is_series else float(value.later)
            for name, value in likely_values(self.program.graph).items()
        }

    @cached_property
    def _scales(self) -> dict[str, float]:
        resolved = self.program.graph.resolved
        scales = {n: resolved.vocabulary.unit(g.record.unit or "1").scale for n, g in resolved.assumptions.items()}
        return scales | dict.fromkeys(scheduled(self.program.graph), 1.0)

    @cached_property
    def _plans(self) -> Array:
        plans = [value for value in likely_values(self.program.graph).values() if value.is_series]
        found = np.empty((len(plans), self.program.graph.resolved.months + 1))
        for row, plan in zip(found, plans, strict=True):
            row[0], row[1:] = plan.opening, plan.later
        return found

    @cached_property
    def _factors(self) -> Array:
        resolved = self.program.graph.resolved
        return discount_factors(resolved.discount.rate, resolved.discount.timing, resolved.months)


@lru_cache(maxsize=32)
def _loaded(folder: Path, source: str) -> Kernel:
    """Return the function of a source, from the folder where it has been compiled before."""
    from numba import __version__

    path = folder / f"kernel_{sha256(f'{__version__} {source}'.encode()).hexdigest()[:32]}.py"
    if not path.exists():
        _write(path, source)
    sys.modules[path.stem] = module = ModuleType(path.stem)  # Numba looks there for what it has kept
    exec(compile(source, path, "exec"), module.__dict__)  # noqa: S102 - generated from checked nodes; no text of a case
    found: Kernel = module.run
    return found


def _write(path: Path, source: str) -> None:
    """Write a file at once, as another process may look for it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile("w", dir=path.parent, encoding="utf-8", delete=False) as part:
        part.write(source)
    Path(part.name).replace(path)
