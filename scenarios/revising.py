"""Writes cases and their revisions: each by one transaction, and only where nobody else came first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, literal, select, update

from model import MODEL_VERSION
from model.case import Case
from model.line import Library
from scenarios import shelving, trail
from scenarios.saving import (
    MOST_MESSAGE,
    Content,
    case_content,
    figures_of,
    figures_record,
    library_content,
    named,
    new_id,
    now,
    said,
    searchable,
    storable,
)
from scenarios.sql import Found, cases, contents, insert_new, libraries, revisions, scenarios
from scenarios.stored import Revision, ScenarioFigures, StaleRevision, refusal


@dataclass(frozen=True, slots=True)
class Entry:
    """Everything a new revision needs, worked out before the store is asked to wait for it."""

    case: Case
    content: Content
    library: Content
    figures: Mapping[str, ScenarioFigures]
    author: str
    message: str
    model_version: str = MODEL_VERSION


def entry(case: Case, library: Library, author: str, message: str) -> Entry:
    """Return what a save will write. Raises `CaseProblems` for a case, name or message that cannot be saved."""
    content, who, why = case_content(case), named(author), said(message.strip(), MOST_MESSAGE)
    return Entry(case, content, library_content(library), figures_of(case, library), who, why)


def create(connection: Connection, new: Entry, origin: str) -> Revision:
    """Write the first revision of a new case."""
    case_id = new_id()
    put_case(connection, case_id, now(), origin)
    found = _add(connection, case_id, new)
    trail.record(connection, new.author, "created", case_id, 1, **_details(new), origin=storable(origin))
    return found


def settled(connection: Connection, case_id: str, case: Case, library: Library, parent: int) -> Revision | None:
    """Return the head where nothing differs from it, else None: looked up before the figures are computed.

    Raises what `save` raises.
    """
    head = head_of(connection, case_id, is_locked=False)
    if _is_in(head, case_content(case), library_content(library)):
        return head
    if head.number != parent:
        raise StaleRevision(head)
    return None


def save(connection: Connection, case_id: str, new: Entry, parent: int, merged_from: int | None) -> Revision:
    """Write the next revision, or return the head where nothing has changed.

    Raises `StaleRevision` if the head is not `parent`, and `CaseProblems` if the case is not there or deleted.
    """
    head = head_of(connection, case_id)
    if _is_in(head, new.content, new.library):
        return head
    if head.number != parent:
        raise StaleRevision(head)
    found = _add(connection, case_id, new, head, merged_from)
    about = {"parent": parent, "merged_from": merged_from}
    trail.record(connection, new.author, "saved", case_id, found.number, **_details(new), **about)
    return found


def _is_in(head: Revision, content: Content, library: Content) -> bool:
    return (head.digest, head.library) == (content.digest, library.digest)


def restore(connection: Connection, case_id: str, number: int, author: str, message: str) -> Revision:
    """Make an older revision the head again, with its library and its figures; the head itself stays as it is."""
    head, old = head_of(connection, case_id), existing(connection, case_id, number)
    if (old.digest, old.library) == (head.digest, head.library):
        return head
    words = connection.execute(
        select(revisions).where(revisions.c.case_id == case_id, revisions.c.number == number)
    ).one()
    new = {
        **words._asdict(),
        "number": head.number + 1,
        "parent": head.number,
        "merged_from": None,
        "author": author,
        "message": message,
        "saved_at": _after(head.saved_at),
    }
    _put(connection, new, old.figures, head.number)
    trail.record(connection, author, "restored", case_id, head.number + 1, restored=number, message=message)
    return existing(connection, case_id, head.number + 1)


def delete(connection: Connection, case_id: str, author: str) -> None:
    """Mark a case as deleted; everything of it stays."""
    row = row_of(connection, case_id)
    if row.deleted_at is None:
        _change(connection, case_id, deleted_at=now(), deleted_by=author)
        trail.record(connection, author, "deleted", case_id, row.head)


def recover(connection: Connection, case_id: str, author: str) -> None:
    """Take the mark away."""
    row = row_of(connection, case_id)
    if row.deleted_at is not None:
        _change(connection, case_id, deleted_at=None, deleted_by=None)
        trail.record(connection, author, "recovered", case_id, row.head)


def set_baseline(connection: Connection, case_id: str, number: int | None, author: str, name: str) -> None:
    """Name a revision to hold others against; None: none."""
    row = alive(connection, case_id)
    if number is not None:
        existing(connection, case_id, number)
    new = (number, name if number else "")
    if new != (row.baseline, row.baseline_name):
        _change(connection, case_id, baseline=new[0], baseline_name=new[1])
        action = "baseline_set" if number else "baseline_cleared"
        trail.record(connection, author, action, case_id, number or row.baseline, name=new[1])


# --- looking before writing --------------------------------------------------------------------------------------


def row_of(connection: Connection, case_id: str, *, is_locked: bool = True) -> Found:
    """Return the row of a case, which nobody else changes until this transaction ends, unless `is_locked` is False.

    Raises `CaseProblems` (`unknown_case`) if there is none.
    """
    query = select(cases).where(cases.c.id == case_id)
    found = connection.execute(query.with_for_update() if is_locked else query).one_or_none()
    if found is None:
        what = f"There is no saved case `{case_id[:40]}`."
        raise refusal("unknown_case", what, "Saved cases are found by their id.", "Open it from the list of cases.")
    return found


def alive(connection: Connection, case_id: str, *, is_locked: bool = True) -> Found:
    """Return the row of a case as `row_of` does. Raises `CaseProblems` (`deleted_case`) if it is marked as deleted."""
    found = row_of(connection, case_id, is_locked=is_locked)
    if found.deleted_at is not None:
        what = f"The case was deleted by {found.deleted_by} at {found.deleted_at.astimezone():%H:%M on %Y-%m-%d}."
        why = "Nothing is added to a deleted case."
        raise refusal("deleted_case", what, why, "Recover it first, or save yours as a new case.")
    return found


def head_of(connection: Connection, case_id: str, *, is_locked: bool = True) -> Revision:
    """Return the head of a case, which nobody else changes until this transaction ends unless `is_locked` is False."""
    return existing(connection, case_id, alive(connection, case_id, is_locked=is_locked).head)


def existing(connection: Connection, case_id: str, number: int) -> Revision:
    """Return a revision. Raises `CaseProblems` (`unknown_revision`) if there is none."""
    found = shelving.one(connection, case_id, number)
    if found is None:
        what = f"The case has no revision {number}."
        raise refusal("unknown_revision", what, "Revisions are counted from 1.", "Choose one from its history.")
    return found


# --- rows --------------------------------------------------------------------------------------------------------


def put_case(connection: Connection, case_id: str, created_at: datetime, origin: str, **more: Any) -> None:
    """Write the row of a case that has no revision yet."""
    nothing = {"baseline": None, "baseline_name": "", "deleted_at": None, "deleted_by": None}
    row = {"id": case_id, "head": 0, "origin": storable(origin), "created_at": created_at, "saved_at": created_at}
    connection.execute(insert(cases).values(row | {"search": ""} | nothing | more))


def put_revision(connection: Connection, row: Mapping[str, Any], new: Entry, replaced: int) -> None:
    """Write a revision with its contents, and make it the head in place of `replaced`."""
    for table, content in ((contents, new.content), (libraries, new.library)):  # equal ones are kept once
        insert_new(connection, table, {"digest": content.digest, "body": content.body})
    identity = {"slug": new.case.id, "title": new.case.title, "organisation": new.case.organisation}
    texts = {name: storable(text) for name, text in identity.items()}
    said_by = {"author": new.author, "message": new.message, "model_version": new.model_version}
    digests = {"digest": new.content.digest, "library": new.library.digest, "currency": new.case.currency}
    _put(connection, {**row, **texts, **said_by, **digests}, new.figures, replaced)


def _add(
    connection: Connection, case_id: str, new: Entry, head: Revision | None = None, merged_from: int | None = None
) -> Revision:
    """Write the revision that follows the head, and return it."""
    parent, moment = (head.number, _after(head.saved_at)) if head else (None, now())
    number = (parent or 0) + 1
    row = {"case_id": case_id, "number": number, "parent": parent, "merged_from": merged_from, "saved_at": moment}
    put_revision(connection, row, new, parent or 0)
    who = (new.author, new.message, moment)
    what = (new.content.digest, new.library.digest, new.model_version)
    return Revision(case_id, number, parent, merged_from, *who, *what, figures=new.figures)


def _after(last: datetime) -> datetime:
    """Return this moment, or the last one where a clock was set back: a history never runs backwards."""
    return max(now(), last)


def _put(connection: Connection, row: Mapping[str, Any], figures: Mapping[str, ScenarioFigures], replaced: int) -> None:
    """Write the rows of a revision, and set the head if it is still the one that was seen."""
    connection.execute(insert(revisions).values(dict(row)))
    key = {"case_id": row["case_id"], "number": row["number"]}
    rows = [
        {**key, "name": name, "position": position, **asdict(found)}
        for position, (name, found) in enumerate(figures.items())
    ]
    connection.execute(insert(scenarios), rows)
    words = searchable(row["title"], row["organisation"], row["slug"], row["author"], row["message"])
    seen = update(cases).where(cases.c.id == row["case_id"], cases.c.head == replaced)
    changed = connection.execute(seen.values(head=row["number"], saved_at=row["saved_at"], search=words))
    if changed.rowcount != 1:
        raise StaleRevision(existing(connection, row["case_id"], replaced))


def _change(connection: Connection, case_id: str, **values: Any) -> None:
    connection.execute(update(cases).where(cases.c.id == case_id).values(values))


def _details(new: Entry) -> dict[str, Any]:
    return {"message": new.message, "digest": new.content.digest, "library": new.library.digest} | {
        "npv": figures_record(new.figures)
    }


def is_there(connection: Connection, case_id: str) -> bool:
    """Return whether there is a case, deleted or not."""
    return connection.execute(select(literal(1)).where(cases.c.id == case_id)).one_or_none() is not None
