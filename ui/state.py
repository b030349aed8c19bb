"""The only owner of session keys and link parameters: the case on the desk, its history, and where the reader looks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from assumptions.loader import use_library
from model.case import Case
from model.money import use_locale
from model.problems import CaseProblems, Complaint
from model.references import BASE
from scenarios import drafts
from scenarios.standing import Standing
from ui import cached, saving
from ui.desk import Change, Desk, Refusal, Step, Tone
from ui.references import pinned

FIRST_CASE = "sps_commerce"
MOST_STEPS = 200
_DESK, _FOCUS, _WANTED, _TRACE = "desk", "focus", "wanted", "trace"
_REFUSED, _NOTICE, _STARTED = "refused", "notice", "started"
_PAGE, _ORDER, _CHANGED_UNDER, _OWN = "page", "order", "changed-under", "own-drafts"
_CASE, _REVISION, _DRAFT, _SCENARIO, _COUNTING = "case", "revision", "draft", "scenario", "counting"
_CASH = "cashable"
COMPARED, PROGRAMME = "with", "programme"
"""What is picked to be compared, and the programme that is shown, in a link and in the session."""


def desk() -> Desk:
    """Return what this session works on."""
    found: Desk = st.session_state[_DESK]
    return found


def case() -> Case:
    """Return the case on the desk."""
    return desk().case


def speak() -> str:
    """Write numbers as the reader's browser asks for, and compute with the library of the case; the words stay English."""
    use_library(desk().library if _DESK in st.session_state else None)
    return use_locale(st.context.locale)


def begin() -> None:
    """Open what the link names, once a session: a draft, a case that ships, or the first public example."""
    if _STARTED in st.session_state:
        return
    st.session_state[_STARTED] = True
    st.session_state.setdefault(_SCENARIO, st.query_params.get(_SCENARIO, BASE))
    st.session_state.setdefault(_COUNTING, st.query_params.get(_COUNTING) == _CASH)
    for name in (COMPARED, PROGRAMME):
        pick(name, st.query_params.get(name, ""))
    wanted = st.query_params.get(_DRAFT)
    if wanted and open_draft(wanted, keep_view=True):
        return
    linked = st.query_params.get(_CASE, FIRST_CASE)
    if wanted and _NOTICE not in st.session_state:
        notify(f"The link names the draft “{wanted}”, which is not here; a public example is shown.", "warning")
    if open_linked(linked, st.query_params.get(_REVISION, "")):
        return
    if _NOTICE not in st.session_state:
        notify(f"The link names the case “{linked}”, which is not here; a public example is shown.", "warning")
    open_shipped(FIRST_CASE, keep_view=True)


def open_linked(name: str, revision: str) -> bool:
    """Open what a link names: a case that ships with the product, or a saved one; tell whether it was found."""
    if name in cached.case_files():
        return open_shipped(name, keep_view=True)
    return open_saved(name, int(revision) if revision.isdecimal() else None, keep_view=True)


def sync_link() -> None:
    """Let the address name what is shown: ids only."""
    on = desk()
    saved = {_CASE: on.revision.case_id, _REVISION: str(on.revision.number)} if on.revision else {_CASE: on.origin}
    named = ({_DRAFT: on.draft_id} if on.draft_id else saved) | {name: picked(name) for name in (COMPARED, PROGRAMME)}
    wanted = {name: text for name, text in named.items() if text}
    if scenario():
        wanted[_SCENARIO] = scenario() or BASE
    if cash_only():
        wanted[_COUNTING] = _CASH
    if st.query_params.to_dict() != wanted:
        st.query_params.from_dict(wanted)


# --- opening -----------------------------------------------------------------------------------------------------


def put_on_desk(new: Desk, *, keep_view: bool = False) -> None:
    """Work on something else from now on; unless `keep_view`, its base case is shown with all benefits."""
    if _DESK in st.session_state and desk().reference != new.reference:
        pick(COMPARED, pinned(picked(COMPARED), desk().reference))
    st.session_state[_DESK] = new
    st.session_state[_REFUSED] = {}
    speak()
    if not keep_view:
        st.session_state[_SCENARIO], st.session_state[_COUNTING] = BASE, False
    if scenario() not in (None, *new.case.options):
        notify(f"The case has no scenario “{scenario()}”; the base case is shown.", "warning")
        st.session_state[_SCENARIO] = BASE


def open_shipped(case_id: str, *, keep_view: bool = False) -> bool:
    """Put a public example or a template on the desk, of which the first change makes a copy; tell whether it could be read."""
    try:
        new = cached.shipped(case_id)
    except CaseProblems as error:
        say(error)
        return False
    put_on_desk(Desk(new, case_id), keep_view=keep_view)
    return True


def open_draft(draft_id: str, *, keep_view: bool = False) -> bool:
    """Put a kept draft on the desk; tell whether it was found and could be read."""
    try:
        found = drafts.load(draft_id)
    except CaseProblems as error:
        say(error)
        return False
    if found is None:
        return False
    _own(draft_id)
    put_on_desk(saving.desk_of_draft(found), keep_view=keep_view)
    return True


def open_saved(case_id: str, number: int | None = None, *, keep_view: bool = False) -> bool:
    """Put a saved revision on the desk, the newest unless said; tell whether it was found. The first change makes a draft."""
    try:
        saved, remark = saving.revision_or_newest(case_id, number)
    except CaseProblems as error:
        say(error)
        return False
    if saved is not None:
        put_on_desk(saving.desk_of(saved), keep_view=keep_view)
    if remark:
        notify(remark, "warning")
    return saved is not None


def say(error: CaseProblems) -> None:
    """Say what went wrong on the next page that is drawn."""
    notify(" ".join(problem.in_short for problem in error.problems[:3]), "warning")


def open_new(new: Case, origin: str) -> None:
    """Put a case of one's own on the desk and keep it at once."""
    put_on_desk(_kept(Desk(new, origin, drafts.new_id())), keep_view=False)


def _kept(on: Desk) -> Desk:
    """Return the desk with its case written to disk; a fault is said and nothing is lost from the session."""
    draft_id = on.draft_id or drafts.new_id()
    _own(draft_id)
    try:
        saved = drafts.save(draft_id, on.case, origin=on.origin, expected=on.digest, base=on.base)
    except CaseProblems as error:
        problem = error.problems[0]
        is_rivalled = problem.code == "draft_conflict"
        return replace(on, draft_id=draft_id, fault=problem.in_short, is_rivalled=is_rivalled)
    new = replace(on, draft_id=draft_id, saved_at=saved.saved_at, digest=saved.digest)
    return replace(new, fault="", is_rivalled=False)


def _own(draft_id: str) -> None:
    st.session_state[_OWN] = own_drafts() | {draft_id}


def own_drafts() -> frozenset[str]:
    """Return the drafts this session has made or opened."""
    found: frozenset[str] = st.session_state.get(_OWN, frozenset())
    return found


def replace_desk(new: Desk) -> None:
    """Go on with another state of what is on the desk."""
    st.session_state[_DESK] = new
    speak()
    _leave_scenario_that_is_gone()


def keep(new: Desk) -> None:
    """Go on with another state of what is on the desk, and write it to disk."""
    replace_desk(_kept(new))


def keep_again() -> None:
    """Try again to write the case to disk."""
    keep(desk())


def keep_as_new() -> None:
    """Keep this window's case as a draft of its own, beside the one that another window has changed."""
    keep(replace(desk(), draft_id=None, digest=None))


def open_again() -> None:
    """Go on from what another window has kept of the draft."""
    open_draft(desk().draft_id or "", keep_view=True)


# --- changing ----------------------------------------------------------------------------------------------------


def edit(words: str, change: Change, *, key: str = "", written: object = None) -> bool:
    """Change the case; what cannot be taken is kept beside its field with the reason. Tell whether it was taken."""
    speak()
    try:
        new = change(case())
    except CaseProblems as error:
        refuse(key, written, " ".join(problem.in_short for problem in error.problems[:2]))
        return False
    except Complaint as complaint:
        refuse(key, written, f"{complaint} {complaint.remedy}")
        return False
    st.session_state[_REFUSED].pop(key, None)
    if new != case():
        on = desk()
        past = (*on.past, Step(words, on.case))[-MOST_STEPS:]
        keep(replace(on, case=new, past=past, future=()))
        st.session_state[_CHANGED_UNDER] = scenario()
    return True


def can_undo() -> bool:
    """Tell whether there is a change to take back."""
    return _DESK in st.session_state and bool(desk().past)


def undo() -> None:
    """Take the last change back."""
    on = desk()
    if on.past:
        last = on.past[-1]
        step = Step(last.words, on.case)
        _go_to(replace(on, case=last.case, past=on.past[:-1], future=(step, *on.future)))


def redo() -> None:
    """Make the last change that was taken back again."""
    on = desk()
    if on.future:
        first = on.future[0]
        step = Step(first.words, on.case)
        _go_to(replace(on, case=first.case, past=(*on.past, step), future=on.future[1:]))


def _go_to(on: Desk) -> None:
    keep(on)
    st.session_state[_REFUSED] = {}


def _leave_scenario_that_is_gone() -> None:
    """Show the base case where the scenario that was shown is no longer part of the case."""
    if scenario() not in (None, *case().options):
        st.session_state[_SCENARIO] = BASE


def before_last_change() -> Case | None:
    """Return the case before the last change; None where there was none, or another scenario has been chosen since."""
    past = desk().past
    return past[-1].case if past and st.session_state.get(_CHANGED_UNDER) == scenario() else None


def refuse(key: str, written: object, message: str) -> None:
    """Keep what was written in a field beside the reason it cannot be taken."""
    st.session_state[_REFUSED] = {**st.session_state[_REFUSED], key: Refusal(written, message)}


def refusal(key: str) -> Refusal | None:
    """Return what was written in a field and could not be taken."""
    found: Refusal | None = st.session_state[_REFUSED].get(key)
    return found


# --- looking -----------------------------------------------------------------------------------------------------


def scenario() -> str | None:
    """Return the scenario that is shown and edited; None for the base case."""
    chosen = st.session_state.get(_SCENARIO, BASE)
    return None if chosen == BASE else str(chosen)


def show_scenario(name: str | None) -> None:
    """Show another scenario; None for the base case."""
    st.session_state[_SCENARIO] = name or BASE


def cash_only() -> bool:
    """Tell whether cashable savings are the only benefits that count."""
    return bool(st.session_state.get(_COUNTING, False))


def count_cash_only(*, is_on: bool) -> None:
    """Count cashable savings only, or all benefits."""
    st.session_state[_COUNTING] = is_on


def standing() -> Standing:
    """Return where the case on the desk stands under the scenario that is shown."""
    return cached.standing(case(), scenario(), cash_only=cash_only())


def go_to(page: str, field: str = "") -> None:
    """Ask for another page, and for a field on it that is to be shown first."""
    end_trace()
    st.session_state[_WANTED], st.session_state[_FOCUS] = page, field


def look_at(field: str) -> None:
    """Ask for a field on the page that is shown."""
    st.session_state[_FOCUS] = field


def wanted_page() -> str:
    """Return the page that is asked for and not yet shown."""
    return str(st.session_state.get(_WANTED, ""))


def turn_page() -> str:
    """Return the page that is asked for, once."""
    return str(st.session_state.pop(_WANTED, ""))


def seen_focus() -> str:
    """Return the field to be shown first, once."""
    return str(st.session_state.pop(_FOCUS, ""))


def turn_to(page: str) -> None:
    """Note which page is drawn; on another one than before, questions are put in order anew."""
    if st.session_state.get(_PAGE) != page:
        st.session_state[_PAGE], st.session_state[_ORDER] = page, {}


def in_order(part: str, names: Sequence[str], first: int) -> tuple[list[str], int]:
    """Return names in the order they were first shown in on this page, and how many of them stand before the fold.

    What is answered stays where it was; what is new and stands among the first is put before the fold.
    """
    orders: dict[str, tuple[list[str], int]] = st.session_state[_ORDER]
    kept, before = orders.get(part, (list(names), first))
    new = [name for name in names[:first] if name not in kept]
    late = [name for name in names[first:] if name not in kept]
    order, count = [*kept[:before], *new, *kept[before:], *late], before + len(new)
    orders[part] = (order, count)
    return [name for name in order if name in names], sum(name in names for name in order[:count])


def picked(key: str, otherwise: str = "") -> str:
    """Return what is picked in a list on a page, such as the group of questions that is shown."""
    return str(st.session_state.get(f"picked:{key}", otherwise))


def pick(key: str, name: str) -> None:
    """Pick something in a list on a page."""
    st.session_state[f"picked:{key}"] = name


def trace() -> tuple[str, ...]:
    """Return the numbers that were clicked, one leading to the next; the last one is explained."""
    found: tuple[str, ...] = st.session_state.get(_TRACE, ())
    return found


def trace_to(name: str) -> None:
    """Explain a number; one that is on the way already is gone back to."""
    way = trace()
    st.session_state[_TRACE] = way[: way.index(name) + 1] if name in way else (*way, name)


def end_trace() -> None:
    """Close the explanation."""
    st.session_state[_TRACE] = ()


def notify(message: str, tone: Tone = "info") -> None:
    """Say something on the next page that is drawn."""
    st.session_state[_NOTICE] = (tone, message)


def notice() -> tuple[Tone, str] | None:
    """Return what is to be said, once."""
    found: tuple[Tone, str] | None = st.session_state.pop(_NOTICE, None)
    return found


def is_dark() -> bool:
    """Tell whether the page is shown in the dark theme."""
    return st.context.theme.type == "dark"
