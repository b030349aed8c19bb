"""The written case as a Word document: real headings, captions and tables, which its reader can go on editing."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import docx
from docx.document import Document
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.shared import Cm, Emu, Length
from docx.table import Table as WordTable
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
    Row,
    Section,
    Table,
    leading,
)
from exports.memo.document import document as content
from exports.memo.pictures import png
from exports.outputs import Order
from exports.packing import repacked

_MARGIN = Cm(2.1)
_A4, _LETTER = (Cm(21.0), Cm(29.7)), (Cm(21.59), Cm(27.94))
_LONG = 900
"""A row with more characters in a cell may be split: it could be longer than a page."""
_SHORT = 1_000
"""A table of so few characters is kept on one page."""


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
        paragraph.style = self.whole.styles["Footer"]
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
        grid = self.whole.add_table(0, len(facts.items))
        grid.autofit = False
        rows = (
            (styles.FACT_LABEL, [fact.label for fact in facts.items]),
            (styles.FACT, [fact.value for fact in facts.items]),
            (styles.FACT_LABEL, [fact.note for fact in facts.items]),
        )
        for style, said in rows:
            for cell, text in zip(parts.new_row(grid).cells, said, strict=True):
                cell.vertical_alignment = (
                    WD_ALIGN_VERTICAL.TOP
                    if style != styles.FACT_LABEL or said == rows[2][1]
                    else WD_ALIGN_VERTICAL.BOTTOM
                )
                cell.paragraphs[0].style = self.whole.styles[style]
                parts.write(cell.paragraphs[0], text)
        self._widen(grid, [1.0] * len(facts.items))

    def _line(self, said: str, style: str) -> None:
        parts.write(self.whole.add_paragraph(style=style), said)

    # --- sections ------------------------------------------------------------------------------------------------

    def _section(self, section: Section, level: int) -> None:
        paragraph = self.whole.add_paragraph(style=f"Heading {level}")
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
        paragraph = self.whole.add_paragraph(style=style)
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
        shape = self.whole.add_picture(io.BytesIO(png(picture.chart)), width=self._width)
        self.pictures += 1
        parts.describe(shape, picture.caption, picture.alternative, self.pictures)

    def _bibliography(self, sources: Bibliography) -> None:
        for item in sources.items:
            paragraph = self.whole.add_paragraph(style=styles.SOURCE)
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
        grid = self.whole.add_table(0, len(table.columns), self.whole.styles[styles.TABLE])
        grid.autofit = False
        if has_head:
            self._row(grid, table, table.columns, is_head=True)
        for place, row in enumerate(table.rows):
            if place in table.bands:
                self._band(grid, row)
            else:
                self._row(grid, table, row, is_total=place in table.totals)
        self._widen(grid, table.widths)
        if sum(map(len, (cell for row in table.rows for cell in row))) <= _SHORT:
            parts.keep_together(grid)
        self.whole.add_paragraph(style=styles.AFTER)

    def _widen(self, grid: WordTable, widths: Sequence[float]) -> None:
        """Give the columns their parts of the width of the page: both where Word looks for it, and other programs."""
        for place, column in enumerate(grid.columns):
            column.width = Emu(int(self._width * widths[place] / sum(widths)))

    def _row(self, grid: WordTable, table: Table, row: Row, *, is_head: bool = False, is_total: bool = False) -> None:
        cells = parts.new_row(grid)
        if max(map(len, row)) <= _LONG:
            parts.keep_whole(cells, is_head=is_head)
        for place, (cell, said) in enumerate(zip(cells.cells, row, strict=True)):
            paragraph = cell.paragraphs[0]
            paragraph.style = self.whole.styles[styles.CELL]
            parts.write(paragraph, said, is_bold=True if is_head or is_total else None)
            paragraph.paragraph_format.keep_with_next = is_head or None
            if table.align(place) == "right":
                parts.to_the_right(paragraph)

    def _band(self, grid: WordTable, row: Row) -> None:
        cells = parts.new_row(grid)
        parts.keep_whole(cells)
        merged = cells.cells[0].merge(cells.cells[-1])
        paragraph = merged.paragraphs[0]
        paragraph.style = self.whole.styles[styles.CELL]
        paragraph.paragraph_format.keep_with_next = True
        parts.write(paragraph, row[0], is_bold=True)
        parts.shade(cells, styles.inks(self.brand).band)
