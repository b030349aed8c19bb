"""Help: the first steps, how each figure is computed, conventions, the formula language, challenges, and words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import groupby

import streamlit as st

from exports import conventions, glossary, headline, shelf, wording
from exports.documents import document, section
from exports.workings import WORKINGS
from model.finance import TIMING_WORDS
from model.names import capitalised, counted
from model.result import Appraisal
from scenarios import editing
from ui import cached, state
from ui.components import fields, groups, markup, reading
from ui.components.groups import Group
from ui.components.picking import button, live
from ui.journey import BY_NAME

PAGE = "help"
STEPS: Mapping[str, str] = {
    "start": "Begin with a blank case, a template or a public example; your first change makes it a copy of your own.",
    "strategy": "Say what the community is for: goals, kind and style. What is recommended later follows from them.",
    "audience": "Name who it is for, how many they are, and what they need.",
    "value": "Add one or two streams you can defend, and answer their questions; those that matter most stand first.",
    "budget": "Tap what you will pay for, answer what it costs, and look at the costs people forget.",
    "results": "Read what it comes to, click any number to see where it comes from, and mend what a CFO would ask.",
    "risk": "See how likely it pays, what would turn it, and what to measure before you decide.",
    "kpis": "Give each goal a measure with a baseline, and take its target from the model.",
    "plan": "Put launch, beta group and health check on the calendar; the dates move the money.",
    "vendors": "Score platforms against your requirements, and see the case with the costs of each.",
    "library": "Whenever you doubt a number, look up what is known of it, and who published it.",
}
"""What a champion does on each page: the journey in a line for each."""
KEYS: tuple[tuple[str, str], ...] = (
    ("Ctrl + Z, on a Mac ⌘ + Z", "Take the last change of the case back (undo)"),
    ("Ctrl + Shift + Z, on a Mac ⌘ + Shift + Z", "Make it again (redo)"),
    ("Tab", "Take what stands in a box, and go to the next field, button or number"),
    ("Shift + Tab", "Go back to the one before"),
    ("Enter", "Take what stands in a box; press a button, or open the number that is marked"),
    ("Arrow keys", "Choose within a list or among options"),
    ("Esc", "Close a list, or the explanation of a number"),
)
_ABOUT: Mapping[str, str] = {
    "money": "About the money",
    "community": "About the community",
    "plan": "About the plan",
    "evidence": "About the evidence",
    "strategy": "About goals, needs and KPIs",
}
_TERM = "help-term"


def show() -> None:
    """Show the sections of the help, and the one that is chosen."""
    focus = state.seen_focus()
    if focus in _SECTIONS:
        state.pick(PAGE, focus)
    markup.page(BY_NAME[PAGE], _answer())
    left, right = st.columns([1, 2.6], gap="large")
    with left:
        name = groups.chosen(PAGE, [Group(key, title) for key, (title, _) in _SECTIONS.items()])
    with right:
        _SECTIONS[name][1]()


def _answer() -> str:
    return (
        f"Month by month, from formulas you can read: each of {len(WORKINGS)} figures is explained here with the numbers "
        "of your case, and every number on a page leads to its formula and sources when you click it."
    )


# --- first steps -------------------------------------------------------------------------------------------------


def _first_steps() -> None:
    markup.heading(
        "First steps", "The journey in ten lines. Nothing must be done in order, and every step is kept as you go"
    )
    items = "".join(
        f"<li><div><p>{button(name, BY_NAME[name].title, 'cc-link', BY_NAME[name].question)}</p>"
        f"<p class='cc-note'>{markup.escape(BY_NAME[name].question)}</p></div><p>{markup.escape(text)}</p></li>"
        for name, text in STEPS.items()
    )
    live(f"<ol class='cc-steps'>{items}</ol>", "help-steps", state.go_to)
    for title in ("Answering", "Scenarios", "Where a number comes from", "Drafts"):
        with st.expander(title):
            reading.chapter(section("app.md", title))


# --- figures -----------------------------------------------------------------------------------------------------


def _shown_case() -> tuple[Appraisal, str]:
    """Return the appraisal that explains the figures, and what must be said where it is not that of the case."""
    standing = state.standing()
    if standing.analysis is not None and standing.analysis.appraisal.run.money:
        return standing.analysis.appraisal, ""
    example = cached.standing(cached.shipped(state.FIRST_CASE), None)
    if example.analysis is None:
        raise RuntimeError(state.FIRST_CASE)
    return example.analysis.appraisal, f"Your case has no figures yet; these are of the example “{example.case.title}”."


def _figures() -> None:
    appraisal, remark = _shown_case()
    markup.heading("How each figure is computed", "In words, and with the figures of the case on the desk")
    if remark:
        markup.note(remark)
    items = "".join(_figure(appraisal, key, is_own=not remark) for key in wording.FIGURE_LABELS)
    live(f"<div class='cc-folds'>{items}</div>", "help-figures", state.trace_to)
    with st.expander("Kinds of benefit, risk, overlaps, and how the model checks itself"):
        for title in ("Classes of benefit", "One treatment of risk a line", "Overlaps", "Integrity"):
            markup.label(title)
            reading.chapter(section("finance.md", title))


def _figure(appraisal: Appraisal, key: str, *, is_own: bool) -> str:
    found = headline.explain_figure(appraisal, key)
    rows = [
        ("Meaning", found.meaning),
        ("In words", found.formula),
        ("In figures", found.figures),
        ("Convention", found.convention),
        ("Note", found.note or ""),
    ]
    parts = button(f"figure:{key}", "Show what it is computed from", "cc-link") if is_own else ""
    return (
        f"<details{' open' if key == 'npv' else ''}><summary><span>{markup.escape(found.label)}</span>"
        f"<strong>{markup.escape(found.value)}</strong></summary>{reading.said(rows)}"
        f"{parts}</details>"
    )


# --- risk --------------------------------------------------------------------------------------------------------


def _risk() -> None:
    markup.heading("How sure a case is", "What each figure on the page Risk means, and how it is computed")
    st.button("See it for your case", key="help-risk", on_click=state.go_to, args=("risk",))
    reading.chapter(document("risk.md"))


# --- conventions -------------------------------------------------------------------------------------------------


def _conventions() -> None:
    case = state.case()
    rate, timing = case.discount.rate, case.discount.timing
    markup.heading(
        "Timing conventions",
        "Money later counts less than money now. A convention says at which moment an amount falls; every output names its own",
    )
    markup.note(f"Your case counts {wording.convention(timing, rate)}.")
    markup.label(
        f"What {wording.money(1_000, case.currency)} is worth today",
        f"paid at these times, at {wording.percent(rate, 1)} a year",
    )
    markup.table(conventions.TIMING_COLUMNS, conventions.timing_rows(rate, case.currency), caption="Timing conventions")
    _case_by_convention()
    reading.chapter(section("finance.md", "Flows and timing"))


def _case_by_convention() -> None:
    """Show what the case on the desk would be worth under each convention."""
    case, scenario = state.case(), state.scenario()
    rows = []
    for timing, words in TIMING_WORDS.items():
        changed = editing.put(case, ("discount", "timing"), timing)
        found = cached.standing(changed, scenario, cash_only=state.cash_only()).analysis
        if found is None or not found.appraisal.run.money:
            return
        rows.append((capitalised(words), wording.money(found.appraisal.figures.npv, case.currency)))
    markup.label("What your case would be worth under each")
    markup.table(("Convention", "Worth today (NPV)"), rows, caption="NPV under each convention")


# --- formulas, challenges, words, keys ---------------------------------------------------------------------------


def _formulas() -> None:
    markup.heading("Formula language", "For lines of your own, on the page Value; streams are written in it too")
    reading.chapter(document("formulas.md"))


def _challenges() -> None:
    markup.heading(
        "What a CFO will ask", "Every rule that looks at a case; the answers to yours stand on the page Results"
    )
    found = state.standing().analysis
    if found is not None:
        with st.container(horizontal=True, vertical_alignment="center", key="help-findings"):
            markup.note(f"In your case they found {counted(len(found.appraisal.challenges), 'thing')}.")
            st.button(
                "See them on Results", key="to-findings", type="tertiary", on_click=state.go_to, args=("results",)
            )
    for about, rules in groupby(shelf.rules(), key=lambda rule: rule[2]):
        markup.label(_ABOUT.get(about, about.capitalize()))
        markup.points(finds for _, finds, _ in rules)


def _glossary() -> None:
    markup.heading("Glossary", "One name for one thing, on every page and in every file")
    fields.show(_TERM, state.picked(_TERM))
    st.text_input(
        "Search words", key=_TERM, live=True, placeholder="NPV, deflection, baseline",
        on_change=lambda: state.pick(_TERM, st.session_state[_TERM] or ""),
    )  # fmt: skip
    wanted = state.picked(_TERM).casefold().split()
    rows = [
        (term, said)
        for term, said in glossary.terms().items()
        if all(word in f"{term} {said}".casefold() for word in wanted)
    ]
    if rows:
        st.html(f"<div class='cc-glossary'>{reading.said(rows)}</div>")
    else:
        markup.empty(f"The glossary has no word for “{state.picked(_TERM)}”.")


def _keyboard() -> None:
    markup.heading("Keyboard", "Everything can be reached without a mouse")
    st.html(f"<div class='cc-glossary'>{reading.said(KEYS)}</div>")


_SECTIONS: Mapping[str, tuple[str, Callable[[], None]]] = {
    "first": ("First steps", _first_steps),
    "figures": ("How each figure is computed", _figures),
    "risk": ("How sure a case is", _risk),
    "timing": ("Timing conventions", _conventions),
    "formulas": ("Formula language", _formulas),
    "challenges": ("What a CFO will ask", _challenges),
    "glossary": ("Glossary", _glossary),
    "keyboard": ("Keyboard", _keyboard),
}

show()
