"""Start: begin a case, open one, take in a file, and say whose case it is."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

import streamlit as st

from exports import answers, wording
from model.case import MAX_MONTHS, Case
from model.evidence import Assumption
from model.finance import TIMING_WORDS
from model.names import capitalised
from model.problems import CaseProblems, Complaint, Problem
from model.units import currencies
from scenarios import analyse, drafts, editing
from scenarios.blank import USUAL_MONTHS, USUAL_RATE, blank, from_template
from scenarios.files import read_case
from scenarios.progress import UNNAMED
from scenarios.writing import case_yaml
from ui import cached, draft_list, state
from ui.components import fields, markup
from ui.components.picking import button, live
from ui.journey import BY_NAME

_RATE = Assumption(label="The discount rate", unit="1", limits=(-0.99, 1.0))
_HORIZON = Assumption(label="The horizon", unit="month", limits=(1.0, float(MAX_MONTHS)))
_COMMON = ("USD", "EUR", "GBP", "CHF", "CAD", "AUD", "JPY", "INR")
_BLANK = "blank"
_PROBLEMS = "import-problems"


def show() -> None:
    """Show ways to begin, what was worked on, and the frame of the case on the desk."""
    focus = state.seen_focus()
    markup.page(BY_NAME["start"], _answer())
    left, right = st.columns([1, 1], gap="large")
    with left:
        _new(is_wanted=focus == "new")
        _import()
    with right:
        _about()
    _open()


def _answer() -> str:
    on = state.desk()
    kind = "your draft" if on.draft_id else "a template" if cached.is_template(on.origin) else "a public example"
    return f"On the desk is {kind}: {on.case.title}. Begin a case of your own, or go on with one."


# --- beginning ---------------------------------------------------------------------------------------------------


def _new(*, is_wanted: bool) -> None:
    """Ask what must be known before the first question, and what to begin from."""
    markup.heading(
        "Begin a case of your own",
        "A first figure takes about a quarter of an hour; every step is kept as you go, and what you do not know yet can wait",
    )
    with st.container(border=True, key="new-case"):
        organisation = st.text_input(
            "Whose case is it?", placeholder="Name of your organisation", key="new-organisation", max_chars=200
        )
        title = st.text_input(
            "What is it about?", placeholder="A support community for our customers", key="new-title", max_chars=200
        )
        left, right = st.columns([2, 1])
        kinds = {_BLANK: "A blank page", **{name: case.title for name, case in cached.templates().items()}}
        begun = left.selectbox(
            "What do you begin from?", list(kinds), key="new-from", format_func=lambda name: kinds[name],
            help="A template is filled with values of a usual size; each says that it waits for yours.",
        )  # fmt: skip
        currency = right.selectbox("Currency", _currencies(), key="new-currency")
        kind: Literal["primary", "secondary"] = "primary" if is_wanted or not state.desk().draft_id else "secondary"
        st.button("Begin", type=kind, key="begin", on_click=_begin, args=(begun, organisation, title, currency))
        fields.explain_refusal("new-case")
        markup.note(
            f"It starts next month, looks {wording.duration(USUAL_MONTHS)} ahead and counts money {wording.percent(USUAL_RATE)} less for each year it comes later (the discount rate of the studies of Forrester, a research firm), until you say otherwise."
        )


def _currencies() -> list[str]:
    return [*_COMMON, *sorted(code for code in currencies() if code not in _COMMON)]


def _begin(begun: str, organisation: str, title: str, currency: str) -> None:
    named = (organisation.strip() or UNNAMED, title.strip() or "Business case for a community")
    today = datetime.now(UTC).date()
    try:
        if begun == _BLANK:
            new = blank(*named, currency, today)
        else:
            new = from_template(cached.templates()[begun], *named, currency, today)
    except CaseProblems as error:
        state.refuse("new-case", None, error.problems[0].what)
        return
    state.open_new(new, begun)
    state.go_to("strategy")


def _import() -> None:
    markup.heading("Open a file", "A case in a text file (YAML), as this page saves it")
    st.file_uploader("A case file (.yaml)", type=["yaml", "yml"], key="import", on_change=_imported, max_upload_size=2)
    problems: tuple[Problem, ...] = st.session_state.get(_PROBLEMS, ())
    if problems:
        markup.note("The file was not opened; nothing has changed. Mend these places in it and choose it again:")
        markup.findings(
            ("high", f"Line {p.line}" if p.line else "The file", f"{p.field}: {p.what} {p.why}" if p.field else f"{p.what} {p.why}", p.remedy)
            for p in problems[:20]
        )  # fmt: skip


def _imported() -> None:
    file = st.session_state["import"]
    st.session_state[_PROBLEMS] = ()
    if file is None:
        return
    try:
        case = imported(file.getvalue(), file.name)
    except CaseProblems as error:
        st.session_state[_PROBLEMS] = error.problems
        return
    state.open_new(case, "import")
    state.notify(f"“{case.title}” is open, as a draft of your own.")


def imported(content: bytes, name: str) -> Case:
    """Return the case in a file. Raises `CaseProblems` with its lines where it cannot be read, or nothing of it computed."""
    file = read_case(content, name)
    if cached.standing(file.case, None).analysis is None:
        analyse(file).appraisal  # noqa: B018 - raises what stands in the way, with its lines
    return file.case


# --- opening -----------------------------------------------------------------------------------------------------


def _open() -> None:
    """Show drafts, templates and public examples, and search all of them."""
    markup.heading(
        "Go on with a case, or start from one", "A template or an example becomes your own copy with the first change"
    )
    wanted = (
        st.text_input("Search cases", key="search-cases", placeholder="Organisation, title or word", live=True)
        .strip()
        .lower()
    )
    _drafts(wanted)
    for title, found in (("Templates", cached.templates()), ("Public examples", cached.examples())):
        shown = {name: case for name, case in found.items() if _matches(case, wanted)}
        if shown:
            markup.label(title)
            items = "".join(_card(name, case) for name, case in shown.items())
            live(f"<ul class='cc-cards cc-two'>{items}</ul>", f"open-{title}", _open_shipped)
    if wanted and not any(
        _matches(case, wanted) for case in (*cached.templates().values(), *cached.examples().values())
    ):
        markup.note(f"No template or example speaks of “{wanted}”.")


def _matches(case: Case, wanted: str) -> bool:
    return wanted in f"{case.title} {case.organisation} {case.summary or ''}".lower()


def _card(name: str, case: Case) -> str:
    return (
        f"<li class='cc-card'><div><h3>{markup.escape(case.title)}</h3><p class='cc-note'>{markup.escape(case.organisation)}</p>"
        f"<p>{markup.escape(case.summary or '')}</p></div>{button(name, 'Open', 'cc-button', f'Open: {case.title}')}</li>"
    )


def _open_shipped(name: str) -> None:
    if state.open_shipped(name):
        state.go_to("results")


def _drafts(wanted: str) -> None:
    found = [d for d in draft_list.recent() if wanted in f"{d.title} {d.organisation}".lower()]
    if draft_list.removed():
        with st.container(horizontal=True, vertical_alignment="center"):
            markup.note("A draft was put away.")
            st.button("Take it back", on_click=draft_list.restore, key="restore-draft", icon=":material/undo:")
    if not found:
        return
    markup.label("Your drafts", "kept on the computer this runs on")
    items = "".join(_draft(d) for d in found)
    live(f"<ul class='cc-cards cc-two'>{items}</ul>", "open-drafts", _open_draft)


def _draft(found: drafts.DraftSummary) -> str:
    when = f"saved {found.saved_at.astimezone():%d %b %Y, %H:%M}"
    name = markup.escape(found.title or "Draft that cannot be read")
    about = f"{found.organisation} · {when}" if not found.reason else f"{found.reason} The file is kept."
    opening = "" if found.reason else button(f"open:{found.id}", "Open", "cc-button", f"Open: {found.title}")
    removing = button(f"remove:{found.id}", "Remove", "cc-button", f"Remove: {found.title}")
    return f"<li class='cc-card'><div><h3>{name}</h3><p class='cc-note'>{markup.escape(about)}</p></div><span class='cc-actions'>{opening}{removing}</span></li>"


def _open_draft(name: str) -> None:
    verb, _, draft_id = name.partition(":")
    if verb == "open" and state.open_draft(draft_id):
        state.go_to("results")
    elif verb == "remove":
        draft_list.remove(draft_id)


# --- the case on the desk ----------------------------------------------------------------------------------------


def _about() -> None:
    """Show whose case it is, and the frame all figures are computed in."""
    markup.heading("The case on the desk", "Whose it is, and the frame its figures are computed in")
    with st.container(border=True, key="about"):
        fields.text("Title", ("title",))
        left, right = st.columns(2)
        with left:
            fields.text("Organisation", ("organisation",))
            fields.number(
                "First month", ("start",), read=_month, write=str, help_text="As 2027-01; month 1 of the case."
            )
            fields.number(
                "Yearly discount rate",
                ("discount", "rate"),
                read=_rate,
                write=_rate_shown,
                help_text="What a year of waiting costs: finance knows the rate it uses for other plans. Never raise it for risk.",
            )
        with right:
            fields.text("Written by", ("author",))
            fields.number(
                "Months it looks ahead",
                ("months",),
                read=_whole,
                write=str,
                help_text="The horizon. Three years are usual; benefits after it do not count.",
            )
            fields.choice(
                "Currency", ("currency",), {code: code for code in _currencies()}, apply=editing.recounted,
                help_text="Amounts keep their numbers; nothing is converted.",
            )  # fmt: skip
        fields.choice(
            "When money counts (timing convention)",
            ("discount", "timing"),
            {name: capitalised(text) for name, text in TIMING_WORDS.items()},
            help_text="Named on every output. Ask finance; month ends are usual.",
        )
        fields.text("In a few sentences", ("summary",), is_long=True, most=4000)
        st.download_button(
            "Save as a file (YAML)", data=lambda: case_yaml(state.case()), file_name=f"{state.case().id}.yaml",
            mime="application/yaml", on_click="ignore", icon=":material/download:", key="save-file",
        )  # fmt: skip


def _month(written: str) -> str:
    return written.strip()


def _whole(written: str) -> int:
    value = answers.read(written, _HORIZON, state.case().currency)
    if value is None or value != int(value):
        raise Complaint(
            "The horizon is not a whole number of months.",
            "The case is computed month by month.",
            "Write a whole number, such as 36.",
        )
    return int(value)


def _rate(written: str) -> float | None:
    return answers.read(written, _RATE, state.case().currency)


def _rate_shown(rate: float) -> str:
    return answers.shown(rate, _RATE, state.case().currency)


show()
