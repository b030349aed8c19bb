"""A small case in a file, for commands about risk."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def halves(tmp_path: Path) -> str:
    """Gains of 50 to 150 a month over a year, evenly, for 1,200 at the opening: worth −600 to 600."""
    path = tmp_path / "halves.yaml"
    path.write_text("""
schema: 1
id: halves
title: Halves
organisation: Test
currency: USD
start: 2027-01
months: 12
discount: {rate: 0}
assumptions:
  gained: {label: Gained, unit: USD/month, value: 100, low: 50, high: 150, distribution: uniform}
  spent: {label: Spent, unit: USD, value: 1200, low: 1200, high: 1200, source: A contract, grade: measured}
lines:
  - {id: gain, label: Gain, kind: benefit, class: cashable, unit: USD/month, formula: gained * after(0)}
  - {id: spend, label: Spend, kind: cost, unit: USD/month, formula: spent * at(0), one_off: true}
""")
    return str(path)
