"""The scenarios of a case side by side, and ways to add one: do nothing, conservative, ambitious."""

from __future__ import annotations

import streamlit as st

from exports import wording
from model.case import Case, Overlay, Stance
from model.evidence import Assumption
from model.names import listed
from model.references import BASE
from model.sensitivity import GUESS_DOUBT, USUAL_DOUBT, usual_doubt
from scenarios import answering, editing
from scenarios.standing import Standing
from ui import cached, comparing, state
from ui.components import fields, markup
from ui.components.picking import scroll_to
from ui.references import DESK, Reference

_MOST_CHANGED = 3
_ENDS: tuple[tuple[str, Stance], ...] = (("Conservative", "pessimistic"), ("Ambitious", "optimistic"))
_DO_NOTHING = Overlay(label="Do nothing", without=("all",))


def show(standing: Standing, *, is_wanted: bool) -> None:
    """Show what each scenario comes to, and what can be added."""
    with st.container(key="scenarios"):
        markup.heading(
            "Scenarios", "Each states only what differs from the base case; choose one at the top to see and edit it"
        )
        markup.table(("Scenario", "NPV", "ROI", "Payback", "Most money out"), _rows(), caption="Scenarios")
        if state.case().options:
            st.button("Compare them", key="compare-them", icon=":material/compare_arrows:", on_click=_compare, help="Side by side: what differs, and what makes the difference.")  # fmt: skip
        _add(standing)
        own = state.case().scenarios
        if own:
            with st.expander("Rename or remove a scenario", expanded=is_wanted):
                for name in own:
                    _card(name)
    if is_wanted:
        scroll_to(".st-key-scenarios", "scroll-scenarios")


def _compare() -> None:
    comparing.choose([Reference(DESK, name) for name in (None, *state.case().options)])
    state.go_to("compare")


def _rows() -> list[tuple[str, ...]]:
    case = state.case()
    labels = {None: "Base case"} | {name: overlay.label or name for name, overlay in case.options.items()}
    return [(label, *_figures(case, name)) for name, label in labels.items()]


def _figures(case: Case, name: str | None) -> tuple[str, ...]:
    found = cached.standing(case, name, cash_only=state.cash_only()).analysis
    if found is None:
        return ("cannot be computed yet", *[wording.NONE] * 3)
    figures, currency = found.appraisal.figures, case.currency
    back = wording.payback(figures.payback_months)
    return (
        wording.money(figures.npv, currency),
        wording.percent(figures.roi),
        back if found.appraisal.run.money else wording.NONE,
        wording.money(figures.peak_funding, currency),
    )


def _add(standing: Standing) -> None:
    case = state.case()
    has_nothing = any("all" in overlay.without for overlay in case.scenarios.values())
    with st.container(horizontal=True, key="add-scenarios"):
        if not has_nothing:
            fields.act("Add “Do nothing”", "Scenario: Do nothing", lambda c: _with(c, _DO_NOTHING), key="add-nothing", icon=":material/add:")  # fmt: skip
        offered = [label for label, stance in _ENDS if _offer(standing, label, stance)]
    if offered:
        named = listed([f"“{label}”" for label in offered], "and")
        markup.note(
            f"{named} {'takes' if len(offered) == 1 else 'take'} the {_MOST_CHANGED} answers that move the result most at their poor or good end; where you stated no range, {wording.percent(GUESS_DOUBT)} to one side of a guess and {wording.percent(USUAL_DOUBT)} of anything else."
        )


def _offer(standing: Standing, label: str, stance: Stance) -> bool:
    """Offer a scenario at one end of the ranges, unless the case has one of that name; tell whether it is offered."""
    changed = _at_ends(standing, is_poor=stance == "pessimistic")
    if not changed or any(overlay.label == label for overlay in standing.case.scenarios.values()):
        return False
    overlay = Overlay(label=label, stance=stance, assumptions=changed)
    fields.act(
        f"Add “{label}”", f"Scenario: {label}", lambda c: _with(c, overlay), key=f"add-{stance}", icon=":material/add:"
    )
    return True


def _with(case: Case, overlay: Overlay) -> Case:
    """Return the case with a scenario; each of its answers is stated where the case states its own."""
    taken = (*case.scenarios, *(vendor.id for vendor in case.vendors), BASE)
    name = editing.new_id(overlay.label or "scenario", taken, "scenario")
    case = editing.put(case, ("scenarios", name), overlay.model_copy(update={"assumptions": {}}))
    for answered, record in overlay.assumptions.items():
        stated = {field: getattr(record, field) for field in record.model_fields_set}
        case = answering.answer(case, answered, name, stated)
    return case


def _at_ends(standing: Standing, *, is_poor: bool) -> dict[str, Assumption]:
    """Return the answers with most influence at their poor or good end; where none is stated, at that of the usual doubt."""
    found: dict[str, Assumption] = {}
    for name, swing in standing.swings.items():
        record = standing.by_name[name].record
        if len(found) == _MOST_CHANGED or standing.scenario:
            break
        if record.schedule is not None or not swing.size or swing.low == swing.high:
            continue
        is_low_poor = swing.npv_at_low < swing.npv_at_high
        end = swing.low if is_low_poor == is_poor else swing.high
        stated = {"value": end, "source": _end_words(record, is_poor=is_poor), "grade": record.grade or "guess"}
        found[name] = Assumption.model_validate(stated)
    return found


def _end_words(record: Assumption, *, is_poor: bool) -> str:
    if record.range() is not None:
        return f"{'Poor' if is_poor else 'Good'} end of the range in the base case"
    doubt = wording.percent(usual_doubt(record))
    return f"No range is stated: {doubt} to the {'poor' if is_poor else 'good'} side, the usual doubt of this tool"


def _card(name: str) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"scenario-{name}"):
        fields.text("Name of the scenario", ("scenarios", name, "label"))
        fields.act("Remove", f"Remove the scenario {name}", lambda c: editing.drop(c, ("scenarios", name)), key=f"remove-scenario-{name}", icon=":material/delete:")  # fmt: skip
