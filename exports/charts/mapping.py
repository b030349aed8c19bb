"""The strategy as one picture: goals, needs, requirements and KPIs in layers, with the links between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import altair as alt

from exports import wording
from exports.charts.canvas import block, boxes, curves, texts
from exports.charts.kit import LIGHT, Chart, Look, Words, finished, in_lines, scenario_words
from exports.charts.links import LAYERS, ONE, Key, Part, goals_in_order, links, neighbours, parts, share_words
from exports.charts.routes import Box, box_width, in_rows, placed, routes
from model.money import LOCALE
from model.result import Appraisal

_GUTTER, _PADDING, _BETWEEN, _HEAD, _EMPTY = 9.4, 12, 48, 22, 76
"""The gutter with the names of the layers is so many letters wide; all else is in pixels."""
_MOST_LINES = 4
_MISSING: Mapping[str, str] = {
    "goal": "No goals yet: without a goal no value and no KPI can be assigned.",
    "need": "No needs yet: say what your members want, so that the platform serves them.",
    "requirement": "No requirements yet: say what must be possible for needs and goals to be met.",
    "kpi": "No KPIs yet: say how anyone will see that a goal is reached.",
}


@dataclass(frozen=True, slots=True)
class _Band:
    """One layer of the map: its boxes and the stripe they stand on."""

    layer: str
    top: float
    bottom: float
    boxes: Mapping[Key, Box]


def strategy_map(appraisal: Appraisal, look: Look = LIGHT, locale: str = LOCALE) -> Chart:
    """Return goals, needs, requirements and KPIs in layers from top to bottom, with curves between what is linked.

    Goals stand by Balanced Scorecard perspective and carry their share of the value;
    what has no link has a dashed outline and says so; a layer without parts says what is missing.
    """
    bands = _bands(appraisal, look)
    placed_boxes = {key: box for band in bands for key, box in band.boxes.items()}
    found = links(appraisal)
    hues = _goal_hues(appraisal, look)
    paths = [
        (points, hues.get(upper, look.soft)) for (upper, _), points in zip(found, routes(placed_boxes, found), strict=True)
    ]  # fmt: skip
    drawn = [
        _stripes(bands, look),
        curves(paths),
        *_outlines(appraisal, placed_boxes, look),
        _goal_marks(placed_boxes, hues),
        _blanks(bands, look),
        texts(_band_texts(bands, look), look),
        texts(_perspectives(appraisal, bands[0], look), look),
        texts(_box_texts(appraisal, placed_boxes, look, locale), look),
    ]
    return finished(drawn, bands[-1].bottom, _words(appraisal, locale), look, look.picture)


def _sides(look: Look) -> tuple[float, float]:
    """Return between which pixels the boxes stand; the names of the layers stand to the left of them."""
    return round(_GUTTER * look.font_size), look.picture - 10


def _leading(look: Look) -> float:
    return round((look.font_size - 1) * 1.3)


def _bands(appraisal: Appraisal, look: Look) -> list[_Band]:
    """Place the layers under each other, each in as many rows as it needs."""
    found: list[_Band] = []
    ordered = in_order(appraisal)
    top, row = 0.0, 0
    for layer, keys in ordered.items():
        head = _HEAD if layer == "goal" else 0
        rows = in_rows(keys, is_dealt=layer != "goal")
        height = _lines(appraisal, rows, look) * _leading(look) + 16
        here = placed(rows, row, _sides(look), top + _PADDING + head, height)
        bottom = max((box.bottom + _PADDING for box in here.values()), default=top + _EMPTY)
        found.append(_Band(layer, top, bottom, here))
        top, row = bottom + _BETWEEN, row + len(rows)
    return found


def _lines(appraisal: Appraisal, rows: Sequence[Sequence[Key]], look: Look) -> int:
    """Return how many lines the fullest box of a layer needs."""
    near, found, (left, right) = neighbours(appraisal), parts(appraisal), _sides(look)
    needed = [
        len(in_lines(found[key].label, box_width(len(keys), right - left) - 20, look.font_size - 1, _MOST_LINES))
        + (key[0] == "goal")
        + (not near[key])
        for keys in rows
        for key in keys
    ]
    return max(needed, default=0)


def in_order(appraisal: Appraisal) -> dict[str, list[Key]]:
    """Return the keys of each layer, each near the goals it is linked with, directly or by one part between."""
    near, keys = neighbours(appraisal), list(parts(appraisal))
    rank = {key: float(place) for place, key in enumerate(key for key in keys if key[0] == "goal")}

    def pull(key: Key) -> float:
        direct = [rank[other] for other in near[key] if other in rank]
        by_one = [rank[third] for other in near[key] for third in near[other] if third in rank]
        reached = direct or by_one
        return sum(reached) / len(reached) if reached else len(rank)

    return {layer: sorted((k for k in keys if k[0] == layer), key=lambda k: rank.get(k, pull(k))) for layer in LAYERS}


def _goal_hues(appraisal: Appraisal, look: Look) -> dict[Key, str]:
    hues = (*look.series, *[look.soft] * len(appraisal.run.graph.resolved.goals))
    return {("goal", goal.id): hue for goal, hue in zip(goals_in_order(appraisal), hues, strict=False)}


def _stripes(bands: Sequence[_Band], look: Look) -> alt.Chart:
    return boxes(
        {"x": 0, "y": band.top, "x2": look.picture, "y2": band.bottom, "fill": look.panel, "stroke": look.panel,
         "told": f"{LAYERS[band.layer][0]}: {LAYERS[band.layer][1]}"}
        for band in bands
    )  # fmt: skip


def _blanks(bands: Sequence[_Band], look: Look) -> alt.Chart:
    """Return the ground on which an empty layer says what is missing; curves pass beneath it."""
    left, right = _sides(look)
    return boxes(
        {"x": left, "y": band.top + _PADDING, "x2": right, "y2": band.bottom - _PADDING, "fill": look.panel, "stroke": look.panel,
         "told": _MISSING[band.layer]}
        for band in bands if not band.boxes
    )  # fmt: skip


def _outlines(appraisal: Appraisal, placed_boxes: Mapping[Key, Box], look: Look) -> list[alt.Chart]:
    """Return the boxes; those of parts without a link have a dashed outline."""
    near, found = neighbours(appraisal), parts(appraisal)

    def rows(*, linked: bool) -> list[dict[str, Any]]:
        stroke = look.line if linked else look.ink
        return [
            {"x": box.x, "y": box.y, "x2": box.x + box.width, "y2": box.bottom, "fill": look.page, "stroke": stroke,
             "told": f"{ONE[key[0]]}: {found[key].label} ({found[key].told})"}
            for key, box in placed_boxes.items() if bool(near[key]) == linked
        ]  # fmt: skip

    return [boxes(rows(linked=True)), boxes(rows(linked=False), is_dashed=True)]


def _goal_marks(placed_boxes: Mapping[Key, Box], hues: Mapping[Key, str]) -> alt.Chart:
    """Return a bar under each goal in the hue of its links."""
    return boxes(
        {"x": box.x, "y": box.bottom - 4, "x2": box.x + box.width, "y2": box.bottom, "fill": hues[key], "stroke": hues[key], "told": ""}
        for key, box in placed_boxes.items() if key in hues
    )  # fmt: skip


def _band_texts(bands: Sequence[_Band], look: Look) -> list[dict[str, Any]]:
    """Name the layers, and say what is missing where one is empty."""
    found, (left, _) = [], _sides(look)
    for band in bands:
        (name, meaning), middle = LAYERS[band.layer], (band.top + band.bottom) / 2
        lines = in_lines(meaning, left - 26, look.font_size - 1, 3)
        top = middle - _leading(look) * len(lines) / 2
        found += block([name], _PADDING, top, _leading(look), weight=600, size=look.font_size)
        found += block(lines, _PADDING, top + _leading(look), _leading(look), color=look.soft)
        if not band.boxes:
            found += block([_MISSING[band.layer]], left + _PADDING, middle, _leading(look), weight=600)
    return found


def _perspectives(appraisal: Appraisal, goals: _Band, look: Look) -> list[dict[str, Any]]:
    """Name each perspective over the first of its goals, in every row."""
    told = {key: part.told for key, part in parts(appraisal).items()}
    runs = groupby(goals.boxes.items(), key=lambda item: (item[1].row, told[item[0]]))
    firsts = [(name, next(items)[1]) for (_, name), items in runs]
    return [{"x": box.x, "y": box.y - 12, "text": name, "color": look.soft, "weight": 600} for name, box in firsts]


def _box_texts(appraisal: Appraisal, placed_boxes: Mapping[Key, Box], look: Look, locale: str) -> list[dict[str, Any]]:
    near, found = neighbours(appraisal), parts(appraisal)
    return [
        line
        for key, box in placed_boxes.items()
        for line in _in_box(found[key], box, _foot(appraisal, key, is_linked=bool(near[key]), locale=locale), look)
    ]


def _foot(appraisal: Appraisal, key: Key, *, is_linked: bool, locale: str) -> list[str]:
    """Return what stands under the label in a box: the share of a goal, and that a part is not linked."""
    shares = [share_words(appraisal, key[1], locale)] if key[0] == "goal" else []
    return [*shares, *([] if is_linked else ["not linked"])]


def _in_box(part: Part, box: Box, foot: Sequence[str], look: Look) -> list[dict[str, Any]]:
    """Return the lines of a box: the label from its top, what stands under it at its bottom."""
    leading, size = _leading(look), look.font_size - 1
    room = round((box.height - 16) / leading) - len(foot)
    label = in_lines(part.label, box.width - 20, size, room)
    lines = block(label, box.x + 10, box.y + 8 + leading / 2, leading)
    top = box.bottom - 9 - leading * (len(foot) - 0.5)
    return lines + block(foot, box.x + 10, top, leading, weight=600)


def _words(appraisal: Appraisal, locale: str) -> Words:
    near, found = neighbours(appraisal), parts(appraisal)
    shares = {key: share_words(appraisal, key[1], locale) for key in found if key[0] == "goal"}
    rows = [
        (
            ONE[part.layer],
            part.label,
            shares.get(key, ""),
            "; ".join(_named(found[other]) for other in near[key]) or "not linked",
        )
        for key, part in found.items()
    ]
    subtitle = f"Goals with their share of the benefits at today's value, needs, requirements and KPIs, {scenario_words(appraisal)}"
    missing = [_MISSING[layer] for layer in LAYERS if all(key[0] != layer for key in found)]
    told = [f"{_said(part, [found[other] for other in near[key]], shares.get(key))}." for key, part in found.items()]
    said = " ".join([*told, *missing])
    return Words(_title(appraisal), subtitle, ("Layer", "Name", "Share of the value", "Linked with"), rows, said)


def _said(part: Part, near: Sequence[Part], share: str | None) -> str:
    """Say what a part is linked with in the layers below it, so that each link is said once."""
    order = list(LAYERS)
    below = [_named(other) for other in near if order.index(other.layer) > order.index(part.layer)]
    linked = f", linked with {'; '.join(below)}" if below else "" if near else ", not linked"
    return f"{ONE[part.layer]} “{part.label}”{f' ({share})' if share else ''}{linked}"


def _named(part: Part) -> str:
    kind = ONE[part.layer]
    return f"{kind if part.layer == 'kpi' else kind.lower()} “{part.label}”"


def _title(appraisal: Appraisal) -> str:
    near = neighbours(appraisal)
    empty = [LAYERS[layer][0] for layer in LAYERS if all(key[0] != layer for key in near)]
    loose = sum(not others for others in near.values())
    if len(empty) == len(LAYERS):
        return "The strategy is still to be written"
    if empty:
        names = [name if name == "KPIs" else name.lower() for name in empty]
        return f"The strategy still lacks {wording.listed(names, len(names))}"
    if loose:
        return f"{loose} of {len(near)} parts of the strategy {'is' if loose == 1 else 'are'} not linked with any other"
    return f"All {len(near)} parts of the strategy are linked"
