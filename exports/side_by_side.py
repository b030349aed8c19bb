"""Scenarios side by side as people read them: a title that says what comes out, and the rows of each table."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from exports import wording
from model.compare import Difference, LineRow, StreamRow
from model.evidence import Assumption
from model.finance import TIMING_NAMES
from model.money import LOCALE
from model.names import KIND_NAMES, capitalised, counted, listed, uncapitalised
from model.options import CRITERIA, OptionsAppraisal
from scenarios.bridge import BASE_CASE, Bridge
from scenarios.bridge_words import value_said
from scenarios.comparison import Comparison

Row = tuple[str, ...]
_CENT, _HALF = 0.005, 0.5
MOST_NAMED = 7
"""How many parts of a bridge are named before the rest is added up."""


def columns(comparison: Comparison) -> Row:
    """Return the heads of the columns: one for what stands in a row, then one for each scenario."""
    return ("", *comparison.labels)


def figure_rows(comparison: Comparison, locale: str = LOCALE) -> list[Row]:
    """Return the headline figures of every scenario, each in its own currency."""
    found = [wording.figure_rows(appraisal, locale) for appraisal in comparison.appraisals]
    return [(cells[0][0], *(value for _, value in cells)) for cells in zip(*found, strict=True)]


# --- what differs ------------------------------------------------------------------------------------------------


def setting_rows(comparison: Comparison, locale: str = LOCALE) -> list[Row]:
    """Return the settings and streams that differ."""
    return [(row.label, *(_setting(row, value, locale) for value in row.values)) for row in comparison.settings]


def _setting(row: Difference, value: Any, locale: str) -> str:
    if row.field.startswith("streams."):
        return "not used" if value is None else capitalised(str(value)).replace("_", " ")
    if value is None:
        return wording.NONE
    return _SETTINGS.get(row.field, _plain)(value, locale)


def _plain(value: Any, _locale: str) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _rate(value: Any, locale: str) -> str:
    return wording.percent(value, 1, locale)


_SETTINGS: Mapping[str, Callable[[Any, str], str]] = {
    "start": lambda value, locale: wording.month_name(value, 1, locale),
    "months": lambda value, _: wording.duration(value),
    "discount.rate": _rate,
    "discount.finance_rate": _rate,
    "discount.reinvest_rate": _rate,
    "discount.timing": lambda value, _: TIMING_NAMES[value],
    "counting": lambda value, _: "all benefits" if value == "all" else "cashable savings only",
    "community.kind": lambda value, _: KIND_NAMES[value],
}
"""How settings are said, by their field."""


def assumption_rows(comparison: Comparison, locale: str = LOCALE) -> list[Row]:
    """Return the assumptions that two scenarios or more use and that differ: their values, and evidence where it differs."""
    cases = [appraisal.run.graph.resolved for appraisal in comparison.appraisals]
    return [
        (row.label, *(_assumption(record, case.currency, row.differs, locale) for record, case in zip(row.records, cases, strict=True)))
        for row in comparison.assumptions
        if row.differs != ("use",)
    ]  # fmt: skip


def used_by_some(comparison: Comparison) -> str:
    """Return how many assumptions only some scenarios use and the others have no need of; nothing where there is none."""
    count = sum(row.differs == ("use",) for row in comparison.assumptions)
    return (
        f"{counted(count, 'more assumption')} {'is' if count == 1 else 'are'} used by some of them only, with the streams and lines that need {'it' if count == 1 else 'them'}."
        if count
        else ""
    )


def _assumption(record: Assumption | None, currency: str, differs: Sequence[str], locale: str) -> str:
    if record is None:
        return "not used"
    said = value_said(record, currency, locale)
    span = record.range() if "range" in differs else None
    parts = [
        said,
        _range(record, span, currency, locale) if span else "",
        wording.GRADE_NAMES[record.evidence] if "grade" in differs else "",
        "; ".join(map(str, record.source)) or "no source" if "source" in differs else "",
    ]
    return " · ".join(part for part in parts if part)


def _range(record: Assumption, span: tuple[float, float], currency: str, locale: str) -> str:
    """Return a range as the value is said; of a plan, how many times it the ends are."""
    if record.schedule is not None:
        return f"{wording.number(span[0], 4, locale)} to {wording.number(span[1], 4, locale)} times the plan"
    low, high = (value_said(record.model_copy(update={"value": end}), currency, locale) for end in span)
    return f"{low} to {high}"


def worth_rows(
    comparison: Comparison, rows: Sequence[LineRow] | Sequence[StreamRow], locale: str = LOCALE
) -> list[Row]:
    """Return what lines or streams are worth today, each scenario in its own currency."""
    currencies = [appraisal.run.graph.resolved.currency for appraisal in comparison.appraisals]

    def said(value: float | None, currency: str) -> str:
        return wording.NONE if value is None else wording.money(value, currency, locale)

    return [
        (row.label, row.kind, *(said(value, currency) for value, currency in zip(row.present_values, currencies, strict=True)))
        for row in rows
    ]  # fmt: skip


# --- bridges -----------------------------------------------------------------------------------------------------


def bridge_columns(bridge: Bridge) -> tuple[str, ...]:
    """Return the columns of a bridge as a table: only parts that were sampled have an error."""
    return ("What differs", "Effect on NPV", *(["Standard error"] if _is_sampled(bridge) else []))


def _is_sampled(bridge: Bridge) -> bool:
    return any(part.standard_error is not None for part in bridge.parts)


def bridge_title(bridge: Bridge, locale: str = LOCALE) -> str:
    """Return what a bridge says, whatever its parts are."""
    gap, to = bridge.difference, capitalised(scenario_name(bridge.to_label))
    before = scenario_name(bridge.from_label)
    if abs(gap) < _CENT:
        moved = any(abs(part.amount) >= _CENT for part in bridge.parts)
        return f"{to} is worth as much as {before}{', as what differs evens out' if moved else ''}"
    size = wording.money_short(abs(gap), bridge.currency, locale)
    said = f"{to} is worth {size} {'more' if gap > 0 else 'less'} than {before}"
    main = next((part for part in bridge.parts if part.amount * gap > 0), None)
    return f"{said}, most through “{main.name}”" if main and len(bridge.parts) > 1 else said


def scenario_name(label: str) -> str:
    """Return a scenario, or the state of a case that stands for it, within a sentence."""
    if label in _STATES:
        return f"the {uncapitalised(label)}"
    return uncapitalised(label) if _REVISION.fullmatch(label) else f"“{label}”"


_STATES = (BASE_CASE, "Draft", "Public example", "Template")
_REVISION = re.compile(r"Revision [0-9]+")
"""What is called by a common name, and needs no quotation marks."""


def bridge_rows(bridge: Bridge, locale: str = LOCALE) -> list[Row]:
    """Return the way from one NPV to the other, part by part, as `bridge_columns` names them."""
    currency = bridge.currency
    before, after = (wording.money(npv, currency, locale) for npv in (bridge.from_npv, bridge.to_npv))
    parts = [(part.label, signed(part.amount, currency, locale), _error(part.standard_error, currency, locale)) for part in bridge.parts]  # fmt: skip
    rows: list[Row] = [(bridge.from_label, before, ""), *parts, (bridge.to_label, after, "")]
    return rows if _is_sampled(bridge) else [row[:2] for row in rows]


def signed(amount: float, currency: str, locale: str = LOCALE) -> str:
    """Return an amount that is added or taken away, with its sign."""
    text = wording.money(amount, currency, locale)
    return f"+{text}" if amount >= _HALF else text


def _error(error: float | None, currency: str, locale: str) -> str:
    return "" if error is None else f"± {wording.money(error, currency, locale)}"


def bridge_method(bridge: Bridge) -> str:
    """Return how the parts were found, in a sentence."""
    shared = (
        "Each change gets what it adds on average over all orders in which the changes could be made (Shapley value)"
    )
    if bridge.method == "exact":
        return f"{shared}, so the parts sum to the difference."
    return f"{shared}; as they are many, orders were sampled. The parts sum to the difference, and each has a standard error."


# --- options -----------------------------------------------------------------------------------------------------

WORST = "One value at its worst"
"""What is left of a scenario if the one assumption that hurts it most is at the worse end of its range."""
CRITERION_NAMES: Mapping[str, str] = {
    "npv": "Worth today (NPV)",
    "roi": "Return (ROI)",
    "payback": "Payback",
    "peak_funding": "Peak funding",
    "risk": f"{WORST} (NPV)",
}
"""What options are ranked by."""
RISK_NOTE = (
    f"{WORST}: the lowest NPV with any one assumption at the worse end of its range, the others at their likely values."
)
OPTION_COLUMNS = ("Option", *CRITERION_NAMES.values())
INCREMENT_COLUMNS = ("Option", "Compared with", "More costs today", "More worth (NPV)", "Return of the step (IRR)")


def option_rows(options: OptionsAppraisal, locale: str = LOCALE) -> list[Row]:
    """Return the options by NPV, the best first: each figure with its place."""
    rows = []
    for row in options.ranked():
        figures = {
            "npv": wording.money(row.npv, options.currency, locale),
            "roi": wording.percent(row.roi, 0, locale),
            "payback": wording.payback(row.payback_months) if row.pv_costs else wording.NONE,
            "peak_funding": wording.money(row.peak_funding, options.currency, locale),
            "risk": wording.money(row.lowest_npv, options.currency, locale),
        }  # fmt: skip
        rows.append((row.label, *(_placed(figures[name], row.places[name]) for name in CRITERIA)))
    return rows


def _placed(figure: str, place: int | None) -> str:
    return figure if place is None else f"{figure} · {_ORDINALS[place - 1]}"


_ORDINALS = ("1st", "2nd", "3rd", "4th", "5th", "6th", "7th", "8th", "9th")
"""Places of up to eight scenarios and doing nothing."""


def increment_rows(options: OptionsAppraisal, locale: str = LOCALE) -> list[Row]:
    """Return the steps from each option to the next dearer one."""
    return [
        (
            step.label,
            step.before,
            wording.money(step.pv_costs, options.currency, locale),
            wording.money(step.npv, options.currency, locale),
            f"none: {step.irr.note}" if step.irr.value is None else wording.rate(step.irr.value, locale),
        )
        for step in options.increments
    ]


def options_title(options: OptionsAppraisal, locale: str = LOCALE) -> str:
    """Return which option is worth most, whatever the figures are."""
    best = [row for row in options.rows if row.places["npv"] == 1]
    worth = wording.money_short(best[0].npv, options.currency, locale)
    if len(best) > 1:
        return f"{capitalised(listed([scenario_name(row.label) for row in best], 'and'))} are worth the same ({worth})"
    if best[0] == options.rows[0]:
        return "No option is worth more than doing nothing"
    return f"{capitalised(scenario_name(best[0].label))} is worth most: {worth}"
