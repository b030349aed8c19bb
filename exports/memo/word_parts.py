"""Parts of a Word document that its library does not offer: fields, links within it, text alternatives, table rows."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shape import InlineShape
from docx.text.paragraph import Paragraph

from exports.memo.content import safe

_CONTENTS = 'TOC \\o "1-1" \\n \\h \\z \\u'
"""The headings of the first level, as links and without page numbers: right before Word has counted its pages, and after."""


def set_style(paragraph: Paragraph, name: str) -> None:
    """Give a paragraph a style by its name; the library's own way looks through all styles each time."""
    paragraph._p.style = name.replace(" ", "")  # noqa: SLF001 - as said


def write(paragraph: Paragraph, text: str, *, is_bold: bool | None = None) -> None:
    """Add a text to a paragraph; one that begins in a script written from the right turns the paragraph round."""
    run = paragraph.add_run(safe(text))
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
        paragraph = document.add_paragraph()
        set_style(paragraph, style)
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
    run = paragraph.runs[-1]
    run.underline = True
    paragraph._p.append(link)  # noqa: SLF001
    link.append(run._r)  # noqa: SLF001


def describe(picture: InlineShape, title: str, alternative: str, number: int) -> None:
    """Give a picture a name, and a text for those who cannot see it."""
    properties = picture._inline.docPr  # noqa: SLF001
    properties.set("id", str(number))
    properties.set("name", f"Figure {number}")
    properties.set("title", safe(title))
    properties.set("descr", safe(alternative))


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
