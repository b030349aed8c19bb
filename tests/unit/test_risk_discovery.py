"""Boxes in which a case fails: planted ones are found again, with coverage and density counted by hand."""

from __future__ import annotations

import numpy as np
import pytest

from model.evidence import Assumption
from model.risk.discovery import discover
from tests.risk import number, program_of

DRAWS = 4_000


def uniform(count: int, seed: int = 5) -> list[np.ndarray]:
    return list(np.random.default_rng(seed).random((count, DRAWS)))


def program_with(**values: Assumption):
    return program_of(f"({' + '.join(values)}) * at(0)", **values)


def test_a_planted_corner_is_found() -> None:
    # It fails for sure where cost < 0.3 and wait > 0.6, and nowhere else: 12% of the draws.
    a, b, c, fixed = *uniform(3), np.full(DRAWS, 1.0)
    program = program_with(
        cost=Assumption(label="Cost", unit="USD", value=0), share=number(1), other=number(2), fixed=number(3)
    )
    fails = (a < 0.3) & (b > 0.6)
    found = discover(program, {"cost": a, "share": b, "other": c, "fixed": fixed}, fails, what="does not pay")
    box = found.boxes[0]
    assert found.failing == pytest.approx(0.12, abs=0.02)
    assert {bound.assumption: bound.at_least for bound in box.bounds} == {"cost": False, "share": True}
    assert {bound.assumption: bound.value for bound in box.bounds} == pytest.approx(
        {"cost": 0.3, "share": 0.6}, abs=0.03
    )
    # By definition, counted over the same draws.
    inside = (a <= box.bounds[-1].value) & (b >= box.bounds[0].value)
    if box.bounds[0].assumption == "cost":
        inside = (a <= box.bounds[0].value) & (b >= box.bounds[1].value)
    assert box.coverage == pytest.approx(fails[inside].sum() / fails.sum())
    assert box.density == pytest.approx(fails[inside].mean())
    assert box.mass == pytest.approx(inside.mean())
    assert box.coverage > 0.9
    assert box.density > 0.9
    assert "“Cost” is at most $0." in box.sentence
    assert "“Number 1” is at least 6" in box.sentence
    assert box.sentence.endswith("of all draws in which it does not pay.")
    assert box.sentence in found.sentence
    assert found.record()["boxes"][0]["coverage"] == box.coverage


def test_a_second_corner_is_found_among_what_is_left() -> None:
    a, b = uniform(2)
    program = program_with(a=number(1), b=number(2))
    found = discover(program, {"a": a, "b": b}, (a < 0.2) | (b > 0.9))
    sides = {(bound.assumption, bound.at_least) for box in found.boxes for bound in box.bounds}
    assert len(found.boxes) == 2
    assert sides >= {("a", False), ("b", True)}
    assert sum(box.coverage for box in found.boxes) > 0.85
    assert found.boxes[1].sentence.startswith("Beyond that, where “Number ")
    # Draws in both corners count for the first one only: the shares add up to at most all.
    assert sum(box.coverage for box in found.boxes) <= 1


def test_what_is_left_may_be_no_worse_than_the_rest() -> None:
    # One corner holds nearly all that fails, and the few others are spread evenly: there is no second box to name.
    a, b, rare = uniform(3)
    program = program_with(a=number(1), b=number(2))
    assert len(discover(program, {"a": a, "b": b}, (a < 0.4) | (rare < 0.08)).boxes) == 1


def test_whole_months_are_peeled_value_by_value() -> None:
    months = np.random.default_rng(1).integers(3, 10, DRAWS).astype(float)
    (noise,) = uniform(1)
    program = program_with(wait=Assumption(label="Wait", unit="month", value=5), noise=number(1))
    box = discover(program, {"wait": months, "noise": noise}, months >= 8).boxes[0]
    assert [(bound.assumption, bound.text) for bound in box.bounds] == [("wait", "at least 8 months")]
    assert (box.coverage, box.density) == (1, 1)


def test_few_bounds_are_kept() -> None:
    columns = uniform(6)
    names = list("abcdef")
    program = program_with(**{name: number(i) for i, name in enumerate(names)})
    fails = np.all([column > 0.2 for column in columns], axis=0)
    box = discover(program, dict(zip(names, columns, strict=True)), fails).boxes[0]
    assert len(box.bounds) <= 3
    assert [bound.loss for bound in box.bounds] == sorted((bound.loss for bound in box.bounds), reverse=True)


def test_where_there_is_no_pattern_to_name() -> None:
    (a,) = uniform(1)
    program = program_with(a=number(1))
    few = discover(program, {"a": a}, a < 0.001)
    assert few.boxes == ()
    assert few.sentence.endswith("too few to see a pattern.")
    assert discover(program, {"a": a}, a < 0.97).sentence.endswith("there is no corner to name.")
    assert discover(program, {"a": np.ones(DRAWS)}, a < 0.5).boxes == ()
    # Two values only, failing alike: whatever is peeled off, the share stays as it is.
    even, fails = np.tile([0.0, 1.0], 200), np.repeat([True, False], 200)
    nothing = discover(program, {"a": even}, fails)
    assert nothing.boxes == ()
    assert nothing.sentence == "The case fails in 50% of the draws. No combination of a few assumptions stands out."


def test_a_slope_is_followed_until_the_box_would_be_too_small() -> None:
    # The chance to fail is x³: of the draws above x, (1 − x⁴) of all failing ones and (1 − x⁴) / 4 / (1 − x) of these.
    # Both are weighed alike: the harmonic mean is highest near 0.72, by trying x = 0.6, 0.7, 0.8.
    x, chance, rare = uniform(3)
    flag = (rare > 0.97).astype(float)
    program = program_with(x=number(1), flag=number(2))
    box = discover(program, {"x": x, "flag": flag}, chance < x**3).boxes[0]
    assert [(bound.assumption, bound.at_least) for bound in box.bounds] == [("x", True)]
    edge = box.bounds[0].value
    assert 0.6 < edge < 0.85
    assert box.coverage == pytest.approx(1 - edge**4, abs=0.04)
    assert box.density == pytest.approx((1 - edge**4) / 4 / (1 - edge), abs=0.04)


def test_where_many_values_share_in_it_those_that_tell_most_are_named() -> None:
    # Forty values add up, three of them twice, and 42% of the sums fail. The box that says most about failing as a whole
    # fails less than half again as often as all (0.63), so a smaller one about those three is named.
    columns = uniform(40)
    names = [f"v{i}" for i in range(40)]
    program = program_with(**{name: number(i) for i, name in enumerate(names)})
    worth = 2 * sum(columns[:3]) + sum(columns[3:])
    found = discover(program, dict(zip(names, columns, strict=True)), worth < np.quantile(worth, 0.42))
    box = found.boxes[0]
    assert {bound.assumption for bound in box.bounds} == {"v0", "v1", "v2"}
    assert not any(bound.at_least for bound in box.bounds)
    assert box.density >= 1.5 * 0.42
    assert box.coverage >= 0.4
