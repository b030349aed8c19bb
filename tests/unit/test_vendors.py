"""Vendors: how well they meet the requirements, and what the case is worth with each."""

from __future__ import annotations

from typing import Any

import pytest

from model.problems import CaseProblems
from model.vendors import PRIORITY_WEIGHTS, Fit, fit
from scenarios import analyse
from scenarios.files import read_case
from tests.cases import BARE, case_file, cost, opened, refused

REQUIREMENTS = [
    {"id": "search", "label": "Search", "priority": "must"},
    {"id": "answers", "label": "Answers", "priority": "must"},
    {"id": "ideas", "label": "Ideas", "priority": "should"},
    {"id": "events", "label": "Events", "priority": "could"},
    {"id": "badges", "label": "Badges", "priority": "later"},
]


def vendor(name: str = "alpha", **fields: Any) -> dict[str, Any]:
    return {"id": name, "label": f"Platform {name}"} | fields


def fitted(scores: dict[str, int], requirements: list[dict[str, Any]] = REQUIREMENTS) -> Fit:
    case = case_file(BARE | {"requirements": requirements, "vendors": [vendor(scores=scores)]}).case
    return fit(case, case.vendors[0])


# --- fit ----------------------------------------------------------------------------------------------------------


def test_fit_is_the_weighted_score_by_the_highest_there_could_be() -> None:
    assert PRIORITY_WEIGHTS == {"must": 3, "should": 2, "could": 1, "later": 0}
    # 3 x 5 + 3 x 0 + 2 x 4 + 1 x 0 (no score) + 0 x 5 = 23 of 5 x (3 + 3 + 2 + 1 + 0) = 45.
    found = fitted({"search": 5, "answers": 0, "ideas": 4, "badges": 5})
    assert found == Fit(share=pytest.approx(23 / 45), unmet=("answers",), unscored=("events",))


def test_fit_runs_from_nought_to_one() -> None:
    names = [requirement["id"] for requirement in REQUIREMENTS]
    assert fitted(dict.fromkeys(names, 5)) == Fit(1, (), ())
    assert fitted(dict.fromkeys(names, 0)) == Fit(0, ("search", "answers"), ())
    assert fitted({}) == Fit(0, (), tuple(names))


def test_there_is_no_fit_where_no_requirement_has_a_weight() -> None:
    assert fitted({}, []) == Fit(None, (), ())
    assert fitted({"badges": 3}, REQUIREMENTS[-1:]) == Fit(None, (), ())


@pytest.mark.parametrize("score", [-1, 6, 2.5])
def test_a_score_is_a_whole_number_up_to_five(score: float) -> None:
    assert "vendors[0].scores.search" in str(
        refused(requirements=REQUIREMENTS, vendors=[vendor(scores={"search": score})])
    )


# --- options ------------------------------------------------------------------------------------------------------

TECHNOLOGY = {
    "streams": {"technology": {"choose": {"licence_model": "flat"}, "lines": ["platform_licence"]}},
    "assumptions": {"platform_start": 0, "licence_fee": 12_000},
}


def test_a_vendor_with_values_is_a_scenario() -> None:
    base = opened(
        vendors=[
            vendor("alpha", assumptions={"licence_fee": 24_000}),
            vendor("beta", scores={}),
            vendor(
                "gamma",
                streams={"technology": {"choose": {"licence_model": "tiers"}}},
                assumptions={
                    "first_tier_fee": 6_000, "first_tier_members": 10, "second_tier_fee": 1, "second_tier_members": 20,
                    "third_tier_fee": 1, "months_to_launch": 0, "starting_members": 5, "steady_joins": 0, "leave_rate": 0,
                },
            ),
        ],
        audiences=[{"id": "people", "label": "People", "role": "customers", "choose": {"curve": "steady"}}],
        scenarios={"dear": {"assumptions": {"licence_fee": 36_000}}},
        **TECHNOLOGY,
    )  # fmt: skip
    assert base.scenarios == ("dear", "alpha", "gamma")
    # The fees of a year, over the 12 months of the case.
    costs = {name: base.under(name).appraisal.figures.total_costs for name in (None, *base.scenarios)}
    assert costs == pytest.approx({None: 12_000, "dear": 36_000, "alpha": 24_000, "gamma": 6_000})
    alpha = base.under("alpha").resolved
    assert (alpha.scenario_label, alpha.assumptions["licence_fee"].origin) == ("Platform alpha", "scenario")
    stances = {option.id: option.stance for option in base.resolved.options}
    assert stances == {"dear": None, "alpha": "alternative", "gamma": "alternative"}


def test_a_vendor_is_no_pessimistic_scenario() -> None:
    found = opened(vendors=[vendor("conservative", assumptions={"licence_fee": 1})], **TECHNOLOGY)
    assert "no_pessimistic" in {challenge.id for challenge in found.appraisal.challenges}


def test_a_vendor_overlays_the_plan() -> None:
    plan = [{"id": "platform", "label": "Set-up", "kind": "other", "start": 59, "days": 60, "drives": "platform_start"}]
    base = opened(
        "alpha",
        plan=plan,
        vendors=[vendor(assumptions={"platform_start": 5})],
        **TECHNOLOGY | {"assumptions": {"licence_fee": 12_000}},
    )
    # 1,000 a month from month 6 on: 7 months.
    assert base.appraisal.figures.total_costs == pytest.approx(7_000)


def test_an_unknown_scenario_names_the_vendors_too() -> None:
    problem = refused("alfa", vendors=[vendor(assumptions={"licence_fee": 1})], **TECHNOLOGY)["unknown_scenario"]
    assert "Did you mean `alpha`? It has alpha." in problem


# --- problems -----------------------------------------------------------------------------------------------------

YAML = """\
schema: 1
id: v
title: V
organisation: Test
currency: USD
start: 2027-01
months: 12
discount: {rate: 0}
streams: {technology: {choose: {licence_model: flat}, lines: [platform_licence]}}
assumptions: {platform_start: 0, licence_fee: 12000}
vendors:
  - {id: first, label: First}
  - id: second
    label: Second
    streams:
      technology: {choose: {licence_model: flat_rate}}
    assumptions:
      licence_fee: {value: -5}
      licence_feee: 3
"""


def test_problems_of_a_vendor_stand_in_its_entry() -> None:
    def problems(text: str) -> dict[str, int | None]:
        with pytest.raises(CaseProblems) as caught:
            _ = analyse(read_case(text, "v.yaml"), "second").appraisal
        return {problem.field: problem.line for problem in caught.value.problems}

    assert problems(YAML) == {
        "vendors[1].assumptions.licence_feee": 19,
        "vendors[1].streams.technology.choose.licence_model": 16,
    }
    mended = YAML.replace("      licence_feee: 3\n", "").replace("flat_rate", "flat")
    assert problems(mended) == {"vendors[1].assumptions.licence_fee": 18}
    assert analyse(read_case(mended, "v.yaml")).appraisal.figures.total_costs == pytest.approx(12_000)


@pytest.mark.parametrize(("name", "words"), [("base", "the case without a scenario"), ("dear", "a scenario")])
def test_a_vendor_needs_a_name_of_its_own(name: str, words: str) -> None:
    problem = refused(vendors=[vendor(name)], scenarios={"dear": {}}, lines=[cost()])["duplicate_id"]
    assert f"vendors[0].id: `{name}` names a vendor and {words}." in problem


def test_two_vendors_cannot_share_a_name() -> None:
    problem = refused(vendors=[vendor(), vendor()], lines=[cost()])["duplicate_id"]
    assert "vendors[1].id: `alpha` names two entries" in problem


def test_scores_speak_of_requirements_of_the_case() -> None:
    fields = {"requirements": REQUIREMENTS, "vendors": [vendor(scores={"search": 5, "serch": 5})], "lines": [cost()]}
    problem = refused(**fields)["unknown_reference"]
    assert "vendors[0].scores.serch: `serch` is no requirement of this case." in problem
    assert "Did you mean `search`" in problem


def test_a_need_names_goals_of_the_case() -> None:
    need = {"id": "help", "label": "Help", "phase": "retention", "goals": ["saving", "savings"]}
    goals = [{"id": "saving", "label": "Save", "perspective": "financial"}]
    audiences = [{"id": "people", "label": "People", "role": "customers", "needs": [need]}]
    problem = refused(audiences=audiences, goals=goals, lines=[cost()])["unknown_reference"]
    assert "audiences[0].needs[0].goals[1]: `savings` is no goal of this case." in problem
