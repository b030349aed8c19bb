"""Draws that are kept are those that would be made anew, each known by all it depends on, and only so many."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from model.risk.distributions import Curve
from model.risk.kept import Kept

RISING = Curve("uniform", 0.0, 5.0, 10.0)
CURVES = {"gain": RISING, "loss": replace(RISING, most=20.0)}
"""The share of outcomes below a value x of `gain` is x / 10, of `loss` x / 20."""


def test_a_second_time_nothing_is_drawn() -> None:
    kept = Kept()
    first = kept.values(CURVES, ["gain", "loss"], 1, "sobol", 0, 64)
    again = kept.values(CURVES, ["loss", "gain"], 1, "sobol", 0, 64)
    assert list(again) == ["loss", "gain"]
    assert all(again[name] is first[name] for name in first)


@pytest.mark.parametrize(("seed", "method", "first", "end"), [(2, "sobol", 0, 64), (1, "random", 0, 64), (1, "sobol", 64, 128)])  # fmt: skip
def test_other_draws_are_made(seed: int, method: str, first: int, end: int) -> None:
    kept = Kept()
    before = kept.values(CURVES, ["gain"], 1, "sobol", 0, 64)["gain"]
    after = kept.values(CURVES, ["gain"], seed, method, first, end)["gain"]  # type: ignore[arg-type]
    assert not np.array_equal(before, after)


def test_a_changed_range_moves_the_same_draws() -> None:
    kept = Kept()
    before = kept.values(CURVES, ["gain"], 1, "sobol", 0, 64)["gain"]
    wider = kept.values({"gain": replace(RISING, most=20.0)}, ["gain"], 1, "sobol", 0, 64)["gain"]
    assert wider == pytest.approx(2 * before)  # from 0 to 20 where it was 0 to 10


def test_nobody_can_write_into_what_is_shared() -> None:
    values = Kept().values(CURVES, ["gain"], 1, "sobol", 0, 64)["gain"]
    with pytest.raises(ValueError, match="read-only"):
        values[0] = 1.0


def test_those_used_last_are_kept() -> None:
    kept = Kept(most=128)
    gain = kept.values(CURVES, ["gain"], 1, "sobol", 0, 64)["gain"]
    loss = kept.values(CURVES, ["loss"], 1, "sobol", 0, 64)["loss"]
    assert kept.values(CURVES, ["gain"], 1, "sobol", 0, 64)["gain"] is gain
    kept.values(CURVES, ["gain"], 2, "sobol", 0, 64)  # a third column: that of loss was used longest ago
    assert kept.values(CURVES, ["gain"], 1, "sobol", 0, 64)["gain"] is gain
    again = kept.values(CURVES, ["loss"], 1, "sobol", 0, 64)["loss"]
    assert again is not loss
    assert np.array_equal(again, loss)


def test_long_draws_are_not_kept() -> None:
    kept = Kept()
    first, again = (kept.values(CURVES, ["gain"], 1, "sobol", 0, 2_048)["gain"] for _ in range(2))
    assert first is not again
    assert np.array_equal(first, again)


def test_what_is_forgotten_is_made_anew() -> None:
    kept = Kept()
    first = kept.values(CURVES, ["gain"], 1, "sobol", 0, 64)["gain"]
    kept.forget()
    again = kept.values(CURVES, ["gain"], 1, "sobol", 0, 64)["gain"]
    assert again is not first
    assert np.array_equal(again, first)
