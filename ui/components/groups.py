"""A list of parts of a page, of which one is shown: streams, cost groups, shared questions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import streamlit as st

from model.names import counted
from scenarios.standing import Question, Standing
from ui import state
from ui.components import markup, offers, picking, question

FIRST_SHOWN = 3
_WANTED = "more-wanted"


@dataclass(frozen=True, slots=True)
class Group:
    """A part of a page: its name, its title, and what is said beside it, such as the answers it lacks."""

    name: str
    title: str
    said: str = ""
    is_missing: bool = False


def chosen(page: str, groups: Iterable[Group], *, is_across: bool = False) -> str:
    """Show the list, down or across, and return the name of the part that is chosen; the first unless somebody chose."""
    listed = list(groups)
    names = [group.name for group in listed]
    current = state.picked(page, names[0])
    current = current if current in names else names[0]
    items = "".join(_item(group, is_current=group.name == current) for group in listed)
    way = "cc-groups cc-across" if is_across else "cc-groups"
    picking.live(f"<ul class='{way}'>{items}</ul>", f"groups-{page}", lambda name: state.pick(page, name))
    return current


def follow(page: str, standing: Standing, focus: str, *kinds: str) -> None:
    """Open the part of a page that holds a field; a part itself is named with one of some kinds before it."""
    kind, _, name = focus.partition(":")
    if kind in kinds and name:
        state.pick(page, name)
    elif focus in standing.by_name:
        state.pick(page, standing.by_name[focus].group)


def _item(group: Group, *, is_current: bool) -> str:
    said = (
        f"<span class='{'cc-missing-words' if group.is_missing else 'cc-note'}'>{markup.escape(group.said)}</span>"
        if group.said
        else ""
    )
    current = " aria-current='true'" if is_current else ""
    return (
        f"<li><button type='button' data-pick='{markup.escape(group.name, quote=True)}'{current}>"
        f"<span>{markup.escape(group.title)}</span>{said}</button></li>"
    )


def said_of(questions: Iterable[Question], *, has_choice: bool = False) -> tuple[str, bool]:
    """Return what is said of a group of questions, and whether something is missing."""
    listed = list(questions)
    missing = sum(item.is_missing for item in listed)
    if has_choice:
        return "a choice to make", True
    if missing:
        return f"{missing} of {len(listed)} to answer", True
    return (f"{len(listed)} answered", False) if listed else ("", False)


def ask_all(questions: Iterable[Question], standing: Standing, focus: str = "") -> None:
    """Ask what is missing and what matters most first; the rest stands behind one disclosure.

    The order holds while the page is open, so that no question runs away once it is answered.
    """
    by_name = {item.name: item for item in questions}
    if not by_name:
        return
    missing = sum(item.is_missing for item in by_name.values())
    offers.of_templates(by_name.values())
    part = f"{next(iter(by_name.values())).group} {state.scenario()}"
    names, first = state.in_order(part, list(by_name), max(FIRST_SHOWN, missing))
    for name in names[:first]:
        question.ask(by_name[name], standing)
    if focus in names[first:]:
        state.pick(f"{_WANTED} {part}", focus)
    if names[first:]:
        _rest([by_name[name] for name in names[first:]], standing, part)


def _rest(items: list[Question], standing: Standing, part: str) -> None:
    """Show the other questions behind a disclosure, which a link to one of them opens; each link opens it anew."""
    wanted = state.picked(f"{_WANTED} {part}")
    more = counted(len(items), "more question")
    rest = st.expander(more, expanded=bool(wanted), key=f"more-{part}-{wanted}", on_change="rerun")
    if rest.open:
        with rest:
            for item in items:
                question.ask(item, standing)


def scroll_to(name: str) -> None:
    """Bring a question into view, with the cursor in its box."""
    picking.scroll_to(f'[class*="st-key-q-{css_name(name)}"]', f"scroll-{name}")


def css_name(key: str) -> str:
    """Return a key as Streamlit writes it into the class of its element."""
    return re.sub(r"[^a-zA-Z0-9_-]", "-", key.strip())
