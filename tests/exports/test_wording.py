"""Numbers in words: between which two results an answer that is in doubt leaves the case."""

from __future__ import annotations

import pytest

from exports import wording
from tests.cases import amount, cost, opened


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        (-286_000, -106_000, "between \u2212€286K and \u2212€106K"),
        (-106_000, -286_000, "between \u2212€286K and \u2212€106K"),
        (-50_000, 1_250_000, "between \u2212€50K and €1.2M"),
        (1_201_000, 1_204_000, "between €1,201,000 and €1,204,000"),
        (0.1, 0.2, "about €0"),
    ],
)
def test_two_ends_are_said_lowest_first_and_in_full_where_short_ones_read_alike(
    one: float, other: float, said: str
) -> None:
    assert wording.span_words(one, other, "EUR", "en") == said


@pytest.mark.parametrize(
    ("amount", "locale", "said"),
    [
        (343_291.97, "de_DE", "343.292\u00a0€"),
        (-999_999.9, "de_DE", "\u22121.000.000\u00a0€"),
        (1_543_210.0, "de_DE", "1,5\u00a0Mio.\u00a0€"),
        (343_291.97, "en_US", "€343K"),
    ],
)
def test_an_amount_stands_in_full_where_a_locale_has_no_shorter_form(amount: float, locale: str, said: str) -> None:
    assert wording.money_short(amount, "EUR", locale) == said


def test_a_case_that_rests_on_guesses_promises_nothing() -> None:
    lines = [cost("gain", "sales * price", kind="benefit", **{"class": "cashable"}), cost(formula="fee")]
    sales = {"label": "Sales", "unit": "order/month", "value": 30, "low": 20, "high": 40, "source": "Ledger", "grade": "measured"}  # fmt: skip
    values = {"sales": sales, "price": amount(5, "USD/order"), "fee": amount(100, source="Offer", grade="measured")}
    measured = values | {"price": amount(5, "USD/order", source="Price list", grade="measured")}
    # 30 × 5 a month against 100: 1.5 for each USD, at any rate as both come month by month.
    known, guessed = (opened(lines=lines, assumptions=stated).appraisal for stated in (measured, values))
    assert wording.headline(known).startswith("Over one year the case is likely to return 1.50 USD for each USD spent")
    assert wording.headline(guessed).startswith(
        "Over one year, if the guesses that move it most hold, the case would return 1.50 USD for each USD spent"
    )
