"""A finished run and its appraisal: read-only records, and the one form other tools read them in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np

from model import MODEL_VERSION
from model.finance import discount_factors
from model.graph import Graph
from model.line import BenefitClass
from model.resolved import ResolvedLine
from model.sensitivity import Swings
from model.series import Array

MoneyKind = Literal["benefit", "cost"]
Severity = Literal["high", "medium", "low"]


@dataclass(frozen=True)
class Run:
    """Every line of a graph over the opening and all months, at the likely values."""

    graph: Graph
    rows: Array

    @cached_property
    def index(self) -> Mapping[str, int]:
        """Row of each line."""
        return {line_id: i for i, line_id in enumerate(self.graph.order)}

    def line(self, line_id: str) -> Array:
        """Return one line: shape (months + 1,), the opening first. Raises `KeyError` for an unknown id."""
        row: Array = self.rows[self.index[line_id]]
        return row

    def label(self, name: str) -> str:
        """Return what people call a line or an assumption, with its audience; the name itself for anything else."""
        return label_of(self.graph, name)

    @cached_property
    def money(self) -> tuple[ResolvedLine, ...]:
        """The benefit and cost lines, in the order of the case."""
        return tuple(line for line in self.graph.resolved.lines if line.kind != "driver")

    def lines_of(self, kind: str) -> tuple[ResolvedLine, ...]:
        """Return the benefit lines or the cost lines."""
        return tuple(line for line in self.money if line.kind == kind)

    def benefits_of(self, *classes: BenefitClass) -> tuple[ResolvedLine, ...]:
        """Return the benefit lines of some classes."""
        return tuple(line for line in self.lines_of("benefit") if line.benefit_class in classes)

    def total(self, kind: str) -> Array:
        """Return the sum of all benefits or all costs: shape (months + 1,)."""
        rows = [self.index[line.id] for line in self.lines_of(kind)]
        total: Array = self.rows[rows].sum(axis=0)
        return total

    @cached_property
    def net(self) -> Array:
        """Benefits less costs: shape (months + 1,)."""
        return self.total("benefit") - self.total("cost")

    @cached_property
    def factors(self) -> Array:
        """Discount factors of the case's convention: shape (months + 1,)."""
        discount = self.graph.resolved.discount
        return discount_factors(discount.rate, discount.timing, self.graph.resolved.months)

    def present_value(self, line_id: str) -> float:
        """Return what a money line is worth today."""
        return float(self.line(line_id) @ self.factors)


def label_of(graph: Graph, name: str) -> str:
    """Return what people call a line or an assumption, with its audience; the name itself for anything else."""
    if name in graph.rows:
        return graph.rows[name].line.label
    given = graph.resolved.assumptions.get(name)
    known = given.record.label if given else graph.resolved.unused_labels.get(name)
    member = name.partition("[")[2].removesuffix("]")
    is_of_member = member and (given or known)
    return f"{known or name} ({graph.resolved.member_labels.get(member, member)})" if is_of_member else known or name


def finished(graph: Graph, rows: Array) -> Run:
    """Return a run whose arrays can no longer be changed."""
    rows = np.ascontiguousarray(rows)
    rows.setflags(write=False)
    return Run(graph, rows)


@dataclass(frozen=True, slots=True)
class Figures:
    """The headline figures; None where there is none, with the reason among the notes."""

    npv: float
    irr: float | None
    mirr: float | None
    roi: float | None
    roi_undiscounted: float | None
    benefit_cost_ratio: float | None
    payback_months: float | None
    discounted_payback_months: float | None
    break_even_month: int | None
    peak_funding: float
    pv_benefits: float
    pv_costs: float
    total_benefits: float
    total_costs: float
    equivalent_annual_value: float
    npv_cashable_only: float


@dataclass(frozen=True, slots=True)
class Year:
    """One year of the appraisal; year 0 is the opening."""

    year: int
    benefits: float
    costs: float
    net: float
    discounted_net: float
    cumulative: float
    roi: float | None


@dataclass(frozen=True, slots=True)
class StreamTotal:
    """What a stream, or an own line outside any stream, brings or costs."""

    id: str
    label: str
    kind: MoneyKind
    total: float
    present_value: float
    by_year: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class KpiTarget:
    """A KPI with its target as the model gives it."""

    id: str
    label: str
    unit: str
    goals: tuple[str, ...]
    needs: tuple[str, ...]
    direction: str
    signal: str
    baseline: float | None
    baseline_date: str | None
    target: float | None
    target_month: int
    target_date: str
    line: str | None
    reason: str | None
    owner: str | None
    data_source: str | None
    review: str
    quarters: tuple[float | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Challenge:
    """Something a CFO will ask: what, about which line, and what to do about it."""

    id: str
    severity: Severity
    line: str | None
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Integrity:
    """One check of the model against itself."""

    check: str
    ok: bool
    detail: str = ""


@dataclass(frozen=True)
class Appraisal:
    """Everything said of one case under one scenario."""

    run: Run
    figures: Figures
    notes: tuple[str, ...]
    years: tuple[Year, ...]
    streams: tuple[StreamTotal, ...]
    shares: Mapping[str, Mapping[str, float]]
    kpis: tuple[KpiTarget, ...]
    swings: Swings
    challenges: tuple[Challenge, ...]
    integrity: tuple[Integrity, ...]

    @property
    def failed_checks(self) -> tuple[Integrity, ...]:
        """The integrity checks that do not hold."""
        return tuple(check for check in self.integrity if not check.ok)

    def record(self, *, with_lines: bool = False) -> dict[str, Any]:
        """Return the appraisal as plain data, for JSON; `with_lines` adds every line month by month."""
        resolved = self.run.graph.resolved
        data = {
            "case": {
                "id": resolved.id,
                "title": resolved.title,
                "organisation": resolved.organisation,
                "currency": resolved.currency,
                "start": resolved.start,
                "months": resolved.months,
                "scenario": resolved.scenario,
                "timing": resolved.discount.timing,
                "discount_rate": resolved.discount.rate,
                "counting": resolved.counting,
            },
            "model_version": MODEL_VERSION,
            "fingerprint": resolved.fingerprint,
            "figures": asdict(self.figures),
            "notes": list(self.notes),
            "years": [asdict(year) for year in self.years],
            "streams": [asdict(stream) for stream in self.streams],
            "shares": {name: dict(shares) for name, shares in self.shares.items()},
            "kpis": [asdict(kpi) for kpi in self.kpis],
            "challenges": [asdict(challenge) for challenge in self.challenges],
            "integrity": [asdict(check) for check in self.integrity],
        }
        return data | ({"lines": self.monthly_lines()} if with_lines else {})

    def monthly_lines(self) -> dict[str, dict[str, Any]]:
        """Return every line with its label, unit, kind and monthly values from the opening on."""
        return {
            line.id: {
                "label": line.label,
                "unit": line.unit,
                "kind": line.kind,
                "monthly": self.run.line(line.id).tolist(),
            }
            for line in self.run.graph.resolved.lines
        }
