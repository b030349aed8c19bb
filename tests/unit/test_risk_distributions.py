"""What an assumption may turn out to be: shapes against closed forms, ends and percentiles, hard limits, whole months."""

from __future__ import annotations

import math

import numpy as np
import pytest

from model.evidence import Assumption
from model.risk.distributions import Curve, curve, curve_of, pert_ends
from model.units import vocabulary
from tests.cases import amount, cost, opened, refused

EVEN = (np.arange(200_000) + 0.5) / 200_000
UNITS = vocabulary("USD", ())


def made(unit: str = "1", **fields: object) -> Curve:
    record = Assumption.model_validate({"label": "A", "unit": unit} | fields)
    low, high = record.range() or (record.likely, record.likely)
    return curve(record, UNITS.unit(unit), low, high)


def moments(found: Curve) -> tuple[float, float]:
    values = found.at(EVEN)
    return float(values.mean()), float(values.std())


def test_uniform_triangular_and_pert_end_at_low_and_high() -> None:
    # Uniform: mean (a + b)/2 = 25, variance (b − a)²/12 = 900/12 = 75.
    assert moments(made(value=20, low=10, high=40, distribution="uniform")) == pytest.approx((25, math.sqrt(75)))
    # Triangular: mean (a + m + b)/3 = 70/3, variance (a² + m² + b² − am − ab − mb)/18 = 700/18.
    found = moments(made(value=20, low=10, high=40, distribution="triangular"))
    assert found == pytest.approx((70 / 3, math.sqrt(700 / 18)), rel=1e-5)
    # PERT: mean (a + 4m + b)/6 = 130/6, variance (mean − a)(b − mean)/7 = 11.6667 × 18.3333/7.
    found = moments(made(value=20, low=10, high=40, distribution="pert"))
    assert found == pytest.approx((130 / 6, math.sqrt(35 / 3 * 55 / 3 / 7)), rel=1e-5)
    for shape in ("uniform", "triangular", "pert"):
        ends = made(value=20, low=10, high=40, distribution=shape).at([1e-12, 1 - 1e-12])
        assert ends == pytest.approx([10, 40], abs=0.01)


def test_normal_and_lognormal_read_low_and_high_as_a_90_percent_interval() -> None:
    normal = made(value=12, low=10, high=20, distribution="normal")
    assert normal.at([0.05, 0.5, 0.95]) == pytest.approx([10, 15, 20])
    # One standard deviation is (20 − 10)/2/1.644854 = 3.039785.
    assert moments(normal) == pytest.approx((15, 3.039785), rel=1e-4)
    lognormal = made(value=12, low=5, high=20, distribution="lognormal")
    # The median is √(5 × 20) = 10; σ = ln(20/5)/2/1.644854 = 0.421402, mean 10 e^(σ²/2) = 10.92853.
    assert lognormal.at([0.05, 0.5, 0.95]) == pytest.approx([5, 10, 20])
    assert moments(lognormal)[0] == pytest.approx(10.92853, rel=1e-4)


def test_without_a_shape_one_outcome_in_twenty_lies_beyond_each_end() -> None:
    for low, likely, high in ((3, 5, 9), (3, 3, 9), (13, 19, 19), (-2, 1, 1.5)):
        found = made(value=likely, low=low, high=high)
        assert found.shape == "pert"
        assert found.at([0.05, 0.95]) == pytest.approx([low, high], rel=1e-5)
        assert found.likely == likely
    # Symmetric: the peak of the curve lies in the middle, its ends as far from it on either side.
    least, most = pert_ends(2, 5, 8)
    assert least + most == pytest.approx(10)
    assert least < 2


def test_an_amount_of_one_sign_keeps_it() -> None:
    assert made(value=1, low=0, high=5).at([1e-9]) == pytest.approx([0], abs=1e-4)
    assert made(value=-1, low=-5, high=0).at([1 - 1e-9]) == pytest.approx([0], abs=1e-4)
    assert made(value=1, low=-1, high=5).at([1e-9])[0] < -1


def test_hard_limits_cut_a_curve_off_and_the_rest_counts_for_all() -> None:
    # Half of a normal about 0, below its mean nothing: mean σ √(2/π), σ = 1/1.644854 = 0.607957.
    half = made(value=0, low=-1, high=1, distribution="normal", limits=[0, None])
    assert moments(half)[0] == pytest.approx(0.607957 * math.sqrt(2 / math.pi), rel=1e-4)
    # A uniform from 0 to 1 that must not pass 0.5 is a uniform from 0 to 0.5.
    cut = made(value=0.2, low=0, high=1, distribution="uniform", limits=[None, 0.5])
    assert cut.at([0.5, 0.999999]) == pytest.approx([0.25, 0.5], abs=1e-5)
    # A triangle from 0 over 0.5 to 1, cut at 0.5: F(0.5) = 0.5, so that the median is where F = 0.25: √(0.25 × 0.5).
    assert made(value=0.5, low=0, high=1, distribution="triangular", limits=[None, 0.5]).at(0.5) == pytest.approx(
        math.sqrt(0.125)
    )
    # Above the peak F(x) = 1 − (1 − x)²/(1 − 0.25): F(0.5) = 2/3, and half of the rest lies above 1 − √(1/6 × 0.75).
    upper = made(value=0.25, low=0, high=1, distribution="triangular", limits=[0.5, None])
    assert upper.at(0.5) == pytest.approx(1 - math.sqrt(1 / 6 * 0.75))
    assert made(value=1, low=0, high=1, distribution="triangular").below(1) == 1
    assert made(value=10, low=5, high=20, distribution="lognormal", limits=[0, 100]).at(0.5) == pytest.approx(
        10, rel=1e-4
    )
    assert made(value=10, low=5, high=20, distribution="lognormal").below(-1) == 0
    assert made(value=0.4, low=0.2, high=0.9, limits=[0, 1]).at(1 - 1e-12) <= 1


def test_a_schedule_is_drawn_in_multiples_that_keep_within_limits() -> None:
    schedule = {"by": "month", "values": [0.25, 0.5, 0]}
    found = made(schedule=schedule, low=0.5, high=1.9, limits=[0, 1], distribution="uniform")
    # Half of the values is 1 at a multiple of 2, so that no limit matters; with 0.95 as the largest it is 1/0.95.
    assert found.at([1e-9, 1 - 1e-9]) == pytest.approx([0.5, 1.9])
    tight = made(schedule={"by": "month", "values": [0.95]}, low=0.5, high=1.9, limits=[0, 1], distribution="uniform")
    assert tight.at(1 - 1e-9) == pytest.approx(1 / 0.95)
    falling = made(
        schedule={"by": "month", "values": [-0.5]}, low=0.5, high=3, limits=[-1, None], distribution="uniform"
    )
    assert falling.at(1 - 1e-9) == pytest.approx(2)


def test_whole_months_stay_whole() -> None:
    found = made("month", value=4, low=2, high=6, distribution="uniform")
    # Rounded half up, 2 comes of 2 to 2.5: an eighth of the draws; 3 of 2.5 to 3.5: a quarter.
    counts = np.unique(found.at(EVEN), return_counts=True)
    assert counts[0].tolist() == [2, 3, 4, 5, 6]
    assert counts[1] / len(EVEN) == pytest.approx([0.125, 0.25, 0.25, 0.25, 0.125], abs=1e-4)
    assert not made("month", value=2.5, low=2, high=6).whole
    assert not made("year", value=2, low=1, high=6).whole


def test_what_is_fixed_never_differs() -> None:
    assert made(value=3).is_fixed
    assert made(value=3, low=2, high=4, distribution="fixed").at([0.1, 0.9]).tolist() == [3, 3]


def test_without_a_range_a_value_is_varied_by_its_usual_doubt() -> None:
    assumptions = {"fee": amount(100, source="Offer", grade="expert"), "guess": amount(100, grade="guess")}
    program = opened(assumptions=assumptions, lines=[cost(formula="fee + guess")]).program
    # As in the tornado: 10% down and up where there is a source, 50% for a guess.
    assert curve_of(program, "fee").at([0.05, 0.95]) == pytest.approx([90, 110], rel=1e-5)
    assert curve_of(program, "guess").at([0.05, 0.95]) == pytest.approx([50, 150], rel=1e-5)


def test_a_lognormal_value_lies_above_nought() -> None:
    for ends in ({"low": 0, "high": 2}, {"low": -2, "high": -0.5, "value": -1}, {"value": -1}):
        assumptions = {"fee": amount(1, distribution="lognormal") | ends}
        assert "above nought" in refused(assumptions=assumptions, lines=[cost(formula="fee")])["lognormal_range"]
    nothing = opened(assumptions={"fee": amount(0, distribution="lognormal")}, lines=[cost(formula="fee")]).program
    assert curve_of(nothing, "fee").is_fixed
