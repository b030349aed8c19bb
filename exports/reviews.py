"""A review in words and as a table: what stands for an assumption, what is proposed for it, and all of it as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import datetime

from exports import answers
from exports.tables import cell
from model.evidence import Assumption
from model.money import LOCALE
from scenarios.reviewing import answer_of, label_of
from scenarios.standing import Standing
from scenarios.stored import RULING_NAMES, Comment, Revision

_MOST_PERIODS = 6

REVIEW_CSV_COLUMNS = (
    "Number", "In reply to", "When (UTC)", "Who", "What", "About", "Field", "Scenario", "Text", "Stands for now",
    "Proposed value", "Settled (UTC)", "Settled by",
)  # fmt: skip


def value_words(record: Assumption, currency: str, locale: str = LOCALE) -> str:
    """Return what is stated as people write it, exactly; of a plan its values by period."""
    if record.schedule is None:
        return answers.shown(record.value, record, currency, locale)
    values = record.schedule.values
    more = f"; and {len(values) - _MOST_PERIODS} more" if len(values) > _MOST_PERIODS else ""
    return f"{answers.periods_shown(values[:_MOST_PERIODS], record, locale)}{more}, by {record.schedule.by}"


def standing_words(name: str, standing: Standing, locale: str = LOCALE) -> str:
    """Return what the case says of an assumption; nothing where it says nothing, or no longer asks for it."""
    question = standing.by_name.get(name)
    return value_words(question.record, standing.case.currency, locale) if question and not question.is_missing else ""


def proposal_words(comment: Comment, standing: Standing, locale: str = LOCALE) -> str:
    """Return the value a remark proposes, in the unit of its assumption; nothing where it proposes none."""
    if comment.proposal is None:
        return ""
    question = standing.by_name.get(answer_of(comment.field))
    record = question.record.overlay(comment.proposal) if question else comment.proposal
    return value_words(record, standing.case.currency, locale)


def review_csv(revision: Revision, comments: Sequence[Comment], standing: Standing, locale: str = LOCALE) -> str:
    """Return a review as CSV: one row for each remark in the order they came, and one for the verdict.

    A text that a spreadsheet would take for a formula gets a leading apostrophe.
    """
    numbers = {comment.id: str(place) for place, comment in enumerate(comments, start=1)}
    found = [_row(comment, standing, numbers, locale) for comment in comments]
    if revision.verdict:
        given, about = revision.verdict, f"Revision {revision.number}"
        found.append(("", "", _moment(given.at), given.author, RULING_NAMES[given.verdict], about, "", "", given.text, "", "", "", ""))  # fmt: skip
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\r\n")
    rows.writerow(REVIEW_CSV_COLUMNS)
    rows.writerows([cell(text) for text in row] for row in found)
    return written.getvalue()


def _row(comment: Comment, standing: Standing, numbers: dict[str, str], locale: str) -> tuple[str, ...]:
    kind = "reply" if comment.reply_to else "proposal" if comment.proposal else "remark"
    overlay = standing.case.options.get(comment.scenario or "")
    return (
        numbers[comment.id], numbers.get(comment.reply_to or "", ""), _moment(comment.at), comment.author, kind,
        label_of(comment.field, standing), comment.field, (overlay.label if overlay else None) or comment.scenario or "Base case",
        comment.text, standing_words(answer_of(comment.field), standing, locale), proposal_words(comment, standing, locale),
        _moment(comment.settled_at), comment.settled_by or "",
    )  # fmt: skip


def _moment(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M}" if at else ""
