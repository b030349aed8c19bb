"""The same draws in processes, compiled, and on a cluster; what is said where one of them cannot be used."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from distributed import LocalCluster

from model.problems import CaseProblems
from model.risk import cluster, simulation, workers
from model.risk.outcome import FAN_DRAWS, Work
from model.risk.sample import sample
from model.risk.simulation import simulate
from tests.unit.test_risk_simulation import normals


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """The address of a Dask cluster of one worker with two threads, in this process."""
    with LocalCluster(
        n_workers=1, threads_per_worker=2, processes=False, dashboard_address=None, protocol="tcp"
    ) as local:
        yield local.scheduler_address


def test_a_cluster_gives_the_same_bits_as_one_process(scheduler: str) -> None:
    program = normals()
    alone, spread = simulate(program, 4_096), simulate(program, 4_096, scheduler=scheduler)
    assert np.array_equal(alone.drawn.figures, spread.drawn.figures)
    assert np.array_equal(alone.drawn.cumulative, spread.drawn.cumulative)
    assert alone.record() == spread.record()


def test_a_cluster_with_another_model_is_refused(scheduler: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_version", lambda: "0.1")
    with pytest.raises(CaseProblems, match=r"another model: 0\.1"):
        simulate(normals(), 64, scheduler=scheduler)


def test_a_cluster_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    class Idle:
        def nthreads(self) -> dict[str, int]:
            return {}

        def close(self) -> None:
            pass

    with monkeypatch.context() as patch:
        patch.setattr(cluster, "_client", lambda _: Idle())
        with pytest.raises(CaseProblems, match="has no workers"):
            simulate(normals(), 64, scheduler="tcp://127.0.0.1:1")
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "distributed", None)
        with pytest.raises(CaseProblems, match="Dask is not installed"):
            simulate(normals(), 64, scheduler="tcp://127.0.0.1:1")
    monkeypatch.setattr(cluster, "_SECONDS", 0.2)
    with pytest.raises(CaseProblems, match=r"No scheduler answers at tcp://127\.0\.0\.1:1"):
        simulate(normals(), 64, scheduler="tcp://127.0.0.1:1")


def test_numba_that_is_asked_for_and_missing_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(simulation, "is_installed", lambda: False)
    with pytest.raises(CaseProblems, match="Numba is not installed"):
        simulate(normals(), 64, reading="compiled", kernels=tmp_path)
    monkeypatch.setattr(simulation, "is_worth_it", lambda *_: True)
    assert simulate(normals(), 64, kernels=tmp_path).draws == 64
    assert not list(tmp_path.iterdir())


def test_without_room_for_machine_code_numpy_computes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(simulation, "is_worth_it", lambda *_: True)
    (tmp_path / "file").write_text("no folder")
    found = simulate(normals(), 64, kernels=tmp_path / "file")
    assert np.array_equal(found.npv, simulate(normals(), 64, reading="numpy").npv)


def test_other_processes_send_only_the_months_a_chart_shows() -> None:
    work = Work(sample(normals(), FAN_DRAWS + 64, 1))
    workers._begin(work.bare())
    one, other = workers._outcome((FAN_DRAWS - 8, FAN_DRAWS + 8)), work.outcome(FAN_DRAWS - 8, FAN_DRAWS + 8)
    assert np.array_equal(one.figures, other.figures)
    assert np.array_equal(one.cumulative, other.cumulative[:, :8])
    assert workers._outcome((FAN_DRAWS + 8, FAN_DRAWS + 64)).cumulative.shape == (13, 0)


def test_results_come_in_order_and_only_some_ahead() -> None:
    asked: list[int] = []

    class Later:
        def __init__(self, chunk: tuple[int, int]) -> None:
            asked.append(chunk[0])
            self.chunk = chunk

        def result(self) -> Any:
            return self.chunk

    chunks = [(k, k + 1) for k in range(20)]
    found = workers._in_order(Later, iter(chunks), 2)
    assert next(found) == (0, 1)
    assert asked == list(range(8))
    assert [(0, 1), *found] == chunks
