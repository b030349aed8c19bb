"""Risks: the range of outcomes, what to measure first, and what reviewers will ask, with what mends it."""

from __future__ import annotations

from collections.abc import Iterator

from exports import charts, risk_words, wording
from exports.memo.basis import Basis
from exports.memo.content import LOW, Block, Paragraph, Picture, Points, Section, note, table, text
from exports.memo.summary import evidence, on_average, unsure
from model.names import capitalised, counted
from model.result import Challenge
from model.risk.findings import Simulation

_MOST_LEARNINGS = 5
_MOST_TIDY = 12
"""How many findings of the lowest rank are listed."""


def section(basis: Basis) -> Section:
    """Return the risks."""
    return Section(
        "Risks",
        sections=(
            Section("The range of outcomes", tuple(_outcomes(basis))),
            Section("What to measure first", tuple(_learning(basis))),
            Section("What reviewers will ask", tuple(_challenges(basis))),
        ),
    )


def _outcomes(basis: Basis) -> Iterator[Block]:
    drawn = basis.order.simulation
    if basis.is_idle:
        yield from text("Doing nothing has no range: it is what everything else is measured against.")
        return
    if drawn is None:
        yield from text(unsure(basis))
        return
    said = (risk_words.answer(drawn, basis.locale), risk_words.likely_words(drawn, basis.locale))
    yield from text(*said, on_average(basis), _in_time(basis, drawn))
    yield Picture(charts.npv_histogram(drawn, look=basis.look, locale=basis.locale), LOW)
    rows = risk_words.figure_rows(drawn, basis.locale)
    yield from table("Ranges of the headline figures", risk_words.FIGURE_COLUMNS, rows, (19, 27, 13, 14, 13, 14), 2)
    yield from note(
        "P5, P50 and P95: one draw in 20, half of them and 19 in 20 lie below.",
        risk_words.drawn_words(drawn, basis.locale),
        *(f"{capitalised(warning.rstrip('.'))}." for warning in drawn.warnings),
    )
    yield Picture(charts.cash_fan(drawn, look=basis.look, locale=basis.locale))


def _in_time(basis: Basis, drawn: Simulation) -> str:
    return f"{risk_words.paid_back_words(drawn, basis.over)}."


# --- measuring ---------------------------------------------------------------------------------------------------


def _learning(basis: Basis) -> Iterator[Block]:
    found = basis.information
    if found is None:
        yield from text("Without ranges nobody can say what is worth measuring first.", evidence(basis))
        return
    yield from text(found.sentence)
    sure = [one for one in found.each if one.is_sure][:_MOST_LEARNINGS]
    if not sure:
        yield from text("Measuring a single value before deciding would hardly change the decision.")
        return
    program = basis.analysis.program
    yield Points(tuple(Paragraph(risk_words.learning_words(program, one)) for one in sure), is_numbered=True)
    yield from note(
        "Each is the most it could be worth to know that value before deciding; a survey or a pilot should cost less."
    )


# --- challenges --------------------------------------------------------------------------------------------------


def _challenges(basis: Basis) -> Iterator[Block]:
    found = basis.appraisal.challenges
    if not found:
        yield from text("A check of the case against what finance reviewers usually ask found nothing to add.")
        return
    serious = sum(one.severity == "high" for one in found)
    yield from text(
        f"{counted(len(found), 'question')} {'is' if len(found) == 1 else 'are'} open, {serious or 'none'} of them serious. Each stands with what would mend it."
    )
    tidy = [one for one in found if one.severity == "low"]
    kept = [one for one in found if one.severity != "low"] + tidy[:_MOST_TIDY]
    rows = [_row(one) for one in kept]
    yield from table(
        "Open questions, the gravest first",
        ("Weight", "What a reviewer will ask", "What mends it"),
        rows,
        (16, 46, 38),
        3,
    )
    if len(tidy) > _MOST_TIDY:
        yield from note(f"{counted(len(tidy) - _MOST_TIDY, 'more small finding')} can be tidied up.")


def _row(one: Challenge) -> tuple[str, ...]:
    return (wording.SEVERITY_NAMES[one.severity], one.message, one.remedy)
