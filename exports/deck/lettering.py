"""Text on slides: paragraphs with a size, a colour and their direction, in boxes and placeholders that they fit."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from xml.sax.saxutils import escape

from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn

from exports.deck.charting import Frame, Hue
from exports.deck.metrics import INDENT, LEADING, Block, Said, fitted, plain
from exports.deck.stage import Stage, points_of

EMU = 12_700
"""EMU in a point."""
_BULLET = '<a:buFont typeface="Arial"/><a:buChar char="•"/>'


def is_rtl(text: str) -> bool:
    """Tell whether a text is read from right to left, by its first letter."""
    kinds = (unicodedata.bidirectional(sign) for sign in text)
    return next((kind for kind in kinds if kind in ("L", "R", "AL")), "L") != "L"


def directed(text: str) -> str:
    """Return the attribute of a paragraph that is read from right to left, or nothing."""
    return ' rtl="1"' if is_rtl(text) else ""


def escaped(text: str) -> str:
    """Return a text as it stands in XML."""
    return escape(text)


def solid(hue: Hue) -> str:
    """Return a fill in a colour of the theme as XML."""
    share = round(abs(hue.brightness) * 100_000)
    lighter = f'<a:lumOff val="{share}"/>' if hue.brightness > 0 else ""
    changed = f'<a:lumMod val="{100_000 - share}"/>{lighter}' if share else ""
    return f'<a:solidFill><a:schemeClr val="{MSO_THEME_COLOR.to_xml(hue.theme)}">{changed}</a:schemeClr></a:solidFill>'


def lettered(frame: Any, block: Block, hue: Hue | None, *, bold: bool = False, align: str = "") -> None:
    """Write paragraphs into a text frame, each at the size at which all fit; `align` is `l`, `ctr` or `r`."""
    body = frame._txBody  # noqa: SLF001 - run by run it would take ten times as long
    for old in body.findall(qn("a:p")):
        body.remove(old)
    for place, said in enumerate(block.paragraphs):
        after = 0.0 if place == len(block.paragraphs) - 1 else block.after
        runs = ((f"{said.lead} " if said.lead and said.text else said.lead, True), (said.text, bold))
        written = "".join(_run(text, block.size, hue, is_strong=is_strong) for text, is_strong in runs if text)
        body.append(parse_xml(f"<a:p {nsdecls('a')}>{_spaced(said, after, align)}{written}</a:p>"))


def _run(text: str, size: float, hue: Hue | None, *, is_strong: bool) -> str:
    fill = solid(hue) if hue is not None else ""
    return f'<a:r><a:rPr lang="en-GB" sz="{round(size * 100)}" b="{int(is_strong)}">{fill}</a:rPr><a:t>{escape(text)}</a:t></a:r>'


def _spaced(said: Said, after: float, align: str) -> str:
    """Return spaces, bullet and direction, whatever the template says of them."""
    indent = int(INDENT * EMU) if said.is_point else 0
    side = f' algn="{align}"' if align else ""
    return (
        f'<a:pPr marL="{indent}" indent="{-indent}"{side}{directed(said.whole)}><a:lnSpc><a:spcPct val="100000"/></a:lnSpc>'
        f'<a:spcBef><a:spcPts val="0"/></a:spcBef><a:spcAft><a:spcPts val="{round(after * 100)}"/></a:spcAft>'
        f"{_BULLET if said.is_point else '<a:buNone/>'}</a:pPr>"
    )


def prepared(frame: Any, *, anchor: MSO_ANCHOR = MSO_ANCHOR.TOP, shrinks: bool = False) -> None:
    """Give a text frame no margins, and lines that wrap; one that shrinks does so when somebody adds to it."""
    frame.word_wrap = True
    frame.auto_size = MSO_AUTO_SIZE.TEXT_TO_FIT_SHAPE if shrinks else MSO_AUTO_SIZE.NONE
    frame.vertical_anchor = anchor
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0


@dataclass(frozen=True, slots=True)
class Style:
    """How the text of a box looks: sizes that are tried in turn, its colour, bold or not, and where it stands."""

    sizes: tuple[float, ...]
    hue: Hue
    bold: bool = False
    anchor: MSO_ANCHOR = MSO_ANCHOR.TOP


def box(stage: Stage, shapes: Any, frame: Frame, paragraphs: Sequence[Said], style: Style, name: str = "Text") -> Block:
    """Add a box of text at the largest of some sizes at which it fits, and return how it does."""
    block = measured(stage, frame, paragraphs, style.sizes, bold=style.bold)
    shape = shapes.add_textbox(frame.left, frame.top, frame.width, frame.height)
    shape.name = name
    prepared(shape.text_frame, anchor=style.anchor)
    lettered(shape.text_frame, block, style.hue, bold=style.bold)
    return block


def measured(
    stage: Stage, frame: Frame, paragraphs: Sequence[Said], sizes: Sequence[float], *, bold: bool = False
) -> Block:
    """Return paragraphs as they fit into a frame; the sizes are those of a usual slide."""
    clean = [Said(plain(said.text), plain(said.lead), said.is_point) for said in paragraphs]
    scaled = [max(stage.points(size), 5.0) for size in sizes]
    strong = [Said("", said.whole, said.is_point) for said in clean] if bold else clean
    found = fitted(stage.face, strong, points_of(frame.width), points_of(frame.height), scaled)
    return replace(found, paragraphs=tuple(_joined(stage, said, frame, found.size) for said in found.paragraphs))


def _joined(stage: Stage, said: Said, frame: Frame, size: float) -> Said:
    """Return a paragraph in which no line ends in the minus of an amount."""
    width = points_of(frame.width) - (INDENT if said.is_point else 0.0)
    if not said.text:
        return replace(said, lead=stage.face.joined(said.lead, width, size, bold=True))
    whole = stage.face.joined(said.whole, width, size, bold=bool(said.lead))
    return replace(said, text=whole[len(said.whole) - len(said.text) :]) if "\u2212" not in said.lead else said


def caption(stage: Stage, shapes: Any, frame: Frame, text: str) -> Frame:
    """Write what a block shows over it, and return the room that is left below."""
    if not text:
        return frame
    head = Frame(frame.left, frame.top, frame.width, int(stage.points(30) * EMU))
    style = Style((12, 11, 10, 9), stage.look.ink, bold=True)
    block = box(stage, shapes, head, [Said(text, is_point=False)], style, "Caption")
    lines = stage.face.lines(block.paragraphs[0].whole, points_of(frame.width), block.size, bold=True)
    shapes[-1].height = int(block.size * LEADING * len(lines) * EMU)
    used = shapes[-1].height + int(stage.points(6) * EMU)
    return Frame(frame.left, frame.top + used, frame.width, frame.height - used)


def field(paragraph: Any, number: int, size: float) -> None:
    """Write the number of the slide as a field, so that it stays right when slides move."""
    paragraph._p.append(  # noqa: SLF001 - python-pptx writes no fields
        parse_xml(
            f'<a:fld {nsdecls("a")} id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum">'
            f'<a:rPr lang="en-GB" sz="{round(size * 100)}"/><a:t>{number}</a:t></a:fld>'
        )
    )
    for run in paragraph._p.findall(qn("a:r")):  # noqa: SLF001 - as above
        paragraph._p.remove(run)  # noqa: SLF001 - as above
