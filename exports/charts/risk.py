"""Charts of how sure a case is: cash over time as a fan, NPV over the draws, and what moves NPV most."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import altair as alt
import numpy as np

from exports import risk_words, wording
from exports.charts.fixed import at_x, at_y, down_to
from exports.charts.kit import (
    LIGHT,
    Chart,
    Look,
    Words,
    apart,
    finished,
    halo,
    mark_text,
    marks,
    money_axis,
    month_ticks,
    roomy,
    scenario_of,
)
from exports.charts.rows import RowName, Rows, room_for
from model.money import LOCALE
from model.names import capitalised

if TYPE_CHECKING:
    from model.evaluate import Program
    from model.risk.findings import Simulation
    from model.risk.tornado import Bar, Tornado

_HEIGHT = 300
_MOST_BARS = 8
_BINS = 28
"""About how many bars a histogram has; their width is a round amount."""
_ENDS = (1.0, 99.0)
"""The percentiles between which NPV is drawn; what lies beyond is counted in the outermost bars."""
_FAN = (5, 25, 50, 75, 95)
_STEPS = 50
"""How many amounts the exceedance curve goes through."""
_TOLD = (5, 50, 95)
"""The percentiles that are told on hovering; to write one as money takes longer than to draw it."""


# --- fan ----------------------------------------------------------------------------------------------------------


def cash_fan(found: Simulation, look: Look = LIGHT, locale: str = LOCALE) -> Chart:
    """Return the cumulative cash by month: its middle, the half of the draws about it, and 9 in 10 of them."""
    currency = found.sample.program.graph.resolved.currency
    points = [_fan_point(found, month, found.cash, lambda amount: wording.money(amount, currency, locale), locale) for month in _months(found)]  # fmt: skip
    return _fan(found, points, money_axis(), _fan_words(found, locale), look)


def line_fan(found: Simulation, line: str, look: Look = LIGHT, locale: str = LOCALE) -> Chart:
    """Return one line by month over the draws, as `cash_fan` does cash. Raises `KeyError` for one that was not kept."""
    resolved = found.sample.program.graph.resolved
    unit = resolved.vocabulary.show_unit(found.sample.program.graph.rows[line].line.unit)
    points = [_fan_point(found, month, found.lines_by_month[line], lambda amount: wording.quantity(amount, unit, resolved.currency, locale), locale) for month in _months(found)]  # fmt: skip
    is_money = unit.partition("/")[0] in (resolved.currency, "currency")
    axis = money_axis() if is_money else alt.Axis(format="%" if unit == "1" else "~s", tickCount=5, domain=False, ticks=False, labelPadding=6)  # fmt: skip
    spread = found.lines[line]
    ends = [wording.quantity(points[-1][f"p{percent}"], unit, resolved.currency, locale) for percent in (5, 95)]
    title = (
        f"{capitalised(spread.label)}: in month {resolved.months}, 9 in 10 draws lie between {ends[0]} and {ends[1]}"
    )
    subtitle = f"{capitalised(spread.label)}, by month, {scenario_of(resolved)}. The line: half of the draws lie above it. Dark: the middle half. Light: 9 in 10"
    rows = [(_month(point["month"]), *(wording.quantity(point[f"p{percent}"], unit, resolved.currency, locale) for percent in _FAN)) for point in points if _is_told(point["month"], resolved.months)]  # fmt: skip
    return _fan(found, points, axis, Words(title, subtitle, ("", *(f"P{percent}" for percent in _FAN)), rows), look)


def _fan(found: Simulation, points: Sequence[Mapping[str, Any]], axis: alt.Axis, words: Words, look: Look) -> Chart:
    months = found.sample.program.graph.resolved.months
    domain = roomy(*(np.array([point[f"p{percent}"] for point in points]) for percent in (5, 95)))
    x = alt.X(
        "month:Q", title="Month of the case", scale=alt.Scale(domain=[0, months], nice=False),
        axis=alt.Axis(values=month_ticks(months), grid=False),
    )  # fmt: skip
    scale = alt.Scale(domain=domain, nice=False)
    edges = [{name: point[name] for name in ("month", "p5", "p25", "p75", "p95")} for point in points]
    bands = [
        marks(edges)
        .mark_area(color=look.benefit, opacity=opacity)
        .encode(x, alt.Y(f"p{low}:Q", title=None, axis=axis, scale=scale), y2=alt.Y2(f"p{high}:Q"))
        for low, high, opacity in ((5, 95, 0.2), (25, 75, 0.32))
    ]
    tooltip = [alt.Tooltip("when:N", title="When")]
    tooltip += [alt.Tooltip(f"said{percent}:N", title=f"P{percent}") for percent in reversed(_TOLD)]
    middle = marks(points).mark_line(color=look.benefit, strokeWidth=2.5)
    line = middle.encode(x, alt.Y("p50:Q", scale=scale), tooltip=tooltip)
    zero = marks([{"p50": 0}]).mark_rule(color=look.soft).encode(y=alt.Y("p50:Q"))
    return finished([*bands, zero, line, _fan_ends(points[-1], domain, look)], _HEIGHT, words, look)


def _months(found: Simulation) -> range:
    return range(found.sample.program.graph.resolved.months + 1)


def _is_told(month: int, months: int) -> bool:
    """Tell whether a month stands in the table: the opening, the end of each year and the last."""
    return month % 12 == 0 or month == months


def _month(month: int) -> str:
    return f"Month {month}" if month else "Opening"


def _fan_point(
    found: Simulation, month: int, bands: Mapping[int, Sequence[float]], said: Callable[[float], str], locale: str
) -> dict[str, Any]:
    start = found.sample.program.graph.resolved.start
    point: dict[str, Any] = {"month": month, "when": wording.month_words(start, month, locale)}
    for percent in _FAN:
        point[f"p{percent}"] = bands[percent][month]
        point |= {f"said{percent}": said(bands[percent][month])} if percent in _TOLD else {}
    return point


def _fan_ends(last: Mapping[str, Any], domain: Sequence[float], look: Look) -> alt.Chart:
    """Name the edges of the bands at their right ends."""
    low, high = domain
    wanted = [(high - last[f"p{percent}"]) / (high - low) * _HEIGHT for percent in _FAN]
    places = apart(wanted, 17)
    rows = [{"name": f"P{percent}", "place": place} for percent, place in zip(_FAN, places, strict=True)]
    text = mark_text(rows, look, align="left", dx=6, color=look.soft)
    named: alt.Chart = text.encode(x=at_x("width"), y=alt.Y("place:Q", scale=None), text=alt.Text("name:N"))
    return named


def _fan_words(found: Simulation, locale: str) -> Words:
    resolved = found.sample.program.graph.resolved
    over = wording.duration(resolved.months)
    title = risk_words.paid_back_words(found, over)
    subtitle = (
        f"Cumulative cash in {resolved.currency}, undiscounted, {scenario_of(resolved)}. The line: half of the draws lie above it. "
        "Dark: the middle half. Light: 9 in 10"
    )
    rows = [
        (_month(month), *(wording.money(found.cash[percent][month], resolved.currency, locale) for percent in _FAN))
        for month in _months(found)
        if _is_told(month, resolved.months)
    ]
    return Words(title, subtitle, ("", *(f"P{percent}" for percent in _FAN)), rows)


# --- NPV over the draws -------------------------------------------------------------------------------------------


def npv_histogram(found: Simulation, look: Look = LIGHT, locale: str = LOCALE) -> Chart:
    """Return how many draws come to which NPV: those that pay, and those that do not, in bars of a round width."""
    resolved = found.sample.program.graph.resolved
    bins = npv_bins(found.npv[np.isfinite(found.npv)].tolist())
    total = sum(count for _, _, count in bins)
    bars = [_bin(bins, place, total, resolved.currency, locale) for place in range(len(bins))]
    x = alt.X("low:Q", title=None, axis=_amounts_axis(), scale=alt.Scale(domain=[bins[0][0], bins[-1][1]], nice=False))
    y = alt.Y("share:Q", title="Draws of 100", axis=alt.Axis(tickCount=4, domain=False, ticks=False, labelPadding=6))
    tooltip = [alt.Tooltip("said:N", title="NPV"), alt.Tooltip("told:N", title="Draws of 100")]
    drawn = [
        marks(bar for bar in bars if bar["pays"] == pays)
        .mark_rect(color=hue, stroke=look.page, strokeWidth=1)
        .encode(x, y, x2=alt.X2("high:Q"), y2=alt.Y2("floor:Q"), tooltip=tooltip)
        for pays, hue in ((True, look.benefit), (False, look.cost))
    ]
    zero = marks([{"low": 0}]).mark_rule(color=look.ink, strokeWidth=1.5).encode(x=alt.X("low:Q"))
    within = bins[0][0] <= 0 <= bins[-1][1]
    subtitle = f"Draws by what they are worth today (NPV) in {resolved.currency}, {scenario_of(resolved)}; the first and last bar hold all beyond"
    rows = [(bar["said"], bar["told"]) for bar in bars]
    words = Words(_spread_title(found, locale), subtitle, ("Worth today (NPV)", "Draws of 100"), rows)
    return finished([*drawn, *([zero] if within else [])], _HEIGHT, words, look)


def npv_bins(values: Sequence[float]) -> list[tuple[float, float, int]]:
    """Return (from, to, draws) of bars of a round width, one edge at nought; the outermost hold what lies beyond."""
    low, high = np.percentile(values, _ENDS).tolist()
    width = _round_width((high - low) / _BINS, max(abs(low), abs(high)))
    first, last = math.floor(low / width), max(math.ceil(high / width), math.floor(low / width) + 1)
    edges = np.arange(first, last + 1) * width
    places = np.clip(np.floor(np.array(values) / width).astype(int) - first, 0, last - first - 1)
    counts = np.bincount(places, minlength=last - first)
    return [(float(edges[k]), float(edges[k + 1]), int(count)) for k, count in enumerate(counts)]


def _round_width(wanted: float, size: float) -> float:
    """Return the next 1, 2 or 5 times a power of ten; where all draws are alike, one that suits their size."""
    least = max(wanted, size * 1e-6, 1e-6)
    power = 10.0 ** math.floor(math.log10(least))
    return next(step * power for step in (1.0, 2.0, 5.0, 10.0) if step * power >= least * (1 - 1e-9))


def _bin(
    bins: Sequence[tuple[float, float, int]], place: int, total: int, currency: str, locale: str
) -> dict[str, Any]:
    low, high, count = bins[place]
    ends = [wording.money_short(end, currency, locale) for end in (low, high)]
    said = (
        f"up to {ends[1]}"
        if place == 0
        else f"above {ends[0]}"
        if place == len(bins) - 1
        else f"{ends[0]} to {ends[1]}"
    )
    share = 100 * count / total
    return {
        "low": low,
        "high": high,
        "share": share,
        "floor": 0,
        "pays": low >= 0,
        "said": said,
        "told": wording.number(share, 1, locale),
    }


def _spread_title(found: Simulation, locale: str) -> str:
    currency = found.sample.program.graph.resolved.currency
    low, high = (found.figures["npv"].percentile(percent) for percent in (5, 95))
    return f"9 in 10 outcomes lie {wording.span_words(low or 0.0, high or 0.0, currency, locale)}"


def npv_exceedance(found: Simulation, look: Look = LIGHT, locale: str = LOCALE) -> Chart:
    """Return the share of draws that are worth more than each amount, with the share worth more than nothing marked."""
    resolved = found.sample.program.graph.resolved
    points: list[dict[str, Any]] = [
        {"npv": value, "share": 100 * above, "said": wording.money(value, resolved.currency, locale), "told": f"{100 * above:.0f} of 100"}
        for value, above in found.exceedance(points=_STEPS)
        if 0.01 < above < 0.99
    ]  # fmt: skip
    pays = found.probability_npv_above_zero.value
    ends = [0.0, *(point["npv"] for point in points)]
    domain = [min(ends), max(*ends, min(ends) + 1.0)]
    x = alt.X("npv:Q", title=None, axis=_amounts_axis(), scale=alt.Scale(domain=domain, nice=False))
    y = alt.Y("share:Q", title="Draws of 100 worth more", scale=alt.Scale(domain=[0, 100]), axis=alt.Axis(tickCount=5, domain=False, ticks=False, labelPadding=6))  # fmt: skip
    tooltip = [alt.Tooltip("said:N", title="Worth more than"), alt.Tooltip("told:N", title="Draws")]
    line = marks(points).mark_line(color=look.benefit, strokeWidth=2.5).encode(x, y, tooltip=tooltip)
    zero = marks([{"npv": 0}]).mark_rule(color=look.soft).encode(x=alt.X("npv:Q"))
    mark = [{"npv": 0, "share": 100 * pays, "label": f"{risk_words.of_100(pays)} pay"}]
    dot = marks(mark).mark_point(filled=True, size=70, opacity=1, color=look.ink).encode(x, y)
    is_right = -domain[0] < 0.45 * (domain[1] - domain[0])
    label = mark_text(mark, look, align="left" if is_right else "right", dx=10 if is_right else -10, dy=-10 if pays < 0.9 else 16, fontWeight=600)  # fmt: skip
    named = label.encode(x=alt.X("npv:Q"), y=alt.Y("share:Q"), text=alt.Text("label:N"))
    title = risk_words.in_draws(pays, "the case is worth more than nothing", "is the case worth more than nothing")
    subtitle = (
        f"Draws of 100 that are worth more than each amount (NPV) in {resolved.currency}, {scenario_of(resolved)}"
    )
    rows = [(point["said"], point["told"]) for point in points[:: max(len(points) // 20, 1)]]
    words = Words(title, subtitle, ("Worth more than", "Draws"), rows)
    return finished([zero, line, dot, halo(named, look), named], _HEIGHT, words, look)


def _amounts_axis() -> alt.Axis:
    axis = money_axis()
    axis.grid = False
    axis.labelOverlap = "greedy"
    return axis


# --- tornado ------------------------------------------------------------------------------------------------------


def npv_tornado(found: Tornado, program: Program, look: Look = LIGHT, locale: str = LOCALE) -> Chart:
    """Return NPV at both ends of the assumptions that move it most, the widest first; at least one must have a range."""
    resolved = program.graph.resolved
    shown = found.bars[:_MOST_BARS]
    rows = Rows([RowName(bar.label) for bar in shown], 44)
    sides = [side for place, bar in enumerate(shown) for side in _sides(bar, found.npv, rows.span(place), resolved.currency, locale)]  # fmt: skip
    x = _tornado_axis(sides, found.npv, look)
    spans: dict[str, Any] = {
        "y": alt.Y("top:Q", scale=None, axis=None), "y2": alt.Y2("bottom:Q"), "x2": alt.X2("base:Q")
    }  # fmt: skip
    tooltip = [alt.Tooltip("name:N", title="Assumption"), alt.Tooltip("at:N", title="At"), alt.Tooltip("said:N", title="NPV")]  # fmt: skip
    drawn = [
        marks(side for side in sides if side["better"] == better).mark_rect(color=hue).encode(x, tooltip=tooltip, **spans)
        for better, hue in ((True, look.benefit), (False, look.cost))
    ]  # fmt: skip
    labels = [
        mark_text((side for side in sides if side["right"] == right), look, align="left" if right else "right", dx=6 if right else -6)
        .encode(x, alt.Y("middle:Q", scale=None, axis=None), text=alt.Text("label:N"))
        for right in (True, False)
    ]  # fmt: skip
    whole: dict[str, Any] = {"y": at_y(0), "y2": down_to(rows.whole)}
    base = marks([{"npv": found.npv}]).mark_rule(color=look.ink, strokeWidth=1.5).encode(x, **whole)
    ends = [side["npv"] for side in sides]
    zero = (
        [marks([{"npv": 0}]).mark_rule(color=look.soft, strokeDash=[4, 3]).encode(x, **whole)]
        if min(ends) <= 0 <= max(ends)
        else []
    )
    halos = (halo(text, look) for text in labels)
    parts = [*zero, *drawn, base, *halos, *labels, *rows.labels(look)]
    return finished(parts, rows.whole, _tornado_words(found, program, locale), look)


def _sides(bar: Bar, base: float, span: Mapping[str, float], currency: str, locale: str) -> list[dict[str, Any]]:
    """Return both sides of a bar, from NPV at the likely values to that at either end."""
    return [
        {
            "name": bar.label, "npv": npv, "base": base, "at": at, "better": npv >= base, "right": is_right,
            "label": wording.money_short(npv, currency, locale), "said": wording.money(npv, currency, locale), **span,
        }
        for (npv, at), is_right in zip(
            sorted(((bar.npv_at_low, bar.low_text), (bar.npv_at_high, bar.high_text))), (False, True), strict=True
        )
    ]  # fmt: skip


def _tornado_axis(sides: Sequence[Mapping[str, Any]], base: float, look: Look) -> alt.X:
    ends = [base, *(side["npv"] for side in sides)]
    room = room_for([side["label"] for side in sides], look)
    pixels: list[Any] = [room, alt.expr(f"width - {room:g}")]
    scale = alt.Scale(domain=[min(ends), max(*ends, min(ends) + 1)], nice=False, range=pixels)
    return alt.X("npv:Q", axis=None, scale=scale)


def _tornado_words(found: Tornado, program: Program, locale: str) -> Words:
    resolved = program.graph.resolved
    first = found.bars[0]
    span = wording.span_words(first.npv_at_low, first.npv_at_high, resolved.currency, locale)
    title = f"“{first.label}” moves it most: the case is then worth {span}"
    subtitle = (
        f"Worth today (NPV) in {resolved.currency} at both ends of each range, one at a time, {scenario_of(resolved)}; "
        f"the line is {wording.money_short(found.npv, resolved.currency, locale)}, with all at their likely values"
    )
    columns = ("Assumption", "Low", "High", "NPV at low", "NPV at high")
    rows = [
        (bar.label, bar.low_text, bar.high_text, *(wording.money(npv, resolved.currency, locale) for npv in (bar.npv_at_low, bar.npv_at_high)))
        for bar in found.bars[:_MOST_BARS]
    ]  # fmt: skip
    return Words(title, subtitle, columns, rows)
