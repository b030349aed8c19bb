"""Vendors of a case: adding, scoring and pricing them, and what each is asked."""

from __future__ import annotations

import pytest

from model.case import Case
from model.line import StreamChoice
from model.problems import CaseProblems
from model.vendors import Vendor
from scenarios.answering import answer
from scenarios.editing import put
from scenarios.standing import Standing, stand
from scenarios.vendors import PRICING, TECHNOLOGY, add_vendor, next_label, price, price_questions, pricing, score
from ui.cached import shipped


def with_vendor(label: str = "Vendor A") -> Case:
    return add_vendor(shipped("sps_commerce"), label)


def standings(case: Case) -> tuple[Standing, Standing, Vendor]:
    vendor = case.vendors[0]
    return stand(case), stand(case, vendor.id if vendor.is_option else None), vendor


def test_vendors_get_names_no_scenario_has() -> None:
    case = add_vendor(add_vendor(with_vendor(), "Conservative"), "Base")
    assert [vendor.id for vendor in case.vendors] == ["vendor_a", "conservative_2", "base_2"]
    assert stand(case).problems == ()
    assert next_label(case) == "Vendor B"
    many = put(case, ("vendors",), tuple(Vendor(id=f"v{n}", label=f"Vendor {chr(65 + n)}") for n in range(26)))
    assert next_label(many) == "Vendor 27"
    with pytest.raises(CaseProblems):
        add_vendor(case, "  ")


def test_scores_are_given_and_taken_back() -> None:
    case = score(with_vendor(), 0, "search_first", 4)
    assert case.vendors[0].scores == {"search_first": 4}
    assert score(case, 0, "search_first", None).vendors[0].scores == {}
    assert score(case, 0, "start_here", None) == case
    with pytest.raises(CaseProblems):
        score(case, 0, "search_first", 6)


def test_a_vendor_prices_its_licence_in_its_own_way() -> None:
    case = price(with_vendor(), 0, "per_member")
    assert (pricing(case, 0), case.vendors[0].is_option) == ("per_member", True)
    back = price(case, 0, None)
    assert (pricing(back, 0), back.vendors[0].streams) == (None, {})
    kept = put(case, ("vendors", 0, "streams", TECHNOLOGY), StreamChoice(choose={PRICING: "flat"}, lines=("hosting",)))
    assert price(kept, 0, None).vendors[0].streams[TECHNOLOGY] == StreamChoice(lines=("hosting",))


def test_a_vendor_is_asked_what_the_base_case_pays_for() -> None:
    asked = price_questions(*standings(with_vendor()))
    # What SPS Commerce pays for: the licence and six one-off or yearly costs, each with its base value at hand.
    assert set(asked) == {
        "licence_fee", "implementation_cost", "integration_cost", "design_cost", "migration_cost",
        "security_review_cost", "analytics_cost",
    }  # fmt: skip
    assert asked["licence_fee"].value == 60_000


def test_another_pricing_asks_for_its_own_fee() -> None:
    case = price(with_vendor(), 0, "per_member")
    asked = price_questions(*standings(case))
    assert asked["fee_per_member"].value is None
    told = answer(case, "fee_per_member", "vendor_a", {"value": 2.0})
    priced = price_questions(*standings(told))
    assert "fee_per_member" in priced
    assert "licence_fee" not in priced


def test_what_a_vendor_states_can_always_be_taken_back() -> None:
    case = answer(with_vendor(), "licence_fee", "vendor_a", {"value": 1.0})
    case = answer(price(case, 0, "per_member"), "fee_per_member", "vendor_a", {"value": 2.0})
    case = answer(case, "ramp_months", "vendor_a", {"value": 6.0})
    asked = price_questions(*standings(case))
    assert "licence_fee" in asked
    assert "ramp_months" not in asked
