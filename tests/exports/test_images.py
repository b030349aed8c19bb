"""Charts for slides: exact sizes, letters that can be read, the colours of a brand, the rows behind them, one archive."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import date
from xml.etree import ElementTree as ET

import pytest
from PIL import Image
from pptx import Presentation

from exports import chart_files, images
from exports.brand import Brand, Colours, logo_of
from exports.chart_list import chart_named, charts_of
from exports.outputs import OUTPUTS, Order
from exports.stamp import stamp
from model.problems import CaseProblems
from scenarios import Analysis, open_case
from tests.cases import amount, cost, opened
from tests.conftest import ROOT
from tests.exports.test_brand import picture

DAY = date(2026, 11, 23)
COLOURS = Colours(primary="#14395B", accent="#7A3E9D", positive="#1B7F5C", negative="#B5482A")
EVIL = "=HYPERLINK(1)"


@pytest.fixture(scope="module")
def case() -> Analysis:
    """The example with most streams."""
    return open_case(str(ROOT / "scenarios/examples/sap_community_network.yaml"))


def order(analysis: Analysis, **wanted: object) -> Order:
    return Order(analysis, stamp(analysis, on=DAY), **wanted)


def least_letters(drawing: str) -> float:
    """The height of the smallest letters of a picture, in its pixels."""
    sizes: list[float] = []

    def visit(element: ET.Element, scale: float, size: float) -> None:
        found = re.search(r"scale\(([\d.]+)\)", element.get("transform", ""))
        inner = scale * float(found[1]) if found else scale
        own = float(element.get("font-size", size).removesuffix("px")) if element.get("font-size") else size
        if element.tag.endswith("text") and "".join(element.itertext()).strip() and element.get("opacity") != "0":
            sizes.append(own * inner)
        for child in element:
            visit(child, inner, own)

    visit(ET.fromstring(drawing), 1.0, 11.0)
    return min(sizes)


def test_every_chart_can_be_read_from_the_back_of_a_room(case: Analysis) -> None:
    asked = order(case, others=(case.under("conservative"),))
    listed = charts_of(asked)
    assert {"cash_flow", "strategy_map", "kpi_matrix", "cash_fan", "npv_tornado", "npv_spider", "treatments_ranked",
            "cash_curves", "streams_compared", "options_ranked", "npv_bridge"} <= {chart.id for chart in listed}  # fmt: skip
    for chart in listed:
        drawing = images.svg(chart.draw, asked.brand, asked.stamp)
        whole = ET.fromstring(drawing)
        assert (whole.get("width"), whole.get("height")) == ("1920", "1080")
        assert least_letters(drawing) >= 19.9, chart.id
        shown = chart.draw(images.look_of(asked.brand))
        assert shown.title.split()[0].strip("“") in drawing
        assert asked.stamp.short_fingerprint in drawing
        columns, rows = chart.rows(shown)
        assert rows, chart.id
        assert all(len(row) == len(columns) for row in rows)


def test_a_brand_is_seen_and_unsafe_text_is_harmless() -> None:
    found = opened(
        title="A & <b>",
        lines=[cost(label=EVIL, stream=None), cost("gain", "200", kind="benefit", **{"class": "cashable"})],
        assumptions={},
    )
    brand = Brand("House", COLOURS, "Open Sans", logo_of(picture(), "logo.png"))
    drawing = images.svg(chart_named(order(found), "value_against_cost").draw, brand, stamp(found, on=DAY))
    assert "#1B7F5C" in drawing.upper()
    assert "#B5482A" in drawing.upper()
    assert "Open Sans" in drawing
    assert "data:image/png;base64," in drawing
    assert "A &amp; &lt;b&gt;" in drawing
    ET.fromstring(drawing)
    rows = chart_files.csv_bytes(order(found, chart="budget_by_year")).decode("utf-8-sig")
    assert f"'{EVIL}" in rows
    assert not any(cell.startswith("=") for row in csv.reader(io.StringIO(rows)) for cell in row)


def test_hues_of_a_brand_stand_out_and_differ() -> None:
    look = images.look_of(Brand("House", COLOURS))
    assert look.series[:2] == ("#14395B", "#7A3E9D")
    assert len(set(look.series)) == 6
    dark = images.look_of(Brand("Night", Colours(background="#101820", text="#FFFFFF", neutral="#AAB4BE", primary="#7DB8DE",
                                                 accent="#E0B050", positive="#4FB0D0", negative="#F08050")))  # fmt: skip
    assert dark.page == "#101820"
    assert dark.costs[0] == "#F08050"


@pytest.mark.parametrize("kind", ["svg", "png", "pptx", "csv"])
def test_one_chart_is_the_same_every_time(case: Analysis, kind: str) -> None:
    asked = order(case, chart="cash_flow", scale=2)
    written = OUTPUTS[kind].build(asked)
    assert written == OUTPUTS[kind].build(asked)
    if kind == "png":
        with Image.open(io.BytesIO(written)) as found:
            assert found.size == (3840, 2160)
            assert found.getpixel((2, 2))[:3] == (255, 255, 255)


def test_the_rows_behind_a_chart_are_numbers_in_full(case: Analysis) -> None:
    rows = list(csv.DictReader(io.StringIO(chart_files.csv_bytes(order(case, chart="cash_flow")).decode("utf-8-sig"))))
    assert [row["Month"] for row in rows] == [str(month) for month in range(37)]
    assert float(rows[-1]["Cumulative cash"]) == pytest.approx(float(case.appraisal.run.net.sum()))
    assert rows[0]["revision"] == "unsaved draft"


def test_a_chart_there_is_not_is_named_with_those_there_are() -> None:
    asked = order(opened(lines=[cost()]))
    for wanted in (None, "cash_flo"):
        with pytest.raises(CaseProblems, match="cash_flow"):
            chart_named(asked, wanted)


def test_all_charts_in_one_archive() -> None:
    found = opened(
        lines=[cost(), cost("gain", "gained", kind="benefit", **{"class": "cashable"})],
        assumptions={"gained": amount(150.0, low=50.0, high=200.0)},
    )
    told: list[float] = []
    whole = OUTPUTS["zip"].build(order(found, progress=lambda _, share: told.append(share)))
    assert told == sorted(told)
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        names = archive.namelist()
        listed = [name.removesuffix(".svg") for name in names if name.endswith(".svg")]
        assert set(names) == {f"{name}.{kind}" for name in listed for kind in ("svg", "png", "csv", "pptx")} | {
            "contents.txt"
        }
        contents = archive.read("contents.txt").decode()
        assert all(name in contents for name in listed)
        assert "Revision: Unsaved draft" in contents
        for name in listed:
            with Image.open(archive.open(f"{name}.png")) as shown:
                assert shown.size == (1920, 1080)
            deck = Presentation(io.BytesIO(archive.read(f"{name}.pptx")))
            assert len(deck.slides) == 1
            shapes = deck.slides[0].shapes
            is_table = any(
                kind in name for kind in ("map", "matrix", "shares", "bars", "knowing", "treatments", "spider")
            )
            assert any(shape.has_table for shape in shapes) if is_table else any(shape.has_chart for shape in shapes), (
                name
            )


def test_the_slide_of_a_chart_names_its_unit_and_no_marks_it_does_not_have() -> None:
    case = open_case(str(ROOT / "scenarios/examples/gm_fastlane.yaml"))
    asked = order(case, others=(case.under("conservative"),), chart="options_ranked")
    slide = Presentation(io.BytesIO(OUTPUTS["pptx"].build(asked))).slides[0]
    said = " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
    assert re.search(r"; amounts in USD (thousand|million)", said)
    assert "hollow" not in said
    chart = next(shape.chart for shape in slide.shapes if shape.has_chart)
    assert {"Base case", "Conservative", "Do nothing"} == set(chart.plots[0].categories)


def test_years_without_money_keep_their_place() -> None:
    # Nothing at the opening: the screen draws no net there, and the slide draws nought.
    found = opened(months=24, lines=[cost(), cost("gain", "200", kind="benefit", **{"class": "cashable"})])
    slide = Presentation(io.BytesIO(OUTPUTS["pptx"].build(order(found, chart="value_against_cost")))).slides[0]
    chart = next(shape.chart for shape in slide.shapes if shape.has_chart)
    drawn = {series.name: list(series.values) for plot in chart.plots for series in plot.series}
    # By hand: 12 × 200, 12 × 100 and 12 × 100 in each year.
    assert drawn == {"Benefits": [0, 2_400, 2_400], "Costs": [0, -1_200, -1_200], "Net": [0, 1_200, 1_200]}
