"""KPIs and their lines: what is suggested, and units and baselines that follow the line."""

from __future__ import annotations

from typing import Any

import pytest

from assumptions.loader import library
from model.case import Case
from model.problems import CaseProblems
from model.result import Run
from model.strategy import Baseline
from model.units import UnitError
from scenarios.answering import answer
from scenarios.editing import put, switch_off, switch_on
from scenarios.measuring import (
    begins_with,
    in_unit,
    left_behind,
    measures,
    over_months,
    read_from,
    sources,
    stated,
    with_measure,
    with_own,
    without,
)
from scenarios.standing import stand
from tests.cases import amount, cost, opened
from ui.cached import shipped


def run_of(case: Case) -> Run:
    analysis = stand(case).analysis
    assert analysis is not None
    return analysis.appraisal.run


def bare(name: str) -> Case:
    return put(shipped(name), ("kpis",), ())


def suggested(name: str) -> dict[str, Any]:
    case = bare(name)
    return {measure.line: measure for measure in measures(case, run_of(case))}


# --- what is worth measuring ---------------------------------------------------------------------------------------


def test_results_are_suggested_before_what_moves_first() -> None:
    # SPS Commerce: four benefits; the saving on onboarding is computed from answers alone, so its money is measured.
    found = suggested("sps_commerce")
    assert list(found) == [
        "deflected_contacts",
        "remaining_contacts",
        "onboarding_saving",
        "kept_customers",
        "customers_kept",
    ]
    assert [measure.signal for measure in found.values()] == [*["lagging"] * 4, "leading"]
    assert (found["onboarding_saving"].label, found["onboarding_saving"].months) == (
        "Onboarding time saved in a year",
        12,
    )


def test_what_only_counts_is_never_suggested() -> None:
    # Advertising is computed from page views, and membership fees from members who pay: both count attention.
    assert "page_views" not in suggested("advertising_b2c")
    assert "paying_members" not in suggested("executive_gated")


def test_what_is_measured_already_is_not_suggested() -> None:
    case = shipped("sps_commerce")
    assert [measure.line for measure in measures(case, run_of(case))] == ["customers_kept"]


def test_a_suggestion_becomes_a_kpi_with_goals_unit_and_direction() -> None:
    case = bare("sps_commerce")
    run = run_of(case)
    for measure in measures(case, run)[:3]:
        case = with_measure(case, measure, run)
    deflected, left, onboarding = case.kpis
    assert (deflected.unit, deflected.direction, deflected.goals) == ("contact/month", "up", ("cost_to_serve",))
    assert (left.unit, left.direction) == ("contact/month", "down")
    # Money of twelve months is an amount, not an amount a month.
    assert (onboarding.unit, onboarding.target.month, onboarding.target.months_summed) == ("currency", 24, 12)
    assert stand(case).problems == ()


def test_a_short_case_is_measured_by_the_month() -> None:
    case = put(bare("sps_commerce"), ("months",), 9)
    found = {measure.line: measure for measure in measures(case, run_of(case))}
    assert (found["onboarding_saving"].label, found["onboarding_saving"].months) == ("Onboarding time saved", 1)
    assert with_measure(case, found["onboarding_saving"], run_of(case)).kpis[0].target.month == 9


# --- a unit that follows its line ----------------------------------------------------------------------------------


def test_a_kpi_read_from_another_line_gets_its_unit_and_loses_a_baseline_in_another() -> None:
    case = shipped("sps_commerce")
    run = run_of(case)
    same = read_from(case, 0, "remaining_contacts", run)
    assert (same.kpis[0].unit, same.kpis[0].baseline) == ("contact/month", case.kpis[0].baseline)
    other = read_from(case, 0, "kept_customers", run)
    assert (other.kpis[0].unit, other.kpis[0].baseline) == ("customer", None)
    assert stand(other).problems == ()


def test_months_added_up_make_an_amount_of_a_flow_and_a_mean_of_a_level() -> None:
    case = shipped("sps_commerce")
    run = run_of(case)
    year = over_months(put(case, ("kpis", 0, "target", "month"), 6), 0, 12, run)
    # Twelve months need a target in month 12 at the earliest.
    assert (year.kpis[0].unit, year.kpis[0].target.month) == ("contact", 12)
    assert over_months(year, 0, 1, run).kpis[0].unit == "contact/month"
    level = over_months(read_from(case, 0, "kept_customers", run), 0, 12, run)
    assert level.kpis[0].unit == "customer"
    assert stand(year).problems == stand(level).problems == ()


def test_a_line_out_of_sight_leaves_the_unit() -> None:
    case = shipped("sps_commerce")
    assert read_from(case, 0, "unknown", run_of(case)).kpis[0].unit == case.kpis[0].unit


def test_a_stated_target_and_its_unit() -> None:
    case = stated(shipped("sps_commerce"), 0, 4_000.0, "As in the contract")
    target = case.kpis[0].target
    assert (target.line, target.value, target.month, target.reason) == (None, 4_000, 24, "As in the contract")
    assert in_unit(case, 0, "contact/year").kpis[0].baseline == Baseline(value=0, date="2013-12")
    assert in_unit(case, 0, "customer").kpis[0].baseline is None
    with pytest.raises(UnitError):
        in_unit(case, 0, "smiles")
    assert in_unit(put(case, ("kpis", 0, "unit"), "smiles"), 0, "customer").kpis[0].baseline is None


def test_a_kpi_of_ones_own_has_a_unit_and_a_reason() -> None:
    case = with_own(bare("sps_commerce"), "Trust in answers", "1", 0.8, 24, "The survey of last year")
    assert (case.kpis[0].id, case.kpis[0].target.value) == ("trust_in_answers", 0.8)
    with pytest.raises(UnitError):
        with_own(case, "Smiles", "smiles", 8, 24, "A wish")
    with pytest.raises(CaseProblems):
        with_own(case, "No reason", "1", 0.8, 24, "")


# --- words ---------------------------------------------------------------------------------------------------------


def test_lines_are_named_with_their_stream() -> None:
    named = sources(run_of(shipped("sps_commerce")), library())
    assert named["deflected_contacts"] == "Contacts deflected – Support deflection"
    assert "overlap_granted[contacts]" not in named
    own = opened(lines=[cost(formula="fee")], assumptions={"fee": amount(1)}).appraisal.run
    assert sources(own, library()) == {"spend": "Spend – own lines"}


# --- where it stands -------------------------------------------------------------------------------------------------


def test_an_answer_that_was_changed_leaves_a_baseline_behind() -> None:
    case = shipped("support_b2b")
    (index,) = (i for i, kpi in enumerate(case.kpis) if kpi.id == "contacts_left")
    assert begins_with(case.kpis[index], run_of(case)) is None
    fewer = answer(case, "contact_volume", None, {"value": 9_000})
    # Nothing is deflected before the launch, so that the first month has every contact.
    assert begins_with(fewer.kpis[index], run_of(fewer)) == 9_000
    near = put(fewer, ("kpis", index, "baseline", "value"), 9_300.0)
    assert begins_with(near.kpis[index], run_of(near)) is None
    # A baseline of nought says that nothing was there before, whatever the model begins with.
    none = put(fewer, ("kpis", index, "baseline", "value"), 0.0)
    assert begins_with(none.kpis[index], run_of(none)) is None


def test_only_a_kpi_that_is_read_month_by_month_has_a_beginning() -> None:
    case = shipped("support_b2b")
    run = run_of(case)
    for index, kpi in enumerate(case.kpis):
        other = put(case, ("kpis", index, "baseline"), Baseline(value=123.0, date="2026-01")).kpis[index]
        has_line = kpi.target.line is not None and kpi.target.months_summed == 1
        assert begins_with(other, run) is None or has_line


def test_kpis_of_a_stream_that_was_taken_out_are_named_and_can_go() -> None:
    case = shipped("support_b2b")
    assert not left_behind(case, library())
    off = switch_off(case, "onboarding", library())
    (index,) = left_behind(off, library())["onboarding"]
    assert off.kpis[index].id == "setup_hours"
    left = without(off, [index])
    assert "setup_hours" not in [kpi.id for kpi in left.kpis]
    assert not left_behind(left, library())
    assert not left_behind(switch_on(off, "onboarding"), library())
