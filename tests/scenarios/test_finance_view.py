"""A reviewer's values stand beside the case as one scenario more; the case itself stays as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from model.case import Case
from model.evidence import Assumption
from model.problems import CaseProblems
from scenarios import analyse
from scenarios.files import case_file, read_case_file
from scenarios.finance_view import LABEL, finance_view, finance_view_id
from scenarios.stated import same
from tests.cases import BARE, cost

ROOT = Path(__file__).parent.parent.parent
SUPPORT = read_case_file(ROOT / "scenarios" / "templates" / "support_b2b.yaml").case
COST = "unit_contact_cost"


def bare(**fields: object) -> Case:
    return Case.model_validate(BARE | fields)


def npv(case: Case, scenario: str | None) -> float:
    return analyse(case_file(case, ""), scenario).appraisal.figures.npv


def spending(**fields: object) -> Case:
    """What it costs is one answer: 100 a month for 12 months, undiscounted −1,200."""
    spend = {"label": "Spend", "unit": "USD/month", "value": 100, "low": 90, "high": 120, "source": "Invoice"}
    return bare(lines=[cost(formula="spent")], assumptions={"spent": spend}, **fields)


def test_the_view_differs_by_the_values_proposed_alone() -> None:
    case = spending()
    viewed = finance_view(case, {"spent": Assumption(value=150.0)})
    # 150 a month for 12 months are 1,800; the base case still costs 1,200.
    assert (npv(viewed, None), npv(viewed, "finance_view")) == pytest.approx((-1_200, -1_800))
    assert same(viewed.model_copy(update={"scenarios": {}}).assumptions, case.assumptions)


def test_a_proposed_value_takes_the_old_range_and_source_with_it() -> None:
    viewed = finance_view(spending(), {"spent": Assumption(value=150.0)})
    given = analyse(case_file(viewed, ""), "finance_view").resolved.assumptions["spent"]
    assert (given.record.low, given.record.source, given.origin) == (None, (), "scenario")


def test_a_view_over_a_scenario_keeps_what_the_scenario_says() -> None:
    half = {"half": {"label": "Half a year", "months": 6, "assumptions": {"spent": {"value": 80, "owner": "Ada"}}}}
    viewed = finance_view(spending(scenarios=half), {"spent": Assumption(value=90.0, note="As invoiced")}, "half")
    # Six months at 90.
    assert npv(viewed, "finance_view") == pytest.approx(-540)
    assert npv(viewed, "half") == pytest.approx(-480)
    overlay = viewed.scenarios["finance_view"]
    assert (overlay.label, overlay.stance, overlay.months) == (LABEL, "alternative", 6)
    assert overlay.note == "Values proposed in review for Spend, over “Half a year”."
    assert same(viewed.scenarios["half"], spending(scenarios=half).scenarios["half"])


def test_every_scenario_of_a_real_case_stays_as_it_is() -> None:
    viewed = finance_view(SUPPORT, {COST: Assumption(value=20.0)})
    assert tuple(viewed.options) == (
        *SUPPORT.scenarios,
        "finance_view",
        *(v.id for v in SUPPORT.vendors if v.is_option),
    )
    for scenario in (None, *SUPPORT.options):
        assert npv(viewed, scenario) == npv(SUPPORT, scenario)
    assert npv(viewed, "finance_view") < npv(viewed, None)


def test_a_name_that_is_taken_is_left_alone() -> None:
    once = finance_view(SUPPORT, {COST: Assumption(value=20.0)})
    assert finance_view_id(once) == "finance_view_2"
    twice = finance_view(once, {COST: Assumption(value=22.0)}, "finance_view")
    assert twice.scenarios["finance_view"].assumptions[COST].value == 20.0
    assert twice.scenarios["finance_view_2"].assumptions[COST].value == 22.0
    vendor = bare(vendors=[{"id": "finance_view", "label": "Odd"}])
    assert finance_view_id(vendor) == "finance_view_2"


def test_a_view_may_stand_over_a_vendor() -> None:
    vendor = {"id": "vend", "label": "Vend", "assumptions": {"spent": {"value": 70}}}
    viewed = finance_view(spending(vendors=[vendor]), {"spent": Assumption(value=75.0)}, "vend")
    assert npv(viewed, "finance_view") == pytest.approx(-900)
    assert npv(viewed, "vend") == pytest.approx(-840)


def test_the_rise_in_pay_stands_where_the_case_states_it() -> None:
    case = bare(inflation={"value": 0.02, "source": "Budget"})
    viewed = finance_view(case, {"inflation": Assumption(value=0.04)})
    overlay = viewed.scenarios["finance_view"]
    assert overlay.inflation is not None
    assert (overlay.inflation.value, dict(overlay.assumptions)) == (0.04, {})
    analyse(case_file(viewed, ""), "finance_view")


def test_without_proposals_the_view_is_the_case() -> None:
    viewed = finance_view(spending(), {})
    assert npv(viewed, "finance_view") == npv(viewed, None)
    assert viewed.scenarios["finance_view"].note == "No value proposed in review, over the base case."


def test_an_unknown_scenario_is_refused() -> None:
    with pytest.raises(CaseProblems) as caught:
        finance_view(SUPPORT, {COST: Assumption(value=20.0)}, "conservativ")
    assert caught.value.problems[0].code == "unknown_scenario"
    assert "Did you mean `conservative`?" in caught.value.problems[0].remedy
