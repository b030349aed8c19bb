"""What is tied to what: goals to KPIs and value, needs to goals, requirements to needs; and what is tied to nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from model.case import Case
from model.line import Library, Perspective, Phase, Role
from model.recommend import recommendations
from model.strategy import Audience, Goal, Need, Requirement


def unmeasured(case: Case) -> frozenset[str]:
    """Return the goals that no KPI measures."""
    return frozenset(goal.id for goal in case.goals) - {name for kpi in case.kpis for name in kpi.goals}


def unserved(case: Case, library: Library) -> frozenset[str]:
    """Return the goals that nothing in use serves: neither a stream that is switched on, nor a line of one, nor an own line."""
    on = [library.streams[name] for name in case.streams if name in library.streams]
    in_use = {name for stream in on for name in (stream.id, *(line.id for line in stream.lines))}
    in_use |= {name for line in case.lines for name in (line.id, line.stream) if name}
    return frozenset(goal.id for goal in case.goals if not in_use & set(goal.served_by))


def served_goals(case: Case, library: Library, stream: str) -> tuple[str, ...]:
    """Return the goals, by id, that name a stream or one of its lines."""
    own = {stream, *(line.id for line in library.streams[stream].lines)}
    return tuple(goal.id for goal in case.goals if own & set(goal.served_by))


def goals_for(case: Case, library: Library, stream: str) -> Mapping[str, str]:
    """Return every goal by id with its name, those first that have a perspective of what the stream brings."""
    fitting = {line.perspective for line in library.streams[stream].lines if line.kind == "benefit"}
    first = sorted(case.goals, key=lambda goal: goal.perspective not in fitting)
    return {goal.id: f"{goal.label}{' (recommended)' if goal.perspective in fitting else ''}" for goal in first}


def needs_of(case: Case) -> Iterator[tuple[Audience, Need]]:
    """Yield every need with its audience, in the order of the case."""
    for audience in case.audiences:
        for need in audience.needs:
            yield audience, need


def place_of_need(case: Case, name: str) -> tuple[int, int] | None:
    """Return where a need stands: the number of its audience and its own; None where there is none of that name."""
    return next(
        ((i, j) for i, a in enumerate(case.audiences) for j, need in enumerate(a.needs) if need.id == name), None
    )


def needs_without_goal(case: Case) -> list[Need]:
    """Return the needs that serve no goal of the organisation."""
    return [need for _, need in needs_of(case) if not need.goals]


def goals_without_need(case: Case) -> list[Goal]:
    """Return the goals that no need of any audience serves."""
    wanted = {name for _, need in needs_of(case) for name in need.goals}
    return [goal for goal in case.goals if goal.id not in wanted]


def implied(case: Case) -> tuple[tuple[str, str], ...]:
    """Return the ties of a need to a goal that the case does not state, though a requirement or a KPI serves both."""
    both = [*((item.needs, item.goals) for item in case.requirements), *((kpi.needs, kpi.goals) for kpi in case.kpis)]
    found = {(need, goal) for needs, goals in both for need in needs for goal in goals}
    stated = {(need.id, name) for _, need in needs_of(case) for name in need.goals}
    return tuple(sorted(found - stated))


def needs_without_requirement(case: Case) -> list[Need]:
    """Return the needs that no requirement meets."""
    met = {name for requirement in case.requirements for name in requirement.needs}
    return [need for _, need in needs_of(case) if need.id not in met]


def requirements_without_need(case: Case) -> list[Requirement]:
    """Return the requirements that meet no need."""
    return [requirement for requirement in case.requirements if not requirement.needs]


def servers(case: Case, library: Library, goal: Goal) -> dict[str, str]:
    """Return what could serve a goal, by id with its name: streams as they are recommended, own benefits, and single lines.

    Single benefit lines are offered of streams that are switched on and have several, and wherever the goal names one.
    """
    found = {}
    for item in recommendations(case, library):
        said = "in your case" if item.is_on else "recommended" if item.strength == "strong" else "not in your case yet"
        found[item.stream] = f"{item.title} ({said})"
    found |= {line.id: line.label for line in case.lines if line.kind == "benefit"}
    for stream in library.streams.values():
        lines = [line for line in stream.lines if line.kind == "benefit"]
        offered = lines if stream.id in case.streams and len(lines) > 1 else []
        named = [line for line in lines if line.id in goal.served_by]
        found |= {line.id: f"{line.label} (part of {stream.title})" for line in lines if line in (*offered, *named)}
    return found | {name: name for name in goal.served_by if name not in found}


def typical_goals(cases: Iterable[Case]) -> Mapping[Perspective, Mapping[str, str]]:
    """Return the goals that cases set, by perspective: each label with the organisation that set it first."""
    found: dict[Perspective, dict[str, str]] = {}
    for case in cases:
        for goal in case.goals:
            found.setdefault(goal.perspective, {}).setdefault(goal.label, case.organisation)
    return found


def typical_needs(cases: Iterable[Case], role: Role) -> Mapping[Phase, Mapping[str, str]]:
    """Return the needs that cases name for audiences of a role, by phase: each label with the organisation that named it."""
    found: dict[Phase, dict[str, str]] = {}
    for case in cases:
        for audience, need in needs_of(case):
            if audience.role == role:
                found.setdefault(need.phase, {}).setdefault(need.label, case.organisation)
    return found
