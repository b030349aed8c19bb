"""Requirements by priority: what must be possible, the feature that makes it so, and the needs and goals it serves."""

from __future__ import annotations

import streamlit as st

from model.strategy import Priority, Requirement
from scenarios import editing, links
from ui import state
from ui.components import board, fields, markup
from ui.components.board import Block, Card
from ui.components.picking import button, live

KEY = "requirement"
_TITLES: dict[Priority, str] = {"must": "Must", "should": "Should", "could": "Could", "later": "Later"}
_PRIORITIES: dict[Priority, str] = {
    "must": "Without it, no launch.",
    "should": "It hurts without it; a detour is possible.",
    "could": "Good to have, if it costs little.",
    "later": "Not in the first release.",
}


def show(focus: str) -> None:
    """Show the requirements by priority, the opened one below them, and what is tied to nothing."""
    markup.heading(
        "What must the platform make possible?", "Each requirement meets a need, and a feature meets the requirement. Vendors are scored against this list"
    )  # fmt: skip
    if not state.case().requirements:
        markup.empty("A requirement says what must be possible so that a need is met. Begin with the needs: each can be made a requirement with one click, or write your own below.")  # fmt: skip
        if not any(links.needs_of(state.case())):
            st.button("Name a need", type="primary", on_click=state.look_at, args=("needs",), key="to-needs")
    board.show(KEY, _blocks(), "Add one, then Enter", _add)
    index = next((i for i, item in enumerate(state.case().requirements) if item.id == state.picked(KEY)), None)
    if index is not None:
        _opened(index)
        board.opened_into_view(KEY, focus)
    _unmet()


def _add(priority: str, label: str, needs: tuple[str, ...] = ()) -> None:
    if state.edit(f"New requirement: {label}", lambda case: editing.add_requirement(case, label, priority, needs)):
        state.pick(KEY, state.case().requirements[-1].id)


def _blocks() -> list[Block]:
    found = state.case().requirements
    return [
        Block(name, _TITLES[name], what, tuple(_card(item) for item in found if item.priority == name))
        for name, what in _PRIORITIES.items()
    ]


def _card(item: Requirement) -> Card:
    lacks = [*([] if item.needs else ["meets no need"]), *([] if item.feature else ["no feature named"])]
    return Card(item.id, item.label, item.feature or "", ", ".join(lacks))


def _opened(index: int) -> None:
    case, item = state.case(), state.case().requirements[index]
    path = ("requirements", index)
    needs = {need.id: f"{need.label} ({audience.label})" for audience, need in links.needs_of(case)}
    with st.container(border=True, key=f"opened-{KEY}"):
        fields.text("What must be possible?", (*path, "label"))
        left, right = st.columns(2)
        with left:
            fields.text("Which feature of the platform makes it so?", (*path, "feature"), hint="Accepted answers")
        with right:
            fields.buttons(
                "How urgent is it? (priority)", (*path, "priority"), _TITLES, is_required=True,
                help_text=" ".join(f"{_TITLES[name]}: {what}" for name, what in _PRIORITIES.items()),
            )  # fmt: skip
        fields.links("Which needs does it meet?", (*path, "needs"), needs, empty="There are no needs yet; name them under Needs.")  # fmt: skip
        fields.links(
            "Which goals does it serve?", (*path, "goals"), {goal.id: goal.label for goal in case.goals},
            empty="There are no goals yet; name them on the page Strategy.",
        )  # fmt: skip
        board.acts(KEY, path, "priority", item.label, lambda case: editing.remove_requirement(case, index))


def _unmet() -> None:
    """Name the needs no requirement meets, with one click to begin one, and the requirements without a need."""
    case = state.case()
    unmet, loose = links.needs_without_requirement(case), links.requirements_without_need(case)
    if unmet:
        markup.label("Needs that no requirement meets yet", "a click begins a requirement for it")
        pills = "".join(f"<li>{button(need.id, f'+ {need.label}', 'cc-pill', f'New requirement for: {need.label}')}</li>" for need in unmet)  # fmt: skip
        known = {need.id: need.label for need in unmet}
        live(f"<ul class='cc-pills'>{pills}</ul>", "unmet-needs", lambda name: _add("should", known[name], (name,)))
    if loose:
        markup.label("Requirements that meet no need yet")
        markup.points(f"“{item.label}”{': it serves a goal, so say who would use it.' if item.goals else ': say whom it helps, or drop it.'}" for item in loose)  # fmt: skip
    if case.requirements and not unmet and not loose:
        markup.note("Every need is met by a requirement, and every requirement meets a need.")
