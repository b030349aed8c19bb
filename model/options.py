"""Options appraisal as HM Treasury's Green Book does it: every option against doing nothing, and against the next cheaper.

All options must be in one currency. Doing nothing costs nothing and brings nothing, and always is one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from model import finance
from model.finance import Rate
from model.problems import CaseProblems, Problem
from model.resolved import Resolved
from model.result import Appraisal, label_of
from model.series import Array

DO_NOTHING = "Do nothing"
_CENT = 0.005


@dataclass(frozen=True, slots=True)
class OptionRow:
    """One option: its figures, and its place by each criterion (1 is best; equal figures share a place).

    `lowest_npv` stands for risk: the NPV if the one assumption that hurts most, `worst_assumption`, is at the worse end
    of its range and all others at their likely values.
    """

    label: str
    npv: float
    roi: float | None
    payback_months: float | None
    peak_funding: float
    pv_benefits: float
    pv_costs: float
    lowest_npv: float
    worst_assumption: str | None
    places: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Increment:
    """What an option adds to the one before it, by rising present value of costs."""

    label: str
    before: str
    npv: float
    pv_costs: float
    irr: Rate


@dataclass(frozen=True, slots=True)
class OptionsAppraisal:
    """The options with doing nothing first, the steps between them, and what must be said of both."""

    currency: str
    rows: tuple[OptionRow, ...]
    increments: tuple[Increment, ...]
    notes: tuple[str, ...]

    @property
    def best(self) -> OptionRow:
        """The option with the highest NPV; the first of them where several have it."""
        return next(row for row in self.rows if row.places["npv"] == 1)

    def ranked(self, criterion: str = "npv") -> tuple[OptionRow, ...]:
        """Return the options by a criterion, the best first, those without a figure last."""
        return tuple(sorted(self.rows, key=lambda row: row.places[criterion] or len(self.rows) + 1))

    def record(self) -> dict[str, Any]:
        """Return it as plain data, for JSON."""
        return {
            "currency": self.currency,
            "options": [asdict(row) | {"places": dict(row.places)} for row in self.rows],
            "increments": [asdict(step) for step in self.increments],
            "notes": list(self.notes),
        }


CRITERIA: Mapping[str, Callable[[OptionRow], float | None]] = {
    "npv": lambda row: row.npv,
    "roi": lambda row: row.roi,
    "payback": lambda row: None if row.payback_months is None else -row.payback_months,
    "peak_funding": lambda row: -row.peak_funding,
    "risk": lambda row: row.lowest_npv,
}
"""What options are ranked by: what is read from a row, where more is better."""


def appraise_options(options: Sequence[tuple[str, Appraisal]]) -> OptionsAppraisal:
    """Return options, each with its name, held against each other and against doing nothing.

    One that has neither benefits nor costs is doing nothing. Raises `CaseProblems` where they are in several currencies.
    """
    cases = [appraisal.run.graph.resolved for _, appraisal in options]
    _refuse_mixed(cases)
    doing = [(label, appraisal) for label, appraisal in options if appraisal.run.money]
    idle = next((label for label, appraisal in options if not appraisal.run.money), DO_NOTHING)
    rows = [OptionRow(idle, 0.0, None, None, 0.0, 0.0, 0.0, 0.0, None, {}), *(_row(*option) for option in doing)]
    places = {name: _places([read(row) for row in rows]) for name, read in CRITERIA.items()}
    placed = [_with_places(row, {name: places[name][i] for name in CRITERIA}) for i, row in enumerate(rows)]
    return OptionsAppraisal(cases[0].currency, tuple(placed), _increments(idle, doing), tuple(_notes(cases)))


def _refuse_mixed(cases: Sequence[Resolved]) -> None:
    currencies = list(dict.fromkeys(case.currency for case in cases))
    if len(currencies) == 1:
        return
    what = f"The options are in {', '.join(currencies)}." if currencies else "There is no option to appraise."
    remedy = "Choose options in one currency." if currencies else "Choose at least one scenario."
    raise CaseProblems([Problem("options", (), what, "Options are ranked by amounts of one currency.", remedy)])


def _row(label: str, appraisal: Appraisal) -> OptionRow:
    figures = appraisal.figures
    ends = [(min(s.npv_at_low, s.npv_at_high), s.assumption) for s in appraisal.swings.found]
    lowest, name = min(ends, default=(figures.npv, ""))
    is_worse = lowest < figures.npv - _CENT
    return OptionRow(
        label, figures.npv, figures.roi, figures.payback_months, figures.peak_funding, figures.pv_benefits,
        figures.pv_costs, lowest if is_worse else figures.npv,
        label_of(appraisal.run.graph, name) if is_worse else None, {},
    )  # fmt: skip


def _with_places(row: OptionRow, places: Mapping[str, int | None]) -> OptionRow:
    fields = {name: getattr(row, name) for name in row.__slots__}
    return OptionRow(**fields | {"places": places})


def _places(values: Sequence[float | None]) -> list[int | None]:
    """Return the place of each value, the highest first; equal ones share the better place, and what is none has none."""
    known = [value for value in values if value is not None]
    return [
        None if value is None else 1 + sum(other > value + _tolerance(value) for other in known) for value in values
    ]


def _tolerance(value: float) -> float:
    return 1e-9 * max(abs(value), 1.0)


def _increments(idle: str, options: Sequence[tuple[str, Appraisal]]) -> tuple[Increment, ...]:
    ordered = sorted(options, key=lambda option: option[1].figures.pv_costs)
    steps = []
    before: tuple[str, Appraisal | None] = (idle, None)
    for label, appraisal in ordered:
        steps.append(_increment(label, appraisal, *before))
        before = (label, appraisal)
    return tuple(steps)


def _increment(label: str, appraisal: Appraisal, before: str, other: Appraisal | None) -> Increment:
    if other is None:
        rate = finance.irr(appraisal.run.net, _timing(appraisal))
        return Increment(label, before, appraisal.figures.npv, appraisal.figures.pv_costs, rate)
    npv = appraisal.figures.npv - other.figures.npv
    costs = appraisal.figures.pv_costs - other.figures.pv_costs
    if _timing(appraisal) != _timing(other):
        return Increment(label, before, npv, costs, Rate(None, "the two are discounted by different conventions"))
    return Increment(label, before, npv, costs, finance.irr(_difference(appraisal, other), _timing(appraisal)))


def _timing(appraisal: Appraisal) -> Any:
    return appraisal.run.graph.resolved.discount.timing


def _difference(one: Appraisal, other: Appraisal) -> Array:
    """Return the flow of one less that of the other, month by month of each; what has ended is nought."""
    flows = [appraisal.run.net for appraisal in (one, other)]
    longest = max(map(len, flows))
    first, second = (np.pad(flow, (0, longest - len(flow))) for flow in flows)
    difference: Array = first - second
    return difference


def _notes(cases: Sequence[Resolved]) -> list[str]:
    told = (
        ([case.start for case in cases], "The options start in different months; each is worth its NPV at its own start."),
        ([case.months for case in cases], "The options look ahead for different times; one that ends earlier earns and costs nothing after its end."),
        ([case.discount for case in cases], "The options are discounted in different ways, so part of what sets them apart comes from counting alone."),
        ([case.counting for case in cases], "Some options count all benefits, others cashable savings only."),
    )  # fmt: skip
    return [text for values, text in told if any(value != values[0] for value in values)]
