"""What a session works on: one immutable case with its history, and what could not be taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from assumptions.loader import library_digest, shipped_library
from model.case import Case
from model.line import Library
from scenarios.drafts import Base
from scenarios.files import case_file
from scenarios.stored import Revision
from ui.references import DESK

Change = Callable[[Case], Case]
Tone = Literal["info", "warning"]


@dataclass(frozen=True, slots=True)
class Step:
    """A change that was made: what it was, and the case before it (or, for redo, after it)."""

    words: str
    case: Case


@dataclass(frozen=True, slots=True)
class Desk:
    """What a session works on: one immutable case, where it came from, its steps, and how it is kept.

    `revision` is the saved one it goes on from, `library` the one it is computed with where that is not the shipped
    one. `fault` says why it could not be kept; `is_rivalled` is true where that is because another window has changed
    it.
    """

    case: Case
    origin: str
    draft_id: str | None = None
    past: tuple[Step, ...] = ()
    future: tuple[Step, ...] = ()
    saved_at: datetime | None = None
    digest: str | None = None
    fault: str = ""
    is_rivalled: bool = False
    revision: Revision | None = None
    library: Library | None = None

    @property
    def is_as_saved(self) -> bool:
        """True where the case and its library are those of the saved revision."""
        revision = self.revision
        if revision is None or library_digest(self.library or shipped_library()) != revision.library:
            return False
        return case_file(self.case, "").digest == revision.digest

    @property
    def reference(self) -> str:
        """How a link to a comparison names it once something else lies on the desk: a draft, a revision, what ships."""
        if self.draft_id:
            return f"{DESK}{self.draft_id}"
        return f"{self.revision.case_id}@{self.revision.number}" if self.revision else self.origin

    @property
    def base(self) -> Base | None:
        """What a draft keeps of the saved revision it goes on from."""
        if self.revision is None:
            return None
        digest = library_digest(self.library or shipped_library())
        return Base(case_id=self.revision.case_id, number=self.revision.number, library=digest)


@dataclass(frozen=True, slots=True)
class Refusal:
    """What somebody wrote in a field that cannot be taken, and why."""

    written: object
    message: str
