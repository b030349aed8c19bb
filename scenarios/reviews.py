"""Comments, proposed values and verdicts on one exact revision, which a verdict locks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, get_args

from pydantic import ValidationError
from sqlalchemy import Connection, insert, select, update

from model.evidence import Assumption
from scenarios import revising, trail
from scenarios.saving import named, new_id, now, said, storable
from scenarios.sql import Found, comments, verdicts
from scenarios.stored import Comment, Ruling, Verdict, refusal

MOST_SCENARIO = 80
"""The longest name a scenario can have."""


def comment(connection: Connection, new: Comment) -> Comment:
    """Write a comment. Raises `CaseProblems` where its revision is not there or locked, or it says nothing."""
    _open_revision(connection, new.case_id, new.number)
    if not new.text and new.proposal is None:
        why = "A reader must see what is meant."
        raise refusal("empty_comment", "The comment says nothing.", why, "Write a text, or propose a value.")
    if new.reply_to is not None:
        new = replace(new, at=_after(connection, new))
    put(connection, new)
    action = "commented" if new.proposal is None else "proposed"
    about = {"comment": new.id, "field": new.field, "scenario": new.scenario, "reply_to": new.reply_to}
    proposal = _proposal(new)
    trail.record(connection, new.author, action, new.case_id, new.number, **about, text=new.text, proposal=proposal)
    return new


def _after(connection: Connection, reply: Comment) -> datetime:
    """Return when a reply was written: after what it answers, even where a clock was set back."""
    answered = _one(connection, reply.reply_to or "")
    if answered.case_id != reply.case_id:
        raise _no_comment(answered.id)
    return max(reply.at, answered.at + timedelta(microseconds=1))


def put(connection: Connection, new: Comment) -> None:
    """Write the row of a comment as it is."""
    row = {name: getattr(new, name) for name in Comment.__slots__}
    connection.execute(insert(comments).values(row | {"proposal": _proposal(new)}))


def drafted(case_id: str, number: int, author: str, text: str, more: Mapping[str, Any]) -> Comment:
    """Return a comment as it will be written, with an id of its own."""
    scenario = more.get("scenario")
    places = {"field": storable(more.get("field") or ""), "scenario": scenario and storable(scenario)[:MOST_SCENARIO]}
    fields = {**more, **places}
    return Comment(new_id(), case_id, number, named(author), said(text.strip()), now(), **fields)


def all_of(connection: Connection, case_id: str, number: int | None = None) -> tuple[Comment, ...]:
    """Return the comments on a case, or on one revision, in the order they came."""
    query = select(comments).where(comments.c.case_id == case_id).order_by(comments.c.at, comments.c.id)
    wanted = query if number is None else query.where(comments.c.number == number)
    return tuple(_comment(row) for row in connection.execute(wanted))


def settle(connection: Connection, comment_id: str, author: str) -> Comment:
    """Mark a comment as dealt with; it stays. Raises `CaseProblems` where its revision is locked."""
    found = _one(connection, comment_id)
    _open_revision(connection, found.case_id, found.number)
    if not found.is_settled:
        marked = {"settled_at": now(), "settled_by": author}
        connection.execute(update(comments).where(comments.c.id == comment_id).values(marked))
        trail.record(connection, author, "settled", found.case_id, found.number, comment=comment_id)
    return _one(connection, comment_id)


def judge(connection: Connection, new: Verdict) -> Verdict:
    """Write the one verdict on a revision, and lock it. Raises `CaseProblems` (`locked`) if there is one already."""
    if new.verdict not in get_args(Ruling):
        remedy = f"Choose one of {', '.join(get_args(Ruling))}."
        raise refusal("unknown_verdict", f"`{new.verdict}` is no verdict.", "Readers rely on what it means.", remedy)
    if new.verdict == "approved_with_conditions" and not new.text:
        why = "Whoever reads the verdict must be able to meet them."
        raise refusal("no_conditions", "The conditions are missing.", why, "Write what must be done.")
    _open_revision(connection, new.case_id, new.number)
    put_verdict(connection, new)
    trail.record(connection, new.author, "judged", new.case_id, new.number, verdict=new.verdict, text=new.text)
    return new


def put_verdict(connection: Connection, new: Verdict) -> None:
    """Write the row of a verdict as it is."""
    connection.execute(insert(verdicts).values({name: getattr(new, name) for name in Verdict.__slots__}))


def _open_revision(connection: Connection, case_id: str, number: int) -> None:
    """Make sure that a revision is there and may still be commented and judged, until this transaction ends."""
    revising.alive(connection, case_id)
    found = revising.existing(connection, case_id, number).verdict
    if found is not None:
        ruling = found.verdict.replace("_", " ")
        what = f"Revision {number} was {ruling} by {found.author} on {found.at.astimezone():%Y-%m-%d}, and is locked."
        why = "A verdict speaks of one exact revision with everything said of it until then."
        raise refusal("locked", what, why, "Save a new revision, and comment or decide on that one.")


def _one(connection: Connection, comment_id: str) -> Comment:
    row = connection.execute(select(comments).where(comments.c.id == comment_id)).one_or_none()
    if row is None:
        raise _no_comment(comment_id)
    return _comment(row)


def _no_comment(comment_id: str) -> Exception:
    what = f"There is no comment `{comment_id[:40]}` on this case."
    return refusal("unknown_comment", what, "Comments are found by their id.", "Open the review of the case again.")


def _proposal(found: Comment) -> str | None:
    return found.proposal.model_dump_json(by_alias=True, exclude_unset=True) if found.proposal else None


def _comment(row: Found) -> Comment:
    try:
        proposal = Assumption.model_validate_json(row.proposal) if row.proposal else None
    except ValidationError:
        what = "The value proposed in a comment cannot be read."
        raise refusal("store_damaged", what, "It was changed by other means.", "Restore a backup.") from None
    return Comment(**{**row._asdict(), "proposal": proposal})
