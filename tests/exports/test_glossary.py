"""The glossary is read as people look things up, and says every word the product uses of itself."""

from __future__ import annotations

import re

import pytest

from exports import wording
from exports.glossary import MARKED, Term, definition, explained, marked, terms
from model.names import KIND_NAMES
from model.styles import STYLES

FINANCE = (
    "discount rate", "discounted", "at today's value", "undiscounted", "IRR", "MIRR", "benefit-cost ratio",
    "equivalent annual value", "contingency", "optimism bias", "cumulative cash", "break-even", "opening", "one-off cost",
    "recurring cost", "loaded salary", "on-cost", "churn", "contribution margin", "ramp", "lag", "leading", "lagging",
    "vanity measure", "ROI", "incremental", "sensitivity", "swing", "base case", "do nothing", "gate", "B2B", "B2C",
    "SPACES", "Balanced Scorecard", "requirement", "feature", "need", "goal", "KPI",
)  # fmt: skip


@pytest.mark.parametrize("name", ["NPV", "npv", "Net present value", "NPV, net present value", " nPv "])
def test_a_term_is_found_by_any_of_its_names(name: str) -> None:
    assert definition(name) == "what a case is worth today: present value of benefits less that of costs"


def test_a_term_that_is_not_there() -> None:
    assert definition("synergy") is None


def test_terms_are_read_once_and_whole() -> None:
    assert terms() is terms()
    assert terms()["reach"] == "the share of an audience that could ever become members"
    assert "term" not in terms()
    assert all(term and meaning for term, meaning in terms().items())


def test_terms_stand_in_order_and_once() -> None:
    listed = list(terms())
    assert listed == sorted(listed, key=str.casefold)
    names = [part.casefold() for term in listed for part in term.split(", ")]
    assert [name for name in names if names.count(name) > 1] == []


@pytest.mark.parametrize("name", FINANCE)
def test_every_word_of_finance_and_strategy_is_explained(name: str) -> None:
    assert definition(name)


def test_every_term_in_brackets_and_every_name_shown_is_explained() -> None:
    labels = (*wording.FIGURE_LABELS.values(), *wording.CLASS_NAMES.values(), *KIND_NAMES.values())
    bracketed = [term for label in labels for term in re.findall(r"\((.+)\)", label)]
    grades = [name for grade, name in wording.GRADE_NAMES.items() if grade]
    for name in (*bracketed, *grades, *wording.CLASS_NAMES, *(style.name for style in STYLES)):
        assert definition(name.replace("_", "-")), name


def worded(text: str) -> list[str]:
    """The words of a text that are explained where they stand."""
    return [part.text for part in marked(text) if isinstance(part, Term)]


def test_a_term_is_marked_where_it_stands_and_the_parts_give_the_text() -> None:
    text = "Worth today (NPV): what is left, net present value"
    assert marked(text) == (
        "Worth today (",
        Term("NPV", "what a case is worth today: present value of benefits less that of costs"),
        "): what is left, net present value",
    )
    assert "".join(part if isinstance(part, str) else part.text for part in marked(text)) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("What does the community cost?", []),
        ("ROI, roi and return on investment", ["ROI"]),
        ("Discounted payback, then payback", ["Discounted payback", "payback"]),
        ("All costs, undiscounted", ["undiscounted"]),
        ("Visits for help, passed through four gates", ["gates"]),
        ("Growing by imitation (Bass diffusion)", ["Bass diffusion"]),
        ("Heroin and steroids, rampant, a non-recurring flag", []),
        ("One leading to the next", []),
        ("Leading: it moves before the result does", ["Leading"]),
        ("In the opening, before month 1", ["opening"]),
        ("After opening its community, the opening of a chapter", []),
        ("Each value stream of a stream", ["value stream"]),
        ("<b>NPV</b>", ["NPV"]),
    ],
)
def test_whole_words_alone_are_marked_each_meaning_once(text: str, expected: list[str]) -> None:
    assert worded(text) == expected


@pytest.mark.parametrize("name", MARKED)
def test_every_name_that_is_marked_is_explained(name: str) -> None:
    assert definition(name)


def test_the_terms_of_a_text_as_a_help_text() -> None:
    assert explained("Share of the effect the community caused (attribution)") == (
        "attribution: the share of an effect that the community caused"
    )
    assert explained("How many are they?") == ""
