"""The plan: dates, repeats, and the months at which community, manager and platform begin because of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from model.calendar import month_of, months_between, months_later
from model.challenges.plan import RULES
from model.plan import Activity, activity_dates, occurrences, planned_values, standard_plan
from tests.cases import amount, cost, opened, refused


def activity(**fields: Any) -> dict[str, Any]:
    return {"id": "launch", "label": "Launch", "kind": "launch", "start": 0, "days": 1} | fields


def launch(start: int, **fields: Any) -> dict[str, Any]:
    return activity(start=start, drives="months_to_launch", **fields)


OPEN = {"lines": [cost(formula="fee * after(months_to_launch)")], "assumptions": {"fee": amount(100)}}
STARTS = [month_of("2027-01", month) for month in range(1, 49)]
"""Every month of four years, the leap year 2028 among them."""


# --- dates --------------------------------------------------------------------------------------------------------


def test_an_activity_has_a_first_and_a_last_day() -> None:
    # 31 days of January, 28 of February, and 14 more: the 73rd day after 1 January 2027 is 15 March.
    assert activity_dates("2027-01", Activity(**activity(start=73))) == (date(2027, 3, 15), date(2027, 3, 15))
    assert activity_dates("2027-01", Activity(**activity(days=31))) == (date(2027, 1, 1), date(2027, 1, 31))
    # 2028 is a leap year: 60 days after 1 January are 31 + 29.
    assert activity_dates("2028-01", Activity(**activity(start=60)))[0] == date(2028, 3, 1)


def test_months_between_and_later_go_by_the_calendar() -> None:
    assert [months_between("2027-11", day) for day in (date(2027, 11, 30), date(2027, 12, 1), date(2029, 1, 5))] == [
        0,
        1,
        14,
    ]
    assert months_later(date(2027, 8, 31), 6) == date(2028, 2, 29)
    assert months_later(date(2027, 8, 31), 0) == date(2027, 8, 31)


def test_an_activity_is_repeated_within_the_horizon() -> None:
    # From 31 January every 3 months within a year: 31 January, 30 April, 31 July, 31 October.
    check = Activity(**activity(start=30, days=2, every_months=3))
    assert occurrences("2027-01", 12, check) == (
        (date(2027, 1, 31), date(2027, 2, 1)),
        (date(2027, 4, 30), date(2027, 5, 1)),
        (date(2027, 7, 31), date(2027, 8, 1)),
        (date(2027, 10, 31), date(2027, 11, 1)),
    )
    assert len(occurrences("2027-01", 10, check)) == 4
    assert len(occurrences("2027-01", 9, check)) == 3


def test_an_activity_without_repeats_is_done_once() -> None:
    once = Activity(**activity(start=30, days=400))
    assert occurrences("2027-01", 12, once) == (activity_dates("2027-01", once),)
    assert occurrences("2027-01", 1, once) == (activity_dates("2027-01", once),)
    # 31 days after 1 January is 1 February, the day after a case of one month has ended.
    assert occurrences("2027-01", 1, Activity(**activity(start=31))) == ()


# --- what it sets -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "first_month"), [(0, 1), (30, 1), (31, 2), (58, 2), (59, 3), (73, 3), (364, 12)])
def test_the_community_opens_in_the_month_of_its_launch(days: int, first_month: int) -> None:
    # January 2027 has 31 days and February 28: days 0 to 30 lie in month 1, 31 to 58 in month 2, 59 to 89 in month 3.
    found = opened(plan=[launch(days)], **OPEN)
    assert found.appraisal.run.line("spend").tolist() == [0] + [100 * (m >= first_month) for m in range(1, 13)]
    assert found.resolved.assumptions["months_to_launch"].record.value == first_month - 1


def test_manager_and_platform_are_paid_from_the_month_they_start() -> None:
    # The manager starts on 1 February (31 days), the platform on 1 March (59 days). 12,000 a year are 1,000 a month.
    # What is paid once falls at the end of the month before, 500 for the beta group and 3,000 for the platform.
    found = opened(
        plan=[
            activity(id="manager", kind="other", start=31, drives="manager_start"),
            activity(id="platform", kind="other", start=59, drives="platform_start"),
        ],
        streams={
            "technology": {"choose": {"licence_model": "flat"}, "lines": ["platform_licence", "implementation"]},
            "process": {"lines": ["beta_group"]},
        },
        assumptions={"licence_fee": 12_000, "implementation_cost": 3_000, "beta_group_cost": 500},
    )
    run = found.appraisal.run
    assert run.line("platform_licence")[:4].tolist() == [0, 0, 0, 1_000]
    assert run.line("implementation")[:4].tolist() == [0, 0, 3_000, 0]
    assert run.line("beta_group")[:4].tolist() == [0, 500, 0, 0]


def test_on_the_first_day_one_off_costs_fall_in_the_opening() -> None:
    found = opened(
        plan=[activity(kind="other", drives="platform_start")],
        streams={"technology": {"lines": ["implementation"]}},
        assumptions={"implementation_cost": 3_000},
    )
    assert found.appraisal.run.line("implementation")[:2].tolist() == [3_000, 0]


def test_the_plan_is_the_source_of_what_it_sets() -> None:
    given = opened(plan=[launch(73, owner="Head of service")], **OPEN).resolved.assumptions["months_to_launch"]
    assert given.origin == "case"
    assert [str(source) for source in given.record.source] == ["Plan of this case: Launch, 2027-03-15"]
    assert (given.record.grade, given.record.owner, given.record.unit) == ("expert", "Head of service", "month")
    assert given.record.label == "Months to launch"


def test_a_long_label_still_makes_a_source() -> None:
    title = (
        planned_values("2027-01", [Activity(**launch(0, label="Opening day " * 16))])["months_to_launch"]
        .source[0]
        .title
    )
    assert title.startswith("Plan of this case: Opening day")
    assert title.endswith(" …, 2027-01-01")


def test_a_plan_that_drives_nothing_changes_nothing() -> None:
    stated = OPEN | {"assumptions": OPEN["assumptions"] | {"months_to_launch": 4}}
    plain, planned = opened(**stated), opened(plan=[activity(start=200)], **stated)
    assert planned.appraisal.figures == plain.appraisal.figures
    assert planned.resolved.plan
    assert not plain.resolved.plan


def test_a_scenario_overlays_the_plan() -> None:
    scenarios = {
        "later": {"assumptions": {"months_to_launch": 6}},
        "wider": {"assumptions": {"months_to_launch": {"low": 1, "high": 8}}},
        "leap": {"start": "2028-01"},
    }
    base = opened(plan=[launch(59)], scenarios=scenarios, **OPEN)
    later, wider, leap = (base.under(name).resolved.assumptions["months_to_launch"] for name in scenarios)
    assert (later.record.value, later.origin, later.record.source) == (6, "scenario", ())
    assert (wider.record.value, wider.record.range(), wider.origin) == (2, (1, 8), "scenario")
    # From 1 January 2028 the 59th day is 29 February, a month earlier than the 1 March of 2027.
    assert (leap.record.value, leap.origin) == (1, "case")
    assert leap.record.source[0].title == "Plan of this case: Launch, 2028-02-29"


def test_a_range_or_an_owner_may_stand_beside_the_plan() -> None:
    values = OPEN["assumptions"] | {"months_to_launch": {"low": 1, "high": 5, "owner": "Head of service"}}
    record = opened(plan=[launch(59)], **OPEN | {"assumptions": values}).resolved.assumptions["months_to_launch"].record
    assert (record.value, record.range(), record.owner) == (2, (1, 5), "Head of service")
    assert record.source[0].title.startswith("Plan of this case")


# --- what is refused ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", [4, {"schedule": {"by": "month", "values": [4.0] * 12}}])
def test_a_value_beside_the_plan_is_stated_twice(value: Any) -> None:
    values = OPEN["assumptions"] | {"months_to_launch": value}
    problem = refused(plan=[launch(59)], **OPEN | {"assumptions": values})["duplicate_id"]
    assert "assumptions.months_to_launch: months_to_launch is stated twice" in problem
    assert "the activity “Launch” of the plan" in problem


def test_two_activities_cannot_set_one_assumption() -> None:
    problem = refused(plan=[launch(59), launch(90, id="soft_launch")], **OPEN)["duplicate_id"]
    assert "plan[1].drives: `launch` and `soft_launch` both set months_to_launch." in problem


def test_an_activity_has_a_name_of_its_own() -> None:
    problem = refused(plan=[activity(), activity(start=5)], lines=[cost()])["duplicate_id"]
    assert "plan[1].id: `launch` names two entries" in problem


@pytest.mark.parametrize(
    "fields", [{"start": -1}, {"start": 3_651}, {"days": 0}, {"every_months": 61}, {"kind": "party"}]
)
def test_an_activity_out_of_bounds_is_refused(fields: dict[str, Any]) -> None:
    assert f"plan[0].{next(iter(fields))}" in str(refused(plan=[activity(**fields)]))


# --- the plan to begin with ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("start", STARTS)
def test_the_standard_plan_means_the_same_months_whenever_it_starts(start: str) -> None:
    # As its docstring says: manager in the second month, platform in the third, launch in the seventh.
    values = {name: record.value for name, record in planned_values(start, standard_plan()).items()}
    assert values == {"manager_start": 1, "platform_start": 2, "months_to_launch": 6}


def test_the_standard_plan_holds_what_the_literature_names() -> None:
    plan = {a.id: a for a in standard_plan()}
    kinds = {a.kind for a in plan.values()}
    assert kinds == {"beta_group", "acquisition", "content", "outreach", "launch", "health_check", "other"}
    assert plan["beta_group"].start + plan["beta_group"].days == plan["launch"].start
    assert 6 <= (plan["health_check"].every_months or 0) <= 9
    found = opened(plan=[a.model_dump() for a in standard_plan()], lines=[cost()], months=24)
    assert not {challenge.id for challenge in found.appraisal.challenges} & {rule.__name__ for rule in RULES}
