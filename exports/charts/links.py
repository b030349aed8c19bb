"""Goals, needs, requirements and KPIs as parts that are linked with each other, as maps and matrices show them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from exports import wording
from model.names import PERSPECTIVE_NAMES
from model.result import Appraisal
from model.strategy import Goal

Key = tuple[str, str]
"""Layer and id of a part; ids are unique within their layer only."""

LAYERS: Mapping[str, tuple[str, str]] = {
    "goal": ("Goals", "what the organisation wants"),
    "need": ("Needs", "what members want"),
    "requirement": ("Requirements", "what must be possible"),
    "kpi": ("KPIs", "how success is measured"),
}
"""The layers from top to bottom: what people call each, and what it says."""

ONE: Mapping[str, str] = {"goal": "Goal", "need": "Need", "requirement": "Requirement", "kpi": "KPI"}


@dataclass(frozen=True, slots=True)
class Part:
    """A goal, need, requirement or KPI: its label, and what is told of it besides."""

    layer: str
    id: str
    label: str
    told: str

    @property
    def key(self) -> Key:
        """Its layer and id."""
        return (self.layer, self.id)


def goals_in_order(appraisal: Appraisal) -> list[Goal]:
    """Return the goals by Balanced Scorecard perspective, from financial to learning."""
    order = list(PERSPECTIVE_NAMES)
    return sorted(appraisal.run.graph.resolved.goals, key=lambda goal: order.index(goal.perspective))


def parts(appraisal: Appraisal) -> dict[Key, Part]:
    """Return every part, layer by layer."""
    return {part.key: part for part in _parts(appraisal)}


def _parts(appraisal: Appraisal) -> Iterator[Part]:
    resolved = appraisal.run.graph.resolved
    for goal in goals_in_order(appraisal):
        yield Part("goal", goal.id, goal.label, PERSPECTIVE_NAMES[goal.perspective])
    for audience in resolved.audiences:
        for need in audience.needs:
            yield Part("need", need.id, need.label, audience.label)
    for requirement in resolved.requirements:
        yield Part("requirement", requirement.id, requirement.label, requirement.feature or "No feature is named")
    for kpi in appraisal.kpis:
        yield Part("kpi", kpi.id, kpi.label, kpi.signal.capitalize())


def links(appraisal: Appraisal) -> list[tuple[Key, Key]]:
    """Return every link once, the part of the upper layer first."""
    resolved = appraisal.run.graph.resolved
    found = [
        *((("goal", goal), ("need", need.id)) for audience in resolved.audiences for need in audience.needs for goal in need.goals),
        *((("need", need), ("requirement", item.id)) for item in resolved.requirements for need in item.needs),
        *((("goal", goal), ("requirement", item.id)) for item in resolved.requirements for goal in item.goals),
        *((("need", need), ("kpi", kpi.id)) for kpi in appraisal.kpis for need in kpi.needs),
        *((("goal", goal), ("kpi", kpi.id)) for kpi in appraisal.kpis for goal in kpi.goals),
    ]  # fmt: skip
    return list(dict.fromkeys(found))


def neighbours(appraisal: Appraisal) -> dict[Key, list[Key]]:
    """Return the parts each part is linked with; none for a part that is not linked."""
    found: dict[Key, list[Key]] = {key: [] for key in parts(appraisal)}
    for upper, lower in links(appraisal):
        found[upper].append(lower)
        found[lower].append(upper)
    return found


def share_words(appraisal: Appraisal, goal: str, locale: str) -> str:
    """Return what share of the value a goal carries, in words."""
    shares = appraisal.shares["goal"]
    return f"{wording.percent(shares.get(goal, 0.0), locale=locale)} of the value" if shares else "no value yet"
