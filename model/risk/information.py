"""What it is worth to know more before deciding: everything (EVPI), or one assumption (EVPPI).

The decision is to go ahead or to do nothing, which is worth 0; whoever decides looks at the expected NPV.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from model.evaluate import Program
from model.risk.naming import label, money
from model.risk.regression import fit
from model.risk.worth import Draws
from model.series import Array

_SURE = 2.0
"""A worth stands out from the noise where it is more than so many standard errors."""
_BINS = 24
"""Into how many groups of equal size the draws are put for the second opinion."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure over the draws, and its standard error as if they were at random: evenly spread ones are surer than that."""

    value: float
    standard_error: float


@dataclass(frozen=True, slots=True)
class Learning:
    """What it is worth to know one assumption: by regression, with its standard error, and by binning beside it.

    Both are 0 where knowing it would never change the decision. Neither is more than it is worth to know everything.
    """

    assumption: str
    label: str
    value: float
    standard_error: float
    by_binning: float
    sentence: str

    @property
    def is_sure(self) -> bool:
        """True where it stands out from the noise of the draws."""
        return self.value > _SURE * self.standard_error


@dataclass(frozen=True, slots=True)
class Information:
    """What it is worth to know everything, and each assumption alone, the most worthwhile first.

    `left_out` counts draws that could not be computed. `go` tells what is decided without knowing more.
    """

    draws: int
    left_out: int
    mean_npv: float
    go: bool
    evpi: Estimate
    sentence: str
    each: tuple[Learning, ...]

    @property
    def first(self) -> Learning | None:
        """What is worth measuring first; None where nothing is, or where the draws cannot tell."""
        return next((one for one in self.each if one.is_sure), None)

    def record(self) -> dict[str, Any]:
        """Return it as plain data, for JSON: `evpi`, and `evppi` by assumption."""
        return {
            "evpi": {
                "value": self.evpi.value,
                "se": self.evpi.standard_error,
                "sentence": self.sentence,
                "draws": self.draws,
                "left_out": self.left_out,
            },
            "evppi": {
                found.assumption: {
                    "label": found.label,
                    "value": found.value,
                    "se": found.standard_error,
                    "by_binning": found.by_binning,
                    "sentence": found.sentence,
                }
                for found in self.each
            },
        }


def information(program: Program, likely: Draws, npv: Array) -> Information:
    """Return what it is worth to know more, from draws of assumptions and the NPV in each; both of shape (draws,).

    Needs at least one draw that could be computed. Where assumptions are correlated, knowing one tells of the others,
    and that counts too.
    """
    counted = np.isfinite(npv)
    worth = npv[counted]
    perfect = evpi(worth)
    each = [_learning(program, name, evppi(known[counted], worth), perfect) for name, known in likely.items()]
    go, mean = bool(worth.mean() > 0), float(worth.mean())
    return Information(
        len(worth), len(npv) - len(worth), mean, go, perfect, _all_known(program, perfect, mean),
        tuple(sorted(each, key=lambda found: (-found.value, found.label))),
    )  # fmt: skip


def evpi(npv: Array) -> Estimate:
    """Return E[max(NPV, 0)] − max(E[NPV], 0): what it is worth to know for sure whether the case pays."""
    go = npv.mean() > 0
    gained = np.maximum(npv, 0.0) - (npv if go else 0.0)
    return Estimate(float(gained.mean()), _error(gained))


@dataclass(frozen=True, slots=True)
class PartOfWorth:
    """What it is worth to know one number, by regression with its error and by binning."""

    by_regression: Estimate
    by_binning: float


def evppi(known: Array, npv: Array) -> PartOfWorth:
    """Return E[max(E[NPV | known], 0)] − max(E[NPV], 0), where E[NPV | known] comes from the draws themselves.

    By regression as Strong, Oakley and Brennan do (Medical Decision Making, 2014), with a spline; by binning as Strong
    and Oakley do (Medical Decision Making, 2013). The error is that of the coefficients and of the draws together.
    """
    found, go = fit(known, npv), float(npv.mean() > 0)
    gained = np.maximum(found.expected, 0.0) - go * found.expected
    gradient = ((found.expected > 0) - go) @ found.design / len(npv)
    error = float(np.sqrt(found.error_of(gradient) + _error(gained) ** 2))
    most = evpi(npv).value
    by_regression = Estimate(float(np.clip(gained.mean(), 0.0, most)), error)
    return PartOfWorth(by_regression, _by_binning(known, npv))


def _by_binning(known: Array, npv: Array) -> float:
    """Sort the draws by what is known and let each group decide for itself by its mean."""
    if known.min() == known.max():
        return 0.0
    groups = np.array_split(npv[np.argsort(known, kind="stable")], min(_BINS, len(npv)))
    decided = sum(max(float(group.sum()), 0.0) for group in groups) / len(npv)
    return max(decided - max(float(npv.mean()), 0.0), 0.0)


def _error(numbers: Array) -> float:
    return float(numbers.std() / np.sqrt(len(numbers)))


def _learning(program: Program, name: str, part: PartOfWorth, perfect: Estimate) -> Learning:
    found, called = part.by_regression, label(program, name)
    matters = found.value > 0.001 * perfect.value and round(found.value) > 0
    value, error = (found.value, found.standard_error) if matters else (0.0, 0.0)
    if not matters:
        sentence = f"Knowing “{called}” alone would not change the decision."
    elif value > _SURE * error:
        sentence = f"Knowing “{called}” before you decide is worth up to {money(program, value)}."
    else:
        sentence = f"Knowing “{called}” alone would hardly ever change the decision; its worth is lost in the noise of the draws."
    return Learning(name, called, value, error, part.by_binning, sentence)


def _all_known(program: Program, perfect: Estimate, mean: float) -> str:
    if round(perfect.value) <= 0:
        always = "always" if mean > 0 else "never"
        return f"Nothing you could find out would change the decision: over the draws the case {always} pays."
    decided = "going ahead" if mean > 0 else "doing nothing"
    return (
        f"As things stand, {decided} is the better choice, since on average over the draws the case is worth {money(program, mean)}. "
        "To know everything before you decide would be worth up to "
        f"{money(program, perfect.value)} (expected value of perfect information); finding out is worth no more than that."
    )
