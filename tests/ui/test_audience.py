"""The audience page without a browser: audiences, needs, the overlap with goals, and requirements."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from model.case import Case, Overlay
from scenarios import answering, drafts, editing
from scenarios.blank import blank
from tests.conftest import ROOT
from tests.ui.conftest import draft_of, opened, shown
from ui.cached import shipped

SHIPPED = sorted(path.stem for folder in ("examples", "templates") for path in (ROOT / "scenarios" / folder).glob("*.yaml"))  # fmt: skip


def on_disk(app: AppTest) -> Case:
    found = drafts.load(app.session_state["desk"].draft_id)
    assert found is not None
    return found.case


def empty() -> Case:
    return blank("Acme", "A community", "USD", date(2027, 1, 1))


def untied() -> Case:
    """SPS Commerce before anybody said which goals its needs serve."""
    case = shipped("sps_commerce")
    for index in range(len(case.audiences[0].needs)):
        case = editing.put(case, ("audiences", 0, "needs", index, "goals"), ())
    return case


def part(app: AppTest, name: str, **picked: str) -> AppTest:
    app.session_state["picked:audience"] = name
    for key, value in picked.items():
        app.session_state[f"picked:{key}"] = value
    app.run()
    assert not app.exception
    return app


# --- what it says --------------------------------------------------------------------------------------------------


IN_EVERY_PART = ("gm_fastlane", "support_b2b", "sap_community_network", "advertising_b2c")
"""Cases of which every part is opened: a small one, two templates, the largest."""


@pytest.mark.parametrize("name", SHIPPED)
def test_every_case_that_ships_opens(name: str) -> None:
    app = opened("audience", case=name)
    case = shipped(name)
    assert "It is for" in shown(app)
    assert app.text_input(key="field:audiences[0].label").value == case.audiences[0].label
    if name not in IN_EVERY_PART:
        return
    part(app, "needs", need=case.audiences[0].needs[0].id)
    assert app.text_input(key="field:audiences[0].needs[0].label").value == case.audiences[0].needs[0].label
    assert "cc-matrix" in shown(part(app, "overlap"))
    part(app, "requirements", requirement=case.requirements[0].id)
    assert app.text_input(key="field:requirements[0].label").value == case.requirements[0].label


def test_a_blank_case_is_taught_and_led() -> None:
    app = opened("audience", draft=draft_of(empty()))
    assert "Nobody is named yet" in shown(app)
    assert "+ Partners" in shown(app)
    assert "no audience is named yet" in shown(part(app, "needs"))
    assert "no goals yet" in shown(part(app, "overlap"))
    assert "A requirement says what must be possible" in shown(part(app, "requirements"))
    app.button(key="to-needs").click().run()
    app.button(key="to-audiences").click().run()
    assert "+ Partners" in shown(app)


def test_needs_that_others_name_are_offered_to_an_audience_of_that_role() -> None:
    case = editing.add_audience(empty(), "Buyers", "customers")
    said = shown(part(opened("audience", draft=draft_of(case)), "needs"))
    # Customers of the template for support, in the phases of retention, purchase, awareness and evaluation.
    for label in (
        "An answer quickly, at any hour",
        "To see how others began",
        "To find out that others have the same problem",
    ):
        assert f"idea:{label}' title='Take over: {label}. From a template'" in said
    assert "idea:To hear from other customers before deciding" in said
    assert "From the example" in said  # the template names one need of the purchase, and two are offered


def test_needs_are_offered_on_after_the_first_is_ones_own() -> None:
    case = editing.add_need(editing.add_audience(empty(), "Buyers", "customers"), 0, "An answer quickly, at any hour", "retention")  # fmt: skip
    said = shown(part(opened("audience", draft=draft_of(case)), "needs"))
    assert "idea:An answer quickly, at any hour" not in said
    assert "idea:To see which answer is right" in said


def test_an_audience_of_a_role_no_template_has_is_offered_the_needs_of_others() -> None:
    case = editing.add_audience(empty(), "Trades", "free_users")
    assert "From a template for others" in shown(part(opened("audience", draft=draft_of(case)), "needs"))


def test_the_matrix_counts_and_names_gaps() -> None:
    case = editing.tie(untied(), [("answer_now", "cost_to_serve"), ("answer_now", "keep_customers")])
    said = shown(part(opened("audience", draft=draft_of(case)), "overlap"))
    assert "aria-pressed='true' data-pick='answer_now cost_to_serve'" in said
    assert "aria-pressed='false' data-pick='be_heard cost_to_serve'" in said
    assert "“To see how others set up their first trading partner”; “To know that a request for a feature was heard”." in said  # fmt: skip
    assert "“Get new customers live sooner”." in said
    # 2 goals for the first need, none for the others; 1, 0 and 1 needs by goal, 2 in all.
    assert said.count("cc-lacking'") == 3


# --- what it changes -----------------------------------------------------------------------------------------------


def test_the_size_of_an_audience_is_asked_where_a_stream_counts_it() -> None:
    app = opened("audience")
    app.text_input(key="answer::audience_size[customers]:value").set_value("70,000").run()
    assert on_disk(app).assumptions["audience_size[customers]"].value == 70000


def test_the_size_of_an_audience_nobody_counts_may_be_said_already() -> None:
    app = opened("audience", draft=draft_of(editing.add_audience(empty(), "Buyers", "customers")))
    assert "The size counts as soon as a value stream counts these members" in shown(app)
    assert app.button(key="to-value").label == "Choose where value comes from"
    app.text_input(key="answer::audience_size[buyers]:value").set_value("70,000").run()
    assert on_disk(app).assumptions["audience_size[buyers]"].value == 70000
    assert app.text_input(key="answer::audience_size[buyers]:value").value == "70,000 members"


def test_the_size_of_an_audience_can_be_said_where_the_curve_does_without() -> None:
    case = editing.put(shipped("sps_commerce"), ("audiences", 0, "choose"), {"curve": "steady"})
    case = editing.drop(case, ("assumptions", "audience_size[customers]"))
    app = opened("audience", draft=draft_of(answering.answer(case, "steady_joins[customers]", None, {"value": 100})))
    assert "it shows a reviewer" in shown(app)
    app.text_input(key="answer::audience_size[customers]:value").set_value("70,000").run()
    assert on_disk(app).assumptions["audience_size[customers]"].value == 70000


def test_the_size_of_an_audience_nobody_counts_can_differ_in_a_scenario() -> None:
    case = editing.add_audience(empty(), "Buyers", "customers")
    case = answering.answer(case, "audience_size[buyers]", None, {"value": 900})
    case = editing.put(case, ("scenarios", "few"), Overlay(label="Few"))
    app = opened("audience", draft=draft_of(case), scenario="few")
    box = "answer:few:audience_size[buyers]:value"
    assert app.text_input(key=box).value == "900 members"
    app.text_input(key=box).set_value("500").run()
    assert on_disk(app).scenarios["few"].assumptions["audience_size[buyers]"].value == 500
    assert app.text_input(key=box).value == "500 members"


def test_an_audience_is_renamed_and_removed_with_all_that_is_its_own() -> None:
    app = opened("audience")
    app.text_input(key="field:audiences[0].label").set_value("Retailers").run()
    assert on_disk(app).audiences[0].label == "Retailers"
    app.button(key="remove-audience").click().run()
    case = on_disk(app)
    assert case.audiences == ()
    assert not [name for name in case.assumptions if name.endswith("[customers]")]
    assert case.requirements[0].needs == ()
    assert case.requirements[0].goals == ("cost_to_serve",)
    app.button(key="undo").click().run()
    app.button(key="undo").click().run()
    assert on_disk(app) == shipped("sps_commerce")


def test_a_need_is_written_into_its_phase_moved_and_removed() -> None:
    app = part(opened("audience"), "needs")
    app.text_input(key="new-need-awareness-0").set_value("To hear of it").run()
    assert [need.phase for need in on_disk(app).audiences[0].needs] == ["retention", "purchase", "retention", "awareness"]  # fmt: skip
    app.text_input(key="field:audiences[0].needs[3].business_need").set_value("Leads").run()
    assert on_disk(app).audiences[0].needs[3].business_need == "Leads"
    app.button(key="remove-need").click().run()
    assert on_disk(app) == shipped("sps_commerce")


def test_needs_move_among_those_of_their_phase() -> None:
    app = part(opened("audience"), "needs", need="be_heard")
    app.button(key="need-up").click().run()
    assert [need.id for need in on_disk(app).audiences[0].needs] == ["be_heard", "answer_now", "first_steps"]


def test_ties_that_requirements_make_are_taken_over() -> None:
    app = part(opened("audience", draft=draft_of(untied())), "overlap")
    app.button(key="take-implied").click().run()
    needs = on_disk(app).audiences[0].needs
    assert [need.goals for need in needs] == [("cost_to_serve",), ("fast_start",), ("keep_customers",)]
    assert "Every need serves a goal, and every goal is served by a need." in shown(app)


def test_a_requirement_is_written_linked_and_removed() -> None:
    app = part(opened("audience"), "requirements")
    app.text_input(key="new-requirement-later-0").set_value("Members meet in person").run()
    assert "meets no need" in shown(app)
    app.multiselect(key="field:requirements[4].needs").set_value(["be_heard"]).run()
    app.text_input(key="field:requirements[4].feature").set_value("Events").run()
    added = on_disk(app).requirements[4]
    assert (added.priority, added.needs, added.feature) == ("later", ("be_heard",), "Events")
    app.button(key="remove-requirement").click().run()
    assert on_disk(app) == shipped("sps_commerce")
