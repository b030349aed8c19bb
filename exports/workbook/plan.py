"""The plan of a workbook: what is switched, in which order the lines stand, and so the place of everything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from exports.stamp import Stamp
from exports.workbook.naming import number_names, value_names
from exports.workbook.places import FIRST_ROW, Places
from exports.workbook.switching import Switched, SwitchedLine, SwitchedValue, switched
from exports.workbook.varying import Varying, varying
from model.resolved import Resolved
from model.result import Run
from model.series import Array
from model.spreadsheet import numbers_in, sums_over_all
from model.units import Vocabulary
from scenarios import Analysis

OWN, SUMS, CHECKS, OVER_TIME = "Lines of the case itself", "Sums and shares", "Checks of the model", "Values over time"
_KINDS = ("driver", "value", "cost")


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under one heading on the sheet Workings; `row` is that of the heading, from 1."""

    title: str
    row: int
    lines: tuple[SwitchedLine, ...]


@dataclass(frozen=True, eq=False)
class Plan:
    """Everything that the sheets of a workbook are written from."""

    analysis: Analysis
    stamp: Stamp
    switched: Switched
    varying: tuple[Varying, ...]
    sections: tuple[Section, ...]
    places: Places

    @property
    def resolved(self) -> Resolved:
        """The case under the scenario that is shown."""
        return self.switched.option.resolved

    @property
    def run(self) -> Run:
        """Its figures."""
        return self.switched.option.run

    @property
    def units(self) -> Vocabulary:
        """The units of the case."""
        return self.resolved.vocabulary

    @property
    def months(self) -> int:
        """The longest horizon of all scenarios, for which there are columns."""
        return self.switched.months

    def figures(self, line_id: str) -> Array:
        """Return a line over all columns, nought beyond the horizon and where the scenario does without it."""
        found = np.zeros(self.months + 1)
        if line_id in self.run.index:
            found[: self.resolved.months + 1] = self.run.line(line_id)
        return found

    @cached_property
    def switch_rows(self) -> dict[str, int]:
        """The place of each varying value and line in the table of switches, from 0."""
        names = (*(one.name for one in self.varying), *(line.id for line in self.switched.lines))
        return {name: index for index, name in enumerate(names)}

    @cached_property
    def differs(self) -> bool:
        """True where a line counts as something else, or has another class, in some scenario."""
        return any(line.differs for line in self.switched.lines)

    @cached_property
    def summed(self) -> frozenset[str]:
        """Lines of which other lines need the sum over all months."""
        rows = (row for line in self.switched.lines for row in line.variants)
        return frozenset(name for row in rows for name in sums_over_all(row))


def plan(analysis: Analysis, stamp: Stamp) -> Plan:
    """Return the plan of the workbook of an analysis. Raises `CaseProblems` where it cannot be computed."""
    whole = switched(analysis)
    units = whole.option.resolved.vocabulary
    series = varying(whole.values, units)
    rows: dict[str, int] = {}
    row = FIRST_ROW + 1
    if series:
        rows |= {one.name: row + 1 + index for index, one in enumerate(series)}
        row += len(series) + 2
    sections = []
    for title, lines in _sections(whole):
        sections.append(Section(title, row, lines))
        rows |= {line.id: row + 1 + index for index, line in enumerate(lines)}
        row += len(lines) + 2
    numbers = (number for line in whole.lines for variant in line.variants for number in numbers_in(variant))
    flows = frozenset(value.name for value in whole.values if units.unit(value.unit).is_flow)
    names = value_names(value.name for value in whole.values)
    places = Places(whole.months, rows, names, number_names(numbers), flows)
    return Plan(analysis, stamp, whole, series, tuple(sections), places)


def _sections(whole: Switched) -> Iterator[tuple[str, tuple[SwitchedLine, ...]]]:
    """Yield the lines by stream, in the order of the library: drivers, values, costs, own lines, checks."""
    streams = [stream for option in whole.options for stream in option.resolved.streams]
    titles = {stream.id: stream.title for stream in streams}
    found: dict[str, list[SwitchedLine]] = {}
    for line in whole.lines:
        found.setdefault(_section(line, titles), []).append(line)
    order = {stream.title: _KINDS.index(stream.kind) for stream in streams} | {OWN: 3, SUMS: 4, CHECKS: 5}
    for title in sorted(found, key=lambda title: order[title]):
        yield title, tuple(found[title])


def _section(line: SwitchedLine, titles: dict[str, str]) -> str:
    if line.line.check:
        return CHECKS
    return titles.get(line.line.stream or "", SUMS if line.line.generated else OWN)


def topics(values: Sequence[SwitchedValue], analysis: Analysis) -> dict[str, list[SwitchedValue]]:
    """Return values by the topic of the library they belong to: those of the case alone, general ones, then by stream."""
    shelf, own, general = analysis.library, "Of this case", "General"
    titles = {stream.id: stream.title for stream in shelf.streams.values()} | {"general": general}
    order = {own: -2, general: -1} | {s.title: _KINDS.index(s.kind) for s in shelf.streams.values()}
    found: dict[str, list[SwitchedValue]] = {}
    for value in values:
        topic = shelf.topics.get(value.name) or shelf.topics.get(value.name.partition("[")[0])
        found.setdefault(titles.get(topic or "", own), []).append(value)
    return {title: found[title] for title in sorted(found, key=lambda title: order[title])}
