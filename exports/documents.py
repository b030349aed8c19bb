"""Reads a page of the handbook for the screen: its headings, paragraphs, tables and examples, in order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Literal

_FOLDER = Path(__file__).parent.parent / "docs"
_INLINE = re.compile(r"`(?P<code>[^`]+)`|\*\*(?P<strong>.+?)\*\*|\[(?P<text>[^\]]+)\]\([^)]*\)")
_CELL = re.compile(r"(?<!\\)\|")

SpanKind = Literal["text", "code", "strong"]
BlockKind = Literal["heading", "text", "table", "code"]


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text, as it stands: plain, as code, or strong."""

    kind: SpanKind
    text: str


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a page: `rows` holds the cells of a table, its head first, or one text in one row."""

    kind: BlockKind
    rows: tuple[tuple[Spans, ...], ...]

    @property
    def text(self) -> str:
        """All that stands in it, without marks."""
        return " ".join("".join(span.text for span in cell) for row in self.rows for cell in row)


@lru_cache(maxsize=16)
def document(name: str) -> tuple[Block, ...]:
    """Return a page of the handbook by its file name, without its title; read once. Raises `OSError` if there is none."""
    lines = (_FOLDER / name).read_text(encoding="utf-8").splitlines()
    return tuple(_block(part) for part in _parts(lines) if not part[0].startswith("# "))


def section(name: str, title: str) -> tuple[Block, ...]:
    """Return what stands under one heading of a page. Raises `KeyError` where it has no such heading."""
    found: list[Block] | None = None
    for block in document(name):
        if block.kind == "heading":
            if found is not None:
                return tuple(found)
            found = [] if block.text == title else None
        elif found is not None:
            found.append(block)
    if found is None:
        raise KeyError(title)
    return tuple(found)


def _parts(lines: list[str]) -> list[list[str]]:
    """Return the lines of each block; a block ends at an empty line, an example at its closing fence."""
    fenced, is_code = [], False
    for line in lines:
        is_fence = line.startswith("```")
        fenced.append((is_code or is_fence or bool(line.strip()), line))
        is_code = is_code != is_fence
    return [[line for _, line in part] for is_full, part in groupby(fenced, key=lambda item: item[0]) if is_full]


def _block(lines: list[str]) -> Block:
    first = lines[0]
    if first.startswith("#"):
        return Block("heading", ((_spans(first.lstrip("# ")),),))
    if first.startswith("```"):
        return Block("code", (((Span("code", "\n".join(lines[1:-1])),),),))
    if first.startswith("|"):
        return Block("table", tuple(_cells(line) for line in (first, *lines[2:])))
    return Block("text", ((_spans(" ".join(lines)),),))


def _cells(line: str) -> tuple[Spans, ...]:
    cells = _CELL.split(line.strip().removeprefix("|").removesuffix("|"))
    return tuple(_spans(cell.strip().replace("\\|", "|")) for cell in cells)


def _spans(text: str) -> Spans:
    """Return a text in runs; a link keeps its words only, since its target is a file of the handbook."""
    spans, end = [], 0
    for found in _INLINE.finditer(text):
        kind: SpanKind = "code" if found["code"] else "strong" if found["strong"] else "text"
        spans += [Span("text", text[end : found.start()]), Span(kind, found[kind])]
        end = found.end()
    return tuple(span for span in (*spans, Span("text", text[end:])) if span.text)
