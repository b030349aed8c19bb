"""Vendors: how well each platform meets the requirements, what it costs, and what the case is worth with it."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from exports import charts, wording
from model.case import Case
from model.names import capitalised, counted, uncapitalised
from model.strategy import Requirement
from model.vendors import BEST_SCORE, PRIORITY_WEIGHTS, Fit, Vendor, fit
from scenarios import vendors
from scenarios.standing import Standing
from ui import cached, state
from ui.components import groups, markup, vendor_card
from ui.components.drawing import draw
from ui.components.groups import Group
from ui.components.markup import escape
from ui.components.picking import button, live, scroll_to
from ui.journey import BY_NAME

PAGE = "vendors"
_FORMULA = "The fit is each score times the weight of its requirement, added up, divided by what full marks everywhere would give. A requirement without a score counts as 0."


@dataclass(frozen=True, slots=True)
class _Offer:
    """A vendor with its fit, the scenario that computes it, and what its technology costs over the whole case."""

    vendor: Vendor
    fit: Fit
    standing: Standing
    cost: float | None


def show() -> None:
    """Show the vendors side by side, and the one that is opened."""
    case, focus = state.case(), state.seen_focus()
    base = cached.standing(case, None, cash_only=state.cash_only())
    offers = [_offer(case, vendor) for vendor in case.vendors]
    markup.page(BY_NAME[PAGE], _answer(case, offers))
    if not case.requirements:
        _without_requirements()
        return
    if not case.vendors:
        _without_vendors()
        return
    is_scored = any(vendor.scores for vendor in case.vendors)
    if is_scored:
        draw(cached.picture("vendor_fit", _bars(case, offers), case.currency, dark=state.is_dark()), with_table=False)
    _side_by_side(offers)
    if is_scored:
        _matrix(case, offers)
    _editor(case, offers, base, focus)


def _offer(case: Case, vendor: Vendor) -> _Offer:
    standing = cached.standing(case, vendor.id if vendor.is_option else None, cash_only=state.cash_only())
    return _Offer(vendor, fit(case, vendor), standing, _cost(standing))


def _cost(standing: Standing) -> float | None:
    """Return what technology costs over the whole case, undiscounted; None while something of it is not known."""
    if standing.analysis is None or any(question.group == vendors.TECHNOLOGY for question in standing.missing):
        return None
    return next((s.total for s in standing.analysis.appraisal.streams if s.id == vendors.TECHNOLOGY), None)


# --- the answer, and empty states --------------------------------------------------------------------------------


def _answer(case: Case, offers: list[_Offer]) -> str:
    if not case.requirements:
        return "That depends on what it must do: name the requirements first."
    if not offers:
        return f"No vendor yet to hold against {counted(len(case.requirements), 'requirement')}."
    rated = sorted((offer for offer in offers if offer.vendor.scores), key=lambda offer: -(offer.fit.share or 0.0))
    if not rated:
        return f"{counted(len(offers), 'vendor')}, and none is scored yet."
    best = [offer for offer in rated if wording.percent(offer.fit.share) == wording.percent(rated[0].fit.share)]
    share = wording.percent(rated[0].fit.share)
    if len(best) > 1:
        return f"{wording.listed([offer.vendor.label for offer in best])} fit equally well ({share})."
    return f"{best[0].vendor.label} fits best ({share}){_cost_words(case, best[0])}.{_unmet_words(case, best[0])}"


def _cost_words(case: Case, offer: _Offer) -> str:
    if offer.cost is None:
        return "; what it costs is not known yet"
    return f" and costs {wording.money(offer.cost, case.currency)} over {wording.duration(case.months)}"


def _unmet_words(case: Case, offer: _Offer) -> str:
    names = [f"“{item.label}”" for item in case.requirements if item.id in offer.fit.unmet]
    return f" It does not meet {wording.listed(names)}, which is a must." if names else ""


def _without_requirements() -> None:
    markup.empty(
        "Platforms are scored against what yours must make possible, so that the loudest feature list does not win. Each requirement has a priority, and the priority is its weight."
    )
    st.button(
        "Name the requirements",
        type="primary",
        on_click=state.go_to,
        args=("audience", "requirements"),
        key="to-requirements",
    )


def _without_vendors() -> None:
    markup.empty(
        "There is no vendor yet. Add two or three: score each from 0 to 5 on every requirement, and write what it charges. Each becomes a scenario of the case, so that price and fit are seen side by side."
    )
    st.button("Add a vendor", type="primary", icon=":material/add:", on_click=_add, key="add-vendor")
    markup.note(_weights())


def _add() -> None:
    label = vendors.next_label(state.case())
    if state.edit(f"New vendor: {label}", lambda case: vendors.add_vendor(case, label)):
        state.pick(PAGE, state.case().vendors[-1].id)


def _weights() -> str:
    listed = wording.listed([f"{name} {weight}" for name, weight in PRIORITY_WEIGHTS.items()], len(PRIORITY_WEIGHTS))
    return f"{_FORMULA} Weights: {listed}. They are a convention of this product, not a published standard."


# --- side by side ------------------------------------------------------------------------------------------------


def _bars(case: Case, offers: list[_Offer]) -> tuple[charts.VendorRow, ...]:
    rated = [offer for offer in offers if offer.vendor.scores]
    return tuple(charts.VendorRow(o.vendor.label, o.fit.share or 0.0, o.cost, _not_met(case, o.vendor)) for o in rated)


def _not_met(case: Case, vendor: Vendor) -> int:
    return sum(not vendor.scores.get(item.id) for item in case.requirements)


def _side_by_side(offers: list[_Offer]) -> None:
    """Show fit, price and the figures of the whole case with each vendor; the cheapest need not be the best."""
    markup.heading(
        "Side by side", "The case as a whole with each vendor; what a vendor does not state is as in the base case"
    )
    rows = [
        (
            offer.vendor.label,
            wording.percent(offer.fit.share) if offer.vendor.scores else "not scored",
            *_figures(offer),
        )
        for offer in offers
    ]
    markup.table(
        ("Vendor", "Fit", "Technology over the case", "NPV", "ROI", "Payback"), rows, caption="Vendors side by side"
    )
    markup.note(_weights())


def _figures(offer: _Offer) -> tuple[str, ...]:
    found, currency = offer.standing.analysis, state.case().currency
    cost = "not known yet" if offer.cost is None else wording.money(offer.cost, currency)
    if found is None or offer.cost is None or not found.appraisal.run.money:
        return (cost, "cannot be compared yet", wording.NONE, wording.NONE)
    figures = found.appraisal.figures
    back = wording.payback(figures.payback_months)
    return (cost, wording.money(figures.npv, currency), wording.percent(figures.roi), back)


# --- scores ------------------------------------------------------------------------------------------------------


def _matrix(case: Case, offers: list[_Offer]) -> None:
    """Show every score; a click on the name of a vendor opens it."""
    markup.heading("Scores", "From 0, not at all, to 5, fully; open a vendor to score it")
    heads = "".join(
        f"<th scope='col'>{button(o.vendor.id, o.vendor.label, 'cc-link', f'{o.vendor.label}: open it')}</th>"
        for o in offers
    )
    rows = "".join(_row(item, offers) for item in case.requirements)
    fits = "".join(
        f"<td class='cc-sum' data-label='{escape(o.vendor.label, quote=True)}'>{_fit(o)}</td>" for o in offers
    )
    table = (
        "<table class='cc-matrix'><caption class='cc-hidden'>Scores of the vendors</caption>"
        f"<thead><tr><th scope='col' class='cc-left'>Requirement</th>{heads}</tr></thead><tbody>{rows}</tbody>"
        f"<tfoot><tr><th scope='row'>Fit</th>{fits}</tr></tfoot></table>"
    )
    live(markup.scrolled(table, "Scores of the vendors"), "score-matrix", _open)
    for offer in offers:
        said = _unmet_words(case, offer).strip()
        if said:
            markup.fault(f"{offer.vendor.label}: {uncapitalised(said)}")


def _row(item: Requirement, offers: list[_Offer]) -> str:
    cells = "".join(
        f"<td class='cc-sum' data-label='{escape(o.vendor.label, quote=True)}'>{_score(item, o.vendor)}</td>"
        for o in offers
    )
    note = escape(capitalised(vendor_card.weight_words(item)))
    return f"<tr><th scope='row'>{escape(item.label)}<p class='cc-note'>{note}</p></th>{cells}</tr>"


def _score(item: Requirement, vendor: Vendor) -> str:
    points = vendor.scores.get(item.id)
    if points is None:
        return f"<span title='Not scored yet: counts as 0'>{wording.NONE}</span>"
    if points == 0 and item.priority == "must":
        return "<span class='cc-lacking'>0, a must</span>"
    return f"{points} of {BEST_SCORE}"


def _fit(offer: _Offer) -> str:
    return f"<strong>{escape(wording.percent(offer.fit.share))}</strong>" if offer.vendor.scores else "not scored"


def _open(name: str) -> None:
    state.pick(PAGE, name)
    state.look_at(f"opened:{name}")


# --- editor ------------------------------------------------------------------------------------------------------


def _editor(case: Case, offers: list[_Offer], base: Standing, focus: str) -> None:
    markup.heading("Vendors", "One is open at a time")
    left, right = st.columns([1, 2.6], gap="large")
    with left:
        listed = [Group(offer.vendor.id, offer.vendor.label, *_said(offer)) for offer in offers]
        name = groups.chosen(PAGE, listed)
        st.button("Add a vendor", icon=":material/add:", on_click=_add, key="add-vendor")
    with right:
        vendor_card.show(next(i for i, vendor in enumerate(case.vendors) if vendor.id == name), base)
    if focus.startswith("opened:"):
        scroll_to(".st-key-opened-vendor", f"scroll-{focus}")


def _said(offer: _Offer) -> tuple[str, bool]:
    open_scores = len(offer.fit.unscored)
    if open_scores:
        return f"{counted(open_scores, 'score')} missing", True
    return f"fits {wording.percent(offer.fit.share)}", False


show()
