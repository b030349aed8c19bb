"""The dialogs that save a case: a name and a reason, and, where somebody saved first, what both changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import streamlit as st

from exports import wording
from model.names import counted, uncapitalised
from model.problems import CaseProblems
from scenarios.changes import FieldChange, changes
from scenarios.merging import Clash, Merge
from scenarios.stored import Revision
from ui import saved, saving, state
from ui.components import markup, signing

_MOST_SHOWN = 12
_EVIDENCE = ("source", "grade", "note", "owner")


def show() -> None:
    """Show the dialog that is open, if any."""
    if saved.dialog() == "save":
        _save()
    elif saved.dialog() == "merge":
        _merge()


@st.dialog("Save this case", on_dismiss=signing.close)
def _save() -> None:
    state.speak()
    on = state.desk()
    if on.revision is None:
        markup.note(
            "It becomes revision 1 of a saved case. A saved revision never changes; the next save makes the next one."
        )
    else:
        markup.note(f"It becomes a new revision; revision {on.revision.number}, which you began from, stays as it is.")
        _cover(on.revision)
        _own_changes(on.revision)
    with st.form("save-form", border=False):
        author = _name_field()
        message = st.text_input("What is new in it, in a few words?", key="save-message", max_chars=2_000, placeholder="For example: new cost per contact from finance")  # fmt: skip
        wanted = st.form_submit_button("Save", type="primary", key="save-now")
    if wanted:
        saved.save(author, message)
    signing.end(is_over=wanted and not saved.trouble())


def _cover(revision: Revision) -> None:
    """Say that an approval speaks of the revision it was given to, and not of what is saved now."""
    if revision.verdict and revision.verdict.is_approval:
        markup.note(
            f"The approval by {revision.verdict.author} covers revision {revision.number} only, not what you save now."
        )


def _own_changes(revision: Revision) -> None:
    try:
        before = saving.store().revision(revision.case_id, revision.number)
    except CaseProblems:
        return
    if before:
        _listed("What you changed since", changes(before.case, state.case()))


def _name_field() -> str:
    return signing.name_field("save-author", "It stands beside the revision in the history.")


# --- merging -----------------------------------------------------------------------------------------------------


@st.dialog("Somebody saved before you", width="medium", on_dismiss=signing.close)
def _merge() -> None:
    state.speak()
    try:
        pending, head = saved.pending_merge()
    except CaseProblems as error:
        markup.problems(error)
        return
    why = f", saying “{head.message}”" if head.message else ""
    markup.note(
        f"{head.author} saved revision {head.number} on {wording.moment(head.saved_at)}{why}. "
        "Nothing of yours is lost: save both together, or keep yours as a case of its own beside it."
    )
    _listed("Only you changed", pending.mine_only)
    _listed(f"Only {head.author} changed", pending.theirs_only)
    choices = _choices(pending.clashes, head)
    with st.form("merge-form", border=False):
        author = _name_field()
        message = st.text_input(
            "What is new in it, in a few words?", saved.message(), key="merge-message", max_chars=2_000
        )
        with st.container(horizontal=True):
            is_merged = st.form_submit_button(
                "Save both together", type="primary", key="merge-now", disabled=None in choices.values()
            )
            is_copied = st.form_submit_button("Keep mine as a copy", key="copy-now")
    if is_merged:
        _save_merged(pending, head, choices, author, message)
    if is_copied:
        saved.save_copy(author)
    signing.end(is_over=(is_merged or is_copied) and not saved.trouble())


def _save_merged(
    pending: Merge, head: Revision, choices: dict[str, Literal["mine", "theirs"] | None], author: str, message: str
) -> None:
    decided = {key: side for key, side in choices.items() if side is not None}
    merged = saved.resolve(pending, decided)
    if merged is not None:
        together = f"Merged with revision {head.number}"
        saved.save_merged(
            merged, head, author, f"{message.strip()} ({uncapitalised(together)})" if message.strip() else together
        )


def _choices(clashes: Sequence[Clash], head: Revision) -> dict[str, Literal["mine", "theirs"] | None]:
    if clashes:
        markup.label("Both of you changed", "choose at each which one to keep, then save")
    return {clash.key: _choice(clash, head) for clash in clashes}


def _choice(clash: Clash, head: Revision) -> Literal["mine", "theirs"] | None:
    said = {"mine": f"Yours: {clash.mine}", "theirs": f"{head.author}’s: {clash.theirs}"}
    chosen: Literal["mine", "theirs"] | None = st.radio(
        markup.plain(clash.label), ("mine", "theirs"), index=None, key=f"clash:{clash.key}",
        format_func=lambda side: markup.plain(said[side]),
    )  # fmt: skip
    if clash.base:
        markup.note(f"It was: {clash.base}")
    return chosen


def _listed(title: str, found: Sequence[FieldChange]) -> None:
    if not found:
        return
    markup.label(title, counted(len(found), "change"))
    texts = _texts(found)
    more = [f"and {len(texts) - _MOST_SHOWN} more"] if len(texts) > _MOST_SHOWN else []
    markup.points([*texts[:_MOST_SHOWN], *more])


def _texts(found: Sequence[FieldChange]) -> list[str]:
    """Return changes as people read them; evidence that went with an old value is told beside the new one."""
    valued = {change.path[:-1] for change in found if change.path[-1] == "value"}
    gone = [c for c in found if c.kind == "removed" and c.path[-1] in _EVIDENCE and c.path[:-1] in valued]
    stale = {change.path[:-1] for change in gone}
    texts = []
    for change in found:
        if change not in gone:
            is_new = change.path[-1] == "value" and change.path[:-1] in stale
            texts.append(f"{told(change)} (the evidence for the old value is gone)" if is_new else told(change))
    return texts


def told(change: FieldChange) -> str:
    """Return one change as people read it."""
    if change.kind == "added":
        return f"{change.label}: added{f', {change.after}' if change.after else ''}"
    if change.kind == "removed":
        return f"{change.label}: removed{f' (was {change.before})' if change.before else ''}"
    return f"{change.label}: {change.before} → {change.after}"
