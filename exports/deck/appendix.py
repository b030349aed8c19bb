"""The appendix: how each figure is computed, what makes differences, ranges over time, open questions, all assumptions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from exports import risk_words, side_by_side, wording
from exports.charts.bridge import shown
from exports.deck import native
from exports.deck.charting import unit_of
from exports.deck.content import Picture, Slide, Table
from exports.deck.facts import Facts, name
from exports.deck.proof_slides import assumption_table, by_swing, risk_notes, shown_first
from exports.headline import explain_figure
from model.names import counted, uncapitalised

if TYPE_CHECKING:
    from model.risk.findings import Simulation

_MOST_BRIDGES = 2
_APPENDIX = "Appendix: "


def appendix(facts: Facts) -> Iterator[Slide]:
    """Return what stands behind the slides: formulas, ranges over time, open questions, the other assumptions."""
    yield _formulas(facts)
    yield from _bridges(facts)
    if facts.simulation is not None:
        yield _ranges(facts, facts.simulation)
    open_points = _open(facts)
    if open_points.rows:
        yield Slide(f"{_APPENDIX}{_open_title(facts, len(open_points.rows))}", (open_points,), source=facts.source)
    rest = by_swing(facts)[len(shown_first(facts)) :]
    if rest:
        title = f"{_APPENDIX}the other {counted(len(rest), 'assumption')}"
        yield Slide(
            title,
            (replace(assumption_table(facts, rest, "", 1), sizes=(9, 8.5, 8)),),
            source="Source: as named in each row",
        )


def _formulas(facts: Facts) -> Slide:
    keys = ("npv", "roi", "benefit_cost_ratio", "irr", "mirr", "payback_months", "discounted_payback_months", "peak_funding", "npv_cashable_only", "equivalent_annual_value")  # fmt: skip
    found = [explain_figure(facts.appraisal, key) for key in keys]
    rows = tuple((one.label, one.value, one.formula, one.figures) for one in found)
    table = Table(
        ("Figure", "Value", "Formula in words", "In figures of the case"),
        rows,
        (2.3, 1.0, 3.0, 3.6),
        frozenset((1,)),
        most_lines=3,
    )
    notes = tuple(f"{one.label}. {one.meaning} {one.convention}.{f' {one.note}' if one.note else ''}" for one in found)
    return Slide(
        f"{_APPENDIX}how each figure is computed", (table,), source=facts.source, notes=(*notes, *facts.appraisal.notes)
    )


def _bridges(facts: Facts) -> Iterator[Slide]:
    """Return what makes the difference to each other scenario that goes with the case."""
    comparison = facts.order.comparison
    for found in comparison.bridges[:_MOST_BRIDGES] if comparison else ():
        if found is None or not found.parts:
            continue
        steps = [native.Step(name(found.from_label), found.from_npv, facts.short(found.from_npv), is_total=True)]
        for part in shown(found.parts):
            label = f"+{facts.short(part.amount)}" if part.amount > 0 else facts.short(part.amount)
            steps.append(native.Step(name(part.name), part.amount, label))
        steps.append(native.Step(name(found.to_label), found.to_npv, facts.short(found.to_npv), is_total=True))
        rows = "; ".join(" ".join(row) for row in side_by_side.bridge_rows(found))
        chart = Picture(partial(_bridge, steps, facts.currency), "What each change does to NPV", rows)
        title = f"{_APPENDIX}{uncapitalised(side_by_side.bridge_title(found))}"
        yield Slide(
            title, (chart,), source=facts.source, notes=(side_by_side.bridge_method(found), rows, *found.warnings)
        )


def _bridge(steps: Sequence[native.Step], currency: str, spot: native.Spot) -> Any:
    return native.waterfall(spot, steps, currency)


def _ranges(facts: Facts, found: Simulation) -> Slide:
    last = {
        percent: f"{label}: {facts.short(found.cash[percent][-1])}"
        for percent, label in ((5, "P5"), (50, "P50"), (95, "P95"))
    }
    unit = unit_of([*found.cash[5], *found.cash[95]], facts.currency)
    chart = Picture(
        lambda spot: native.fan(spot, found.cash, facts.currency, last),
        f"Cumulative cash by month, {unit.words}: middle, half and 9 in 10 of the draws",
        "; ".join(f"{label} at the end" for label in last.values()),
    )  # fmt: skip
    rows = tuple((row[0], *row[2:]) for row in risk_words.figure_rows(found))
    table = Table(
        ("Figure", "At likely values", "P5", "P50", "P95"), rows, (2.0, 1.2, 1.1, 1.1, 1.1), frozenset((1, 2, 3, 4)),
        caption="Each figure as a range (P5: 1 draw in 20 lies below)",
    )  # fmt: skip
    title = f"{_APPENDIX}{uncapitalised(risk_words.paid_back_words(found, facts.horizon))}"
    return Slide(
        title,
        (chart, table),
        (1.1, 1.0),
        source=f"Source: {risk_words.drawn_words(found)}",
        notes=tuple(risk_notes(facts)),
    )


def _open_title(facts: Facts, rows: int) -> str:
    """Return how many questions there are, as every other page counts them, and how much the case lacks."""
    asked = len(facts.appraisal.challenges)
    lacking = f"{rows - asked} thing{'s' if rows - asked > 1 else ''} the case lacks"
    if not asked:
        return lacking
    them = "it" if asked == 1 else "them"
    return (
        f"{counted(asked, 'question')} finance will ask, and {lacking if rows > asked else f'what to do about {them}'}"
    )


def _open(facts: Facts) -> Table:
    """Return what is asked about the case, and what it lacks."""
    rows = [
        (wording.SEVERITY_NAMES[one.severity], wording.challenge_place(facts.appraisal, one) or "Whole case", one.message, one.remedy)
        for one in facts.appraisal.challenges
    ]  # fmt: skip
    for is_missing, what, remedy in (
        (not facts.resolved.goals, "No strategic goal is named.", "Name the goals the community serves."),
        (not facts.resolved.kpis, "No KPI is named.", "Name how anybody would know that it works."),
        (not facts.resolved.plan, "There is no plan.", "Say what is done when, and by whom."),
    ):
        if is_missing and not any(row[2].startswith(what[:16]) for row in rows):
            rows.append((wording.SEVERITY_NAMES["medium"], "Whole case", what, remedy))
    return Table(
        ("How serious", "About", "What is asked", "What to do"), tuple(rows), (1.0, 1.6, 3.6, 3.6), most_lines=4
    )
