"""A board: blocks side by side with cards to open, ideas to take, and a field to add one; for goals, needs, requirements."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from model.problems import Path
from scenarios.editing import at, move_among
from ui import state
from ui.components import fields, markup
from ui.components.picking import button, live, scroll_to
from ui.desk import Change

OPENED = "opened"


@dataclass(frozen=True, slots=True)
class Card:
    """One entry: the id it is opened by, its text, what is said of it, and what it lacks."""

    name: str
    label: str
    said: str = ""
    lacks: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One column: its name, title and meaning, its cards, and ideas to take with one click, as (text, where it is from)."""

    name: str
    title: str
    what: str
    cards: tuple[Card, ...]
    ideas: tuple[tuple[str, str], ...] = ()


Add = Callable[[str, str], None]
"""What adds a text to a block: called with the name of the block and the text."""


def show(key: str, blocks: Sequence[Block], hint: str, add: Add) -> None:
    """Show the blocks; a click on a card opens it (`state.picked(key)`), and Enter in the field of a block adds to it."""
    with st.container(key=f"board-{key}"):
        for column, block in zip(st.columns(len(blocks), gap="small"), blocks, strict=True):
            with column, st.container(gap="xxsmall"):
                _block(key, block, add)
                _adder(key, block, hint, add)


def _block(key: str, block: Block, add: Add) -> None:
    current = state.picked(key)
    cards = "".join(_card(card, is_open=card.name == current) for card in block.cards)
    ideas = "".join(f"<li>{button(f'idea:{text}', f'+ {text}', 'cc-pill', hint)}</li>" for text, hint in block.ideas)
    offered = f"<ul class='cc-pills cc-ideas'>{ideas}</ul>" if ideas else ""

    def picked(name: str) -> None:
        kind, _, rest = name.partition(":")
        if kind == "idea":
            add(block.name, rest)
        else:
            open_card(key, "" if rest == current else rest)

    live(
        f"<h3 class='cc-label'>{markup.escape(block.title)}</h3><p class='cc-note'>{markup.escape(block.what)}</p>"
        f"<ul class='cc-board'>{cards}</ul>{offered}",
        f"board-{key}-{block.name}", picked,
    )  # fmt: skip


def open_card(key: str, name: str) -> None:
    """Open a card under the board, and bring it into view; with no name, close it."""
    state.pick(key, name)
    state.look_at(f"{OPENED}:{key}" if name else "")


def _card(card: Card, *, is_open: bool) -> str:
    said = f"<span class='cc-note'>{markup.escape(card.said)}</span>" if card.said else ""
    lacks = f"<span class='cc-missing-words'>{markup.escape(card.lacks)}</span>" if card.lacks else ""
    current = " aria-expanded='true'" if is_open else " aria-expanded='false'"
    return (
        f"<li><button type='button' data-pick='open:{markup.escape(card.name, quote=True)}'{current}>"
        f"<span>{markup.escape(card.label)}</span>{said}{lacks}</button></li>"
    )


def _adder(key: str, block: Block, hint: str, add: Add) -> None:
    # With each card the field gets another key, so that it is empty again after Enter.
    field = f"new-{key}-{block.name}-{len(block.cards)}"
    st.text_input(
        f"{hint} ({block.title})", key=field, placeholder=hint, max_chars=200, label_visibility="collapsed",
        on_change=_added, args=(field, block.name, add),
    )  # fmt: skip


def _added(field: str, block: str, add: Add) -> None:
    written = str(st.session_state[field]).strip()
    if written:
        add(block, written)


def acts(key: str, path: Path, among: str, label: str, remove: Change) -> None:
    """Show what can be done with the opened card: move it among those of its block, take it out, and close it.

    `path` is its place in the case, and `among` the field that says which block it belongs to.
    """
    block, others = at(state.case(), (*path, among)), at(state.case(), path[:-1])
    with st.container(horizontal=True, key=f"{key}-acts"):
        if sum(getattr(other, among) == block for other in others) > 1:
            _move(key, path, among, f"{label}: moved up", -1)
            _move(key, path, among, f"{label}: moved down", 1)
        fields.act(f"Remove this {key}", f"Without {label}", remove, key=f"remove-{key}", icon=":material/delete:", kind="tertiary")  # fmt: skip
        st.button("Close", key=f"close-{key}", type="tertiary", on_click=open_card, args=(key, ""))


def _move(key: str, path: Path, among: str, words: str, by: int) -> None:
    way = "up" if by < 0 else "down"
    fields.act(
        f"Move {way}", words, lambda case: move_among(case, path, by, among), key=f"{key}-{way}",
        icon=f":material/arrow_{way}ward:", kind="tertiary",
    )  # fmt: skip


def opened_into_view(key: str, focus: str) -> None:
    """Bring the card that was opened into view, where that is what was asked for."""
    if focus == f"{OPENED}:{key}":
        scroll_to(f".st-key-opened-{key}", f"scroll-{key}")
