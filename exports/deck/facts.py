"""What the slides draw on: the figures of a case, its simulation and options, each computed once, and how they are said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from exports import wording
from exports.guarding import shortened
from exports.headline import explain_figure
from exports.outputs import Order
from model.case import Case, Overlay
from model.options import OptionsAppraisal, appraise_options
from model.problems import CaseProblems
from model.resolved import Resolved
from model.result import Appraisal, Figures
from scenarios.bridge import BASE_CASE

if TYPE_CHECKING:
    from model.risk.findings import Simulation
    from model.risk.tornado import Tornado

_NAME = 70
"""How many characters of somebody's own words a title takes."""
_SURE = 0.995
_MOST_OPTIONS = 8
_FEW = 64


@dataclass(frozen=True)
class Facts:
    """The facts of an order, for slides that say them."""

    order: Order

    @property
    def appraisal(self) -> Appraisal:
        """The appraisal."""
        return self.order.analysis.appraisal

    @property
    def figures(self) -> Figures:
        """Its headline figures."""
        return self.appraisal.figures

    @property
    def resolved(self) -> Resolved:
        """The case."""
        return self.order.analysis.resolved

    @property
    def case(self) -> Case:
        """The case as it is written, with its scenario laid over it."""
        case = self.order.analysis.file.case
        return case.under(case.options.get(self.resolved.scenario or "", Overlay()))

    @property
    def currency(self) -> str:
        """Its currency."""
        return self.resolved.currency

    @property
    def simulation(self) -> Simulation | None:
        """Its simulation, where anything varies."""
        return self.order.simulation

    @cached_property
    def is_certain(self) -> bool:
        """Whether nothing varies; without a simulation the draws could not be computed otherwise."""
        from model.risk.sample import sample

        return self.simulation is None and not sample(self.order.program, _FEW, 1).uncertain

    @property
    def has_money(self) -> bool:
        """Whether any money moves: doing nothing costs and brings nothing."""
        return bool(self.appraisal.run.money) and bool(self.figures.total_benefits or self.figures.total_costs)

    @property
    def pays(self) -> bool:
        """Whether it is worth more than it costs, at the likely values."""
        return self.figures.npv > 0

    @cached_property
    def tornado(self) -> Tornado | None:
        """NPV at both ends of what moves it; values without a range are taken with the usual doubt."""
        from model.risk.tornado import tornado

        if not self.has_money:
            return None
        found = tornado(self.order.program, self.appraisal.swings)
        return found if found.bars and found.bars[0].size else None

    @cached_property
    def options(self) -> OptionsAppraisal | None:
        """The scenario with those that go with it, or with those of its case; None where they cannot be ranked."""
        try:
            return appraise_options(self._options())
        except CaseProblems:
            return None

    def _options(self) -> list[tuple[str, Appraisal]]:
        if self.order.comparison is not None:
            return list(self.order.comparison.options)
        analysis = self.order.analysis
        named = [(self.scenario, analysis.appraisal)]
        others = [name for name in (None, *analysis.scenarios) if name != analysis.scenario]
        for name in others[: _MOST_OPTIONS - 1]:
            try:
                other = analysis.under(name)
                named.append((other.resolved.scenario_label or BASE_CASE, other.appraisal))
            except CaseProblems:
                continue
        return named

    # --- words ---------------------------------------------------------------------------------------------------

    @property
    def scenario(self) -> str:
        """What the scenario is called."""
        return self.resolved.scenario_label or BASE_CASE

    @property
    def own(self) -> str:
        """What the scenario is called among the options."""
        return self.order.comparison.labels[0] if self.order.comparison else self.scenario

    @property
    def horizon(self) -> str:
        """How long it looks ahead: three years."""
        return wording.duration(self.resolved.months)

    @property
    def source(self) -> str:
        """The line of sources of a slide with figures of the model."""
        stamp = self.order.stamp
        return f"Source: model of “{self.resolved.title}”, {self.scenario}; {stamp.convention}"

    def money(self, amount: float) -> str:
        """Return an amount in full."""
        return wording.money(amount, self.currency)

    def short(self, amount: float) -> str:
        """Return an amount as a title has room for it."""
        return wording.money_short(amount, self.currency)

    def likelihood(self) -> str:
        """Return how likely the case earns its cost: 87% likely to earn its cost; nothing where nothing was drawn."""
        if self.simulation is None:
            return ""
        share = self.simulation.probability_npv_above_zero.value
        if share >= 1:
            return "earns its cost in every draw"
        if share <= 0:
            return "earns its cost in no draw"
        said = "over 99%" if share > 0.99 else "under 1%" if share < 0.01 else wording.percent(share)
        return f"{said} likely to earn its cost"

    def working(self, *keys: str) -> tuple[str, ...]:
        """Return for the speaker how headline figures are computed: formula in words, in figures, convention, notes."""
        return tuple(self._working(key) for key in keys)

    def _working(self, key: str) -> str:
        found = explain_figure(self.appraisal, key)
        note = f" Note: {found.note}" if found.note else ""
        return f"{found.label}: {found.value}. {found.meaning} Formula: {found.formula}. In figures: {found.figures}. {found.convention}.{note}"


def name(text: str) -> str:
    """Return somebody's own words as a title or a label takes them: on one line, and not endless."""
    return shortened(" ".join(text.split()), _NAME)


def share_words(share: float) -> str:
    """Return a share for a title; all of it only where it is."""
    if share >= _SURE:
        return "all"
    return "under 1%" if 0 < share < 0.01 else wording.percent(share)


def ranked(shares: Mapping[str, float]) -> list[tuple[str, float]]:
    """Return shares, the largest first."""
    return sorted(shares.items(), key=lambda item: -item[1])


def span_words(low: str, high: str) -> str:
    """Return a range with its unit once: 0.15 to 0.43 contacts a visit."""
    (one, _, unit), (other, _, same) = low.partition(" "), high.partition(" ")
    return f"{one} to {other} {unit}" if unit and unit == same else f"{low} to {high}"
