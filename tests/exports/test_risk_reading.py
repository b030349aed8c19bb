"""Charts and sentences for what makes the difference, what turns it, what to measure, a gate, and when it fails."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from exports import charts, risk_reading, risk_words
from model.risk.break_even import Aim, Curve, break_even_curve
from model.risk.correlation import ties
from model.risk.discovery import Bound, Box
from model.risk.findings import Simulation
from model.risk.influence import Index, RankCorrelation
from model.risk.information import information
from model.risk.overview import failing_together
from model.risk.spread import Heading, spread
from model.risk.staged import CASH, Gate, Staged, staged
from model.risk.tornado import spider, two_way
from model.risk.treatments import treatments
from scenarios import Analysis
from tests.cases import amount, cost, opened
from tests.exports.test_risk_charts import GAIN, TEN, assert_valid, simulated

PRICE = amount(150, low=60, high=220, label="Price")
FEE = amount(100, low=90, high=130, label="Fee")
LOOKS = (charts.LIGHT, charts.DARK)


def analysed(**fields: Any) -> Analysis:
    """12 months of a price in and a fee out, undiscounted: worth 12 × (price − fee), 600 at the likely values."""
    plain = {"lines": [GAIN, cost("spend", "fee")], "assumptions": {"price": PRICE, "fee": FEE}}
    return opened(**(plain | fields))


CASE = analysed()


# --- what makes the difference ------------------------------------------------------------------------------------


@pytest.mark.parametrize("look", LOOKS)
def test_the_spider_says_which_value_counts_most_for_each_percent(look: charts.Look) -> None:
    """10% of the price is 15 a month, 180 in a year; 10% of the fee 120. The ends are 12 × −40 and 12 × 120."""
    chart = charts.npv_spider(spider(CASE.program, ["price", "fee"]), CASE.program, look)
    assert_valid(chart)
    assert chart.title == "“Price” is the steepest: 10% more of it is worth about $180 more"
    assert chart.rows == (("Price", "−$480", "$1,440", "+$180"), ("Fee", "$720", "$240", "−$120"))


def test_lines_of_the_spider_are_cut_where_a_value_has_doubled() -> None:
    """At twice the price, 300, the case is worth 12 × 200; the range goes on to 400."""
    wide = analysed(assumptions={"price": PRICE | {"high": 400}, "fee": FEE})
    chart = charts.npv_spider(spider(wide.program, ["price", "fee"]), wide.program)
    points = [row for layer in chart.spec["layer"] for row in _rows(chart, layer)]
    changes = {round(row["change"], 6): row["npv"] for row in points if row.get("name") == "Price" and "change" in row}
    assert max(changes) == 1.0
    assert changes[1.0] == pytest.approx(2_400)


def _rows(chart: charts.Chart, layer: Any) -> list[dict[str, Any]]:
    data = layer["data"]
    return list(data["values"] if "values" in data else chart.spec["datasets"][data["name"]])


def test_a_value_that_moves_nothing_has_no_slope() -> None:
    flat = analysed(lines=[GAIN | {"formula": "0 * price"}, cost("spend", "100")], assumptions={"price": PRICE})
    chart = charts.npv_spider(spider(flat.program, ["price"]), flat.program)
    assert chart.rows[0][-1] == "$0"


def test_shares_of_the_spread() -> None:
    found = (
        Index("price", "Price", 0.4, 0.01, 0.5, 0.02, "Said."),
        Index("fee", "Fee", -0.01, 0.01, 0.1, 0.02, "Said."),
    )
    chart = charts.influence_shares(found, CASE.program)
    assert_valid(chart)
    assert chart.title == "“Price” explains about 40% of the spread, by itself"
    assert chart.rows[1] == ("Fee", "0%", "10%", "±2.0%", "Said.")
    said = risk_reading.shares_reading(found)
    assert said.startswith("“Price” explains about 40% of the spread of the draws, by itself")
    assert "The 2 shown explain 40% by themselves" in said
    assert "shown explain" not in risk_reading.shares_reading(found[:1])


@pytest.mark.parametrize(("rank", "way"), [(0.71, "the more it is worth"), (-0.71, "the less it is worth")])
def test_ranks_say_which_way(rank: float, way: str) -> None:
    chart = charts.rank_bars([RankCorrelation("price", "Price", rank, "Said.")], CASE.program)
    assert_valid(chart)
    assert chart.title == f"The higher “Price”, {way}: no other value tells so surely"


# --- what would turn it -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("look", LOOKS)
def test_two_values_at_once(look: charts.Look) -> None:
    """Prices of 60, 140 and 220 against fees of 90, 110 and 130: the six with 140 and 220 pay. It turns where both are equal."""
    grid, curve = two_way(CASE.program, "price", "fee", 3), break_even_curve(CASE.program, "price", "fee", Aim(), 3)
    chart = charts.two_way_map(grid, curve, CASE.program, look)
    assert_valid(chart)
    assert chart.title == "Of 100 combinations of “Price” and “Fee”, 67 pay"
    assert chart.rows[0] == ("$60.00 a month", "$60.00 a month")
    assert risk_words.curve_words(CASE.program, curve) == (
        "With “Price” at $60.00 a month, the case is worth nothing where “Fee” is $60.00 a month; at $220.00 a month, where it is "
        "$220.00 a month."
    )


def test_two_values_that_cannot_turn_it() -> None:
    sure = analysed(assumptions={"price": PRICE | {"low": 140}, "fee": FEE})
    grid, curve = (
        two_way(sure.program, "price", "fee", 3),
        Curve("price", "fee", "Price", "Fee", "npv", ((140.0, None),)),
    )
    chart = charts.two_way_map(grid, curve, sure.program)
    assert_valid(chart)
    assert chart.title == "Whatever “Price” and “Fee” are within their ranges, the case pays"
    assert (
        risk_words.curve_words(sure.program, curve)
        == "No value of “Fee” turns it, whatever “Price” is within its range."
    )
    one = replace(curve, aim="payback", points=((140.0, 90.0),))
    assert risk_words.curve_words(sure.program, one) == (
        "With “Price” at $140.00 a month, the money is just back in time where “Fee” is $90.00 a month."
    )


# --- what to measure ----------------------------------------------------------------------------------------------


def test_what_knowing_is_worth() -> None:
    """Half the draws come to −100, half to 300: going ahead is worth 100, and knowing saves 100 in every second draw."""
    price = np.array([90.0, 170.0] * 512)
    known = information(CASE.program, {"price": price}, np.where(price < 100, -100.0, 300.0))
    chart = charts.worth_of_knowing(known, CASE.program)
    assert_valid(chart)
    assert chart.title == "Measure “Price” first: knowing it exactly is worth at most $50"
    assert [row[:2] for row in chart.rows] == [("Everything", "$50"), ("Price", "$50")]
    assert "the better choice today is to go ahead" in risk_reading.knowing_reading(known)
    losing = information(CASE.program, {"price": price}, np.where(price < 100, -300.0, 100.0))
    assert "leave it" in risk_reading.knowing_reading(losing)
    same = information(CASE.program, {"price": price}, np.random.default_rng(1).permutation(np.where(price < 100, -100.0, 300.0)))  # fmt: skip
    assert (
        charts.worth_of_knowing(same, CASE.program).title
        == "No single value is worth measuring for this decision alone"
    )


# --- a gate -------------------------------------------------------------------------------------------------------


def gated(month: int, size: float = 1.0, fee: float = 100.0) -> Staged:
    """Half of the draws bring 150, half 30 a month; the fee is 100. What comes in shows at once."""
    likely = {"price": np.array([150.0, 30.0] * 32), "fee": np.full(64, fee)}
    return staged(CASE.program, likely, Gate(month, CASH, size=size))


def test_a_gate_by_its_month() -> None:
    """Those that lose 70 a month stop: 70 × 9 / 2 = 315 saved by a gate in month 3, 70 × 6 / 2 = 210 in month 6."""
    chart = charts.gate_months([gated(3), gated(6)], 6, CASE.program)
    assert_valid(chart)
    assert chart.title == "Of these months, a gate in month 3 is worth most: $315"
    assert chart.rows == (("Month 3", "$315"), ("Month 6", "$210"))
    none = charts.gate_months([replace(gated(3), option=0.0)], 3, CASE.program)
    assert none.title == "The option to stop is worth nothing in any of these months"
    noise = charts.gate_months([replace(gated(3), option=80.0, standard_error=96.0)], 3, CASE.program)
    assert noise.title == "In none of these months is the option to stop worth more than the noise of the draws"


def test_what_a_gate_changes() -> None:
    """Worth 12 × −10 = −120 on average; a gate in month 6 adds 210. The worst draws lose 70 × 12, and 70 × 6 with it."""
    found = gated(6)
    assert risk_reading.staged_rows(CASE.program, found) == [
        ("On average over the draws", "−$120", "$90", "+$210"),
        ("1 of 20 draws come to no more than (P5)", "−$840", "−$420", "+$420"),
    ]
    assert risk_reading.staged_columns(found)[2] == "With a gate"
    assert risk_reading.staged_columns(gated(6, 0.5))[2] == "Small first, then a gate"
    assert "Being able to stop is worth $210 (give or take $52)." in risk_reading.option_words(CASE.program, found)
    assert risk_reading.verdict_words(found).startswith("The gate turns a case that loses")
    assert risk_reading.verdict_words(gated(12 - 1)).startswith("Even with the gate the case loses")
    assert risk_reading.verdict_words(gated(6, fee=20)) == ""


# --- ways to allow for risk ---------------------------------------------------------------------------------------


def test_ways_to_allow_for_risk() -> None:
    """1,800 in and 1,200 out: with 19.8% off and on 1,443.6 − 1,437.6 = 6; with 41% more of running costs 1,800 − 1,692."""
    chart = charts.treatments_ranked(treatments(CASE.program), CASE.program)
    assert_valid(chart)
    assert chart.title == "However risk is allowed for, the case pays"
    assert [row[1] for row in chart.rows] == ["$600", "$6", "$108", "$600"]
    close = analysed(assumptions={"price": PRICE | {"value": 130}, "fee": FEE})
    assert charts.treatments_ranked(treatments(close.program), close.program).title.startswith(
        "Whether the case pays depends on how risk is allowed for: it pays in 2 of 4 ways"
    )


def test_a_treatment_beside_the_draws_is_warned_of() -> None:
    assert risk_words.stacked_words(()) is None
    one, two = risk_words.stacked_words(("contingency",)), risk_words.stacked_words(("contingency", "optimism bias"))
    assert one is not None
    assert two is not None
    assert one[0].startswith("The case states contingency, and the draws vary its values as well")
    assert two[0].startswith("The case states contingency and optimism bias: together they take the same risk off")


# --- when it fails ------------------------------------------------------------------------------------------------

BOX = Box((Bound("price", "Price", False, 98.0, "at most $98.00 a month", 0.3),), 0.4, 0.78, 0.1, "")


@pytest.mark.parametrize("look", LOOKS)
def test_draws_that_fail_are_drawn_with_their_frame(look: charts.Look) -> None:
    drawn = CASE.simulate(1_024, 1)
    chart = charts.failing_draws(failing_together(CASE.program, drawn), drawn, None, "does not pay", look)
    assert_valid(chart)
    assert "of this kind the case does not pay" in chart.title
    late = charts.failing_draws(failing_together(CASE.program, drawn, 6), drawn, 6, "is late", look)
    assert_valid(late)


def test_a_combination_in_words() -> None:
    assert risk_reading.box_words(BOX, "does not pay", is_first=True) == (
        "The case fails mostly when “Price” is at most $98.00 a month: in 78 of 100 draws of this kind the case does not pay."
    )
    assert risk_reading.box_words(BOX, "pays", is_first=False, succeeding=True).startswith(
        "Beyond that, it succeeds mostly"
    )
    assert risk_reading.box_note(BOX) == (
        "Of 100 draws that fail, 40 are of this kind (coverage); of 100 draws in all, 10 are."
    )
    said = [risk_reading.outcome_words(months, succeeding=way) for months in (None, 24) for way in (True, False)]
    assert said == ["pays", "does not pay", "pays back within 24 months", "takes longer than 24 months to pay back"]


# --- how likely, and how it is drawn ------------------------------------------------------------------------------


def test_charts_of_draws_are_read_with_their_figures() -> None:
    """Of ten draws from −300 to 800 the P25 lies at place 2.25: 125; their mean is 320. Cash is −1,200 and once +1,200."""
    assert "it is −$1.3K or less, in 1 of 20 $130 or more" in risk_reading.fan_reading(TEN)
    assert "3 of 4 draws are worth more than $125." in risk_reading.exceedance_reading(TEN)
    assert "On average the draws come to $320." in risk_reading.histogram_reading(TEN)
    nothing = simulated([float("nan")] * 4, [1.0] * 4)
    assert risk_reading.exceedance_reading(nothing).endswith("is worth more.")


def test_one_line_as_a_range() -> None:
    """A line that comes to its percentile in every month."""
    heading = Heading("gain", "Gain")
    kept = {p: tuple(float(p) for _ in range(13)) for p in (5, 25, 50, 75, 95)}
    found = replace(
        TEN, lines={"gain": spread(heading, np.ones(4), 1.0, np.ones(4, dtype=bool))}, lines_by_month={"gain": kept}
    )
    chart = charts.line_fan(found, "gain")
    assert_valid(chart)
    assert chart.title == "Gain: in month 12, 9 in 10 draws lie between $5.00 a month and $95.00 a month"
    assert chart.rows[0] == (
        "Opening",
        "$5.00 a month",
        "$25.00 a month",
        "$50.00 a month",
        "$75.00 a month",
        "$95.00 a month",
    )


@pytest.mark.parametrize(
    ("rank", "said"),
    [(0.05, "hardly have to do"), (0.2, "sometimes turns out high"), (-0.5, "mostly turns out low"), (0.9, "nearly always turns out high")],
)  # fmt: skip
def test_what_goes_together_in_words(rank: float, said: str) -> None:
    assert said in risk_reading.together_words(rank)


def test_correlations_that_hold_need_no_words() -> None:
    assert risk_reading.tie_words(CASE.program, ties((), ())) == []


def ended(stopped: Any) -> Simulation:
    return replace(CASE.simulate(16, 1), draws=8, asked=16, stopped=stopped)


def test_why_it_ended() -> None:
    assert risk_reading.ended_words(ended(None)) == ""
    assert "the mean is as sure as you asked" in risk_reading.ended_words(ended("tolerance"))
    assert risk_reading.ended_words(ended("cancelled")).startswith("You stopped it after 8 of 16 draws")


def test_how_sure_the_mean_is() -> None:
    """Twice a standard error of 30."""
    npv = replace(TEN.figures["npv"], mean=320.0, standard_error=30.0)
    said = risk_reading.sure_words(replace(TEN, figures={"npv": npv}))
    assert said.startswith("The mean of 10 draws is $320, sure to about $60 either way (twice its standard error).")
    assert risk_reading.sure_words(replace(TEN, figures={"npv": replace(npv, mean=None)})) == ""
