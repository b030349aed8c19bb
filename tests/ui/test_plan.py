"""The plan page without a browser: what it says, the standard plan, and activities that set answers of the case."""

from __future__ import annotations

from datetime import date

from streamlit.testing.v1 import AppTest

from model.case import Case
from model.plan import standard_plan
from scenarios import drafts, planning
from scenarios.blank import blank
from scenarios.editing import put
from tests.ui.conftest import case_of, opened, shown
from ui.cached import shipped, standing


def npv_of(case: Case) -> float:
    analysis = standing(case, None).analysis
    assert analysis is not None
    return analysis.appraisal.figures.npv


def planned(case_id: str = "support_b2b") -> str:
    draft_id = drafts.new_id()
    drafts.save(draft_id, planning.with_plan(shipped(case_id), standard_plan()), origin="test", expected=None)
    return draft_id


def opened_on(activity: str, draft_id: str) -> AppTest:
    app = opened("plan", draft=draft_id)
    app.session_state["picked:plan"] = activity
    return app.run()


def index_of(app: AppTest, activity: str) -> int:
    return next(i for i, item in enumerate(case_of(app).plan) if item.id == activity)


# --- what it says --------------------------------------------------------------------------------------------------


def test_without_a_plan_the_answers_of_the_case_are_said() -> None:
    app = opened("plan", case="support_b2b")
    # The template starts in January 2027, opens after six months and has a manager after one.
    assert "The community opens in July 2027; the first community manager starts in February 2027." in shown(app)
    assert "There is no plan yet." in shown(app)
    assert "Your figures stay as they are" in shown(app)


def test_with_a_plan_the_day_of_the_launch_is_said() -> None:
    app = opened("plan", draft=planned())
    # Day 189 after 1 January 2027 is 9 July.
    assert "The community opens on 9 July 2027; the first community manager starts in February 2027." in shown(app)
    assert "What the plan sets" in shown(app)
    assert "nothing is earned before month 7 (July 2027)" in shown(app)


def test_a_scenario_with_months_of_its_own_is_named() -> None:
    app = opened("plan", draft=planned(), scenario="conservative")
    assert "The scenario “Conservative” states months of its own: when the community opens." in shown(app)


def test_a_blank_case_can_begin_with_the_plan() -> None:
    draft_id = drafts.new_id()
    drafts.save(draft_id, blank("Acme", "A community", "EUR", date(2027, 1, 1)), origin="test", expected=None)
    app = opened("plan", draft=draft_id)
    assert "nobody has said yet when the first community manager starts" in shown(app)
    app.button(key="standard-plan").click().run()
    assert [activity.id for activity in case_of(app).plan] == [activity.id for activity in standard_plan()]
    # The blank case starts in February 2027; 189 days later it is 9 August.
    assert "The community opens on 9 August 2027" in shown(app)


# --- what it changes -----------------------------------------------------------------------------------------------


def test_the_standard_plan_moves_no_figure() -> None:
    app = opened("plan", case="support_b2b")
    before = npv_of(case_of(app))
    app.button(key="standard-plan").click().run()
    assert npv_of(case_of(app)) == before
    assert (
        "months_to_launch" not in case_of(app).assumptions or not case_of(app).assumptions["months_to_launch"].is_known
    )
    assert "no change" in shown(app)


def test_a_part_of_a_month_that_goes_is_said() -> None:
    # Half a month less of the ramp: benefits begin to grow half a month sooner.
    draft_id = drafts.new_id()
    case = put(shipped("sps_commerce"), ("assumptions", "months_to_launch", "value"), 6.5)
    drafts.save(draft_id, case, origin="test", expected=None)
    app = opened("plan", draft=draft_id)
    app.button(key="standard-plan").click().run()
    assert any("The plan counts whole months" in info.value for info in app.info)


def test_another_first_day_moves_the_figures() -> None:
    app = opened_on("launch", planned())
    before, index = npv_of(case_of(app)), index_of(app, "launch")
    app.date_input(key=f"first-day-{index}").set_value(date(2027, 9, 1)).run()
    # January to August 2027 have 31 + 28 + 31 + 30 + 31 + 30 + 31 + 31 = 243 days.
    assert case_of(app).plan[index].start == 243
    assert "The community opens on 1 September 2027" in shown(app)
    assert npv_of(case_of(app)) < before


def test_an_activity_that_sets_nothing_more_gives_the_answer_back() -> None:
    app = opened_on("launch", planned())
    before, index = npv_of(case_of(app)), index_of(app, "launch")
    app.selectbox(key=f"drives-{index}").set_value(None).run()
    assert case_of(app).assumptions["months_to_launch"].value == 6
    assert npv_of(case_of(app)) == before
    app.selectbox(key=f"drives-{index}").set_value("months_to_launch").run()
    assert case_of(app).plan[index].drives == "months_to_launch"
    assert npv_of(case_of(app)) == before


def test_a_removed_activity_gives_its_answer_back() -> None:
    app = opened_on("platform", planned())
    app.button(key=f"remove-activity-{index_of(app, 'platform')}").click().run()
    assert case_of(app).assumptions["platform_start"].value == 2
    assert not app.exception


def test_a_length_is_written_in_weeks_or_days() -> None:
    app = opened_on("beta_group", planned())
    index = index_of(app, "beta_group")
    box = f"field:plan[{index}].days"
    assert app.text_input(key=box).value == "13 weeks"
    app.text_input(key=box).set_value("10 days").run()
    assert case_of(app).plan[index].days == 10
    for wrong in ("ten", "2.5 days", "3 months", "0"):
        app.text_input(key=box).set_value(wrong).run()
        assert case_of(app).plan[index].days == 10
    assert "“0” is not a length in days." in shown(app)


def test_what_follows_is_put_off_with_it() -> None:
    app = opened_on("launch", planned())
    index = index_of(app, "launch")
    app.button(key=f"later-{index}").click().run()
    starts = {activity.id: activity.start for activity in case_of(app).plan}
    # Launch, acquisition and outreach from day 189 to day 217, the health check from 371 to 399; the beta group stays.
    assert (starts["launch"], starts["acquisition"], starts["outreach"], starts["health_check"]) == (217, 217, 217, 399)
    assert starts["beta_group"] == 98


def test_activities_change_places() -> None:
    app = opened_on("platform", planned())
    app.button(key=f"up-{index_of(app, 'platform')}").click().run()
    assert [activity.id for activity in case_of(app).plan][:2] == ["platform", "community_manager"]


def test_a_launch_alone_is_a_plan() -> None:
    app = opened("plan", case="support_b2b")
    before = npv_of(case_of(app))
    app.button(key="launch-only").click().run()
    assert [(a.kind, a.drives) for a in case_of(app).plan] == [("launch", "months_to_launch")]
    assert npv_of(case_of(app)) == before
    # A launch without a beta group or content is what a reviewer will ask about.
    assert "before a beta group and a content programme has begun" in shown(app)
