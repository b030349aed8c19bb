"""Charts of what makes the difference: NPV along each range, over two ranges at once, and who makes the uncertainty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import altair as alt
import numpy as np

from exports import answers, wording
from exports.charts.curves import DASHES, SOLID, names_at_ends
from exports.charts.curves import Curve as LineEnd
from exports.charts.fixed import at_y, down_to
from exports.charts.kit import (
    LIGHT,
    MOST_SERIES,
    Chart,
    Look,
    Words,
    finished,
    halo,
    in_lines,
    mark_text,
    marks,
    money_axis,
    roomy,
    scenario_of,
)
from exports.charts.rows import RowName, Rows, room_for
from model.money import LOCALE
from model.quantities import number
from model.risk.naming import label, value_text

if TYPE_CHECKING:
    from model.evaluate import Program
    from model.risk.break_even import Curve
    from model.risk.influence import Index, RankCorrelation
    from model.risk.tornado import Grid, Leg

_HEIGHT = 320
_FARTHEST = 1.0
"""Changes beyond so much of a value are cut off: a few very wide ranges would press all others together."""
_STEP = 0.1
"""The change by which steepness is told."""
_DASHES = (SOLID, *DASHES)
_MOST_BARS = 8
_ALONG = 200
"""At how many places it is looked which cells the line crosses."""
_CELLS_FROM = 560
"""Where a map is at least so wide, its cells have room for their amounts."""


# --- spider -------------------------------------------------------------------------------------------------------


def npv_spider(found: Sequence[Leg], program: Program, look: Look = LIGHT, locale: str = LOCALE) -> Chart:
    """Return NPV as each of some values moves away from its likely one; at least one must have a likely value but 0."""
    resolved = program.graph.resolved
    legs = [leg for leg in found if leg.changes is not None][:MOST_SERIES]
    reach = min(max((abs(change) for leg in legs for change in leg.changes or ()), default=0.0), _FARTHEST) or _STEP
    drawn = [_leg_points(_within(leg, reach), program, resolved.currency, locale) for leg in legs]
    domain = roomy(np.array([point["npv"] for points in drawn for point in points]))
    percent = alt.Axis(format="+.0%", grid=False, tickCount=6)
    x = alt.X("change:Q", title="Change of the value", axis=percent, scale=alt.Scale(domain=[-reach, reach], nice=False))  # fmt: skip
    y = alt.Y("npv:Q", title=None, axis=money_axis(), scale=alt.Scale(domain=domain, nice=False))
    tooltip = [alt.Tooltip("name:N", title="Assumption"), alt.Tooltip("at:N", title="At"), alt.Tooltip("said:N", title="NPV")]  # fmt: skip
    lines = [
        marks(points)
        .mark_line(color=look.series[i], strokeDash=_DASHES[i], strokeWidth=2.5)
        .encode(x, y, tooltip=tooltip)
        for i, points in enumerate(drawn)
    ]
    zero = marks([{"npv": 0}]).mark_rule(color=look.soft, strokeDash=[4, 3]).encode(y=alt.Y("npv:Q"))
    middle = marks([{"change": 0}]).mark_rule(color=look.line).encode(x=alt.X("change:Q"))
    dots = [
        marks([*points[:1], *points[-1:]]).mark_point(filled=True, size=55, opacity=1, color=look.series[i]).encode(x, y, tooltip=tooltip)
        for i, points in enumerate(drawn)
    ]  # fmt: skip
    names = names_at_ends(_leg_ends(legs, drawn, look), domain, _HEIGHT, look)
    return finished([middle, zero, *lines, *dots, *names], _HEIGHT, _spider_words(legs, program, locale), look)


def _within(leg: Leg, reach: float) -> Leg:
    """Return a line cut off where its value has changed by so much, with the ends between two of its points."""
    known = [(c, v, n) for c, v, n in zip(leg.changes or (), leg.values, leg.npv, strict=True) if n is not None]
    if not known:
        return replace(leg, values=(), changes=(), npv=())
    changes, values, npv = (np.array(column) for column in zip(*known, strict=True))
    kept = np.unique(np.clip(changes, -reach, reach))
    order = np.argsort(changes)
    at, worth = (tuple(np.interp(kept, changes[order], column[order]).tolist()) for column in (values, npv))
    return replace(leg, changes=tuple(kept.tolist()), values=at, npv=worth)


def _leg_points(leg: Leg, program: Program, currency: str, locale: str) -> list[dict[str, Any]]:
    return [
        {"name": leg.label, "change": change, "npv": npv, "at": value_text(program, leg.assumption, value),
         "said": wording.money(npv, currency, locale)}
        for value, change, npv in zip(leg.values, leg.changes or (), leg.npv, strict=True)
        if npv is not None
    ]  # fmt: skip


def _leg_ends(legs: Sequence[Leg], drawn: Sequence[Sequence[Mapping[str, Any]]], look: Look) -> list[LineEnd]:
    """Return each line with where it leaves at the right, for its name."""
    last = [[point["npv"] for point in points[-1:]] or [0.0] for points in drawn]
    return [
        LineEnd(leg.label, [0], end, look.series[i], _DASHES[i], 2.5) for i, (leg, end) in enumerate(zip(legs, last, strict=True))
    ]  # fmt: skip


def _slope(leg: Leg) -> float:
    """Return by how much NPV moves as the value rises by a tenth; beyond its range, as it does at the range's end."""
    known = [(c, n) for c, n in zip(leg.changes or (), leg.npv, strict=True) if n is not None]
    if len(known) < 2:
        return 0.0
    changes, npv = (np.array(column) for column in zip(*known, strict=True))
    reach = min(_STEP, changes[-1]) if changes[-1] > 0 else max(-_STEP, changes[0])
    moved = np.interp(reach, changes, npv) - np.interp(0.0, changes, npv)
    return float(moved * _STEP / reach) if reach else 0.0


def _spider_words(legs: Sequence[Leg], program: Program, locale: str) -> Words:
    resolved = program.graph.resolved
    steepest = max(legs, key=lambda leg: abs(_slope(leg)))
    moved = _slope(steepest)
    worth = wording.money_short(abs(moved), resolved.currency, locale)
    title = (
        f"“{steepest.label}” is the steepest: 10% more of it is worth about {worth} {'more' if moved >= 0 else 'less'}"
    )
    subtitle = f"Worth today (NPV) in {resolved.currency} as one value at a time changes by a share, within its range, {scenario_of(resolved)}"
    rows = [
        (leg.label, *(wording.NONE if npv is None else wording.money(npv, resolved.currency, locale) for npv in (leg.npv[0], leg.npv[-1])),
         _signed(_slope(leg), resolved.currency, locale))
        for leg in legs
    ]  # fmt: skip
    return Words(title, subtitle, ("Assumption", "NPV at low", "NPV at high", "10% more of it"), rows)


def _signed(amount: float, currency: str, locale: str) -> str:
    return f"{'+' if round(amount) > 0 else ''}{wording.money(amount, currency, locale)}"


# --- two at once --------------------------------------------------------------------------------------------------


def two_way_map(grid: Grid, curve: Curve, program: Program, look: Look = LIGHT, locale: str = LOCALE) -> Chart:
    """Return NPV over two ranges as a map, with the line along which the case turns; both ranges must have a width."""
    resolved = program.graph.resolved
    cells = list(_cells(grid, program, resolved.currency, locale))
    most = max((abs(cell["npv"]) for cell in cells if cell["npv"] is not None), default=0.0) or 1.0
    across, up = _edges(grid.values_a), _edges(grid.values_b)
    x, y = _range_axis(program, grid.a, across), _range_axis(program, grid.b, up, is_up=True)
    spans: dict[str, Any] = {"x2": alt.X2("right:Q"), "y2": alt.Y2("top:Q")}
    tooltip = [alt.Tooltip("at_a:N", title=grid.label_a), alt.Tooltip("at_b:N", title=grid.label_b), alt.Tooltip("said:N", title="NPV")]  # fmt: skip
    tiles = [
        marks(cell | {"strength": abs(cell["npv"]) / most * 0.6 + 0.1} for cell in cells if cell["npv"] is not None and (cell["npv"] >= 0) == pays)
        .mark_rect(color=hue, stroke=look.page, strokeWidth=1)
        .encode(x, y, opacity=alt.Opacity("strength:Q", scale=None), tooltip=tooltip, **spans)
        for pays, hue in ((True, look.benefit), (False, look.cost))
    ]  # fmt: skip
    turns = [(a, b) for a, b in curve.points if b is not None]
    line = marks({"a": a, "b": b} for a, b in turns).mark_line(color=look.ink, strokeWidth=2.5, clip=True).encode(x=alt.X("a:Q"), y=alt.Y("b:Q"))  # fmt: skip
    here = _likely(program, grid)
    likely = marks([here]).mark_point(shape="diamond", size=130, filled=True, opacity=1, color=look.ink, stroke=look.page, strokeWidth=2)  # fmt: skip
    dot = likely.encode(x=alt.X("a:Q"), y=alt.Y("b:Q"), tooltip=alt.Tooltip("said:N", title=" "))
    words = _map_words(grid, curve, program)
    return finished([*tiles, line, *_amounts(cells, turns, here, look), dot], 380, words, look)


def _amounts(cells: Sequence[Mapping[str, Any]], turns: Sequence[tuple[float, float]], here: Mapping[str, Any], look: Look) -> list[alt.Chart]:  # fmt: skip
    """Write what the case is worth into the cells: readable where the line crosses one, and above the diamond."""
    at_here = [cell for cell in cells if _holds(cell, here["a"], here["b"])]
    others = [cell for cell in cells if cell not in at_here]
    on_line = [cell for cell in others if any(_holds(cell, a, b) for a, b in _along(turns))]
    shown = alt.expr(f"width > {_CELLS_FROM} ? 1 : 0")
    x, y, text = alt.X("a:Q"), alt.Y("b:Q"), alt.Text("label:N")
    plain, behind = (mark_text(rows, look, opacity=shown).encode(x=x, y=y, text=text) for rows in (others, on_line))  # fmt: skip
    above = mark_text(at_here, look, opacity=shown, dy=-13).encode(x=x, y=y, text=text)
    return [halo(behind, look), halo(above, look), plain, above]


def _along(turns: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return many points of the line through some."""
    if not turns:
        return []
    across, up = (list(column) for column in zip(*turns, strict=True))
    places = np.linspace(across[0], across[-1], _ALONG)
    return list(zip(places.tolist(), np.interp(places, across, up).tolist(), strict=True))


def _holds(cell: Mapping[str, Any], a: float, b: float) -> bool:
    """Tell whether two values lie within a cell of the map."""
    return bool(cell["left"] <= a <= cell["right"] and cell["bottom"] <= b <= cell["top"])


def _likely(program: Program, grid: Grid) -> dict[str, Any]:
    given = program.graph.resolved.assumptions
    return {"a": given[grid.a].record.likely, "b": given[grid.b].record.likely, "said": "Both at their likely values"}


def _edges(values: Sequence[float]) -> list[float]:
    """Return where the cells about some values begin and end: halfway to the next, as far beyond the outer ones."""
    between = [(one + other) / 2 for one, other in pairwise(values)]
    return [2 * values[0] - between[0], *between, 2 * values[-1] - between[-1]]


def _cells(grid: Grid, program: Program, currency: str, locale: str) -> Iterator[dict[str, Any]]:
    across, up = _edges(grid.values_a), _edges(grid.values_b)
    for j, (b, row) in enumerate(zip(grid.values_b, grid.npv, strict=True)):
        for i, (a, npv) in enumerate(zip(grid.values_a, row, strict=True)):
            yield {
                "a": a, "b": b, "left": across[i], "right": across[i + 1], "bottom": up[j], "top": up[j + 1], "npv": npv,
                "label": "" if npv is None else wording.money_short(npv, currency, locale),
                "said": "cannot be computed" if npv is None else wording.money(npv, currency, locale),
                "at_a": value_text(program, grid.a, a), "at_b": value_text(program, grid.b, b),
            }  # fmt: skip


def _range_axis(program: Program, name: str, edges: Sequence[float], *, is_up: bool = False) -> Any:
    title, axis = value_axis(program, name)
    scale = alt.Scale(domain=[edges[0], edges[-1]], nice=False, zero=False)
    return alt.Y("bottom:Q", title=title, axis=axis, scale=scale) if is_up else alt.X("left:Q", title=title, axis=axis, scale=scale)  # fmt: skip


def value_axis(program: Program, name: str) -> tuple[list[str], alt.Axis]:
    """Return the title and the axis for the values of an assumption: in percent or with its unit, as in the texts beside it."""
    record, resolved = program.graph.resolved.assumptions[name].record, program.graph.resolved
    is_share = (record.unit or "1").split("/")[0].strip() == "1" and not record.schedule
    if not is_share:  # some are asked for of a hundred, and told for each one
        record = record.model_copy(update={"limits": None, "question": None})
    unit = "times its plan" if record.schedule else "" if is_share else answers.unit_words(record, resolved.currency)
    title = in_lines(f"{label(program, name)}{unit and f' ({unit})'}", 330, LIGHT.font_size)
    axis = alt.Axis(format="~%" if is_share else ",~f", tickCount=5, grid=False, domain=False, ticks=False, labelPadding=6)  # fmt: skip
    return title, axis


def _map_words(grid: Grid, curve: Curve, program: Program) -> Words:
    resolved = program.graph.resolved
    both = f"“{grid.label_a}” and “{grid.label_b}”"
    if grid.paying in (0.0, 1.0):
        title = f"Whatever {both} are within their ranges, the case {'pays' if grid.paying else 'does not pay'}"
    else:
        title = f"Of 100 combinations of {both}, {grid.paying * 100:.0f} pay"
    aim = "is worth exactly nothing" if curve.aim == "npv" else "has its money back just in time"
    subtitle = (
        f"Worth today (NPV) in {resolved.currency} over both ranges, the others at their likely values, {scenario_of(resolved)}. "
        f"Where the amounts are negative it does not pay; along the line the case {aim}; the diamond is where you are"
    )
    rows = [
        (value_text(program, curve.a, a), wording.NONE if b is None else value_text(program, curve.b, b))
        for a, b in curve.points
    ]
    columns = (grid.label_a, f"{grid.label_b}, where the case {aim}")
    return Words(title, subtitle, columns, rows, grid.sentence)


# --- who makes the uncertainty ------------------------------------------------------------------------------------


def influence_shares(found: Sequence[Index], program: Program, look: Look = LIGHT, locale: str = LOCALE) -> Chart:
    """Return the share of the uncertainty that goes back to each assumption: by itself, and with others as well."""
    shown = list(found[:_MOST_BARS])
    rows = Rows([RowName(one.label) for one in shown], 40)
    bars = [_share_bar(one, rows.span(place), locale) for place, one in enumerate(shown)]
    room = room_for([bar["label"] for bar in bars], look)
    most = max(0.01, *(bar["total"] for bar in bars))
    scale = alt.Scale(domain=[0, most], nice=False, range=[0, alt.expr(f"width - {room:g}")])
    spans: dict[str, Any] = {"y": alt.Y("top:Q", scale=None, axis=None), "y2": alt.Y2("bottom:Q")}
    tooltip = [alt.Tooltip("name:N", title="Assumption"), alt.Tooltip("alone:N", title="By itself"), alt.Tooltip("together:N", title="With others as well")]  # fmt: skip
    drawn = [
        marks(bars).mark_rect(color=look.benefit, opacity=opacity)
        .encode(x=alt.X(f"{end}:Q", axis=None, scale=scale), x2=alt.X2("none:Q"), tooltip=tooltip, **spans)
        for end, opacity in (("total", 0.35), ("first", 1.0))
    ]  # fmt: skip
    text = mark_text(bars, look, align="left", dx=6, fontWeight=600)
    named = text.encode(x=alt.X("total:Q", axis=None, scale=scale), y=alt.Y("middle:Q", scale=None, axis=None), text=alt.Text("label:N"))  # fmt: skip
    return finished([*drawn, named, *rows.labels(look)], rows.whole, _share_words(shown, program, locale), look)


def _share_bar(one: Index, span: Mapping[str, float], locale: str) -> dict[str, Any]:
    first = min(max(one.first, 0.0), max(one.total, 0.0))
    return {
        "name": one.label, "none": 0, "first": first, "total": max(one.total, first),
        "label": wording.percent(max(one.first, 0.0), locale=locale), "alone": wording.percent(max(one.first, 0.0), locale=locale),
        "together": wording.percent(one.total, locale=locale), **span,
    }  # fmt: skip


def _share_words(shown: Sequence[Index], program: Program, locale: str) -> Words:
    resolved = program.graph.resolved
    first = shown[0]
    title = f"“{first.label}” explains about {wording.percent(max(first.first, 0.0), locale=locale)} of the spread, by itself"
    subtitle = (
        f"Share of the uncertainty (variance) of what the case is worth, {scenario_of(resolved)} (Sobol' indices). Dark: the value by itself. "
        "Light: with others as well"
    )
    rows = [
        (one.label, *(wording.percent(max(part, 0.0), locale=locale) for part in (one.first, one.total)), f"±{wording.percent(2 * one.first_error, 1, locale)}", one.sentence)
        for one in shown
    ]  # fmt: skip
    return Words(title, subtitle, ("Assumption", "By itself", "With others as well", "Give or take", "In words"), rows)


def rank_bars(found: Sequence[RankCorrelation], program: Program, look: Look = LIGHT, locale: str = LOCALE) -> Chart:
    """Return how surely NPV rises or falls with each assumption over the draws, by rank, from −1 to 1."""
    shown = list(found[:_MOST_BARS])
    rows = Rows([RowName(one.label) for one in shown], 40)
    bars: list[dict[str, Any]] = [
        {"name": one.label, "none": 0, "rank": one.value, "label": number(round(one.value, 2), 2, locale), "said": one.sentence, **rows.span(place)}
        for place, one in enumerate(shown)
    ]  # fmt: skip
    room = room_for([bar["label"] for bar in bars], look)
    most = max(abs(one.value) for one in shown) or 1.0
    scale = alt.Scale(domain=[-most, most], nice=False, range=[room, alt.expr(f"width - {room:g}")])
    x = alt.X("rank:Q", axis=None, scale=scale)
    spans: dict[str, Any] = {"y": alt.Y("top:Q", scale=None, axis=None), "y2": alt.Y2("bottom:Q"), "x2": alt.X2("none:Q")}  # fmt: skip
    tooltip = [alt.Tooltip("name:N", title="Assumption"), alt.Tooltip("said:N", title=" ")]
    drawn = [
        marks(bar for bar in bars if (bar["rank"] >= 0) == rises).mark_rect(color=hue).encode(x, tooltip=tooltip, **spans)
        for rises, hue in ((True, look.benefit), (False, look.cost))
    ]  # fmt: skip
    labels = [
        mark_text((bar for bar in bars if (bar["rank"] >= 0) == rises), look, align="left" if rises else "right", dx=6 if rises else -6)
        .encode(x, alt.Y("middle:Q", scale=None, axis=None), text=alt.Text("label:N"))
        for rises in (True, False)
    ]  # fmt: skip
    zero = marks([{"rank": 0}]).mark_rule(color=look.ink, strokeWidth=1.5).encode(x, y=at_y(0), y2=down_to(rows.whole))  # fmt: skip
    return finished([*drawn, zero, *labels, *rows.labels(look)], rows.whole, _rank_words(shown, program, locale), look)


def _rank_words(shown: Sequence[RankCorrelation], program: Program, locale: str) -> Words:
    first, resolved = shown[0], program.graph.resolved
    way = "the more it is worth" if first.value >= 0 else "the less it is worth"
    title = f"The higher “{first.label}”, {way}: no other value tells so surely"
    subtitle = f"Rank correlation of each value with what the case is worth over the draws (Spearman), from −1 to 1, {scenario_of(resolved)}"
    rows = [(one.label, number(round(one.value, 2), 2, locale), one.sentence) for one in shown]
    return Words(title, subtitle, ("Assumption", "Rank correlation", "In words"), rows)
