"""The only owner of session keys and link parameters: which case and which scenario is on the page."""

from __future__ import annotations

import streamlit as st

from model.references import BASE
from ui.components.markup import plain

FIRST_CASE = "sps_commerce"
_CASE, _SCENARIO, _COUNTING = "case", "scenario", "counting"
_CASH = "cashable"
_LOST = "lost"


def choose_case(names: dict[str, str]) -> str:
    """Show the case picker and return the chosen id; a link may name it."""
    linked = st.query_params.get(_CASE, FIRST_CASE)
    if _CASE not in st.session_state and linked not in names:
        st.session_state[_LOST] = (
            f"The link names the case “{linked}”, which is not here; {names[FIRST_CASE]} is shown."
        )
    st.session_state.setdefault(_CASE, linked if linked in names else FIRST_CASE)
    st.selectbox("Case", list(names), format_func=lambda case: names[case], key=_CASE, on_change=_forget_scenario)
    chosen = str(st.session_state[_CASE])
    st.query_params[_CASE] = chosen
    return chosen


def choose_scenario(labels: dict[str, str]) -> str | None:
    """Show the scenario picker and return the chosen id; None for the base case."""
    options = [BASE, *labels]
    linked = st.query_params.get(_SCENARIO, BASE)
    if _SCENARIO not in st.session_state and linked not in options:
        st.session_state[_LOST] = (
            f"The link names the scenario “{linked}”, which the case does not have; the base case is shown."
        )
    if st.session_state.get(_SCENARIO) not in options:
        st.session_state[_SCENARIO] = linked if linked in options else BASE
    st.segmented_control(
        "Scenario", options, format_func=lambda name: plain(labels.get(name, "Base case")), key=_SCENARIO, required=True
    )
    chosen = str(st.session_state[_SCENARIO])
    st.query_params[_SCENARIO] = chosen
    return None if chosen == BASE else chosen


def choose_counting() -> bool:
    """Show the switch that leaves only cashable savings, and return whether it is on; a link may set it."""
    st.session_state.setdefault(_COUNTING, st.query_params.get(_COUNTING) == _CASH)
    st.toggle(
        "Count cashable savings only",
        key=_COUNTING,
        help="The view of a CFO who counts only money that stops being spent.",
    )
    is_on = bool(st.session_state[_COUNTING])
    if is_on:
        st.query_params[_COUNTING] = _CASH
    else:
        st.query_params.pop(_COUNTING, None)
    return is_on


def lost_link() -> str:
    """Return what a link asked for and could not get, once."""
    return str(st.session_state.pop(_LOST, ""))


def is_dark() -> bool:
    """Tell whether the page is shown in the dark theme."""
    return st.context.theme.type == "dark"


def _forget_scenario() -> None:
    st.session_state.pop(_SCENARIO, None)
    st.query_params.pop(_SCENARIO, None)
