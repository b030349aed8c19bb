"""Whole cases over draws: against closed forms and a plain re-statement, in parts, early ends, draws that fail."""

from __future__ import annotations

import math
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from model.evaluate import Program
from model.problems import CaseProblems
from model.risk.columns import Method
from model.risk.outcome import Work
from model.risk.sample import Sample, sample
from model.risk.simulation import simulate
from model.risk.spread import Heading, percentile, share_of, spread, standard_error
from model.series import Value
from scenarios import open_case
from tests.cases import amount, cost, opened
from tests.conftest import ROOT

SURE = amount(1_200, "USD", distribution="fixed")


def benefit(name: str = "gain", formula: str = "gained", **fields: Any) -> dict[str, Any]:
    return cost(name, formula, kind="benefit", benefit_class="cashable", **fields)


def normal(middle: float, deviation: float, **fields: Any) -> dict[str, Any]:
    """A normal value: its 90% interval is 1.644854 standard deviations to either side."""
    half = 1.6448536269514722 * deviation
    return amount(middle, low=middle - half, high=middle + half, distribution="normal", **fields)


def normals(**fields: Any) -> Program:
    """Over one year at 0%: gains of 1,000 ± 100 less costs of 800 ± 75 a month, both normal."""
    assumptions = {"gained": normal(1_000, 100), "spent": normal(800, 75)}
    return opened(assumptions=assumptions, lines=[benefit(), cost(formula="spent")], **fields).program


@pytest.mark.parametrize("method", ["sobol", "latin", "random"])
def test_a_difference_of_normals_is_normal(method: Method) -> None:
    found = simulate(normals(), method=method)
    # Twelve times (200 ± √(100² + 75²) = 125): mean 2,400, deviation 1,500.
    npv = found.figures["npv"]
    assert npv.mean is not None
    assert npv.standard_error is not None
    assert npv.likely == pytest.approx(2_400)
    assert abs(npv.mean - 2_400) < 3 * npv.standard_error + 0.01
    assert npv.deviation == pytest.approx(1_500, rel=0.025)
    for percent, deviations in ((5, -1.644854), (10, -1.281552), (50, 0), (90, 1.281552), (95, 1.644854)):
        # At random the 5% point of 8,192 draws has a standard error of √(0.05 × 0.95/8,192)/(φ(1.645)/1,500) = 35.
        assert npv.percentile(percent) == pytest.approx(
            2_400 + 1_500 * deviations, abs=120 if method == "random" else 60
        )
    # Above nought with probability Φ(2,400/1,500) = Φ(1.6) = 0.9452; above the likely figure in half of the draws.
    assert found.probability_npv_above_zero.value == pytest.approx(0.9452, abs=0.008)
    assert npv.below_likely == pytest.approx(0.5, abs=0.015)
    assert (found.draws, found.asked, found.stopped, found.broken) == (8_192, 8_192, None, 0)


def test_sobol_points_are_far_surer_than_draws_at_random() -> None:
    even, rough = (simulate(normals(), method=method).figures["npv"].standard_error for method in ("sobol", "random"))
    assert even is not None
    assert rough is not None
    # At random 1,500/√8,192 = 16.6, known from eight parts only to about a quarter.
    assert rough == pytest.approx(16.6, rel=0.8)
    assert even < rough / 20


def test_a_product_of_lognormals_is_lognormal() -> None:
    # Medians 20 and 5, 90% intervals × and ÷ 2 and 1.5: the log of the product has mean ln 100 and deviation
    # √(ln² 2 + ln² 1.5)/1.644854 = 0.488235, so that the mean is 100 e^(0.488235²/2) = 112.659 a month.
    assumptions = {
        "price": amount(20, low=10, high=40, distribution="lognormal"),
        "pieces": amount(5, "1", low=5 / 1.5, high=7.5, distribution="lognormal"),
    }
    found = simulate(opened(assumptions=assumptions, lines=[benefit(formula="price * pieces")]).program).figures["npv"]
    assert found.mean is not None
    assert found.standard_error is not None
    assert abs(found.mean - 12 * 112.659) < 3 * found.standard_error
    assert found.percentile(95) == pytest.approx(1_200 * math.exp(1.644854 * 0.488235), rel=0.03)


def test_each_figure_is_that_of_a_plain_restatement() -> None:
    """The same draws, one at a time, month by month, in plain Python."""
    rate = 0.1
    assumptions = {
        "gained": amount(150, low=100, high=300),
        "spent": amount(100, low=80, high=160),
        "first": amount(500, "USD", low=200, high=900),
    }
    lines = [benefit(formula="gained * ramp(2, 4)"), cost("build", "first * at(0)", one_off=True), cost("run", "spent")]
    program = opened(assumptions=assumptions, lines=lines, months=24, discount={"rate": rate}).program
    found = simulate(program, 256, 5)
    drawn = sample(program, 256, 5).values
    for draw in range(256):
        gained, spent, first = (float(drawn[name][draw]) for name in ("gained", "spent", "first"))
        benefits = [0.0, *(gained * min(max((month - 2) / 4, 0), 1) for month in range(1, 25))]
        costs = [first, *([spent] * 24)]
        cumulative, running = [], 0.0
        for gain, paid in zip(benefits, costs, strict=True):
            running += gain - paid
            cumulative.append(running)
        worth = [1.1 ** (-month / 12) for month in range(25)]
        pv_costs = sum(paid * factor for paid, factor in zip(costs, worth, strict=True))
        npv = sum(gain * factor for gain, factor in zip(benefits, worth, strict=True)) - pv_costs
        back = next((month for month in range(1, 25) if cumulative[month] >= 0), None)
        within = math.inf
        if back is not None:
            before, after = cumulative[back - 1], cumulative[back]
            within = back - 1 - before / (after - before)
        figures = [float(found.values(name)[draw]) for name in ("npv", "roi", "payback_months", "peak_funding")]
        assert figures == pytest.approx([npv, npv / pv_costs, within, -min(cumulative)])


def test_the_mean_of_a_linear_case_is_its_value_at_the_means() -> None:
    # Uniform from 50 to 200 has mean 125, PERT from 0 over 10 to 80 (0 + 40 + 80)/6 = 20: 12 × (125 − 20) = 1,260.
    assumptions = {
        "gained": amount(100, low=50, high=200, distribution="uniform"),
        "spent": amount(10, low=0, high=80, distribution="pert"),
    }
    found = simulate(opened(assumptions=assumptions, lines=[benefit(), cost(formula="spent")]).program).figures["npv"]
    assert found.mean is not None
    assert found.standard_error is not None
    assert abs(found.mean - 1_260) < 3 * found.standard_error + 0.01
    assert found.likely == pytest.approx(1_080)


def test_payback_that_never_comes_is_counted_and_not_averaged() -> None:
    # 1,200 are paid at the opening; gains of 50 to 150 a month, evenly, pay it back within a year from 100 on.
    assumptions = {"gained": amount(100, low=50, high=150, distribution="uniform"), "built": SURE}
    lines = [benefit(), cost("build", "built * at(0)")]
    found = simulate(opened(assumptions=assumptions, lines=lines).program)
    payback = found.figures["payback_months"]
    assert payback.missing == pytest.approx(0.5, abs=1e-3)
    assert (payback.mean, payback.standard_error, payback.percentile(75)) == (None, None, None)
    # At the 10th percentile of payback gains are at their 90th, 140: 1,200/140 = 8.57 months.
    assert payback.percentile(10) == pytest.approx(1_200 / 140, rel=1e-3)
    # Within 10 months with gains of 120 or more: 30% of the draws.
    assert found.probability_paid_back(10).value == pytest.approx(0.3, abs=1e-3)
    assert found.paid_back_by[10] == pytest.approx(0.3, abs=1e-3)
    assert (found.paid_back_by[0], len(found.paid_back_by)) == (0, 13)
    assert found.probability_npv_above(300).value == pytest.approx(0.25, abs=1e-3)
    assert found.record()["probability"]["paid_back_in_time"] == pytest.approx(0.5, abs=1e-3)


def test_cash_by_month_and_wanted_lines() -> None:
    assumptions = {
        "gained": amount(100, low=50, high=150, distribution="uniform"),
        "crowd": amount(10, "member", low=0, high=20, distribution="uniform"),
    }
    lines = [benefit(), {"id": "people", "label": "People", "unit": "member", "kind": "driver", "formula": "crowd"}]
    found = simulate(opened(assumptions=assumptions, lines=lines).program, lines=("people", "gain", "gain"))
    # After six months six times the gain: the median is 600 and the 90th percentile 6 × 140.
    assert found.cash[50][6] == pytest.approx(600, rel=1e-3)
    assert found.cash[90][6] == pytest.approx(840, rel=1e-3)
    # A flow adds up over the year; a level is what it is in the last month.
    assert found.lines["gain"].mean == pytest.approx(1_200, rel=1e-3)
    assert found.lines["people"].mean == pytest.approx(10, rel=1e-3)
    assert found.lines["people"].likely == 10
    assert found.lines_by_month["gain"][90][1] == pytest.approx(140, rel=1e-3)
    data = found.record()
    assert set(data["lines"]) == {"people", "gain"}
    assert data["figures"]["npv"]["p50"] == pytest.approx(1_200, rel=1e-3)
    assert data["uncertain"] == ["crowd", "gained"]
    with pytest.raises(CaseProblems, match="Did you mean `people`"):
        simulate(found.sample.program, lines=("peple",))


def test_histogram_and_exceedance() -> None:
    assumptions = {"gained": amount(100, low=50, high=150, distribution="uniform"), "built": SURE}
    lines = [benefit(), cost("build", "built * at(0)")]
    found = simulate(opened(assumptions=assumptions, lines=lines).program)
    bins = found.histogram(bins=10)
    assert (bins[0][0], bins[-1][1]) == pytest.approx((-600, 600), abs=1)
    assert [count for _, _, count in bins] == pytest.approx([819.2] * 10, abs=8)
    curve = dict(found.exceedance(points=4))
    assert sorted(curve.values()) == [0, 0.25, 0.5, 0.75, 1]
    assert list(curve) == pytest.approx([-600, -300, 0, 300, 600], abs=1)
    # Half of the draws never pay back: of the ends of four quarters only the first and the median are finite.
    assert len(found.exceedance("payback_months", points=4)) == 2
    never = simulate(opened(lines=[cost()]).program, 64)
    assert never.histogram("payback_months") == ()


def test_the_same_on_any_number_of_processes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    # The app runs its script under the name of the main program: a process that ran it again would end at once.
    app = ModuleType("__main__")
    app.__file__ = str(tmp_path / "app.py")
    (tmp_path / "app.py").write_text("raise SystemExit('the main program was run again')")
    monkeypatch.setitem(sys.modules, "__main__", app)
    program = normals()
    alone, together = simulate(program, 4_096), simulate(program, 4_096, workers=2)
    assert np.array_equal(alone.drawn.figures, together.drawn.figures)
    assert alone.record() == together.record()


def test_it_ends_early_once_it_is_sure_enough() -> None:
    found = simulate(normals(), 65_536, tolerance=2.0)
    assert found.stopped == "tolerance"
    assert found.draws < 65_536
    assert found.steps[-1].standard_error <= 2
    assert all(step.standard_error > 2 for step in found.steps[:-1])
    assert found.record()["asked"] == 65_536
    # What has been computed is what a shorter run would have been.
    assert np.array_equal(found.npv, simulate(normals(), 65_536).npv[: found.draws])
    assert simulate(normals(), 1_024, tolerance=1e9).stopped is None


def test_it_can_be_cancelled_and_tells_how_far_it_is() -> None:
    told: list[tuple[int, int]] = []

    def progress(done: int, draws: int) -> bool:
        told.append((done, draws))
        return done < 3_000

    found = simulate(normals(), progress=progress)
    assert (found.stopped, found.draws) == ("cancelled", 3_072)
    assert told == [(1_024, 8_192), (2_048, 8_192), (3_072, 8_192)]
    assert [step.draws for step in found.steps] == [1_024, 2_048, 3_072]
    assert simulate(normals(), 1_024, progress=lambda *_: False).stopped is None
    assert simulate(normals(), 1_024, progress=lambda *_: None).draws == 1_024


def test_draws_that_cannot_be_computed_are_counted_and_named() -> None:
    # √ of a uniform from −1 to 9: one draw in ten has none.
    assumptions = {"root": amount(4, "1", low=-1, high=9, distribution="uniform"), "gained": amount(10)}
    program = opened(assumptions=assumptions, lines=[benefit(formula="gained * sqrt(root)")]).program
    found = simulate(program, 2_048)
    assert found.broken == pytest.approx(205, abs=2)
    assert len(found.examples) == 3
    assert "cannot be computed and count for nothing" in found.warnings[0]
    assert np.isnan(found.npv[found.examples[0].draw])
    # The mean of √x over 0 to 9 is 2/3 × 27/9 = 2: over the year 12 × 10 × 2.
    assert found.figures["npv"].mean is not None
    assert found.figures["npv"].missing == 0
    assert found.probability_npv_above_zero.value == 1
    assert len(found.record()["broken_examples"]) == 3
    hopeless = {"root": amount(1, "1", low=-20, high=1.5, distribution="uniform"), "gained": amount(10)}
    with pytest.raises(CaseProblems, match="cannot be computed in"):
        simulate(opened(assumptions=hopeless, lines=[benefit(formula="gained * sqrt(root)")]).program, 2_048)


def test_a_case_without_money_or_doubt_has_one_outcome() -> None:
    found = simulate(opened(lines=[cost()]).program, 100)
    assert found.figures["npv"].percentiles == dict.fromkeys((5, 10, 25, 50, 75, 90, 95), -1_200)
    assert found.figures["npv"].standard_error == 0
    assert [step.standard_error for step in found.steps] == [0]
    assert found.warnings == ()
    empty = simulate(opened().program, 16)
    assert empty.figures["roi"].mean is None
    assert empty.figures["roi"].missing == 1
    assert empty.figures["roi"].percentile(50) is None
    alone = simulate(opened().program, 1, tolerance=1)
    assert alone.figures["npv"].deviation is None
    # One draw cannot tell how sure it is, so that no tolerance ends it.
    assert (alone.steps[0].standard_error, alone.stopped) == (None, None)


def test_a_mean_that_a_few_extreme_draws_make_is_said_to_be_so() -> None:
    # Lognormal with its 90% from a millionth to a million: the middle is 1, and the mean e^(σ²/2) with σ = ln(10⁶) / 1.645
    # = 8.4, some 10¹⁵, far beyond the million that 19 of 20 draws stay below.
    wide = {"gained": amount(1, "USD", low=1e-6, high=1e6, distribution="lognormal")}
    (warning,) = simulate(opened(assumptions=wide, lines=[benefit(formula="gained * at(0)")]).program, 1_024).warnings
    assert warning.startswith("A few extreme draws make the mean: it lies beyond 19 of 20 draws.")


def test_long_cases_are_computed_in_smaller_parts() -> None:
    lines = [cost(f"spend_{k}", "spent") for k in range(60)]
    program = opened(assumptions={"spent": amount(1, low=0, high=2)}, lines=lines, months=600).program
    told: list[int] = []
    simulate(program, 1_024, progress=lambda done, _: told.append(done))
    assert told == [256, 512, 768, 1_024]


def test_a_draw_that_only_one_engine_fails_at_is_named_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Program, "try_draws", lambda *_: None)
    (broken,) = Work(sample(normals(), 1, 1)).outcome(0, 1).examples
    assert "no finite value" in broken.problem.what


def test_checks_of_the_model_that_fail_in_some_draws_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    program = open_case(str(ROOT / "scenarios" / "templates" / "support_b2b.yaml")).program
    tiers = sample(program, 256, 1)
    assert simulate(program, 256).warnings == ()
    # Halve the audience in every draw: more members than people.
    given = tiers.given(0, 256)
    small = {**given, "audience_size[customers]": Value(10.0, 10.0, is_series=False)}
    with monkeypatch.context() as patch:
        patch.setattr(Sample, "given", lambda *_: small)
        found = Work(tiers).checks()
    assert found == {"Members never exceed the audience (Customers)": 1.0}
    with monkeypatch.context() as patch:
        patch.setattr(Work, "checks", lambda _: found)
        assert "In 100.0% of the draws a check of the model fails" in simulate(normals(), 64).warnings[0]
    monkeypatch.setattr(Program, "try_draws", lambda *_: None)
    assert Work(tiers).checks() == {}


def test_shares_and_percentiles_of_few_values() -> None:
    values = np.array([1.0, 2.0, 4.0, math.inf])
    assert [percentile(values, share) for share in (0, 0.5, 1)] == [1, 3, None]
    assert percentile(values[:0], 0.5) is None
    everything, nothing = np.ones(16, dtype=bool), np.zeros(16, dtype=bool)
    assert standard_error(np.arange(16.0), nothing) is None
    # The means of the eight parts of 0 to 15 are 4 to 11, whose standard deviation is √6: over √8 that is 0.866.
    assert standard_error(np.arange(16.0), everything) == pytest.approx(math.sqrt(6 / 8))
    assert share_of(everything, nothing).value == 0
    assert spread(Heading("npv", "NPV"), np.full(16, np.nan), 1.0, nothing).missing == 1
