"""Why the community exists: goals, audiences and needs, requirements, KPIs, and the links between them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from model.line import Perspective, Phase, Role, Style
from model.problems import Complaint
from model.record import Count, Figure, Identifier, Label, QuantityId, Record, Slug, Text, YearMonth

CommunityKind = Literal["b2b", "b2c", "support", "partner", "internal"]
Access = Literal["public", "gated", "hybrid"]
Maturity = Literal["hierarchy", "emergent", "community", "networked"]
Priority = Literal["must", "should", "could", "later"]

Share = Annotated[Figure, Field(ge=0, le=1)]


class Vision(Record):
    """The vision statement as four blanks to fill."""

    place: Text = Field(description="Our community is the place for …")
    benefit: Text = Field(description="Members will benefit from …")
    second_benefit: Text = Field(description="… and …")
    excited: Text = Field(description="… and will be most excited when they can … online")

    def __str__(self) -> str:
        return (
            f"Our community is the place for {self.place}. Members will benefit from {self.benefit} and "
            f"{self.second_benefit}, and will be most excited when they can {self.excited} online."
        )


class Community(Record):
    """What kind of community it is meant to be."""

    kind: CommunityKind
    access: Access
    style: Style | None = Field(None, description="The style it is meant to have.")
    maturity: Maturity | None = None
    vision: Vision | None = None


class Goal(Record):
    """A strategic goal and the streams or lines that serve it."""

    id: Slug
    label: Label
    perspective: Perspective
    owner: Label | None = None
    weight: Annotated[Figure, Field(gt=0)] = 1.0
    served_by: tuple[Identifier, ...] = Field((), description="Ids of streams or benefit lines.")
    note: Text | None = None


class Need(Record):
    """Something an audience wants, where in its journey, and the business need it overlaps with."""

    id: Slug
    label: Label
    phase: Phase
    importance: Annotated[Count, Field(ge=1, le=5)] = 3
    business_need: Text | None = Field(None, description="What the organisation gains where this need is met.")


class Audience(Record):
    """A group of people the community is for; its numbers stand in the assumptions, as `reach[customers]`."""

    id: Identifier
    label: Label
    role: Role
    choose: dict[Identifier, Identifier] = Field(
        default_factory=dict, description="Its own answers, such as its curve."
    )
    needs: tuple[Need, ...] = ()
    note: Text | None = None


class Requirement(Record):
    """A business requirement, the platform feature that meets it, and the needs and goals it serves."""

    id: Slug
    label: Label
    feature: Label | None = None
    priority: Priority = "should"
    needs: tuple[Slug, ...] = ()
    goals: tuple[Slug, ...] = ()


class Baseline(Record):
    """Where a KPI stood, and when that was measured."""

    value: Figure
    date: YearMonth


class Target(Record):
    """A KPI's target: read from a line of the model at a month, or stated with a reason."""

    line: QuantityId | None = None
    month: Annotated[Count, Field(ge=0, le=600)]
    months_summed: Annotated[Count, Field(ge=1, le=600)] = Field(
        1,
        description="How many months up to it count: added where the KPI is an amount, averaged where it is a rate or a level.",
    )
    value: Figure | None = None
    reason: Text | None = None

    @model_validator(mode="after")
    def _read_or_stated(self) -> Target:
        if (self.line is None) == (self.value is None) or (self.value is not None and not self.reason):
            raise Complaint(
                "The target is neither read from a line nor stated with a reason.",
                "A target without a reason cannot be defended.",
                "Write `line` and `month`, or `value`, `month` and `reason`.",
            )
        return self


class Kpi(Record):
    """A measure tied to at least one strategic goal."""

    id: Slug
    label: Label
    unit: Annotated[str, Field(max_length=80)] = "1"
    goals: tuple[Slug, ...] = ()
    needs: tuple[Slug, ...] = ()
    direction: Literal["up", "down"] = "up"
    signal: Literal["leading", "lagging"] = "lagging"
    baseline: Baseline | None = None
    target: Target
    owner: Label | None = None
    data_source: Label | None = None
    review: Literal["weekly", "monthly", "quarterly", "half_yearly", "yearly"] = "quarterly"
    note: Text | None = None
