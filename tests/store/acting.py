"""Cases to save, and what refusals say."""

from __future__ import annotations

from typing import Any

from model.case import Case
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
