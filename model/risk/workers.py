"""Where the chunks of a simulation are computed: here, on two threads, in processes or on a cluster; always in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import numpy as np

from model.risk.outcome import FAN_DRAWS, Outcome, Work

THREADS = 2
"""Threads that compute together where a case is compiled; NumPy alone gains nothing from a second."""
_AHEAD = 4
"""How many chunks a worker is given ahead of the one that is waited for; more would only fill memory with results."""
_KEPT_NUMBERS = 31 << 17

Chunk = tuple[int, int]
Map = Callable[[Iterable[Chunk]], Iterator[Outcome]]


@contextmanager
def mapping(work: Work, workers: int, scheduler: str | None = None) -> Iterator[Map]:
    """Give the way to compute chunks in order; a compiled case is compiled first, once for all.

    Raises `CaseProblems` where no cluster can be used at the address of a scheduler.
    """
    if work.compiled:
        _ = work.compiled.run
    if scheduler is not None:
        from model.risk.cluster import on_cluster

        with on_cluster(work, scheduler) as (submit, hands):
            yield lambda chunks: _in_order(submit, chunks, hands)
    elif workers > 1:
        with _processes(work, workers) as submit:
            yield lambda chunks: _in_order(submit, chunks, workers)
    elif work.compiled:
        with ThreadPoolExecutor(THREADS) as pool:
            yield lambda chunks: _in_order(lambda chunk: pool.submit(work.outcome, *chunk), chunks, THREADS)
    else:
        keep_memory()
        yield lambda chunks: (work.outcome(*chunk) for chunk in chunks)


def _in_order(submit: Callable[[Chunk], Any], chunks: Iterable[Chunk], hands: int) -> Iterator[Outcome]:
    """Yield what chunks come to, one after another, while some more are under way."""
    waiting: deque[Any] = deque()
    for chunk in chunks:
        waiting.append(submit(chunk))
        if len(waiting) >= hands * _AHEAD:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def part_of(work: Work, chunk: Chunk) -> Outcome:
    """Compute a chunk for another process, without the months of draws that no chart will show."""
    found = work.outcome(*chunk)
    return replace(found, cumulative=found.cumulative[:, : max(FAN_DRAWS - found.first, 0)].copy())


def keep_memory() -> None:
    """Let the allocator keep what it frees; otherwise the system clears every array anew, a third of the time."""
    np.empty(_KEPT_NUMBERS)


# --- processes -------------------------------------------------------------------------------------------------------

_begun: list[Work] = []
"""The work of a process, sent to it once."""


@contextmanager
def _processes(work: Work, workers: int) -> Iterator[Callable[[Chunk], Any]]:
    from loky import ProcessPoolExecutor

    # Unlike those of the standard library, loky's processes never run the main program again: it may be the app.
    pool = ProcessPoolExecutor(workers, initializer=_begin, initargs=(work.bare(),))
    try:
        yield lambda chunk: pool.submit(_outcome, chunk)
    finally:
        pool.shutdown(kill_workers=True)


def _begin(work: Work) -> None:
    keep_memory()
    _begun[:] = [work]


def _outcome(chunk: Chunk) -> Outcome:
    return part_of(_begun[0], chunk)
