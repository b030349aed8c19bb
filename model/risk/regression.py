"""What an outcome is expected to be once one number is known: least squares over the draws."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from model.series import Array

FEW_VALUES = 12
"""A number that takes no more values than this, such as whole months, is taken value by value."""
_KNOTS = (0.025, 0.1833, 0.3417, 0.5, 0.6583, 0.8167, 0.975)
"""Where the pieces of the curve meet, as shares of the draws: the seven knots of Harrell, Regression Modeling
Strategies (2001)."""


@dataclass(frozen=True, slots=True)
class Fit:
    """What is expected in each draw, and how sure that is.

    `design` has one row a draw, and `covariance` is that of the coefficients that turn it into `expected`.
    """

    expected: Array
    design: Array
    covariance: Array

    def error_of(self, gradient: Array) -> float:
        """Return the variance of a figure from how it changes with each coefficient."""
        return float(gradient @ self.covariance @ gradient)


def fit(known: Array, outcome: Array) -> Fit:
    """Return what the outcome is expected to be for each known number: both of shape (draws,).

    The mean of each value where there are few; else a restricted cubic spline, which is straight beyond its outer knots.
    """
    design = _design(known)
    inverse = np.linalg.pinv(design.T @ design, hermitian=True)
    expected: Array = design @ (inverse @ (design.T @ outcome))
    left = len(outcome) - design.shape[1]
    variance = float(np.sum((outcome - expected) ** 2)) / max(left, 1)
    return Fit(expected, design, variance * inverse)


def _design(known: Array) -> Array:
    values = np.unique(known)
    if len(values) <= FEW_VALUES:
        groups: Array = (known[:, None] == values).astype(np.float64)
        return groups
    scaled = (known - known.mean()) / known.std()
    knots = np.unique(np.quantile(scaled, _KNOTS))
    plain = [np.ones_like(scaled), scaled]
    return np.column_stack(plain + ([] if len(knots) < 3 else _curves(scaled, knots)))


def _curves(known: Array, knots: Array) -> list[Array]:
    """Return the columns of a restricted cubic spline beyond the constant and the straight line."""
    last, before, width = knots[-1], knots[-2], knots[-1] - knots[0]

    def beyond(knot: float) -> Array:
        step: Array = np.maximum(known - knot, 0.0) / width
        return step * step * step

    inner, outer = beyond(before), beyond(last)
    return [
        beyond(knot) - inner * (last - knot) / (last - before) + outer * (before - knot) / (last - before)
        for knot in knots[:-2]
    ]
