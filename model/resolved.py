"""The resolved case: every line and value written out, ready to be computed, fingerprinted and saved."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from pydantic import Field

from model.case import Discount, Stance
from model.evidence import Assumption, Correlation
from model.line import BenefitClass, Kind, Perspective, Phase, Space, Style
from model.plan import Activity
from model.problems import Path
from model.record import Record
from model.strategy import Audience, Community, Goal, Kpi, Requirement
from model.units import Vocabulary, vocabulary

Origin = Literal["case", "scenario", "library"]
Counting = Literal["all", "cashable"]
"""Which benefits count: all of them, or cashable savings only."""


class Given(Record):
    """A value in force, and who said it."""

    record: Assumption
    origin: Origin


class ResolvedBalance(Record):
    """The ids of the flows into and out of a stock."""

    inflows: tuple[str, ...]
    outflows: tuple[str, ...]


class ResolvedLine(Record):
    """One line with every name in its formula settled; for money lines, attribution and risk are in the formula."""

    id: str
    label: str
    unit: str
    kind: Kind
    formula: str
    opening: str | None = None
    stream: str | None = None
    benefit_class: BenefitClass | None = None
    usual_class: BenefitClass | None = None
    style: Style | None = None
    perspective: Perspective | None = None
    phases: tuple[Phase, ...] = ()
    spaces: tuple[Space, ...] = ()
    overlap: str | None = None
    balance: ResolvedBalance | None = None
    one_off: bool = False
    risk_adjusted: bool = False
    attributed: bool = False
    generated: bool = False
    check: bool = False
    note: str | None = None


class ResolvedStream(Record):
    """A stream in use: its name, what it serves and the answers that shaped it."""

    id: str
    title: str
    kind: Literal["value", "cost", "driver"]
    is_on: bool = False
    audiences: tuple[str, ...] = ()
    choices: dict[str, str] = Field(default_factory=dict)
    unused: tuple[str, ...] = ()
    compared: tuple[str, ...] = ()
    not_compared: dict[str, str] = Field(default_factory=dict)


class Option(Record):
    """A scenario of the case, as the other options a decision has."""

    id: str
    label: str
    does_nothing: bool
    stance: Stance | None = None


class Resolved(Record):
    """A case under one scenario, with nothing left to look up."""

    id: str
    title: str
    organisation: str
    author: str | None
    scenario: str | None
    scenario_label: str | None
    currency: str
    units: tuple[str, ...]
    start: str
    months: int
    discount: Discount
    community: Community | None
    goals: tuple[Goal, ...]
    audiences: tuple[Audience, ...]
    requirements: tuple[Requirement, ...]
    kpis: tuple[Kpi, ...]
    streams: tuple[ResolvedStream, ...]
    lines: tuple[ResolvedLine, ...]
    assumptions: dict[str, Given]
    unused: tuple[str, ...] = ()
    unused_labels: dict[str, str] = Field(default_factory=dict)
    replaced: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    plan: tuple[Activity, ...] = ()
    member_labels: dict[str, str] = Field(default_factory=dict)
    correlations: tuple[Correlation, ...] = ()
    counting: Counting = "all"

    @property
    def vocabulary(self) -> Vocabulary:
        """The units this case may use."""
        return vocabulary(self.currency, self.units)

    def cash_only(self) -> Resolved:
        """Return the case with cashable savings as the only benefits; the others are shown and not counted."""
        lines = tuple(
            line.model_copy(update={"kind": "driver"})
            if line.kind == "benefit" and line.benefit_class != "cashable"
            else line
            for line in self.lines
        )
        return self.model_copy(update={"lines": lines, "counting": "cashable"})

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the content, in hexadecimal: equal fingerprints compute to equal figures."""
        content = self.model_dump(mode="json", exclude_defaults=True, exclude={"options", "unused_labels"})
        return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True)
class Built:
    """A resolved case, and the place in the case document of each of its lines."""

    resolved: Resolved
    paths: dict[str, Path]
