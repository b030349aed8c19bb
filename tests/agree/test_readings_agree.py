"""The NumPy reading, the reference, and the text readings tell the same story on generated graphs."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from model.evaluate import Program
from model.graph import Graph
from model.nodes import Node
from model.notation import notation
from model.parse import parse_formula
from model.problems import CaseProblems
from model.reference import reference
from model.series import Array, Value, likely_values, scaled_value
from tests.strategies import graphs, smooth

TOLERANCE = 1e-12
pytestmark = pytest.mark.no_cover


def assert_close(found: np.ndarray, expected: np.ndarray) -> None:
    """Equal to 1e-12 relative to the largest value met, as every sum of a line may pass through it."""
    assert found.shape == expected.shape
    scale = max(float(np.abs(expected).max()), 1.0)
    assert np.abs(found - expected).max() <= TOLERANCE * scale


@given(graphs())
@settings(max_examples=200, deadline=None)
def test_numpy_agrees_with_the_reference(graph: Graph) -> None:
    values = likely_values(graph)
    try:
        expected = reference(graph, values)
    except CaseProblems:
        with pytest.raises(CaseProblems):
            Program(graph).run(values)
        return
    assert_close(Program(graph).run(values), np.array([expected[name] for name in graph.order]))


@given(graphs())
@settings(max_examples=100, deadline=None)
def test_draws_agree_with_single_runs(graph: Graph) -> None:
    factors = np.array([1.0, 0.5, 1.75])
    smooth_names = ("share", "amount", "rate", "plan")
    draws = likely_values(graph) | {n: scaled_value(graph, n, _likely(graph, n) * factors) for n in smooth_names}
    singles = [
        _single(graph, {n: scaled_value(graph, n, float(_likely(graph, n) * f)) for n in smooth_names}) for f in factors
    ]
    if any(single is None for single in singles):
        with pytest.raises(CaseProblems):
            Program(graph).run_draws(draws, len(factors))
        return
    found = Program(graph).run_draws(draws, len(factors))
    for index, expected in enumerate(singles):
        assert expected is not None
        assert_close(found[:, :, index], expected)


def _single(graph: Graph, values: dict[str, Value]) -> Array | None:
    try:
        return Program(graph).run(likely_values(graph) | values)
    except CaseProblems:
        return None


def _likely(graph: Graph, name: str) -> float:
    record = graph.resolved.assumptions[name].record
    return 1.0 if record.schedule else record.value or 0.0


@given(smooth(("line_a", "line_b"), ("stock",)))
@settings(max_examples=300, deadline=None)
def test_notation_parses_back_to_the_same_formula(node: Node) -> None:
    assert parse_formula(notation(node)) == node
