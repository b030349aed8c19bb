"""Native charts for slides, editable where they land: cash, value, waterfall, tornado, spread, fan, options, plan.

Each takes the shapes of a slide, a place, plain data and a look, and returns the chart. Amounts are given in full, and
shown in the unit that `unit_of` finds for them; the caption above a chart names it.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_TICK_LABEL_POSITION

from exports.deck.axes import (
    GAP,
    LABELS,
    NAMES,
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
    turned,
    value_axis,
)
from exports.deck.charting import (
    Hue,
    Look,
    Points,
    Series,
    Spot,
    boxed,
    boxed_at,
    categories,
    drawn,
    labelled,
    marked,
    moved_to_line,
    painted,
    placed,
    said_at,
    unit_of,
)
from exports.deck.native_risk import Cloud, Reach, cloud, columns, exceedance, fan, histogram, options, tornado
from exports.guarding import shortened

__all__ = [
    "Cloud",
    "Mark",
    "Reach",
    "Spot",
    "Step",
    "Task",
    "against",
    "cash_curve",
    "cloud",
    "columns",
    "exceedance",
    "fan",
    "histogram",
    "options",
    "plan",
    "ranked",
    "stacked",
    "tornado",
    "waterfall",
]

_MANY, _MOST_LABELLED, _MOST_STANDING, _MOST_NAME, _MOST_GRID = 7, 16, 40, 32, 7
_GRID = (31, 62, 92, 123, 184, 366, 731)
"""The most days that 1, 2, 3, 4, 6, 12 and 24 months have: a grid of them, from the first of a month on, skips none."""
_SERIAL = date(1899, 12, 30)
"""Day nought of a spreadsheet."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A point of a line that is pointed out: its place, what is said of it, and whether that stands below the line."""

    place: int
    text: str
    is_below: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a waterfall: its name, the amount, its label; a total begins at nought."""

    name: str
    amount: float
    label: str
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """An activity of a plan: its name, its first day, how many days it takes, and its dates in words."""

    name: str
    begin: date
    days: int
    label: str


# --- over time ---------------------------------------------------------------------------------------------------


def cash_curve(spot: Spot, amounts: Sequence[float], marks: Sequence[Mark], currency: str) -> Any:
    """Draw the cumulative cash from the opening (month 0) on, with the points that are pointed out."""
    look = spot.look
    unit = unit_of(amounts, currency)
    data = Points(unit.code)
    data.put("Cumulative cash", enumerate(amounts))
    chart = placed(spot, XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS, data)
    line = chart.plots[0].series[0]
    drawn(line, look.benefit, 2.75)
    for mark in marks:
        marked(line.points[mark.place], look.ink)
        said_at(line.points[mark.place], mark.text, look, _beside(mark, len(amounts)))
        boxed_at(line.points[mark.place])
    across(chart, look, "0")
    chart.category_axis.minimum_scale, chart.category_axis.maximum_scale = 0, max(len(amounts) - 1, 1)
    chart.category_axis.major_unit = month_step(len(amounts) - 1)
    value_axis(chart, look, unit.code).tick_label_position = XL_TICK_LABEL_POSITION.LOW
    stepped(chart.value_axis, amounts)
    return chart


def _beside(mark: Mark, count: int) -> XL_LABEL_POSITION:
    """Say on which side of its point a label stands, so that it neither crosses a rising line nor leaves the chart."""
    if mark.place > 0.8 * count or (mark.place > 0.3 * count and not mark.is_below):
        return XL_LABEL_POSITION.LEFT
    if mark.place < 0.08 * count:
        return XL_LABEL_POSITION.RIGHT
    return XL_LABEL_POSITION.BELOW if mark.is_below else XL_LABEL_POSITION.ABOVE


def against(spot: Spot, names: Sequence[str], flows: Mapping[str, Sequence[float]], currency: str) -> Any:
    """Draw benefits upwards and costs (given as positive amounts) downwards by year, and what is left as a labelled line.

    `flows` holds `Benefits`, `Costs` and `Net`.
    """
    look = spot.look
    down = [-amount for amount in flows["Costs"]]
    unit = unit_of([*flows["Benefits"], *down], currency)
    rows: list[Series] = [("Benefits", flows["Benefits"]), ("Costs", down), ("Net", flows["Net"])]
    chart = placed(spot, XL_CHART_TYPE.COLUMN_STACKED, categories(names, rows, unit.code))
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = GAP, 100
    for series, hue in zip(plot.series, (look.benefit, look.cost), strict=False):
        painted(series, hue)
    moved_to_line(chart, ["Net"])
    net = chart.plots[1].series[0]
    drawn(net, look.ink, 1.75)
    for place in range(len(names)):
        marked(net.points[place], look.ink, 8)
    if len(names) <= _MOST_LABELLED:
        labelled(net, unit.code, look, XL_LABEL_POSITION.ABOVE, bold=True)
        boxed(net)
    _years_axis(chart, look, names)
    value_axis(chart, look, unit.code)
    stepped(chart.value_axis, [*flows["Benefits"], *down])
    named_below(chart, look)
    return chart


def stacked(spot: Spot, names: Sequence[str], groups: Sequence[Series], currency: str) -> Any:
    """Draw parts on top of each other by year, each in its hue, with the sum of all above them."""
    look = spot.look
    sums = [math.fsum(values[place] or 0.0 for _, values in groups) for place in range(len(names))]
    unit = unit_of(sums, currency)
    total = "All costs"
    rows = [*((shortened(name, _MOST_NAME), values) for name, values in groups), (total, sums)]
    chart = placed(spot, XL_CHART_TYPE.COLUMN_STACKED, categories(names, rows, unit.code))
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = GAP, 100
    for series, hue in zip(plot.series, itertools.cycle(look.series), strict=False):
        painted(series, hue)
    moved_to_line(chart, [total])
    over = chart.plots[1].series[-1]
    drawn(over, None)
    if len(names) <= _MOST_LABELLED:
        labelled(over, unit.code, look, XL_LABEL_POSITION.ABOVE, bold=True)
    _years_axis(chart, look, names)
    value_axis(chart, look, None)
    roomy(chart.value_axis, [*sums, *(min(0.0, v or 0.0) for _, values in groups for v in values)], 0.1)
    named_below(chart, look, without=len(groups))
    return chart


def _years_axis(chart: Any, look: Look, names: Sequence[str]) -> None:
    """Name the years: smaller where there are many; standing, and only some, where there are very many."""
    many = replace(look, size=round(look.size * 0.75 * 2) / 2)
    category_axis(chart, look if len(names) <= _MANY else many)
    if len(names) > _MOST_LABELLED:
        turned(chart, -90)
        skipping(chart, -(-len(names) // _MOST_STANDING))


# --- ranked ------------------------------------------------------------------------------------------------------


def ranked(
    spot: Spot,
    names: Sequence[str],
    values: Sequence[float],
    code: str,
    hue: Hue | None = None,
) -> Any:
    """Draw bars in their order, the first on top, each with its value at its end, in a number format."""
    spot = fewer_points(spot, len(names))
    look = spot.look
    chart = placed(spot, XL_CHART_TYPE.BAR_CLUSTERED, categories(names, [("Value", values)], code))
    plot = chart.plots[0]
    plot.gap_width = GAP
    painted(plot.series[0], hue or look.benefit)
    labelled(plot.series[0], code, look, XL_LABEL_POSITION.OUTSIDE_END, bold=True)
    lying(chart, look, values)
    return chart


def waterfall(spot: Spot, steps: Sequence[Step], currency: str) -> Any:
    """Draw a bridge from top to bottom; bars that cross nought are split, as stacks grow from there to both sides."""
    spot = fewer_points(spot, len(steps))
    look = spot.look
    spans = _spans(steps)
    unit = unit_of([end for span in spans for end in span], currency)
    parts = _parts(steps, spans)
    rows: list[Series] = list(parts.items())
    chart = placed(spot, XL_CHART_TYPE.BAR_STACKED, categories([step.name for step in steps], rows, unit.code))
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 40, 100
    hues = (None, look.total, look.benefit, look.cost, None)
    for series, hue in zip(plot.series, itertools.chain.from_iterable(zip(hues, hues, strict=True)), strict=True):
        painted(series, hue)
    for series in list(plot.series)[-2:]:
        for place, value in enumerate(parts[series.name]):
            if value:
                said_at(series.points[place], steps[place].label, look, XL_LABEL_POSITION.INSIDE_BASE)
    lying(chart, look, [end for span in spans for end in span])
    return chart


def _spans(steps: Sequence[Step]) -> list[tuple[float, float]]:
    """Return where each bar begins and ends, the lower end first."""
    at, spans = 0.0, []
    for step in steps:
        begin = 0.0 if step.is_total else at
        at = step.amount if step.is_total else at + step.amount
        spans.append((min(begin, at), max(begin, at)))
    return spans


def _parts(steps: Sequence[Step], spans: Sequence[tuple[float, float]]) -> dict[str, list[float | None]]:
    """Return the stacks: what is hidden, totals, what adds, what takes away, and room for labels; above and below nought."""
    kinds = ["Worth" if step.is_total else "Adds" if step.amount >= 0 else "Takes away" for step in steps]
    room = LABELS * ((max(b for _, b in spans) - min(a for a, _ in spans)) or 1.0)
    found: dict[str, list[float | None]] = {}
    for name in ("Hidden", "Worth", "Adds", "Takes away", "Label"):
        above, below = [], []
        for kind, (low, high) in zip(kinds, spans, strict=True):
            up, down = _visible(low, high) if name == kind else (max(low, 0.0), min(high, 0.0))
            if name == "Label":
                up, down = (room, 0.0) if high > 0 or low >= 0 else (0.0, -room)
            wanted = name in ("Hidden", "Label", kind)
            above.append((up or None) if wanted else None)
            below.append((down or None) if wanted else None)
        found[name], found[f"{name} (below nought)"] = above, below
    return found


def _visible(low: float, high: float) -> tuple[float, float]:
    """Return the part of a bar above nought and the part below it."""
    above, below = (max(low, 0.0), max(high, 0.0)), (min(low, 0.0), min(high, 0.0))
    return above[1] - above[0], below[0] - below[1]


# --- plan --------------------------------------------------------------------------------------------------------


def plan(spot: Spot, tasks: Sequence[Task]) -> Any:
    """Draw activities as bars from their first to their last day; milestones are short bars with their date beside them."""
    spot = fewer_points(spot, len(tasks))
    look = spot.look
    first = min(task.begin for task in tasks)
    last = max(_serial(task.begin) + task.days for task in tasks)
    whole = last - _serial(first)
    shown = max(whole // 90, 1)
    rows: list[Series] = [
        ("First day", [_serial(task.begin) for task in tasks]),
        ("Days", [max(task.days, shown) for task in tasks]),
        ("Dates", [0.3 * whole] * len(tasks)),
    ]
    chart = placed(spot, XL_CHART_TYPE.BAR_STACKED, categories([t.name for t in tasks], rows, "0"))
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 45, 100
    hidden, bars, dates = plot.series
    painted(hidden, None)
    painted(bars, look.benefit)
    painted(dates, None)
    for place, task in enumerate(tasks):
        said_at(dates.points[place], task.label, look, XL_LABEL_POSITION.INSIDE_BASE)
    category_axis(chart, look, is_reversed=True)
    axis = value_axis(chart, look, "mmm yyyy")
    axis.minimum_scale = _serial(first.replace(day=1))
    axis.maximum_scale = last + 0.3 * whole + 1
    axis.major_unit = next((days for days in _GRID if whole * 1.3 <= _MOST_GRID * days), whole / 5)
    inside(chart, NAMES, 0.08, 0.99 - NAMES, 0.9)
    return chart


def _serial(day: date) -> int:
    return (day - _SERIAL).days
