"""The strategy map as shapes of a slide: boxes that can be edited and moved, layer by layer, with curves between what is linked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from exports.charts.canvas import Point
from exports.charts.links import LAYERS, Key, goals_in_order, links, neighbours, parts, share_words
from exports.charts.mapping import in_order
from exports.charts.routes import Box, in_rows, placed, routes
from exports.deck.charting import Frame, Hue, filled
from exports.deck.lettering import EMU, Style, box
from exports.deck.metrics import Said, height, plain
from exports.deck.stage import Stage, points_of
from model.money import LOCALE
from model.result import Appraisal

_WIDTH, _GUTTER, _EDGE = 1180.0, 128.0, 8.0
"""The map is laid out so many units wide; the names of the layers stand in the gutter."""
_PADDING, _BETWEEN, _ROW_GAP, _MARK = 9.0, 34.0, 26.0, 5.0
_LEAST_HEIGHT = 22.0
"""A box that is less high, in points, has no room for what it says."""
_SIZES, _AFTER = (14, 13, 12, 11, 10, 9, 8, 7), 0.55
_NAMES, _LONGEST = (12, 11, 10, 9, 8, 7), max((name for name, _ in LAYERS.values()), key=len)
_STEPS = 5
"""Into so many straight pieces each part of a curve is cut."""
_GOAL_HUES = (
    Hue(MSO_THEME_COLOR.ACCENT_1), Hue(MSO_THEME_COLOR.ACCENT_2), Hue(MSO_THEME_COLOR.ACCENT_4),
    Hue(MSO_THEME_COLOR.ACCENT_3), Hue(MSO_THEME_COLOR.TEXT_2),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Where everything stands: a unit of the layout in EMU, the boxes, and the stripe of each layer."""

    frame: Frame
    unit: float
    boxes: Mapping[Key, Box]
    stripes: Mapping[str, tuple[float, float]]

    def place(self, left: float, top: float, width: float, height: float) -> Frame:
        """Return a place of the layout on the slide."""
        return Frame(
            self.frame.left + int(left * self.unit), self.frame.top + int(top * self.unit), int(width * self.unit), int(height * self.unit)
        )  # fmt: skip


def fits(stage: Stage, appraisal: Appraisal, frame: Frame) -> bool:
    """Tell whether every box has room for what it says."""
    sheet = _sheet(appraisal, frame)
    return sheet is not None and _size(stage, sheet, appraisal) is not None


def _size(stage: Stage, sheet: _Sheet, appraisal: Appraisal) -> float | None:
    """Return the largest size at which every box has room for what it says, so that all are written in one size."""
    words = _said(appraisal)
    said = [(_inner(sheet, one), words[key]) for key, one in sheet.boxes.items()]
    return next((size for size in _SIZES if all(_has_room(stage, *one, size) for one in said)), None)


def _has_room(stage: Stage, room: Frame, said: Sequence[Said], size: float) -> bool:
    points = stage.points(size)
    return height(stage.face, said, points_of(room.width), points, points * _AFTER) <= points_of(room.height)


def strategy_map(stage: Stage, shapes: Any, appraisal: Appraisal, frame: Frame) -> None:
    """Draw goals, needs, requirements and KPIs as boxes in layers, with curves in the hue of the goal they lead to."""
    sheet = _sheet(appraisal, frame)
    assert sheet is not None
    size = _size(stage, sheet, appraisal) or _SIZES[-1]
    group = shapes.add_group_shape().shapes
    group._recalculate_extents = lambda: None  # noqa: SLF001 - once at the end: after each shape it takes a second in all
    wide = points_of(sheet.place(0.0, 0.0, _GUTTER - 2 * _EDGE, 0.0).width)
    names = [s for s in _NAMES if s <= size + 1 and stage.face.width(_LONGEST, stage.points(s), bold=True) <= wide]
    hues = {("goal", goal.id): hue for goal, hue in zip(goals_in_order(appraisal), _GOAL_HUES, strict=False)}
    for layer, (top, bottom) in sheet.stripes.items():
        stripe = sheet.place(0.0, top, _WIDTH, bottom - top)
        _block(group, stripe, stage.look.panel, None, LAYERS[layer][0])
        said = [Said("", LAYERS[layer][0], is_point=False), Said(LAYERS[layer][1], is_point=False)]
        room = sheet.place(_EDGE, top, _GUTTER - 2 * _EDGE, bottom - top)
        box(stage, group, room, said, Style((*names, *_NAMES[-1:]), stage.look.ink, anchor=MSO_ANCHOR.MIDDLE), "Layer")
    found = links(appraisal)
    for (upper, _), points in zip(found, routes(sheet.boxes, found), strict=True):
        _curve(group, sheet, points, hues.get(upper, stage.look.neutral))
    words = _said(appraisal)
    for key, one in sheet.boxes.items():
        if key in hues:
            _block(group, sheet.place(one.x, one.bottom, one.width, _MARK), hues[key], None, "Hue of the goal")
        said = words[key]
        _block(group, sheet.place(one.x, one.y, one.width, one.height), stage.look.page, stage.look.line, said[0].text)
        box(stage, group, _inner(sheet, one), said, Style((size,), stage.look.ink), said[0].text)
    del group._recalculate_extents  # noqa: SLF001 - as above
    group._recalculate_extents()  # noqa: SLF001 - as above


def _said(appraisal: Appraisal) -> dict[Key, list[Said]]:
    """Return what stands in each box: its label, the share of the value of a goal, and that it is linked with nothing."""
    near, found = neighbours(appraisal), parts(appraisal)
    return {key: _in_box(appraisal, key, part.label, is_linked=bool(near[key])) for key, part in found.items()}


def _in_box(appraisal: Appraisal, key: Key, words: str, *, is_linked: bool) -> list[Said]:
    share = share_words(appraisal, key[1], LOCALE) if key[0] == "goal" else ""
    foot = " · ".join(filter(None, (share, "" if is_linked else "not linked")))
    label = Said(plain(words), is_point=False)
    return [label, Said("", foot, is_point=False)] if foot else [label]


# --- where things stand ------------------------------------------------------------------------------------------


def _sheet(appraisal: Appraisal, frame: Frame) -> _Sheet | None:
    """Return where everything stands, the boxes as high as the room allows; None where they would be too flat."""
    layers = {layer: in_rows(keys, is_dealt=layer != "goal") for layer, keys in in_order(appraisal).items() if keys}
    unit = frame.width / _WIDTH
    rows = sum(map(len, layers.values()))
    if not rows:
        return None
    spare = 2 * _PADDING * len(layers) + _BETWEEN * (len(layers) - 1) + _ROW_GAP * (rows - len(layers))
    high = (frame.height / unit - spare) / rows
    if high * unit / EMU < _LEAST_HEIGHT:
        return None
    boxes: dict[Key, Box] = {}
    stripes: dict[str, tuple[float, float]] = {}
    top, row = 0.0, 0
    for layer, dealt in layers.items():
        here = placed(dealt, row, (_GUTTER, _WIDTH - _EDGE), top + _PADDING, high)
        bottom = max(one.bottom for one in here.values()) + _PADDING
        boxes, stripes[layer] = boxes | here, (top, bottom)
        top, row = bottom + _BETWEEN, row + len(dealt)
    return _Sheet(frame, unit, boxes, stripes)


def _inner(sheet: _Sheet, one: Box) -> Frame:
    return sheet.place(one.x + 8.0, one.y + 4.0, one.width - 16.0, one.height - 8.0)


# --- shapes ------------------------------------------------------------------------------------------------------


def _block(shapes: Any, frame: Frame, fill: Hue, edge: Hue | None, name: str) -> Any:
    shape = shapes.add_shape(MSO_SHAPE.RECTANGLE, frame.left, frame.top, frame.width, frame.height)
    shape.name = plain(name)
    _flat(shape)
    filled(shape.fill, fill)
    if edge is None:
        shape.line.fill.background()
    else:
        filled(shape.line.fill, edge)
        shape.line.width = Pt(1)
    return shape


def _flat(shape: Any) -> None:
    """Take the shadow of the theme from a shape."""
    effect = shape._element.find(f".//{qn('a:effectRef')}")  # noqa: SLF001 - python-pptx has no other way
    if effect is not None:
        effect.set("idx", "0")


def _curve(shapes: Any, sheet: _Sheet, points: Sequence[Point], hue: Hue) -> None:
    """Draw a curve that leaves its first point and reaches its last, and is drawn towards those between."""
    spots = [(int(sheet.frame.left + x * sheet.unit), int(sheet.frame.top + y * sheet.unit)) for x, y in smooth(points)]
    across, down = zip(*spots, strict=True)
    builder = shapes.build_freeform(min(across), min(down))
    builder.add_line_segments([(max(across), max(down))], close=False)
    line = builder.convert_to_shape()
    _lead(line, [(x - min(across), y - min(down)) for x, y in spots])
    line.name = "Link"
    _flat(line)
    line.fill.background()
    filled(line.line.fill, hue)
    line.line.width = Pt(1.25)


def _lead(line: Any, spots: Sequence[tuple[int, int]]) -> None:
    """Lead a line through spots, from its upper left corner: python-pptx would look through all of them for each."""
    path = line._element.find(f".//{qn('a:path')}")  # noqa: SLF001 - python-pptx has no other way
    steps = (f'<a:{"lnTo" if place else "moveTo"}><a:pt x="{x}" y="{y}"/></a:{"lnTo" if place else "moveTo"}>' for place, (x, y) in enumerate(spots))  # fmt: skip
    path[:] = parse_xml(f"<a:path {nsdecls('a')}>{''.join(steps)}</a:path>")[:]


def smooth(points: Sequence[Point]) -> list[Point]:
    """Return the points of a cubic B-spline that begins at the first and ends at the last of its control points."""
    ends = [points[0], points[0], *points, points[-1], points[-1]]
    return [points[0], *_sampled(ends)]


def _weights() -> Iterator[tuple[float, ...]]:
    """Yield how much each of four control points counts at each step between the middle two."""
    for step in range(1, _STEPS + 1):
        t = step / _STEPS
        yield (1 - t) ** 3, 3 * t**3 - 6 * t**2 + 4, -3 * t**3 + 3 * t**2 + 3 * t + 1, t**3


_WEIGHTS = tuple(_weights())


def _sampled(points: Sequence[Point]) -> Iterator[Point]:
    for four in zip(points, points[1:], points[2:], points[3:], strict=False):
        for weights in _WEIGHTS:
            x, y = (sum(w * p[axis] for w, p in zip(weights, four, strict=True)) / 6 for axis in (0, 1))
            yield x, y


__all__ = ["fits", "smooth", "strategy_map"]
