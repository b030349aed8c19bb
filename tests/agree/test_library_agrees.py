"""NumPy and reference agree to 1e-12 on every stream of the library, and on every example and template."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import numpy as np
import pytest

from assumptions.overlay import resolve
from model.case import Case
from model.evaluate import Program
from model.graph import Graph
from model.line import Library
from model.reference import reference
from model.series import likely_values
from model.words import in_words
from scenarios import open_case
from tests.conftest import ROOT
from tests.full_case import full_case

TOLERANCE = 1e-12
CASES = sorted((ROOT / "scenarios").glob("*/*.yaml"))
METHODS = ("four_gates", "direct_indirect", "accepted_views", "observed")
EVIDENCE = ("measured", "stated")
LICENCES = ("flat", "tiers", "per_member")
ACCESS = ("public", "hybrid", "gated")


def assert_agree(graph: Graph) -> None:
    values = likely_values(graph)
    expected = reference(graph, values)
    for line_id, row in zip(graph.order, Program(graph).run(values), strict=True):
        scale = max(np.abs(expected[line_id]).max(), 1e-300)
        assert np.abs(row - expected[line_id]).max() <= TOLERANCE * scale, line_id


@pytest.mark.no_cover
@pytest.mark.parametrize(("method", "licence", "access"), list(product(METHODS, LICENCES, ACCESS)))
def test_every_stream_under_every_choice(shelf: Library, method: str, licence: str, access: str) -> None:
    data = full_case(shelf, community={"kind": "b2b", "access": access}).model_dump(by_alias=True, exclude_unset=True)
    evidence = EVIDENCE[METHODS.index(method) % 2]
    data["streams"]["support_deflection"]["choose"] = {
        "method": method,
        "cost_basis": "channels" if evidence == "stated" else "single",
    }
    data["streams"]["retention"]["choose"]["retention_evidence"] = evidence
    data["streams"]["expansion"]["choose"]["expansion_evidence"] = evidence
    data["streams"]["technology"]["choose"]["licence_model"] = licence
    assert_agree(resolve(Case.model_validate(data), shelf))


def test_every_stream_under_a_vendor_and_a_plan(shelf: Library) -> None:
    case = full_case(shelf)
    assert list(case.options) == ["by_member"]
    assert_agree(resolve(case, shelf, "by_member"))


@pytest.mark.no_cover
@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_case_that_ships(path: Path) -> None:
    analysis = open_case(str(path))
    for scenario in (None, *analysis.scenarios):
        assert_agree(analysis.under(scenario).program.graph)


@pytest.mark.no_cover
@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_line_can_be_said_and_explained(path: Path) -> None:
    analysis = open_case(str(path))
    for line_id, row in analysis.program.graph.rows.items():
        assert in_words(row.formula, str).sentence
        explanation = analysis.explain(line_id)
        assert explanation.value == pytest.approx(analysis.appraisal.run.line(line_id)[-1])
        assert explanation.words
        assert "None" not in explanation.figures
