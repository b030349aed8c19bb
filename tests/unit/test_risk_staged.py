"""The option to stop at a gate by hand, and against the closed form for a normal outcome."""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist

import numpy as np
import pytest

from model.evaluate import Program
from model.evidence import Assumption
from model.problems import CaseProblems
from model.risk.staged import CASH, EVERYTHING, Gate, staged, staged_at, usual_gate
from model.risk.worth import npv_at
from tests.risk import money, number, program_of, worth_of_one
from tests.strategies import graph_of

FLAT = "gain * after(0)"


def after(month: int) -> float:
    """What 1 in each month after a month of 12 is worth today."""
    return worth_of_one(12) - worth_of_one(month)


def test_two_outcomes_by_hand() -> None:
    # 10 is spent each month; half of the draws bring in 20, half 0. What comes in shows by month 6, so those stop.
    program = program_of(FLAT, "10 * after(0)", gain=Assumption(label="Gain", unit="USD/month", value=10))
    draws = {"gain": np.array([20.0, 0.0] * 20)}
    found = staged(program, draws, Gate(6))
    assert found.npv_without == pytest.approx(0)
    assert found.option == pytest.approx(10 * after(6) / 2)
    assert found.npv_with == pytest.approx(found.option)
    assert (found.stopping, found.most, found.left_out, found.draws) == (0.5, pytest.approx(found.option), 0, 40)
    assert found.low_without == pytest.approx(-10 * worth_of_one(12))
    assert found.low_with == pytest.approx(-10 * worth_of_one(6))
    # Cumulative cash in month 6 is 60 or −60; the rule stands halfway.
    assert found.rule is not None
    assert (found.rule.at_least, found.rule.value) == (True, 0)
    assert found.rule_sentence == "Go on if cumulative cash in month 6 is at least $0; otherwise stop."
    # 10 × (5.85 + …): see `after`; worth_of_one(12) is 11.40 and of 6 months 5.84, so 27.8 for half of the draws.
    assert found.sentence == (
        "At a gate in month 6 you would stop in 50% of the draws. With this option the case is worth $28 on average, "
        "without it $0: the option to stop is worth $28."
    )
    assert found.date == "2027-06"
    assert found.stop_sentence == "After a stop, costs and benefits from month 7 on fall away."
    assert found.record()["rule"] == {"at_least": True, "value": 0}


def test_what_is_committed_is_paid_all_the_same() -> None:
    program = program_of(FLAT, "10 * after(0)", gain=number(10))
    draws = {"gain": np.array([20.0, 0.0] * 20)}
    found = staged(program, draws, Gate(6, committed=("cost_line",)))
    # With the cost committed, stopping saves nothing: going on never hurts.
    assert (found.option, found.stopping) == (0, 0)
    assert found.sentence == "At a gate in month 6 you would always go on, so the option to stop is worth nothing."
    assert found.rule_sentence == "Whatever is seen, go on."
    assert found.stop_sentence.endswith("fall away, except “Cost_line”, which are committed.")
    found = staged(program, draws, Gate(6, stop_cost=15))
    assert found.option == pytest.approx((10 * after(6) - 15 * 1.1**-0.5) / 2)
    assert found.stop_sentence.endswith("fall away, and $15 is paid to stop.")


def test_a_pilot_runs_at_a_part_of_its_size() -> None:
    # As in the first test, but with 30 paid once in month 1, and half of the size up to month 6. Before the gate the
    # benefit (10 on average) and the cost (10) count half; the 30 count in full, and cash is 30 or −30 less 30.
    formula = "10 * after(0)"
    once = money("setup", "cost", "30 * (after(0) - after(1))", one_off=True)
    lines = [money("gain_line", "benefit", FLAT), money("cost_line", "cost", formula), once]
    program = Program(graph_of(lines, 12, {"gain": Assumption(label="Gain", unit="USD/month", value=10)}))
    draws = {"gain": np.array([20.0, 4.0] * 20)}
    found = staged(program, draws, Gate(6, size=0.5))
    setup = 30 * 1.1 ** (-1 / 12)
    # The benefit is 12 on average, so 2 a month are left; half of them is lost up to the gate. Draws of 4 stop: 6 a month.
    assert found.npv_without == pytest.approx(2 * worth_of_one(12) - setup)
    assert found.smaller == pytest.approx(-1 * worth_of_one(6))
    assert found.option == pytest.approx(6 * after(6) / 2)
    assert found.npv_with == pytest.approx(found.npv_without + found.smaller + found.option)
    # Cash at the gate: half of 6 × 10 less 30, or half of 6 × −6 less 30; the rule stands halfway between 0 and −48.
    assert found.rule is not None
    assert found.rule.value == pytest.approx(-24)
    # Worth: 2 × 11.40 − 29.76 = −6.96; −6.96 − 5.84 + 3 × 5.56 = 3.88; the option 16.68.
    assert found.sentence == (
        "As a pilot at 50% of its size, stopped in 50% of the draws at a gate in month 6, the case is worth $4 on average; "
        "at full size from the start, with no way to stop, −$7. Starting small gains $11; the option to stop alone is worth $17."
    )
    assert found.pilot_sentence.startswith("Up to the gate benefits and running costs count at 50%")
    full = staged(program, draws, Gate(6))
    assert (full.smaller, full.pilot_sentence) == (0, "Up to the gate everything runs at full size.")


@pytest.mark.parametrize(("observed", "rule"), [
    ("gain", "Go on if gain is at least $10.00 a month"), ("gain_line", "Go on if gain_line in month 6 is at least $10.00 a month"),
    (CASH, "Go on if cumulative cash in month 6 is at least $0"),
])  # fmt: skip
def test_what_is_observed(observed: str, rule: str) -> None:
    gains = np.random.default_rng(0).permutation(np.linspace(0.025, 19.975, 400))
    program = program_of(FLAT, "10 * after(0)", gain=Assumption(label="Gain", unit="USD/month", value=10))
    found = staged(program, {"gain": gains}, Gate(6, observed))
    assert found.rule_sentence == f"{rule}; otherwise stop."
    # The mean of max(10 − gain, 0) for a gain even between 0 and 20 is 2.5.
    assert found.option == pytest.approx(2.5 * after(6), rel=0.01)


def test_a_rule_from_above() -> None:
    program = program_of(
        "10 * after(0)", "spend * after(0)", spend=Assumption(label="Spend", unit="USD/month", value=10)
    )
    found = staged(program, {"spend": np.linspace(0.25, 19.75, 40)}, Gate(6, "spend"))
    assert found.rule_sentence.startswith("Go on if spend is at most $10.00 a month")


def test_no_single_value_divides_it() -> None:
    program = program_of("(x - 10) ** 2 * after(0)", "25 * after(0)", x=number(10))
    found = staged(program, {"x": np.linspace(0, 20, 401)}, Gate(6, "x"))
    assert found.rule is None
    assert found.rule_sentence == "Whether to go on depends on number 10, and no single value divides it."
    always = staged(program, {"x": np.linspace(9, 11, 401)}, Gate(6, "x"))
    assert (always.stopping, always.rule_sentence) == (1, "Whatever is seen, stop.")


def test_an_observation_with_noise_against_the_closed_form() -> None:
    # Before the gate a signal s + e is seen, after it s is earned in every month: s and e normal with deviation 1.
    # Given s + e = y, s is expected to be y / 2, with deviation √½: stopping saves E[max(−y/2, 0)] = √½ φ(0) a month.
    n = 8_192
    quantiles = np.array([NormalDist().inv_cdf((i + 0.5) / n) for i in range(n)])
    s, e = np.random.default_rng(3).permutation(quantiles), np.random.default_rng(4).permutation(quantiles)
    program = program_of("(s + e) * (1 - after(6)) * after(0) + s * after(6)", s=number(0), e=number(0))
    found = staged(program, {"s": s, "e": e}, Gate(6, "gain_line"))
    assert found.option == pytest.approx(sqrt(0.5) * NormalDist().pdf(0) * after(6), abs=4 * found.standard_error)
    # Everything seen: E[max(−s, 0)] = φ(0).
    assert found.most == pytest.approx(NormalDist().pdf(0) * after(6), rel=0.01)
    perfect = staged(program, {"s": s, "e": e}, Gate(6, EVERYTHING))
    assert perfect.option == pytest.approx(found.most)
    assert (perfect.observed, perfect.rule) == ("How the case will turn out", None)
    assert found.npv_without == pytest.approx(npv_at(program, {"s": s, "e": e}).mean())


def test_draws_that_cannot_be_computed_are_counted() -> None:
    program = program_of("10 / x * after(0)", "5 * after(0)", x=number(1))
    found = staged(program, {"x": np.array([1.0, 0.0, 4.0, 8.0])}, Gate(3))
    assert (found.draws, found.left_out) == (3, 1)


def test_a_value_that_is_certain_tells_nothing() -> None:
    """What is seen is the same in all draws; on average they bring 10 and cost 10, so going on is no worse."""
    program = program_of(FLAT, "spend * after(0)", gain=number(10), spend=number(10))
    found = staged(program, {"gain": np.array([20.0, 0.0] * 20)}, Gate(6, "spend"))
    assert found.option == 0


def test_gates_in_several_months_are_those_of_each_by_itself() -> None:
    program = program_of(FLAT, "10 * after(0)", gain=number(10))
    draws = {"gain": np.array([20.0, 0.0] * 20)}
    for found, month in zip(staged_at(program, draws, Gate(6, size=0.5), (3, 9)), (3, 9), strict=True):
        alone = staged(program, draws, Gate(month, size=0.5)).record()
        rule, own_rule = found.record().pop("rule"), alone.pop("rule")
        assert rule == pytest.approx(own_rule)
        assert {name: value for name, value in found.record().items() if name != "rule"} == pytest.approx(alone)


def test_what_a_gate_cannot_be() -> None:
    program = program_of(FLAT, gain=number(10))
    with pytest.raises(CaseProblems) as caught:
        staged(program, {}, Gate(12, "gan_line", committed=("gain",), size=0))
    said = str(caught.value)
    assert "A pilot at 0% of the size is none." in said
    assert "A gate in month 12 lies outside the case, which has 12 months." in said
    assert "Did you mean `gain_line`" in said
    assert "no `gain` that a gate" in said
    assert [usual_gate(months) for months in (1, 6, 12, 36)] == [1, 3, 6, 12]


def test_an_option_that_hardly_counts() -> None:
    # Of 400 draws 2 have the lower of two values; at it, going on brings 1 and −1 less than it costs by turns: nought.
    program = program_of("(x + y) * after(0)", "10 * after(0)", x=number(12), y=number(0))
    x, y = np.full(400, 12.0), np.zeros(400)
    x[:2], y[:2] = 9.0, (-1.0, 1.0)
    found = staged(program, {"x": x, "y": y}, Gate(6, "x"))
    # Those two lose 2 and nothing a month after the gate: stopping saves 2 × 5.55 in 1 of 400 draws.
    assert found.option == pytest.approx(2 * after(6) / 400)
    assert "you would stop in 0.5% of the draws" in found.sentence
    x[:2], y[:2] = 9.0, (-3.0, 6.0)
    worse = staged(program, {"x": x, "y": y}, Gate(6, "x"))
    assert (worse.option, worse.stopping) == (0, 0)


def test_a_rule_that_does_not_pay_is_worth_nothing() -> None:
    # Going on always brings a little; before the step the curve through the draws dips below nought all the same.
    x = np.linspace(0, 1, 400)
    program = program_of("y * after(0) + x * 0", "0", y=number(0), x=number(0))
    found = staged(program, {"x": x, "y": np.where(x < 0.8, 0.01, 10.0)}, Gate(6, "x"))
    assert found.option < 0
    assert found.most == 0
    assert "what you see does not tell when to stop" in found.sentence


def test_nothing_varies() -> None:
    program = program_of(FLAT, "5 * after(0)", gain=number(10))
    assert staged(program, {}, Gate(4, "gain")).option == 0
