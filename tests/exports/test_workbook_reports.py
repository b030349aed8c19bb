"""The sheets around the model in the workbook: what each holds, how it prints, and that no text of a case can harm it."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import date

import numpy as np
import openpyxl
import pytest
from openpyxl import Workbook

from exports.outputs import OUTPUTS, Order
from exports.stamp import stamp
from exports.workbook import workbook
from exports.workbook.contents import HOLDS
from exports.workbook.naming import MASTER
from exports.workbook.places import SCHEDULES
from exports.workbook.rate_search import Search
from exports.workbook.sheet_names import (
    BESIDE,
    CHALLENGES,
    CHARTS,
    CONTENTS,
    KPIS,
    PUBLISHED,
    SENSITIVITY,
    SOURCES,
    STOCKS,
    VERSION,
)
from exports.workbook.timed import Ref, referred
from exports.workbook.wrapping import height
from model.series import Array
from scenarios import Analysis, open_case
from tests.cases import SALES, amount, cost, opened
from tests.conftest import ROOT

TEMPLATE = str(ROOT / "scenarios/templates/support_b2b.yaml")
DAY = date(2026, 11, 23)


def made(analysis: Analysis, *others: Analysis) -> bytes:
    return workbook(Order(analysis, stamp(analysis, on=DAY), others=others))


def read(data: bytes, *, values: bool = True) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(data), data_only=values)


@pytest.fixture(scope="module")
def template() -> bytes:
    return OUTPUTS["xlsx"].build(Order(found := open_case(TEMPLATE), stamp(found, on=DAY)))


def texts(book: Workbook, sheet: str) -> set[str]:
    return {cell.value for row in book[sheet].iter_rows() for cell in row if isinstance(cell.value, str)}


# --- the whole file -----------------------------------------------------------------------------------------------


def test_every_sheet_is_found_from_the_contents_and_shows_the_master_check(template: bytes) -> None:
    book, formulas = read(template), read(template, values=False)
    shown = [name for name in HOLDS if name != SCHEDULES]  # no value of the template changes over time
    assert book.sheetnames == [CONTENTS, *shown]
    links = {cell.hyperlink.location for row in book[CONTENTS].iter_rows() for cell in row if cell.hyperlink}
    assert links == {f"'{name}'!A1" for name in shown}
    for sheet in book:
        assert sheet["A3"].value == "Master check: OK", sheet.title
        assert formulas[sheet.title]["A3"].value == f'="Master check: "&{MASTER}'


def test_a_sheet_with_nothing_on_it_is_left_out() -> None:
    """Prices and fees that stay as they are need no schedules, nobody joins, and nothing was published of them."""
    book = read(made(opened(**SALES)), values=False)
    assert not {SCHEDULES, STOCKS, PUBLISHED} & set(book.sheetnames)
    links = {cell.hyperlink.location for row in book[CONTENTS].iter_rows() for cell in row if cell.hyperlink}
    assert links == {f"'{name}'!A1" for name in book.sheetnames[1:]}


def test_every_sheet_prints_in_landscape_with_the_stamp_at_its_foot(template: bytes) -> None:
    for sheet in read(template, values=False):
        assert sheet.page_setup.orientation == "landscape", sheet.title
        assert sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.title
        assert sheet.oddFooter.left.text.startswith("Support community"), sheet.title
        if sheet.max_row > 60:
            assert sheet.print_title_rows, sheet.title
            assert sheet.freeze_panes, sheet.title


def test_charts_are_native_and_their_titles_are_cells(template: bytes) -> None:
    """Four on one page, and the tornado once more; a title that were a text could be read as a formula."""
    with zipfile.ZipFile(io.BytesIO(template)) as archive:
        charts = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/charts/chart")]
    assert len(charts) == 5
    for chart in charts:
        title = chart[chart.index("<c:title>") : chart.index("</c:title>")]
        assert re.search(rf"<c:f>({CHARTS}|{SENSITIVITY})!\$A\$\d+</c:f>", title)
    said = " ".join(charts)
    assert "The money is back in month 29" in said
    assert "76% of the value comes from Support deflection" in said


# --- sheets -------------------------------------------------------------------------------------------------------


def test_targets_read_from_a_line_are_formulas_and_stated_ones_are_inputs(template: bytes) -> None:
    shown, written = read(template)[KPIS], read(template, values=False)[KPIS]
    for row, kpi in enumerate(open_case(TEMPLATE).appraisal.kpis, start=6):
        assert shown.cell(row, 1).value == kpi.label
        assert shown.cell(row, 12).value == pytest.approx(kpi.target)
        assert (written.cell(row, 12).data_type == "f") == (kpi.line is not None)


def test_a_case_without_kpis_streams_or_ranges_says_so() -> None:
    book = read(made(opened(lines=[cost("spend", "fee")], assumptions={"fee": amount(0.0)})))
    assert "The case names no KPI." in texts(book, KPIS)
    assert "Nothing moves it." in texts(book, SENSITIVITY)
    assert "There is no value yet" in texts(book, CHARTS)
    empty = read(made(opened()))
    assert empty["Appraisal"]["B8"].value == 0
    assert empty["A3" and CONTENTS]["A3"].value == "Master check: OK"


def test_other_cases_stand_beside_the_scenarios() -> None:
    """Fee 100 a month over 12 months at a rate of 0 is worth −1,200; the other case spends 50 a month."""
    first = opened(lines=[cost("spend", "fee")], assumptions={"fee": amount(100.0)})
    other = opened(lines=[cost("spend", "fee")], assumptions={"fee": amount(50.0)}, title="Cheaper")
    sheet = read(made(first, other))[BESIDE]
    assert [sheet.cell(6, column).value for column in (5, 6)] == ["Base case", "Cheaper: Base case"]
    assert [sheet.cell(7, column).value for column in (3, 4, 5, 6)] == [-1_200, 0, -1_200, -600]


def test_sources_and_challenges_stand_in_full(template: bytes) -> None:
    book, analysis = read(template), open_case(TEMPLATE)
    said = texts(book, SOURCES)
    for item in analysis.resolved.assumptions.values():
        assert {source.title for source in item.record.source} <= said
        assert {source.link for source in item.record.source if source.link} <= said
    assert {challenge.message for challenge in analysis.appraisal.challenges} <= texts(book, CHALLENGES)


def test_the_version_says_where_the_figures_come_from(template: bytes) -> None:
    analysis = open_case(TEMPLATE)
    rows = {row[0].value: row[1].value for row in read(template)[VERSION].iter_rows()}
    assert {label: rows[label] for label, _ in stamp(analysis, on=DAY).rows()} == dict(stamp(analysis, on=DAY).rows())


# --- hostile texts ------------------------------------------------------------------------------------------------

EVIL = '=HYPERLINK("http://example.org/","x")'
SCRIPTS = "مجتمع\u200f 支持社区 🙂 {now} {net.total} &P&D \x07\x0b"


def test_no_text_becomes_a_formula_a_link_or_breaks_the_file() -> None:
    """Labels, notes, sources, needs and names of scenarios hold what a spreadsheet could compute, or no XML can hold."""
    fee = amount(
        100.0,
        label=EVIL,
        low=1.0,
        high=200.0,
        note="@x" * 2_000,
        owner=EVIL,
        source={"title": EVIL, "link": 'https://example.org/"><&'},
    )
    lines = [cost("spend", "fee", label=EVIL), {**SALES["lines"][1], "label": f"{SCRIPTS} {{spend}}"}]
    kpi = {"id": "k", "label": EVIL, "unit": "USD/month", "target": {"line": "spend", "month": 3}, "owner": EVIL}
    analysis = opened(
        title=f"{SCRIPTS}{EVIL}", organisation=EVIL, lines=lines, assumptions=SALES["assumptions"] | {"fee": fee},
        kpis=[kpi], scenarios={"evil": {"label": EVIL, "note": EVIL, "assumptions": {"fee": 7.0}}},
    )  # fmt: skip
    long = replace(stamp(analysis, on=DAY), revision="=" + "x" * 40_000)
    book = read(workbook(Order(analysis, long)), values=False)
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert "HYPERLINK" not in str(cell.value), (sheet.title, cell.coordinate)
                assert not (isinstance(cell.value, str) and len(cell.value) > 32_767)
    assert EVIL in texts(book, KPIS)
    assert EVIL in texts(book, SENSITIVITY) or any(text.startswith(EVIL) for text in texts(book, SENSITIVITY))


# --- parts --------------------------------------------------------------------------------------------------------


def test_a_row_is_named_by_itself_before_and_after() -> None:
    """A sheet over three months has its total in G, the opening in H and the months in I to K."""
    here = Ref(12, 3)
    assert referred("{a}+{a.before}-SUM({a.all})/{a.total}", {"a": here}) == "{now}12+{before}12-SUM($H$12:$K$12)/$G$12"
    there = here.on("Cash flow")
    assert (there.opening, there.end, there.later) == (
        "'Cash flow'!$H$12",
        "'Cash flow'!$K$12",
        "'Cash flow'!$I$12:$K$12",
    )
    assert f"{there.use}:{there.use_end}" == "'Cash flow'!$F$12:$F$12"
    with pytest.raises(KeyError):
        referred("{b}", {"a": here})


def flow(*amounts: float) -> Search:
    clean: Array = np.array(amounts)
    since = np.arange(len(amounts), dtype=float)
    return Search(clean, since, since - since[-1], 1.0)


def test_the_rate_of_return_is_found_by_halving() -> None:
    """−100 now and 110 in a year: 10%. −100, 230, −132: 10% and 20%, so that there is no one rate."""
    *_, (_, _, middle, worth) = flow(-100.0, 110.0).steps()
    assert np.expm1(middle) == pytest.approx(0.1, rel=1e-13)
    assert worth == pytest.approx(0.0, abs=1e-12)
    assert not flow(-100.0, 230.0, -132.0).exists
    assert flow(-100.0, 110.0).exists
    assert not flow(-100.0, -1.0).exists


def test_a_row_is_as_high_as_its_longest_text() -> None:
    """At a width of 20 letters 60 letters take three lines of 13.5 points, and as many as 10,000 no more than a row may."""
    assert height(["x" * 60], [20.0]) == pytest.approx(3 * 13.5 + 1.5)
    assert height(["a\nb"], [20.0]) == pytest.approx(2 * 13.5 + 1.5)
    assert height(["x" * 10_000], [20.0]) == 400
    assert height([], []) == pytest.approx(15.0)
