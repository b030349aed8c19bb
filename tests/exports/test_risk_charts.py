"""Charts and words about risk: what they say is true of draws whose figures were computed by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import altair as alt
import numpy as np
import pytest

from exports import charts, risk_words
from exports.charts.risk import npv_bins
from exports.charts.sensitivity import value_axis
from model.risk.break_even import Aim, break_even, break_evens
from model.risk.findings import Simulation, findings
from model.risk.information import information
from model.risk.naming import value_text
from model.risk.spread import Share
from model.risk.tornado import tornado
from scenarios import Analysis, open_case
from tests.cases import amount, cost, opened
from tests.conftest import ROOT

GAIN = cost("gain", "price", kind="benefit", **{"class": "cashable"})
PAYING = {"lines": [GAIN, cost("spend", "100")], "assumptions": {"price": amount(150, low=90, high=180)}}
"""12 months of 150 in and 100 out: worth 12 × 50 = 600; at 90 it is 12 × −10 = −120, at 180 12 × 80 = 960."""
LOOKS = (charts.LIGHT, charts.DARK)


def analysed(**fields: Any) -> Analysis:
    return opened(**(PAYING | fields))


def simulated(npv: list[float], paybacks: list[float]) -> Simulation:
    """Return findings over draws with these figures; cash is −100 a month in all but the last draw, +100 there."""
    analysis = analysed()
    draws, months = len(npv), analysis.resolved.months
    drawn = analysis.simulate(draws, 1).drawn
    figures = np.array([npv, [0.5] * draws, paybacks, paybacks, [400.0] * draws])
    flows = np.full((months + 1, draws), -100.0)
    flows[:, -1] = 100.0
    likely = np.array([600.0, 0.5, 0.0, 0.0, 0.0])
    made = replace(drawn, figures=figures, cumulative=flows.cumsum(axis=0), likely=likely)
    return findings(made, (), None)


TEN = simulated([-300.0, -100.0, 100.0, 200.0, 300.0, 400.0, 500.0, 600.0, 700.0, 800.0], [np.inf] * 2 + [6.0] * 8)
"""8 of 10 draws pay; by interpolation over places 0 to 9, P5 lies at 0.45: −300 + 0.45 × 200 = −210, P95 at 8.55: 755."""


def assert_valid(chart: charts.Chart) -> None:
    alt.LayerChart.validate(dict(chart.spec))
    assert chart.title
    assert all(len(row) == len(chart.columns) for row in chart.rows)


# --- words --------------------------------------------------------------------------------------------------------


def test_the_answer_counts_draws_and_names_the_range() -> None:
    assert risk_words.answer(TEN) == (
        "In 80 of 100 draws the community earns its cost; 9 in 10 outcomes lie between −$210 and $755."
    )


def test_draws_are_counted_below_the_worth_at_likely_values() -> None:
    """Of the ten draws, −300 to 500 are seven that lie below 600; they sum to 3,200."""
    assert risk_words.likely_words(TEN) == (
        "With every value at its likely one the case is worth $600 today; 70 of 100 draws are worth less. On average they come to $320."
    )


def test_a_mean_on_the_other_side_of_nought_is_explained() -> None:
    figures = {"npv": replace(TEN.figures["npv"], likely=-50.0)}
    assert "come to $320, so it pays on average, but not at its likely values: " in risk_words.likely_words(
        replace(TEN, figures=figures)
    )
    figures = {"npv": replace(TEN.figures["npv"], mean=-50.0)}
    assert "so it does not pay on average, but does at its likely values" in risk_words.likely_words(
        replace(TEN, figures=figures)
    )


def test_no_draw_asks_for_other_words() -> None:
    assert risk_words.in_draws(0.0, "it pays", "does it pay") == "In no draw does it pay"
    assert risk_words.in_draws(0.5, "it pays", "does it pay") == "In 50 of 100 draws it pays"


@pytest.mark.parametrize(
    ("share", "said"),
    [(0.0, "no draw"), (0.004, "fewer than 1 of 100 draws"), (0.874, "87 of 100 draws"), (0.9993, "more than 99 of 100 draws"), (1.0, "every draw")],
)  # fmt: skip
def test_shares_are_counted_in_a_hundred(share: float, said: str) -> None:
    assert risk_words.of_draws(share) == said


def test_the_ends_of_a_count_are_reached_only_by_none_and_all() -> None:
    assert [risk_words.of_100(share) for share in (0.0, 0.001, 0.5, 0.999, 1.0)] == [
        "0 of 100", "under 1 of 100", "50 of 100", "over 99 of 100", "100 of 100",
    ]  # fmt: skip


def test_how_sure_a_share_is_is_twice_its_standard_error() -> None:
    assert risk_words.give_or_take(Share(0.5, 0.004)) == "give or take 0.8 of 100"
    assert risk_words.give_or_take(Share(1.0, 0.0)) == "the same in every part of the draws"


def test_each_figure_says_what_it_means() -> None:
    rows = {row[0]: row for row in risk_words.figure_rows(TEN)}
    npv = rows["What it is worth today (NPV)"]
    assert npv[1:] == (
        "Half of the draws are worth more than $350 today, once everything is paid.", "$600", "−$210", "$350", "$755",
    )  # fmt: skip
    back = rows["Time until the money is back (payback)"]
    assert back[1] == "In half of the draws the money is back within 6 months."
    assert back[-1] == "not reached"
    funding = rows["Most money out at any time (peak funding)"]
    assert funding[1] == "With $400 at hand, 19 of 20 draws never run short of money."


def test_a_payback_most_draws_do_not_reach_is_said_so() -> None:
    late = simulated([-1.0] * 6 + [1.0] * 4, [np.inf] * 6 + [3.0] * 4)
    words = [row[1] for row in risk_words.figure_rows(late)]
    assert "In more than half of the draws the money is not back within one year." in words
    losing = [row[1] for row in risk_words.figure_rows(simulated([-50.0] * 4, [1.0] * 4))]
    assert losing[0] == "Half of the draws lose $50 or more, at today's value."
    never = simulated([1.0] * 4, [0.0] * 4)
    assert "In half of the draws or more, no money is ever out." in [row[1] for row in risk_words.figure_rows(never)]


def test_a_break_even_value_is_told_beside_the_likely_one() -> None:
    """12 × (price − 100) is nought at 100, a third below 150."""
    analysis = analysed()
    found = break_even(analysis.program, "price", Aim())
    assert risk_words.turning_words(analysis.program, found) == (
        "Amount 150: at $100.00 a month instead of $150.00 a month, a third lower, the case is worth nothing."
    )
    assert "within its range" in risk_words.turning_note(found)
    late = break_even(analysed(assumptions={"price": amount(80, low=60, high=90)}).program, "price", Aim())
    assert risk_words.turning_words(analysis.program, late).endswith("a quarter higher, the case begins to pay.")
    assert "outside its range" in risk_words.turning_note(late)


def test_what_cannot_turn_the_case_has_no_such_words() -> None:
    analysis = analysed(lines=[GAIN, cost("spend", "0 * price")])
    found = next(one for one in break_evens(analysis.program, Aim()) if one.value is None)
    with pytest.raises(ValueError, match="no value of price"):
        risk_words.turning_words(analysis.program, found)


@pytest.mark.parametrize(
    ("value", "likely", "said"),
    [
        (8.0, 12.0, "a third lower"), (18.0, 12.0, "half higher"), (24.0, 12.0, "twice as high"), (48.0, 12.0, "4 times as high"),
        (0.0, 12.0, "all of it gone"), (7.0, 12.0, "42% lower"), (12.05, 12.0, "less than 1% higher"), (3.0, 0.0, ""),
    ],
)  # fmt: skip
def test_distances_are_told_in_parts(value: float, likely: float, said: str) -> None:
    """7 / 12 is 0.583, so 42% lower."""
    assert risk_words.distance_words(value, likely) == said


def test_what_to_measure_says_its_worth_and_how_sure_that_is() -> None:
    """Half the draws come to −100, half to 300: knowing saves 100 in every second draw, 50 on average."""
    analysis = analysed()
    price = np.array([90.0, 170.0] * 512)
    known = information(analysis.program, {"price": price}, np.where(price < 100, -100.0, 300.0))
    assert risk_words.learning_words(analysis.program, known.each[0]).startswith(
        "Amount 150: knowing it before you decide is worth up to $50 (give or take $"
    )


# --- charts -------------------------------------------------------------------------------------------------------


def test_bars_of_the_histogram_are_round_and_part_at_nought() -> None:
    """1% and 99% of 0 to 100 lie at 1 and 99: 98 / 28 is 3.5, so 5 wide, from 0 on; 100 joins the last bar."""
    bins = npv_bins([float(value) for value in range(101)])
    assert bins[0] == (0.0, 5.0, 5)
    assert bins[-1] == (95.0, 100.0, 6)
    assert sum(count for _, _, count in bins) == 101
    assert any(low == 0.0 for low, _, _ in npv_bins([-7.0, -3.0, 2.0, 9.0]))


def test_draws_that_are_all_alike_have_one_bar() -> None:
    assert [count for _, _, count in npv_bins([250.0] * 4)] == [4]
    assert [count for _, _, count in npv_bins([0.0] * 4)] == [4]


@pytest.mark.parametrize("look", LOOKS)
def test_charts_of_draws_say_what_they_show(look: charts.Look) -> None:
    fan, bars, above = (draw(TEN, look) for draw in (charts.cash_fan, charts.npv_histogram, charts.npv_exceedance))
    for chart in (fan, bars, above):
        assert_valid(chart)
    assert fan.title == "In 80 of 100 draws the money is back within one year"
    assert fan.rows[-1] == ("Month 12", "−$1,300", "−$1,300", "−$1,300", "−$1,300", "$130")
    assert bars.title == "9 in 10 outcomes lie between −$210 and $755"
    assert above.title == "In 80 of 100 draws the case is worth more than nothing"


def test_the_tornado_shows_both_ends() -> None:
    analysis = analysed()
    chart = charts.npv_tornado(tornado(analysis.program), analysis.program)
    assert_valid(chart)
    assert chart.title == "“Amount 150” moves it most: the case is then worth between −$120 and $960"
    assert chart.rows == (("Amount 150", "$90.00 a month", "$180.00 a month", "−$120", "$960"),)


def test_the_line_at_nought_stands_only_among_the_bars() -> None:
    """Where nothing makes the case worth less than nothing, the line would run through the names beside the bars."""
    crossing, paying = analysed(), open_case(str(ROOT / "scenarios" / "examples" / "gm_fastlane.yaml"))
    drawn = [str(charts.npv_tornado(tornado(one.program), one.program).spec) for one in (crossing, paying)]
    assert ["strokeDash" in spec for spec in drawn] == [True, False]


def test_draws_that_all_pay_are_drawn_too() -> None:
    sure = simulated([500.0, 501.0, 502.0, 503.0], [0.0] * 4)
    for draw in (charts.cash_fan, charts.npv_histogram, charts.npv_exceedance):
        assert_valid(draw(sure))
    assert charts.npv_exceedance(sure).title == "In every draw the case is worth more than nothing"


def test_an_axis_speaks_as_the_texts_beside_it() -> None:
    """Asked for “of 100 people”, told as 0.25 contacts a visit; a share stays one in percent."""
    program = open_case(str(ROOT / "scenarios" / "templates" / "support_b2b.yaml")).program
    (title, axis), (_, share) = (value_axis(program, name) for name in ("would_have_contacted", "reach"))
    assert value_text(program, "would_have_contacted", 0.25) == "0.25 contacts a visit"
    assert (" ".join(title), axis.format) == ("Contacts for each visit that succeeds (contacts a visit)", ",~f")
    assert share.format == "~%"
