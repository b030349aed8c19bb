"""Rows of long texts: wrapped, and as high as the longest of them needs, since not every program finds that out itself."""

from __future__ import annotations

import math
from collections.abc import Sequence

from exports.workbook.book import Page

LINE = 13.5
"""The height of a line, in points."""
_MOST = 400.0
"""Rows of a spreadsheet are no higher."""


def wrapped(page: Page, row: int, texts: Sequence[str], widths: Sequence[float], first: int = 0) -> None:
    """Write texts side by side, each wrapped in the width of its column, in letters."""
    page.row_of(row, texts, page.book.style("wrapped", align="left", indent=int(first > 0)), first)
    page.sheet.set_row(row, height(texts, widths))


def height(texts: Sequence[str], widths: Sequence[float]) -> float:
    """Return how high a row must be for its texts, in points."""
    lines = max((_lines(text, width) for text, width in zip(texts, widths, strict=False)), default=1)
    return min(LINE * lines + 1.5, _MOST)


def _lines(text: str, width: float) -> int:
    return sum(max(math.ceil(len(part) / (width * 1.15)), 1) for part in text[:10_000].split("\n"))
