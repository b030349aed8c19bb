"""The cases of a programme as they lie in the store: each computed with its own library, or named with why it is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from model.names import listed
from model.problems import CaseProblems
from scenarios.bridge import BASE_CASE
from scenarios.programme import Member, Programme, ProgrammeResult, roll_up
from scenarios.standing import Standing, stand
from scenarios.stored import RULING_NAMES, CaseSummary, Saved, refusal

if TYPE_CHECKING:
    from scenarios.store import Store

Stand = Callable[[Saved, str | None], Standing]
"""What computes a scenario of a saved revision with the library it was saved with."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """A case of a programme: its place there, what the store holds of it, and how far it could be computed.

    `fault` says why it is not counted, with `remedy`; `remarks` say what a reader of its figures must know.
    """

    place: int
    member: Member
    label: str
    summary: CaseSummary | None = None
    saved: Saved | None = None
    standing: Standing | None = None
    fault: str = ""
    remedy: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def scenario_label(self) -> str:
        """What the scenario is called that is counted."""
        overlay = self.saved.case.options.get(self.member.scenario or "") if self.saved else None
        return (overlay.label if overlay else None) or self.member.scenario or BASE_CASE


@dataclass(frozen=True, slots=True)
class Together:
    """The cases of a programme, in its order, and what those that could be counted come to; None where none could."""

    programme: Programme
    found: tuple[Gathered, ...]
    result: ProgrammeResult | None

    @property
    def counted(self) -> tuple[Gathered, ...]:
        """The cases that are counted, in the order of the members of the result."""
        return tuple(item for item in self.found if not item.fault)

    @property
    def left_out(self) -> tuple[Gathered, ...]:
        """The cases that are not counted."""
        return tuple(item for item in self.found if item.fault)

    def record(self) -> dict[str, Any]:
        """Return everything as plain data, for JSON; members by their place in the programme, from nought."""
        known = self.result.record() if self.result else {"programme": _stated(self.programme), "members": []}
        named = zip(self.counted, known["members"], strict=True)
        members = [_member_record(item) | figures | {"case": item.member.case} for item, figures in named]
        out = [_member_record(item) | {"why": item.fault, "remedy": item.remedy} for item in self.left_out]
        return known | {"members": members, "not_counted": out}


def _stated(programme: Programme) -> dict[str, Any]:
    return programme.model_dump(mode="json", exclude={"members"})


def _member_record(item: Gathered) -> dict[str, Any]:
    return {
        "place": item.place,
        "label": item.label,
        "case": item.member.case,
        "revision": item.saved.revision.number if item.saved else item.member.revision,
        "scenario": item.member.scenario,
        "remarks": list(item.remarks),
    }


def stand_as_saved(saved: Saved, scenario: str | None) -> Standing:
    """Return where a saved revision stands under a scenario, over the library it was saved with."""
    return stand(saved.case, scenario, library=saved.library)


def together(programme: Programme, store: Store, compute: Stand = stand_as_saved) -> Together:
    """Return a programme with the cases of a store; one that cannot be counted is named and left out of the totals.

    Raises `CaseProblems` where the store cannot be read.
    """
    found = [_gathered(programme, store, compute, *numbered) for numbered in enumerate(programme.members)]
    named = tuple(replace(item, label=label) for item, label in zip(found, _labels(found), strict=True))
    counted = [item for item in named if not item.fault]
    return Together(programme, named, _rolled_up(programme, counted) if counted else None)


def opened(programme_id: str, store: Store) -> Together:
    """Return a programme of a store by its id. Raises `CaseProblems` (`unknown_programme`) if there is none."""
    found = store.programme(programme_id)
    if found is None or found.deleted_at is not None:
        what = f"There is no programme `{programme_id[:40]}`."
        remedy = "Take the id from the link to it."
        raise refusal("unknown_programme", what, "Programmes are found by their id.", remedy)
    return together(found.programme, store)


def _rolled_up(programme: Programme, counted: Sequence[Gathered]) -> ProgrammeResult:
    members = tuple(item.member for item in counted)
    flows = [
        (item.label, item.standing.analysis.appraisal, item.member.rate)
        for item in counted
        if item.standing and item.standing.analysis
    ]
    return roll_up(programme.model_copy(update={"members": members}), flows)


def _gathered(programme: Programme, store: Store, compute: Stand, place: int, member: Member) -> Gathered:
    summary = store.case(member.case)
    new = Gathered(place, member, member.label or (summary.title if summary else f"Case {member.case}"), summary)
    if summary is None:
        remedy = "Take it out of the programme, or restore a backup that holds it."
        return replace(new, fault="The store has no such case.", remedy=remedy)
    if summary.deleted_at is not None:
        remedy = "Recover it among the deleted cases of the page Saved cases, or take it out of the programme."
        return replace(new, fault=f"{summary.deleted_by or 'Somebody'} deleted the case.", remedy=remedy)
    try:
        saved = store.revision(member.case, member.revision)
    except CaseProblems as error:
        return replace(new, fault=error.problems[0].what, remedy=error.problems[0].remedy)
    if saved is None:
        return replace(new, fault=f"It has no revision {member.revision}.", remedy="Choose another revision.")
    return _computed(programme, replace(new, saved=saved, label=member.label or saved.case.title), saved, compute)


def _computed(programme: Programme, new: Gathered, saved: Saved, compute: Stand) -> Gathered:
    scenario, case = new.member.scenario, saved.case
    if scenario not in (None, *case.options):
        what = f"Revision {saved.revision.number} has no scenario “{scenario}”."
        return replace(new, fault=what, remedy="Choose another scenario.")
    fault, remedy = _rate_fault(programme, new.member, case.currency)
    standing = compute(saved, scenario)
    if standing.analysis is None:
        first = next(iter(standing.problems), None)
        fault = f"It has no figures yet. {first.what if first else 'It lacks answers.'}"
        remedy = first.remedy if first else "Open it and answer its questions."
    remarks = tuple(_remarks(new, saved, standing))
    return replace(new, standing=standing, fault=fault, remedy=remedy, remarks=remarks)


def _rate_fault(programme: Programme, member: Member, own: str) -> tuple[str, str]:
    if own == programme.currency and member.rate not in (None, 1.0):
        what = f"It is in {own} as the programme is, and has a rate of exchange of {member.rate:g}."
        return what, "Take the rate away."
    if own != programme.currency and member.rate is None:
        what = f"It is in {own}, the programme in {programme.currency}, and no rate of exchange is stated."
        return what, f"Say how many {programme.currency} one {own} is worth."
    return "", ""


def _remarks(item: Gathered, saved: Saved, standing: Standing) -> Iterator[str]:
    """Yield what a reader of its figures must know: an older revision, no approval, answers that are missing."""
    head, revision = item.summary, saved.revision
    if head and head.head > revision.number:
        yield f"Revision {revision.number} is counted; {head.author} has saved revision {head.head} since."
    if revision.verdict is None:
        approved = head.approved if head else None
        other = f"; revision {approved} has an approval" if approved else ""
        yield f"Revision {revision.number} is not approved{other}."
    elif not revision.verdict.is_approval:
        yield f"Revision {revision.number} was {RULING_NAMES[revision.verdict.verdict]} by {revision.verdict.author}."
    if standing.analysis is not None and not standing.is_complete:
        left = f", without {listed(standing.left_out[:3], 'and')}" if standing.left_out else ""
        yield f"Answers are missing: it is counted as far as it goes{left}."


# --- names -------------------------------------------------------------------------------------------------------


def _labels(found: Sequence[Gathered]) -> list[str]:
    """Return what the cases are called beside each other: no more than tells them apart."""
    names = [item.label for item in found]
    for told in (_organisation, lambda item: item.scenario_label, _revision):
        words: dict[str, set[str]] = {}
        for name, item in zip(names, found, strict=True):
            words.setdefault(name, set()).add(told(item))
        names = [
            f"{name} ({word})" if len(words[name]) > 1 and (word := told(item)) else name
            for name, item in zip(names, found, strict=True)
        ]
    return [
        f"{name} ({names[:index].count(name) + 1})" if names.count(name) > 1 else name
        for index, name in enumerate(names)
    ]


def _organisation(item: Gathered) -> str:
    return item.summary.organisation if item.summary else ""


def _revision(item: Gathered) -> str:
    return f"revision {item.saved.revision.number}" if item.saved else ""
