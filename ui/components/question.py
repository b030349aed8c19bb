"""One question of the case, built from its assumption record: box, benchmark strip, evidence, and details on demand."""

from __future__ import annotations

from typing import Any

import streamlit as st

from exports import answers, glossary, wording
from model.case import Case
from model.evidence import Assumption
from model.names import capitalised, counted, uncapitalised
from model.problems import Complaint
from model.schedule import MONTHS_IN, Schedule
from model.sensitivity import usual_doubt
from model.units import vocabulary
from scenarios import answering
from scenarios.reviewing import ANSWERS
from scenarios.standing import Question, Standing
from ui import reviewing, state
from ui.components import fields, markup, offers, strip

_OPEN = "question"
_OVER_TIME = ("planned_members", "planned_joins")
"""Answers that hardly ever stay the same, so that they are asked year by year."""
_PERIODS = {"month": "Each month", "quarter": "Each quarter", "year": "Each year"}


def ask(question: Question, standing: Standing) -> None:
    """Show a question with its answer under the scenario that is shown; another answer changes the case."""
    with st.container(key=f"q-{question.name}", gap="xxsmall"):
        _box(question)
        drawn = strip.drawn(question.record, question.record.value, state.case().currency)
        if drawn:
            st.html(drawn)
        _said_of(question, standing)
        _remarked(question)


def _remarked(question: Question) -> None:
    """Lead to what reviewers have said of the answer, where something is open."""
    field = f"{ANSWERS}{question.name}"
    number = reviewing.remarks_on(field)
    if number:
        st.button(
            counted(number, "remark"), key=f"remarks-{question.name}", type="tertiary", icon=":material/chat_bubble:",
            on_click=state.go_to, args=("review", field), help="What reviewers say of this answer, and propose instead",
        )  # fmt: skip


def _said_of(question: Question, standing: Standing) -> None:
    """Say what the answer rests on; its range and source are opened on demand, once there is an answer."""
    if question.is_missing:
        offers.values(question, _evidence(question, standing))
    if not question.record.is_known:
        return
    is_open = state.picked(_OPEN) == question.name
    left, right = st.columns([4, 1.15], vertical_alignment="center", gap="small")
    with left:
        offers.knowledge(question, _evidence(question, standing))
    right.button(
        "Close" if is_open else "Range, source",
        key=f"details-{question.name}", type="tertiary", icon=":material/expand_less:" if is_open else ":material/tune:",
        on_click=state.pick, args=(_OPEN, "" if is_open else question.name),
    )  # fmt: skip
    if is_open:
        _details(question)


def _key(name: str, field: str) -> str:
    return f"answer:{state.scenario() or ''}:{name}:{field}"


def _box(question: Question) -> None:
    name, record, currency = question.name, question.record, state.case().currency
    label = _asked(question)
    planned = _planned(name)
    schedule = _schedule(question)
    if schedule is not None:
        _schedule_box(question, label, schedule)
        return
    key = _key(name, "value")
    fields.show(key, answers.shown(record.value, record, currency))
    st.text_input(
        label, key=key, disabled=bool(planned),
        help=planned or _help(question), placeholder=_placeholder(record),
        on_change=_answered, args=(key, question, "value"),
    )  # fmt: skip
    fields.explain_refusal(key)
    if planned:
        markup.note(planned)


def _asked(question: Question) -> str:
    asked = answers.question(question.record, question.name)
    member = question.label.removeprefix(f"{question.record.label} (").removesuffix(")") if "[" in question.name else ""
    return markup.plain(f"{member}: {uncapitalised(asked)}" if member else asked)


def _help(question: Question) -> str | None:
    """Return what the library says to whoever answers, and what the terms in the question mean; None where there is nothing."""
    meant = glossary.explained(f"{question.label}. {answers.question(question.record, question.name)}")
    return " ".join(filter(None, (question.guidance, f"{markup.plain(capitalised(meant))}." if meant else ""))) or None


def _placeholder(record: Assumption) -> str:
    """Return the unit alone: any number in an empty box would be taken for the usual one."""
    words = answers.unit_words(record, state.case().currency)
    return f"A share, in {words.replace('%', 'percent')}" if answers.is_share(record) else f"Your answer, in {words}"


def _planned(name: str) -> str:
    """Return who sets an answer in place of its box: the plan of the case."""
    if state.scenario():
        return ""
    driving = next((activity for activity in state.case().plan if activity.drives == name), None)
    return f"Set by your plan: “{driving.label}” begins then. Change it on the page Plan." if driving else ""


def _answered(key: str, question: Question, field: str) -> None:
    """Take what stands in a box of a question into the case."""
    written = st.session_state[key]
    words = f"{question.label}: {written or 'no answer'}"

    def taken(case: Case) -> Case:
        new = _read(field, written, question, case)
        if field in ("low", "high"):
            return answering.bounded(case, question.name, state.scenario(), _ends(field, new, question.record))
        return answering.answer(case, question.name, state.scenario(), {field: new})

    state.edit(words, taken, key=key, written=written)


def _read(field: str, written: Any, question: Question, case: Case) -> Any:
    record, currency = question.record, case.currency
    if field in ("value", "low", "high"):
        number = answers.read(written, record, currency)
        if field in ("low", "high"):
            _check_order(field, number, record)
        return number
    if field == "source":
        return ({"title": written.strip()},) if written.strip() else None
    return (written.strip() or None) if isinstance(written, str) else written


def _check_order(field: str, number: float | None, record: Assumption) -> None:
    likely = record.value
    if number is None or likely is None:
        return
    if (field == "low" and number > likely) or (field == "high" and number < likely):
        raise Complaint(
            f"The {field} value lies {'above' if field == 'low' else 'below'} the likely one.",
            "A range goes from low to high with the likely value inside.",
            "Change it, or the answer above.",
        )


def _ends(field: str, end: float | None, record: Assumption) -> tuple[float, float] | None:
    """Return a range with another end; where there was none, the other end is the likely value until it is said."""
    if end is None:
        return None
    low, high = record.range() or (record.likely, record.likely)
    return (end, high) if field == "low" else (low, end)


def _schedule(question: Question) -> Schedule | None:
    """Return the schedule of an answer that changes over time; a plan of members is asked year by year from the first."""
    if question.record.schedule is None and question.is_missing and question.name.partition("[")[0] in _OVER_TIME:
        return Schedule(by="year", values=(0.0,), spread="level")
    return question.record.schedule


def _schedule_box(question: Question, label: str, schedule: Schedule) -> None:
    record, key = question.record, _key(question.name, "values")
    written = "" if record.schedule is None else answers.periods_shown(schedule.values, record)
    fields.show(key, written)
    st.text_area(
        label, key=key, height=68, help=_help(question), placeholder="100; 200; 300",
        on_change=_rescheduled, args=(key, question, schedule),
    )  # fmt: skip
    fields.explain_refusal(key)
    what = "the amount of the whole period" if schedule.spread == "even" else "the level in each month of it"
    count = -(-_months(state.case()) // MONTHS_IN[schedule.by])
    unit = answers.unit_words(record, state.case().currency)
    markup.note(
        f"{count} values, one for {_PERIODS[schedule.by].lower()}: {what}, in {unit}. Put a semicolon between them."
    )


def _rescheduled(key: str, question: Question, schedule: Schedule) -> None:
    written = st.session_state[key]

    def taken(case: Case) -> Case:
        if not written.strip():
            return answering.answer(case, question.name, state.scenario(), {"schedule": None, "value": None})
        new = answers.read_schedule(written, question.record, schedule, case, _months(case))
        return answering.answer(case, question.name, state.scenario(), {"schedule": new})

    state.edit(f"{question.label}: {written}", taken, key=key, written=written)


def _months(case: Case) -> int:
    """Return how far the case looks ahead under the scenario that is shown."""
    overlay = case.options.get(state.scenario() or "")
    return (overlay.months if overlay else None) or case.months


# --- evidence ----------------------------------------------------------------------------------------------------


def _evidence(question: Question, standing: Standing) -> str:
    parts = [_grade(question), *_worth(question, standing), *_of_scenario(question)]
    return f"<p class='cc-evidence'>{' · '.join(parts)}</p>"


def _grade(question: Question) -> str:
    if question.is_missing:
        return "<span class='cc-chip cc-missing'>We still need this</span>"
    record = question.record
    grade = record.evidence
    said = "; ".join(str(source) for source in record.source) or "no source yet"
    library = "Library value. " if question.origin == "library" else ""
    return f"<span class='cc-chip cc-{grade}'>{wording.GRADE_NAMES[grade]}</span> {markup.escape(library + said)}"


def _worth(question: Question, standing: Standing) -> list[str]:
    swing = standing.swings.get(question.name)
    if swing is None or question.is_missing or not swing.size:
        return []
    ends = markup.escape(wording.span_words(swing.npv_at_low, swing.npv_at_high, state.case().currency))
    if question.record.range() is not None:
        return [f"from its low to its high end the result would be {ends}"]
    doubt = wording.percent(usual_doubt(question.record))
    return [f"with {doubt} less or more the result would be {ends}"]


def _of_scenario(question: Question) -> list[str]:
    if not state.scenario():
        return []
    base = answering.stated_answer(state.case(), question.name, None)
    if question.origin != "scenario":
        return ["as in the base case"]
    said = answers.shown(base.value, question.record, state.case().currency) if base else "nothing"
    return [f"<strong>differs in this scenario</strong>; the base case says {markup.escape(said)}"]


# --- details -----------------------------------------------------------------------------------------------------


def _details(question: Question) -> None:
    record, currency = question.record, state.case().currency
    with st.container(border=True, key=f"details-of-{question.name}"):
        low, high, grade = st.columns(3)
        with low:
            _end(question, "low", "Low: 1 in 20 would be lower")
        with high:
            _end(question, "high", "High: 1 in 20 would be higher")
        with grade:
            _pick_grade(question)
        source, owner = st.columns([2, 1])
        with source:
            _written(question, "source", "Where the answer comes from", "; ".join(s.title for s in record.source))
        with owner:
            _written(question, "owner", "Who answers for it", record.owner or "")
        stated = answering.stated_answer(state.case(), question.name, state.scenario())
        _written(question, "note", "Remark for a reviewer", (stated.note if stated else None) or "")
        _over_time(question)
        for line in strip.published(record, currency):
            markup.note(line)


def _end(question: Question, field: str, label: str) -> None:
    key, record = _key(question.name, field), question.record
    span = record.range()
    value = None if span is None else span[0 if field == "low" else 1]
    is_times = record.schedule is not None
    shown = answers.shown(value, record, state.case().currency) if not is_times else wording.number(value, 4)
    fields.show(key, shown)
    st.text_input(
        f"{label} (times the plan)" if is_times else label, key=key, disabled=is_times,
        on_change=_answered, args=(key, question, field),
    )  # fmt: skip
    fields.explain_refusal(key)


def _pick_grade(question: Question) -> None:
    key = _key(question.name, "grade")
    fields.show(key, question.record.grade)
    st.selectbox(
        "How good the evidence is", [None, "measured", "published", "expert", "guess"], key=key,
        format_func=lambda grade: wording.GRADE_NAMES[grade],
        on_change=_answered, args=(key, question, "grade"),
    )  # fmt: skip


def _written(question: Question, field: str, label: str, current: str) -> None:
    key = _key(question.name, field)
    fields.show(key, current)
    st.text_input(label, key=key, max_chars=500, on_change=_answered, args=(key, question, field))
    fields.explain_refusal(key)


def _over_time(question: Question) -> None:
    """Offer to state an answer year by year, or as one value again."""
    record, case, scenario = question.record, state.case(), state.scenario()
    change: dict[str, Any]
    if record.schedule is not None:
        unit = vocabulary(case.currency, case.units).unit(record.unit or "1")
        words, change = "One value for all months", {"schedule": None, "value": record.values(unit)[0]}
    else:
        values = tuple([record.value or 0.0] * -(-_months(case) // 12))
        schedule = Schedule(by="year", values=values, spread="level")
        words, change = "It changes from year to year", {"schedule": schedule}
    fields.act(
        words, f"{question.label}: {words.lower()}",
        lambda case: answering.answer(case, question.name, scenario, change), key=f"schedule-{question.name}", icon=":material/calendar_month:",
    )  # fmt: skip
