"""The dialogs of a programme: its settings, and how a case of it is counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from exports import answers, wording
from model.case import Timing
from model.evidence import Assumption
from model.finance import TIMING_WORDS
from model.names import capitalised
from model.problems import CaseProblems, Complaint
from model.units import currencies
from scenarios import grouping
from scenarios.bridge import BASE_CASE
from scenarios.gathering import Gathered
from scenarios.programme import Member, Programme
from scenarios.stored import Revision
from ui import programmes, saved, saving, state
from ui.components import markup, signing

NEW, SETTINGS, MEMBER = "programme-new", "programme-settings", "programme-member"
_RATE = Assumption(label="The discount rate", unit="1", limits=(-0.99, 1.0))
_COMMON = ("USD", "EUR", "GBP", "CHF", "CAD", "AUD", "JPY", "INR")
_NEWEST = 0
"""Stands for whichever revision is the newest."""


def show(programme: Programme | None = None, members: tuple[Gathered, ...] = ()) -> None:
    """Show the dialog that is open, if it is one of these."""
    name, _, place = saved.dialog().partition(":")
    if name == programmes.TROUBLE:
        _trouble()
    elif name == NEW:
        _new()
    elif name == SETTINGS and programme is not None:
        _settings(programme)
    elif name == MEMBER and place.isdecimal() and int(place) < len(members) and programme is not None:
        _member(programme, members[int(place)])


def ask(which: str) -> None:
    """Open a dialog by its name."""
    saved.ask(which)


def _close() -> None:
    saved.ask("")


@st.dialog("The change was not made", on_dismiss=_close)
def _trouble() -> None:
    markup.note(state.picked(programmes.TROUBLE))
    if st.button("Go on", type="primary", key="programme-go-on"):
        saved.ask("")
        st.rerun()


# --- settings ----------------------------------------------------------------------------------------------------


@st.dialog("Make a programme", width="medium", on_dismiss=_close)
def _new() -> None:
    state.speak()
    markup.note("Several saved cases are rolled up into one: one currency, one discount rate, one convention.")
    on = state.case()
    usual = Programme(id="new", title=" ", organisation=on.organisation, currency=on.currency, rate=on.discount.rate, timing=on.discount.timing)  # fmt: skip
    _settings_form(usual, "Make the programme", programmes.make)


@st.dialog("Settings of the programme", width="medium", on_dismiss=_close)
def _settings(programme: Programme) -> None:
    state.speak()
    if any(member.rate for member in programme.members):
        markup.note("With another currency, the rates of exchange that are stated no longer hold and are taken away.")

    def save(new: Programme, author: str) -> None:
        programmes.change(lambda head: grouping.restated(head, *_settings_of(new)), author)

    _settings_form(programme, "Save the settings", save)


def _settings_of(new: Programme) -> tuple[str, str, str, float, Timing]:
    return new.title, new.organisation, new.currency, new.rate, new.timing


def _settings_form(usual: Programme, words: str, save: Callable[[Programme, str], object]) -> None:
    with st.form("programme-form", border=False):
        title = st.text_input("What is it called?", usual.title.strip(), key="programme-title", max_chars=200, placeholder="All communities of 2027")  # fmt: skip
        organisation = st.text_input("Whose programme is it?", usual.organisation, key="programme-organisation", max_chars=200)  # fmt: skip
        left, right = st.columns(2)
        listed = [*_COMMON, *sorted(code for code in currencies() if code not in _COMMON)]
        currency = left.selectbox("Currency", listed, index=listed.index(usual.currency), key="programme-currency", help="Of all totals. A case in another currency is counted at a rate of exchange that you state.")  # fmt: skip
        rate = right.text_input("Yearly discount rate", answers.shown(usual.rate, _RATE, usual.currency), key="programme-rate", help="What a year of waiting costs. All cases are discounted at this one rate, so that they add up.")  # fmt: skip
        timing = st.selectbox("When money counts (timing convention)", list(TIMING_WORDS), index=list(TIMING_WORDS).index(usual.timing), key="programme-timing", format_func=lambda name: capitalised(TIMING_WORDS[name]))  # fmt: skip
        author = _author()
        is_wanted = st.form_submit_button(words, type="primary", key="programme-save")
    if is_wanted:
        saved.name_oneself(author)
        _try(lambda: save(_read(title, organisation, currency, rate, timing), author))
    _foot()


def _read(title: str, organisation: str, currency: str, rate: str, timing: Timing) -> Programme:
    """Return what the form says. Raises `Complaint` or `CaseProblems` for what a programme cannot have."""
    if not title.strip() or not organisation.strip():
        missing = "a title" if not title.strip() else "an organisation"
        raise Complaint(f"The programme has no {missing.split()[1]}.", "Others find it by that.", f"Give it {missing}.")
    share = answers.read(rate, _RATE, currency)
    if share is None:
        raise Complaint("There is no discount rate.", "Worth today depends on it.", "Write one, such as 8%.")
    return grouping.made(title.strip(), organisation.strip(), currency, share, timing)


def _author() -> str:
    return signing.name_field("programme-author", "It stands in the audit trail.")


def _try(act: Callable[[], object]) -> None:
    """Do what was asked and close the dialog; what fails is said in it, and nothing that was written is lost."""

    def acted() -> None:
        try:
            act()
        except Complaint as complaint:
            raise CaseProblems([complaint.problem("value", ())]) from None

    if saved.tried(acted):
        st.rerun()


def _foot() -> None:
    """Say why it did not succeed; where somebody else was first, offer to open the programme again."""
    if saved.trouble():
        markup.fault(saved.trouble())
        if st.button("Open the programme again", key="programme-again"):
            saved.ask("")
            st.rerun()


# --- one case ----------------------------------------------------------------------------------------------------


@st.dialog("How it is counted", width="medium", on_dismiss=_close)
def _member(programme: Programme, item: Gathered) -> None:
    state.speak()
    markup.note(f"{item.label}{f' · {item.summary.organisation}' if item.summary else ''}")
    try:
        history = saving.store().history(item.member.case)
        number = _revision(item, history)
        chosen = saving.store().revision(item.member.case, number)
    except CaseProblems as error:
        markup.problems(error)
        return
    if chosen is None:
        markup.fault(f"{item.fault} {item.remedy}")
        return
    scenarios = {"": BASE_CASE} | {name: overlay.label or name for name, overlay in chosen.case.options.items()}
    scenario = _scenario(item, scenarios)
    rate = _exchange(programme, item, chosen.case.currency)
    label = st.text_input("What it is called here", item.member.label or "", key="member-label", max_chars=200, placeholder=chosen.case.title)  # fmt: skip
    author = _author()
    if st.button("Save", type="primary", key="member-save"):
        new = Member(case=item.member.case, revision=number, scenario=scenario or None, rate=rate, label=label.strip() or None)  # fmt: skip
        saved.name_oneself(author)
        _try(lambda: programmes.change(lambda head: grouping.changed(head, item.place, new), author))
    _foot()


def _revision(item: Gathered, history: tuple[Revision, ...]) -> int | None:
    """Ask which revision is counted; None for the newest, whichever that will be."""
    said = {_NEWEST: "Always the newest"} | {found.number: _said(found) for found in history}
    current = item.member.revision or _NEWEST
    listed = list(said)
    number = st.selectbox(
        "Revision", listed, index=listed.index(current) if current in said else 0, key="member-revision", format_func=said.__getitem__,
        help="The newest moves the programme whenever somebody saves the case; an exact revision never changes.",
    )  # fmt: skip
    return number or None


def _said(found: Revision) -> str:
    verdict = " (approved)" if found.verdict and found.verdict.is_approval else ""
    why = f" – {found.message}" if found.message else ""
    return f"{found.number}{verdict}: {found.author}, {wording.moment(found.saved_at)}{why}"


def _scenario(item: Gathered, labels: Mapping[str, str]) -> str:
    names, current = list(labels), item.member.scenario or ""
    return st.selectbox("Scenario", names, index=names.index(current) if current in names else 0, key="member-scenario", format_func=labels.__getitem__)  # fmt: skip


def _exchange(programme: Programme, item: Gathered, own: str) -> float | None:
    """Ask for the rate of exchange where the currencies differ; there is none otherwise."""
    if own == programme.currency:
        return None
    return st.number_input(
        f"How many {programme.currency} is one {own} worth?", min_value=0.0, value=item.member.rate, step=0.01, format="%.6g", key="member-rate",
        help="One rate for every month, stated by you. It stands beside the case here and in every file.",
    ) or None  # fmt: skip
