"""Headline figures, notes and the master check of the workbook, recalculated by LibreOffice, are those of the model."""

from __future__ import annotations

import numpy as np
import pytest

from exports.outputs import Order
from exports.stamp import stamp
from exports.workbook import workbook
from exports.workbook.input_columns import FIRST
from exports.workbook.naming import value_names
from exports.workbook.places import INPUTS, letters
from exports.workbook.sheet_names import CHANGES
from model.series import likely_values, scaled_value
from scenarios import Analysis, open_case
from tests.agree.appraised import ODD_FLOWS, assert_appraised, assert_values_kept, master, odd_flows
from tests.agree.showing import FIGURES, Shown, different, shown, switched, whole
from tests.conftest import ROOT
from tests.recalculating import recalculated
from tests.sheets import Sheets, typed_in

WHOLE = ("analog_devices", "gm_fastlane", "sap_community_network")
"""Cases of which every sheet is recalculated."""
FIGURED = ("shorter", "careful")
"""Scenarios of another time and convention, and of other classes of benefit."""
pytestmark = pytest.mark.no_cover

CHANGED = {
    "months_to_launch": 2.5,
    "ramp_months": 7.5,
    "sales_cycle": 10.5,
    "director_salary": 150_000.0,
    "planned_members[customers]": 0.8,
}
"""Five inputs of Analog Devices: fractions of months, a salary by the year, and a multiple of a schedule."""


def with_other_inputs(base: Analysis, data: bytes) -> Shown:
    inputs = Sheets(data)[INPUTS]
    rows = {inputs.at(row, 2): row for row in range(1, inputs.rows + 1)}
    cells = {f"{letters(FIRST)}{rows[value_names([name])[name]]}": value for name, value in CHANGED.items()}
    graph = base.program.graph
    values = likely_values(graph) | {name: scaled_value(graph, name, value) for name, value in CHANGED.items()}
    lines = dict(zip(graph.order, base.program.run(values), strict=True))
    planned = values["planned_members[customers]"]
    series = {"planned_members[customers]": np.concatenate(([planned.opening], np.asarray(planned.later)))}
    return Shown(typed_in(data, INPUTS, cells), lines | series, base)


@pytest.fixture(scope="module")
def shown_books() -> dict[str, Shown]:
    cases = {name: open_case(str(ROOT / f"scenarios/examples/{name}.yaml")) for name in WHOLE}
    found = {name: whole(analysis) for name, analysis in cases.items()}
    found["changed"] = with_other_inputs(cases["analog_devices"], found["analog_devices"].data)
    everything, odd = different(), odd_flows()
    found |= switched(everything, shown(everything, *FIGURES).data, FIGURED)
    return found | dict(switched(odd, shown(odd, *FIGURES).data, ODD_FLOWS))


@pytest.fixture(scope="module")
def computed(shown_books: dict[str, Shown], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Sheets]:
    files = {name: one.data for name, one in shown_books.items()}
    return recalculated(files, tmp_path_factory.mktemp("workbooks"))


def test_five_other_inputs_change_everything(shown_books: dict[str, Shown], computed: dict[str, Sheets]) -> None:
    shown_books["changed"].check("changed", computed["changed"])
    before, after = (shown_books[name].lines for name in ("analog_devices", "changed"))
    assert sum(not np.array_equal(before[name], after[name]) for name in before.keys() & after) > 20


@pytest.mark.parametrize("name", WHOLE)
def test_every_figure_agrees_and_the_master_check_holds(
    name: str, shown_books: dict[str, Shown], computed: dict[str, Sheets]
) -> None:
    shown_books[name].check(name, computed[name])
    assert_appraised(name, computed[name], shown_books[name].analysis)


def test_figures_follow_the_scenario_and_odd_flows(shown_books: dict[str, Shown], computed: dict[str, Sheets]) -> None:
    others = {name: one for name, one in shown_books.items() if "_to_" in name}
    assert len(others) == len(FIGURED) + len(ODD_FLOWS)
    for name, one in others.items():
        one.check(name, computed[name])
        assert_appraised(name, computed[name], one.analysis)


def test_changed_inputs_are_counted_and_are_no_fault(computed: dict[str, Sheets]) -> None:
    assert computed["changed"][CHANGES]["B4"] == len(CHANGED) + 1, "five inputs, and the sum of a schedule"
    assert computed["analog_devices"][CHANGES]["B4"] == 0
    assert master(computed["changed"]) == "OK"


@pytest.mark.parametrize("name", ["gm_fastlane", "sap_community_network"])
def test_values_beside_formulas_are_those_they_come_to(
    name: str, shown_books: dict[str, Shown], computed: dict[str, Sheets]
) -> None:
    analysis = shown_books[name].analysis
    assert_values_kept(name, workbook(Order(analysis, stamp(analysis))), computed[name])
