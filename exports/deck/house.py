"""The deck's own template, in the colours, the font and with the logo of a brand: 16:9, a cover and two layouts."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import Any

from pptx import Presentation
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Inches

from exports.brand import Brand, Colours, Logo
from exports.contrast import mixed, readable
from exports.deck.template import theme_part, untold

WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
_KEPT = ("Title Slide", "Title and Content", "Title Only")
_MARGIN = 0.6
_COVER = 0.42
"""The share of the cover below the coloured part."""
_PLACES: Mapping[str, tuple[float, float, float, float]] = {
    "title": (_MARGIN, 0.42, 12.13, 0.98),
    "body": (_MARGIN, 1.55, 12.13, 5.2),
    "dt": (9.2, 6.98, 1.5, 0.32),
    "ftr": (_MARGIN, 6.98, 11.2, 0.32),
    "sldNum": (11.93, 6.98, 0.8, 0.32),
}
"""Where the placeholders of the master stand: left, top, width, height in inches."""


def house(brand: Brand) -> Any:
    """Return an empty presentation in the look of a brand."""
    deck = Presentation()
    untold(deck)
    deck.slide_width, deck.slide_height = WIDTH, HEIGHT
    _keep_layouts(deck)
    master = deck.slide_master
    _themed(master, brand)
    _styled(master._element)  # noqa: SLF001 - python-pptx does not write masters
    for shape in master.placeholders:
        _put(shape, _PLACES[shape.element.ph.get("type", "body")])
    _ruled(master)
    _cover(deck.slide_layouts[0], brand)
    if brand.logo:
        _narrow_title(master, brand.logo)
        _picture(master, brand.logo, (12.73, 0.3, 1.5, 0.5))
    return deck


def _keep_layouts(deck: Any) -> None:
    for layout in list(deck.slide_layouts):
        if layout.name not in _KEPT:
            deck.slide_layouts.remove(layout)


def _put(shape: Any, place: tuple[float, float, float, float]) -> None:
    shape.left, shape.top, shape.width, shape.height = (Inches(inches) for inches in place)


# --- theme -------------------------------------------------------------------------------------------------------


def scheme(colours: Colours) -> dict[str, str]:
    """Return the colours of the theme: benefits are its first accent and costs its second, as in every chart."""
    page = colours.background
    return {
        "dk1": colours.text, "lt1": page, "dk2": readable(colours.primary, page), "lt2": mixed(page, colours.neutral, 0.1),
        "accent1": colours.positive, "accent2": colours.negative, "accent3": colours.neutral, "accent4": colours.accent,
        "accent5": colours.primary, "accent6": mixed(colours.primary, page, 0.45),
        "hlink": readable(colours.primary, page), "folHlink": readable(colours.neutral, page),
    }  # fmt: skip


def _themed(master: Any, brand: Brand) -> None:
    """Write colours and font into the theme of the master."""
    part = theme_part(master)
    text = part.blob.decode("utf-8")
    colours = "".join(
        f'<a:{name}><a:srgbClr val="{value.removeprefix("#")}"/></a:{name}>'
        for name, value in scheme(brand.colours).items()
    )
    text = re.sub(
        r"<a:clrScheme.*?</a:clrScheme>", f'<a:clrScheme name="Brand">{colours}</a:clrScheme>', text, flags=re.DOTALL
    )
    fonts = "".join(
        f'<a:{kind}Font><a:latin typeface="{brand.font}"/><a:ea typeface=""/><a:cs typeface=""/></a:{kind}Font>'
        for kind in ("major", "minor")
    )
    text = re.sub(
        r"<a:fontScheme.*?</a:fontScheme>", f'<a:fontScheme name="Brand">{fonts}</a:fontScheme>', text, flags=re.DOTALL
    )
    part._blob = text.encode("utf-8")  # noqa: SLF001 - python-pptx does not write themes


def _styled(master: Any) -> None:
    """Set title, body and foot: sizes, left-aligned, titles from the top down."""
    styles = master.find(qn("p:txStyles"))
    title = styles.find(f"{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
    title.set("algn", "l")
    _sized(title, 2400, bold=True)
    for level, size in enumerate((1600, 1400, 1400, 1200, 1200), start=1):
        row = styles.find(f"{qn('p:bodyStyle')}/{qn(f'a:lvl{level}pPr')}")
        row.set("marL", str(228600 * level))
        row.set("indent", "-228600")
        _sized(row, size)
    for shape in master.iter(qn("p:sp")):
        kind, body = shape.find(f".//{qn('p:ph')}").get("type"), shape.find(f".//{qn('a:bodyPr')}")
        body.set("lIns", "0")
        body.set("rIns", "0")
        body.set("anchor", "t" if kind in ("title", "body") else "ctr")
        for row in shape.iter(qn("a:lvl1pPr")):
            row.set("algn", "r" if kind == "sldNum" else "l")
            _sized(row, 1000 if kind == "sldNum" else 800)


def _sized(row: Any, size: int, *, bold: bool = False) -> None:
    style = row.find(qn("a:defRPr"))
    style.set("sz", str(size))
    if bold:
        style.set("b", "1")


# --- drawn on the master and the cover ---------------------------------------------------------------------------


def _ruled(master: Any) -> None:
    """Draw a short bar over the title and a thin line over the foot."""
    tree = master.shapes._spTree  # noqa: SLF001 - python-pptx adds no shapes to masters
    tree.insert(2, _box(101, (_MARGIN, 0.3, 0.62, 0.055), "accent4"))
    tree.insert(2, _box(102, (_MARGIN, 6.93, 12.13, 0.008), "bg1", '<a:lumMod val="80000"/>'))


def _box(number: int, place: tuple[float, float, float, float], colour: str, changed: str = "") -> Any:
    left, top, width, height = (Inches(inches) for inches in place)
    return parse_xml(
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{number}" name="Line {number}"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
        f'<p:spPr><a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f'<a:solidFill><a:schemeClr val="{colour}">{changed}</a:schemeClr></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr>'
        f'<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="en-GB"/></a:p></p:txBody></p:sp>'
    )


def _cover(layout: Any, brand: Brand) -> None:
    """Give the cover a coloured part with the title, and a plain one for who, when and which figures."""
    element = layout._element  # noqa: SLF001 - python-pptx does not write layouts
    element.set("showMasterSp", "0")
    split = 7.5 * (1 - _COVER)
    layout.shapes._spTree.insert(2, _box(101, (0, 0, 13.34, split), "tx2"))  # noqa: SLF001 - as above
    places = {
        "ctrTitle": (0.9, 1.2, 11.4, split - 1.75),
        "subTitle": (0.9, split + 0.4, 9.2, 1.9),
        "ftr": _PLACES["ftr"],
        "sldNum": _PLACES["sldNum"],
    }
    for shape in layout.placeholders:
        kind = shape.element.ph.get("type", "body")
        if kind in places:
            _put(shape, places[kind])
            _cover_text(shape.element, kind)
    if brand.logo:
        _picture(layout, brand.logo, (12.73, split + 0.4, 2.4, 1.2))


def _cover_text(shape: Any, kind: str) -> None:
    styles = {"ctrTitle": ("b", 3600, "bg1"), "subTitle": ("t", 1600, "tx1")}
    if kind not in styles:
        return
    anchor, size, colour = styles[kind]
    shape.find(f".//{qn('a:bodyPr')}").set("anchor", anchor)
    levels = shape.find(f".//{qn('a:lstStyle')}")
    for old in list(levels):
        levels.remove(old)
    levels.append(
        parse_xml(
            f'<a:lvl1pPr {nsdecls("a")} marL="0" indent="0" algn="l"><a:buNone/><a:defRPr sz="{size}"><a:solidFill>'
            f'<a:schemeClr val="{colour}"/></a:solidFill></a:defRPr></a:lvl1pPr>'
        )
    )


def _narrow_title(master: Any, logo: Logo) -> None:
    title = next(shape for shape in master.placeholders if shape.element.ph.get("type") == "title")
    title.width = title.width - _logo_size(logo, 1.5, 0.5)[0] - Inches(0.3)


def _logo_size(logo: Logo, width: float, height: float) -> tuple[int, int]:
    """Return the size of a logo within some inches, its shape kept."""
    scale = min(width / logo.width, height / logo.height)
    return Inches(logo.width * scale), Inches(logo.height * scale)


def _picture(owner: Any, logo: Logo, place: tuple[float, float, float, float]) -> None:
    """Put the logo on a master or layout, its right upper corner at a place, within a width and height."""
    right, top, *most = place
    width, height = _logo_size(logo, *most)
    _, relation = owner.part.get_or_add_image_part(io.BytesIO(logo.content))
    owner.shapes._spTree.append(  # noqa: SLF001 - python-pptx adds no pictures to masters
        parse_xml(
            f'<p:pic {nsdecls("p", "a", "r")}><p:nvPicPr><p:cNvPr id="103" name="Logo" descr="Logo"/><p:cNvPicPr><a:picLocks noChangeAspect="1"/></p:cNvPicPr>'
            f'<p:nvPr userDrawn="1"/></p:nvPicPr><p:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></p:blipFill>'
            f'<p:spPr><a:xfrm><a:off x="{Inches(right) - width}" y="{Inches(top)}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
            f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
        )
    )
