"""The challenge list: a careful case gives no cause, and each fault is found and named."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from model.challenges import RULES
from model.document import read_document
from model.result import Challenge
from scenarios import Analysis, analyse
from tests.cases import case_file
from tests.conftest import JWD, ROOT

TEMPLATE = read_document((ROOT / "scenarios" / "templates" / "support_b2b.yaml").read_bytes(), "support_b2b.yaml").data
OWN_COST = {"label": "Own cost", "unit": "USD/month", "value": 1000, "source": "Test", "grade": "expert"}


def careful() -> dict[str, Any]:
    """The support template with a longer horizon and without guesses: nothing is left to challenge."""
    data = copy.deepcopy(TEMPLATE)
    data["months"] = 60
    for record in (data["inflation"], *data["assumptions"].values()):
        record |= {"grade": "expert", "source": "Test"}
    return data


def analysed(data: dict[str, Any], scenario: str | None = None) -> Analysis:
    return analyse(case_file(data), scenario)


def found(data: dict[str, Any], scenario: str | None = None) -> dict[str, Challenge]:
    return {challenge.id: challenge for challenge in analysed(data, scenario).appraisal.challenges}


def test_a_careful_case_gives_no_cause() -> None:
    assert found(careful()) == {}


def test_every_rule_says_what_it_finds() -> None:
    assert len(RULES) == len({rule.__name__ for rule in RULES})
    assert all(rule.__doc__ for rule in RULES)


def put(data: dict[str, Any], path: str, value: Any) -> None:
    *parents, last = path.split(".")
    for part in parents:
        data = data[int(part)] if isinstance(data, list) else data[part]
    if value is None:
        del data[last]
    else:
        data[int(last) if isinstance(data, list) else last] = value


def own_line(**fields: Any) -> dict[str, Any]:
    return {"id": "own", "label": "Own line", "unit": "USD/month", "kind": "cost", "formula": "own_amount"} | fields


SOURCED = {"source": "Test", "grade": "expert"}
AMOUNT = {"assumptions.own_amount": {"label": "Own amount", "unit": "USD/month", "value": 500} | SOURCED}
PUBLISHED = {"assumptions.months_to_launch.value": 0}
EMPTY = {"goals": [], "kpis": [], "requirements": [], "audiences.0.needs": []}

PLAN = [
    {"id": "beta", "label": "Beta group", "kind": "beta_group", "start": 90, "days": 90},
    {"id": "content", "label": "Content", "kind": "content", "start": 90, "days": 180},
    {"id": "launch", "label": "Launch", "kind": "launch", "start": 185, "days": 1},
    {"id": "check", "label": "Health check", "kind": "health_check", "start": 365, "days": 7, "every_months": 6},
]

MUTATIONS: list[tuple[str, dict[str, Any], str, str]] = [
    ("cost_reduction_only", {"streams.retention": None, "goals.2.served_by": ["onboarding"], "kpis.4.unit": "member",
            "kpis.4.target": {"line": "active_members", "month": 36}}, "medium", "nice-to-have"),
    ("one_stream", {"assumptions.customer_margin": {"value": 90_000} | SOURCED}, "medium", "Retention carries"),
    ("revenue_without_margin", {"lines": [own_line(kind="benefit", **{"class": "revenue"})], **AMOUNT}, "high", "Own line counts as revenue"),
    ("revenue_without_margin", {"lines": [own_line(kind="benefit", **{"class": "margin"})], **AMOUNT}, "high", "Own line counts as margin"),
    ("capacity_as_cash", {"assumptions.avoidable_share.value": 1, "assumptions.avoidable_share.high": 1}, "high", "whole cost of a contact"),
    ("capacity_as_cash", {"assumptions.time_saved_per_contact": {"value": 30} | SOURCED, "assumptions.unit_contact_cost": {"value": 10} | SOURCED}, "high", "Without time set free"),
    ("capacity_as_cash", {"streams.agent_productivity": None, "streams.support_deflection": None, "streams.retention": None, "streams.onboarding": None, "streams.early_warning": {}, **{f"assumptions.{name}": {"value": value} | SOURCED for name, value in {"incidents": 120, "noticed_earlier_share": 0.9, "incident_cost_avoided": 90_000}.items()}, **EMPTY, "kpis": [], "goals": [], "requirements": []}, "high", "losses avoided"),
    ("stronger_class", {"streams.agent_productivity.class": "cashable"}, "medium", "counts as cashable; it is usually capacity"),
    ("negative_money", {"lines": [own_line(formula="own_amount - own_amount * month")], **AMOUNT}, "medium", "Own line is below nought in month 2"),
    ("two_risk_treatments", {"streams.technology.risk_adjustment": 0.1}, "medium", "Platform licence is risk-adjusted"),
    ("two_risk_treatments", {"streams.overheads.lines": ["contingency", "optimism_bias_allowance"], "assumptions.optimism_bias": {"value": 0.2} | SOURCED, "assumptions.operating_bias": {"value": 0.1} | SOURCED}, "medium", "Contingency and optimism bias"),
    ("two_risk_treatments", {"streams.onboarding.risk_adjustment": 0.2, "discount.rate": 0.25}, "medium", "the discount rate is 25%"),
    ("negative_npv", {"months": 12}, "high", "returns less than the 10.0% a year"),
    ("low_discount_rate", {"discount.rate": 0}, "medium", "At a discount rate of 0.0%"),
    ("payback_beyond_horizon", {"months": 12}, "high", "not back within the 12 months"),
    ("rests_on_last_year", {"months": 36}, "medium", "Without the last year"),
    ("no_do_nothing", {"scenarios.do_nothing": None}, "low", "do nothing"),
    ("no_pessimistic", {"scenarios.conservative": None}, "medium", "no pessimistic scenario"),
    ("above_audience", {"assumptions.starting_members": {"value": 90_000} | SOURCED}, "high", "more members than people"),
    ("contributors_above", {"assumptions.contributor_share": {"value": 0.23} | SOURCED, "assumptions.commenter_share": {"value": 0.27} | SOURCED, "assumptions.reader_share": {"value": 0.5} | SOURCED}, "medium", "51 to 389"),
    ("claims_capped", {"assumptions.contact_volume": {"value": 6_000} | SOURCED}, "high", "every count is cut to"),
    ("missing_gate", {"streams.support_deflection.choose.method": "observed", "assumptions.observed_requests": {"value": 2_500} | SOURCED}, "medium", "whether each was really avoided"),
    ("missing_gate", {"assumptions.entitled_share": {"value": 1} | SOURCED}, "medium", "is 100%: nothing is taken off there"),
    ("full_attribution", {"streams.hiring": {"lines": ["staying_saving"]}, **{f"assumptions.{name}": {"value": value} | SOURCED for name, value in {"regretted_leavers": 1, "leavers_avoided_share": 0.1, "replacement_cost": 10, "staying_attribution": 1}.items()}}, "medium", "nothing of it would have happened without"),
    ("no_haircut", {"assumptions.self_selection_haircut": {"value": 0} | SOURCED}, "high", "self-selection haircut"),
    ("manager_after_launch", {"assumptions.manager_start": {"value": 8} | SOURCED}, "high", "No community manager"),
    ("benefits_before_launch", {"lines": [own_line(kind="benefit", **{"class": "margin"})], **AMOUNT}, "high", "before the community opens"),
    ("no_ramp", {"lines": [own_line(kind="benefit", **{"class": "margin"}, formula="own_amount * after(months_to_launch)")], "assumptions.own_amount": AMOUNT["assumptions.own_amount"] | {"value": 5_000_000}}, "medium", "almost in full in their first month"),
    ("forgotten_costs", {"streams.people.lines": ["community_managers", "direction"]}, "medium", "does not mention moderation"),
    ("audience_unserved", {"audiences": [*TEMPLATE["audiences"], {"id": "staff", "label": "Staff", "role": "employees", "choose": {"curve": "steady"}}], "assumptions.starting_members[staff]": {"value": 10} | SOURCED, "assumptions.steady_joins": {"value": 1} | SOURCED}, "medium", "No benefit counts the audience Staff"),
    ("stream_without_audience", {"streams.new_customers": {"lines": ["new_customer_margin"]}, **{f"assumptions.{name}": {"value": 0.1} | SOURCED for name in ("leads_per_member", "leads_per_visitor", "sales_cycle", "qualified_share", "close_rate", "deal_value", "contribution_margin", "lead_attribution")}}, "high", "its stream serves no audience"),
    ("counted_twice", {"audiences.0.role": "partners", "streams.support_deflection.audiences": ["customers"], "streams.partner_enablement": {"lines": ["partner_saving"]}, **{f"assumptions.{name}": {"value": 0.1} | SOURCED for name in ("enquiries_per_partner", "partner_deflection_share", "enquiry_cost", "partner_avoidable_share")}}, "high", "saved twice"),
    ("counted_twice", {"audiences.0.role": "consumers", "streams.content_search": {"lines": ["search_saving"]}, "streams.new_customers": {"lines": ["new_customer_margin"]}, **{f"assumptions.{name}": {"value": 0.1} | SOURCED for name in ("search_share", "click_cost", "clicks_bought_share", "leads_per_member", "leads_per_visitor", "sales_cycle", "qualified_share", "close_rate", "deal_value", "contribution_margin", "lead_attribution")}}, "medium", "Visitors from search count as clicks"),
    ("audience_without_size", {"audiences.0.choose.curve": "steady", "assumptions.steady_joins": {"value": 10} | SOURCED, "assumptions.audience_size[customers]": None}, "low", "The size of the audience Customers is not stated"),
    ("starts_too_late", {"assumptions.platform_start": {"value": 80} | SOURCED}, "high", "the case ends after 60"),
    ("failed_check", {"assumptions.reader_share": {"value": 0.8} | SOURCED}, "high", "This must hold and does not: contributors, commenters"),
    ("outside_plausible", {"assumptions.contributor_share": {"value": 0.4} | SOURCED, "assumptions.reader_share": {"value": 0.51} | SOURCED}, "medium", "published figures run from"),
    ("outside_plausible", {"assumptions.would_have_contacted": {"value": 0.9} | SOURCED}, "medium", "the one published figure is 0.43 (contact/visit)"),
    ("outside_plausible", {"assumptions.contributor_share": {"schedule": {"by": "year", "values": [0.01, 0.01, 0.01, 0.4, 0.01], "spread": "level"}} | SOURCED}, "medium", "reaches 0.4"),
    ("guess_among_influential", {"assumptions.would_have_contacted.grade": "guess"}, "high", "is a guess, and number"),
    ("range_breaks_model", {"lines": [own_line(formula="own_amount / own_part")], **AMOUNT, "assumptions.own_part": {"label": "Own part", "unit": "1", "value": 0.5, "low": 0, "high": 1} | SOURCED}, "high", "Own part: at 0, an end of its range, the model fails"),
    ("no_source", {"assumptions.agent_cost": {"value": 45, "grade": "expert"}}, "low", "has no source"),
    ("numbers_in_formulas", {"lines": [own_line(formula="500 * after(6)")]}, "low", "has 6, 500 in its formula"),
    ("numbers_in_formulas", {"streams.agent_productivity.risk_adjustment": 0.3}, "low", "has 0.3 in its formula"),
    ("template_values", {"assumptions.agent_cost.source": "Template value: replace with your own"}, "medium", "values are those of the template, such as that of"),
    ("replaced_line", {"assumptions.attendance_margin": {"label": "Own margin", "unit": "USD/month", "value": 3} | SOURCED, "lines": [own_line(formula="attendance_margin")]}, "low", "stands in place of the library's line"),
    ("unused_assumption", {"assumptions.event_cost": {"value": 5} | SOURCED}, "low", "Cost of an event is stated and no line uses it"),
    ("doubling_for_long", {"audiences.0.choose.curve": "doubling", "assumptions.doubling_time": {"value": 6} | SOURCED}, "medium", "a rate of a community's first year"),
    ("goal_without_kpi", {"kpis.4.goals": ["fast_start"]}, "medium", "No KPI measures the goal “Keep customers longer”"),
    ("goal_without_value", {"goals.2.served_by": []}, "medium", "No stream or benefit serves the goal"),
    ("goal_without_value", {"streams.retention": None, "streams.onboarding.lines": ["onboarding_saving"], "kpis.4.unit": "member", "kpis.4.target": {"line": "active_members", "month": 36}}, "medium", "earns nothing in this case"),
    ("kpi_without_money", {"streams.agent_productivity": None}, "low", "is read from Agent productivity, which is not switched on"),
    ("kpi_without_goal", {"kpis.4.goals": [], "kpis.3.goals": ["fast_start", "keep_customers"]}, "medium", "belongs to no goal"),
    ("kpi_without_baseline", {"kpis.4.baseline": None}, "medium", "has no baseline"),
    ("kpi_target_worse", {"kpis.4.baseline": {"value": 900_000, "date": "2026-12"}}, "medium", "shall go up from 900,000"),
    ("kpi_without_target", {"kpis.4.target": {"line": "kept_customers", "month": 72}}, "medium", "read in month 72, and the case has months 1 to 60"),
    ("kpi_without_target", {"kpis.4.target": {"line": "kept_customers", "month": 6, "months_summed": 12}}, "medium", "read in month 6 as the sum of 12 months"),
    ("schedule_cut", {"assumptions.agent_cost": {"schedule": {"by": "year", "values": [40, 40, 40, 40, 40, 40], "spread": "level"}} | SOURCED}, "low", "is planned for 72 months, and the case has 60"),
    ("vanity_measure", {"kpis.4.unit": "member", "kpis.4.target": {"line": "active_members", "month": 36}}, "medium", "only counts"),
    ("need_without_requirement", {"requirements.5.needs": ["first_steps"]}, "low", "No requirement meets the need"),
    ("need_without_business", {"audiences.0.needs.3.business_need": None, "audiences.0.needs.3.goals": None}, "low", "overlaps with no business need"),
    # Day 185 after 1 January 2027 is 5 July: 181 days to 1 July, and four more.
    ("launch_unprepared", {"plan": PLAN[2:]}, "medium", "on 2027-07-05 before a beta group and a content programme has begun"),
    ("launch_unprepared", {"plan": [PLAN[0], PLAN[1] | {"start": 185}, *PLAN[2:]]}, "medium", "on 2027-07-05 before a content programme has begun"),
    ("launch_unprepared", {"plan": [PLAN[2] | {"kind": "other", "drives": "months_to_launch"}], "assumptions.months_to_launch": None}, "medium", "opens the community"),
    ("no_health_check", {"plan": PLAN[:3]}, "low", "no health check within the 60 months"),
    ("no_health_check", {"plan": [*PLAN[:3], PLAN[3] | {"start": 2_000}]}, "low", "no health check within the 60 months"),
    ("requirement_without_need", {"requirements.5": {"id": "x", "label": "Looks modern"}, "requirements.3.needs": ["first_steps", "heard"]}, "low", "meets no need of any audience, and serves no goal"),
    ("style_mismatch", {"community.style": "innovation_center"}, "medium", "“Innovation Center”"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "changes", "severity", "words"), MUTATIONS, ids=[f"{m[0]} {i}" for i, m in enumerate(MUTATIONS)]
)
def test_a_fault_is_found_and_named(name: str, changes: dict[str, Any], severity: str, words: str) -> None:
    data = careful()
    for path, value in changes.items():
        put(data, path, value)
    challenges = [c for c in analysed(data).appraisal.challenges if c.id == name]
    assert challenges, [c.id for c in analysed(data).appraisal.challenges]
    assert any(words in c.message and c.severity == severity and c.remedy for c in challenges), challenges


def test_every_kind_of_challenge_is_tried() -> None:
    import inspect
    import re

    from model.challenges import community, evidence, money, plan, strategy

    source = "".join(inspect.getsource(module) for module in (community, evidence, money, plan, strategy))
    ids = set(re.findall(r'Challenge\(\s*"(\w+)"', source))
    assert ids == {mutation[0] for mutation in MUTATIONS}


def test_the_gravest_come_first() -> None:
    data = careful()
    put(data, "assumptions.manager_start", {"value": 8})
    put(data, "months", 36)
    order = [challenge.severity for challenge in analysed(data).appraisal.challenges]
    assert order == sorted(order, key=("high", "medium", "low").index)
    assert {"high", "medium", "low"} <= set(order)


def test_a_scenario_is_not_asked_for_scenarios_or_goals() -> None:
    data = careful()
    put(data, "kpis.4.baseline", None)
    put(data, "scenarios.conservative", None)
    assert {"kpi_without_baseline", "no_pessimistic"} <= found(data).keys()
    assert not {"kpi_without_baseline", "no_pessimistic"} & found(data, "ambitious").keys()


def test_a_careful_plan_gives_no_cause() -> None:
    data = careful()
    assert found(data | {"plan": PLAN}) == {}
    assert found(data | {"plan": [PLAN[3]]}) == {}


def test_a_faulty_plan_is_challenged_once_for_all_scenarios() -> None:
    data = careful() | {"plan": PLAN[2:3]}
    assert {"launch_unprepared", "no_health_check"} <= found(data).keys()
    assert not {"launch_unprepared", "no_health_check"} & found(data, "ambitious").keys()


def test_a_goal_is_a_business_need_too() -> None:
    data = careful()
    put(data, "audiences.0.needs.3.business_need", None)
    put(data, "audiences.0.needs.3.goals", ["keep_customers"])
    assert "need_without_business" not in found(data)


def test_a_value_of_a_scenario_that_nothing_uses_is_grave() -> None:
    data = careful()
    put(data, "scenarios.conservative.assumptions.event_cost", {"value": 5})
    assert "unused_assumption" not in found(data)
    assert found(data, "conservative")["unused_assumption"].severity == "high"


def test_doing_nothing_leaves_nothing_to_ask() -> None:
    assert found(careful(), "do_nothing") == {}


def test_a_project_that_is_no_community_is_not_asked_for_its_manager() -> None:
    data = read_document(JWD, "jwd.yaml").data
    assert not {"manager_after_launch", "forgotten_costs"} & found(data).keys()
    data["community"] = {"kind": "internal", "access": "gated"}
    assert {"manager_after_launch", "forgotten_costs"} <= found(data).keys()


def test_a_manager_in_an_own_line_counts() -> None:
    data = read_document(JWD, "jwd.yaml").data
    data["community"] = {"kind": "internal", "access": "gated"}
    data["lines"][0]["label"] = "Community manager"
    assert "manager_after_launch" not in found(data)


def test_a_mature_community_needs_no_ramp() -> None:
    data = read_document(JWD, "jwd.yaml").data
    assert "no_ramp" in found(data)
    data["community"] = {"kind": "internal", "access": "gated", "maturity": "networked"}
    assert "no_ramp" not in found(data)


def test_a_project_without_a_community_may_earn_at_once() -> None:
    data = read_document(JWD, "jwd.yaml").data
    data["assumptions"]["plan_benefits"]["schedule"]["opening"] = 500
    assert "benefits_before_launch" not in found(data)


def test_one_stream_alone_carries_everything() -> None:
    assert "Time saved carries 100%" in found(read_document(JWD, "jwd.yaml").data)["one_stream"].message


def test_a_short_horizon_has_no_later_to_compare_with() -> None:
    data = read_document(JWD.replace("months: 36", "months: 3"), "jwd.yaml").data
    assert "no_ramp" not in found(data)


def test_figures_in_another_currency_are_no_yardstick() -> None:
    data = read_document(JWD, "jwd.yaml").data
    data["lines"].append(own_line(formula="manager_salary * one_person"))
    data["assumptions"] |= {
        "manager_salary": {"value": 5_000} | SOURCED,
        "one_person": {"label": "One", "unit": "person", "value": 1},
    }
    assert "outside_plausible" not in found(data)
