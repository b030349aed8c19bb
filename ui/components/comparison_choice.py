"""Which scenarios are compared: those chosen, what people want first in one click, and any other from wherever it lies."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from exports import wording
from model.compare import LEAST, MOST
from model.names import counted
from model.problems import CaseProblems
from scenarios.stored import CaseSummary, Revision
from ui import cached, comparing, saving, state
from ui.comparing import Chosen, Item, Offer, Source
from ui.components import fields, markup, stored_list
from ui.components.picking import button, live
from ui.references import DESK, Reference

_PLACE, _SHIPPED, _SAVED, _NUMBER = "compare-from", "compare-shipped", "compare-saved", "compare-number"
_SEARCH = "compare-search"
_PLACES = {"desk": "This case", "saved": "Saved cases", "shipped": "Examples and templates"}
_LISTED = 50


def offer_all(offers: tuple[Offer, ...]) -> None:
    """Show what people want to compare first, each in one click."""
    items = "".join(
        f"<li>{button(offer.name, offer.title, 'cc-pill', offer.why)}<p class='cc-note'>{markup.escape(offer.why)}</p></li>"
        for offer in offers
    )
    if items:
        live(f"<ul class='cc-offers'>{items}</ul>", "compare-offers", lambda name: _take(offers, name))


def _take(offers: tuple[Offer, ...], name: str) -> None:
    comparing.choose(next(offer.references for offer in offers if offer.name == name))


def show(chosen: Chosen, offers: tuple[Offer, ...]) -> None:
    """Show what is compared, and ways to change that."""
    live(
        f"<ul class='cc-chosen' aria-label='Compared'>{''.join(map(_chip, enumerate(chosen.items)))}</ul>",
        "compared",
        _change,
    )
    is_begun = len(chosen.items) >= LEAST
    with st.expander("Choose what is compared", expanded=not is_begun, icon=":material/playlist_add:"):
        offer_all(offers)
        if len(comparing.chosen_references()) < MOST:
            _add()
        else:
            markup.note(f"{MOST} are compared, and more could not be told apart. Take one out to add another.")
        if comparing.chosen_references():
            st.button("Start over", key="compare-clear", on_click=comparing.choose, args=((),))


def _chip(numbered: tuple[int, Item]) -> str:
    index, item = numbered
    known = (item.source.scenarios[item.reference.scenario or ""], item.source.state, item.source.case.organisation)
    more = " · ".join(text for text in known if text not in item.label)
    said = "the others are held against it" if index == 0 else more
    first = "" if index == 0 else button(f"first:{index}", "Put first", "cc-link cc-small", f"Put first: {item.label}")
    return (
        f"<li><span><strong>{markup.escape(item.so_far)}</strong><span class='cc-note'>{markup.escape(said)}</span></span>"
        f"{first}{button(f'remove:{index}', 'Leave out', 'cc-link cc-small', f'Leave out: {item.label}')}</li>"
    )


def _change(name: str) -> None:
    act, _, index = name.partition(":")
    (comparing.put_first if act == "first" else comparing.remove)(_place(int(index)))


def _place(index: int) -> int:
    """Return where a scenario that is shown stands among those chosen, some of which may not have been found."""
    wanted = comparing.chosen().items[index].reference
    return comparing.chosen_references().index(wanted)


# --- adding ------------------------------------------------------------------------------------------------------


def _add() -> None:
    markup.label("Add a scenario", "of this case, of a saved one, or of one that ships")
    where = st.segmented_control(
        "Where it lies", list(_PLACES), key=_PLACE, default="desk", format_func=_PLACES.__getitem__, label_visibility="collapsed", required=True,
    )  # fmt: skip
    ways: Mapping[str, Callable[[], None]] = {"desk": _of_desk, "saved": _of_saved, "shipped": _of_shipped}
    try:
        ways[where or "desk"]()
    except CaseProblems as error:
        markup.problems(error)


def _of_desk() -> None:
    labels = {"": "Base case"} | {name: overlay.label or name for name, overlay in state.case().options.items()}
    _pills(DESK, labels, "add-of-desk")


def _of_shipped() -> None:
    files = cached.templates() | cached.examples()
    titles = {name: f"{case.organisation}: {case.title}" for name, case in sorted(files.items(), key=_by_organisation)}
    picked = _choice("Case", _SHIPPED, titles)
    _pills(picked, comparing.shipped_source(picked).scenarios, "add-of-shipped")


def _by_organisation(item: tuple[str, object]) -> str:
    return str(getattr(item[1], "organisation", ""))


def _of_saved() -> None:
    found = saving.store().cases(state.picked(_SEARCH), limit=_LISTED)
    stored_list.search(_SEARCH)
    if not found.rows:
        markup.note("Nothing has been saved yet, or nothing matches. Save your case to compare its revisions.")
        return
    rows = {row.id: row for row in found.rows}
    left, right = st.columns(2)
    with left:
        case_id = _choice("Case", _SAVED, {name: f"{row.organisation}: {row.title}" for name, row in rows.items()})
    revisions = {str(item.number): item for item in saving.store().history(case_id)}
    with right:
        number = _choice("Revision", _NUMBER, {name: _said(item, rows[case_id]) for name, item in revisions.items()})
    source: Source = comparing.saved_source(case_id, int(number))
    _pills(f"{case_id}@{number}", source.scenarios, "add-of-saved")


def _said(item: Revision, summary: CaseSummary) -> str:
    named = f", {summary.baseline_name.lower()}" if summary.baseline == item.number else ""
    why = f" – {item.message}" if item.message else ""
    return f"{item.number}{named}: {item.author}, {wording.moment(item.saved_at)}{why}"


def _choice(label: str, key: str, options: Mapping[str, str]) -> str:
    """Show a list to choose from, and return what is chosen; the first unless somebody chose."""
    names = list(options)
    current = state.picked(key, names[0])
    current = current if current in options else names[0]
    fields.show(key, current)
    st.selectbox(
        label, names, key=key, format_func=options.__getitem__, on_change=lambda: state.pick(key, st.session_state[key])
    )
    return current


def _pills(source: str, labels: Mapping[str, str], key: str) -> None:
    """Offer the scenarios of a case that are not compared yet, and all of them at once."""
    taken = set(comparing.chosen_references())
    left = {name: label for name, label in labels.items() if Reference(source, name or None) not in taken}
    items = "".join(
        f"<li>{button(name or 'base', label, 'cc-pill', f'{label}: add it')}</li>" for name, label in left.items()
    )
    if not left:
        markup.note("All of its scenarios are compared.")
        return
    live(
        f"<ul class='cc-pills'>{items}</ul>",
        key,
        lambda name: comparing.add(Reference(source, None if name == "base" else name)),
    )
    markup.note(f"{counted(len(left), 'scenario')} to choose from; click one to add it.")
