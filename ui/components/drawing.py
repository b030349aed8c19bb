"""A chart on the page, with its message above, its text alternative, and the table behind it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import streamlit as st

from ui.components import markup, picking

if TYPE_CHECKING:
    from exports.charts import Chart


def draw(chart: Chart, *, with_table: bool = True, reading: str = "") -> None:
    """Show a chart, how to read it, and, on demand, its table; one with a width of its own is scrolled in a box of its own."""
    markup.heading(chart.title, chart.subtitle)
    said = f"{chart.title}. {chart.subtitle}."
    if chart.pixels is None:
        st.vega_lite_chart(spec=_with_rows(chart.spec), theme=None, width="stretch", alt=said)
    else:
        with st.container(key=f"wide-{chart.title}"):
            st.vega_lite_chart(spec=_with_rows(chart.spec), theme=None, width=chart.pixels, alt=said)
            picking.reach('[class*="st-key-wide-"] .stVegaLiteChart', f"reach-{chart.title}")
    if reading:
        markup.note(reading)
    if with_table:
        with st.expander("The table behind this chart"):
            markup.table(chart.columns, chart.rows)


def _with_rows(spec: Mapping[str, Any]) -> dict[str, Any]:
    """Return a specification with its rows where they are drawn: of rows kept apart Streamlit would make tables of pandas."""
    layers = [{**layer, "data": {"values": spec["datasets"][layer["data"]["name"]]}} for layer in spec["layer"]]
    return {name: said for name, said in spec.items() if name != "datasets"} | {"layer": layers}
