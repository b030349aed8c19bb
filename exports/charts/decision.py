"""Charts for the decision: what knowing is worth, when to look again, ways to allow for risk, and where the case fails."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import altair as alt
import numpy as np

from exports import risk_words, wording
from exports.charts.fixed import at_y, down_to
from exports.charts.kit import (
    LIGHT,
    Chart,
    Look,
    Words,
    finished,
    halo,
    mark_text,
    marks,
    money_axis,
    scenario_of,
)
from exports.charts.rows import RowName, Rows, room_for
from exports.charts.sensitivity import value_axis
from model.money import LOCALE
from model.names import uncapitalised
from model.risk.naming import label, value_text

if TYPE_CHECKING:
    from model.evaluate import Program
    from model.risk.discovery import Bound, Box, Discovery
    from model.risk.findings import Simulation
    from model.risk.information import Information
    from model.risk.staged import Staged
    from model.risk.treatments import Treatment, Treatments
    from model.series import Array

_MOST_BARS = 8
_MOST_DOTS = 600
"""So many draws show a pattern; more would hide it."""


# --- what knowing is worth ----------------------------------------------------------------------------------------


def worth_of_knowing(found: Information, program: Program, look: Look = LIGHT, locale: str = LOCALE) -> Chart:
    """Return the most it is worth to know each value before deciding, give or take, below what knowing all is worth."""
    currency = program.graph.resolved.currency
    shown = [one for one in found.each if one.is_sure][:_MOST_BARS]
    rows = Rows([RowName("Everything", is_strong=True), *(RowName(one.label) for one in shown)], 40)
    worths: list[tuple[str, float, float, float | None]] = [
        ("Everything", found.evpi.value, found.evpi.standard_error, None),
        *((one.label, one.value, one.standard_error, one.by_binning) for one in shown),
    ]
    bars: list[dict[str, Any]] = [
        {"name": name, "none": 0, "worth": worth, "least": max(worth - 2 * error, 0.0), "most": worth + 2 * error, "all": place == 0, "error": error, "other": other,
         "label": wording.money_short(worth, currency, locale), **rows.span(place)}
        for place, (name, worth, error, other) in enumerate(worths)
    ]  # fmt: skip
    room = room_for([bar["label"] for bar in bars], look)
    scale = alt.Scale(domain=[0, max(bar["most"] for bar in bars) or 1.0], nice=False, range=[0, alt.expr(f"width - {room:g}")])  # fmt: skip
    x, middle = alt.X("worth:Q", axis=None, scale=scale), alt.Y("middle:Q", scale=None, axis=None)
    spans: dict[str, Any] = {"y": alt.Y("top:Q", scale=None, axis=None), "y2": alt.Y2("bottom:Q"), "x2": alt.X2("none:Q")}  # fmt: skip
    tooltip = [alt.Tooltip("name:N", title="To know"), alt.Tooltip("label:N", title="Worth up to")]
    drawn = [
        marks(bar for bar in bars if bar["all"] == is_all).mark_rect(color=hue).encode(x, tooltip=tooltip, **spans)
        for is_all, hue in ((True, look.soft), (False, look.benefit))
    ]
    sure = marks(bars).mark_rule(color=look.ink, strokeWidth=2).encode(alt.X("least:Q", axis=None, scale=scale), middle, x2=alt.X2("most:Q"))  # fmt: skip
    text = mark_text(bars, look, align="left", dx=8, fontWeight=600)
    named = text.encode(x=alt.X("most:Q", axis=None, scale=scale), y=middle, text=alt.Text("label:N"))
    return finished([*drawn, sure, named, *rows.labels(look)], rows.whole, _knowing_words(found, bars, program, locale), look)  # fmt: skip


def _knowing_words(found: Information, bars: Sequence[Mapping[str, Any]], program: Program, locale: str) -> Words:
    resolved = program.graph.resolved
    first = found.first
    if first is None:
        title = "No single value is worth measuring for this decision alone"
    else:
        worth = wording.money_short(first.value, resolved.currency, locale)
        title = f"Measure “{first.label}” first: knowing it exactly is worth at most {worth}"
    subtitle = (
        f"The most it is worth to know before you decide, in {resolved.currency}, {scenario_of(resolved)} (EVPI for everything, EVPPI for one "
        "value); the thin line is give or take (twice the standard error)"
    )
    rows = [
        (bar["name"], *(wording.NONE if bar[part] is None else wording.money(bar[part], resolved.currency, locale) for part in ("worth", "error", "other")))
        for bar in bars
    ]  # fmt: skip
    return Words(title, subtitle, ("To know", "Worth up to", "Standard error", "Second opinion (binning)"), rows)


# --- the gate -----------------------------------------------------------------------------------------------------


def gate_months(
    found: Sequence[Staged], chosen: int, program: Program, look: Look = LIGHT, locale: str = LOCALE
) -> Chart:
    """Return what the option to stop is worth by the month of the gate, with the month that is chosen marked."""
    resolved = program.graph.resolved
    points: list[dict[str, Any]] = [
        {"month": one.month, "option": max(one.option, 0.0), "none": 0, "chosen": one.month == chosen,
         "said": wording.money(one.option, resolved.currency, locale), "label": wording.money_short(max(one.option, 0.0), resolved.currency, locale),
         "when": wording.month_words(resolved.start, one.month, locale)}
        for one in found
    ]  # fmt: skip
    months = [point["month"] for point in points]
    x = alt.X("month:O", title="Month of the gate", axis=alt.Axis(labelAngle=0, domain=False, ticks=False), sort=months)
    most = max(point["option"] for point in points) or 1.0
    y = alt.Y("option:Q", title=None, axis=money_axis(), scale=alt.Scale(domain=[0, most * 1.12], nice=False))
    tooltip = [alt.Tooltip("when:N", title="Gate in"), alt.Tooltip("said:N", title="The option is worth")]
    bars = [
        marks(point for point in points if point["chosen"] == is_chosen)
        .mark_bar(color=look.benefit, opacity=1.0 if is_chosen else 0.45)
        .encode(x, y, tooltip=tooltip)
        for is_chosen in (True, False)
    ]
    named = mark_text(points, look, dy=-9).encode(x=x, y=y, text=alt.Text("label:N"))
    return finished([*bars, named], 240, _gate_words(found, points, program, locale), look)


def _gate_words(found: Sequence[Staged], points: Sequence[Mapping[str, Any]], program: Program, locale: str) -> Words:
    resolved = program.graph.resolved
    best = max(found, key=lambda one: one.option)
    if best.option <= 0:
        title = "The option to stop is worth nothing in any of these months"
    elif best.option <= 2 * best.standard_error:
        title = "In none of these months is the option to stop worth more than the noise of the draws"
    else:
        worth = wording.money_short(best.option, resolved.currency, locale)
        title = f"Of these months, a gate in month {best.month} is worth most: {worth}"
    seen = uncapitalised(best.observed).removesuffix(f" in month {best.month}")
    size = f"with a pilot at {best.size:.0%} of the size" if best.size < 1 else "at full size"
    subtitle = (
        f"What the option to stop is worth today on average in {resolved.currency}, by the month of the gate, {scenario_of(resolved)}; "
        f"{size} up to it, and looking at “{seen}”"
    )
    rows = [(f"Month {point['month']}", point["said"]) for point in points]
    return Words(title, subtitle, ("Gate in", "The option is worth"), rows)


# --- treatments ---------------------------------------------------------------------------------------------------


def treatments_ranked(found: Treatments, program: Program, look: Look = LIGHT, locale: str = LOCALE) -> Chart:
    """Return what the case is worth under each way to allow for risk, side by side, with the range of each that has one."""
    currency = program.graph.resolved.currency
    rows = Rows([RowName(one.label) for one in found.rows], 48)
    points = [_treated(one, rows.middle(place), currency, locale) for place, one in enumerate(found.rows)]
    ends = [0.0, *(value for point in points for value in (point["low"], point["high"]))]
    room = room_for([point["label"] for point in points], look)
    scale = alt.Scale(domain=[min(ends), max(*ends, min(ends) + 1)], nice=False, range=[room / 2, alt.expr(f"width - {room / 2:g}")])  # fmt: skip
    x, y = alt.X("npv:Q", axis=None, scale=scale), alt.Y("middle:Q", scale=None, axis=None)
    tooltip = [alt.Tooltip("name:N", title="Allowing for risk by"), alt.Tooltip("said:N", title="NPV"), alt.Tooltip("range:N", title="Range")]  # fmt: skip
    spans = marks(points).mark_rule(color=look.benefit, strokeWidth=6, opacity=0.35).encode(alt.X("low:Q", axis=None, scale=scale), y, x2=alt.X2("high:Q"), tooltip=tooltip)  # fmt: skip
    dots = [
        marks(point for point in points if (point["npv"] >= 0) == pays)
        .mark_point(filled=True, size=110, opacity=1, color=hue)
        .encode(x, y, tooltip=tooltip)
        for pays, hue in ((True, look.benefit), (False, look.cost))
    ]
    named = mark_text(points, look, dy=-14, fontWeight=600).encode(x=x, y=y, text=alt.Text("label:N"))
    zero = marks([{"npv": 0}]).mark_rule(color=look.soft).encode(x, y=at_y(0), y2=down_to(rows.whole))
    return finished([zero, spans, *dots, halo(named, look), named, *rows.labels(look)], rows.whole, _treated_words(found, points, program), look)  # fmt: skip


def _treated(one: Treatment, middle: float, currency: str, locale: str) -> dict[str, Any]:
    ends = [one.npv if end is None else end for end in (one.low, one.high)]
    has_range = one.low is not None or one.high is not None
    return {
        "name": one.label, "npv": one.npv, "low": min(*ends, one.npv), "high": max(*ends, one.npv), "middle": middle,
        "label": wording.money_short(one.npv, currency, locale), "said": wording.money(one.npv, currency, locale),
        "range": wording.span_words(ends[0], ends[1], currency, locale) if has_range else "none",
    }  # fmt: skip


def _treated_words(found: Treatments, points: Sequence[Mapping[str, Any]], program: Program) -> Words:
    resolved = program.graph.resolved
    npv = [one.npv for one in found.rows]
    if min(npv) >= 0 or max(npv) < 0:
        title = f"However risk is allowed for, the case {'pays' if min(npv) >= 0 else 'does not pay'}"
    else:
        title = f"Whether the case pays depends on how risk is allowed for: it pays in {sum(value >= 0 for value in npv)} of {len(npv)} ways"
    subtitle = f"Worth today (NPV) in {resolved.currency} under each way by itself, {scenario_of(resolved)}; a band is the range it gives"
    rows = [(point["name"], point["said"], point["range"]) for point in points]
    return Words(title, subtitle, ("Allowing for risk by", "NPV", "Range"), rows)


# --- where it fails -----------------------------------------------------------------------------------------------


def failing_draws(
    found: Discovery, drawn: Simulation, months: float | None, does: str, look: Look = LIGHT, locale: str = LOCALE
) -> Chart:
    """Return draws by the two values that tell most where the case fails or succeeds, with the first combination framed.

    There must be a combination. With one value in it, NPV stands upwards. `does` says what its draws do: “does not pay”.
    """
    program, box = drawn.sample.program, found.boxes[0]
    names = list(dict.fromkeys(bound.assumption for bound in box.bounds))[:2]
    points = _dots(drawn, box, names, months, locale)
    x, y = _dot_axes(program, names, points)
    tooltip = [alt.Tooltip("at_a:N", title=label(program, names[0])), alt.Tooltip("said:N", title="NPV")]
    dots = [
        marks(point for point in points if point["fails"] == fails)
        .mark_point(filled=True, size=34, color=hue, shape=shape)
        .encode(x, y, opacity=alt.Opacity("strength:Q", scale=None), tooltip=tooltip)
        for fails, hue, shape in ((False, look.benefit, "circle"), (True, look.cost, "cross"))
    ]
    frame = marks([_frame(box, names, points)]).mark_rect(fill=None, stroke=look.ink, strokeWidth=2)
    framed = frame.encode(alt.X("left:Q"), alt.Y("bottom:Q"), x2=alt.X2("right:Q"), y2=alt.Y2("top:Q"))
    return finished([*dots, framed], 340, _failing_words(found, program, points, does, locale), look)


def _dots(drawn: Simulation, box: Box, names: Sequence[str], months: float | None, locale: str) -> list[dict[str, Any]]:
    program = drawn.sample.program
    draws = min(drawn.draws, _MOST_DOTS)
    known = drawn.sample.part(0, draws)
    npv, late = drawn.npv[:draws], drawn.values("payback_months")[:draws]
    sides = [known[b.assumption] >= b.value if b.at_least else known[b.assumption] <= b.value for b in box.bounds]
    inside = np.logical_and.reduce(sides)
    up: Array = known[names[1]] if len(names) > 1 else npv
    return [
        {"a": float(known[names[0]][i]), "b": float(up[i]), "fails": (fails := bool(npv[i] < 0 if months is None else late[i] > months)), "outcome": "yes" if fails else "no",
         "strength": 0.95 if inside[i] else 0.3, "at_a": value_text(program, names[0], float(known[names[0]][i])),
         "said": wording.money(float(npv[i]), program.graph.resolved.currency, locale)}
        for i in range(draws)
        if np.isfinite(npv[i])
    ]  # fmt: skip


def _dot_axes(program: Program, names: Sequence[str], points: Sequence[Mapping[str, Any]]) -> tuple[alt.X, alt.Y]:
    parts: list[Any] = []
    for index, (key, channel) in enumerate((("a", alt.X), ("b", alt.Y))):
        values = [point[key] for point in points]
        is_money = index == len(names)
        title, axis = ("Worth today (NPV)", money_axis()) if is_money else value_axis(program, names[index])
        axis.grid = False
        scale = alt.Scale(domain=[min(values), max(*values, min(values) + 1e-9)], nice=False, zero=False)
        parts.append(channel(f"{key}:Q", title=title, axis=axis, scale=scale))
    return parts[0], parts[1]


def _frame(box: Box, names: Sequence[str], points: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    """Return the sides of a combination as a frame; where it has none, it goes as far as the draws do."""
    frame: dict[str, float] = {}
    for index, (key, low, high) in enumerate((("a", "left", "right"), ("b", "bottom", "top"))):
        values = [point[key] for point in points]
        frame |= {low: min(values), high: max(values)}
        for bound in box.bounds:
            if index < len(names) and bound.assumption == names[index]:
                frame[low if bound.at_least else high] = _within(bound, values)
    return frame


def _within(bound: Bound, values: Sequence[float]) -> float:
    return min(max(bound.value, min(values)), max(values))


def _failing_words(
    found: Discovery, program: Program, points: Sequence[Mapping[str, Any]], does: str, locale: str
) -> Words:
    box = found.boxes[0]
    where = wording.listed([f"“{bound.label}” is {bound.text}" for bound in box.bounds])
    title = f"In {risk_words.of_draws(box.density)} of this kind the case {does}, beside {risk_words.of_100(found.failing)} in all"
    subtitle = (
        f"{wording.number(len(points), 0, locale)} of the draws, {scenario_of(program.graph.resolved)}. Crosses fail, points do not. The strong ones, all "
        f"within the frame, are of this kind: {where}"
    )
    rows = [
        (wording.listed([f"{bound.label} {bound.text}" for bound in one.bounds]), *(risk_words.of_100(share) for share in (one.density, one.coverage, one.mass)))
        for one in found.boxes
    ]  # fmt: skip
    columns = ("Where", "Density", "Coverage", "Share of all draws")
    return Words(title, subtitle, columns, rows)
