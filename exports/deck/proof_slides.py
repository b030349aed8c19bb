"""The slides that defend the case: how sure it is, the options beside it, and what it rests on."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from exports import risk_words, side_by_side, wording
from exports.charts.risk import npv_bins
from exports.deck import native
from exports.deck.charting import unit_of
from exports.deck.content import Picture, Slide, Table, Words
from exports.deck.facts import Facts, name, span_words
from model.names import GRADE_NAMES, capitalised
from model.risk.naming import value_text
from scenarios.bridge_words import value_said

if TYPE_CHECKING:
    from model.evidence import Assumption
    from model.risk.findings import Simulation

_MOST_BARS = 8
_MOST_SHOWN, _ALL_SHOWN = 9, 12
_MOST_BINS = 16


# --- risk --------------------------------------------------------------------------------------------------------


def risk(facts: Facts) -> Slide | None:
    """Return how often the case pays, and what moves it most; None where no money moves."""
    parts: list[Picture | Words] = []
    if facts.simulation is not None:
        parts.append(_histogram(facts, facts.simulation))
    if facts.tornado is not None:
        parts.append(_tornado(facts))
    if not parts:
        return None
    source = facts.source if facts.simulation is None else f"Source: {risk_words.drawn_words(facts.simulation)}"
    return Slide(
        risk_title(facts), tuple(parts), (1.1, 1.25)[-len(parts) :], source=source, notes=tuple(risk_notes(facts))
    )


def risk_title(facts: Facts) -> str:
    """Return how likely the case pays and in which span, or what moves it if nothing was drawn."""
    found = facts.simulation
    if found is None:
        first = f"; {name(facts.tornado.bars[0].label)} moves the result most" if facts.tornado else ""
        return f"{'Every value is taken as certain' if facts.is_certain else 'Most draws cannot be computed'}{first}"
    low, high = (found.figures["npv"].percentile(percent) for percent in (5, 95))
    pays = risk_words.pays_words(found)
    if low is None or high is None:
        return pays
    return f"{pays}; 9 in 10 outcomes lie {wording.span_words(low, high, facts.currency)}"


def _histogram(facts: Facts, found: Simulation) -> Picture:
    bins = wider_bins(npv_bins(found.npv[np.isfinite(found.npv)].tolist()))
    unit = unit_of([low for low, _, _ in bins], facts.currency, is_short=True)
    return Picture(
        lambda spot: native.histogram(spot, bins, facts.currency),
        f"Draws of 100 by worth today (NPV), {unit.words}; each bar begins at its amount",
        f"{risk_words.answer(found)} {risk_words.likely_words(found)}",
    )


def wider_bins(bins: Sequence[tuple[float, float, int]], most: int = _MOST_BINS) -> list[tuple[float, float, int]]:
    """Return bars of a spread put together until there are few enough to be named; nought stays an edge."""
    width = bins[0][1] - bins[0][0]
    together = -(-len(bins) // most)
    found: dict[int, int] = {}
    for low, _, count in bins:
        place = math.floor(round(low / width) / together)
        found[place] = found.get(place, 0) + count
    wide = width * together
    return [(place * wide, (place + 1) * wide, count) for place, count in sorted(found.items())]


def _tornado(facts: Facts) -> Picture:
    found = facts.tornado
    assert found is not None
    bars = found.bars[:_MOST_BARS]
    doubt = "; the usual doubt where none is stated" if any(bar.basis == "doubt" for bar in bars) else ""
    reaches = [
        native.Reach(f"{name(bar.label)}\n{span_words(bar.low_text, bar.high_text)}", bar.npv_at_low, bar.npv_at_high)
        for bar in bars
    ]
    unit = unit_of([move for r in reaches for move in (r.at_low - found.npv, r.at_high - found.npv)], facts.currency)
    return Picture(
        lambda spot: native.tornado(spot, found.npv, reaches, facts.currency),
        f"Change of NPV from {facts.short(found.npv)} at both ends of each range, {unit.words}{doubt}",
        " ".join(bar.sentence for bar in bars),
    )


def risk_notes(facts: Facts) -> Iterator[str]:
    """Return what the speaker says of risk: every figure as a range, what each bar of the tornado means, failing checks."""
    if facts.simulation is not None:
        found = facts.simulation
        yield risk_words.answer(found)
        yield risk_words.likely_words(found)
        for row in risk_words.figure_rows(found):
            yield f"{row[0]}: {row[1]} At likely values {row[2]}; P5 {row[3]}, P50 {row[4]}, P95 {row[5]}."
        yield from found.warnings
    if facts.tornado is not None:
        yield "Tornado: one assumption at a time at the ends of its range, all others at their likely values; the bars are NPV there − NPV at likely values."
        yield from (bar.sentence for bar in facts.tornado.bars[:_MOST_BARS])
    for check in facts.appraisal.failed_checks:
        yield f"A check of the model fails: {check.check}."


# --- options -----------------------------------------------------------------------------------------------------


def options(facts: Facts) -> Slide | None:
    """Return the options beside each other and beside doing nothing; None where there is no other one."""
    found = facts.options
    if found is None:
        return _unranked(facts)
    if len(found.rows) == 1:
        return None
    ranked = found.ranked()
    names = [name(row.label) for row in ranked]
    npv, worst = [row.npv for row in ranked], [row.lowest_npv for row in ranked]
    unit = unit_of([*npv, *worst], facts.currency)
    chart = Picture(
        lambda spot: native.options(spot, names, npv, worst, facts.currency), f"Worth today (NPV) of each scenario, {unit.words}",
        "; ".join(f"{row.label}: {facts.money(row.npv)}, with one value at its worst {facts.money(row.lowest_npv)}" for row in ranked),
    )  # fmt: skip
    rows = tuple(
        (row.label, facts.short(row.npv), wording.percent(row.roi), wording.payback(row.payback_months) if row.pv_costs else "–", facts.short(row.peak_funding), facts.short(row.lowest_npv))
        for row in ranked
    )  # fmt: skip
    table = Table(
        ("Scenario", "NPV", "ROI", "Payback", "Peak funding", side_by_side.WORST), rows, (1.5, 0.95, 0.75, 1.3, 0.95, 1.25), frozenset(range(1, 6)),
        frozenset(place for place, row in enumerate(ranked) if row.label == facts.own), caption="Figures of each scenario",
    )  # fmt: skip
    notes = (
        side_by_side.RISK_NOTE,
        *found.notes,
        *(f"{row[0]}: {_step(row)}" for row in side_by_side.increment_rows(found)),
    )
    source = f"{facts.source}. {side_by_side.RISK_NOTE}"
    return Slide(options_title(facts), (chart, table), (1.0, 1.15), source=source, notes=notes)


def options_title(facts: Facts) -> str:
    """Return what the scenario is worth beside the others, the best and the least of them named."""
    found = facts.options
    own = next((row for row in found.rows if row.label == facts.own), None) if found else None
    if found is None or own is None:
        return side_by_side.options_title(found) if found else "The options are not ranked"
    others = [row for row in found.ranked() if row is not own]
    said = capitalised(side_by_side.scenario_name(own.label))
    worth = facts.short(own.npv)
    if own.places["npv"] == 1:
        first = others[0] if others else None
        beside = (
            f"; next comes {side_by_side.scenario_name(first.label)} with {facts.short(first.npv)}" if first else ""
        )
        return f"{said} is worth {'as much as any option' if first and first.places['npv'] == 1 else 'most'}: {worth}{beside}"
    if len(others) == 1:
        return f"{said} is worth {worth}, less than {side_by_side.scenario_name(others[0].label)} with {facts.short(others[0].npv)}"
    (best, most), (least, few) = (
        (side_by_side.scenario_name(row.label), facts.short(row.npv)) for row in (others[0], others[-1])
    )
    return f"{said} is worth {worth}; the others range from {few} ({least}) to {most} ({best})"


def _step(row: tuple[str, ...]) -> str:
    return f"against {row[1]}: {row[2]} more costs today, {row[3]} more worth (NPV), return of the step {row[4]}."


def _unranked(facts: Facts) -> Slide | None:
    """Return the figures of options in several currencies, which stand side by side and are not ranked."""
    comparison = facts.order.comparison
    if comparison is None:
        return None
    rows = tuple(side_by_side.figure_rows(comparison))
    columns = side_by_side.columns(comparison)
    table = Table(
        columns, rows, (2.2, *(1.0 for _ in columns[1:])), frozenset(range(1, len(columns))), caption="Headline figures"
    )
    title = "The options are in several currencies: they stand side by side, and none is ranked"
    return Slide(title, (table,), source="Source: models of the cases named", notes=comparison.warnings)


# --- assumptions -------------------------------------------------------------------------------------------------


def assumptions(facts: Facts) -> Slide | None:
    """Return the assumptions that move the result most, with their ranges, grades and sources; None where there are none."""
    names = by_swing(facts)
    if not names:
        return None
    first = shown_first(facts)
    rest = len(names) - len(first)
    caption = "The assumptions that move NPV most" + (f"; {rest} more in the appendix" if rest else "")
    table = assumption_table(facts, first, caption)
    source = "Source: as named in each row; the move is the NPV at one end of the range less that at the other"
    notes = tuple(_assumption_note(facts, one) for one in first)
    return Slide(assumptions_title(facts), (table,), source=source, notes=notes)


def by_swing(facts: Facts) -> list[str]:
    """Return every assumption, those that move NPV most first."""
    order = [swing.assumption for swing in facts.appraisal.swings.found]
    return [*order, *(one for one in facts.resolved.assumptions if one not in order)]


def shown_first(facts: Facts) -> list[str]:
    """Return the assumptions that stand on their slide; the others are left to the appendix, unless they are few."""
    names = by_swing(facts)
    return names if len(names) <= _ALL_SHOWN else names[:_MOST_SHOWN]


def assumptions_title(facts: Facts) -> str:
    """Return how well the values that matter most are known."""
    first = shown_first(facts)
    grades = Counter(_record(facts, one).evidence for one in first)
    guesses, known = grades["guess"], grades["measured"] + grades["published"]
    count = len(first)
    if count == 1:
        return f"The case rests on one assumption: {GRADE_NAMES[_record(facts, first[0]).evidence].lower()}"
    of = f"of the {count} assumptions that matter most"
    if guesses:
        backed = (
            f"; {known} {'is' if known == 1 else 'are'} measured or published"
            if known
            else ", and none is measured or published"
        )
        return f"{guesses} {of} {'is a guess' if guesses == 1 else 'are guesses'}{backed}".replace(
            f"{count} of the {count}", f"All {count}", 1
        )
    return f"None {of} is a guess; {known} {'is' if known == 1 else 'are'} measured or published"


def _record(facts: Facts, one: str) -> Assumption:
    return facts.resolved.assumptions[one].record


def assumption_table(facts: Facts, names: list[str], caption: str, lines: int = 2) -> Table:
    """Return assumptions with value, range, grade and source, each text on at most so many lines."""
    swings = {swing.assumption: swing.size for swing in facts.appraisal.swings.found}
    rows = tuple((*_assumption_row(facts, one), facts.short(swings[one]) if one in swings else "–") for one in names)
    return Table(
        ("Assumption", "Value", "Range", "Evidence", "Source", "Moves NPV by"), rows, (2.3, 1.35, 1.65, 1.5, 3.0, 0.9) if lines > 1 else (2.2, 1.75, 2.2, 1.35, 2.3, 0.95),
        frozenset((5,)), caption=caption, most_lines=lines,
    )  # fmt: skip


def _assumption_row(facts: Facts, one: str) -> tuple[str, ...]:
    record = _record(facts, one)
    span = record.range()
    program = facts.order.program
    if span is None or span[0] == span[1]:
        said = "none stated"
    elif record.schedule is not None:
        said = f"{wording.number(span[0], 2)} to {wording.number(span[1], 2)} times"
    else:
        said = span_words(*(value_text(program, one, end) for end in span))
    return (
        facts.appraisal.run.label(one), value_said(record, facts.currency, wording_locale()), said,
        GRADE_NAMES[record.evidence], "; ".join(map(str, record.source)) or "no source",
    )  # fmt: skip


def wording_locale() -> str:
    """Return the locale numbers are written in."""
    from model.money import LOCALE

    return LOCALE


def _assumption_note(facts: Facts, one: str) -> str:
    record = _record(facts, one)
    sources = "; ".join(map(str, record.source)) or "no source"
    note = f" {record.note}" if record.note else ""
    return f"{facts.appraisal.run.label(one)}: {record.question or ''} Source: {sources}. {GRADE_NAMES[record.evidence]}.{note}"


__all__ = ["assumptions", "options", "risk"]
