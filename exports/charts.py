"""Charts as pure functions of an appraisal: each says its message in the title and stands with its table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import altair as alt

from exports import wording
from model.money import LOCALE
from model.result import Appraisal, StreamTotal
from model.series import Array

BENEFIT = "#2B7A9B"
MOST_SERIES = 6
_FONT = "Source Sans, Source Sans Pro, Liberation Sans, sans-serif"
_COST_SHADES = ("#8F4413", "#C2652A", "#E09A66", "#F0C9AB", "#7A6A5F", "#B9AEA6")


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawn chart: its message, its Vega-Lite specification, what it says in words, and the table behind it."""

    title: str
    subtitle: str
    spec: Mapping[str, Any]
    alternative: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Look:
    """Ink and lines of a chart, for light and for dark pages."""

    ink: str
    soft: str
    line: str
    font_size: int = 13


LIGHT = Look(ink="#1B2733", soft="#566573", line="#DDE3E9")
DARK = Look(ink="#E6ECF2", soft="#9FB0C0", line="#303C49")


def cash_flow(appraisal: Appraisal, look: Look = LIGHT, locale: str = LOCALE) -> Chart:
    """Return the cumulative cash over the months, with the deepest point and the month the money is back."""
    resolved = appraisal.run.graph.resolved
    cumulative = appraisal.run.net.cumsum()
    points = [
        {
            "month": month,
            "cash": float(value),
            "when": wording.month_words(resolved.start, month, locale),
            "amount": wording.money(value, resolved.currency, locale),
        }
        for month, value in enumerate(cumulative)
    ]
    marks = _cash_marks(appraisal, points, locale)
    x = alt.X(
        "month:Q",
        title="Month of the case",
        scale=alt.Scale(domain=[0, resolved.months], nice=False),
        axis=alt.Axis(values=_month_ticks(resolved.months), grid=False),
    )
    y = alt.Y("cash:Q", title=None, axis=_money_axis(), scale=alt.Scale(domain=_roomy(cumulative), nice=True))
    tooltip = [alt.Tooltip("when:N", title="When"), alt.Tooltip("amount:N", title="Cumulative cash")]
    line = _chart(points).mark_line(color=BENEFIT, strokeWidth=2.5).encode(x, y, tooltip=tooltip)
    zero = _chart([{"cash": 0}]).mark_rule(color=look.soft).encode(y="cash:Q")
    dots = _chart(marks).mark_point(filled=True, size=70, color=look.ink).encode(x, y)
    layers = [zero, line, dots, *(_mark_label(mark, resolved.months, look) for mark in marks)]
    subtitle = f"Cumulative cash in {resolved.currency}, undiscounted, {_scenario(appraisal)}"
    title = _cash_title(appraisal, locale)
    rows = [
        (wording.year_name(year), wording.money(year.cumulative, resolved.currency, locale)) for year in appraisal.years
    ]
    chart = _layers(*layers).properties(height=300)
    return _finished(chart, title, subtitle, look, ("", "Cumulative cash"), rows)


def _roomy(values: Array) -> list[float]:
    """Return the range of some values with room above and below for labels."""
    low, high = min(float(values.min()), 0.0), max(float(values.max()), 0.0)
    if low == high:
        return [-1.0, 1.0]
    room = 0.14 * (high - low or 1.0)
    return [low - room if low < 0 else 0.0, high + room]


def _cash_title(appraisal: Appraisal, locale: str) -> str:
    month, resolved = appraisal.figures.break_even_month, appraisal.run.graph.resolved
    if not appraisal.run.money:
        return "No money is spent and none comes in"
    if month is None:
        return f"The money is not back within {wording.duration(resolved.months)}"
    if month == 0:
        return "No money is ever out"
    return f"The money is back in {wording.month_words(resolved.start, month, locale)}"


def _cash_marks(appraisal: Appraisal, points: Sequence[Mapping[str, Any]], locale: str) -> list[dict[str, Any]]:
    figures, currency = appraisal.figures, appraisal.run.graph.resolved.currency
    marks = []
    if figures.peak_funding > 0:
        lowest = min(points, key=lambda point: point["cash"])
        marks.append(
            {
                **lowest,
                "label": f"{wording.money_short(figures.peak_funding, currency, locale)} out at most",
                "below": True,
            }
        )
    if figures.break_even_month:
        marks.append(
            {**points[figures.break_even_month], "label": f"back in month {figures.break_even_month}", "below": False}
        )
    return marks


def _mark_label(mark: Mapping[str, Any], months: int, look: Look) -> alt.Chart:
    """Put a label where a rising line leaves room: below it to the right, or above it to the left."""
    is_right = mark["below"] or mark["month"] < months * 0.5
    side, dx, dy = ("left", 8, 16) if is_right else ("right", -8, -12)
    label = _chart([mark]).mark_text(
        align=cast("Any", side), dx=dx, dy=dy, color=look.ink, fontWeight=600, fontSize=look.font_size
    )  # fmt: skip
    placed: alt.Chart = label.encode(x="month:Q", y="cash:Q", text="label:N")
    return placed


def _month_ticks(months: int) -> list[int]:
    step = 3 if months <= 18 else 6 if months <= 48 else 12 if months <= 120 else 60
    return list(range(0, months + 1, step))


def value_by_stream(appraisal: Appraisal, look: Look = LIGHT, locale: str = LOCALE) -> Chart:
    """Return what each stream is worth today, the largest first."""
    resolved = appraisal.run.graph.resolved
    streams = _largest([s for s in appraisal.streams if s.kind == "benefit"])
    whole = sum(value for _, value in streams)
    data = [
        {"stream": label, "value": value, "label": wording.money_short(value, resolved.currency, locale)}
        for label, value in streams
    ]
    y = alt.Y(
        "stream:N", sort=None, title=None, axis=alt.Axis(labelLimit=190, ticks=False, domain=False, labelPadding=8)
    )
    x = alt.X("value:Q", title=None, axis=None, scale=alt.Scale(zero=True, padding=30))
    bars = (
        _chart(data)
        .mark_bar(color=BENEFIT, height={"band": 0.62})
        .encode(x, y, tooltip=[alt.Tooltip("stream:N", title="Stream"), alt.Tooltip("label:N", title="Worth today")])
    )
    labels = (
        _chart(data).mark_text(align="left", dx=6, color=look.ink, fontSize=look.font_size).encode(x, y, text="label:N")
    )
    title = (
        f"{streams[0][0]} carries {wording.percent(streams[0][1] / whole)} of the value"
        if whole > 0
        else "There is no value yet"
    )
    discount = wording.convention(resolved.discount.timing, resolved.discount.rate, locale)
    subtitle = f"Benefits at today's value in {resolved.currency}, {_scenario(appraisal)}; {discount}"
    rows = [
        (label, wording.money(value, resolved.currency, locale), wording.percent(value / whole if whole else None))
        for label, value in streams
    ]
    chart = _layers(bars, labels).properties(height=max(44 * len(data), 120))
    return _finished(chart, title, subtitle, look, ("Stream", "Worth today", "Share"), rows)


def _largest(streams: Sequence[StreamTotal]) -> list[tuple[str, float]]:
    """Return names and values of the largest streams, the rest added up as one."""
    ranked = sorted(((s.label, s.present_value) for s in streams), key=lambda item: -item[1])
    if len(ranked) <= MOST_SERIES:
        return ranked
    rest = sum(value for _, value in ranked[MOST_SERIES - 1 :])
    return [*ranked[: MOST_SERIES - 1], ("All others", rest)]


def budget_by_year(appraisal: Appraisal, look: Look = LIGHT, locale: str = LOCALE) -> Chart:
    """Return what is spent on each cost group in each year, stacked, with the total above."""
    resolved = appraisal.run.graph.resolved
    groups = _cost_groups(appraisal)
    years = [wording.year_name(year) for year in appraisal.years]
    segments = [
        segment
        for index, year in enumerate(years)
        for segment in _stack(groups, index, year, resolved.currency, locale)
    ]
    totals = [
        {"year": year, "total": y.costs, "label": wording.money_short(y.costs, resolved.currency, locale)}
        for year, y in zip(years, appraisal.years, strict=True)
    ]
    x = alt.X("year:N", sort=None, title=None, axis=alt.Axis(labelAngle=0, ticks=False))
    scale = alt.Scale(domain=[name for name, _ in groups], range=_COST_SHADES[: len(groups)])
    color = alt.Color(
        "group:N",
        sort=None,
        scale=scale,
        legend=alt.Legend(title=None, orient="top", columns=3, symbolType="square", labelLimit=160),
    )
    bars = _chart(segments).mark_bar(width={"band": 0.6}).encode(
        x, alt.Y("low:Q", title=None, axis=_money_axis()), y2="high:Q", color=color,
        tooltip=[alt.Tooltip("year:N", title="Year"), alt.Tooltip("group:N", title="Group"), alt.Tooltip("amount:N", title="Amount")],
    )  # fmt: skip
    labels = (
        _chart(totals)
        .mark_text(dy=-8, color=look.ink, fontWeight=600, fontSize=look.font_size)
        .encode(x, y="total:Q", text="label:N")
    )
    subtitle = f"Costs in {resolved.currency}, undiscounted, {_scenario(appraisal)}"
    rows = _budget_rows(appraisal, groups, locale)
    chart = _layers(bars, labels).properties(height=300)
    return _finished(chart, _budget_title(groups), subtitle, look, ("", *years, "Total"), rows)


def _cost_groups(appraisal: Appraisal) -> list[tuple[str, Sequence[float]]]:
    costs = sorted((s for s in appraisal.streams if s.kind == "cost"), key=lambda s: -s.total)
    if len(costs) <= MOST_SERIES:
        return [(s.label, s.by_year) for s in costs]
    rest = [sum(values) for values in zip(*(s.by_year for s in costs[MOST_SERIES - 1 :]), strict=True)]
    return [*((s.label, s.by_year) for s in costs[: MOST_SERIES - 1]), ("All others", rest)]


def _stack(
    groups: Sequence[tuple[str, Sequence[float]]], index: int, year: str, currency: str, locale: str
) -> list[dict[str, Any]]:
    low, segments = 0.0, []
    for name, by_year in groups:
        amount = by_year[index]
        segments.append(
            {
                "year": year,
                "group": name,
                "low": low,
                "high": low + amount,
                "amount": wording.money(amount, currency, locale),
            }
        )
        low += amount
    return segments


def _budget_title(groups: Sequence[tuple[str, Sequence[float]]]) -> str:
    whole = sum(sum(by_year) for _, by_year in groups)
    if not whole:
        return "Nothing is spent"
    name, by_year = groups[0]
    return f"{wording.percent(sum(by_year) / whole)} of the budget goes to {name}"


def _budget_rows(
    appraisal: Appraisal, groups: Sequence[tuple[str, Sequence[float]]], locale: str
) -> list[tuple[str, ...]]:
    currency = appraisal.run.graph.resolved.currency

    def row(name: str, amounts: Sequence[float]) -> tuple[str, ...]:
        return (name, *(wording.money(amount, currency, locale) for amount in (*amounts, sum(amounts))))

    return [
        *(row(name, by_year) for name, by_year in groups),
        row("All costs", [year.costs for year in appraisal.years]),
    ]


def _scenario(appraisal: Appraisal) -> str:
    label = appraisal.run.graph.resolved.scenario_label
    return f"scenario “{label}”" if label else "base case"


def _money_axis() -> alt.Axis:
    """Return an axis of short amounts: thousands as K, millions as M."""
    expression = (
        "(datum.value < 0 ? '\u2212' : '') + (abs(datum.value) >= 1e6 ? format(abs(datum.value) / 1e6, '~f') + 'M' : "
        "abs(datum.value) >= 1e3 ? format(abs(datum.value) / 1e3, '~f') + 'K' : format(abs(datum.value), '~f'))"
    )
    return alt.Axis(labelExpr=expression, tickCount=5, domain=False, ticks=False, labelPadding=6)


def _chart(rows: Iterable[Mapping[str, Any]]) -> alt.Chart:
    return alt.Chart(alt.InlineData(values=[dict(row) for row in rows]))


def _layers(*layers: alt.Chart) -> alt.LayerChart:
    return cast("alt.LayerChart", alt.layer(*layers))


def _finished(
    chart: alt.LayerChart,
    title: str,
    subtitle: str,
    look: Look,
    columns: Sequence[str],
    rows: Sequence[tuple[str, ...]],
) -> Chart:
    """Put the look on a chart, and its title, text alternative and table beside it."""
    drawn = _with_look(chart.properties(width="container", background="transparent"), look).to_dict()
    said = "; ".join(": ".join(filter(None, (row[0], ", ".join(row[1:])))) for row in rows)
    return Chart(title, subtitle, drawn, f"{title}. {subtitle}. {said}.", tuple(columns), tuple(rows))


def _with_look(chart: alt.LayerChart, look: Look) -> alt.LayerChart:
    lines = {"gridColor": look.line, "domainColor": look.line, "tickColor": look.line}
    text = {
        "labelColor": look.soft,
        "titleColor": look.soft,
        "labelFontSize": look.font_size,
        "titleFontSize": look.font_size,
    }
    legend = {"labelColor": look.ink, "labelFontSize": look.font_size, "symbolStrokeWidth": 0}
    autosize = {"type": "fit-x", "contains": "padding"}
    looked: alt.LayerChart = chart.configure(
        font=_FONT,
        axis={**lines, **text, "titleFontWeight": "normal"},
        legend=legend,
        view={"stroke": None},
        autosize=autosize,
    )
    return looked
