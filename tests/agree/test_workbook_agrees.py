"""The workbook, recalculated by LibreOffice from a file without values, comes to what the model says: one start for all."""

from __future__ import annotations

import io
from collections.abc import Iterator

import numpy as np
import pytest
import xlsxwriter
from hypothesis import Phase, given, settings

from exports.workbook.places import letters
from model.evaluate import Program
from model.graph import Graph
from model.nodes import DUST_DIGITS
from model.problems import CaseProblems
from model.series import likely_values, scaled_value
from model.spreadsheet import Formulas, Sheet, filled, formulas, numbers_in
from scenarios import open_case
from tests.agree.showing import CASES, DIFFERENT, TOLERANCE, Shown, different, numbers, shown, switched
from tests.recalculating import recalculated
from tests.sheets import Sheets
from tests.strategies import graphs

SWITCHED = ("support_b2b", "nz_post_infosys")
pytestmark = pytest.mark.no_cover
GENERATED, SEVERAL = "generated", 60


@pytest.fixture(scope="module")
def shown_books() -> dict[str, Shown]:
    """The sheets of the model of every case: the other sheets are looked at where the figures are."""
    found: dict[str, Shown] = {}
    for path in CASES:
        analysis = open_case(str(path))
        found[path.stem] = shown(analysis)
        if path.stem in SWITCHED:
            found |= switched(analysis, found[path.stem].data, analysis.scenarios)
    everything = different()
    return found | dict(switched(everything, shown(everything).data, DIFFERENT))


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
) -> dict[str, Sheets]:
    files = {name: one.data for name, one in shown_books.items()} | {GENERATED: written(generated)}
    return recalculated(files, tmp_path_factory.mktemp("workbooks"))


# --- cases ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [path.stem for path in CASES])
def test_every_cell_of_every_line_agrees(name: str, shown_books: dict[str, Shown], computed: dict[str, Sheets]) -> None:
    shown_books[name].check(name, computed[name])


def test_choosing_a_scenario_switches_the_model(shown_books: dict[str, Shown], computed: dict[str, Sheets]) -> None:
    names = [name for name in shown_books if "_to_" in name]
    assert len(names) == 3 + 4 + len(DIFFERENT)
    for name in names:
        shown_books[name].check(name, computed[name])


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


def test_generated_graphs_agree(generated: list[Graph], computed: dict[str, Sheets]) -> None:
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
