"""The small case in squigglepy: every input sampled at once, then arrays of samples month by month."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import squigglepy as sq

from model.risk.distributions import Curve


def npvs(curves: Mapping[str, Curve], streams: int, factors: np.ndarray, draws: int) -> np.ndarray:
    """Return NPV in each draw."""
    sq.set_seed(1)
    drawn = {
        name: np.asarray(sq.sample(sq.pert(curve.least, curve.likely, curve.most), n=draws))
        for name, curve in curves.items()
    }
    found = -drawn["licence"] * factors[1:].sum()
    for k in range(streams):
        level = np.zeros(draws)
        for factor in factors[1:]:
            level = level * (1 - drawn[f"loss_{k}"]) + drawn[f"gain_{k}"]
            found += factor * level * drawn[f"worth_{k}"]
    return found
