"""A chart of a programme over time: its cumulative cash, and that of the cases in it, on one calendar."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

import altair as alt
import numpy as np

from exports import wording
from exports.charts.curves import (
    DASHES,
    SOLID,
    Curve,
    cash_axis,
    domain_of,
    end_words,
    line,
    month_axis,
    names_at_ends,
    rows_by_year,
    zero_line,
)
from exports.charts.kit import (
    LIGHT,
    MOST_SERIES,
    Chart,
    Look,
    Words,
    finished,
    halo,
    mark_text,
    marks,
    month_ticks,
    named_axis,
)
from model.money import LOCALE
from model.names import counted
from model.series import Array
from scenarios.programme import ProgrammeResult

_HEIGHT = 340
_WHOLE = "Together"


def programme_cash(result: ProgrammeResult, look: Look = LIGHT, locale: str = LOCALE) -> Chart:
    """Return the cumulative cash of a programme and of its cases, those that move most money by name, the rest as one."""
    drawn, total = _curves(result, look), result.total
    said = partial(wording.money, currency=result.programme.currency, locale=locale)
    when = partial(wording.month_words, total.start, locale=locale)
    names = {month: wording.month_short(total.start, month, locale) for month in month_ticks(total.months)}
    domain = domain_of(drawn)
    x, y = month_axis(total.months, named_axis(names, grid=False)), cash_axis(domain)
    lines = [line(curve, x, y, "Case", when, said) for curve in reversed(drawn)]
    subtitle = f"Cumulative cash in {result.programme.currency}, undiscounted, by calendar month"
    rows = rows_by_year(drawn, total.months, _month_name(total.start, locale), said)
    told = " ".join(end_words(curve.label, curve, said) for curve in drawn)
    words = Words(_title(result, locale), subtitle, ("", *(curve.label for curve in drawn)), rows, told)
    turns, ends = _turns(result, x, y, look, locale), names_at_ends(drawn, domain, _HEIGHT, look)
    return finished([zero_line(look), *lines, *turns, *ends], _HEIGHT, words, look)


def _month_name(start: str, locale: str) -> Callable[[int], str]:
    """Return what names a month in the table."""
    return lambda month: wording.month_name(start, month, locale) if month else "Opening"


def _curves(result: ProgrammeResult, look: Look) -> list[Curve]:
    """Return the programme, then its cases in their order; of many, the smaller ones are added up."""
    flows = [(member.label, member.net) for member in result.members]
    name = _WHOLE if len(flows) > 1 else flows[0][0]
    whole = _curve(name, result.total.net, look.ink, SOLID, 3.5)
    if len(flows) == 1:
        return [whole]
    if len(flows) > MOST_SERIES:
        by_size = sorted(flows, key=lambda flow: -float(np.abs(flow[1]).sum()))
        rest: Array = np.sum([net for _, net in by_size[MOST_SERIES - 1 :]], axis=0)
        number = counted(len(by_size) - MOST_SERIES + 1, "other")
        flows = [*by_size[: MOST_SERIES - 1], (number, rest)]
    parts = [
        _curve(label, net, look.series[i % len(look.series)], DASHES[i % len(DASHES)], 2.0)
        for i, (label, net) in enumerate(flows)
    ]
    return [whole, *parts]


def _curve(label: str, net: Array, hue: str, dash: list[int], width: float) -> Curve:
    return Curve(label, range(len(net)), net.cumsum().tolist(), hue, dash, width)


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
