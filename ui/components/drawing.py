"""A chart on the page, with its message above, its text alternative, and the table behind it."""

from __future__ import annotations

import streamlit as st

from exports.charts import Chart
from ui.components import markup


def draw(chart: Chart, *, with_table: bool = True) -> None:
    """Show a chart and, on demand, its table."""
    markup.heading(chart.title, chart.subtitle)
    st.vega_lite_chart(spec=dict(chart.spec), theme=None, width="stretch", alt=f"{chart.title}. {chart.subtitle}.")
    if with_table:
        with st.expander("The table behind this chart"):
            markup.table(chart.columns, chart.rows)
