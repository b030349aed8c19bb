"""A dialog that asks who does something, and makes sure of it, before it is written into the history of a case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import streamlit as st

from ui import saved, state
from ui.components import markup

_WHAT, _AT_STAKE = "signing-what", "signing-at-stake"


@dataclass(frozen=True, slots=True)
class Act:
    """What is to be done: its name as a button, what it means, and the function that does it to a target.

    The function takes the target, who does it, and what was written where `asks` names a field.
    """

    words: str
    meaning: str
    do: Callable[[str, str, str], None]
    asks: str = ""
    written: str = ""


def begin(name: str, target: str, what: str = "", at_stake: str = "") -> None:
    """Open the dialog for something to be done to a target, which people know by its title, and say what it touches."""
    saved.ask(f"{name}:{target}")
    state.pick(_WHAT, what)
    state.pick(_AT_STAKE, at_stake)


def show(acts: Mapping[str, Act]) -> None:
    """Show the dialog that is open, if it is for one of these."""
    name, _, target = saved.dialog().partition(":")
    if name in acts and target:
        _signed(acts[name], target)


def close() -> None:
    """Close the dialog that is open."""
    saved.ask("")


def name_field(key: str, where: str) -> str:
    """Show the field for who does something, which says where the name will stand, and return what stands in it."""
    return st.text_input("Your name or e-mail address", saved.name(), key=key, max_chars=120, help=where)


def end(*, is_over: bool) -> None:
    """Say in a dialog why it did not succeed, or go on."""
    if saved.trouble():
        markup.fault(saved.trouble())
    if is_over:
        st.rerun()


@st.dialog("Who does this?", on_dismiss=close)
def _signed(act: Act, target: str) -> None:
    state.speak()
    if state.picked(_WHAT):
        markup.label(state.picked(_WHAT))
    if state.picked(_AT_STAKE):
        st.html(f"<p>{markup.escape(state.picked(_AT_STAKE))}</p>")
    markup.note(act.meaning)
    with st.form("signing-form", border=False):
        said = st.text_input(act.asks, act.written, key="signing-said", max_chars=200) if act.asks else ""
        author = name_field("signing-author", "It stands in the history of the case.")
        wanted = st.form_submit_button(act.words, type="primary", key="signing-now")
    if not wanted:
        return
    saved.name_oneself(author)
    if saved.tried(lambda: act.do(target, author, said)):
        st.rerun()
    markup.fault(saved.trouble())
