"""What all charts share: the record of a drawn chart, the look, the hues, and how marks become a finished chart."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import altair as alt
from altair.utils import schemapi

from exports.hues import BENEFIT, COST, INK, PAGE, SOFT
from model.resolved import Resolved
from model.result import Appraisal
from model.series import Array

schemapi.DEBUG_MODE = False  # parts are not validated as they are made: it takes four times as long as all the rest

_OF_A_WHOLE = {"$schema", "config", "datasets"}
MOST_SERIES = 6
FONT = "Source Sans, Source Sans Pro, Liberation Sans, sans-serif"


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawn chart: its message, its Vega-Lite specification, what it says in words, and the table behind it."""

    title: str
    subtitle: str
    spec: Mapping[str, Any]
    alternative: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def pixels(self) -> int | None:
        """Its own width in pixels; None where it takes the width it is given."""
        width = self.spec["width"]
        return None if width == "container" else int(width)


@dataclass(frozen=True, slots=True)
class Look:
    """Ink, lines and hues of a chart, for light and for dark pages, and the size of its letters.

    `picture` is how many pixels wide maps and matrices are laid out, `names` how many the names of rows may take. Every hue of `costs` and `series` stands out from `page` by 3 : 1 at least, and neighbours differ in lightness; a
    text in `page` can be read on every hue of `series`. They follow Paul Tol's muted and Okabe and Ito's schemes.
    """

    ink: str
    soft: str
    line: str
    page: str
    panel: str
    costs: tuple[str, ...]
    series: tuple[str, ...]
    font_size: int = 13
    benefit: str = BENEFIT
    cost: str = COST
    font: str = FONT
    picture: int = 1_000
    names: float = 172


LIGHT = Look(
    ink=INK, soft=SOFT, line="#DDE3E9", page=PAGE, panel="#F4F6F8",
    costs=(COST, "#662506", "#A8861B", "#882255", "#CC6677", "#7A6A5F"),
    series=("#332288", "#117733", "#AA4499", "#0072B2", "#882255", "#8A6A14"),
)  # fmt: skip
DARK = Look(
    ink="#E6ECF2", soft="#9FB0C0", line="#303C49", page="#12181F", panel="#1B242E",
    costs=(COST, "#F2C99A", "#A8861B", "#E9A3B0", "#B0517C", "#B9AEA6"),
    series=("#88CCEE", "#44AA99", "#CC79A7", "#DDCC77", "#E69F00", "#999933"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words:
    """What a chart says: its message, its measure, its table, and the sentence for those who cannot see it."""

    title: str
    subtitle: str
    columns: Sequence[str]
    rows: Sequence[tuple[str, ...]]
    said: str = ""

    @property
    def alternative(self) -> str:
        """The text alternative: the table read aloud, unless something shorter is said."""
        read = "; ".join(": ".join(filter(None, (row[0], ", ".join(filter(None, row[1:]))))) for row in self.rows)
        return f"{self.title}. {self.subtitle}. {self.said or f'{read}.'}"


def marks(rows: Iterable[Mapping[str, Any]]) -> alt.Chart:
    """Return a chart of some rows, to be given a mark; a tuple, as Altair copies every list at each step."""
    return alt.Chart(alt.InlineData(values=tuple(dict(row) for row in rows)))


def finished(parts: Iterable[alt.Chart], height: float, words: Words, look: Look, pixels: int | None = None) -> Chart:
    """Return marks on top of each other, the last in front, with the look, the text alternative and the table.

    Without a width in pixels the chart takes that of the page. Marks without rows are left out: they would be announced to
    those who listen, and say nothing. They are put on top of each other here, as Altair would copy all of them several times
    over; the tests validate the specification.
    """
    layers = [part.to_dict(validate=False) for part in parts if part.data.values]
    spec = {
        "$schema": alt.SCHEMA_URL, "layer": [{name: said for name, said in layer.items() if name not in _OF_A_WHOLE} for layer in layers],
        "datasets": {name: list(rows) for layer in layers for name, rows in layer["datasets"].items()},
        "height": height, "width": pixels or "container", "background": "transparent", "config": _config(look),
        "autosize": {"type": "pad"} if pixels else {"type": "fit-x", "contains": "padding"},
        "padding": {"left": 5, "top": 5, "right": 12, "bottom": 5},
    }  # fmt: skip
    return Chart(words.title, words.subtitle, spec, words.alternative, tuple(words.columns), tuple(words.rows))


def _config(look: Look) -> dict[str, Any]:
    lines = {"gridColor": look.line, "domainColor": look.line, "tickColor": look.line}
    text = {
        "labelColor": look.soft,
        "titleColor": look.soft,
        "labelFontSize": look.font_size,
        "titleFontSize": look.font_size,
        "titleFontWeight": "normal",
    }
    legend = {"labelColor": look.ink, "labelFontSize": look.font_size, "symbolStrokeWidth": 0}
    return {"font": look.font, "axis": lines | text, "legend": legend, "view": {"stroke": None}}


def scenario_words(appraisal: Appraisal) -> str:
    """Return the scenario as a subtitle names it."""
    return scenario_of(appraisal.run.graph.resolved)


def scenario_of(resolved: Resolved) -> str:
    """Return the scenario of a resolved case as a subtitle names it."""
    return f"scenario “{resolved.scenario_label}”" if resolved.scenario_label else "base case"


def money_axis() -> alt.Axis:
    """Return an axis of short amounts: thousands as K, millions as M."""
    expression = (
        "(datum.value < 0 ? '\u2212' : '') + (abs(datum.value) >= 1e6 ? format(abs(datum.value) / 1e6, '~f') + 'M' : "
        "abs(datum.value) >= 1e3 ? format(abs(datum.value) / 1e3, '~f') + 'K' : format(abs(datum.value), '~f'))"
    )
    return alt.Axis(labelExpr=expression, tickCount=5, domain=False, ticks=False, labelPadding=6)


def month_ticks(months: int) -> list[int]:
    """Return the months an axis names, at even steps from the opening on."""
    step = 3 if months <= 18 else 6 if months <= 48 else 12 if months <= 120 else 60
    return list(range(0, months + 1, step))


def named_axis(
    names: Mapping[Any, str | Sequence[str]], *, label_pixels: float = 0, kept: Iterable[str] = (), **settings: Any
) -> alt.Axis:
    """Return an axis with a label for each of some values: a text, or several lines; labels that touch are left out.

    Where each has less than `label_pixels`, only those `kept` are shown.
    """
    labels = json.dumps({str(value): name for value, name in names.items()}, ensure_ascii=False)
    is_kept = f"indexof({json.dumps(list(kept), ensure_ascii=False)}, toString(datum.value)) >= 0"
    shown = f"width < {label_pixels * len(names):g} && !({is_kept}) ? '' : ({labels})[toString(datum.value)]"
    return alt.Axis(**{"values": list(names), "labelExpr": shown, "labelOverlap": "greedy", **settings})


def roomy(*series: Array) -> list[float]:
    """Return the range of some values with room above and below for labels."""
    low, high = min(0.0, *(float(s.min()) for s in series)), max(0.0, *(float(s.max()) for s in series))
    if low == high:
        return [-1.0, 1.0]
    room = 0.14 * (high - low)
    return [low - room if low < 0 else 0.0, high + room]


def apart(wanted: Sequence[float], gap: float) -> list[float]:
    """Return places for labels, near the wanted ones and in their order, with at least a gap between two of them."""
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    placed = list(wanted)
    for _ in wanted:
        for lower, upper in itertools.pairwise(order):
            short = (gap - (placed[upper] - placed[lower])) / 2
            if short > 0:
                placed[lower], placed[upper] = placed[lower] - short, placed[upper] + short
    return placed


def in_lines(text: str, pixels: float, size: float, most: int = 2, *, bold: bool = False) -> list[str]:
    """Return a text in lines no wider than some pixels, at a font size; what is too long ends in an ellipsis."""
    lines: list[str] = []
    rest = text.split()
    while rest and len(lines) < most:
        line = rest.pop(0)
        while rest and text_pixels(f"{line} {rest[0]}", size, bold=bold) <= pixels:
            line = f"{line} {rest.pop(0)}"
        lines.append(line)
    if rest:
        lines[-1] = f"{lines[-1]} {' '.join(rest)}"
    return [_cut(line, pixels, size, bold=bold) for line in lines]


def _cut(line: str, pixels: float, size: float, *, bold: bool) -> str:
    """Cut a line after its last word that fits, or within a word that is too long by itself."""
    if text_pixels(line, size, bold=bold) <= pixels:
        return line
    while line and text_pixels(f"{line}…", size, bold=bold) > pixels:
        line = line.rpartition(" ")[0] or line[:-1]
    return f"{line.rstrip(' ,;:')}…"


_NARROW, _WIDE = frozenset("iljtfrI.,:;'|!()[] -"), frozenset("mwMWGOQ@%—…ŒÆ")
_IDEOGRAPHS = 0x2E80
"""From here on, letters are about as wide as high."""


def text_pixels(text: str, size: float, *, bold: bool = False) -> float:
    """Return about how wide a text is, in pixels, rather too wide than too narrow."""
    return sum(map(_ems, text)) * size * (1.06 if bold else 1.0)


@cache
def _ems(letter: str) -> float:
    """Return about how wide a letter is, as a share of the font size."""
    if letter in _NARROW:
        return 0.32
    if letter in _WIDE or ord(letter) > _IDEOGRAPHS:
        return 0.86
    return 0.7 if letter.isupper() else 0.56


Side = Literal["left", "center", "right"]


def mark_text(
    rows: Iterable[Mapping[str, Any]], look: Look, *, align: Side = "center", color: str | None = None, **settings: Any
) -> alt.Chart:
    """Return rows as texts in the ink and size of the look."""
    style: dict[str, Any] = {"fontSize": look.font_size, "color": color or look.ink, "align": align} | settings
    written: alt.Chart = marks(rows).mark_text(**style)
    return written


def halo(text: alt.Chart, look: Look) -> alt.Chart:
    """Return a text's own shape in the colour of the page, to stand behind it where it may cross bars and lines."""
    behind = text.copy()
    behind.mark = behind.mark.copy()
    behind.mark.color, behind.mark.stroke, behind.mark.strokeWidth = look.page, look.page, 4
    return behind
