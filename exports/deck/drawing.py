"""Slides from what they say: title, blocks, source, stamp, number and notes, in placeholders where the layout has them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Pt

from exports.deck import grid
from exports.deck.charting import Frame, Spot, alternative, filled
from exports.deck.content import Diagram, Figures, Part, Picture, Slide, Table, Words
from exports.deck.lettering import EMU, Style, box, caption, field, lettered, measured, prepared
from exports.deck.metrics import Said, fitted, plain
from exports.deck.stage import Stage, master_size, number_frame, of_type, points_of
from exports.guarding import xml_text

_TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
_TITLE_LINES = 2
_TITLE_SIZES = (28, 26, 24, 22, 20, 18, 16, 14)
_NUMBERS = (30, 28, 26, 24, 22, 20, 18, 16, 14, 12)
_GAP, _SOURCE = 26.0, 20.0
"""Space between blocks, and the height of the line of sources, in points."""
_MOST_NOTES = 8_000


def draw(stage: Stage, slides: Iterable[Slide], stamp: str) -> None:
    """Draw slides one after another; a table that finds no room goes on on further ones."""
    for slide in slides:
        rest = _slide(stage, slide, stamp)
        while rest is not None:
            title = slide.title if slide.title.endswith("(continued)") else f"{slide.title} (continued)"
            slide = replace(slide, title=title, parts=(rest,), shares=())  # noqa: PLW2901 - the same slide goes on
            rest = _slide(stage, slide, stamp)


def _slide(stage: Stage, slide: Slide, stamp: str) -> Table | None:
    is_cover = slide.kind == "cover"
    has_words = any(isinstance(part, Words) for part in slide.parts)
    layout = stage.cover if is_cover else stage.content if has_words else stage.titled
    made = stage.deck.slides.add_slide(layout)
    _title(stage, made, layout, slide.title)
    body = _body(made, is_cover=is_cover)
    rest = None
    if is_cover:
        _cover(stage, made, slide)
    else:
        rest = _parts(stage, made, slide, body if has_words else None)
    kept = [body] if body is not None and (has_words or is_cover) else []
    _without_empty(made, kept)
    _foot(stage, made, layout, stamp)
    if slide.notes:
        made.notes_slide.notes_text_frame.text = xml_text("\n\n".join(slide.notes))[:_MOST_NOTES]
    return rest


# --- title and foot ----------------------------------------------------------------------------------------------


def _title(stage: Stage, made: Any, layout: Any, text: str) -> None:
    """Write the title into its placeholder, at the size of the template or the largest below it that fits."""
    title, (own, is_capital) = made.shapes.title, master_size(layout)
    most = own if layout is stage.cover else stage.points(_TITLE_SIZES[0])
    sizes = [size for size in dict.fromkeys((own, *map(stage.points, _TITLE_SIZES))) if size <= min(own, most)] or [own]
    said = plain(text.upper() if is_capital else text)
    frame = title.text_frame
    width = points_of(title.width) - points_of(frame.margin_left) - points_of(frame.margin_right)
    high = points_of(title.height) - points_of(frame.margin_top) - points_of(frame.margin_bottom)
    brief = [size for size in sizes if len(stage.face.lines(said, width, size, bold=True)) <= _TITLE_LINES] or sizes[
        -1:
    ]
    block = fitted(stage.face, [Said("", said, is_point=False)], width, high, brief)
    shown = block.paragraphs[0].whole
    written = plain(text) if shown == said else shown
    frame.text = stage.face.joined(written, width, block.size, bold=True)
    if block.size != own:
        for run in frame.paragraphs[0].runs:
            run.font.size = Pt(block.size)


def _foot(stage: Stage, made: Any, layout: Any, stamp: str) -> None:
    """Write stamp and number, as placeholders of the layout where it has them."""
    numbers = of_type(layout.placeholders, [PP_PLACEHOLDER.SLIDE_NUMBER])
    footers = of_type(layout.placeholders, [PP_PLACEHOLDER.FOOTER])
    spot = numbers[0] if numbers else number_frame(stage)
    at = Frame(int(spot.left), int(spot.top), int(spot.width), int(spot.height))
    room = _beside(stage.foot, at)
    foot = _placeholder(made, footers[0], "ftr", room) if footers else made.shapes.add_textbox(*_corners(room))
    prepared(foot.text_frame, anchor=MSO_ANCHOR.MIDDLE)
    block = measured(stage, room, [Said(stamp, is_point=False)], (8, 7.5, 7, 6.5, 6, 5.5, 5))
    lettered(foot.text_frame, block, stage.look.soft, align="l")
    number = _placeholder(made, numbers[0], "sldNum", None) if numbers else made.shapes.add_textbox(*_corners(at))
    prepared(number.text_frame, anchor=MSO_ANCHOR.MIDDLE)
    field(number.text_frame.paragraphs[0], len(stage.deck.slides), stage.points(9))
    if not numbers:
        number.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT


def _beside(foot: Frame, number: Frame) -> Frame:
    """Return the room for the stamp beside the number, on whichever side there is more of it."""
    if number.top > foot.bottom or number.top + number.height < foot.top:
        return foot
    gap = foot.height // 3
    left, right = number.left - gap - foot.left, foot.right - number.right - gap
    if left >= right:
        return Frame(foot.left, foot.top, min(left, foot.width), foot.height)
    return Frame(number.right + gap, foot.top, right, foot.height)


def _corners(frame: Frame) -> tuple[int, int, int, int]:
    return frame.left, frame.top, frame.width, frame.height


def _placeholder(made: Any, model: Any, kind: str, frame: Frame | None) -> Any:
    """Add a placeholder of the foot, which python-pptx leaves out, like that of the layout; where it is, unless said."""
    place = f'<a:xfrm><a:off x="{frame.left}" y="{frame.top}"/><a:ext cx="{frame.width}" cy="{frame.height}"/></a:xfrm>' if frame else ""  # fmt: skip
    tree = made.shapes._spTree  # noqa: SLF001 - python-pptx has no other way
    number = max((int(value) for value in tree.xpath(".//p:cNvPr/@id")), default=1) + 1
    index = model.placeholder_format.idx
    tree.append(
        parse_xml(
            f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{number}" name="{"Footer" if kind == "ftr" else "Slide number"}"/>'
            f'<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="{kind}" sz="quarter" idx="{index}"/></p:nvPr></p:nvSpPr>'
            f"<p:spPr>{place}</p:spPr><p:txBody><a:bodyPr/><a:lstStyle/><a:p/></p:txBody></p:sp>"
        )
    )
    return made.shapes[-1]


def _body(made: Any, *, is_cover: bool) -> Any:
    kinds = [PP_PLACEHOLDER.SUBTITLE] if is_cover else [PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.BODY]
    return next(iter(of_type(made.placeholders, kinds)), None)


def _without_empty(made: Any, kept: Sequence[Any]) -> None:
    """Take away placeholders nobody has filled: they would say “Click to add text”."""
    ids = {shape.shape_id for shape in (*kept, made.shapes.title)}
    for shape in list(made.placeholders):
        if shape.shape_id not in ids and shape.placeholder_format.type != PP_PLACEHOLDER.SLIDE_NUMBER:
            shape._element.getparent().remove(shape._element)  # noqa: SLF001 - python-pptx removes no shapes


# --- contents ----------------------------------------------------------------------------------------------------


def _cover(stage: Stage, made: Any, slide: Slide) -> None:
    """Write what stands under the title of the cover."""
    lines = [Said(text, is_point=False) for text in slide.under]
    body = _body(made, is_cover=True)
    if body is None:
        box(stage, made.shapes, stage.area, lines, Style((16, 14, 12, 10), stage.look.ink))
        return
    frame = Frame(int(body.left), int(body.top), int(body.width), int(body.height))
    block = measured(stage, frame, lines, (16, 15, 14, 13, 12, 11, 10))
    prepared(body.text_frame)
    lettered(body.text_frame, block, None)


def _parts(stage: Stage, made: Any, slide: Slide, body: Any) -> Table | None:
    area, rest = stage.area, None
    if slide.source:
        area = _sourced(stage, made, area, slide.source)
    for part, frame in zip(slide.parts, _frames(stage, slide, area), strict=True):
        inner = caption(stage, made.shapes, frame, part.caption)
        if isinstance(part, Diagram) and not part.fits(stage, inner):
            part = part.table  # noqa: PLW2901 - the same part in another form
        if isinstance(part, Words):
            _words(stage, made, part, inner, body)
            body = None
        elif isinstance(part, Table):
            left = grid.draw(stage, made.shapes, part, inner)
            rest = left if left is not None and not part.is_cut else rest
        else:
            _drawn(stage, made, part, inner)
    return rest


def _sourced(stage: Stage, made: Any, area: Frame, source: str) -> Frame:
    high = int(stage.points(_SOURCE) * EMU)
    place = Frame(area.left, area.bottom - high, area.width, high)
    style = Style((9, 8.5, 8, 7, 6), stage.look.soft, anchor=MSO_ANCHOR.BOTTOM)
    box(stage, made.shapes, place, [Said(source, is_point=False)], style, "Source")
    return Frame(area.left, area.top, area.width, area.height - high - int(stage.points(6) * EMU))


def _frames(stage: Stage, slide: Slide, area: Frame) -> list[Frame]:
    """Share the room out among the blocks, beside each other unless a table is too narrow there, or below each other."""
    beside = _shared(stage, slide, area, is_beside=True)
    tables = [(part, frame) for part, frame in zip(slide.parts, beside, strict=True) if isinstance(part, Table)]
    is_beside = slide.arrangement == "columns" and all(grid.has_room(stage, *table) for table in tables)
    return beside if is_beside else _shared(stage, slide, area, is_beside=False)


def _shared(stage: Stage, slide: Slide, area: Frame, *, is_beside: bool) -> list[Frame]:
    shares = (
        slide.shares if slide.shares and is_beside == (slide.arrangement == "columns") else (1.0,) * len(slide.parts)
    )
    gap = int(stage.points(_GAP if is_beside else _GAP * 0.6) * EMU)
    whole = (area.width if is_beside else area.height) - gap * (len(shares) - 1)
    frames, at = [], 0
    for share in shares:
        size = int(whole * share / sum(shares))
        if is_beside:
            frames.append(Frame(area.left + at, area.top, size, area.height))
        else:
            frames.append(Frame(area.left, area.top + at, area.width, size))
        at += size + gap
    return frames


def _words(stage: Stage, made: Any, part: Words, frame: Frame, body: Any) -> None:
    sizes = (16, 15, 14, 13, 12, 11, 10)
    if body is None:
        box(stage, made.shapes, frame, part.paragraphs, Style(sizes, stage.look.ink))
        return
    body.left, body.top, body.width, body.height = _corners(frame)
    prepared(body.text_frame, shrinks=True)
    lettered(body.text_frame, measured(stage, frame, part.paragraphs, sizes), None)


def _drawn(stage: Stage, made: Any, part: Part, frame: Frame) -> None:
    if isinstance(part, Picture):
        part.draw(Spot(made.shapes, frame, stage.look))
        alternative(made.shapes, part.caption, part.told)
    elif isinstance(part, Diagram):
        part.draw(stage, made.shapes, frame)
        alternative(made.shapes, part.caption, part.told)
    elif isinstance(part, Figures):
        _figures(stage, made, part, frame)


def _figures(stage: Stage, made: Any, part: Figures, frame: Frame) -> None:
    """Draw headline figures in two columns, each as a large number over what it is."""
    rows = -(-len(part.figures) // 2)
    gap = int(stage.points(18) * EMU)
    wide, high = (frame.width - gap) // 2, frame.height // max(rows, 1)
    for index, (value, label, is_bad) in enumerate(part.figures):
        left, top = frame.left + (index % 2) * (wide + gap), frame.top + (index // 2) * high
        _ruled(stage, made, Frame(left, top, wide, int(stage.points(1) * EMU)))
        number = Frame(left, top + int(stage.points(8) * EMU), wide, int(stage.points(38) * EMU))
        hue = stage.look.cost if is_bad else stage.look.total
        box(stage, made.shapes, number, [Said(value, is_point=False)], Style(_NUMBERS, hue, bold=True), "Figure")
        below = Frame(left, number.bottom, wide, high - (number.bottom - top))
        box(
            stage,
            made.shapes,
            below,
            [Said(label, is_point=False)],
            Style((12, 11, 10, 9, 8), stage.look.soft),
            "Label",
        )


def _ruled(stage: Stage, made: Any, frame: Frame) -> None:
    """Draw a thin line, as a box without the shadow a theme may give to shapes."""
    place = made.shapes.add_textbox(*_corners(frame))
    place.name = "Line"
    filled(place.fill, stage.look.line)
