"""Several appraisals side by side: the settings, values and lines that differ, money by stream, cash over time.

Everything is given in the order of the appraisals; amounts stay in the currency of each and are never mixed.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from model.calendar import first_day, month_of, months_between
from model.evidence import Assumption
from model.finance import TIMING_NAMES
from model.names import listed
from model.resolved import Resolved
from model.result import Appraisal, MoneyKind

MOST, LEAST = 8, 2
"""How many scenarios can be held against each other."""
Alignment = Literal["calendar", "case"]


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that differs; `values` has one entry for each appraisal, None where it has none."""

    field: str
    label: str
    values: tuple[Any, ...]

    def record(self) -> dict[str, Any]:
        """Return it as plain data: `a` and `b` are the values of the first two."""
        return {"field": self.field, "label": self.label, "a": self.values[0], "b": self.values[1], "values": list(self.values)}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ValueRow:
    """An assumption by appraisal (None where it is not used), and what of it differs."""

    id: str
    label: str
    records: tuple[Assumption | None, ...]
    differs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LineRow:
    """What a benefit or cost line is worth today, by appraisal; None where it is not there or does not count."""

    id: str
    label: str
    kind: MoneyKind
    present_values: tuple[float | None, ...]
    has_other_formula: bool


@dataclass(frozen=True, slots=True)
class StreamRow:
    """What a stream brings, or costs, at today's value, by appraisal; None where it is not used."""

    id: str
    label: str
    kind: MoneyKind
    present_values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Curve:
    """Cumulative cash of one appraisal: month numbers on the common axis, and the amounts in them."""

    months: tuple[int, ...]
    amounts: tuple[float, ...]


# --- settings ----------------------------------------------------------------------------------------------------

_SETTINGS: Mapping[str, tuple[str, Callable[[Resolved], Any]]] = {
    "organisation": ("Organisation", lambda case: case.organisation),
    "currency": ("Currency", lambda case: case.currency),
    "start": ("First month", lambda case: case.start),
    "months": ("Horizon in months", lambda case: case.months),
    "discount.rate": ("Discount rate a year", lambda case: case.discount.rate),
    "discount.timing": ("Timing convention", lambda case: case.discount.timing),
    "discount.finance_rate": ("Finance rate a year (MIRR)", lambda case: case.discount.finance_rate),
    "discount.reinvest_rate": ("Reinvest rate a year (MIRR)", lambda case: case.discount.reinvest_rate),
    "counting": ("Which benefits count", lambda case: case.counting),
    "community.kind": ("Kind of community", lambda case: case.community and case.community.kind),
    "community.access": ("Access", lambda case: case.community and case.community.access),
    "audiences": ("Audiences", lambda case: [audience.label for audience in case.audiences]),
}
"""What a case says besides lines and values, by field: what it is called, and where it stands."""


def settings_that_differ(appraisals: Sequence[Appraisal]) -> tuple[Difference, ...]:
    """Return the settings that differ, and the streams that are switched on in some only or with other choices."""
    cases = [_case(appraisal) for appraisal in appraisals]
    found = [
        Difference(field, label, values)
        for field, (label, read) in _SETTINGS.items()
        if _differ(values := tuple(read(case) for case in cases))
    ]
    return (*found, *_streams_that_differ(cases))


def _streams_that_differ(cases: Sequence[Resolved]) -> list[Difference]:
    titles = {stream.id: stream.title for case in cases for stream in case.streams if stream.is_on}
    on = [{stream.id: stream for stream in case.streams if stream.is_on} for case in cases]
    rows = {
        name: tuple(_stream_said(streams[name].choices) if name in streams else None for streams in on)
        for name in titles
    }
    return [Difference(f"streams.{name}", titles[name], values) for name, values in rows.items() if _differ(values)]


def _stream_said(choices: Mapping[str, str]) -> str:
    return ", ".join(f"{name}: {answer}" for name, answer in sorted(choices.items())) or "on"


def _case(appraisal: Appraisal) -> Resolved:
    return appraisal.run.graph.resolved


def _differ(values: Sequence[Any]) -> bool:
    return any(value != values[0] for value in values)


# --- assumptions -------------------------------------------------------------------------------------------------

_ASPECTS: Mapping[str, Callable[[Assumption], Hashable]] = {
    "value": lambda record: record.schedule or record.value,
    "unit": lambda record: record.unit,
    "range": lambda record: record.range(),
    "grade": lambda record: record.evidence,
    "source": lambda record: tuple(map(str, record.source)),
}
"""What of an assumption is compared."""


def assumptions_that_differ(appraisals: Sequence[Appraisal]) -> tuple[ValueRow, ...]:
    """Return the assumptions that differ in value, unit, range, grade or source; first those all of them use.

    One that only some use is among them: its value is nothing to the others.
    """
    given = [_case(appraisal).assumptions for appraisal in appraisals]
    names = sorted({name for used in given for name in used}, key=lambda n: (not all(n in used for used in given), n))
    rows = [_value_row(name, appraisals) for name in names]
    return tuple(row for row in rows if row.differs)


def _value_row(name: str, appraisals: Sequence[Appraisal]) -> ValueRow:
    given = [_case(appraisal).assumptions.get(name) for appraisal in appraisals]
    records = tuple(item.record if item else None for item in given)
    known = [record for record in records if record]
    aspects = tuple(aspect for aspect, read in _ASPECTS.items() if _differ([read(record) for record in known]))
    label = next(a.run.label(name) for a, record in zip(appraisals, records, strict=True) if record)
    return ValueRow(name, label, records, ("use", *aspects) if len(known) < len(records) else aspects)


def differences(appraisals: Sequence[Appraisal]) -> tuple[Difference, ...]:
    """Return everything that differs, field by field, as plain values: settings first, then assumptions."""
    found = list(settings_that_differ(appraisals))
    for row in assumptions_that_differ(appraisals):
        shown = row.differs if row.differs != ("use",) else ("value",)
        for aspect in shown:
            if aspect != "use":
                field = f"assumptions.{row.id}" + ("" if aspect == "value" else f".{aspect}")
                found.append(Difference(field, row.label, tuple(_plain(record, aspect) for record in row.records)))
    return tuple(found)


def _plain(record: Assumption | None, aspect: str) -> Any:
    """Return an aspect of an assumption as JSON can hold it."""
    if record is None:
        return None
    if aspect == "value" and record.schedule:
        return record.schedule.model_dump(exclude_none=True, mode="json")
    value = _ASPECTS[aspect](record)
    return list(value) if isinstance(value, tuple) else value


# --- money -------------------------------------------------------------------------------------------------------


def lines_that_differ(appraisals: Sequence[Appraisal]) -> tuple[LineRow, ...]:
    """Return the benefit and cost lines whose present value or formula differs, benefits first, the furthest first."""
    names = {line.id: line for appraisal in appraisals for line in appraisal.run.money}
    rows = [_line_row(name, names[name].label, names[name].kind, appraisals) for name in names]
    differing = [row for row in rows if row.has_other_formula or _differ(row.present_values)]
    return tuple(sorted(differing, key=lambda row: (row.kind, -_spread(row.present_values), row.label)))


def _line_row(name: str, label: str, kind: Any, appraisals: Sequence[Appraisal]) -> LineRow:
    lines = [{line.id: line for line in appraisal.run.money}.get(name) for appraisal in appraisals]
    values = tuple(
        appraisal.run.present_value(name) if line else None for line, appraisal in zip(lines, appraisals, strict=True)
    )
    return LineRow(name, label, kind, values, _differ([line.formula for line in lines if line]))


def _spread(values: Sequence[float | None]) -> float:
    known = [value or 0.0 for value in values]
    return max(known) - min(known)


def streams_side_by_side(appraisals: Sequence[Appraisal]) -> tuple[StreamRow, ...]:
    """Return what every stream brings and costs at today's value, benefits first, the largest first."""
    totals = [{(s.kind, s.id): s for s in appraisal.streams} for appraisal in appraisals]
    labels = {key: stream.label for streams in totals for key, stream in streams.items()}
    rows = [
        StreamRow(name, label, kind, tuple(_worth(streams.get((kind, name))) for streams in totals))
        for (kind, name), label in labels.items()
    ]
    return tuple(sorted(rows, key=lambda row: (row.kind, -max(abs(v or 0.0) for v in row.present_values), row.label)))


def _worth(stream: Any) -> float | None:
    return None if stream is None else stream.present_value


def first_month(appraisals: Sequence[Appraisal]) -> str:
    """Return the earliest first month of all."""
    return min(_case(appraisal).start for appraisal in appraisals)


def cumulative_cash(appraisals: Sequence[Appraisal], by: Alignment = "case") -> tuple[Curve, ...]:
    """Return the cumulative cash of each, from its opening on.

    By `case`, month 0 is the opening of each; by `calendar`, it is the opening of the one that starts first.
    """
    earliest = first_month(appraisals)
    curves = []
    for appraisal in appraisals:
        start = _case(appraisal).start
        later = months_between(earliest, first_day(start)) if by == "calendar" else 0
        amounts = tuple(appraisal.run.net.cumsum().tolist())
        curves.append(Curve(tuple(range(later, later + len(amounts))), amounts))
    return tuple(curves)


# --- warnings ----------------------------------------------------------------------------------------------------


def cautions(labels: Sequence[str], appraisals: Sequence[Appraisal]) -> tuple[str, ...]:
    """Return what keeps the figures from being compared as they stand, in sentences that name who differs."""
    cases = [_case(appraisal) for appraisal in appraisals]
    found = [(text, told, [read(case) for case in cases]) for read, text, told in _CAUTIONS]
    return tuple(f"{text.format(who(labels, values))} {told}" for text, told, values in found if _differ(values))


def who(labels: Sequence[str], values: Sequence[str]) -> str:
    """Return who has which value: USD: Base case and Cautious; EUR: Berlin."""
    by_value: dict[str, list[str]] = {}
    for label, value in zip(labels, values, strict=True):
        by_value.setdefault(value, []).append(label)
    return "; ".join(f"{value}: {listed(names, 'and')}" for value, names in by_value.items())


_CAUTIONS: Sequence[tuple[Callable[[Resolved], str], str, str]] = (
    (lambda case: case.currency, "They are in different currencies ({}).", "Amounts are shown side by side and neither added nor subtracted."),
    (lambda case: f"{case.months} months", "They look ahead for different times ({}).", "A longer one has more months to earn in; the equal amount a year (EAV) compares them better."),
    (lambda case: month_of(case.start, 1), "They start in different months ({}).", "Each is worth its NPV at its own start."),
    (lambda case: TIMING_NAMES[case.discount.timing], "They discount by different conventions ({}).", "Part of the difference comes from counting alone."),
    (lambda case: f"{case.discount.rate:.1%}", "They discount at different rates ({}).", "Part of the difference comes from the rate alone."),
    (lambda case: "all benefits" if case.counting == "all" else "cashable savings only", "They count different benefits ({}).", "Their figures mean different things."),
)  # fmt: skip
"""What is read from each case, what is said where it differs, and what that means."""
