"""Challenges about the strategy: goals, needs, requirements, KPIs, and the style the money shows."""

from __future__ import annotations

from collections.abc import Iterator

from model.challenges.matter import Matter, Rule, figure
from model.result import Challenge
from model.shares import UNASSIGNED
from model.styles import STYLE_NAMES
from model.units import ATTENTION, Vocabulary


def goals_without(matter: Matter) -> Iterator[Challenge]:
    """A goal nobody measures, or one nothing of value serves."""
    measured = {goal for kpi in matter.resolved.kpis for goal in kpi.goals}
    shares = matter.shares["goal"]
    for goal in matter.resolved.goals:
        if goal.id not in measured:
            yield Challenge(
                "goal_without_kpi", "medium", None,
                f"No KPI measures the goal “{goal.label}”.",
                "Tie a KPI to it, or drop the goal.",
            )  # fmt: skip
        if not goal.served_by:
            yield Challenge(
                "goal_without_value", "medium", None,
                f"No stream or benefit serves the goal “{goal.label}”.",
                "Say which stream or benefit serves it, or drop the goal.",
            )  # fmt: skip
        elif shares and not shares.get(goal.id):
            yield Challenge(
                "goal_without_value", "medium", None,
                f"What serves the goal “{goal.label}” earns nothing in this case.",
                "Switch on a stream that serves it, or choose another that does.",
            )  # fmt: skip


def kpis_without(matter: Matter) -> Iterator[Challenge]:
    """A measure without a goal, or without a starting point."""
    for kpi in matter.resolved.kpis:
        if not kpi.goals:
            yield Challenge(
                "kpi_without_goal", "medium", kpi.target.line,
                f"The KPI “{kpi.label}” belongs to no goal.",
                "Tie it to a goal, or drop it.",
            )  # fmt: skip
        if kpi.baseline is None:
            yield Challenge(
                "kpi_without_baseline", "medium", kpi.target.line,
                f"The KPI “{kpi.label}” has no baseline.",
                "Measure where it stands today, and note the date.",
            )  # fmt: skip


def kpi_without_target(matter: Matter) -> Iterator[Challenge]:
    """A KPI whose target cannot be read."""
    months = matter.resolved.months
    for kpi in matter.resolved.kpis:
        target = kpi.target
        if target.line is not None and not target.first_month <= target.month <= months:
            summed = f" as the sum of {target.months_summed} months" if target.months_summed > 1 else ""
            yield Challenge(
                "kpi_without_target", "medium", target.line,
                f"The KPI “{kpi.label}” has no target: it is read in month {target.month}{summed}, and the case has months 1 to {months}.",
                "Choose a month within the case that has enough months before it.",
            )  # fmt: skip


def kpi_target_worse(matter: Matter) -> Iterator[Challenge]:
    """A KPI whose target lies behind where it stands today."""
    for kpi in matter.kpis:
        if kpi.target is None or kpi.baseline is None:
            continue
        if (kpi.target < kpi.baseline) if kpi.direction == "up" else (kpi.target > kpi.baseline):
            yield Challenge(
                "kpi_target_worse", "medium", kpi.line,
                f"The KPI “{kpi.label}” shall go {kpi.direction} from {figure(kpi.baseline)}, and its target is {figure(round(kpi.target, 2))}.",
                "Check the baseline, its unit, or the values the target is computed from.",
            )  # fmt: skip


def vanity_measures(matter: Matter) -> Iterator[Challenge]:
    """A KPI that only counts."""
    for kpi in matter.resolved.kpis:
        if only_counts(matter.resolved.vocabulary, kpi.unit):
            yield Challenge(
                "vanity_measure", "medium", kpi.target.line,
                f"The KPI “{kpi.label}” only counts; it can rise while nothing is gained.",
                "Measure what people do or gain, such as answers found, contacts avoided or customers kept.",
            )  # fmt: skip


def only_counts(units: Vocabulary, unit: str) -> bool:
    """Tell whether a measure in a unit counts attention alone, such as members or views. Raises `UnitError`."""
    dimension = units.unit(unit).dimension
    nouns = {base[1:-1] for base in dimension.bases if base not in ("[time]", "[currency]")}
    return bool(nouns) and nouns <= ATTENTION and "[currency]" not in dimension.bases


def kpi_without_money(matter: Matter) -> Iterator[Challenge]:
    """A KPI is read from a stream that is not switched on."""
    off = {stream.id: stream.title for stream in matter.resolved.streams if not stream.is_on and stream.kind == "value"}
    for kpi in matter.resolved.kpis:
        row = matter.run.graph.rows.get(kpi.target.line or "")
        if row and row.line.stream in off:
            yield Challenge(
                "kpi_without_money", "low", row.line.id,
                f"The KPI “{kpi.label}” is read from {off[row.line.stream]}, which is not switched on: no money follows from it.",
                "Switch the stream on, or say what the KPI is for.",
            )  # fmt: skip


def needs_and_requirements(matter: Matter) -> Iterator[Challenge]:
    """A need nothing meets, a requirement nobody needs."""
    met = {need for requirement in matter.resolved.requirements for need in requirement.needs}
    for audience in matter.resolved.audiences:
        for need in audience.needs:
            if need.id not in met:
                yield Challenge(
                    "need_without_requirement",
                    "low",
                    None,
                    f"No requirement meets the need “{need.label}” ({audience.label}).",
                    "Add a requirement for it, or say why it can wait.",
                )
            if need.business_need is None and not need.goals:
                yield Challenge(
                    "need_without_business",
                    "low",
                    None,
                    f"The need “{need.label}” ({audience.label}) overlaps with no business need.",
                    "Name the goals it serves where it is met, or say what the organisation gains.",
                )
    for requirement in matter.resolved.requirements:
        if not requirement.needs:
            yield Challenge(
                "requirement_without_need", "low", None,
                f"The requirement “{requirement.label}” meets no need of any audience{'' if requirement.goals else ', and serves no goal'}.",
                "Name the need it meets, or drop it.",
            )  # fmt: skip


def style_mismatch(matter: Matter) -> Iterator[Challenge]:
    """The community is meant to be one thing, and its money says another."""
    community = matter.resolved.community
    shown = {style: share for style, share in matter.shares["style"].items() if style != UNASSIGNED}
    if community is None or community.style is None or not shown:
        return
    leading = max(shown, key=lambda style: shown[style])
    if leading != community.style:
        yield Challenge(
            "style_mismatch", "medium", None,
            f"The community is meant as “{STYLE_NAMES[community.style]}”, and {shown[leading]:.0%} of its value is that of “{STYLE_NAMES[leading]}”.",
            "Change the intended style, or add what it earns.",
        )  # fmt: skip


OF_THE_CASE: tuple[Rule, ...] = (
    goals_without,
    kpis_without,
    kpi_without_target,
    kpi_target_worse,
    vanity_measures,
    kpi_without_money,
    needs_and_requirements,
)
"""Rules about what the case says once, for all its scenarios."""
OF_ALL_VALUE: tuple[Rule, ...] = (style_mismatch,)
RULES: tuple[Rule, ...] = (*OF_THE_CASE, *OF_ALL_VALUE)
