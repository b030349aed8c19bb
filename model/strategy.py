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

_BLANK = "…"


class Vision(Record):
    """The vision statement as four blanks, filled one by one."""

    place: Text | None = Field(None, description="Our community is the place for …")
    benefit: Text | None = Field(None, description="Members will benefit from …")
    second_benefit: Text | None = Field(None, description="… and …")
    excited: Text | None = Field(None, description="… and will be most excited when they can … online")

    @property
    def is_complete(self) -> bool:
        """True where all four blanks are filled."""
        return all((self.place, self.benefit, self.second_benefit, self.excited))

    def __str__(self) -> str:
        return (
            f"Our community is the place for {self.place or _BLANK}. Members will benefit from {self.benefit or _BLANK} "
            f"and {self.second_benefit or _BLANK}, and will be most excited when they can {self.excited or _BLANK} online."
        )


class Community(Record):
    """What kind of community it is meant to be, as far as it is decided."""

    kind: CommunityKind | None = Field(None, description="What it is for: b2b, b2c, support, partner or internal.")
    access: Access | None = Field(None, description="Who can see it: public, gated or hybrid.")
    style: Style | None = Field(None, description="The style it is meant to have.")
    maturity: Maturity | None = Field(None, description="Its stage: hierarchy, emergent, community or networked.")
    vision: Vision | None = Field(None, description="The vision statement, as four blanks.")


class Goal(Record):
    """A strategic goal and the streams or lines that serve it."""

    id: Slug = Field(description="Name of the goal, for KPIs and requirements.")
    label: Label = Field(description="The goal in a few words.")
    perspective: Perspective = Field(description="Its Balanced Scorecard perspective.")
    owner: Label | None = Field(None, description="Who answers for it.")
    weight: Annotated[Figure, Field(gt=0)] = Field(
        1.0, description="How much it counts where a line serves several goals."
    )
    served_by: tuple[Identifier, ...] = Field((), description="Ids of streams or benefit lines.")
    note: Text | None = Field(None, description="Anything a reader should know.")


class Need(Record):
    """Something an audience wants, where in its journey, and the business need and goals it overlaps with."""

    id: Slug = Field(description="Name of the need, for KPIs and requirements.")
    label: Label = Field(description="What they want, in their words.")
    phase: Phase = Field(description="Where in the customer journey it arises.")
    importance: Annotated[Count, Field(ge=1, le=5)] = Field(3, description="1 (nice to have) to 5 (why they come).")
    business_need: Text | None = Field(None, description="What the organisation gains where this need is met.")
    goals: tuple[Slug, ...] = Field((), description="Goals of the organisation it serves where it is met.")


class Audience(Record):
    """A group of people the community is for; its numbers stand in the assumptions, as `reach[customers]`."""

    id: Identifier = Field(description="Name of the audience, as in `members[customers]`.")
    label: Label = Field(description="What people call it.")
    role: Role = Field(description="What its people are to you; streams serve roles.")
    choose: dict[Identifier, Identifier] = Field(
        default_factory=dict, description="Its own answers, such as its curve."
    )
    needs: tuple[Need, ...] = Field((), description="What its people want.")
    note: Text | None = Field(None, description="Anything a reader should know.")


class Requirement(Record):
    """A business requirement, the platform feature that meets it, and the needs and goals it serves."""

    id: Slug = Field(description="Name of the requirement.")
    label: Label = Field(description="What must be possible.")
    feature: Label | None = Field(None, description="The feature of the platform that makes it so.")
    priority: Priority = Field("should", description="must, should, could or later.")
    needs: tuple[Slug, ...] = Field((), description="Needs it meets.")
    goals: tuple[Slug, ...] = Field((), description="Goals it serves.")


class Baseline(Record):
    """Where a KPI stood, and when that was measured."""

    value: Figure = Field(description="The measured value, in the unit of the KPI.")
    date: YearMonth = Field(description="The month it was measured.")


class Target(Record):
    """A KPI's target: read from a line of the model at a month, or stated with a reason."""

    line: QuantityId | None = Field(None, description="The line of the model it is read from.")
    month: Annotated[Count, Field(ge=0, le=600)] = Field(description="The month it is read at.")
    months_summed: Annotated[Count, Field(ge=1, le=600)] = Field(
        1,
        description="How many months up to it count: added where the KPI is an amount, averaged where it is a rate or a level.",
    )
    value: Figure | None = Field(None, description="A stated target instead of a line.")
    reason: Text | None = Field(None, description="Why it is stated.")

    @model_validator(mode="after")
    def _read_or_stated(self) -> Target:
        if (self.line is None) == (self.value is None) or (self.value is not None and not self.reason):
            raise Complaint(
                "The target is neither read from a line nor stated with a reason.",
                "A target without a reason cannot be defended.",
                "Write `line` and `month`, or `value`, `month` and `reason`.",
            )
        return self

    @property
    def first_month(self) -> int:
        """The first month it can be read at: a sum needs that many months before, and the opening is none."""
        return self.months_summed if self.months_summed > 1 else 0


class Kpi(Record):
    """A measure tied to at least one strategic goal."""

    id: Slug = Field(description="Name of the KPI.")
    label: Label = Field(description="What is measured.")
    unit: Annotated[str, Field(max_length=80)] = Field(
        "1", description="Its unit; that of its line, or of the amount of that line over some months."
    )
    goals: tuple[Slug, ...] = Field((), description="Goals it measures.")
    needs: tuple[Slug, ...] = Field((), description="Needs it measures.")
    direction: Literal["up", "down"] = Field("up", description="Whether up or down is better.")
    signal: Literal["leading", "lagging"] = Field(
        "lagging", description="leading (moves first) or lagging (shows the result)."
    )
    baseline: Baseline | None = Field(None, description="Where it stands before.")
    target: Target = Field(description="Where it shall stand, and when.")
    owner: Label | None = Field(None, description="Who answers for it.")
    data_source: Label | None = Field(None, description="Where the figure is read.")
    review: Literal["weekly", "monthly", "quarterly", "half_yearly", "yearly"] = Field(
        "quarterly", description="How often it is looked at."
    )
    note: Text | None = Field(None, description="Anything a reader should know.")
