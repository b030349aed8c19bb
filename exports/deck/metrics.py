"""How wide text is, how it breaks into lines, and how it is cut so that it never leaves its box.

Widths are those of Arial and of Liberation Sans, which are the same, in thousandths of the size. They stand here rather
than being read from a font, so that a deck is the same file on every machine; a test holds them against the font. What
the table does not know counts as wide: full width for Chinese, Japanese and Korean, nearly that for other scripts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from exports.guarding import xml_text

LEADING = 1.2
"""The height of a line as a multiple of the size."""
_REGULAR: Mapping[int, str] = {
    191: "'", 222: "ijl‘’ł", 260: "|", 278: " !,./:;I[\\]ft\u00a0·ı", 333: "()-`r“”¡", 334: "{}", 350: "•", 355: '"', 389: "*",
    400: "°", 469: "^", 500: "Jcksvxyz", 549: "±÷≤≥", 556: "#$0123456789?L_abdeghnopqu£€§–«»đ", 584: "+<=>~×−", 604: "●○",
    611: "FTZ¿ßø", 667: "&ABEKPSVXY", 722: "CDHNRUw", 737: "©®", 778: "GOQ", 833: "Mm", 834: "½¼¾", 889: "%æ", 944: "Wœ",
    1000: "—…→←™", 1015: "@",
}  # fmt: skip
_BOLD: Mapping[int, str] = {
    238: "'", 278: " ,./I\\ijl\u00a0·‘’łı", 280: "|", 333: "!()-:;[]`ft¡", 350: "•", 389: "*r{}", 400: "°", 474: '"', 500: "z“”",
    549: "±÷≤≥", 556: "#$0123456789J_aceksvxy£€§–«»", 584: "+<=>^~×−", 604: "●○", 611: "?FLTZbdghnopqu¿ßøđ", 667: "EPSVXY",
    722: "&ABCDHKNRU", 737: "©®", 778: "GOQw", 833: "M", 834: "½¼¾", 889: "%mæ", 944: "Wœ", 975: "@", 1000: "—…→←™",
}  # fmt: skip
_UNKNOWN, _UNKNOWN_CAPITAL, _FULL, _PICTURE = 850, 1050, 1000, 1400
_WIDER: Mapping[tuple[str, ...], tuple[float, float]] = {
    ("arial", "helvetica", "liberation sans", "calibri", "calibri light", "aptos", "aptos display", "carlito", "arial narrow"): (1.0, 1.0),
    ("times new roman", "garamond", "cambria", "candara", "corbel", "gill sans mt", "source sans pro"): (1.0, 1.0),
    ("segoe ui", "lato", "roboto", "helvetica neue", "franklin gothic book", "tahoma", "trebuchet ms"): (1.05, 1.15),
    ("courier new",): (1.25, 1.25),
    ("verdana", "georgia", "dejavu sans", "dejavu serif"): (1.2, 1.3),
}  # fmt: skip
"""How much wider than Arial the text of fonts is, and their bold text: bold figures of Georgia and Verdana are by 1.28."""
_ANY_FONT = (1.2, 1.3)
_TOO_LONG = 3_000
_MINUS = re.compile("\u2212(?=\\D)")
"""A minus before a currency sign, after which programs may break a line."""
PIECES = re.compile(r"[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]|[^\s\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]+|\s+")  # fmt: skip
"""Where a line may break: between words, and between the characters of scripts that need no spaces."""
_WIDTHS = tuple({sign: width for width, signs in table.items() for sign in signs} for table in (_REGULAR, _BOLD))


def plain(text: str) -> str:
    """Return a text for a slide: legal in XML, on one line, and not endless."""
    return " ".join(xml_text(text[:_TOO_LONG]).split())


@lru_cache(maxsize=4_096)
def _em(sign: str, is_bold: bool) -> int:  # noqa: FBT001 - a key of a table
    known = _WIDTHS[is_bold].get(sign)
    if known is not None:
        return known
    if unicodedata.combining(sign) or unicodedata.category(sign) in ("Mn", "Me", "Cf"):
        return 0
    base = unicodedata.normalize("NFD", sign)[0]
    if base != sign and base in _WIDTHS[is_bold]:
        return _WIDTHS[is_bold][base] + (100 if base in "dLlt" else 0)
    if ord(sign) >= 0x1F000:
        return _PICTURE
    if unicodedata.east_asian_width(sign) in "WF":
        return _FULL
    return _UNKNOWN_CAPITAL if sign.isupper() or unicodedata.category(sign) == "So" else _UNKNOWN


@lru_cache(maxsize=16_384)
def _ems(text: str, is_bold: bool) -> int:  # noqa: FBT001 - a key of a table
    """Return how wide a text is, in thousandths of its size; words are measured at several sizes, and come again."""
    return sum(_em(sign, is_bold) for sign in text)


@dataclass(frozen=True, slots=True)
class Face:
    """A font as far as widths go: how much wider than Arial its text may be, and its bold text than Arial Bold."""

    factor: float = 1.0
    bold_factor: float = 1.0

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """Return how wide a text is in points, rather too wide than too narrow."""
        return _ems(text, bold) * size * (self.bold_factor if bold else self.factor) / 1000

    def lines(self, text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
        """Return a text in lines no wider than some points; a word that is too long by itself is broken."""
        lines, line, used = [], "", 0.0
        for piece in PIECES.findall(text):
            long = self.width(piece, size, bold=bold)
            if used + long <= width or (piece.isspace() and line):
                line, used = line + piece, used + long
                continue
            if line.strip():
                lines.append(line.rstrip())
            *broken, rest = self._broken(piece, width, size, bold=bold)
            lines += broken
            line, used = ("", 0.0) if rest.isspace() else (rest, self.width(rest, size, bold=bold))
        return [*lines, line.rstrip()] if line.strip() or not lines else lines

    def _broken(self, piece: str, width: float, size: float, *, bold: bool) -> list[str]:
        """Return a word in parts that fit; one that fits is its only part."""
        parts = []
        while len(piece) > 1 and self.width(piece, size, bold=bold) > width:
            head = self._fitting(piece, width, size, bold=bold)
            parts.append(piece[:head])
            piece = piece[head:]
        return [*parts, piece]

    def _fitting(self, piece: str, width: float, size: float, *, bold: bool) -> int:
        """Return how many characters of a word fit, one at least."""
        used = 0.0
        for count, sign in enumerate(piece):
            used += self.width(sign, size, bold=bold)
            if used > width:
                return max(count, 1)
        return len(piece)

    def joined(self, text: str, width: float, size: float, *, bold: bool = False) -> str:
        """Return a text in which no line ends in the minus of an amount: a word joiner holds the two together there."""
        for found in reversed(list(_MINUS.finditer(text))):
            before, end = text[: found.end()], text.find(" ", found.end())
            whole = text if end < 0 else text[:end]
            counts = [[len(self.lines(said, room, size, bold=bold)) for said in (before, whole)] for room in (width, 1.05 * width)]  # fmt: skip
            if any(one < other for one, other in counts):
                text = f"{before}\u2060{text[found.end() :]}"
        return text

    def cut(self, text: str, width: float, size: float, most: int, *, bold: bool = False) -> str:
        """Return a text that takes at most so many lines; what is cut ends in an ellipsis."""
        lines = self.lines(text, width, size, bold=bold)
        if len(lines) <= most:
            return text
        kept = len(" ".join(lines[:most]))
        while kept > 0:
            shorter = f"{text[:kept].rstrip(' ,;:.–')}…"
            if len(self.lines(shorter, width, size, bold=bold)) <= most:
                return shorter
            kept = max(text.rfind(" ", 0, kept), 0) if kept - text.rfind(" ", 0, kept) < 20 else kept - 3
        return "…"


def face_of(font: str) -> Face:
    """Return how wide the text of a font is; one that is not known is taken to be as wide as the widest."""
    name = font.strip().lower()
    return Face(*next((wider for fonts, wider in _WIDER.items() if name in fonts), _ANY_FONT))


@dataclass(frozen=True, slots=True)
class Said:
    """A paragraph: its text, what stands in bold before it, and whether it is a point of a list."""

    text: str
    lead: str = ""
    is_point: bool = True

    @property
    def whole(self) -> str:
        """All of it."""
        return " ".join(filter(None, (self.lead, self.text)))


@dataclass(frozen=True, slots=True)
class Block:
    """Paragraphs as they fit into a box: the size of their text, the space after each, in points."""

    paragraphs: tuple[Said, ...]
    size: float
    after: float


INDENT = 14.0
"""How far the text of a point stands from its bullet, in points."""


def height(face: Face, paragraphs: Sequence[Said], width: float, size: float, after: float) -> float:
    """Return how high paragraphs are in points, with a space between them; bold leads count as bold throughout, which errs on the safe side."""
    total = -after
    for said in paragraphs:
        room = width - (INDENT if said.is_point else 0.0)
        total += len(face.lines(said.whole, room, size, bold=bool(said.lead))) * size * LEADING + after
    return total


def fitted(face: Face, paragraphs: Sequence[Said], width: float, most: float, sizes: Sequence[float]) -> Block:
    """Return paragraphs at the largest size at which all fit; at the smallest, each is cut, then the last are left out."""
    for size in sizes:
        after = size * 0.55
        if height(face, paragraphs, width, size, after) <= most:
            return Block(tuple(paragraphs), size, after)
    size = sizes[-1]
    after = size * 0.4
    for lines in (4, 3, 2, 1):
        cut = [_cut(face, said, width, size, lines) for said in paragraphs]
        if height(face, cut, width, size, after) <= most:
            return Block(tuple(cut), size, after)
    kept = [_cut(face, said, width, size, 1) for said in paragraphs]
    while len(kept) > 1 and height(face, kept, width, size, after) > most:
        kept.pop()
        kept[-1] = Said(f"and {len(paragraphs) - len(kept) + 1} more", is_point=kept[-1].is_point)
    return Block(tuple(kept), size, after)


def _cut(face: Face, said: Said, width: float, size: float, lines: int) -> Said:
    room = width - (INDENT if said.is_point else 0.0)
    whole = face.cut(said.whole, room, size, lines, bold=bool(said.lead))
    if not said.lead or whole == said.whole:
        return Said(whole if not said.lead else said.text, said.lead, said.is_point)
    return Said(whole[len(said.lead) :].strip(), whole[: len(said.lead)], said.is_point)
