"""Parts of a Word document that its library does not offer: fields, links within it, text alternatives, table rows."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shape import InlineShape
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph

from exports.guarding import xml_text

_CONTENTS = 'TOC \\o "1-1" \\n \\h \\z \\u'
"""The headings of the first level, as links and without page numbers: right before Word has counted its pages, and after."""


def write(paragraph: Paragraph, text: str, *, is_bold: bool | None = None) -> None:
    """Add a text to a paragraph; one that begins in a script written from the right turns the paragraph round."""
    run = paragraph.add_run(xml_text(text))
    run.bold = is_bold
    if is_from_right(text):
        run.font.rtl = True
        properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - the library offers no such property
        if properties.find(qn("w:bidi")) is None:
            properties.insert_element_before(OxmlElement("w:bidi"), "w:spacing", "w:ind", "w:jc", "w:rPr")


def is_from_right(text: str) -> bool:
    """Tell whether a text begins in a script that is written from right to left."""
    kinds = (unicodedata.bidirectional(character) for character in text)
    return next((kind for kind in kinds if kind in ("L", "R", "AL")), "L") != "L"


def field(paragraph: Paragraph, instruction: str, shown: str) -> None:
    """Add a field, such as PAGE, with what it shows until it is updated."""
    for kind in ("begin", "separate"):
        _field_mark(paragraph, kind)
        if kind == "begin":
            run = paragraph.add_run()
            run._r.append(_element("w:instrText", instruction))  # noqa: SLF001 - fields are no part of the library
    paragraph.add_run(shown)
    _field_mark(paragraph, "end")


def _field_mark(paragraph: Paragraph, kind: str) -> None:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(mark)  # noqa: SLF001


def _element(name: str, text: str) -> Any:
    element = OxmlElement(name)
    element.text = text
    element.set(qn("xml:space"), "preserve")
    return element


def mark(number: int) -> str:
    """Return the name of the mark of a heading."""
    return f"_Toc{number:06d}"


def bookmark(paragraph: Paragraph, number: int) -> None:
    """Mark a heading so that contents can lead to it."""
    for kind in ("bookmarkStart", "bookmarkEnd"):
        element = OxmlElement(f"w:{kind}")
        element.set(qn("w:id"), str(number))
        if kind == "bookmarkStart":
            element.set(qn("w:name"), mark(number))
        paragraph._p.append(element)  # noqa: SLF001


def contents(document: Document, headings: Sequence[tuple[str, str]], style: str) -> None:
    """Add a table of contents as a field that Word can update; each heading is a link, given with its mark."""
    for place, (text, target) in enumerate(headings):
        paragraph = document.add_paragraph(style=style)
        if place == 0:
            _field_mark(paragraph, "begin")
            paragraph.add_run()._r.append(_element("w:instrText", _CONTENTS))  # noqa: SLF001
            _field_mark(paragraph, "separate")
        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), target)
        paragraph._p.append(link)  # noqa: SLF001
        write(paragraph, text)
        link.append(paragraph.runs[-1]._r)  # noqa: SLF001
        if place == len(headings) - 1:
            _field_mark(paragraph, "end")


def link_to(paragraph: Paragraph, address: str) -> None:
    """Add an address as a link to it."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, kind, is_external=True))
    write(paragraph, address)
    paragraph._p.append(link)  # noqa: SLF001
    link.append(paragraph.runs[-1]._r)  # noqa: SLF001


def describe(picture: InlineShape, title: str, alternative: str, number: int) -> None:
    """Give a picture a name, and a text for those who cannot see it."""
    properties = picture._inline.docPr  # noqa: SLF001
    properties.set("id", str(number))
    properties.set("name", f"Figure {number}")
    properties.set("title", xml_text(title))
    properties.set("descr", xml_text(alternative))


def new_row(grid: Table) -> _Row:
    """Add a row to a table."""
    row: _Row = grid.add_row()  # type: ignore[no-untyped-call]
    return row


def keep_whole(row: _Row, *, is_head: bool = False) -> None:
    """Keep a row of a table on one page, and repeat a head on every page."""
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001
    properties.append(OxmlElement("w:cantSplit"))
    if is_head:
        properties.append(OxmlElement("w:tblHeader"))


def keep_together(grid: Table) -> None:
    """Keep a table on one page: each row stays with the next one."""
    for row in grid.rows[:-1]:
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.keep_with_next = True


def shade(row: _Row, colour: str) -> None:
    """Give the cells of a row a colour behind them."""
    for cell in row.cells:
        cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{colour}"/>'))  # fmt: skip  # noqa: SLF001


def list_of(document: Document, style: str) -> int:
    """Return the number of a new list in a style, which counts from one."""
    numbering = document.part.numbering_part.element
    layout = document.styles[style].element.pPr
    usual = layout.numPr.numId.val
    of = next(num for num in numbering.findall(qn("w:num")) if num.numId == usual)
    new = numbering.add_num(of.abstractNumId.val)
    new.add_lvlOverride(0).add_startOverride(1)
    return int(new.numId)


def in_list(paragraph: Paragraph, number: int) -> None:
    """Put a paragraph into a list."""
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = number


def to_the_right(paragraph: Paragraph) -> None:
    """Put a paragraph to the right of its cell."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
