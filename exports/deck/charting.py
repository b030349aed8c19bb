"""What all native charts share: safe data sheets behind them, units, axes, labels and colours of the theme."""

from __future__ import annotations

import copy
import io
import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import xlsxwriter
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.chart.xlsx import CategoryWorkbookWriter, XyWorkbookWriter
from pptx.dml.fill import FillFormat
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_MARKER_STYLE,
)
from pptx.enum.dml import MSO_LINE_DASH_STYLE, MSO_THEME_COLOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from exports.guarding import cell_text

_MOST_LABEL = 120
"""How many characters of a name an axis is given; a longer one would push the bars off the slide."""
_LONG_AGO = datetime(1980, 1, 1, tzinfo=UTC)
"""The moment in the properties of the data sheets, so that equal charts are equal files."""


@dataclass(frozen=True, slots=True)
class Hue:
    """A colour of the theme, made lighter (above nought) or darker (below), so that charts follow the client's colours."""

    theme: MSO_THEME_COLOR
    brightness: float = 0.0


@dataclass(frozen=True, slots=True)
class Look:
    """The colours of the theme by what they mean, and the size of the text in points.

    `benefit`, `cost` and `total` keep their meaning on every slide; `series` are for parts of a whole.
    """

    ink: Hue = Hue(MSO_THEME_COLOR.TEXT_1)
    soft: Hue = Hue(MSO_THEME_COLOR.TEXT_1, 0.35)
    neutral: Hue = Hue(MSO_THEME_COLOR.TEXT_1, 0.5)
    line: Hue = Hue(MSO_THEME_COLOR.BACKGROUND_1, -0.15)
    panel: Hue = Hue(MSO_THEME_COLOR.BACKGROUND_1, -0.05)
    page: Hue = Hue(MSO_THEME_COLOR.BACKGROUND_1)
    benefit: Hue = Hue(MSO_THEME_COLOR.ACCENT_1)
    cost: Hue = Hue(MSO_THEME_COLOR.ACCENT_2)
    total: Hue = Hue(MSO_THEME_COLOR.TEXT_2)
    accent: Hue = Hue(MSO_THEME_COLOR.ACCENT_4)
    size: float = 12.0

    @property
    def series(self) -> tuple[Hue, ...]:
        """Hues for the parts of a cost, from the strongest on; neighbours differ in lightness."""
        one, other = self.cost.theme, MSO_THEME_COLOR.ACCENT_3
        return (self.cost, Hue(other, 0.4), Hue(one, -0.5), Hue(one, 0.5), Hue(other), Hue(one, 0.8))


@dataclass(frozen=True, slots=True)
class Frame:
    """A place on a slide, in EMU."""

    left: int
    top: int
    width: int
    height: int

    @property
    def bottom(self) -> int:
        """Its lower edge."""
        return self.top + self.height

    @property
    def right(self) -> int:
        """Its right edge."""
        return self.left + self.width


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a chart is drawn and how: the shapes of a slide, a place on it, and the look."""

    shapes: Any
    frame: Frame
    look: Look


@dataclass(frozen=True, slots=True)
class Unit:
    """How amounts are written in a chart: in ones, thousands, millions or billions of a currency."""

    words: str
    code: str

    @property
    def signed(self) -> str:
        """The number format with a plus sign before what is added."""
        return f"+{self.code}"


def unit_of(values: Iterable[float], currency: str, *, is_short: bool = False) -> Unit:
    """Return the unit in which the largest of some amounts has at most four or five digits, or three where it is short."""
    most = max((abs(value) for value in values if math.isfinite(value)), default=0.0) * (10 if is_short else 1)
    steps = ((1e4, "", 0, ""), (1e7, " thousand", 1, ""), (1e10, " million", 2, ".0"), (math.inf, " billion", 3, ".0"))
    _, words, commas, digits = next(step for step in steps if most < step[0])
    number = f"#,##0{digits}{',' * commas}"
    return Unit(f"{currency}{words}", f'{number};"\u2212"{number};0')


# --- data sheets ---------------------------------------------------------------------------------------------------


def name_of(text: str) -> str:
    """Return a text as the name of a series or a category: legal, on two lines at most and not endless."""
    plain = "\n".join(" ".join(line.split()) for line in cell_text(text).split("\n")[:2])
    return plain if len(plain) <= _MOST_LABEL else f"{plain[: _MOST_LABEL - 1].rstrip()}…"


class _Safe:
    """A sheet in which a text that begins like a formula stays a text, and which says nothing of today."""

    def __init__(self, data: Any) -> None:
        self._chart_data = data

    @contextmanager
    def _open_worksheet(self, stream: io.BytesIO) -> Iterator[tuple[Any, Any]]:
        as_text = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        book = xlsxwriter.Workbook(stream, {"in_memory": True, **as_text})
        book.set_properties({"created": _LONG_AGO})
        yield book, book.add_worksheet()
        book.close()


class _CategorySheet(_Safe, CategoryWorkbookWriter):
    """The sheet behind a chart with categories."""


class _XySheet(_Safe, XyWorkbookWriter):
    """The sheet behind a chart of points."""


class Categories(CategoryChartData):
    """Chart data whose sheet is safe and the same whenever it is written."""

    def __init__(self, code: str) -> None:
        begun: Any = super()
        begun.__init__(number_format=code)

    @property
    def _workbook_writer(self) -> Any:
        return _CategorySheet(self)

    def put(self, name: str, values: Sequence[float | None]) -> None:
        """Add a series with its values."""
        added: Any = self
        added.add_series(name_of(name), [None if value is None else float(value) for value in values])


class Points(XyChartData):
    """Data of points whose sheet is safe and the same whenever it is written."""

    def __init__(self, code: str) -> None:
        begun: Any = super()
        begun.__init__(number_format=code)

    @property
    def _workbook_writer(self) -> Any:
        return _XySheet(self)

    def put(self, name: str, points: Iterable[tuple[float, float]]) -> None:
        """Add a series with its points."""
        added: Any = self
        series = added.add_series(name_of(name))
        for x, y in points:
            series.add_data_point(float(x), float(y))


Series = tuple[str, Sequence[float | None]]
"""What a series is called, and its values; None leaves a gap."""


def categories(names: Sequence[str] | range, series: Iterable[Series], code: str) -> Categories:
    """Return the data of a chart with categories, named or counted, in a number format."""
    data = Categories(code)
    data.categories = list(names) if isinstance(names, range) else [name_of(name) for name in names]
    for name, values in series:
        data.put(name, values)
    return data


# --- charts --------------------------------------------------------------------------------------------------------


def placed(spot: Spot, kind: XL_CHART_TYPE, data: Any) -> Any:
    """Return a new chart in a place, with the text of the look and neither title nor legend."""
    frame, look = spot.frame, spot.look
    holder = spot.shapes.add_chart(kind, frame.left, frame.top, frame.width, frame.height, data)
    chart = holder.chart
    chart.has_title, chart.has_legend = False, False
    chart.font.size = Pt(look.size)
    coloured(chart.font, look.soft)
    # without this PowerPoint would put the name of a single series above the chart
    chart._chartSpace.chart.get_or_add_autoTitleDeleted().set("val", "1")  # noqa: SLF001 - python-pptx has no other way
    return chart


def filled(fill: FillFormat, hue: Hue | None) -> None:
    """Fill with a colour of the theme, or not at all."""
    if hue is None:
        fill.background()
        return
    fill.solid()
    fill.fore_color.theme_color = hue.theme
    if hue.brightness:
        fill.fore_color.brightness = hue.brightness


def coloured(font: Any, hue: Hue) -> None:
    """Write in a colour of the theme."""
    filled(font.fill, hue)


def painted(series: Any, hue: Hue | None) -> None:
    """Fill the bars or the area of a series, without an edge and with the same colour below nought."""
    filled(series.format.fill, hue)
    series.format.line.fill.background()
    if hasattr(series, "invert_if_negative"):
        series.invert_if_negative = False


def drawn(series: Any, hue: Hue | None, points: float = 2.25, *, is_dashed: bool = False) -> None:
    """Draw the line of a series, or hide it where there is no hue; no markers."""
    filled(series.format.line.fill, hue)
    series.smooth = False
    series.marker.style = None
    series._element.get_or_add_marker().get_or_add_symbol().set("val", "none")  # noqa: SLF001 - as above
    if hue is not None:
        series.format.line.width = Pt(points)
    if is_dashed:
        series.format.line.dash_style = MSO_LINE_DASH_STYLE.DASH


def marked(point: Any, hue: Hue, size: int = 9) -> None:
    """Put a dot on one point of a line."""
    point.marker.style, point.marker.size = XL_MARKER_STYLE.CIRCLE, size
    filled(point.marker.format.fill, hue)
    point.marker.format.line.fill.background()


def said_at(point: Any, text: str, look: Look, place: XL_LABEL_POSITION, hue: Hue | None = None) -> None:
    """Write a text at one point."""
    label = point.data_label
    frame = label.text_frame
    frame.text = name_of(text)
    font = frame.paragraphs[0].runs[0].font
    font.size, font.bold = Pt(look.size), True
    coloured(font, hue or look.ink)
    label.position = place


def boxed(series: Any) -> None:
    """Put the labels of a series on the colour of the page, so that they can be read on bars."""
    labels = series.data_labels._element  # noqa: SLF001 - python-pptx has no other way
    labels.find(qn("c:txPr")).addprevious(_box())


def boxed_at(point: Any) -> None:
    """Put the text at one point on the colour of the page, so that no line runs through it."""
    label = point.data_label._get_or_add_dLbl()  # noqa: SLF001 - python-pptx has no other way
    label.find(qn("c:tx")).addnext(_box())


def _box() -> Any:
    return parse_xml(
        f'<c:spPr {nsdecls("c", "a")}><a:solidFill><a:schemeClr val="bg1"/></a:solidFill><a:ln><a:noFill/></a:ln></c:spPr>'
    )


def labelled(
    series: Any, code: str, look: Look, place: XL_LABEL_POSITION | None, *, bold: bool = False, hue: Hue | None = None
) -> None:
    """Write the values of a series at its bars, in a number format."""
    labels = series.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = code, False
    labels.font.size, labels.font.bold = Pt(look.size), bold
    coloured(labels.font, hue or look.ink)
    if place is not None:
        labels.position = place


def moved_to_line(chart: Any, names: Iterable[str]) -> None:
    """Take series out of a bar or area chart and draw them as lines over it, on the same axes."""
    first = chart.plots[0]._element  # noqa: SLF001 - python-pptx draws one kind a chart
    wanted = set(names)
    moved = [ser for ser in first.findall(qn("c:ser")) if _name(ser) in wanted]
    line = parse_xml(
        f'<c:lineChart {nsdecls("c")}><c:grouping val="standard"/><c:varyColors val="0"/><c:marker val="1"/></c:lineChart>'
    )
    for ser in moved:
        first.remove(ser)
        for tag in ("c:invertIfNegative", "c:shape"):
            for old in ser.findall(qn(tag)):
                ser.remove(old)
        line.find(qn("c:marker")).addprevious(ser)
    for axis in first.findall(qn("c:axId")):
        line.append(copy.deepcopy(axis))
    first.addnext(line)


def _name(ser: Any) -> str:
    found = ser.find(f"{qn('c:tx')}/{qn('c:strRef')}/{qn('c:strCache')}/{qn('c:pt')}/{qn('c:v')}")
    return "" if found is None else found.text or ""


def alternative(shapes: Any, name: str, text: str) -> None:
    """Give the newest shape a name and a text alternative, for those who listen."""
    properties = shapes[-1]._element.xpath(".//p:cNvPr")[0]  # noqa: SLF001 - python-pptx has no other way
    properties.set("name", name_of(name))
    properties.set("descr", cell_text(text)[:2_000])
