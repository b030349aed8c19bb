"""Where a draft stands: what of it can be computed already, what is missing, and the questions it asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from assumptions.loader import library
from assumptions.overlay import resolve
from model.case import Case
from model.evidence import Assumption
from model.graph import Graph
from model.problems import CaseProblems, Path, Problem
from model.result import label_of
from model.sensitivity import Swing
from scenarios.analysis import Analysis, analyse
from scenarios.editing import at, choose
from scenarios.files import case_file

MEMBERSHIP, SHARED, OWN = "membership", "general", "own"
_FILLABLE = ("missing_value", "missing_choice")
_MOST_ROUNDS = 6


@dataclass(frozen=True, slots=True)
class Question:
    """An assumption the case rests on: its record in force, the part of the case it belongs to, and who answered it.

    `guidance` is what the library says to whoever answers it.
    """

    name: str
    group: str
    label: str
    record: Assumption
    guidance: str | None
    origin: str
    is_missing: bool
    streams: tuple[str, ...]


@dataclass(frozen=True)
class Standing:
    """A draft as far as it goes: the analysis of what is answered, what is left out of it, and what is asked."""

    case: Case
    scenario: str | None
    analysis: Analysis | None
    problems: tuple[Problem, ...]
    left_out: tuple[str, ...]
    questions: tuple[Question, ...]

    @property
    def is_complete(self) -> bool:
        """True where everything the case asks for is known."""
        return not self.problems

    @property
    def missing(self) -> tuple[Question, ...]:
        """The questions without an answer, in the order of the case."""
        return tuple(question for question in self.questions if question.is_missing)

    @property
    def choices(self) -> tuple[Problem, ...]:
        """The choices without an answer; each path names the stream or the audience."""
        return tuple(problem for problem in self.problems if problem.code == "missing_choice")

    @property
    def faults(self) -> tuple[Problem, ...]:
        """What is wrong rather than missing."""
        return tuple(problem for problem in self.problems if problem.code not in _FILLABLE)

    @cached_property
    def by_name(self) -> Mapping[str, Question]:
        """The questions by the name of their assumption."""
        return {question.name: question for question in self.questions}

    @cached_property
    def swings(self) -> Mapping[str, Swing]:
        """How far each assumption moves NPV, by name, the largest first; nothing where nothing can be computed."""
        found = self.analysis.appraisal.swings.found if self.analysis else ()
        return {swing.assumption: swing for swing in found}

    def asked(self, group: str) -> tuple[Question, ...]:
        """Return the questions of a group: those without an answer first, then those that move NPV most."""
        worth = {name: rank for rank, name in enumerate(self.swings)}
        questions = [question for question in self.questions if question.group == group]
        topics = library().topics

        def order(question: Question) -> tuple[bool, int, bool]:
            is_borrowed = topics.get(question.name.partition("[")[0], group) != group
            return not question.is_missing, worth.get(question.name, len(worth)), is_borrowed

        return tuple(sorted(questions, key=order))


def stand(case: Case, scenario: str | None = None, *, cash_only: bool = False) -> Standing:
    """Return where a draft stands under a scenario; what lacks an answer is left out and named, and nothing is raised."""
    try:
        analysis = _analysed(case, scenario, cash_only=cash_only)
    except CaseProblems as error:
        return _partly(case, scenario, error.problems, cash_only=cash_only)
    graph = analysis.program.graph
    return Standing(case, scenario, analysis, (), (), _questions(graph, case, frozenset()))


def _analysed(case: Case, scenario: str | None, *, cash_only: bool) -> Analysis:
    analysis = analyse(case_file(case, case.title), scenario, cash_only=cash_only)
    analysis.appraisal  # noqa: B018 - computed here, so that a formula without a finite value is found
    return analysis


def _partly(case: Case, scenario: str | None, problems: tuple[Problem, ...], *, cash_only: bool) -> Standing:
    """Compute what does not depend on anything missing or wrong."""
    probe = _probe(case)
    if probe is None:
        return Standing(case, scenario, None, problems, (), ())
    unknown = _reached(probe.graph, (*probe.values, *probe.lines))
    out = [line for line in probe.graph.resolved.lines if line.id in unknown]
    reduced = _without(probe.kept, {line.id.partition("[")[0] for line in out}, probe.graph)
    try:
        analysis = _analysed(reduced, scenario if scenario in reduced.options else None, cash_only=cash_only)
    except CaseProblems as error:
        faults = (*problems, *(problem for problem in error.problems if problem not in problems))
        return Standing(case, scenario, None, faults, (), _questions(probe.graph, case, probe.values))
    left_out = tuple(dict.fromkeys(line.label for line in out if line.kind != "driver"))
    return Standing(case, scenario, analysis, problems, left_out, _questions(probe.graph, case, probe.values))


# --- a probe: the case with every gap filled, to see what depends on what ----------------------------------------


@dataclass(frozen=True, slots=True)
class _Probe:
    """The graph of a case whose gaps are filled: the values and lines that are not known, and the case that was kept."""

    graph: Graph
    kept: Case
    values: frozenset[str]
    lines: frozenset[str]


def _probe(case: Case) -> _Probe | None:
    """Fill every gap and leave out what is wrong, until the case can be resolved; None where it cannot be."""
    filled, kept = case, case
    values: set[str] = set()
    choices: list[Path] = []
    for _ in range(_MOST_ROUNDS):
        try:
            graph = resolve(filled, library())
        except CaseProblems as error:
            wrong = [problem.path for problem in error.problems if problem.code not in _FILLABLE]
            for problem in error.problems:
                if problem.code == "missing_value":
                    values.add(str(problem.path[1]))
                    filled = _with_value(filled, str(problem.path[1]))
                elif problem.code == "missing_choice":
                    choices.append(problem.path)
                    filled = _with_option(filled, problem.path)
            filled, kept = _without_faults(filled, wrong), _without_faults(kept, wrong)
        else:
            return _Probe(graph, kept, frozenset(values), frozenset(_chosen_lines(graph, choices, case)))
    return None


def _with_value(case: Case, name: str) -> Case:
    record = library().assumptions.get(name) or library().assumptions.get(name.partition("[")[0])
    least, most = (record and record.limits) or (None, None)
    value = max(least or 0.0, 1.0)
    stated = case.assumptions.get(name) or Assumption()
    known = stated.model_copy(update={"value": value if most is None else min(value, most)})
    return case.model_copy(update={"assumptions": {**case.assumptions, name: known}})


def _with_option(case: Case, path: Path) -> Case:
    name = str(path[-1])
    option = next(next(iter(s.choices[name].options)) for s in library().streams.values() if name in s.choices)
    if path[0] == "audiences":
        return choose(case, "", name, option, case.audiences[int(path[1])].id)
    return choose(case, str(path[1]), name, option)


def _without_faults(case: Case, wrong: Iterable[Path]) -> Case:
    """Take out the own lines, KPIs and streams that something is wrong with; other faults stay and stand in the way."""
    places = {(path[0], path[1]) for path in wrong if path[:1] in (("lines",), ("kpis",)) and len(path) > 1}
    for field in ("lines", "kpis"):
        kept = tuple(item for index, item in enumerate(at(case, (field,))) if (field, index) not in places)
        case = case.model_copy(update={field: kept})
    return case


def _chosen_lines(graph: Graph, choices: list[Path], case: Case) -> Iterable[str]:
    """Return the lines whose formula depends on a choice without an answer."""
    for path in choices:
        name = str(path[-1])
        mark = f"[{case.audiences[int(path[1])].id}]" if path[0] == "audiences" else ""
        ids = {line.id for stream in library().streams.values() for line in stream.lines if line.choose == name}
        yield from (key for key in graph.rows if key.partition("[")[0] in ids and key.endswith(mark))


def _reached(graph: Graph, names: Iterable[str]) -> frozenset[str]:
    """Return the names with everything that depends on them."""
    seen: set[str] = set()
    stack = list(names)
    while stack:
        name = stack.pop()
        if name not in seen:
            seen.add(name)
            stack.extend(graph.dependants.get(name, ()))
    return frozenset(seen)


def _without(case: Case, out: set[str], graph: Graph) -> Case:
    """Return the case without lines: those of streams are no longer counted, own ones and KPIs on them are taken out."""
    counted = {line.id.partition("[")[0]: line.stream for line in graph.resolved.lines if line.kind != "driver"}
    money = [name for name in out if counted.get(name) in case.streams]
    lines = tuple(line for line in case.lines if line.id not in out)
    kpis = tuple(kpi for kpi in case.kpis if (kpi.target.line or "").partition("[")[0] not in out)
    goals = tuple(_still_served(case, goal_index, out) for goal_index in range(len(case.goals)))
    without = (*case.without, *(name for name in money if name not in case.without))
    return case.model_copy(update={"without": without, "lines": lines, "kpis": kpis, "goals": goals})


def _still_served(case: Case, index: int, out: set[str]) -> object:
    goal, own = case.goals[index], {line.id for line in case.lines}
    return goal.model_copy(update={"served_by": tuple(x for x in goal.served_by if x not in out & own)})


# --- questions ---------------------------------------------------------------------------------------------------


def _questions(graph: Graph, case: Case, missing: frozenset[str]) -> tuple[Question, ...]:
    known = library()
    order = {name: rank for rank, name in enumerate(known.assumptions)}
    names = sorted(graph.resolved.assumptions, key=lambda name: (order.get(name.partition("[")[0], len(order)), name))
    return tuple(_question(graph, case, name, is_missing=name in missing) for name in names)


def _question(graph: Graph, case: Case, name: str, *, is_missing: bool) -> Question:
    given, users = graph.resolved.assumptions[name], _users(graph, name)
    streams = tuple(stream.id for stream in graph.resolved.streams if stream.kind != "driver" and stream.id in users)
    group = _group(name, streams)
    record = _unfilled(case, name, given.record) if is_missing else given.record
    known = library().assumptions.get(name.partition("[")[0])
    guidance = known.note if known else None
    return Question(name, group, label_of(graph, name), record, guidance, given.origin, is_missing, streams)


def _unfilled(case: Case, name: str, record: Assumption) -> Assumption:
    stated = case.assumptions.get(name)
    kept = {"value": None} | ({} if stated else {"source": (), "grade": None})
    return record.model_copy(update=kept)


def _users(graph: Graph, name: str) -> frozenset[str]:
    return frozenset(row.line.stream or OWN for row in map(graph.rows.get, _reached(graph, [name])) if row is not None)


def _group(name: str, streams: tuple[str, ...]) -> str:
    topic = library().topics.get(name.partition("[")[0], OWN)
    if topic in (SHARED, OWN) and len(streams) == 1:
        return streams[0]
    return topic
