"""What a later library does to a case: the figures that move, and which default or formula moves each of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import shorten
from typing import Literal

from assumptions.loader import drawing_on
from model.case import Case
from model.evidence import Assumption
from model.graph import Graph
from model.line import Library
from model.money import money_text
from model.names import listed
from model.parse import parse_formula
from model.references import BASE
from model.resolved import ResolvedLine
from model.result import label_of
from model.words import in_words
from scenarios.analysis import Analysis
from scenarios.bridge import BASE_CASE, Bridge, bridge, why_no_bridge
from scenarios.hybrids import LIBRARY
from scenarios.phrases import Words
from scenarios.probe import depending
from scenarios.standing import Standing, stand

_CENT = 0.005
_LONGEST = 240
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class ScenarioEffect:
    """The NPV of a scenario over the old library and over the new one; None where nothing can be computed.

    `problem` says what the new library asks for that the old one did not, in one line.
    """

    scenario: str | None
    label: str
    before: float | None
    after: float | None
    problem: str = ""

    @property
    def effect(self) -> float | None:
        """By how much NPV moves."""
        return None if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True, slots=True)
class LibraryChange:
    """A default the case takes, or a line it computes, that is another one in the new library.

    `lines` are the benefits and costs that move with it. `amount` is its part of what the NPV of the base case moves by;
    None where no part is its own: formulas share one, and a change that only a scenario sees has none.
    """

    kind: Literal["default", "formula", "new_line", "dropped_line"]
    id: str
    label: str
    before: str
    after: str
    lines: tuple[str, ...]
    amount: float | None = None

    @property
    def words(self) -> str:
        """What is another one now, from what to what, and what moves with it."""
        if self.kind == "new_line":
            return f"{self.label} is new: {self.after}."
        if self.kind == "dropped_line":
            return f"{self.label} is gone: it was {self.before}."
        verb = "is taken as" if self.kind == "default" else "is computed as"
        what = f"{self.label} {verb} {self.after or 'nothing'}, no longer as {self.before or 'nothing'}."
        more = [f"{len(self.lines) - _MOST_NAMED} more"] if len(self.lines) > _MOST_NAMED else []
        named = [*self.lines[:_MOST_NAMED], *more]
        return f"{what} It moves {listed(named, 'and')}." if named else what


@dataclass(frozen=True, slots=True)
class Upgrade:
    """What moves where a case is computed over another library: scenario by scenario, and change by change.

    The amounts of the defaults and `formulas`, what all changed formulas do together, add up to the effect on the base
    case; None where there is no bridge between the two.
    """

    currency: str
    scenarios: tuple[ScenarioEffect, ...]
    changes: tuple[LibraryChange, ...]
    formulas: float | None

    @property
    def moves(self) -> bool:
        """True where a figure moves, or can no longer be computed."""
        return any(found.problem or abs(found.effect or 0.0) >= _CENT for found in self.scenarios)

    @property
    def words(self) -> str:
        """What the upgrade does to the base case, in a sentence."""
        base = self.scenarios[0]
        if base.problem:
            return f"The new library asks for more: {base.problem}"
        if not self.moves:
            return "No figure moves."
        if base.before is None or base.after is None or abs(base.effect or 0.0) < _CENT:
            return "The base case stays as it is; some scenarios move."
        before, after = (money_text(npv, self.currency) for npv in (base.before, base.after))
        return f"NPV moves from {before} to {after}."


def upgrade_effect(case: Case, old: Library, new: Library) -> Upgrade:
    """Return what becomes of a case that was computed over one library where another one takes its place.

    A case that is not complete is computed as far as it goes, as its pages are.
    """
    named: dict[str | None, str] = {None: BASE_CASE}
    named |= {name: overlay.label or name for name, overlay in case.options.items() if name != BASE}
    pairs = {name: (stand(case, name, library=old), stand(case, name, library=new)) for name in named}
    effects = tuple(_effect(name, label, *pairs[name]) for name, label in named.items())
    parts = _parts(*pairs[None])
    changes: dict[tuple[str, str], LibraryChange] = {}
    for before, after in pairs.values():
        if before.analysis and after.analysis:
            for change in _changes(case, before.analysis, after.analysis, parts):
                changes.setdefault((change.kind, change.id), change)
    ordered = sorted(changes.values(), key=lambda change: -abs(change.amount or 0.0))
    return Upgrade(case.currency, effects, tuple(ordered), parts.get(LIBRARY))


def _effect(name: str | None, label: str, before: Standing, after: Standing) -> ScenarioEffect:
    npv, new_npv = (found.analysis.appraisal.figures.npv if found.analysis else None for found in (before, after))
    asked = [problem for problem in after.problems if problem not in before.problems]
    return ScenarioEffect(name, label, npv, new_npv, asked[0].in_short if asked else "")


def _parts(before: Standing, after: Standing) -> dict[str, float]:
    """Return what each change does to the NPV of the base case, by the id of its part of the bridge."""
    if before.analysis is None or after.analysis is None or why_no_bridge(before.analysis, after.analysis):
        return {}
    found: Bridge = bridge(before.analysis, after.analysis)
    return {part.id: part.amount for part in found.parts}


def _changes(case: Case, before: Analysis, after: Analysis, parts: dict[str, float]) -> Iterator[LibraryChange]:
    yield from _defaults(case, before, after, parts)
    yield from _formulas(before.program.graph, after.program.graph)


def _defaults(case: Case, before: Analysis, after: Analysis, parts: dict[str, float]) -> Iterator[LibraryChange]:
    """Yield the defaults that a case takes from both libraries, and that differ in value or unit."""
    graph, words = after.program.graph, Words((case,))
    for name, given in after.resolved.assumptions.items():
        was = before.resolved.assumptions.get(name)
        if was is None or {was.origin, given.origin} != {"library"} or _value(was.record) == _value(given.record):
            continue
        was_told, told = _apart(words, name, before, after)
        label = label_of(graph, name)
        yield LibraryChange("default", name, label, was_told, told, _moved(graph, name), parts.get(name))


def _moved(graph: Graph, name: str) -> tuple[str, ...]:
    """Return the labels of the benefits and costs that depend on an assumption or a line."""
    moved = depending(graph, [name])
    return tuple(line.label for line in graph.resolved.lines if line.kind != "driver" and line.id in moved)


def _value(record: Assumption) -> tuple[object, ...]:
    return record.value, record.schedule, record.unit


def _apart(words: Words, name: str, before: Analysis, after: Analysis) -> tuple[str, str]:
    """Return the two values of a default, with as many digits as it takes to tell them apart."""
    texts = _told(words, name, before, exactly=False), _told(words, name, after, exactly=False)
    if texts[0] != texts[1]:
        return texts
    return _told(words, name, before, exactly=True), _told(words, name, after, exactly=True)


def _told(words: Words, name: str, analysis: Analysis, *, exactly: bool) -> str:
    record = analysis.resolved.assumptions[name].record
    with drawing_on(analysis.library):
        return words.told(("assumptions", name, "value"), record.schedule or record.value, exactly=exactly)


def _formulas(before: Graph, after: Graph) -> Iterator[LibraryChange]:
    """Yield the lines of streams that are computed in another way, are new, or are gone; not those the model makes."""
    old, new = ({line.id: line for line in graph.resolved.lines if _is_of_library(line)} for graph in (before, after))
    for name in dict.fromkeys((*old, *new)):
        was, now = old.get(name), new.get(name)
        if was is None and now is not None:
            yield LibraryChange("new_line", name, _label(after, now), "", _said(after, now), ())
        elif now is None and was is not None:
            yield LibraryChange("dropped_line", name, _label(before, was), _said(before, was), "", ())
        elif was is not None and now is not None and (was.formula, was.opening) != (now.formula, now.opening):
            texts = _said(before, was), _said(after, now)
            yield LibraryChange("formula", name, _label(after, now), *texts, _moved(after, name))


def _is_of_library(line: ResolvedLine) -> bool:
    return line.stream is not None and not line.generated and not line.check


def _label(graph: Graph, line: ResolvedLine) -> str:
    """Return the name of a line behind that of its stream."""
    title = next((stream.title for stream in graph.resolved.streams if stream.id == line.stream), "")
    return f"{title}, {line.label}" if title else line.label


def _said(graph: Graph, line: ResolvedLine) -> str:
    """Return the formula of a line in words."""
    words = in_words(parse_formula(line.formula), lambda name: label_of(graph, name))
    return shorten(str(words), _LONGEST, placeholder=" …")
