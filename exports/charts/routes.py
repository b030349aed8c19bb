"""Where the boxes of a layered map stand, and how the curves between them pass the boxes of other layers."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from exports.charts.canvas import Point
from exports.charts.links import Key

PER_ROW = 6
_WIDEST, _GAP, _ROW_GAP = 210.0, 24.0, 26.0
_WIDEST_SHARE = 0.24
"""Share of the room that a box takes at most where that is more."""
_BEND = 18.0
"""Pixels a curve goes straight up or down before it turns."""


@dataclass(frozen=True, slots=True)
class Box:
    """A box in pixels, and which row of the whole map it stands in."""

    row: int
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """Where its middle is from the left."""
        return self.x + self.width / 2

    @property
    def bottom(self) -> float:
        """Where it ends from the top."""
        return self.y + self.height


def in_rows(keys: Sequence[Key], *, is_dealt: bool) -> list[list[Key]]:
    """Return keys in rows as even as can be: dealt out one by one, so that all rows keep the order, or cut into runs."""
    count = math.ceil(len(keys) / PER_ROW)
    if is_dealt:
        return [list(keys[row::count]) for row in range(count)]
    length = math.ceil(len(keys) / count) if count else 0
    return [list(keys[row * length : (row + 1) * length]) for row in range(count)]


def box_width(count: int, room: float) -> float:
    """Return how wide a box is where so many share the room."""
    return min(max(_WIDEST, room * _WIDEST_SHARE), room / count - _GAP)


def placed(
    rows: Sequence[Sequence[Key]], first_row: int, sides: tuple[float, float], top: float, height: float
) -> dict[Key, Box]:
    """Return boxes for rows of keys, evenly spread between two sides, the rows under each other."""
    left, right = sides
    found = {}
    for row, keys in enumerate(rows):
        slot, width = (right - left) / len(keys), box_width(len(keys), right - left)
        y = top + row * (height + _ROW_GAP)
        for count, key in enumerate(keys):
            found[key] = Box(first_row + row, left + slot * (count + 0.5) - width / 2, y, width, height)
    return found


def routes(boxes: Mapping[Key, Box], links: Sequence[tuple[Key, Key]]) -> list[list[Point]]:
    """Return for each link the points its curve is drawn towards, from the upper box to the lower."""
    rows: dict[int, list[Box]] = defaultdict(list)
    for box in boxes.values():
        rows[box.row].append(box)
    passed = _lanes([_gaps(boxes[upper], boxes[lower], rows) for upper, lower in links])
    ends = _ports(boxes, links, passed)
    return [_curve(start, via, end) for (start, end), via in zip(ends, passed, strict=True)]


_Pass = tuple[float, float, float]
"""A place between boxes: how far from the left, and from which to which height."""


def _gaps(upper: Box, lower: Box, rows: Mapping[int, Sequence[Box]]) -> list[_Pass]:
    """Return the places where a link passes the rows between its ends, each the nearest to the straight way."""
    found = []
    for row in range(upper.row + 1, lower.row):
        first = rows[row][0]
        part = (first.y - upper.bottom) / (lower.y - upper.bottom)
        wanted = upper.middle + (lower.middle - upper.middle) * part
        found.append((min(_openings(rows[row]), key=lambda x: abs(x - wanted)), first.y, first.bottom))
    return found


def _openings(row: Sequence[Box]) -> list[float]:
    boxes = sorted(row, key=lambda box: box.x)
    between = [(a.x + a.width + b.x) / 2 for a, b in pairwise(boxes)]
    return [boxes[0].x - _GAP / 2, *between, boxes[-1].x + boxes[-1].width + _GAP / 2]


def _lanes(passed: Sequence[Sequence[_Pass]]) -> list[list[_Pass]]:
    """Set links that pass the same place side by side."""
    users: dict[_Pass, list[int]] = defaultdict(list)
    for link, places in enumerate(passed):
        for place in places:
            users[place].append(link)
    return [
        [(x + _offset(users[x, top, bottom], link, 4, _GAP - 8), top, bottom) for x, top, bottom in places]
        for link, places in enumerate(passed)
    ]


def _offset(users: Sequence[int], link: int, step: float, most: float) -> float:
    """Return how far from the middle one of several stands, no further apart than a step, within the most there is."""
    apart = min(step, most / len(users))
    return (users.index(link) - (len(users) - 1) / 2) * apart


def _ports(
    boxes: Mapping[Key, Box], links: Sequence[tuple[Key, Key]], passed: Sequence[Sequence[_Pass]]
) -> list[tuple[Point, Point]]:
    """Spread the ends of the links along the edges of their boxes, in the order of where they go."""
    below: dict[Key, list[int]] = defaultdict(list)
    above: dict[Key, list[int]] = defaultdict(list)
    for link, (upper, lower) in enumerate(links):
        below[upper].append(link)
        above[lower].append(link)
    for users in below.values():
        users.sort(key=lambda link: passed[link][0][0] if passed[link] else boxes[links[link][1]].middle)
    for users in above.values():
        users.sort(key=lambda link: passed[link][-1][0] if passed[link] else boxes[links[link][0]].middle)
    return [
        (
            (boxes[upper].middle + _offset(below[upper], link, 14, boxes[upper].width - 20), boxes[upper].bottom),
            (boxes[lower].middle + _offset(above[lower], link, 14, boxes[lower].width - 20), boxes[lower].y),
        )
        for link, (upper, lower) in enumerate(links)
    ]


def _curve(start: Point, via: Sequence[_Pass], end: Point) -> list[Point]:
    """Return control points of a spline that leaves, passes and arrives upright."""
    points = [start, (start[0], start[1] + _BEND)]
    for x, top, bottom in via:
        points += [(x, top - 6), (x, top), (x, (top + bottom) / 2), (x, bottom), (x, bottom + 6)]
    return [*points, (end[0], end[1] - _BEND), end]
