"""Results: is it worth it, where the value comes from, what a CFO will ask, and the scenarios."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from exports import tables, wording
from model import MODEL_VERSION
from model.names import uncapitalised
from model.result import Appraisal, Challenge
from scenarios import Analysis
from scenarios.progress import place_of
from scenarios.standing import Standing
from ui import cached, draft_list, state
from ui.components import fields, markup, scenario_cards
from ui.components.drawing import draw
from ui.components.picking import button, live
from ui.journey import BY_NAME


def show() -> None:
    """Show what the case comes to under the scenario that is chosen."""
    standing = state.standing()
    field = state.seen_focus()
    if standing.analysis is None or not standing.analysis.appraisal.run.money:
        _nothing(standing)
        return
    analysis, appraisal = standing.analysis, standing.analysis.appraisal
    markup.page(BY_NAME["results"], _answer(standing, appraisal))
    _example()
    _figures(appraisal)
    _charts(analysis)
    _more_figures(appraisal)
    _lines(appraisal)
    _challenges(standing, appraisal)
    scenario_cards.show(standing, is_wanted=field == "scenarios")
    _foot(appraisal)


def _nothing(standing: Standing) -> None:
    markup.page(BY_NAME["results"], _nothing_words(standing))
    markup.empty(
        "Choose at least one value stream and one cost, and answer their questions. The figures appear here as soon as the first line can be computed."
    )
    st.button("Choose where value comes from", type="primary", on_click=state.go_to, args=("value",), key="to-value")
    scenario_cards.show(standing, is_wanted=False)


def _nothing_words(standing: Standing) -> str:
    if standing.analysis is not None and standing.scenario:
        return wording.headline(standing.analysis.appraisal)
    return "There is nothing to compute yet."


def _answer(standing: Standing, appraisal: Appraisal) -> str:
    said = wording.headline(appraisal)
    if standing.is_complete:
        return said
    left_out = wording.listed(standing.left_out)
    return f"So far, and without {left_out}: {uncapitalised(said)}" if left_out else f"So far: {said}"


def _example() -> None:
    """Say that this is an example, and offer to go on with a draft or to begin one."""
    on = state.desk()
    if on.draft_id is not None or not cached.is_example(on.origin):
        return
    latest = next((draft for draft in draft_list.recent(1) if not draft.reason), None)
    with st.container(horizontal=True, vertical_alignment="center", key="example-note"):
        markup.note("You are looking at a public example. Click any number to see where it comes from.")
        if latest:
            st.button("Go on with your draft", type="primary", on_click=_go_on, args=(latest.id,), key="to-draft", help=markup.plain(latest.title))  # fmt: skip
        kind: Literal["primary", "secondary"] = "secondary" if latest else "primary"
        st.button("Start your own case", type=kind, on_click=state.go_to, args=("start", "new"), key="to-start")


def _go_on(draft_id: str) -> None:
    state.open_draft(draft_id)


# --- figures -----------------------------------------------------------------------------------------------------

_HEADLINES = (
    ("npv", "What it is worth today (NPV)"),
    ("roi", "Return on what is spent (ROI)"),
    ("payback_months", "Until the money is back (payback)"),
    ("peak_funding", "Most money out (peak funding)"),
)


def _figures(appraisal: Appraisal) -> None:
    figures, resolved = appraisal.figures, appraisal.run.graph.resolved
    said = {
        "npv": (wording.money(figures.npv, resolved.currency), f"at {wording.percent(resolved.discount.rate, 1)} a year; {wording.money(figures.npv_cashable_only, resolved.currency)} counting cash savings only"),
        "roi": (wording.percent(figures.roi), f"at today's value; {wording.percent(figures.roi_undiscounted)} undiscounted"),
        "payback_months": _payback(appraisal),
        "peak_funding": (wording.money(figures.peak_funding, resolved.currency), _funding_words(appraisal)),
    }  # fmt: skip
    cards = "".join(
        f"<div class='cc-figure'><dt>{markup.escape(label)}</dt><dd>{button(f'figure:{key}', said[key][0], hint='Where this number comes from')}</dd>"
        f"<dd class='cc-figure-note'>{markup.escape(said[key][1])}</dd></div>"
        for key, label in _HEADLINES
    )
    live(f"<dl class='cc-figures'>{cards}</dl>", "headline-figures", state.trace_to)
    markup.note(f"Convention: {wording.convention(resolved.discount.timing, resolved.discount.rate)}.")
    fields.show("cash-only", state.cash_only())
    st.toggle(
        "Count cashable savings only", key="cash-only",
        on_change=lambda: state.count_cash_only(is_on=st.session_state["cash-only"]),
        help="The view of a CFO who counts only money that stops being spent.",
    )  # fmt: skip


def _funding_words(appraisal: Appraisal) -> str:
    is_back = appraisal.figures.payback_months is not None
    return "what must be found before it pays back" if is_back else "the most that is out at any time"


def _more_figures(appraisal: Appraisal) -> None:
    """Show every figure, and every year, on demand."""
    with st.expander("All figures"):
        _all_figures(appraisal)
        for said in appraisal.notes:
            markup.note(said)
    with st.expander("Year by year"):
        markup.table(wording.YEAR_COLUMNS, wording.year_rows(appraisal), caption="Year by year")


def _all_figures(appraisal: Appraisal) -> None:
    body = "".join(
        f"<tr><td class='cc-left'>{markup.escape(label)}</td><td class='cc-right'>{button(f'figure:{key}', value)}</td></tr>"
        for key, label, value in wording.keyed_figure_rows(appraisal)
    )
    live(f"<table class='cc-table'><tbody>{body}</tbody></table>", "all-figures", state.trace_to)


def _payback(appraisal: Appraisal) -> tuple[str, str]:
    """Return how long it takes, and what that means."""
    months, month = appraisal.figures.payback_months, appraisal.figures.break_even_month
    resolved = appraisal.run.graph.resolved
    if months is None:
        said = f"within {wording.duration(resolved.months)}"
    else:
        said = f"undiscounted, within {wording.month_words(resolved.start, month)}" if month else "no money is ever out"
    return wording.payback(months), said


# --- charts and lines --------------------------------------------------------------------------------------------


def _charts(analysis: Analysis) -> None:
    dark = state.is_dark()
    left, right = st.columns([3, 2], gap="large")
    with left:
        draw(cached.chart("cash_flow", analysis, dark=dark))
    with right:
        draw(cached.chart("value_by_stream", analysis, dark=dark))
    left, right = st.columns([3, 2], gap="large")
    with left:
        draw(cached.chart("value_against_cost", analysis, dark=dark))
    with right:
        draw(cached.chart("value_by_goal", analysis, dark=dark))
        _kinds_of_value(analysis.appraisal)


def _kinds_of_value(appraisal: Appraisal) -> None:
    """Show how much of the value is money, and how much is time set free."""
    ranked = sorted(appraisal.shares["class"].items(), key=lambda item: -item[1])
    rows = [(wording.share_name("class", key, appraisal), wording.percent(share)) for key, share in ranked]
    if rows:
        markup.table(("Kind of value", "Share"), rows, caption="Kind of value")


def _lines(appraisal: Appraisal) -> None:
    """Show every benefit and cost by year; each number leads to its formula and sources."""
    currency, months = appraisal.run.graph.resolved.currency, appraisal.run.graph.resolved.months
    markup.heading(
        "Line by line",
        f"In {currency}, undiscounted; click a number to see its formula, in words and in figures, and its sources",
    )
    years = [wording.year_name(year) for year in appraisal.years]
    ends = [min(12 * year.year, months) for year in appraisal.years]
    head = "".join(f"<th scope='col' class='cc-right'>{name}</th>" for name in (*years, "Total"))
    body = "".join(_line_rows(appraisal, kind, ends, currency) for kind in ("benefit", "cost"))
    table = f"<table class='cc-table cc-lines'><thead><tr><th scope='col' class='cc-left'><span class='cc-hidden'>Line</span></th>{head}</tr></thead><tbody>{body}</tbody></table>"
    live(markup.scrolled(table, "Line by line"), "lines", state.trace_to)


def _line_rows(appraisal: Appraisal, kind: str, ends: list[int], currency: str) -> str:
    lines = [line for line in tables.lines_by_year(appraisal) if line.kind == kind]
    if not lines:
        return ""
    title = "Benefits" if kind == "benefit" else "Costs"
    rows = [f"<tr class='cc-group'><th scope='rowgroup' colspan='{len(ends) + 2}'>{title}</th></tr>"]
    for line in lines:
        cells = "".join(
            f"<td class='cc-right'>{button(f'line:{line.id}@{end}', wording.money(amount, currency))}</td>"
            for amount, end in zip(line.by_year, ends, strict=True)
        )
        total = f"<td class='cc-right'>{button(f'line:{line.id}', wording.money(line.total, currency))}</td>"
        rows.append(f"<tr><th scope='row' class='cc-left'>{markup.escape(line.label)}</th>{cells}{total}</tr>")
    return "".join(rows)


# --- challenges --------------------------------------------------------------------------------------------------


_FIRST_FINDINGS = 5


def _challenges(standing: Standing, appraisal: Appraisal) -> None:
    """Show what a CFO will ask, the gravest first; what only needs tidying up is behind a disclosure."""
    found = appraisal.challenges
    serious = sum(challenge.severity == "high" for challenge in found)
    summary = f"{len(found)} findings, {serious} of them serious" if found else "Nothing found"
    markup.heading("What a CFO will ask", summary)
    large = [challenge for challenge in found if challenge.severity != "low"]
    shown = max(serious, _FIRST_FINDINGS)
    _findings(standing, appraisal, large[:shown], "findings")
    if large[shown:]:
        with st.expander(f"{len(large[shown:])} more worth an answer"):
            _findings(standing, appraisal, large[shown:], "more-findings")
    small = [challenge for challenge in found if challenge.severity == "low"]
    if small:
        with st.expander(f"{len(small)} to tidy up"):
            _findings(standing, appraisal, small, "small-findings")


def _findings(standing: Standing, appraisal: Appraisal, found: list[Challenge], key: str) -> None:
    items = "".join(_finding(appraisal, index, challenge) for index, challenge in enumerate(found))
    if items:
        live(f"<ul class='cc-findings'>{items}</ul>", key, lambda name: _mend(standing, found[int(name)]))


def _finding(appraisal: Appraisal, index: int, challenge: Challenge) -> str:
    place = wording.challenge_place(appraisal, challenge)
    remedy = f"{challenge.remedy} (About: {place})" if place and place not in challenge.message else challenge.remedy
    return (
        f"<li class='cc-{challenge.severity}'><span class='cc-tag'>{wording.SEVERITY_NAMES[challenge.severity]}</span>"
        f"<div><p>{markup.escape(challenge.message)}</p><p class='cc-note'>{markup.escape(remedy)}</p></div>"
        f"{button(str(index), 'Mend', 'cc-button', f'Mend: {challenge.message}')}</li>"
    )


def _mend(standing: Standing, challenge: Challenge) -> None:
    state.go_to(*place_of(standing, challenge))


def _foot(appraisal: Appraisal) -> None:
    case = state.case()
    if case.published or case.assumed:
        with st.expander("What is published, and what is assumed"):
            markup.heading("Published")
            markup.points(case.published)
            markup.heading("Assumed")
            markup.points(case.assumed)
    failed = "; ".join(f"{check.check} ({check.detail})" for check in appraisal.failed_checks)
    holds = failed or f"all {len(appraisal.integrity)} integrity checks hold"
    fingerprint = appraisal.run.graph.resolved.fingerprint[:12]
    markup.note(
        f"Model {MODEL_VERSION}; {holds}. Cases with the same fingerprint ({fingerprint}) have the same figures."
    )


show()
