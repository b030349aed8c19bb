"""The overview: what the case is worth, where it comes from, what it costs, how it is measured, what a CFO will ask."""

from __future__ import annotations

import streamlit as st

from exports import wording
from model import MODEL_VERSION
from model.case import Case
from model.problems import CaseProblems
from model.result import Appraisal, Challenge
from scenarios import Analysis
from scenarios.files import CaseFile
from ui import cached, state
from ui.components import markup
from ui.components.drawing import draw
from ui.components.markup import Figure, plain


def show() -> None:
    """Show the page for the chosen case and scenario."""
    try:
        file, scenario, cash_only = _frame()
        shown = cached.analysis(file, scenario, cash_only=cash_only)
        appraisal = shown.appraisal
    except CaseProblems as error:
        _show_problems(error)
        return
    lost = state.lost_link()
    if lost:
        st.warning(plain(lost))
    _head(file.case, appraisal)
    _figures(appraisal)
    if not appraisal.run.money:
        _foot(file.case, appraisal)
        return
    _charts(shown)
    _budget(shown)
    _kpis(appraisal)
    _challenges(appraisal)
    _foot(file.case, appraisal)


def _frame() -> tuple[CaseFile, str | None, bool]:
    """Show the pickers of case, scenario and what counts, and return what is chosen."""
    left, right = st.columns([2, 3], gap="small", vertical_alignment="top")
    with left:
        case_id = state.choose_case(cached.titles())
    with right:
        file = cached.case_file(case_id)
        labels = {name: overlay.label or name for name, overlay in file.case.scenarios.items()}
        scenario = state.choose_scenario(labels)
    return file, scenario, state.choose_counting()


def _show_problems(error: CaseProblems) -> None:
    markup.title("This case cannot be computed yet", "Each point names the place, the reason and what to do.")
    markup.findings(
        ("high", f"{p.file} line {p.line}", f"{p.field}: {p.what} {p.why}", p.remedy) for p in error.problems
    )


def _head(case: Case, appraisal: Appraisal) -> None:
    resolved = appraisal.run.graph.resolved
    start = wording.month_name(resolved.start, 1)
    scenario = f" · scenario “{resolved.scenario_label}”" if resolved.scenario else ""
    when = f"{wording.duration(resolved.months).capitalize()} from {start}"
    counting = " · cashable savings only" if resolved.counting == "cashable" else ""
    markup.title(case.title, f"{case.organisation} · {when} · {resolved.currency}{scenario}{counting}")
    markup.sentence(wording.headline(appraisal))


def _figures(appraisal: Appraisal) -> None:
    figures, resolved = appraisal.figures, appraisal.run.graph.resolved
    markup.figures(
        [
            Figure("What it is worth today (NPV)", wording.money(figures.npv, resolved.currency), f"at {wording.percent(resolved.discount.rate, 1)} a year; {wording.money(figures.npv_cashable_only, resolved.currency)} counting cash savings only"),
            Figure("Return on what is spent (ROI)", wording.percent(figures.roi), f"at today's value; {wording.percent(figures.roi_undiscounted)} undiscounted"),
            Figure("Until the money is back (payback)", *_payback(appraisal)),
            Figure("Most money out (peak funding)", wording.money(figures.peak_funding, resolved.currency), "what must be found before it pays back"),
        ]
    )  # fmt: skip
    markup.note(
        f"Convention: {wording.convention(resolved.discount.timing, resolved.discount.rate)}. {' '.join(appraisal.notes)}"
    )
    with st.expander("All figures"):
        markup.table(("Figure", "Value"), wording.figure_rows(appraisal), caption="All figures")
    with st.expander("Year by year"):
        markup.table(wording.YEAR_COLUMNS, wording.year_rows(appraisal), caption="Year by year")


def _payback(appraisal: Appraisal) -> tuple[str, str]:
    """Return how long it takes, and what that means."""
    months, month = appraisal.figures.payback_months, appraisal.figures.break_even_month
    resolved = appraisal.run.graph.resolved
    if not appraisal.run.money:
        return wording.NONE, "nothing is spent"
    if months is None:
        return "not reached", f"within {wording.duration(resolved.months)}"
    if not month:
        return "at once", "no money is ever out"
    return f"{wording.number(months, 1)} months", f"undiscounted, within {wording.month_words(resolved.start, month)}"


def _charts(shown: Analysis) -> None:
    left, right = st.columns([3, 2], gap="large")
    with left:
        draw(cached.chart("cash_flow", shown, dark=state.is_dark()))
        _methods(shown.appraisal)
    with right:
        draw(cached.chart("value_by_stream", shown, dark=state.is_dark()))
        _kinds_of_value(shown.appraisal)


def _methods(appraisal: Appraisal) -> None:
    """Show the ways to count one thing side by side, where a stream has several."""
    for title, rows in wording.methods(appraisal):
        markup.heading(
            f"{title}: ways to count it",
            f"In {wording.month_words(appraisal.run.graph.resolved.start, appraisal.run.graph.resolved.months)}; one of them is counted",
        )
        markup.table(("Method", "A month", ""), rows, caption=f"Ways to count: {title}")


def _kinds_of_value(appraisal: Appraisal) -> None:
    """Show how much of the value is money, and how much is time set free."""
    ranked = sorted(appraisal.shares["class"].items(), key=lambda item: -item[1])
    rows = [(wording.share_name("class", key, appraisal), wording.percent(share)) for key, share in ranked]
    if rows:
        markup.table(("Kind of value", "Share"), rows, caption="Kind of value")


def _budget(shown: Analysis) -> None:
    chart = cached.chart("budget_by_year", shown, dark=state.is_dark())
    left, right = st.columns([2, 3], gap="large")
    with left:
        draw(chart, with_table=False)
    with right:
        markup.heading("Budget by year", "Undiscounted; the opening is what is spent before month 1")
        markup.table(chart.columns, chart.rows, strong_last=True, caption="Budget by year")


def _kpis(appraisal: Appraisal) -> None:
    markup.heading("How we will know", "KPIs with the goals they serve; targets are read from the model")
    if not appraisal.kpis:
        markup.note("The case has no KPIs yet. Each strategic goal needs at least one, with a baseline.")
        return
    markup.table(wording.KPI_COLUMNS, wording.kpi_rows(appraisal), left=3, caption="KPIs and targets")


def _challenges(appraisal: Appraisal) -> None:
    found = appraisal.challenges
    serious = sum(challenge.severity == "high" for challenge in found)
    summary = f"{len(found)} findings, {serious} of them serious" if found else "Nothing found"
    markup.heading("What a CFO will ask", summary)
    markup.findings((c.severity, wording.SEVERITY_NAMES[c.severity], c.message, _remedy(appraisal, c)) for c in found)


def _remedy(appraisal: Appraisal, challenge: Challenge) -> str:
    place = wording.challenge_place(appraisal, challenge)
    return f"{challenge.remedy} (About: {place})" if place and place not in challenge.message else challenge.remedy


def _foot(case: Case, appraisal: Appraisal) -> None:
    if case.published or case.assumed:
        with st.expander("What is published, and what is assumed"):
            markup.heading("Published")
            markup.points(case.published)
            markup.heading("Assumed")
            markup.points(case.assumed)
    failed = "; ".join(f"{check.check} ({check.detail})" for check in appraisal.failed_checks)
    holds = failed or f"all {len(appraisal.integrity)} integrity checks hold"
    fingerprint = appraisal.run.graph.resolved.fingerprint[:12]
    markup.note(f"Model {MODEL_VERSION}, fingerprint {fingerprint}; {holds}.")


show()
