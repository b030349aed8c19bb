"""Axes, legends and the room for names and labels in native charts."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from pptx.enum.chart import XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from exports.deck.charting import Look, Spot, coloured, filled, name_of

GAP = 55
"""The space between bars, in percent of their width."""
NAMES = 0.36
"""The share of a chart that the names of its bars take."""
LABELS = 0.14
"""The share of the span of all bars that a label at the end of one takes."""


def category_axis(chart: Any, look: Look, *, is_reversed: bool = False, turns: bool = False) -> Any:
    """Style the axis of the names: no ticks, the names at the edge, where bars below nought do not cross them."""
    axis = chart.category_axis
    axis.has_major_gridlines = False
    axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = "General", False
    axis.tick_labels.font.size = Pt(look.size)
    coloured(axis.tick_labels.font, look.ink)
    filled(axis.format.line.fill, look.soft)
    axis.format.line.width = Pt(1)
    axis.reverse_order = is_reversed
    if not turns:
        turned(chart, 0)
    return axis


def turned(chart: Any, degrees: int) -> None:
    """Write the names of an axis at an angle, from 0 for lying to −90 for standing."""
    chart.category_axis._element.txPr.bodyPr.set("rot", str(60_000 * degrees))  # noqa: SLF001 - python-pptx has no other way


def value_axis(chart: Any, look: Look, code: str | None) -> Any:
    """Style the axis of the amounts: faint lines, no axis line; hidden where there is no format, as bars carry labels."""
    axis = chart.value_axis
    axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
    axis.format.line.fill.background()
    axis.has_major_gridlines = code is not None
    if code is None:
        axis.visible = False
        return axis
    filled(axis.major_gridlines.format.line.fill, look.line)
    axis.major_gridlines.format.line.width = Pt(0.75)
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = code, False
    axis.tick_labels.font.size = Pt(look.size)
    coloured(axis.tick_labels.font, look.soft)
    return axis


def roomy(axis: Any, values: Iterable[float], share: float = 0.16) -> None:
    """Leave room beyond the bars for the labels at their ends; nought is always in sight."""
    known = [0.0, *(value for value in values if math.isfinite(value))]
    low, high = min(known), max(known)
    room = share * ((high - low) or 1.0)
    axis.minimum_scale = low - room if low < 0 else 0.0
    axis.maximum_scale = high + room if high > 0 else 0.0
    if axis.minimum_scale == axis.maximum_scale:
        axis.maximum_scale = 1.0


def stepped(axis: Any, values: Iterable[float], share: float = 0.1) -> None:
    """Let an axis with names for its amounts begin and end at round ones, in about five round steps; nought is one."""
    known = [0.0, *(value for value in values if math.isfinite(value))]
    low, high = min(known), max(known)
    span = (high - low) or 1.0
    step = round_step(span * (1 + share) / 5)
    axis.minimum_scale = math.floor((low - share * span) / step) * step if low < 0 else 0.0
    axis.maximum_scale = math.ceil((high + share * span) / step) * step if high > 0 else 0.0
    if axis.minimum_scale == axis.maximum_scale:
        axis.maximum_scale = step
    axis.major_unit = step


def about(axis: Any, values: Sequence[float]) -> None:
    """Let an axis begin and end at the round amounts next to some values, which may be far from nought."""
    low, high = min(values), max(values)
    step = round_step(((high - low) or abs(high) or 1.0) / 5)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = first * step, max(last, first + 1) * step, step


def round_step(wanted: float) -> float:
    """Return the next 1, 2, 2.5 or 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(wanted))
    return next(step * power for step in (1.0, 2.0, 2.5, 5.0, 10.0) if step * power >= wanted * (1 - 1e-9))


def skipping(chart: Any, step: int) -> None:
    """Name only every so many categories of an axis."""
    last = chart.category_axis._element.find(qn("c:noMultiLvlLbl"))  # noqa: SLF001 - python-pptx has no other way
    for tag in ("tickLblSkip", "tickMarkSkip"):
        last.addprevious(parse_xml(f'<c:{tag} {nsdecls("c")} val="{step}"/>'))


def inside(chart: Any, left: float, top: float, width: float, height: float) -> None:
    """Fix where the bars stand, as shares of the chart: names to the left and labels to the right then have their room."""
    layout = parse_xml(
        f'<c:layout {nsdecls("c")}><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
        f'<c:x val="{left:.4f}"/><c:y val="{top:.4f}"/><c:w val="{width:.4f}"/><c:h val="{height:.4f}"/></c:manualLayout></c:layout>'
    )
    plot_area = chart._chartSpace.chart.plotArea  # noqa: SLF001 - python-pptx has no other way
    for old in plot_area.findall(qn("c:layout")):
        plot_area.remove(old)
    plot_area.insert(0, layout)


def month_step(months: int) -> int:
    """Return at every how many months an axis names one."""
    return next((step for step in (1, 3, 6, 12, 24, 60) if months <= 12 * step), 120)


def across(chart: Any, look: Look, code: str) -> None:
    """Style the lying axis of a chart of points: its names below everything, no lines."""
    axis = chart.category_axis
    axis.has_major_gridlines = False
    axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = code, False
    axis.tick_labels.font.size = Pt(look.size)
    coloured(axis.tick_labels.font, look.soft)
    filled(axis.format.line.fill, look.soft)


def titled(axis: Any, text: str, look: Look) -> None:
    """Write what an axis shows beside it."""
    axis.has_title = True
    frame = axis.axis_title.text_frame
    frame.text = name_of(text)
    font = frame.paragraphs[0].runs[0].font
    font.size, font.bold = Pt(look.size), False
    coloured(font, look.soft)


def named_below(chart: Any, look: Look, without: int | None = None) -> None:
    """Name the hues below the chart; `without` is the place of a series that is not named."""
    chart.has_legend = True
    legend = chart.legend
    legend.position, legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    legend.font.size = Pt(look.size)
    coloured(legend.font, look.ink)
    if without is not None:
        _unnamed(legend, without)


def _unnamed(legend: Any, place: int) -> None:
    entry = parse_xml(f'<c:legendEntry {nsdecls("c")}><c:idx val="{place}"/><c:delete val="1"/></c:legendEntry>')
    legend._element.find(qn("c:legendPos")).addnext(entry)  # noqa: SLF001 - python-pptx has no other way


def lying(chart: Any, look: Look, values: Sequence[float], names: float = NAMES) -> None:
    """Style the axes of lying bars: names on the left, no axis of amounts."""
    category_axis(chart, look, is_reversed=True)
    value_axis(chart, look, None)
    roomy(chart.value_axis, values, LABELS + 0.06)
    inside(chart, names, 0.01, 0.99 - names, 0.98)


def fewer_points(spot: Spot, bars: int) -> Spot:
    """Return a spot as many lying bars need it: few take only some of its height, many have smaller names."""
    points = spot.look.size
    high = min(spot.frame.height, int((bars + 0.5) * 5 * points * 12_700))
    is_dense = spot.frame.height < bars * 2.5 * points * 12_700
    look = replace(spot.look, size=round(points * 0.84 * 2) / 2) if is_dense else spot.look
    return Spot(spot.shapes, replace(spot.frame, height=high), look)
