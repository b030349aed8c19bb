"""A Dask cluster that computes the chunks of a simulation: what it comes to is bit for bit that of one process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from model import MODEL_VERSION
from model.problems import CaseProblems, Problem
from model.risk.outcome import Work
from model.risk.workers import Chunk, part_of

_SECONDS = 10
_WHY = "The draws cannot be sent to the cluster."


@contextmanager
def on_cluster(work: Work, address: str) -> Iterator[tuple[Callable[[Chunk], Any], int]]:
    """Give the way to submit a chunk to the cluster of a scheduler, and how many threads compute there.

    Raises `CaseProblems` where Dask is not installed, the scheduler does not answer, or its workers cannot compute.
    """
    client = _client(address)
    try:
        hands = _checked(client, address)
        sent = client.scatter(work.bare(), broadcast=True)
        yield lambda chunk: client.submit(part_of, sent, chunk, pure=False), hands
    finally:
        client.close()


def _client(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError:
        what, remedy = (
            "Dask is not installed.",
            "Install it: `pip install distributed==2026.8.0`, or leave out --scheduler.",
        )
        raise CaseProblems([Problem("no_dask", (), what, _WHY, remedy)]) from None
    try:
        connect: Any = Client  # which says nothing of its types
        return connect(address, timeout=_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        what = f"No scheduler answers at {address}: {str(error) or type(error).__name__}."
        remedy = "Give the address that `dask scheduler` prints when it starts, such as tcp://10.0.0.5:8786."
        raise CaseProblems([Problem("no_scheduler", (), what, _WHY, remedy)]) from None


def _checked(client: Any, address: str) -> int:
    """Return how many threads the workers have, once all of them have this version of the model."""
    threads: dict[str, int] = client.nthreads()
    if not threads:
        what, remedy = f"The scheduler at {address} has no workers.", "Start some: `dask worker ADDRESS`."
        raise CaseProblems([Problem("no_workers", (), what, _WHY, remedy)])
    found = client.run(_version, on_error="return")
    others = sorted({str(version) for version in found.values() if version != MODEL_VERSION})
    if others:
        what = (
            f"Some workers of the cluster compute with another model: {', '.join(others)} instead of {MODEL_VERSION}."
        )
        remedy = "Install this version of Community Case where the workers run, and start them in its folder."
        raise CaseProblems([Problem("other_model", (), what, "Their draws would not fit to the others.", remedy)])
    return sum(threads.values())


def _version() -> str:
    return MODEL_VERSION
