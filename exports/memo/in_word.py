"""The written case as a Word document: real headings, captions and tables, which its reader can go on editing."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field

import docx
from docx.document import Document
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.shared import Cm, Emu, Length
from docx.text.paragraph import Paragraph as WordParagraph

from exports.brand import Brand
from exports.guarding import xml_text
from exports.memo import word_parts as parts
from exports.memo import word_styles as styles
from exports.memo.content import (
    Bibliography,
    Block,
    Facts,
    Memo,
    Paragraph,
    Picture,
    Points,
    Section,
    Table,
    leading,
)
from exports.memo.document import document as content
from exports.memo.pictures import png
from exports.memo.word_table import word_table
from exports.outputs import Order
from exports.packing import repacked

_MARGIN = Cm(2.1)
_A4, _LETTER = (Cm(21.0), Cm(29.7)), (Cm(21.59), Cm(27.94))
_TWENTIETH = 635
"""Twentieths of a point, in which tables are measured, in the units of all other lengths."""


def build(order: Order) -> bytes:
    """Return the written case as a .docx file. Raises `CaseProblems` where the case cannot be computed."""
    order.told("Writing the case", 0.1)
    memo = content(order)
    order.told("Drawing its charts", 0.5)
    return written(memo, order.brand)


def written(memo: Memo, brand: Brand) -> bytes:
    """Return the content of a written case as a .docx file; the same content gives the same bytes."""
    whole = _Writer(memo, brand).document()
    stream = io.BytesIO()
    whole.save(stream)
    return repacked(stream.getvalue())


@dataclass
class _Writer:
    """Writes one document from top to bottom."""

    memo: Memo
    brand: Brand
    whole: Document = field(default_factory=docx.Document)
    pictures: int = 0
    headings: int = 0

    def document(self) -> Document:
        styles.style(self.whole, self.brand)
        self._pages()
        self._properties()
        self._front()
        for section in self.memo.sections:
            self._section(section, 1)
        return self.whole

    # --- the frame -----------------------------------------------------------------------------------------------

    def _pages(self) -> None:
        pages = self.whole.sections[0]
        pages.page_width, pages.page_height = _LETTER if self.memo.has_small_paper else _A4
        pages.left_margin = pages.right_margin = pages.top_margin = _MARGIN
        pages.bottom_margin = Cm(2.3)
        pages.header_distance = pages.footer_distance = Cm(1.0)
        pages.different_first_page_header_footer = True
        head = pages.header.paragraphs[0]
        parts.write(head, f"{self.memo.title} · {self.memo.organisation}")
        for foot in (pages.footer, pages.first_page_footer):
            self._foot(foot.paragraphs[0])

    def _foot(self, paragraph: WordParagraph) -> None:
        parts.set_style(paragraph, "Footer")
        parts.write(paragraph, f"{self.memo.stamp.line()} · Page ")
        parts.field(paragraph, "PAGE", "1")
        parts.write(paragraph, " of ")
        parts.field(paragraph, "NUMPAGES", "1")

    @property
    def _width(self) -> Length:
        pages = self.whole.sections[0]
        return Emu((pages.page_width or 0) - (pages.left_margin or 0) - (pages.right_margin or 0))

    def _properties(self) -> None:
        properties, memo = self.whole.core_properties, self.memo
        properties.title, properties.author = xml_text(memo.title)[:250], xml_text(memo.author)[:250]
        properties.subject, properties.keywords = "Business case", memo.stamp.short_fingerprint
        properties.comments, properties.category = xml_text(memo.stamp.line())[:250], "Business case"
        properties.last_modified_by, properties.revision = xml_text(memo.author)[:250], 1
        properties.created = properties.modified = memo.moment
        properties.language = "en-GB"

    # --- the front -----------------------------------------------------------------------------------------------

    def _front(self) -> None:
        memo = self.memo
        self._logo()
        self._line("Business case", "Subtitle")
        self._line(memo.title, "Title")
        self._line(memo.organisation, "Subtitle")
        self._line(memo.under, styles.NOTE)
        self._line(memo.answer, styles.LEAD)
        self._facts(memo.facts)
        self._line("Contents", "Heading 3")
        parts.contents(self.whole, list(self._headings()), styles.CONTENTS)
        self._line("About this document", "Heading 3")
        self._table(Table("", ("", ""), memo.about, (24, 76), 2), has_head=False)

    def _headings(self) -> Iterator[tuple[str, str]]:
        """Yield the headings of the first level with their numbers, and the marks they will get."""
        place = 1
        for number, section in enumerate(self.memo.sections, start=1):
            yield f"{number}\t{section.title}", parts.mark(place)
            place += 1 + len(section.sections)

    def _logo(self) -> None:
        logo = self.brand.logo
        if logo is None:
            return
        height = min(Cm(1.6), Emu(int(Cm(5.5) * logo.height / logo.width)))
        picture = self.whole.add_picture(io.BytesIO(logo.content), height=height)
        self.pictures += 1
        parts.describe(picture, self.brand.name, f"Logo of {self.brand.name}", self.pictures)

    def _facts(self, facts: Facts) -> None:
        grid = self.whole.add_table(3, len(facts.items))
        grid.autofit = False
        rows = (
            (styles.FACT_LABEL, WD_ALIGN_VERTICAL.BOTTOM, [fact.label for fact in facts.items]),
            (styles.FACT, WD_ALIGN_VERTICAL.TOP, [fact.value for fact in facts.items]),
            (styles.FACT_LABEL, WD_ALIGN_VERTICAL.TOP, [fact.note for fact in facts.items]),
        )
        for row, (style, side, said) in zip(grid.rows, rows, strict=True):
            for cell, text in zip(row.cells, said, strict=True):
                cell.vertical_alignment = side
                parts.set_style(cell.paragraphs[0], style)
                parts.write(cell.paragraphs[0], text)
        for column in grid.columns:
            column.width = Emu(self._width // len(facts.items))

    def _line(self, said: str, style: str) -> None:
        parts.write(self._paragraph_in(style), said)

    def _paragraph_in(self, style: str) -> WordParagraph:
        paragraph = self.whole.add_paragraph()
        parts.set_style(paragraph, style)
        return paragraph

    # --- sections ------------------------------------------------------------------------------------------------

    def _section(self, section: Section, level: int) -> None:
        paragraph = self._paragraph_in(f"Heading {level}")
        parts.write(paragraph, section.title)
        self.headings += 1
        parts.bookmark(paragraph, self.headings)
        for block, leads in leading(section.blocks):
            self._block(block, leads=leads)
        for inner in section.sections:
            self._section(inner, level + 1)

    def _block(self, block: Block, *, leads: bool) -> None:
        match block:
            case Paragraph():
                paragraph = self._paragraph(block, styles.NOTE if block.is_note else "Normal")
                paragraph.paragraph_format.keep_with_next = leads or None
            case Points():
                self._points(block)
            case Table():
                self._table(block)
            case Picture():
                self._picture(block)
            case Facts():
                self._facts(block)
            case Bibliography():
                self._bibliography(block)

    def _paragraph(self, one: Paragraph, style: str) -> WordParagraph:
        paragraph = self._paragraph_in(style)
        if one.strong:
            parts.write(paragraph, f"{one.strong} ", is_bold=True)
        parts.write(paragraph, one.text)
        return paragraph

    def _points(self, points: Points) -> None:
        style = "List Number" if points.is_numbered else "List Bullet"
        number = parts.list_of(self.whole, style) if points.is_numbered else None
        for item in points.items:
            paragraph = self._paragraph(item, style)
            if number:
                parts.in_list(paragraph, number)

    def _picture(self, picture: Picture) -> None:
        self._line(picture.caption, "Caption")
        self._line(picture.measure, styles.MEASURE)
        shape = self.whole.add_picture(io.BytesIO(png(picture)), width=self._width)
        self.pictures += 1
        parts.describe(shape, picture.caption, picture.alternative, self.pictures)

    def _bibliography(self, sources: Bibliography) -> None:
        for item in sources.items:
            paragraph = self._paragraph_in(styles.SOURCE)
            paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = Cm(0.9), -Cm(0.9)
            paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(0.9))
            parts.write(paragraph, f"[{item.number}]\t{item.text}")
            if item.link:
                parts.write(paragraph, ". ")
                parts.link_to(paragraph, item.link)

    # --- tables --------------------------------------------------------------------------------------------------

    def _table(self, table: Table, *, has_head: bool = True) -> None:
        if table.caption:
            self._line(table.caption, "Caption")
        band = styles.inks(self.brand).band
        body = self.whole.element.body
        body.insert(len(body) - 1, word_table(table, self._width // _TWENTIETH, band, has_head=has_head))
        self._paragraph_in(styles.AFTER)
