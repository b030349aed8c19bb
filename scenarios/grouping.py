"""Changes to a programme: its settings, and the cases in it; each returns a new programme that has been checked."""

from __future__ import annotations

from typing import Any

from model.case import Timing
from model.document import Document
from model.validation import validated
from scenarios.programme import Member, Programme
from scenarios.saving import new_id


def made(title: str, organisation: str, currency: str, rate: float, timing: Timing) -> Programme:
    """Return a new programme without a case. Raises `CaseProblems` for what it cannot have."""
    stated = {"title": title, "organisation": organisation, "currency": currency, "rate": rate, "timing": timing}
    return _checked({"id": new_id(), **stated})


def restated(
    programme: Programme, title: str, organisation: str, currency: str, rate: float, timing: Timing
) -> Programme:
    """Return a programme with other settings. Rates of exchange into another currency than before are taken away.

    Raises `CaseProblems` for what it cannot have.
    """
    stated = {"title": title, "organisation": organisation, "currency": currency, "rate": rate, "timing": timing}
    members = programme.members
    if currency != programme.currency:
        members = tuple(member.model_copy(update={"rate": None}) for member in members)
    return _checked(_plain(programme) | stated | {"members": _plain_members(members)})


def added(programme: Programme, case_id: str, rate: float | None = None) -> Programme:
    """Return a programme with one more case, in its newest revision and base case. Raises `CaseProblems` if it is full."""
    return _with_members(programme, (*programme.members, Member(case=case_id, rate=rate)))


def changed(programme: Programme, place: int, member: Member) -> Programme:
    """Return a programme with another statement of the case at a place."""
    members = programme.members
    return _with_members(programme, (*members[:place], member, *members[place + 1 :]))


def removed(programme: Programme, place: int) -> Programme:
    """Return a programme without the case at a place."""
    return _with_members(programme, programme.members[:place] + programme.members[place + 1 :])


def _with_members(programme: Programme, members: tuple[Member, ...]) -> Programme:
    return _checked(_plain(programme) | {"members": _plain_members(members)})


def _plain(programme: Programme) -> dict[str, Any]:
    return programme.model_dump(mode="python", exclude_unset=True)


def _plain_members(members: tuple[Member, ...]) -> list[dict[str, Any]]:
    return [member.model_dump(mode="python", exclude_none=True) for member in members]


def _checked(data: dict[str, Any]) -> Programme:
    return validated(Programme, data, Document("programme", data, {}))
