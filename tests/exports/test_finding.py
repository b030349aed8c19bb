"""Searching the library: every word must occur, titles come before questions, questions before notes."""

from __future__ import annotations

import timeit

import pytest

from exports.finding import find
from model.evidence import Assumption
from model.line import Library, Line, Stream

FORRESTER = {"title": "The Total Economic Impact of a platform", "publisher": "Forrester", "year": 2019}


def made_up() -> Library:
    support = Stream(
        id="support", title="Support deflection", kind="value", summary="Contacts that need no agent.",
        applies="Where customers ask for help.", methods=("Four gates",), caveats=("Retention is another stream.",),
        lines=(Line(id="saved_contacts", label="Contacts avoided", unit="contact/month", formula="gate"),),
    )  # fmt: skip
    assumptions = {
        "gate": Assumption(label="Share that would have called", question="Of 100 readers, how many would call?", unit="1"),
        "unit_cost": Assumption(
            label="Cost of a contact", question="What does one support contact cost?", unit="currency/contact",
            benchmarks=({"value": 9, "currency": "USD", "source": FORRESTER, "what": "Self-service included"},),
        ),
        "pay": Assumption(label="Salary", question="What is paid in a year?", unit="currency", note="Cost of pay alone."),
    }  # fmt: skip
    return Library(
        streams={"support": support},
        assumptions=assumptions,
        topics={"gate": "support", "unit_cost": "support", "pay": "general"},
    )


def names(words: str, **filters: object) -> list[str]:
    return [hit.name for hit in find(made_up(), words, **filters)]  # type: ignore[arg-type]


def test_without_words_everything_is_there_in_order() -> None:
    assert names("") == ["support", "gate", "unit_cost", "pay"]
    assert names("  … ") == names("")


def test_titles_come_before_questions_and_questions_before_notes() -> None:
    # "cost" stands in the title of unit_cost (0), and in the note of pay (3).
    assert names("cost") == ["unit_cost", "pay"]
    # "contact" stands in the title of unit_cost (0) and in the summary of support (1).
    assert [(hit.name, hit.rank) for hit in find(made_up(), "contact")] == [("unit_cost", 0), ("support", 1)]
    # "support" is the title of the stream (0), in the question of unit_cost (1), and the topic of gate (2).
    assert [(hit.name, hit.rank) for hit in find(made_up(), "support")] == [
        ("support", 0),
        ("unit_cost", 1),
        ("gate", 2),
    ]


def test_ranks_add_up_over_the_words() -> None:
    # cost: title (0); forrester: source (3).
    assert [(hit.name, hit.rank) for hit in find(made_up(), "Forrester cost")] == [("unit_cost", 3)]


def test_every_word_must_occur() -> None:
    assert names("cost agent") == []
    assert names("synergy") == []


@pytest.mark.parametrize(
    "words", ["unit_cost", "UNIT cost", "forr", "self service", "“Self-service”", "2019 forrester"]
)
def test_ids_beginnings_capitals_punctuation_and_sources_are_understood(words: str) -> None:
    assert names(words) == ["unit_cost"]


def test_a_word_is_not_found_inside_another() -> None:
    assert names("all") == []  # call


@pytest.mark.parametrize("words", ["avoided", "saved", "gates", "retention", "customers"])
def test_lines_methods_and_caveats_of_a_stream_are_searched(words: str) -> None:
    assert names(words) == ["support"]


def test_filters_by_topic_and_by_published_figures() -> None:
    assert names("", topic="support") == ["support", "gate", "unit_cost"]
    assert names("", topic="general") == ["pay"]
    assert names("", is_published=True) == ["unit_cost"]
    assert names("salary", is_published=True) == []


def test_a_hit_says_what_it_is() -> None:
    stream, *_ = find(made_up(), "deflection")
    assert (stream.kind, stream.title, stream.topic) == ("stream", "Support deflection", "support")


def test_a_search_of_the_whole_library_is_fast(shelf: Library) -> None:
    best = min(timeit.repeat(lambda: find(shelf, "cost of a contact"), number=1, repeat=7))
    assert best < 0.06
    assert "unit_contact_cost" in [hit.name for hit in find(shelf, "cost of a contact")]
