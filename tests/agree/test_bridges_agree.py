"""Bridges add up to the cent, and agree with a slow re-statement that walks every order of the changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from model.result import Appraisal
from scenarios import open_case
from scenarios.bridge import Bridge, bridge
from tests.conftest import ROOT

CASES = sorted((ROOT / "scenarios").glob("*/*.yaml"))
CENT = 0.005


def assert_adds_up(found: Bridge, one: Appraisal, other: Appraisal) -> None:
    assert (found.from_npv, found.to_npv) == (one.figures.npv, other.figures.npv)
    assert sum(part.amount for part in found.parts) == pytest.approx(found.difference, abs=CENT)
    assert abs(found.residual) < CENT
    assert len({part.id for part in found.parts}) == len(found.parts)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_scenario_that_ships(path: Path) -> None:
    base = open_case(str(path))
    for name in base.scenarios:
        other = base.under(name)
        found = bridge(base, other)
        assert_adds_up(found, base.appraisal, other.appraisal)
        assert found.method == "exact"
        assert not found.warnings
        back = {part.id: part.amount for part in bridge(other, base).parts}
        assert back == pytest.approx({part.id: -part.amount for part in found.parts}, abs=1e-3)
