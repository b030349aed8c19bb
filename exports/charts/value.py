"""Charts of where the value lies: by stream and by strategic goal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from exports import wording
from exports.charts.fixed import at_x
from exports.charts.kit import (
    LIGHT,
    MOST_SERIES,
    Chart,
    Look,
    Words,
    finished,
    in_lines,
    mark_text,
    marks,
    scenario_words,
)
from model.money import LOCALE
from model.result import Appraisal, StreamTotal
from model.shares import UNASSIGNED

_NAME_PIXELS = 190


def value_by_stream(appraisal: Appraisal, look: Look = LIGHT, locale: str = LOCALE) -> Chart:
    """Return what each stream is worth today, the largest first."""
    resolved = appraisal.run.graph.resolved
    streams = _largest([s for s in appraisal.streams if s.kind == "benefit"])
    whole = sum(value for _, value in streams)
    bars = [
        {"name": name, "value": value, "label": wording.money_short(value, resolved.currency, locale)}
        for name, value in streams
    ]
    title = (
        f"{wording.percent(streams[0][1] / whole)} of the value comes from {streams[0][0]}"
        if whole > 0
        else "There is no value yet"
    )
    discount = wording.convention(resolved.discount.timing, resolved.discount.rate, locale)
    subtitle = f"Benefits at today's value in {resolved.currency}, {scenario_words(appraisal)}; {discount}"
    rows = [
        (name, wording.money(value, resolved.currency, locale), wording.percent(value / whole if whole else None))
        for name, value in streams
    ]
    words = Words(title, subtitle, ("Stream", "Worth today", "Share"), rows)
    return finished(_ranked(bars, look, ("Stream", "Worth today")), _height(bars), words, look)


def _largest(streams: Sequence[StreamTotal]) -> list[tuple[str, float]]:
    """Return names and values of the largest streams, the rest added up as one."""
    ranked = sorted(((s.label, s.present_value) for s in streams), key=lambda item: -item[1])
    if len(ranked) <= MOST_SERIES:
        return ranked
    rest = sum(value for _, value in ranked[MOST_SERIES - 1 :])
    return [*ranked[: MOST_SERIES - 1], ("All others", rest)]


def value_by_goal(appraisal: Appraisal, look: Look = LIGHT, locale: str = LOCALE) -> Chart:
    """Return the share of the value each strategic goal carries, the largest first; what serves no goal comes last."""
    resolved = appraisal.run.graph.resolved
    shares = _goal_shares(appraisal)
    bars: list[dict[str, Any]] = [
        {
            "name": wording.share_name("goal", goal, appraisal),
            "value": share,
            "label": wording.percent(share, locale=locale),
            "hue": look.soft if goal == UNASSIGNED else look.benefit,
        }
        for goal, share in shares
    ]
    discount = wording.convention(resolved.discount.timing, resolved.discount.rate, locale)
    subtitle = f"Share of the benefits at today's value in percent, {scenario_words(appraisal)}; {discount}"
    worth = appraisal.figures.pv_benefits
    rows = [
        (bar["name"], bar["label"], wording.money(share * worth, resolved.currency, locale))
        for bar, (_, share) in zip(bars, shares, strict=True)
    ]
    words = Words(_goal_title(appraisal), subtitle, ("Goal", "Share", "Worth today"), rows)
    return finished(_ranked(bars, look, ("Goal", "Share of the value")), _height(bars), words, look)


def _goal_shares(appraisal: Appraisal) -> list[tuple[str, float]]:
    """Return every goal and its share, the largest first, and at the end what serves no goal."""
    found = appraisal.shares["goal"]
    ids = [goal.id for goal in appraisal.run.graph.resolved.goals]
    ranked = sorted(((goal, found.get(goal, 0.0)) for goal in ids), key=lambda item: -item[1])
    return [*ranked, (UNASSIGNED, found[UNASSIGNED])] if UNASSIGNED in found else ranked


def _goal_title(appraisal: Appraisal) -> str:
    found = appraisal.shares["goal"]
    if not appraisal.run.graph.resolved.goals:
        return "No strategic goal is set yet"
    if not found:
        return "There is no value yet for the goals to carry"
    goal, share = max(found.items(), key=lambda item: item[1])
    if goal == UNASSIGNED:
        return f"{wording.percent(share)} of the value serves no goal"
    return f"“{wording.share_name('goal', goal, appraisal)}” carries {wording.percent(share)} of the value"


def _ranked(bars: Sequence[Mapping[str, Any]], look: Look, told: tuple[str, str]) -> list[alt.Chart]:
    """Return bars in their order, with their names in two lines on the left and their values at the end."""
    placed = [{"hue": look.benefit, **bar, "place": place} for place, bar in enumerate(bars)]
    y = alt.Y("place:O", sort=None, axis=None)
    x = alt.X("value:Q", axis=None, scale=alt.Scale(zero=True, nice=False))
    tooltip = [alt.Tooltip("name:N", title=told[0]), alt.Tooltip("label:N", title=told[1])]
    drawn = (
        marks(placed)
        .mark_bar(height={"band": 0.62})
        .encode(x, y, color=alt.Color("hue:N", scale=None), tooltip=tooltip)
    )
    labels = mark_text(placed, look, align="left", dx=6).encode(x, y, text=alt.Text("label:N"))
    names = (_names(placed, above, look).encode(x=at_x(0), y=y, text=alt.Text("line:N")) for above in (0.0, -0.5, 0.5))
    return [drawn, labels, *names]


def _height(bars: Sequence[Mapping[str, Any]]) -> float:
    return max(44 * len(bars), 120)


def _names(bars: Sequence[Mapping[str, Any]], above: float, look: Look) -> alt.Chart:
    """Write those lines of the names that stand so many lines off the middle of their bars."""
    lines = [
        {"place": bar["place"], "line": line}
        for bar in bars
        for count, line in _placed_lines(in_lines(bar["name"], max(_NAME_PIXELS, look.names), look.font_size))
        if count == above
    ]
    return mark_text(lines, look, align="right", dx=-10, dy=above * 1.2 * look.font_size)


def _placed_lines(lines: Sequence[str]) -> list[tuple[float, str]]:
    return [(index - (len(lines) - 1) / 2, line) for index, line in enumerate(lines)]
