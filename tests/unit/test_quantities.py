"""Numbers, quantities and months as people read them, wherever the product says them."""

from __future__ import annotations

import pytest

from model.money import in_force, use_locale
from model.quantities import NONE, duration, fixed, money_exact, month_name, number, percent, plural, quantity


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (None, "1", NONE),
        (0.23, "1", "23%"),
        (0.015, "", "1.5%"),
        (12.5, "1", "12.5"),
        (9.0, "USD/contact", "$9.00 a contact"),
        (1_200.0, "currency/month", "$1,200 a month"),
        (999.999, "currency/month", "$1,000 a month"),
        (0.0, "USD", "$0"),
        (8_200.0, "contact/month", "8,200 contacts a month"),
        (1.0, "month", "1 month"),
        (12.5, "month", "12.5 months"),
        (2.25, "party", "2.25 parties"),
        (0.0004, "1/month", "0.04% a month"),
        (3.0, "person", "3 people"),
        (18.0, "currency/thousand_view", "$18.00 a thousand view"),
        (45.0, "USD/hour", "$45.00 an hour"),
        (2.0, "post/user/month", "2 posts a user a month"),
        (500.0, "USD/idea/year", "$500.00 an idea a year"),
    ],
)
def test_a_quantity_is_said_with_its_unit(value: float | None, unit: str, said: str) -> None:
    assert quantity(value, unit, "USD") == said


def test_numbers_follow_the_locale() -> None:
    assert number(1_234.5, 1, "de_DE") == "1.234,5"
    assert number(-3.0) == "\N{MINUS SIGN}3"
    assert number(None) == percent(None) == fixed(None) == NONE
    assert percent(1.1234, 1) == "112.3%"
    assert fixed(1.306) == "1.31"
    assert money_exact(-2.5, "USD") == "\N{MINUS SIGN}$2.50"


def test_months_and_horizons_are_said_in_words() -> None:
    assert month_name("2027-01", 15) == "March 2028"
    assert [duration(months) for months in (1, 12, 36, 30, 156)] == [
        "1 month",
        "one year",
        "three years",
        "30 months",
        "13 years",
    ]
    assert [plural(noun) for noun in ("reply", "survey", "hour")] == ["replies", "surveys", "hours"]


def test_a_locale_nobody_knows_is_the_usual_one() -> None:
    try:
        assert use_locale("de-DE") == in_force("") == "de_DE"
        assert use_locale("xx-nowhere") == "en_US"
    finally:
        assert use_locale(None) == "en_US"
