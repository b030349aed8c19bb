"""Finance against second engines (numpy-financial, pyxirr, SciPy) and against what must always hold."""

from __future__ import annotations

import numpy as np
import numpy_financial as npf
import pytest
import pyxirr
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq

from model import finance

amounts = st.floats(0.01, 1e6)
rates = st.floats(0.001, 0.5)
TIMINGS = ("month_end", "mid_month", "year_end", "excel_npv")


@st.composite
def investments(draw: st.DrawFn, longest: int = 60) -> np.ndarray:
    """Flows that pay first and receive later, so that there is one rate."""
    out = draw(st.lists(amounts, min_size=1, max_size=longest // 2))
    back = draw(st.lists(amounts, min_size=1, max_size=longest // 2))
    return np.array([*(-x for x in out), *back])


@given(investments())
@settings(max_examples=300, deadline=None)
def test_irr_brings_the_flow_to_nought(flow: np.ndarray) -> None:
    found = finance.irr(flow, "month_end")
    assert found.value is not None
    assume(found.value > -0.999)  # a year's rate of almost -100% no longer holds the monthly one
    log_rate = np.log1p(found.value) / 12
    t = np.arange(len(flow))
    worth = flow * np.exp(-log_rate * t - max(-log_rate * t.max(), 0.0))
    assert abs(worth.sum()) <= 1e-9 * np.abs(worth).sum()


@given(investments(20))
@settings(max_examples=200, deadline=None)
def test_irr_agrees_with_brentq_and_pyxirr(flow: np.ndarray) -> None:
    yearly = np.concatenate((flow[:1], np.repeat(flow[1:] / 12, 12)))
    found = finance.irr(yearly, "year_end").value
    assert found is not None

    def worth(log_rate: float) -> float:
        exponents = -log_rate * np.arange(len(flow))
        return float(flow @ np.exp(exponents - exponents.max()))

    expected = np.expm1(brentq(worth, -30, 30, xtol=1e-14))
    assert found == pytest.approx(expected, rel=1e-8, abs=1e-10)
    other = pyxirr.irr(flow)
    if other is not None:
        assert found == pytest.approx(other, rel=1e-6, abs=1e-8)


@given(investments(20), rates)
@settings(max_examples=200, deadline=None)
def test_npv_agrees_with_numpy_financial(flow: np.ndarray, rate: float) -> None:
    monthly = np.concatenate((flow[:1], np.repeat(flow[1:] / 12, 12)))
    year_end = monthly @ finance.discount_factors(rate, "year_end", len(monthly) - 1)
    assert year_end == pytest.approx(npf.npv(rate, flow), rel=1e-9, abs=1e-6)
    excel = monthly @ finance.discount_factors(rate, "excel_npv", len(monthly) - 1)
    assert excel == pytest.approx(pyxirr.npv(rate, flow, start_from_zero=False), rel=1e-9, abs=1e-6)
    month_end = flow @ finance.discount_factors(rate, "month_end", len(flow) - 1)
    assert month_end == pytest.approx(npf.npv((1 + rate) ** (1 / 12) - 1, flow), rel=1e-9, abs=1e-6)


@given(investments(), rates, rates)
@settings(max_examples=200, deadline=None)
def test_mirr_agrees_with_pyxirr(flow: np.ndarray, pay: float, earn: float) -> None:
    monthly = [(1 + rate) ** (1 / 12) - 1 for rate in (pay, earn)]
    expected = (1 + pyxirr.mirr(flow, *monthly)) ** 12 - 1
    assert finance.mirr(flow, "month_end", pay, earn).value == pytest.approx(expected, rel=1e-9)


@given(st.lists(st.floats(0, 1e6), min_size=13, max_size=61), st.sampled_from(TIMINGS), rates, rates)
@settings(max_examples=200, deadline=None)
def test_a_higher_rate_never_raises_the_value_of_later_money(
    flow: list[float], timing: finance.Timing, one: float, other: float
) -> None:
    later = np.array([0.0, *flow[1:]])
    low, high = (later @ finance.discount_factors(rate, timing, len(later) - 1) for rate in sorted((one, other)))
    assert high <= low * (1 + 1e-12)


@given(investments(), st.floats(0, 1e5))
@settings(max_examples=200, deadline=None)
def test_more_benefit_never_delays_payback(flow: np.ndarray, more: float) -> None:
    before = finance.payback(flow)
    assume(before is not None)
    raised = flow.copy()
    raised[-1] += more
    after = finance.payback(raised)
    assert after is not None
    assert after <= before + 1e-9
    assert finance.peak_funding(flow) == pytest.approx(-np.cumsum(flow).min())


@given(st.floats(-1e6, 1e6), st.floats(0, 0.5), st.integers(1, 120))
@settings(max_examples=100, deadline=None)
def test_equivalent_annual_value_is_worth_the_npv(npv: float, rate: float, years: int) -> None:
    assume(rate > 1e-4)
    annual = finance.equivalent_annual_value(npv, rate, 12 * years)
    worth = -npf.pv(rate, years, annual)
    assert worth == pytest.approx(npv, rel=1e-9, abs=1e-6)


def test_equivalent_annual_value_without_interest_is_an_even_share() -> None:
    assert finance.equivalent_annual_value(300.0, 0.0, 36) == 100.0


def test_factors_of_each_convention_by_hand() -> None:
    # At 21% a year: a year is worth 1 / 1.21, half a year 1 / 1.1.
    months = 24
    month_end = finance.discount_factors(0.21, "month_end", months)
    assert month_end[[0, 6, 12, 24]] == pytest.approx([1, 1 / 1.1, 1 / 1.21, 1 / 1.21**2])
    mid = finance.discount_factors(0.21, "mid_month", months)
    assert mid[[0, 1, 12]] == pytest.approx([1, 1.21 ** (-0.5 / 12), 1.21 ** (-11.5 / 12)])
    assert finance.discount_factors(0.21, "year_end", months)[[0, 1, 12, 13]] == pytest.approx(
        [1, 1 / 1.21, 1 / 1.21, 1 / 1.21**2]
    )
    assert finance.discount_factors(0.21, "excel_npv", months)[[0, 1, 13]] == pytest.approx(
        [1 / 1.21, 1 / 1.21**2, 1 / 1.21**3]
    )


def test_years_of_a_broken_horizon() -> None:
    assert finance.yearly(np.array([5.0, *[1.0] * 14])).tolist() == [5.0, 12.0, 2.0]
    assert finance.yearly(np.array([5.0])).tolist() == [5.0]


@pytest.mark.parametrize(
    ("flow", "expected"),
    [
        ([-100, 60, 60], 1 + 40 / 60),
        ([-100, 50, 50], 2.0),
        ([0, -100, 40, 60, 10], 3.0),
        ([-100, 10, 10], None),
        ([10, 10], 0.0),
        ([-100, 150, -100, 200], 1 - 50 / 150),
        ([-1e-13, 1, -1], 0.0),
    ],
)
def test_payback_by_hand(flow: list[float], expected: float | None) -> None:
    found = finance.payback(np.array(flow, dtype=float))
    assert found == (expected if expected is None else pytest.approx(expected))


def test_falling_below_nought_again_is_noticed() -> None:
    assert finance.falls_below_again(np.array([-100.0, 150, -100, 200]))
    assert not finance.falls_below_again(np.array([-100.0, 150, 100]))
    assert finance.falls_below_again(np.array([100.0, -150, 100, -100]))


@pytest.mark.parametrize(
    ("flow", "value", "note"),
    [
        ([-100, 230, -132], None, "turns 2 times between going out and coming in, so several rates may fit"),
        ([1000, -3000, 2500], None, "turns 2 times between going out and coming in, so several rates may fit"),
        # A dip: the cumulative flow crosses nought once. By hand, v = 0.843845 solves -100 + 80 v - 5 v^2 + 60 v^3 = 0:
        # 67.5076 - 3.5604 + 36.0528 = 100.0000, and 1 / 0.843845 - 1 = 0.18505.
        ([-100, 80, -5, 60], 0.18505, "the only positive rate there is"),
        ([100, -60, -60], 0.13066, "a lower rate is the better one"),
        ([-1, 1e6], 999_999.0, None),
        ([0, 0, 0], None, "only goes out, or only comes in"),
    ],
)
def test_unusual_irr(flow: list[float], value: float | None, note: str | None) -> None:
    yearly = np.concatenate((flow[:1], np.repeat(np.array(flow[1:], dtype=float) / 12, 12)))
    found = finance.irr(yearly, "year_end")
    assert found.value == (None if value is None else pytest.approx(value, rel=1e-4))
    assert found.note is None if note is None else note in (found.note or "")


def test_mirr_needs_both_signs() -> None:
    assert finance.mirr(np.array([1.0, 2.0]), "month_end", 0.1, 0.1).value is None


def test_dust_at_the_end_is_no_change_of_sign() -> None:
    flow = np.array([-100.0, *[5.0] * 10, -1e-12])
    expected = brentq(lambda i: sum(5 / (1 + i) ** m for m in range(1, 11)) - 100, -0.5, 0)
    found = finance.irr(flow, "month_end").value
    assert found == pytest.approx((1 + expected) ** 12 - 1)
