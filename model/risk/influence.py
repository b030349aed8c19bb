"""Which assumptions make the result uncertain: rank correlations over draws, and Sobol' indices."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from model.evaluate import Program
from model.risk.naming import label
from model.risk.worth import Draws, npv_at
from model.series import Array

Function = Callable[[Mapping[str, Array]], Array]
_HARDLY = 0.1
"""A rank correlation nearer to nought than this is called hardly any."""
_CALM = 1e-9
"""Results whose deviation is a smaller share of their size than this do not vary at all."""


@dataclass(frozen=True, slots=True)
class RankCorrelation:
    """How closely the result rises with an assumption, by rank (Spearman): from −1 over 0 to 1."""

    assumption: str
    label: str
    value: float
    sentence: str


@dataclass(frozen=True, slots=True)
class Index:
    """The share of the variance of the result that goes back to an assumption (Sobol' indices), with standard errors.

    `first`: to it alone. `total`: to it alone and together with others.
    """

    assumption: str
    label: str
    first: float
    first_error: float
    total: float
    total_error: float
    sentence: str


def rank_correlations(program: Program, likely: Draws, result: Array) -> tuple[RankCorrelation, ...]:
    """Return the rank correlation of each assumption with a result, both of shape (draws,), the closest first.

    Draws without a finite result are left out; what never varies has a correlation of 0.
    """
    counted = np.isfinite(result)
    ranked = standard_ranks(result[counted])
    found = [(name, float(standard_ranks(numbers[counted]) @ ranked)) for name, numbers in likely.items()]
    rows = [RankCorrelation(name, label(program, name), value, _in_words(value)) for name, value in found]
    return tuple(sorted(rows, key=lambda row: (-abs(row.value), row.label)))


def standard_ranks(numbers: Array) -> Array:
    """Return the ranks of numbers (equal ones share their mean rank), about 0 and of length 1; all 0 where all are equal."""
    _, places, counts = np.unique(numbers, return_inverse=True, return_counts=True)
    if len(counts) < 2:
        return np.zeros(len(numbers))
    ends = np.cumsum(counts)
    ranks = (ends - (counts - 1) / 2)[places]
    centred: Array = ranks - ranks.mean()
    return centred / np.linalg.norm(centred)


def _in_words(value: float) -> str:
    if abs(value) < _HARDLY:
        return "It hardly moves the result."
    strength = "closely" if abs(value) >= 0.5 else "somewhat" if abs(value) >= 0.25 else "a little"
    return f"The higher it is, the {'higher' if value > 0 else 'lower'} the result: they go together {strength}."


def sobol_indices(program: Program, one: Draws, other: Draws, names: Sequence[str] | None = None) -> tuple[Index, ...]:
    """Return the Sobol' indices of NPV by some assumptions (all unless said), the largest total first.

    `one` and `other` are two independent sets of draws, and the assumptions in them independent of one another. Costs
    (names + 2) × draws evaluations; pairs of draws of which any cannot be computed are left out.
    """
    names = tuple(one) if names is None else names
    found = indices(lambda values: npv_at(program, values), one, other, names)
    labels = {name: label(program, name) for name in names}
    rows = [Index(name, labels[name], *found[name], _share_in_words(found[name][0], found[name][2])) for name in names]
    return tuple(sorted(rows, key=lambda row: (-row.total, row.label)))


def indices(
    function: Function, one: Draws, other: Draws, names: Sequence[str]
) -> dict[str, tuple[float, float, float, float]]:
    """Return first-order index, its error, total index and its error, of a function by some of its inputs.

    First-order indices by Saltelli et al. (Computer Physics Communications, 2010) or by Jansen (1999), whichever has the
    smaller error; totals by Jansen. The errors come from how the terms scatter over the draws. Where chance puts a total
    below its first-order index, which cannot be, both are their mean, the surer one counting for more; none is above 1.
    """
    base, second = function(one), function(other)
    moving = [name for name in names if np.any(one[name] != other[name])]
    mixed = [function({**one, name: other[name]}) for name in moving]
    counted = np.isfinite(base) & np.isfinite(second) & np.all(np.isfinite(mixed), axis=0)
    rows = _Rows(base[counted], second[counted], [result[counted] for result in mixed])
    still = (0.0, 0.0, 0.0, 0.0)
    both = np.concatenate((rows.base, rows.second))
    if len(rows.base) < 2 or not moving or both.std() <= _CALM * np.abs(both).max():
        return dict.fromkeys(names, still)
    figures = {name: rows.of(result) for name, result in zip(moving, rows.mixed, strict=True)}
    return {name: figures.get(name, still) for name in names}


@dataclass(frozen=True, slots=True)
class _Rows:
    """The results of both sets of draws, and of the first with one input at a time from the second."""

    base: Array
    second: Array
    mixed: Sequence[Array]

    def of(self, result: Array) -> tuple[float, float, float, float]:
        """Return the indices of one input, with their errors."""
        middle = (self.base.mean() + self.second.mean()) / 2
        variance = ((self.base - middle) ** 2 + (self.second - middle) ** 2) / 2
        either = (self.second - middle) * (result - self.base), variance - (self.second - result) ** 2 / 2
        first = min((_share(part, variance) for part in either), key=lambda found: found[1])
        total = _share((self.base - result) ** 2 / 2, variance)
        return (*first, *total) if first[0] <= total[0] else _pooled(first, total) * 2


def _share(part: Array, whole: Array) -> tuple[float, float]:
    """Return the ratio of two means, which chance may put above the whole, and its standard error, to first order."""
    ratio = part.mean() / whole.mean()
    return min(float(ratio), 1.0), float((part - ratio * whole).std() / whole.mean() / np.sqrt(len(part)))


def _pooled(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    """Return the mean of two estimates of one share, weighed by how sure they are, and an error that is surely no smaller."""
    a, b = one[1] ** 2, other[1] ** 2
    weight = b / (a + b) if a + b else 0.5
    return weight * one[0] + (1 - weight) * other[0], max(one[1], other[1]) if a and b else 0.0


def _share_in_words(first: float, total: float) -> str:
    if total < 0.01:
        return "It makes hardly any of the uncertainty; it can be left at its likely value."
    alone = f"It makes {max(first, 0.0):.0%} of the uncertainty by itself"
    together = total - max(first, 0.0)
    return f"{alone}." if together < 0.02 else f"{alone}, and takes part in {total:.0%} of it together with others."


def influence_record(rows: Sequence[RankCorrelation | Index]) -> dict[str, Any]:
    """Return rank correlations or Sobol' indices as plain data by assumption, for JSON."""
    return {row.assumption: asdict(row) for row in rows}
