"""The sheets of the model in the workbook: what is switched, how units are brought to the model, what a file may hold."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from types import SimpleNamespace
from typing import cast

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.utils import column_index_from_string, get_column_letter

from exports.outputs import Order
from exports.stamp import stamp
from exports.workbook import workbook
from exports.workbook.input_columns import FIRST
from exports.workbook.naming import FIXED, factor, number_names, value_names
from exports.workbook.places import FIRST_ROW, INPUTS, NAME, OPENING, SCENARIOS, WORKINGS, letters
from exports.workbook.plan import CHECKS, OWN, SUMS, plan
from exports.workbook.switching import Option, _goes_round, switched
from model.resolved import ResolvedLine
from model.units import vocabulary
from scenarios import Analysis, open_case
from tests.cases import SALES, amount, cost, opened, the_problem
from tests.conftest import ROOT
from tests.strategies import graph_of

TEMPLATE = str(ROOT / "scenarios/templates/support_b2b.yaml")


def made(analysis: Analysis, *, cached: bool = True) -> bytes:
    return workbook(Order(analysis, stamp(analysis)), cached=cached)


def read(data: bytes, *, values: bool = False) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(data), data_only=values)


@pytest.fixture(scope="module")
def template() -> bytes:
    return made(open_case(TEMPLATE))


# --- units and names ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unit", "expected", "without_time"),
    [
        ("1", "1", "1"),
        ("member", "1", "1"),
        ("currency/person/year", "1/set_months_in_year", "1"),
        ("USD/quarters", "1/set_months_in_quarter", "1"),
        ("years", "set_months_in_year", "1"),
        ("contact/day", "1/(set_months_in_year/set_days_in_year)", "1"),
        ("hour/member/week", "1/(set_months_in_year/set_weeks_in_year)", "1"),
        ("minute/contact", "(1/set_minutes_in_hour)", "(1/set_minutes_in_hour)"),
        ("currency/thousand_view", "1/set_views_in_thousand", "1/set_views_in_thousand"),
        ("minute * member/year", "(1/set_minutes_in_hour)/set_months_in_year", "(1/set_minutes_in_hour)"),
    ],
)
def test_a_unit_is_brought_to_that_of_the_model(unit: str, expected: str, without_time: str) -> None:
    units = vocabulary("USD")
    assert factor(unit, units) == expected
    assert factor(unit, units, without_time=True) == without_time
    known = {fixed.name: fixed.value for fixed in FIXED}
    assert eval(expected, known) == pytest.approx(units.unit(unit).scale, rel=1e-12)
    assert eval(without_time, known) == pytest.approx(units.unit(unit).scale / units.unit(unit).time_scale, rel=1e-12)


def test_names_differ() -> None:
    names = value_names(["reach[customers]", "reach_customers", "reach[a, b]"])
    assert list(names.values()) == ["in_reach_customers", "in_reach_customers_2", "in_reach_a_b"]
    assert number_names([2.0, 0.5, 2.0]) == {2.0: "no_1", 0.5: "no_2"}


# --- scenarios ----------------------------------------------------------------------------------------------------

TWO_WAYS = {
    "lines": [
        cost("first", "fee"),
        cost("second", "fee * 2"),
        cost("third", "fee * 3"),
        {"id": "all", "label": "All", "unit": "USD/month", "formula": "first + second + third"},
    ],
    "assumptions": {"fee": amount(100.0, source="Offer")},
}


def test_a_scenario_may_do_without_a_line() -> None:
    """Own lines that are left out are nought; what adds them up does without them."""
    analysis = opened(**SALES, scenarios={"no_gain": {"without": "gain"}, "dear": {"assumptions": {"fee": 150.0}}})
    found = switched(analysis)
    assert [option.label for option in found.options] == ["Base case", "no_gain", "dear"]
    assert {line.id: line.uses for line in found.lines} == {"spend": (1, 1, 1), "gain": (1, 0, 1)}
    assert [value.name for value in found.values] == ["fee", "price", "sales"]
    assert [[given is not None for given in value.given] for value in found.values][1] == [True, False, True]


def test_the_scenario_of_the_analysis_is_shown() -> None:
    analysis = opened("dear", **SALES, scenarios={"dear": {"assumptions": {"fee": 150.0}}})
    assert switched(analysis).option.analysis is analysis
    sheet = read(made(analysis), values=True)[INPUTS]
    assert sheet["C4"].value == "dear"
    assert sheet["C5"].value == 2


def test_a_name_that_is_a_line_here_and_a_value_there_is_not_mixed_up() -> None:
    """`gain` is computed in the base case, and stated where the line is left out: one cell cannot be both."""
    analysis = opened(
        lines=[cost("spend", "gain"), cost("more", "spend + 0", opening="0")],
        assumptions={"gain": amount(5.0)},
        scenarios={"other": {"without": ["spend"], "assumptions": {"spend": amount(7.0)}}},
    )
    found = switched(analysis)
    assert [option.label for option in found.options] == ["Base case"]
    ((label, why),) = found.left_out
    assert label == "other"
    assert "“spend” is computed in one scenario and stated in another" in why
    sheet = read(made(analysis))[SCENARIOS]
    said = [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert any(text.startswith("Not in this workbook, because “spend”") for text in said)


def test_a_scenario_that_cannot_be_computed_is_left_out_with_its_reason() -> None:
    analysis = opened(
        lines=[cost("spend", "fee / share", opening="0")],
        assumptions={"share": amount(1.0, "1"), "fee": amount(3.0)},
        scenarios={"nought": {"assumptions": {"share": 0.0}}},
    )
    ((label, why),) = switched(analysis).left_out
    assert label == "nought"
    assert why.startswith("it cannot be computed: Spend (`spend`) divides by nought in month 1.")


def test_labels_that_look_alike_are_told_apart() -> None:
    scenarios = {
        name: {"label": label} for name, label in (("one", "Better"), ("two", "BETTER"), ("three", "base case"))
    }
    found = switched(opened(**SALES, scenarios=scenarios))
    assert [option.label for option in found.options] == ["Base case", "Better", "BETTER (2)", "base case (2)"]


def test_lines_stand_by_stream() -> None:
    planned = plan(open_case(TEMPLATE), stamp(open_case(TEMPLATE)))
    titles = [section.title for section in planned.sections]
    assert titles[0] == "Membership"
    assert titles.index("Support deflection") < titles.index("People") < titles.index(SUMS) < titles.index(CHECKS)
    assert OWN not in titles
    rows = [planned.places.row(line.id) for section in planned.sections for line in section.lines]
    assert rows == sorted(rows)
    assert len(set(rows)) == len(rows)


# --- inputs -------------------------------------------------------------------------------------------------------


def input_row(sheet, name: str) -> int:
    return next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, NAME + 1).value == name)


def test_a_scenario_follows_the_base_case_unless_it_says_otherwise() -> None:
    """A value that a scenario states itself stays, even where it is the same; all others follow the base case."""
    scenarios = {"dear": {"assumptions": {"fee": 150.0}}, "same": {"assumptions": {"fee": 100.0}, "months": 6}}
    sheet = read(made(opened(**SALES, scenarios=scenarios)))[INPUTS]
    fee, price, months = (input_row(sheet, name) for name in ("in_fee", "in_price", "set_months"))
    assert [sheet.cell(fee, FIRST + 1 + option).value for option in range(3)] == [100, 150, 100]
    assert [sheet.cell(price, FIRST + 1 + option).value for option in range(3)] == [5, f"=$F${price}", f"=$F${price}"]
    assert [sheet.cell(months, FIRST + 1 + option).value for option in range(3)] == [12, f"=$F${months}", 6]


def test_mirr_takes_the_discount_rate_of_its_scenario_unless_another_is_said() -> None:
    scenarios = {"dear": {"discount": {"rate": 0.2, "reinvest_rate": 0.05}}}
    sheet = read(made(opened(**SALES, scenarios=scenarios)))[INPUTS]
    rate, finance, reinvest = (input_row(sheet, f"set_{name}") for name in ("rate", "finance_rate", "reinvest_rate"))
    assert [sheet.cell(rate, column).value for column in (6, 7)] == [0, 0.2]
    assert [sheet.cell(finance, column).value for column in (6, 7)] == [f"=$F${rate}", f"=$G${rate}"]
    assert [sheet.cell(reinvest, column).value for column in (6, 7)] == [f"=$F${rate}", 0.05]


# --- what a file may hold -----------------------------------------------------------------------------------------

_REFERENCE = re.compile(r"\$?[A-Z]{1,3}\$?\d+")
_KNOWN = re.compile(r"'[^']*'!|\"[^\"]*\"|[A-Za-z_][\w.]*")
FORBIDDEN = ("OFFSET", "INDIRECT", "XLOOKUP", "LET", "LAMBDA", "FILTER", "SEQUENCE", "NOW", "TODAY", "RAND")


def formulas_in(data: bytes) -> Iterator[tuple[str, str, str]]:
    for sheet in read(data).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    yield sheet.title, cell.coordinate, str(cell.value)


def test_no_formula_holds_a_number_but_one_and_nought(template: bytes) -> None:
    seen = 0
    for sheet, cell, formula in formulas_in(template):
        bare = _KNOWN.sub(" ", _REFERENCE.sub(" ", formula))
        assert set(re.findall(r"\d+\.?\d*", bare)) <= {"0", "1"}, (sheet, cell, formula)
        assert not set(re.findall(r"[A-Z]+(?=\()", formula)) & set(FORBIDDEN), (sheet, cell, formula)
        seen += 1
    assert seen > 3_000


def relative(formula: str, column: int) -> str:
    """Return a formula with each column that moves as its distance from the column of the formula."""
    return re.sub(
        r"(?<![$A-Z])([A-Z]{1,3})(?=\$?\d)", lambda found: f"[{column_index_from_string(found[1]) - column}]", formula
    )


def test_each_line_is_one_formula_over_all_months(template: bytes) -> None:
    sheet = read(template)[WORKINGS]
    rows = [row for row in range(FIRST_ROW + 1, sheet.max_row + 1) if sheet.cell(row, NAME + 1).value]
    assert len(rows) == 61
    for row in rows:
        cells = [sheet.cell(row, column) for column in range(OPENING + 2, OPENING + 2 + 36)]
        assert len({relative(str(cell.value), cell.column) for cell in cells}) == 1, row


def test_nothing_is_hidden_and_no_program_is_inside(template: bytes) -> None:
    book = read(template)
    assert [sheet.sheet_state for sheet in book.worksheets] == ["visible"] * len(book.worksheets)
    for sheet in book.worksheets:
        assert not any(dimension.hidden for dimension in sheet.column_dimensions.values()), sheet.title
        assert not any(dimension.hidden for dimension in sheet.row_dimensions.values()), sheet.title
    with zipfile.ZipFile(io.BytesIO(template)) as archive:
        assert not [name for name in archive.namelist() if "vba" in name.lower() or "external" in name.lower()]


def test_the_same_case_gives_the_same_bytes() -> None:
    assert made(open_case(TEMPLATE)) == made(open_case(TEMPLATE))


def test_values_stand_beside_formulas_only_where_they_are_asked_for(template: bytes) -> None:
    """Fee 100 a month over 12 months, sales 30 × 5: the sheet shows 1,200 and 1,800 without being computed."""
    with_values, without = (made(opened(**SALES), cached=cached) for cached in (True, False))
    shown, empty = read(with_values, values=True)[WORKINGS], read(without, values=True)[WORKINGS]
    rows = {shown.cell(row, NAME + 1).value: row for row in range(FIRST_ROW + 1, shown.max_row + 1)}
    assert [shown.cell(rows[name], OPENING).value for name in ("spend", "gain")] == [1_200, 1_800]
    assert shown.cell(rows["gain"], OPENING + 2).value == 150
    assert empty.cell(rows["gain"], OPENING + 2).value is None
    missing = [
        (sheet.title, cell.coordinate)
        for sheet, valued in zip(read(template).worksheets, read(template, values=True).worksheets, strict=True)
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f" and valued[cell.coordinate].value is None and '""' not in cell.value
    ]
    assert missing == []


EVIL = "=cmd|' /C calc'!A0"


def test_no_text_of_a_case_becomes_a_formula() -> None:
    assumptions = SALES["assumptions"] | {"fee": amount(100.0, label=EVIL, note="+1+1", source="@SUM(A1)", owner="-2")}
    lines = [*SALES["lines"], cost("evil", "fee", label="{=1+1}")]
    scenarios = {"evil": {"label": "=1+1", "note": '=HYPERLINK("x")'}}
    fields = {"title": EVIL, "organisation": "+organisation", "summary": "=1", "author": "@author"}
    book = read(made(opened(**fields, lines=lines, assumptions=assumptions, scenarios=scenarios)))
    texts = {cell.value: cell.data_type for sheet in book.worksheets for row in sheet.iter_rows() for cell in row}
    for text in (EVIL, "{=1+1}", "=1+1", "+1+1", "@SUM(A1)", "-2"):
        assert texts[text] == "s", text
    assert book[INPUTS].cell(4, 3).value == "Base case"


def test_any_script_and_any_length_of_label_is_taken() -> None:
    label = "مجتمع الدعم 支持社区 " + "x" * 170
    lines = [cost("spend", "fee", label=label)]
    book = read(made(opened(lines=lines, assumptions={"fee": amount(1.0)}, title="支持社区\u200f" + "y" * 190)))
    assert label in {cell.value for row in book[WORKINGS].iter_rows() for cell in row}


def test_a_formula_too_long_for_a_spreadsheet_is_refused() -> None:
    """A power names its exponent twice, so that each of 16 levels doubles it: 2 to the 16th names are beyond any sheet."""
    formula = "share"
    for _ in range(16):
        formula = f"share ** ({formula})"
    analysis = opened(
        lines=[cost("spend", f"fee * ({formula})")], assumptions={"share": amount(0.5, "1"), "fee": amount(1.0)}
    )
    problem = the_problem(lambda: made(analysis))
    assert problem.code == "formula_too_long"
    assert "`spend`" in problem.what


def test_the_columns_are_where_people_find_them() -> None:
    assert letters(OPENING) == get_column_letter(OPENING + 1) == "H"


# --- circles ------------------------------------------------------------------------------------------------------


def in_scenario(**lines: str) -> Option:
    """A scenario with these formulas; a line that others look back at begins at nought."""
    resolved = [
        ResolvedLine(id=name, label=name, unit="1", kind="driver", formula=formula, opening="0")
        for name, formula in lines.items()
    ]
    return cast("Option", SimpleNamespace(graph=graph_of(resolved)))


@pytest.mark.parametrize(
    ("one", "other", "is_round"),
    [
        ({"a": "share", "b": "a"}, {"a": "share * 2", "b": "a + 1"}, False),
        ({"a": "share", "b": "a"}, {"a": "b", "b": "share"}, True),
        ({"a": "share", "b": "prev(a)"}, {"a": "b", "b": "share"}, False),
        ({"a": "total(b)", "b": "share"}, {"a": "share", "b": "prev(a)"}, True),
    ],
)
def test_scenarios_that_would_go_round_in_a_circle_are_found(
    one: dict[str, str], other: dict[str, str], *, is_round: bool
) -> None:
    """Each scenario can be computed; on one sheet a cell would need itself where one's formulas close the other's way."""
    assert _goes_round([in_scenario(**one), in_scenario(**other)]) is is_round
