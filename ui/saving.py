"""The store as the pages read it: saved revisions, the desks they make, and the name of who works here."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from assumptions.loader import library_digest, shipped_library
from model.problems import CaseProblems
from scenarios.drafts import Draft, folder
from scenarios.stored import DATABASE, Saved
from ui.desk import Desk

if TYPE_CHECKING:
    from scenarios.store import Store


def store() -> Store:
    """Return the store of saved cases. Raises `CaseProblems` where it cannot be reached."""
    from scenarios.store import Store  # databases take a while to load, and the first page does without

    return Store.open()


def is_shared() -> bool:
    """Tell whether several people save in one store, and so may not be shown each other's drafts."""
    return os.environ.get(DATABASE, "").startswith("postgres")


def revision_or_newest(case_id: str, number: int | None) -> tuple[Saved | None, str]:
    """Return a saved revision, or where the case does not have it the newest, with what there is to say about that.

    Raises `CaseProblems` where the store cannot tell.
    """
    saved = store().revision(case_id, number)
    if saved is not None or number is None:
        return saved, ""
    newest = store().revision(case_id)
    words = f"The case has no revision {number}; its newest, revision {newest.revision.number}, is shown." if newest else ""  # fmt: skip
    return newest, words


def desk_of(saved: Saved) -> Desk:
    """Return a desk with a saved revision on it, computed with the library it was saved with."""
    is_older = saved.revision.library != library_digest(shipped_library())
    library = saved.library if is_older else None
    return Desk(saved.case, saved.revision.case_id, revision=saved.revision, library=library)


def desk_of_draft(found: Draft) -> Desk:
    """Return a desk with a draft on it, and the saved revision it goes on from where the store has it."""
    new = Desk(found.case, found.origin, found.id, saved_at=found.saved_at, digest=found.digest)
    saved = None
    if found.base:
        with suppress(CaseProblems):  # a draft can be worked on without the store
            saved = store().revision(found.base.case_id, found.base.number)
    if found.base is None or saved is None:
        return new
    under = desk_of(saved)
    return replace(
        new, revision=saved.revision, library=under.library if found.base.library == saved.revision.library else None
    )


def remembered_name() -> str:
    """Return the name last used on this machine; on a shared server everybody says their own."""
    if is_shared():
        return ""
    with suppress(OSError):
        return _name_file().read_text(encoding="utf-8").strip()
    return ""


def remember_name(name: str) -> None:
    """Keep the name for the next time, on one's own machine; where that cannot be done it is asked again."""
    if not is_shared():
        with suppress(OSError):
            _name_file().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _name_file().write_text(name, encoding="utf-8")


def _name_file() -> Path:
    return folder().parent / "name"
