"""How a figure came about: its formula in words and in figures, what it is computed from, and who says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from model.calendar import month_of
from model.dependencies import needs
from model.evaluate import Program
from model.graph import Graph
from model.money import local_signs
from model.nodes import Delay, Name, Node, Prev, children
from model.notation import notation, number_text
from model.problems import CaseProblems, Problem, did_you_mean
from model.reference import node_value
from model.result import Run, label_of
from model.sensitivity import npv_at_ends, range_of
from model.series import scaled_value
from model.words import in_words


@dataclass(frozen=True, slots=True)
class Precedent:
    """A line or an assumption a figure is computed from, with its value at the same time.

    `earlier` is its value in the month before that the formula takes instead, where it looks back.
    """

    id: str
    label: str
    kind: str
    unit: str
    value: float
    stated: str | None
    sources: tuple[str, ...]
    grade: str | None
    origin: str | None
    note: str | None
    earlier: float | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """One line at one month: what it is, how it is computed, from what, and what is computed from it."""

    id: str
    label: str
    kind: str
    unit: str
    month: int
    date: str
    value: float
    total: float | None
    present_value: float | None
    formula: str
    words: str
    parts: tuple[tuple[str, str], ...]
    figures: str
    precedents: tuple[Precedent, ...]
    dependants: tuple[tuple[str, str], ...]
    note: str | None


def explain(run: Run, line_id: str, month: int | None = None) -> Explanation:
    """Return how a line comes about at a month; by default the last month of the case.

    Raises `CaseProblems` for a line the case does not have or a month outside its horizon.
    """
    graph = run.graph
    when = graph.resolved.months if month is None else month
    members = [name for name in graph.rows if name.startswith(f"{line_id}[")]
    line_id = members[0] if line_id not in graph.rows and len(members) == 1 else line_id
    if line_id not in graph.rows:
        raise CaseProblems([_unknown(run, line_id, members)])
    if not 0 <= when <= graph.resolved.months:
        what = f"Month {when} lies outside the case, which has months 0 to {graph.resolved.months}."
        raise CaseProblems(
            [Problem("unknown_month", (), what, "There is no figure there.", "Choose a month of the case.")]
        )
    row = graph.rows[line_id]
    node = row.at_opening if when == 0 else row.formula
    words, text = in_words(node, run.label), notation(node)
    values = {name: scaled_value(graph, name) for name in needs(node).names if name in graph.resolved.assumptions}
    lines = {name: run.line(name) for name in run.index}

    def at_month(part: Node) -> float:
        return node_value(part, values, lines, when)

    now = needs(node).now
    earlier = {part.line: at_month(part) for part in _looks_back(node) if part.line not in now}
    return Explanation(
        id=line_id, label=row.line.label, kind=row.line.kind, unit=graph.resolved.vocabulary.show_unit(row.line.unit), month=when,
        date=month_of(graph.resolved.start, when), value=float(run.line(line_id)[when]),
        total=float(run.line(line_id).sum()) if row.line.kind != "driver" else None,
        present_value=run.present_value(line_id) if row.line.kind != "driver" else None,
        formula=text, words=words.sentence, parts=words.parts,
        figures=notation(node, lambda part: short_number(at_month(part))),
        precedents=tuple(
            replace(_precedent(run, name, at_month(Name(name))), earlier=earlier.get(name))
            for name in sorted(needs(node).names, key=text.find)
        ),
        dependants=_dependants(graph, line_id),
        note=row.line.note,
    )  # fmt: skip


def _looks_back(node: Node) -> Iterator[Prev | Delay]:
    """Yield the parts of a formula that take a line from an earlier month."""
    if isinstance(node, Prev | Delay):
        yield node
    for child in children(node):
        yield from _looks_back(child)


@dataclass(frozen=True, slots=True)
class Published:
    """A published figure an assumption is held against."""

    low: float
    high: float
    currency: str | None
    what: str | None
    source: str
    comparable: bool


@dataclass(frozen=True, slots=True)
class AssumptionExplanation:
    """An assumption: its value and range, who says so, what has been published, what uses it and what it does to NPV."""

    id: str
    label: str
    kind: str
    question: str | None
    unit: str
    value: float | None
    by_period: tuple[float, ...]
    low: float
    high: float
    is_stated_range: bool
    origin: str
    grade: str | None
    sources: tuple[str, ...]
    published: tuple[Published, ...]
    dependants: tuple[tuple[str, str], ...]
    npv_at_low: float | None
    npv_at_high: float | None
    note: str | None


def explain_assumption(program: Program, name: str) -> AssumptionExplanation:
    """Return what stands behind an assumption. Raises `CaseProblems` for one the case does not use."""
    graph = program.graph
    resolved = graph.resolved
    if name not in resolved.assumptions:
        remedy = f"{did_you_mean(name, resolved.assumptions)}`cli.py assumptions FILE` lists those it uses."
        raise CaseProblems(
            [
                Problem(
                    "unknown_name", (), f"The case uses no assumption `{name}`.", "There is nothing to explain.", remedy
                )
            ]
        )
    given = resolved.assumptions[name]
    record = given.record
    low, high = range_of(program, name)
    at_low, at_high = npv_at_ends(program, name)
    return AssumptionExplanation(
        id=name, label=label_of(graph, name), kind="assumption", question=record.question,
        unit=resolved.vocabulary.show_unit(record.unit or "1"), value=record.value,
        by_period=record.schedule.values if record.schedule else (), low=low, high=high,
        is_stated_range=record.range() is not None, origin=given.origin, grade=record.grade,
        sources=tuple(map(str, record.source)),
        published=tuple(Published(*b.span, b.currency, b.what, "; ".join(map(str, b.source)), b.comparable) for b in record.benchmarks),
        dependants=_dependants(graph, name),
        npv_at_low=at_low, npv_at_high=at_high, note=record.note,
    )  # fmt: skip


def _dependants(graph: Graph, name: str) -> tuple[tuple[str, str], ...]:
    return tuple((user, graph.rows[user].line.label) for user in graph.dependants.get(name, ()))


def short_number(value: float) -> str:
    """Return a number with at most four significant digits after its thousands, for reading."""
    if value == 0 or 1e-4 <= abs(value) < 1e15:
        text = f"{value:,.2f}" if abs(value) >= 100 else f"{value:.4g}"
        return local_signs(text.removesuffix(".00"))
    return number_text(value)


def _precedent(run: Run, name: str, value: float) -> Precedent:
    resolved = run.graph.resolved
    if name in run.graph.rows:
        line = run.graph.rows[name].line
        return Precedent(
            name,
            line.label,
            line.kind,
            resolved.vocabulary.show_unit(line.unit),
            value,
            None,
            (),
            None,
            None,
            line.note,
        )
    given = resolved.assumptions[name]
    record = given.record
    stated = (
        None
        if record.value is None
        else f"{number_text(record.value)} {resolved.vocabulary.show_unit(record.unit or '1')}"
    )
    return Precedent(
        name, run.label(name), "assumption", resolved.vocabulary.base(record.unit or "1"), value, stated,
        tuple(map(str, record.source)), record.grade, given.origin, record.note,
    )  # fmt: skip


def _unknown(run: Run, line_id: str, members: list[str]) -> Problem:
    what = f"`{line_id}` is no line of this case."
    remedy = (
        f"Choose one of {', '.join(members)}. "
        if members
        else f"{did_you_mean(line_id, (*run.graph.rows, *run.graph.resolved.assumptions))}`cli.py appraise FILE --lines --json` lists all lines."
    )
    return Problem("unknown_name", (), what, "There is nothing to explain.", remedy)
