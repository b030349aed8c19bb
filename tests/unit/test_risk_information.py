"""Value of information against closed forms for normal outcomes, and against what must always hold."""

from __future__ import annotations

from dataclasses import replace
from math import erf, exp, pi, sqrt
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.risk.information import evpi, evppi, information
from model.risk.regression import fit
from model.risk.worth import npv_at
from tests.risk import number, program_of

DRAWS = 4_096


def normal(mean: float, deviation: float, seed: int | None = None) -> np.ndarray:
    """Return the quantiles of a normal distribution at the middle of each share of the draws, shuffled by a seed."""
    shares = (np.arange(DRAWS) + 0.5) / DRAWS
    found = mean + deviation * np.array([NormalDist().inv_cdf(share) for share in shares])
    return found if seed is None else np.random.default_rng(seed).permutation(found)


def worth_of_knowing(mean: float, deviation: float) -> float:
    """E[max(X, 0)] − max(E[X], 0) for a normal X (Raiffa and Schlaifer, Applied Statistical Decision Theory, 1961)."""
    z = mean / deviation
    above = 0.5 * (1 + erf(z / sqrt(2)))
    return mean * above + deviation * exp(-(z**2) / 2) / sqrt(2 * pi) - max(mean, 0.0)


@pytest.mark.parametrize("mean", [0.0, 60.0, -60.0])
def test_evpi_of_a_normal_outcome(mean: float) -> None:
    found = evpi(normal(mean, 100))
    assert found.value == pytest.approx(worth_of_knowing(mean, 100), rel=0.005)
    assert 0 < found.standard_error < 2


def test_evpi_by_hand() -> None:
    # Mean (30 − 10 + 40 − 20) / 4 = 10: go. Knowing, you would leave out −10 and −20: 30 / 4.
    assert evpi(np.array([30.0, -10, 40, -20])).value == 7.5
    # Mean −10: leave it. Knowing, you would take the 20: 20 / 4.
    assert evpi(np.array([20.0, -10, -30, -20])).value == 5.0


@pytest.mark.parametrize(("mean", "deviation"), [(0.0, 80.0), (30.0, 60.0), (-50.0, 90.0)])
def test_evppi_of_one_of_two_normals(mean: float, deviation: float) -> None:
    # NPV = a + b: once a is known, NPV is expected to be a, so knowing a is worth what knowing a normal outcome is.
    one, other = normal(mean, deviation), normal(0, 40, seed=1)
    found = evppi(one, one + other)
    expected = worth_of_knowing(mean, deviation)
    assert found.by_regression.value == pytest.approx(expected, abs=4 * found.by_regression.standard_error)
    assert found.by_regression.value == pytest.approx(expected, rel=0.05)
    assert found.by_binning == pytest.approx(expected, rel=0.1)


def test_a_curved_effect_is_seen() -> None:
    # NPV = x² − 1 with x standard normal: worth E[max(x² − 1, 0)] = 2 φ(1) = 0.48394 (by parts), as E[NPV] = 0.
    x = normal(0, 1)
    found = evppi(x, x**2 - 1 + normal(0, 0.5, seed=3))
    assert found.by_regression.value == pytest.approx(2 * NormalDist().pdf(1), rel=0.05)


def test_few_values_are_taken_one_by_one() -> None:
    # At 1, NPV is −40 or 0 (mean −20); at 2, 30 or 50 (mean 40). Mean 10; knowing, half of the time 40: 20 − 10.
    months, npv = np.array([1.0, 1, 2, 2] * 8), np.array([-40.0, 0, 30, 50] * 8)
    assert fit(months, npv).expected.tolist() == pytest.approx([-20, -20, 40, 40] * 8)
    assert evppi(months, npv).by_regression.value == pytest.approx(10)


def test_many_values_on_few_places_are_fitted_by_a_line() -> None:
    # 95% of the draws at nought leave fewer than three knots; the rest lies on a line.
    known = np.concatenate((np.zeros(380), np.arange(1.0, 21.0)))
    assert fit(known, 2 * known + 1).expected == pytest.approx(2 * known + 1)


def test_a_fixed_assumption_is_worth_nothing() -> None:
    found = evppi(np.full(DRAWS, 3.0), normal(0, 10))
    assert found.by_regression.value == pytest.approx(0.0, abs=1e-9)
    assert found.by_binning == 0.0


@given(st.integers(0, 10_000), st.floats(-50, 50), st.floats(0, 50))
@settings(max_examples=60, deadline=None)
def test_knowing_a_part_is_never_worth_more_than_knowing_all(seed: int, mean: float, weight: float) -> None:
    rng = np.random.default_rng(seed)
    one, other = rng.normal(size=256), rng.normal(size=256)
    npv = mean + weight * one + 20 * other
    most = evpi(npv).value
    found = evppi(one, npv)
    assert 0 <= found.by_regression.value <= most + 1e-9
    assert 0 <= found.by_binning <= most + 1e-9


def test_what_is_lost_in_the_noise_is_not_first() -> None:
    program = program_of("gain * at(0)", gain=number(1), spend=number(2))
    found = information(program, {"gain": normal(0, 800)}, normal(0, 800))
    sure = replace(found.each[0], value=10.0, standard_error=1.0)
    noisy = replace(found.each[0], value=20.0, standard_error=15.0)
    assert replace(found, each=(noisy, sure)).first == sure
    assert replace(found, each=(noisy,)).first is None


def test_what_to_measure_first() -> None:
    program = program_of("gain * at(0)", "(spend + fixed) * at(0)", gain=number(1), spend=number(2), fixed=number(0))
    draws = {"gain": normal(1_000, 800), "spend": normal(1_000, 100, seed=2), "fixed": np.zeros(DRAWS)}
    draws["gain"][0] = np.nan
    found = information(program, draws, npv_at(program, draws))
    assert found.first is not None
    assert (found.first.assumption, found.left_out, found.draws) == ("gain", 1, DRAWS - 1)
    assert found.first.value == pytest.approx(worth_of_knowing(0, 800), rel=0.05)
    assert found.first.sentence.startswith("Knowing “Number 1” before you decide is worth up to $3")
    assert "worth up to $3" in found.sentence
    by_name = {learning.assumption: learning for learning in found.each}
    assert (by_name["fixed"].value, by_name["fixed"].standard_error) == (0.0, 0.0)
    assert "would not change the decision" in by_name["fixed"].sentence
    record = found.record()
    assert record["evpi"]["value"] == found.evpi.value
    assert record["evppi"]["gain"]["value"] == found.first.value


@pytest.mark.parametrize(("shift", "word"), [(5_000, "always"), (-5_000, "never")])
def test_nothing_is_worth_knowing_where_the_decision_is_clear(shift: float, word: str) -> None:
    program = program_of("gain * at(0)", gain=number(1))
    draws = {"gain": normal(shift, 100)}
    found = information(program, draws, npv_at(program, draws))
    assert (found.evpi.value, found.first, found.go) == (0.0, None, shift > 0)
    assert f"the case {word} pays" in found.sentence


def test_a_worth_that_is_lost_in_noise_is_said_to_be() -> None:
    program = program_of("(gain + small) * at(0)", gain=number(1), small=number(0))
    draws = {"gain": normal(1, 100), "small": normal(0, 1, seed=9)}
    by_name = {row.assumption: row for row in information(program, draws, npv_at(program, draws)).each}
    assert by_name["gain"].is_sure
    assert not by_name["small"].is_sure
    alone = information(program, {"small": draws["small"]}, npv_at(program, draws))
    assert alone.first is None
    assert "lost in the noise" in alone.each[0].sentence


def test_a_case_without_draws_of_anything() -> None:
    assert information(program_of("5 * at(0)"), {}, np.array([5.0])).first is None
