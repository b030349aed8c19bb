"""Programme: several saved cases rolled up into one; the list of programmes, and one of them in full."""

from __future__ import annotations

from functools import partial

import streamlit as st

from exports import programme as said
from exports import programme_chart, wording
from model.names import counted
from model.problems import CaseProblems
from scenarios.gathering import Together
from scenarios.programme import ProgrammeResult
from scenarios.stored import StoredProgramme
from ui import cached, programmes, saving, state
from ui.components import downloads, markup, programme_forms, programme_members, signing, stored_list
from ui.components.drawing import draw
from ui.components.picking import button
from ui.journey import BY_NAME

_PLACE = BY_NAME["programme"]
_DELETED = "programmes-deleted"
_FIRST_SHOWN = 2


def show() -> None:
    """Show the programme that the link names, or the list of them."""
    try:
        stored = programmes.found()
        if stored is not None and stored.deleted_at is None:
            programmes.see(stored)
            _one(stored)
        else:
            _list(stored)
    except CaseProblems as error:
        stored_list.unreached(_PLACE, error)


# --- the list ----------------------------------------------------------------------------------------------------


def _list(gone: StoredProgramme | None) -> None:
    is_deleted = bool(st.session_state.get(_DELETED))
    found = saving.store().programmes(deleted=is_deleted)
    markup.page(_PLACE, _list_answer(found, is_deleted=is_deleted))
    _say_gone(gone)
    if found:
        stored_list.listed(map(_card, found), "programmes", _pick)
    elif is_deleted:
        markup.note("No programme has been deleted.")
    else:
        markup.empty(
            "A programme rolls saved cases up: what they are worth together and when the money is back, what each one adds, "
            "which to fund first, and what two of them may both count. The cases stay as they are."
        )
    with st.container(horizontal=True, vertical_alignment="center", key="programme-begin"):
        st.button("Make a programme", type="primary", key="make-programme", icon=":material/add:", on_click=programme_forms.ask, args=(programme_forms.NEW,))  # fmt: skip
        st.toggle("Deleted programmes", key=_DELETED)
    programme_forms.show()
    signing.show(_ACTS)


def _list_answer(found: tuple[StoredProgramme, ...], *, is_deleted: bool) -> str:
    if is_deleted:
        return f"{counted(len(found), 'deleted programme')}." if found else "No deleted programme is here."
    if not found:
        return "Put several saved cases together to see what they come to."
    return f"{counted(len(found), 'programme')}, the last one changed by {found[0].author} on {wording.moment(found[0].saved_at)}."


def _say_gone(gone: StoredProgramme | None) -> None:
    """Say what became of a programme that a link names and that is not shown."""
    if not programmes.wanted():
        return
    if gone is None:
        markup.note(f"The link names the programme “{programmes.wanted()}”, which is not here.")
        return
    title, who = gone.programme.title, gone.deleted_by or "Somebody"
    with st.container(horizontal=True, vertical_alignment="center", key="programme-gone"):
        markup.note(f"{who} deleted the programme “{title}”.")
        st.button("Recover it", key="recover-programme", on_click=signing.begin, args=("recover-programme", gone.programme.id))  # fmt: skip


def _card(stored: StoredProgramme) -> str:
    one = stored.programme
    told = f"{one.organisation} · saved by {stored.author}, {wording.moment(stored.saved_at)}"
    facts = [
        ("Cases", str(len(one.members))),
        ("Currency", one.currency),
        ("Discounted at", wording.percent(one.rate, 1)),
    ]
    if stored.deleted_at:
        title = f"<strong>{markup.escape(one.title)}</strong>"
        acts = button(f"recover-programme:{one.id}", "Recover", "cc-button", f"Recover: {one.title}")
    else:
        title = button(f"open:{one.id}", one.title, "cc-link cc-saved-title", f"{one.title}: open it")
        acts = button(f"delete-programme:{one.id}", "Delete", "cc-button", f"Delete: {one.title}")
    return stored_list.row(title, told, facts, acts)


def _pick(name: str) -> None:
    act, _, programme_id = name.partition(":")
    if act in _ACTS:
        signing.begin(act, programme_id)
    else:
        programmes.show(programme_id)


def _delete(programme_id: str, author: str, _said: str) -> None:
    saving.store().delete_programme(programme_id, author=author)
    programmes.show("")
    state.notify(
        "The programme was deleted. It can be recovered from the deleted programmes; its cases are as they were."
    )


def _recover(programme_id: str, author: str, _said: str) -> None:
    saving.store().recover_programme(programme_id, author=author)
    programmes.show(programme_id)


_ACTS = {
    "delete-programme": signing.Act("Delete the programme", "It leaves the list, for everybody; its cases stay as they are. It can be recovered.", _delete),
    "recover-programme": signing.Act("Recover the programme", "It comes back as it was.", _recover),
}  # fmt: skip


# --- one programme -----------------------------------------------------------------------------------------------


def _one(stored: StoredProgramme) -> None:
    shown = programmes.together(stored.programme)
    markup.page(_PLACE, said.answer(shown))
    _head(stored)
    if shown.result:
        _figures(shown.result)
    _cautions(shown)
    if shown.result:
        draw(cached.programme_chart(shown.result, dark=state.is_dark()))
        _chart_files(shown.result)
    _cases(shown)
    if shown.result and len(shown.result.members) > 1:
        _ranking(shown.result)
    _foot(shown)
    programme_forms.show(stored.programme, shown.found)
    signing.show(_ACTS | programme_members.ACTS)


def _head(stored: StoredProgramme) -> None:
    one = stored.programme
    with st.container(horizontal=True, vertical_alignment="center", key="programme-head"):
        told = f"{one.organisation} · saved by {stored.author} on {wording.moment(stored.saved_at)}"
        markup.label(one.title, told)
        st.button("Settings", key="programme-settings", icon=":material/tune:", on_click=programme_forms.ask, args=(programme_forms.SETTINGS,))  # fmt: skip
        st.button("All programmes", key="all-programmes", icon=":material/arrow_back:", on_click=programmes.show, args=("",))  # fmt: skip


def _figures(result: ProgrammeResult) -> None:
    cards = "".join(
        f"<div class='cc-figure'><dt>{markup.explained(label)}</dt><dd>{markup.escape(value)}</dd>"
        f"<dd class='cc-figure-note'>{markup.explained(note)}</dd></div>"
        for label, value, note in said.figure_cards(result)
    )
    st.html(f"<dl class='cc-figures'>{cards}</dl>")
    markup.note(said.convention(result))


def _cautions(shown: Together) -> None:
    """Say before all detail what the total leaves out, what it may hold twice, and what it mixes."""
    found = [("high", "Not counted", f"“{item.label}”: {item.fault}", item.remedy) for item in shown.left_out]
    twice = [("medium", "Counted twice?", *pair) for pair in said.overlaps(shown.result)] if shown.result else []
    warnings = shown.result.warnings if shown.result else ()
    found += twice[:_FIRST_SHOWN] + [markup.caution(warning, "low") for warning in warnings]
    if found:
        markup.findings(found)
    if twice:
        markup.note(said.COUNTED_TWICE)
    if twice[_FIRST_SHOWN:]:
        with st.expander(f"{counted(len(twice) - _FIRST_SHOWN, 'more pair')} of cases that may count the same"):
            markup.findings(twice[_FIRST_SHOWN:])


def _chart_files(result: ProgrammeResult) -> None:
    """Offer the chart as pictures and as a slide; a file is written once it is asked for."""
    kinds = {
        name: (words, mime, partial(write, result)) for name, (words, mime, write) in programme_chart.KINDS.items()
    }
    with st.expander("Take this chart along"), st.container(horizontal=True, key="programme-chart-files"):
        downloads.files("programme-cash", kinds, "programme-chart")


def _cases(shown: Together) -> None:
    if shown.found:
        markup.heading("The cases in it", "By itself: as its own page shows it, in its own currency and at its own rate. What they add is in the programme’s currency, at its rate, and sums to the total")  # fmt: skip
        programme_members.table(shown)
    else:
        markup.empty("Add the saved cases that are decided on together. Each is counted in its newest revision and its base case, unless you choose an exact revision or another scenario.")  # fmt: skip
    with st.expander("Add a saved case", expanded=len(shown.found) < 2, icon=":material/playlist_add:"):
        programme_members.add(shown)


def _ranking(result: ProgrammeResult) -> None:
    markup.heading(
        "Which first?", "The same cases in three orders, within the programme: each answers another question"
    )
    markup.table(said.RANK_COLUMNS, said.rank_rows(result), caption="Cases ranked")
    markup.points(said.RANK_USES.values())


def _foot(shown: Together) -> None:
    programme = shown.programme
    with st.container(horizontal=True, key="programme-files"):
        downloads.table("programme", lambda: said.programme_csv(shown), "programme-csv")
        downloads.data("programme", shown.record, "programme-json")
        st.button("Delete the programme", key="delete-programme", icon=":material/delete:", on_click=signing.begin, args=("delete-programme", programme.id))  # fmt: skip


show()
