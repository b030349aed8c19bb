"""Goals by perspective: a board to add them on, goals that others set, and the one that is opened with what it is tied to."""

from __future__ import annotations

import streamlit as st

from assumptions.loader import library
from exports import wording
from model.line import Perspective
from model.names import PERSPECTIVE_NAMES
from model.strategy import Goal
from scenarios import editing, links
from scenarios.standing import Standing
from scenarios.suggesting import near_first
from ui import cached, state
from ui.components import board, fields, markup
from ui.components.board import Block, Card
from ui.components.picking import button, live

KEY = "goal"
_ASKED = "What should be different in three years?"
_MOST_IDEAS, _ENOUGH = 2, 4
"""How many ideas a perspective offers, and from how many goals on none are offered."""
_PERSPECTIVES: dict[Perspective, str] = {
    "financial": "Money: what is earned, or no longer spent.",
    "customer": "What customers or members get, think and do.",
    "process": "How your own work runs: faster, better, with less effort.",
    "learning": "What the organisation learns and becomes able to do.",
}
_Ideas = dict[Perspective, list[tuple[str, str]]]
_WEIGHTS = {1.0: "Once", 2.0: "Double", 3.0: "3 times", 4.0: "4 times", 5.0: "5 times"}


def show(standing: Standing, focus: str) -> None:
    """Show the goals by perspective, and the opened one below them."""
    markup.heading(
        _ASKED, "Your goals, seen from four sides (Balanced Scorecard), so that money is not the only one. Two to four are enough"
    )  # fmt: skip
    offered = _typical()
    board.show(KEY, _blocks(standing, offered), "Add a goal, then Enter", _add)
    index = next((i for i, goal in enumerate(state.case().goals) if goal.id == state.picked(KEY)), None)
    if index is not None:
        _opened(standing, index)
        board.opened_into_view(KEY, focus)
    _of_others(offered)


def _add(perspective: str, label: str) -> None:
    if state.edit(f"New goal: {label}", lambda case: editing.add_goal(case, label, perspective)):
        state.pick(KEY, state.case().goals[-1].id)


# --- the board ---------------------------------------------------------------------------------------------------


def _blocks(standing: Standing, offered: _Ideas) -> list[Block]:
    found = []
    for perspective, what in _PERSPECTIVES.items():
        cards = tuple(_card(standing, goal) for goal in state.case().goals if goal.perspective == perspective)
        ideas = () if len(state.case().goals) >= _ENOUGH else tuple(offered.get(perspective, ())[:_MOST_IDEAS])
        found.append(Block(perspective, PERSPECTIVE_NAMES[perspective], what, cards, ideas))
    return found


def _card(standing: Standing, goal: Goal) -> Card:
    weight = "" if goal.weight == 1 else f"counts {_weights(goal)[goal.weight].lower()}"
    lacks = [
        *(["no KPI"] if goal.id in links.unmeasured(standing.case) else []),
        *(["no value yet"] if goal.id in links.unserved(standing.case, library()) else []),
    ]
    return Card(goal.id, goal.label, " · ".join(filter(None, (goal.owner or "", weight))), ", ".join(lacks))


def _weights(goal: Goal) -> dict[float, str]:
    """Return the weights to choose from, with one that a file states though it is none of them."""
    return dict(sorted(({goal.weight: f"{goal.weight:g} times"} | _WEIGHTS).items()))


def _typical() -> _Ideas:
    """Return the goals that the case does not have: those of the templates, then those of the public examples."""
    own = {goal.label for goal in state.case().goals}
    templates = links.typical_goals(near_first(state.case(), cached.templates().values()))
    examples = links.typical_goals(cached.examples().values())
    found: _Ideas = {}
    for perspective in _PERSPECTIVES:
        known = dict.fromkeys(templates.get(perspective, {}), "From a template")
        # The shortest say least of the organisation that set them, and fit most others.
        others = sorted(examples.get(perspective, {}).items(), key=lambda item: len(item[0]))
        known = known | {label: f"From the example {who}" for label, who in others if label not in known}
        found[perspective] = [
            (label, f"Take over: {label}. {where}") for label, where in known.items() if label not in own
        ]
    return found


def _of_others(offered: _Ideas) -> None:
    """Offer the goals of the templates and the public examples, by perspective."""
    with st.expander("Goals that others set"):
        markup.note(
            "From the templates and the public examples of this tool. A click takes one over; change its words afterwards."
        )
        items = "".join(_offer(perspective, offered.get(perspective, [])) for perspective in _PERSPECTIVES)
        live(items, "typical-goals", lambda name: _add(*name.split(":", 1)))


def _offer(perspective: Perspective, goals: list[tuple[str, str]]) -> str:
    pills = "".join(
        f"<li>{button(f'{perspective}:{label}', f'+ {label}', 'cc-pill', hint)}</li>" for label, hint in goals
    )
    title = markup.escape(PERSPECTIVE_NAMES[perspective])
    return f"<h3 class='cc-label'>{title}</h3><ul class='cc-pills'>{pills}</ul>"


# --- one goal ----------------------------------------------------------------------------------------------------


def _opened(standing: Standing, index: int) -> None:
    goal = state.case().goals[index]
    with st.container(border=True, key=f"opened-{KEY}"):
        fields.text(_ASKED, ("goals", index, "label"))
        fields.buttons(
            "Which side of the organisation does it change? (perspective)",
            ("goals", index, "perspective"), PERSPECTIVE_NAMES, is_required=True,
            help_text=" ".join(f"{PERSPECTIVE_NAMES[name]}: {what}" for name, what in _PERSPECTIVES.items()),
        )  # fmt: skip
        left, right = st.columns(2)
        with left:
            fields.text("Who answers for it? (owner)", ("goals", index, "owner"), hint="Head of customer service")
        with right:
            fields.buttons(
                "How much does it count beside the others? (weight)",
                ("goals", index, "weight"), _weights(goal), is_required=True,
                help_text="Where one stream serves several goals, its value is shared out by these weights. They change no total.",
            )  # fmt: skip
        fields.links(
            "What brings it about? (value streams)",
            ("goals", index, "served_by"),
            links.servers(state.case(), library(), goal),
            empty="nothing is known yet.",
            help_text="The value streams that serve this goal; those that suit your case come first.",
        )
        _ties(standing, goal)
        fields.text("Remark for a reviewer", ("goals", index, "note"), is_long=True, most=4000)
        board.acts(KEY, ("goals", index), "perspective", goal.label, lambda case: editing.remove_goal(case, index))


def _ties(standing: Standing, goal: Goal) -> None:
    """Say what the goal is worth and how it is measured, or what is missing and where to mend it."""
    value = _value_words(standing, goal)
    if value:
        markup.note(value)
    else:
        _mend(
            "Nothing that is in the case earns value for it yet.",
            "Choose what earns it", ("value", "group:choose"), f"to-value-{goal.id}",
        )  # fmt: skip
    measures = [kpi.label for kpi in state.case().kpis if goal.id in kpi.goals]
    if measures:
        markup.note(f"Measured by: {wording.listed(measures)}.")
    else:
        _mend("No KPI measures it yet.", "Add a KPI", ("kpis", f"goal:{goal.id}"), f"to-kpis-{goal.id}")


def _value_words(standing: Standing, goal: Goal) -> str:
    if goal.id in links.unserved(state.case(), library()):
        return ""
    shares = standing.analysis.appraisal.shares["goal"] if standing.analysis else {}
    if not shares.get(goal.id):
        return "What serves it is in the case; it earns nothing so far."
    return f"It carries {wording.percent(shares[goal.id])} of the value of the case."


def _mend(text: str, label: str, place: tuple[str, str], key: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"mend-{key}"):
        st.html(f"<p class='cc-missing-words cc-mend'>{markup.escape(text)}</p>", width="content")
        st.button(label, key=key, on_click=state.go_to, args=place)
