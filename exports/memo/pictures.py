"""The charts of a written case as pictures: as wide as the text of a page, sharp in print, in the font of the pages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import vl_convert

from exports.charts import Chart
from exports.contrast import WHITE

_WIDTH = 660
"""Pixels across the text of a page: labels of 13 pixels are printed at about 9 points."""
_SCALE = 2.0


def svg(chart: Chart) -> str:
    """Return a chart as an SVG picture."""
    return str(vl_convert.vegalite_to_svg(_spec(chart)))


def png(chart: Chart) -> bytes:
    """Return a chart as a PNG picture."""
    return bytes(vl_convert.vegalite_to_png(_spec(chart), scale=_SCALE))


def _spec(chart: Chart) -> str:
    """Return the specification at the width of a page; a chart with a width of its own keeps it.

    It stands on white: some programs draw what is half transparent on black.
    """
    width: Mapping[str, Any] = {} if chart.pixels else {"width": _WIDTH}
    return json.dumps({**chart.spec, **width, "background": WHITE})
