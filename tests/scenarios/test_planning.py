"""The plan and the answers it sets: adding, driving, moving and removing activities changes no figure unasked."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from model.case import Case
from model.document import Document
from model.plan import Activity, activity_dates, planned_values, standard_plan
from model.problems import CaseProblems
from model.validation import validated
from scenarios import analyse
from scenarios.editing import put
from scenarios.files import case_file
from scenarios.planning import (
    first_free_day,
    milestones,
    months_in_force,
    postponed,
    with_activity,
    with_drive,
    with_plan,
    without_activity,
)
from tests.cases import BARE, amount, cost
from ui.cached import shipped

STATED = {"months_to_launch": 4, "manager_start": 0, "platform_start": 2}
COSTS = {"fee": amount(100), "set_up": amount(100, "USD")}
LINES = [cost(formula="fee * after(months_to_launch) + fee * after(manager_start) + set_up * at(platform_start)")]


def case_of(**fields: Any) -> Case:
    return validated(Case, BARE | fields, Document("case.yaml", None, {}))


def stating(**answers: Any) -> Case:
    return case_of(lines=LINES, assumptions=COSTS | STATED | answers)


def npv(case: Case) -> float:
    return analyse(case_file(case, case.title)).appraisal.figures.npv


def start_of(case: Case, name: str) -> date:
    return next(activity_dates(case.start, activity)[0] for activity in case.plan if activity.id == name)


def months_of(case: Case) -> dict[str, float | None]:
    return {name: record.value for name, record in planned_values(case.start, case.plan).items()}


# --- a plan for a case that has its answers ------------------------------------------------------------------------


def test_the_standard_plan_keeps_the_months_the_case_states() -> None:
    case = stating()
    planned = with_plan(case, standard_plan())
    assert months_of(planned) == STATED
    assert "months_to_launch" not in planned.assumptions
    # The standard launch is day 189 after 1 January 2027, 9 July; the case opens four months after January, in May.
    assert start_of(planned, "launch") == date(2027, 5, 9)
    # The manager stays on the 5th (day 35 is 5 February) and comes in January.
    assert start_of(planned, "community_manager") == date(2027, 1, 5)
    # Fees: month 1 on for the manager, 12 times; month 5 on for the community, 8 times; once for the platform.
    assert npv(case) == npv(planned) == -100 * (12 + 8 + 1)


def test_what_sets_nothing_moves_with_the_launch_and_never_before_the_first_day() -> None:
    # From 9 July to 9 May are 61 days: the beta group of day 98 begins on day 37, the health check of day 371 on day 310.
    planned = with_plan(stating(), standard_plan())
    assert {a.id: a.start for a in planned.plan if a.id in ("beta_group", "health_check")} == {
        "beta_group": 37,
        "health_check": 310,
    }
    at_once = with_plan(stating(months_to_launch=0), standard_plan())
    assert {a.id: a.start for a in at_once.plan if a.id in ("launch", "beta_group")} == {"launch": 8, "beta_group": 0}


def test_a_plan_with_the_published_months_keeps_its_own_dates() -> None:
    # Nothing is stated: the library says six months, and the standard plan says so too.
    case = case_of()
    assert months_in_force(case, "months_to_launch") == 6
    assert with_plan(case, standard_plan()).plan == standard_plan()


def test_a_range_an_owner_and_a_note_stay_beside_the_plan() -> None:
    told = {
        "value": 4,
        "low": 3,
        "high": 8,
        "owner": "Support",
        "note": "Ask IT",
        "source": "A talk",
        "grade": "expert",
    }
    planned = with_plan(stating(months_to_launch=told), standard_plan())
    kept = planned.assumptions["months_to_launch"]
    assert (kept.value, kept.low, kept.high, kept.owner, kept.note) == (None, 3, 8, "Support", "Ask IT")
    assert (kept.source, kept.grade) == ((), None)
    analyse(case_file(planned, "planned"))


def test_answers_in_other_units_are_understood() -> None:
    # 52 weeks are a year of 12 months.
    case = stating(months_to_launch={"value": 52, "unit": "week", "low": 48, "note": "In weeks"})
    planned = with_plan(case, standard_plan())
    assert months_of(planned)["months_to_launch"] == 12
    back = with_drive(planned, next(i for i, a in enumerate(planned.plan) if a.id == "launch"), None)
    assert back.assumptions["months_to_launch"].value == pytest.approx(52)
    assert (
        months_in_force(case_of(assumptions={"months_to_launch": {"value": 3, "unit": "moon"}}), "months_to_launch")
        == 3
    )


def test_a_part_of_a_month_is_left_out() -> None:
    # The community is open from the fifth month on, whether it takes 4 or 4.5 months.
    case = stating(months_to_launch=4.5)
    planned = with_plan(case, standard_plan())
    assert months_of(planned)["months_to_launch"] == 4
    assert npv(case) == npv(planned)


def test_an_answer_by_periods_is_not_touched() -> None:
    schedule = {"schedule": {"by": "year", "values": [4]}}
    planned = with_plan(stating(months_to_launch=schedule), standard_plan())
    assert planned.assumptions["months_to_launch"].schedule is not None
    assert "months_to_launch" not in months_of(planned)
    index = next(i for i, a in enumerate(planned.plan) if a.id == "launch")
    assert with_drive(planned, index, "months_to_launch") == planned


def test_a_month_too_far_for_a_plan_is_refused() -> None:
    with pytest.raises(CaseProblems):
        with_plan(case_of(assumptions={"months_to_launch": 5_000}), standard_plan())


@pytest.mark.parametrize("name", ["sps_commerce", "support_b2b", "dell"])
def test_a_plan_for_a_real_case_moves_nothing(name: str) -> None:
    case = shipped(name)
    assert npv(with_plan(case, standard_plan())) == pytest.approx(npv(case))


# --- one activity --------------------------------------------------------------------------------------------------


def driving(**fields: Any) -> Activity:
    return Activity.model_validate(
        {"id": "opening", "label": "Opening", "kind": "launch", "start": 0, "days": 1} | fields
    )


def test_an_activity_takes_an_answer_over_and_goes_into_its_month() -> None:
    case = put(stating(), ("plan",), (driving(start=30),))
    taken = with_drive(case, 0, "months_to_launch")
    # Day 30 is 31 January; four months later it is 31 May.
    assert start_of(taken, "opening") == date(2027, 5, 31)
    assert "months_to_launch" not in taken.assumptions
    assert npv(taken) == npv(case)


def test_the_last_day_of_a_shorter_month_is_taken() -> None:
    case = put(stating(months_to_launch=1), ("plan",), (driving(start=30),))
    assert start_of(with_drive(case, 0, "months_to_launch"), "opening") == date(2027, 2, 28)


def test_an_activity_gives_its_answer_back() -> None:
    case = with_drive(put(stating(), ("plan",), (driving(),)), 0, "months_to_launch")
    for back in (with_drive(case, 0, None), without_activity(case, 0)):
        stated = back.assumptions["months_to_launch"]
        assert (stated.value, stated.grade) == (4, "expert")
        assert stated.source[0].title == "Plan of this case: Opening, 2027-05-01"
        assert npv(back) == npv(case)
    assert without_activity(case, 0).plan == ()


def test_a_range_that_no_longer_holds_the_answer_goes() -> None:
    told = {"value": 4, "low": 3, "high": 5, "note": "Ask IT"}
    case = with_drive(put(stating(months_to_launch=told), ("plan",), (driving(),)), 0, "months_to_launch")
    later = with_drive(put(case, ("plan", 0, "start"), 200), 0, None)
    stated = later.assumptions["months_to_launch"]
    assert (stated.value, stated.low, stated.note) == (6, None, "Ask IT")


def test_another_answer_is_set_and_the_one_before_given_back() -> None:
    case = with_drive(put(stating(), ("plan",), (driving(),)), 0, "months_to_launch")
    other = with_drive(case, 0, "platform_start")
    assert other.assumptions["months_to_launch"].value == 4
    assert months_of(other) == {"platform_start": 2}
    assert npv(other) == npv(case)
    assert with_drive(other, 0, "platform_start") == other


def test_two_activities_never_set_one_answer() -> None:
    pair = (driving(), driving(id="again", label="Again", start=10))
    case = with_drive(put(stating(), ("plan",), pair), 0, "months_to_launch")
    taken = with_drive(case, 1, "months_to_launch")
    assert [activity.drives for activity in taken.plan] == [None, "months_to_launch"]
    assert start_of(taken, "again") == date(2027, 5, 11)
    assert npv(taken) == npv(case)


def test_an_activity_that_sets_nothing_is_just_removed() -> None:
    case = put(stating(), ("plan",), (driving(),))
    assert without_activity(case, 0) == put(case, ("plan",), ())


def test_an_activity_is_put_off_with_all_that_comes_after_it() -> None:
    case = put(case_of(), ("plan",), (driving(start=10), driving(id="before", start=9), driving(id="after", start=40)))
    assert [activity.start for activity in postponed(case, 0, 28).plan] == [38, 9, 68]
    # Twenty-eight days earlier than day 10 is before the first day: all of them go ten days back.
    assert [activity.start for activity in postponed(case, 0, -28).plan] == [0, 9, 30]


# --- what the plan sets --------------------------------------------------------------------------------------------


def test_milestones_say_when_and_by_whom() -> None:
    case = with_drive(put(stating(platform_start=2.5), ("plan",), (driving(),)), 0, "months_to_launch")
    found = {milestone.name: milestone for milestone in milestones(case)}
    assert found["months_to_launch"].activity == case.plan[0]
    assert (found["months_to_launch"].months, found["months_to_launch"].day) == (4, date(2027, 5, 1))
    assert (found["platform_start"].activity, found["platform_start"].day) == (None, date(2027, 3, 1))
    unknown = {milestone.name: milestone for milestone in milestones(case_of())}
    assert (unknown["manager_start"].months, unknown["manager_start"].day) == (None, None)


def test_a_new_activity_begins_with_the_launch() -> None:
    assert first_free_day(case_of()) == 0
    assert first_free_day(put(case_of(), ("plan",), standard_plan())) == 189


def test_new_activities_are_of_their_kind() -> None:
    first = with_activity(stating(), "launch", "Launch")
    assert (first.plan[0].drives, start_of(first, "launch")) == ("months_to_launch", date(2027, 5, 1))
    assert npv(first) == npv(stating())
    more = with_activity(with_activity(first, "launch", "Launch"), "health_check", "Health check")
    assert [(a.id, a.drives, a.every_months) for a in more.plan[1:]] == [
        ("launch_2", None, None),
        ("health_check", None, 6),
    ]
    # Half a year, 26 weeks, after day 120, which is 1 May 2027.
    assert [activity.start for activity in more.plan] == [120, 120, 120 + 182]
    assert with_activity(case_of(), "content", "Content").plan[0].days == 28
    with pytest.raises(CaseProblems):
        with_activity(case_of(), "party", "Party")
