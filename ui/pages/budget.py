"""Budget: what it costs, group by group, over months, quarters and years, and what people forget."""

from __future__ import annotations

import streamlit as st

from assumptions.loader import library
from exports import wording
from model.line import Stream
from scenarios import editing
from scenarios.progress import is_of_budget, streams_on
from scenarios.standing import SHARED, Question, Standing
from ui import cached, state
from ui.components import choosing, groups, markup
from ui.components.drawing import draw
from ui.components.groups import Group
from ui.components.picking import button, live
from ui.journey import BY_NAME

PAGE, OVERVIEW = "budget", "overview"
_PERIODS = {"year": "By year", "quarter": "By quarter", "month": "By month"}


def show() -> None:
    """Show the cost groups, and the questions of the one that is chosen."""
    standing, focus = state.standing(), state.seen_focus()
    groups.follow(PAGE, standing, focus, "group")
    markup.page(BY_NAME[PAGE], _answer(standing))
    left, right = st.columns([1, 2.6], gap="large")
    with left:
        name = groups.chosen(PAGE, _groups(standing))
    with right:
        if name == OVERVIEW:
            _overview(standing)
        elif name == SHARED:
            markup.heading("When costs start, and how they rise", "Used by several cost groups")
            groups.ask_all(_questions(standing, SHARED), standing, focus)
        else:
            _group(standing, library().streams[name], focus)
    if focus in standing.by_name:
        groups.scroll_to(focus)


def _cost_groups() -> list[Stream]:
    return [stream for stream in library().streams.values() if stream.kind == "cost"]


def _answer(standing: Standing) -> str:
    appraisal = standing.analysis.appraisal if standing.analysis else None
    costs = [s for s in appraisal.streams if s.kind == "cost"] if appraisal else []
    if appraisal is None or not costs:
        return "Choose what will be paid; each cost then asks its amount."
    resolved, whole = appraisal.run.graph.resolved, sum(stream.total for stream in costs)
    largest = max(costs, key=lambda stream: stream.total)
    over = wording.duration(resolved.months)
    money = wording.money_short(whole, resolved.currency)
    share = wording.percent(largest.total / whole if whole else None)
    return f"It costs {money} over {over}, undiscounted; {share} of it goes to {largest.label}."


def _questions(standing: Standing, group: str) -> tuple[Question, ...]:
    return tuple(question for question in standing.asked(group) if is_of_budget(question))


def _groups(standing: Standing) -> list[Group]:
    found = [Group(OVERVIEW, "Budget over time")]
    undecided = {str(p.path[1]) for p in standing.choices}
    for stream in _cost_groups():
        said, is_missing = groups.said_of(_questions(standing, stream.id), has_choice=stream.id in undecided)
        found.append(Group(stream.id, stream.title, said or "nothing chosen", is_missing))
    shared = _questions(standing, SHARED)
    return [
        *found,
        *([Group(SHARED, "When costs start, and how they rise", *groups.said_of(shared))] if shared else []),
    ]


def _group(standing: Standing, stream: Stream, focus: str) -> None:
    markup.heading(stream.title, stream.summary)
    choosing.counted_lines(stream, "What you will pay for")
    if stream.id in streams_on(standing, "cost"):
        choosing.choices(stream)
        groups.ask_all(_questions(standing, stream.id), standing, focus)
    else:
        markup.empty("Nothing is chosen yet. Tap what you will pay for; only that is asked.")
    _forgotten(stream)
    with st.expander("What to be careful with"):
        markup.points([*stream.caveats, *stream.methods])


def _forgotten(stream: Stream) -> None:
    """Name the costs that are not in the case; what is really free may stay out, and the list says so."""
    counted = editing.counted_lines(state.case(), stream.id, library())
    absent = {line.id: line for line in stream.lines if line.is_money and line.id not in counted}
    if not absent or not counted:
        return
    markup.label("Not in your case yet", "leave out only what really costs nothing")
    items = "".join(f"<li>{button(name, f'+ {line.label}', 'cc-pill')}</li>" for name, line in absent.items())

    def take(name: str) -> None:
        state.edit(
            f"With {absent[name].label}",
            lambda case: editing.count_lines(case, stream.id, (*editing.counted_lines(case, stream.id, library()), name), library()),
        )  # fmt: skip

    live(f"<ul class='cc-pills'>{items}</ul>", f"forgotten-{stream.id}", take)


def _overview(standing: Standing) -> None:
    analysis = standing.analysis
    if analysis is None or not analysis.appraisal.run.lines_of("cost"):
        markup.empty(
            "The budget is drawn here as soon as one cost is answered. Begin with People: a community without people to run it goes quiet."
        )
        st.button("Begin with People", on_click=state.pick, args=(PAGE, "people"), key="begin-people")
        return
    period = st.segmented_control(
        "Show", list(_PERIODS), default="year", format_func=lambda name: _PERIODS[name], key="period", required=True
    )
    chart = cached.chart("budget_by_period", analysis, period or "year", dark=state.is_dark())
    draw(chart, with_table=False)
    with st.expander("The table behind this chart", expanded=period == "year"):
        markup.table(chart.columns, chart.rows, strong_last=True, caption="Budget", wide=True)
    _one_off(standing)


def _one_off(standing: Standing) -> None:
    """Show how much is paid once, and how much runs on."""
    if standing.analysis is None:
        return
    run, currency = standing.analysis.appraisal.run, state.case().currency
    costs = run.lines_of("cost")
    once = sum(float(run.line(line.id).sum()) for line in costs if line.one_off)
    running = sum(float(run.line(line.id).sum()) for line in costs if not line.one_off)
    rows = [
        ("Paid once (one-off)", wording.money(once, currency)),
        ("Paid again and again (recurring)", wording.money(running, currency)),
        ("All costs, undiscounted", wording.money(once + running, currency)),
    ]
    markup.table(("", "Amount"), rows, strong_last=True, caption="One-off and recurring costs")


show()
