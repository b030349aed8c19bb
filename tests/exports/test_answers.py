"""Answers in a box: what is shown reads back to the same number, in every unit of the library, and nothing is guessed."""

from __future__ import annotations

import math
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assumptions.loader import library
from exports import answers
from model.evidence import Assumption
from model.problems import Complaint
from model.schedule import Schedule
from scenarios.files import read_case_file
from tests.conftest import ROOT

SHARE = Assumption(label="The share", unit="1", limits=(0.0, 1.0))
RISE = Assumption(label="The rise", unit="1", limits=(-0.5, 1.0))
CONTACTS = Assumption(label="Contacts", unit="contact/month", limits=(0.0, None))
COST = Assumption(label="The cost", unit="currency/contact", limits=(0.0, None))
CHANGE = Assumption(label="The change", unit="currency/month")
MONTHS = Assumption(label="The months", unit="month", limits=(0.0, 120.0))
LOCALES = ("en_US", "de_DE", "fr_FR", "de_CH", "sv_SE")


def read(text: str, record: Assumption = CONTACTS, currency: str = "USD", locale: str = "en_US") -> float | None:
    return answers.read(text, record, currency, locale)


def shown(value: float | None, record: Assumption = CONTACTS, currency: str = "USD", locale: str = "en_US") -> str:
    return answers.shown(value, record, currency, locale).replace("\u00a0", " ")


def refused(text: str, record: Assumption = CONTACTS, currency: str = "USD", locale: str = "en_US") -> str:
    with pytest.raises(Complaint) as caught:
        read(text, record, currency, locale)
    return f"{caught.value} {caught.value.why} {caught.value.remedy}"


# --- numbers ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("22000", 22_000), ("22,000", 22_000), ("22 000", 22_000), ("22\u202f000", 22_000), ("22'000", 22_000),
        ("22k", 22_000), ("22 K", 22_000), ("22 thousand contacts", 22_000), ("4.1m", 4_100_000), ("2 million", 2e6),
        ("1bn", 1e9), ("1,234.5", 1234.5), (".5", 0.5), ("5.", 5), ("+5", 5), (" 7 ", 7), ("1,000,", 1000),
        ("22,000 contacts a month", 22_000), ("5 contact/month", 5), ("5 per month", 5), ("22.0000", 22),
        ("1,5", 1.5), ("0,125", 0.125), ("12,75", 12.75),
    ],
)  # fmt: skip
def test_numbers_are_read_as_people_write_them(text: str, value: float) -> None:
    assert read(text) == value


@pytest.mark.parametrize("text", ["", "  ", "\n"])
def test_an_empty_box_is_no_answer(text: str) -> None:
    assert read(text) is None
    assert shown(None) == ""


@pytest.mark.parametrize(
    "text",
    [
        "many", "about 5", "~5", "1,23,456", "12 5", "2 2", "1,000.5,0", "1.2.3", "--5", "$", "%", "k",
        "1,000 000", ",5", "١٬٠٠٠",
    ],
)  # fmt: skip
def test_what_is_no_number_is_refused(text: str) -> None:
    said = refused(text)
    assert f"“{text.strip()}” is not" in said
    assert "22,000 or 22k, a share as 25%" in said or "contacts a month" in said


@pytest.mark.parametrize(
    "text",
    ["3 weeks", "5-10", "5–10", "1e5", "5%", "5 €", "£5 contacts", "12 per 100", "5_000", "5 a year", "5; 6", "5 ≈", "<5"],
)  # fmt: skip
def test_other_units_and_signs_are_refused_rather_than_passed_over(text: str) -> None:
    assert f"“{text}” is not" in refused(text)


def test_what_is_written_is_quoted_no_longer_than_a_line() -> None:
    assert len(refused("x" * 5000)) < 200


def test_the_number_and_the_words_behind_it_can_be_had_apart() -> None:
    assert answers.number_in("3 weeks", "The length", "USD", "en_US") == (3, "weeks")
    assert answers.number_in("2k", "The length", "USD", "en_US") == (2000, "")


def test_a_number_beyond_all_measure_is_refused() -> None:
    assert "larger than anything that is counted here" in refused("1" + "0" * 400)
    assert read("1" + "0" * 15) == 1e15
    assert "up to 1.000.000.000.000.000" in refused("1" + "0" * 16, locale="de_DE")
    assert read("-1" + "0" * 15, CHANGE) == -1e15
    refused("-1" + "0" * 400, CHANGE)


# --- shares -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("25%", 0.25), ("25 %", 0.25), ("25", 0.25), ("25 percent", 0.25), ("25 per cent", 0.25),
        ("0", 0), ("0%", 0), ("1", 0.01), ("1%", 0.01), ("100", 1), ("100%", 1), ("0.5%", 0.005),
        ("12 of 100", 0.12), ("0.5 of 100", 0.005), ("28.7%", 0.287), ("0.57%", 0.0057), ("29", 0.29),
    ],
)  # fmt: skip
def test_a_share_may_be_written_as_a_percentage_or_as_a_part(text: str, value: float) -> None:
    assert read(text, SHARE) == value  # exactly: 0.57% is 0.0057 and not 0.0056999…


@pytest.mark.parametrize(("text", "value"), [("-5", -0.05), ("−5%", -0.05), ("- 5 %", -0.05)])
def test_a_share_may_fall(text: str, value: float) -> None:
    assert read(text, RISE) == value
    assert shown(value, RISE) == "−5%"


def test_a_share_outside_its_limits_says_which_they_are() -> None:
    assert refused("101%", SHARE).endswith("Write a value between 0% and 100%.")
    assert refused("-1", SHARE).startswith("−1% cannot be.")
    assert refused("-80%", RISE).endswith("between −50% and 100%.")


@pytest.mark.parametrize("text", ["25 contacts", "25%%", "25% of members", "25 percentage points", "25 of 1000"])
def test_a_share_of_something_else_is_refused(text: str) -> None:
    assert "not understood here" in refused(text, SHARE)


def test_a_rate_that_cannot_pass_one_is_shown_as_a_share() -> None:
    leaving = Assumption(label="Leaving", unit="1/month", limits=(0.0, 1.0))
    assert shown(0.02, leaving) == "2% a month"
    assert read("2% a month", leaving) == 0.02
    assert refused("2% a year", leaving)


# --- limits -------------------------------------------------------------------------------------------------------


def test_limits_are_said_in_the_words_of_the_unit() -> None:
    assert refused("121", MONTHS) == (
        "121 months cannot be. Outside its limits the model would be wrong. Write a value between 0 months and 120 months."
    )
    assert refused("-1").endswith("Write a value at least 0 contacts a month.")
    most = Assumption(label="Most", unit="month", limits=(None, 12.0))
    assert refused("13", most).endswith("Write a value at most 12 months.")
    assert answers.limits_words(CHANGE, "USD") == ""


# --- money in other currencies and locales ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("currency", "texts", "as_shown"),
    [
        ("USD", ["$28", "28 USD", "usd 28", "28$", "$28 a contact", "28", "$ 28 per contact"], "$28 a contact"),
        ("EUR", ["€28", "28 €", "28 EUR", "EUR 28", "28€ a contact"], "€28 a contact"),
        ("JPY", ["¥28", "28 JPY", "28"], "¥28 a contact"),
        ("CHF", ["CHF 28", "28 CHF", "chf28", "28"], "CHF 28 a contact"),
        ("CAD", ["CA$28", "$28", "28 CAD"], "CA$28 a contact"),
    ],
)
def test_the_sign_or_the_code_of_the_currency_may_stand_beside_the_number(
    currency: str, texts: list[str], as_shown: str
) -> None:
    assert [read(text, COST, currency) for text in texts] == [28] * len(texts)
    assert shown(28, COST, currency) == as_shown


@pytest.mark.parametrize("text", ["€28", "28 EUR", "28 €", "£28", "28 dollars"])
def test_another_currency_is_refused(text: str) -> None:
    assert refused(text, COST)


@pytest.mark.parametrize(("text", "value"), [("-$5", -5), ("$-5", -5), ("−$5", -5), ("$−5", -5), ("$-1.5k", -1500)])
def test_money_may_be_less_than_nothing(text: str, value: float) -> None:
    assert read(text, CHANGE) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("22.000,5", 22_000.5), ("22.000", 22_000), ("28,5 €", 28.5), ("€ 28,5", 28.5), ("1,5k", 1500), ("22 000,5", 22_000.5)],
)  # fmt: skip
def test_german_numbers(text: str, value: float) -> None:
    assert read(text, COST, "EUR", "de_DE") == value


def test_german_numbers_as_they_are_shown() -> None:
    assert shown(22_000.5, COST, "EUR", "de_DE") == "€22.000,5 a contact"
    assert shown(0.125, SHARE, "EUR", "de_DE") == "12,5%"
    assert read("1.2", COST, "EUR", "de_DE") == 1.2  # no separator of thousands stands before one digit
    assert "“1,200” could mean 1.200 or 1,2." in refused("1,200", COST, "EUR", "de_DE")
    assert "Write it as 22.000 or 22k" in refused("viele", COST, "EUR", "de_DE")


# --- every unit of the library ------------------------------------------------------------------------------------

NAMES = sorted(library().assumptions)


def values_for(record: Assumption) -> list[float]:
    """Values within the limits of a record: its own, its published ones, and some a person would write."""
    low, high = record.limits or (None, None)
    least, most = (-1e6 if low is None else low), (1e6 if high is None else high)
    published = [end for mark in record.benchmarks for end in mark.span]
    stated = [x for x in (record.value, record.low, record.high, low, high, *published) if x is not None]
    usual = [0.0, 0.0005, 0.03, 0.125, 0.57, 1.0, 1.5, 7.0, 28.75, 999.5, 22_000.0, 1_234_567.0]
    return [value for value in (*stated, *usual) if least <= value <= most]


@pytest.mark.parametrize(
    ("currency", "locale"),
    [("USD", "en_US"), ("JPY", "en_US"), ("EUR", "de_DE"), ("EUR", "fr_FR"), ("CHF", "de_CH"), ("SEK", "sv_SE")],
)
def test_what_is_shown_reads_back(currency: str, locale: str) -> None:
    for name in NAMES:
        record = library().assumptions[name]
        for value in values_for(record):
            text = answers.shown(value, record, currency, locale)
            assert read(text, record, currency, locale) == pytest.approx(value, rel=1e-5), f"{name}: {text}"


@pytest.mark.parametrize("name", NAMES)
def test_every_assumption_is_asked_in_words_with_its_unit(name: str) -> None:
    record = library().assumptions[name]
    asked, unit = answers.question(record, name), answers.unit_words(record, "USD")
    assert asked.endswith(("?", ".")), asked
    assert "_" not in unit
    assert not unit.startswith("1")
    if answers.is_share(record):
        assert "Write 0" not in asked
        assert unit.startswith("%")


def test_an_assumption_without_a_question_is_asked_by_its_label_or_name() -> None:
    assert answers.question(Assumption(label="Price of a manual"), "price") == "Price of a manual?"
    assert answers.question(Assumption(), "price") == "price?"
    assert (
        answers.question(Assumption(unit="1", question="Which part? Write 0.25 for 25 in 100."), "x") == "Which part?"
    )


def test_one_of_a_thing_is_written_in_the_singular() -> None:
    people = Assumption(unit="person")
    assert [shown(x, people) for x in (0.0, 1.0, 2.0)] == ["0 people", "1 person", "2 people"]
    assert shown(1, CONTACTS) == "1 contact a month"
    assert shown(2.5, Assumption(unit="USD/thousand_view")) == "$2.5 a thousand view"


numbers = st.one_of(
    st.integers(0, 10**12).map(float),
    st.decimals(0, 10**9, places=2).map(float),
    st.decimals(0, 1, places=4).map(float),
)


@given(numbers, st.sampled_from(LOCALES), st.sampled_from(["USD", "EUR", "JPY", "CHF", "SEK"]))
def test_numbers_read_back_exactly(value: float, locale: str, currency: str) -> None:
    for record in (CONTACTS, COST):
        assert answers.read(answers.shown(value, record, currency, locale), record, currency, locale) == value


@given(st.decimals(-1, 10, places=5).map(float), st.sampled_from(LOCALES))
def test_shares_read_back_exactly(value: float, locale: str) -> None:
    share = Assumption(label="A share", unit="1")
    text = answers.shown(value, share, "USD", locale)
    assert answers.read(text, share, "USD", locale) == pytest.approx(value, abs=0.51e-4 if abs(value) >= 1 else 1e-9)


@given(st.text(max_size=30), st.sampled_from([SHARE, CONTACTS, COST, RISE, MONTHS]), st.sampled_from(LOCALES))
def test_whatever_is_written_is_read_or_explained(text: str, record: Assumption, locale: str) -> None:
    with suppress(Complaint):
        value = answers.read(text, record, "USD", locale)
        assert value is None or math.isfinite(value)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_any_number_of_a_case_can_be_shown(value: float) -> None:
    for record in (SHARE, CONTACTS, COST):
        assert answers.shown(value, record, "USD")


# --- values over time ---------------------------------------------------------------------------------------------


def test_periods_are_separated_by_semicolons_or_lines() -> None:
    assert answers.periods_shown((100.0, 200.0, 1300.0), CONTACTS, "en_US") == "100; 200; 1,300"
    assert answers.read_periods("100; 200; 1,300", CONTACTS, "USD") == (100, 200, 1300)
    assert answers.read_periods("100\n2k\n\n1,300 contacts;", CONTACTS, "USD") == (100, 2000, 1300)
    assert answers.read_periods("1,5; 2,5", CONTACTS, "EUR", "de_DE") == (1.5, 2.5)


def test_shares_over_time_are_percentages_too() -> None:
    assert answers.periods_shown((0.2, 0.25), SHARE, "en_US") == "20%; 25%"
    assert answers.read_periods("20%; 25; 30%", SHARE, "USD") == (0.2, 0.25, 0.3)


@pytest.mark.parametrize("text", [" ; ", "\n", "100; many", "100; 3 weeks", "10 20"])
def test_periods_that_cannot_be_read_are_refused(text: str) -> None:
    with pytest.raises(Complaint):
        answers.read_periods(text, CONTACTS, "USD")


@pytest.mark.parametrize(
    ("text", "record", "said"),
    [
        ("3.500", CONTACTS, "“3.500” could mean 3,500 or 3.5."),
        ("9.600 contacts", CONTACTS, "could mean 9,600 or 9.6."),
        ("0.8", SHARE, "“0.8” could mean 0.8% or 80%."),
        ("0,7", SHARE, "could mean 0.7% or 70%."),
    ],
)  # fmt: skip
def test_what_could_mean_two_things_is_asked_back(text: str, record: Assumption, said: str) -> None:
    assert said in refused(text, record, "USD")


def test_three_decimals_are_shown_so_that_they_are_read_again() -> None:
    assert shown(3.125, CONTACTS) == "3.1250 contacts a month"
    assert read("3.1250 contacts a month", CONTACTS) == 3.125


def test_a_plan_that_ends_before_the_case_is_refused() -> None:
    case = read_case_file(ROOT / "scenarios" / "examples" / "sps_commerce.yaml").case
    record = Assumption(label="Members", unit="member", limits=(0, None))
    by_year = Schedule(by="year", values=(0,), spread="level")
    assert answers.read_schedule("100; 200; 300", record, by_year, case, 36).values == (100, 200, 300)
    with pytest.raises(Complaint, match="cover 24 months of 36") as refused:
        answers.read_schedule("100; 200", record, by_year, case, 36)
    assert refused.value.remedy == "Write 3 values, separated by semicolons."
    with pytest.raises(Complaint, match="cannot be"):
        answers.read_schedule("100; -200; 300", record, by_year, case, 36)
