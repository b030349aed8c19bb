"""Review: does a saved revision hold? What a CFO will ask, the assumptions, remarks, finance's view, and the verdict."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from assumptions.loader import drawing_on
from exports import wording
from exports.reviews import proposal_words, review_csv, value_words
from model.names import counted, listed
from model.problems import CaseProblems
from model.references import BASE
from model.result import Challenge
from scenarios.reviewing import ANSWERS, Thread, field_of, label_of, open_by_field, open_proposals, threads
from scenarios.standing import Question, Standing
from scenarios.stored import RULING_NAMES, Comment
from ui import reviewing, saved, state
from ui.components import downloads, finance_view, groups, markup, remarks, stored_list, verdict
from ui.components.groups import Group
from ui.components.picking import button, live
from ui.journey import BY_NAME
from ui.reviewing import Review

_PLACE = BY_NAME["review"]
_PART, _ABOUT, _SEARCH, _ALL = "review", "review-about", "review-search", "review-all"
_FIRST_SHOWN = 12
_CENT = 0.005


def show() -> None:
    """Show the review of the revision on the desk."""
    revision = state.desk().revision
    if revision is None:
        _never_saved()
        return
    try:
        review = reviewing.read(revision)
    except CaseProblems as error:
        stored_list.unreached(_PLACE, error)
        return
    if review is None:
        _never_saved()
        return
    with drawing_on(review.saved.library):
        _show(review)


def _never_saved() -> None:
    stored_list.never_saved(
        _PLACE,
        "This case has not been saved yet, so there is nothing to decide on.",
        "A review speaks of one saved revision, which never changes. Save the case, and send its link to whoever decides: they "
        "can question every answer, propose values of their own, and give their verdict.",
    )


def _show(review: Review) -> None:
    _follow(state.seen_focus())
    markup.page(_PLACE, _answer(review))
    _changed_since(review)
    _covers(review)
    _share(review)
    part = groups.chosen(_PART, _parts(review), is_across=True)
    {
        "asks": _asks,
        "assumptions": _assumptions,
        "remarks": _remarks,
        "finance": finance_view.show,
        "verdict": verdict.show,
    }[part](review)
    remarks.show_dialog(review)
    verdict.show_dialog(review)


def _follow(focus: str) -> None:
    """Open the part of the page that holds what another page leads to: the remarks on a field."""
    if focus in ("finance", "verdict"):
        state.pick(_PART, focus)
    elif focus:
        _look_at(focus)


def _look_at(field: str) -> None:
    state.pick(_PART, "remarks")
    state.pick(_ABOUT, field)


# --- what is reviewed --------------------------------------------------------------------------------------------


def _answer(review: Review) -> str:
    given, number = review.revision.verdict, review.revision.number
    unsettled = sum(thread.is_open for thread in threads(review.comments))
    opened = remarks.counted_open(unsettled) if unsettled else "no remark is open"
    decided = f"{given.author} {_ruled(given.verdict)} on {wording.moment(given.at)}" if given else "nobody has decided on it yet"  # fmt: skip
    return f"Revision {number} {_worth(review.standing)}; {opened}, and {decided}."


def _ruled(ruling: str) -> str:
    return {"approved": "approved it", "approved_with_conditions": "approved it with conditions"}.get(ruling, "returned it")  # fmt: skip


def _worth(standing: Standing) -> str:
    if standing.analysis is None or not standing.analysis.appraisal.run.money:
        return "cannot be computed yet"
    figures, overlay = standing.analysis.appraisal.figures, standing.case.options.get(standing.scenario or "")
    so_far = "" if standing.is_complete else " so far"
    under = f" under “{overlay.label or standing.scenario}”" if overlay else ""
    return f"is worth {wording.money_short(figures.npv, standing.case.currency)} today{so_far}{under}"


def _changed_since(review: Review) -> None:
    """Say, where the case on the desk is not what is reviewed, that the review speaks of the revision."""
    on, number, given = state.desk(), review.revision.number, review.revision.verdict
    if on.is_as_saved:
        return
    uncovered = f" The approval by {given.author} does not cover your changes." if given and given.is_approval else ""
    with st.container(border=True, key="review-changed"):
        markup.note(
            f"You have changed this case since revision {number}. The review, and every figure of it below, speaks of the revision.{uncovered}"
        )
        with st.container(horizontal=True, key="review-changed-acts"):
            st.button("Save my changes as a new revision", key="review-save", on_click=saved.ask, args=("save",))
            st.button("Show the revision itself", key="review-open", on_click=_open, args=(review, number), help="Your changes stay in your draft, which the page Start lists.")  # fmt: skip


def _covers(review: Review) -> None:
    """Say what an approval does not cover, what is still open on other revisions, and whether the figures still hold."""
    uncovered = saved.uncovered(review.summary, review.revision)
    if uncovered:
        markup.note(uncovered)
    others = Counter(comment.number for comment in review.left_open)
    if others:
        where = listed([f"revision {other}" for other in sorted(others)], "and")
        with st.container(horizontal=True, vertical_alignment="center", key="review-left-open"):
            markup.note(f"{remarks.counted_open(sum(others.values())).capitalize()} on {where}.")
            for other in sorted(others, reverse=True)[:2]:
                st.button(f"Open revision {other}", key=f"review-open-{other}", type="tertiary", on_click=_open, args=(review, other))  # fmt: skip
    _recomputed(review)


def _recomputed(review: Review) -> None:
    """Say so where the model of today comes to other figures than were saved with the revision."""
    kept = review.revision.figures.get(review.standing.scenario or BASE)
    if kept is None or kept.npv is None or review.standing.analysis is None or state.cash_only():
        return
    now, currency = review.standing.analysis.appraisal.figures.npv, review.saved.case.currency
    if abs(now - kept.npv) >= _CENT:
        markup.fault(
            f"When it was saved, with model {review.revision.model_version}, it was worth {wording.money(kept.npv, currency)}; the model of "
            f"today comes to {wording.money(now, currency)}."
        )


def _open(review: Review, number: int) -> None:
    state.open_saved(review.revision.case_id, number, keep_view=True)


def _share(review: Review) -> None:
    revision = review.revision
    with st.container(horizontal=True, vertical_alignment="center", key="review-share"):
        markup.note("Link to this review")
        st.code(_link(review), language=None, wrap_lines=True)
        downloads.table(
            f"{review.summary.slug}-review-{revision.number}", lambda: review_csv(revision, review.comments, review.standing), "review-csv",
            "Review as CSV", "Every remark, reply and proposed value on this revision, and the verdict",
        )  # fmt: skip


def _link(review: Review) -> str:
    """Return the address of this very review: ids only."""
    revision, scenario = review.revision, review.standing.scenario
    here = (st.context.url or "").partition("?")[0].rstrip("/").removesuffix(f"/{_PLACE.name}")
    under = f"&scenario={scenario}" if scenario else ""
    return f"{here}/{_PLACE.name}?case={revision.case_id}&revision={revision.number}{under}"


def _parts(review: Review) -> list[Group]:
    analysis, unsettled = review.standing.analysis, sum(thread.is_open for thread in threads(review.comments))
    found = analysis.appraisal.challenges if analysis else ()
    given, proposed = review.revision.verdict, finance_view.count(review)
    return [
        Group("asks", "What a CFO will ask", counted(len(found), "finding")),
        Group("assumptions", "Assumptions", f"{len(review.standing.questions)}, the weightiest first"),
        Group("remarks", "Remarks", f"{unsettled} open" if unsettled else "none open"),
        Group("finance", "Finance's view", counted(proposed, "proposal") if proposed else "no proposal yet"),
        Group("verdict", "Verdict", RULING_NAMES[given.verdict] if given else "not given yet"),
    ]


# --- what a CFO will ask -----------------------------------------------------------------------------------------


def _asks(review: Review) -> None:
    analysis = review.standing.analysis
    found = analysis.appraisal.challenges if analysis else ()
    markup.heading("What a CFO will ask", "Found by rules that everybody can read on the page Help")
    if not found:
        markup.empty("The rules found nothing to ask. Look at the assumptions that matter most.")
        return
    items = "".join(_finding(review, index, challenge) for index, challenge in enumerate(found))
    live(f"<ul class='cc-findings'>{items}</ul>", "review-findings", lambda name: _challenge(review, found[int(name)]))


def _finding(review: Review, index: int, challenge: Challenge) -> str:
    act = "" if review.revision.is_locked else button(str(index), "Challenge this", "cc-button", f"Challenge this: {challenge.message}")  # fmt: skip
    return (
        f"<li class='cc-{challenge.severity}'><span class='cc-tag'>{wording.SEVERITY_NAMES[challenge.severity]}</span>"
        f"<div><p>{markup.escape(challenge.message)}</p><p class='cc-note'>{markup.escape(challenge.remedy)}</p></div>{act}</li>"
    )


def _challenge(review: Review, challenge: Challenge) -> None:
    with drawing_on(review.saved.library):
        remarks.begin(field_of(review.standing, challenge), challenge.message)


# --- assumptions -------------------------------------------------------------------------------------------------


def _assumptions(review: Review) -> None:
    markup.heading(
        "Assumptions", "The ones that move the result most first: comment on one, or propose another value for it"
    )
    wanted = st.text_input("Search assumptions", key=_SEARCH, placeholder="What it is called, its source or its grade", icon=":material/search:")  # fmt: skip
    found = [question for question in _ranked(review.standing) if _matches(question, wanted)]
    shown = found if wanted or state.picked(_ALL) else found[:_FIRST_SHOWN]
    if not found:
        markup.empty("No assumption matches. Search for other words.")
        return
    proposed, said = open_proposals(review.comments, review.standing.scenario), open_by_field(review.comments)
    items = "".join(_row(review, question, proposed.get(question.name), said[f"{ANSWERS}{question.name}"]) for question in shown)  # fmt: skip
    live(f"<ul class='cc-weighed'>{items}</ul>", "review-assumptions", _pick)
    if len(shown) < len(found):
        st.button(f"Show all {len(found)}", key="review-all", on_click=state.pick, args=(_ALL, "yes"))


def _ranked(standing: Standing) -> list[Question]:
    places = {name: place for place, name in enumerate(standing.swings)}
    return sorted(standing.questions, key=lambda question: places.get(question.name, len(places)))


def _matches(question: Question, wanted: str) -> bool:
    record = question.record
    text = (
        f"{question.label} {question.name} {wording.GRADE_NAMES[record.evidence]} {' '.join(map(str, record.source))}"
    )
    return all(word in text.casefold() for word in wanted.casefold().split())


def _row(review: Review, question: Question, proposal: Comment | None, number: int) -> str:
    record, currency = question.record, review.saved.case.currency
    grade = f"<span class='cc-chip cc-{record.evidence}'>{wording.GRADE_NAMES[record.evidence]}</span>"
    span, source = remarks.range_words(question, currency), "; ".join(map(str, record.source)) or "no source"
    about = f"{span}; {source}" if span else source
    offered = f"<p class='cc-proposed'>{markup.escape(proposal.author)} proposes <strong>{markup.escape(proposal_words(proposal, review.standing))}</strong></p>" if proposal else ""  # fmt: skip
    value = value_words(record, currency) if record.is_known and not question.is_missing else "no answer yet"
    return (
        f"<li><div><p><strong>{markup.escape(question.label)}</strong></p><p class='cc-note'>{markup.escape(about)}</p>{offered}</div>"
        f"<div class='cc-weighed-value'><p><strong>{markup.escape(value)}</strong></p>{grade}</div>"
        f"<div class='cc-weighed-swing'>{_swing(review, question)}</div><div class='cc-actions'>{_row_acts(review, question, number)}</div></li>"
    )


def _swing(review: Review, question: Question) -> str:
    found = review.standing.swings.get(question.name)
    if found is None or not found.size:
        return "<p class='cc-note'>moves nothing</p>"
    size = wording.money_short(found.size, review.saved.case.currency)
    how = "of its range" if question.record.range() else "of the usual doubt"
    return f"<p><strong>{markup.escape(size)}</strong></p><p class='cc-note'>of NPV between the ends {how}</p>"


def _row_acts(review: Review, question: Question, number: int) -> str:
    field = f"{ANSWERS}{question.name}"
    many = button(f"see:{field}", counted(number, "remark"), "cc-link", f"{counted(number, 'remark')} on {question.label}") if number else ""  # fmt: skip
    act = "" if review.revision.is_locked else button(f"say:{field}", "Comment", "cc-button", f"Comment on {question.label}, or propose another value")  # fmt: skip
    return many + act


def _pick(name: str) -> None:
    act, _, target = name.partition(":")
    if act == "say":
        remarks.begin(target)
    elif act == "see":
        _look_at(target)
    else:
        saved.ask(name)


# --- remarks -----------------------------------------------------------------------------------------------------


def _remarks(review: Review) -> None:
    about, every = state.picked(_ABOUT), remarks.in_order(review)
    found = tuple(thread for thread in every if not about or thread.first.field == about)
    heading = f"Remarks on {label_of(about, review.standing)}" if about else "Remarks"
    markup.heading(heading, f"On revision {review.revision.number}; those that are settled stand at the end")
    with st.container(horizontal=True, key="review-remark-acts"):
        if not review.revision.is_locked:
            st.button("Write a remark", key="review-remark", icon=":material/add_comment:", on_click=remarks.begin, args=(about,))  # fmt: skip
        if about:
            st.button(f"All {counted(len(every), 'remark')}", key="review-all-remarks", on_click=state.pick, args=(_ABOUT, ""))  # fmt: skip
    if review.revision.is_locked:
        markup.note("The verdict has locked this revision: what was said of it stays as it is.")
    _threads(review, found)


def _threads(review: Review, found: tuple[Thread, ...]) -> None:
    if not found:
        markup.empty("Nobody has remarked on it yet. A remark can speak of one assumption, goal, stream or line, or of the whole case.")  # fmt: skip
        return
    live(remarks.listed(found, review), "review-threads", _pick)


show()
