"""The overlap matrix: what audiences need against what the organisation wants; a click ties a need to a goal."""

from __future__ import annotations

import streamlit as st

from model.names import counted
from model.strategy import Goal, Need
from scenarios import editing, links
from ui import state
from ui.components import fields, markup
from ui.components.markup import escape
from ui.components.picking import live


def show() -> None:
    """Show needs by goals, and name what is tied to nothing."""
    markup.heading(
        "Where do their needs meet your goals?", "A community lives where the two overlap. Click a field where meeting the need serves the goal"
    )  # fmt: skip
    case = state.case()
    if not case.goals:
        markup.empty("There are no goals yet to lay the needs against. Name one or two, and this becomes a table to click.")  # fmt: skip
        st.button("Name a goal", type="primary", on_click=state.go_to, args=("strategy", "goals"), key="to-goals")
        return
    if not any(links.needs_of(case)):
        markup.empty("There are no needs yet. Say what your audience wants, and this becomes a table to click.")
        st.button("Name a need", type="primary", on_click=state.look_at, args=("needs",), key="to-needs")
        return
    live(_matrix(), "overlap", _toggle)
    _offer_implied()
    _gaps()


def _toggle(name: str) -> None:
    need_id, _, goal_id = name.partition(" ")
    case = state.case()
    place = links.place_of_need(case, need_id)
    if place is None:
        return
    audience, index = place
    need = case.audiences[audience].needs[index]
    goal = next((goal.label for goal in case.goals if goal.id == goal_id), goal_id)
    verb = "no longer serves" if goal_id in need.goals else "serves"
    state.edit(
        f"“{need.label}” {verb} “{goal}”",
        lambda c: editing.put(
            c, ("audiences", audience, "needs", index, "goals"), editing.toggled(need.goals, goal_id)
        ),
    )


def _matrix() -> str:
    case = state.case()
    hinted = frozenset(links.implied(case))
    head = "".join(f"<th scope='col'>{escape(goal.label)}</th>" for goal in case.goals)
    body = "".join(
        f"<tr class='cc-group'><th scope='colgroup' colspan='{len(case.goals) + 2}'>{escape(audience.label)}</th></tr>"
        + "".join(_row(need, case.goals, hinted) for need in audience.needs)
        for audience in case.audiences
        if audience.needs
    )
    return (
        "<table class='cc-matrix'><caption class='cc-hidden'>Needs by goals</caption>"
        f"<thead><tr><td></td>{head}<th scope='col'>Goals served</th></tr></thead><tbody>{body}</tbody>"
        f"<tfoot>{_totals(case.goals)}</tfoot></table>"
    )


def _row(need: Need, goals: tuple[Goal, ...], hinted: frozenset[tuple[str, str]]) -> str:
    cells = "".join(_cell(need, goal, is_hinted=(need.id, goal.id) in hinted) for goal in goals)
    return (
        f"<tr><th scope='row'>{escape(need.label)}</th>{cells}"
        f"<td class='cc-sum{'' if need.goals else ' cc-lacking'}' data-label='Goals served'>{len(need.goals)}</td></tr>"
    )


def _cell(need: Need, goal: Goal, *, is_hinted: bool) -> str:
    is_on = goal.id in need.goals
    both = escape(f"{need.label} × {goal.label}", quote=True)
    mark = "●" if is_on else "○" if is_hinted else ""
    # Slugs hold no spaces, so that one may stand between them.
    return (
        f"<td data-label='{escape(goal.label, quote=True)}'><button type='button' class='cc-cell' title='{both}' aria-label='{both}'"
        f" aria-pressed='{str(is_on).lower()}' data-pick='{need.id} {goal.id}'>{mark}</button></td>"
    )


def _totals(goals: tuple[Goal, ...]) -> str:
    counts = {goal.id: sum(goal.id in need.goals for _, need in links.needs_of(state.case())) for goal in goals}
    cells = "".join(
        f"<td class='cc-sum{'' if counts[goal.id] else ' cc-lacking'}' data-label='{escape(goal.label, quote=True)}'>{counts[goal.id]}</td>"
        for goal in goals
    )
    return f"<tr><th scope='row'>Needs that serve it</th>{cells}<td class='cc-sum' data-label='Ties in all'>{sum(counts.values())}</td></tr>"


def _offer_implied() -> None:
    """Offer to take over the ties that requirements and KPIs already make."""
    found = links.implied(state.case())
    if found:
        count = counted(len(found), "tie")
        markup.note(f"○ A requirement or a KPI serves both already: {count} that you have not made here.")
        fields.act(f"Make {'it' if len(found) == 1 else 'them'} here too", f"{count} of needs to goals", lambda case: editing.tie(case, found), key="take-implied", icon=":material/add_link:")  # fmt: skip


def _gaps() -> None:
    """Name the needs that serve no goal, and the goals no need serves."""
    case = state.case()
    needs = [f"“{need.label}”" for need in links.needs_without_goal(case)]
    goals = [f"“{goal.label}”" for goal in links.goals_without_need(case)]
    if not needs and not goals:
        markup.note("Every need serves a goal, and every goal is served by a need.")
        return
    markup.label("Gaps", "a reviewer will ask about them")
    markup.findings(
        ("low", word, f"{'; '.join(labels)}.", remedy)
        for word, labels, remedy in (
            ("Needs without a goal", needs, "Tie each to a goal, say what you gain where it is met, or leave it to others."),
            ("Goals without a need", goals, "Ask what members would come for that brings it about, or reach it without a community."),
        )
        if labels
    )  # fmt: skip
