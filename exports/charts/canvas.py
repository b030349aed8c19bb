"""Pictures placed by the pixel: boxes, texts and curves on a canvas of its own width, for maps and matrices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import altair as alt

from exports.charts.kit import Look, Side, marks

Point = tuple[float, float]


def _place(name: str, channel: type[alt.X | alt.Y]) -> Any:
    return channel(f"{name}:Q", scale=None, axis=None)


def boxes(rows: Iterable[Mapping[str, Any]], *, is_dashed: bool = False) -> alt.Chart:
    """Return rectangles: `x`, `y`, `x2`, `y2` in pixels from the top left, `fill`, `stroke`, and `told` on hovering."""
    drawn: alt.Chart = marks(rows).mark_rect(cornerRadius=5, strokeDash=[4, 3] if is_dashed else [1, 0]).encode(
        _place("x", alt.X), _place("y", alt.Y), x2=alt.X2("x2:Q"), y2=alt.Y2("y2:Q"),
        fill=alt.Fill("fill:N", scale=None), stroke=alt.Stroke("stroke:N", scale=None), tooltip=alt.Tooltip("told:N", title=" "),
    )  # fmt: skip
    return drawn


def texts(rows: Iterable[Mapping[str, Any]], look: Look, align: Side = "left") -> alt.Chart:
    """Return lines of text: `x`, `y` of their middle, `text`; `weight`, `color` and `size` where they are not the usual."""
    usual = {"weight": 400, "color": look.ink, "size": look.font_size - 1}
    written = marks({**usual, **row} for row in rows).mark_text(
        align=align, baseline="middle", fontWeight=alt.expr("datum.weight"), fontSize=alt.expr("datum.size")
    )  # fmt: skip
    placed: alt.Chart = written.encode(
        _place("x", alt.X), _place("y", alt.Y), text=alt.Text("text:N"), color=alt.Color("color:N", scale=None)
    )
    return placed


def block(lines: Sequence[str], x: float, y: float, leading: float, **style: Any) -> list[dict[str, Any]]:
    """Return lines of text under each other, the first with its middle at `y`."""
    return [{"x": x, "y": y + leading * count, "text": line, **style} for count, line in enumerate(lines)]


def curves(paths: Iterable[tuple[Sequence[Point], str]]) -> alt.Chart:
    """Return thin curves drawn towards their points, each in its hue."""
    rows = [
        {"curve": curve, "step": step, "x": round(x, 1), "y": round(y, 1), "hue": hue}
        for curve, (points, hue) in enumerate(paths)
        for step, (x, y) in enumerate(points)
    ]
    drawn: alt.Chart = marks(rows).mark_line(interpolate="basis", strokeWidth=1.4, opacity=0.8).encode(
        _place("x", alt.X), _place("y", alt.Y), detail=alt.Detail("curve:N"), order=alt.Order("step:Q"), stroke=alt.Stroke("hue:N", scale=None)
    )  # fmt: skip
    return drawn
