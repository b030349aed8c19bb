"""Shapley values against games whose values are known by hand, and against what defines them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.series import Array
from model.shapley import coalitions, exact, sampled


def worth_of(game, players: int) -> Array:
    """Return what each coalition is worth, from a function of the set of its players."""
    return np.array([game({i for i in range(players) if row[i]}) for row in coalitions(players)], dtype=float)


def looked_up(worth: Array):
    """Return a game as a function of coalitions, from what each is worth."""
    players = len(worth).bit_length() - 1
    return lambda rows: worth[rows @ (1 << np.arange(players))]


def test_coalitions_are_numbered_by_their_bits() -> None:
    assert coalitions(2).tolist() == [[False, False], [True, False], [False, True], [True, True]]
    assert coalitions(0).shape == (1, 0)


def test_glove_game() -> None:
    """Players 0 and 1 have a left glove, player 2 a right one; a pair is worth 1.

    By hand: player 2 brings 1 unless it comes first, in 4 of 6 orders: 2/3. Player 0 brings 1 only where player 2 came
    before and player 1 did not: order 2, 0, 1, one of 6.
    """
    worth = worth_of(lambda s: min(len(s & {0, 1}), len(s & {2})), 3)
    assert exact(worth) == pytest.approx([1 / 6, 1 / 6, 2 / 3])


def test_airport_game() -> None:
    """Littlechild and Owen 1973: a runway costs what the longest user needs; here 8, 11, 13 and 18.

    By hand: 8/4 = 2; 2 + 3/3 = 3; 3 + 2/2 = 4; 4 + 5/1 = 9.
    """
    needs = [8, 11, 13, 18]
    worth = worth_of(lambda s: max((needs[i] for i in s), default=0), 4)
    assert exact(worth) == pytest.approx([2, 3, 4, 9])


def test_a_product_of_two_factors() -> None:
    """10 × 5 becomes 12 × 8. By hand: the first adds 2 × (5 + 8) / 2 = 13, the second 3 × (10 + 12) / 2 = 33."""
    worth = worth_of(lambda s: (12 if 0 in s else 10) * (8 if 1 in s else 5), 2)
    assert exact(worth) == pytest.approx([13, 33])


def test_one_player_takes_all_and_none_takes_nothing() -> None:
    assert exact(np.array([3.0, 10.0])) == pytest.approx([7])
    assert exact(np.array([3.0])).shape == (0,)


def test_a_pair_of_orders_is_exact_for_two_players() -> None:
    """Forwards and backwards are the only two orders there are, so nothing is left to chance."""
    worth = worth_of(lambda s: (12 if 0 in s else 10) * (8 if 1 in s else 5), 2)
    found = sampled(looked_up(worth), 2, 4)
    assert found.values == pytest.approx([13, 33])
    assert found.errors == pytest.approx([0, 0])


def test_sampling_repeats_itself() -> None:
    worth = np.arange(32.0) ** 2
    assert sampled(looked_up(worth), 5, 20).values.tolist() == sampled(looked_up(worth), 5, 20).values.tolist()


games = st.integers(1, 6).flatmap(lambda n: st.lists(st.floats(-1e6, 1e6), min_size=2**n, max_size=2**n).map(np.array))


@given(games)
@settings(max_examples=100, deadline=None)
def test_values_add_up(worth: Array) -> None:
    players = len(worth).bit_length() - 1
    bound = 1e-9 * max(np.abs(worth).max(), 1)
    assert abs(exact(worth).sum() - (worth[-1] - worth[0])) <= bound
    assert abs(sampled(looked_up(worth), players, 8).values.sum() - (worth[-1] - worth[0])) <= bound


@given(games)
@settings(max_examples=100, deadline=None)
def test_a_player_who_changes_nothing_gets_nothing(worth: Array) -> None:
    players = len(worth).bit_length() - 1
    rows = np.arange(2 ** (players + 1))
    with_null = worth[rows & (len(worth) - 1)]  # the new player, the last one, changes nothing
    assert exact(with_null) == pytest.approx([*exact(worth), 0], rel=1e-9, abs=1e-6)
    assert sampled(looked_up(with_null), players + 1, 8).values[-1] == 0


@given(games, st.randoms(use_true_random=False))
@settings(max_examples=50, deadline=None)
def test_names_do_not_matter(worth: Array, random) -> None:
    """Symmetry: players who change places change their values."""
    players = len(worth).bit_length() - 1
    order = random.sample(range(players), players)
    rows = coalitions(players)
    renamed = looked_up(worth)(rows[:, order])
    assert exact(renamed)[order] == pytest.approx(exact(worth), rel=1e-9, abs=1e-6)


@given(games, games)
@settings(max_examples=50, deadline=None)
def test_sums_of_games_have_sums_of_values(one: Array, other: Array) -> None:
    size = min(len(one), len(other))
    one, other = one[:size], other[:size]
    assert exact(one + other) == pytest.approx(exact(one) + exact(other), rel=1e-9, abs=1e-6)


@pytest.mark.parametrize("seed", range(5))
def test_sampled_values_agree_with_exact_ones(seed: int) -> None:
    """Within four standard errors, in games of eight players with worths that interact."""
    draw = np.random.default_rng(seed)
    worth = draw.normal(size=2**8) * 100
    found, whole = sampled(looked_up(worth), 8, 400), exact(worth)
    assert (np.abs(found.values - whole) <= 4 * found.errors).all()
    assert (found.errors > 0).all()
