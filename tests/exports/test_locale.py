"""Numbers are written with the signs of the locale in use; the words, and the names of months, stay English."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from exports import answers, wording
from model.evidence import Assumption
from model.explain import short_number
from model.money import USUAL_LOCALE, in_force, local_signs, money_text, use_locale

CONTACTS = Assumption(label="Contacts", unit="contact/month", limits=(0.0, None))


@pytest.fixture(autouse=True)
def _usual() -> Iterator[None]:
    yield
    use_locale(None)


def test_the_locale_in_use_decides_on_the_signs() -> None:
    assert use_locale("de-DE") == "de_DE"
    assert money_text(-1234567.2, "EUR") == "\u22121.234.567\u00a0€"
    assert wording.number(1234.5, 1) == "1.234,5"
    assert local_signs("4,166.67") == short_number(4166.67) == "4.166,67"
    assert answers.shown(22000.0, CONTACTS, "EUR") == "22.000 contacts a month"
    assert answers.read("22.000,5", CONTACTS, "EUR") == 22000.5


def test_months_keep_their_english_names() -> None:
    use_locale("de-DE")
    assert wording.month_name("2027-01", 15) == "March 2028"
    assert wording.month_name("2027-01", 15, "de_DE") == "März 2028"


def test_a_locale_that_is_named_goes_before() -> None:
    use_locale("de-DE")
    assert in_force("fr_FR") == "fr_FR"
    assert money_text(1234, "USD", "en_US") == "$1,234"


@pytest.mark.parametrize("name", [None, "", "xx-YY", "not a locale", "de_DE_what_is_this"])
def test_an_unknown_locale_is_the_usual_one(name: str | None) -> None:
    assert use_locale(name) == USUAL_LOCALE
    assert money_text(1234, "USD") == "$1,234"
