"""The drafts a session may see: the newest first, one put away, and taken back."""

from __future__ import annotations

from model.problems import CaseProblems
from scenarios import drafts
from ui import saving, state

_REMOVED = "removed-draft"


def recent(limit: int = 20) -> tuple[drafts.DraftSummary, ...]:
    """Return the drafts saved last; where the store is shared only those of this session, as their links are secret."""
    return drafts.recent(limit, state.own_drafts() if saving.is_shared() else None)


def remove(draft_id: str) -> None:
    """Put a draft away; it can be taken back from the folder `trash` of the drafts."""
    try:
        drafts.delete(draft_id)
    except CaseProblems as error:
        state.say(error)
        return
    if state.desk().draft_id == draft_id:
        state.open_shipped(state.FIRST_CASE)
    state.pick(_REMOVED, draft_id)


def removed() -> str:
    """Return the draft that was put away last in this session."""
    return state.picked(_REMOVED)


def restore() -> None:
    """Take back the draft that was put away last."""
    draft_id = removed()
    state.pick(_REMOVED, "")
    try:
        drafts.restore(draft_id)
    except CaseProblems as error:
        state.say(error)
