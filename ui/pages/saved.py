"""Saved cases: what the store holds, searched and opened, deleted and recovered, moved in and out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import streamlit as st

from exports import wording
from model.names import capitalised, counted, listed
from model.problems import CaseProblems
from scenarios.stored import RULING_NAMES, CaseList, CaseSummary, StoredProgramme
from ui import saved, saving, state
from ui.components import markup, signing, stored_list
from ui.components.picking import button
from ui.journey import BY_NAME

_PLACE = BY_NAME["saved"]
_PAGE = 50
_MORE, _SEARCH, _DELETED = "saved-more", "saved-search", "saved-deleted"


def show() -> None:
    """Show the saved cases, and ways to move them."""
    try:
        found = _found()
    except CaseProblems as error:
        stored_list.unreached(_PLACE, error)
        return
    markup.page(_PLACE, _answer(found))
    _controls()
    if found.rows:
        rows = {row.id: row for row in found.rows}
        stored_list.listed(map(_card, found.rows), "saved-list", lambda name: _pick(name, rows))
        _more(found)
    else:
        _nothing()
    _move()
    signing.show(_ACTS)


def _found() -> CaseList:
    shown = _PAGE * (1 + int(state.picked(_MORE, "0")))
    deleted = bool(st.session_state.get(_DELETED))
    return saving.store().cases(state.picked(_SEARCH), deleted=deleted, limit=shown)


def _answer(found: CaseList) -> str:
    deleted = "deleted " if st.session_state.get(_DELETED) else ""
    if state.picked(_SEARCH):
        return f"{capitalised(counted(found.total, f'{deleted}case'))} found."
    if not found.total:
        return f"No {deleted}case is here yet."
    return f"{counted(found.total, f'{deleted}case')}, the last one saved by {found.rows[0].author} on {wording.moment(found.rows[0].saved_at)}."


def _controls() -> None:
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    with left:
        stored_list.search(_SEARCH)
    with right:
        st.toggle("Deleted cases", key=_DELETED)


def _nothing() -> None:
    searched, is_deleted = state.picked(_SEARCH), st.session_state.get(_DELETED)
    if is_deleted:
        markup.empty(
            "No deleted case matches. Search for other words, or go back to the cases that are not deleted."
            if searched
            else "No case has been deleted. One that is deleted leaves the list and is kept here, from where it can be recovered."
        )
        return
    if searched:
        markup.empty("Nothing matches. Search for other words, or look among the deleted cases.")
        return
    markup.empty(
        "A saved case keeps every revision with its author, time and reason. Others can open it by its link, comment on it, "
        "and decide on it; nobody can overwrite it."
    )
    stored_list.offer_to_save("Save the case you work on")


# --- one case ----------------------------------------------------------------------------------------------------


def _card(row: CaseSummary) -> str:
    tag = _verdict(row)
    verdict = f"<span class='cc-tag'>{markup.escape(tag)}</span>" if tag else ""
    why = f" · “{row.message}”" if row.message else ""
    said = f"{row.organisation} · revision {row.head} by {row.author}, {wording.moment(row.saved_at)}{why}"
    return stored_list.row(_title(row) + verdict, said, _figures(row), _acts(row))


def _verdict(row: CaseSummary) -> str:
    """Return the verdict on the newest revision, else the newest one on an earlier revision, in words."""
    given = row.verdict or (row.verdicts[-1] if row.verdicts else None)
    if given is None:
        return ""
    ruling = RULING_NAMES[given.verdict]
    return ruling if given is row.verdict else f"revision {given.number} {ruling}"


def _title(row: CaseSummary) -> str:
    if row.deleted_at:
        return f"<strong>{markup.escape(row.title)}</strong>"
    return button(f"open:{row.id}", row.title, "cc-link cc-saved-title", f"{row.title}: open it")


def _acts(row: CaseSummary) -> str:
    if row.deleted_at:
        return button(f"recover:{row.id}", "Recover", "cc-button", f"Recover: {row.title}")
    acts = [("history", "History"), ("review", "Review"), ("delete", "Delete")]
    return "".join(button(f"{act}:{row.id}", name, "cc-button", f"{name}: {row.title}") for act, name in acts)


def _figures(row: CaseSummary) -> list[tuple[str, str]]:
    npv = "unknown" if row.npv is None else wording.money_short(row.npv, row.currency)
    back = wording.payback(row.payback_months)
    return [("NPV", npv if row.is_complete else f"{npv} so far"), ("ROI", wording.percent(row.roi)), ("Payback", back)]


def _pick(name: str, rows: Mapping[str, CaseSummary]) -> None:
    act, _, case_id = name.partition(":")
    if act in _ACTS:
        signing.begin(act, case_id, rows[case_id].title, _at_stake(rows[case_id]))
    elif state.open_saved(case_id):
        state.go_to("results" if act == "open" else act)


def _at_stake(row: CaseSummary) -> str:
    """Return what goes and comes with a case: its revisions, its verdicts, the programmes that count it."""
    verdicts = f" and {counted(len(row.verdicts), 'verdict')}" if row.verdicts else ""
    held = [f"“{one.programme.title}”" for one in _programmes() if row.id in {m.case for m in one.programme.members}]
    counts = f" {listed(held, 'and')} {'counts' if len(held) == 1 else 'count'} it." if held else ""
    return f"It has {counted(row.head, 'revision')}{verdicts}.{counts}"


def _programmes() -> tuple[StoredProgramme, ...]:
    try:
        return saving.store().programmes()
    except CaseProblems:
        return ()


def _delete(case_id: str, author: str, _said: str) -> None:
    saving.store().delete(case_id, author=author)
    state.notify("The case was deleted. It can be recovered from the deleted cases.")


def _recover(case_id: str, author: str, _said: str) -> None:
    saving.store().recover(case_id, author=author)
    state.notify("The case is back among the saved cases.")


_ACTS = {
    "delete": signing.Act(
        "Delete the case",
        "It leaves the list with all its revisions, for everybody. Nothing is lost: it can be recovered from the deleted cases.",
        _delete,
    ),
    "recover": signing.Act("Recover the case", "It comes back among the saved cases as it was.", _recover),
}


def _more(found: CaseList) -> None:
    if len(found.rows) < found.total:
        pages = int(state.picked(_MORE, "0"))
        st.button(f"Show more of {found.total}", key="more-saved", on_click=state.pick, args=(_MORE, str(pages + 1)))


# --- moving ------------------------------------------------------------------------------------------------------


def _move() -> None:
    with st.expander("Back up and restore", expanded=st.session_state.get("restore-file") is not None):
        markup.note(
            "A backup is one YAML file with every case, revision, comment, verdict and the audit trail. Restoring adds what "
            "is missing and overwrites nothing: a case that differs from the one here comes in as a copy."
        )
        st.download_button(
            "Download a backup of everything", data=lambda: "".join(saving.store().export_yaml()),
            file_name=f"community-case-{date.today():%Y-%m-%d}.yaml", mime="application/yaml", on_click="ignore", key="backup",  # noqa: DTZ011 - the reader's day, in a file name
        )  # fmt: skip
        given = st.file_uploader("Restore a backup", type=["yaml", "yml"], key="restore-file")
        if given is not None:
            st.button("Take in what is missing", key="restore-now", on_click=_take_in, args=(given.getvalue(),))


def _take_in(content: bytes) -> None:
    try:
        found = saving.store().import_yaml(content.decode("utf-8", "replace"), author=saved.name() or "Import")
    except CaseProblems as error:
        state.say(error)
        return
    ways = {"added": "added", "copied": "taken in as a copy", "unchanged": "here already"}
    said = [
        f"{sum(item.how == how for item in found)} {words}"
        for how, words in ways.items()
        if any(item.how == how for item in found)
    ]
    state.notify(f"From the backup: {', '.join(said) or 'nothing'}.")


show()
