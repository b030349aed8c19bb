"""The strategy page without a browser: what it says, what it keeps on disk, and where it leads."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from model.case import Case
from scenarios import drafts, editing
from scenarios.blank import blank
from scenarios.standing import stand
from tests.conftest import ROOT
from tests.ui.conftest import case_of, draft_of, opened, shown
from ui.cached import shipped

SHIPPED = sorted(path.stem for folder in ("examples", "templates") for path in (ROOT / "scenarios" / folder).glob("*.yaml"))  # fmt: skip
PLACE = "field:community.vision.place"


def on_disk(app: AppTest) -> Case:
    found = drafts.load(app.session_state["desk"].draft_id)
    assert found is not None
    return found.case


def empty() -> Case:
    return blank("Acme", "A community", "USD", date(2027, 1, 1))


def part(app: AppTest, name: str, **picked: str) -> AppTest:
    app.session_state["picked:strategy"] = name
    for key, value in picked.items():
        app.session_state[f"picked:{key}"] = value
    app.run()
    assert not app.exception
    return app


# --- what it says --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SHIPPED)
def test_every_case_that_ships_opens(name: str) -> None:
    app = opened("strategy", case=name)
    assert "Our community is the place for" in shown(app)
    goal = shipped(name).goals[0]
    part(app, "goals", goal=goal.id)
    assert app.text_input(key="field:goals[0].label").value == goal.label


def test_a_blank_case_is_taught_in_every_part() -> None:
    app = opened("strategy", draft=draft_of(empty()))
    assert "Nothing is decided yet" in shown(app)
    assert "0 of 4 blanks filled" in shown(app)
    assert "Keep customers longer" in shown(part(app, "goals"))  # a goal of a public example, to take with one click
    assert "People who buy or use something for their organisation" in shown(part(app, "kind"))
    said = shown(part(app, "style"))
    assert "Marketing Megaphone" in said
    assert "customerthink.com" in said
    assert "Hierarchy" in shown(part(app, "stage"))


def test_ideas_for_goals_are_offered_until_there_are_four() -> None:
    case = empty()
    for count, label in enumerate(("Be known", "Be near", "Be quick", "Be kind"), start=1):
        case = editing.add_goal(case, label, "customer")
        said = shown(part(opened("strategy", draft=draft_of(case)), "goals"))
        assert ("data-pick='idea:" in said) is (count < 4)


def test_goals_of_the_template_of_the_same_kind_are_offered_first() -> None:
    said = shown(part(opened("strategy", draft=draft_of(editing.describe(empty(), "kind", "support"))), "goals"))
    # The template for support sets a goal on three sides; the board offers two a side, and its own come first.
    for label in (
        "Serve more customers without a larger support desk",
        "Get new customers working sooner",
        "Keep customers longer",
    ):
        assert f"data-pick='idea:{label}' title='Take over: {label}. From a template'" in said


def test_the_differences_stand_with_their_own_kind_first() -> None:
    for kind, first, second in (("b2b", "For businesses", "For consumers"), ("b2c", "For consumers", "For businesses")):
        said = shown(part(opened("strategy", draft=draft_of(editing.describe(empty(), "kind", kind))), "kind"))
        assert 0 < said.index(first) < said.index(second)


def test_goals_without_kpi_and_value_are_said_in_place() -> None:
    case = editing.add_goal(shipped("sps_commerce"), "Be known", "customer")
    app = part(opened("strategy", draft=draft_of(case)), "goals", goal="be_known")
    assert "4 goals, 1 without KPI or value" in shown(app)
    assert "No KPI measures it yet." in shown(app)
    assert app.button(key="to-kpis-be_known").label == "Add a KPI"
    assert app.button(key="to-value-be_known").label == "Choose what earns it"


def test_a_goal_says_its_share_of_the_value_and_its_measures() -> None:
    case = shipped("sps_commerce")
    analysis = stand(case).analysis
    assert analysis is not None
    app = part(opened("strategy"), "goals", goal="fast_start")
    share = analysis.appraisal.shares["goal"]["fast_start"]
    assert f"It carries {share:.0%} of the value of the case." in shown(app)
    assert "Measured by: Worth of guided set-up hours saved in a year." in shown(app)


# --- what it changes -----------------------------------------------------------------------------------------------


def test_a_blank_of_the_vision_is_kept_at_once_and_taken_back() -> None:
    app = opened("strategy", draft=draft_of(empty()))
    app.text_input(key=PLACE).set_value("people who <b>care</b>").run()
    kept = on_disk(app).community
    assert kept is not None
    assert kept.vision is not None
    assert (kept.vision.place, kept.vision.benefit, kept.kind) == ("people who <b>care</b>", None, None)
    assert "1 of 4 blanks filled" in shown(app)
    assert "&lt;b&gt;care" in shown(app)
    app.button(key="undo").click().run()
    assert on_disk(app).community is None
    assert app.text_input(key=PLACE).value == ""


def test_an_emptied_blank_leaves_the_others() -> None:
    app = opened("strategy")
    app.text_input(key="field:community.vision.excited").set_value("").run()
    vision = case_of(app).community.vision
    assert vision.excited is None
    assert vision.place == shipped("sps_commerce").community.vision.place
    assert "vision statement is not complete yet" in shown(app)


def test_a_goal_is_added_by_writing_it_and_opened() -> None:
    app = part(opened("strategy", draft=draft_of(empty())), "goals")
    app.text_input(key="new-goal-customer-0").set_value("Be *easier* to reach").run()
    goal = on_disk(app).goals[0]
    assert (goal.label, goal.perspective) == ("Be *easier* to reach", "customer")
    assert app.text_input(key="field:goals[0].label").value == "Be *easier* to reach"
    assert app.text_input(key="new-goal-customer-1").value == ""


def test_a_goal_is_changed_field_by_field() -> None:
    app = part(opened("strategy"), "goals", goal="fast_start")
    app.text_input(key="field:goals[1].owner").set_value("Head of set-up").run()
    app.multiselect(key="field:goals[1].served_by").set_value(["onboarding", "retention"]).run()
    goal = on_disk(app).goals[1]
    assert (goal.owner, goal.served_by) == ("Head of set-up", ("onboarding", "retention"))


def test_a_goal_without_words_is_refused_and_what_is_written_stays() -> None:
    app = part(opened("strategy"), "goals", goal="fast_start")
    app.text_input(key="field:goals[1].label").set_value("").run()
    assert case_of(app).goals[1].label == "Get new customers live sooner"
    assert "cc-fault" in shown(app)


def test_a_goal_that_is_removed_leaves_the_other_links() -> None:
    app = part(opened("strategy"), "goals", goal="cost_to_serve")
    app.button(key="remove-goal").click().run()
    case = on_disk(app)
    assert [goal.id for goal in case.goals] == ["fast_start", "keep_customers"]
    assert case.requirements[0].goals == ()
    assert case.requirements[2].goals == ("fast_start",)
    app.button(key="undo").click().run()
    assert on_disk(app) == shipped("sps_commerce")


def test_a_weight_that_is_none_of_the_buttons_is_shown() -> None:
    case = editing.put(shipped("sps_commerce"), ("goals", 0, "weight"), 1.5)
    app = part(opened("strategy", draft=draft_of(case)), "goals", goal="cost_to_serve")
    assert "counts 1.5 times" in shown(app)
    assert case_of(app).goals[0].weight == 1.5


def test_a_choice_of_access_that_is_missing_leads_here() -> None:
    case = editing.switch_on(editing.add_audience(empty(), "Customers", "customers"), "advertising")
    app = opened("value", draft=draft_of(case))
    app.session_state["picked:value"] = "membership"
    app.run()
    app.button(key="to-access").click().run()
    assert "Who can see it?" in shown(app)
