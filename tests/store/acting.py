"""Cases to save, and what refusals say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from model.case import Case
from model.problems import CaseProblems, Problem
from scenarios.store import Store
from scenarios.stored import Revision
from tests.cases import BARE, amount, cost

SPEND = {"lines": [cost(formula="fee")], "assumptions": {"fee": amount(100)}}
"""A cost of 100 a month over twelve months without a discount: NPV −1,200 (the opening has no cost)."""


def a_case(title: str = "Bare", fee: float = 100, **fields: Any) -> Case:
    """The shortest case with a figure: NPV = −12 × fee."""
    spend = {"lines": [cost(formula="fee")], "assumptions": {"fee": amount(fee)}}
    return Case.model_validate(BARE | spend | {"title": title} | fields)


def created(store: Store, title: str = "Bare", author: str = "Ann", message: str = "First", **fields: Any) -> Revision:
    """A new case in the store."""
    return store.create(a_case(title, **fields), author=author, message=message)


def the_problem(act: Callable[[], object]) -> Problem:
    """The one problem an act is refused with; it says what, why, and what to do."""
    with pytest.raises(CaseProblems) as caught:
        act()
    (problem,) = caught.value.problems
    assert problem.what.endswith(".")
    assert problem.why
    assert problem.remedy
    return problem
