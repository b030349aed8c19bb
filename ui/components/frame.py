"""The fixed frame of every page: the case, its scenario and saved state, three live figures, and the progress rail."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

import streamlit as st

from exports import wording
from model.names import counted
from model.references import BASE
from model.result import Appraisal
from scenarios.progress import Next, Step, steps, worth_answering
from scenarios.standing import Standing
from scenarios.stored import RULING_NAMES, Revision
from ui import cached, saved, state
from ui.components import markup
from ui.components.picking import button, live
from ui.desk import Desk
from ui.journey import PLACES, Place, neighbours

_ICONS = {"done": ":material/check_circle:", "begun": ":material/clock_loader_40:", "open": ":material/circle:"}
_OTHER_ICONS = {
    "export": ":material/ios_share:",
    "saved": ":material/inventory_2:",
    "history": ":material/history:",
    "compare": ":material/compare_arrows:",
    "review": ":material/rate_review:",
    "programme": ":material/stacks:",
    "library": ":material/menu_book:",
    "help": ":material/help:",
}


def rail(standing: Standing) -> None:
    """Show the steps of the journey beside the page, with what each lacks, and what to answer next."""
    with st.sidebar:
        st.html("<p class='cc-brand'>Community Case</p>")
        found = {step.page: step for step in steps(standing)}
        with st.container(key="rail", gap=None):
            for before, place in zip((None, *PLACES), PLACES, strict=False):
                if before and before.part != place.part:
                    st.html("<hr class='cc-rail-line'>")
                _rail_link(place, found)
        following = worth_answering(standing)
        if following:
            _next(following)


def _rail_link(place: Place, found: Mapping[str, Step]) -> None:
    step = found.get(place.name)
    icon = _ICONS[step.state] if step else _OTHER_ICONS[place.name]
    lacks = f"  \n:small[{markup.plain(step.words)}]" if step and step.words and step.state != "open" else ""
    st.page_link(place.file, label=f"{place.title}{lacks}", icon=icon, width="stretch")


def _next(following: Next) -> None:
    with st.container(key="next", gap="xsmall"):
        st.html(
            "<p class='cc-next-title'>Worth answering next</p>"
            f"<p class='cc-next'>{markup.escape(following.what)}</p><p class='cc-note'>{markup.escape(following.why)}</p>"
        )
        st.button(
            "Go there", key="go-next", icon=":material/arrow_forward:", width="stretch",
            on_click=state.go_to, args=(following.page, following.focus),
        )  # fmt: skip


def head(standing: Standing) -> None:
    """Show the case, its scenario, its saved state and its live figures."""
    with st.container(key="frame", gap="xsmall"):
        left, right = st.columns([3, 4], vertical_alignment="center", gap="medium")
        with left:
            _identity()
        with right:
            _figures(standing)
        _controls()
        _not_kept()
        _newer()
    _say_notice(standing)


def _identity() -> None:
    on = state.desk()
    case = on.case
    st.html(
        f"<p class='cc-case'>{markup.escape(case.title)}</p>"
        f"<p class='cc-note'>{markup.escape(case.organisation)} · {markup.escape(_saved_words())}</p>"
    )


def _saved_words() -> str:
    on = state.desk()
    if on.fault:
        return "not saved"
    if on.revision is not None:
        return _revision_words(on.revision, is_changed=not on.is_as_saved, kept_at=on.saved_at)
    if on.draft_id is None:
        kind = "template" if cached.is_template(on.origin) else "public example"
        return f"{kind}; your first change makes a copy"
    return f"draft saved {on.saved_at.astimezone():%H:%M}" if on.saved_at else "draft"


def _revision_words(revision: Revision, *, is_changed: bool, kept_at: datetime | None) -> str:
    verdict = f", {RULING_NAMES[revision.verdict.verdict]} by {_judge(revision)}" if revision.verdict else ""
    if not is_changed:
        return f"revision {revision.number}, saved by {revision.author} on {wording.moment(revision.saved_at)}{verdict}"
    uncovered = (
        "; the approval does not cover your changes" if revision.verdict and revision.verdict.is_approval else ""
    )
    kept = f", draft saved {kept_at.astimezone():%H:%M}" if kept_at else ""
    return f"changed since revision {revision.number}{kept}{uncovered}"


def _judge(revision: Revision) -> str:
    """Return who decided on a revision, and whether that is the one who saved it."""
    judge = revision.verdict.author if revision.verdict else ""
    return f"{judge} (its author)" if judge == revision.author else judge


def _controls() -> None:
    with st.container(horizontal=True, key="controls", vertical_alignment="center", gap="small"):
        _scenario_picker()
        on = state.desk()
        undone = f"Take back: {on.past[-1].words}" if on.past else "Nothing to take back"
        redone = f"Make again: {on.future[0].words}" if on.future else "Nothing to make again"
        st.button("Undo", key="undo", icon=":material/undo:", on_click=state.undo, disabled=not on.past, help=markup.plain(undone), shortcut="Mod+Z")  # fmt: skip
        st.button("Redo", key="redo", icon=":material/redo:", on_click=state.redo, disabled=not on.future, help=markup.plain(redone), shortcut="Mod+Shift+Z")  # fmt: skip
        _save_button(on)


def _save_button(on: Desk) -> None:
    """Offer to save what is not saved yet; what ships is saved as a case of one's own."""
    is_saved = on.is_as_saved
    st.button(
        "Save", key="save", icon=":material/save:", type="secondary" if is_saved or on.draft_id is None else "primary",
        disabled=is_saved, on_click=saved.ask, args=("save",),
        help="Nothing has changed since this revision" if is_saved else "Save this state as a revision that never changes, for others to review and compare",
    )  # fmt: skip


def _scenario_picker() -> None:
    options = state.case().options
    if not options:
        return
    labels = {BASE: "Base case"} | {name: overlay.label or name for name, overlay in options.items()}
    key = "scenario-picker"
    current = state.scenario() or BASE
    if st.session_state.get(key) != current:
        st.session_state[key] = current
    st.selectbox(
        "Scenario", list(labels), key=key, format_func=lambda name: f"Scenario: {labels[name]}", width=260,
        label_visibility="collapsed", on_change=lambda: state.show_scenario(st.session_state[key]),
    )  # fmt: skip


# --- live figures ------------------------------------------------------------------------------------------------


def _figures(standing: Standing) -> None:
    now = standing.analysis.appraisal if standing.analysis else None
    if now is None or not now.run.money:
        st.html("<p class='cc-note cc-live-none'>No figures yet: choose where value comes from and what it costs.</p>")
        return
    cards = "".join(_card(*item) for item in _live(now, _before()))
    partial = "" if standing.is_complete else f"<p class='cc-partial'>{markup.escape(_partial_words(standing))}</p>"
    live(f"<dl class='cc-live-figures'>{cards}</dl>{partial}", "live-figures", state.trace_to)


def _partial_words(standing: Standing) -> str:
    answers = counted(len(standing.missing) + len(standing.choices), "answer")
    return f"So far: {answers} missing, {counted(len(standing.left_out), 'line')} not counted"


def _before() -> Appraisal | None:
    """Return the appraisal before the last change, under the scenario that is shown."""
    case = state.before_last_change()
    if case is None or state.scenario() not in (None, *case.options):
        return None
    analysis = cached.standing(case, state.scenario(), cash_only=state.cash_only()).analysis
    return analysis.appraisal if analysis and analysis.appraisal.run.money else None


def _live(now: Appraisal, before: Appraisal | None) -> list[tuple[str, str, str, str]]:
    """Return the three figures that matter most: name, what it is, its value, and how it moved with the last change."""
    currency = now.run.graph.resolved.currency
    new, old = now.figures, before.figures if before else None
    moved = "" if old is None else _moved(new.npv - old.npv, lambda x: wording.money_short(x, currency))
    roi = "" if old is None or new.roi is None or old.roi is None else _moved(new.roi - old.roi, _points)
    months = _payback_moved(new.payback_months, old.payback_months if old else None)
    back = wording.payback(new.payback_months) if now.run.lines_of("cost") else "no cost yet"
    return [
        ("npv", "Worth today (NPV)", wording.money_short(new.npv, currency), moved),
        ("roi", "Return (ROI)", wording.percent(new.roi), roi),
        ("payback_months", "Money back (payback)", back, months),
    ]


def _points(change: float) -> str:
    return f"{wording.number(change * 100, 1)} points"


def _payback_moved(new: float | None, old: float | None) -> str:
    if new is None or old is None:
        return ""
    return _moved(new - old, lambda x: f"{wording.number(x, 1)} months")


def _moved(change: float, words: Callable[[float], str]) -> str:
    text = words(change)
    is_still = not any(digit in text for digit in "123456789")
    return "no change" if is_still else f"last change {'+' if change > 0 else ''}{text}"


def _card(key: str, label: str, value: str, moved: str) -> str:
    change = f"<span class='cc-moved'>{markup.escape(moved)}</span>" if moved else ""
    return f"<div><dt>{markup.escape(label)}</dt><dd>{button(f'figure:{key}', value)}{change}</dd></div>"


# --- what is to be said ------------------------------------------------------------------------------------------


def _not_kept() -> None:
    """Say, where it stays in view, that the last change was not written to disk, and offer ways on."""
    fault = state.desk().fault
    if fault:
        st.warning(markup.plain(fault))
        with st.container(horizontal=True, key="not-kept"):
            if state.desk().is_rivalled:
                st.button("Open it again", on_click=state.open_again, key="open-again")
                st.button("Keep mine as a new draft", on_click=state.keep_as_new, key="keep-as-new")
            else:
                st.button("Try to save again", on_click=state.keep_again, key="keep-again")


def _newer() -> None:
    """Say that somebody has saved a newer revision than the one on the desk, or that a newer library ships."""
    if state.desk().library is not None:
        with st.container(horizontal=True, key="newer-library", vertical_alignment="center"):
            markup.note("Computed with the library it was saved with; a newer one ships with the program.")
            st.button("See what it changes", key="see-newer-library", on_click=state.go_to, args=("history",))
    head, revision = saved.summary(), state.desk().revision
    if head is None or revision is None:
        return
    if head.deleted_at is not None:
        markup.note(f"{head.deleted_by} deleted this case; it can be recovered from Saved cases.")
    uncovered = saved.uncovered(head, revision)
    if uncovered:
        markup.note(uncovered)
    if head.head > revision.number:
        with st.container(horizontal=True, key="newer", vertical_alignment="center"):
            is_changed = state.desk().draft_id is not None
            first = " Save your changes to merge them with it." if is_changed else ""
            markup.note(f"{head.author} has saved revision {head.head} since.{first}")
            if not is_changed:
                st.button("Open it", key="open-newer", on_click=_open_head, args=(head.id,))


def _open_head(case_id: str) -> None:
    state.open_saved(case_id)


def _say_notice(standing: Standing) -> None:
    said = state.notice()
    if said:
        (st.warning if said[0] == "warning" else st.info)(markup.plain(said[1]))
    for problem in standing.faults[:3]:
        st.warning(markup.plain(problem.in_short))


def apologise() -> None:
    """Say that a page could not be drawn, and how to go on; the draft is as it was."""
    st.error(
        "This page could not be drawn; the reason stands in the log of the server. Your case is kept as it was. "
        "Take the last change back, or go on with another page."
    )
    st.button("Take the last change back", on_click=state.undo, disabled=not state.can_undo(), key="undo-fault")


def foot(name: str) -> None:
    """Show the way to the step before and the step after."""
    before, after = neighbours(name)
    with st.container(horizontal=True, horizontal_alignment="distribute", key="foot"):
        if before:
            st.page_link(before.file, label=before.title, icon=":material/arrow_back:")
        if after:
            st.page_link(after.file, label=after.title, icon=":material/arrow_forward:", icon_position="right")
