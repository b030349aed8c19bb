"""Cases as data: the shortest one, and ways to open, refuse and fill one in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from model.case import Case
from model.document import Document
from model.problems import CaseProblems, Problem
from model.validation import validated
from scenarios import Analysis, analyse
from scenarios.files import CaseFile

BARE: dict[str, Any] = {
    "schema": 1, "id": "bare", "title": "Bare", "organisation": "Test", "currency": "USD", "start": "2027-01",
    "months": 12, "discount": {"rate": 0},
}  # fmt: skip


def case_file(data: dict[str, Any], name: str = "case.yaml") -> CaseFile:
    """Return a case given as plain data, as if it had been read from a file."""
    document = Document(name, data, {})
    return CaseFile(validated(Case, data, document), document)


def opened(scenario: str | None = None, *, cash_only: bool = False, **fields: Any) -> Analysis:
    """Return the bare case with some fields, under a scenario."""
    return analyse(case_file(BARE | fields), scenario, cash_only=cash_only)


def refused(scenario: str | None = None, **fields: Any) -> dict[str, str]:
    """Return the problems of the bare case with some fields, by code."""
    with pytest.raises(CaseProblems) as caught:
        _ = opened(scenario, **fields).appraisal
    return {problem.code: str(problem) for problem in caught.value.problems}


def the_problem(act: Callable[[], object]) -> Problem:
    """The one problem an act is refused with; it says what, why, and what to do."""
    with pytest.raises(CaseProblems) as caught:
        act()
    (problem,) = caught.value.problems
    assert problem.what.endswith(".")
    assert problem.why
    assert problem.remedy
    return problem


def cost(name: str = "spend", formula: str = "100", **fields: Any) -> dict[str, Any]:
    """Return a line: a cost, unless the fields say otherwise."""
    return {"id": name, "label": name.capitalize(), "unit": "USD/month", "kind": "cost", "formula": formula} | fields


def amount(value: float, unit: str = "USD/month", **fields: Any) -> dict[str, Any]:
    """Return an assumption."""
    return {"label": f"Amount {value}", "unit": unit, "value": value} | fields


SALES: dict[str, Any] = {
    "lines": [cost("spend", "fee"), cost("gain", "price * sales", kind="benefit", **{"class": "cashable"})],
    "assumptions": {
        "fee": amount(100.0, source="Offer", label="Fee"),
        "price": amount(5.0, "USD/order", label="Price"),
        "sales": amount(30.0, "order/month", label="Sales"),
    },
}
"""Sales of 30 a month at 5 each for a fee of 100 a month: NPV of the bare case = 12 × (150 − 100) = 600."""
