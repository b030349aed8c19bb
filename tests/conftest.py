"""What every test may use: the library, the shortest whole case, and a way to write cases as text."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest

from assumptions.loader import library
from model.line import Library

ROOT = Path(__file__).parent.parent

JWD = """\
schema: 1
id: jwd
title: Project intranet
organisation: JWD Consulting
currency: USD
start: 2016-01
months: 36
discount: {rate: 0.08, timing: year_end}
assumptions:
  plan_costs: {label: Planned costs, unit: USD/month, schedule: {opening: 140000, by: year, values: [40000, 40000, 40000], spread: even}, source: "Schwalbe 2016, Fig. 4-5"}
  plan_benefits: {label: Planned benefits, unit: USD/month, schedule: {opening: 0, by: year, values: [200000, 200000, 200000], spread: even}, source: "Schwalbe 2016, Fig. 4-5"}
lines:
  - {id: intranet_cost, label: Intranet, kind: cost, unit: USD/month, formula: plan_costs}
  - {id: intranet_benefit, label: Time saved, kind: benefit, class: capacity, unit: USD/month, formula: plan_benefits}
scenarios:
  half_benefit: {assumptions: {plan_benefits: {schedule: {opening: 0, by: year, values: [100000, 100000, 100000], spread: even}}}}
"""


AROUND_THE_MODEL = ("scenarios", "exports", "cli", "ui", "browser", "store")
"""Folders of tests that are there for what stands around the model; watching the model in them too doubles their time."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Measure how much of the model is tried by the tests of the model alone."""
    for item in items:
        if item.path.relative_to(ROOT / "tests").parts[0] in AROUND_THE_MODEL:
            item.add_marker("no_cover")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None, object, object]:
    """Leave what is prepared for a test without a measure unmeasured too: pytest-cov leaves out the test alone."""
    plugin = item.config.pluginmanager.getplugin("_cov")
    controller = plugin.cov_controller if plugin else None
    if controller is None or not item.get_closest_marker("no_cover"):
        return (yield)
    controller.pause()
    try:
        return (yield)
    finally:
        controller.resume()


@pytest.fixture(scope="session")
def shelf() -> Library:
    """The library that ships with the product."""
    return library()


@pytest.fixture
def jwd(tmp_path: Path) -> Path:
    """The JWD case as a file."""
    path = tmp_path / "jwd.yaml"
    path.write_text(JWD)
    return path
