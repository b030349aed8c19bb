"""Break-even values by hand: money, shares, whole months, schedules, steps, and where there is none."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.evidence import Assumption
from model.risk.break_even import Aim, bounds, break_even, break_even_curve, break_even_record, break_evens
from model.risk.worth import npv_at
from tests.risk import PLAN_OF_TWOS, number, program_of, worth_of_one

NPV = Aim()


def test_where_npv_is_nought_by_hand() -> None:
    # gain a month for 12 months is worth gain × w; with 100 spent at the opening NPV is nought at gain = 100 / w.
    gain = Assumption(label="Gain", unit="USD", value=12, low=8, high=20)
    program = program_of("gain * after(0)", "100 * at(0)", gain=gain)
    found = break_even(program, "gain", NPV)
    assert found.value == pytest.approx(100 / worth_of_one(12), rel=1e-9)
    assert found.change == pytest.approx(100 / worth_of_one(12) / 12 - 1)
    assert found.nearness == pytest.approx((12 - 100 / worth_of_one(12)) / (12 - 8))
    assert (found.reached, found.within_range, found.is_step, found.more) == (True, True, False, 0)
    # 100 / 11.398 = 8.77, which is 27% below 12.
    assert found.sentence == (
        "If “Gain” falls below $8.77 (27% less than $12.00), the case does not pay; that lies within its range."
    )


def test_a_case_that_does_not_pay_yet() -> None:
    program = program_of(
        "gain * at(0)", "100 * at(0)", gain=Assumption(label="Gain", unit="1", value=50, low=40, high=60)
    )
    found = break_even(program, "gain", NPV)
    assert found.value == pytest.approx(100)
    assert (
        found.sentence == "If “Gain” rises above 100 (100% more than 50), the case pays; that lies outside its range."
    )
    assert found.nearness == pytest.approx(5)


def test_where_payback_is_in_time() -> None:
    # 100 spent, gain a month: back within 8 months from 12.5 a month on.
    program = program_of("gain * after(0)", "100 * at(0)", gain=number(20))
    found = break_even(program, "gain", Aim(8))
    assert found.value == pytest.approx(12.5, rel=1e-6)
    assert found.sentence.startswith(
        "If “Number 20” falls below 12.5 (38% less than 20), the money is not back within 8 "
    )
    late = break_even(program_of("gain * after(0)", "100 * at(0)", gain=number(10)), "gain", Aim(8))
    assert late.value == pytest.approx(12.5, rel=1e-6)
    assert "the money is back within 8 months" in late.sentence
    never = break_even(program_of("gain * after(0)", "100 * at(0)", gain=number(2, low=0, high=1000)), "gain", Aim(8))
    assert never.value == pytest.approx(12.5, rel=1e-6)


def test_months_stay_whole() -> None:
    # 20 a month from the month after `wait` on, 12 months, no cost of time worth naming: 100 at the opening.
    # With wait = w the gain is worth 20 × (sum of factors of months w + 1 … 12): at 6, 20 × 5.55 = 111; at 7, 92.
    wait = Assumption(label="Wait", unit="month", value=4, low=3, high=7)
    found = break_even(program_of("20 * after(wait)", "100 * at(0)", wait=wait), "wait", NPV)
    assert 20 * (worth_of_one(12) - worth_of_one(6)) > 100 > 20 * (worth_of_one(12) - worth_of_one(7))
    assert (found.value, found.most, found.within_range) == (7.0, 12.0, True)
    assert (
        found.sentence
        == "If “Wait” rises to 7 months (75% more than 4 months), the case does not pay; that lies within its range."
    )


def test_a_schedule_in_multiples_within_its_limits() -> None:
    plan = Assumption(label="Plan", unit="1", schedule=PLAN_OF_TWOS, limits=(0, 3))
    program = program_of("plan * 10 * after(0)", "100 * at(0)", plan=plan)
    found = break_even(program, "plan", NPV)
    assert found.value == pytest.approx(100 / (20 * worth_of_one(12)))
    assert "0.44 times its plan" in found.sentence
    # A guess without a range reaches half as far again: 1.5 times 2 is 3, the hard limit.
    assert bounds(program, "plan") == (0.0, 1.5)


def test_steps_are_named() -> None:
    # A person more for each 10 members: 3 persons of 30 up to 30 members, then 4: 120 > 100.
    program = program_of("100 * at(0)", "ceil(members / 10) * 30 * at(0)", members=number(25, low=20, high=35))
    found = break_even(program, "members", NPV)
    assert found.value == pytest.approx(30, abs=1e-6)
    assert found.is_step


def test_further_values_are_counted() -> None:
    # (x − 2) (6 − x) is above nought from 2 to 6.
    program = program_of("(x - 2) * (6 - x) * at(0)", x=number(3, low=1, high=4))
    found = break_even(program, "x", NPV)
    assert (found.value, found.more) == (pytest.approx(2), 1)
    assert found.nearness == pytest.approx(0.5)


def test_nothing_changes_it() -> None:
    share = Assumption(label="Share", unit="1", value=0.5, limits=(0, 1), source="A count", grade="measured")
    program = program_of("(100 + share) * at(0)", share=share)
    found = break_even(program, "share", NPV)
    assert (found.value, found.nearness, found.within_range) == (None, None, False)
    assert found.sentence == "Whatever “Share” is between 0% and 100%, the case pays."


def test_from_nothing() -> None:
    program = program_of("1000 * at(0)", "extra * at(0)", extra=Assumption(label="Extra", unit="USD", value=0))
    found = break_even(program, "extra", NPV)
    assert found.value == pytest.approx(1_000)
    assert (found.change, found.nearness) == (None, np.inf)
    assert (
        found.sentence == "If “Extra” rises above $1,000 (from $0), the case does not pay; that lies outside its range."
    )
    assert break_even_record([found])["extra"]["nearness"] is None


def test_exactly_nought_as_it_stands() -> None:
    program = program_of("gain * at(0)", "100 * at(0)", gain=number(100))
    found = break_even(program, "gain", NPV)
    assert found.value == pytest.approx(100)
    assert found.nearness == pytest.approx(0, abs=1e-6)
    assert "less than 1%" in found.sentence
    whole = Assumption(label="Wait", unit="month", value=1)
    assert break_even(program_of("(1 - wait) * at(0)", wait=whole), "wait", NPV).value == 2


def test_values_that_cannot_be_computed_are_passed_over() -> None:
    # The cost is 300 / x: nought at x = 3; at x = 0 there is none.
    program = program_of("100 * at(0)", "300 / x * at(0)", x=number(5))
    assert break_even(program, "x", NPV).value == pytest.approx(3)
    # Within a bracket too: at 2.5, halfway between 2 and 3, there is no value.
    program = program_of("(x - 2.2) * at(0) + 0 / (x - 2.5)", x=number(3, low=2, high=3, limits=(2, 3)))
    assert break_even(program, "x", NPV).value == pytest.approx(2.2)


def test_a_gap_that_cannot_be_computed_is_told_by_its_middle() -> None:
    program = program_of("(x - 2.5) * at(0) + 0 * sqrt((x - 2) * (x - 3))", x=number(3, low=2, high=3, limits=(2, 3)))
    found = break_even(program, "x", NPV)
    assert (found.value, found.is_step) == (2.5, True)


def test_the_nearest_comes_first_and_what_changes_nothing_last() -> None:
    program = program_of(
        "(a + b + c) * at(0)", "100 * at(0)",
        a=number(60, low=40, high=80), b=number(60, low=10, high=90), c=number(1, low=0, high=2, limits=(0, 2)),
    )  # fmt: skip
    # a and b both break even at 39; that is 21 of 20 towards the low end of a, and 21 of 50 towards that of b.
    found = break_evens(program, NPV)
    assert [one.assumption for one in found] == ["b", "a", "c"]
    assert [one.value for one in found] == pytest.approx([39, 39, None])
    record = break_even_record(found)
    assert record["b"]["within_range"] is True
    assert record["a"]["within_range"] is False


def test_the_curve_of_two() -> None:
    # a × b = 100 on the curve.
    program = program_of("a * b * at(0)", "100 * at(0)", a=number(10, low=5, high=20), b=number(12, limits=(0, 15)))
    found = break_even_curve(program, "a", "b", NPV, points=4)
    assert [a for a, _ in found.points] == [5, 10, 15, 20]
    assert [b for _, b in found.points] == pytest.approx([None, 10, 100 / 15, 5])
    assert (found.label_a, found.label_b, found.aim) == ("Number 10", "Number 12", "npv")


def test_what_may_be_negative_is_looked_for_below_nought_too() -> None:
    program = program_of("(x + 30) * at(0)", x=number(4, low=-8, high=9))
    assert bounds(program, "x") == (-90, 90)
    assert break_even(program, "x", NPV).value == pytest.approx(-30)


@given(st.floats(1, 1_000), st.floats(0.1, 10), st.floats(0.5, 3))
@settings(max_examples=60, deadline=None)
def test_npv_is_nought_at_the_value(spend: float, share: float, power: float) -> None:
    x = number(spend / share, low=0, high=2 * spend / share)
    program = program_of(f"x ** {power} * {share} * at(0)", f"{spend} * at(0)", x=x)
    found = break_even(program, "x", NPV)
    if found.value is not None:
        assert npv_at(program, {"x": np.array([found.value])})[0] == pytest.approx(0, abs=1e-6 * spend)
