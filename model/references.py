"""Cross-references of a case: ids that name nothing, and ids that name two things."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from model.case import Case
from model.line import Library
from model.problems import Path, Problem, did_you_mean

BASE = "base"
_WHY = "A link that leads nowhere would be lost without a word."


def reference_problems(case: Case, library: Library) -> list[Problem]:
    """Return every id of goals, needs, requirements, KPIs, audiences, scenarios and vendors that is doubled or unknown.

    So is an assumption that two activities of the plan set.
    """
    return [
        *_doubled(case),
        *_goals(case, library),
        *_needs(case),
        *_requirements(case),
        *_kpis(case),
        *_scenarios(case, library),
        *_vendors(case),
        *_driven_twice(case),
        *_correlations(case, library),
    ]


def _doubled(case: Case) -> Iterator[Problem]:
    members = [(("dimensions", name), [m.id for m in items]) for name, items in case.dimensions.items()]
    lists: list[tuple[Path, list[str]]] = [
        (("goals",), [goal.id for goal in case.goals]),
        (("audiences",), [audience.id for audience in case.audiences]),
        (("requirements",), [requirement.id for requirement in case.requirements]),
        (("kpis",), [kpi.id for kpi in case.kpis]),
        (("vendors",), [vendor.id for vendor in case.vendors]),
        (("plan",), [activity.id for activity in case.plan]),
        *members,
    ]
    for path, ids in lists:
        for index, name in enumerate(ids):
            if name in ids[:index]:
                what = f"`{name}` names two entries: number {ids.index(name) + 1} and number {index + 1}."
                yield Problem(
                    "duplicate_id", (*path, index, "id"), what, "A name must mean one thing.", "Rename one of them."
                )
    yield from _doubled_needs(case)
    yield from _doubled_members(case)


def _doubled_members(case: Case) -> Iterator[Problem]:
    """A member's id stands in brackets without its dimension, so no two dimensions may share one."""
    why, remedy = "A name must mean one thing.", "Rename one of them."
    seen = {audience.id: "an audience" for audience in case.audiences}
    for name, members in case.dimensions.items():
        if name == "audience":
            what = "`audience` is the dimension of the audiences."
            yield Problem("duplicate_id", ("dimensions", name), what, why, "List its members under `audiences:`.")
        for index, member in enumerate(members):
            if seen.setdefault(member.id, name) != name:
                what = f"`{member.id}` names {seen[member.id]} and a member of {name}."
                yield Problem("duplicate_id", ("dimensions", name, index, "id"), what, why, remedy)


def _doubled_needs(case: Case) -> Iterator[Problem]:
    seen: set[str] = set()
    for i, audience in enumerate(case.audiences):
        for j, need in enumerate(audience.needs):
            if need.id in seen:
                path: Path = ("audiences", i, "needs", j, "id")
                yield Problem(
                    "duplicate_id",
                    path,
                    f"`{need.id}` names two needs.",
                    "A name must mean one thing.",
                    "Rename one of them.",
                )
            seen.add(need.id)


def _unknown(path: Path, ids: Iterable[str], known: Iterable[str], kind: str) -> Iterator[Problem]:
    yield from _unknown_at((((*path, index), name) for index, name in enumerate(ids)), known, kind)


def _unknown_at(placed: Iterable[tuple[Path, str]], known: Iterable[str], kind: str) -> Iterator[Problem]:
    known = tuple(known)
    for path, name in placed:
        if name not in known:
            remedy = f"{did_you_mean(name, known)}Known here: {', '.join(known) or 'none'}."
            yield Problem("unknown_reference", path, f"`{name}` is no {kind} of this case.", _WHY, remedy)


def _goals(case: Case, library: Library) -> Iterator[Problem]:
    benefits = [line.id for stream in library.streams.values() for line in stream.lines if line.kind == "benefit"]
    own = [name for line in case.lines for name in (line.id, line.stream) if name]
    for index, goal in enumerate(case.goals):
        yield from _unknown(
            ("goals", index, "served_by"), goal.served_by, (*library.streams, *benefits, *own), "stream or line"
        )


def _needs(case: Case) -> Iterator[Problem]:
    goals = [goal.id for goal in case.goals]
    for i, audience in enumerate(case.audiences):
        for j, need in enumerate(audience.needs):
            yield from _unknown(("audiences", i, "needs", j, "goals"), need.goals, goals, "goal")


def _requirements(case: Case) -> Iterator[Problem]:
    needs = [need.id for audience in case.audiences for need in audience.needs]
    goals = [goal.id for goal in case.goals]
    for index, requirement in enumerate(case.requirements):
        yield from _unknown(("requirements", index, "needs"), requirement.needs, needs, "need")
        yield from _unknown(("requirements", index, "goals"), requirement.goals, goals, "goal")


def _kpis(case: Case) -> Iterator[Problem]:
    needs = [need.id for audience in case.audiences for need in audience.needs]
    goals = [goal.id for goal in case.goals]
    for index, kpi in enumerate(case.kpis):
        yield from _unknown(("kpis", index, "needs"), kpi.needs, needs, "need")
        yield from _unknown(("kpis", index, "goals"), kpi.goals, goals, "goal")


def _scenarios(case: Case, library: Library) -> Iterator[Problem]:
    in_use = {name for overlay in case.options.values() for name in overlay.streams} | set(case.streams)
    lines = [
        line.id for name in in_use if name in library.streams for line in library.streams[name].lines if line.is_money
    ]
    yield from _unknown(("without",), case.without, lines, "benefit or cost line of a stream in use")
    if BASE in case.scenarios:
        what = f"`{BASE}` is the name of the case without a scenario."
        yield Problem("duplicate_id", ("scenarios", BASE), what, "A name must mean one thing.", "Rename the scenario.")
    known = (*in_use, *lines, *(line.id for line in case.lines), "all")
    for name, overlay in case.scenarios.items():
        yield from _unknown(("scenarios", name, "without"), overlay.without, known, "stream or line")


def _vendors(case: Case) -> Iterator[Problem]:
    """A vendor's values make a scenario under its id; its scores speak of requirements."""
    requirements = [requirement.id for requirement in case.requirements]
    for index, vendor in enumerate(case.vendors):
        path: Path = ("vendors", index)
        if vendor.id == BASE or vendor.id in case.scenarios:
            means = "the case without a scenario" if vendor.id == BASE else "a scenario"
            what = f"`{vendor.id}` names a vendor and {means}."
            yield Problem("duplicate_id", (*path, "id"), what, "A name must mean one thing.", "Rename the vendor.")
        yield from _unknown_at((((*path, "scores", name), name) for name in vendor.scores), requirements, "requirement")


def _driven_twice(case: Case) -> Iterator[Problem]:
    """Two activities that set one assumption contradict each other."""
    first: dict[str, str] = {}
    for index, activity in enumerate(case.plan):
        if activity.drives and first.setdefault(activity.drives, activity.id) != activity.id:
            what = f"`{first[activity.drives]}` and `{activity.id}` both set {activity.drives}."
            yield Problem(
                "duplicate_id", ("plan", index, "drives"), what, "Only one of them can count.",
                "Take `drives` from one of them.",
            )  # fmt: skip


def _correlations(case: Case, library: Library) -> Iterator[Problem]:
    """Two assumptions go together in one way; one that nobody knows would be drawn by itself without a word."""
    stated = (name for option in case.options.values() for name in option.assumptions)
    known = {*library.assumptions, *case.assumptions, *stated, "inflation"}
    seen: set[frozenset[str]] = set()
    for index, correlation in enumerate(case.correlations):
        path: Path = ("correlations", index, "between")
        for name in correlation.between:
            if name not in known and name.partition("[")[0] not in known:
                what = f"`{name}` is no assumption of the case or of the library."
                remedy = f"{did_you_mean(name, known)}Name an assumption; `cli.py assumptions` lists them."
                yield Problem("unknown_name", path, what, _WHY, remedy)
        if frozenset(correlation.between) in seen:
            what = f"How {' and '.join(correlation.between)} go together is stated twice."
            yield Problem("duplicate_id", path, what, "Only one of them can count.", "Keep one of them.")
        seen.add(frozenset(correlation.between))
