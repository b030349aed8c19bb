"""Evenly spread numbers between 0 and 1, one column a name: which other names there are changes nothing in a column.

Draw i belongs to randomisation i mod 8 and is its point i // 8. The eight are spread evenly each by itself and
independently of one another, so that the spread of their results is an honest standard error. Any part of a column can
be computed alone, bit for bit as in the whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from hashlib import shake_128
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from model.series import Array

Method = Literal["sobol", "latin", "random"]
"""How draws are spread: scrambled Sobol' points, a Latin hypercube, or at random."""

RANDOMISATIONS = 8
"""How many independent randomisations share the draws."""
MOST_DRAWS = RANDOMISATIONS << 28
_BITS = 32
_BLOCK_BITS = 7
_BLOCK = 1 << _BLOCK_BITS
_DIMENSIONS = Path(__file__).with_name("dimensions.txt")
_HALF_STEP = 0.5
_HASH_FACTORS = (0x6C50B47C, 0xB82F1E52, 0xC7AFE638, 0x8D22F6E6)
"""Even factors, so that a product changes only bits above those it comes from (Laine and Karras 2011)."""

Words = NDArray[np.uint32]


def columns(names: Sequence[str], seed: int, method: Method, first: int, end: int) -> Array:
    """Return draws `first` to `end` of each name, between 0 and 1 and neither: shape (names, end − first).

    `sobol` gives a name the dimension of the Sobol' sequence that dimensions.txt keeps for it; a name that has none
    there gets a Latin hypercube column.
    """
    if method == "random":
        return np.array([_at_random(name, seed, first, end) for name in names]).reshape(len(names), end - first)
    start, stop = first // RANDOMISATIONS, -(-end // RANDOMISATIONS)
    points = np.empty((len(names), stop - start, RANDOMISATIONS), dtype=np.uint32)
    kept = dimensions() if method == "sobol" else {}
    in_sobol = [k for k, name in enumerate(names) if name in kept]
    latin = [k for k, name in enumerate(names) if name not in kept]
    points[in_sobol] = _sobol([names[k] for k in in_sobol], seed, start, stop)
    for k in latin:
        points[k] = _latin(names[k], seed, start, stop)
    flat = points.reshape(len(names), (stop - start) * RANDOMISATIONS)[:, first - start * RANDOMISATIONS :][
        :, : end - first
    ]
    return _between(flat)


def _between(words: NDArray[np.unsignedinteger]) -> Array:
    """Return 32 bits as numbers between 0 and 1, never either."""
    return (words.astype(np.float64) + _HALF_STEP) / 2.0**_BITS


def _bits_of(seed: int, name: str, purpose: str, count: int) -> Words:
    """Return random bits that belong to a seed and a name, the same on every machine and version."""
    digest = shake_128(f"{seed}\n{purpose}\n{name}".encode()).digest(4 * count)
    return np.frombuffer(digest, dtype="<u4").astype(np.uint32)


# --- at random -------------------------------------------------------------------------------------------------------


def _at_random(name: str, seed: int, first: int, end: int) -> Array:
    low, high = _bits_of(seed, name, "random", 4).view(np.uint64).tolist()
    generator = np.random.Philox(key=low | high << 64)
    at_once = 4
    generator.advance(first // at_once)
    skipped = first % at_once
    words = generator.random_raw(end - first + skipped)[skipped:]
    return _between(words >> np.uint64(_BITS))


# --- Sobol' ----------------------------------------------------------------------------------------------------------


@cache
def dimensions() -> dict[str, Words]:
    """Return the direction numbers of each name that has a dimension: 32 words, the most significant bit first."""
    rows = [line.split() for line in _DIMENSIONS.read_text().splitlines() if not line.startswith("#")]
    return {name: _directions(int(polynomial), [int(word) for word in initial]) for name, polynomial, *initial in rows}


def _directions(polynomial: int, initial: list[int]) -> Words:
    """Return direction numbers from a primitive polynomial and the first of them (Bratley and Fox 1988)."""
    degree = polynomial.bit_length() - 1
    numbers = initial[:degree] if degree else [1] * _BITS
    for k in range(len(numbers), _BITS):
        new = numbers[k - degree] ^ numbers[k - degree] << degree
        for back in range(1, degree):
            if polynomial >> (degree - back) & 1:
                new ^= numbers[k - back] << back
        numbers.append(new)
    return np.array([number << (_BITS - 1 - k) for k, number in enumerate(numbers)], dtype=np.uint32)


@lru_cache(maxsize=4_096)
def _scrambled(name: str, seed: int) -> tuple[Words, Words]:
    """Return the scrambled direction numbers of a name, shape (8, 32), and the digital shifts, shape (8,).

    Each randomisation multiplies the direction numbers by a random lower triangular matrix over bits (Matoušek 1998).
    """
    random = _bits_of(seed, name, "sobol", RANDOMISATIONS * (_BITS + 1)).reshape(RANDOMISATIONS, _BITS + 1)
    places = np.arange(_BITS - 1, -1, -1, dtype=np.uint32)
    own = np.uint32(1) << places
    rows = (random[:, :_BITS] & ~((own << np.uint32(1)) - np.uint32(1))) | own
    parity = np.bitwise_count(rows[:, :, None] & dimensions()[name][None, None, :]) & np.uint8(1)
    directions = np.bitwise_or.reduce(parity.astype(np.uint32) << places[None, :, None], axis=1)
    return directions, random[:, _BITS]


def _sobol(names: Sequence[str], seed: int, start: int, stop: int) -> Words:
    """Return points `start` to `stop` of each randomisation: shape (names, stop − start, 8)."""
    if not names:
        return np.empty((0, stop - start, RANDOMISATIONS), dtype=np.uint32)
    known = [_scrambled(name, seed) for name in names]
    directions, shifts = np.array([found[0] for found in known]), np.array([found[1] for found in known])
    low = shifts[:, None, :]
    for bit in range(_BLOCK_BITS):
        low = np.concatenate((low, low ^ directions[:, None, :, bit]), axis=1)
    blocks = range(start >> _BLOCK_BITS, -(-stop >> _BLOCK_BITS))
    high = np.stack([_jump(directions, block) for block in blocks], axis=1)
    points = (high[:, :, None, :] ^ low[:, None, :, :]).reshape(len(names), -1, RANDOMISATIONS)
    found: Words = points[:, start - blocks.start * _BLOCK :][:, : stop - start]
    return found


def _jump(directions: Words, block: int) -> Words:
    """Return what the number of a block adds to its points: shape (names, 8)."""
    bits = [bit for bit in range(_BITS - _BLOCK_BITS) if block >> bit & 1]
    jump: Words = np.bitwise_xor.reduce(directions[..., [bit + _BLOCK_BITS for bit in bits]], axis=-1)
    return jump


# --- Latin hypercube -------------------------------------------------------------------------------------------------


def _latin(name: str, seed: int, start: int, stop: int) -> Words:
    """Return points of a Latin hypercube column: every run of 2^k points from a multiple of 2^k on has one in each 2^k-th.

    The order and the place within each part come from nested random permutations of the bits (Owen 1995), computed by
    hashing (Laine and Karras 2011), so that a column needs no memory and no knowledge of how many points will follow.
    """
    seeds = _bits_of(seed, name, "latin", 2 * RANDOMISATIONS).reshape(2, 1, RANDOMISATIONS)
    shuffled = _permuted(_reversed(np.arange(start, stop, dtype=np.uint32))[:, None], seeds[0])
    return _reversed(_permuted(_reversed(shuffled), seeds[1]))


def _permuted(words: Words, seeds: Words) -> Words:
    """Flip each bit by a hash of the bits below it."""
    found: Words = words + seeds
    for factor in _HASH_FACTORS:
        found = found ^ found * np.uint32(factor)
    return found


def _reversed(words: Words) -> Words:
    """Return words with their bits in reverse order."""
    for width, mask in ((1, 0x55555555), (2, 0x33333333), (4, 0x0F0F0F0F), (8, 0x00FF00FF), (16, 0x0000FFFF)):
        shift, kept = np.uint32(width), np.uint32(mask)
        words = (words >> shift) & kept | (words & kept) << shift
    return words
