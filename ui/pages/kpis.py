"""KPIs: how everybody will know, which goal each KPI measures, where it stands and where it shall stand."""

from __future__ import annotations

import streamlit as st

from assumptions.loader import library
from exports import answers, tables, wording
from model.case import Case
from model.evidence import Assumption
from model.names import counted
from model.problems import Complaint
from model.result import Appraisal, Run
from model.strategy import Kpi
from scenarios import measuring
from scenarios.standing import Standing
from ui import cached, state
from ui.components import downloads, fields, groups, kpi_card, kpi_matrix, markup
from ui.components.drawing import draw
from ui.components.groups import Group
from ui.components.picking import button, live, scroll_to
from ui.journey import BY_NAME

PAGE, ADD = "kpis", "add"
_OPENED = "opened"
_FINDINGS = ("kpi_", "vanity_", "goal_without_kpi")
_MOST_SUGGESTED = 8


def show() -> None:
    """Show which KPI measures which goal, and the one that is opened."""
    standing, case, focus = state.standing(), state.case(), state.seen_focus()
    base = cached.standing(case, None).analysis
    markup.page(BY_NAME[PAGE], _answer(case))
    if case.kpis and case.goals:
        kpi_matrix.show(case, standing.analysis.appraisal if standing.analysis else None, PAGE)
    elif not case.goals:
        _without_goals(case)
    _editor(standing, base.appraisal.run if base else None, focus)
    if standing.analysis is not None and case.kpis:
        _quarters(standing.analysis.appraisal)
        _findings(standing.analysis.appraisal)
        _map(standing)


def _answer(case: Case) -> str:
    count, bare = len(case.kpis), sum(kpi.baseline is None for kpi in case.kpis)
    if not count:
        return "No KPI yet: nobody could tell whether the community reaches its goals."
    kpis = counted(count, "KPI")
    if not case.goals:
        return f"{kpis}, and no goal to measure yet."
    measured = len({name for kpi in case.kpis for name in kpi.goals} & {goal.id for goal in case.goals})
    goals = (
        ("both goals" if measured == 2 else f"all {measured} goals")
        if measured == len(case.goals) > 1
        else f"{measured} of {counted(len(case.goals), 'goal')}"
    )
    verb = "measures" if count == 1 else "measure"
    stands = f"{bare} {'has' if bare == 1 else 'have'} no baseline yet" if bare else "each has a baseline"
    return f"{kpis} {verb} {goals}; {stands}."


def _without_goals(case: Case) -> None:
    markup.empty(
        "A KPI (key performance indicator) shows whether a goal is being reached. Name the goals first; each then gets at least one."
        if not case.kpis
        else "These KPIs have no goal to measure. Name the goals, and tie each KPI to one."
    )
    st.button("Name a goal", on_click=state.go_to, args=("strategy", "goals"), key="to-goals")


# --- list and editor ---------------------------------------------------------------------------------------------


def _editor(standing: Standing, run: Run | None, focus: str) -> None:
    case = state.case()
    markup.heading(
        "Your KPIs", "One is open at a time; its target is read from the model, so that it moves with the case"
    )
    if any(kpi.id == focus for kpi in case.kpis):
        state.pick(PAGE, focus)
    left, right = st.columns([1, 2.6], gap="large")
    with left:
        behind = {index for kpis in measuring.left_behind(case, library()).values() for index in kpis}
        lacks = [_lacks(kpi, run, is_behind=index in behind) for index, kpi in enumerate(case.kpis)]
        listed = [Group(kpi.id, kpi.label, *lack) for kpi, lack in zip(case.kpis, lacks, strict=True)]
        name = groups.chosen(PAGE, [*listed, Group(ADD, "Add a KPI", "suggested from what your case counts")])
    with right:
        index = next((i for i, kpi in enumerate(case.kpis) if kpi.id == name), None)
        if index is None:
            _add(run)
        else:
            found = standing.analysis.appraisal.kpis if standing.analysis else ()
            kpi_card.show(index, run, next((target for target in found if target.id == name), None), standing)
    if focus.startswith(f"{_OPENED}:"):
        scroll_to(f'[class*="st-key-{_OPENED}-kpi"]', f"scroll-{focus}")


def _lacks(kpi: Kpi, run: Run | None, *, is_behind: bool) -> tuple[str, bool]:
    said = {
        "its stream is not in the case": is_behind,
        "no goal": not kpi.goals,
        "no baseline": kpi.baseline is None,
        "another number in your answers": run is not None and measuring.begins_with(kpi, run) is not None,
    }
    lacks = [words for words, is_lacking in said.items() if is_lacking]
    return (", ".join(lacks), True) if lacks else (kpi_matrix.SIGNALS[kpi.signal].partition(":")[0], False)


def _add(run: Run | None) -> None:
    """Offer measures of what the case counts, and a form for one of one's own."""
    markup.label("Suggested", "what your benefits are computed from; pure counts such as members or views are left out")
    found = measuring.measures(state.case(), run) if run else ()
    if found and run:
        items = "".join(_pill(measure) for measure in found[:_MOST_SUGGESTED])
        live(f"<ul class='cc-pills'>{items}</ul>", "suggested-kpis", lambda name: _take(run, name))
    else:
        markup.empty(
            "Everything your benefits are computed from is measured already."
            if run and run.lines_of("benefit")
            else "Suggestions appear here as soon as the first benefit can be computed: choose where the value comes from, and answer its questions."
        )
        st.button("Choose where value comes from", on_click=state.go_to, args=("value",), key="to-value")
    _own()


def _pill(measure: measuring.Measure) -> str:
    said = "leading" if measure.signal == "leading" else "lagging"
    return (
        f"<li>{button(measure.line, f'+ {measure.label} ({said})', 'cc-pill', kpi_matrix.SIGNALS[measure.signal])}</li>"
    )


def _take(run: Run, line: str) -> None:
    measure = next((found for found in measuring.measures(state.case(), run) if found.line == line), None)
    if measure and state.edit(f"New KPI: {measure.label}", lambda case: measuring.with_measure(case, measure, run)):
        state.pick(PAGE, state.case().kpis[-1].id)


def _own() -> None:
    """Let somebody add a KPI the model has no line for, with its target and the reason for it."""
    with st.form("new-kpi", border=False):
        markup.label("One of your own", "for what the model has no line for, such as how satisfied members are")
        label = st.text_input("What is measured", max_chars=200, placeholder="Members who would recommend us")
        value, unit, month = st.columns(3)
        target = value.text_input("Target", placeholder="60%")
        counted = unit.text_input(
            "Unit", value="1", max_chars=80, help="1 for a share; else words such as contact/month."
        )
        when = month.text_input("To be reached in month", value=str(min(24, state.case().months)))
        reason = st.text_input("Why this target", max_chars=2_000, placeholder="What was measured, agreed or promised")
        if st.form_submit_button("Add this KPI"):
            _add_own(label, target, counted.strip() or "1", when, reason)
    fields.explain_refusal("new-kpi")


def _add_own(label: str, target: str, unit: str, when: str, reason: str) -> None:
    def added(case: Case) -> Case:
        value = answers.read(target, Assumption(label="The target", unit=unit), case.currency)
        if not label.strip() or value is None or not reason.strip():
            raise Complaint(
                "The KPI lacks a name, a target or a reason.", "A target without a reason cannot be defended.",
                "Say what is measured, what shall be reached, and why.",
            )  # fmt: skip
        month, _ = answers.number_in(when, "The month", case.currency)
        return measuring.with_own(case, label.strip(), unit, value, int(month), reason.strip())

    if state.edit(f"New KPI: {label}", added, key="new-kpi"):
        state.pick(PAGE, state.case().kpis[-1].id)
        st.rerun()


# --- targets by quarter ------------------------------------------------------------------------------------------


def _quarters(appraisal: Appraisal) -> None:
    """Show what the model expects of each KPI at the end of each quarter, and hand it out as a file."""
    resolved = appraisal.run.graph.resolved
    months = range(3, resolved.months + 1, 3)
    markup.heading(
        "What to expect, quarter by quarter",
        "What the model gives at the end of each quarter; compare it with what you measure",
    )
    names = [wording.month_short(resolved.start, month) for month in months]
    rows = []
    for kpi in appraisal.kpis:
        values = kpi.quarters or (None,) * len(names)
        shown = [_number(value, kpi.unit, resolved.currency) for value in (kpi.baseline, *values)]
        rows.append((f"{kpi.label} ({_unit(kpi.unit, resolved.currency)})", *shown))
    if rows:
        markup.table(("KPI", "Baseline", *names), rows, caption="KPIs by quarter", wide=True)
    left_out = [kpi.label for kpi in state.case().kpis if kpi.id not in {found.id for found in appraisal.kpis}]
    if left_out:
        markup.note(f"Not computed yet, as answers are missing: {wording.listed(left_out, 6)}.")
    downloads.table(f"{state.case().id}-kpis", lambda: tables.kpi_csv(appraisal), "save-kpis", "Save as a table (CSV)")


def _number(value: float | None, unit: str, currency: str) -> str:
    """Return a value without the words of its unit, which stand at the head of its row."""
    return wording.quantity(value, unit, currency).partition(" ")[0]


def _unit(unit: str, currency: str) -> str:
    return answers.unit_words(Assumption(unit=unit), currency).replace("%", "share")


def _findings(appraisal: Appraisal) -> None:
    found = [challenge for challenge in appraisal.challenges if challenge.id.startswith(_FINDINGS)]
    if found:
        markup.heading("What a reviewer will ask of these KPIs")
        markup.challenges(found)


def _map(standing: Standing) -> None:
    if standing.analysis is not None and standing.case.goals:
        with st.container(key="strategy-map"):
            draw(cached.chart("strategy_map", standing.analysis, dark=state.is_dark()))


show()
