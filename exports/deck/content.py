"""What a slide says, before it is drawn: a title that is the message, blocks beside or below each other, source and notes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from exports.deck.metrics import Said

Kind = Literal["cover", "content"]
Arrangement = Literal["columns", "rows"]


@dataclass(frozen=True, slots=True)
class Words:
    """Paragraphs and points."""

    paragraphs: tuple[Said, ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A native chart: `draw` takes the spot where it is drawn; `told` is its text alternative."""

    draw: Callable[[Any], Any]
    caption: str
    told: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under heads: the relative widths of the columns, those with numbers (aligned right), and rows that are sums.

    Rows that find no room go on on a further slide, or are counted in a last row where `is_cut`. A text longer than
    `most_lines` is cut; `sizes` are tried in turn, in points of a usual slide.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    numbers: frozenset[int] = frozenset()
    strong: frozenset[int] = frozenset()
    centred: frozenset[int] = frozenset()
    caption: str = ""
    is_cut: bool = False
    most_lines: int = 3
    sizes: tuple[float, ...] = (12, 11, 10, 9)


@dataclass(frozen=True, slots=True)
class Diagram:
    """Shapes: `draw` takes the stage, the shapes of a slide and the place; where it does not fit, the table stands for it."""

    draw: Callable[[Any, Any, Any], None]
    fits: Callable[[Any, Any], bool]
    table: Table
    told: str

    @property
    def caption(self) -> str:
        """What it shows."""
        return self.table.caption


@dataclass(frozen=True, slots=True)
class Figures:
    """Headline figures, each with what it is called, and whether it is bad news."""

    figures: tuple[tuple[str, str, bool], ...]
    caption: str = ""


Part = Words | Picture | Table | Figures | Diagram


@dataclass(frozen=True, slots=True)
class Slide:
    """A slide: its message, its blocks with their shares of the room, the line of sources, and what the speaker says."""

    title: str
    parts: tuple[Part, ...] = ()
    shares: tuple[float, ...] = ()
    arrangement: Arrangement = "columns"
    source: str = ""
    notes: tuple[str, ...] = ()
    kind: Kind = "content"
    under: tuple[str, ...] = field(default=())
    """What stands under the title of the cover."""


def listed_words(*sentences: str, caption: str = "") -> Words:
    """Return sentences as points, those that are empty left out."""
    return Words(tuple(Said(sentence) for sentence in sentences if sentence), caption)


def points(pairs: Sequence[tuple[str, str]], caption: str = "") -> Words:
    """Return points that begin with a lead in bold; those without a text are left out."""
    return Words(tuple(Said(text, lead) for lead, text in pairs if text), caption)
