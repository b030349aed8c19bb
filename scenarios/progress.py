"""How far a case has come: each step of the journey with what is done and missing, and what to answer next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from assumptions.loader import library, library_digest
from model.dependencies import needs
from model.names import counted
from model.parse import parse_formula
from model.problems import Problem
from model.result import Challenge
from model.vendors import fit
from scenarios.standing import MEMBERSHIP, OWN, SHARED, Question, Standing

State = Literal["done", "begun", "open"]
Kind = Literal["value", "cost"]

UNNAMED = "Your organisation"
"""The organisation of a case that nobody has named yet, in the templates and in a blank case."""
_BIG_SHARE = 0.02
"""A guess is worth answering first if it moves NPV by more than this share of all benefits and costs."""


@dataclass(frozen=True, slots=True)
class Step:
    """One page of the journey: how far it has come, and what it lacks, in words."""

    page: str
    state: State
    words: str


@dataclass(frozen=True, slots=True)
class Next:
    """What is worth answering next: where, what, and why."""

    page: str
    focus: str
    what: str
    why: str


def steps(standing: Standing) -> tuple[Step, ...]:
    """Return the steps of the journey in order."""
    return tuple(_step(page, gaps(standing)) for page, gaps in _GAPS.items())


def _step(page: str, gaps: tuple[bool, tuple[str, ...]]) -> Step:
    is_begun, missing = gaps
    state: State = "open" if not is_begun else "begun" if missing else "done"
    return Step(page, state, missing[0] if missing else "")


def streams_on(standing: Standing, kind: Kind) -> tuple[str, ...]:
    """Return the value streams or the cost groups in use under the scenario that is shown, in the order of the library."""
    overlay = standing.case.options.get(standing.scenario or "")
    on = standing.case.streams.keys() | (overlay.streams.keys() if overlay else set())
    return tuple(name for name in streams_of(kind) if name in on)


def streams_of(kind: Kind) -> tuple[str, ...]:
    """Return the value streams or the cost groups of the library."""
    return tuple(name for name, stream in library().streams.items() if stream.kind == kind)


def is_of_budget(question: Question) -> bool:
    """Tell whether a question belongs to the budget: it is asked with a cost group, or is shared by costs alone."""
    return _is_of_budget(question.group, question.name)


def _is_of_budget(group: str, name: str) -> bool:
    stream = library().streams.get(group)
    if stream is not None:
        return stream.kind == "cost"
    return group == SHARED and name in _read_by_costs_alone(library_digest(library()))


@lru_cache(maxsize=8)
def _read_by_costs_alone(_digest: str) -> frozenset[str]:
    """Return the assumptions that no line of the library but those of cost groups reads, whatever a case has on.

    It is kept by the digest of the library in force.
    """
    read: dict[bool, set[str]] = {True: set(), False: set()}
    for stream in library().streams.values():
        for line in stream.lines:
            formulas = [text for text in (line.formula, line.opening, *line.formulas.values()) if text]
            read[stream.kind == "cost"] |= {name for text in formulas for name in needs(parse_formula(text)).names}
    return frozenset(read[True] - read[False])


def page_of(question: Question) -> str:
    """Return the page a question is asked on."""
    return "budget" if is_of_budget(question) else "value"


def page_of_answer(name: str) -> str:
    """Return the page an assumption belongs to by its topic, whether the case asks for it or not."""
    plain = name.partition("[")[0]
    return "budget" if _is_of_budget(library().topics.get(plain, OWN), plain) else "value"


def page_of_stream(name: str) -> str:
    """Return the page of a stream: that of the budget for a cost group."""
    return "budget" if name in streams_of("cost") else "value"


def _missing(standing: Standing, page: str) -> tuple[str, ...]:
    count = sum(page_of(question) == page for question in standing.missing)
    return (f"{counted(count, 'answer')} missing",) if count else ()


def _start(standing: Standing) -> tuple[bool, tuple[str, ...]]:
    return True, ("name of the organisation",) if standing.case.organisation == UNNAMED else ()


def _strategy(standing: Standing) -> tuple[bool, tuple[str, ...]]:
    case, community = standing.case, standing.case.community
    lacks = [
        (not case.goals, "no goal yet"),
        (community is None or community.kind is None, "kind of community"),
        (community is None or community.access is None, "who can see it"),
        (community is None or community.style is None, "intended style"),
        (community is None or community.vision is None or not community.vision.is_complete, "vision"),
    ]
    return bool(case.goals or community), tuple(words for is_lacking, words in lacks if is_lacking)


def _audience(standing: Standing) -> tuple[bool, tuple[str, ...]]:
    case = standing.case
    without = [audience.label for audience in case.audiences if not audience.needs]
    lacks = [
        (not case.audiences, "no audience yet"),
        (bool(without), f"needs of {without[0] if without else ''}"),
        (not case.requirements, "no requirement yet"),
    ]
    return bool(case.audiences), tuple(words for is_lacking, words in lacks if is_lacking)


def _value(standing: Standing) -> tuple[bool, tuple[str, ...]]:
    on = streams_on(standing, "value")
    own = any(line.kind == "benefit" for line in standing.case.lines)
    return bool(on) or own, (*_undecided(standing, "value"), *_missing(standing, "value"))


def _undecided(standing: Standing, page: str) -> tuple[str, ...]:
    return ("a choice to make",) if any(place_of_choice(found)[0] == page for found in standing.choices) else ()


def _budget(standing: Standing) -> tuple[bool, tuple[str, ...]]:
    on = streams_on(standing, "cost")
    own = any(line.kind == "cost" for line in standing.case.lines)
    lacks = [
        ("technology" not in on and not own, "no technology yet"),
        # A budget of own lines alone has its people among them; beside a cost group of the library they are its own.
        ("people" not in on and (bool(on) or not own), "no people yet"),
    ]
    unsaid = tuple(words for is_lacking, words in lacks if is_lacking)
    return bool(on) or own, (*_undecided(standing, "budget"), *_missing(standing, "budget"), *unsaid)


def _results(standing: Standing) -> tuple[bool, tuple[str, ...]]:
    if standing.analysis is None or not standing.analysis.appraisal.run.money:
        return False, ("nothing to compute yet",)
    serious = sum(found.severity == "high" for found in standing.analysis.appraisal.challenges)
    partial = ("not everything counted",) if not standing.is_complete else ()
    return True, (*partial, *((counted(serious, "serious finding"),) if serious else ()))


def _risk(standing: Standing) -> tuple[bool, tuple[str, ...]]:
    if standing.analysis is None or not standing.analysis.appraisal.run.money:
        return False, ("nothing to compute yet",)
    given = standing.analysis.resolved.assumptions.values()
    has_range = any(value.record.range() is not None for value in given)
    return True, () if has_range or not given else ("no range stated",)


def _kpis(standing: Standing) -> tuple[bool, tuple[str, ...]]:
    case = standing.case
    measured = {goal for kpi in case.kpis for goal in kpi.goals}
    unmeasured = sum(goal.id not in measured for goal in case.goals)
    bare = sum(kpi.baseline is None for kpi in case.kpis)
    lacks = [
        (not case.kpis, "no KPI yet"),
        (unmeasured > 0, f"{counted(unmeasured, 'goal')} unmeasured"),
        (bare > 0, f"{counted(bare, 'baseline')} missing"),
    ]
    return bool(case.kpis), tuple(words for is_lacking, words in lacks if is_lacking)


def _plan(standing: Standing) -> tuple[bool, tuple[str, ...]]:
    plan = standing.case.plan
    has_launch = any(activity.drives == "months_to_launch" for activity in plan)
    return bool(plan), () if has_launch else ("no launch date",)


def _vendors(standing: Standing) -> tuple[bool, tuple[str, ...]]:
    case = standing.case
    count = sum(len(fit(case, vendor).unscored) for vendor in case.vendors)
    return bool(case.vendors), (f"{counted(count, 'score')} missing",) if count else ()


_GAPS: dict[str, Callable[[Standing], tuple[bool, tuple[str, ...]]]] = {
    "start": _start,
    "strategy": _strategy,
    "audience": _audience,
    "value": _value,
    "budget": _budget,
    "results": _results,
    "risk": _risk,
    "kpis": _kpis,
    "plan": _plan,
    "vendors": _vendors,
}


def worth_answering(standing: Standing) -> Next | None:
    """Return what to answer next: a step not begun, then a gap, then the guess that moves NPV most."""
    return _first_step(standing) or _first_gap(standing) or _first_guess(standing)


_FIRST: dict[str, tuple[str, str]] = {
    "strategy": ("Say what the community is for", "Value streams and KPIs are recommended from goals and kind."),
    "audience": ("Name your first audience", "Its size sets how many people can ever join."),
    "value": ("Choose where the value comes from", "Nothing can be computed before."),
    "budget": ("Choose what it will cost", "A case without costs convinces nobody."),
    "kpis": ("Say how you will know", "Each goal needs at least one KPI with a baseline."),
}


def _first_step(standing: Standing) -> Next | None:
    begun = {step.page: step.state != "open" for step in steps(standing)}
    if begun["strategy"] and not standing.case.goals:
        return Next("strategy", "goals", "Name your first goal", "Value streams and KPIs are recommended from it.")
    page = next((page for page in ("strategy", "audience", "value", "budget") if not begun[page]), None)
    if page is None:
        has_gap = standing.missing or standing.choices
        return None if begun["kpis"] or has_gap else Next("kpis", "", *_FIRST["kpis"])
    return Next(page, "", *_FIRST[page])


def _first_gap(standing: Standing) -> Next | None:
    if standing.choices:
        problem = standing.choices[0]
        page, focus = place_of_choice(problem)
        readers = "Readers who are no members count only where they can see it."
        return Next(
            page, focus, problem.what, readers if focus == "access" else "Different answers give different figures."
        )
    if standing.missing:
        question = standing.missing[0]
        count = len(standing.left_out)
        lines = f"{counted(count, 'line')} cannot be counted yet."
        return Next(page_of(question), question.name, question.label, lines if count else "A KPI rests on it.")
    return None


def _first_guess(standing: Standing) -> Next | None:
    if standing.analysis is None:
        return None
    figures = standing.analysis.appraisal.figures
    least = _BIG_SHARE * (figures.pv_benefits + figures.pv_costs)
    for name, swing in standing.swings.items():
        question = standing.by_name.get(name)
        if question and question.record.is_guess and swing.size > least:
            return Next(page_of(question), name, question.label, "A guess, and the one that moves the result most.")
    return None


# --- from a finding to the field that mends it -------------------------------------------------------------------

_PLACES: dict[str, tuple[str, str]] = {
    "goal": ("strategy", "goals"),
    "style": ("strategy", "style"),
    "kpi": ("kpis", ""),
    "vanity": ("kpis", ""),
    "need_without_business": ("audience", "overlap"),
    "need": ("audience", "requirements"),
    "requirement": ("audience", "requirements"),
    "audience": ("audience", "audiences"),
    "launch_unprepared": ("plan", ""),
    "no_health_check": ("plan", ""),
    "low_discount_rate": ("start", ""),
    "forgotten_costs": ("budget", ""),
    "no_do_nothing": ("results", "scenarios"),
    "no_pessimistic": ("results", "scenarios"),
    "scenario_out_of_order": ("results", "scenarios"),
}
"""Where findings are mended whose name begins so."""


def place_of(standing: Standing, challenge: Challenge) -> tuple[str, str]:
    """Return the page, and the field on it, that mends a finding."""
    place = next((place for word, place in _PLACES.items() if challenge.id.startswith(word)), None)
    if place is not None:
        return place
    name = challenge.line or ""
    question = standing.by_name.get(name)
    if question is not None:
        return page_of(question), name
    stream = _stream_of(standing, name)
    if stream is None:
        return "value", ""
    return page_of_stream(stream), f"group:{stream}"


def place_of_choice(problem: Problem) -> tuple[str, str]:
    """Return the page, and the part of it, where a choice without an answer is made."""
    path = problem.path[2:] if problem.path[0] in ("scenarios", "vendors") else problem.path
    if path[-1] == "access":
        return "strategy", "access"
    stream = str(path[1]) if path[0] == "streams" else MEMBERSHIP
    return page_of_stream(stream), f"group:{stream}"


def _stream_of(standing: Standing, name: str) -> str | None:
    """Return the stream a line belongs to, and where own lines are written for one of the case's own."""
    if name in library().streams:
        return name
    if name.partition("[")[0] in {line.id for line in standing.case.lines}:
        return OWN
    rows = standing.analysis.program.graph.rows.values() if standing.analysis else ()
    found = (row.line.stream for row in rows if name in (row.line.id, row.line.id.partition("[")[0]))
    return next((stream for stream in found if stream in library().streams), None)
