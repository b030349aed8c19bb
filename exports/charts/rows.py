"""Rows of a chart with their names on the left: where they stand, and the names in lines that fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from exports.charts.fixed import at_x
from exports.charts.kit import Look, in_lines, mark_text, text_pixels


@dataclass(frozen=True, slots=True)
class RowName:
    """What a row is called, and what is said under it in a softer ink."""

    text: str
    under: str = ""
    is_strong: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one height, from the top of a chart down."""

    names: Sequence[RowName]
    height: float = 44
    top: float = 0

    @property
    def whole(self) -> float:
        """The height of all rows, and of one where there is none."""
        return self.top + self.height * max(len(self.names), 1)

    def middle(self, place: int) -> float:
        """Return the middle of a row in pixels from the top."""
        return self.top + self.height * (place + 0.5)

    def span(self, place: int, share: float = 0.56) -> dict[str, float]:
        """Return where a bar in a row begins and ends, which takes a share of its height."""
        half = self.height * share / 2
        return {"top": self.middle(place) - half, "middle": self.middle(place), "bottom": self.middle(place) + half}

    def labels(self, look: Look) -> list[alt.Chart]:
        """Return the names to the left of the rows, in up to two lines each, or one with what is said under it."""
        texts = [line for place, name in enumerate(self.names) for line in self._lines(place, name, look)]
        x, y = at_x(0), alt.Y("middle:Q", scale=None, axis=None)
        groups: tuple[dict[str, Any], ...] = (
            {"color": look.ink},
            {"color": look.ink, "fontWeight": 600},
            {"color": look.soft},
        )
        return [
            mark_text((text for text in texts if text["group"] == index), look, align="right", dx=-10, **style)
            .encode(x=x, y=y, text=alt.Text("line:N"))
            for index, style in enumerate(groups)
        ]  # fmt: skip

    def _lines(self, place: int, name: RowName, look: Look) -> list[dict[str, Any]]:
        size, leading, pixels = look.font_size, look.font_size * 1.25, look.names
        lines = in_lines(name.text, pixels, size, 1 if name.under else 2, bold=name.is_strong)
        shown = [(line, 1 if name.is_strong else 0) for line in lines]
        shown += [(line, 2) for line in in_lines(name.under, pixels, size, 1)] if name.under else []
        return [
            {"line": line, "group": group, "middle": self.middle(place) + (index - (len(shown) - 1) / 2) * leading}
            for index, (line, group) in enumerate(shown)
        ]


def room_for(labels: Sequence[str], look: Look, *, bold: bool = True) -> float:
    """Return how many pixels the widest of some labels takes, with a little air."""
    return max((text_pixels(label, look.font_size, bold=bold) for label in labels), default=0) + 12
