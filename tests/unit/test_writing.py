"""Cases in memory and written as text: what is stated survives, and people can read it."""

from __future__ import annotations

import pytest

from model.case import Case
from model.problems import CaseProblems
from scenarios import analyse, open_case
from scenarios.files import case_file
from tests.cases import BARE, amount, cost
from tests.conftest import ROOT

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
