"""Worth at many sets of values at once, by hand; draws that cannot be computed spoil no other."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model import finance
from model.evidence import Assumption
from model.risk.naming import in_whole_months, label, money, value_text
from model.risk.worth import line_shares, net_flows, npv_at, payback_at, paybacks
from tests.risk import PLAN_OF_TWOS, program_of, worth_of_one


def test_npv_and_payback_by_hand() -> None:
    # 100 is spent at the opening, and `gain` comes in each of 12 months: back after 100 / gain months.
    program = program_of("gain * after(0)", "100 * at(0)", gain=Assumption(label="Gain", unit="1", value=10))
    gains = {"gain": np.array([10.0, 20.0, 5.0])}
    assert npv_at(program, gains) == pytest.approx(np.array([10, 20, 5]) * worth_of_one(12) - 100)
    assert payback_at(program, gains) == pytest.approx([10, 5, np.inf])
    assert net_flows(program, gains)[:3, 1].tolist() == [-100, 20, 20]
    assert npv_at(program, {}) == pytest.approx([10 * worth_of_one(12) - 100])


def test_draws_that_cannot_be_computed_are_left_empty() -> None:
    program = program_of("100 / divisor * at(0)", divisor=Assumption(label="Divisor", unit="1", value=1))
    found = npv_at(program, {"divisor": np.array([1.0, 0.0, 4.0, 0.0, 2.0])})
    assert found.tolist() == pytest.approx([100, np.nan, 25, np.nan, 50], nan_ok=True)
    assert np.isnan(payback_at(program, {"divisor": np.array([0.0])})).all()


def test_what_is_not_varied_may_change_over_time() -> None:
    plan = Assumption(label="Plan", unit="1", schedule={"by": "month", "values": [1.0, 2.0, 3.0]})
    program = program_of("plan * gain * after(0)", "0", 3, plan=plan, gain=Assumption(label="Gain", unit="1", value=10))
    once = sum((month + 1) * 1.1 ** (-(month + 1) / 12) for month in range(3))
    assert npv_at(program, {"gain": np.array([10.0, 20.0])}) == pytest.approx([10 * once, 20 * once])
    assert npv_at(program, {}) == pytest.approx([10 * once])


def test_a_fault_that_hides_is_found_by_halving() -> None:
    # 1 / x is infinite at 0, and capped at 5 it looks like a number; the wait cannot be below nought.
    x, wait = Assumption(label="X", unit="1", value=1), Assumption(label="Wait", unit="month", value=1)
    capped = program_of("min(5, 1 / x) * at(0)", x=x)
    assert npv_at(capped, {"x": np.array([1.0, 0.0, 0.5])}).tolist() == pytest.approx([1, np.nan, 2], nan_ok=True)
    late = program_of("delay(cost_line, wait)", "10 * at(0)", wait=wait)
    found = npv_at(late, {"wait": np.array([0.0, -1.0])})
    assert found.tolist() == pytest.approx([0, np.nan], nan_ok=True)


def test_the_spread_is_shared_out_by_line() -> None:
    # Worth 10 and 20, less 1 and 5: about their means ±5 and ∓2 together make ±3, so (5 × 3, −2 × 3) / 9 of the variance.
    gain, spend = Assumption(label="Gain", unit="1", value=10), Assumption(label="Spend", unit="1", value=1)
    program = program_of("gain * at(0)", "spend * at(0)", gain=gain, spend=spend)
    found = line_shares(program, {"gain": np.array([10.0, 20.0]), "spend": np.array([1.0, 5.0])})
    assert found == pytest.approx({"gain_line": 5 / 3, "cost_line": -2 / 3})
    assert line_shares(program, {}) == {"gain_line": 0, "cost_line": 0}


def test_more_draws_than_are_computed_together() -> None:
    program = program_of("gain * at(0)", gain=Assumption(label="Gain", unit="1", value=10))
    gains = np.arange(2_500.0)
    assert npv_at(program, {"gain": gains}).tolist() == gains.tolist()
    assert net_flows(program, {"gain": gains})[0].tolist() == gains.tolist()
    assert payback_at(program, {"gain": gains}).tolist() == [0.0] * 2_500


@given(st.lists(st.lists(st.integers(-5, 5), min_size=1, max_size=8), min_size=1, max_size=4))
@settings(max_examples=200, deadline=None)
def test_paybacks_are_those_of_the_single_flow(flows: list[list[int]]) -> None:
    longest = max(map(len, flows))
    net = np.array([flow + [0] * (longest - len(flow)) for flow in flows], dtype=float).T
    expected = [finance.payback(net[:, draw]) for draw in range(net.shape[1])]
    assert paybacks(net).tolist() == [np.inf if months is None else months for months in expected]


def test_values_are_told_with_their_units() -> None:
    program = program_of(
        "share * plan * cost * 0 + wait * 0",
        share=Assumption(label="Share", unit="1", value=0.4),
        cost=Assumption(label="Cost", unit="currency/contact", value=22),
        plan=Assumption(label="Plan", unit="1", schedule=PLAN_OF_TWOS),
        wait=Assumption(label="Wait", unit="month", value=3),
        part=Assumption(label="Part", unit="month", value=2.5),
    )
    assert label(program, "share") == "Share"
    assert value_text(program, "share", 0.25) == "25%"
    assert value_text(program, "cost", 22.0) == "$22.00 a contact"
    assert value_text(program, "plan", 0.8) == "0.8 times its plan"
    assert money(program, -1_234.5) == "−$1,234"
    assert [in_whole_months(program, name) for name in ("share", "wait", "part", "plan")] == [False, True, False, False]
