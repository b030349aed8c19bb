"""Hybrids of two cases: some parts as the one has them, the rest as the other has them, built as any case is.

A part that a case can have in another way, such as a stream with its choices, is named by its kind and id:
`stream:people`, `line:forum_hosting`, `audience:partners`, `value:reach[partners]`, `months`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from assumptions.overlay import values_in_force
from model.build import build
from model.case import Case
from model.check import check
from model.dependencies import needs
from model.evaluate import Program
from model.evidence import Assumption
from model.expand import GENERATED
from model.line import Library, Line, Overlap, Stream
from model.parse import parse_formula
from model.resolved import Given, ResolvedStream
from model.series import value_of
from model.units import vocabulary
from scenarios.analysis import Analysis

COMMUNITY, LIBRARY, MONTHS = "community", "library", "months"
COSTS = "costs"
"""The sums of costs that the model makes itself."""
EVERYWHERE = ("audience", "dimension", COMMUNITY, LIBRARY, MONTHS)
"""Kinds of parts that any line may depend on."""
_SAID_ONLY = ("label", "note", "source", "style", "perspective", "phases", "spaces")
"""What a line says of itself and is not computed with."""


@dataclass(frozen=True)
class Side:
    """One of the two cases: its scenario laid over it, its library, and every value in force."""

    case: Case
    library: Library
    given: Mapping[str, Given]
    cash_only: bool = False
    used: frozenset[str] = frozenset()
    streams: tuple[ResolvedStream, ...] = ()

    @cached_property
    def own(self) -> Mapping[str, Line]:
        """The lines of the case itself, by id."""
        return {line.id: line for line in self.case.lines}

    @cached_property
    def shadowing(self) -> frozenset[str]:
        """Assumptions of the case that take the name of a line of the library."""
        lines = {line.id for stream in self.library.streams.values() for line in stream.lines}
        return frozenset(self.case.assumptions) & lines

    def without(self, stream: str) -> tuple[str, ...]:
        """Return the lines of a stream that the case leaves out."""
        known = self.library.streams.get(stream)
        left_out = set(self.case.without)
        return tuple(line.id for line in known.lines if line.id in left_out) if known else ()

    def states(self, name: str) -> bool:
        """Tell whether an assumption has a value under this very name."""
        return name in self.given and self.given[name].record.is_known

    def known(self, name: str) -> Assumption | None:
        """Return the record in force of an assumption that has a value; a member without one has that of all."""
        for key in (name, name.partition("[")[0]):
            if self.states(key):
                return self.given[key].record
        return None


def side_of(analysis: Analysis, names: Iterable[str]) -> Side:
    """Return the case of an analysis as it is computed; `names` are the values that either case uses.

    A member whose value one case states for all and the other by itself has one of its own here, so that a value means
    the same in both.
    """
    base = analysis.file.case
    case = base if analysis.scenario is None else base.under(base.options[analysis.scenario])
    side = Side(case, analysis.library, values_in_force(base, case, analysis.library), analysis.cash_only)
    members = {name: record for name in names if "[" in name and (record := side.known(name))}
    more = {name: Given(record=r, origin="case") for name, r in members.items() if not side.states(name)}
    if not more:
        resolved = analysis.resolved
        return replace(side, used=frozenset(resolved.assumptions), streams=resolved.streams)
    given = {**side.given, **more}
    resolved = build(_bare(case, case.assumptions), side.library.streams, given).resolved
    return replace(side, given=given, used=frozenset(resolved.assumptions), streams=resolved.streams)


def _bare(case: Case, assumptions: Mapping[str, Assumption], **parts: Any) -> Case:
    """Return a case without all that no money is computed from."""
    nothing: dict[str, Any] = {"goals": (), "kpis": (), "requirements": (), "plan": (), "vendors": (), "scenarios": {}}
    return case.model_copy(update={**nothing, "inflation": None, "assumptions": dict(assumptions), **parts})


def _computed(line: Line) -> Line:
    """Return a line with only what it is computed with."""
    nothing = {name: Line.model_fields[name].get_default() for name in _SAID_ONLY if name != "label"}
    return line.model_copy(update={**nothing, "label": line.id})


def _computed_stream(stream: Stream | None) -> Any:
    if stream is None:
        return None
    lines = tuple(map(_computed, stream.lines))
    return lines, _computed_overlaps(stream.overlaps), stream.choices, stream.serves, stream.kind


def _computed_overlaps(overlaps: Mapping[str, Overlap]) -> dict[str, Overlap]:
    return {name: overlap.model_copy(update={"label": name}) for name, overlap in overlaps.items()}


_PARTS: Mapping[str, Callable[[Side], dict[str, Any]]] = {
    "stream": lambda side: {name: (choice, side.without(name)) for name, choice in side.case.streams.items()},
    "line": lambda side: {name: _computed(line) for name, line in side.own.items()},
    "audience": lambda side: {item.id: (item.role, item.choose) for item in side.case.audiences},
    "dimension": lambda side: {n: ([m.id for m in members], members) for n, members in side.case.dimensions.items()},
    "overlap": lambda side: _computed_overlaps(side.case.overlaps),
}
"""What a case can have in another way, by kind: its parts by id, and what of each is computed with."""


def _carried(one: Side, other: Side) -> dict[str, Line]:
    """Return own lines of one case only that hold no money: they come along with the lines that need them.

    A line counts for itself where it claims a part of an overlap group and nothing needs it, or where the library knows
    its name too, so that it could stand in for another.
    """
    known = {line.id for side in (one, other) for stream in side.library.streams.values() for line in stream.lines}
    known |= other.own.keys() | one.library.assumptions.keys() | other.given.keys()
    drivers = {name: line for name, line in one.own.items() if not line.is_money and name not in known}
    rest = [line for name, line in one.own.items() if name not in drivers]
    needed = _needed(drivers, {name for line in rest for name in names_of(line)})
    return {name: line for name, line in drivers.items() if name in needed or not line.overlap}


def _needed(lines: Mapping[str, Line], names: Iterable[str]) -> list[str]:
    """Return the lines that some names stand for, and all that these need, in their order."""
    found: set[str] = set()
    waiting = [name for name in names if name in lines]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(other for other in names_of(lines[name]) if other in lines)
    return [name for name in lines if name in found]


def names_of(line: Line) -> set[str]:
    """Return the names a line needs, without members; sums the model makes itself by what they run over."""
    formulas = [line.formula, *line.formulas.values(), line.opening, line.attribution, line.risk_adjustment]
    flows = (*line.balance.inflows, *line.balance.outflows) if line.balance else ()
    return names_in(formulas) | {name.partition("[")[0] for name in flows}


def names_in(formulas: Iterable[str | None]) -> set[str]:
    """Return the names some formulas need, as `names_of` does."""
    found: set[str] = set()
    for formula in formulas:
        for name in needs(parse_formula(formula)).names if formula else ():
            base, _, index = name.partition("[")
            is_overlap = base in GENERATED and base != COSTS
            found.add(f"overlap:{index.removesuffix(']')}" if is_overlap else base)
    return found


class Hybrids:
    """All that two cases can be mixed to, part by part; each mix is built once and kept."""

    def __init__(self, first: Analysis, second: Analysis) -> None:
        names = (*first.resolved.assumptions, *second.resolved.assumptions)
        self.a, self.b = a, b = side_of(first, names), side_of(second, names)
        self.carried = {**_carried(self.a, self.b), **_carried(self.b, self.a)}
        self.units = vocabulary(a.case.currency, tuple(dict.fromkeys((*a.case.units, *b.case.units))))
        self.longest = max(a.case.months, b.case.months)
        self.values, fixed = self._differing_values()
        self.parts = frozenset((*self._differing_parts(), *(f"value:{name}" for name in fixed)))
        self.records = self._records()
        self._built: dict[frozenset[str], Program] = {}

    # --- what differs -----------------------------------------------------------------------------------------

    @cached_property
    def waiting(self) -> frozenset[str]:
        """Parts of one case only that do nothing until something else refers to them: hybrids have them all."""
        shared = {name for side in self._sides for stream in side.library.streams.values() for name in stream.overlaps}
        found = ((kind, _PARTS[kind](self.a).keys() ^ _PARTS[kind](self.b).keys()) for kind in ("overlap", "dimension"))
        return frozenset(f"{kind}:{name}" for kind, names in found for name in names if name not in shared)

    def _differing_parts(self) -> Iterator[str]:
        carried = {f"line:{name}" for name in self.carried}
        for kind, of in _PARTS.items():
            one, other = of(self.a), of(self.b)
            differing = (f"{kind}:{name}" for name in {**one, **other} if one.get(name) != other.get(name))
            yield from (part for part in differing if part not in self.waiting and part not in carried)
        names = {name for side in self._sides for stream in side.library.streams.values() for name in stream.choices}
        answers = [[getattr(side.case.community, name, None) for name in sorted(names)] for side in self._sides]
        yield from (COMMUNITY,) if answers[0] != answers[1] else ()
        yield from (LIBRARY,) if self.recomputed else ()
        yield from (MONTHS,) if self.a.case.months != self.b.case.months else ()

    @property
    def _sides(self) -> tuple[Side, Side]:
        return self.a, self.b

    @cached_property
    def recomputed(self) -> tuple[str, ...]:
        """Ids of the streams in use that the two libraries compute in different ways."""
        in_use = {stream.id: None for side in self._sides for stream in side.streams}
        one, other = self.a.library.streams, self.b.library.streams
        if one is other:
            return ()
        return tuple(name for name in in_use if _computed_stream(one.get(name)) != _computed_stream(other.get(name)))

    def _differing_values(self) -> tuple[tuple[str, ...], frozenset[str]]:
        """Return values of other size, and those that only a hybrid built anew can take: another unit, or too short."""
        sized, fixed = [], []
        for name in sorted(self.a.used & self.b.used):
            records = self.both(name)
            if self._is_other_thing(*records) or self._is_short(*records):
                fixed.append(name)
            elif not self._is_same(*records):
                sized.append(name)
        return tuple(sized), frozenset(fixed) | (self.a.shadowing ^ self.b.shadowing)

    def both(self, name: str) -> tuple[Assumption, Assumption]:
        """Return an assumption that both cases use, as the first and as the second has it."""
        return self.a.given[name].record, self.b.given[name].record

    def _is_other_thing(self, one: Assumption, other: Assumption) -> bool:
        return self.units.unit(one.unit or "1").dimension != self.units.unit(other.unit or "1").dimension

    def _is_same(self, one: Assumption, other: Assumption) -> bool:
        months = min(self.a.case.months, self.b.case.months)
        values = [value_of(record, self.units, months) for record in (one, other)]
        return all(
            np.array_equal(np.broadcast_to(x, (months,)), np.broadcast_to(y, (months,)))
            for x, y in ((values[0].opening, values[1].opening), (values[0].later, values[1].later))
        )

    def _is_short(self, one: Assumption, other: Assumption) -> bool:
        """Tell whether values over time do not reach to the longer horizon, and are more than the shorter of one plan."""
        if not any(record.schedule and record.schedule.months < self.longest for record in (one, other)):
            return False
        return not self._is_same(one, other) or not (one.schedule and other.schedule)

    def _records(self) -> Mapping[str, Given]:
        """Return one record for every assumption a hybrid may use; over time where either side's is."""
        return {name: self._given(name) for name in {**self.a.given, **self.b.given}}

    def _given(self, name: str) -> Given:
        sides = [side for side in self._sides if name in side.used] or [s for s in self._sides if s.known(name)]
        found = [side.given[name] for side in sides or self._sides if name in side.given]
        return max(found, key=lambda given: given.record.schedule.months if given.record.schedule else 0)

    # --- building ---------------------------------------------------------------------------------------------

    def program(self, chosen: frozenset[str]) -> Program:
        """Return the hybrid that has some of the differing parts as the second case has them, the rest as the first.

        Raises `CaseProblems` where they do not fit together.
        """
        if chosen not in self._built:
            self._built[chosen] = self._program(chosen)
        return self._built[chosen]

    def _program(self, chosen: frozenset[str]) -> Program:
        def side(part: str) -> Side:
            return self.b if part in chosen else self.a

        mixed = {kind: self._mixed(kind, side) for kind in _PARTS}
        streams = mixed["stream"]
        names = {*self.a.shadowing, *self.b.shadowing}
        shadowing = {
            name: self.records[name].record for name in names if name in side(f"value:{name}").case.assumptions
        }
        case = _bare(
            self.a.case, shadowing,
            months=side(MONTHS).case.months, community=side(COMMUNITY).case.community, units=self.units.extra,
            streams={name: choice for name, (choice, _) in streams.items()},
            without=tuple(line for _, left_out in streams.values() for line in left_out),
            lines=self._lines([side(f"line:{n}").own[n] for n in mixed["line"]], mixed),
            audiences=tuple(next(x for x in side(f"audience:{n}").case.audiences if x.id == n) for n in mixed["audience"]),
            dimensions={name: members for name, (_, members) in mixed["dimension"].items()},
            overlaps=mixed["overlap"],
        )  # fmt: skip
        fixed = {part.removeprefix("value:") for part in self.parts if part.startswith("value:")}
        given = dict(self.records) | {
            name: side(f"value:{name}").given[name] for name in fixed if name in side(f"value:{name}").given
        }
        built = build(case, side(LIBRARY).library.streams, given)
        return Program(check(replace(built, resolved=built.resolved.cash_only()) if self.a.cash_only else built))

    def _mixed(self, kind: str, side: Callable[[str], Side]) -> dict[str, Any]:
        """Return the parts of a kind that a hybrid has, each from the side it is taken from."""
        one, other = (_PARTS[kind](each) for each in self._sides)
        found: dict[str, Any] = {}
        for name in {**one, **other}:
            part = f"{kind}:{name}"
            holder = (other if side(part) is self.b else one) if part not in self.waiting else {**one, **other}
            if name in holder and (kind != "line" or name not in self.carried):
                found[name] = holder[name]
        return found

    def _lines(self, lines: list[Line], mixed: Mapping[str, Mapping[str, Any]]) -> tuple[Line, ...]:
        """Return own lines with those that come along because one of them, a stream or an overlap group needs them."""
        asked = [
            *(formula for choice, _ in mixed["stream"].values() for formula in (choice.attribution, choice.risk_adjustment)),
            *(overlap.cap for name, overlap in mixed["overlap"].items() if self._is_claimed(name, lines)),
        ]  # fmt: skip
        needed = _needed(self.carried, {*names_in(asked), *(name for line in lines for name in names_of(line))})
        return (*lines, *(self.carried[name] for name in needed))

    def _is_claimed(self, overlap: str, lines: list[Line]) -> bool:
        """Tell whether anything in a hybrid asks for an overlap group; streams may ask for those of the library."""
        asks = any(f"overlap:{overlap}" in names_of(line) or line.overlap == overlap for line in lines)
        return asks or f"overlap:{overlap}" not in self.waiting
