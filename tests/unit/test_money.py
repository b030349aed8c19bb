"""Amounts and numbers with the signs of a locale."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from model.money import USUAL_LOCALE, local_signs, use_locale


@pytest.fixture(autouse=True)
def usual_again() -> Iterator[None]:
    yield
    use_locale(USUAL_LOCALE)


@pytest.mark.parametrize(
    ("locale", "written"), [("en-US", "1,234.5"), ("de-DE", "1.234,5"), ("de-CH", "1’234.5"), ("nonsense", "1,234.5")]
)
def test_a_number_takes_the_signs_people_use(locale: str, written: str) -> None:
    use_locale(locale)
    assert local_signs("1,234.5") == written
