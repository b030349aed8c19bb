"""Needs along the customer journey: a board for one audience, and the need that is opened."""

from __future__ import annotations

from typing import get_args

import streamlit as st

from model.line import Phase, Role
from model.names import PHASE_NAMES
from model.strategy import Audience, Need
from scenarios import editing, links
from scenarios.suggesting import near_first
from ui import cached, state
from ui.components import board, fields, markup
from ui.components.board import Block, Card
from ui.components.picking import button, live

KEY, WHOSE = "need", "needs-of"
_MOST_IDEAS = 2
"""How many needs a phase holds or is offered, together."""
_PHASES: dict[Phase, str] = {
    "awareness": "They notice a problem, or you.",
    "evaluation": "They compare what could solve it.",
    "purchase": "They decide, buy and begin.",
    "retention": "They use it, and stay or leave.",
}
_IMPORTANCE = {1: "1 nice to have", 2: "2", 3: "3 matters", 4: "4", 5: "5 why they come"}


def show(focus: str) -> None:
    """Show the needs of one audience by phase, and the opened one below them."""
    markup.heading("What do they need, and when?", "Along the customer journey, in the words of the people themselves")
    place = links.place_of_need(state.case(), state.picked(KEY))
    number = _whose(place[0] if place else None)
    board.show(KEY, _blocks(state.case().audiences[number]), "Add a need, then Enter", _adder(number))
    if place is not None and place[0] == number:
        _opened(*place)
        board.opened_into_view(KEY, focus)


def _whose(opened: int | None) -> int:
    """Let somebody choose the audience whose needs are shown, where there are several; return its number."""
    audiences = state.case().audiences
    names = [audience.id for audience in audiences]
    chosen = state.picked(WHOSE)
    current = names.index(chosen) if chosen in names else opened or 0
    if len(audiences) > 1:
        items = "".join(
            f"<li>{button(a.id, f'{a.label} ({len(a.needs)})', 'cc-pill', f'Needs of {a.label}', is_on=i == current)}</li>"
            for i, a in enumerate(audiences)
        )
        live(f"<ul class='cc-pills'>{items}</ul>", "needs-of", lambda name: state.pick(WHOSE, name))
    return current


def _adder(number: int) -> board.Add:
    def add(phase: str, label: str) -> None:
        if state.edit(f"New need: {label}", lambda case: editing.add_need(case, number, label, phase)):
            state.pick(KEY, state.case().audiences[number].needs[-1].id)

    return add


def _blocks(audience: Audience) -> list[Block]:
    found = []
    for phase, what in _PHASES.items():
        cards = tuple(_card(need) for need in audience.needs if need.phase == phase)
        found.append(
            Block(
                phase,
                PHASE_NAMES[phase],
                what,
                cards,
                tuple(_ideas(audience, phase)[: max(_MOST_IDEAS - len(cards), 0)]),
            )
        )
    return found


def _ideas(audience: Audience, phase: Phase) -> list[tuple[str, str]]:
    """Return needs that the audience lacks: those of templates for its role, then of public examples, then of any template."""
    templates = near_first(state.case(), cached.templates().values())
    own = {need.label for need in audience.needs}
    found = dict.fromkeys(links.typical_needs(templates, audience.role).get(phase, {}), "From a template")
    examples = links.typical_needs(cached.examples().values(), audience.role).get(phase, {})
    others = (label for role in get_args(Role) for label in links.typical_needs(templates, role).get(phase, {}))
    found = found | {label: f"From the example {who}" for label, who in examples.items() if label not in found}
    found = found | {label: "From a template for others" for label in others if label not in found}
    return [(label, f"Take over: {label}. {where}") for label, where in found.items() if label not in own]


def _card(need: Need) -> Card:
    met = {name for requirement in state.case().requirements for name in requirement.needs}
    lacks = [
        *([] if need.goals or need.business_need else ["your gain not named"]),
        *([] if need.id in met else ["no requirement"]),
    ]
    return Card(need.id, need.label, f"importance {need.importance} of 5", ", ".join(lacks))


def _opened(audience: int, index: int) -> None:
    need = state.case().audiences[audience].needs[index]
    path = ("audiences", audience, "needs", index)
    with st.container(border=True, key=f"opened-{KEY}"):
        fields.text("What do they want? (in their words)", (*path, "label"))
        left, right = st.columns(2)
        with left:
            fields.buttons("When does it arise? (journey phase)", (*path, "phase"), PHASE_NAMES, is_required=True)
        with right:
            fields.buttons("How much does it matter to them? (importance)", (*path, "importance"), _IMPORTANCE, is_required=True)  # fmt: skip
        fields.text(
            "What do you gain where it is met? (business need)",
            (*path, "business_need"), most=1000, hint="Fewer requests that reach the service desk",
        )  # fmt: skip
        fields.links(
            "Which of your goals does it serve?", (*path, "goals"), {goal.id: goal.label for goal in state.case().goals},
            empty="There are no goals yet; name them on the page Strategy.",
        )  # fmt: skip
        board.acts(KEY, path, "phase", need.label, lambda case: editing.remove_need(case, audience, index))
