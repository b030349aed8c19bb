"""Plan: what happens when, and the months of the case that follow from it."""

from __future__ import annotations

from datetime import date
from math import floor

import streamlit as st

from exports import charts, wording
from exports.planned import plan_bars
from model.case import Case
from model.names import ACTIVITY_NAMES, uncapitalised
from model.plan import Activity, activity_dates, standard_plan
from model.problems import CaseProblems
from scenarios import planning
from scenarios.planning import LAUNCH, Milestone, milestones
from scenarios.standing import Standing
from ui import cached, state
from ui.components import activity_card, fields, groups, markup
from ui.components.activity_card import DRIVEN_NAMES, keeping
from ui.components.drawing import draw
from ui.components.groups import Group
from ui.components.picking import button, live
from ui.journey import BY_NAME

PAGE, ADD = "plan", "add"
_FINDINGS = ("launch_unprepared", "no_health_check")


def show() -> None:
    """Show the plan as a chart, what it sets, and the activity that is opened."""
    standing, case = state.standing(), state.case()
    focus = state.seen_focus()
    markup.page(BY_NAME[PAGE], _answer(case))
    if not case.plan:
        _without_plan(case)
    else:
        draw(_drawn(case))
        _sets(case)
        _editor(case, focus)
        _findings(standing)


def _answer(case: Case) -> str:
    found = {milestone.name: milestone for milestone in milestones(case)}
    launch, manager = found["months_to_launch"], found["manager_start"]
    opens = f"The community opens {_on(launch)}" if launch.day else "It is not said yet when the community opens"
    starts = (
        f"the first community manager starts {_on(manager)}"
        if manager.day
        else "nobody has said yet when the first community manager starts"
    )
    return f"{opens}; {starts}."


def _on(found: Milestone) -> str:
    """Say when: on a day where the plan sets it, in a month where an answer does."""
    if found.day is None:
        return "on a day nobody has named"
    return (
        f"on {wording.day_name(found.day)}"
        if found.activity and found.name == LAUNCH
        else f"in {wording.month_name(f'{found.day:%Y-%m}', 1)}"
    )


# --- without a plan ----------------------------------------------------------------------------------------------


def _without_plan(case: Case) -> None:
    markup.empty(
        "There is no plan yet. The standard one follows the practice of Leader Networks: 90 days of preparation with a beta group and content, "
        "launch, 90 days of member acquisition and outreach, and a health check every 6 months from then on. Change whatever differs in your case."
    )
    with st.container(horizontal=True, key="begin-plan"):
        st.button("Start from the standard 90-day plan", type="primary", icon=":material/event:", on_click=_begin, key="standard-plan")  # fmt: skip
        st.button("Begin with the launch only", on_click=_add, args=("launch",), key="launch-only")
    fields.explain_refusal("plan")
    known = [_known(found) for found in milestones(case) if found.months is not None]
    if known:
        markup.note(
            f"Your figures stay as they are: {wording.listed(known)}. The plan takes these answers over, in the same months."
        )
    _preview(case)


def _preview(case: Case) -> None:
    """Show what the standard plan would be in this case; where it cannot be laid over it, the button says why."""
    try:
        planned = planning.with_plan(case, standard_plan())
    except CaseProblems:
        return
    markup.note("What the standard plan would be, in the months of your case:")
    draw(_drawn(planned))


def _known(found: Milestone) -> str:
    words = DRIVEN_NAMES[found.name].removeprefix("When ")
    return f"{words} in {wording.month_name(f'{found.day:%Y-%m}', 1)}" if found.day else words


def _begin() -> None:
    keeping("The standard plan", lambda case: planning.with_plan(case, standard_plan()))


def _add(kind: str) -> None:
    label = ACTIVITY_NAMES[kind] if kind != "other" else "New activity"
    if keeping(f"New activity: {label}", lambda case: planning.with_activity(case, kind, label)):
        state.pick(PAGE, state.case().plan[-1].id)


# --- the plan ----------------------------------------------------------------------------------------------------


def _drawn(case: Case) -> charts.Chart:
    launch = next((found.day for found in milestones(case) if found.name == LAUNCH), None)
    bars = plan_bars(case, {name: uncapitalised(words) for name, words in DRIVEN_NAMES.items()})
    return cached.picture("gantt", case.start, case.months, bars, launch, dark=state.is_dark())


def _sets(case: Case) -> None:
    """Show which months of the model follow from the plan, and what happens in them."""
    markup.heading(
        "What the plan sets",
        "Three months of the case follow from first days; what no activity sets is your own answer",
    )
    rows = [
        (
            DRIVEN_NAMES[found.name], wording.day_name(found.day) if found.activity and found.day else _month(found.day),
            _after(found), f"“{found.activity.label}”" if found.activity else "your answer" if found.months is not None else "nobody yet",
            _effect(case, found),
        )
        for found in milestones(case)
    ]  # fmt: skip
    markup.table(
        ("What", "First day", "After the start", "Set by", "In the figures"), rows, left=5, caption="What the plan sets"
    )
    said = _scenario_words(case)
    if said:
        markup.note(said)


def _month(day: date | None) -> str:
    return wording.month_name(f"{day:%Y-%m}", 1) if day else wording.NONE


def _after(found: Milestone) -> str:
    if found.months is None:
        return wording.NONE
    months = wording.number(found.months, 1)
    return "at once" if found.months == 0 else f"{months} month{'' if months == '1' else 's'}"


def _effect(case: Case, found: Milestone) -> str:
    """Say what an answer does in the figures."""
    if found.months is None:
        return "still to be answered"
    month = wording.month_words(case.start, floor(found.months) + 1)
    if found.name == LAUNCH:
        return f"nothing is earned before {month}"
    what = "pay counts" if found.name == "manager_start" else "the licence counts"
    return f"{what} from {month} on, and what is paid once as it begins"


def _scenario_words(case: Case) -> str:
    """Say where the scenario that is shown has months of its own."""
    overlay = case.options.get(state.scenario() or "")
    own = [DRIVEN_NAMES[name] for name in DRIVEN_NAMES if overlay and name in overlay.assumptions]
    if not overlay or not own:
        return ""
    return f"The scenario “{overlay.label or state.scenario()}” states months of its own: {wording.listed([uncapitalised(words) for words in own])}."


# --- activities --------------------------------------------------------------------------------------------------


def _editor(case: Case, focus: str) -> None:
    markup.heading(
        "Activities", "One is open at a time; dates are days of the calendar, and move with the first month of the case"
    )
    if any(activity.id == focus for activity in case.plan):
        state.pick(PAGE, focus)
    left, right = st.columns([1, 2.6], gap="large")
    with left:
        listed = [Group(activity.id, activity.label, _said(case, activity)) for activity in case.plan]
        name = groups.chosen(PAGE, [*listed, Group(ADD, "Add an activity")])
    with right:
        index = next((i for i, activity in enumerate(case.plan) if activity.id == name), None)
        if index is None:
            _kinds()
        else:
            activity_card.show(index)


def _said(case: Case, activity: Activity) -> str:
    first = wording.day_short(activity_dates(case.start, activity)[0])
    again = f", every {activity.every_months} months" if activity.every_months else ""
    return f"{first}, {activity_card.length_words(activity.days)}{again}"


def _kinds() -> None:
    """Offer each kind of activity; a new one begins with the launch until somebody says otherwise."""
    markup.label("What do you want to add?", "it begins with the launch; change its first day then")
    items = "".join(f"<li>{button(kind, f'+ {label}', 'cc-pill')}</li>" for kind, label in ACTIVITY_NAMES.items())
    live(f"<ul class='cc-pills'>{items}</ul>", "new-activity", _add)


def _findings(standing: Standing) -> None:
    found = standing.analysis.appraisal.challenges if standing.analysis else ()
    wanted = [challenge for challenge in found if challenge.id in _FINDINGS]
    if wanted:
        markup.heading("What a reviewer will ask of this plan")
        markup.challenges(wanted)


show()
