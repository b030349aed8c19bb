"""Where a number comes from: its formula in words and in figures, what it is computed from, and who says so."""

from __future__ import annotations

import streamlit as st

from exports import headline, wording
from exports.workings import FigurePart
from model.explain import Explanation, Precedent
from model.names import capitalised
from model.problems import CaseProblems
from scenarios.analysis import Analysis
from scenarios.progress import page_of
from scenarios.standing import Standing
from ui import state
from ui.components import markup, strip
from ui.components.picking import button, live


def show(standing: Standing) -> None:
    """Open the explanation of the number that was clicked last, if one was."""
    if state.trace() and standing.analysis is not None:
        _dialog()


@st.dialog("Where this number comes from", width="large", on_dismiss=state.end_trace)
def _dialog() -> None:
    if state.wanted_page():
        st.rerun()
    standing, way = state.standing(), state.trace()
    if standing.analysis is None or not way:
        return
    _way_back(standing.analysis, way)
    kind, _, name = way[-1].partition(":")
    try:
        if kind == "figure":
            _figure(standing.analysis, name)
        elif name in standing.by_name:
            _assumption(standing, name)
        else:
            _line(standing.analysis, name)
    except CaseProblems as error:
        markup.note(" ".join(problem.in_short for problem in error.problems))


def _way_back(analysis: Analysis, way: tuple[str, ...]) -> None:
    if len(way) > 1:
        steps = " › ".join(button(name, _name(analysis, name), "cc-crumb") for name in way[:-1])
        live(f"<nav class='cc-crumbs' aria-label='Way back'>{steps}</nav>", "trace-way", state.trace_to)


def _name(analysis: Analysis, name: str) -> str:
    kind, _, key = name.partition(":")
    if kind == "figure":
        return headline.explain_figure(analysis.appraisal, key).label
    return analysis.appraisal.run.label(key.partition("@")[0])


def _head(label: str, value: str, note: str) -> None:
    st.html(
        f"<h2 class='cc-trace-title'>{markup.escape(label)}</h2><p class='cc-trace-value'>{markup.escape(value)}</p>"
    )
    markup.note(note)


def _said(rows: list[tuple[str, str]]) -> None:
    listed = "".join(f"<dt>{markup.escape(name)}</dt><dd>{markup.escape(text)}</dd>" for name, text in rows if text)
    st.html(f"<dl class='cc-said'>{listed}</dl>")


def _parts(title: str, rows: list[tuple[str, str, str, str]], key: str = "trace-parts") -> None:
    """Show what a number is computed from: (name to go on to or "", label, value, remark)."""
    if not rows:
        return
    markup.label(title)
    body = "".join(
        f"<tr><td class='cc-left'>{button(name, label, 'cc-link') if name else markup.escape(label)}</td>"
        f"<td class='cc-right'>{markup.escape(value)}</td><td class='cc-left cc-note'>{markup.escape(remark)}</td></tr>"
        for name, label, value, remark in rows
    )
    live(f"<table class='cc-table cc-parts'><tbody>{body}</tbody></table>", key, state.trace_to)


# --- the three kinds of numbers ----------------------------------------------------------------------------------


def _figure(analysis: Analysis, key: str) -> None:
    found = headline.explain_figure(analysis.appraisal, key)
    _head(found.label, found.value, found.meaning)
    _said(
        [
            ("In words", found.formula),
            ("In figures", found.figures),
            ("Convention", found.convention),
            ("Note", found.note or ""),
        ]
    )
    parts = [part for part in found.parts if not part.line]
    lines = [part for part in found.parts if part.line]
    _parts("Computed from", _rows(parts or lines))
    if parts:
        _parts("Line by line", _rows(lines), "trace-lines")


def _rows(parts: list[FigurePart]) -> list[tuple[str, str, str, str]]:
    return [(_part_name(part), part.label, part.value, "") for part in parts]


def _part_name(part: FigurePart) -> str:
    return f"line:{part.line}" if part.line else f"figure:{part.figure}" if part.figure else ""


def _line(analysis: Analysis, name: str) -> None:
    line, _, month = name.partition("@")
    found = analysis.explain(line, int(month) if month else None)
    resolved = analysis.resolved
    when = wording.month_words(resolved.start, found.month)
    _head(found.label, wording.quantity(found.value, found.unit, resolved.currency), f"in {when}")
    parts = [(capitalised(part), f"is {text}.") for part, text in found.parts]
    _said(
        [
            *_totals(analysis, found),
            ("In words", f"{capitalised(found.words)}."),
            *parts,
            ("In figures", f"{_in_figures(found.figures)} = {_plain_number(found.value)}"),
            ("Note", found.note or ""),
        ]
    )
    _parts("Computed from", [_precedent(item, found.month, resolved.currency) for item in found.precedents])
    if found.dependants:
        markup.note(f"Used by: {', '.join(label for _, label in found.dependants)}.")


def _in_figures(text: str) -> str:
    """Return a formula in figures with the signs people write."""
    for sign, written in ((" * ", " × "), (" / ", " ÷ "), (" - ", " − ")):
        text = text.replace(sign, written)
    return text


def _plain_number(value: float) -> str:
    return wording.number(value, 2 if abs(value) >= 100 else 4)


def _totals(analysis: Analysis, found: Explanation) -> list[tuple[str, str]]:
    """Return what a money line comes to in the year of its month, and over all months."""
    if found.total is None or found.present_value is None:
        return []
    currency, flow = analysis.resolved.currency, analysis.appraisal.run.line(found.id)
    year = -(-found.month // 12)
    first, last = 12 * year - 11, min(12 * year, analysis.resolved.months)
    in_year = [
        (
            f"In year {year}",
            f"{wording.money(float(flow[first : last + 1].sum()), currency)}: months {first} to {last} added up",
        )
    ]
    return [
        *(in_year if year else []),
        ("Over all months", wording.money(found.total, currency)),
        ("At today's value", wording.money(found.present_value, currency)),
    ]


def _precedent(item: Precedent, month: int, currency: str) -> tuple[str, str, str, str]:
    name = f"assumption:{item.id}" if item.kind == "assumption" else f"line:{item.id}@{month}"
    remark = ""
    if item.kind == "assumption":
        remark = "; ".join(item.sources) or "no source"
    value = item.value if item.earlier is None else item.earlier
    if item.earlier is not None:
        remark = (
            f"of an earlier month, as the formula says; {wording.quantity(item.value, item.unit, currency)} in this one"
        )
    return name, item.label, wording.quantity(value, item.unit, currency), remark


def _assumption(standing: Standing, name: str) -> None:
    if standing.analysis is None:
        return
    found, currency = standing.analysis.explain_assumption(name), standing.case.currency
    question = standing.by_name[name]
    value = "; ".join(wording.number(x, 4) for x in found.by_period) or _plain_number(found.value or 0.0)
    _head(found.label, f"{value} {found.unit}".strip(), found.question or "")
    worth = [wording.money(npv, currency) for npv in (found.npv_at_low, found.npv_at_high) if npv is not None]
    ends = f"{wording.number(found.low, 4)} to {wording.number(found.high, 4)}"
    _said(
        [
            ("Range", ends if found.is_stated_range else f"{ends} (none stated; the usual doubt)"),
            ("NPV over it", " to ".join(worth)),
            ("Evidence", f"{wording.GRADE_NAMES[question.record.evidence]}: {'; '.join(found.sources) or 'no source'}"),
            ("Note", found.note or ""),
        ]
    )  # fmt: skip
    for text in strip.published(question.record, currency):
        markup.note(f"Published: {text}")
    _parts("Used by", [(f"line:{line}", label, "", "") for line, label in found.dependants])
    st.button(
        "Change this answer",
        icon=":material/edit:",
        key="trace-edit",
        on_click=state.go_to,
        args=(page_of(question), name),
    )
