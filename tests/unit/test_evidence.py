"""Values and what stands behind them: limits over time, units of the case, explanations, cash alone, scenarios in order."""

from __future__ import annotations

from typing import Any

import pytest

from model.challenges.across import across
from model.evidence import Assumption
from model.problems import CaseProblems
from model.units import vocabulary
from tests.cases import amount, cost, opened, refused

YEARLY = {"by": "year", "values": [1.2, 2.4], "spread": "even"}
SAVED = {"kind": "benefit", "class": "cashable"}
EARNED = {"kind": "benefit", "class": "margin"}


def share(**fields: Any) -> dict[str, Any]:
    return {"label": "Share", "unit": "1", **fields}


def test_limits_hold_over_time_and_over_the_range() -> None:
    # 1.2 a year are 0.1 a month, which a limit of 0.15 a month allows; 2.4 are 0.2, which it does not.
    rate = {"label": "Rate", "unit": "1/month", "limits": [0, 0.15]}
    lines = [cost(formula="fee * rate * one_month")]
    fine = rate | {"schedule": YEARLY | {"values": [1.2, 1.8]}}
    assert opened(lines=lines, assumptions={"fee": amount(10), "rate": fine}).appraisal
    high = refused(lines=lines, assumptions={"fee": amount(10), "rate": rate | {"schedule": YEARLY}})
    assert "Rate is 0.2, above the most possible, 0.15" in high["outside_limits"]
    wide = refused(lines=lines, assumptions={"fee": amount(10), "rate": fine | {"low": 0.5, "high": 1.5}})
    assert "above the most possible" in wide["outside_limits"]
    first = share(limits=[0, 1], schedule={"opening": 4, "by": "month", "values": [0.5] * 12})
    assert "Share is 4" in refused(lines=[cost(formula="fee * part")], assumptions={"fee": amount(1), "part": first})["outside_limits"]  # fmt: skip
    ends = share(limits=[0, 1], value=0.5, low=-0.2, high=0.7)
    assert "-0.2" in refused(lines=[cost(formula="fee * part")], assumptions={"fee": amount(1), "part": ends})["outside_limits"]  # fmt: skip


def test_the_library_is_read_in_the_unit_of_the_case() -> None:
    # The library knows leave_rate as 1/month, at most 1; at 6 a year it is 0.5 a month, at 18 a year 1.5 a month.
    def values(rate: float) -> dict[str, Any]:
        known = {"months_to_launch": 0, "starting_members": 100, "steady_joins": 0}
        return known | {"leave_rate": {"value": rate, "unit": "1/year", "source": "Test", "grade": "measured"}}

    audience = [{"id": "all", "label": "All", "role": "customers", "choose": {"curve": "steady"}}]
    seen = [cost("seen", "members", kind="driver", unit="member")]
    found = opened(audiences=audience, lines=seen, assumptions=values(6))
    assert found.appraisal.run.line("members[all]")[1] == pytest.approx(50)
    assert found.resolved.assumptions["leave_rate"].record.limits == (0, 12)
    assert "above the most possible, 12" in refused(audiences=audience, lines=seen, assumptions=values(18))["outside_limits"]  # fmt: skip


def test_published_figures_move_with_the_unit() -> None:
    known = Assumption(
        unit="USD/year", value=12, plausible=(6, 24), limits=(0, None),
        benchmarks=({"low": 12, "high": 36, "source": "T"}, {"value": 24, "source": "T"}),
    )  # fmt: skip
    units = vocabulary("USD")
    monthly = known.in_unit("USD/month", units.unit("USD/month").scale / units.unit("USD/year").scale)
    assert (monthly.value, monthly.plausible, monthly.limits) == (pytest.approx(1), pytest.approx((0.5, 2)), (0, None))
    assert [benchmark.span for benchmark in monthly.benchmarks] == [pytest.approx((1, 3)), pytest.approx((2, 2))]


def test_an_assumption_is_explained() -> None:
    fields: dict[str, Any] = {
        "lines": [cost("saved", "fee", **SAVED), cost("spend", "other / part")],
        "assumptions": {
            "fee": amount(10, low=5, high=20, source="Offer", grade="measured", note="Net of tax"),
            "other": {"label": "Other", "unit": "USD/month", "schedule": YEARLY | {"values": [12]}},
            "part": share(value=1, low=0, high=2),
        },
    }
    found = opened(**fields)
    fee = found.explain_assumption("fee")
    assert (fee.label, fee.unit, fee.value, fee.low, fee.high) == ("Amount 10", "USD/month", 10, 5, 20)
    assert (fee.sources, fee.grade, fee.origin, fee.note) == (("Offer",), "measured", "case", "Net of tax")
    # Undiscounted, 12 months: 12 x 5 - 12 x 1 and 12 x 20 - 12 x 1.
    assert (fee.npv_at_low, fee.npv_at_high) == (pytest.approx(48), pytest.approx(228))
    assert fee.dependants == (("saved", "Saved"),)
    assert found.explain_assumption("other").by_period == (12,)
    part = found.explain_assumption("part")
    assert part.npv_at_low is None
    assert part.npv_at_high == pytest.approx(120 - 6)
    with pytest.raises(CaseProblems, match="Did you mean `fee`"):
        found.explain_assumption("fees")


def test_cash_alone_leaves_every_other_benefit_out() -> None:
    fields: dict[str, Any] = {"lines": [cost("saved", "150", **SAVED), cost("earned", "500", **EARNED), cost()]}
    whole = opened(**fields)
    cash = opened(cash_only=True, **fields)
    assert whole.appraisal.figures.npv == pytest.approx(12 * 550)
    assert cash.appraisal.figures.npv == pytest.approx(12 * 50)
    assert cash.appraisal.figures.npv == pytest.approx(whole.appraisal.figures.npv_cashable_only)
    assert cash.appraisal.shares["class"] == {"cashable": 1.0}
    assert cash.appraisal.run.line("earned")[1] == 500
    assert cash.appraisal.record()["case"]["counting"] == "cashable"
    assert cash.resolved.fingerprint != whole.resolved.fingerprint
    assert "cost_reduction_only" not in {challenge.id for challenge in cash.appraisal.challenges}
    assert cash.under(None).cash_only


def test_scenarios_are_what_their_names_say() -> None:
    fields: dict[str, Any] = {
        "lines": [cost("saved", "fee", **SAVED), cost()],
        "assumptions": {"fee": amount(150)},
        "scenarios": {
            "conservative": {"assumptions": {"fee": 200}},
            "ambitious": {"assumptions": {"fee": 120}},
            "low": {"label": "Lower platform price", "assumptions": {"fee": 900}},
            "worst": {"stance": "alternative", "assumptions": {"fee": 900}},
            "other": {"label": "Rain", "stance": "pessimistic", "assumptions": {"fee": 150}},
            "sun": {"stance": "optimistic", "assumptions": {"fee": 150}},
        },
    }
    base = opened(**fields)
    found = list(across(base.appraisal, [base.under(name).appraisal for name in base.scenarios]))
    assert [challenge.id for challenge in found] == ["scenario_out_of_order"] * 4
    assert "“conservative” is worth $1,200, and the base case $600" in found[0].message
    assert "“ambitious” is worth $240" in found[1].message
    assert "“Rain” is worth $600" in found[2].message
    assert "“sun” is worth $600" in found[3].message


def test_a_cost_has_no_attribution() -> None:
    assert "The cost has an attribution" in refused(lines=[cost(attribution=0.5)])["value"]
    codes = refused(streams={"process": {"lines": ["outreach"], "attribution": 0.5}})
    assert "It would make the costs smaller" in codes["attribution"]


def test_a_kpi_asks_for_costs_by_group() -> None:
    kpi = {"id": "k", "label": "K", "unit": "USD/month", "target": {"line": "costs[peopel]", "month": 1}}
    assert "kpis[0].target.line" in refused(lines=[cost()], kpis=[kpi])["unknown_group"]


def test_parts_that_are_nought_at_the_opening_may_stand_beside_a_flow() -> None:
    parts = ["5 * after(2)", "month / 3", "-month", "ramp(1, 3)", "sqrt(month)", "(month if month > 2 else year)"]
    found = opened(lines=[cost(formula=f"fee + {' + '.join(parts)}")], assumptions={"fee": amount(10)})
    # Month 4 by hand: 10 + 5 + 4/3 - 4 + 1 + 2 + 4.
    assert found.appraisal.run.line("spend")[[0, 4]] == pytest.approx([0, 18 + 4 / 3])
    for part in ("after(-1)", "2 ** month", "(month - 3)", "min(2, month + 3)", "(0 if month > 2 else 5)"):
        codes = refused(lines=[cost(formula=f"fee + {part}")], assumptions={"fee": amount(10)})
        assert "stands beside a flow" in codes["wrong_unit"]


def test_a_scenario_changes_only_what_it_says_of_the_discount() -> None:
    found = opened(
        "dearer",
        discount={"rate": 0.1, "timing": "year_end", "finance_rate": 0.05, "reinvest_rate": 0.04},
        lines=[cost()],
        scenarios={"dearer": {"discount": {"rate": 0.12}}, "monthly": {"discount": {"timing": "month_end"}}},
    )
    discount = found.resolved.discount
    assert (discount.rate, discount.timing, discount.finance_rate, discount.reinvest_rate) == (
        0.12,
        "year_end",
        0.05,
        0.04,
    )
    assert (found.under("monthly").resolved.discount.rate, found.under("monthly").resolved.discount.timing) == (
        0.1,
        "month_end",
    )


def test_sums_beyond_any_budget_are_refused() -> None:
    for fee in (1e30, 1e307):
        codes = refused(lines=[cost(formula="fee"), cost("other", "5")], assumptions={"fee": amount(fee)})
        assert "lines[0]" in codes["too_large"]
        assert "Spend (`spend`) comes to" in codes["too_large"]
    codes = refused(lines=[cost()], discount={"rate": -0.9999999999999}, months=240)
    assert "discount.rate" in codes["too_large"]


def test_an_end_of_a_range_of_any_size_can_be_written() -> None:
    found = opened(lines=[cost(formula="fee")], assumptions={"fee": amount(1, low=0, high=1e200)}).appraisal
    assert any("000,000,000,000" in challenge.message for challenge in found.challenges)


DEEP = {
    "a long choice": " ".join(["fee if month > 1 else"] * 90) + " fee",
    "many signs": "-" * 90 + "fee",
    "names that grow": f"fee * (({' + '.join(['members'] * 80)}) / ({' + '.join(['members'] * 80)}))",
}


@pytest.mark.parametrize("formula", DEEP.values(), ids=DEEP.keys())
def test_deep_formulas_are_read_again_after_they_are_written_out(formula: str) -> None:
    audience = {"id": "m" * 60, "label": "Many", "role": "customers", "choose": {"curve": "steady"}}
    known = {"months_to_launch": 0, "starting_members": 100, "steady_joins": 0, "leave_rate": 0}
    found = opened(
        lines=[cost(formula=formula, for_each="audience")], audiences=[audience], assumptions={"fee": amount(3)} | known
    )
    assert found.appraisal.figures.total_costs == pytest.approx(36)


def test_a_case_that_grows_too_long_is_refused_at_once() -> None:
    sites = [{"id": f"s{i}", "label": f"S {i}"} for i in range(60)]
    lines = [cost(f"cost_{i}", "fee", for_each="site") for i in range(100)]
    codes = refused(dimensions={"site": sites}, lines=lines, assumptions={"fee": amount(1)})
    assert "more than 5,000 lines" in codes["too_many_lines"]


def test_a_flood_of_faults_is_cut_to_the_first_hundred() -> None:
    with pytest.raises(CaseProblems) as caught:
        opened(lines=[cost(f"cost_{i}", f"unheard_{i}") for i in range(300)])
    assert len(caught.value.problems) == 100
    with pytest.raises(CaseProblems) as caught:
        opened(lines=[cost()], assumptions={f"unheard_{i}": 1 for i in range(300)})
    assert len(caught.value.problems) == 100


def test_a_fault_under_a_scenario_stands_where_it_is_written() -> None:
    lines = [cost("first", "fee"), cost("second", "fee"), cost("third", "fee * prev(third)")]
    fields = {"lines": lines, "assumptions": {"fee": amount(1)}, "scenarios": {"less": {"without": "first"}}}
    with pytest.raises(CaseProblems) as caught:
        opened("less", **fields)
    problem = caught.value.problems[0]
    assert problem.path[:2] == ("lines", 2)
    assert "Under the scenario `less`" in problem.what


def test_the_unit_of_a_value_nothing_uses_is_checked() -> None:
    assert (
        "not a unit this case knows"
        in refused(lines=[cost()], assumptions={"idle": amount(1, unit="foo")})["unknown_unit"]
    )


def test_costs_below_nought_give_no_return() -> None:
    figures = opened(lines=[cost(formula="-100"), cost("saved", "10", **SAVED)]).appraisal.figures
    assert (figures.roi, figures.benefit_cost_ratio) == (None, None)
    assert str(figures.peak_funding) == "0.0"


def test_a_look_back_without_an_opening_is_no_cycle() -> None:
    assert refused(lines=[cost(formula="prev(spend) + 1")]).keys() == {"no_opening"}


def test_time_set_free_is_named_beside_payback() -> None:
    lines = [cost("freed", "150", kind="benefit", **{"class": "capacity"}), cost()]
    notes = " ".join(opened(lines=lines).appraisal.notes)
    assert "without them the money is not back in time, and $1,200 is out at most" in notes
    lines = [
        cost("freed", "1", kind="benefit", **{"class": "capacity"}),
        cost("saved", "150", **SAVED),
        cost(formula="100"),
    ]
    assert "the money is never out, and $0 is out" in " ".join(opened(lines=lines).appraisal.notes)
    lines.append(cost("setup", "fee * at(0)", one_off=True))
    fields = {"lines": lines, "assumptions": {"fee": amount(200, unit="USD")}}
    assert "is back after 4.0 months, and $200 is out" in " ".join(opened(**fields).appraisal.notes)


def test_repeating_a_line_for_nothing_is_refused() -> None:
    site = {"site": [{"id": "a", "label": "A"}]}
    assert "Did you mean `site`" in refused(dimensions=site, lines=[cost(for_each="sites")])["unknown_dimension"]
    assert "under `audiences:`" in refused(lines=[cost(for_each="audience")])["unknown_dimension"]
    assert (
        "cannot be a name" in refused(dimensions=site, lines=[cost("rent", for_each="site"), cost("rent[a]")])["value"]
    )


def test_a_value_needs_a_name_formulas_can_use() -> None:
    for name in ("Price", "price[Some People]", "1st"):
        assert "cannot be a name" in refused(lines=[cost()], assumptions={name: 1})["value"]


def test_members_have_names_of_their_own() -> None:
    audience = [{"id": "a", "label": "A", "role": "customers"}]
    member = [{"id": "a", "label": "A"}]
    assert (
        "names an audience and a member of site"
        in refused(lines=[cost()], audiences=audience, dimensions={"site": member})["duplicate_id"]
    )
    assert "`audience` is the dimension" in refused(lines=[cost()], dimensions={"audience": member})["duplicate_id"]
    assert "without a scenario" in refused(lines=[cost()], scenarios={"base": {}})["duplicate_id"]


def test_a_claim_is_priced_within_its_cap() -> None:
    group = {"hours": {"label": "Hours", "unit": "USD/month", "cap": "limit"}}
    values = {"limit": amount(60), "claim": amount(100)}
    claimed = cost("wanted", "claim", kind="driver", overlap="hours")
    full = [claimed, cost("saved", "wanted", **SAVED)]
    assert (
        "Multiply `wanted` by `overlap_share[hours]`"
        in refused(lines=full, overlaps=group, assumptions=values)["uncapped_claim"]
    )
    fair = [claimed, cost("saved", "wanted * overlap_share[hours]", **SAVED)]
    found = opened(lines=fair, overlaps=group, assumptions=values).appraisal
    assert found.figures.total_benefits == pytest.approx(12 * 60)
    wrong = [cost("wanted", "claim", kind="driver", overlap="hourz")]
    assert "Did you mean `hours`" in refused(lines=wrong, overlaps=group, assumptions=values)["unknown_overlap"]


def test_a_sum_of_months_leaves_the_opening_out() -> None:
    kpi = {"id": "k", "label": "K", "unit": "USD", "target": {"line": "spend", "month": 3, "months_summed": 3}}
    lines = [cost(formula="fee + start * at(0)")]
    found = opened(lines=lines, kpis=[kpi], assumptions={"fee": amount(1), "start": amount(1000, unit="USD")}).appraisal
    assert found.kpis[0].target == pytest.approx(3)
    early = kpi | {"target": {"line": "spend", "month": 2, "months_summed": 3}}
    found = opened(
        lines=lines, kpis=[early], assumptions={"fee": amount(1), "start": amount(1000, unit="USD")}
    ).appraisal
    assert found.kpis[0].target is None


def test_a_problem_of_inflation_stands_where_it_is_written() -> None:
    fields = {"lines": [cost(formula="fee * (1 + inflation)")], "assumptions": {"fee": amount(1)}}
    with pytest.raises(CaseProblems) as caught:
        opened(inflation={"value": 0.5, "low": 0.6, "high": 0.7}, **fields)
    assert caught.value.problems[0].path == ("inflation",)
    with pytest.raises(CaseProblems) as caught:
        opened(
            "high", inflation=0.02, scenarios={"high": {"inflation": {"value": 0.5, "low": 0.6, "high": 0.7}}}, **fields
        )
    assert caught.value.problems[0].path == ("scenarios", "high", "inflation")


def test_an_endless_rate_is_refused_in_an_empty_case_too() -> None:
    assert "discount.rate" in refused(discount={"rate": -0.9999999999}, months=600)["too_large"]


def test_long_sums_are_cut_into_parts() -> None:
    lines = [cost(f"cost_{i}", "fee") for i in range(200)] + [
        cost("reserve", "costs[direct] * part", stream="overheads")
    ]
    found = opened(lines=lines, assumptions={"fee": amount(1), "part": share(value=0.1)}).appraisal
    assert found.run.line("costs[direct]")[1] == pytest.approx(200)
    assert found.figures.total_costs == pytest.approx(12 * 220)
    sites = [{"id": f"s{i}", "label": f"S {i}"} for i in range(60)]
    stock = cost("stock", "prev(stock) + 1", kind="driver", unit="1", opening="2", for_each="site")
    seen = cost("seen", "fee * stock")
    found = opened(dimensions={"site": sites}, lines=[stock, seen], assumptions={"fee": amount(1)}).appraisal
    assert found.run.line("stock")[[0, 1, 2]] == pytest.approx([120, 180, 240])


def test_chains_of_sums_are_checked_in_one_pass() -> None:
    chain = " + ".join(["fee"] * 90)
    assert opened(lines=[cost(formula=chain)], assumptions={"fee": amount(1)}).appraisal.figures.total_costs == 12 * 90
