"""The workbook, recalculated by LibreOffice from a file without values, comes to what the model says: one start for all."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import openpyxl
import pytest
import xlsxwriter
from hypothesis import Phase, given, settings
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from exports.outputs import Order
from exports.stamp import stamp
from exports.workbook import workbook
from exports.workbook.book import Book
from exports.workbook.input_columns import FIRST
from exports.workbook.naming import value_names
from exports.workbook.places import FIRST_ROW, INPUTS, NAME, OPENING, WORKINGS, letters
from exports.workbook.plan import plan
from exports.workbook.writing import SHEETS
from model.evaluate import Program
from model.graph import Graph
from model.nodes import DUST_DIGITS
from model.problems import CaseProblems
from model.series import Array, likely_values, scaled_value
from model.spreadsheet import Formulas, Sheet, filled, formulas, numbers_in
from scenarios import Analysis, analyse, open_case
from tests.agree.appraised import ODD_FLOWS, assert_appraised, assert_values_kept, master, odd_flows
from tests.cases import case_file
from tests.conftest import ROOT
from tests.recalculating import recalculated
from tests.strategies import graphs

CASES = sorted([*(ROOT / "scenarios/examples").glob("*.yaml"), *(ROOT / "scenarios/templates").glob("*.yaml")])
SWITCHED = ("support_b2b", "nz_post_infosys")
WHOLE = ("analog_devices", "gm_fastlane", "sap_community_network")
"""Cases of which every sheet is recalculated; of the others only those of the model, as each sheet more takes time."""
TOLERANCE = 1e-9
pytestmark = pytest.mark.no_cover
GENERATED, SEVERAL = "generated", 80


def assert_close(found: Array, expected: Array, what: str) -> None:
    """Every cell agrees to 1e-9 of itself; beside the largest of its line, dust of rounding is nought."""
    assert found.shape == expected.shape, what
    dust = 1e-12 * max(float(np.abs(expected).max()), 1.0)
    off = np.abs(found - expected)
    wrong = np.flatnonzero(off > TOLERANCE * np.abs(expected) + dust)
    assert not len(wrong), f"{what}, month {wrong[0]}: {found[wrong[0]]!r} against {expected[wrong[0]]!r}"


def numbers(sheet: Worksheet, row: int, first: int, length: int) -> Array:
    """Return figures side by side, as the sheet holds them; a text or an error is no number."""
    cells = [sheet.cell(row, first + index).value for index in range(length)]
    return np.array([cell if isinstance(cell, int | float) else np.nan for cell in cells], dtype=float)


# --- what is recalculated -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Shown:
    """A workbook without values, and the lines it must come to: name by name, from the opening to the last month."""

    data: bytes
    lines: dict[str, Array]
    analysis: Analysis | None = None

    def check(self, name: str, book: Workbook) -> None:
        """Every line agrees in every month; lines this scenario has not, and months beyond its horizon, are nought."""
        sheet, seen = book[WORKINGS], set()
        width = sheet.max_column - OPENING
        for row in range(FIRST_ROW + 1, sheet.max_row + 1):
            line_id = sheet.cell(row, NAME + 1).value
            if line_id:
                expected = np.zeros(width)
                given = self.lines.get(line_id, np.zeros(0))
                expected[: len(given)] = given
                assert_close(numbers(sheet, row, OPENING + 1, width), expected, f"{name}, {line_id}")
                seen.add(line_id)
        assert {line_id for line_id in self.lines if not isinstance(line_id, Quiet)} <= seen


class Quiet(str):
    """The name of a value, which has a row only where it changes over time."""

    __slots__ = ()


def lines_of(analysis: Analysis) -> dict[str, Array]:
    """Return every line, and every value as it is over time."""
    run = analysis.appraisal.run
    months = analysis.resolved.months
    values = {
        Quiet(name): np.concatenate(([value.opening], np.broadcast_to(value.later, months)))
        for name, value in likely_values(run.graph).items()
    }
    return values | {line_id: run.line(line_id) for line_id in run.graph.order}


DIFFERENT = {
    "shorter": {"start": "2028-04", "months": 20, "discount": {"rate": 0.12, "timing": "year_end"}},
    "longer": {"months": 41},
    "observed": {
        "streams": {"support_deflection": {"choose": {"method": "observed"}}},
        "assumptions": {"observed_requests": 700},
    },
    "views": {
        "streams": {"support_deflection": {"choose": {"method": "accepted_views"}}},
        "assumptions": {"answer_views_per_member": 3, "answer_views_per_visitor": 0.5, "accepted_view_share": 0.05},
    },
    "planned_volume": {
        "assumptions": {
            "contact_volume": {"schedule": {"by": "year", "spread": "even", "values": [90e3, 96e3, 102e3, 9e3]}}
        }
    },
    "careful": {
        "label": "What if *? (~10%)",
        "streams": {
            "agent_productivity": {"class": "capacity", "attribution": 0.5},
            "onboarding": {"risk_adjustment": 0.25},
        },
    },
    "no_platform": {"without": ["technology", "onboarding"]},
}
"""Scenarios of the support template that differ in all that scenarios may: time, rate, formulas, schedules, classes, lines."""

FIGURED = ("shorter", "careful")
"""Those of them whose figures are looked at as well: another time and convention, and other classes of benefit."""


def different() -> Analysis:
    document = open_case(str(ROOT / "scenarios/templates/support_b2b.yaml")).file.document
    return analyse(case_file({**document.data, "scenarios": DIFFERENT}))


def shown(analysis: Analysis, *, whole: bool) -> Shown:
    """Return the workbook of an analysis without values: the whole of it, or the sheets of the model alone."""
    order = Order(analysis, stamp(analysis))
    if whole:
        return Shown(workbook(order, cached=False), lines_of(analysis), analysis)
    planned, book = plan(analysis, order.stamp), Book(order.stamp, order.brand, tuple(SHEETS), cached=False)
    for write in SHEETS.values():
        write(book, planned)
    return Shown(book.close(), lines_of(analysis))


def changed(data: bytes, cells: dict[str, float | str]) -> bytes:
    """Return a workbook in which a person has typed something else into cells of the sheet Inputs."""
    book, out = openpyxl.load_workbook(io.BytesIO(data)), io.BytesIO()
    for cell, value in cells.items():
        book[INPUTS][cell].value = value
    book.save(out)
    return out.getvalue()


def switching(base: Analysis, scenarios: Iterable[str], *, whole: bool) -> Iterator[tuple[str, Shown]]:
    """Yield a workbook for each of some scenarios of a case, with nothing changed but the choice of it."""
    data = shown(base, whole=whole).data
    for scenario in scenarios:
        label, one = base.file.case.options[scenario].label or scenario, base.under(scenario)
        other = Shown(changed(data, {"C4": label}), lines_of(one), one if whole else None)
        yield f"{base.resolved.id}_to_{scenario}", other


CHANGED = {
    "months_to_launch": 2.5,
    "ramp_months": 7.5,
    "sales_cycle": 10.5,
    "director_salary": 150_000.0,
    "planned_members[customers]": 0.8,
}
"""Five inputs of Analog Devices: fractions of months, a salary by the year, and a multiple of a schedule."""


def with_other_inputs(base: Analysis, data: bytes) -> Shown:
    book = openpyxl.load_workbook(io.BytesIO(data))
    rows = {book[INPUTS].cell(row, 2).value: row for row in range(1, book[INPUTS].max_row + 1)}
    cells = {f"{letters(FIRST)}{rows[value_names([name])[name]]}": value for name, value in CHANGED.items()}
    graph = base.program.graph
    values = likely_values(graph) | {name: scaled_value(graph, name, value) for name, value in CHANGED.items()}
    lines = dict(zip(graph.order, base.program.run(values), strict=True))
    planned = values["planned_members[customers]"]
    series = {"planned_members[customers]": np.concatenate(([planned.opening], np.asarray(planned.later)))}
    return Shown(changed(data, cells), lines | series)


@pytest.fixture(scope="module")
def shown_books() -> dict[str, Shown]:
    found: dict[str, Shown] = {}
    for path in CASES:
        analysis = open_case(str(path))
        found[path.stem] = shown(analysis, whole=path.stem in WHOLE)
        if path.stem in SWITCHED:
            found |= switching(analysis, analysis.scenarios, whole=path.stem in WHOLE)
        if path.stem == "analog_devices":
            found["changed"] = with_other_inputs(analysis, found[path.stem].data)
    everything, odd = different(), odd_flows()
    found |= switching(everything, FIGURED, whole=True)
    found |= switching(everything, [name for name in DIFFERENT if name not in FIGURED], whole=False)
    return found | {f"{name}_flow": shown(odd.under(name), whole=True) for name in ODD_FLOWS}


@pytest.fixture(scope="module")
def generated() -> list[Graph]:
    """Graphs that use every node kind."""
    found: list[Graph] = []

    @given(graphs())
    @settings(max_examples=SEVERAL, deadline=None, database=None, derandomize=True, phases=[Phase.generate])
    def gather(graph: Graph) -> None:
        found.append(graph)

    gather()
    return found


@pytest.fixture(scope="module")
def computed(
    shown_books: dict[str, Shown], generated: list[Graph], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Workbook]:
    files = {name: one.data for name, one in shown_books.items()} | {GENERATED: written(generated)}
    return recalculated(files, tmp_path_factory.mktemp("workbooks"))


# --- cases ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [path.stem for path in CASES])
def test_every_cell_of_every_line_agrees(
    name: str, shown_books: dict[str, Shown], computed: dict[str, Workbook]
) -> None:
    shown_books[name].check(name, computed[name])


def test_five_other_inputs_change_everything(shown_books: dict[str, Shown], computed: dict[str, Workbook]) -> None:
    shown_books["changed"].check("changed", computed["changed"])
    before, after = (shown_books[name].lines for name in ("analog_devices", "changed"))
    assert sum(not np.array_equal(before[name], after[name]) for name in before.keys() & after) > 20


def test_choosing_a_scenario_switches_the_model(shown_books: dict[str, Shown], computed: dict[str, Workbook]) -> None:
    names = [name for name in shown_books if "_to_" in name]
    assert len(names) == 3 + 4 + len(DIFFERENT)
    for name in names:
        shown_books[name].check(name, computed[name])


@pytest.mark.parametrize("name", WHOLE)
def test_every_figure_agrees_and_the_master_check_holds(
    name: str, shown_books: dict[str, Shown], computed: dict[str, Workbook]
) -> None:
    analysis = shown_books[name].analysis
    assert analysis
    assert_appraised(name, computed[name], analysis)


def test_figures_follow_the_scenario_and_odd_flows(
    shown_books: dict[str, Shown], computed: dict[str, Workbook]
) -> None:
    others = {name: one.analysis for name, one in shown_books.items() if name not in WHOLE and one.analysis}
    assert len(others) == len(FIGURED) + len(ODD_FLOWS)
    for name, analysis in others.items():
        assert_appraised(name, computed[name], analysis)


def test_changed_inputs_are_counted_and_are_no_fault(computed: dict[str, Workbook]) -> None:
    assert computed["changed"]["Changes"]["B4"].value == len(CHANGED) + 1, "five inputs, and the sum of a schedule"
    assert computed["analog_devices"]["Changes"]["B4"].value == 0
    assert master(computed["changed"]) == "OK"


@pytest.mark.parametrize("name", ["gm_fastlane", "sap_community_network"])
def test_values_beside_formulas_are_those_they_come_to(
    name: str, shown_books: dict[str, Shown], computed: dict[str, Workbook]
) -> None:
    analysis = shown_books[name].analysis
    assert analysis
    assert_values_kept(name, workbook(Order(analysis, stamp(analysis))), computed[name])


# --- generated graphs -----------------------------------------------------------------------------------------------


def written(several: list[Graph]) -> bytes:
    """Return a workbook with a sheet for each graph: values above, then the months, then a row for each line."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    for index, graph in enumerate(several):
        write_graph(book.add_worksheet(f"G{index}"), graph)
    book.close()
    return out.getvalue()


def write_graph(page: xlsxwriter.worksheet.Worksheet, graph: Graph) -> None:
    sheet, months = place(graph), graph.resolved.months
    for cell, value in [(sheet.half, 0.5), (sheet.dust, DUST_DIGITS), (sheet.shortest, 1e-9), *values(graph, sheet)]:
        page.write_number(cell.replace("$", ""), value)
    schedule = scaled_value(graph, "plan")
    page.write_row(sheet.rows["plan"] - 1, 1, [schedule.opening, *np.asarray(schedule.later)])
    page.write_row(sheet.month_row - 1, 1, range(months + 1))
    page.write_row(sheet.year_row - 1, 1, [-(-month // 12) for month in range(months + 1)])
    for line_id, row in graph.rows.items():
        write_line(page, sheet.rows[line_id], formulas(row, sheet), months)


def write_line(page: xlsxwriter.worksheet.Worksheet, row: int, texts: Formulas, months: int) -> None:
    page.write_formula(row - 1, 0, f"=SUM(B{row}:{letters(months + 1)}{row})", None, "")
    for month in range(months + 1):
        text = filled(texts.months if month else texts.opening, letters(month + 1), letters(month))
        page.write_formula(row - 1, month + 1, f"={text}", None, "")


def place(graph: Graph) -> Sheet:
    """Return the places of a graph: the total in column A, the opening in B, single values in row 1 and 2."""
    numbers_used = dict.fromkeys(number for row in graph.rows.values() for number in numbers_in(row))
    single = [name for name in graph.resolved.assumptions if name != "plan"]
    return Sheet(
        rows={"plan": 5} | {name: 6 + index for index, name in enumerate(graph.order)},
        values={name: f"${letters(index)}$1" for index, name in enumerate(single)},
        flows=frozenset({"rate"}),
        numbers={value: f"${letters(index + 3)}$2" for index, value in enumerate(numbers_used)},
        month_row=3, year_row=4, opening="B", total="A", half="$A$2", dust="$B$2", shortest="$C$2",
    )  # fmt: skip


def values(graph: Graph, sheet: Sheet) -> Iterator[tuple[str, float]]:
    for name, cell in sheet.values.items():
        yield cell, float(scaled_value(graph, name).later)
    for value, cell in sheet.numbers.items():
        yield cell, value


def test_generated_graphs_agree(generated: list[Graph], computed: dict[str, Workbook]) -> None:
    agreed = 0
    for index, graph in enumerate(generated):
        sheet, months = computed[GENERATED][f"G{index}"], graph.resolved.months + 1
        found = np.array([numbers(sheet, 6 + row, 2, months) for row in range(len(graph.order))])
        try:
            expected = Program(graph).run(likely_values(graph))
        except CaseProblems:
            assert np.isnan(found).any(), "the model has no value here, and the workbook shows one"
            continue
        scale = max(float(np.abs(expected).max()), 1.0)
        for row, line_id in enumerate(graph.order):
            off = np.abs(found[row] - expected[row])
            assert (off <= TOLERANCE * scale).all(), (index, line_id, graph.rows[line_id].line.formula)
        agreed += 1
    assert agreed > SEVERAL // 2
