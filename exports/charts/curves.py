"""Lines over the months with their names at the right end: what charts of several cases or scenarios share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import altair as alt
import numpy as np

from exports import wording
from exports.charts.fixed import at_x
from exports.charts.kit import Look, apart, in_lines, mark_text, marks, money_axis, roomy

SOLID: list[int] = [1, 0]
DASHES = ([7, 4], [2, 3], [10, 3, 2, 3], [4, 2], [1, 2], [8, 2])
_NAME_SHARE = 118 / 172
"""Room that a name has at the end of its line, as a share of that before a row."""


@dataclass(frozen=True, slots=True)
class Curve:
    """A line that is drawn: its name, an amount for each of its months, its hue, dash and width."""

    label: str
    months: Sequence[int]
    amounts: Sequence[float]
    hue: str
    dash: list[int]
    width: float


def domain_of(curves: Sequence[Curve]) -> list[float]:
    """Return the range of all amounts, with room above and below."""
    return roomy(*(np.array(curve.amounts) for curve in curves))


def month_axis(last: int, axis: alt.Axis, title: str | None = None) -> alt.X:
    """Return the months from the opening to the last one, side by side."""
    return alt.X("month:Q", title=title, scale=alt.Scale(domain=[0, last], nice=False), axis=axis)


def cash_axis(domain: Sequence[float]) -> alt.Y:
    """Return the axis of the amounts."""
    return alt.Y("cash:Q", title=None, axis=money_axis(), scale=alt.Scale(domain=domain, nice=False))


def line(
    curve: Curve, x: alt.X, y: alt.Y, what: str, when: Callable[[int], str], said: Callable[[float], str]
) -> alt.Chart:
    """Return a curve as a line that says on hovering what it is (`what` of that name), when, and how much."""
    tooltip = [
        alt.Tooltip("name:N", title=what),
        alt.Tooltip("when:N", title="When"),
        alt.Tooltip("amount:N", title="Cumulative cash"),
    ]
    points = [
        {"month": month, "cash": amount, "name": curve.label, "when": when(month), "amount": said(amount)}
        for month, amount in zip(curve.months, curve.amounts, strict=True)
    ]
    drawn: alt.Chart = (
        marks(points)
        .mark_line(color=curve.hue, strokeDash=curve.dash, strokeWidth=curve.width)
        .encode(x, y, tooltip=tooltip)
    )
    return drawn


def zero_line(look: Look) -> alt.Chart:
    """Return the line at nought."""
    drawn: alt.Chart = marks([{"cash": 0}]).mark_rule(color=look.soft).encode(y=alt.Y("cash:Q"))
    return drawn


def names_at_ends(curves: Sequence[Curve], domain: Sequence[float], height: float, look: Look) -> list[alt.Chart]:
    """Write the name of each line at the right, in its hue, near where it ends."""
    low, high = domain
    leading = look.font_size * 1.2
    names = [in_lines(curve.label, look.names * _NAME_SHARE, look.font_size, bold=True) for curve in curves]
    wanted = [(high - curve.amounts[-1]) / (high - low) * height for curve in curves]
    places = apart(wanted, leading * (max(map(len, names)) + 0.35))
    texts = []
    for curve, lines, place in zip(curves, names, places, strict=True):
        rows = [{"name": text, "place": place + (i - (len(lines) - 1) / 2) * leading} for i, text in enumerate(lines)]
        text = mark_text(rows, look, align="left", dx=8, color=curve.hue, fontWeight=600)
        texts.append(text.encode(x=at_x("width"), y=alt.Y("place:Q", scale=None), text=alt.Text("name:N")))
    return texts


def rows_by_year(
    curves: Sequence[Curve], last: int, name: Callable[[int], str], said: Callable[[float], str]
) -> list[tuple[str, ...]]:
    """Return the amount of each curve at the opening, every twelve months and at the end; none where it has ended."""
    found = [dict(zip(curve.months, curve.amounts, strict=True)) for curve in curves]
    return [
        (name(month), *(said(amounts[month]) if month in amounts else wording.NONE for amounts in found))
        for month in sorted({*range(0, last + 1, 12), last})
    ]


def end_words(name: str, curve: Curve, said: Callable[[float], str], more: str = "") -> str:
    """Return where a curve ends as a sentence."""
    return f"{name} ends at {said(curve.amounts[-1])}{more}."
