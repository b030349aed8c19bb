"""A chart as a picture for a slide: 1920 × 1080 pixels with its message, its measure and where its figures come from."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from html import escape
from math import ceil
from types import ModuleType
from typing import Any

import altair as alt

from exports.brand import Brand, Logo
from exports.charts.kit import DARK, LIGHT, Chart, Look, in_lines
from exports.contrast import contrast, mixed, readable
from exports.guarding import xml_text
from exports.stamp import Stamp

WIDTH, HEIGHT = 1920, 1080
LEAST_TEXT = 20.0
"""The height of the smallest letters, in pixels of the picture, that can be read from the back of a room."""
_MARGIN, _GAP = 72.0, 26.0
_TITLE, _SUBTITLE, _FOOT = 46.0, 26.0, 20.0
_LEADING = 1.24
_NARROW = 1.03
"""By how much a long line is narrower than it is taken to be, letter by letter."""
_NAMES = 240.0
"""Room for the names of rows: a slide is read from afar, and nobody can point at a name that was cut."""
_SHARES = (0.55, 0.62, 0.7, 0.78, 0.86)
"""The narrower widths that a title of two lines is tried in."""
_LOGO = (260.0, 76.0)
_MOST_SCALE = 2.6
"""By how much a chart is enlarged at most: its words should not be larger than its message."""
_AROUND = 55.0
"""About how many pixels axes and a legend add to the height of a chart."""
_PADDING = 20
"""Pixels beside a picture placed by the pixel."""
_MOST_FONT = 19
"""How large the letters of a chart may be without running into each other where its rows are narrow."""
_CANVASES = ((24.0, 1.4), (LEAST_TEXT, 1.3), (LEAST_TEXT, 1.0))
"""The height of letters on the slide and the scale with which a picture placed by the pixel is tried, the roomiest first."""
_HEAD = re.compile(r"<svg[^>]*?width=\"([\d.]+)\"[^>]*?height=\"([\d.]+)\"[^>]*>")

_OPACITY = re.compile(r" opacity=\"(0?\.\d+)\"")
"""What is see-through as a whole is drawn apart on a picture of its own, which takes as long as all the rest."""

Draw = Callable[[Look], Chart]
"""Draws one chart in a look."""


@dataclass(frozen=True, slots=True)
class _Picture:
    """A chart as SVG without its outer element, its size in its own pixels, and by how much it is enlarged."""

    chart: Chart
    body: str
    width: float
    height: float
    scale: float


def look_of(brand: Brand) -> Look:
    """Return the look of charts in the colours and the font of a brand; hues it has none for stay as they are."""
    colours = brand.colours
    page = colours.background
    usual = LIGHT if contrast(page, "#000000") > contrast(page, "#FFFFFF") else DARK
    own = [readable(hue, page) for hue in dict.fromkeys((colours.primary, colours.accent))]
    further = [hue for hue in usual.series if all(_differ(hue, mine) for mine in own)]
    darker = [mixed(hue, colours.text, 0.5) for hue in own]
    series = usual.series if brand.colours == type(colours)() else (*own, *further, *darker)[: len(usual.series)]
    return replace(
        usual, ink=colours.text, soft=readable(colours.neutral, page), line=mixed(page, colours.text, 0.14), page=page,
        panel=mixed(page, colours.text, 0.04), costs=(colours.negative, *usual.costs[1:]), series=series,
        benefit=colours.positive, cost=colours.negative, font=f"{brand.font}, sans-serif", names=_NAMES,
    )  # fmt: skip


def _differ(one: str, other: str) -> bool:
    """Tell whether two hues can be told apart at a glance."""
    parts = [abs(int(one[i : i + 2], 16) - int(other[i : i + 2], 16)) for i in (1, 3, 5)]
    return sum(parts) > 110


# --- the picture -------------------------------------------------------------------------------------------------


def svg(draw: Draw, brand: Brand, stamp: Stamp, drawn: Chart | None = None) -> str:
    """Return a chart as an SVG of 1920 × 1080 pixels: message, measure, chart, and the stamp at the foot.

    `drawn` is the chart in the look of the brand, where it was drawn before.
    """
    look = look_of(brand)
    plain = drawn or draw(look)
    head, top = _head(plain, brand, look)
    foot, bottom = _foot(stamp, look)
    picture = _fitted(plain, draw, look, WIDTH - 2 * _MARGIN, bottom - top)
    x = _MARGIN + max((WIDTH - 2 * _MARGIN - picture.width * picture.scale) / 2, 0.0)
    y = top + max((bottom - top - picture.height * picture.scale) * 0.4, 0.0)
    chart = f'<g transform="translate({x:.1f},{y:.1f}) scale({picture.scale:.4f})">{picture.body}</g>'
    said = escape(xml_text(picture.chart.alternative), quote=True)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{said}" font-family="{escape(look.font, quote=True)}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{look.page}"/>{"".join(head)}{chart}{"".join(foot)}</svg>\n'
    )


def _head(chart: Chart, brand: Brand, look: Look) -> tuple[list[str], float]:
    """Return the message, the measure and the logo, and where the chart may begin."""
    logo, taken = _logo(brand.logo) if brand.logo else ("", 0.0)
    room = WIDTH - 2 * _MARGIN - taken
    title = _balanced(chart.title, room)
    y = _MARGIN + _TITLE * 0.72
    parts = [logo, *_texts(title, y, _TITLE, look.ink, bold=True)]
    y += _TITLE * _LEADING * (len(title) - 1) + _SUBTITLE * 1.75
    subtitle = in_lines(chart.subtitle, _NARROW * (room if len(title) == 1 else room + taken), _SUBTITLE, 3)
    parts += _texts(subtitle, y, _SUBTITLE, look.soft)
    return parts, y + _SUBTITLE * _LEADING * (len(subtitle) - 1) + _GAP + 8


def _balanced(text: str, room: float) -> list[str]:
    """Return a title in up to two lines of about the same length, so that no word is left alone."""
    widest = in_lines(text, room, _TITLE, 2, bold=True)
    if len(widest) == 1 or widest[-1].endswith("…"):
        return widest
    tries = (in_lines(text, room * share, _TITLE, 3, bold=True) for share in _SHARES)
    return next((lines for lines in tries if len(lines) == len(widest)), widest)


def _foot(stamp: Stamp, look: Look) -> tuple[list[str], float]:
    """Return where the figures come from, and where the chart must end."""
    lines = in_lines(stamp.line(), _NARROW * (WIDTH - 2 * _MARGIN), _FOOT, 2)
    first = HEIGHT - _MARGIN * 0.55 - _FOOT * _LEADING * (len(lines) - 1)
    edge = first - _FOOT * 1.7
    rule = f'<rect x="{_MARGIN}" y="{edge:.1f}" width="{WIDTH - 2 * _MARGIN}" height="1.5" fill="{look.line}"/>'
    return [rule, *_texts(lines, first, _FOOT, look.soft)], edge - _GAP


def _texts(lines: list[str], y: float, size: float, colour: str, *, bold: bool = False) -> Iterator[str]:
    weight = ' font-weight="600"' if bold else ""
    for place, line in enumerate(lines):
        at = y + place * size * _LEADING
        text = escape(xml_text(line))
        yield f'<text x="{_MARGIN}" y="{at:.1f}" font-size="{size:g}" fill="{colour}"{weight}>{text}</text>'


def _logo(logo: Logo) -> tuple[str, float]:
    """Return the logo at the top right, and how much room it takes from the title."""
    scale = min(_LOGO[0] / logo.width, _LOGO[1] / logo.height)
    width, height = logo.width * scale, logo.height * scale
    data = base64.b64encode(logo.content).decode("ascii")
    x, y = WIDTH - _MARGIN - width, _MARGIN * 0.6
    place = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
    return f'<image {place} xlink:href="data:image/{logo.kind};base64,{data}"/>', width + 2 * _GAP


# --- the chart in it ---------------------------------------------------------------------------------------------


def _fitted(chart: Chart, draw: Draw, look: Look, width: float, height: float) -> _Picture:
    """Return a chart as large as its place allows; where letters would be too small, it is laid out anew with larger ones."""
    if chart.pixels is not None:
        return _drawn(_laid_out(draw, look, width, height), None, width, height)
    scale = min(height / (float(chart.spec["height"]) + _AROUND), _MOST_SCALE)
    if scale * look.font_size < LEAST_TEXT:
        chart = draw(replace(look, font_size=min(ceil(LEAST_TEXT / scale), _MOST_FONT)))
    picture = _drawn(chart, width / scale, width, height)
    if picture.width * picture.scale < 0.96 * width:
        return _drawn(chart, width * picture.height / height, width, height)
    return picture


def _laid_out(draw: Draw, look: Look, width: float, height: float) -> Chart:
    """Return a picture placed by the pixel with the largest letters with which all of it fits.

    Its smallest letters are one pixel smaller than those of other charts.
    """
    for text, scale in _CANVASES:
        chart = draw(replace(look, font_size=ceil(text / scale) + 1, picture=round(width / scale) - _PADDING))
        if (float(chart.spec["height"]) + 10) * scale <= height:
            break
    return chart


def _drawn(chart: Chart, pixels: float | None, width: float, height: float) -> _Picture:
    spec = dict(chart.spec)
    spec["config"] = {**spec["config"], "aria": False}
    spec["layer"] = [_untold(layer) for layer in spec["layer"]]
    spec["width"] = chart.pixels if pixels is None else round(pixels)
    whole = _converter().vegalite_to_svg(spec, vl_version=_version())
    found = _HEAD.search(whole)
    if found is None:
        raise ValueError(f"The chart “{chart.title}” was not drawn.")
    own_width, own_height = float(found[1]), float(found[2])
    body = _OPACITY.sub(r' fill-opacity="\1" stroke-opacity="\1"', whole[found.end() : whole.rindex("</svg>")])
    return _Picture(chart, body, own_width, own_height, min(width / own_width, height / own_height, _MOST_SCALE))


def _untold(layer: Mapping[str, Any]) -> dict[str, Any]:
    """Return marks without what is said on pointing at them: nobody points at a picture."""
    encoded = {name: channel for name, channel in layer.get("encoding", {}).items() if name != "tooltip"}
    return {**layer, "encoding": encoded}


def _converter() -> ModuleType:
    import vl_convert  # it takes a while to load, and most of the product does without

    return vl_convert


@cache
def _version() -> str:
    return ".".join(alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2])
