"""The charts of a written case as pictures: as wide as the text of a page, sharp in print, in the font of the pages."""

from __future__ import annotations

import json
from typing import Any

import vl_convert

from exports.contrast import WHITE
from exports.memo.content import Picture

_WIDTH = 660
"""Pixels across the text of a page: labels of 13 pixels are printed at about 9 points."""
_SCALE = 2.0


def svg(picture: Picture) -> str:
    """Return a chart as an SVG picture."""
    return str(vl_convert.vegalite_to_svg(_spec(picture)))


def png(picture: Picture) -> bytes:
    """Return a chart as a PNG picture."""
    return bytes(vl_convert.vegalite_to_png(_spec(picture), scale=_SCALE))


def _spec(picture: Picture) -> str:
    """Return the specification at the width of a page; a chart with a width of its own keeps it.

    It stands on white: some programs draw what is half transparent on black.
    """
    chart = picture.chart
    size: dict[str, Any] = {} if chart.pixels else {"width": _WIDTH}
    size |= {"height": picture.height} if picture.height else {}
    return json.dumps({**chart.spec, **size, "background": WHITE})
