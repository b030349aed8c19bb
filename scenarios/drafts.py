"""Drafts: cases people are writing, saved as they write, one file each in a folder of their own."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from pydantic import AwareDatetime, ValidationError

from model.case import Case
from model.document import MAX_BYTES
from model.problems import CaseProblems, Problem
from model.record import Record
from scenarios.files import read_case
from scenarios.replacing import replaced
from scenarios.writing import case_yaml

HOME = "COMMUNITY_CASE_HOME"
"""The environment variable that names another folder than `~/.community-case`."""
_ID = re.compile(r"[A-Za-z0-9_-]{16}")
_MARK = b"# draft: "
_ONE_AT_A_TIME = Lock()  # windows of one server are threads; between look and replace nobody else may write


class Base(Record):
    """The saved revision a draft was begun from, and the digest of the library the draft is computed with."""

    case_id: str
    number: int
    library: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A case as it was last saved, and where it began: the id of an example or a template, `blank` or `import`.

    `base` is the saved revision it goes on from, where there is one.
    """

    id: str
    text: str
    case: Case
    saved_at: datetime
    origin: str
    base: Base | None = None

    @property
    def digest(self) -> str:
        """The SHA-256 of the text: what `save` is told was seen last."""
        return _digest(self.text.encode())


@dataclass(frozen=True, slots=True)
class DraftSummary:
    """One draft in a list; `reason` says why it cannot be read, and is empty where it can."""

    id: str
    title: str
    organisation: str
    saved_at: datetime
    reason: str = ""


class _Head(Record):
    """What the first line of a draft's file says, as a comment to YAML, so that a list need not read whole cases."""

    title: str
    organisation: str
    origin: str
    saved_at: AwareDatetime
    digest: str
    base: Base | None = None


def folder() -> Path:
    """Return the folder of the drafts; it is made when the first draft is saved."""
    return Path(os.environ.get(HOME) or "~/.community-case").expanduser() / "drafts"


def new_id() -> str:
    """Return an id nobody can guess: whoever has the link has the draft."""
    return secrets.token_urlsafe(12)


def save(draft_id: str, case: Case, *, origin: str, expected: str | None = None, base: Base | None = None) -> Draft:
    """Save a case as a draft, whole or not at all, and return it as saved.

    `expected` is the digest of the draft as this window saw it last; without it, whatever is there is replaced.
    Raises `CaseProblems`: `draft_conflict` if the draft has become another one since, `draft_unwritable` if the file
    cannot be written, `draft_too_large` if it could not be read again, `draft_id` for an id that `new_id` never gives.
    """
    path = _path(draft_id)
    draft = Draft(draft_id, case_yaml(case), case, datetime.now(UTC), origin, base)
    content = _content(draft)
    if len(content) > MAX_BYTES:
        what = f"The draft would have more than {MAX_BYTES:,} bytes, and was not saved."
        raise _trouble("draft_too_large", what, "A case of this size cannot be read again.", "Split it, or shorten it.")
    with _ONE_AT_A_TIME:
        if expected is not None:
            _refuse_a_change(path, (expected, draft.digest))
        _write(path, content)
    return draft


def load(draft_id: str) -> Draft | None:
    """Return a draft, or None if there is none by this id.

    Raises `CaseProblems` if its file is damaged; the file is kept as it is.
    """
    if not _ID.fullmatch(draft_id):
        return None
    path = _path(draft_id)
    try:
        content, changed = path.read_bytes(), _changed(path)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unreadable(path, error) from None
    head, body = _parts(content)
    case = read_case(content, str(path)).case
    if head is None:
        return Draft(draft_id, body.decode(), case, changed, "import")
    return Draft(draft_id, body.decode(), case, head.saved_at, head.origin, head.base)


def recent(limit: int = 20, among: Collection[str] | None = None) -> tuple[DraftSummary, ...]:
    """Return the drafts saved last, the newest first, all of them or those `among` some ids.

    One that cannot be read is listed with its reason.
    """
    return tuple(sorted(_summaries(among), key=lambda draft: draft.saved_at, reverse=True)[:limit])


def delete(draft_id: str) -> bool:
    """Put a draft into the folder `trash`, whence `restore` gets it back; False if there is none.

    Raises `CaseProblems` if the file cannot be moved.
    """
    return _move(_path(draft_id), _trashed(draft_id))


def restore(draft_id: str) -> bool:
    """Get a draft back from the trash; False if it is not there.

    Raises `CaseProblems` if it has been saved anew since it was deleted, or cannot be moved.
    """
    path = _path(draft_id)
    with _ONE_AT_A_TIME:
        if path.exists() and _trashed(draft_id).exists():
            raise _conflict(path)
        return _move(_trashed(draft_id), path)


def _path(draft_id: str) -> Path:
    """Return the file of a draft; an id comes from a link, and must not lead anywhere else."""
    if not _ID.fullmatch(draft_id):
        what = f"“{draft_id[:40]}” is not the id of a draft."
        raise _trouble("draft_id", what, "Drafts are found by their id.", "Open the draft from the list of drafts.")
    return folder() / f"{draft_id}.yaml"


def _trashed(draft_id: str) -> Path:
    return folder() / "trash" / f"{draft_id}.yaml"


def _content(draft: Draft) -> bytes:
    head = _Head(
        title=draft.case.title,
        organisation=draft.case.organisation,
        origin=draft.origin,
        saved_at=draft.saved_at,
        digest=draft.digest,
        base=draft.base,
    )
    return _MARK + head.model_dump_json(ensure_ascii=True).encode() + b"\n" + draft.text.encode()


def _parts(content: bytes) -> tuple[_Head | None, bytes]:
    """Return head and text of a draft's file; no head where it is missing or damaged."""
    if not content.startswith(_MARK):
        return None, content
    line, _, body = content.partition(b"\n")
    try:
        return _Head.model_validate_json(line.removeprefix(_MARK)), body
    except ValidationError:
        return None, body


def _summaries(among: Collection[str] | None) -> Iterator[DraftSummary]:
    for path in folder().glob("*.yaml"):
        if _ID.fullmatch(path.stem) and (among is None or path.stem in among):
            with suppress(FileNotFoundError):  # deleted in another window just now
                yield _summary(path)


def _summary(path: Path) -> DraftSummary:
    """Return the summary of a file; only one that is not as it was saved is read in full, to find what is wrong."""
    head, when = None, _changed(path)
    try:
        content = path.read_bytes()
        head, body = _parts(content)
        if head and head.digest == _digest(body):
            return DraftSummary(path.stem, head.title, head.organisation, head.saved_at)
        case = read_case(content, str(path)).case
        return DraftSummary(path.stem, case.title, case.organisation, when)
    except FileNotFoundError:
        raise
    except OSError as error:
        reason = _unreadable(path, error).problems[0].what
    except CaseProblems as error:
        reason = error.problems[0].what
    title, organisation = (head.title, head.organisation) if head else ("", "")
    return DraftSummary(path.stem, title, organisation, when, reason)


def _refuse_a_change(path: Path, known: tuple[str, ...]) -> None:
    """Raise if the file holds another text than the known ones; a file that is gone holds nothing to lose."""
    try:
        _, body = _parts(path.read_bytes())
    except FileNotFoundError:
        return
    except OSError as error:
        raise _unreadable(path, error) from None
    if _digest(body) not in known:
        raise _conflict(path)


def _write(path: Path, content: bytes) -> None:
    try:
        _make(path.parent)
        replaced(path, [content])
    except OSError as error:
        raise _unwritable(path, error) from None


def _move(source: Path, target: Path) -> bool:
    try:
        _make(target.parent)
        source.replace(target)
    except FileNotFoundError:
        return False
    except OSError as error:
        raise _unwritable(target, error) from None
    return True


def _make(below: Path) -> None:
    """Make the folder and those above it; only their owner may look inside."""
    for place in (folder().parent, folder(), below):
        place.mkdir(mode=0o700, parents=True, exist_ok=True)


def _changed(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def _conflict(path: Path) -> CaseProblems:
    what = f"The draft was changed in another window at {_changed(path).astimezone():%H:%M on %Y-%m-%d}."
    remedy = "Open it again to go on from there, or keep yours as a new draft."
    return _trouble("draft_conflict", what, "Saving now would overwrite that change.", remedy, path)


def _unreadable(path: Path, error: OSError) -> CaseProblems:
    what = f"The draft cannot be read: {error.strerror or error}."
    return _trouble("draft_unreadable", what, "The file is kept as it is.", "Check the file and its folder.", path)


def _unwritable(path: Path, error: OSError) -> CaseProblems:
    what = f"The folder of the drafts cannot be written to: {error.strerror or error}."
    why = "What is not saved is lost when its window is closed."
    remedy = f"Make room, or let this program write there, or name another folder in {HOME}."
    return _trouble("draft_unwritable", what, why, remedy, path)


def _trouble(code: str, what: str, why: str, remedy: str, path: Path | str = "") -> CaseProblems:
    return CaseProblems([Problem(code, (), what, why, remedy, str(path))])
