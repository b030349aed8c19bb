"""KPIs and the lines they are read from: what is worth measuring, and a unit that always follows its line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from model.case import Case
from model.challenges.strategy import only_counts
from model.kpis import kpi_values
from model.line import Library
from model.powers import MONTH
from model.resolved import ResolvedLine
from model.result import Run
from model.strategy import Kpi, Target
from model.units import CURRENCY, Vocabulary, vocabulary
from model.validation import validated
from scenarios.editing import NO_FILE, add, drop, new_id, put

Signal = Literal["leading", "lagging"]
YEAR = 12
_NEAR = 0.05
"""A baseline that lies so near to what the model begins with is taken for the same number."""
_USUAL_MONTH = 24
"""A target two years ahead, where the case looks that far: members have joined by then, and it can still be missed."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A line worth measuring: its name, what it measures, over how many months, and whether it leads or lags."""

    line: str
    label: str
    months: int
    signal: Signal
    serves: frozenset[str]


def sources(run: Run, library: Library) -> Mapping[str, str]:
    """Return the lines a KPI can be read from, in words: the line and the stream it belongs to, by id."""
    titles = {stream.id: stream.title for stream in library.streams.values()}
    found = {row.line.id: row.line for row in run.graph.rows.values() if not row.line.generated and not row.line.check}
    named = {name: f"{line.label} – {titles.get(line.stream or '', 'own lines')}" for name, line in found.items()}
    return dict(sorted(named.items(), key=lambda item: item[1].rpartition(" – ")[::-1]))


def unit_of(line: ResolvedLine, months: int, units: Vocabulary) -> str:
    """Return the unit of a KPI read from a line: an amount where months of something per month are added up."""
    dimension = units.unit(line.unit).dimension
    if months == 1 or not dimension.is_flow:
        return line.unit
    return units.show(dimension * MONTH).replace(units.currency, CURRENCY)


# --- changing ----------------------------------------------------------------------------------------------------


def read_from(case: Case, index: int, line: str, run: Run) -> Case:
    """Return the case with a KPI read from a line, in the unit of that line."""
    target = case.kpis[index].target
    new = Target(line=line, month=target.month, months_summed=target.months_summed)
    return _with_unit(put(case, ("kpis", index, "target"), new), index, run)


def over_months(case: Case, index: int, months: int, run: Run) -> Case:
    """Return the case with a KPI read over so many months up to that of its target, which lies no earlier than they do."""
    target = case.kpis[index].target
    later = max(target.month, months if months > 1 else 0)
    new = target.model_copy(update={"months_summed": months, "month": later})
    return _with_unit(put(case, ("kpis", index, "target"), new), index, run)


def stated(case: Case, index: int, value: float, reason: str) -> Case:
    """Return the case with a stated target for a KPI instead of a line."""
    month = case.kpis[index].target.month
    return put(case, ("kpis", index, "target"), Target(value=value, month=month, reason=reason))


def in_unit(case: Case, index: int, unit: str) -> Case:
    """Return the case with a KPI in another unit; a baseline of another kind goes. Raises `UnitError`."""
    units, old = vocabulary(case.currency, case.units), case.kpis[index].unit
    is_same = units.unit(unit).dimension == _dimension(units, old)
    case = put(case, ("kpis", index, "unit"), unit)
    return case if is_same else put(case, ("kpis", index, "baseline"), None)


def _dimension(units: Vocabulary, unit: str) -> object:
    try:
        return units.unit(unit).dimension
    except ValueError:
        return None


def _with_unit(case: Case, index: int, run: Run) -> Case:
    target = case.kpis[index].target
    row = run.graph.rows.get(target.line or "")
    if row is None:
        return case
    unit = unit_of(row.line, target.months_summed, run.graph.resolved.vocabulary)
    return case if unit == case.kpis[index].unit else in_unit(case, index, unit)


# --- where it stands ---------------------------------------------------------------------------------------------


def begins_with(kpi: Kpi, run: Run) -> float | None:
    """Return what the model gives for a KPI in month 1, where its baseline says another number.

    None where both are near to each other, where nothing was there before or in month 1, and where the KPI has no
    baseline or is not read from a line month by month.
    """
    line, baseline = kpi.target.line, kpi.baseline
    if line is None or line not in run.index or baseline is None or kpi.target.months_summed > 1:
        return None
    value, before = kpi_values(run, kpi, line)[1], baseline.value
    is_other = bool(value and before) and abs(value - before) > _NEAR * abs(before)
    return value if is_other else None


def left_behind(case: Case, library: Library) -> Mapping[str, tuple[int, ...]]:
    """Return the places of the KPIs that are read from a value stream the case does not have, by the id of the stream."""
    owners = {line.id: stream for stream in library.streams.values() for line in stream.lines}
    found: dict[str, tuple[int, ...]] = {}
    for index, kpi in enumerate(case.kpis):
        stream = owners.get((kpi.target.line or "").partition("[")[0])
        if stream is not None and stream.kind == "value" and stream.id not in case.streams:
            found[stream.id] = (*found.get(stream.id, ()), index)
    return found


def without(case: Case, indices: Iterable[int]) -> Case:
    """Return the case without the KPIs at some places."""
    for index in sorted(indices, reverse=True):
        case = drop(case, ("kpis", index))
    return case


# --- suggesting --------------------------------------------------------------------------------------------------


def measures(case: Case, run: Run) -> tuple[Measure, ...]:
    """Return what is worth measuring of the benefits in use and is not measured yet, the results first.

    For each benefit that is what it is computed from and changes over time, such as contacts deflected, and one step
    before it what moves first; where there is no such thing, its money in a year. What only counts is left out.
    """
    taken = {kpi.target.line for kpi in case.kpis}
    found: dict[str, Measure] = {}
    for benefit in run.lines_of("benefit"):
        for measure in _of_benefit(run, benefit):
            found.setdefault(measure.line, measure)
    free = [measure for measure in found.values() if measure.line not in taken]
    return tuple(sorted(free, key=lambda measure: measure.signal == "leading"))


def _of_benefit(run: Run, benefit: ResolvedLine) -> Iterator[Measure]:
    served = frozenset(filter(None, (benefit.id, benefit.stream)))
    results = list(_worth_measuring(run, benefit))
    for line in results:
        yield Measure(line.id, run.label(line.id), 1, "lagging", served)
    for line in results:
        for first in _worth_measuring(run, line):
            yield Measure(first.id, run.label(first.id), 1, "leading", served)
    if not results and run.line(benefit.id).any():
        is_long = run.graph.resolved.months >= YEAR
        yield Measure(
            benefit.id,
            f"{benefit.label}{' in a year' if is_long else ''}",
            YEAR if is_long else 1,
            "lagging",
            served,
        )


def _worth_measuring(run: Run, line: ResolvedLine) -> Iterator[ResolvedLine]:
    """Yield what a line is computed from that changes over time, is more than a count, and nothing is lost through."""
    leaving = line.balance.outflows if line.balance else ()
    for name in sorted(run.graph.rows[line.id].needs.names):
        row = run.graph.rows.get(name)
        if row and name not in (line.id, *leaving) and _is_measure(run, row.line):
            yield row.line


def _is_measure(run: Run, line: ResolvedLine) -> bool:
    resolved = run.graph.resolved
    compared = {name for stream in resolved.streams for name in stream.compared}
    is_internal = line.generated or line.check or bool(line.overlap) or line.id.partition("[")[0] in compared
    is_level = bool(np.ptp(run.line(line.id)[1:]) == 0)
    return line.kind == "driver" and not (is_internal or is_level or only_counts(resolved.vocabulary, line.unit))


def with_measure(case: Case, measure: Measure, run: Run) -> Case:
    """Return the case with a KPI for a measure, tied to the goals its benefit serves."""
    resolved, line = run.graph.resolved, run.graph.rows[measure.line].line
    month = min(_USUAL_MONTH, resolved.months)
    said = {
        "unit": unit_of(line, measure.months, resolved.vocabulary),
        "goals": tuple(goal.id for goal in case.goals if measure.serves & set(goal.served_by)),
        "direction": "down" if _should_fall(run, line, month) else "up",
        "signal": measure.signal,
        "target": {"line": measure.line, "month": month, "months_summed": measure.months},
    }
    return _with_kpi(case, measure.label, said)


def with_own(case: Case, label: str, unit: str, value: float, month: int, reason: str) -> Case:
    """Return the case with a KPI whose target is stated. Raises `CaseProblems`, or `UnitError` for what is no unit."""
    vocabulary(case.currency, case.units).unit(unit)
    return _with_kpi(case, label, {"unit": unit, "target": {"value": value, "month": month, "reason": reason}})


def _with_kpi(case: Case, label: str, said: dict[str, Any]) -> Case:
    name = new_id(label, (kpi.id for kpi in case.kpis), "kpi")
    kpi = validated(Kpi, {"id": name, "label": label, **said}, NO_FILE, ("kpis", len(case.kpis)))
    return add(case, ("kpis",), kpi)


def _should_fall(run: Run, line: ResolvedLine, month: int) -> bool:
    """Tell whether less is better: of what falls by itself, and of what the community leaves over for others."""
    is_rest = any(name.startswith("overlap_granted[") for name in run.graph.rows[line.id].needs.names)
    return line.kind == "driver" and (is_rest or bool(run.line(line.id)[month] < run.line(line.id)[1]))
