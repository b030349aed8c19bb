"""Whatever a case says, its text says too: written and read back it is the same case, stating the same fields."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from model.case import Case
from model.document import is_plain_text, read_document
from scenarios.files import case_file, read_case
from scenarios.writing import case_yaml
from tests.cases import BARE

LOOKS_LIKE_SOMETHING_ELSE = [
    "no", "on", "Yes", "null", "~", "true", "FALSE", ".nan", ".inf", "-.INF", "010", "0o17", "0x1F", "1e3", "+1", "-1",
    "1_000", "12:30", "2027-01", "2027-01-05", "=1+1", "<<", "-", "- a", "? a", ": a", "a: b", "a:", "a #b", "#", "# a",
    "&a", "*a", "!a", "!!int 3", "|", ">-", "%YAML 1.1", "@a", "`a`", "{a: b}", "[a]", "a, b", "a]", "}", "'", '"', "''",
    "it's", 'say "no"', "\\n", "---", "...", "a b ", " a", "a  b", "\ta", "a\tb", "a\n", "\na", "a\n\n", "a\nb", "a \nb",
    " a\nb", "a\n b", "a\n\nb\n", "a\r\nb", "---\na: 1", "...\na", "# a\nb", "\ufeffa", "a\x85b", "a\u2028b", "\x00", "\x1b[31m",
    "\x7f", "\ufffe", "\U0001f600", "e\u0301", "שלום", "مرحبا: 1", "\u202eabc", "\u00a0a", "价格", "€ 5", "(a", "$1", "1.", ".5",
]  # fmt: skip
LONG = [
    "word " * 40 + "end",
    "word  " * 40 + "end",
    "a" * 150,
    " " + "word " * 40,
    "word: " * 40 + "# end",
    "word\n" * 40,
]

characters = st.characters(exclude_categories=["Cs"])
texts = st.one_of(
    st.sampled_from(LOOKS_LIKE_SOMETHING_ELSE),
    st.sampled_from(LONG),
    st.text(characters, max_size=60),
    st.text(st.sampled_from(" \t\n\r#:-,[]{}&*!|>'\"%@`?0123456789abc\\~"), max_size=20),
    st.lists(st.sampled_from(["word", " ", "  ", "\n", ": ", " #", "-", "1", "é"]), max_size=90).map("".join),
)
labels = texts.map(lambda text: text.replace("\r", "").replace("\n", "")[:200]).filter(bool)
short = texts.map(lambda text: text[:80])
identifiers = st.sampled_from(["a", "e1", "no", "on", "y", "value", "source", "title", "lines", "goals", "reach"])
slugs = st.sampled_from(["no", "null", "2027", "010", "0o17", "1e3", "0x1F", "true", "a-b", "A_b"])
numbers = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-(10**18), 10**18).map(float),
    st.sampled_from([0.0, -0.0, 28.0, 1e16, 1e-7, 0.1, 5e-324, 1.7976931348623157e308]),
)
formulas = st.sampled_from(["0", "1e+16", "a", "a * (b + 2) / 3", "reach[no] if a > 1 else -b", "a +  b"])


Data = dict[str, Any]


def stating(required: Data, optional: Data) -> st.SearchStrategy[Data]:
    """A record with its required fields, and some of the optional ones."""
    return st.fixed_dictionaries(required, optional=optional)


def few(items: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(items, max_size=3)


def named(values: st.SearchStrategy[Any], names: st.SearchStrategy[str] = identifiers) -> st.SearchStrategy[Data]:
    return st.dictionaries(names, values, max_size=2)


@st.composite
def sources(draw: st.DrawFn) -> Data:
    optional = {"author": st.none() | labels, "year": st.integers(1900, 2199), "note": texts}
    return draw(stating({"title": labels}, optional))


@st.composite
def assumptions(draw: st.DrawFn) -> Data:
    number = st.none() | numbers
    benchmark = stating({"value": numbers, "source": few(sources())}, {"what": labels, "comparable": st.booleans()})
    schedule = stating(
        {"by": st.just("month"), "values": st.lists(numbers, min_size=1, max_size=5)}, {"opening": number}
    )
    value = {"schedule": schedule} if draw(st.booleans()) else {"value": number, "low": number, "high": number}
    described = {"label": st.none() | labels, "question": texts, "unit": st.none() | short, "note": texts}
    evidence = {"benchmarks": few(benchmark), "source": st.none() | sources() | few(sources()), "owner": labels}
    limits = {"limits": st.none() | st.tuples(number, number), "plausible": st.tuples(numbers, numbers)}
    rest = {"for_each": texts, "applies_to": few(texts), "margin": st.booleans()}
    return draw(stating({}, {**described, **value, **evidence, **limits, **rest}))


@st.composite
def audiences(draw: st.DrawFn) -> Data:
    need = {"id": slugs, "label": labels, "phase": st.just("retention")}
    needs = few(stating(need, {"importance": st.integers(1, 5), "business_need": texts}))
    optional = {"choose": named(identifiers), "needs": needs, "note": texts}
    return draw(stating({"id": identifiers, "label": labels, "role": st.just("customers")}, optional))


@st.composite
def goals(draw: st.DrawFn) -> Data:
    required = {"id": slugs, "label": labels, "perspective": st.just("financial")}
    weight = numbers.map(abs).filter(bool)
    return draw(stating(required, {"owner": labels, "weight": weight, "served_by": few(identifiers), "note": texts}))


@st.composite
def own_lines(draw: st.DrawFn) -> Data:
    options = st.dictionaries(identifiers, formulas, min_size=1, max_size=2)
    way = {"formula": formulas} if draw(st.booleans()) else {"choose": identifiers, "formulas": options}
    balance = st.just({"in": ["a"], "out": ["no"]})
    optional = {"opening": formulas, "source": few(sources()), "stream": identifiers, "balance": balance}
    required = {"id": identifiers, "label": labels, "unit": short, **way}
    return draw(stating(required, {**optional, "one_off": st.booleans(), "note": texts}))


@st.composite
def overlays(draw: st.DrawFn) -> Data:
    discount = stating({}, {"rate": st.none() | st.just(0.1)})
    optional = {"label": labels, "note": texts, "without": few(identifiers), "discount": discount}
    return draw(stating({}, {**optional, "inflation": assumptions(), "assumptions": named(assumptions())}))


@st.composite
def cases(draw: st.DrawFn) -> Case:
    member = stating({"id": identifiers, "label": labels}, {})
    head = {
        "title": labels,
        "organisation": labels,
        "author": st.none() | labels,
        "summary": texts,
        "inflation": assumptions(),
    }
    lists = {"units": identifiers, "goals": goals(), "audiences": audiences(), "lines": own_lines(), "published": texts}
    given_names = st.one_of(identifiers, st.just("reach[no]"))
    mappings = {"dimensions": named(few(member)), "assumptions": named(assumptions(), given_names)}
    mappings["overlaps"] = named(stating({"label": labels, "unit": texts, "cap": formulas}, {}))
    mappings["streams"] = named(stating({}, {"lines": few(identifiers), "choose": named(identifiers)}))
    mappings["scenarios"] = named(overlays(), slugs)
    fields = {**head, **{name: few(items) for name, items in lists.items()}, **mappings}
    return Case.model_validate(BARE | draw(stating({}, fields)))


# Written by the core schema of YAML 1.2.2, section 10.3.2.
@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("~", None),
        ("no", "no"),
        ("True", True),
        ("false", False),
        ("010", 10),
        ("0o17", 15),
        ("0x1F", 31),
        ("1e3", 1000.0),
        ("12:30", "12:30"),
    ],
)
def test_values_mean_what_they_look_like(written: str, meant: object) -> None:
    assert read_document(f"a: {written}", "x").data["a"] == meant


unmeasured = pytest.mark.no_cover
"""For tests of many examples: those of the model try what they use of it."""


@unmeasured
@given(cases())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_a_case_written_and_read_back_is_the_same_case(case: Case) -> None:
    again = read_case(case_yaml(case), "case.yaml").case
    assert again == case
    assert case_file(again, "").digest == case_file(case, "").digest


def test_texts_that_look_like_something_else_stay_texts() -> None:
    looks = (*LOOKS_LIKE_SOMETHING_ELSE, *LONG)
    notes = {f"a{number}": {"note": text} for number, text in enumerate(looks)}
    case = Case.model_validate(BARE | {"published": looks, "assumptions": notes})
    again = read_case(case_yaml(case), "case.yaml").case
    assert again.published == looks
    assert tuple(record.note for record in again.assumptions.values()) == looks


@unmeasured
@given(texts)
@settings(max_examples=300, deadline=None)
def test_any_text_survives_wherever_it_stands(text: str) -> None:
    case = Case.model_validate(BARE | {"summary": text, "published": [text], "assumptions": {"a": {"note": text}}})
    again = read_case(case_yaml(case), "case.yaml").case
    assert (again.summary, again.published, again.assumptions["a"].note) == (text, (text,), text)


@unmeasured
@given(st.text(st.sampled_from("0123456789.eE+-xoabftrueNnl~ "), max_size=8).map(str.strip))
@settings(max_examples=500, deadline=None)
def test_plain_text_is_what_the_reader_takes_for_text(text: str) -> None:
    if not text or text[0] in "-~" or " " in text:
        return
    assert is_plain_text(text) == isinstance(read_document(f"a: {text}", "x").data["a"], str)
