"""Native charts of how sure a case is, and of options: fan, tornado, spread of NPV, what is left at worst, gates, failing draws."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION

from exports.deck.axes import (
    GAP,
    NAMES,
    about,
    across,
    category_axis,
    fewer_points,
    inside,
    lying,
    month_step,
    named_below,
    roomy,
    skipping,
    stepped,
    titled,
    value_axis,
)
from exports.deck.charting import (
    Hue,
    Points,
    Series,
    Spot,
    Unit,
    categories,
    drawn,
    filled,
    labelled,
    marked,
    moved_to_line,
    painted,
    placed,
    said_at,
    unit_of,
)
from exports.side_by_side import WORST


@dataclass(frozen=True, slots=True)
class Reach:
    """What NPV is at both ends of the range of an assumption."""

    name: str
    at_low: float
    at_high: float


def fan(spot: Spot, cash: Mapping[int, Sequence[float]], currency: str, last: Mapping[int, str], code: str = "") -> Any:
    """Draw the cumulative cash by percentile (5, 25, 50, 75, 95): 9 in 10 outcomes light, the middle half darker.

    `last` says what stands at the right end of a line, and `code` is the number format of what is no money. The bands are
    differences, stacked on the lowest percentile.
    """
    look = spot.look
    low, middle, high = (f"P{percent}" for percent in (5, 50, 95))
    order = (5, 25, 75, 95)
    bands: list[Series] = [("Up to P5 (not shown)", cash[5])]
    bands += [
        (f"P{one} to P{other}", [b - a for a, b in zip(cash[one], cash[other], strict=True)])
        for one, other in itertools.pairwise(order)
    ]
    lines: list[Series] = [(name, cash[percent]) for name, percent in ((low, 5), (middle, 50), (high, 95))]
    unit = Unit("", code) if code else unit_of([*cash[5], *cash[95]], currency)
    names = range(len(cash[50]))
    chart = placed(spot, XL_CHART_TYPE.AREA_STACKED, categories(names, [*bands, *lines], unit.code))
    light, dark = Hue(look.benefit.theme, 0.75), Hue(look.benefit.theme, 0.5)
    for series, hue in zip(chart.plots[0].series, (None, light, dark, light), strict=False):
        painted(series, hue)
    moved_to_line(chart, [name for name, _ in lines])
    for series, hue in zip(chart.plots[1].series, (light, look.benefit, light), strict=True):
        drawn(series, hue, 2.75 if hue is look.benefit else 1.0)
        text = last.get(int(series.name.removeprefix("P")))
        if text:
            said_at(series.points[len(names) - 1], text, look, XL_LABEL_POSITION.RIGHT)
    category_axis(chart, look, turns=True)
    skipping(chart, month_step(len(names) - 1))
    value_axis(chart, look, unit.code)
    stepped(chart.value_axis, [*cash[5], *cash[95]], 0.02)
    inside(chart, 0.12, 0.04, 0.68, 0.82)
    return chart


def tornado(spot: Spot, base: float, reaches: Sequence[Reach], currency: str) -> Any:
    """Draw by how much NPV moves from its likely value at both ends of each range; the widest should come first."""
    spot = fewer_points(spot, len(reaches))
    look = spot.look
    ends = [(reach.at_low - base, reach.at_high - base) for reach in reaches]
    less = [min(*pair, 0.0) or None for pair in ends]
    more = [max(*pair, 0.0) or None for pair in ends]
    moves = [move for pair in ends for move in pair]
    unit = unit_of(moves, currency)
    data = categories([reach.name for reach in reaches], [("Worth less", less), ("Worth more", more)], unit.signed)
    chart = placed(spot, XL_CHART_TYPE.BAR_CLUSTERED, data)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = GAP, 100
    for series, hue in zip(plot.series, (look.cost, look.benefit), strict=True):
        painted(series, hue)
        labelled(series, unit.signed, look, XL_LABEL_POSITION.OUTSIDE_END)
    lying(chart, look, moves, 0.42)
    return chart


def options(
    spot: Spot,
    names: Sequence[str],
    npv: Sequence[float],
    worst: Sequence[float],
    currency: str,
) -> Any:
    """Draw what each scenario is worth, and under it what is left with one value at its worst."""
    look = spot.look
    unit = unit_of([*npv, *worst], currency)
    data = categories(names, [("Worth today (NPV)", npv), (WORST, worst)], unit.code)
    chart = placed(spot, XL_CHART_TYPE.BAR_CLUSTERED, data)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = GAP, -5
    for series, hue, is_bold in zip(plot.series, (look.benefit, look.neutral), (True, False), strict=True):
        painted(series, hue)
        labelled(series, unit.code, look, XL_LABEL_POSITION.OUTSIDE_END, bold=is_bold)
    lying(chart, look, [*npv, *worst])
    named_below(chart, look)
    inside(chart, NAMES, 0.01, 0.99 - NAMES, 0.86)
    return chart


# --- spread ------------------------------------------------------------------------------------------------------


def histogram(spot: Spot, bins: Sequence[tuple[float, float, int]], currency: str) -> Any:
    """Draw how many of 100 draws come to which amount; bars that begin below nought are those that lose.

    Only as many bars are named as have room; nought is one of them where it is in sight.
    """
    look = spot.look
    total = sum(count for _, _, count in bins) or 1
    shares = [100 * count / total for _, _, count in bins]
    unit = unit_of([low for low, _, _ in bins], currency, is_short=True)
    size = round(look.size * 0.84 * 2) / 2
    rows: list[Series] = [
        ("Earns its cost", [share if low >= 0 else None for share, (low, _, _) in zip(shares, bins, strict=True)]),
        ("Does not", [share if low < 0 else None for share, (low, _, _) in zip(shares, bins, strict=True)]),
    ]
    names = [_scaled(low, unit) for low, _, _ in bins]
    room = spot.frame.width / 12_700 * 0.9 / max(len(bins), 1)
    step = math.ceil(max(map(len, names), default=1) * 0.56 * size / room)
    nought = next((place for place, (low, _, _) in enumerate(bins) if low == 0), 0)
    names = [text if (place - nought) % step == 0 else "" for place, text in enumerate(names)]
    chart = placed(spot, XL_CHART_TYPE.COLUMN_CLUSTERED, categories(names, rows, "0"))
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 8, 100
    for series, hue in zip(plot.series, (look.benefit, look.cost), strict=True):
        painted(series, hue)
    category_axis(chart, replace(look, size=size), turns=step > 1)
    value_axis(chart, look, "0")
    named_below(chart, look)
    return chart


def _scaled(amount: float, unit: Unit) -> str:
    """Return an amount in a unit, as text."""
    power = unit.code.partition(";")[0].count(",") - 1
    value = amount / 1000.0**power
    digits = 1 if ".0" in unit.code and value % 1 else 0
    return f"{value:,.{digits}f}".replace("-", "\u2212")


def exceedance(spot: Spot, points: Sequence[tuple[float, float]], mark: tuple[float, str], currency: str) -> Any:
    """Draw the share of the draws worth more than each amount, in percent, with the share worth more than nothing."""
    look = spot.look
    unit = unit_of([value for value, _ in points], currency)
    data = Points(unit.code)
    data.put("Draws of 100 worth more", [(value, 100 * share) for value, share in points])
    data.put("Worth more than nothing", [(0.0, 100 * mark[0])])
    chart = placed(spot, XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS, data)
    line, dot = chart.plots[0].series
    drawn(line, look.benefit, 2.75)
    marked(dot.points[0], look.ink)
    said_at(dot.points[0], mark[1], look, XL_LABEL_POSITION.RIGHT)
    across(chart, look, unit.code)
    value_axis(chart, look, "0").tick_label_position = XL_TICK_LABEL_POSITION.LOW
    chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = 0, 100
    return chart


# --- a gate, and what fails --------------------------------------------------------------------------------------


def columns(spot: Spot, names: Sequence[str], values: Sequence[float], strong: int | None, currency: str) -> Any:
    """Draw an amount for each name as a standing bar with its figure above; all but the `strong` one are lighter."""
    look = spot.look
    unit = unit_of(values, currency)
    chart = placed(spot, XL_CHART_TYPE.COLUMN_CLUSTERED, categories(names, [("Worth", values)], unit.code))
    plot = chart.plots[0]
    plot.gap_width = GAP
    bars = plot.series[0]
    painted(bars, look.benefit)
    for place in range(len(names)):
        if strong is not None and place != strong:
            filled(bars.points[place].format.fill, Hue(look.benefit.theme, 0.5))
    labelled(bars, unit.code, look, XL_LABEL_POSITION.OUTSIDE_END, bold=True)
    category_axis(chart, look)
    value_axis(chart, look, None)
    roomy(chart.value_axis, values)
    return chart


@dataclass(frozen=True, slots=True)
class Cloud:
    """Draws as points by two numbers, those that fail and those that do not, and the corners of a frame about some."""

    failing: Sequence[tuple[float, float]]
    others: Sequence[tuple[float, float]]
    frame: Sequence[tuple[float, float]]
    titles: tuple[str, str]
    codes: tuple[str, str]


def cloud(spot: Spot, shown: Cloud) -> Any:
    """Draw points that fail as crosses, the others as dots, and the frame as a line."""
    look = spot.look
    kinds = [("Does not fail", shown.others, look.benefit, XL_MARKER_STYLE.CIRCLE), ("Fails", shown.failing, look.cost, XL_MARKER_STYLE.X)]  # fmt: skip
    kinds.sort(key=lambda kind: -len(kind[1]))  # LibreOffice draws no first series that is shorter than another
    data = Points(shown.codes[1])
    for name, points, _, _ in kinds:
        data.put(name, points)
    data.put("Of this kind", shown.frame)
    chart = placed(spot, XL_CHART_TYPE.XY_SCATTER, data)
    *drawn_points, frame = chart.plots[0].series
    for series, (_, _, hue, style) in zip(drawn_points, kinds, strict=True):
        series.format.line.fill.background()
        series.marker.style, series.marker.size = style, 5
        filled(series.marker.format.fill, hue)
        filled(series.marker.format.line.fill, hue)
    drawn(frame, look.ink, 2.0)
    across(chart, look, shown.codes[0])
    value_axis(chart, look, shown.codes[1]).tick_label_position = XL_TICK_LABEL_POSITION.LOW
    for place, axis in enumerate((chart.category_axis, chart.value_axis)):
        about(axis, [point[place] for point in (*shown.failing, *shown.others, *shown.frame)])
        titled(axis, shown.titles[place], look)
    named_below(chart, look)
    return chart
