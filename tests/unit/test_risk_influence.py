"""Rank correlations against SciPy and by hand, Sobol' indices against the Ishigami function and SciPy's own."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import qmc, spearmanr

from model.risk.influence import indices, influence_record, rank_correlations, sobol_indices, standard_ranks
from model.risk.worth import npv_at
from tests.risk import number, program_of


def test_rank_correlations_by_hand() -> None:
    # Ranks 1 2 3 4 against 1 3 2 4: 1 − 6 × (0 + 1 + 1 + 0) / (4 × 15) = 0.8.
    assert standard_ranks(np.array([1.0, 2, 3, 4])) @ standard_ranks(np.array([10.0, 30, 20, 40])) == pytest.approx(0.8)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=3, max_size=30))
@settings(max_examples=100, deadline=None)
def test_rank_correlations_agree_with_scipy(pairs: list[tuple[int, int]]) -> None:
    one, other = np.array(pairs, dtype=float).T
    found = standard_ranks(one) @ standard_ranks(other)
    if len(set(one)) > 1 and len(set(other)) > 1:
        assert found == pytest.approx(spearmanr(one, other).statistic)
    else:
        assert found == 0


def test_the_closest_comes_first() -> None:
    rng = np.random.default_rng(1)
    draws = {"gain": rng.normal(100, 50, 2_000), "spend": rng.normal(50, 18, 2_000), "fixed": np.full(2_000, 3.0)}
    draws["small"] = rng.normal(0, 1, 2_000)
    draws["middle"] = rng.normal(0, 9, 2_000)
    program = program_of(
        "(gain + small + middle) * at(0)", "(spend + fixed) * at(0)",
        gain=number(100), spend=number(50), fixed=number(3), small=number(0), middle=number(0),
    )  # fmt: skip
    result = npv_at(program, draws)
    result[7] = np.nan
    found = rank_correlations(program, draws, result)
    assert [row.assumption for row in found][:3] == ["gain", "spend", "middle"]
    by_name = {row.assumption: row for row in found}
    assert by_name["fixed"].value == 0
    assert by_name["gain"].sentence == "The higher it is, the higher the result: they go together closely."
    assert by_name["spend"].sentence == "The higher it is, the lower the result: they go together somewhat."
    assert by_name["middle"].sentence.endswith("a little.")
    assert by_name["small"].sentence == "It hardly moves the result."
    assert influence_record(found)["gain"]["value"] == by_name["gain"].value


def test_the_ishigami_function() -> None:
    # Ishigami and Homma 1990, a = 7, b = 0.1: S1 0.3139, S2 0.4424, S3 0; ST1 0.5576, ST2 0.4424, ST3 0.2437.
    points = (2 * qmc.Sobol(6, rng=1).random_base2(13) - 1) * np.pi
    one, other = ({f"x{k}": points[:, k + shift] for k in range(3)} for shift in (0, 3))
    found = indices(
        lambda x: np.sin(x["x0"]) + 7 * np.sin(x["x1"]) ** 2 + 0.1 * x["x2"] ** 4 * np.sin(x["x0"]),
        one,
        other,
        tuple(one),
    )
    assert [found[name][0] for name in found] == pytest.approx([0.3139, 0.4424, 0.0], abs=0.015)
    assert [found[name][2] for name in found] == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.015)
    assert all(0 < error < 0.05 for row in found.values() for error in row[1::2])


def test_indices_of_a_case() -> None:
    # NPV = 3 a + b + a c with a, b, c uniform about 0 on −1 to 1: variances 9/3, 1/3 and (1/3)²; of the whole 31/9.
    points = 2 * qmc.Sobol(8, rng=2).random_base2(12) - 1
    one, other = ({name: points[:, k + shift] for k, name in enumerate("abcd")} for shift in (0, 4))
    one["d"] = other["d"] = np.full(len(points), 2.0)
    program = program_of("(3 * a + b + a * c + d * 1e-9) * at(0)", a=number(0), b=number(0), c=number(0), d=number(2))
    found = {row.assumption: row for row in sobol_indices(program, one, other)}
    assert (found["a"].first, found["a"].total) == pytest.approx((27 / 31, 28 / 31), abs=0.02)
    assert (found["b"].first, found["b"].total) == pytest.approx((3 / 31, 3 / 31), abs=0.02)
    assert (found["c"].first, found["c"].total) == pytest.approx((0, 1 / 31), abs=0.02)
    assert (found["d"].first, found["d"].total, found["d"].total_error) == (0, 0, 0)
    assert found["d"].sentence == "It makes hardly any of the uncertainty; it can be left at its likely value."
    assert found["b"].sentence == "It makes 10% of the uncertainty by itself."
    assert found["a"].sentence.startswith("It makes 87% of the uncertainty by itself, and takes part in 90%")
    assert [row.assumption for row in sobol_indices(program, one, other, ["b"])] == ["b"]
    assert influence_record(list(found.values()))["a"]["first"] == found["a"].first


def test_nothing_varies() -> None:
    same = {"x": np.full(8, 2.0)}
    assert indices(lambda x: x["x"], same, same, ["x"]) == {"x": (0.0, 0.0, 0.0, 0.0)}
    moving = {"x": np.arange(8.0)}
    assert indices(lambda x: 0 * x["x"], moving, same, ["x"])["x"] == (0.0, 0.0, 0.0, 0.0)


def test_results_that_cannot_be_computed_are_left_out() -> None:
    one, other = {"x": np.array([1.0, 2, 0, 4])}, {"x": np.array([2.0, 1, 3, 5])}
    program = program_of("1 / x * at(0)", x=number(1))
    assert sobol_indices(program, one, other)[0].total > 0
    nothing = {"x": np.zeros(4)}
    assert sobol_indices(program, nothing, other)[0].total == 0


def test_a_total_is_never_below_what_an_input_does_alone() -> None:
    # With a single input both indices are 1 by definition, however few the draws; with two that add up, both are their share.
    rng = np.random.default_rng(3)
    one, other = ({"x": rng.random(64), "y": rng.random(64)} for _ in range(2))
    assert indices(lambda v: 3 * v["x"], {"x": one["x"]}, {"x": other["x"]}, ["x"])["x"][::2] == pytest.approx((1, 1))
    found = indices(lambda v: 3 * v["x"] + v["y"], one, other, ["x", "y"])
    assert all(first <= total for first, _, total, _ in found.values())
    # Variances 9/12 and 1/12: nine tenths and a tenth.
    assert found["x"][0] == pytest.approx(0.9, abs=0.1)
