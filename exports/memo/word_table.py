"""Tables of a Word document, written at once: a head that is repeated on every page, rows that stay whole, bands, totals."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from exports.memo.content import Row, Table, safe
from exports.memo.word_parts import is_from_right

_LONG = 900
"""A row with more characters in a cell may be split: it could be longer than a page."""
_WHOLE = "<w:trPr><w:cantSplit/></w:trPr>"
_RIGHT = '<w:jc w:val="right"/>'
_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
_HEAD = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"


def word_table(table: Table, width: int, band: str, *, has_head: bool = True) -> Any:
    """Return a table as an element, `width` twentieths of a point wide; `band` is the colour behind heads of groups.

    The library's own way takes ten times as long for tables of hundreds of cells.
    """
    widths = [int(width * part / sum(table.widths)) for part in table.widths]
    grid = "".join(f'<w:gridCol w:w="{column}"/>' for column in widths)
    look = f'<w:tblLook w:val="{"0420" if has_head else "0400"}" w:firstRow="{int(has_head)}" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>'
    properties = f'<w:tblPr><w:tblStyle w:val="CaseTable"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>{look}</w:tblPr>'
    rows = "".join(_rows(table, widths, band, has_head=has_head))
    return parse_xml(f"<w:tbl {nsdecls('w')}>{properties}<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>")


def _rows(table: Table, widths: list[int], band: str, *, has_head: bool) -> Iterator[str]:
    if has_head:
        yield f"<w:tr>{_HEAD}{_cells(table, table.columns, widths, is_bold=True, keeps=True)}</w:tr>"
    for place, row in enumerate(table.rows):
        keeps = table.is_whole and place < len(table.rows) - 1
        if place in table.bands:
            yield f"<w:tr>{_WHOLE}{_band(row[0], len(widths), sum(widths), band)}</w:tr>"
        else:
            whole = _WHOLE if max(map(len, row)) <= _LONG else ""
            yield f"<w:tr>{whole}{_cells(table, row, widths, is_bold=place in table.totals, keeps=keeps)}</w:tr>"


def _cells(table: Table, row: Row, widths: list[int], *, is_bold: bool, keeps: bool) -> str:
    return "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{widths[place]}" w:type="dxa"/></w:tcPr>'
        f"{_paragraph(text, is_bold=is_bold, keeps=keeps, is_right=table.align(place) == 'right')}</w:tc>"
        for place, text in enumerate(row)
    )


def _band(text: str, columns: int, width: int, colour: str) -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{colour}"/>'
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:gridSpan w:val="{columns}"/>{shade}</w:tcPr>'
        f"{_paragraph(text, is_bold=True, keeps=True, is_right=False)}</w:tc>"
    )


def _paragraph(text: str, *, is_bold: bool, keeps: bool, is_right: bool) -> str:
    turned = is_from_right(text)
    layout = (
        f'<w:pStyle w:val="TableText"/>{"<w:keepNext/>" if keeps else ""}{"<w:bidi/>" if turned else ""}'
        f"{_RIGHT if is_right else ''}"
    )
    style = f"{'<w:b/>' if is_bold else ''}{'<w:rtl/>' if turned else ''}"
    lines = _BREAK.join(escape(line) for line in safe(text).split("\n"))
    return f'<w:p><w:pPr>{layout}</w:pPr><w:r><w:rPr>{style}</w:rPr><w:t xml:space="preserve">{lines}</w:t></w:r></w:p>'
