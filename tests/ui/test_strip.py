"""The benchmark strip where every published figure is in another currency than the case."""

from __future__ import annotations

from model.evidence import Assumption, Benchmark, Source
from ui.components import strip

_SOURCE = Source(title="A survey")


def record(*marks: tuple[float, float, str]) -> Assumption:
    figures = tuple(Benchmark(low=low, high=high, currency=code, source=(_SOURCE,)) for low, high, code in marks)
    return Assumption(label="Cost of a contact", unit="currency / contact", benchmarks=figures)


def test_figures_of_another_currency_are_said_in_words_without_a_strip() -> None:
    # The lowest of 2 and 6 is 2, the highest of 10 and 50 is 50.
    drawn = strip.drawn(record((2, 10, "USD"), (6, 50, "USD")), 9.0, "EUR")
    assert drawn == (
        "<p class='cc-note cc-strip-words'>Published in another currency: $2 to $50 a contact (2 figures)</p>"
    )


def test_currencies_are_said_one_by_one() -> None:
    drawn = strip.drawn(record((2, 10, "USD"), (3, 4, "GBP")), None, "EUR")
    assert "£3 to £4 a contact (A survey); $2 to $10 a contact (A survey)" in drawn


def test_the_strip_is_drawn_in_the_currency_of_the_case() -> None:
    drawn = strip.drawn(record((2, 10, "USD")), 9.0, "USD")
    assert "class='cc-strip'" in drawn
    assert "another currency" not in drawn


def test_nothing_is_said_where_nothing_is_published() -> None:
    assert strip.drawn(record(), 9.0, "EUR") == ""
