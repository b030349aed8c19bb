"""Sums of lines that are taken apart come to what the lines come to one by one, on generated graphs and on every case."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.evaluate import Program
from model.graph import Graph
from model.linear import ONE, taken_apart
from model.nodes import Binary, Name, Number, Ramp
from model.parse import parse_formula
from model.risk.sample import sample
from model.series import likely_values, scaled_value
from scenarios import open_case
from tests.agree.test_compiled_agrees import drawn_of
from tests.agree.test_readings_agree import assert_close
from tests.conftest import ROOT
from tests.strategies import _line as line
from tests.strategies import graph_of, graphs

CASES = sorted((ROOT / "scenarios").glob("*/*.yaml"))


@pytest.mark.no_cover
@given(graphs(), st.data())
@settings(max_examples=100, deadline=None)
def test_generated_graphs(graph: Graph, data: st.DataObject) -> None:
    some = tuple(data.draw(st.lists(st.sampled_from(graph.order), unique=True)))
    wanted = tuple(data.draw(st.lists(st.sampled_from(graph.order), unique=True, max_size=1)))
    drawn = {name: scaled_value(graph, name, values) for name, values in drawn_of(graph).items()}
    values = likely_values(graph) | drawn
    every = Program(graph).try_draws(values, 3)
    if every is None:
        return
    rows = {name: every[place] for place, name in enumerate(graph.order)}
    found = Program(graph).try_draws(values, 3, wanted, (some, graph.order))
    assert found is not None
    largest = max(np.abs(every).max(), 1.0)
    for sum_, names in zip(found, (some, graph.order), strict=False):
        expected = sum((rows[name] for name in names), np.zeros_like(sum_))
        assert np.abs(sum_ - expected).max() <= 1e-12 * largest
    for row, name in zip(found[2:], wanted, strict=True):
        assert_close(row, rows[name])


@pytest.mark.no_cover
@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_case_that_ships(path: Path) -> None:
    program = open_case(str(path)).program
    money = tuple(line.id for line in program.graph.resolved.lines if line.kind != "driver")
    values = sample(program, 16, 1).given(0, 16)
    (one,) = program.run_draws(values, 16, (), (money,))
    other = program.run_draws(values, 16, money).sum(axis=0)
    assert np.abs(one - other).max() <= 1e-12 * np.abs(other).max()


def test_lines_that_grow_alike_are_one_part() -> None:
    formulas = {
        "people": "amount * ramp(2, 6)",
        "pay": "people * share * 3",
        "less": "-(pay - people) / amount",
        "rest": "pay + less + share",
        "most": "max(people, 1) * month * 2",
    }
    graph = graph_of([line(name, parse_formula(text)) for name, text in formulas.items()])
    apart = taken_apart(graph, [["rest", "pay"], ["most"]], [])
    ramp = Ramp(Number(2.0), Number(6.0))
    # The first sum is so many times the people, and a share that never changes.
    assert apart.sums[0].keys() == {Name("people"), ONE}
    # In the second the largest of two must be known, and with it the people.
    (product,) = apart.sums[1]
    assert isinstance(product, Binary)
    assert "people" in apart.needed
    assert not {"pay", "less", "rest", "most"} & apart.needed
    # Where nothing else needs them, the people are so many times the ramp.
    assert taken_apart(graph, [["rest"]], []).sums[0].keys() == {ramp, ONE}
