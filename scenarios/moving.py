"""Moves whole cases out of the store and into it: with every revision, library, comment, verdict and event."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, select

from model import MODEL_VERSION
from model.case import Case
from scenarios import backup, programmes, reviews, revising, shelving, trail
from scenarios.backup import (
    Cover,
    Part,
    ProgrammeState,
    StoredCase,
    StoredComment,
    StoredEvent,
    StoredLibrary,
    StoredRevision,
)
from scenarios.saving import Content, case_content, library_content, now
from scenarios.sql import Found, cases, events, libraries, revisions, take_turns
from scenarios.stored import Comment, Event, Imported, Revision, refusal

_IMPORTED = "imported"

# --- out ---------------------------------------------------------------------------------------------------------


def everything(connection: Connection, case_ids: Sequence[str] | None = None) -> Iterator[Part]:
    """Yield the parts of a backup: of some cases, or of all of them with programmes and what concerns no case."""
    yield Cover(backup=backup.FORMAT, written_at=now(), model_version=MODEL_VERSION)
    query = select(cases).order_by(cases.c.created_at, cases.c.id)
    rows = connection.execute(query if case_ids is None else query.where(cases.c.id.in_(list(case_ids)))).all()
    missing = set(case_ids or ()) - {row.id for row in rows}
    if missing:
        what = f"There is no saved case `{min(missing)[:40]}`."
        raise refusal("unknown_case", what, "A backup must be whole.", "Choose cases from the list.")
    yield from _libraries(connection, [row.id for row in rows], is_whole=case_ids is None)
    for row in rows:
        yield from _case(connection, row)
    if case_ids is None:
        of_none = select(events).where(events.c.case_id.is_(None)).order_by(events.c.position)
        for found in connection.execute(of_none):
            yield StoredEvent(kind="event", event=trail.event_of(found))
        yield from programmes.states(connection)


def _libraries(connection: Connection, case_ids: list[str], *, is_whole: bool) -> Iterator[StoredLibrary]:
    used = select(revisions.c.library).distinct()
    query = select(libraries.c.digest).where(
        libraries.c.digest.in_(used if is_whole else used.where(revisions.c.case_id.in_(case_ids)))
    )
    for digest in connection.execute(query.order_by(libraries.c.digest)).scalars():
        yield StoredLibrary(kind="library", digest=digest, library=shelving.library_of(connection, digest))


def _case(connection: Connection, row: Found) -> Iterator[Part]:
    names = StoredCase.model_fields.keys() - {"kind"}
    yield StoredCase(kind="case", **{name: getattr(row, name) for name in StoredCase.model_fields if name in names})
    for revision in reversed(shelving.history(connection, row.id)):
        yield StoredRevision(kind="revision", revision=revision)
        yield shelving.opened(connection, revision).case
    for comment in reviews.all_of(connection, row.id):
        yield StoredComment(kind="comment", comment=comment)
    for event in trail.read(connection, row.id):
        yield StoredEvent(kind="event", event=event)


# --- in ----------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Whole:
    """A case of a backup with all that belongs to it."""

    state: StoredCase
    revisions: list[tuple[Revision, Case]] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)


def take_in(connection: Connection, parts: Iterable[Part], author: str) -> tuple[Imported, ...]:
    """Write what a backup holds, and say what became of each case; what is there already is not written again.

    A case whose id has other content here is taken in as a copy, under an id of its own.
    """
    take_turns(connection, "import")
    found: list[Imported] = []
    shelves: dict[str, Content] = {}
    for item in _gathered(parts):
        if isinstance(item, StoredLibrary):
            shelves[item.digest] = _checked(library_content(item.library), item.digest, "library")
        elif isinstance(item, _Whole):
            found.append(_take_case(connection, item, shelves, author))
        elif isinstance(item, StoredEvent):
            trail.add(connection, _new_events(connection, [item.event]))
        elif isinstance(item, ProgrammeState):
            found.append(_take_programme(connection, item, found, author))
    return tuple(found)


def _gathered(parts: Iterable[Part]) -> Iterator[Any]:
    """Yield the parts with everything of a case put together."""
    whole: _Whole | None = None
    pending: Revision | None = None
    for part in parts:
        if (pending is not None) != isinstance(part, Case):
            raise backup.damaged("A revision and its case do not stand together.")
        belongs = isinstance(part, Case | StoredRevision | StoredComment) or (
            isinstance(part, StoredEvent) and part.event.case_id is not None
        )
        if not belongs and whole is not None:
            yield whole
            whole = None
        if belongs and whole is None:
            raise backup.damaged("Something in it belongs to no case.")
        if isinstance(part, StoredCase):
            whole = _Whole(part)
        elif not belongs:
            yield part
        elif whole is not None:
            pending = _put_together(whole, part, pending)
    if whole is not None:
        yield whole


def _put_together(whole: _Whole, part: Part, pending: Revision | None) -> Revision | None:
    """Add a part to its case; return the revision whose case is yet to come."""
    if isinstance(part, StoredRevision):
        return part.revision
    if isinstance(part, Case) and pending is not None:
        whole.revisions.append((pending, part))
    elif isinstance(part, StoredComment):
        whole.comments.append(part.comment)
    elif isinstance(part, StoredEvent):
        whole.events.append(part.event)
    return None


def _checked(content: Content, digest: str, kind: str) -> Content:
    if content.digest != digest:
        raise backup.damaged(f"A {kind} in it is not what was saved.")
    return content


def _take_case(connection: Connection, whole: _Whole, shelves: dict[str, Content], author: str) -> Imported:
    _check_case(whole, shelves)
    case_id, title = whole.state.id, whole.revisions[-1][1].title
    if not revising.is_there(connection, case_id):
        _write(connection, whole, shelves, author, case_id)
        return Imported(case_id, title, "added", case_id)
    if _is_all_there(connection, whole):
        return Imported(case_id, title, "unchanged", case_id)
    copy = _renamed(whole)
    if revising.is_there(connection, copy.state.id):
        return Imported(copy.state.id, title, "unchanged", case_id)
    _write(connection, copy, shelves, author, case_id)
    return Imported(copy.state.id, title, "copied", case_id)


def _check_case(whole: _Whole, shelves: dict[str, Content]) -> None:
    numbers = [revision.number for revision, _ in whole.revisions]
    of_others = {revision.case_id for revision, _ in whole.revisions} - {whole.state.id}
    if not numbers or numbers != list(range(1, len(numbers) + 1)) or of_others:
        raise backup.damaged(f"Revisions of the case {whole.state.id} are missing.")
    if any(revision.library not in shelves for revision, _ in whole.revisions):
        raise backup.damaged("A library is missing.")
    if any(comment.number not in numbers for comment in whole.comments):
        raise backup.damaged("A comment speaks of a revision that is not there.")


def _is_all_there(connection: Connection, whole: _Whole) -> bool:
    """Return whether the store holds all of it; it may hold more, such as later revisions and verdicts."""
    here = {revision.number: revision for revision in shelving.history(connection, whole.state.id)}
    for revision, _ in whole.revisions:
        mine = here.get(revision.number)
        if mine is None or replace(mine, verdict=revision.verdict and mine.verdict) != revision:
            return False
    said = {comment.id: comment for comment in reviews.all_of(connection, whole.state.id)}
    for comment in whole.comments:
        other = said.get(comment.id)
        if other is None or (_unsettled(other) if not comment.is_settled else other) != comment:
            return False
    missing = _new_events(connection, whole.events)
    return all(event.action == _IMPORTED for event in missing)  # that it went through another store changes nothing


def _unsettled(comment: Comment) -> Comment:
    return replace(comment, settled_at=None, settled_by=None)


def _new_events(connection: Connection, found: list[Event]) -> Iterator[Event]:
    for event in found:
        if connection.execute(select(events.c.id).where(events.c.id == event.id)).one_or_none() is None:
            yield event


def _write(connection: Connection, whole: _Whole, shelves: dict[str, Content], author: str, was: str) -> None:
    state = whole.state
    names = ("baseline", "baseline_name", "deleted_at", "deleted_by")
    more = {name: getattr(state, name) for name in names}
    revising.put_case(connection, state.id, state.created_at, state.origin, **more)
    for revision, case in whole.revisions:
        _write_revision(connection, revision, case, shelves[revision.library])
    for comment in whole.comments:
        reviews.put(connection, comment)
    trail.add(connection, whole.events)
    copied = None if was == state.id else was
    trail.record(connection, author, _IMPORTED, state.id, len(whole.revisions), copy_of=copied)


def _write_revision(connection: Connection, revision: Revision, case: Case, shelf: Content) -> None:
    content = _checked(case_content(case), revision.digest, "case")
    new = revising.Entry(
        case, content, shelf, revision.figures, revision.author, revision.message, revision.model_version
    )
    names = ("case_id", "number", "parent", "merged_from", "saved_at")
    revising.put_revision(connection, {name: getattr(revision, name) for name in names}, new, revision.number - 1)
    if revision.verdict is not None:
        reviews.put_verdict(connection, revision.verdict)


def _take_programme(
    connection: Connection, state: ProgrammeState, cases_taken: Sequence[Imported], author: str
) -> Imported:
    """Write a programme; where its id has other content here, as a copy, whose members are the cases taken in."""
    said, copies = state.programme, {taken.was: taken.id for taken in cases_taken if taken.kind == "case"}
    members = [{**member, "case": copies.get(member["case"], member["case"])} for member in said.get("members", ())]
    new = programmes.read({**said, "members": members} if members else said)
    here, was = programmes.one(connection, new.id), new.id
    if here is not None and here.programme != new:
        seed = hashlib.sha256(programmes.body_of(new).encode()).hexdigest()
        new = new.model_copy(update={"id": _derived(seed, new.id)})
        here = programmes.one(connection, new.id)
    if here is not None:
        return Imported(new.id, new.title, "unchanged", was, "programme")
    programmes.put(connection, new, state)
    copied = None if was == new.id else was
    trail.record(connection, author, "programme_imported", None, state.version, programme=new.id, copy_of=copied)
    return Imported(new.id, new.title, "copied" if copied else "added", was, "programme")


# --- copies ------------------------------------------------------------------------------------------------------


def _renamed(whole: _Whole) -> _Whole:
    """Return a case with other ids, which are the same each time the same case is copied."""
    seed = hashlib.sha256(repr(whole).encode()).hexdigest()
    case_id = _derived(seed, whole.state.id)
    return _Whole(
        whole.state.model_copy(update={"id": case_id}),
        [(_moved(revision, case_id), case) for revision, case in whole.revisions],
        [
            replace(
                comment,
                id=_derived(seed, comment.id),
                case_id=case_id,
                reply_to=comment.reply_to and _derived(seed, comment.reply_to),
            )
            for comment in whole.comments
        ],
        [replace(event, id=_derived(seed, event.id), case_id=case_id) for event in whole.events],
    )


def _moved(revision: Revision, case_id: str) -> Revision:
    verdict = revision.verdict and replace(revision.verdict, case_id=case_id)
    return replace(revision, case_id=case_id, verdict=verdict)


def _derived(seed: str, name: str) -> str:
    return urlsafe_b64encode(hashlib.sha256(f"{seed} {name}".encode()).digest())[:16].decode()
