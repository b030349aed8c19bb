"""What an assumption may turn out to be: its shape between low and high, as quantiles in its own unit.

The one rule: where no shape is named, low and high are the values beyond which 1 outcome in 20 lies, as the questions
ask for them, on a PERT curve about the likely value. `normal` and `lognormal` read low and high as the same 90% interval
and leave the likely value out. Whoever names `uniform`, `triangular` or `pert` states the ends: nothing lies outside.
What would lie outside hard limits is left out, and the rest counts for all (a truncated distribution); where no shape
is named, so is anything of another sign than low and high have.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from scipy.special import betainc, betaincinv, ndtr, ndtri

from model.evaluate import Program
from model.evidence import Assumption
from model.powers import MONTH
from model.sensitivity import range_of
from model.series import Array
from model.units import Unit

Shape = Literal["fixed", "uniform", "triangular", "pert", "normal", "lognormal"]

ONE_IN_TWENTY = 0.05
"""The share of outcomes below low, and above high, where these are not the ends."""
PERT_WEIGHT = 4.0
"""How many times the likely value counts in the mean of a PERT curve: (least + 4 likely + most) / 6."""
_NINETY = 1.6448536269514722
"""Standard deviations from the mean of a normal curve to its 95% point."""
_CELLS = 4_096
_NODES = 2_048
_TAIL = 16 / _CELLS


@dataclass(frozen=True, slots=True)
class Curve:
    """The values one assumption may take, in its own unit; for a schedule, the multiples of it.

    `least`, `likely` and `most` are the ends and the peak of `uniform`, `triangular` and `pert`; for `normal` the mean
    less and plus one standard deviation about the mean, for `lognormal` the same of the logarithm; a `fixed` one is
    always `likely`. Hard limits cut it off at `floor` and `ceiling`. `whole` months are rounded.
    """

    shape: Shape
    least: float
    likely: float
    most: float
    floor: float = -math.inf
    ceiling: float = math.inf
    whole: bool = False

    @property
    def is_fixed(self) -> bool:
        """True where it never differs from its likely value."""
        return self.shape == "fixed"

    def at(self, shares: Array | float) -> Array:
        """Return the values that a share of outcomes lies below: shares strictly between 0 and 1, any shape."""
        asked = np.asarray(shares, dtype=np.float64)
        if self.is_fixed:
            return np.full(asked.shape, self.likely)
        low, high = self._kept()
        values = self._uncut(asked if (low, high) == (0.0, 1.0) else low + asked * (high - low))
        return np.clip(np.floor(values + 0.5) if self.whole else values, self.floor, self.ceiling)

    def below(self, value: float) -> float:
        """Return the share of outcomes below a value, before anything is cut off or rounded."""
        width = self.most - self.least
        place = min(max((value - self.least) / width, 0.0), 1.0)
        peak = (self.likely - self.least) / width
        if self.shape == "uniform":
            return place
        if self.shape == "triangular":
            return place**2 / peak if place < peak else 1.0 - (1.0 - place) ** 2 / (1.0 - peak) if peak < 1 else 1.0
        if self.shape == "pert":
            return float(betainc(*_powers(peak), place))
        if self.shape == "lognormal" and value <= 0:
            return 0.0
        number = math.log(value) if self.shape == "lognormal" else value
        return float(ndtr((number - self.likely) / (self.most - self.likely)))

    def _kept(self) -> tuple[float, float]:
        low = self.below(self.floor) if math.isfinite(self.floor) else 0.0
        return low, self.below(self.ceiling) if math.isfinite(self.ceiling) else 1.0

    def _uncut(self, shares: Array) -> Array:
        if self.shape in ("normal", "lognormal"):
            found: Array = self.likely + (self.most - self.likely) * ndtri(shares)
            return np.exp(found) if self.shape == "lognormal" else found
        width = self.most - self.least
        return self.least + width * _STANDARD[self.shape](shares, (self.likely - self.least) / width)


def curve_of(program: Program, name: str) -> Curve:
    """Return what an assumption of a case may turn out to be.

    An assumption without a range is varied as in the tornado: by its usual doubt, which is then its 90% interval.
    """
    resolved = program.graph.resolved
    record = resolved.assumptions[name].record
    low, high = range_of(program, name)
    unit = resolved.vocabulary.unit(record.unit or "1")
    return curve(record, unit, min(low, record.likely), max(high, record.likely))


def curve(record: Assumption, unit: Unit, low: float, high: float) -> Curve:
    """Return the curve of an assumption between a low and a high value, within its hard limits."""
    likely = record.likely
    if record.distribution == "fixed" or low == high:
        return Curve("fixed", likely, likely, likely)
    floor, ceiling = _limits(record, unit)
    whole = _in_whole_months(record, unit, (low, likely, high))
    if record.distribution in ("normal", "lognormal"):
        ends = (math.log(low), math.log(high)) if record.distribution == "lognormal" else (low, high)
        middle, deviation = sum(ends) / 2, (ends[1] - ends[0]) / 2 / _NINETY
        return Curve(record.distribution, middle - deviation, middle, middle + deviation, floor, ceiling, whole)
    if record.distribution is not None:
        return Curve(record.distribution, low, likely, high, floor, ceiling, whole)
    least, most = pert_ends(low, likely, high)
    floor, ceiling = max(floor, 0.0 if low >= 0 else floor), min(ceiling, 0.0 if high <= 0 else ceiling)
    return Curve("pert", least, likely, most, floor, ceiling, whole)


def pert_ends(low: float, likely: float, high: float) -> tuple[float, float]:
    """Return the ends of the PERT curve of which 1 outcome in 20 lies below low and 1 in 20 above high."""
    peak = _peak_between((likely - low) / (high - low))
    first, last = betaincinv(*_powers(peak), (ONE_IN_TWENTY, 1 - ONE_IN_TWENTY))
    width = (high - low) / (last - first)
    least = float(low - width * first)
    return least, least + float(width)


@lru_cache(maxsize=1_024)
def _peak_between(place: float) -> float:
    """Return where the peak of a PERT curve from 0 to 1 lies if it lies at a place between its 5% and 95% points."""
    low, high = 0.0, 1.0
    while (middle := (low + high) / 2) not in (low, high) and high - low > 1e-14:
        first, last = betaincinv(*_powers(middle), (ONE_IN_TWENTY, 1 - ONE_IN_TWENTY))
        low, high = (middle, high) if (middle - first) < place * (last - first) else (low, middle)
    return middle


def _powers(peak: float) -> tuple[float, float]:
    """Return the parameters of the beta distribution of a PERT curve from 0 to 1."""
    return 1 + PERT_WEIGHT * peak, 1 + PERT_WEIGHT * (1 - peak)


def _limits(record: Assumption, unit: Unit) -> tuple[float, float]:
    """Return the hard limits; for a schedule, the multiples that keep each of its values within them."""
    least, most = record.limits or (None, None)
    floor, ceiling = -math.inf if least is None else least, math.inf if most is None else most
    if not record.schedule:
        return floor, ceiling
    bounds = [sorted((floor / value, ceiling / value)) for value in record.values(unit) if value]
    return max((low for low, _ in bounds), default=-math.inf), min((high for _, high in bounds), default=math.inf)


def _in_whole_months(record: Assumption, unit: Unit, values: tuple[float, ...]) -> bool:
    """Months that are stated whole stay whole, as nothing in the model is finer."""
    in_months = unit.dimension == MONTH and unit.scale == 1 and not record.schedule
    return in_months and all(value.is_integer() for value in values)


# --- shapes from 0 to 1 with their peak at a place between ------------------------------------------------------------


def _uniform(shares: Array, _peak: float) -> Array:
    return shares


def _triangular(shares: Array, peak: float) -> Array:
    rising, falling = np.sqrt(shares * peak), 1.0 - np.sqrt((1.0 - shares) * (1.0 - peak))
    found: Array = np.where(shares < peak, rising, falling)
    return found


def _pert(shares: Array, peak: float) -> Array:
    """Look the values up in a table; its first and last cells, where the curve bends, have a finer one."""
    table, fine_shares, fine_values = _pert_tables(peak)
    place = shares * _CELLS
    cell = np.minimum(place.astype(np.intp), _CELLS - 1)
    below = table[cell]
    found: Array = np.asarray(below + (place - cell) * (table[cell + 1] - below))
    at_end = (shares < _TAIL) | (shares > 1 - _TAIL)
    found[at_end] = np.interp(shares[at_end], fine_shares, fine_values)
    return found


@lru_cache(maxsize=1_024)
def _pert_tables(peak: float) -> tuple[Array, Array, Array]:
    values = (1.0 - np.cos(np.linspace(0.0, np.pi, _NODES + 1))) / 2.0
    shares = betainc(*_powers(peak), values)
    return np.interp(np.linspace(0.0, 1.0, _CELLS + 1), shares, values), shares, values


_STANDARD = {"uniform": _uniform, "triangular": _triangular, "pert": _pert}
