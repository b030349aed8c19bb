"""A chart of a programme over time: its cumulative cash, and that of the cases in it, on one calendar."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import numpy as np

from exports import wording
from exports.charts.kit import (
    LIGHT,
    MOST_SERIES,
    Chart,
    Look,
    Words,
    apart,
    finished,
    halo,
    in_lines,
    mark_text,
    marks,
    money_axis,
    month_ticks,
    named_axis,
    roomy,
)
from model.money import LOCALE
from model.names import counted
from model.programme import RollUp
from model.series import Array
from scenarios.programme import ProgrammeResult

_HEIGHT = 340
_NAME_PIXELS = 118
"""Room that a name has at the end of its line."""
_DASHES = ([7, 4], [2, 3], [10, 3, 2, 3], [4, 2], [1, 2], [8, 2])
_WHOLE = "Together"


@dataclass(frozen=True, slots=True)
class _Curve:
    """A line that is drawn: its name, cumulative cash on the calendar of the programme, its hue, dash and width."""

    label: str
    cash: Array
    hue: str
    dash: list[int]
    width: float


def programme_cash(result: ProgrammeResult, look: Look = LIGHT, locale: str = LOCALE) -> Chart:
    """Return the cumulative cash of a programme and of its cases, those that move most money by name, the rest as one."""
    drawn, total = _curves(result, look), result.total
    domain = roomy(*(curve.cash for curve in drawn))
    names = {month: wording.month_short(total.start, month, locale) for month in month_ticks(total.months)}
    x = alt.X("month:Q", title=None, scale=alt.Scale(domain=[0, total.months], nice=False), axis=named_axis(names, grid=False))  # fmt: skip
    y = alt.Y("cash:Q", title=None, axis=money_axis(), scale=alt.Scale(domain=domain, nice=False))
    tooltip = [
        alt.Tooltip("name:N", title="Case"),
        alt.Tooltip("when:N", title="When"),
        alt.Tooltip("amount:N", title="Cumulative cash"),
    ]
    lines = [
        marks(_points(curve, result, locale))
        .mark_line(color=curve.hue, strokeDash=curve.dash, strokeWidth=curve.width)
        .encode(x, y, tooltip=tooltip)
        for curve in reversed(drawn)
    ]
    zero = marks([{"cash": 0}]).mark_rule(color=look.soft).encode(y=alt.Y("cash:Q"))
    subtitle = f"Cumulative cash in {result.programme.currency}, undiscounted, by calendar month"
    columns = ("", *(curve.label for curve in drawn))
    words = Words(_title(result, locale), subtitle, columns, _rows(drawn, result, locale), _said(drawn, result, locale))
    return finished([zero, *lines, *_turns(result, x, y, look, locale), *_ends(drawn, domain, look)], _HEIGHT, words, look)  # fmt: skip


def _curves(result: ProgrammeResult, look: Look) -> list[_Curve]:
    """Return the programme, then its cases in their order; of many, the smaller ones are added up."""
    flows = [(member.label, member.net) for member in result.members]
    name = _WHOLE if len(flows) > 1 else flows[0][0]
    whole = _Curve(name, result.total.net.cumsum(), look.ink, [1, 0], 3.5)
    if len(flows) == 1:
        return [whole]
    if len(flows) > MOST_SERIES:
        by_size = sorted(flows, key=lambda flow: -float(np.abs(flow[1]).sum()))
        rest: Array = np.sum([net for _, net in by_size[MOST_SERIES - 1 :]], axis=0)
        number = counted(len(by_size) - MOST_SERIES + 1, "other")
        flows = [*by_size[: MOST_SERIES - 1], (number, rest)]
    parts = [
        _Curve(label, net.cumsum(), look.series[i % len(look.series)], _DASHES[i % len(_DASHES)], 2.0)
        for i, (label, net) in enumerate(flows)
    ]
    return [whole, *parts]


def _points(curve: _Curve, result: ProgrammeResult, locale: str) -> list[dict[str, Any]]:
    return [
        {
            "month": month,
            "cash": float(amount),
            "name": curve.label,
            "when": wording.month_words(result.total.start, month, locale),
            "amount": wording.money(float(amount), result.programme.currency, locale),
        }
        for month, amount in enumerate(curve.cash)
    ]


def _turns(result: ProgrammeResult, x: alt.X, y: alt.Y, look: Look, locale: str) -> list[alt.Chart]:
    """Mark where the programme has most money out, and where it is back."""
    cash, worth = result.total.net.cumsum(), result.worth
    parts = []
    if worth.peak_funding > 0:
        lowest = int(np.argmin(cash))
        label = f"{wording.money_short(worth.peak_funding, result.programme.currency, locale)} out at most"
        parts.append((lowest, label, 16))
    if worth.payback_months:
        month = math.ceil(worth.payback_months)
        parts.append((month, f"back in month {month}", -12))
    found = []
    for month, label, dy in parts:
        row = {"month": month, "cash": float(cash[month]), "label": label}
        is_right = dy > 0 or month < result.total.months * 0.5
        text = mark_text([row], look, align="left" if is_right else "right", dx=8 if is_right else -8, dy=dy, fontWeight=600).encode(x, y, text=alt.Text("label:N"))  # fmt: skip
        found += [marks([row]).mark_point(filled=True, opacity=1, size=70, color=look.ink).encode(x, y), halo(text, look), text]  # fmt: skip
    return found


def _ends(drawn: Sequence[_Curve], domain: Sequence[float], look: Look) -> list[alt.Chart]:
    """Write the name of each line at the right, in its hue, near where it ends."""
    low, high = domain
    leading = look.font_size * 1.2
    names = [in_lines(curve.label, _NAME_PIXELS, look.font_size, bold=True) for curve in drawn]
    wanted = [(high - float(curve.cash[-1])) / (high - low) * _HEIGHT for curve in drawn]
    places = apart(wanted, leading * (max(map(len, names)) + 0.35))
    texts = []
    for curve, lines, place in zip(drawn, names, places, strict=True):
        rows = [{"name": line, "place": place + (i - (len(lines) - 1) / 2) * leading} for i, line in enumerate(lines)]
        text = mark_text(rows, look, align="left", dx=8, color=curve.hue, fontWeight=600)
        texts.append(text.encode(x=alt.value("width"), y=alt.Y("place:Q", scale=None), text=alt.Text("name:N")))
    return texts


def _title(result: ProgrammeResult, locale: str) -> str:
    """Say when the money of the programme is back, whatever the figures are."""
    months = result.worth.payback_months
    if not result.total.benefits.any() and not result.total.costs.any():
        return "No money is spent and none comes in"
    if months is None:
        return f"The money is not back within {wording.duration(result.total.months)}"
    if not months:
        return "No money is ever out"
    return f"The money is back in {wording.month_words(result.total.start, math.ceil(months), locale)}"


def _rows(drawn: Sequence[_Curve], result: ProgrammeResult, locale: str) -> list[tuple[str, ...]]:
    """Return the cumulative cash of each at the opening and at the end of every twelve months."""
    total: RollUp = result.total
    return [
        (
            wording.month_name(total.start, month, locale) if month else "Opening",
            *(wording.money(float(curve.cash[month]), result.programme.currency, locale) for curve in drawn),
        )
        for month in sorted({*range(0, total.months + 1, 12), total.months})
    ]


def _said(drawn: Sequence[_Curve], result: ProgrammeResult, locale: str) -> str:
    ends = (
        f"{curve.label} ends at {wording.money(float(curve.cash[-1]), result.programme.currency, locale)}."
        for curve in drawn
    )
    return " ".join(ends)
