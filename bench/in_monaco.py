"""The small case in monaco: a case object for each draw, with functions for before, during and after its run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import monaco
import numpy as np
from scipy.stats import beta

from model.risk.distributions import Curve, _powers


def npvs(curves: Mapping[str, Curve], streams: int, factors: np.ndarray, draws: int) -> np.ndarray:
    """Return NPV in each draw."""

    def before(case: Any) -> tuple[dict[str, float]]:
        return ({name: case.invals[name].val for name in curves},)

    def during(given: dict[str, float]) -> tuple[float]:
        found = -given["licence"] * float(factors[1:].sum())
        for k in range(streams):
            level = 0.0
            for factor in factors[1:].tolist():
                level = level * (1 - given[f"loss_{k}"]) + given[f"gain_{k}"]
                found += factor * level * given[f"worth_{k}"]
        return (found,)

    def after(case: Any, npv: float) -> None:
        case.addOutVal("npv", npv)

    simulation = monaco.Sim(
        "small", draws, {"preprocess": before, "run": during, "postprocess": after}, verbose=False, seed=1
    )
    for name, curve in curves.items():
        width = curve.most - curve.least
        a, b = _powers((curve.likely - curve.least) / width)
        simulation.addInVar(name, dist=beta, distkwargs={"a": a, "b": b, "loc": curve.least, "scale": width})
    simulation.runSim()
    return np.array(simulation.outvars["npv"].nums)
