"""What a comparison says first: one sentence, which figure is the best of each, what every step adds; and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from exports import wording
from exports.side_by_side import scenario_name
from exports.tables import cell
from model.evidence import Assumption
from model.finance import TIMING_NAMES
from model.money import LOCALE
from model.names import capitalised, uncapitalised
from model.options import Increment, OptionsAppraisal
from model.resolved import Resolved
from model.result import Appraisal
from scenarios.bridge import Bridge, Part
from scenarios.comparison import Comparison

_CENT = 0.005


# --- the answer --------------------------------------------------------------------------------------------------


def answer(comparison: Comparison, bridge: Bridge | None = None, locale: str = LOCALE) -> str:
    """Return in a sentence what comes out: the difference of two with what makes most of it, or the best and the least."""
    if not comparison.is_one_currency:
        return "The amounts are in different currencies: they stand side by side, and none is set against another."
    so_far = "So far, " if any(entry.left_out for entry in comparison.entries) else ""
    said = _of_two(comparison, bridge, locale) if len(comparison.entries) == 2 else _of_many(comparison, locale)
    return f"{so_far}{uncapitalised(said)}" if so_far else said


def _of_two(comparison: Comparison, bridge: Bridge | None, locale: str) -> str:
    (first, second), (one, other) = comparison.labels, comparison.appraisals
    gap = other.figures.npv - one.figures.npv
    currency = one.run.graph.resolved.currency
    name, before = capitalised(scenario_name(second)), scenario_name(first)
    if abs(gap) < _CENT:
        return f"{name} is worth as much as {before}."
    said = f"{name} is worth {wording.money_short(abs(gap), currency, locale)} {'more' if gap > 0 else 'less'} than {before}"
    cause = bridge and main_cause(bridge, locale)
    return f"{said}; {cause}." if cause else f"{said}."


def _of_many(comparison: Comparison, locale: str) -> str:
    found = sorted(zip(comparison.labels, comparison.appraisals, strict=True), key=lambda item: -item[1].figures.npv)
    currency = found[0][1].run.graph.resolved.currency
    (best, first), (least, last) = found[0], found[-1]
    if first.figures.npv - last.figures.npv < _CENT:
        return f"All {len(found)} are worth the same: {wording.money_short(first.figures.npv, currency, locale)}."
    most, few = (wording.money_short(item.figures.npv, currency, locale) for item in (first, last))
    return (
        f"Of these {len(found)}, {scenario_name(best)} is worth most ({most}) and {scenario_name(least)} least ({few})."
    )


_LEAST_SHARE, _ALL, _MORE, _MOST = 0.2, 0.995, 1.05, 2.0


def main_cause(bridge: Bridge, locale: str = LOCALE) -> str:
    """Return what makes most of a difference, as the rest of a sentence; nothing where no part goes its way."""
    main = next((part for part in bridge.parts if part.amount * bridge.difference > 0), None)
    if main is None or abs(bridge.difference) < _CENT:
        return ""
    share, named = main.amount / bridge.difference, _cause(main)
    if share > _MORE:
        amount = wording.money_short(abs(main.amount), bridge.currency, locale)
        way = "adds" if main.amount > 0 else "takes away"
        return (
            f"{named} alone {way} {amount}, and other changes make up for {'most' if share > _MOST else 'part'} of that"
        )
    if share < _LEAST_SHARE:
        return f"many changes add up to it, the largest being {named}"
    words = "all" if share >= _ALL else wording.share_words(share)
    return f"{words} of it comes from {named}"


def _cause(part: Part) -> str:
    return f"“{part.name}” ({part.change})" if part.change else f"“{part.name}”"


# --- figures -----------------------------------------------------------------------------------------------------

HEADLINES = ("npv", "roi", "payback_months", "peak_funding", "irr", "pv_benefits", "pv_costs")
"""The figures that are shown first."""
_MORE_IS_BETTER: Mapping[str, bool] = {
    "npv": True, "npv_cashable_only": True, "roi": True, "roi_undiscounted": True, "benefit_cost_ratio": True,
    "irr": True, "mirr": True, "equivalent_annual_value": True,
    "payback_months": False, "discounted_payback_months": False, "peak_funding": False,
}  # fmt: skip
_MONEY = ("npv", "npv_cashable_only", "equivalent_annual_value", "peak_funding")


def best(comparison: Comparison, key: str, locale: str = LOCALE) -> frozenset[int]:
    """Return which scenarios have the best of a figure, as it is written; none where all have it, or it cannot be told."""
    if key not in _MORE_IS_BETTER or (key in _MONEY and not comparison.is_one_currency):
        return frozenset()
    values = [getattr(appraisal.figures, key) for appraisal in comparison.appraisals]
    known = [value for value in values if value is not None]
    if not known:
        return frozenset()
    top = max(known) if _MORE_IS_BETTER[key] else min(known)
    texts = [wording.figure_text(appraisal, key, locale) for appraisal in comparison.appraisals]
    found = frozenset(i for i, text in enumerate(texts) if text == texts[values.index(top)])
    return frozenset() if len(found) == len(values) else found


def figure_text(appraisal: Appraisal, key: str, locale: str = LOCALE) -> str:
    """Return a figure as people read it; a payback there is none of is not reached."""
    is_open = key.endswith("payback_months") and getattr(appraisal.figures, key) is None and appraisal.run.money
    return "not reached" if is_open else wording.figure_text(appraisal, key, locale)


def conventions(comparison: Comparison, locale: str = LOCALE) -> tuple[str, list[tuple[str, tuple[str, ...]]]]:
    """Return how money is counted: what holds for all in one text, and where they differ a row each with its name."""
    cases = [appraisal.run.graph.resolved for appraisal in comparison.appraisals]
    rows = [(name, tuple(read(case, locale) for case in cases)) for name, read in _CONVENTIONS.items()]
    return ", ".join(texts[0] for _, texts in rows if len(set(texts)) == 1), [
        row for row in rows if len(set(row[1])) > 1
    ]


_START = "First month"
_CONVENTIONS: Mapping[str, Callable[[Resolved, str], str]] = {
    "Discount rate": lambda case, locale: f"{wording.percent(case.discount.rate, 1, locale)} a year",
    "When flows fall (timing)": lambda case, _: TIMING_NAMES[case.discount.timing],
    "How far it looks ahead": lambda case, _: wording.duration(case.months),
    _START: lambda case, locale: wording.month_name(case.start, 1, locale),
    "What counts": lambda case, _: "all benefits" if case.counting == "all" else "cashable savings only",
}


# --- options -----------------------------------------------------------------------------------------------------


def step_sentences(comparison: Comparison, options: OptionsAppraisal, locale: str = LOCALE) -> list[str]:
    """Return what each option adds to the one before it, as a champion would say it."""
    rates = {appraisal.run.graph.resolved.discount.rate for appraisal in comparison.appraisals}
    asked = rates.pop() if len(rates) == 1 else None
    return [f"{_step(step, options.currency, locale)} {_return(step, asked, locale)}" for step in options.increments]


def _step(step: Increment, currency: str, locale: str) -> str:
    name, before = capitalised(scenario_name(step.label)), scenario_name(step.before)
    costs, npv = (wording.money_short(abs(amount), currency, locale) for amount in (step.pv_costs, step.npv))
    spent = f"costs {costs} more than {before}" if step.pv_costs >= _CENT else f"costs as much as {before}"
    if abs(step.npv) < _CENT:
        return f"{name} {spent} at today's value and is worth the same."
    gained = f"{npv} more on top of its cost" if step.npv > 0 else f"{npv} less once that is paid"
    return f"{name} {spent} at today's value and is worth {gained}."


_HIGHEST_RATE = 10.0
"""An IRR of 1,000% a year: above it a rate is no measure of a step."""


def _return(step: Increment, asked: float | None, locale: str) -> str:
    """Return what the extra money earns a year, held against the rate that is asked for; None where rates differ."""
    if step.irr.value is None:
        return f"There is no yearly return on that step alone (IRR): {step.irr.note}."
    if step.irr.value > _HIGHEST_RATE:
        return "So little more is spent before it comes back that a yearly return on it (IRR) says nothing: go by what it is worth."
    rate = wording.rate(step.irr.value, locale)
    if asked is None:
        return f"The extra money earns {rate} a year (IRR)."
    if (step.irr.value > asked) != (step.npv > 0):
        return f"Its yearly return (IRR, {rate}) misleads, as money comes in first and goes out later: go by what it is worth."
    wanted = wording.percent(asked, 1, locale)
    if step.npv > 0:
        return f"The extra money earns {rate} a year (IRR), more than the discount rate of {wanted}."
    if step.irr.value < 0:
        return f"Not all of the extra money comes back: it earns {rate} a year (IRR)."
    return f"The extra money earns {rate} a year (IRR), less than the discount rate of {wanted}."


# --- CSV ---------------------------------------------------------------------------------------------------------

CSV_COLUMNS = ("part", "id", "label", "scenario", "currency", "value", "text")


def comparison_csv(comparison: Comparison, bridges: Sequence[Bridge] = ()) -> str:
    """Return a comparison as CSV, one value a row: figures, settings, assumptions, lines, streams, cash, bridges.

    Numbers are written in full. A text that a spreadsheet would take for a formula gets a leading apostrophe.
    """
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\r\n")
    rows.writerow(CSV_COLUMNS)
    for row in (*_csv_rows(comparison), *_bridge_rows(bridges)):
        rows.writerow([cell(value) for value in row])
    return written.getvalue()


_CsvRow = tuple[str, str, str, str, str, float | None, str]


def _csv_rows(comparison: Comparison) -> Iterator[_CsvRow]:
    """Yield a row for each scenario and each thing that is compared."""
    columns = [
        (label, appraisal.run.graph.resolved.currency)
        for label, appraisal in zip(comparison.labels, comparison.appraisals, strict=True)
    ]
    for part, name, label, cells in _csv_parts(comparison):
        for column, cell_values in zip(columns, cells, strict=True):
            yield part, name, label, *column, *cell_values


def _csv_parts(comparison: Comparison) -> Iterator[tuple[str, str, str, list[tuple[float | None, str]]]]:
    """Yield everything that is compared: what it is a part of, its id, its label, and by scenario its value and text."""
    for key in wording.FIGURE_LABELS:
        values = [getattr(appraisal.figures, key) for appraisal in comparison.appraisals]
        yield "figure", key, wording.figure_label(key), [(value, "") for value in values]
    for difference in comparison.settings:
        yield "setting", difference.field, difference.label, [(None, _said(value)) for value in difference.values]
    for row in comparison.assumptions:
        cells = [(record.value if record else None, _evidence(record)) for record in row.records]
        yield "assumption", row.id, row.label, cells
    for part, worths in (("line", comparison.lines), ("stream", comparison.streams)):
        for worth in worths:
            yield part, worth.id, worth.label, [(value, worth.kind) for value in worth.present_values]
    yield from _csv_cash(comparison)


def _csv_cash(comparison: Comparison) -> Iterator[tuple[str, str, str, list[tuple[float | None, str]]]]:
    """Yield the cumulative cash by month of each case; one that has ended has no more."""
    found = [dict(zip(curve.months, curve.amounts, strict=True)) for curve in comparison.curves()]
    for month in sorted({month for amounts in found for month in amounts}):
        yield "cumulative cash", str(month), f"Month {month}", [(amounts.get(month), "") for amounts in found]


def _said(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else "" if value is None else str(value)


def _evidence(record: Assumption | None) -> str:
    if record is None:
        return "not used"
    sources = "; ".join(map(str, record.source)) or "no source"
    return f"{wording.GRADE_NAMES[record.evidence]}; {sources}"


def _bridge_rows(bridges: Sequence[Bridge]) -> Iterator[_CsvRow]:
    for bridge in bridges:
        way = f"{bridge.from_label} to {bridge.to_label}"
        for part in bridge.parts:
            error = "" if part.standard_error is None else f"standard error {part.standard_error!r}"
            yield "bridge", part.id, part.label, way, bridge.currency, part.amount, error
