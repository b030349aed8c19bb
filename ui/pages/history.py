"""History: every revision of a case, who saved it, when and why, what changed, and what that did to NPV."""

from __future__ import annotations

from dataclasses import asdict

import streamlit as st

from exports import wording
from model.names import counted, uncapitalised
from model.problems import CaseProblems
from scenarios import analyse
from scenarios.bridge import Bridge
from scenarios.changes import FieldChange, changes
from scenarios.effects import effects
from scenarios.files import case_file
from scenarios.stored import RULING_NAMES, CaseSummary, Revision, Saved
from ui import cached, saving, state
from ui.components import downloads, groups, markup, newer_library, signing, stored_list
from ui.journey import BY_NAME

_PLACE = BY_NAME["history"]
_UNNAMED = "Baseline"


def show() -> None:
    """Show the revisions of the case on the desk; the one that is picked is told in full."""
    revision = state.desk().revision
    if revision is None:
        _never_saved()
        return
    try:
        found, summary = saving.store().history(revision.case_id), saving.store().case(revision.case_id)
    except CaseProblems as error:
        stored_list.unreached(_PLACE, error)
        return
    if summary is None or not found:
        _never_saved()
        return
    markup.page(_PLACE, _answer(found, summary))
    newer_library.show()
    left, right = st.columns([1, 2.2], gap="large")
    with left:
        number = groups.chosen("history", [_item(item, summary) for item in found])
    with right:
        _told(next(item for item in found if str(item.number) == number), found, summary)
    _trail(summary)
    signing.show(_ACTS)


def _never_saved() -> None:
    stored_list.never_saved(
        _PLACE,
        "This case has not been saved yet.",
        "Drafts are kept as you type. A saved revision is kept for good: others can open it, compare it and decide on it, and "
        "this page says what changed from one to the next, and what that did to the worth of the case.",
    )


def _answer(found: tuple[Revision, ...], summary: CaseSummary) -> str:
    people = list(dict.fromkeys(item.author for item in found))
    by = f"by {people[0]}" if len(people) == 1 else f"by {counted(len(people), 'person').replace('persons', 'people')}"
    return f"{counted(len(found), 'revision')} {by}; the newest is worth {_worth(found[0], summary)}."


def _worth(revision: Revision, summary: CaseSummary) -> str:
    base = revision.base
    if base is None or base.npv is None:
        return "nothing yet that can be computed"
    so_far = "" if base.is_complete else " so far"
    return f"{wording.money_short(base.npv, summary.currency)}{so_far}"


def _item(item: Revision, summary: CaseSummary) -> groups.Group:
    marks = [
        *([RULING_NAMES[item.verdict.verdict]] if item.verdict else []),
        *([_baseline(summary)] if summary.baseline == item.number else []),
    ]
    named = f"Revision {item.number} ({', '.join(marks)})" if marks else f"Revision {item.number}"
    why = f" – {item.message}" if item.message else ""
    return groups.Group(str(item.number), named, f"{item.author}, {wording.moment(item.saved_at)}{why}")


def _baseline(summary: CaseSummary) -> str:
    """Return what the baseline is called: a name of its own as it was written."""
    return summary.baseline_name if summary.baseline_name != _UNNAMED else uncapitalised(_UNNAMED)


# --- one revision ------------------------------------------------------------------------------------------------


def _told(item: Revision, found: tuple[Revision, ...], summary: CaseSummary) -> None:
    markup.heading(
        f"Revision {item.number}", f"Saved by {item.author} on {wording.moment(item.saved_at)}. {item.message}".strip()
    )
    if item.verdict:
        said = f": {item.verdict.text}" if item.verdict.text else "."
        markup.note(
            f"{item.verdict.author} {RULING_NAMES[item.verdict.verdict]} it on {wording.moment(item.verdict.at)}{said}"
        )
    _figures(item, summary)
    _acts(item, found[0], summary)
    _since(item, summary)


def _figures(item: Revision, summary: CaseSummary) -> None:
    rows = [
        (
            figures.label if figures.is_complete else f"{figures.label} (so far)",
            "–" if figures.npv is None else wording.money(figures.npv, summary.currency),
            wording.percent(figures.roi),
            "–" if figures.roi is None else wording.payback(figures.payback_months),
        )
        for figures in item.figures.values()
    ]
    markup.table(("Scenario", "NPV", "ROI", "Payback"), rows, caption=f"Figures of revision {item.number}")


def _acts(item: Revision, head: Revision, summary: CaseSummary) -> None:
    is_baseline, target = summary.baseline == item.number, f"{item.case_id}@{item.number}"
    named = f"{summary.title}: revision {item.number}"
    with st.container(horizontal=True, key="history-acts"):
        st.button("Open it", key="open-revision", icon=":material/open_in_new:", on_click=_open, args=(item, "results"))
        st.button("Review it", key="review-revision", icon=":material/rate_review:", on_click=_open, args=(item, "review"))  # fmt: skip
        if item.number != head.number:
            st.button(
                "Make it the newest again", key="restore-revision", icon=":material/restore:", on_click=signing.begin, args=("restore", target, named),
                help="Saves a new revision with its content; those between stay in the history.",
            )  # fmt: skip
        st.button(
            "No longer the baseline" if is_baseline else "Name it the baseline", key="baseline", icon=":material/flag:",
            on_click=signing.begin, args=("no-baseline" if is_baseline else "baseline", target, named),
            help="The revision others are held against, such as the one that was approved.",
        )  # fmt: skip


def _open(item: Revision, page: str) -> None:
    if state.open_saved(item.case_id, item.number):
        state.go_to(page)


def _restore(target: str, author: str, said: str) -> None:
    case_id, _, number = target.partition("@")
    new = saving.store().restore(case_id, int(number), author=author, message=said)
    state.open_saved(case_id)
    state.pick("history", str(new.number))


def _set_baseline(target: str, author: str, said: str) -> None:
    case_id, _, number = target.partition("@")
    saving.store().set_baseline(case_id, int(number), author=author, name=said or _UNNAMED)


def _no_baseline(target: str, author: str, _said: str) -> None:
    saving.store().set_baseline(target.partition("@")[0], None, author=author)


_ACTS = {
    "restore": signing.Act(
        "Make it the newest again",
        "Its content is saved as a new revision; the revisions between stay in the history, and a verdict on them too. "
        "A draft of yours stays among your drafts.",
        _restore,
        asks="Why, in a few words?",
    ),
    "baseline": signing.Act(
        "Name it the baseline",
        "Other revisions are held against it, on this page and in comparisons.",
        _set_baseline,
        asks="What is it called?",
        written=_UNNAMED,
    ),
    "no-baseline": signing.Act("No longer the baseline", "No revision is held against it any more.", _no_baseline),
}


# --- what changed ------------------------------------------------------------------------------------------------


def _since(item: Revision, summary: CaseSummary) -> None:
    """Show what changed since an earlier revision: the one before, or the baseline."""
    others = [number for number in (item.parent, summary.baseline) if number is not None and number != item.number]
    listed = list(dict.fromkeys(others))
    if not listed:
        markup.note("The first revision: nothing came before it.")
        return
    before = listed[0]
    if len(listed) > 1:
        names = {
            listed[0]: f"revision {listed[0]}",
            listed[1]: f"{_baseline(summary)} (revision {listed[1]})",
        }
        before = st.segmented_control("Changed since", listed, default=listed[0], format_func=names.__getitem__, key=f"since-{item.number}") or listed[0]  # fmt: skip
    try:
        old, new = (saving.store().revision(item.case_id, number) for number in (before, item.number))
    except CaseProblems as error:
        markup.problems(error)
        return
    if old and new:
        _differences(old, new)


def _differences(old: Saved, new: Saved) -> None:
    found = changes(old.case, new.case)
    way = _bridge(old, new)
    markup.label(f"Changed since revision {old.revision.number}", _moved(way))
    if not found and not way:
        markup.note(
            "The same case, computed with another library."
            if old.revision.library != new.revision.library
            else "Nothing differs."
        )
        return
    told = effects(found, way)
    rows = [(effect.change.label, *_both(effect.change), _amount(effect.amount, way)) for effect in told.changes]
    rows += [(part.label, "", "", _amount(part.amount, way)) for part in told.others]
    columns = ("What", f"Revision {old.revision.number}", f"Revision {new.revision.number}", "Effect on NPV")
    markup.table(columns, rows, left=3, caption="What changed, and what it did to NPV")


def _both(change: FieldChange) -> tuple[str, str]:
    return change.before or "–", change.after or "–"


def _amount(amount: float | None, way: Bridge | None) -> str:
    if amount is None or way is None:
        return ""
    text = wording.money(amount, way.currency)
    return f"+{text}" if amount > 0 else text


def _moved(way: Bridge | None) -> str:
    if way is None:
        return ""
    if not round(way.difference):
        return "NPV stays as it was"
    return f"NPV goes from {wording.money_short(way.from_npv, way.currency)} to {wording.money_short(way.to_npv, way.currency)}"


def _bridge(old: Saved, new: Saved) -> Bridge | None:
    """Return how NPV went from one revision to another; None where one of them lacks answers."""
    names = (f"Revision {old.revision.number}", f"Revision {new.revision.number}")
    try:
        one, other = (analyse(case_file(item.case, item.case.title), library=item.library) for item in (old, new))
        return cached.bridge(one, other, names)
    except CaseProblems:
        return None


# --- the audit trail ---------------------------------------------------------------------------------------------


def _trail(summary: CaseSummary) -> None:
    with st.expander("Audit trail"):
        try:
            events = saving.store().events(summary.id)
        except CaseProblems as error:
            markup.problems(error)
            return
        markup.note("Everything that was done to this case, in order; nothing is ever taken out.")
        rows = [
            (
                wording.moment(event.at),
                event.actor,
                event.action,
                "" if event.revision is None else f"revision {event.revision}",
            )
            for event in reversed(events)
        ]
        markup.table(("When", "Who", "What", "Where"), rows[:50], left=4, caption="Audit trail")
        downloads.data(f"{summary.slug}-audit-trail", lambda: [asdict(event) for event in events], "trail", "Download the whole trail (JSON)")  # fmt: skip


show()
