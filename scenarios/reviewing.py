"""A review as people read it: remarks with their replies, the values proposed in it, and what each of them speaks of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from model.evidence import Assumption
from model.names import capitalised
from model.result import Challenge
from scenarios.phrases import Words
from scenarios.standing import Standing
from scenarios.stored import Comment

WHOLE = ""
"""The field of a remark on the case as a whole."""
ANSWERS = "assumptions."
"""What the field of a remark on an assumption begins with."""


@dataclass(frozen=True, slots=True)
class Thread:
    """A remark and its replies, in the order they came."""

    first: Comment
    replies: tuple[Comment, ...]

    @property
    def is_open(self) -> bool:
        """True until somebody has settled it."""
        return not self.first.is_settled


def threads(comments: Sequence[Comment]) -> tuple[Thread, ...]:
    """Return the remarks with their replies, the open ones first; a reply to a reply belongs to the remark it began with."""
    by_id = {comment.id: comment for comment in comments}
    replies: dict[str, list[Comment]] = {}
    firsts = []
    for comment in comments:
        root = _root(comment, by_id)
        if root is comment:
            firsts.append(comment)
        else:
            replies.setdefault(root.id, []).append(comment)
    found = (Thread(first, tuple(replies.get(first.id, ()))) for first in firsts)
    return tuple(sorted(found, key=lambda thread: not thread.is_open))


def _root(comment: Comment, by_id: Mapping[str, Comment]) -> Comment:
    while comment.reply_to and comment.reply_to in by_id:
        comment = by_id[comment.reply_to]
    return comment


def open_by_field(comments: Sequence[Comment]) -> Counter[str]:
    """Return how many remarks are open, by the field they speak of."""
    return Counter(thread.first.field for thread in threads(comments) if thread.is_open)


# --- the finance view --------------------------------------------------------------------------------------------


def open_proposals(comments: Iterable[Comment], scenario: str | None) -> dict[str, Comment]:
    """Return the value proposed last for each assumption, where that is not settled, by its name.

    What was proposed for the base case holds under every scenario; what was proposed for the scenario goes before it.
    """
    proposed = [comment for comment in comments if _is_open_proposal(comment)]
    ordered = [c for c in proposed if c.scenario is None] + [c for c in proposed if scenario and c.scenario == scenario]
    return {answer_of(comment.field): comment for comment in ordered}


def proposals_elsewhere(comments: Iterable[Comment], scenario: str | None) -> dict[str, int]:
    """Return how many values are proposed for each of the other scenarios."""
    found = (comment.scenario for comment in comments if _is_open_proposal(comment))
    return dict(Counter(name for name in found if name and name != scenario))


def _is_open_proposal(comment: Comment) -> bool:
    return comment.proposal is not None and not comment.is_settled and bool(answer_of(comment.field))


def records(proposed: Mapping[str, Comment], standing: Standing) -> dict[str, Assumption]:
    """Return the values proposed for what the case asks for, ready to be laid over it; each names who proposed it."""
    found = {name: _signed(comment) for name, comment in proposed.items() if name in standing.by_name}
    return {name: record for name, record in found.items() if record is not None}


def _signed(comment: Comment) -> Assumption | None:
    record = comment.proposal
    if record is None or record.source:
        return record
    who = {"title": f"Proposed by {comment.author} in the review of revision {comment.number}"}
    stated = {name: getattr(record, name) for name in record.model_fields_set}
    return Assumption.model_validate({"grade": "expert", **stated, "source": who})


# --- what a remark speaks of -------------------------------------------------------------------------------------


def answer_of(field: str) -> str:
    """Return the name of the assumption a field stands for; nothing for any other field."""
    return field.removeprefix(ANSWERS) if field.startswith(ANSWERS) else ""


def field_of(standing: Standing, challenge: Challenge) -> str:
    """Return the field that a remark on a challenge speaks of."""
    name = challenge.line or ""
    if name in standing.by_name:
        return f"{ANSWERS}{name}"
    return next((field for field in fields(standing) if name and field.partition(".")[2] == name), WHOLE)


def fields(standing: Standing) -> dict[str, str]:
    """Return what can be remarked on besides the assumptions, by field: the whole case, goals, streams and lines."""
    case, found = standing.case, {WHOLE: "The case as a whole"}
    found |= {f"goals.{goal.id}": f"Goal “{goal.label}”" for goal in case.goals}
    found |= {f"audiences.{audience.id}": f"Audience “{audience.label}”" for audience in case.audiences}
    return found | dict(_computed(standing))


def _computed(standing: Standing) -> Iterator[tuple[str, str]]:
    if standing.analysis is None:
        return
    run = standing.analysis.appraisal.run
    for stream in run.graph.resolved.streams:
        if stream.is_on:
            yield f"streams.{stream.id}", f"Stream “{stream.title}”"
    for kind in ("benefit", "cost"):
        for line in run.lines_of(kind):
            yield f"lines.{line.id}", f"{capitalised(kind)} “{line.label}”"


def label_of(field: str, standing: Standing) -> str:
    """Return what people call the place a remark speaks of, even where the case no longer has it."""
    name = answer_of(field)
    if name in standing.by_name:
        return standing.by_name[name].label
    known = fields(standing)
    return known[field] if field in known else Words((standing.case,)).label(tuple(field.split(".")))
