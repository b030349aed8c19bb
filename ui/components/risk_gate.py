"""Could we start small: a pilot up to a gate, what is looked at there, and what it is worth to be able to stop."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from exports import risk_reading, wording
from exports.risk_choices import gates_about
from model.problems import CaseProblems
from model.risk.staged import CASH, EVERYTHING, Gate, Staged, usual_gate
from ui import cached_risk, state
from ui.components import fields, markup, risk_parts
from ui.components.risk_parts import Shown

_MOST_SEEN = 8


def show(shown: Shown) -> None:
    """Ask for pilot, gate and what is seen at it, and show what the case is worth with and without them."""
    if shown.months == 1:
        markup.note("A case of one month has no room for a gate: something must come before it and after it.")
        return
    markup.note(
        "Begin with a pilot, look at one thing at a gate, and then go on or stop. What you could save by stopping, on average over the "
        "draws, is what the choice is worth; it costs what a smaller start earns less."
    )
    gate = _asked(shown)
    months = gates_about(gate.month, shown.months)
    try:
        several = cached_risk.staged(shown.analysis, shown.found, gate, months)
    except CaseProblems as error:
        markup.problems(error)
        return
    _answer(shown, several[months.index(gate.month)])
    if max(one.option for one in several) <= 0:
        others = wording.listed([str(month) for month in months], len(months))
        markup.note(f"In none of the months {others} would a gate be worth anything.")
        return
    shown.chart("gate_months", several, gate.month, shown.analysis.program, known=(gate, months))


def _asked(shown: Shown) -> Gate:
    lines = {line.id: line.label for line in shown.analysis.resolved.lines if line.kind != "driver"}
    seen = _seen(shown)
    first, second, third = st.columns([1, 1, 2])
    with first:
        month = risk_parts.slide(
            "Gate after how many months?", 1, shown.months - 1, "gate-month", usual_gate(shown.months)
        )
    with second:
        size = risk_parts.slide(
            "Size of the pilot, in %",
            10,
            100,
            "gate-size",
            100,
            "Share at which benefits and running costs count up to the gate; costs paid once are paid in full",
        )
    with third:
        observed = risk_parts.choose("What do you look at there?", list(seen), "gate-seen", seen.__getitem__, CASH)
    left, right = st.columns([3, 1])
    with left:
        kept = _committed(lines)
    with right:
        cost = risk_parts.number(f"Paid once to stop, in {shown.analysis.resolved.currency}", 1e12, "gate-cost", 0.0)
    return Gate(month, observed, kept, cost, size / 100)


def _seen(shown: Shown) -> Mapping[str, str]:
    """Return what can be looked at: cash, what KPIs are read from, the values that move most, or, to compare, all."""
    rows = shown.analysis.program.graph.rows
    lines = [str(kpi.target.line) for kpi in shown.analysis.resolved.kpis if kpi.target.line in rows]
    values = [bar.assumption for bar in cached_risk.tornado(shown.analysis).bars[:_MOST_SEEN]]
    named = {name: shown.label(name) for name in (*lines, *values)}
    return {
        CASH: "The cash so far",
        **named,
        EVERYTHING: "How it will all turn out (nobody can; the most a gate could be worth)",
    }


def _committed(lines: Mapping[str, str]) -> tuple[str, ...]:
    """Ask which costs and benefits go on after a stop."""
    chosen = [name for name in state.picked("gate-kept").split("|") if name in lines]
    fields.show("risk-gate-kept", chosen)
    st.multiselect(
        "What goes on after a stop, such as a contract", list(lines), key="risk-gate-kept", format_func=lines.__getitem__, placeholder="Nothing",
        on_change=lambda: state.pick("gate-kept", "|".join(st.session_state["risk-gate-kept"])),
    )  # fmt: skip
    return tuple(chosen)


def _answer(shown: Shown, found: Staged) -> None:
    when = wording.month_words(shown.analysis.resolved.start, found.month)
    markup.heading(f"A decision gate in {when}", found.sentence)
    rows = risk_reading.staged_rows(shown.analysis.program, found)
    markup.table(risk_reading.staged_columns(found), rows, caption="Worth with and without the gate")
    verdict = risk_reading.verdict_words(found)
    markup.points(
        (
            *([verdict] if verdict else []),
            f"The rule: {found.rule_sentence}",
            found.pilot_sentence,
            found.stop_sentence,
            risk_reading.option_words(shown.analysis.program, found),
        )
    )
