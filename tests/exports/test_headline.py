"""How the headline figures are explained: the formula with the figures of the case adds up by hand."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from exports import wording
from exports.headline import FigureExplanation, explain_figure
from exports.workings import WORKINGS
from model.problems import CaseProblems
from model.result import Appraisal, Figures
from scenarios import open_case
from tests.cases import amount, cost, opened
from tests.conftest import ROOT

KEYS = tuple(field.name for field in fields(Figures))
CASES = sorted((ROOT / "scenarios").glob("*/*.yaml"))


@pytest.fixture
def told(jwd: Path) -> Appraisal:
    """The JWD case: 140,000 at the opening, then for three years 40,000 out and 200,000 in, at 8%, year ends."""
    return open_case(str(jwd)).appraisal


def worked(appraisal: Appraisal, key: str) -> str:
    return explain_figure(appraisal, key).figures


def parts(explanation: FigureExplanation) -> list[tuple[str, str]]:
    return [(part.line or part.figure or "", part.value) for part in explanation.parts]


def test_every_figure_can_be_explained_and_has_a_name() -> None:
    assert set(KEYS) == set(WORKINGS) == set(wording.FIGURE_LABELS)


def shown_otherwise(said: FigureExplanation) -> bool:
    """Worths are shown with cents in sums, and times with more decimals, or in a sentence where no money is ever out."""
    return said.key.startswith("npv") or said.key.endswith("months") or "No money is ever out" in said.figures


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_figure_of_every_case_is_explained(path: Path) -> None:
    base = open_case(str(path))
    cash_only = open_case(str(path), cash_only=True)
    for case in (cash_only, *(base.under(scenario) for scenario in (None, *base.scenarios))):
        for key in KEYS:
            said = explain_figure(case.appraisal, key)
            assert said.value in said.figures or said.value == wording.NONE or shown_otherwise(said), key
            assert not {"nan", "inf", "None"} & set(re.findall(r"\w+", said.figures)), key


def test_parts_lead_to_lines_and_figures_there_are(told: Appraisal) -> None:
    for key in KEYS:
        for part in explain_figure(told, key).parts:
            assert part.line is None or part.line in told.run.index
            assert part.figure is None or part.figure in KEYS
            assert part.figure != key


def test_present_values_are_told_year_by_year(told: Appraisal) -> None:
    # 200,000 / 1.08 = 185,185.19, / 1.08² = 171,467.76, / 1.08³ = 158,766.45; published sum: 515,419.40
    benefits = explain_figure(told, "pv_benefits")
    assert benefits.figures == "$185,185 (year 1) + $171,468 (year 2) + $158,766 (year 3) = $515,419"
    # 1 / 1.08³ = 0.79
    assert parts(benefits) == [("intranet_benefit", "$515,419"), ("", "0.79")]
    # 40,000 / 1.08 = 37,037.04, 34,293.55, 31,753.29; published sum with the opening: 243,083.88
    assert worked(told, "pv_costs") == (
        "$140,000 (opening) + $37,037 (year 1) + $34,294 (year 2) + $31,753 (year 3) = $243,084"
    )
    assert (
        benefits.convention
        == "8.0% a year, yearly flows discounted at year ends, the opening undiscounted (the convention of Forrester's TEI)"
    )


def test_npv_leads_to_its_lines(told: Appraisal) -> None:
    npv = explain_figure(told, "npv")
    assert npv.label == "What it is worth today (NPV)"
    assert npv.value == "$272,336"
    assert npv.figures == "$515,419.40 − $243,083.88 = $272,335.52"  # as published
    assert parts(npv) == [
        ("pv_benefits", "$515,419.40"),
        ("pv_costs", "$243,083.88"),
        ("intranet_benefit", "$515,419"),
        ("intranet_cost", "−$243,084"),
    ]


def test_cashable_savings_alone(told: Appraisal) -> None:
    # time saved is capacity, so no benefit is left
    assert worked(told, "npv_cashable_only") == "$0.00 − $243,083.88 = −$243,083.88"
    both = opened(
        lines=[cost(), cost("stopped", "250", kind="benefit", **{"class": "cashable"})]
    ).appraisal  # 12 × 250 − 12 × 100
    assert worked(both, "npv_cashable_only") == "$3,000.00 − $1,200.00 = $1,800.00"
    assert parts(explain_figure(both, "npv_cashable_only")) == [("pv_costs", "$1,200.00"), ("stopped", "$3,000")]


def test_returns(told: Appraisal) -> None:
    assert worked(told, "roi") == "($515,419 − $243,084) ÷ $243,084 = 112.0%"  # published: 112.03%
    # (600,000 − 260,000) / 260,000 = 1.3077
    assert worked(told, "roi_undiscounted") == "($600,000 − $260,000) ÷ $260,000 = 130.8%"
    assert worked(told, "benefit_cost_ratio") == "$515,419 ÷ $243,084 = 2.12"  # 515,419.40 / 243,083.88 = 2.1203
    assert worked(told, "total_costs") == (
        "$140,000 (opening) + $40,000 (year 1) + $40,000 (year 2) + $40,000 (year 3) = $260,000"
    )
    assert explain_figure(told, "roi_undiscounted").convention == "Undiscounted: every amount as it falls"


def test_the_rate_at_which_nothing_is_left(told: Appraisal) -> None:
    # −140,000 + 160,000 × (1/2 + 1/4 + 1/8) = 0, so the rate is 100%
    irr = explain_figure(told, "irr")
    assert irr.figures == "At 100.0% a year: $140,000 − $140,000 = $0"
    assert irr.convention == "Taken from yearly flows"
    # 160,000 × (1.08² + 1.08 + 1) = 519,424; / 140,000 = 3.71017; its cube root is 1.5481
    assert worked(told, "mirr") == "($519,424 ÷ $140,000) ^ (1 ÷ 3) − 1 = 54.8%"


def test_monthly_rates() -> None:
    # 100 out, 101 back a month later: 1% a month, 1.01^12 − 1 = 12.68% a year
    plan = amount(0, schedule={"opening": 0, "by": "month", "values": [101] + [0] * 11})
    del plan["value"]
    case = opened(
        discount={"rate": 0.05, "finance_rate": 0.02, "reinvest_rate": 0.21},
        lines=[
            cost(formula="0", opening="100"),
            cost("back", "plan", kind="benefit", **{"class": "cashable"}),
        ],
        assumptions={"plan": plan},
    ).appraisal
    assert worked(case, "irr") == "At 12.7% a year: $100 − $100 = $0"
    assert explain_figure(case, "irr").convention == "Taken from monthly flows, given as a rate a year"
    # 101 for 11 months at 21% a year: 101 × 1.21^(11/12) = 120.28; over one year 120.28 / 100 − 1 = 20.3%
    mirr = explain_figure(case, "mirr")
    assert mirr.figures == "($120 ÷ $100) ^ (1 ÷ 1) − 1 = 20.3%"
    assert [part.label for part in mirr.parts[:2]] == [
        "Money coming in, put aside at 21.0% a year to the end",
        "Money going out, at today's value at 2.0% a year",
    ]


def test_a_rate_that_no_number_can_hold() -> None:
    # 100,000 out at the opening, 0.001 back in month 1: 1 + i = 1e-8 a month, 1e-96 a year
    plan = {"label": "Back", "unit": "USD/month", "schedule": {"by": "month", "values": [0.001] + [0] * 11}}
    case = opened(
        lines=[cost(formula="0", opening="100000"), cost("back", "plan", kind="benefit", **{"class": "cashable"})],
        assumptions={"plan": plan},
    ).appraisal
    assert worked(case, "irr") == "At −100.0% a year NPV is nought"


def test_payback_within_the_month(told: Appraisal) -> None:
    # 160,000 / 12 = 13,333.33 a month: 140,000 − 10 × 13,333.33 = 6,666.67 is out after month 10; half a month more
    payback = explain_figure(told, "payback_months")
    assert payback.figures == "10 + $6,667 ÷ $13,333 = 10.5 months"
    assert [(part.label, part.value) for part in payback.parts[:2]] == [
        ("Money in less money out, up to month 10 (October 2016)", "−$6,667"),
        ("Money in less money out, up to month 11 (November 2016)", "$6,667"),
    ]
    # 13,333.33 / 1.08 = 12,345.68: 140,000 − 11 × 12,345.68 = 4,197.53 is out after month 11; 4,197.53 / 12,345.68 = 0.34
    assert worked(told, "discounted_payback_months") == "11 + $4,198 ÷ $12,346 = 11.34 months"
    assert worked(told, "break_even_month") == "10.5 months end in month 11 (November 2016)"
    assert worked(told, "peak_funding") == "Money in less money out, up to the opening: −$140,000"
    assert "time set free" in (payback.note or "")


def test_an_equal_amount_a_year(told: Appraisal) -> None:
    # 272,335.52 × 0.08 / (1 − 1.08⁻³) = 272,335.52 × 0.388034 = 105,675
    assert worked(told, "equivalent_annual_value") == "$272,336 × 8.0% ÷ (1 − 1.08 ^ −3) = $105,675"
    spent = opened(lines=[cost()], months=18).appraisal  # 18 × 100 over a year and a half, at 0%
    assert worked(spent, "equivalent_annual_value") == "−$1,800 ÷ 1.5 = −$1,200"


def test_doing_nothing() -> None:
    nothing = opened().appraisal
    assert worked(nothing, "npv") == "$0.00 − $0.00 = $0.00"
    assert worked(nothing, "roi") == "($0 − $0) ÷ $0 = –"
    assert "no costs above nought" in (explain_figure(nothing, "roi").note or "")
    for key in ("payback_months", "discounted_payback_months", "break_even_month"):
        said = explain_figure(nothing, key)
        assert (said.value, said.figures) == (wording.NONE, "Nothing is spent, and nothing comes back")
    assert explain_figure(nothing, "payback_months").note == (
        "Payback: nothing is spent, so there is nothing to pay back."
    )
    for key in ("irr", "mirr"):
        assert worked(nothing, key).startswith("There is no such rate")


def test_money_that_does_not_come_back() -> None:
    spent = opened(lines=[cost()]).appraisal
    for key in ("payback_months", "discounted_payback_months", "break_even_month"):
        assert worked(spent, key) == "After 12 months $1,200 is still out"
    assert explain_figure(spent, "payback_months").note == "Payback: the money is not back within 12 months."
    assert explain_figure(spent, "irr").note == (
        "There is no yearly rate of return (IRR): money only goes out, or only comes in."
    )
    assert worked(spent, "peak_funding") == "Money in less money out, up to month 12 (December 2027): −$1,200"


def test_money_that_is_never_out() -> None:
    earned = opened(lines=[cost("back", "100", kind="benefit", **{"class": "cashable"})]).appraisal
    for key in ("payback_months", "discounted_payback_months", "break_even_month", "peak_funding"):
        assert worked(earned, key).startswith("No money is ever out")


def test_many_years_are_told_by_the_first_and_the_last() -> None:
    spent = opened(lines=[cost()], months=120).appraisal
    assert worked(spent, "total_costs") == (
        "$1,200 (year 1) + $1,200 (year 2) + $1,200 (year 3) + $1,200 (year 4) + … + $1,200 (year 10) = $12,000"
    )


def test_what_counts_is_said(jwd: Path) -> None:
    cash = explain_figure(open_case(str(jwd), cash_only=True).appraisal, "npv")
    assert cash.convention.endswith("; cashable savings are the only benefits counted")


def test_other_languages(told: Appraisal) -> None:
    assert "272.335,52" in explain_figure(told, "npv", "de_DE").figures


def test_labels_stand_alone() -> None:
    assert wording.figure_label("mirr") == "Yearly rate of return, with money in between at the case's rates (MIRR)"
    assert not any(wording.figure_label(key).startswith("…") for key in KEYS)


def test_an_unknown_figure_is_refused(told: Appraisal) -> None:
    with pytest.raises(CaseProblems, match="Did you mean `npv`"):
        explain_figure(told, "nvp")
