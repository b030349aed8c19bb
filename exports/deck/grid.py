"""Native tables: as large as fits, cut by rule, and what finds no room returned for a further slide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn

from exports.deck.charting import Frame, Hue
from exports.deck.content import Table
from exports.deck.lettering import EMU, directed, escaped, solid
from exports.deck.metrics import LEADING, PIECES, plain
from exports.deck.stage import Stage, points_of

_PLAIN_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""The table style without fills and lines, which every program knows."""
_SIDE, _ABOVE = 5.0, 3.0
"""The room around the text of a cell, in points."""
_AIRY = 1.4
"""How much higher than needed rows may be, where there is room."""
_WIDEST = 0.4
"""The share of a table a single word may claim before it is broken."""
_MOST_MEASURED = 300
_SEVERAL = 3

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fit:
    """A table as it fits: head and rows with their texts cut, widths and heights in points, and the rows left over."""

    rows: tuple[Row, ...]
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    size: float
    rest: tuple[Row, ...] = ()


def fit(stage: Stage, table: Table, frame: Frame) -> Fit:
    """Return a table at the largest size at which all of it fits: uncut if it can, no word broken if it can be helped.

    Where not all of it fits at the smallest size, as much of it as does.
    """
    clean = replace(table, columns=_clean(table.columns), rows=tuple(map(_clean, table.rows)))
    room = points_of(frame.height)
    sizes = [stage.points(size) for size in table.sizes]
    second: Fit | None = None
    third: Fit | None = None
    for size in sizes:
        found = _at(stage, clean, frame, size)
        if sum(found.heights) > room:
            continue
        is_unbroken = _words_fit(stage, clean, found)
        if is_unbroken and found.rows[1:] == clean.rows and size > sizes[-1]:
            return _airy(found, room)
        second = second or (found if is_unbroken else None)
        third = third or found
    best = second or third
    return _airy(best, room) if best else _part(stage, clean, _at(stage, clean, frame, sizes[-1]), room)


def _airy(found: Fit, room: float) -> Fit:
    return replace(found, heights=_spread(found.heights, room))


def has_room(stage: Stage, table: Table, frame: Frame) -> bool:
    """Tell whether no word would be broken at the size at which a table can still be read well."""
    clean = replace(table, columns=_clean(table.columns), rows=tuple(map(_clean, table.rows)))
    size = stage.points(table.sizes[-2] if len(table.sizes) > 1 else table.sizes[-1])
    return len(table.columns) < _SEVERAL or sum(_needs(stage, clean, size)) <= points_of(frame.width)


def _clean(row: Sequence[str]) -> Row:
    return tuple(map(plain, row))


def _at(stage: Stage, table: Table, frame: Frame, size: float) -> Fit:
    """Return a table with all of its rows at a size, whatever its height."""
    widths = _widths(stage, table, points_of(frame.width), size)
    inner = [width - 2 * stage.points(_SIDE) for width in widths]
    rows = tuple(_row(stage, table, row, inner, size) for row in (table.columns, *table.rows))
    return Fit(rows, tuple(widths), tuple(_height(stage, row, inner, size) for row in rows), size)


def _row(stage: Stage, table: Table, row: Row, widths: Sequence[float], size: float) -> Row:
    return tuple(
        stage.face.cut(text, width, size, table.most_lines, bold=True) for text, width in zip(row, widths, strict=True)
    )


def _height(stage: Stage, row: Row, widths: Sequence[float], size: float) -> float:
    lines = max(len(stage.face.lines(text, width, size, bold=True)) for text, width in zip(row, widths, strict=True))
    return lines * size * LEADING + 2 * stage.points(_ABOVE)


def _spread(heights: Sequence[float], room: float) -> tuple[float, ...]:
    """Give rows some of the room there is left."""
    factor = min(_AIRY, room / sum(heights))
    return tuple(height * factor for height in heights)


# --- widths ------------------------------------------------------------------------------------------------------


def _widths(stage: Stage, table: Table, whole: float, size: float) -> list[float]:
    """Share the width out as the table asks, but give no column less than its longest word takes."""
    least = [min(need, _WIDEST * whole) for need in _needs(stage, table, size)]
    if sum(least) > whole:
        return [whole * share / sum(table.widths) for share in table.widths]
    fixed: dict[int, float] = {}
    while True:
        free = [column for column in range(len(least)) if column not in fixed]
        shares = sum(table.widths[column] for column in free)
        left = whole - sum(fixed.values())
        short = {c: least[c] for c in free if left * table.widths[c] / shares < least[c]}
        if not short or len(short) == len(free):
            return [fixed[c] if c in fixed else left * table.widths[c] / shares for c in range(len(least))]
        fixed |= short


def _needs(stage: Stage, table: Table, size: float) -> list[float]:
    """Return the width of the longest word of each column, with the room around it."""
    sides = 2 * stage.points(_SIDE) + 1.0
    return [
        max(_longest(stage, row[column], size) for row in (table.columns, *table.rows)) + sides
        for column in range(len(table.columns))
    ]


def _longest(stage: Stage, text: str, size: float) -> float:
    return max((stage.face.width(word, size, bold=True) for word in PIECES.findall(text[:_MOST_MEASURED])), default=0.0)


def _words_fit(stage: Stage, table: Table, found: Fit) -> bool:
    """Tell whether no word is broken."""
    return all(need <= width + 0.01 for need, width in zip(_needs(stage, table, found.size), found.widths, strict=True))


# --- what finds no room ------------------------------------------------------------------------------------------


def _part(stage: Stage, table: Table, found: Fit, room: float) -> Fit:
    """Return the first rows that fit, shared out evenly over the slides they take; or with a count of the others."""
    more = found.size * LEADING + 2 * stage.points(_ABOVE)
    count = _fitting(found.heights, room - (more if table.is_cut else 0.0))
    if not table.is_cut:
        slides = -(-len(table.rows) // count)
        count = -(-len(table.rows) // slides)
    rest = table.rows[count:]
    shown = replace(found, rows=found.rows[: count + 1], heights=found.heights[: count + 1], rest=rest)
    if not table.is_cut:
        return replace(shown, heights=_spread(shown.heights, room))
    last = (f"and {len(rest)} more", *[""] * (len(table.columns) - 1))
    return replace(shown, rows=(*shown.rows, last), heights=(*shown.heights, more))


def _fitting(heights: Sequence[float], room: float) -> int:
    """Return how many rows fit under the head, one at least."""
    used, count = heights[0], 0
    while count < len(heights) - 1 and used + heights[count + 1] <= room:
        used += heights[count + 1]
        count += 1
    return max(count, 1)


# --- drawing -----------------------------------------------------------------------------------------------------


def draw(stage: Stage, shapes: Any, table: Table, frame: Frame) -> Table | None:
    """Draw a table into a frame; return what found no room and goes on elsewhere, in the same size."""
    found = fit(stage, table, frame)
    high = int(sum(found.heights) * EMU)
    holder = shapes.add_table(1, 1, frame.left, frame.top, frame.width, high)
    holder.name = plain(table.caption) or "Table"
    graphic = holder._element.graphic.graphicData  # noqa: SLF001 - cell by cell it would take ten times as long
    graphic.replace(graphic.find(qn("a:tbl")), parse_xml(_written(stage, table, found)))
    return replace(table, rows=found.rest, sizes=(found.size / stage.scale,)) if found.rest else None


def _written(stage: Stage, table: Table, found: Fit) -> str:
    columns = "".join(f'<a:gridCol w="{int(width * EMU)}"/>' for width in found.widths)
    rows = "".join(
        f'<a:tr h="{int(height * EMU)}">{_cells(stage, table, place, (row, found.widths), found.size)}</a:tr>'
        for place, (row, height) in enumerate(zip(found.rows, found.heights, strict=True))
    )
    return (
        f'<a:tbl {nsdecls("a")}><a:tblPr firstRow="1"><a:tableStyleId>{_PLAIN_STYLE}</a:tableStyleId></a:tblPr>'
        f"<a:tblGrid>{columns}</a:tblGrid>{rows}</a:tbl>"
    )


def _cells(stage: Stage, table: Table, place: int, filled: tuple[Row, tuple[float, ...]], size: float) -> str:
    row, widths = filled
    is_head, is_strong = place == 0, place == 0 or place - 1 in table.strong
    hue = solid(stage.look.soft if is_head else stage.look.ink)
    sides, above = int(stage.points(_SIDE) * EMU), int(stage.points(_ABOVE) * EMU)
    edge = _edge(stage.look.soft if is_strong else stage.look.line, is_strong=is_strong)
    return "".join(
        f'<a:tc><a:txBody><a:bodyPr/><a:lstStyle/><a:p><a:pPr algn="{_side(table, column)}"{directed(text)}><a:lnSpc><a:spcPct val="100000"/></a:lnSpc>'
        f'<a:spcBef><a:spcPts val="0"/></a:spcBef></a:pPr><a:r><a:rPr lang="en-GB" sz="{round(size * 100)}" b="{int(is_strong)}">{hue}</a:rPr>'
        f'<a:t>{escaped(_joined(stage, text, width, size))}</a:t></a:r></a:p></a:txBody><a:tcPr marL="{sides}" marR="{sides}" marT="{above}" marB="{above}" '
        f'anchor="{"b" if is_head else "ctr"}">{edge}<a:noFill/></a:tcPr></a:tc>'
        for column, (text, width) in enumerate(zip(row, widths, strict=True))
    )


def _joined(stage: Stage, text: str, width: float, size: float) -> str:
    return stage.face.joined(text, width - 2 * stage.points(_SIDE), size, bold=True) if "\u2212" in text else text


def _side(table: Table, column: int) -> str:
    return "r" if column in table.numbers else "ctr" if column in table.centred else "l"


def _edge(hue: Hue, *, is_strong: bool) -> str:
    """Return a thin line below a cell, a darker one below the head and below sums."""
    return f'<a:lnB w="{9525 if is_strong else 6350}">{solid(hue)}</a:lnB>'
