"""What a session does with the store: save the case on the desk, merge it with what others saved, keep it as a copy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Literal

from model.case import Case
from model.problems import CaseProblems
from scenarios import drafts
from scenarios.editing import put
from scenarios.merging import Merge, merge
from scenarios.stored import RULING_NAMES, CaseSummary, Revision, StaleRevision
from ui import saving, state
from ui.desk import Step

_NAME, _DIALOG, _TROUBLE, _MESSAGE = "own-name", "dialog", "saving-trouble", "saving-message"


def name() -> str:
    """Return who works here: as said in this session, or on this machine before."""
    return state.picked(_NAME) or saving.remembered_name()


def name_oneself(said: str) -> None:
    """Keep who works here, for the next time."""
    state.pick(_NAME, said.strip())
    saving.remember_name(said.strip())


def dialog() -> str:
    """Return the name of the dialog that is open; nothing where none is."""
    return state.picked(_DIALOG)


def ask(which: str) -> None:
    """Open a dialog by its name, which may say what it is about, or close the one that is open."""
    state.pick(_DIALOG, which)
    state.pick(_TROUBLE, "")


def trouble() -> str:
    """Return why the last save did not succeed."""
    return state.picked(_TROUBLE)


def message() -> str:
    """Return what was said to be new when somebody else turned out to have saved first."""
    return state.picked(_MESSAGE)


def save(author: str, message: str) -> None:
    """Save the case on the desk as the next revision; where somebody else saved first, ask how to merge."""
    on = state.desk()
    name_oneself(author)
    state.pick(_MESSAGE, message.strip())
    try:
        if on.revision is None:
            new = saving.store().create(on.case, author=author, message=message, library=on.library, origin=on.origin)
        else:
            new = saving.store().save(
                on.revision.case_id,
                on.case,
                parent=on.revision.number,
                author=author,
                message=message,
                library=on.library,
            )
    except StaleRevision:
        ask("merge")
    except CaseProblems as error:
        _say(error)
    else:
        _is_saved(on.case, new)


def pending_merge() -> tuple[Merge, Revision]:
    """Return how the case on the desk and the newest revision come together, and that revision.

    Raises `CaseProblems` where the store cannot tell.
    """
    on = state.desk()
    if on.revision is None:
        message = "A case that was never saved has nothing to be merged with."
        raise ValueError(message)
    case_id, store = on.revision.case_id, saving.store()
    begun, head = store.revision(case_id, on.revision.number), store.revision(case_id)
    if begun is None or head is None:
        message = f"The case {case_id} has lost its revisions."
        raise LookupError(message)
    return merge(begun.case, on.case, head.case), head.revision


def save_merged(merged: Case, head: Revision, author: str, message: str) -> None:
    """Save a merged case on top of the newest revision; where yet another one came in between, ask again."""
    on = state.desk()
    name_oneself(author)
    began = on.revision.number if on.revision else None
    try:
        new = saving.store().save(
            head.case_id,
            merged,
            parent=head.number,
            author=author,
            message=message,
            library=on.library,
            merged_from=began,
        )
    except StaleRevision:
        ask("merge")
    except CaseProblems as error:
        _say(error)
    else:
        _is_saved(merged, new)


def save_copy(author: str) -> None:
    """Save the case on the desk as a case of its own, beside the one it came from."""
    on = state.desk()
    name_oneself(author)
    copy = put(on.case, ("title",), f"{on.case.title[:190]} (copy)")
    origin = on.revision.case_id if on.revision else on.origin
    try:
        new = saving.store().create(copy, author=author, message="Kept as a copy", library=on.library, origin=origin)
    except CaseProblems as error:
        _say(error)
    else:
        _is_saved(copy, new)


def summary() -> CaseSummary | None:
    """Return what the store says today of the case on the desk; None for one never saved, or where it cannot tell."""
    revision = state.desk().revision
    if revision is None:
        return None
    try:
        return saving.store().case(revision.case_id)
    except CaseProblems:
        return None


def uncovered(summary: CaseSummary, revision: Revision) -> str:
    """Return that an approval of an earlier revision does not cover this one; nothing where there is no such approval."""
    given = summary.approval
    if given is None or given.number >= revision.number or revision.verdict is not None:
        return ""
    return f"Revision {given.number} was {RULING_NAMES[given.verdict]}; that does not cover revision {revision.number}."


def use_newer_library() -> None:
    """Compute the case on the desk with the library that ships, instead of the one it was saved with."""
    state.keep(replace(state.desk(), library=None))


def resolve(pending: Merge, choices: Mapping[str, Literal["mine", "theirs"]]) -> Case | None:
    """Return the merged case, or None with the reason kept for the dialog."""
    try:
        return pending.resolve(choices)
    except CaseProblems as error:
        _say(error)
        return None


def tried(act: Callable[[], object]) -> bool:
    """Do something with the store and close the dialog; where it fails keep the reason for it. Tell whether it was done."""
    try:
        act()
    except CaseProblems as error:
        _say(error)
        return False
    ask("")
    return True


def _say(error: CaseProblems) -> None:
    state.pick(_TROUBLE, " ".join(f"{problem.in_short}" for problem in error.problems[:3]))


def _is_saved(case: Case, new: Revision) -> None:
    """Go on from the saved revision; the draft has done its work and is put away."""
    on = state.desk()
    if on.draft_id:
        with suppress(CaseProblems):
            drafts.delete(on.draft_id)
    past = (*on.past, Step("Merge with what others saved", on.case)) if case != on.case else on.past
    state.replace_desk(
        replace(
            on,
            case=case,
            revision=new,
            origin=new.case_id,
            past=past,
            draft_id=None,
            digest=None,
            saved_at=None,
            fault="",
        )
    )
    ask("")
