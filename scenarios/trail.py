"""The audit trail: an event for every write, only ever added to."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, insert, select

from scenarios.saving import new_id, now
from scenarios.sql import Found, events
from scenarios.stored import Event


def record(
    connection: Connection,
    actor: str,
    action: str,
    case_id: str | None = None,
    revision: int | None = None,
    **details: Any,
) -> None:
    """Add an event; details without a value are left out."""
    said = {name: value for name, value in details.items() if value not in (None, "")}
    add(connection, [Event(new_id(), now(), actor, action, case_id, revision, said)])


def add(connection: Connection, found: Iterable[Event]) -> None:
    """Add events as they are, with their time and their id."""
    rows = [row_of(event) for event in found]
    if rows:
        connection.execute(insert(events), rows)


def row_of(event: Event) -> dict[str, Any]:
    """Return an event as the table keeps it."""
    told = {"case_id": event.case_id, "revision": event.revision, "details": _text(event.details)}
    return {"id": event.id, "at": event.at, "actor": event.actor, "action": event.action, **told}


def read(connection: Connection, case_id: str | None = None) -> Iterator[Event]:
    """Yield the events of a case, or all of them, in the order they came."""
    query = select(events).order_by(events.c.position)
    for row in connection.execute(query if case_id is None else query.where(events.c.case_id == case_id)):
        yield event_of(row)


def event_of(row: Found) -> Event:
    """Return a row of the table as an event."""
    return Event(row.id, row.at, row.actor, row.action, row.case_id, row.revision, json.loads(row.details))


def _text(details: Mapping[str, Any]) -> str:
    return json.dumps(dict(details), ensure_ascii=True, allow_nan=False)
