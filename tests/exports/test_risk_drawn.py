"""What is drawn, in words: ranges that are stated, of an estimate class, and by the rule."""

from __future__ import annotations

from typing import Any

from exports import risk_drawn
from model.risk.simulation import simulate
from tests.cases import amount, opened

SPEND = {"id": "spend", "label": "Spend", "unit": "USD/month", "kind": "cost", "formula": "fee + offer + share + sure"}
GUESS = amount(100, label="Fee", grade="guess")
OTHERS: dict[str, Any] = {
    "offer": amount(50, label="Offer", aace=3),
    "share": amount(20, label="Share", low=10, high=40, distribution="triangular"),
    "sure": amount(1, label="Sure", distribution="fixed"),
}


def drawn(**assumptions: Any) -> Any:
    formula = " + ".join(assumptions)
    return simulate(opened(assumptions=assumptions, lines=[SPEND | {"formula": formula}]).program, 16)


def test_each_value_is_shown_with_its_range_and_where_it_is_from() -> None:
    # Half of 100 less and more; class 3 of AACE 18R-97 is 20% less to 30% more: 40 and 65.
    found = drawn(fee=GUESS, **OTHERS)
    assert risk_drawn.rows(found.sample.program, found.sample.uncertain) == [
        ("Fee", "the rule: 50% either way", "$50.00 a month", "$100.00 a month", "$150.00 a month", "PERT, 1 in 20 beyond each end"),
        ("Offer", "estimate class 3: 20% less to 30% more", "$40.00 a month", "$50.00 a month", "$65.00 a month", "PERT, 1 in 20 beyond each end"),
        ("Share", "the case", "$10.00 a month", "$20.00 a month", "$40.00 a month", "triangular, nothing beyond"),
    ]  # fmt: skip
    assert all(len(row) == len(risk_drawn.COLUMNS) for row in risk_drawn.rows(found.sample.program, ["fee"]))


def test_it_is_said_how_many_ranges_are_stated() -> None:
    assert risk_drawn.basis_words(drawn(fee=GUESS, **OTHERS)).startswith("The case states the range of 2; the other 1 ")
    assert risk_drawn.basis_words(drawn(share=OTHERS["share"])) == "The case states the range of every one."
    assert risk_drawn.basis_words(drawn(fee=GUESS)).startswith("The case states no range: each is varied by 10%")


def test_figures_without_any_range_are_called_a_first_impression() -> None:
    assert risk_drawn.unstated_words(drawn(fee=GUESS, **OTHERS)) is None
    said, remedy = risk_drawn.unstated_words(drawn(fee=GUESS, sure=OTHERS["sure"])) or ("", "")
    assert "first impression" in said
    assert "each of the 1 value is varied by a rule" in remedy
