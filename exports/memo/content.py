"""A written case as content without form: sections of paragraphs, lists, tables, pictures, facts and sources."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import Literal

from exports.charts import Chart
from exports.guarding import xml_text
from exports.stamp import Stamp

Row = tuple[str, ...]
_MINUS = re.compile(r"\u2212(?=[^\s\d])")
LOW = 230
"""Pixels of a chart of which two, with their words, fit on a page."""
_SMALL = 1_000
"""A table of so few characters is kept on one page."""
_SHORT = 500
"""A paragraph of so few characters is kept with the table it leads to."""
Align = Literal["left", "right"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `strong` stands before it in bold type, and a note is smaller."""

    text: str
    strong: str = ""
    is_note: bool = False


@dataclass(frozen=True, slots=True)
class Points:
    """A list of paragraphs, numbered where their order or number matters."""

    items: tuple[Paragraph, ...]
    is_numbered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its caption, its head, its rows; `widths` are parts of its whole width, one a column.

    `texts` is how many columns, from the left, hold text; the others hold figures and stand to the right. `bands` are
    the places of rows that head a group and hold one cell only, `totals` those of rows that sum others up.
    """

    caption: str
    columns: Row
    rows: tuple[Row, ...]
    widths: tuple[float, ...]
    texts: int = 1
    bands: frozenset[int] = frozenset()
    totals: frozenset[int] = frozenset()

    @property
    def is_whole(self) -> bool:
        """True for a table that is short enough to stand on one page."""
        return sum(len(cell) for row in self.rows for cell in row) <= _SMALL

    def align(self, column: int) -> Align:
        """Return at which side of its column a cell stands."""
        return "left" if column < self.texts else "right"


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart: its title is the caption; one with an axis of amounts may be drawn lower than on a screen, in pixels."""

    chart: Chart
    height: int | None = None

    @property
    def caption(self) -> str:
        """What it says."""
        return self.chart.title

    @property
    def measure(self) -> str:
        """What it measures."""
        return self.chart.subtitle

    @property
    def alternative(self) -> str:
        """What it shows, for those who cannot see it."""
        return self.chart.alternative


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure that stands out: what it is, its value, and what must be known with it."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """A few figures side by side."""

    items: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """A numbered source."""

    number: int
    text: str
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Bibliography:
    """All sources by number."""

    items: tuple[Reference, ...]


Block = Paragraph | Points | Table | Picture | Facts | Bibliography


@dataclass(frozen=True, slots=True)
class Section:
    """A section with its title, what stands in it, and the sections within it."""

    title: str
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class Memo:
    """A whole written case: what stands on its front, and its sections."""

    title: str
    organisation: str
    under: str
    answer: str
    facts: Facts
    about: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    stamp: Stamp
    author: str
    has_small_paper: bool = False
    """True for US Letter, which is shorter than A4."""

    @property
    def moment(self) -> datetime:
        """When it was written, for the properties of the file."""
        return self.stamp.moment


def safe(said: str) -> str:
    """Return a text that a document can hold, in which no minus sign is parted from its amount at the end of a line."""
    return _MINUS.sub("\\g<0>\u2060", xml_text(said))


def text(*sentences: str | None) -> tuple[Paragraph, ...]:
    """Return sentences as one paragraph; no paragraph where there is none."""
    said = " ".join(sentence for sentence in sentences if sentence)
    return (Paragraph(said),) if said else ()


def note(*sentences: str | None) -> tuple[Paragraph, ...]:
    """Return sentences as a note; no note where there is none."""
    return tuple(Paragraph(one.text, is_note=True) for one in text(*sentences))


def table(
    caption: str, columns: Row, rows: Sequence[Row], widths: Sequence[float], texts: int = 1, totals: Sequence[int] = ()
) -> tuple[Table, ...]:
    """Return a table; none where it would have no row. A total counted from the end has a place below nought."""
    if not rows:
        return ()
    places = frozenset(place % len(rows) for place in totals)
    bands = frozenset(place for place, row in enumerate(rows) if len(row) == 1)
    return (Table(caption, columns, tuple(rows), tuple(widths), texts, bands, places),)


def leading(blocks: Sequence[Block]) -> Iterator[tuple[Block, bool]]:
    """Yield blocks, and whether each must stand on one page with the next: what leads to a list, a table or a picture."""
    for block, following in zip_longest(blocks, blocks[1:]):
        is_short = isinstance(block, Paragraph) and len(block.text) <= _SHORT
        yield block, is_short and isinstance(following, Points | Table | Picture)


def sections_of(memo: Memo) -> Iterator[tuple[str, Section]]:
    """Yield every section with its number, in reading order: 1, 1.1, 1.2, 2."""
    for place, section in enumerate(memo.sections, start=1):
        yield str(place), section
        for inner, part in enumerate(section.sections, start=1):
            yield f"{place}.{inner}", part


def words_of(memo: Memo) -> Iterator[str]:
    """Yield every text of a written case in reading order, as both forms carry it."""
    yield from (memo.title, memo.organisation, memo.under, memo.answer)
    yield from _words(memo.facts)
    for _, section in sections_of(memo):
        yield section.title
        for block in section.blocks:
            yield from _words(block)
    for label, value in memo.about:
        yield from (label, value)


def _words(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            found = [block.strong, block.text]
        case Points():
            found = [word for item in block.items for word in _words(item)]
        case Table():
            found = [block.caption, *(cell for row in (block.columns, *block.rows) for cell in row)]
        case Picture():
            found = [block.caption, block.measure]
        case Facts():
            found = [word for fact in block.items for word in (fact.label, fact.value, fact.note)]
        case Bibliography():
            found = [word for item in block.items for word in (item.text, item.link or "")]
    yield from filter(None, found)
