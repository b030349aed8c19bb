"""Where a draft stands: what of it can be computed already, what is missing, and the questions it asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from assumptions.loader import drawing_on, library
from model.case import Case
from model.evidence import Assumption
from model.graph import Graph
from model.line import Library
from model.problems import CaseProblems, Problem
from model.result import label_of
from model.sensitivity import Swing
from scenarios.analysis import Analysis, analyse
from scenarios.answering import stated_answer
from scenarios.editing import at
from scenarios.files import case_file
from scenarios.probe import FILLABLE, Probe, depending

MEMBERSHIP, SHARED, OWN = "membership", "general", "own"


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
    library: Library

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
        return tuple(problem for problem in self.problems if problem.code not in FILLABLE)

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
        topics = self.library.topics

        def order(question: Question) -> tuple[bool, int, bool]:
            is_borrowed = topics.get(question.name.partition("[")[0], group) != group
            return not question.is_missing, worth.get(question.name, len(worth)), is_borrowed

        return tuple(sorted(questions, key=order))


def stand(
    case: Case, scenario: str | None = None, *, cash_only: bool = False, library: Library | None = None
) -> Standing:
    """Return where a draft stands under a scenario and over a library (None: the one in force).

    What lacks an answer is left out and named, and nothing is raised.
    """
    with drawing_on(library):
        return _stand(case, scenario, cash_only=cash_only)


def _stand(case: Case, scenario: str | None, *, cash_only: bool) -> Standing:
    try:
        analysis = _analysed(case, scenario, cash_only=cash_only)
    except CaseProblems as error:
        return _partly(case, scenario, error.problems, cash_only=cash_only)
    graph = analysis.program.graph
    return Standing(case, scenario, analysis, (), (), _questions(graph, case, scenario, frozenset()), analysis.library)


def _analysed(case: Case, scenario: str | None, *, cash_only: bool) -> Analysis:
    analysis = analyse(case_file(case, case.title), scenario, cash_only=cash_only)
    analysis.appraisal  # noqa: B018 - computed here, so that a formula without a finite value is found
    return analysis


def _partly(case: Case, scenario: str | None, problems: tuple[Problem, ...], *, cash_only: bool) -> Standing:
    """Compute what does not depend on anything missing or wrong."""
    start = Probe(case, case, scenario if scenario in case.options else None)
    probe = start if scenario != start.scenario else start.mended(problems)
    while probe is not None:
        try:
            graph = probe.resolved()
            unknown = probe.unknown(graph)
            known = probe.known(graph, unknown)
        except CaseProblems as error:
            probe = probe.mended(error.problems)
            continue
        asked = probe.asked(graph)
        questions = tuple(q for q in _questions(graph, case, scenario, probe.values) if q.name in asked)
        try:
            analysis = _analysed(known, probe.scenario, cash_only=cash_only)
        except CaseProblems as error:
            problems = tuple(dict.fromkeys((*problems, *error.problems)))
            probe = probe.mended(_of_kept(error.problems, known, probe.kept))
            continue
        kept = {line.id for line in probe.kept.lines}
        out = [line.label for line in case.lines if line.is_money and line.id not in kept]
        out += [line.label for line in graph.resolved.lines if line.id in unknown and line.kind != "driver"]
        problems = tuple(dict.fromkeys((*problems, *probe.undecided(graph))))
        return Standing(case, scenario, analysis, problems, tuple(dict.fromkeys(out)), questions, analysis.library)
    return Standing(case, scenario, None, problems, (), _questions_at_all(start), library())


def _of_kept(problems: tuple[Problem, ...], known: Case, kept: Case) -> Iterator[Problem]:
    """Yield problems of the case that is known with the places they have in the one that was kept."""
    for problem in problems:
        field, index, *rest = (*problem.path, "", "")[:2] + problem.path[2:]
        if field in ("lines", "kpis") and isinstance(index, int):
            ids = [item.id for item in at(kept, (field,))]
            yield replace(problem, path=(field, ids.index(at(known, (field, index)).id), *rest))
        else:
            yield problem


def _questions_at_all(start: Probe) -> tuple[Question, ...]:
    """Return what is asked where nothing can be computed, so that it can be mended; nothing where not even that is known."""
    try:
        return _questions(start.resolved(), start.kept, start.scenario, frozenset())
    except CaseProblems:
        return ()


# --- questions ---------------------------------------------------------------------------------------------------


def _questions(graph: Graph, case: Case, scenario: str | None, missing: frozenset[str]) -> tuple[Question, ...]:
    known = library()
    order = {name: rank for rank, name in enumerate(known.assumptions)}
    names = sorted(graph.resolved.assumptions, key=lambda name: (order.get(name.partition("[")[0], len(order)), name))
    found = (_question(graph, name) for name in names)
    return tuple(_unfilled(case, scenario, item) if item.name in missing else item for item in found)


def _question(graph: Graph, name: str) -> Question:
    given, users = graph.resolved.assumptions[name], _users(graph, name)
    streams = tuple(stream.id for stream in graph.resolved.streams if stream.kind != "driver" and stream.id in users)
    on = {stream.id for stream in graph.resolved.streams if stream.is_on}
    group = _group(name, streams, on)
    known = library().assumptions.get(name.partition("[")[0])
    guidance = known.note if known else None
    return Question(name, group, label_of(graph, name), given.record, guidance, given.origin, False, streams)


def _unfilled(case: Case, scenario: str | None, question: Question) -> Question:
    """Return a question with what is stated of its answer, in place of the figure that filled the gap."""
    stated = stated_answer(case, question.name, scenario) or stated_answer(case, question.name, None)
    nothing = {"value": None, "source": (), "grade": None}
    record = question.record.model_copy(update=nothing)
    return replace(question, record=record.overlay(stated) if stated else record, is_missing=True)


def _users(graph: Graph, name: str) -> frozenset[str]:
    return frozenset(row.line.stream or OWN for row in map(graph.rows.get, depending(graph, [name])) if row is not None)


def _group(name: str, streams: tuple[str, ...], on: set[str]) -> str:
    """Return where a question is asked: with its own stream if that is on, else with the one that uses it.

    What several streams may share is always asked in one place, so that no question moves when a stream is added.
    """
    topic = library().topics.get(name.partition("[")[0], OWN)
    if topic in on or topic in (MEMBERSHIP, SHARED):
        return topic
    users = tuple(stream for stream in streams if stream in on)
    if topic == OWN and len(users) != 1:
        return topic
    return users[0] if users else OWN
