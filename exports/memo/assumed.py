"""Assumptions with their ranges, grades and sources, what is published and what is assumed, and the numbered sources."""

from __future__ import annotations

from collections.abc import Iterator

from exports.answers import periods_shown, shown, unit_words
from exports.memo.basis import Basis
from exports.memo.content import Bibliography, Block, Paragraph, Points, Row, Section, note, table, text
from exports.memo.summary import evidence
from exports.wording import NONE, number
from model.evidence import Assumption
from model.resolved import Given

_GRADES = {"measured": "Measured", "published": "Published", "expert": "Expert", "guess": "Guess", None: "Not graded"}
_MOST_PERIODS = 4


def section(basis: Basis) -> Section:
    """Return the assumptions and their sources."""
    return Section(
        "Assumptions and sources",
        sections=(
            Section("Assumptions", tuple(_assumptions(basis))),
            Section("What is published, and what is assumed", tuple(_said(basis))),
            Section("Sources", tuple(_sources(basis))),
        ),
    )


def _assumptions(basis: Basis) -> Iterator[Block]:
    if not basis.assumptions:
        yield from text("The case uses no assumption.")
        return
    yield from text(evidence(basis), "Numbers in brackets name the sources below.")
    rows: list[Row] = []
    for topic, items in basis.assumptions.items():
        rows += [(topic,), *(_row(basis, name, given) for name, given in items)]
    columns = ("Assumption", "Low", "Likely", "High", "Evidence", "Source")
    yield from table("Every assumption in force", columns, rows, (36, 13, 17, 13, 12, 9), 1)
    yield from note(
        "Low and high are as stated; where none is stated, none is shown. One outcome in 20 lies beyond each of them, unless the shape of the range ends there. Ends of a plan over time are multiples of it."
    )


def _row(basis: Basis, name: str, given: Given) -> Row:
    record = given.record
    low, high = (_end(basis, record, end) for end in record.range() or (None, None))
    grade = _GRADES[record.evidence]
    return (
        basis.appraisal.run.label(name),
        low,
        _likely(basis, record),
        high,
        grade,
        basis.cited(record.source) or NONE,
    )


def _end(basis: Basis, record: Assumption, value: float | None) -> str:
    """Return an end of a range, without the words of the unit, which stand with the likely value."""
    if value is None:
        return NONE
    if record.schedule:
        return f"× {number(value, 2, basis.locale)}"
    return shown(value, record, basis.resolved.currency, basis.locale).partition(" ")[0]


def _likely(basis: Basis, record: Assumption) -> str:
    currency = basis.resolved.currency
    if record.schedule is None:
        return shown(record.value, record, currency, basis.locale)
    values = record.schedule.values
    kept = periods_shown(values[:_MOST_PERIODS], record, basis.locale)
    more = "; …" if len(values) > _MOST_PERIODS else ""
    return f"{kept}{more} by {record.schedule.by} ({unit_words(record, currency)})"


def _said(basis: Basis) -> Iterator[Block]:
    case = basis.case
    if not case.published and not case.assumed:
        yield from text(
            "The case does not say which parts of it are published. The grades above say how each value is known."
        )
    for strong, facts in (("Published:", case.published), ("Assumed:", case.assumed)):
        if facts:
            yield Paragraph("", strong)
            yield Points(tuple(map(Paragraph, facts)))


def _sources(basis: Basis) -> Iterator[Block]:
    if not basis.references:
        yield from text("No assumption names a source.")
        return
    yield Bibliography(basis.references)
