"""Shapley values: a fair share for each player of what all of them together bring.

A game says what every coalition of players is worth. A player's Shapley value is what it adds to those before it, on
average over all orders in which the players may come (L. S. Shapley, A Value for n-Person Games, 1953). The values add
up to what all players bring over what none brings.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.series import Array

Coalitions = NDArray[np.bool_]
"""Coalitions as rows, players as columns: True where a player is in."""
SEED = 1953
"""The seed of the sampled orders: the same case gives the same shares every time."""


@dataclass(frozen=True, slots=True)
class Sampled:
    """Shapley values from sampled orders, and their standard errors: shape (players,) each."""

    values: Array
    errors: Array


def coalitions(players: int) -> Coalitions:
    """Return every coalition, shape (2 ** players, players): player i is in row k where bit i of k is set."""
    rows = np.arange(2**players)
    found: Coalitions = (rows[:, None] >> np.arange(players) & 1).astype(bool)
    return found


def exact(worth: Array) -> Array:
    """Return the Shapley value of each player, shape (players,).

    `worth` has shape (2 ** players,): what each coalition is worth, in the order of `coalitions`.
    """
    players = len(worth).bit_length() - 1
    rows = np.arange(len(worth))
    sizes = coalitions(players).sum(axis=1)
    weights = np.array([1 / (players * math.comb(players - 1, size)) for size in range(players)])
    values = np.empty(players)
    for player in range(players):
        without = rows[(rows >> player & 1) == 0]
        values[player] = weights[sizes[without]] @ (worth[without | 1 << player] - worth[without])
    return values


def sampled(worth: Callable[[Coalitions], Array], players: int, pairs: int, seed: int = SEED) -> Sampled:
    """Return Shapley values as means over random orders of the players, at least two pairs of them.

    Orders are drawn as in J. Castro, D. Gómez and J. Tejada, Polynomial calculation of the Shapley value based on
    sampling, 2009; each is taken forwards and backwards (antithetic), and a pair is one observation. Within each order
    the additions sum to what all players bring, and so do their means. `worth` takes coalitions, shape (k, players),
    and returns what each is worth, shape (k,).
    """
    draw = np.random.default_rng(seed)
    forwards = draw.permuted(np.tile(np.arange(players), (pairs, 1)), axis=1)
    orders = np.concatenate((forwards, forwards[:, ::-1]))
    places = np.argsort(orders, axis=1)
    rows: Coalitions = places[:, None, :] < np.arange(players + 1)[None, :, None]
    grown = worth(rows.reshape(-1, players)).reshape(len(orders), players + 1)
    added = np.take_along_axis(np.diff(grown, axis=1), places, axis=1)
    observed = (added[:pairs] + added[pairs:]) / 2
    return Sampled(observed.mean(axis=0), observed.std(axis=0, ddof=1) / math.sqrt(pairs))
