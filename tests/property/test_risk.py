"""What must hold of any ranges: more benefit never lowers NPV, limits hold, and what is fixed moves nothing."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from model.evaluate import Program
from model.evidence import Assumption
from model.risk.distributions import Curve, curve
from model.risk.sample import sample
from model.risk.simulation import simulate
from model.units import vocabulary
from tests.cases import amount, cost, opened

SHARES = np.concatenate(([1e-9], np.linspace(0.001, 0.999, 499), [1 - 1e-9]))
ENDS = st.tuples(*[st.floats(0.01, 1_000).map(lambda x: round(x, 3))] * 3).map(sorted)
SHAPES = st.sampled_from([None, "fixed", "uniform", "triangular", "pert", "normal", "lognormal"])


@st.composite
def curves(draw: st.DrawFn) -> Curve:
    low, likely, high = draw(ENDS)
    least = draw(st.none() | st.floats(0, low))
    most = draw(st.none() | st.floats(high, 2_000))
    fields = {"value": likely, "low": low, "high": high, "distribution": draw(SHAPES), "limits": [least, most]}
    record = Assumption.model_validate({"label": "A", "unit": draw(st.sampled_from(["1", "month"]))} | fields)
    return curve(record, vocabulary("USD", ()).unit(record.unit or "1"), low, high)


@settings(deadline=None)
@given(curves())
def test_values_rise_with_the_share_below_them_and_keep_within_limits(found: Curve) -> None:
    values = found.at(SHARES)
    assert np.isfinite(values).all()
    assert (np.diff(values) >= -1e-9 * (1 + np.abs(values[1:]))).all()
    if not found.is_fixed:
        assert (values >= found.floor).all()
        assert (values <= found.ceiling).all()


def program(gained: dict[str, Any], rate: float = 0.1, formula: str = "gained * after(12)") -> Program:
    assumptions = {"gained": gained, "spent": amount(80, low=40, high=200), "idle": amount(1, "1", low=0, high=9)}
    gain = cost("gain", formula, kind="benefit", benefit_class="cashable")
    lines = [gain, cost(formula="spent")]
    return opened(assumptions=assumptions, lines=lines, months=24, discount={"rate": rate}).program


@settings(max_examples=25, deadline=None)
@given(ENDS, st.floats(0, 500))
def test_more_benefit_never_lowers_npv_in_any_draw(ends: list[float], more: float) -> None:
    low, likely, high = ends
    poor = simulate(program(amount(likely, low=low, high=high)), 64)
    rich = simulate(program(amount(likely + more, low=low + more, high=high + more)), 64)
    assert (rich.npv >= poor.npv - 1e-6).all()


@settings(max_examples=25, deadline=None)
@given(ENDS, st.floats(0, 0.5), st.floats(0, 0.5))
def test_a_higher_rate_never_raises_the_worth_of_later_benefits(ends: list[float], rate: float, more: float) -> None:
    low, likely, high = ends
    gained = amount(likely, low=low, high=high)
    fixed = {"spent": amount(0, distribution="fixed"), "gained": gained}
    gain = cost("gain", "gained * after(12)", kind="benefit", benefit_class="cashable")
    near, far = (
        simulate(
            opened(assumptions=fixed, lines=[gain, cost(formula="spent")], months=24, discount={"rate": r}).program, 64
        )
        for r in (rate, min(rate + more, 1.0))
    )
    assert (far.npv <= near.npv + 1e-9 * np.abs(near.npv)).all()


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 2**40), st.integers(1, 5_000), st.data())
def test_any_part_of_any_sample_is_drawn_alone(seed: int, draws: int, data: st.DataObject) -> None:
    found = sample(program(amount(100, low=50, high=150)), draws, seed)
    first = data.draw(st.integers(0, draws))
    end = data.draw(st.integers(first, draws))
    for name, values in found.part(first, end).items():
        assert np.array_equal(values, found.values[name][first:end])


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 1_000))
def test_what_the_case_does_not_use_and_what_is_fixed_moves_nothing(seed: int) -> None:
    plain = simulate(program(amount(100, low=50, high=150)), 128, seed)
    more = simulate(program(amount(100, low=50, high=150), formula="gained * after(12) + 0 * gained * idle"), 128, seed)
    assert np.allclose(plain.npv, more.npv, rtol=1e-12)
    fixed = simulate(program(amount(100, low=50, high=150, distribution="fixed")), 128, seed)
    assert "gained" not in fixed.sample.uncertain
    assert np.unique(fixed.sample.values["gained"]).tolist() == [100]
