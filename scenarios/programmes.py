"""Programmes of several cases in the store: each kept as it was saved last, written only where nobody else came first."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection, insert, select, update

from scenarios import trail
from scenarios.backup import ProgrammeState
from scenarios.programme import Programme
from scenarios.saving import now, storable
from scenarios.sql import Found, insert_new, programmes
from scenarios.stored import StaleProgramme, StoredProgramme, refusal


def listed(connection: Connection, *, deleted: bool = False) -> tuple[StoredProgramme, ...]:
    """Return the programmes, or the deleted ones, the newest first."""
    mark = programmes.c.deleted_at
    query = select(programmes).where(mark.is_not(None) if deleted else mark.is_(None))
    return tuple(map(_stored, connection.execute(query.order_by(programmes.c.saved_at.desc(), programmes.c.id))))


def one(connection: Connection, programme_id: str) -> StoredProgramme | None:
    """Return a programme, deleted or not; None if there is none."""
    row = connection.execute(select(programmes).where(programmes.c.id == programme_id)).one_or_none()
    return _stored(row) if row else None


def save(connection: Connection, new: Programme, parent: int, author: str) -> StoredProgramme:
    """Write a programme over its version `parent` (0: it is new). Raises `StaleProgramme` if that is not the newest."""
    head = _locked(connection, new.id)
    if head is None and parent:
        raise _unknown(new.id)
    if head is not None and head.programme == new and head.deleted_at is None:
        return head
    if head is not None and head.version != parent:
        raise StaleProgramme(head)
    row = {"version": parent + 1, "title": storable(new.title), "body": body_of(new)}
    row |= {"author": author, "saved_at": now(), "deleted_at": None, "deleted_by": None}
    if head is not None:
        connection.execute(update(programmes).where(programmes.c.id == new.id).values(row))
    elif not insert_new(connection, programmes, {"id": new.id, **row}):
        raise StaleProgramme(_there(connection, new.id))
    members = [member.case for member in new.members]
    trail.record(
        connection, author, "programme_saved", None, parent + 1, programme=new.id, title=new.title, cases=members
    )
    return _there(connection, new.id)


def mark(connection: Connection, programme_id: str, author: str, *, is_deleted: bool) -> None:
    """Mark a programme as deleted, or take the mark away."""
    head = _locked(connection, programme_id)
    if head is None:
        raise _unknown(programme_id)
    if (head.deleted_at is not None) != is_deleted:
        values = {"deleted_at": now(), "deleted_by": author} if is_deleted else {"deleted_at": None, "deleted_by": None}
        connection.execute(update(programmes).where(programmes.c.id == programme_id).values(values))
        action = "programme_deleted" if is_deleted else "programme_recovered"
        trail.record(connection, author, action, None, head.version, programme=programme_id)


def put(connection: Connection, new: Programme, state: ProgrammeState) -> None:
    """Write the row of a programme as it is."""
    names = ("version", "author", "saved_at", "deleted_at", "deleted_by")
    known = {"id": new.id, "title": storable(new.title), "body": body_of(new)}
    connection.execute(insert(programmes).values(known | {name: getattr(state, name) for name in names}))


def states(connection: Connection) -> list[ProgrammeState]:
    """Return every programme as a backup holds it, deleted or not."""
    names = ("version", "author", "saved_at", "deleted_at", "deleted_by")
    rows = connection.execute(select(programmes).order_by(programmes.c.id))
    return [
        ProgrammeState(kind="programme", programme=json.loads(row.body), **{name: getattr(row, name) for name in names})
        for row in rows
    ]


def read(said: Mapping[str, Any] | str) -> Programme:
    """Return the programme in plain data or in JSON. Raises `CaseProblems` (`store_damaged`) if it is none."""
    try:
        return Programme.model_validate_json(said) if isinstance(said, str) else Programme.model_validate(said)
    except ValidationError:
        what = "A programme cannot be read."
        raise refusal("store_damaged", what, "It was changed by other means.", "Restore a backup.") from None


def body_of(programme: Programme) -> str:
    """Return what a programme states, as JSON."""
    return programme.model_dump_json(by_alias=True, exclude_unset=True, ensure_ascii=True)


def _locked(connection: Connection, programme_id: str) -> StoredProgramme | None:
    """Return a programme that nobody else changes until this transaction ends."""
    query = select(programmes).where(programmes.c.id == programme_id).with_for_update()
    row = connection.execute(query).one_or_none()
    return _stored(row) if row else None


def _there(connection: Connection, programme_id: str) -> StoredProgramme:
    found = one(connection, programme_id)
    if found is None:
        raise _unknown(programme_id)
    return found


def _unknown(programme_id: str) -> Exception:
    what = f"There is no programme `{programme_id[:40]}`."
    return refusal(
        "unknown_programme", what, "Programmes are found by their id.", "Open it from the list of programmes."
    )


def _stored(row: Found) -> StoredProgramme:
    return StoredProgramme(read(row.body), row.version, row.author, row.saved_at, row.deleted_at, row.deleted_by)
