"""Charts as files: one as SVG, PNG or CSV, and all of them in an archive with a list of what each one says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from exports import data, images
from exports.chart_list import archived, chart_named
from exports.charts import Chart
from exports.listing import Listed
from exports.outputs import Order
from exports.packing import packed
from exports.rastering import Later, beside, png

CONTENTS = "contents.txt"
_ABOUT = 22
"""About how many charts a case has: how many there are is known when the last is found."""
_COMPUTING, _SLIDES = 0.75, 0.95
"""The share of the time after which all charts are drawn, and after which all slides are made."""
_STAMP_COLUMNS = ("case", "scenario", "revision", "convention", "exported", "model_version")


def svg_bytes(order: Order) -> bytes:
    """Return one chart as SVG. Raises `CaseProblems` where it is not said which, or there is no such chart."""
    return images.svg(chart_named(order, order.chart).draw, order.brand, order.stamp).encode()


def png_bytes(order: Order) -> bytes:
    """Return one chart as PNG, 1920 × 1080 pixels times the scale of the order. Raises `CaseProblems` as `svg_bytes` does."""
    return png(svg_bytes(order).decode(), order.scale)


def csv_bytes(order: Order) -> bytes:
    """Return the rows behind one chart as CSV. Raises `CaseProblems` as `svg_bytes` does."""
    chart = chart_named(order, order.chart)
    return _rows(order, chart, chart.draw(images.look_of(order.brand)))


def zip_bytes(order: Order) -> bytes:
    """Return every chart as SVG, PNG, editable slide and CSV in one archive, with a list of them and what each says."""
    from exports.chart_slide import slide_of

    order.told("Computing", 0.0)
    look = images.look_of(order.brand)
    drawn: dict[str, tuple[Listed, Chart]] = {}
    files: dict[str, bytes] = {}
    pictures: dict[str, Later] = {}
    with beside() as picture_of:
        for place, chart in enumerate(archived(order), start=1):
            order.told(chart.name, _COMPUTING * min(place / _ABOUT, 1.0))
            shown = chart.draw(look)
            name = f"{place:02d}-{chart.id}"
            drawn[name] = chart, shown
            drawing = images.svg(chart.draw, order.brand, order.stamp, shown)
            pictures[f"{name}.png"] = picture_of(drawing)
            files[f"{name}.svg"] = drawing.encode()
        for place, (name, (chart, shown)) in enumerate(drawn.items()):
            order.told(f"{chart.name}, as a slide", _COMPUTING + (_SLIDES - _COMPUTING) * place / len(drawn))
            files[f"{name}.csv"] = _rows(order, chart, shown)
            files[f"{name}.pptx"] = slide_of(order, chart, shown)
        order.told("Pictures", _SLIDES)
        files |= {name: done() for name, done in reversed(pictures.items())}
    files[CONTENTS] = "\n".join(_contents(order, drawn)).encode()
    return packed(files)


def _rows(order: Order, chart: Listed, shown: Chart) -> bytes:
    """Return the data behind a chart, and beside each row where it comes from."""
    columns, rows = chart.rows(shown)
    said = order.stamp
    source = (said.case, said.scenario, said.revision, said.convention, said.date.isoformat(), said.model_version)
    return data.table_bytes((*columns, *_STAMP_COLUMNS), ((*row, *source) for row in rows))


def _contents(order: Order, drawn: Mapping[str, tuple[Listed, Chart]]) -> Iterator[str]:
    yield f"Charts of {order.stamp.case}"
    yield ""
    yield from (f"{label}: {text}" for label, text in order.stamp.rows())
    yield ""
    yield "Each chart is there as a picture (svg, png), as an editable slide (pptx) and as the rows behind it (csv)."
    for name, (chart, shown) in drawn.items():
        yield ""
        yield f"{name}  {chart.name}"
        yield f"    {shown.title}."
        yield f"    {shown.subtitle}."
