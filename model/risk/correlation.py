"""Assumptions that go together: draws with stated rank correlations (a Gaussian copula)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.special import ndtr, ndtri

from model.evidence import Correlation
from model.quantities import number
from model.series import Array

_LEAST_EIGENVALUE = 1e-8
_MOST_STEPS = 1_000
_NEAR = 1e-10
_WORTH_SAYING = 0.005


@dataclass(frozen=True)
class Ties:
    """Rank correlations between names; names that are in none of them keep their draws as they are."""

    names: tuple[str, ...]
    stated: Array
    """Spearman's rank correlation of each pair: shape (names, names), 1 on the diagonal."""

    @cached_property
    def used(self) -> Array:
        """The rank correlations that are drawn: those stated, or the nearest that can hold all at once."""
        return _ranks(self._normal)

    def warnings(self, label: Callable[[str], str]) -> tuple[str, ...]:
        """Return what could not be taken as stated, in words; `label` says what people call a name."""
        moved = np.argwhere(np.triu(np.abs(self.used - self.stated)) > _WORTH_SAYING)
        if not len(moved):
            return ()
        pairs = [
            f"“{label(self.names[a])}” and “{label(self.names[b])}” {number(self.used[a, b], 2)} in place of {number(self.stated[a, b], 2)}"
            for a, b in moved
        ]
        return (f"The correlations cannot all hold at once; the nearest that can are used: {'; '.join(pairs)}.",)

    def tied(self, shares: Array) -> Array:
        """Return draws, shape (names, draws) between 0 and 1, with the correlations; the first name keeps its own."""
        top = np.nextafter(1.0, 0.0)
        found: Array = ndtr(np.linalg.cholesky(self._normal) @ ndtri(shares))
        return np.clip(found, np.finfo(float).tiny, top)

    @cached_property
    def _normal(self) -> Array:
        """The correlations of the normal numbers behind the draws (Kruskal 1958: r = 2 sin(π ρ / 6))."""
        return nearest(2.0 * np.sin(np.pi * self.stated / 6.0))


def ties(correlations: Iterable[Correlation], names: Sequence[str]) -> Ties:
    """Return the correlations among some names; those of other names are left out."""
    pairs: Mapping[tuple[str, str], float] = {
        item.between: item.rank for item in correlations if set(item.between) <= set(names)
    }
    held = tuple(sorted({name for pair in pairs for name in pair}))
    stated = np.eye(len(held))
    for (a, b), rank in pairs.items():
        i, j = held.index(a), held.index(b)
        stated[i, j] = stated[j, i] = rank
    return Ties(held, stated)


def nearest(matrix: Array) -> Array:
    """Return the nearest correlation matrix that can hold (Higham 2002); the same one where it can.

    It is kept a little away from the edge, so that numbers can be drawn from it.
    """
    if _least(matrix) >= _LEAST_EIGENVALUE:
        return matrix
    found, correction = matrix, np.zeros_like(matrix)
    for _ in range(_MOST_STEPS):
        before, shifted = found, found - correction
        values, vectors = np.linalg.eigh(shifted)
        projected = (vectors * np.maximum(values, _LEAST_EIGENVALUE)) @ vectors.T
        correction = projected - shifted
        found = projected.copy()
        np.fill_diagonal(found, 1.0)
        if np.abs(found - before).max() < _NEAR:
            break
    short = max(2 * _LEAST_EIGENVALUE - _least(found), 0.0)
    kept: Array = (found + short * np.eye(len(found))) / (1.0 + short)
    return kept


def _least(matrix: Array) -> float:
    return float(np.linalg.eigvalsh(matrix)[0]) if len(matrix) else 1.0


def _ranks(normal: Array) -> Array:
    ranks: Array = 6.0 / np.pi * np.arcsin(normal / 2.0)
    return ranks
