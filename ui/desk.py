"""What a session works on: one immutable case with its history, and what could not be taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from model.case import Case

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

    `fault` says why it could not be kept; `is_rivalled` is true where that is because another window has changed it.
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


@dataclass(frozen=True, slots=True)
class Refusal:
    """What somebody wrote in a field that cannot be taken, and why."""

    written: object
    message: str
