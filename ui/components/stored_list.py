"""What the store holds as a list that can be searched and clicked, and what is said where there is nothing to show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import streamlit as st

from model.problems import CaseProblems
from ui import saved, state
from ui.components import fields, markup
from ui.components.picking import live
from ui.journey import Place


def search(key: str) -> None:
    """Show the field to search the saved cases; what is searched for is picked under its key."""
    fields.show(key, state.picked(key))
    st.text_input(
        "Search saved cases", key=key, placeholder="Title, organisation, person or message", icon=":material/search:",
        on_change=lambda: state.pick(key, st.session_state[key]),
    )  # fmt: skip


def listed(rows: Iterable[str], key: str, on_pick: Callable[[str], None]) -> None:
    """Show rows one under the other; `on_pick` is told what was clicked in one."""
    live(f"<ul class='cc-cards cc-saved'>{''.join(rows)}</ul>", key, on_pick)


def row(title: str, said: str, figures: Sequence[tuple[str, str]], acts: str) -> str:
    """Return a row as HTML: its title and its buttons as HTML, what is said of it and its figures as text."""
    told = "".join(f"<div><dt>{markup.escape(name)}</dt><dd>{markup.escape(text)}</dd></div>" for name, text in figures)
    return (
        f"<li><div class='cc-saved-what'>{title}<p class='cc-note'>{markup.escape(said)}</p></div>"
        f"<dl class='cc-saved-figures'>{told}</dl><div class='cc-saved-acts'>{acts}</div></li>"
    )


def never_saved(place: Place, answer: str, what: str) -> None:
    """Show on a page that speaks of saved cases that the one on the desk is none, and let it be saved."""
    markup.page(place, answer)
    markup.empty(what)
    offer_to_save("Save this case")


def offer_to_save(words: str) -> None:
    """Offer to save the case on the desk."""
    st.button(words, type="primary", key="save-first", on_click=saved.ask, args=("save",))


def unreached(place: Place, error: CaseProblems) -> None:
    """Show a page on which the store has nothing to say, and why."""
    markup.page(place, "The store of saved cases cannot be reached.")
    markup.problems(error)
