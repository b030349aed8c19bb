"""Tornado, spider and two-way grid by hand."""

from __future__ import annotations

import numpy as np
import pytest

from model.evidence import Assumption
from model.risk.tornado import spider, steps, tornado, two_way
from model.sensitivity import swings
from tests.risk import number, program_of

WAIT = Assumption(label="Wait", unit="month", value=4, low=3, high=7)


def test_bars_by_hand() -> None:
    program = program_of(
        "(gain + known + named + month * wait * 0) * at(0)", "(spend + classed) * at(0)",
        gain=Assumption(label="Gain", unit="USD", value=100, low=40, high=150),
        named=number(0, low=-1, high=2, distribution="triangular"),
        known=number(10, source="A count", grade="measured"),
        spend=Assumption(label="Spend", unit="USD", value=60, grade="guess"),
        classed=Assumption(label="Classed", unit="USD", value=20, aace=3),
        wait=number(7, low=7, high=7, source="A contract", grade="measured"),
    )  # fmt: skip
    found = tornado(program)
    # 100 + 10 − 60 − 20 = 30. A guess without a range is varied by half: spend 30 to 90, NPV 60 to 0.
    assert found.npv == pytest.approx(30)
    assert [(bar.assumption, bar.npv_at_low, bar.npv_at_high) for bar in found.bars] == [
        ("gain", pytest.approx(-30), pytest.approx(80)),
        ("spend", pytest.approx(60), pytest.approx(0)),
        ("classed", pytest.approx(34), pytest.approx(24)),
        ("named", pytest.approx(29), pytest.approx(32)),
        ("known", pytest.approx(29), pytest.approx(31)),
    ]
    gain, spend, classed, named, known = found.bars
    assert (gain.low_label, gain.high_label, gain.basis, gain.changes_sign) == ("P5", "P95", "stated", True)
    assert gain.sentence == (
        "With “Gain” between $40.00 and $150.00, the case is worth between −$30 and $80. It pays at one of "
        "these ends only."
    )
    assert (spend.basis, spend.changes_sign) == ("doubt", False)
    assert spend.sentence.endswith("No range is stated, so 50% less and more are taken.")
    assert known.sentence.endswith("No range is stated, so 10% less and more are taken.")
    assert (classed.basis, named.low_label, named.high_label) == ("class", "P0", "P100")
    assert tornado(program, swings(program)) == found
    assert found.record()["bars"][0]["npv_at_low"] == pytest.approx(-30)


def test_what_is_taken_as_certain_has_no_bar() -> None:
    # It states neither low nor high, and would else be varied by a tenth.
    program = program_of("(x + y) * at(0)", x=number(2, distribution="fixed"), y=number(1, low=0, high=3))
    assert [bar.assumption for bar in tornado(program).bars] == ["y"]


def test_an_end_that_cannot_be_computed_is_named() -> None:
    found = tornado(program_of("100 / x * at(0)", x=number(2, low=0, high=4)))
    assert found.bars == ()
    (broken,) = found.record()["broken"]
    assert (broken["assumption"], broken["value"]) == ("x", 0.0)
    assert "divides by nought" in broken["what"]


def test_legs_of_the_spider_by_hand() -> None:
    program = program_of(
        "(x * 10 + y + wait * 0) * at(0)", x=number(2, low=1, high=4), y=number(0, low=0, high=0), wait=WAIT
    )
    x, y, wait = spider(program, ["x", "y", "wait"], points=4)
    assert x.values == (1, 1.5, 2, 3, 4)
    assert x.npv == pytest.approx((10, 15, 20, 30, 40))
    assert x.changes == pytest.approx((-0.5, -0.25, 0, 0.5, 1))
    assert (y.values, y.changes, y.label) == ((0.0,), None, "Number 0")
    assert wait.values == (3, 4, 6, 7)
    assert steps(program, "wait", 40).tolist() == [3, 4, 5, 6, 7]
    broken = spider(program_of("100 / x * at(0)", x=number(2, low=0, high=4)), ["x"], points=2)[0]
    assert broken.npv == (None, 50, 25)


def test_two_at_once_by_hand() -> None:
    program = program_of("(x * y - wait) * at(0)", x=number(2, low=1, high=3), y=number(2, low=1, high=5), wait=WAIT)
    found = two_way(program, "x", "y", points=3)
    assert (found.values_a, found.values_b) == ((1, 2, 3), (1, 3, 5))
    assert np.array(found.npv) == pytest.approx(np.array([[-3, -2, -1], [-1, 2, 5], [1, 6, 11]]))
    assert found.paying == pytest.approx(5 / 9)
    assert found.sentence == "Over the ranges of “Number 2” and “Number 2” together, the case pays in 56% of the grid."
    assert two_way(program, "wait", "x", points=3).values_a == (3, 5, 7)
