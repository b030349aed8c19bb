"""Native charts of several scenarios or cases: their cumulative cash as lines, and their streams as bars side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_TICK_LABEL_POSITION
from pptx.enum.dml import MSO_THEME_COLOR

from exports.deck.axes import across, inside, lying, month_step, named_below, stepped, value_axis
from exports.deck.charting import Hue, Points, Spot, categories, drawn, labelled, painted, placed, said_at, unit_of

_HUES = (
    Hue(MSO_THEME_COLOR.ACCENT_5),
    Hue(MSO_THEME_COLOR.ACCENT_4),
    Hue(MSO_THEME_COLOR.ACCENT_2),
    Hue(MSO_THEME_COLOR.ACCENT_1),
    Hue(MSO_THEME_COLOR.TEXT_1),
    Hue(MSO_THEME_COLOR.ACCENT_3),
    Hue(MSO_THEME_COLOR.ACCENT_2, -0.5),
    Hue(MSO_THEME_COLOR.ACCENT_1, -0.5),
)
"""One for each of eight scenarios; every other line is dashed, so that hue never tells two apart alone."""
_ALL_LABELS, _LEAST_LABEL = 240.0, 7.0
"""The height in points that the amounts at all bars share, and that of the smallest that can be read."""
_NAMES_PLACE = 0.72
"""The share of a chart of lines that the lines take; their names stand to the right of them."""


def curves(spot: Spot, lines: Mapping[str, Sequence[tuple[float, float]]], currency: str) -> Any:
    """Draw the cumulative cash of several (month, amount), each with its name at the end of its line."""
    look = spot.look
    amounts = [amount for points in lines.values() for _, amount in points]
    months = max((int(month) for points in lines.values() for month, _ in points), default=1)
    unit = unit_of(amounts, currency)
    data = Points(unit.code)
    for name, points in lines.items():
        data.put(name, points)
    chart = placed(spot, XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS, data)
    for place, (series, (name, points)) in enumerate(zip(chart.plots[0].series, lines.items(), strict=True)):
        hue = _HUES[place % len(_HUES)]
        drawn(series, hue, 2.75 if place == 0 else 2.0, is_dashed=place % 2 == 1)
        said_at(series.points[len(points) - 1], name, look, XL_LABEL_POSITION.RIGHT, hue)
    across(chart, look, "0")
    chart.category_axis.minimum_scale, chart.category_axis.maximum_scale = 0, max(months, 1)
    chart.category_axis.major_unit = month_step(months)
    value_axis(chart, look, unit.code).tick_label_position = XL_TICK_LABEL_POSITION.LOW
    stepped(chart.value_axis, amounts)
    inside(chart, 0.09, 0.03, _NAMES_PLACE, 0.88)
    return chart


def side_by_side(spot: Spot, names: Sequence[str], groups: Mapping[str, Sequence[float]], currency: str) -> Any:
    """Draw what each name comes to under each of some scenarios: a bar a scenario, with its amount at the end."""
    look = spot.look
    values = [value for group in groups.values() for value in group]
    unit = unit_of(values, currency)
    chart = placed(spot, XL_CHART_TYPE.BAR_CLUSTERED, categories(names, groups.items(), unit.code))
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 45, 0
    size = min(look.size, _ALL_LABELS / len(values)) if values else look.size
    for series, hue in zip(plot.series, _HUES, strict=False):
        painted(series, hue)
        if size >= _LEAST_LABEL:
            labelled(series, unit.code, replace(look, size=size), XL_LABEL_POSITION.OUTSIDE_END)
    lying(chart, look, values)
    inside(chart, 0.3, 0.01, 0.69, 0.86)
    named_below(chart, look)
    return chart
