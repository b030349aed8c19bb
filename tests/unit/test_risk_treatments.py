"""Alternatives side by side by hand; what a case states itself is taken out first, and nothing is stacked."""

from __future__ import annotations

import numpy as np
import pytest

from model.evaluate import Program
from model.problems import CaseProblems
from model.risk.treatments import Rates, treatments, untreated
from model.risk.worth import npv_at
from tests.cases import amount, cost, opened
from tests.risk import money, number, program_of
from tests.strategies import graph_of

ONCE = money("setup", "cost", "100 * at(0)", one_off=True)
RUNNING = money("fee", "cost", "200 * at(0)")
GAIN = money("gain", "benefit", "1000 * at(0)")


def plain_program() -> Program:
    return Program(graph_of([GAIN, ONCE, RUNNING], 12, {"idle": number(1)}))


def test_each_alone_by_hand() -> None:
    found = treatments(plain_program(), np.array([500.0, np.nan, 900.0]))
    rows = {row.id: row for row in found.rows}
    assert list(rows) == ["none", "tei", "optimism_bias", "aace", "simulation"]
    assert rows["none"].npv == pytest.approx(700)
    # 66% × 30% + 34% × 0 = 19.8%: 1,000 × 0.802 − 300 × 1.198 = 802 − 359.4.
    assert rows["tei"].npv == pytest.approx(442.6)
    # 1,000 − 100 × 3 − 200 × 1.41 = 418; at the lower bounds 1,000 − 110 − 200 = 690.
    assert (rows["optimism_bias"].npv, rows["optimism_bias"].low, rows["optimism_bias"].high) == pytest.approx(
        (418, 418, 690)
    )
    # Class 3: costs 30% more or 20% less: 1,000 − 390 and 1,000 − 240.
    assert (rows["aace"].npv, rows["aace"].low, rows["aace"].high) == pytest.approx((700, 610, 760))
    assert rows["simulation"].npv == pytest.approx(700)
    assert (rows["simulation"].low, rows["simulation"].high) == pytest.approx((520, 880))
    assert rows["simulation"].what.startswith("Every assumption is drawn from its range, 2 times")
    assert rows["tei"].what == "Benefits are lowered by 20% and costs raised by 20%."
    assert found.sentence.startswith("By the treatment of its risk, the case is worth from $418 to $700.")
    assert (found.in_case, found.note) == ((), "")
    assert found.record()["rows"][0]["id"] == "none"


def test_own_rates() -> None:
    rates = Rates(tei_benefits=0.1, tei_costs=0.0, one_off_bias=(0.0, 0.5), running_bias=(0.0, 0.0), aace_class=5)
    rows = {row.id: row for row in treatments(plain_program(), rates=rates).rows}
    assert rows["tei"].npv == pytest.approx(600)
    assert (rows["optimism_bias"].npv, rows["optimism_bias"].high) == pytest.approx((650, 700))
    # Class 5: twice the costs, or half of them.
    assert (rows["aace"].low, rows["aace"].high) == pytest.approx((400, 850))
    assert "simulation" not in rows
    assert [row.id for row in treatments(plain_program(), np.array([np.nan])).rows][-1] == "aace"


def test_what_the_case_states_is_taken_out_first() -> None:
    lines = [
        cost("spend", "fee * at(0)", risk_adjustment="0.2"),
        cost("gain", "earned * at(0)", kind="benefit", risk_adjustment="0.1", attribution="0.5", **{"class": "cashable"}),
    ]  # fmt: skip
    assumptions = {"fee": amount(100, "USD"), "earned": amount(1_000, "USD"), "contingency_share": 0.5}
    analysis = opened(lines=lines, assumptions=assumptions, streams={"overheads": {"lines": ["contingency"]}})
    found = treatments(analysis.program)
    rows = {row.id: row for row in found.rows}
    # Attribution is no treatment of risk and stays: 500 − 100. As stated 450 − 120 − 60 for contingency.
    assert rows["none"].npv == pytest.approx(400)
    assert rows["stated"].npv == pytest.approx(270)
    assert rows["stated"].npv == pytest.approx(analysis.appraisal.figures.npv)
    assert found.in_case == ("risk adjustment on 2 lines", "contingency")
    assert (
        found.note
        == "The alternatives leave out what the case states itself: risk adjustment on 2 lines and contingency."
    )
    assert npv_at(untreated(analysis.program), {}) == pytest.approx([400])
    assert [
        line.risk_adjusted for line in untreated(analysis.program).graph.resolved.lines if line.kind != "driver"
    ] == [False] * 2


def test_a_case_without_treatment_stays_as_it_is() -> None:
    program = plain_program()
    assert untreated(program) is program


def test_a_case_that_cannot_be_computed_says_why() -> None:
    with pytest.raises(CaseProblems, match="divides by nought"):
        treatments(program_of("1 / x", x=number(0)))
