"""The appendix: how each figure was computed, every money line in words, the checks, and where the figures come from."""

from __future__ import annotations

from collections.abc import Iterator

from exports import wording
from exports.headline import explain_figure
from exports.memo.basis import Basis
from exports.memo.content import Block, Paragraph, Points, Row, Section, table, text
from exports.workings import WORKINGS
from model.names import capitalised, counted

_MOST_LINES = 120


def section(basis: Basis) -> Section:
    """Return the appendix."""
    return Section(
        "Appendix: how the figures were computed",
        sections=(
            Section("Headline figures", tuple(_figures(basis))),
            Section("Benefits and costs, line by line", tuple(_lines(basis))),
            Section("Checks", tuple(_checks(basis))),
        ),
    )


def _figures(basis: Basis) -> Iterator[Block]:
    yield from text("Amounts are shown rounded and computed unrounded.")
    found = [explain_figure(basis.appraisal, key, basis.locale) for key in WORKINGS]
    rows = [(one.label, f"{one.meaning} {one.formula}.", one.figures) for one in found]
    yield from table(
        "What each figure means, and how it comes about", ("Figure", "In words", "In figures"), rows, (22, 43, 35), 3
    )


def _lines(basis: Basis) -> Iterator[Block]:
    money = basis.appraisal.run.money
    if not money:
        yield from text("No line of the case brings or costs money.")
        return
    yield from text("Each amount is computed for every month by one formula, here in words.")
    rows: list[Row] = []
    for kind, head in (("benefit", "Benefits"), ("cost", "Costs")):
        said = [(line.label, _words(basis, line.id)) for line in money if line.kind == kind]
        rows += [(head,), *said] if said else []
    yield from table("Benefits and costs in words", ("Line", "What a month comes to"), rows[:_MOST_LINES], (30, 70), 2)
    if len(rows) > _MOST_LINES:
        yield from text(f"{counted(len(rows) - _MOST_LINES, 'more line')} stand in the workbook.")


def _words(basis: Basis, line: str) -> str:
    found = basis.analysis.explain(line)
    parts = " ".join(f"{capitalised(name)} is {words}." for name, words in found.parts)
    return f"{capitalised(found.words.rstrip('.'))}. {parts}".strip()


def _checks(basis: Basis) -> Iterator[Block]:
    failed = basis.appraisal.failed_checks
    if not failed:
        yield from text(
            f"The model holds together: all {len(basis.appraisal.integrity)} checks hold, such as that months add up to years, streams to totals, and the worth of all lines to NPV."
        )
        return
    yield Paragraph("The model does not hold together. Do not rely on its figures before this is mended.", "Warning.")
    yield Points(tuple(Paragraph(f"{capitalised(check.check)}: {check.detail or wording.NONE}.") for check in failed))
