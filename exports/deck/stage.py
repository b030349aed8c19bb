"""Where a deck is written: the layouts of its template by what they are for, its room, its font and its colours."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pptx import Presentation
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml.ns import qn
from pptx.util import Emu

from exports.brand import DEFAULT, Brand
from exports.contrast import on_top
from exports.deck.charting import Frame, Hue, Look
from exports.deck.house import HEIGHT, house
from exports.deck.metrics import Face, face_of
from exports.deck.template import colour_of, font_of, opened, problem, theme_of

_TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
_BODIES = (PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.BODY)
_FOOT = (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)
_NARROWEST = 9_144_000
"""The width at which text has its full size: that of a 4:3 slide."""
_LEAST_ROOM = 0.45
"""The share of a slide its contents need."""


@dataclass(frozen=True)
class Stage:
    """An empty presentation, and how slides are made in it.

    `area` is the room for contents, `foot` that for the stamp; `scale` is by how much text is larger than on a usual slide.
    """

    deck: Any
    cover: Any
    content: Any
    titled: Any
    area: Frame
    foot: Frame
    face: Face
    look: Look
    scale: float
    is_own: bool

    def points(self, size: float) -> float:
        """Return a size of text, in points, as this slide needs it; whole and half ones only."""
        return round(size * self.scale * 2) / 2


@dataclass(frozen=True, slots=True)
class _Empty:
    """An empty presentation as bytes, and what was found in it: which layouts are for what, its room, font and colours."""

    data: bytes
    places: tuple[int, int, int]
    area: Frame
    foot: Frame
    face: Face
    look: Look
    scale: float


def stage(brand: Brand, template: bytes | None) -> Stage:
    """Return the stage in the look of a brand, or of a client's template: its layouts, colours, fonts and size.

    Raises `CaseProblems` where the template is broken, or has no layout with a title.
    """
    found = _empty(brand if template is None else DEFAULT, template)
    deck = Presentation(io.BytesIO(found.data))
    layouts = _layouts(deck)
    cover, content, titled = (layouts[place] for place in found.places)
    return Stage(
        deck=deck, cover=cover, content=content, titled=titled, area=found.area, foot=found.foot, face=found.face,
        look=found.look, scale=found.scale, is_own=template is None,
    )  # fmt: skip


@lru_cache(maxsize=4)
def _empty(brand: Brand, template: bytes | None) -> _Empty:
    """Find once what is the same for every presentation in a look: it takes longer than to write a slide."""
    deck = house(brand) if template is None else opened(template)
    layouts = _layouts(deck)
    content, titled = _content(layouts), _titled(layouts)
    if content is None and titled is None:
        raise problem("The template has no layout with a title.", "Add a layout with a title and a body to it.")
    main = content or titled
    theme = theme_of(main.slide_master)
    scale = min(deck.slide_height / HEIGHT, deck.slide_width / _NARROWEST)
    area, foot = _room(deck, content, titled or content, scale)
    cover, first, alone = (layouts.index(layout) for layout in (_cover(layouts) or main, main, titled or main))
    data = io.BytesIO()
    deck.save(data)
    return _Empty(
        data.getvalue(), (cover, first, alone), area, foot, face_of(font_of(theme)),
        _look(main.slide_master, theme, scale, is_own=template is None), scale,
    )  # fmt: skip


def _layouts(deck: Any) -> list[Any]:
    return [layout for master in deck.slide_masters for layout in master.slide_layouts]


# --- layouts -----------------------------------------------------------------------------------------------------


def of_type(shapes: Iterable[Any], kinds: Iterable[Any]) -> list[Any]:
    """Return the placeholders of some types."""
    wanted = tuple(kinds)
    return [shape for shape in shapes if shape.placeholder_format.type in wanted]


def _cover(layouts: list[Any]) -> Any:
    """Return the layout for a first slide: a title with a subtitle."""
    found = [
        layout
        for layout in layouts
        if of_type(layout.placeholders, _TITLES) and of_type(layout.placeholders, [PP_PLACEHOLDER.SUBTITLE])
    ]
    centred = [layout for layout in found if of_type(layout.placeholders, [PP_PLACEHOLDER.CENTER_TITLE])]
    return next(iter([*centred, *found]), None)


def _content(layouts: list[Any]) -> Any:
    """Return the layout with a title and the largest single body beside it; one that PowerPoint calls so comes first."""
    found = [layout for layout in layouts if _is_content(layout)]
    return max(found, key=_weight, default=None)


def _weight(layout: Any) -> tuple[bool, int]:
    is_usual = layout._element.get("type") == "obj"  # noqa: SLF001 - its type is written there only
    return is_usual, _size(_bodies(layout)[0])


def _is_content(layout: Any) -> bool:
    others = [s for s in layout.placeholders if s.placeholder_format.type not in (*_TITLES, *_BODIES, *_FOOT)]
    return bool(of_type(layout.placeholders, _TITLES)) and len(_bodies(layout)) == 1 and not others


def _bodies(layout: Any) -> list[Any]:
    return [s for s in of_type(layout.placeholders, _BODIES) if s.element.ph.get("orient") != "vert"]


def _size(shape: Any) -> int:
    return int(shape.width or 0) * int(shape.height or 0)


def _titled(layouts: list[Any]) -> Any:
    """Return the layout with a title and nothing else."""
    return next(
        (
            layout
            for layout in layouts
            if of_type(layout.placeholders, [PP_PLACEHOLDER.TITLE])
            and all(s.placeholder_format.type in (*_TITLES, *_FOOT) for s in layout.placeholders)
        ),
        None,
    )


# --- room --------------------------------------------------------------------------------------------------------


def _room(deck: Any, content: Any, titled: Any, scale: float) -> tuple[Frame, Frame]:
    """Return the room for contents and that for the stamp, inside the slide and apart from each other."""
    width, height, inch = int(deck.slide_width), int(deck.slide_height), int(914_400 * scale)
    title = of_type(titled.placeholders, _TITLES)[0]
    body = _bodies(content)[0] if content is not None else None
    left = _within(body.left if body is not None else title.left, inch // 2, width // 4)
    wide = _within(body.width if body is not None else title.width, width - 2 * left, width - left - inch // 4)
    top = max(int(body.top or 0) if body is not None else 0, int(title.top or 0) + int(title.height or 0))
    foot = _foot(titled, left, wide, height, inch)
    bottom = min(foot.top - inch // 20, int(body.top + body.height) if body is not None and body.height else foot.top)
    if bottom - top < _LEAST_ROOM * height:  # titles or bodies of unusual sizes: take a usual place
        top, bottom = int(0.22 * height), foot.top - inch // 20
    return Frame(left, top, wide, bottom - top), foot


def _within(value: int | None, usual: int, most: int) -> int:
    return min(int(value) if value else usual, most)


def _foot(layout: Any, left: int, wide: int, height: int, inch: int) -> Frame:
    """Return a line over the whole width for the stamp, as high up as the template has its own."""
    found = of_type(layout.placeholders, [PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER])
    tops = [int(shape.top) for shape in found if shape.top is not None and shape.top > 0.8 * height]
    top = min([*tops, height - inch // 2])
    return Frame(left, top, wide, min(inch * 35 // 100, height - top))


def number_frame(stage: Stage) -> Frame:
    """Return where the number of a slide stands where its layout has no place for one: at the right end of the foot."""
    wide = int(0.5 * 914_400 * stage.scale)
    return Frame(stage.foot.right - wide, stage.foot.top, wide, stage.foot.height)


# --- colours -----------------------------------------------------------------------------------------------------


def _look(master: Any, theme: Any, scale: float, *, is_own: bool) -> Look:
    """Return the colours; on a dark page what is soft lies between the text and the page as well."""
    size = max(round(12 * scale * 2) / 2, 6.0)
    if is_own:
        neutral = Hue(MSO_THEME_COLOR.ACCENT_3)
        return Look(soft=neutral, neutral=neutral, size=size)
    if on_top(colour_of(master, theme, "bg1")) == "#FFFFFF":
        page = MSO_THEME_COLOR.BACKGROUND_1
        return Look(
            soft=Hue(MSO_THEME_COLOR.TEXT_1, -0.25), neutral=Hue(MSO_THEME_COLOR.TEXT_1, -0.5), line=Hue(page, 0.25),
            panel=Hue(page, 0.1), total=Hue(MSO_THEME_COLOR.ACCENT_5), accent=Hue(MSO_THEME_COLOR.ACCENT_4), size=size,
        )  # fmt: skip
    return Look(size=size)


def master_size(layout: Any) -> tuple[float, bool]:
    """Return the size of titles in a layout, in points, and whether they are in capitals."""
    title = of_type(layout.placeholders, _TITLES)[0]
    own = title.element.find(f".//{qn('a:lvl1pPr')}/{qn('a:defRPr')}")
    masters = [s for s in layout.slide_master.placeholders if s.element.ph.get("type") == "title"]
    first = masters[0].element.find(f".//{qn('a:lvl1pPr')}/{qn('a:defRPr')}") if masters else None
    style = layout.slide_master._element.find(f".//{qn('p:titleStyle')}/{qn('a:lvl1pPr')}/{qn('a:defRPr')}")  # noqa: SLF001 - python-pptx does not read it
    known = [found for found in (own, first, style) if found is not None]
    size = next((int(found.get("sz")) / 100 for found in known if found.get("sz")), 44.0)
    return size, any(found.get("cap") == "all" for found in known)


def points_of(length: int) -> float:
    """Return a length in points."""
    return float(Emu(length).pt)
