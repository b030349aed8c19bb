"""How likely does it pay: two probabilities, the fan of cash, NPV over the draws, each figure as a range, any line."""

from __future__ import annotations

import streamlit as st

from exports import risk_reading, risk_words, wording
from ui import cached_risk
from ui.components import markup, risk_parts
from ui.components.risk_parts import Shown


def show(shown: Shown) -> None:
    """Show how often the case pays and how soon, what it may come to, and each figure as a range."""
    _probabilities(shown)
    left, right = st.columns([3, 2], gap="large")
    with left:
        shown.chart("cash_fan", shown.found, reading=risk_reading.fan_reading(shown.found))
    with right:
        shown.chart("npv_histogram", shown.found, reading=risk_reading.histogram_reading(shown.found))
    markup.heading("Each figure as a range", "P5: 1 draw in 20 lies below. P50: half of them do. P95: 19 in 20 do")
    rows = risk_words.figure_rows(shown.found)
    markup.table(risk_words.FIGURE_COLUMNS, rows, left=2, caption="Each figure as a range")
    shown.chart("npv_exceedance", shown.found, reading=risk_reading.exceedance_reading(shown.found))
    _one_line(shown)


def _probabilities(shown: Shown) -> None:
    pays, back = shown.found.probability_npv_above_zero, shown.found.probability_paid_back(shown.within)
    cards = [
        ("Worth more than it costs (NPV above 0)", risk_words.of_100(pays.value), f"draws; {risk_words.give_or_take(pays)}"),
        (f"Money back within {wording.duration(shown.within)}", risk_words.of_100(back.value), f"draws; {risk_words.give_or_take(back)}"),
    ]  # fmt: skip
    drawn = "".join(
        f"<div class='cc-figure'><dt>{markup.explained(label)}</dt><dd>{markup.escape(value)}</dd>"
        f"<dd class='cc-figure-note'>{markup.escape(said)}</dd></div>"
        for label, value, said in cards
    )
    st.html(f"<dl class='cc-figures'>{drawn}</dl>")
    if shown.months > 1:
        place, _ = st.columns([2, 3])
        with place:
            risk_parts.slide(
                "Within how many months should the money be back?", 1, shown.months, "within", shown.within
            )


def _one_line(shown: Shown) -> None:
    """Offer any line of the model as a range by month, first the one that makes most of the spread; drawn once it is asked for."""
    graph = shown.analysis.program.graph
    names = {row.line.id: row.line.label for row in graph.rows.values() if not row.line.check}
    box = st.expander("Any other number of the model as a range", key="risk-lines", on_change="rerun")
    if not box.open:
        return
    with box:
        usual = cached_risk.widest_line(shown.analysis, shown.found)
        chosen = risk_parts.choose("Which one?", list(names), "line", names.__getitem__, usual)
        with st.spinner("Drawing it"):
            found = cached_risk.with_line(shown.analysis, shown.found, chosen)
        shown.chart("line_fan", found, chosen, known=(chosen,))
