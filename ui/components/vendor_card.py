"""One vendor opened for editing: how well it meets each requirement, and what it charges."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from assumptions.loader import library
from exports import answers
from model.case import Case
from model.evidence import Assumption
from model.problems import Path
from model.strategy import Requirement
from model.vendors import BEST_SCORE, PRIORITY_WEIGHTS, Vendor
from scenarios import answering, editing, vendors
from scenarios.standing import Standing
from ui import cached, state
from ui.components import fields, markup

_AS_BASE = "As in the base case"
_SCORES: Mapping[int, str] = {points: str(points) for points in range(BEST_SCORE + 1)}


def show(index: int, base: Standing) -> None:
    """Show a vendor with its scores and prices; what it states makes a scenario of its own."""
    vendor = state.case().vendors[index]
    with st.container(border=True, key="opened-vendor"):
        left, right = st.columns(2)
        with left:
            fields.text("Name of the vendor", ("vendors", index, "label"))
        with right:
            fields.text("Remark", ("vendors", index, "note"), hint="Such as the date of the offer", most=4_000)
        _scores(index)
        _prices(index, vendor, base)
        with st.container(horizontal=True, key="vendor-actions"):
            if vendor.is_option:
                st.button("Show the whole case with this vendor", key="show-vendor", on_click=state.show_scenario, args=(vendor.id,), icon=":material/visibility:", type="tertiary")  # fmt: skip
            fields.act(f"Remove {markup.plain(vendor.label)}", f"Without {vendor.label}", lambda case: editing.drop(case, ("vendors", index)), key=f"remove-vendor-{index}", icon=":material/delete:", kind="tertiary")  # fmt: skip


# --- scores ------------------------------------------------------------------------------------------------------


def _scores(index: int) -> None:
    markup.label("How well does it meet each requirement?", "0 not at all, 5 fully; a second click takes a score back")
    for requirement in state.case().requirements:
        _score(index, requirement)


def _score(index: int, requirement: Requirement) -> None:
    path: Path = ("vendors", index, "scores", requirement.id)

    def taken(case: Case, points: int | None) -> Case:
        return vendors.score(case, index, requirement.id, points)

    fields.buttons(f"{markup.plain(requirement.label)} ({weight_words(requirement)})", path, _SCORES, apply=taken)


def weight_words(requirement: Requirement) -> str:
    """Return the priority of a requirement, and how much it counts."""
    weight = PRIORITY_WEIGHTS[requirement.priority]
    counts = "does not count" if not weight else "counts once" if weight == 1 else f"counts {weight} times"
    return f"{requirement.priority}, {counts}"


# --- prices ------------------------------------------------------------------------------------------------------


def _prices(index: int, vendor: Vendor, base: Standing) -> None:
    """Ask what of the technology costs differs with this vendor; what is left empty is as in the base case."""
    if vendors.TECHNOLOGY not in state.case().streams:
        markup.label("What it charges")
        markup.empty(
            "Choose first what you will pay for under Technology on the page Budget; each vendor is then asked its prices."
        )
        st.button(
            "Choose on the page Budget",
            on_click=state.go_to,
            args=("budget", f"group:{vendors.TECHNOLOGY}"),
            key="to-budget",
        )
        return
    markup.label("What it charges", "leave empty what is the same with every vendor: it is as in the base case then")
    _pricing(index)
    own = cached.standing(state.case(), vendor.id if vendor.is_option else None)
    asked = vendors.price_questions(base, own, vendor)
    missing = {str(part) for problem in own.problems if problem.code == "missing_value" for part in problem.path}
    for row in range(0, len(asked), 2):
        columns = st.columns(2)
        for column, (name, record) in zip(columns, list(asked.items())[row : row + 2], strict=False):
            with column:
                _price(vendor, name, record, is_missing=name in missing)


def _pricing(index: int) -> None:
    options = library().streams[vendors.TECHNOLOGY].choices[vendors.PRICING].options
    key = f"pricing-{index}"
    fields.show(key, vendors.pricing(state.case(), index))
    st.selectbox(
        "How its licence is paid for", [None, *options], key=key, format_func=lambda name: options.get(name, _AS_BASE), placeholder=_AS_BASE,
        on_change=fields.changed, args=(key, "How the licence is paid for", lambda case, option: vendors.price(case, index, option)),
    )  # fmt: skip
    fields.explain_refusal(key)


def _price(vendor: Vendor, name: str, record: Assumption, *, is_missing: bool) -> None:
    """Show the box of one price; it reads and writes the answer of the vendor's own scenario."""
    key, currency = f"price:{vendor.id}:{name}", state.case().currency
    stated = vendor.assumptions.get(name)
    fields.show(key, answers.shown(stated.value if stated else None, record, currency))
    label = record.label or name

    def taken(case: Case, written: str) -> Case:
        return answering.answer(case, name, vendor.id, {"value": answers.read(written, record, currency)})

    st.text_input(
        markup.plain(label), key=key, help=answers.question(record, name), placeholder=_placeholder(record),
        on_change=fields.changed, args=(key, f"{vendor.label}: {label}", taken),
    )  # fmt: skip
    fields.explain_refusal(key)
    if is_missing and stated is None:
        markup.fault("We still need this for the way its licence is paid for.")


def _placeholder(record: Assumption) -> str:
    currency = state.case().currency
    if record.schedule is not None:
        return f"{_AS_BASE}: it changes over time"
    if record.value is None:
        return f"In {answers.unit_words(record, currency)}"
    return f"{_AS_BASE}: {answers.shown(record.value, record, currency)}"
