"""What a comparison says first, by hand: the sentence, the best of each figure, the steps, and a CSV that is no formula."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from exports import compared
from model.finance import Rate
from model.options import Increment, OptionsAppraisal, appraise_options
from scenarios import Analysis
from scenarios.bridge import Bridge, Part, bridge
from scenarios.comparison import Comparison, Entry, compare
from tests.cases import SALES, amount, opened

LINES, VALUES = SALES["lines"], SALES["assumptions"]
SCENARIOS = {
    "dear": {"label": "Dear", "assumptions": {"price": 8.0}},
    "idle": {"label": "Do nothing", "without": "all"},
    "odd": {"label": "=cmd()", "assumptions": {"price": 4.0}},
}


def base(**fields: Any) -> Analysis:
    return opened(**SALES | {"scenarios": SCENARIOS} | fields)


def in_euros(price: float) -> Analysis:
    values = VALUES | {"price": amount(price, "EUR/order"), "fee": amount(100.0, "EUR/month")}
    return base(currency="EUR", lines=[line | {"unit": "EUR/month"} for line in LINES], assumptions=values)


def two(**fields: Any) -> Comparison:
    case = base(**fields)
    return compare([("Base case", case), ("Dear", case.under("dear"))])


def way(*amounts: float, errors: bool = False) -> Bridge:
    """A bridge from nought whose parts are A, B, ... with some amounts."""
    ordered = sorted(zip("ABCDEFGH", amounts, strict=False), key=lambda item: -abs(item[1]))
    parts = tuple(
        Part(name.lower(), name, "1 → 2", "assumption", value, 1.5 if errors else None) for name, value in ordered
    )
    return Bridge("Base case", "Dear", "USD", 0.0, sum(amounts), parts, "sampled" if errors else "exact")


# --- the sentence ------------------------------------------------------------------------------------------------


def test_two_scenarios_and_what_sets_them_apart() -> None:
    found = two()
    # By hand, 12 months undiscounted: (8 - 5) x 30 x 12 = 1,080 more, all of it by the price.
    said = compared.answer(found, found.bridge_to(1))
    assert (
        said == "“Dear” is worth $1.1K more than the base case; all of it comes from “Price” ($5.00 → $8.00 an order)."
    )
    assert compared.answer(found) == "“Dear” is worth $1.1K more than the base case."


def test_states_of_a_case_are_named_without_quotation_marks() -> None:
    case = base()
    found = compare([("Revision 3", case.under("dear")), ("Draft", case)])
    assert compared.answer(found) == "The draft is worth $1.1K less than revision 3."


def test_equal_ones_and_many() -> None:
    case = base()
    assert compared.answer(compare([("One", case), ("Two", case)])) == "“Two” is worth as much as “One”."
    # NPV by hand: 1,800 - 1,200 = 600; 2,880 - 1,200 = 1,680; nothing.
    three = compare([("Base case", case), ("Dear", case.under("dear")), ("Idle", case.under("idle"))])
    assert compared.answer(three) == "Of these 3, “Dear” is worth most ($1.7K) and “Idle” least ($0)."
    same = compare([("A", case), ("B", case), ("C", case)])
    assert compared.answer(same) == "All 3 are worth the same: $600."


def test_what_is_not_complete_and_other_currencies() -> None:
    case = base()
    partial = compare([Entry("Base case", case, left_out=("Gain",)), ("Dear", case.under("dear"))])
    assert compared.answer(partial) == "So far, “Dear” is worth $1.1K more than the base case."
    euros = compare([("Here", case), ("There", in_euros(5.0))])
    assert compared.answer(euros) == (
        "The amounts are in different currencies: they stand side by side, and none is set against another."
    )


@pytest.mark.parametrize(
    ("amounts", "said"),
    [
        # 100 of 100; 66 of 100; 26 of 100; 95 of 100.
        ((100.0,), "all of it comes from “A” (1 → 2)"),
        ((66.0, 34.0), "two thirds of it comes from “A” (1 → 2)"),
        ((26.0, 25.0, 25.0, 24.0), "a quarter of it comes from “A” (1 → 2)"),
        ((96.0, 4.0), "nearly all of it comes from “A” (1 → 2)"),
        # 150 of 100, with 50 made up for, which is a third of it; 300 of 100, with 200 of 300 made up for.
        ((-150.0, 50.0), "“A” (1 → 2) alone takes away $150, and other changes make up for part of that"),
        ((300.0, -200.0), "“A” (1 → 2) alone adds $300, and other changes make up for most of that"),
        # 15 of 105 is a seventh.
        ((15.0,) * 7, "many changes add up to it, the largest being “A” (1 → 2)"),
        ((0.0,), ""),
    ],
)
def test_what_makes_most_of_a_difference(amounts: tuple[float, ...], said: str) -> None:
    assert compared.main_cause(way(*amounts)) == said


# --- figures -----------------------------------------------------------------------------------------------------


def test_the_best_of_each_figure() -> None:
    case = base()
    found = compare([("Base case", case), ("Dear", case.under("dear")), ("Idle", case.under("idle"))])
    assert compared.best(found, "npv") == {1}
    assert compared.best(found, "roi") == {1}
    # No money is ever out: nothing is spent before it comes in, in any of the three.
    assert compared.best(found, "peak_funding") == frozenset()
    assert compared.best(found, "pv_costs") == frozenset()
    assert compared.best(compare([("One", case), ("Two", case)]), "npv") == frozenset()


def test_no_amount_is_best_in_several_currencies() -> None:
    found = compare([("Here", base()), ("There", in_euros(8.0))])
    assert compared.best(found, "npv") == frozenset()
    assert compared.best(found, "roi") == {1}


def test_a_payback_there_is_none_of_is_not_reached() -> None:
    case = base(scenarios={"poor": {"label": "Poor", "assumptions": {"price": 1.0}}} | SCENARIOS)
    assert compared.figure_text(case.under("poor").appraisal, "payback_months") == "not reached"
    assert compared.figure_text(case.under("idle").appraisal, "payback_months") != "not reached"


def test_conventions_are_told_once_where_all_share_them() -> None:
    shared, differing = compared.conventions(two())
    assert "12 months" in shared or "one year" in shared
    assert differing == []
    other = compare([("Here", base()), ("There", base(months=24, start="2028-03"))])
    _, differing = compared.conventions(other)
    assert [name for name, _ in differing] == ["How far it looks ahead", "First month"]
    assert differing[1][1][1] == "March 2028"


# --- options -----------------------------------------------------------------------------------------------------


def test_each_step_is_told_in_a_sentence() -> None:
    def at_once(setup: float) -> dict[str, Any]:
        return {"label": "Fee", "unit": "USD/month", "schedule": {"opening": setup, "by": "month", "values": [0] * 12}}

    more = {
        "bigger": {"label": "Bigger", "assumptions": {"fee": at_once(1_500), "price": 8.0}},
        "worse": {"label": "Worse", "assumptions": {"fee": at_once(5_000)}},
    }
    case = base(assumptions=VALUES | {"fee": at_once(1_000)}, scenarios=more)
    options = [("Base case", case), ("Bigger", case.under("bigger")), ("Worse", case.under("worse"))]
    found = compare(options)
    first, second, third = compared.step_sentences(found, appraise_options(found.options))
    # By hand: 12 x 150 = 1,800 less 1,000 is 800; 12 x 240 = 2,880 less 1,500 is 1,380, so 580 more for 500 more;
    # then 1,800 less 5,000 is -3,200, so 4,580 less for 3,500 more.
    assert first.startswith("The base case costs $1K more than “Do nothing” at today's value and is worth $800 more on top of its cost.")  # fmt: skip
    assert second.startswith("“Bigger” costs $500 more than the base case at today's value and is worth $580 more")
    assert third.startswith("“Worse” costs $3.5K more than “Bigger” at today's value and is worth $4.6K less once that is paid.")  # fmt: skip
    assert first.endswith("more than the discount rate of 0.0%.")
    # 3,500 is paid at once, and 12 x 90 = 1,080 less comes in: nothing ever comes back of it.
    assert third.endswith("There is no yearly return on that step alone (IRR): money only goes out, or only comes in.")


@pytest.mark.parametrize(
    ("npv", "irr", "asked", "said"),
    [
        (10.0, 0.2, 0.1, "The extra money earns 20.0% a year (IRR), more than the discount rate of 10.0%."),
        (-10.0, 0.05, 0.1, "The extra money earns 5.0% a year (IRR), less than the discount rate of 10.0%."),
        (-10.0, -0.3, 0.1, "Not all of the extra money comes back: it earns −30.0% a year (IRR)."),
        (-10.0, 0.4, 0.1, "Its yearly return (IRR, 40.0%) misleads, as money comes in first and goes out later: go by what it is worth."),
        (10.0, 0.05, 0.1, "Its yearly return (IRR, 5.0%) misleads, as money comes in first and goes out later: go by what it is worth."),
        (10.0, 0.2, None, "The extra money earns 20.0% a year (IRR)."),
    ],
)  # fmt: skip
def test_the_return_of_a_step_never_contradicts_its_worth(
    npv: float, irr: float, asked: float | None, said: str
) -> None:
    case = base(discount={"rate": asked or 0.0})
    entries = [("One", case), ("Two", base(discount={"rate": 0.1}) if asked is None else case)]
    step = Increment("Two", "One", npv, 100.0, Rate(irr))
    options = OptionsAppraisal("USD", (), (step,), ())
    (sentence,) = compared.step_sentences(compare(entries), options)
    assert sentence.endswith(f" {said}")


# --- CSV ---------------------------------------------------------------------------------------------------------


def test_the_csv_holds_every_part_and_no_formula() -> None:
    case = base()
    found = compare([("Base case", case), ("=cmd()", case.under("odd"))])
    text = compared.comparison_csv(found, [bridge(case, case.under("odd"), ("+a", "b")), way(-5.0, errors=True)])
    rows = list(csv.DictReader(io.StringIO(text)))
    assert tuple(rows[0]) == compared.CSV_COLUMNS
    assert {row["part"] for row in rows} == {"figure", "assumption", "line", "stream", "cumulative cash", "bridge"}
    by = {(row["part"], row["id"], row["scenario"]): row for row in rows}
    # NPV by hand: 1,800 - 1,200 and 4 x 30 x 12 - 1,200; numbers below nought stay numbers.
    assert float(by["figure", "npv", "Base case"]["value"]) == pytest.approx(600)
    assert float(by["figure", "npv", "'=cmd()"]["value"]) == pytest.approx(240)
    assert float(by["bridge", "price", "'+a to b"]["value"]) == pytest.approx(-360)
    assert by["bridge", "a", "Base case to Dear"]["text"] == "standard error 1.5"
    assert by["assumption", "price", "Base case"]["value"] == "5.0"
    assert float(by["cumulative cash", "12", "Base case"]["value"]) == pytest.approx(600)


def test_the_csv_says_settings_in_words() -> None:
    found = compare([("Here", base()), ("There", base(months=24, audiences=[{"id": "users", "label": "Users", "role": "customers"}]))])  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(compared.comparison_csv(found))))
    settings = {(row["id"], row["scenario"]): row["text"] for row in rows if row["part"] == "setting"}
    assert settings["months", "There"] == "24"
    assert settings["audiences", "There"] == "Users"
    # The one that ends after 12 months has no cash in the 24th.
    last = {row["scenario"]: row["value"] for row in rows if row["part"] == "cumulative cash" and row["id"] == "24"}
    assert last["Here"] == ""
    assert last["There"]
