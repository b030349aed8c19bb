"""What exports will hold, kept between reruns by what is asked for; shared by all users."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING

import streamlit as st

from exports.outputs import Order

if TYPE_CHECKING:
    from exports.previews import Contents


@st.cache_resource(show_spinner="Looking what will be in it", max_entries=64)
def contents(known: Hashable, _asked: Order, extension: str) -> Contents:
    """Return what will be in a file; `known` tells what is asked for from anything else."""
    from exports.previews import preview

    return preview(extension, _asked)


@st.cache_resource(show_spinner="Drawing the chart", max_entries=64)
def picture(known: Hashable, _asked: Order) -> str:
    """Return the chart that is asked for as SVG."""
    from exports.chart_files import svg_bytes

    return svg_bytes(_asked).decode()


@st.cache_resource(show_spinner=False, max_entries=64)
def charts(known: Hashable, _asked: Order) -> dict[str, str]:
    """Return the charts there are: what people call each, by its id."""
    from exports.chart_list import charts_of

    return {chart.id: chart.name for chart in charts_of(_asked)}
