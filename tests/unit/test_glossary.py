"""The glossary is read as people look things up, and says every word the product uses of itself."""

from __future__ import annotations

import re

import pytest

from exports import wording
from exports.glossary import definition, terms
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
