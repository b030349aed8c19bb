"""Audience and needs: who it is for, what they need when, where that meets the goals, and what the platform must do."""

from __future__ import annotations

import streamlit as st

from assumptions.loader import library
from model.line import Role
from model.names import counted, listed
from model.strategy import Audience, Need
from scenarios import answering, editing, links
from scenarios.standing import MEMBERSHIP, Question, Standing
from ui import state
from ui.components import board, fields, groups, markup, need_board, overlap, question, requirement_list
from ui.components.groups import Group
from ui.components.picking import button, live
from ui.journey import BY_NAME

PAGE, WHO = "audience", "audience-opened"
_PARTS = {
    "audiences": "Audiences",
    "needs": "Needs",
    "overlap": "Where needs meet goals",
    "requirements": "Requirements",
}
_LISTS = {"need": need_board.KEY, "requirement": requirement_list.KEY, "audience": WHO}
"""Where it is kept which one of a list is opened."""
_ROLES: dict[Role, tuple[str, str]] = {
    "customers": ("Customers", "who have bought from you"),
    "prospects": ("Prospects", "who might buy"),
    "partners": ("Partners", "firms that sell, deliver or build on what you offer"),
    "employees": ("Employees", "your own people"),
    "free_users": ("Users of a free plan", "who use without paying, so far"),
    "consumers": ("Consumers", "people at large, who may or may not buy"),
    "professionals": ("Professionals", "people of one profession, who come for each other"),
}


def show() -> None:
    """Show the parts of the page, and the one that is chosen."""
    standing, focus = state.standing(), state.seen_focus()
    _follow(focus)
    markup.page(BY_NAME[PAGE], _answer())
    part = groups.chosen(PAGE, _groups(), is_across=True)
    if part == "audiences":
        _audiences(standing)
    elif not state.case().audiences and part == "needs":
        _nobody("What people need depends on who they are, and no audience is named yet.")
    elif part == "needs":
        need_board.show(focus)
    elif part == "overlap":
        overlap.show()
    else:
        requirement_list.show(focus)


def _follow(focus: str) -> None:
    """Open the part of the page that holds a field."""
    kind, _, name = focus.partition(":")
    if kind == board.OPENED:
        kind, name = name, ""
    part = {"need": "needs", "requirement": "requirements", "audience": "audiences"}.get(kind, kind)
    if part in _PARTS:
        state.pick(PAGE, part)
    if name and kind in _LISTS:
        state.pick(_LISTS[kind], name)


def _answer() -> str:
    audiences = state.case().audiences
    if not audiences:
        return "Nobody is named yet: begin with the people who would miss the community if it closed."
    who = listed([audience.label for audience in audiences], "and")
    wanted = _most_wanted()
    said = f"what matters most to them: “{wanted.label}”" if wanted else "what they need is not said yet"
    return f"It is for {who}; {said}."


def _most_wanted() -> Need | None:
    return max((need for _, need in links.needs_of(state.case())), key=lambda need: need.importance, default=None)


def _groups() -> list[Group]:
    case = state.case()
    needs = [need for _, need in links.needs_of(case)]
    loose = len(links.needs_without_goal(case)) + len(links.goals_without_need(case))
    unmet = len(links.needs_without_requirement(case)) + len(links.requirements_without_need(case))
    asked = [_count(len(case.requirements), "requirement"), *([_count(unmet, "gap")] if unmet else [])]
    speechless = next((audience.label for audience in case.audiences if not audience.needs), "")
    said = {
        "audiences": (_count(len(case.audiences), "audience"), False),
        "needs": (f"none of {speechless}" if speechless else _count(len(needs), "need"), bool(speechless)),
        "overlap": (_count(loose, "gap"), bool(loose)) if needs and case.goals else ("needs and goals first", False),
        "requirements": (", ".join(asked), bool(unmet)),
    }  # fmt: skip
    return [Group(name, title, *said[name]) for name, title in _PARTS.items()]


def _count(number: int, noun: str) -> str:
    return counted(number, noun) if number else f"no {noun}s"


def _nobody(text: str) -> None:
    markup.empty(text)
    st.button("Name an audience", type="primary", on_click=state.look_at, args=("audiences",), key="to-audiences")


# --- audiences ---------------------------------------------------------------------------------------------------


def _audiences(standing: Standing) -> None:
    markup.heading("Who is it for?", "One audience for each group whose size, growth or needs differ; one or two are enough to begin with")  # fmt: skip
    audiences = state.case().audiences
    if audiences:
        left, right = st.columns([1, 2.6], gap="large")
        with left:
            name = groups.chosen(WHO, [_group(standing, audience) for audience in audiences])
        with right:
            _opened(standing, next(i for i, audience in enumerate(audiences) if audience.id == name))
    else:
        markup.empty("An audience is a group of people who would come for the same reasons. Its size decides how many members there can ever be. Take the first one:")  # fmt: skip
    _offers()


def _group(standing: Standing, audience: Audience) -> Group:
    size = standing.by_name.get(_size(audience))
    if size is not None and size.is_missing:
        return Group(audience.id, audience.label, "size missing", is_missing=True)
    return Group(audience.id, audience.label, _count(len(audience.needs), "need"))


def _size(audience: Audience) -> str:
    return f"audience_size[{audience.id}]"


def _offers() -> None:
    """Offer an audience of each role, with one click."""
    markup.label("Add an audience", "a click adds it; its name can be changed")
    items = "".join(
        f"<li>{button(role, f'+ {title}', 'cc-pill', f'Add: {title}, {what}')}</li>"
        for role, (title, what) in _ROLES.items()
    )
    live(f"<ul class='cc-pills'>{items}</ul>", "add-audience", _add)


def _add(role: str) -> None:
    title = next(title for name, (title, _) in _ROLES.items() if name == role)
    if state.edit(f"New audience: {title}", lambda case: editing.add_audience(case, title, role)):
        state.pick(WHO, state.case().audiences[-1].id)


def _opened(standing: Standing, index: int) -> None:
    audience = state.case().audiences[index]
    fields.text("What do you call them?", ("audiences", index, "label"))
    fields.choice(
        "What are they to you? (role)", ("audiences", index, "role"),
        {role: f"{title}: {what}" for role, (title, what) in _ROLES.items()},
        help_text="Value streams count the people of certain roles: contacts avoided those of customers, leads those of prospects.",
    )  # fmt: skip
    _ask_size(standing, audience)
    fields.text("Remark for a reviewer", ("audiences", index, "note"), is_long=True, most=4000)
    with st.container(horizontal=True, key="audience-acts"):
        st.button("What they need", key="to-their-needs", icon=":material/arrow_forward:", on_click=_go_to_needs, args=(audience.id,))  # fmt: skip
        fields.act("Remove this audience", f"Without {audience.label}", lambda case: editing.remove_audience(case, index), key="remove-audience", icon=":material/delete:", kind="tertiary")  # fmt: skip
    lost = len(audience.needs)
    if lost:
        markup.note(f"Removing it takes {_count(lost, 'need')}, its own answers and the links to them along; Undo brings all of it back.")  # fmt: skip


def _ask_size(standing: Standing, audience: Audience) -> None:
    """Ask how many they are, also where nothing counts them yet."""
    asked = standing.by_name.get(_size(audience))
    question.ask(asked or _unused_size(audience), standing)
    if asked is not None:
        return
    if standing.analysis is not None and f"members[{audience.id}]" in standing.analysis.appraisal.run.index:
        markup.note("The figures do without it; it shows a reviewer that so many members exist.")
        return
    markup.note("The size counts as soon as a value stream counts these members; choose one on the page Value.")
    st.button("Choose where value comes from", on_click=state.go_to, args=("value", "group:choose"), key="to-value")


def _unused_size(audience: Audience) -> Question:
    """Return the question for the size of an audience that nothing in the case asks for: it may be left open."""
    name, case, scenario = _size(audience), state.case(), state.scenario()
    known = library().assumptions["audience_size"]
    own = answering.stated_answer(case, name, scenario) if scenario else None
    stated = own or answering.stated_answer(case, name, None)
    record, origin = known.overlay(stated) if stated else known, "scenario" if own else "case"
    return Question(name, MEMBERSHIP, f"{record.label} ({audience.label})", record, known.note, origin, is_missing=False, streams=())  # fmt: skip


def _go_to_needs(name: str) -> None:
    state.pick(need_board.WHOSE, name)
    state.look_at("needs")


show()
