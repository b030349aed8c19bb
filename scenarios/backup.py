"""Saved cases as a YAML text that loses nothing: a stream of small documents, each case in it a file of its own kind."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from pydantic import AwareDatetime, Field

from model.case import Case
from model.document import read_document
from model.line import Library
from model.problems import CaseProblems, Problem
from model.record import Record
from model.validation import validated
from scenarios.files import read_case
from scenarios.replacing import replaced
from scenarios.stored import Comment, Event, Revision
from scenarios.writing import case_yaml, document_yaml

FORMAT = 1
_BETWEEN = "---"
_OF_A_CASE = "schema: "


class Cover(Record):
    """The first document: what the text is, and when it was written."""

    backup: int = Field(description="The format of this text.")
    written_at: AwareDatetime = Field(description="When it was written.")
    model_version: str = Field(description="The version of the program that wrote it.")


class StoredLibrary(Record):
    """A library that revisions were computed with."""

    kind: Literal["library"] = Field(description="A library.")
    digest: str = Field(description="The SHA-256 of what it holds.")
    library: Library = Field(description="Its streams and assumptions.")


class StoredCase(Record):
    """What is known of a case besides its revisions; they follow it."""

    kind: Literal["case"] = Field(description="A case.")
    id: str = Field(pattern=r"^[A-Za-z0-9_-]{16}$", description="Its id, as in links.")
    origin: str = Field(description="What it was begun from.")
    created_at: AwareDatetime = Field(description="When it was first saved.")
    baseline: int | None = Field(description="The revision others are held against.")
    baseline_name: str = Field(description="What that revision is called.")
    deleted_at: AwareDatetime | None = Field(description="When it was deleted.")
    deleted_by: str | None = Field(description="Who deleted it.")


class StoredRevision(Record):
    """A revision with its figures and its verdict; the document after it is the case as it was saved."""

    kind: Literal["revision"] = Field(description="A revision.")
    revision: Revision = Field(description="Who saved it, when, why, and what it computed to.")


class StoredComment(Record):
    """A comment on a revision of the case before it."""

    kind: Literal["comment"] = Field(description="A comment.")
    comment: Comment = Field(description="What was said.")


class StoredEvent(Record):
    """An entry of the audit trail."""

    kind: Literal["event"] = Field(description="An event.")
    event: Event = Field(description="Who did what.")


class ProgrammeState(Record):
    """A programme as it was saved last."""

    kind: Literal["programme"] = Field(description="A programme.")
    version: int = Field(description="How often it was saved.")
    author: str = Field(description="Who saved it.")
    saved_at: AwareDatetime = Field(description="When it was saved.")
    deleted_at: AwareDatetime | None = Field(description="When it was deleted.")
    deleted_by: str | None = Field(description="Who deleted it.")
    programme: dict[str, Any] = Field(description="What it says.")


class _End(Record):
    """The last document: how many there are, and the SHA-256 of all before it."""

    kind: Literal["end"] = Field(description="The end.")
    documents: int = Field(description="How many documents stand before it.")
    sha256: str = Field(description="The hash of all before it.")


Part = Cover | StoredLibrary | StoredCase | StoredRevision | StoredComment | StoredEvent | ProgrammeState | Case
_KINDS: dict[str, type[Record]] = {
    "library": StoredLibrary,
    "case": StoredCase,
    "revision": StoredRevision,
    "comment": StoredComment,
    "event": StoredEvent,
    "programme": ProgrammeState,
    "end": _End,
}


# --- writing -----------------------------------------------------------------------------------------------------


def written(parts: Iterable[Part]) -> Iterator[str]:
    """Yield the text of a backup piece by piece: the parts as they come, and a seal behind them."""
    seal, count = hashlib.sha256(), 0
    for part in parts:
        text = case_yaml(part) if isinstance(part, Case) else _text(part)
        seal.update(text.encode())
        yield f"{_BETWEEN}\n{text}" if count else text
        count += 1
    yield f"{_BETWEEN}\n{_text(_End(kind='end', documents=count, sha256=seal.hexdigest()))}"


def _text(part: Record) -> str:
    return document_yaml(part.model_dump(mode="json", by_alias=True, exclude_unset=True))


def save_as(path: Path, pieces: Iterable[str]) -> None:
    """Write a text to a file, whole or not at all. Raises `CaseProblems` (`unwritable`) if it cannot be written."""
    try:
        replaced(path, (piece.encode() for piece in pieces))
    except OSError as error:
        what = f"The file cannot be written: {error.strerror or error}."
        why = "A backup that is not whole is worth nothing; nothing was left behind."
        remedy = "Make room, or choose a folder this program may write to."
        raise CaseProblems([Problem("unwritable", (), what, why, remedy, str(path))]) from None


def lines_of(path: Path) -> Iterator[str]:
    """Yield the lines of a file. Raises `CaseProblems` (`unreadable`, `encoding`) if it cannot be read as text."""
    try:
        with path.open(encoding="utf-8-sig", newline="\n") as stream:
            yield from stream
    except OSError as error:
        what = f"The file cannot be read: {error.strerror or error}."
        why, remedy = "There is no backup to take in.", "Check the name and the folder."
        raise CaseProblems([Problem("unreadable", (), what, why, remedy, str(path))]) from None
    except UnicodeDecodeError:
        raise _damaged("It is not UTF-8 text.", str(path)) from None


# --- reading -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Chunk:
    """The text of one document, and the line before its first."""

    text: str
    before: int


def parts_of(lines: Iterable[str], file: str = "the backup") -> Iterator[Part]:
    """Yield the parts of a backup, the cover first.

    Raises `CaseProblems`, at its place: `not_a_backup`, `backup_damaged` where it was changed or cut short, and
    whatever is wrong inside a document. Parts that were given before it must then be let go.
    """
    seal, count, is_whole = hashlib.sha256(), 0, False
    for chunk in _chunks(lines):
        if is_whole:
            raise _damaged("Something stands behind its end.", file, chunk.before)
        part = _cover(chunk, file) if count == 0 else _part(chunk, file)
        if isinstance(part, _End):
            _check_seal(part, count, seal.hexdigest(), file)
            is_whole = True
            continue
        seal.update(chunk.text.encode())
        count += 1
        yield part
    if not is_whole:
        raise _damaged(f"It ends too early: {count} parts were read, and its end is missing.", file)


def damaged(what: str, file: str = "the backup") -> CaseProblems:
    """Return the problem of a backup whose parts do not belong together."""
    return _damaged(what, file)


def _chunks(lines: Iterable[str]) -> Iterator[_Chunk]:
    kept: list[str] = []
    before = number = 0
    for number, line in enumerate(lines, start=1):
        if line.rstrip("\r\n") == _BETWEEN:
            yield _Chunk("".join(kept), before)
            kept, before = [], number
        else:
            kept.append(line.rstrip("\r\n") + "\n")
    yield _Chunk("".join(kept), before)


def _cover(chunk: _Chunk, file: str) -> Cover:
    first = chunk.text.lstrip("\ufeff \n")
    if not first.startswith("backup:"):
        is_case = any(line.startswith(_OF_A_CASE) for line in first.splitlines())
        remedy = "Take in a single case with `save FILE`." if is_case else "Choose a file that `backup` has written."
        what = "This is a single case, and no backup." if is_case else "This is no backup of saved cases."
        why = "A backup says in its first line which format it has."
        raise CaseProblems([Problem("not_a_backup", (), what, why, remedy, file, 1)])
    cover: Cover = _record(chunk, Cover, file)
    if cover.backup > FORMAT:
        what = f"The backup has format {cover.backup}; this program reads formats up to {FORMAT}."
        why = "A newer format may mean other things by the same words."
        raise CaseProblems([Problem("schema", ("backup",), what, why, "Update the program.", file, 1)])
    return cover


def _part(chunk: _Chunk, file: str) -> Any:
    with _placed(chunk):
        if chunk.text.startswith(_OF_A_CASE):
            return read_case(chunk.text, file).case
        kind = chunk.text.partition("\n")[0].removeprefix("kind: ")
    if kind not in _KINDS:
        raise _damaged("A part of it is of no known kind.", file, chunk.before)
    return _record(chunk, _KINDS[kind], file)


def _record(chunk: _Chunk, record: type[Any], file: str) -> Any:
    with _placed(chunk):
        document = read_document(chunk.text, file)
        return validated(record, document.data, document)


@contextmanager
def _placed(chunk: _Chunk) -> Iterator[None]:
    """Count the lines of problems from the beginning of the whole text."""
    try:
        yield
    except CaseProblems as error:
        move: Callable[[Problem], Problem] = lambda p: replace(p, line=(p.line or 1) + chunk.before)  # noqa: E731
        raise CaseProblems(map(move, error.problems)) from None


def _check_seal(end: _End, count: int, seal: str, file: str) -> None:
    if end.documents != count:
        raise _damaged(f"It should have {end.documents} parts, and has {count}.", file)
    if end.sha256 != seal:
        raise _damaged("It was changed after it was written.", file)


def _damaged(what: str, file: str, line: int | None = None) -> CaseProblems:
    why = "What was saved must come back exactly; nothing of it was taken in."
    remedy = "Take another copy of the backup. A case in it that you trust can be taken in alone, with `save FILE`."
    return CaseProblems([Problem("backup_damaged", (), f"The backup is damaged. {what}", why, remedy, file, line)])
