"""The case document: what an organisation writes, before any library value is laid under it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from model.evidence import Assumption, Correlation
from model.line import Line, Overlap, StreamChoice
from model.plan import Activity
from model.problems import Complaint
from model.record import Count, Figure, Identifier, Label, QuantityId, Record, Slug, Text, YearMonth
from model.strategy import Audience, Community, Goal, Kpi, Requirement
from model.units import currencies
from model.vendors import Vendor

SCHEMA = 1
MAX_MONTHS = 600

Timing = Literal["month_end", "mid_month", "year_end", "excel_npv"]
Stance = Literal["pessimistic", "optimistic", "alternative"]
Rate = Annotated[Figure, Field(gt=-1, le=1)]


def _currency(code: str) -> str:
    if code not in currencies():
        raise Complaint(
            f"`{code}` is not a currency code.",
            "Amounts need a currency.",
            "Use the three letters of ISO 4217, such as USD, EUR or GBP.",
        )
    return code


CurrencyCode = Annotated[str, AfterValidator(_currency)]
"""The three letters of a currency."""


class Discount(Record):
    """How money at another time is brought to today: an annual rate and a timing convention."""

    rate: Rate = Field(description="Annual discount rate, 0.08 for 8%.")
    timing: Timing = Field("month_end", description="Which moment of its period a flow falls on.")
    finance_rate: Rate | None = Field(
        None, description="Annual rate paid on negative flows in MIRR; the discount rate unless said."
    )
    reinvest_rate: Rate | None = Field(
        None, description="Annual rate earned on positive flows in MIRR; the discount rate unless said."
    )


class DiscountChange(Record):
    """What a scenario changes of the rate and the convention; the rest stays as the case says."""

    rate: Rate | None = Field(None, description="Another annual discount rate.")
    timing: Timing | None = Field(None, description="Another timing convention.")
    finance_rate: Rate | None = Field(None, description="Another annual rate paid on negative flows in MIRR.")
    reinvest_rate: Rate | None = Field(None, description="Another annual rate earned on positive flows in MIRR.")


class Member(Record):
    """One member of a dimension other than audiences, such as a site."""

    id: Identifier = Field(description="Its name, as in `cost[berlin]`.")
    label: Label = Field(description="What people call it.")


def _listed(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


class Overlay(Record):
    """A named scenario: what differs from the base case."""

    label: Label | None = Field(None, description="What people call the scenario.")
    stance: Stance | None = Field(
        None,
        description="Whether it is worse or better than the base case, or just another way; by its name unless said.",
    )
    note: Text | None = Field(None, description="What it stands for.")
    start: YearMonth | None = Field(None, description="Another first month.")
    months: Annotated[Count, Field(ge=1, le=MAX_MONTHS)] | None = Field(None, description="Another horizon.")
    discount: DiscountChange | None = Field(None, description="What differs in rate and convention.")
    inflation: Assumption | None = Field(None, description="Another rise in pay.")
    without: Annotated[tuple[Identifier, ...], BeforeValidator(_listed)] = Field(
        (), description="Streams and lines that are left out; `all` for do nothing."
    )
    streams: dict[Identifier, StreamChoice] = Field(
        default_factory=dict, description="Streams switched on or changed, field by field."
    )
    assumptions: dict[QuantityId, Assumption] = Field(default_factory=dict, description="Values that differ.")


class Case(Record):
    """A business case as its author writes it, in YAML."""

    schema_version: Literal[1] = Field(alias="schema", description="Version of this format.")
    id: Slug = Field(description="Short name, for files and links.")
    title: Label = Field(description="What people call the case.")
    organisation: Label = Field(description="Whose case it is.")
    author: Label | None = Field(None, description="Who wrote it.")
    summary: Text | None = Field(None, description="What it is about, in a few sentences.")
    currency: CurrencyCode = Field(description="ISO 4217 code of the one currency of the case.")
    start: YearMonth = Field(description="Month 1 of the case.")
    months: Annotated[Count, Field(ge=1, le=MAX_MONTHS)] = Field(description="Horizon in months.")
    discount: Discount = Field(description="Discount rate and timing convention.")
    inflation: Assumption | None = Field(None, description="By how much pay rises each year.")
    without: Annotated[tuple[Identifier, ...], BeforeValidator(_listed)] = Field(
        (), description="Benefit and cost lines of streams that are left out."
    )
    units: tuple[Identifier, ...] = Field(
        (), max_length=50, description="Nouns this case counts that the vocabulary lacks."
    )
    community: Community | None = Field(None, description="What kind of community it is.")
    goals: tuple[Goal, ...] = Field((), description="Strategic goals.")
    audiences: tuple[Audience, ...] = Field(
        (), max_length=60, description="Whom the community is for, and what they need."
    )
    dimensions: dict[Identifier, tuple[Member, ...]] = Field(
        default_factory=dict,
        description="Other things lines are repeated for, such as sites: a list of members by name.",
    )
    requirements: tuple[Requirement, ...] = Field((), description="What the platform must do.")
    kpis: tuple[Kpi, ...] = Field((), description="How you will know.")
    streams: dict[Identifier, StreamChoice] = Field(
        default_factory=dict, description="Which value streams and cost groups are switched on, and how."
    )
    assumptions: dict[QuantityId, Assumption] = Field(
        default_factory=dict, description="Values of this case, over those of the library."
    )
    correlations: tuple[Correlation, ...] = Field(
        (), max_length=500, description="Assumptions that tend to turn out high or low together."
    )
    overlaps: dict[Identifier, Overlap] = Field(
        default_factory=dict, description="Quantities that several own lines claim parts of."
    )
    lines: tuple[Line, ...] = Field((), max_length=2_000, description="Lines of its own.")
    scenarios: dict[Slug, Overlay] = Field(
        default_factory=dict, description="Named sets of differences from this base case."
    )
    vendors: tuple[Vendor, ...] = Field(
        (), max_length=50, description="Platforms on offer, each with its fit and cost."
    )
    plan: tuple[Activity, ...] = Field(
        (),
        max_length=200,
        description="The plan of the first 90 days and after; its dates set launch and the start of costs.",
    )
    published: tuple[Text, ...] = Field((), description="What of this case is published, and where.")
    assumed: tuple[Text, ...] = Field((), description="What of this case is assumed.")

    @property
    def options(self) -> dict[str, Overlay]:
        """The scenarios by name, then a scenario for each vendor that states values or streams, by its id."""
        return self.scenarios | {vendor.id: _with_vendor(vendor) for vendor in self.vendors if vendor.is_option}

    def under(self, overlay: Overlay) -> Case:
        """Return the case with a scenario laid over it; the result has no scenarios or vendors of its own."""
        changes: dict[str, Any] = {"scenarios": {}, "vendors": (), "assumptions": dict(self.assumptions)}
        changes |= {name: value for name in ("start", "months") if (value := getattr(overlay, name)) is not None}
        if overlay.discount is not None:
            stated = {name: getattr(overlay.discount, name) for name in overlay.discount.model_fields_set}
            changes["discount"] = self.discount.model_copy(update={k: v for k, v in stated.items() if v is not None})
        if overlay.inflation is not None:
            changes["inflation"] = self.inflation.overlay(overlay.inflation) if self.inflation else overlay.inflation
        for name, top in overlay.assumptions.items():
            base = self.assumptions.get(name)
            changes["assumptions"][name] = base.overlay(top) if base else top
        dropped = _dropped(self, overlay)
        streams = self.streams | {name: _merged(self.streams.get(name), top) for name, top in overlay.streams.items()}
        changes["streams"] = {name: choice for name, choice in streams.items() if name not in dropped}
        changes["lines"] = tuple(line for line in self.lines if line.id not in dropped)
        changes["without"] = (*self.without, *dropped)
        return self.model_copy(update=changes)


def _with_vendor(vendor: Vendor) -> Overlay:
    return Overlay(
        label=vendor.label,
        stance="alternative",
        note=vendor.note,
        streams=vendor.streams,
        assumptions=vendor.assumptions,
    )


def _merged(base: StreamChoice | None, top: StreamChoice) -> StreamChoice:
    """Lay what a scenario says of a stream over what the case says; answers to choices are laid over one by one."""
    if base is None:
        return top
    stated = {name: getattr(top, name) for name in top.model_fields_set}
    return base.model_copy(update=stated | {"choose": {**base.choose, **top.choose}})


def _dropped(case: Case, overlay: Overlay) -> frozenset[str]:
    if "all" in overlay.without:
        return frozenset((*case.streams, *(line.id for line in case.lines)))
    return frozenset(overlay.without)
