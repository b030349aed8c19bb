"""The verdict on one exact revision: what is open before it, the dialog that gives it, and what it locked."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from exports import wording
from model.names import capitalised, counted
from scenarios.reviewing import threads
from scenarios.stored import RULING_NAMES, Revision, Ruling
from scenarios.stored import Verdict as Given
from ui import reviewing, saved, state
from ui.components import markup, remarks, signing
from ui.reviewing import Review

DIALOG = "verdict"
_MOST = 4_000
_MEANINGS: Mapping[Ruling, str] = {
    "approved": "it holds, and can be decided on as it is",
    "approved_with_conditions": "it holds once the conditions you write are met",
    "returned": "it does not hold yet; you write what is missing",
}


def show(review: Review) -> None:
    """Show the verdict, or what is open and the way to give one."""
    number, given = review.revision.number, review.revision.verdict
    if given:
        markup.heading("Verdict", f"Given once, on exactly revision {number}")
        _shown(given, review.revision)
        markup.note(
            f"Revision {number} is locked: what it says, the remarks on it and this verdict stay as they are. "
            "A change becomes a new revision, which this verdict does not cover."
        )
        return
    markup.heading("Verdict", f"One decision on exactly revision {number}, with your name and your reason")
    _before(review)
    st.button(f"Decide on revision {number}", type="primary", key="decide", icon=":material/gavel:", on_click=saved.ask, args=(DIALOG,))  # fmt: skip


def _shown(given: Given, revision: Revision) -> None:
    css = "cc-approved" if given.is_approval else "cc-returned"
    lines = "".join(f"<p>{markup.escape(line)}</p>" for line in given.text.splitlines() if line.strip())
    by_oneself = ", who saved the revision" if given.author == revision.author else ""
    who = markup.escape(f"{given.author}{by_oneself}, {wording.moment(given.at)}")
    st.html(
        f"<div class='cc-verdict {css}'><p class='cc-verdict-said'>{markup.escape(capitalised(RULING_NAMES[given.verdict]))}</p>"
        f"<p class='cc-note'>{who}</p>{lines}</div>"
    )


def _before(review: Review) -> None:
    """Say what a reviewer should know before deciding."""
    standing = review.standing
    appraisal = standing.analysis.appraisal if standing.analysis else None
    serious = sum(challenge.severity == "high" for challenge in appraisal.challenges) if appraisal else 0
    unsettled = sum(thread.is_open for thread in threads(review.comments))
    points = [remarks.counted_open(unsettled) + "." if unsettled else "No remark is open."]
    if serious:
        points.append(f"{counted(serious, 'serious finding')} among what a CFO will ask.")
    if standing.missing:
        points.append(f"{counted(len(standing.missing), 'answer')} missing; the figures are of what is known so far.")
    markup.points(points)


def show_dialog(review: Review) -> None:
    """Show the dialog that decides, if it is open."""
    if saved.dialog() == DIALOG:
        _decide(review)


@st.dialog("Decide on this revision", on_dismiss=signing.close)
def _decide(review: Review) -> None:
    state.speak()
    number, unsettled = review.revision.number, sum(thread.is_open for thread in threads(review.comments))
    remarked = f" {capitalised(remarks.counted_open(unsettled))}, and will stay so." if unsettled else ""
    with st.form("verdict-form", border=False):
        ruling: Ruling | None = st.radio(
            "Your verdict", list(_MEANINGS), index=None, key="verdict-ruling",
            format_func=lambda name: f"{capitalised(RULING_NAMES[name])}: {_MEANINGS[name]}",
        )  # fmt: skip
        text = st.text_area("Your reason, or the conditions", key="verdict-text", max_chars=_MOST, height=110)
        author = remarks.name_field()
        if saved.name() and saved.name() == review.revision.author:
            markup.note("You saved this revision yourself: readers will see that its verdict is by its author.")
        markup.note(
            f"Your verdict locks revision {number}: nobody can change it, remark on it or decide on it again, and you cannot take "
            f"the verdict back. Whatever is changed later becomes a new revision that it does not cover.{remarked}"
        )
        wanted = st.form_submit_button(f"Decide, and lock revision {number}", type="primary", key="verdict-now")
    if wanted and ruling is None:
        markup.fault("No verdict is chosen. Choose one of the three.")
    elif wanted and ruling == "returned" and not text.strip():
        markup.fault("The reason is missing. Whoever gets it back must know what to mend; write what is missing.")
    elif wanted and ruling:
        signing.end(is_over=reviewing.judge(review, ruling, author, text))
