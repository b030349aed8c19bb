"""What stands in for a missing answer: the template of the same kind first, figures that measure the same, own knowledge."""

from __future__ import annotations

from typing import Any

import pytest

from assumptions.loader import library
from model.case import Case
from model.evidence import Assumption, Benchmark, Source
from scenarios import suggesting
from scenarios.answering import answer, stated_answer
from tests.cases import BARE

CUSTOMERS = {"id": "customers", "label": "Customers", "role": "customers"}
PARTNERS = {"id": "partners", "label": "Partners", "role": "partners"}


def case(title: str = "Mine", kind: str = "support", currency: str = "EUR", **fields: Any) -> Case:
    frame = {"title": title, "currency": currency, "community": {"kind": kind}}
    return Case.model_validate(BARE | frame | fields)


def record(name: str) -> Assumption:
    return library().assumptions[name.partition("[")[0]]


def found(name: str, *templates: Case, own: Case | None = None) -> suggesting.Suggestion | None:
    return suggesting.from_templates(own or case(), name, record(name), templates)


def test_the_template_of_the_same_kind_is_asked_first() -> None:
    other = case("Other", "internal", assumptions={"leave_rate": 0.02})
    same = case("Same", assumptions={"leave_rate": {"value": 0.01, "source": "A study", "grade": "published"}})
    taken = found("leave_rate", other, same)
    assert taken == suggesting.Suggestion(
        0.01, "guess", (Source(title="A guess, from the template “Same”"),), "the template “Same”"
    )
    only = found("leave_rate", other, case("Same"))
    assert only is not None
    assert only.value == 0.02
    assert found("leave_rate", case("Same")) is None


def test_money_is_taken_in_the_same_currency_alone() -> None:
    dollars = case("Dollars", currency="USD", assumptions={"manager_salary": 85_000})
    euros = case("Euros", "internal", assumptions={"manager_salary": {"value": 70_000, "unit": "EUR/person/year"}})
    assert found("manager_salary", dollars) is None
    taken = found("manager_salary", dollars, euros)
    assert taken is not None
    assert (taken.value, taken.origin) == (70_000, "the template “Euros”")
    rate = case("Dollars", currency="USD", assumptions={"leave_rate": 0.01})
    assert found("leave_rate", rate) is not None


def test_another_unit_or_a_schedule_is_not_taken() -> None:
    weeks = case("Weeks", assumptions={"leave_rate": {"value": 0.1, "unit": "1/year"}})
    assert found("leave_rate", weeks) is None
    plan = {"schedule": {"by": "year", "values": [0.1, 0.1], "spread": "level"}}
    assert found("leave_rate", case("Plan", assumptions={"leave_rate": plan})) is None
    mine = case(assumptions={"own_price": {"label": "P", "unit": "1", "value": 3}})
    assert suggesting.from_templates(mine, "own_price", mine.assumptions["own_price"], [mine]) is None


def test_what_is_said_of_an_audience_counts_for_the_same_role_alone() -> None:
    own = case(audiences=[CUSTOMERS, PARTNERS])
    template = case(
        "T", audiences=[{**CUSTOMERS, "id": "clients"}], assumptions={"reach[clients]": 0.3, "leave_rate": 0.01}
    )
    taken = found("reach[customers]", template, own=own)
    assert taken is not None
    assert taken.value == 0.3
    assert found("reach[partners]", template, own=own) is None
    assert found("leave_rate[partners]", template, own=own) is not None


def figure(value: float | None, title: str = "A survey", **fields: Any) -> Benchmark:
    return Benchmark(value=value, source=(Source(title=title),), **fields)


def test_single_figures_that_measure_the_same_are_offered_once() -> None:
    marks = (
        figure(0.5),
        figure(0.5, "Its copy"),
        figure(0.7, comparable=False),
        figure(None, low=0.1, high=0.2),
        figure(3.0),
        figure(28, currency="USD"),
    )
    share = Assumption(label="Share", unit="1", limits=(0, 1), benchmarks=marks)
    assert [(item.value, item.grade, item.origin) for item in suggesting.published(share, "EUR")] == [
        (0.5, "published", "A survey")
    ]
    same = suggesting.same_as_published(share.model_copy(update={"value": 0.5}), "EUR")
    assert same is not None
    assert same.sources == (Source(title="A survey"),)
    assert suggesting.same_as_published(share.model_copy(update={"value": 0.51}), "EUR") is None
    assert suggesting.same_as_published(share, "EUR") is None


def test_several_are_taken_as_answers_each_with_its_source() -> None:
    item = suggesting.Suggestion(0.01, "guess", (Source(title="T"),), "T")
    new = suggesting.taken(case(), {"leave_rate": item, "reach": item}, None)
    assert {name: (r.value, r.grade, r.source[0].title) for name, r in new.assumptions.items()} == {
        "leave_rate": (0.01, "guess", "T"),
        "reach": (0.01, "guess", "T"),
    }


@pytest.mark.parametrize(
    ("way", "grade", "sources"),
    [
        ("records", "measured", ["Own records"]), ("offer", "expert", ["Offer or contract"]),
        ("person", "expert", ["Somebody who knows"]), ("guess", "guess", []),
    ],
)  # fmt: skip
def test_how_an_answer_is_known_is_said_once(way: str, grade: str, sources: list[str]) -> None:
    typed = answer(case(), "manager_salary", None, {"value": 62_000})
    assert suggesting.is_unexplained(typed, "manager_salary", None)
    known = suggesting.known_by(typed, "manager_salary", None, suggesting.WAYS[way])
    stated = stated_answer(known, "manager_salary", None)
    assert stated is not None
    assert (stated.value, stated.grade, [source.title for source in stated.source]) == (62_000, grade, sources)
    assert not suggesting.is_unexplained(known, "manager_salary", None)


def test_nothing_is_asked_of_an_answer_that_is_not_the_case_s_own() -> None:
    assert not suggesting.is_unexplained(case(), "manager_salary", None)


# --- choices -------------------------------------------------------------------------------------------------------


def test_each_option_is_counted_once_a_case() -> None:
    deflection, membership = library().streams["support_deflection"], library().streams["membership"]
    gates = {"support_deflection": {"choose": {"method": "four_gates"}}}
    twice = [{**CUSTOMERS, "choose": {"curve": "bass"}}, {**PARTNERS, "choose": {"curve": "steady"}}]
    bass = [{**CUSTOMERS, "choose": {"curve": "bass"}}]
    cases = [case(streams=gates, audiences=twice), case(streams=gates, audiences=bass), case()]
    method = suggesting.usual_options(cases, deflection, "method")
    assert (method.taken, method.cases, method.most) == ({"four_gates": 2}, 2, {"four_gates"})
    # Two cases have the stream and say nothing of its costs: the answer the stream has itself.
    assert suggesting.usual_options(cases, deflection, "cost_basis").taken == {"single": 2}
    curve = suggesting.usual_options(cases, membership, "curve")
    assert (curve.taken, curve.cases, curve.most) == ({"bass": 2, "steady": 1}, 2, {"bass"})
    assert suggesting.usual_options([case()], deflection, "method").most == frozenset()


def test_every_option_says_what_must_be_known_for_it() -> None:
    for stream in library().streams.values():
        for name, choice in stream.choices.items():
            if name != "access":  # chosen on the page Strategy, where each is described
                assert choice.guidance.keys() == choice.options.keys(), (stream.id, name)
