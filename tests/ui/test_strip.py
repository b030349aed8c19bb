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
        "<p class='cc-note cc-strip-words'>Published in another currency: $2 to $50 a contact (2 figures, all of them ranges)</p>"
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


def share(*values: float) -> Assumption:
    marks = tuple(Benchmark(value=value, source=(_SOURCE,)) for value in values)
    return Assumption(label="Share", unit="1", limits=(0, 1), benchmarks=marks)


def test_the_ends_of_the_scale_are_named_and_shares_stand_on_the_whole() -> None:
    drawn = strip.drawn(share(0.481), None, "EUR")
    assert "<span>0%</span><span>100%</span>" in drawn
    assert "class='cc-tick' style='left:48.1%'" in drawn
    assert "the dot" not in drawn
    # A small share: 8% and a quarter more are 10%.
    small = strip.drawn(share(0.08), 0.02, "EUR")
    assert "<span>0%</span><span>10%</span>" in small
    assert "class='cc-dot' style='left:20.0%'" in small
    assert "(A survey); the dot is your answer" in small


def test_an_axis_ends_on_round_numbers() -> None:
    # 2 to 50 with 8% of 48 beyond: 2 − 3.84 is less than nothing, so 0; 50 + 3.84 = 53.84, up to 54.
    assert "<span>$0 a contact</span><span>$54 a contact</span>" in strip.drawn(record((2, 50, "USD")), None, "USD")
    # 1,000 to 1,500 with 8% of 500 beyond: 960 stays, 1,540 goes up to 1,600.
    drawn = strip.drawn(record((1000, 1500, "USD")), None, "USD")
    assert "<span>$960 a contact</span><span>$1,600 a contact</span>" in drawn


def test_figures_and_ranges_are_counted_apart() -> None:
    mixed = record((2, 10, "USD")).model_copy(
        update={
            "benchmarks": (*record((2, 10, "USD")).benchmarks, Benchmark(value=5, currency="USD", source=(_SOURCE,)))
        }
    )
    assert "(2 figures, 1 of them a range)" in strip.drawn(mixed, None, "USD")
    assert "(2 figures)" in strip.drawn(share(0.3, 0.4), None, "USD")
