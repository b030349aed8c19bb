"""Vendors of the platform: how well each meets the requirements, and what it costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from model.evidence import Assumption
from model.line import StreamChoice
from model.record import Count, Identifier, Label, QuantityId, Record, Slug, Text
from model.strategy import Priority

if TYPE_CHECKING:
    from model.case import Case

BEST_SCORE = 5

PRIORITY_WEIGHTS: dict[Priority, int] = {"must": 3, "should": 2, "could": 1, "later": 0}
"""How much a requirement counts in the fit of a vendor.

The order is that of MoSCoW (must, should, could, won't this time); the numbers are a convention of this product.
"""

Score = Annotated[Count, Field(ge=0, le=BEST_SCORE)]


class Vendor(Record):
    """A platform on offer; where it states values or streams it is a scenario too, under its id."""

    id: Slug = Field(description="Name of the vendor, and of its scenario.")
    label: Label = Field(description="What people call it.")
    note: Text | None = Field(None, description="Anything a reader should know.")
    scores: dict[Slug, Score] = Field(
        default_factory=dict, description="How well it meets each requirement: 0 (not at all) to 5 (fully)."
    )
    assumptions: dict[QuantityId, Assumption] = Field(
        default_factory=dict, description="Values that differ with it, such as licence_fee."
    )
    streams: dict[Identifier, StreamChoice] = Field(
        default_factory=dict, description="Streams it changes, field by field, such as how the licence is paid."
    )

    @property
    def is_option(self) -> bool:
        """True where it states something the case computes with."""
        return bool(self.assumptions or self.streams)


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a vendor meets the requirements of a case.

    `share` is its weighted score by the highest there could be, 0 to 1; None where no requirement has a weight.
    `unmet` are the ids of `must` requirements scored 0; `unscored` those of requirements without a score, which count
    as 0.
    """

    share: float | None
    unmet: tuple[str, ...]
    unscored: tuple[str, ...]


def fit(case: Case, vendor: Vendor) -> Fit:
    """Return how well a vendor meets the requirements of a case, each weighted by its priority."""
    weights = {requirement.id: PRIORITY_WEIGHTS[requirement.priority] for requirement in case.requirements}
    scored = sum(weight * vendor.scores.get(name, 0) for name, weight in weights.items())
    highest = BEST_SCORE * sum(weights.values())
    return Fit(
        share=scored / highest if highest else None,
        unmet=tuple(r.id for r in case.requirements if r.priority == "must" and vendor.scores.get(r.id) == 0),
        unscored=tuple(name for name in weights if name not in vendor.scores),
    )
