"""Remarks of a review: threads as a list that can be clicked, and the dialogs to remark, propose, reply and settle."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from exports import wording
from exports.reviews import proposal_words, standing_words, value_words
from model.evidence import Assumption, Grade
from model.names import counted, uncapitalised
from model.problems import Complaint
from scenarios.reviewing import Thread, answer_of, fields, label_of, threads
from scenarios.standing import Question, Standing
from scenarios.stored import Comment
from ui import reviewing, saved, state
from ui.components import markup, signing, strip
from ui.components.picking import button
from ui.components.reading import said
from ui.reviewing import Review

_PREFILLED, _MOST = "remark-about", 4_000
_GRADES: tuple[Grade, ...] = ("expert", "measured", "published", "guess")


# --- what was said -----------------------------------------------------------------------------------------------


def listed(found: Iterable[Thread], review: Review) -> str:
    """Return threads as HTML; while the revision is not locked they can be answered and settled."""
    items = "".join(_thread(thread, review) for thread in found)
    return f"<ul class='cc-threads'>{items}</ul>"


def _thread(thread: Thread, review: Review) -> str:
    first, standing = thread.first, review.standing
    tags = "".join(f"<span class='cc-chip'>{markup.escape(tag)}</span>" for tag in _tags(first, standing))
    replies = "".join(f"<li>{_said(reply, standing)}</li>" for reply in thread.replies)
    about = f"<p class='cc-about'><strong>{markup.escape(label_of(first.field, standing))}</strong> {tags}</p>"
    css = "" if thread.is_open else " class='cc-settled'"
    under = f"<ul class='cc-replies'>{replies}</ul>" if replies else ""
    return f"<li{css}><div>{about}{_said(first, standing)}{under}{_settled(first)}</div>{_acts(thread, review)}</li>"


def _tags(first: Comment, standing: Standing) -> list[str]:
    overlay = standing.case.options.get(first.scenario or "")
    under = [f"under “{(overlay.label if overlay else None) or first.scenario}”"] if first.scenario else []
    return [*(["Proposal"] if first.proposal else []), *under, *(["Settled"] if first.is_settled else [])]


def _said(comment: Comment, standing: Standing) -> str:
    proposal = proposal_words(comment, standing)
    now = standing_words(answer_of(comment.field), standing)
    instead = f" instead of {now}" if now else ""
    offered = f"<p class='cc-proposed'>Proposes <strong>{markup.escape(proposal)}</strong>{markup.escape(instead)}{_rests(comment.proposal)}</p>" if comment.proposal else ""  # fmt: skip
    text = "".join(f"<p>{markup.escape(line)}</p>" for line in comment.text.splitlines() if line.strip())
    who = markup.escape(f"{comment.author}, {wording.moment(comment.at)}")
    return f"<p class='cc-note'>{who}</p>{offered}{text}"


def _rests(proposal: Assumption | None) -> str:
    graded = [uncapitalised(wording.GRADE_NAMES[proposal.grade])] if proposal and proposal.grade else []
    grounds = "; ".join([*graded, *map(str, proposal.source if proposal else ())])
    return f" <span class='cc-note'>({markup.escape(grounds)})</span>" if grounds else ""


def _settled(first: Comment) -> str:
    if first.settled_at is None:
        return ""
    return (
        f"<p class='cc-note'>Settled by {markup.escape(first.settled_by or '')}, {wording.moment(first.settled_at)}</p>"
    )


def _acts(thread: Thread, review: Review) -> str:
    if review.revision.is_locked or not thread.is_open:
        return ""
    first, about = thread.first, label_of(thread.first.field, review.standing)
    reply = button(f"reply:{first.id}", "Reply", "cc-button", f"Reply to {first.author} on {about}")
    settle = button(f"settle:{first.id}", "Settle", "cc-button", f"Settle the remark of {first.author} on {about}")
    return f"<div class='cc-actions'>{reply}{settle}</div>"


def counted_open(number: int) -> str:
    """Return how many remarks are open, in words."""
    return f"{counted(number, 'remark')} {'is' if number == 1 else 'are'} open"


# --- dialogs -----------------------------------------------------------------------------------------------------


def begin(field: str, about: str = "") -> None:
    """Open the dialog to remark on a field; `about` is what it begins with, such as the finding it answers."""
    saved.ask(f"remark:{field}")
    state.pick(_PREFILLED, about)


def show_dialog(review: Review) -> None:
    """Show the dialog that is open, if it is one of these."""
    kind, _, name = saved.dialog().partition(":")
    found = next((comment for comment in review.comments if comment.id == name), None)
    if kind == "remark":
        _remark(review, name)
    elif kind == "reply" and found:
        _reply(review, found)
    elif kind == "settle" and found:
        _settle(review, found)


def name_field() -> str:
    """Show the field for who is speaking, and return what stands in it."""
    return signing.name_field("review-author", "It stands beside what you say, for as long as the case is kept.")


@st.dialog("Say what you think", width="medium", on_dismiss=signing.close)
def _remark(review: Review, field: str) -> None:
    state.speak()
    question = review.standing.by_name.get(answer_of(field))
    if question:
        _stands(question, review)
    with st.form("remark-form", border=False):
        about = field if question else _about(review, field)
        text = st.text_area("Your remark", state.picked(_PREFILLED), key="remark-text", max_chars=_MOST, height=110, placeholder="What you doubt, and what would convince you")  # fmt: skip
        written, source, grade = _proposal_fields(question, review) if question else ("", "", _GRADES[0])
        author = name_field()
        wanted = st.form_submit_button("Say it", type="primary", key="remark-now")
    is_done = wanted and _taken(review, about, author, text, question, (written, source, grade))
    signing.end(is_over=is_done)


def _about(review: Review, field: str) -> str:
    places = fields(review.standing)
    names = list(places)
    chosen: str = st.selectbox("What it is about", names, index=names.index(field) if field in places else 0, key="remark-field", format_func=lambda name: markup.plain(places[name]))  # fmt: skip
    return chosen


def _stands(question: Question, review: Review) -> None:
    """Show what the case says of an assumption, and what it rests on."""
    record, currency = question.record, review.saved.case.currency
    swing = review.standing.swings.get(question.name)
    ends = wording.span_words(swing.npv_at_low, swing.npv_at_high, currency) if swing and swing.size else ""
    rows = [
        ("Stands for now", value_words(record, currency) or "no answer"),
        ("Range", range_words(question, currency)),
        ("Evidence", f"{wording.GRADE_NAMES[record.evidence]}: {'; '.join(map(str, record.source)) or 'no source'}"),
        (f"NPV {_over(record)}", ends),
        ("Author's note", record.note if question.origin != "library" and record.note else ""),
    ]
    st.html(f"<p class='cc-trace-title'>{markup.escape(question.label)}</p>{said(rows)}")
    published = strip.published(record, currency)
    if published:
        with st.expander(f"What is published about it: {counted(len(published), 'figure')}"):
            for line in published:
                markup.note(line)


def _over(record: Assumption) -> str:
    return "from its low to its high end" if record.range() else "over the usual doubt"


def range_words(question: Question, currency: str) -> str:
    """Return the range that is stated for an assumption; nothing where none is."""
    record, span = question.record, question.record.range()
    if span is None:
        return ""
    if record.schedule is not None:
        return f"{wording.number(span[0], 4)} to {wording.number(span[1], 4)} times the plan"
    low, high = (value_words(record.model_copy(update={"value": end}), currency) for end in span)
    unit = high.partition(" ")[2]
    return f"{low.removesuffix(f' {unit}') if unit else low} to {high}"


def _proposal_fields(question: Question, review: Review) -> tuple[str, str, Grade]:
    record = question.record
    hint = f"Now {value_words(record, review.saved.case.currency)}" if record.is_known else "Your value"
    several = " (a value for each period, with semicolons between)" if record.schedule else ""
    left, middle, right = st.columns([1.2, 1.5, 1])
    with left:
        written = st.text_input(f"Another value{several}", key="remark-value", placeholder=hint, help="Leave it empty to remark only. A value joins the finance view; the revision stays as it is.")  # fmt: skip
    with middle:
        source = st.text_input("Where it comes from", key="remark-source", max_chars=200, placeholder="For example: payroll 2026")  # fmt: skip
    with right:
        grade: Grade = st.selectbox("How good the evidence is", _GRADES, key="remark-grade", format_func=lambda name: wording.GRADE_NAMES[name])  # fmt: skip
    return written, source, grade


def _taken(
    review: Review, field: str, author: str, text: str, question: Question | None, offer: tuple[str, str, Grade]
) -> bool:
    """Write the remark; what cannot be taken is explained under the form, and everything written stays in it."""
    proposal = None
    if question:
        try:
            proposal = reviewing.proposed(question, review, *offer)
        except Complaint as complaint:
            markup.fault(f"{complaint} {complaint.why} {complaint.remedy}")
            return False
    return reviewing.remark(review, field, author, text, proposal=proposal)


@st.dialog("Reply", on_dismiss=signing.close)
def _reply(review: Review, comment: Comment) -> None:
    state.speak()
    st.html(_quoted(review, comment))
    with st.form("reply-form", border=False):
        text = st.text_area("Your reply", key="reply-text", max_chars=_MOST, height=110)
        author = name_field()
        wanted = st.form_submit_button("Reply", type="primary", key="reply-now")
    signing.end(is_over=wanted and reviewing.remark(review, comment.field, author, text, reply_to=comment.id))


@st.dialog("Settle this remark", on_dismiss=signing.close)
def _settle(review: Review, comment: Comment) -> None:
    state.speak()
    st.html(_quoted(review, comment))
    if comment.proposal:
        markup.note("A value that is settled leaves the finance view.")
    with st.form("settle-form", border=False):
        text = st.text_area("How it was settled, if you want to say so", key="settle-text", max_chars=_MOST, height=80)
        author = name_field()
        wanted = st.form_submit_button("Settle it", type="primary", key="settle-now")
    signing.end(is_over=wanted and reviewing.settle(review, comment, author, text))


def _quoted(review: Review, comment: Comment) -> str:
    about = markup.escape(label_of(comment.field, review.standing))
    return f"<div class='cc-quoted'><p class='cc-about'><strong>{about}</strong></p>{_said(comment, review.standing)}</div>"


def in_order(review: Review) -> tuple[Thread, ...]:
    """Return the threads of the revision, the open ones first."""
    return threads(review.comments)
