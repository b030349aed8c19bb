"""What makes the difference: one value at a time (tornado, spider), and all at once over the draws (shares, ranks)."""

from __future__ import annotations

import streamlit as st

from exports import risk_reading
from ui import cached_risk
from ui.components import markup
from ui.components.risk_parts import Shown, choose_across

_WAYS = {"one": "One value at a time", "all": "All values at once"}
_MOST = 6
_MOST_SHARES = 8


def show(shown: Shown) -> None:
    """Show what moves the case most: one value at a time, or all of them at once."""
    if choose_across("How the values change", _WAYS, "difference") == "one":
        _one_at_a_time(shown)
    else:
        _all_at_once(shown)


def _one_at_a_time(shown: Shown) -> None:
    found = cached_risk.tornado(shown.analysis)
    if not found.bars:
        markup.note("No value has a range over which the case could be computed.")
        return
    left, right = st.columns(2, gap="large")
    with left:
        shown.chart("npv_tornado", found, shown.analysis.program, reading=risk_reading.TORNADO_READING)
    names = [bar.assumption for bar in found.bars if bar.likely][:_MOST]
    if names:
        with right:
            legs = cached_risk.spider(shown.analysis, names)
            shown.chart("npv_spider", legs, shown.analysis.program, reading=risk_reading.SPIDER_READING)


def _all_at_once(shown: Shown) -> None:
    ranks = cached_risk.correlations(shown.analysis, shown.found)
    left, right = st.columns(2, gap="large")
    with left:
        names = [row.assumption for row in ranks[:_MOST_SHARES]]
        shares = cached_risk.indices(shown.analysis, names, shown.found.seed)
        shown.chart("influence_shares", shares, shown.analysis.program, reading=risk_reading.shares_reading(shares))
        if shown.found.sample.ties.names:
            markup.note(
                "For these shares every value is drawn by itself, also where the case says that some go together."
            )
    with right:
        shown.chart("rank_bars", ranks, shown.analysis.program, reading=risk_reading.RANKS_READING)
