"""Cases in memory and written as text: what is stated survives, and people can read it."""

from __future__ import annotations

from pathlib import Path

import pytest

from assumptions.loader import library
from model.case import Case
from model.problems import CaseProblems
from scenarios import analyse, open_case
from scenarios.files import case_file, read_case, read_case_file
from scenarios.writing import case_yaml
from tests.cases import BARE, amount, cost
from tests.conftest import ROOT
from tests.full_case import full_case

SHIPPED = sorted(path for name in ("examples", "templates") for path in (ROOT / "scenarios" / name).glob("*.yaml"))
SPS = ROOT / "scenarios/examples/sps_commerce.yaml"


def bare(**fields: object) -> Case:
    return Case.model_validate(BARE | fields)


# --- cases in memory ----------------------------------------------------------------------------------------------


def test_a_case_in_memory_is_worth_what_its_file_is() -> None:
    read = open_case(str(SPS))
    kept = analyse(case_file(read.file.case, "draft"))
    assert kept.appraisal.figures == read.appraisal.figures
    assert kept.resolved.fingerprint == read.resolved.fingerprint


def test_problems_of_a_case_in_memory_have_a_path_and_no_line() -> None:
    case = bare(lines=[cost(formula="prise")], assumptions={"price": amount(1)})
    with pytest.raises(CaseProblems, match="Did you mean `price`") as caught:
        analyse(case_file(case, "draft"))
    problem = caught.value.problems[0]
    assert (problem.file, problem.line, problem.field) == ("draft", None, "lines[0].formula")
    assert str(problem).startswith("draft lines[0].formula: ")


def test_the_digest_tells_what_is_stated() -> None:
    case = bare(summary="As it was")
    assert case_file(case, "a").digest == case_file(case, "b").digest
    changed = case.model_copy(update={"summary": "As it is"})
    assert case_file(changed, "a").digest != case_file(case, "a").digest
    # A scenario that states the value of the case anew takes the range with it; one that states nothing does not.
    silent, stated = (bare(scenarios={"s": {"assumptions": {"fee": given}}}) for given in ({}, {"value": None}))
    assert silent == stated
    assert case_file(silent, "a").digest != case_file(stated, "a").digest


# --- cases as text ------------------------------------------------------------------------------------------------


def same(case: Case) -> bool:
    """Whether a case written and read back is equal, and states the same fields."""
    again = read_case(case_yaml(case), "case.yaml").case
    return again == case and case_file(again, "").digest == case_file(case, "").digest


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_cases_survive(path: Path) -> None:
    case = read_case_file(path).case
    assert same(case)
    for scenario in case.scenarios.values():  # what a scenario leaves behind states fields that are empty
        assert same(case.under(scenario))


def test_the_case_with_every_stream_survives() -> None:
    assert same(full_case(library()))


def test_text_is_laid_out_for_people() -> None:
    goal = {"id": "fewer", "label": "Fewer calls", "perspective": "process", "served_by": ["support_deflection"]}
    line = cost(formula="100", note="Paid by:\n- us\n- them\n") | {"class": None}
    longer = "A text of more than a line is folded, so that a reader need not scroll and a change is seen in the line it was made in."
    case = bare(
        summary=longer,
        author="Smith: senior",
        discount={"rate": 0.08, "timing": "year_end"},
        goals=[goal],
        streams={"support_deflection": {}},
        lines=[line],
        assumptions={
            "fee": {
                "value": 28.0,
                "low": 18,
                "high": 40.5,
                "unit": "1",
                "source": "Offer, in writing",
                "grade": "guess",
            },
            "reach[customers]": {"value": 0, "source": {"title": "Survey", "year": 2026}},
        },
        scenarios={"no": {"without": ["spend"], "months": None}},
    )
    assert (
        case_yaml(case)
        == """\
schema: 1
id: bare
title: Bare
organisation: Test
author: "Smith: senior"
summary: >-
  A text of more than a line is folded, so that a reader need not scroll and a change is seen in the line it was
  made in.
currency: USD
start: 2027-01
months: 12
discount: {rate: 0.08, timing: year_end}

goals:
  - id: fewer
    label: Fewer calls
    perspective: process
    served_by: [support_deflection]

streams:
  support_deflection: {}

assumptions:
  fee: {unit: "1", value: 28, low: 18, high: 40.5, source: "Offer, in writing", grade: guess}
  "reach[customers]": {value: 0, source: {title: Survey, year: 2026}}

lines:
  - id: spend
    label: Spend
    unit: USD/month
    kind: cost
    formula: "100"
    class: null
    note: |
      Paid by:
      - us
      - them

scenarios:
  no: {months: null, without: [spend]}
"""
    )


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("no", "no"),  # YAML 1.2: a word like any other
        ("null", '"null"'),
        ("~", '"~"'),
        ("0o17", '"0o17"'),
        ("1e3", '"1e3"'),
        ("010", '"010"'),
        ("2027-01", "2027-01"),
        ("=1+1", '"=1+1"'),
        ("a: b", '"a: b"'),
        ("a #b", '"a #b"'),
        (" a ", '" a "'),
        ("a\tb", '"a\\tb"'),
        ('say "no"', '"say \\"no\\""'),
        ("it's", "it's"),
        ("\U0001f600", '"\U0001f600"'),
        ("שלום", "שלום"),
        ("\x00\x1b\x85\u2028\ufeff", '"\\u0000\\u001b\\u0085\\u2028\\ufeff"'),
        ("", '""'),
    ],
)
def test_awkward_texts_are_quoted_and_no_others(text: str, written: str) -> None:
    case = bare(summary=text)
    assert f"\nsummary: {written}\n" in case_yaml(case)
    assert same(case)


@pytest.mark.parametrize("value", [28.0, 0.0, -0.0, 1e16, -1e-7, 0.1 + 0.2, 5e-324, 2.0**53 + 2])
def test_numbers_are_written_short_and_read_back_to_the_last_bit(value: float) -> None:
    case = bare(assumptions={"fee": {"value": value}})
    again = read_case(case_yaml(case), "case.yaml").case.assumptions["fee"].value
    assert repr(again) == repr(value)


def test_what_a_scenario_states_as_nothing_is_still_stated() -> None:
    """A value stated as nothing takes the range of the case with it; leaving the field out would leave the range."""
    case = bare(
        assumptions={"fee": amount(10, low=8, high=12)}, scenarios={"open": {"assumptions": {"fee": {"value": None}}}}
    )
    again = read_case(case_yaml(case), "case.yaml").case
    left = again.under(again.scenarios["open"]).assumptions["fee"]
    assert (left.value, left.low) == (None, None)
