"""Charts of money over time: the cumulative cash, and benefits against costs by year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import numpy as np

from exports import wording
from exports.charts.fixed import at_x
from exports.charts.kit import (
    LIGHT,
    Chart,
    Look,
    Side,
    Words,
    apart,
    finished,
    halo,
    mark_text,
    marks,
    money_axis,
    month_ticks,
    named_axis,
    roomy,
    scenario_words,
)
from model.money import LOCALE
from model.result import Appraisal, Year

_HEIGHT = 300
_LABEL_PIXELS = 50
"""Room that an amount over a bar takes."""


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
    turns = _turns(appraisal, points, locale)
    x = alt.X(
        "month:Q",
        title="Month of the case",
        scale=alt.Scale(domain=[0, resolved.months], nice=False),
        axis=alt.Axis(values=month_ticks(resolved.months), grid=False),
    )
    y = alt.Y("cash:Q", title=None, axis=money_axis(), scale=alt.Scale(domain=roomy(cumulative), nice=True))
    tooltip = [alt.Tooltip("when:N", title="When"), alt.Tooltip("amount:N", title="Cumulative cash")]
    line = marks(points).mark_line(color=look.benefit, strokeWidth=2.5).encode(x, y, tooltip=tooltip)
    zero = marks([{"cash": 0}]).mark_rule(color=look.soft).encode(y=alt.Y("cash:Q"))
    dots = marks(turns).mark_point(filled=True, size=70, color=look.ink).encode(x, y)
    labels = (_turn_label(turn, resolved.months, look) for turn in turns)
    rows = [
        (wording.year_name(year), wording.money(year.cumulative, resolved.currency, locale)) for year in appraisal.years
    ]
    subtitle = f"Cumulative cash in {resolved.currency}, undiscounted, {scenario_words(appraisal)}"
    words = Words(_cash_title(appraisal, locale), subtitle, ("", "Cumulative cash"), rows)
    return finished([zero, line, dots, *labels], _HEIGHT, words, look)


def _cash_title(appraisal: Appraisal, locale: str) -> str:
    month, resolved = appraisal.figures.break_even_month, appraisal.run.graph.resolved
    if not appraisal.run.money:
        return "No money is spent and none comes in"
    if month is None:
        return f"The money is not back within {wording.duration(resolved.months)}"
    if month == 0:
        return "No money is ever out"
    return f"The money is back in {wording.month_words(resolved.start, month, locale)}"


def _turns(appraisal: Appraisal, points: Sequence[Mapping[str, Any]], locale: str) -> list[dict[str, Any]]:
    figures, currency = appraisal.figures, appraisal.run.graph.resolved.currency
    turns = []
    if figures.peak_funding > 0:
        lowest = min(points, key=lambda point: point["cash"])
        label = f"{wording.money_short(figures.peak_funding, currency, locale)} out at most"
        turns.append({**lowest, "label": label, "below": True})
    if figures.break_even_month:
        label = f"back in month {figures.break_even_month}"
        turns.append({**points[figures.break_even_month], "label": label, "below": False})
    return turns


def _turn_label(turn: Mapping[str, Any], months: int, look: Look) -> alt.Chart:
    """Put a label where a rising line leaves room: below it to the right, or above it to the left."""
    is_right = turn["below"] or turn["month"] < months * 0.5
    side: Side = "left" if is_right else "right"
    dx, dy = (8, 16) if is_right else (-8, -12)
    label = mark_text([turn], look, align=side, dx=dx, dy=dy, fontWeight=600)
    placed: alt.Chart = label.encode(x=alt.X("month:Q"), y=alt.Y("cash:Q"), text=alt.Text("label:N"))
    return placed


def value_against_cost(appraisal: Appraisal, look: Look = LIGHT, locale: str = LOCALE) -> Chart:
    """Return the benefits of each year upwards, its costs downwards, and what is left as a point with its amount."""
    resolved = appraisal.run.graph.resolved
    flows = [flow for year in appraisal.years for flow in _flows(year, resolved.currency, locale)]
    domain = roomy(*(np.array([flow["amount"] for flow in flows if flow["part"] == part]) for part in _PARTS))
    x = alt.X("year:N", sort=None, title=None, axis=_year_axis(appraisal.years))
    y = alt.Y("amount:Q", title=None, axis=money_axis(), scale=alt.Scale(domain=domain, nice=False))
    tooltip = [alt.Tooltip("year:N", title="Year"), alt.Tooltip("part:N", title="What"), alt.Tooltip("said:N", title="Amount")]  # fmt: skip
    side = alt.XOffset("side:N", sort=None, scale=alt.Scale(domain=["bar", "net"]))
    bars = [
        marks(flow for flow in flows if flow["part"] == part)
        .mark_bar(color=hue, width={"band": 0.9})
        .encode(x, y, xOffset=side, tooltip=tooltip)
        for part, hue in zip(_PARTS, (look.benefit, look.cost), strict=False)
    ]
    net = [flow for flow in flows if flow["part"] == "Net" and flow["moved"]]
    zero = marks([{"amount": 0}]).mark_rule(color=look.soft).encode(y=alt.Y("amount:Q"))
    points = marks(net).mark_point(shape="diamond", filled=True, opacity=1, size=90, color=look.ink)
    seen = alt.expr(f"width / {len(appraisal.years)} < {_LABEL_PIXELS} ? 0 : 1")
    labels = [
        mark_text((flow for flow in net if (flow["amount"] >= 0) == is_up), look, dy=dy, fontWeight=600, opacity=seen)
        .encode(x, y, xOffset=side, text=alt.Text("label:N"))
        for is_up, dy in ((True, -13), (False, 16))
    ]  # fmt: skip
    halos = (halo(label, look) for label in labels)
    dots = points.encode(x, y, xOffset=side, tooltip=tooltip)
    parts = (*bars, *halos, zero, dots, *labels, _names(appraisal, domain, look))
    return finished(parts, _HEIGHT, _against_words(appraisal, locale), look)


_PARTS = ("Benefits", "Costs", "Net")


def _flows(year: Year, currency: str, locale: str) -> list[dict[str, Any]]:
    amounts = zip(_PARTS, (year.benefits, -year.costs, year.net), strict=True)
    return [
        {
            "year": year.year,
            "part": part,
            "side": "net" if part == "Net" else "bar",
            "amount": amount,
            "moved": bool(year.benefits or year.costs),
            "said": wording.money(abs(amount) if part == "Costs" else amount, currency, locale),
            "label": wording.money_short(amount, currency, locale),
        }
        for part, amount in amounts
    ]


def _year_axis(years: Sequence[Year]) -> alt.Axis:
    names = {year.year: wording.year_name(year) for year in years}
    return named_axis(names, labelAngle=0, ticks=False, domain=False, labelPadding=8, grid=False)


def _names(appraisal: Appraisal, domain: Sequence[float], look: Look) -> alt.Chart:
    """Name the bars and the point beside the last year, where nothing else stands."""
    last, (low, high) = appraisal.years[-1], domain
    wanted = [(high - value) / (high - low) * _HEIGHT for value in (last.benefits / 2, -last.costs / 2, last.net)]
    rows = [{"name": name, "place": place} for name, place in zip(_PARTS, apart(wanted, 18), strict=True)]
    text = mark_text(rows, look, align="left", dx=8, color=look.soft)
    named: alt.Chart = text.encode(x=at_x("width"), y=alt.Y("place:Q", scale=None), text=alt.Text("name:N"))
    return named


def _against_words(appraisal: Appraisal, locale: str) -> Words:
    resolved = appraisal.run.graph.resolved
    rows = [
        (wording.year_name(year), *(wording.money(amount, resolved.currency, locale) for amount in (year.benefits, year.costs, year.net)))
        for year in appraisal.years
    ]  # fmt: skip
    figures = appraisal.figures
    sums = (figures.total_benefits, figures.total_costs, figures.total_benefits - figures.total_costs)
    rows.append(("All years", *(wording.money(amount, resolved.currency, locale) for amount in sums)))
    measure = f"Benefits and costs by year in {resolved.currency}, undiscounted, {scenario_words(appraisal)}"
    subtitle = f"{measure}{wording.part_period(resolved.months, 12, 'year')}"
    return Words(_against_title(appraisal.years), subtitle, ("", *_PARTS), rows)


def _against_title(years: Sequence[Year]) -> str:
    """Say in which years benefits exceed costs, whatever they are."""
    opening, later = years[0], years[1:]
    ahead = [year for year in later if year.net > 0]
    if not any(year.benefits or year.costs for year in years):
        return "No money is spent and none comes in"
    if not any(year.benefits for year in years):
        return "Costs are paid and no benefit comes in"
    if not any(year.costs for year in years):
        return "No cost stands against the benefits"
    if not ahead:
        return "Benefits exceed costs in no year"
    if ahead == list(later) and opening.net >= 0:
        return "Benefits exceed costs in every year"
    if ahead != list(later[-len(ahead) :]):
        return f"Benefits exceed costs in {len(ahead)} of {len(later)} years"
    first = wording.year_name(ahead[0]).lower()
    return f"Benefits exceed costs from {first} on" if len(ahead) > 1 else f"Benefits exceed costs only in {first}"
