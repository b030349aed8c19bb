"""Native charts of the workbook: cumulative cash, benefits against costs by year, value by stream, what moves NPV most."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from exports.workbook.book import Page
from exports.workbook.places import DATE_ROW
from exports.workbook.sheet_names import CASH_FLOW
from exports.workbook.timed import Ref

if TYPE_CHECKING:
    from exports.workbook.report import Report
    from exports.workbook.summary import Layout

_MILLIONS, _THOUSANDS = 2e6, 1e4


def scaled_form(largest: float) -> str:
    """Return a number format for amounts as short as their size allows."""
    if largest >= _MILLIONS:
        return '0.0,,"M"'
    return '#,##0,"K"' if largest >= _THOUSANDS else "#,##0"


def _label_form(form: str) -> str:
    """Return a number format that leaves nought out, for labels of bars."""
    return f"{form};-{form};"


def finished(page: Page, chart: Any, title: str, size: tuple[int, int]) -> Any:
    """Return a chart with its title, a text or the formula of a cell, in a size in pixels."""
    chart.set_title({"name": title, "name_font": _font(page, 12, bold=True), "overlay": False})
    chart.set_size({"width": size[0], "height": size[1]})
    return chart


def _font(page: Page, size: int, *, bold: bool = False) -> dict[str, Any]:
    return {"name": page.book.brand.font, "size": size, "bold": bold, "color": page.book.brand.colours.text}


def _axis(page: Page, **more: Any) -> dict[str, Any]:
    colours = page.book.brand.colours
    quiet = {"line": {"color": colours.neutral}, "num_font": _font(page, 9), "name_font": _font(page, 9)}
    return {**quiet, "major_gridlines": {"visible": False}, **more}


def _value_axis(page: Page, form: str, **more: Any) -> dict[str, Any]:
    faint = {"visible": True, "line": {"color": "#DDE3E9", "width": 0.75}}
    return _axis(page, num_format=form, line={"none": True}, **{"major_gridlines": faint, **more})


def _made(page: Page, kind: str, subtype: str = "") -> Any:
    chart = page.book.workbook.add_chart({"type": kind, "subtype": subtype} if subtype else {"type": kind})
    chart.set_legend({"position": "bottom", "font": _font(page, 10)})
    chart.set_chartarea({"border": {"none": True}})
    return chart


def cumulative(page: Page, report: Report, form: str) -> Any:
    """Return the chart of the net added up, as it falls and at today's value."""
    colours, cash = page.book.brand.colours, report.cash
    chart = _made(page, "line")
    dates = Ref(DATE_ROW + 1, report.plan.months).on(CASH_FLOW)
    for key, name, colour, dash in (
        ("cumulative", "As it falls", colours.primary, "solid"),
        ("cumulative_pv", "At today's value", colours.neutral, "dash"),
    ):
        line = {"color": colour, "width": 2.25, "dash_type": dash}
        chart.add_series({"name": name, "categories": f"={dates.all}", "values": f"={cash[key].all}", "line": line})
    chart.set_x_axis(_axis(page, num_format="mmm yy", label_position="low", interval_unit=max(report.plan.months // 12, 1), text_axis=True))  # fmt: skip
    chart.set_y_axis(_value_axis(page, form, name=f"{report.currency}, net added up"))
    return chart


def by_year_columns(page: Page, places: Layout, form: str) -> Any:
    """Return the chart of benefits and costs by year."""
    colours, chart = page.book.brand.colours, _made(page, "column")
    for key, name, colour in (("benefits", "Benefits", colours.positive), ("costs", "Costs", colours.negative)):
        chart.add_series(
            {
                "name": name, "categories": f"={places.heads}", "values": f"={places.span(key)}",
                "fill": {"color": colour}, "gap": 80, "overlap": -5,
                "data_labels": {"value": True, "num_format": _label_form(form), "font": _font(page, 9)},
            }
        )  # fmt: skip
    chart.set_x_axis(_axis(page, label_position="low"))
    chart.set_y_axis(_value_axis(page, form, name=f"{page.book.stamp.currency} a year"))
    return chart


def by_stream(page: Page, places: Layout, form: str) -> Any:
    """Return the chart of what each stream is worth today."""
    chart = _made(page, "bar")
    labels, values = (f"={cells}" for cells in places.streams)
    chart.add_series(
        {
            "name": "At today's value", "categories": labels, "values": values, "gap": 40,
            "fill": {"color": page.book.brand.colours.positive},
            "data_labels": {"value": True, "num_format": _label_form(form), "font": _font(page, 9)},
        }
    )  # fmt: skip
    chart.set_legend({"none": True})
    chart.set_y_axis(_axis(page, reverse=True, label_position="low"))
    chart.set_x_axis(
        _value_axis(page, form, name=f"{page.book.stamp.currency}, at today's value", label_position="high")
    )
    return chart


def tornado_chart(page: Page, sheet: str, rows: tuple[int, int], columns: Sequence[str], form: str) -> Any:
    """Return the chart of what moves NPV most: how far it moves at the low and at the high value of each assumption.

    `columns` are the letters of the labels, the moves at the low and those at the high values, from row to row.
    """
    colours, chart = page.book.brand.colours, _made(page, "bar")
    labels, low, high = (f"='{sheet}'!${c}${rows[0]}:${c}${rows[1]}" for c in columns)
    for name, values, colour in (
        ("At its low value", low, colours.neutral),
        ("At its high value", high, colours.primary),
    ):
        chart.add_series({"name": name, "categories": labels, "values": values, "fill": {"color": colour}, "gap": 35, "overlap": 100})  # fmt: skip
    chart.set_y_axis(_axis(page, reverse=True, label_position="low"))
    chart.set_x_axis(
        _value_axis(page, form, name=f"{page.book.stamp.currency}, from NPV at likely values", label_position="high")
    )
    return chart
