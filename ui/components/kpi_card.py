"""One KPI opened for editing: what it is read from, its target, where it stands today, what it is tied to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import streamlit as st

from assumptions.loader import library
from exports import answers, wording
from model.case import Case
from model.evidence import Assumption
from model.names import capitalised
from model.problems import Path
from model.result import KpiTarget, Run
from model.strategy import Baseline, Kpi
from scenarios import editing, measuring
from scenarios.planning import LAUNCH, milestones
from scenarios.standing import Standing
from ui import state
from ui.components import fields, markup

_SPANS = {1: "That month alone", 3: "The 3 months up to it", 12: "The 12 months up to it"}
_REVIEWS = {"weekly": "Every week", "monthly": "Every month", "quarterly": "Every quarter", "half_yearly": "Every half-year", "yearly": "Every year"}  # fmt: skip
_DIRECTIONS = {"up": "More is better", "down": "Less is better"}
_TELLS = {"leading": "Leading", "lagging": "Lagging"}
_MEANING = {
    "leading": "Leading: it moves before the result does, so that there is time to act.",
    "lagging": "Lagging: it shows the result once it is there.",
}
_STATED = "A target I state myself, with a reason"
_UNJUSTIFIED = "Still to be justified"


def show(index: int, run: Run | None, found: KpiTarget | None, standing: Standing) -> None:
    """Show a KPI; `run` is the base case as far as it is computed, `found` its target under the scenario that is shown."""
    kpi = state.case().kpis[index]
    with st.container(border=True, key=f"opened-kpi-{index}"):
        fields.text("What is measured", ("kpis", index, "label"))
        _left_behind(index)
        _target(index, kpi, run)
        st.html(f"<p class='cc-goal-of'>{markup.escape(_said(kpi, found, standing))}</p>")
        _kind(index)
        _baseline(index, kpi, run)
        _ties(index)
        _upkeep(index)
        fields.act(f"Remove {markup.plain(kpi.label)}", f"Without {kpi.label}", lambda case: editing.drop(case, ("kpis", index)), key=f"remove-kpi-{index}", icon=":material/delete:", kind="tertiary")  # fmt: skip


def _left_behind(index: int) -> None:
    """Say where the KPI is read from a stream that was taken out of the case, and let that be mended at once."""
    off = next((name for name, kpis in measuring.left_behind(state.case(), library()).items() if index in kpis), None)
    if off is None:
        return
    title = library().streams[off].title
    with st.container(horizontal=True, vertical_alignment="center", key=f"left-behind-{index}"):
        markup.fault(f"It is read from {title}, which is not in your case: no money follows from it. Read it from another line, remove it, or take the stream in again.")  # fmt: skip
        fields.act(
            f"With {title}", f"With {title}", lambda case: editing.switch_on(case, off), key=f"stream-again-{index}"
        )


# --- the target --------------------------------------------------------------------------------------------------


def _target(index: int, kpi: Kpi, run: Run | None) -> None:
    _source(index, kpi, run)
    if kpi.target.line is None:
        _stated(index, kpi)
    left, right = st.columns(2)
    with left:
        fields.choice("To be reached in", ("kpis", index, "target", "month"), _months(kpi))
    if kpi.target.line is not None:
        with right:
            spans = _SPANS | {kpi.target.months_summed: f"The {kpi.target.months_summed} months up to it"}
            fields.choice(
                "Counted over", ("kpis", index, "target", "months_summed"), _SPANS if kpi.target.months_summed in _SPANS else spans,
                help_text="Several months are added up where the line is an amount a month, and averaged where it is a level or a share.",
                apply=lambda case, count: _over(case, index, count, run),
            )  # fmt: skip


def _source(index: int, kpi: Kpi, run: Run | None) -> None:
    """Ask what the target is read from: a line of the model by what it means, or a value somebody states."""
    path: Path = ("kpis", index, "target", "line")
    options = dict(measuring.sources(run, library())) if run else {}
    line = kpi.target.line
    if line is not None and line not in options:
        options[line] = f"{line} (cannot be computed yet)"
    fields.choice(
        "Target read from", path, options, none=_STATED, apply=lambda case, chosen: _read_from(case, index, chosen, run),
        help_text="A line of the model: then the KPI measures what the case promises, and its target moves with the case.",
    )  # fmt: skip


def _read_from(case: Case, index: int, chosen: str | None, run: Run | None) -> Case:
    if chosen is not None and run is not None:
        return measuring.read_from(case, index, chosen, run)
    return measuring.stated(case, index, _last_value(case, index, run), _UNJUSTIFIED)


def _last_value(case: Case, index: int, run: Run | None) -> float:
    """Return the value a stated target begins with: what the model gave, else where it stands today."""
    kpi = case.kpis[index]
    found = state.standing().analysis
    targets = {target.id: target.target for target in found.appraisal.kpis} if found and run else {}
    value = targets.get(kpi.id)
    return value if value is not None else kpi.baseline.value if kpi.baseline else 0.0


def _over(case: Case, index: int, count: int, run: Run | None) -> Case:
    if run is None:
        return editing.put(case, ("kpis", index, "target", "months_summed"), count)
    return measuring.over_months(case, index, count, run)


def _months(kpi: Kpi) -> Mapping[int, str]:
    case, target = state.case(), kpi.target
    months = {*range(max(target.first_month, 1), case.months + 1), target.month}
    return {month: _month(case.start, month) for month in sorted(months)}


def _month(start: str, month: int) -> str:
    return capitalised(wording.month_words(start, month))


def _stated(index: int, kpi: Kpi) -> None:
    value, unit, reason = st.columns([2, 2, 3])
    with value:
        fields.number(
            "Target", ("kpis", index, "target", "value"), read=lambda text: answers.read(text, _record(kpi), state.case().currency),
            write=lambda number: answers.shown(number, _record(kpi), state.case().currency),
        )  # fmt: skip
    with unit:
        fields.text(
            "Unit", ("kpis", index, "unit"), most=80, apply=lambda case, text: measuring.in_unit(case, index, text.strip() or "1"),
            help_text="Words of the unit list, such as contact/month or USD/customer; 1 for a share.",
        )  # fmt: skip
    with reason:
        fields.text("Why this target", ("kpis", index, "target", "reason"), most=2_000)


def _record(kpi: Kpi) -> Assumption:
    return Assumption(label="The value", unit=kpi.unit)


def _said(kpi: Kpi, found: KpiTarget | None, standing: Standing) -> str:
    """Say the target at once, or what is missing for it."""
    case = state.case()
    when = wording.month_words(case.start, kpi.target.month)
    wrong = [problem for problem in standing.faults if problem.path[:2] == ("kpis", case.kpis.index(kpi))]
    if wrong:
        return wrong[0].in_short
    if found is None:
        return "The model cannot give the target yet: an answer it depends on is missing. You can go on with the rest."
    if found.target is None:
        return f"No target: {found.reason or 'its line has no value then.'}"
    said = f"Target: {wording.quantity(found.target, kpi.unit, case.currency)} in {when}"
    count = kpi.target.months_summed
    return f"{said}, over the {count} months up to then." if count > 1 and kpi.target.line else f"{said}."


# --- what kind of measure, and where it stands -------------------------------------------------------------------


def _kind(index: int) -> None:
    left, right = st.columns(2)
    with left:
        fields.buttons("Which way is better", ("kpis", index, "direction"), _DIRECTIONS, is_required=True)
    with right:
        fields.buttons(
            "When it moves", ("kpis", index, "signal"), _TELLS, is_required=True,
            help_text="A good set has both: leading KPIs to act on in time, and lagging ones to prove the result.",
        )  # fmt: skip

    markup.note(_MEANING[state.case().kpis[index].signal])


def _baseline(index: int, kpi: Kpi, run: Run | None) -> None:
    """Ask where it stands today and since when; without that nobody can tell a change from how it always was."""
    left, right = st.columns(2)
    currency = state.case().currency
    with left:
        key = f"baseline-{index}"
        fields.show(key, answers.shown(kpi.baseline.value if kpi.baseline else None, _record(kpi), currency))
        st.text_input(
            "Where it stands before (baseline)", key=key, placeholder=f"Measured, in {answers.unit_words(_record(kpi), currency)}",
            on_change=fields.changed, args=(key, f"{kpi.label}: baseline", lambda case, text: _with_baseline(case, index, text)),
        )  # fmt: skip
        fields.explain_refusal(key)
    with right:
        if kpi.baseline is not None:
            fields.text("Measured in", ("kpis", index, "baseline", "date"), most=7, help_text="The month, as 2027-01.")
    if kpi.baseline is None:
        markup.fault(f"No baseline yet. {_measure_by()}")
    else:
        _other_beginning(index, kpi, kpi.baseline.value, run)


def _other_beginning(index: int, kpi: Kpi, before: float, run: Run | None) -> None:
    """Say where the model begins with another number than the baseline, as after an answer was changed; a click takes it over."""
    value = measuring.begins_with(kpi, run) if run else None
    if value is None:
        return
    now, old = (wording.quantity(number, kpi.unit, state.case().currency) for number in (value, before))
    with st.container(horizontal=True, vertical_alignment="center", key=f"other-baseline-{index}"):
        markup.fault(f"Your answers begin with {now} in month 1, and this baseline says {old}. If both mean the same, one of them is out of date.")  # fmt: skip
        fields.act(
            f"Take over {now}", f"{kpi.label}: baseline", key=f"take-baseline-{index}",
            change=lambda case: editing.put(case, ("kpis", index, "baseline", "value"), value),
        )  # fmt: skip


def _with_baseline(case: Case, index: int, written: str) -> Case:
    kpi = case.kpis[index]
    value = answers.read(written, _record(kpi), case.currency)
    if value is None:
        return editing.put(case, ("kpis", index, "baseline"), None)
    measured = kpi.baseline.date if kpi.baseline else f"{date.today():%Y-%m}"  # noqa: DTZ011 - the month of the person who writes
    return editing.put(case, ("kpis", index, "baseline"), Baseline(value=value, date=measured))


def _measure_by() -> str:
    day = next((found.day for found in milestones(state.case()) if found.name == LAUNCH), None)
    return f"Measure it before launch, by {wording.day_name(day)}." if day else "Measure it before launch."


# --- what it is tied to, and who keeps it ------------------------------------------------------------------------


def _ties(index: int) -> None:
    case = state.case()
    goals = {goal.id: goal.label for goal in case.goals}
    needs = {need.id: f"{need.label} ({audience.label})" for audience in case.audiences for need in audience.needs}
    left, right = st.columns(2)
    with left:
        fields.links("Goals it measures", ("kpis", index, "goals"), goals, empty="name a goal on the page Strategy.")
    with right:
        fields.links("Needs it measures", ("kpis", index, "needs"), needs, empty="name a need on the page Audience and needs.")  # fmt: skip


def _upkeep(index: int) -> None:
    owner, source, review = st.columns(3)
    with owner:
        fields.text("Who answers for it", ("kpis", index, "owner"), hint="A role or a name")
    with source:
        fields.text("Where the figure is read", ("kpis", index, "data_source"), hint="A report or a system")
    with review:
        fields.choice("How often it is looked at", ("kpis", index, "review"), _REVIEWS)
