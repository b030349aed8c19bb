"""Fields of a form that show what the case says and change it: text, choices, links, switches."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from model.case import Case
from model.problems import Path, show_path
from scenarios.editing import at, put
from ui import state
from ui.components import markup
from ui.desk import Change

Apply = Callable[[Case, Any], Case]


def show(key: str, current: Any) -> None:
    """Let a widget show what the case says, or what was written and could not be taken."""
    refused = state.refusal(key)
    wanted = refused.written if refused else current
    if key not in st.session_state or st.session_state[key] != wanted:
        st.session_state[key] = wanted


def explain_refusal(key: str) -> None:
    """Say under a field why what stands in it was not taken."""
    refused = state.refusal(key)
    if refused:
        markup.fault(refused.message)


def changed(key: str, words: str, apply: Apply) -> None:
    """Take what a widget holds into the case."""
    written = st.session_state[key]
    state.edit(words, lambda case: apply(case, written), key=key, written=written)


def key_of(path: Path) -> str:
    """Return the key of the widget for a field of the case."""
    return f"field:{show_path(path)}"


def text(
    label: str,
    path: Path,
    *,
    hint: str = "",
    help_text: str | None = None,
    is_long: bool = False,
    most: int = 200,
    apply: Apply | None = None,
    hidden: bool = False,
) -> None:
    """Show a text field for a place in the case; emptied, an optional field is taken away."""
    key = key_of(path)

    def taken(case: Case, written: str) -> Case:
        return put(case, path, written.strip() or None)

    show(key, at(state.case(), path) or "")
    draw = st.text_area if is_long else st.text_input
    draw(
        label, key=key, placeholder=hint or None, help=help_text, max_chars=most,
        label_visibility="collapsed" if hidden else "visible",
        on_change=changed, args=(key, label, apply or taken),
    )  # fmt: skip
    explain_refusal(key)


def choice(
    label: str,
    path: Path,
    options: Mapping[Any, str],
    *,
    none: str | None = None,
    help_text: str | None = None,
    apply: Apply | None = None,
    hidden: bool = False,
) -> None:
    """Show a list to choose one of; `none` is the words for no choice, where there may be none."""
    key = key_of(path)

    def taken(case: Case, chosen: Any) -> Case:
        return put(case, path, chosen)

    listed = [None, *options] if none is not None else list(options)
    show(key, at(state.case(), path))
    st.selectbox(
        label, listed, key=key, help=help_text, format_func=lambda name: options.get(name, none or "Choose"), placeholder=none or "Choose",
        label_visibility="collapsed" if hidden else "visible",
        on_change=changed, args=(key, label, apply or taken),
    )  # fmt: skip
    explain_refusal(key)


def buttons(
    label: str,
    path: Path,
    options: Mapping[Any, str],
    *,
    help_text: str | None = None,
    apply: Apply | None = None,
    current: Any = None,
    hidden: bool = False,
    is_required: bool = False,
) -> None:
    """Show a few options side by side, of which one is chosen; a required choice can be changed but not taken back."""
    key = key_of(path)

    def taken(case: Case, chosen: Any) -> Case:
        return put(case, path, chosen)

    show(key, at(state.case(), path) if current is None else current)
    st.segmented_control(
        label, list(options), key=key, help=help_text, format_func=lambda name: markup.plain(options[name]),
        label_visibility="collapsed" if hidden else "visible", required=is_required,
        on_change=changed, args=(key, label, apply or taken),
    )  # fmt: skip
    explain_refusal(key)


def links(label: str, path: Path, options: Mapping[str, str], *, empty: str, help_text: str | None = None) -> None:
    """Show what something is linked to, as a list of names of which any number is chosen."""
    if not options:
        markup.note(f"{label}{' ' if label.endswith('?') else ': '}{empty}")
        return
    key = key_of(path)
    show(key, [name for name in at(state.case(), path) or () if name in options])
    st.multiselect(
        label, list(options), key=key, help=help_text, placeholder="None yet",
        format_func=lambda name: options.get(name, name),
        on_change=changed, args=(key, label, lambda case, chosen: put(case, path, tuple(chosen))),
    )  # fmt: skip


def number(
    label: str, path: Path, *, read: Callable[[str], Any], write: Callable[[Any], str], help_text: str | None = None
) -> None:
    """Show a number of the case as text with thousands; `read` raises `Complaint` for what is no such number."""
    key = key_of(path)

    def taken(case: Case, written: str) -> Case:
        return put(case, path, read(written))

    current = at(state.case(), path)
    show(key, "" if current is None else write(current))
    st.text_input(label, key=key, help=help_text, on_change=changed, args=(key, label, taken))
    explain_refusal(key)


def act(
    label: str,
    words: str,
    change: Change,
    *,
    key: str,
    icon: str | None = None,
    kind: Any = "secondary",
    help_text: str | None = None,
) -> None:
    """Show a button that changes the case."""

    def called() -> None:
        state.edit(words, change, key=key)

    st.button(label, key=key, icon=icon, type=kind, help=help_text, on_click=called)
    explain_refusal(key)
