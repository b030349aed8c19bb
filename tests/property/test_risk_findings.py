"""What must hold of the findings about risk, whatever the case: bounds, directions, and findings that must agree."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.risk.break_even import Aim, break_even
from model.risk.influence import rank_correlations
from model.risk.information import information
from model.risk.staged import Gate, staged
from model.risk.tornado import tornado
from model.risk.treatments import Rates, treatments
from model.risk.worth import net_flows, npv_at, payback_at, paybacks
from tests.risk import number, program_of

amounts = st.floats(1, 1_000).map(lambda x: round(x, 2))
seeds = st.integers(0, 100_000)


@given(amounts, amounts, st.floats(0, 500))
@settings(max_examples=40, deadline=None)
def test_more_benefit_never_brings_the_break_even_of_a_cost_nearer(gain: float, spend: float, more: float) -> None:
    def turning(benefit: float) -> float:
        program = program_of(f"{benefit} * at(0)", "spend * at(0)", spend=number(spend))
        found = break_even(program, "spend", Aim()).value
        return np.inf if found is None else found

    assert turning(gain + more) >= turning(gain) - 1e-6


@given(seeds, st.floats(-100, 100), st.integers(1, 11))
@settings(max_examples=40, deadline=None)
def test_an_option_is_never_worth_more_than_with_everything_seen(seed: int, mean: float, month: int) -> None:
    rng = np.random.default_rng(seed)
    draws = {"x": rng.normal(mean, 60, 128), "y": rng.normal(0, 30, 128)}
    program = program_of("(x + y * after(3)) * after(0)", x=number(0), y=number(0))
    found = staged(program, draws, Gate(month))
    assert found.option <= found.most + 1e-9
    assert found.npv_with == pytest.approx(found.npv_without + found.option)
    assert staged(program, draws, Gate(month, "everything")).option == pytest.approx(found.most)


@given(seeds)
@settings(max_examples=30, deadline=None)
def test_what_is_fixed_moves_nothing(seed: int) -> None:
    rng = np.random.default_rng(seed)
    draws = {"x": rng.normal(10, 5, 200), "still": np.full(200, 3.0)}
    sure = number(3, low=3, high=3, source="A contract", grade="measured")
    program = program_of("(x + still) * at(0)", "12 * at(0)", x=number(10, low=5, high=15), still=sure)
    npv = npv_at(program, draws)
    assert {row.assumption: row.value for row in rank_correlations(program, draws, npv)}["still"] == 0
    assert {row.assumption: row.value for row in information(program, draws, npv).each}["still"] == 0
    assert [bar.assumption for bar in tornado(program).bars] == ["x"]


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 2), st.floats(0, 1))
@settings(max_examples=40, deadline=None)
def test_a_stronger_treatment_never_raises_npv(share: float, more: float, once: float, running: float) -> None:
    program = program_of("1000 * at(0)", "300 * at(0)", x=number(1))

    def npv(rates: Rates) -> dict[str, float]:
        return {row.id: row.npv for row in treatments(program, rates=rates).rows}

    mild = npv(Rates(share, share, (0.0, once), (0.0, running)))
    strong = npv(Rates(min(share + more, 1), share + more, (0.0, once + more), (0.0, running + more)))
    assert all(strong[name] <= mild[name] + 1e-9 for name in mild)
    assert mild["tei"] <= mild["none"]


@given(st.lists(amounts, min_size=1, max_size=5), st.integers(0, 300))
@settings(max_examples=30, deadline=None)
def test_draws_together_are_the_draws_apart(gains: list[float], spend: int) -> None:
    program = program_of("gain * after(0)", f"{spend} * at(0)", gain=number(1))
    together = {"gain": np.array(gains)}
    apart = [npv_at(program, {"gain": np.array([gain])})[0] for gain in gains]
    assert npv_at(program, together) == pytest.approx(apart)
    assert payback_at(program, together).tolist() == paybacks(net_flows(program, together)).tolist()
