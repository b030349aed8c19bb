"""Lines, the streams that hold them, and the choices a stream offers."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from model.evidence import Assumption, Sources
from model.problems import Complaint
from model.record import Formula, Identifier, Label, Record, ShareFormula, Text

Kind = Literal["driver", "benefit", "cost"]
BenefitClass = Literal["cashable", "capacity", "margin", "revenue", "non_financial"]
IN_NO_BUDGET: tuple[BenefitClass, ...] = ("capacity", "non_financial")
"""Classes of value that no budget holds: time set free, and imputed values."""
Style = Literal["marketing_megaphone", "lead_generator", "customer_hug", "innovation_center"]
Perspective = Literal["financial", "customer", "process", "learning"]
Phase = Literal["awareness", "evaluation", "purchase", "retention"]
Space = Literal["support", "product", "acquisition", "contribution", "engagement", "success"]
Role = Literal["customers", "prospects", "partners", "employees", "free_users", "consumers", "professionals"]


class Balance(Record):
    """A stock kept like an account: closing = opening + what comes in − what goes out, each a flow."""

    inflows: tuple[Identifier, ...] = Field(alias="in", description="Flows that come in.")
    outflows: tuple[Identifier, ...] = Field((), alias="out", description="Flows that go out.")


class Line(Record):
    """One row of the model over all months, and what it means."""

    id: Identifier = Field(description="Name of the line, for formulas.")
    label: Label = Field(description="What people call it.")
    unit: Annotated[str, Field(max_length=80)] = Field(description="Its unit; money lines are a currency a month.")
    kind: Kind = Field("driver", description="driver, benefit or cost.")
    formula: Formula | None = Field(None, description="How it is computed.")
    choose: Identifier | None = Field(None, description="The choice that decides which formula counts.")
    formulas: dict[Identifier, Formula] = Field(
        default_factory=dict, description="One formula for each option of the choice."
    )
    opening: Formula | None = Field(None, description="Its value in the opening column.")
    for_each: Identifier | None = Field(None, description="The dimension it is repeated for.")
    balance: Balance | None = Field(None, description="The flows that make it a stock.")
    benefit_class: BenefitClass | None = Field(None, alias="class", description="What kind of value it is.")
    style: Style | None = Field(None, description="The community style that earns it.")
    perspective: Perspective | None = Field(None, description="Its Balanced Scorecard perspective.")
    phases: tuple[Phase, ...] = Field((), description="Phases of the customer journey it belongs to.")
    spaces: tuple[Space, ...] = Field((), description="Its place in the CMX SPACES model.")
    overlap: Identifier | None = Field(None, description="The overlap group this quantity claims a part of.")
    attribution: ShareFormula | None = Field(None, description="The share the community caused.")
    risk_adjustment: ShareFormula | None = Field(
        None, description="Benefits are lowered and costs raised by this share."
    )
    one_off: bool = Field(False, description="True for a cost paid once.")
    stream: Identifier | None = Field(None, description="The stream it is reported under.")
    source: Sources = Field((), description="Where its method comes from.")
    note: Text | None = Field(None, description="Anything a reader should know.")

    @model_validator(mode="after")
    def _one_formula(self) -> Line:
        if (self.formula is None) == (self.choose is None) or bool(self.formulas) != (self.choose is not None):
            raise Complaint(
                "The line has no formula, or two.", "A line is computed in one way only.", "Write `formula: …`."
            )
        return self

    @model_validator(mode="after")
    def _benefit_has_class(self) -> Line:
        if self.kind == "benefit" and self.benefit_class is None:
            raise Complaint(
                "The benefit has no class.",
                "Money that stops being spent and time set free are not worth the same to a CFO.",
                "Write `class: cashable`, `capacity`, `margin`, `revenue` or `non_financial`.",
            )
        return self

    @model_validator(mode="after")
    def _only_benefits_are_caused(self) -> Line:
        if self.attribution is not None and self.kind != "benefit":
            raise Complaint(
                f"The {self.kind} has an attribution.",
                "Attribution is the share of a benefit the community caused; on a cost it would hide money.",
                "Leave it out, or make the line a benefit.",
            )
        return self

    @property
    def is_money(self) -> bool:
        """True for benefits and costs."""
        return self.kind != "driver"


class Choice(Record):
    """A question with a few answers that decides which formula counts."""

    question: Text
    options: dict[Identifier, Text]
    guidance: dict[Identifier, Text] = Field(
        default_factory=dict, description="For each answer: what must be known for it, and when to take it."
    )
    default: Identifier | None = Field(None, description="The answer where a case gives none; none: the case must say.")
    for_each: Identifier | None = Field(None, description="The dimension whose members may answer for themselves.")


class Check(Record):
    """Something that must hold in every month: its formula is 1 where it does."""

    id: Identifier
    label: Label
    formula: Formula
    for_each: Identifier | None = None


class Overlap(Record):
    """A quantity that several lines claim parts of, and the cap they may not exceed together."""

    label: Label = Field(description="What is claimed.")
    unit: str = Field(description="Its unit.")
    cap: Formula = Field(description="The most that all lines together can claim.")


class Stream(Record):
    """A value stream, a cost group or a block of drivers: one file of lines."""

    id: Identifier
    title: Label
    kind: Literal["value", "cost", "driver"]
    summary: Text
    applies: Text = Field(description="When it applies.")
    methods: tuple[Text, ...] = Field((), description="The published methods it follows.")
    caveats: tuple[Text, ...] = ()
    serves: tuple[Role, ...] = Field((), description="The audiences whose members count in it; empty: all.")
    suits: tuple[str, ...] = Field((), description="Kinds of community it is recommended for.")
    choices: dict[Identifier, Choice] = Field(default_factory=dict)
    overlaps: dict[Identifier, Overlap] = Field(default_factory=dict)
    compare: tuple[Identifier, ...] = Field((), description="Lines shown side by side, of which one is counted.")
    beside: dict[Identifier, tuple[Identifier, ...]] = Field(
        default_factory=dict, description="Lines shown beside another wherever that one is used, if enough is known."
    )
    lines: tuple[Line, ...]
    checks: tuple[Check, ...] = ()


ALL_LINES = "all"


def _for_all(value: Any) -> Any:
    return {ALL_LINES: value} if isinstance(value, str) else value


class StreamChoice(Record):
    """How a case uses a stream: for whom, which lines, and its answers to the choices."""

    audiences: tuple[Identifier, ...] | None = Field(
        None, description="Which audiences it serves; by default those of the roles it is made for."
    )
    lines: tuple[Identifier, ...] | None = Field(
        None, description="Which of its benefit or cost lines count; by default all."
    )
    choose: dict[Identifier, Identifier] = Field(
        default_factory=dict, description="Answers to the choices of the stream."
    )
    benefit_class: Annotated[dict[Identifier, BenefitClass], BeforeValidator(_for_all)] = Field(
        default_factory=dict, alias="class", description="Another class for its benefits: one for all, or one a line."
    )
    attribution: ShareFormula | None = Field(
        None, description="The share the community caused, where a line states none."
    )
    risk_adjustment: ShareFormula | None = Field(
        None, description="Benefits are lowered and costs raised by this share."
    )


class Library(Record):
    """The streams and assumptions a case can draw on."""

    streams: dict[str, Stream] = Field(default_factory=dict)
    assumptions: dict[str, Assumption] = Field(default_factory=dict)
    topics: dict[str, str] = Field(
        default_factory=dict, description="The topic of each assumption: a stream, or `general`."
    )
