"""What a session does with a review: read it, remark on it, propose values, settle, and decide on one exact revision."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace

import streamlit as st

from assumptions.loader import drawing_on
from exports import answers
from model.evidence import Assumption, Grade
from model.problems import CaseProblems
from scenarios.reviewing import open_by_field
from scenarios.standing import Question, Standing
from scenarios.stored import CaseSummary, Comment, Revision, Ruling, Saved
from ui import cached, saved, saving, state

_SECONDS = 2
"""How long the numbers of remarks beside the questions are kept: a page asks for them once for each question."""


@dataclass(frozen=True)
class Review:
    """One saved revision as a reviewer sees it: computed with its own library, under the scenario that is shown."""

    saved: Saved
    summary: CaseSummary
    every: tuple[Comment, ...]
    standing: Standing

    @property
    def revision(self) -> Revision:
        """The revision that is reviewed."""
        return self.saved.revision

    @property
    def comments(self) -> tuple[Comment, ...]:
        """The remarks on this revision, in the order they came."""
        return tuple(comment for comment in self.every if comment.number == self.revision.number)

    @property
    def left_open(self) -> tuple[Comment, ...]:
        """The remarks on other revisions that nobody has settled, and no verdict has closed."""
        others = (c for c in self.every if c.number != self.revision.number)
        return tuple(comment for comment in others if not comment.is_settled and comment.reply_to is None)


def read(revision: Revision) -> Review | None:
    """Return the review of a revision; None where it is gone. Raises `CaseProblems` where the store cannot tell."""
    store = saving.store()
    found, summary = store.revision(revision.case_id, revision.number), store.case(revision.case_id)
    if found is None or summary is None:
        return None
    _see_verdict(found.revision)
    with drawing_on(found.library):
        scenario = state.scenario() if state.scenario() in found.case.options else None
        standing = cached.standing(found.case, scenario, cash_only=state.cash_only())
    return Review(found, summary, store.comments(revision.case_id), standing)


def _see_verdict(found: Revision) -> None:
    """Let the desk know of a verdict that was given since its revision was opened."""
    on = state.desk()
    if on.revision and on.revision.verdict != found.verdict:
        state.replace_desk(replace(on, revision=found))


# --- writing -----------------------------------------------------------------------------------------------------


def remark(
    review: Review,
    field: str,
    author: str,
    text: str,
    *,
    proposal: Assumption | None = None,
    reply_to: str | None = None,
) -> bool:
    """Write a remark, a reply or a proposed value; tell whether it was taken."""
    at, scenario = review.revision, review.standing.scenario
    return _done(
        author,
        lambda: saving.store().comment(
            at.case_id, at.number, author=author, text=text, field=field, scenario=scenario, proposal=proposal,
            reply_to=reply_to,
        ),
    )  # fmt: skip


def settle(review: Review, comment: Comment, author: str, text: str) -> bool:
    """Mark a remark as dealt with, after a last reply where there is one; tell whether it was taken."""
    if text.strip() and not remark(review, comment.field, author, text, reply_to=comment.id):
        return False
    return _done(author, lambda: saving.store().settle(comment.id, author=author))


def judge(review: Review, ruling: Ruling, author: str, text: str) -> bool:
    """Decide on the revision, which is locked from then on; tell whether it was taken."""
    at = review.revision
    is_done = _done(
        author,
        lambda: saving.store().judge(at.case_id, at.number, verdict=ruling, author=author, text=text),
    )
    if is_done:
        with suppress(CaseProblems):
            read(at)
    return is_done


def _done(author: str, act: Callable[[], object]) -> bool:
    saved.name_oneself(author)
    is_done = saved.tried(act)
    _counts.clear()
    return is_done


def proposed(question: Question, review: Review, written: str, source: str, grade: Grade) -> Assumption | None:
    """Return the value somebody wrote for an assumption, with what it rests on; None for an empty box.

    Raises `Complaint` where it cannot be taken, saying why.
    """
    if not written.strip():
        return None
    record, case, analysis = question.record, review.saved.case, review.standing.analysis
    evidence = {"grade": grade} | ({"source": {"title": source.strip()}} if source.strip() else {})
    if record.schedule is not None and analysis is not None:
        plan = answers.read_schedule(written, record, record.schedule, case, analysis.resolved.months)
        return Assumption.model_validate({"schedule": plan, **evidence})
    return Assumption.model_validate({"value": answers.read(written, record, case.currency), **evidence})


# --- beside the questions ----------------------------------------------------------------------------------------


def remarks_on(field: str) -> int:
    """Return how many remarks on a field of the revision on the desk are open; none where the store cannot tell."""
    revision = state.desk().revision
    return 0 if revision is None else _counts(revision.case_id, revision.number).get(field, 0)


@st.cache_resource(ttl=_SECONDS, show_spinner=False, max_entries=256)
def _counts(case_id: str, number: int) -> dict[str, int]:
    """Return the open remarks of a revision by field: one look into the store for all the questions of a page."""
    with suppress(CaseProblems):
        return dict(open_by_field(saving.store().comments(case_id, number)))
    return {}
