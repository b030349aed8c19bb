"""A draft with its gaps filled and its faults taken out: what of it depends on what is not known, and what is left."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from assumptions.loader import library
from assumptions.overlay import resolve
from model.case import Case, Overlay
from model.evidence import Assumption
from model.graph import Graph, reached
from model.line import StreamChoice
from model.problems import Path, Problem
from model.vendors import Vendor
from scenarios.answering import INFLATION
from scenarios.editing import at, choose, drop, remove_line

T = TypeVar("T", Case, Overlay, Vendor)

FILLABLE = ("missing_value", "missing_choice")
"""What is not wrong with a draft but only missing."""


@dataclass(frozen=True, slots=True)
class Probe:
    """A case under a scenario, twice: `filled`, to see what it would be made of, and `kept`, only what is known.

    `values` are the assumptions without an answer that can be used, `choices` say which choices have none.
    """

    filled: Case
    kept: Case
    scenario: str | None
    values: frozenset[str] = frozenset()
    choices: tuple[Problem, ...] = ()

    def mended(self, problems: Iterable[Problem]) -> Probe | None:
        """Return the probe with these gaps filled and these faults taken out; None where nothing can be done."""
        probe, problems = self, tuple(problems)
        for problem in problems:
            path = _in_base(problem.path)
            if problem.code == "missing_choice":
                choices = tuple(dict.fromkeys((*probe.choices, problem)))
                probe = replace(probe, filled=_with_option(probe.filled, path), choices=choices)
            elif path[:1] == (INFLATION,) or (path[:1] == ("assumptions",) and len(path) > 1):
                probe = _with_value(probe, INFLATION if path[0] == INFLATION else str(path[1]))
        wrong = [problem.path for problem in problems if problem.code not in FILLABLE]
        filled, kept = _without_faults(probe.filled, wrong), _without_faults(probe.kept, wrong)
        probe = replace(probe, filled=filled, kept=kept)
        return None if probe == self else probe

    def resolved(self) -> Graph:
        """Return the graph of the filled case. Raises `CaseProblems` with what must be filled or taken out before."""
        return resolve(self.filled, library(), self.scenario)

    def unknown(self, graph: Graph) -> frozenset[str]:
        """Return every assumption and line that depends on something without an answer."""
        return depending(graph, (*self.values, *self._chosen(graph)))

    def asked(self, graph: Graph) -> frozenset[str]:
        """Return the lines and assumptions the case needs whatever is chosen where nothing is chosen yet."""
        chosen = frozenset(self._chosen(graph))
        ends = (name for name in graph.rows if not graph.dependants.get(name))
        return reached(
            ends, lambda name: graph.rows[name].needs.names if name in graph.rows and name not in chosen else ()
        )

    def undecided(self, graph: Graph) -> tuple[Problem, ...]:
        """Return the choices that must be made; one that matters only after another choice is not among them."""
        asked = self.asked(graph)
        return tuple(problem for problem in self.choices if asked.intersection(self._chosen(graph, (problem,))))

    def _chosen(self, graph: Graph, choices: Iterable[Problem] | None = None) -> Iterator[str]:
        for problem in self.choices if choices is None else choices:
            yield from _chosen_lines(graph, _in_base(problem.path), self.kept)

    def known(self, graph: Graph, unknown: frozenset[str]) -> Case:
        """Return the kept case without the lines that depend on something without an answer, and the KPIs on them.

        What only those lines use is not stated either: it is not forgotten, and no finding shall say so.
        """
        out = {line.id.partition("[")[0] for line in graph.resolved.lines if line.id in unknown}
        idle = {name for name in graph.resolved.assumptions if unknown.issuperset(graph.dependants.get(name, ()))}
        case = _unstated(_without_lines(self.kept, out), idle)
        streams = {name for overlay in case.options.values() for name in overlay.streams} | case.streams.keys()
        used = (library().streams[name] for name in library().streams if name in streams)
        money = (line.id for stream in used for line in stream.lines if line.is_money)
        left_out = (*case.without, *(name for name in money if name in out and name not in case.without))
        return case.model_copy(update={"without": left_out})


def depending(graph: Graph, names: Iterable[str]) -> frozenset[str]:
    """Return the names with everything that depends on them."""
    return reached(names, lambda name: graph.dependants.get(name, ()))


def _in_base(path: Path) -> Path:
    """Return the place in the base case that a place in a scenario or a vendor is laid over."""
    return path[2:] if path[:1] in (("scenarios",), ("vendors",)) and len(path) > 2 else path


# --- filling -----------------------------------------------------------------------------------------------------


def _with_value(probe: Probe, name: str) -> Probe:
    """Fill a value in place of what is stated; where that does not help, the assumption is taken out altogether."""
    filled, kept = _unstated(probe.filled, {name}), _unstated(probe.kept, {name})
    if name not in probe.values:
        filled = _stated(filled, name, _some_value(probe.filled, name))
    return replace(probe, filled=filled, kept=kept, values=probe.values | {name})


def _some_value(case: Case, name: str) -> Assumption:
    """Return an answer within the hard limits; its figure is never shown, only what depends on it."""
    known = library().assumptions.get(name) or library().assumptions.get(name.partition("[")[0]) or Assumption()
    stated = (case.inflation if name == INFLATION else None) or case.assumptions.get(name) or Assumption()
    least, most = stated.limits or known.limits or (None, None)
    value = max(least or 0.0, 1.0)
    nothing = dict.fromkeys(("schedule", "low", "high", "aace"))
    return stated.model_copy(update=nothing | {"value": value if most is None else min(value, most)})


def _stated(case: Case, name: str, record: Assumption) -> Case:
    return case.model_copy(update={"assumptions": {**case.assumptions, name: record}})


def _unstated(case: Case, names: Collection[str]) -> Case:
    """Return the case without anything it, its scenarios or its vendors state of some assumptions."""
    scenarios = {key: _silent(overlay, names) for key, overlay in case.scenarios.items()}
    vendors = tuple(_silent(vendor, names) for vendor in case.vendors)
    return _silent(case, names).model_copy(update={"scenarios": scenarios, "vendors": vendors})


def _silent(holder: T, names: Collection[str]) -> T:
    kept = {key: record for key, record in holder.assumptions.items() if key not in names}
    has_place = INFLATION in names and not isinstance(holder, Vendor)
    return holder.model_copy(update={"assumptions": kept} | ({INFLATION: None} if has_place else {}))


def _with_option(case: Case, path: Path) -> Case:
    name = str(path[-1])
    option = next(next(iter(s.choices[name].options)) for s in library().streams.values() if name in s.choices)
    if path[0] == "audiences":
        return choose(case, "", name, option, case.audiences[int(path[1])].id)
    return choose(case, str(path[1]), name, option)


def _chosen_lines(graph: Graph, path: Path, case: Case) -> Iterator[str]:
    """Return the lines whose formula depends on a choice without an answer."""
    name = str(path[-1])
    mark = f"[{case.audiences[int(path[1])].id}]" if path[0] == "audiences" else ""
    ids = {line.id for stream in library().streams.values() for line in stream.lines if line.choose == name}
    yield from (key for key in graph.rows if key.partition("[")[0] in ids and key.endswith(mark))


# --- taking out --------------------------------------------------------------------------------------------------


def _without_faults(case: Case, wrong: Iterable[Path]) -> Case:
    """Take out own lines, KPIs, streams and links that something is wrong with; other faults stand in the way."""
    places = {_place(case, path) for path in wrong} - {()}
    for path in sorted(places, key=lambda place: [str(part).rjust(6) for part in place], reverse=True):
        case = remove_line(case, int(path[1])) if path[0] == "lines" else drop(case, path)
    return case


def _place(case: Case, path: Path) -> Path:
    """Return the part of a case that goes with a fault: a line, a KPI, a stream or a link; nothing for other faults."""
    if path[:1] in (("lines",), ("kpis",)) and len(path) > 1 and not _is_link(case, path):
        return path[:2] if at(case, path[:2]) is not None else ()
    if _is_link(case, path):
        return path
    inner = _in_base(path)
    is_stream = inner[:1] == ("streams",) and len(inner) > 1
    place = path[: len(path) - len(inner) + 2]
    return place if is_stream and isinstance(at(case, place), StreamChoice) else ()


def _is_link(case: Case, path: Path) -> bool:
    """Tell whether a place holds the name of something else, as goals of a KPI do."""
    held = at(case, path)
    return isinstance(held, str | int) and isinstance(at(case, path[:-1]), tuple | dict)


def _without_lines(case: Case, out: set[str]) -> Case:
    for index in reversed(range(len(case.lines))):
        if case.lines[index].id in out:
            case = remove_line(case, index)
    kpis = tuple(kpi for kpi in case.kpis if (kpi.target.line or "").partition("[")[0] not in out)
    return case.model_copy(update={"kpis": kpis})
