"""Charts of risk with a choice: what is chosen unless somebody chooses, what else may be, and their editable slides."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from pptx import Presentation

from exports import chart_files
from exports.chart_list import chart_named, charts_of
from exports.chart_slide import pptx_bytes
from exports.images import look_of
from exports.outputs import Order
from exports.risk_choices import CHOOSABLE, widest_line
from exports.stamp import stamp
from model.problems import CaseProblems
from tests.cases import amount, cost, opened

GAIN = cost("gain", "price", kind="benefit", **{"class": "cashable"})
CASE = opened(
    lines=[GAIN, cost("spend", "fee"), cost("visits", "2 * share", kind="driver", unit="1", stream=None)],
    assumptions={
        "price": amount(130, low=60, high=220, distribution="uniform") | {"label": "Price"},
        "fee": amount(110, low=90, high=130, distribution="uniform") | {"label": "Fee"},
        "share": {"label": "Share", "unit": "1", "value": 0.2, "low": 0.1, "high": 0.3},
    },
)
"""12 months of price less fee: it fails where the fee is higher, in about 50 of 160 draws."""


@pytest.fixture(scope="module")
def asked() -> Order:
    return Order(CASE, stamp(CASE, on=date(2026, 11, 23)), drawn=CASE.simulate(1_024, 1))


def code_of(asked: Order, chart: str) -> str:
    with pytest.raises(CaseProblems) as raised:
        chart_named(asked, chart)
    return raised.value.problems[0].code


def shapes(asked: Order, chart: str) -> Any:
    return Presentation(io.BytesIO(pptx_bytes(replace(asked, chart=chart)))).slides[0].shapes


def test_the_choices_of_the_page_are_offered(asked: Order) -> None:
    """The price varies four times as widely as the fee: its variance is sixteen times as large."""
    assert set(CHOOSABLE) <= {chart.id for chart in charts_of(asked)}
    draws = asked.simulation.sample.part(0, 1_024)
    assert widest_line(asked.program, draws) == "gain"
    look = look_of(asked.brand)
    assert chart_named(asked, "line_fan").draw(look).title.startswith("Gain: in month 12, 9 in 10 draws lie between")
    assert "“Price”" in chart_named(asked, "two_way_map").draw(look).title
    assert chart_named(asked, "failing_draws").name == "When it fails"


def test_something_else_may_be_chosen(asked: Order) -> None:
    look = look_of(asked.brand)
    assert chart_named(asked, "line_fan:spend").draw(look).title.startswith("Spend: ")
    assert chart_named(asked, "two_way_map:fee, price").draw(look).columns[0] == "Fee"
    assert chart_named(asked, "gate_months:7").draw(look).subtitle.endswith("at full size up to it, and looking at “cumulative cash”")  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(chart_files.csv_bytes(replace(asked, chart="gate_months:7")).decode("utf-8-sig"))))  # fmt: skip
    assert [row["Month of the gate"] for row in rows] == ["3", "6", "7", "9"]


def test_choices_there_are_not(asked: Order) -> None:
    assert code_of(asked, "line_fan:gian") == "unknown_name"
    assert code_of(asked, "two_way_map:price") == "unknown_name"
    assert code_of(asked, "two_way_map:price,spend") == "unknown_name"
    assert code_of(asked, "gate_months:12") == "unknown_month"
    assert code_of(asked, "gate_months:soon") == "unknown_month"
    assert code_of(asked, "failing_draws:soon") == "unknown_month"
    sure = opened(lines=[GAIN, cost()], assumptions={"price": amount(150, distribution="fixed")})
    assert code_of(Order(sure, asked.stamp), "line_fan:gain") == "unknown_chart"


def test_their_slides_hold_the_figures_of_the_model(asked: Order) -> None:
    """In the map, price and fee go up in eighths of their ranges: 60, 80 … 220 and 90, 95 … 130."""
    table = next(shape.table for shape in shapes(asked, "two_way_map") if shape.has_table)
    cells = [[cell.text for cell in row.cells] for row in table.rows]
    assert (len(cells), len(cells[0])) == (10, 10)
    # The highest fee stands first, at the lowest price: about 12 × (60 − 130), at 10% a year less than that.
    assert cells[1][1].startswith("−$")
    assert cells[9][9].startswith("$1.")
    chart = next(shape.chart for shape in shapes(asked, "failing_draws") if shape.has_chart)
    counted = {series.name: len(list(series.values)) for series in chart.plots[0].series}
    assert counted["Fails"] + counted["Does not fail"] == 600
    assert counted["Fails"] == pytest.approx(600 * 50 / 160, rel=0.05)
    fan = next(shape.chart for shape in shapes(asked, "line_fan:visits") if shape.has_chart)
    # Twice a share of 0.1 to 0.3, nine times in ten.
    drawn = {series.name: list(series.values)[-1] for plot in fan.plots for series in plot.series}
    assert (drawn["P5"], drawn["P95"]) == pytest.approx((0.2, 0.6), abs=0.02)
    gates = next(shape.chart for shape in shapes(asked, "gate_months:7") if shape.has_chart)
    assert list(gates.plots[0].categories) == ["Month 3", "Month 6", "Month 7", "Month 9"]
