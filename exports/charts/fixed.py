"""Places of marks that are the same in every row: in pixels from the left or the top, or at an edge of the chart."""

from __future__ import annotations

from typing import Any

import altair as alt

_X: Any = alt.XValue
_Y: Any = alt.YValue
_Y2: Any = alt.Y2Value

# `alt.value` would do too, but Altair then reads its whole schema each time to find out what it is a value of.


def at_x(place: float | str) -> Any:
    """Return a place across: pixels from the left, or `width` for the right edge."""
    return _X(place)


def at_y(place: float) -> Any:
    """Return a place in pixels from the top."""
    return _Y(place)


def down_to(place: float) -> Any:
    """Return where a mark ends that goes down, in pixels from the top."""
    return _Y2(place)
