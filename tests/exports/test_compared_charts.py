"""Charts of scenarios side by side: titles that are always true, tables that add up, specifications that are valid."""

from __future__ import annotations

from typing import Any

import pytest

from exports import charts
from exports.charts.bridge import shown
from model.options import appraise_options
from scenarios import Analysis, open_case
from scenarios.bridge import Bridge, Part, bridge
from scenarios.comparison import Comparison, compare
from tests.cases import amount, cost, opened
from tests.conftest import ROOT
from tests.exports.test_charts import assert_valid, data_of

CLASS = {"class": "cashable"}
LINES = [cost("spend", "fee"), cost("gain", "price * sales", kind="benefit", **CLASS)]
VALUES = {
    "fee": {"label": "Fee", "unit": "USD/month", "schedule": {"opening": 300.0, "by": "month", "values": [0.0] * 12}},
    "price": amount(5.0, "USD/order", label="Price"),
    "sales": amount(10.0, "order/month", label="Sales"),
}
SCENARIOS = {
    "dear": {"label": "Dear", "assumptions": {"price": 10.0}},
    "poor": {"label": "Poor", "assumptions": {"price": 1.0}},
    "idle": {"label": "Do nothing", "without": "all"},
}


def base(**fields: Any) -> Analysis:
    """By hand: 300 out at the opening, 50 a month in, so the money is back in month 6; 100 a month back in month 3."""
    return opened(**{"lines": LINES, "assumptions": VALUES, "scenarios": SCENARIOS} | fields)


def compared(*names: str, **fields: Any) -> Comparison:
    case = base(**fields)
    return compare([("Base case", case), *((str(SCENARIOS[name]["label"]), case.under(name)) for name in names)])


def made(*amounts: float, error: float | None = None) -> Bridge:
    """Return a bridge of some parts, from nought."""
    parts = tuple(Part(f"p{i}", f"Part {i}", "1 → 2", "assumption", a, error) for i, a in enumerate(amounts))
    return Bridge("Base case", "Other", "USD", 0.0, sum(amounts), parts, "exact" if error is None else "sampled")


# --- bridge ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("look", [charts.LIGHT, charts.DARK], ids=["light", "dark"])
def test_a_bridge_is_a_waterfall_that_ends_where_it_should(look: charts.Look) -> None:
    case = open_case(str(ROOT / "scenarios/examples/sap_community_network.yaml"))
    found = bridge(case, case.under("do_nothing"))
    chart = charts.npv_bridge(found, look, "de_DE")
    assert_valid(chart)
    steps = data_of(chart, "begin", "end", "label")
    bars = {bar["middle"]: bar for bar in steps}
    ordered = [bars[middle] for middle in sorted(bars)]
    assert ordered[0]["end"] == pytest.approx(found.from_npv)
    assert ordered[-1]["end"] == pytest.approx(found.to_npv)
    assert ordered[-2]["end"] == pytest.approx(found.to_npv, abs=0.005)
    assert len(chart.rows) == len(found.parts) + 2
    assert chart.alternative.startswith(f"{chart.title}. {chart.subtitle}. ")


def test_titles_of_bridges_hold_whatever_the_parts_are() -> None:
    assert (
        charts.npv_bridge(made(1000, -200)).title
        == "“Other” is worth $800 more than the base case, most through “Part 0”"
    )
    assert (
        charts.npv_bridge(made(200, -1000)).title
        == "“Other” is worth $800 less than the base case, most through “Part 1”"
    )
    assert charts.npv_bridge(made(1000)).title == "“Other” is worth $1K more than the base case"
    assert (
        charts.npv_bridge(made(5, -5)).title == "“Other” is worth as much as the base case, as what differs evens out"
    )
    assert charts.npv_bridge(made()).title == "“Other” is worth as much as the base case"


def test_the_rest_of_many_parts_is_added_up() -> None:
    parts = shown(made(*range(100, 88, -1), 0.0).parts)
    assert [part.name for part in parts] == [*(f"Part {i}" for i in range(7)), "5 other changes"]
    # By hand: 93 + 92 + 91 + 90 + 89.
    assert parts[-1].amount == 455
    assert len(shown(made(*range(8, 0, -1)).parts)) == 8
    errors = shown(made(*range(10, 0, -1), error=2.0).parts)
    # By hand: the square root of three times 2 squared.
    assert errors[-1].standard_error == pytest.approx(12**0.5)


def test_sampled_parts_say_how_sure_they_are() -> None:
    chart = charts.npv_bridge(made(1000, -200, error=12.0))
    assert "sampled orders" in chart.subtitle
    assert chart.rows[1] == ("Part 0: 1 → 2", "+$1,000", "± $12")
    assert_valid(chart)


# --- cash --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("look", [charts.LIGHT, charts.DARK], ids=["light", "dark"])
@pytest.mark.parametrize("by", ["case", "calendar"])
def test_curves_are_valid_and_told_apart(look: charts.Look, by: Any) -> None:
    found = compare([(f"Scenario {i}", base(start=f"2027-0{i + 1}")) for i in range(8)])
    chart = charts.cash_curves(found, by, look, "de_DE")
    assert_valid(chart)
    styles = {
        (layer["mark"]["color"], tuple(layer["mark"]["strokeDash"]))
        for layer in chart.spec["layer"]
        if layer["mark"].get("type") == "line"
    }
    assert len(styles) == 8
    assert len(chart.columns) == 9
    assert all(len(row) == 9 for row in chart.rows)


def test_titles_of_curves_hold_whatever_the_figures_are() -> None:
    assert charts.cash_curves(compared("dear", "poor")).title == "The money is back first under “Dear”, in month 3"
    assert (
        charts.cash_curves(compared("dear"), "calendar").title == "The money is back first under “Dear”, in March 2027"
    )
    poor = compare([("Poor", base().under("poor")), ("Same", base().under("poor"))])
    assert charts.cash_curves(poor).title == "The money is not back under any of them"
    alone = compare([("Poor", base().under("poor")), ("Nothing", base().under("idle"))])
    assert charts.cash_curves(alone).title == "The money is not back in time"
    idle = compare([("One", base().under("idle")), ("Other", base().under("idle"))])
    assert charts.cash_curves(idle).title == "No money is spent and none comes in"
    free = compare([("Base case", base()), ("Free", base(lines=[LINES[1]]))])
    assert charts.cash_curves(free).title == "No money is ever out under “Free”"


def test_curves_say_where_they_end() -> None:
    chart = charts.cash_curves(compared("poor"))
    # By hand: −300 + 12 × 50 = 300, and −300 + 12 × 10 = −180.
    assert "The base case ends at $300 and is back in month 6." in chart.alternative
    assert "“Poor” ends at −$180." in chart.alternative
    assert chart.rows == (("Opening", "−$300", "−$300"), ("Month 12", "$300", "−$180"))


def test_another_currency_has_no_place_on_the_axis() -> None:
    euros = base(currency="EUR", lines=[], assumptions={}, scenarios={})
    found = compare([("Dollars", base()), ("Euros", euros)])
    for chart in (charts.cash_curves(found), charts.streams_compared(found)):
        assert chart.subtitle.endswith("“Euros” in another currency is left out")
        assert "Euros" not in chart.columns


# --- streams and options -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("look", [charts.LIGHT, charts.DARK], ids=["light", "dark"])
def test_streams_and_options_are_valid(look: charts.Look) -> None:
    case = open_case(str(ROOT / "scenarios/examples/sap_community_network.yaml"))
    found = compare([("Base case", case), *((name, case.under(name)) for name in case.scenarios)])
    streams = charts.streams_compared(found, look, "de_DE")
    assert_valid(streams)
    assert len(data_of(streams, "stream", "value")) == len(streams.rows) * len(found.entries)
    options = charts.options_ranked(appraise_options(found.options), look, "de_DE")
    assert_valid(options)
    assert len(options.rows) == len(found.entries)


def test_titles_of_streams_hold_whatever_the_figures_are() -> None:
    # By hand: 12 × 50 and 12 × 100 undiscounted.
    assert charts.streams_compared(compared("dear")).title == "Gain differs most: it brings $600 to $1.2K"
    same = compare([("One", base()), ("Other", base())])
    assert charts.streams_compared(same).title == "No stream differs"
    none = compare([("One", base().under("idle")), ("Other", base().under("idle"))])
    assert charts.streams_compared(none).title == "No stream brings or costs anything"
    assert_valid(charts.streams_compared(none))
    fee = {"schedule": {"opening": 900.0, "by": "month", "values": [0.0] * 12}}
    dear = compare([("One", base()), ("Other", base(assumptions=VALUES | {"fee": VALUES["fee"] | fee}))])
    assert charts.streams_compared(dear).title == "Spend differs most: it costs $300 to $900"


def test_many_streams_are_added_up() -> None:
    lines = [cost(f"spend_{i}", str(10 * (i + 1)), label=f"Spend {i}") for i in range(8)]
    found = compare([("One", opened(lines=lines)), ("Other", opened(lines=lines))])
    chart = charts.streams_compared(found)
    assert [row[0] for row in chart.rows] == ["Spend 7", "Spend 6", "Spend 5", "Spend 4", "Spend 3", "All others"]
    # By hand: 12 × (10 + 20 + 30).
    assert chart.rows[-1][2:] == ("$720", "$720")


def test_titles_of_options_hold_whatever_the_figures_are() -> None:
    def title(*names: str) -> str:
        return charts.options_ranked(appraise_options(compared(*names).options)).title

    assert title("dear", "poor") == "“Dear” is worth most: $900"
    assert title("poor") == "The base case is worth most: $300"
    poor = compare([("Poor", base().under("poor")), ("Same", base().under("poor"))])
    assert charts.options_ranked(appraise_options(poor.options)).title == "No option is worth more than doing nothing"
    same = compare([("Base case", base()), ("Same", base())])
    assert (
        charts.options_ranked(appraise_options(same.options)).title
        == "The base case and “Same” are worth the same ($300)"
    )


def test_only_sampled_parts_have_a_standard_error() -> None:
    exact, sampled = charts.npv_bridge(made(1000, -200)), charts.npv_bridge(made(1000, -200, error=3.0))
    assert exact.columns == ("What differs", "Effect on NPV")
    assert {len(row) for row in exact.rows} == {2}
    assert sampled.columns == (*exact.columns, "Standard error")
    assert [row[2] for row in sampled.rows] == ["", "± $3", "± $3", ""]
