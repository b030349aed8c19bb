"""One activity of the plan opened for editing: when it begins, how long it takes, what its first day sets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import streamlit as st

from exports import answers, wording
from model.calendar import first_day
from model.case import Case
from model.names import ACTIVITY_NAMES, counted
from model.plan import Activity, Driven, activity_dates
from model.problems import Complaint
from scenarios import editing, planning
from ui import cached, state
from ui.components import fields, markup
from ui.desk import Change

DRIVEN_NAMES: Mapping[Driven, str] = {
    "months_to_launch": "When the community opens",
    "manager_start": "When the first community manager starts",
    "platform_start": "When the platform is paid for",
}
_LONGEST = 3_650
_NOTICED = 0.5
"""A change of NPV by less is not said: it would be shown as no change."""
_STEP = 28
_NOTHING = "Nothing in the figures"
_REPEATS = {1: "Every month", 3: "Every 3 months", 6: "Every 6 months", 9: "Every 9 months", 12: "Every year"}


def show(index: int) -> None:
    """Show an activity; its first day is written as a date, and kept as days after the first day of the case."""
    activity = state.case().plan[index]
    with st.container(border=True, key="opened-activity"):
        fields.text("What is done", ("plan", index, "label"))
        left, right = st.columns(2)
        with left:
            fields.choice("What kind of activity", ("plan", index, "kind"), ACTIVITY_NAMES)
            _first_day(index, activity)
        with right:
            _repeats(index, activity)
            fields.number("How long it takes", ("plan", index, "days"), read=_days, write=length_words, help_text="In days, or in weeks: 10 days, 13 weeks.")  # fmt: skip
        markup.note(_when(activity))
        _drives(index, activity)
        left, right = st.columns(2)
        with left:
            fields.text("Who answers for it", ("plan", index, "owner"), hint="A role or a name")
        with right:
            fields.text("Remark", ("plan", index, "note"), most=4_000)
        _moves(index, activity)


def _first_day(index: int, activity: Activity) -> None:
    key, start = f"first-day-{index}", first_day(state.case().start)
    fields.show(key, activity_dates(state.case().start, activity)[0])

    def taken(case: Case, day: date | None) -> Case:
        return case if day is None else editing.put(case, ("plan", index, "start"), (day - start).days)

    st.date_input(
        "First day", key=key, min_value=start, max_value=start + timedelta(days=_LONGEST), format="YYYY-MM-DD",
        on_change=fields.changed, args=(key, f"{activity.label}: first day", taken),
    )  # fmt: skip
    fields.explain_refusal(key)


def _repeats(index: int, activity: Activity) -> None:
    options = dict(_REPEATS)
    if activity.every_months and activity.every_months not in options:
        options[activity.every_months] = f"Every {activity.every_months} months"
    fields.choice(
        "How often", ("plan", index, "every_months"), options, none="Once",
        help_text="A health check asks for progress on each goal every 6 to 9 months (Leader Networks 2014).",
    )  # fmt: skip


def _days(written: str) -> int:
    value, rest = answers.number_in(written, "The length", state.case().currency)
    days = value * 7 if rest.lower().startswith("week") else value
    if days != int(days) or days < 1 or rest.lower() not in ("", "day", "days", "week", "weeks"):
        raise Complaint(
            f"“{written.strip()[:40]}” is not a length in days.", "An activity takes whole days.",
            "Write whole days or weeks, such as 10 days or 13 weeks.",
        )  # fmt: skip
    return int(days)


def length_words(days: int) -> str:
    """Return a length in whole weeks where it is some, else in days."""
    count, unit = (days // 7, "week") if days >= 7 and days % 7 == 0 else (days, "day")
    return counted(count, unit)


def _when(activity: Activity) -> str:
    """Say when it is done, in words."""
    first, last = activity_dates(state.case().start, activity)
    if first == last:
        return f"On {wording.day_name(first)}."
    return f"From {wording.day_name(first)} to {wording.day_name(last)}."


def _drives(index: int, activity: Activity) -> None:
    """Ask which answer of the case its first day sets; the answer itself then stands on no other page."""
    key = f"drives-{index}"
    fields.show(key, activity.drives)
    st.selectbox(
        "What its first day sets", [None, *DRIVEN_NAMES], key=key, format_func=lambda name: DRIVEN_NAMES.get(name, _NOTHING), placeholder=_NOTHING,
        help="Benefits begin when the community opens; costs begin with the manager and the platform. What the plan sets is asked nowhere else; moving the activity moves the figures.",
        on_change=_driven, args=(key, index, activity.label),
    )  # fmt: skip
    fields.explain_refusal(key)


def _driven(key: str, index: int, label: str) -> None:
    driven = st.session_state[key]
    keeping(f"{label}: what it sets", lambda case: planning.with_drive(case, index, driven), key)


def keeping(words: str, change: Change, key: str = "plan") -> bool:
    """Change what the plan sets, and say it where the figures move after all: a plan counts whole months."""
    before, currency = _npv(), state.case().currency
    taken = state.edit(words, change, key=key)
    after = _npv()
    if taken and before is not None and after is not None and abs(after - before) >= _NOTICED:
        state.notify(
            f"The plan counts whole months, so that the worth today (NPV) goes from {wording.money(before, currency)} to {wording.money(after, currency)}."
        )
    return taken


def _npv() -> float | None:
    analysis = cached.standing(state.case(), None).analysis
    return analysis.appraisal.figures.npv if analysis else None


def _moves(index: int, activity: Activity) -> None:
    label = activity.label
    markup.label("Move it", "with everything that begins on that day or later")
    with st.container(horizontal=True, key="postpone"):
        fields.act("4 weeks earlier", f"{label}: 4 weeks earlier, and all after it", lambda case: planning.postponed(case, index, -_STEP), key=f"earlier-{index}", icon=":material/arrow_back:")  # fmt: skip
        fields.act("4 weeks later", f"{label}: 4 weeks later, and all after it", lambda case: planning.postponed(case, index, _STEP), key=f"later-{index}", icon=":material/arrow_forward:")  # fmt: skip
    with st.container(horizontal=True, key="order"):
        fields.act("Up in the list", f"{label}: moved up", lambda case: editing.move(case, ("plan", index), -1), key=f"up-{index}", icon=":material/arrow_upward:", kind="tertiary")  # fmt: skip
        fields.act("Down in the list", f"{label}: moved down", lambda case: editing.move(case, ("plan", index), 1), key=f"down-{index}", icon=":material/arrow_downward:", kind="tertiary")  # fmt: skip
        fields.act(f"Remove {markup.plain(label)}", f"Without {label}", lambda case: planning.without_activity(case, index), key=f"remove-activity-{index}", icon=":material/delete:", kind="tertiary")  # fmt: skip
