"""The vendor page without a browser: what it says, scores and prices, and the scenario a vendor makes."""

from __future__ import annotations

from datetime import date
from typing import Any

from model.case import Case
from scenarios import vendors
from scenarios.answering import answer
from scenarios.blank import blank
from tests.ui.conftest import case_of, draft_of, opened, shown
from ui.cached import shipped


def scored(**scores: int) -> Case:
    case = vendors.add_vendor(shipped("sps_commerce"), "Vendor A")
    for name, points in scores.items():
        case = vendors.score(case, 0, name, points)
    return case


FULL: dict[str, Any] = {"search_first": 5, "accepted_answers": 5, "start_here": 0, "idea_status": 5}


def test_without_requirements_they_are_asked_for_first() -> None:
    app = opened("vendors", draft=draft_of(blank("Acme", "A community", "EUR", date(2027, 1, 1))))
    assert "name the requirements first" in shown(app)
    assert app.button(key="to-requirements").label == "Name the requirements"


def test_the_first_vendor_is_offered_with_the_formula_in_words() -> None:
    app = opened("vendors")
    assert "No vendor yet to hold against 4 requirements." in shown(app)
    assert "must 3, should 2, could 1 and later 0" in shown(app)
    assert "convention of this product" in shown(app)
    app.button(key="add-vendor").click().run()
    assert "1 vendor, and none is scored yet." in shown(app)
    assert case_of(app).vendors[0].label == "Vendor A"


def test_the_answer_names_the_best_with_its_cost() -> None:
    app = opened("vendors", draft=draft_of(scored(**FULL)))
    # Must 5 and 5, should 0, could 5: 3*5 + 3*5 + 2*0 + 1*5 = 35 of 5 * (3 + 3 + 2 + 1) = 45, or 78%.
    # Technology of SPS Commerce: platform from month 3 on, so 34 months of (60,000 + 9,000) / 12 and 102,000 once.
    assert "Vendor A fits best (78%) and costs $297,500 over three years." in shown(app)


def test_a_must_that_is_not_met_is_said() -> None:
    app = opened("vendors", draft=draft_of(scored(**(FULL | {"search_first": 0}))))
    assert "It does not meet “Answers are found before a request is written”, which is a must." in shown(app)
    assert "0, a must" in shown(app)


def test_vendors_that_fit_alike_share_the_answer() -> None:
    case = vendors.add_vendor(scored(**FULL), "Vendor B")
    for name, points in FULL.items():
        case = vendors.score(case, 1, name, points)
    assert "Vendor A and Vendor B fit equally well (78%)." in shown(opened("vendors", draft=draft_of(case)))


def test_a_score_is_given_and_taken_back() -> None:
    app = opened("vendors", draft=draft_of(scored()))
    key = "field:vendors[0].scores.search_first"
    app.button_group(key=key).set_value(4).run()
    assert case_of(app).vendors[0].scores == {"search_first": 4}
    app.button_group(key=key).set_value(None).run()
    assert case_of(app).vendors[0].scores == {}


def test_a_price_makes_a_scenario_and_without_it_the_scenario_goes() -> None:
    app = opened("vendors", draft=draft_of(scored(**FULL)))
    app.text_input(key="price:vendor_a:licence_fee").set_value("$30,000 a year").run()
    assert case_of(app).vendors[0].assumptions["licence_fee"].value == 30_000
    # Half the licence for 34 months: 30,000 / 12 * 34 = 85,000 less than 297,500.
    assert "costs $212,500 over three years" in shown(app)
    app.button(key="show-vendor").click().run()
    assert app.session_state["scenario"] == "vendor_a"
    app.text_input(key="price:vendor_a:licence_fee").set_value("").run()
    assert case_of(app).vendors[0].assumptions == {}
    assert app.session_state["scenario"] == "base"
    assert not app.exception


def test_a_vendor_that_is_shown_can_be_removed() -> None:
    case = answer(scored(**FULL), "licence_fee", "vendor_a", {"value": 30_000.0})
    app = opened("vendors", draft=draft_of(case), scenario="vendor_a")
    assert app.session_state["scenario"] == "vendor_a"
    app.button(key="remove-vendor-0").click().run()
    assert case_of(app).vendors == ()
    assert app.session_state["scenario"] == "base"
    assert not app.exception


def test_another_pricing_asks_for_its_fee() -> None:
    app = opened("vendors", draft=draft_of(scored(**FULL)))
    app.selectbox(key="pricing-0").set_value("per_member").run()
    assert "what it costs is not known yet" in shown(app)
    assert "We still need this for the way its licence is paid for." in shown(app)
    app.text_input(key="price:vendor_a:fee_per_member").set_value("2").run()
    assert "what it costs is not known yet" not in shown(app)


def test_a_number_that_cannot_be_is_refused_beside_its_box() -> None:
    app = opened("vendors", draft=draft_of(scored()))
    app.text_input(key="price:vendor_a:licence_fee").set_value("-5").run()
    assert "cannot be" in shown(app)
    assert case_of(app).vendors[0].assumptions == {}
