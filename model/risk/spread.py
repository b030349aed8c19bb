"""A figure over many draws: its mean and how sure that is, its percentiles, and the share of draws on either side."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from model.risk.columns import RANDOMISATIONS
from model.risk.worth import Mask
from model.series import Array

MONEY = "money"
PERCENTILES = (5, 10, 25, 50, 75, 90, 95)


@dataclass(frozen=True, slots=True)
class Share:
    """A share of the draws, with its standard error."""

    value: float
    standard_error: float


@dataclass(frozen=True, slots=True)
class Heading:
    """What a figure is called, and its unit: `money`, `share`, `months`, or that of a line."""

    name: str
    label: str
    unit: str = MONEY


@dataclass(frozen=True)
class Spread:
    """One figure over many draws.

    `likely` is the figure at the likely values, and `below_likely` the share of draws below that. `percentiles` are None
    where that many draws have no such figure, as when the money does not come back in time; the mean is then None too.
    `missing` is the share of draws without the figure; `unit` is `money`, `share`, `months`, or that of a line.
    """

    name: str
    label: str
    likely: float | None
    mean: float | None
    standard_error: float | None
    deviation: float | None
    percentiles: dict[int, float | None]
    below_likely: float | None
    missing: float
    unit: str = MONEY

    def percentile(self, percent: int) -> float | None:
        """Return one of the percentiles 5, 10, 25, 50, 75, 90 and 95."""
        return self.percentiles[percent]

    def record(self) -> dict[str, float | str | None]:
        """Return the spread as plain data, for JSON."""
        head = {
            "label": self.label,
            "unit": self.unit,
            "likely": self.likely,
            "mean": self.mean,
            "se": self.standard_error,
        }
        tail = {"deviation": self.deviation, "below_likely": self.below_likely, "missing": self.missing}
        return head | {f"p{percent}": value for percent, value in self.percentiles.items()} | tail


def spread(heading: Heading, values: Array, likely: float | None, computed: Mask) -> Spread:
    """Return the spread of a figure: NaN where a draw has none, infinite where it is never reached.

    `computed` is True for the draws that could be computed; the others count for nothing.
    """
    counted = computed & ~np.isnan(values)
    kept = np.sort(values[counted])
    is_finite = bool(len(kept)) and bool(np.isfinite(kept[-1]))
    reached = int(np.isfinite(kept).sum())
    return Spread(
        name=heading.name, label=heading.label, unit=heading.unit, likely=likely,
        mean=float(kept.mean()) if is_finite else None,
        standard_error=standard_error(values, counted) if is_finite else None,
        deviation=float(kept.std(ddof=1)) if is_finite and len(kept) > 1 else None,
        percentiles={percent: percentile(kept, percent / 100) for percent in PERCENTILES},
        below_likely=float(np.searchsorted(kept, likely) / len(kept)) if likely is not None and len(kept) else None,
        missing=1.0 - reached / int(computed.sum()) if computed.any() else 1.0,
    )  # fmt: skip


def percentile(ordered: Array, share: float) -> float | None:
    """Return the value that a share of ascending values lies below; None where that is infinite, or there are none."""
    if not len(ordered):
        return None
    place = share * (len(ordered) - 1)
    below, above = ordered[math.floor(place)], ordered[math.ceil(place)]
    return float(below + (above - below) * (place % 1)) if np.isfinite(above) else None


def standard_error(values: Array, counted: Mask) -> float | None:
    """Return the standard error of the mean, from the spread of the means of the independent randomisations.

    None where one of them has no value to count.
    """
    means = [values[k::RANDOMISATIONS][counted[k::RANDOMISATIONS]] for k in range(RANDOMISATIONS)]
    if not all(len(part) for part in means):
        return None
    return float(np.std([part.mean() for part in means], ddof=1) / math.sqrt(RANDOMISATIONS))


def share_of(is_so: Mask, counted: Mask) -> Share:
    """Return the share of the draws that count in which something is so."""
    error = standard_error(is_so.astype(np.float64), counted)
    value = float(is_so[counted].mean()) if counted.any() else 0.0
    return Share(value, error or 0.0)


def bands(monthly: Array, percents: Sequence[int] = PERCENTILES) -> dict[int, tuple[float, ...]]:
    """Return percentiles month by month of flows, shape (months + 1, draws); draws with NaN are left out."""
    kept = monthly[:, ~np.isnan(monthly).any(axis=0)]
    found = np.percentile(kept, percents, axis=1)
    return {percent: tuple(row.tolist()) for percent, row in zip(percents, found, strict=True)}
