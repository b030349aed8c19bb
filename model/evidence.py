"""Assumptions and what stands behind them: values, ranges, sources, benchmarks, evidence grades."""

from __future__ import annotations

import math
import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from model.problems import Complaint
from model.record import Figure, Label, QuantityId, Record, Text
from model.schedule import Schedule
from model.units import CURRENCY, Unit

Grade = Literal["measured", "published", "expert", "guess"]
"""How good the evidence is: measured here, published benchmark, expert judgement, guess."""

Distribution = Literal["fixed", "uniform", "triangular", "pert", "normal", "lognormal"]
"""Shape between low and high: `uniform`, `triangular` and `pert` end there, `normal` and `lognormal` read a 90% interval."""

AACE_RANGES: dict[int, tuple[float, float]] = {
    1: (-0.10, 0.15),
    2: (-0.15, 0.20),
    3: (-0.20, 0.30),
    4: (-0.30, 0.50),
    5: (-0.50, 1.00),
}
"""Widest accuracy ranges of cost estimate classes (AACE International, Recommended Practice 18R-97)."""


class Source(Record):
    """Where a figure comes from."""

    title: Label = Field(description="Title of the publication, or who said it.")
    author: Label | None = Field(None, description="Its author.")
    publisher: Label | None = Field(None, description="Its publisher.")
    year: int | None = Field(None, ge=1900, le=2199, strict=True, description="The year.")
    link: Annotated[str, Field(pattern=r"^https?://\S+$", max_length=500)] | None = Field(
        None, description="Its web address."
    )
    note: Text | None = Field(None, description="How the figure was obtained.")

    def __str__(self) -> str:
        """Return a one-line citation, with the year once."""
        parts = [self.author, self.title, self.publisher]
        if self.year and str(self.year) not in self.title:
            parts.append(str(self.year))
        return ", ".join(part for part in parts if part)


def _as_sources(value: Any) -> Any:
    if value is None:
        return ()
    items = value if isinstance(value, list | tuple) else [value]
    return tuple({"title": item} if isinstance(item, str) else item for item in items)


Sources = Annotated[tuple[Source, ...], BeforeValidator(_as_sources)]
"""One or more sources; a plain text is read as a title."""


class Benchmark(Record):
    """A published figure to hold a value against: one number, or a range."""

    value: Figure | None = Field(None, description="A single figure.")
    low: Figure | None = Field(None, description="Low end of a range.")
    high: Figure | None = Field(None, description="High end of a range.")
    source: Sources = Field(description="The publication.")
    what: Label | None = Field(None, description="What exactly was measured, where it is not the same thing.")
    currency: str | None = Field(None, description="Currency of the figure, where it is money.")
    comparable: bool = Field(True, description="False where it measures something near, not the same.")

    @model_validator(mode="after")
    def _one_form(self) -> Benchmark:
        if (self.value is None) == (self.low is None) or (self.low is None) != (self.high is None):
            raise Complaint(
                "The benchmark is neither one figure nor a range.",
                "It is drawn as a mark or a band.",
                "Write `value`, or `low` and `high`.",
            )
        return self

    def in_unit(self, factor: float) -> Benchmark:
        """Return the figure in another unit of the same kind, one of which is `factor` of its own."""
        numbers = {name: _divided(getattr(self, name), factor) for name in ("value", "low", "high")}
        return self.model_copy(update=numbers)

    @property
    def span(self) -> tuple[float, float]:
        """The published range; a single figure is a range of no width."""
        if self.value is not None:
            return self.value, self.value
        return self.low or 0.0, self.high or 0.0


def _two_names(value: Any) -> Any:
    names = tuple(value) if isinstance(value, list | tuple) else value
    if isinstance(names, tuple) and len(names) == 2 and names[0] == names[1]:
        raise Complaint(
            f"`{names[0]}` is tied to itself.",
            "A value always goes together with itself.",
            "Name two assumptions.",
        )
    return names


class Correlation(Record):
    """Two assumptions that tend to turn out high or low together."""

    between: Annotated[tuple[QuantityId, QuantityId], BeforeValidator(_two_names)] = Field(
        description="The two assumptions, by name."
    )
    rank: Annotated[Figure, Field(ge=-1, le=1)] = Field(
        description="Spearman's rank correlation: 1 always together, 0 not at all, −1 always opposite."
    )
    source: Sources = Field((), description="Where it comes from.")
    note: Text | None = Field(None, description="Why they go together.")


def _divided(number: float | None, factor: float) -> float | None:
    return None if number is None else number / factor


def _scalar(value: Any) -> Any:
    return {"value": value} if isinstance(value, int | float | str) and not isinstance(value, bool) else value


class Assumption(Record):
    """A value and what is known about it.

    The library, a case and a scenario all write the same record; each states only what it adds, and `overlay` lays
    one over the other.
    """

    label: Label | None = Field(None, description="What people call it.")
    question: Text | None = Field(None, description="The question a champion can answer.")
    unit: Annotated[str, Field(max_length=80)] | None = Field(
        None, description="Its unit, such as USD/contact; 1 for a share."
    )
    value: Figure | None = Field(None, description="The likely value; `likely` is read too.")
    schedule: Schedule | None = Field(None, description="Values over time instead of one value.")
    low: Figure | None = Field(
        None,
        description="A low value: 1 in 20 outcomes lies below (none with a shape that ends there); for a schedule, a multiple of it.",
    )
    high: Figure | None = Field(
        None,
        description="A high value: 1 in 20 outcomes lies above (none with a shape that ends there); for a schedule, a multiple of it.",
    )
    aace: int | None = Field(
        None, ge=1, le=5, strict=True, description="Estimate class of a cost; it gives low and high."
    )
    distribution: Distribution | None = Field(
        None,
        description="Shape of the range. Low and high are the ends of uniform, triangular and pert, and 1 outcome in 20 "
        "lies beyond each of them otherwise: on a PERT curve where nothing is said.",
    )
    limits: tuple[Figure | None, Figure | None] | None = Field(None, description="Outside them the model is wrong.")
    plausible: tuple[Figure, Figure] | None = Field(None, description="Published range; outside it is a challenge.")
    benchmarks: tuple[Benchmark, ...] = Field((), description="Published figures to hold the value against.")
    source: Sources = Field((), description="Where the value comes from.")
    grade: Grade | None = Field(None, description="How good the evidence is.")
    owner: Label | None = Field(None, description="Who answers for the value.")
    note: Text | None = Field(None, description="Guidance, or what a reviewer should know.")
    for_each: str | None = Field(None, description="The dimension whose members may each have their own value.")
    applies_to: tuple[str, ...] = Field((), description="Kinds of community it applies to; empty for all.")
    margin: bool = Field(False, description="True for the share of revenue that is left after its own costs.")

    @model_validator(mode="before")
    @classmethod
    def _short_forms(cls, data: Any) -> Any:
        """Read a bare number as the value, and `likely` as another word for it."""
        if isinstance(data, dict) and "likely" in data and "value" not in data:
            return {("value" if name == "likely" else name): item for name, item in data.items()}
        return _scalar(data)

    @model_validator(mode="after")
    def _one_value(self) -> Assumption:
        if self.value is not None and self.schedule is not None:
            raise Complaint(
                "The assumption has both a value and a schedule.", "Only one of them can count.", "Keep one of them."
            )
        return self

    @property
    def is_known(self) -> bool:
        """True once it has a value or a schedule."""
        return self.value is not None or self.schedule is not None

    @property
    def likely(self) -> float:
        """The value its range is about; 1 for a schedule, whose range is in multiples."""
        return 1.0 if self.value is None else self.value

    def values(self, unit: Unit) -> tuple[float, ...]:
        """Return what it is over time, in its own unit; an amount of a year is read as its level in a month."""
        if self.schedule:
            return self.schedule.levels(unit)
        return () if self.value is None else (self.value,)

    def extremes(self, unit: Unit) -> tuple[float, ...]:
        """Return the values with both ends of their range, for checks against limits."""
        low, high = self.range() or (None, None)
        if self.schedule:
            factors = (1.0, *(x for x in (low, high) if x is not None))
            return tuple(value * factor for value in self.values(unit) for factor in factors)
        return (*(x for x in (low, high) if x is not None), *self.values(unit))

    def in_unit(self, unit: str, factor: float) -> Assumption:
        """Return a record without a schedule in another unit of the same kind, one of which is `factor` of its own."""
        single = {name: _divided(getattr(self, name), factor) for name in ("value", "low", "high")}
        pairs = {
            name: pair and tuple(_divided(number, factor) for number in pair)
            for name, pair in (("limits", self.limits), ("plausible", self.plausible))
        }
        benchmarks = tuple(benchmark.in_unit(factor) for benchmark in self.benchmarks)
        return self.model_copy(update={**single, **pairs, "unit": unit, "benchmarks": benchmarks})

    @property
    def is_guess(self) -> bool:
        """True where it is graded as a guess, or names neither a grade nor a source."""
        return self.grade == "guess" or (self.grade is None and not self.source)

    @property
    def evidence(self) -> Grade | None:
        """How good the evidence is, where what names neither a grade nor a source is a guess."""
        return "guess" if self.is_guess else self.grade

    def comparable_spans(self, currency: str) -> list[tuple[float, float]]:
        """Return the published figures that measure the same, in this currency where they are money."""
        return [b.span for b in self.benchmarks if b.comparable and b.currency in (None, currency)]

    def plausible_range(self, currency: str) -> tuple[float, float] | None:
        """Return the range that published figures span; None where there is none, or one figure only."""
        if self.plausible:
            return self.plausible
        spans = self.comparable_spans(currency)
        low, high = (min((s[0] for s in spans), default=0.0), max((s[1] for s in spans), default=0.0))
        return (low, high) if low < high else None

    def neighbourhood(self, currency: str) -> tuple[float, float] | None:
        """Return how far a value may lie from the one published figure, where there is only one, without a reason.

        Money: half to twice the figure. Anything else, such as a share or a rise: up to one and a half times.
        """
        spans = self.comparable_spans(currency)
        if not spans or spans[0][0] <= 0:
            return None
        figure = spans[0][0]
        is_money = {CURRENCY, currency} & set(re.findall(r"[A-Za-z_]+", self.unit or ""))
        return (figure / 2, figure * 2) if is_money else (-math.inf, figure * 1.5)

    def range(self) -> tuple[float, float] | None:
        """Return low and high as stated, or as the estimate class gives them; None without a range.

        For a schedule they are multiples of it, so that (0.8, 1.2) is 20% less or more in every month.
        """
        if self.low is not None and self.high is not None:
            return self.low, self.high
        if self.aace:
            down, up = AACE_RANGES[self.aace]
            return self.likely * (1 + down), self.likely * (1 + up)
        return None

    def overlay(self, top: Assumption) -> Assumption:
        """Return this record with everything `top` states put over it; a new value takes the old range with it."""
        stated = {name: getattr(top, name) for name in top.model_fields_set}
        if {"value", "schedule"} & stated.keys():
            fresh = dict.fromkeys(("value", "schedule", "low", "high", "aace", "distribution"))
            stated = {**fresh, "source": (), "grade": None, "owner": None, "note": None, **stated}
        return self.model_copy(update=stated)
