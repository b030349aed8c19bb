"""Value: which streams bring value, and the questions each of them asks."""

from __future__ import annotations

from functools import partial

import streamlit as st

from assumptions.loader import library
from exports.shelf import GENERAL_TITLE
from model.names import counted, listed, uncapitalised
from model.recommend import Recommendation, recommendations
from scenarios import editing, links, measuring
from scenarios.progress import is_of_budget, streams_on
from scenarios.standing import MEMBERSHIP, OWN, SHARED, Question, Standing
from ui import state
from ui.components import choosing, fields, groups, markup, own_lines
from ui.components.groups import Group
from ui.components.picking import button, live
from ui.journey import BY_NAME

PAGE, CHOOSE = "value", "choose"
_STRENGTHS = {"strong": "Recommended", "possible": "Possible", "unlikely": "Unlikely to fit"}


def show() -> None:
    """Show the streams, and the questions of the one that is chosen."""
    standing, focus = state.standing(), state.seen_focus()
    groups.follow(PAGE, standing, focus, "group", "choice")
    markup.page(BY_NAME[PAGE], _answer(standing))
    left, right = st.columns([1, 2.6], gap="large")
    with left:
        name = groups.chosen(PAGE, _groups(standing))
    with right:
        _part(standing, name, focus)
    if focus in standing.by_name:
        groups.scroll_to(focus)


def _answer(standing: Standing) -> str:
    on = [library().streams[name].title for name in streams_on(standing, "value")]
    if not on:
        return "Choose where the value comes from; each value stream then asks its questions in plain words."
    if standing.missing:
        question = next((q for q in standing.missing if not is_of_budget(q)), None)
        if question:
            return f"We still need: {uncapitalised(question.label)}."
    if standing.analysis is None or not standing.analysis.appraisal.shares["class"]:
        return f"{counted(len(on), 'value stream')} chosen."
    worth = sorted(
        (s for s in standing.analysis.appraisal.streams if s.kind == "benefit"), key=lambda s: -s.present_value
    )
    whole = sum(stream.present_value for stream in worth)
    return (
        f"{worth[0].present_value / whole:.0%} of the value comes from {worth[0].label}."
        if whole > 0
        else "Nothing is earned yet."
    )


def _questions(standing: Standing, group: str) -> tuple[Question, ...]:
    return tuple(question for question in standing.asked(group) if not is_of_budget(question))


def _groups(standing: Standing) -> list[Group]:
    on = streams_on(standing, "value")
    found = [Group(CHOOSE, "Choose value streams", f"{len(on)} of {_count()} chosen")]
    undecided = {str(p.path[1]) if p.path[0] == "streams" else MEMBERSHIP for p in standing.choices}
    for name, title in ((SHARED, GENERAL_TITLE), (MEMBERSHIP, "Members and visitors")):
        asked = _questions(standing, name)
        if asked or (name == MEMBERSHIP and MEMBERSHIP in undecided):
            found.append(Group(name, title, *groups.said_of(asked, has_choice=name in undecided)))
    for name in on:
        said = groups.said_of(_questions(standing, name), has_choice=name in undecided)
        found.append(Group(name, library().streams[name].title, *said))
    return [*found, Group(OWN, "Lines of your own", str(len(state.case().lines)) if state.case().lines else "")]


def _count() -> int:
    return sum(stream.kind == "value" for stream in library().streams.values())


def _part(standing: Standing, name: str, focus: str) -> None:
    if name == CHOOSE:
        _gallery()
    elif name == OWN:
        own_lines.show(standing)
    elif name == SHARED:
        markup.heading(GENERAL_TITLE, "What you know of your own work, such as contacts a month; asked once, and used by every stream that needs it")  # fmt: skip
        groups.ask_all(_questions(standing, SHARED), standing, focus)
    elif name == MEMBERSHIP:
        _membership(standing, focus)
    else:
        _stream(standing, name, focus)


# --- choosing streams --------------------------------------------------------------------------------------------


def _gallery() -> None:
    """Show every value stream with the reasons for and against it; one click switches it on or off."""
    markup.heading(
        "Where can value come from?",
        "Recommended from your goals, style, kind of community and audiences. Begin with one or two you can defend",
    )
    _kpis_left_behind()
    found = recommendations(state.case(), library())
    items = "".join(_card(item) for item in found)
    live(f"<ul class='cc-cards'>{items}</ul>", "gallery", _switch)


def _kpis_left_behind() -> None:
    """Name the KPIs that are still read from a stream that was taken out; they stay until somebody says so."""
    case = state.case()
    for stream, kpis in measuring.left_behind(case, library()).items():
        title, labels = (
            library().streams[stream].title,
            listed([f"“{case.kpis[index].label}”" for index in kpis], "and"),
        )
        with st.container(horizontal=True, vertical_alignment="center", key=f"left-behind-{stream}"):
            markup.note(f"{labels} {'is' if len(kpis) == 1 else 'are'} still read from {title}, which is not in your case: no money follows.")  # fmt: skip
            those = "this KPI" if len(kpis) == 1 else f"these {len(kpis)} KPIs"
            fields.act(f"Remove {those}", f"Without KPIs of {title}", partial(measuring.without, indices=kpis), key=f"remove-kpis-{stream}")  # fmt: skip
            st.button("See them", key=f"see-kpis-{stream}", type="tertiary", on_click=state.go_to, args=("kpis", case.kpis[kpis[0]].id))  # fmt: skip


def _card(item: Recommendation) -> str:
    reasons = "".join(f"<li>{markup.explained(reason)}</li>" for reason in item.reasons[:3])
    against = "".join(f"<li class='cc-against'>{markup.explained(reason)}</li>" for reason in item.against[:2])
    verb = "Remove" if item.is_on else "Add"
    return (
        f"<li class='cc-card{' cc-on' if item.is_on else ''}'><div><h3>{markup.escape(item.title)}"
        f"<span class='cc-chip'>{'In your case' if item.is_on else _STRENGTHS[item.strength]}</span></h3>"
        f"<p>{markup.escape(item.summary)}</p><ul class='cc-reasons'>{reasons}{against}</ul></div>"
        f"{button(item.stream, verb, 'cc-button', f'{verb}: {item.title}')}</li>"
    )


def _switch(name: str) -> None:
    title = library().streams[name].title
    if name in state.case().streams:
        state.edit(f"Without {title}", lambda case: editing.switch_off(case, name, library()))
    elif state.edit(f"With {title}", lambda case: editing.switch_on(case, name)):
        state.pick(PAGE, name)


# --- the parts ---------------------------------------------------------------------------------------------------


def _membership(standing: Standing, focus: str) -> None:
    markup.heading("Members and visitors", "Who joins, who leaves, who is active; nothing is earned before launch")
    case = state.case()
    if not case.audiences:
        markup.empty(
            "There is no audience yet. Name one on the page Audience and needs; its size and growth are asked here."
        )
        st.button("Name an audience", on_click=state.go_to, args=("audience",), key="to-audience")
        return
    if any(problem.path[-1] == "access" for problem in standing.choices):
        markup.empty("Who can see the community is not said yet. It decides whether readers who are no members count.")
        st.button("Say who can see it", on_click=state.go_to, args=("strategy", "access"), key="to-access")
    for audience in case.audiences:
        choosing.growth(audience.id, audience.label)
    groups.ask_all(_questions(standing, MEMBERSHIP), standing, focus)


def _asked_elsewhere(standing: Standing, name: str) -> None:
    """Lead to the numbers of the organisation that a stream rests on and that are asked once for all streams."""
    shared = [question for question in _questions(standing, SHARED) if name in question.streams]
    if not shared:
        return
    items = "".join(
        f"<li>{button(item.name, item.label, 'cc-pill', f'{item.label}: {GENERAL_TITLE}')}</li>" for item in shared
    )
    live(
        f"<p class='cc-note'>It also uses, from “{GENERAL_TITLE}”:</p><ul class='cc-pills cc-known'>{items}</ul>",
        f"shared-of-{name}", lambda field: state.go_to(PAGE, field),
    )  # fmt: skip


def _goals(name: str, title: str) -> None:
    """Ask which goals a stream serves, where it is answered; without goals, lead to where they are named."""
    case, asked = state.case(), "Which of your goals does it serve?"
    if not case.goals:
        with st.container(horizontal=True, vertical_alignment="center", key="goals-of-stream"):
            st.html("<p class='cc-note'>No goal is named yet that it could serve.</p>", width="content")
            st.button("Name a goal", key=f"to-goals-{name}", on_click=state.go_to, args=("strategy", "goals"))
        return
    served, options, key = (
        links.served_goals(case, library(), name),
        links.goals_for(case, library(), name),
        f"serves:{name}",
    )
    fields.show(key, [goal for goal in options if goal in served])
    st.multiselect(
        asked, list(options), key=key, format_func=lambda goal: options.get(goal, goal), placeholder="None yet",
        help="A value that serves no goal is hard to defend, and a goal that nothing serves brings no value. The first ones look from the same side as this stream.",
        on_change=fields.changed, args=(key, f"Goals of {title}", lambda case, goals: editing.serve(case, name, goals, library())),
    )  # fmt: skip
    fields.explain_refusal(key)
    if not served:
        st.html("<p class='cc-missing-words'>No goal names it yet.</p>")


def _stream(standing: Standing, name: str, focus: str) -> None:
    stream = library().streams[name]
    markup.heading(stream.title, stream.summary)
    _goals(name, stream.title)
    choosing.choices(stream)
    choosing.counted_lines(stream, "What of it counts")
    asked = _questions(standing, name)
    _asked_elsewhere(standing, name)
    if asked:
        markup.label("Your answers", "the ones that matter most first")
    groups.ask_all(asked, standing, focus)
    choosing.methods(standing, stream)
    choosing.for_finance(stream)
    with st.expander("Method, and what to be careful with"):
        markup.points([f"Applies when: {stream.applies}", *stream.methods, *stream.caveats])
    st.button(
        f"Remove {stream.title}",
        key=f"remove-{name}",
        type="tertiary",
        icon=":material/delete:",
        on_click=_switch,
        args=(name,),
    )


show()
