"""What a case can say: scenarios, dimensions, overlaps, classes, own values, KPIs, explanations."""

from __future__ import annotations

import math
from typing import Any

import pytest

from assumptions.loader import library
from model.document import Document, read_document
from model.evidence import Assumption, Benchmark, Source
from model.problems import CaseProblems
from model.strategy import Vision
from model.units import UnitError, vocabulary
from model.validation import validated
from scenarios import analyse
from scenarios.files import read_case
from tests.cases import amount, case_file, cost, opened, refused
from tests.conftest import JWD, ROOT

# --- scenarios ----------------------------------------------------------------------------------------------------


def test_a_scenario_lays_itself_over_field_by_field() -> None:
    fields: dict[str, Any] = {
        "inflation": {"value": 0.02, "source": "Bank"},
        "lines": [cost(formula="fee"), cost("other", "fee * (1 + inflation)")],
        "assumptions": {"fee": amount(10, low=8, high=12, source="Offer", note="First")},
        "scenarios": {
            "longer": {"months": 24, "start": "2028-06", "discount": {"rate": 0.1}},
            "dearer": {"assumptions": {"fee": 20}, "inflation": 0.05},
            "wider": {"assumptions": {"fee": {"low": 5, "high": 15}}},
            "leaner": {"without": "other"},
            "vendor": {"assumptions": {"extra": amount(1)}},
        },
    }
    base = opened(**fields)
    assert base.scenarios == ("longer", "dearer", "wider", "leaner", "vendor")
    assert (base.under("longer").resolved.months, base.under("longer").resolved.start) == (24, "2028-06")
    assert base.under("longer").resolved.discount.rate == 0.1
    dearer = base.under("dearer").resolved.assumptions
    assert (dearer["fee"].record.value, dearer["fee"].record.low, dearer["fee"].record.source) == (20, None, ())
    assert (dearer["fee"].origin, dearer["inflation"].origin) == ("scenario", "scenario")
    assert dearer["inflation"].record.value == 0.05
    wider = base.under("wider").resolved.assumptions["fee"].record
    assert (wider.value, wider.low, wider.note) == (10, 5, "First")
    assert [line.id for line in base.under("leaner").resolved.lines] == ["spend"]
    assert base.under("vendor").resolved.unused == ("extra",)
    assert base.resolved.assumptions["fee"].origin == "case"


def test_a_scenario_may_state_inflation_for_the_first_time() -> None:
    found = opened(
        "rising",
        lines=[cost(formula="fee * (1 + inflation)")],
        assumptions={"fee": amount(10)},
        scenarios={"rising": {"inflation": 0.1}},
    )
    assert found.appraisal.figures.total_costs == pytest.approx(12 * 11)


def test_a_scenario_merges_a_stream_with_the_case() -> None:
    template = read_document((ROOT / "scenarios/templates/support_b2b.yaml").read_bytes(), "t").data
    template["scenarios"]["cautious"] = {
        "streams": {"support_deflection": {"risk_adjustment": 0.2}, "overheads": {"choose": {}}},
        "without": ["retention_margin", "onboarding"],
    }
    base = analyse(case_file(template))
    cautious = base.under("cautious")
    before, after = ({s.id: s.present_value for s in a.appraisal.streams} for a in (base, cautious))
    assert after["support_deflection"] == pytest.approx(0.8 * before["support_deflection"])
    assert "retention" not in after
    assert "onboarding" not in after
    choices = {stream.id: stream.choices for stream in cautious.resolved.streams}
    assert choices["support_deflection"] == {"method": "four_gates"}


def test_a_scenario_can_switch_a_stream_on() -> None:
    values = {
        "events_planned": 2,
        "event_cost": 600,
        "events_replaced_share": 1,
        "months_to_launch": 0,
        "ramp_months": 0,
    }
    scenarios = {"events": {"streams": {"events": {"lines": ["events_saving"]}}}}
    base = opened(lines=[cost()], assumptions=values, scenarios=scenarios)
    assert base.appraisal.figures.total_benefits == 0
    assert base.under("events").appraisal.figures.total_benefits == pytest.approx(1_200)


def test_lines_left_out_do_not_count_even_where_they_are_shown() -> None:
    template = read_document((ROOT / "scenarios/templates/support_b2b.yaml").read_bytes(), "t").data
    template["without"] = ["deflection_saving"]
    template["kpis"][0] |= {"unit": "USD/month", "target": {"line": "deflection_saving", "month": 24}}
    shown = analyse(case_file(template))
    assert shown.appraisal.kpis[0].target is not None
    assert "support_deflection" not in {s.id for s in shown.appraisal.streams}
    template["without"] = ["deflection_savings"]
    with pytest.raises(CaseProblems, match="Did you mean `deflection_saving`"):
        analyse(case_file(template))


# --- dimensions, overlaps, names ----------------------------------------------------------------------------------


def test_lines_can_be_repeated_for_any_dimension() -> None:
    found = opened(
        dimensions={"site": [{"id": "berlin", "label": "Berlin"}, {"id": "paris", "label": "Paris"}]},
        assumptions={"rent": amount(100), "rent[paris]": amount(150)},
        lines=[
            cost("rents", "rent", for_each="site"),
            cost("security", "rents * 0.1"),
            cost("one", "rents[paris]"),
            {"id": "keys", "label": "Keys", "unit": "item", "formula": "3", "for_each": "site"},
        ],
    )
    totals = {line.id: found.appraisal.run.line(line.id)[1] for line in found.resolved.lines}
    assert totals["rents[berlin]"] == 100
    assert totals["rents[paris]"] == 150
    assert totals["security"] == pytest.approx(25)
    assert totals["one"] == 150
    assert found.appraisal.figures.total_costs == pytest.approx(12 * (250 + 25 + 150))
    assert found.resolved.assumptions["rent[paris]"].record.value == 150
    assert found.explain("rents[paris]").label == "Rents (Paris)"
    with pytest.raises(CaseProblems, match=r"Choose one of keys\[berlin\], keys\[paris\]"):
        found.explain("keys")


def test_stocks_can_be_kept_for_each_member_and_summed_one_month_back() -> None:
    found = opened(
        dimensions={"site": [{"id": "a", "label": "A"}, {"id": "b", "label": "B"}]},
        lines=[
            {"id": "stock", "label": "Stock", "unit": "item", "for_each": "site", "opening": 10, "formula": "prev(stock) + added * one_month", "balance": {"in": ["added"]}},
            {"id": "added", "label": "Added", "unit": "item/month", "for_each": "site", "formula": "gain"},
            {"id": "before", "label": "Before", "unit": "item", "formula": "prev(stock)"},
            {"id": "some", "label": "Some", "unit": "item", "formula": "stock[a, b]"},
        ],
        assumptions={"gain": amount(2, "item/month")},
    )  # fmt: skip
    run = found.appraisal.run
    assert run.line("before")[:3].tolist() == [20, 20, 24]
    assert run.line("some")[2] == 28
    assert [check.ok for check in found.appraisal.integrity if "Stock" in check.check] == [True, True]
    assert found.explain("added[a]").figures == "2"


def test_a_cap_cuts_all_claims_by_the_same_share() -> None:
    found = opened(
        overlaps={"hours": {"label": "Hours", "unit": "hour/month", "cap": "available"}},
        assumptions={"available": amount(60, "hour/month"), "first": amount(40, "hour/month"), "second": amount(80, "hour/month"), "rate": amount(10, "USD/hour")},
        lines=[
            {"id": "claim_a", "label": "Claim a", "unit": "hour/month", "formula": "first", "overlap": "hours"},
            {"id": "claim_b", "label": "Claim b", "unit": "hour/month", "formula": "second", "overlap": "hours"},
            cost("value", "claim_a * overlap_share[hours] * rate", kind="benefit", **{"class": "capacity"}),
            {"id": "left", "label": "Left", "unit": "hour/month", "formula": "available - overlap_granted[hours]"},
        ],
    )  # fmt: skip
    # 120 claimed of 60: each claim counts for half. 40 x 0.5 x 10 = 200.
    assert found.appraisal.run.line("value")[1] == pytest.approx(200)
    assert found.appraisal.run.line("left")[1] == pytest.approx(0)
    assert "claims_capped" in {challenge.id for challenge in found.appraisal.challenges}


def test_costs_of_a_group_can_be_asked_for() -> None:
    found = opened(
        lines=[
            cost(),
            cost("share", "costs[own_group] * 0.5", stream="other"),
            cost("grouped", "40", stream="own_group"),
            cost("more", "(costs[own] + costs[people]) * 0.1", stream="x"),
        ],
        kpis=[{"id": "k", "label": "K", "unit": "USD/month", "target": {"line": "costs[own]", "month": 1}}],
    )
    assert found.appraisal.run.line("share")[1] == pytest.approx(20)
    assert found.appraisal.run.line("more")[1] == pytest.approx(10)
    assert found.appraisal.kpis[0].target == pytest.approx(100)


def test_an_assumption_may_take_the_name_of_a_line_that_is_not_in_use() -> None:
    found = opened(lines=[cost(formula="hosting * 2")], assumptions={"hosting": amount(30)})
    assert found.appraisal.figures.total_costs == pytest.approx(12 * 60)
    codes = refused(
        lines=[cost(formula="contingency * 2")], assumptions={"contingency": amount(30), "contingency_share": 0.1},
        streams={"overheads": {"lines": ["contingency"]}},
    )  # fmt: skip
    assert "is an assumption here and a line of the stream Overheads" in codes["duplicate_id"]


def test_an_assumption_with_another_unit_means_another_thing() -> None:
    found = opened(lines=[cost(formula="questions_per_member")], assumptions={"questions_per_member": amount(5)})
    assert found.appraisal.figures.total_costs == pytest.approx(60)
    assert "unknown_unit" in refused(
        lines=[cost(formula="agent_cost")], assumptions={"agent_cost": {"value": 5, "unit": "USD//hour"}}
    )


def test_units_of_its_own() -> None:
    lines = [cost(formula="parcels * fee")]
    values = {"parcels": amount(10, "parcel/month"), "fee": amount(3, "USD/parcels")}
    assert opened(units=["parcel"], lines=lines, assumptions=values).appraisal.figures.total_costs == 360
    assert "unknown_unit" in refused(lines=lines, assumptions=values)
    plan = {"label": "Plan", "unit": "parcel/month", "schedule": {"by": "month", "values": [1] * 12}}
    assert "unknown_unit" in refused(lines=lines, assumptions=values | {"parcels": plan})


def test_years_and_minutes_are_converted() -> None:
    values = {
        "salary": amount(120_000, "USD/person/year"),
        "posts": amount(0.5, "person"),
        "time": amount(90, "minute/month"),
        "rate": amount(40, "USD/hour"),
    }
    found = opened(lines=[cost("pay", "salary * posts"), cost("help", "time * rate")], assumptions=values)
    assert found.appraisal.run.line("pay")[1] == pytest.approx(5_000)
    assert found.appraisal.run.line("help")[1] == pytest.approx(60)


def test_roots_and_powers_of_units() -> None:
    found = opened(
        lines=[
            {"id": "area", "label": "Area", "unit": "member * member", "formula": "size ** 2"},
            {"id": "side", "label": "Side", "unit": "member", "formula": "sqrt(area)"},
            {"id": "less", "label": "Less", "unit": "member", "formula": "-side"},
        ],
        assumptions={"size": amount(3, "member")},
    )
    assert found.appraisal.run.line("less")[1] == -3
    with pytest.raises(UnitError, match="is not a unit"):
        vocabulary("USD").unit("")


def test_schedules_by_month_quarter_and_year() -> None:
    schedules = {
        "by_month": {"opening": 5, "by": "month", "values": list(range(1, 13))},
        "by_quarter": {"by": "quarter", "spread": "even", "values": [30, 60, 90, 120, 150]},
        "by_year": {"by": "year", "spread": "level", "values": [7]},
    }
    values = {name: {"label": name, "unit": "USD/month", "schedule": schedule} for name, schedule in schedules.items()}
    found = opened(lines=[cost(f"line_{name}", name) for name in schedules], assumptions=values).appraisal.run
    assert found.line("line_by_month")[[0, 1, 12]].tolist() == [5, 1, 12]
    assert found.line("line_by_quarter")[[0, 1, 3, 4, 12]].tolist() == [0, 10, 10, 20, 40]
    assert found.line("line_by_year")[[0, 1, 12]].tolist() == [0, 7, 7]


# --- classes, attribution, shares ---------------------------------------------------------------------------------


def test_one_class_or_attribution_must_not_overrule_the_lines() -> None:
    codes = refused(streams={"new_customers": {"attribution": 0.5}, "partner_enablement": {"class": "capacity"}})
    assert "lead_attribution" in codes["attribution"]
    assert "benefits of several classes" in codes["class"]
    assert "80% is 0.8" in refused(streams={"hiring": {"risk_adjustment": 80}})["value"]
    assert "Write a share from 0 to 1" in refused(lines=[cost(risk_adjustment=-1)])["value"]


def test_a_class_can_be_given_line_by_line() -> None:
    values = {
        "events_planned": 2,
        "event_cost": 600,
        "events_replaced_share": 1,
        "months_to_launch": 0,
        "ramp_months": 0,
    }
    found = opened(
        streams={"events": {"lines": ["events_saving"], "class": {"events_saving": "capacity"}}}, assumptions=values
    )
    assert found.appraisal.shares["class"] == {"capacity": 1.0}
    found = opened(
        streams={"membership_fees": {"class": "margin"}},
        audiences=[{"id": "m", "label": "M", "role": "professionals", "choose": {"curve": "steady"}}],
        assumptions={
            "starting_members": 100,
            "steady_joins": 0,
            "leave_rate": 0,
            "months_to_launch": 0,
            "paying_share": 1,
            "membership_fee": {"value": 12, "unit": "USD/member/year"},
            "processing_share": 0,
        },
    )
    assert found.appraisal.shares["class"] == {"margin": 1.0}
    assert found.appraisal.figures.total_benefits == pytest.approx(1200)


def test_attribution_of_a_stream_and_risk_of_a_line() -> None:
    values = {
        "events_planned": 2,
        "event_cost": 600,
        "events_replaced_share": 1,
        "months_to_launch": 0,
        "ramp_months": 0,
    }
    found = opened(
        streams={"events": {"lines": ["events_saving"], "attribution": 0.5}},
        assumptions=values,
        lines=[cost(risk_adjustment=0.1)],
    )
    assert found.appraisal.figures.total_benefits == pytest.approx(600)
    assert found.appraisal.figures.total_costs == pytest.approx(12 * 110)
    assert "0.5" in found.explain("events_saving").words


def test_shares_by_goal_follow_the_weights() -> None:
    benefit = {"kind": "benefit", "class": "margin"}
    found = opened(
        lines=[
            cost("a", "30", **benefit, phases=["purchase", "retention"]),
            cost("b", "10", **benefit, style="lead_generator"),
        ],
        goals=[
            {"id": "one", "label": "One", "perspective": "financial", "weight": 2, "served_by": ["a"]},
            {"id": "two", "label": "Two", "perspective": "customer", "served_by": ["a"]},
        ],
    )
    assert found.appraisal.shares["goal"] == pytest.approx({"one": 0.5, "two": 0.25, "unassigned": 0.25})
    assert found.appraisal.shares["journey"] == pytest.approx(
        {"purchase": 0.375, "retention": 0.375, "unassigned": 0.25}
    )
    assert opened(lines=[cost()]).appraisal.shares["goal"] == {}


# --- KPIs and notes -----------------------------------------------------------------------------------------------


def kpi(**fields: Any) -> dict[str, Any]:
    return {"id": "k", "label": "K", "unit": "USD", "target": {"line": "spend", "month": 12}} | fields


def test_kpi_targets_are_added_averaged_or_read() -> None:
    def target(**fields: Any) -> Any:
        return opened(lines=[cost()], kpis=[kpi(**fields)]).appraisal.kpis[0]

    assert target(unit="USD/month").target == 100
    assert target(unit="USD/year").target == pytest.approx(1_200)
    assert target(target={"line": "spend", "month": 12, "months_summed": 12}).target == pytest.approx(1_200)
    summed = target(target={"line": "spend", "month": 6, "months_summed": 6})
    assert summed.quarters == (None, 600, 600, 600)
    assert target(unit="USD/month", target={"line": "spend", "month": 6, "months_summed": 6}).target == pytest.approx(
        100
    )
    beyond = target(unit="USD/month", target={"line": "spend", "month": 40})
    assert (beyond.target, beyond.target_date) == (None, "2030-04")
    assert "after the 12 months" in (beyond.reason or "")
    assert target(target={"value": 5, "month": 3, "reason": "Agreed"}).target == 5


def test_kpis_have_the_unit_of_their_line() -> None:
    assert "wrong_unit" in refused(lines=[cost()], kpis=[kpi(unit="USD")])
    assert "wrong_unit" in refused(
        lines=[cost()], kpis=[kpi(unit="contact", target={"line": "spend", "month": 12, "months_summed": 3})]
    )
    assert "unknown_unit" in refused(lines=[cost()], kpis=[kpi(unit="dollars")])
    assert "unknown_name" in refused(lines=[cost()], kpis=[kpi(target={"line": "spent", "month": 12})])


def test_kpis_of_what_a_scenario_leaves_out() -> None:
    scenarios = {"other": {"without": ["spend"]}, "nothing": {"without": "all"}}
    base = opened(lines=[cost(), cost("rest", "5")], kpis=[kpi(unit="USD/month")], scenarios=scenarios)
    assert base.under("other").appraisal.kpis[0].reason == "Its line is not part of this scenario."
    assert base.under("nothing").appraisal.kpis[0].reason == "Nothing is done in this scenario."


def noted(costs: list[float], benefits: list[float], **discount: Any) -> str:
    plans = {"costs": costs, "benefits": benefits}
    months = len(costs) - 1
    values = {
        name: {"label": name, "unit": "USD/month", "schedule": {"opening": plan[0], "by": "month", "values": plan[1:]}}
        for name, plan in plans.items()
    }
    lines = [cost(formula="costs"), cost("gain", "benefits", kind="benefit", **{"class": "margin"})]
    return " ".join(
        opened(lines=lines, assumptions=values, months=months, discount={"rate": 0.1} | discount).appraisal.notes
    )


def test_notes_say_why_a_figure_is_missing_or_unusual() -> None:
    assert "no costs above nought" in noted([0, 0, 0], [0, 5, 5])
    assert "no modified yearly rate of return (MIRR): money only goes out" in noted([0, 0, 0], [0, 5, 5])
    assert "no money is ever out" in noted([0, 1, 1], [0, 5, 5])
    assert "not back within 2 months" in noted([100, 0, 0], [0, 5, 5])
    assert "later more has been spent again" in noted([100, 0, 300, 0], [0, 150, 0, 400])
    assert "at the discount rate the money is not back" in noted([100, 0, 0], [0, 50, 50.1], rate=1)
    assert "the last year has 2 months only" in noted([100, 0, 0], [0, 60, 60])
    assert "as if money moved at the end of each month" in noted([100, 0, 0], [0, 60, 60], timing="mid_month")
    assert "very high" in noted([1, 0, 0], [0, 60, 60])
    assert noted([100, *[0] * 12], [0, *[10] * 12], rate=0) == ""


# --- explanations -------------------------------------------------------------------------------------------------


def test_figures_stand_where_names_stood() -> None:
    found = opened(
        lines=[
            cost("base", "fee * year"),
            cost("looks", "prev(stock) * 0 + delay(base, 2) + cumulative(base) / one_month * 0 + total(base) / one_month * 0 + month * base * 0"),
            {"id": "stock", "label": "Stock", "unit": "USD/month", "opening": "fee", "formula": "prev(stock)"},
        ],
        assumptions={"fee": amount(1_500, note="Given", source={"title": "Offer", "author": "Vendor", "publisher": "Them", "year": 2026}), "plan": {"label": "Plan", "unit": "1", "schedule": {"by": "month", "values": [1] * 12}}},
    )  # fmt: skip
    told = found.explain("looks", 6)
    assert told.figures == "0 * 0 + 1,500 + 9,000 / 1 * 0 + 18,000 / 1 * 0 + 6 * 1,500 * 0"
    assert [p.id for p in told.precedents] == ["stock", "base"]
    base = found.explain("base", 1)
    assert base.precedents[0].sources == ("Vendor, Offer, Them, 2026",)
    assert (base.precedents[0].stated, base.precedents[0].origin) == ("1500 USD/month", "case")
    assert base.dependants == (("looks", "Looks"),)
    assert found.explain("base", 0).figures == "0 * 0"
    assert found.explain("stock", 0).formula == "fee"
    assert found.explain("base").present_value == pytest.approx(18_000)


def test_a_look_back_tells_the_earlier_value_beside_the_one_of_the_month() -> None:
    plan = {"label": "Plan", "unit": "USD/month", "schedule": {"by": "month", "values": list(range(1, 13))}}
    found = opened(
        lines=[cost("base", "plan"), cost("late", "delay(base, 2)"), cost("both", "delay(base, 2) + base")],
        assumptions={"plan": plan},
    )
    # The plan is 1, 2, 3 … a month: in month 6 it is 6, and two months before it was 4.
    late, both = found.explain("late", 6).precedents[0], found.explain("both", 6).precedents[0]
    assert (late.value, late.earlier) == (6, 4)
    assert (both.value, both.earlier) == (6, None)


def test_small_and_large_figures_are_readable() -> None:
    found = opened(
        lines=[{"id": "tiny", "label": "Tiny", "unit": "1", "formula": "x * 1000000"}],
        assumptions={"x": amount(0.00000123, "1")},
    )
    assert found.explain("tiny").figures == "1.23e-06 * 1000000"


def test_a_schedule_is_explained_by_its_month() -> None:
    plan = {
        "label": "Plan",
        "unit": "USD/month",
        "schedule": {"opening": 9, "by": "month", "values": list(range(1, 13))},
    }
    found = opened(lines=[cost(formula="plan")], assumptions={"plan": plan})
    assert (found.explain("spend", 5).figures, found.explain("spend", 0).figures) == ("5", "9")
    assert found.explain("spend").precedents[0].stated is None


# --- records ------------------------------------------------------------------------------------------------------


def test_a_value_may_be_called_likely() -> None:
    assert Assumption.model_validate({"likely": 3, "unit": "1"}).value == 3
    assert Assumption.model_validate(3).value == 3


def test_estimate_classes_give_ranges() -> None:
    # AACE 18R-97, class 3: −20% to +30%.
    assert Assumption(value=100, aace=3).range() == pytest.approx((80, 130))
    assert Assumption(schedule={"by": "month", "values": [1]}, aace=1).range() == pytest.approx((0.9, 1.15))
    assert Assumption(value=1).range() is None


def test_published_ranges() -> None:
    def marks(*spans: Any, **fields: Any) -> Assumption:
        source = Source(title="T")
        benchmarks = tuple(
            Benchmark(
                source=(source,), **({"value": s} if isinstance(s, float) else {"low": s[0], "high": s[1]}), **fields
            )
            for s in spans
        )
        return Assumption(benchmarks=benchmarks, unit="currency/person")

    assert marks(1.0, (2.0, 3.0)).plausible_range("USD") == (1.0, 3.0)
    assert marks(1.0).plausible_range("USD") is None
    assert marks(1.0).neighbourhood("USD") == (0.5, 2.0)
    assert marks(1.0).model_copy(update={"unit": "1"}).neighbourhood("USD") == (-math.inf, 1.5)
    assert marks(1.0, (2.0, 3.0), currency="EUR").plausible_range("USD") is None
    assert marks(1.0, comparable=False).neighbourhood("USD") is None
    assert Assumption(plausible=(0.1, 0.2)).plausible_range("USD") == (0.1, 0.2)


def test_a_benchmark_is_one_figure_or_a_range() -> None:
    document = Document("b", {"source": "T", "low": 1}, {})
    with pytest.raises(CaseProblems, match="neither one figure nor a range"):
        validated(Benchmark, document.data, document)


def test_sources_as_text_record_or_nothing() -> None:
    assert str(Assumption.model_validate({"source": "Offer"}).source[0]) == "Offer"
    assert Assumption.model_validate({"source": None}).source == ()
    assert len(Assumption.model_validate({"source": ["One", {"title": "Two 2020", "year": 2020}]}).source) == 2
    assert str(Source(title="Two 2020", year=2020)) == "Two 2020"


def test_the_vision_is_one_statement() -> None:
    vision = Vision(place="peers", benefit="answers", second_benefit="advice", excited="meet")
    assert (
        str(vision)
        == "Our community is the place for peers. Members will benefit from answers and advice, and will be most excited when they can meet online."
    )


def test_a_vision_may_be_filled_blank_by_blank() -> None:
    vision = Vision(place="peers", benefit="answers", second_benefit="advice")
    assert not vision.is_complete
    assert str(vision).endswith("when they can … online.")
    assert Vision(place="a", benefit="b", second_benefit="c", excited="d").is_complete


def test_equal_content_has_equal_fingerprints() -> None:
    one, other = (analyse(read_case(JWD, name)).resolved.fingerprint for name in ("a", "b"))
    assert one == other
    changed = read_case(JWD.replace("140000", "140001"), "c")
    assert analyse(changed).resolved.fingerprint != one


def test_flows_of_bare_numbers_are_nought_at_the_opening() -> None:
    lines = [
        cost(),
        cost("rising", "50 + month * 2"),
        {"id": "level", "label": "Level", "unit": "member", "formula": "7"},
    ]
    run = opened(lines=lines).appraisal.run
    assert run.line("spend")[:2].tolist() == [0, 100]
    assert run.line("rising")[:3].tolist() == [0, 52, 54]
    assert run.line("level")[:2].tolist() == [7, 7]
    assert (
        "stands beside a flow"
        in refused(lines=[cost(formula="fee + 100")], assumptions={"fee": amount(1)})["wrong_unit"]
    )


def test_plus_signs_and_numbers_as_formulas() -> None:
    assert opened(lines=[cost(formula="+100"), cost("more", 50)]).appraisal.figures.total_costs == pytest.approx(
        12 * 150
    )


def test_tables_for_pandas() -> None:
    found = opened(lines=[cost()])
    monthly, yearly = found.monthly(), found.yearly()
    assert list(monthly.columns) == ["date", "spend"]
    assert monthly.loc[12, "date"] == "2027-12"
    assert yearly.loc[1, "costs"] == pytest.approx(1_200)
    assert library() is library()
