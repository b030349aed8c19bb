"""What the store gives back: plain records of saved cases, revisions, reviews and the audit trail; no database in them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from model.case import Case
from model.evidence import Assumption
from model.line import Library
from model.problems import CaseProblems, Problem
from model.references import BASE
from scenarios.drafts import HOME

if TYPE_CHECKING:
    from scenarios.programme import Programme

DATABASE = "DATABASE_URL"
"""The environment variable that names a PostgreSQL database, or another SQLite file."""
Ruling = Literal["approved", "approved_with_conditions", "returned"]
"""What a reviewer decides on one revision."""
RULING_NAMES: Mapping[Ruling, str] = {
    "approved": "approved",
    "approved_with_conditions": "approved with conditions",
    "returned": "returned",
}
"""Each ruling as people read it."""
APPROVALS: tuple[Ruling, ...] = ("approved", "approved_with_conditions")
"""The rulings that approve."""


@dataclass(frozen=True, slots=True)
class ScenarioFigures:
    """What was computed of one scenario when a revision was saved, in the currency of the case; None where unknown.

    Where `is_complete` is False, an answer was missing, and the figures are of what was known.
    """

    label: str
    fingerprint: str
    npv: float | None
    roi: float | None
    payback_months: float | None
    peak_funding: float | None
    is_complete: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a reviewer decided on one exact revision, which is locked from then on."""

    case_id: str
    number: int
    verdict: Ruling
    author: str
    text: str
    at: datetime

    @property
    def is_approval(self) -> bool:
        """True where the revision was approved, with conditions or without."""
        return self.verdict in APPROVALS


@dataclass(frozen=True, slots=True)
class Revision:
    """One saved state of a case, which never changes: who saved it, when, why, and what it computed to.

    `digest` is the SHA-256 of its content and `library` that of the library it was computed with; `figures` are kept
    by scenario, the base case under `base`.
    """

    case_id: str
    number: int
    parent: int | None
    merged_from: int | None
    author: str
    message: str
    saved_at: datetime
    digest: str
    library: str
    model_version: str
    figures: Mapping[str, ScenarioFigures]
    verdict: Verdict | None = None

    @property
    def is_locked(self) -> bool:
        """True once there is a verdict on it."""
        return self.verdict is not None

    @property
    def base(self) -> ScenarioFigures | None:
        """The figures of the base case."""
        return self.figures.get(BASE)


@dataclass(frozen=True, slots=True)
class Saved:
    """A revision with the case as it was saved and the library it was computed with."""

    revision: Revision
    case: Case
    library: Library


@dataclass(frozen=True, slots=True)
class CaseSummary:
    """One saved case in a list: its newest revision (the head) and where it stands.

    The figures are those of the base case of the head. `verdicts` are those on any of its revisions, in their order,
    and `baseline` is the revision named to hold others against.
    """

    id: str
    slug: str
    title: str
    organisation: str
    currency: str
    head: int
    author: str
    saved_at: datetime
    message: str
    npv: float | None
    roi: float | None
    payback_months: float | None
    is_complete: bool
    verdicts: tuple[Verdict, ...]
    baseline: int | None
    baseline_name: str
    origin: str
    created_at: datetime
    deleted_at: datetime | None
    deleted_by: str | None

    @property
    def verdict(self) -> Verdict | None:
        """The verdict on the newest revision."""
        return next((verdict for verdict in self.verdicts if verdict.number == self.head), None)

    @property
    def approval(self) -> Verdict | None:
        """The newest approval of any revision, with conditions or without."""
        return next((verdict for verdict in reversed(self.verdicts) if verdict.is_approval), None)

    @property
    def approved(self) -> int | None:
        """The newest approved revision."""
        return self.approval.number if self.approval else None


@dataclass(frozen=True, slots=True)
class CaseList:
    """A page of a list of cases, the newest first, and how many there are in all."""

    rows: tuple[CaseSummary, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Comment:
    """A remark on a revision; `field` is the dotted path it speaks of, `proposal` the value put in its place."""

    id: str
    case_id: str
    number: int
    author: str
    text: str
    at: datetime
    field: str = ""
    scenario: str | None = None
    proposal: Assumption | None = None
    reply_to: str | None = None
    settled_at: datetime | None = None
    settled_by: str | None = None

    @property
    def is_settled(self) -> bool:
        """True once somebody has marked it as dealt with."""
        return self.settled_at is not None


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the audit trail: who did what, when, to which case or revision."""

    id: str
    at: datetime
    actor: str
    action: str
    case_id: str | None = None
    revision: int | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StoredProgramme:
    """A programme as it was saved last; `version` is what `save_programme` is told was seen."""

    programme: Programme
    version: int
    author: str
    saved_at: datetime
    deleted_at: datetime | None = None
    deleted_by: str | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one case or programme of a backup: `added`, `copied` under another id, or `unchanged`."""

    id: str
    title: str
    how: Literal["added", "copied", "unchanged"]
    was: str
    kind: Literal["case", "programme"] = "case"


def own_file() -> Path:
    """Return the file of the store where the environment names no other: `cases.db` in the folder of this program."""
    return Path(os.environ.get(HOME) or "~/.community-case").expanduser() / "cases.db"


class StaleRevision(CaseProblems):
    """Raised where somebody else saved first; `head` says who, when and why, and nothing has been written."""

    def __init__(self, head: Revision) -> None:
        self.head = head
        why = f" (“{head.message}”)" if head.message else ""
        when = head.saved_at.astimezone()
        what = f"{head.author} saved revision {head.number}{why} at {when:%H:%M on %Y-%m-%d}, after yours was begun."
        remedy = "Take over what both of you changed, field by field, or save yours as a copy."
        super().__init__([Problem("stale_revision", (), what, "Saving now would overwrite that change.", remedy)])


class StaleProgramme(CaseProblems):
    """Raised where somebody else saved a programme first; `head` is what they saved."""

    def __init__(self, head: StoredProgramme) -> None:
        self.head = head
        what = f"{head.author} saved the programme at {head.saved_at.astimezone():%H:%M on %Y-%m-%d}, after yours was begun."
        remedy = "Open it again and make your change there."
        super().__init__([Problem("stale_programme", (), what, "Saving now would overwrite that change.", remedy)])


def refusal(code: str, what: str, why: str, remedy: str) -> CaseProblems:
    """Return one problem of the store, ready to be raised."""
    return CaseProblems([Problem(code, (), what, why, remedy)])
