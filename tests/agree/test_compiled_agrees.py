"""The compiled reading agrees with NumPy to 1e-12: as plain Python on many graphs, as machine code on a few."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numba
import numpy as np
import pytest
from hypothesis import given, settings

from model import compiled
from model.compiled import Compiled, is_worth_it
from model.evaluate import Program
from model.graph import Graph
from model.nodes import Node
from model.parse import parse_formula
from model.problems import CaseProblems
from model.reference import reference
from model.risk.findings import Simulation
from model.risk.outcome import FIGURES
from model.risk.sample import sample
from model.risk.simulation import simulate
from model.series import Array, likely_values, scaled_value
from scenarios import open_case
from tests.agree.test_readings_agree import TOLERANCE, assert_close
from tests.cases import amount, cost, opened
from tests.conftest import ROOT
from tests.strategies import _line as line
from tests.strategies import graph_of, graphs

CASES = sorted((ROOT / "scenarios").glob("*/*.yaml"))
ONE_MEASURED = [pytest.param(p, marks=() if p.stem == "support_b2b" else pytest.mark.no_cover) for p in CASES]
"""Measuring how much of the model is tried takes as long as the tests: one of many alike is enough."""
FACTORS = np.array([1.0, 0.5, 1.75])
EVERYTHING = {
    "early": "cumulative(planned) + total(planned) * share if whole_a > whole_b else ln(amount)",
    "planned": "plan * 2",
    "stock": "prev(stock) * 0.5 + min(flow, 9, amount) + max(-amount, total(early) / 1000)",
    "flow": "ramp(2, 4) * amount + after(whole_a) * month + at(3) * year ** 2 + ceil(share * month) - floor(month / 7) + prev(stock) * 0.1",
    "late": "delay(stock, whole_a) + delay(flow, 1) + sqrt(amount) * exp(-rate * one_month) + (month != 3) + (month == 4)",
    "later": "(cumulative(stock) + prev(stock)) * total(late) / (1 + cumulative(early)) + (month <= 2) * delay(early, 0)",
    "fixed": "month * whole_b",
    "shifted": "delay(fixed, max(share * 9, floor(month / 4)))",
    "last": "(1 + rate) ** max(year - 1, 0) * later + ramp(1, 0) - after(whole_a) / (0 if month > 99 else 3) + total(late)",
}
"""Every node kind, every place where it may stand, and sums over all months that build on one another."""


def everything() -> Graph:
    lines = [line(name, parse_formula(text)) for name, text in EVERYTHING.items()]
    opening: Node = parse_formula("whole_a + total(planned) * 0 + cumulative(planned)")
    lines[2] = line("stock", parse_formula(EVERYTHING["stock"]), opening)
    return graph_of(lines, months=30)


def in_plain_python(made: Compiled) -> Compiled:
    """Let the text be run as it is, without Numba."""
    names: dict[str, Any] = {"math": math, "np": np, "njit": lambda *_, **__: lambda function: function}
    exec(made.source, names)

    def run(*arguments: Any) -> None:
        with np.errstate(all="ignore"):
            names["run"](*arguments)

    made.__dict__["run"] = run
    return made


def drawn_of(graph: Graph) -> dict[str, Array]:
    """Three draws of four assumptions, in their own units; a schedule as multiples."""
    given = graph.resolved.assumptions
    likely = {name: given[name].record.value or 1.0 for name in ("share", "amount", "rate", "plan")}
    return {name: value * FACTORS for name, value in likely.items()}


def assert_draws_agree(made: Compiled, drawn: dict[str, Array]) -> None:
    program, graph = made.program, made.program.graph
    found = made.at(drawn, len(FACTORS))
    for draw in range(len(FACTORS)):
        one = {name: scaled_value(graph, name, float(values[draw])) for name, values in drawn.items()}
        try:
            expected = program.run(likely_values(graph) | one)
        except CaseProblems:
            assert found.broken[draw]
            continue
        assert not found.broken[draw]
        assert_close(found.lines[:, :, draw], expected)


@pytest.mark.no_cover
@given(graphs())
@settings(max_examples=80, deadline=None)
def test_generated_graphs(graph: Graph) -> None:
    assert_draws_agree(in_plain_python(Compiled(Program(graph), graph.order, Path())), drawn_of(graph))


def test_every_kind_of_node_in_every_place() -> None:
    graph, draws = everything(), len(FACTORS)
    program, values, drawn = Program(graph), likely_values(graph), drawn_of(graph)
    expected = reference(graph, values)
    assert_close(program.run(values), np.array([expected[name] for name in graph.order]))
    made = in_plain_python(Compiled(program, graph.order, Path()))
    assert_draws_agree(made, drawn)
    together = program.run_draws(values | {n: scaled_value(graph, n, one) for n, one in drawn.items()}, draws)
    assert_close(together, made.at(drawn, draws).lines)


@pytest.mark.no_cover
def test_every_kind_of_node_in_every_place_as_machine_code(tmp_path: Path) -> None:
    graph = everything()
    assert_draws_agree(Compiled(Program(graph), graph.order, tmp_path), drawn_of(graph))
    assert list((tmp_path / "__pycache__").glob("*.nbi"))


@pytest.mark.parametrize("path", ONE_MEASURED, ids=lambda path: path.stem)
def test_every_case_that_ships(path: Path) -> None:
    program = open_case(str(path)).program
    made = in_plain_python(Compiled(program, program.graph.order, Path()))
    drawn = sample(program, 2, 1)
    found = made.at(drawn.part(0, 2), 2)
    expected = program.run_draws(drawn.given(0, 2), 2)
    assert not found.broken.any()
    for name, one, other in zip(program.graph.order, found.lines, expected, strict=True):
        assert np.abs(one - other).max() <= TOLERANCE * max(np.abs(other).max(), 1e-300), name


def small_case(least_root: float) -> Program:
    """Money, a schedule, a line that nothing needs, and a root that there is not in every draw."""
    grown = {"by": "year", "values": [1, 2], "spread": "level"}
    assumptions = {
        "gained": amount(150, low=100, high=300),
        "spent": amount(90, low=80, high=160),
        "root": amount(6, "1", low=least_root, high=9, distribution="uniform"),
        "first": amount(500, "USD", low=200, high=900),
        "whim": amount(5, low=2, high=9),
        "grown": {"label": "Grown", "unit": "1", "schedule": grown, "low": 0.8, "high": 1.3},
    }
    lines = [
        cost("gain", "gained * ramp(2, 4) * grown", kind="benefit", benefit_class="cashable"),
        cost("build", "first * at(0)", one_off=True),
        cost("run", "spent * sqrt(root - 4)"),
        cost("idle", "whim * 2", kind="driver"),
    ]
    return opened(assumptions=assumptions, lines=lines, months=24, discount={"rate": 0.1}).program


def assert_runs_agree(program: Program, folder: Path, draws: int = 3_000) -> Simulation:
    in_numpy = simulate(program, draws, 5, lines=("run",), reading="numpy")
    found = simulate(program, draws, 5, lines=("run",), reading="compiled", kernels=folder)
    assert found.drawn.broken == in_numpy.drawn.broken
    for name in FIGURES:
        one, other = found.values(name), in_numpy.values(name)
        close = np.isclose(one, other, rtol=1e-9 if "payback" in name else TOLERANCE, atol=1e-9, equal_nan=True)
        assert close.all(), name
    assert np.allclose(found.lines_by_month["run"][50], in_numpy.lines_by_month["run"][50], rtol=TOLERANCE)
    return found


@pytest.mark.no_cover
def test_a_whole_case_as_machine_code(tmp_path: Path) -> None:
    # The roots below 4 have none, in one of 51 draws.
    found = assert_runs_agree(small_case(3.9), tmp_path)
    assert found.broken == pytest.approx(3_000 * 0.1 / 5.1, abs=2)
    # Other values need no other machine code, and it is found where it is kept, by another process too.
    (kept,) = tmp_path.glob("*.py")
    before = kept.stat().st_mtime_ns
    compiled._loaded.cache_clear()
    program = small_case(4.1)
    found = assert_runs_agree(program, tmp_path)
    assert found.broken == 0
    again = simulate(program, 3_000, 5, lines=("run",), reading="compiled", kernels=tmp_path)
    assert np.array_equal(again.npv, found.npv)
    apart = simulate(program, 3_000, 5, lines=("run",), reading="compiled", kernels=tmp_path, workers=2)
    assert np.array_equal(apart.npv, found.npv)
    assert kept.stat().st_mtime_ns == before


def test_a_whole_case_by_the_same_text_as_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numba.config, "DISABLE_JIT", True)
    with np.errstate(all="ignore"):
        assert assert_runs_agree(small_case(3.9), tmp_path, draws=200).broken
        compiled._loaded.cache_clear()
        program = small_case(4.1)
        found = assert_runs_agree(program, tmp_path, draws=200)
        again = simulate(program, 200, 5, lines=("run",), reading="compiled", kernels=tmp_path)
    assert np.array_equal(again.npv, found.npv)


def test_only_long_runs_are_compiled_by_themselves(tmp_path: Path) -> None:
    program = small_case(4.1)
    assert not is_worth_it(program, 8_192)
    assert is_worth_it(program, 1 << 30)
    assert np.array_equal(simulate(program, 64, kernels=tmp_path).npv, simulate(program, 64).npv)
    assert not list(tmp_path.iterdir())
