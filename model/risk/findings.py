"""The findings of a simulation: ranges, probabilities, a fan of cash by month, and how far the figures have settled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

import numpy as np

from model import MODEL_VERSION
from model.names import counted
from model.quantities import percent
from model.risk.outcome import FIGURES, BrokenDraw
from model.risk.sample import Sample
from model.risk.spread import MONEY, Heading, Share, Spread, bands, percentile, share_of, spread
from model.risk.worth import Mask
from model.series import Array

Stop = Literal["tolerance", "cancelled"]
"""Why a simulation ended early: it was sure enough, or it was cancelled."""

HEADINGS = (
    Heading("npv", "Worth today (NPV)"),
    Heading("roi", "Return on investment (ROI)", "share"),
    Heading("payback_months", "Payback, in months", "months"),
    Heading("discounted_payback_months", "Discounted payback, in months", "months"),
    Heading("peak_funding", "Most money out at any time (peak funding)"),
)
"""What people call each figure, in the order of `FIGURES`."""


@dataclass(frozen=True, slots=True)
class Step:
    """How sure the mean NPV was after so many draws; None where they are too few to tell."""

    draws: int
    mean: float
    standard_error: float | None


@dataclass(frozen=True)
class Drawn:
    """What the draws came to, one column a draw; NaN where the model cannot be computed.

    `figures` has shape (5, draws) in the order of `FIGURES`; `amounts` (lines, draws) is the sum of a flow and the last
    level of anything else. `cumulative` (months + 1, some draws) and `monthly` (lines, months + 1, some draws) keep the
    first draws only, enough for a chart. `likely` and `likely_amounts` are the same at the likely values.
    """

    sample: Sample
    lines: tuple[str, ...]
    figures: Array
    amounts: Array
    cumulative: Array
    monthly: Array
    likely: Array
    likely_amounts: Array
    broken: tuple[int, ...]
    examples: tuple[BrokenDraw, ...]
    failing_checks: Mapping[str, float]
    """By the label of a check of the model, the share of draws in which it fails."""

    @cached_property
    def computed(self) -> Mask:
        """True for the draws at which the model can be computed."""
        mask = np.ones(self.figures.shape[1], dtype=bool)
        mask[list(self.broken)] = False
        return mask


@dataclass(frozen=True)
class Simulation:
    """A case over many draws of its assumptions; every figure is in the units of the appraisal.

    `probability_npv_above_zero` counts draws in which the case is worth more than nothing, `paid_back_by` those whose
    money is back within each month from the opening on. `cash` and `lines_by_month` map percentiles to values by month.
    `broken` is how many draws could not be computed; they count for nothing, and `examples` say why.
    """

    draws: int
    asked: int
    seed: int
    method: str
    stopped: Stop | None
    figures: Mapping[str, Spread]
    lines: Mapping[str, Spread]
    probability_npv_above_zero: Share
    paid_back_by: tuple[float, ...]
    cash: Mapping[int, tuple[float, ...]]
    lines_by_month: Mapping[str, Mapping[int, tuple[float, ...]]]
    steps: tuple[Step, ...]
    broken: int
    examples: tuple[BrokenDraw, ...]
    warnings: tuple[str, ...]
    drawn: Drawn = field(repr=False)

    @property
    def npv(self) -> Array:
        """NPV of each draw: shape (draws,); NaN where the model cannot be computed."""
        values: Array = self.drawn.figures[0]
        return values

    @property
    def sample(self) -> Sample:
        """The draws of the assumptions; `sample.part(0, draws)` are their values."""
        return self.drawn.sample

    def values(self, figure: str) -> Array:
        """Return one figure of each draw, payback infinite where the money does not come back: shape (draws,)."""
        found: Array = self.drawn.figures[FIGURES.index(figure)]
        return found

    def probability_npv_above(self, amount: float) -> Share:
        """Return the share of draws worth more than an amount."""
        return share_of(self.npv > amount, self.drawn.computed)

    def probability_paid_back(self, months: float) -> Share:
        """Return the share of draws whose money is back within so many months."""
        return share_of(self.values("payback_months") <= months, self.drawn.computed)

    def histogram(self, figure: str = "npv", bins: int = 40) -> tuple[tuple[float, float, int], ...]:
        """Return (from, to, draws) of equally wide bins over the finite values of a figure."""
        values = self.values(figure)
        kept = values[np.isfinite(values)]
        if not len(kept):
            return ()
        counts, edges = np.histogram(kept, bins)
        return tuple(zip(edges[:-1].tolist(), edges[1:].tolist(), counts.tolist(), strict=True))

    def exceedance(self, figure: str = "npv", points: int = 100) -> tuple[tuple[float, float], ...]:
        """Return (value, share of draws above it) in ascending order of values; draws that never reach one are above."""
        values = np.sort(self.values(figure)[~np.isnan(self.values(figure))])
        shares = [k / points for k in range(points + 1)]
        found = [(percentile(values, share), 1.0 - share) for share in shares]
        return tuple((value, above) for value, above in found if value is not None)

    def record(self) -> dict[str, Any]:
        """Return the simulation as plain data, for JSON."""
        paid = {str(month): self.paid_back_by[month] for month in range(12, len(self.paid_back_by), 12)}
        above = self.probability_npv_above_zero
        resolved = self.sample.program.graph.resolved
        return {
            "case": {"id": resolved.id, "title": resolved.title, "scenario": resolved.scenario, "currency": resolved.currency, "months": resolved.months},
            "model_version": MODEL_VERSION, "fingerprint": resolved.fingerprint,
            "draws": self.draws, "asked": self.asked, "seed": self.seed, "method": self.method, "stopped": self.stopped,
            "figures": {name: found.record() for name, found in self.figures.items()},
            "probability": {
                "npv_above_zero": above.value, "npv_above_zero_se": above.standard_error,
                "paid_back_within_months": paid, "paid_back_in_time": self.paid_back_by[-1],
            },
            "cumulative_cash": {f"p{percent}": list(values) for percent, values in self.cash.items()},
            "lines": {
                name: found.record() | {"monthly": {f"p{k}": list(v) for k, v in self.lines_by_month[name].items()}}
                for name, found in self.lines.items()
            },
            "convergence": [
                {"draws": step.draws, "mean": step.mean, "se": step.standard_error} for step in self.steps
            ],
            "uncertain": list(self.sample.uncertain),
            "broken": self.broken,
            "broken_examples": [{"draw": one.draw} | one.problem.record() for one in self.examples],
            "warnings": list(self.warnings),
        }  # fmt: skip


def findings(drawn: Drawn, steps: tuple[Step, ...], stopped: Stop | None) -> Simulation:
    """Return what draws say of a case."""
    computed, sample = drawn.computed, drawn.sample
    draws = len(computed)
    resolved = sample.program.graph.resolved
    figures = {heading.name: _figure(drawn, k, heading) for k, heading in enumerate(HEADINGS)}
    lines = {name: _line(drawn, k) for k, name in enumerate(drawn.lines)}
    return Simulation(
        draws=draws, asked=sample.draws, seed=sample.seed, method=sample.method, stopped=stopped, figures=figures, lines=lines,
        probability_npv_above_zero=share_of(drawn.figures[0] > 0, computed),
        paid_back_by=_paid_back_by(drawn.figures[FIGURES.index("payback_months")][computed], resolved.months),
        cash=bands(drawn.cumulative),
        lines_by_month={name: bands(drawn.monthly[k]) for k, name in enumerate(drawn.lines)},
        steps=steps, broken=len(drawn.broken), examples=drawn.examples,
        warnings=(*sample.warnings, *_warnings(drawn), *_carried_by_few(figures["npv"])), drawn=drawn,
    )  # fmt: skip


def _figure(drawn: Drawn, index: int, heading: Heading) -> Spread:
    likely = float(drawn.likely[index])
    return spread(heading, drawn.figures[index], likely if np.isfinite(likely) else None, drawn.computed)


def _line(drawn: Drawn, index: int) -> Spread:
    line = drawn.sample.program.graph.rows[drawn.lines[index]].line
    heading = Heading(line.id, line.label, line.unit if line.kind == "driver" else MONEY)
    return spread(heading, drawn.amounts[index], float(drawn.likely_amounts[index]), drawn.computed)


def _paid_back_by(paybacks: Array, months: int) -> tuple[float, ...]:
    ordered = np.sort(paybacks)
    found = np.searchsorted(ordered, np.arange(months + 1), side="right") / max(len(ordered), 1)
    return tuple(found.tolist())


def _warnings(drawn: Drawn) -> Iterator[str]:
    if drawn.broken:
        draws = f"{counted(len(drawn.broken), 'draw')} of {drawn.figures.shape[1]:,}"
        why = drawn.examples[0].problem.what
        yield f"{draws} cannot be computed and count for nothing, so the ranges hold only for the others: {why}"
    for check, share in drawn.failing_checks.items():
        yield f"In {percent(share, 1)} of the draws a check of the model fails, as their values do not fit together: {check}."


def _carried_by_few(npv: Spread) -> Iterator[str]:
    """Say so where a few extreme draws make the mean, so that nobody takes it for what is to be expected."""
    low, high = npv.percentile(5), npv.percentile(95)
    if npv.mean is not None and low is not None and high is not None and low < high and not low <= npv.mean <= high:
        yield (
            "A few extreme draws make the mean: it lies beyond 19 of 20 draws. Narrow the widest ranges, and read the middle "
            "of the draws (P50) rather than anything that rests on the mean, such as what finding out is worth."
        )
