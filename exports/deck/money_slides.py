"""The slides about money: where the value lies, what it costs, and when the money is back."""

from __future__ import annotations

from collections.abc import Sequence

from exports import wording
from exports.charts.kit import MOST_SERIES
from exports.deck import native
from exports.deck.charting import unit_of
from exports.deck.content import Picture, Slide, Table, points
from exports.deck.facts import Facts, name, ranked, share_words
from model.names import CLASS_NAMES, capitalised, counted
from model.result import StreamTotal, Year

_MOST_STEPS = 5
_MOST_ROWS = 13


# --- value -------------------------------------------------------------------------------------------------------


def value(facts: Facts) -> Slide | None:
    """Return the way from the benefits of each stream over the costs to what is left; None where no money moves."""
    if not facts.has_money:
        return None
    steps = _steps(facts)
    words = points(_value_words(facts), "How near to cash")
    told = "; ".join(f"{step.name}: {step.label}" for step in steps)
    chart = Picture(
        lambda spot: native.waterfall(spot, steps, facts.currency),
        "From benefits to what is left, at today's value",
        told,
    )
    notes = ("Each bar is the sum of its monthly amounts × the discount factor of the month.", *_stream_notes(facts), *facts.working("pv_benefits", "pv_costs", "npv", "npv_cashable_only"))  # fmt: skip
    return Slide(value_title(facts), (chart, words), (1.6, 1.0), source=facts.source, notes=notes)


def streams_of(facts: Facts, kind: str) -> list[StreamTotal]:
    """Return the streams of a kind, those worth most first."""
    return sorted((s for s in facts.appraisal.streams if s.kind == kind), key=lambda s: -s.present_value)


def value_title(facts: Facts) -> str:
    """Return which stream carries how much of the value; true also where there is one, or none."""
    streams, whole = streams_of(facts, "benefit"), facts.figures.pv_benefits
    if not streams or whole <= 0:
        return "No benefit is counted: there is nothing to set against the costs"
    first = streams[0]
    if len(streams) == 1 or first.present_value / whole >= 0.995:
        return f"All of the value comes from {name(first.label)}: {facts.short(whole)} today"
    rest = counted(len(streams) - 1, "other stream")
    single = "s" if len(streams) == 2 else ""
    if first.present_value > whole:
        return f"More than all the value comes from {name(first.label)}, as {rest} take{single} some away"
    share = capitalised(share_words(first.present_value / whole))
    return f"{share} of the value comes from {name(first.label)}; {rest} bring{single} the rest"


def _steps(facts: Facts) -> list[native.Step]:
    """Return the bars: each stream and cost group, the smallest added up, with the sum between and what is left."""
    figures, steps = facts.figures, []
    for kind, sign in (("benefit", 1), ("cost", -1)):
        rows = [(name(s.label), sign * s.present_value) for s in streams_of(facts, kind)]
        steps += [native.Step(label, amount, _signed(facts, amount)) for label, amount in _largest(rows)]
        if kind == "benefit" and len(rows) > 1:
            steps.append(
                native.Step("All benefits", figures.pv_benefits, facts.short(figures.pv_benefits), is_total=True)
            )
    steps.append(native.Step("Worth today (NPV)", figures.npv, facts.short(figures.npv), is_total=True))
    return steps


def _largest(rows: Sequence[tuple[str, float]]) -> list[tuple[str, float]]:
    if len(rows) <= _MOST_STEPS:
        return list(rows)
    rest = rows[_MOST_STEPS - 1 :]
    return [*rows[: _MOST_STEPS - 1], (f"{len(rest)} others", sum(amount for _, amount in rest))]


def _signed(facts: Facts, amount: float) -> str:
    return f"+{facts.short(amount)}" if amount >= 0.5 else facts.short(amount)


def _value_words(facts: Facts) -> list[tuple[str, str]]:
    """Return how the value is made up by how near to cash it is, and what is left if only savings count."""
    shares, whole = facts.appraisal.shares["class"], facts.figures.pv_benefits
    said = [
        (
            f"{wording.share_name('class', key, facts.appraisal)}:",
            f"{wording.percent(share)}, {facts.short(share * whole)}.",
        )
        for key, share in ranked(shares)
        if key in CLASS_NAMES and share
    ]
    if not facts.has_money or facts.resolved.counting == "cashable":
        return said
    cash = facts.figures.npv_cashable_only
    verdict = "the case still pays" if cash > 0 else "the case would not pay"
    return [*said, ("Counting money alone that stops being spent,", f"{verdict}: {facts.short(cash)} (NPV).")]


def _stream_notes(facts: Facts) -> list[str]:
    """Return for each stream the lines it is made of, with their formulas in words."""
    analysis, found = facts.order.analysis, []
    lines = sorted(
        facts.appraisal.run.lines_of("benefit"), key=lambda line: -facts.appraisal.run.present_value(line.id)
    )
    for line in lines[:MOST_SERIES]:
        told = analysis.explain(line.id)
        found.append(f"{line.label}: {told.words}")
    return found


# --- budget ------------------------------------------------------------------------------------------------------


def budget(facts: Facts) -> Slide | None:
    """Return what is spent on each cost group in each year, as a chart and a table; None where no money moves."""
    if not facts.has_money:
        return None
    groups = sorted((s for s in facts.appraisal.streams if s.kind == "cost"), key=lambda s: -s.total)
    names = [wording.year_name(year) for year in facts.appraisal.years]
    shown = _groups(groups)
    unit = unit_of(
        [sum(year) for year in zip(*(amounts for _, amounts in shown), strict=True)] or [0.0], facts.currency
    )
    parts: list[Picture | Table] = []
    if shown:
        told = "; ".join(f"{label}: {facts.money(sum(amounts))}" for label, amounts in shown)
        caption = f"Costs by year, {unit.words}, undiscounted{wording.part_period(facts.resolved.months, 12, 'year')}"
        parts.append(Picture(lambda spot: native.stacked(spot, names, shown, facts.currency), caption, told))
    parts.append(_budget_table(facts, groups, names))
    return Slide(
        budget_title(facts), tuple(parts), (1.0, 1.15)[: len(parts)] if len(names) <= 5 else (1.0, 1.0)[: len(parts)],
        "columns" if len(names) <= 5 else "rows", facts.source, facts.working("total_costs", "pv_costs", "peak_funding"),
    )  # fmt: skip


def _groups(groups: Sequence[StreamTotal]) -> list[tuple[str, list[float]]]:
    """Return the dearest groups, the rest added up as one."""
    rows = [(name(group.label), list(group.by_year)) for group in groups]
    if len(rows) <= MOST_SERIES:
        return rows
    rest = [sum(year) for year in zip(*(amounts for _, amounts in rows[MOST_SERIES - 1 :]), strict=True)]
    return [*rows[: MOST_SERIES - 1], ("All others", rest)]


def budget_title(facts: Facts) -> str:
    """Return what all costs, and on what most of it goes."""
    groups = sorted((s for s in facts.appraisal.streams if s.kind == "cost"), key=lambda s: -s.total)
    whole = facts.figures.total_costs
    if not groups or whole <= 0:
        return "No cost is stated: nothing is spent"
    spent = f"{facts.short(whole)} over {facts.horizon}"
    if len(groups) == 1:
        return f"It takes {spent}, all of it for {name(groups[0].label)}"
    return f"It takes {spent}; {share_words(groups[0].total / whole)} of that goes to {name(groups[0].label)}"


_MOST_YEARS = 6


def _budget_table(facts: Facts, groups: Sequence[StreamTotal], names: Sequence[str]) -> Table:
    """Return every group by year; of many years the later ones are added up."""
    rows = [(group.label, *_years(facts, group.by_year), facts.money(group.total)) for group in groups]
    sums = [sum(group.by_year[place] for group in groups) for place in range(len(names))]
    rows.append(("All costs", *_years(facts, sums), facts.money(sum(sums))))
    heads = _year_heads(names)
    return Table(
        ("Cost group", *heads, "Total"), tuple(rows), (2.0, *(1.15 for _ in heads), 1.25),
        frozenset(range(1, len(heads) + 2)), frozenset((len(rows) - 1,)), caption=f"Budget by year, {facts.currency}, undiscounted",
    )  # fmt: skip


def _year_heads(names: Sequence[str]) -> list[str]:
    if len(names) <= _MOST_YEARS + 1:
        return list(names)
    return [*names[:_MOST_YEARS], f"{names[_MOST_YEARS]} to {names[-1].removeprefix('Year ')}"]


def _years(facts: Facts, amounts: Sequence[float]) -> list[str]:
    if len(amounts) > _MOST_YEARS + 1:
        amounts = [*amounts[:_MOST_YEARS], sum(amounts[_MOST_YEARS:])]
    return [facts.money(amount) for amount in amounts]


# --- cash flow ---------------------------------------------------------------------------------------------------


def cash(facts: Facts) -> Slide | None:
    """Return the cumulative cash by month with its turning points, and a table by year; None where no money moves."""
    if not facts.has_money:
        return None
    cumulative = facts.appraisal.run.net.cumsum().tolist()
    unit = unit_of(cumulative, facts.currency)
    told = "; ".join(f"{wording.year_name(y)}: {facts.money(y.cumulative)}" for y in facts.appraisal.years)
    chart = Picture(
        lambda spot: native.cash_curve(spot, cumulative, _marks(facts, cumulative), facts.currency),
        f"Cumulative cash by month of the case, {unit.words}, undiscounted", told,
    )  # fmt: skip
    years = _years_shown(facts)
    rows = tuple(
        (wording.year_name(y), *(facts.money(amount) for amount in (y.benefits, y.costs, y.net, y.cumulative)))
        for y in years
    )
    selected = "" if len(years) == len(facts.appraisal.years) else ", some years"
    table = Table(
        ("", "Benefits", "Costs", "Net", "Cumulative"), rows, (0.8, 1.15, 1.15, 1.15, 1.2), frozenset((1, 2, 3, 4)),
        caption=f"Cash flow by year, {facts.currency}{selected}",
    )  # fmt: skip
    notes = facts.working("payback_months", "discounted_payback_months", "peak_funding", "irr", "mirr")
    return Slide(
        cash_title(facts), (chart, table), (1.35, 1.0), source=facts.source, notes=(*notes, *facts.appraisal.notes)
    )


def _years_shown(facts: Facts) -> list[Year]:
    """Return the years a table has room for: all, or the first five and then some at even steps up to the last."""
    years = facts.appraisal.years
    if len(years) <= _MOST_ROWS:
        return list(years)
    step = -(-len(years) // 6)
    return [year for year in years if year.year <= 5 or year.year % step == 0 or year is years[-1]]


def cash_title(facts: Facts) -> str:
    """Return when the money is back and how much is out at most; or that it is not, and what is still out at the end."""
    figures, resolved = facts.figures, facts.resolved
    if not facts.has_money:
        return "No money is spent and none comes in"
    month, peak = figures.break_even_month, facts.short(figures.peak_funding)
    if month == 0:
        return "No money is ever out: what comes in covers what is spent from the opening on"
    if month:
        return f"The money is back in {wording.month_words(resolved.start, month)}, after at most {peak} out"
    out = facts.short(figures.total_costs - figures.total_benefits)
    if figures.total_benefits >= figures.total_costs:
        return f"The money is not back for good within {facts.horizon}; at most {peak} is out"
    return f"The money is not back within {facts.horizon}: {out} is still out at the end"


def _marks(facts: Facts, cumulative: Sequence[float]) -> list[native.Mark]:
    figures, found = facts.figures, []
    if figures.peak_funding > 0:
        lowest = min(range(len(cumulative)), key=cumulative.__getitem__)
        found.append(native.Mark(lowest, f"{facts.short(figures.peak_funding)} out at most", is_below=True))
    if figures.break_even_month:
        found.append(native.Mark(figures.break_even_month, f"Back in month {figures.break_even_month}"))
    return found


__all__ = ["budget", "budget_title", "cash", "cash_title", "streams_of", "value", "value_title"]
