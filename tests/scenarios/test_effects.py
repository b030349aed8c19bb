"""The effect of each change on NPV: every part of the bridge beside the field it comes from, and none twice."""

from __future__ import annotations

import math
from typing import Any

from model.case import Case
from scenarios import analyse
from scenarios.bridge import bridge
from scenarios.changes import changes
from scenarios.effects import effects
from scenarios.files import case_file
from tests.cases import BARE

LINES = [
    {"id": "saving", "label": "Saving", "unit": "currency/month", "kind": "benefit", "class": "cashable", "formula": "each"},
    {"id": "hosting", "label": "Hosting", "unit": "currency/month", "kind": "cost", "formula": "fee"},
]  # fmt: skip
EACH = {"label": "Saved a month", "unit": "currency/month", "value": 300.0, "grade": "guess"}
FEE = {"label": "Hosting fee", "unit": "currency/month", "value": 100.0, "grade": "guess"}


def case_with(rate: float = 0.0, **values: float) -> Case:
    """One saving and one fee a month, over a year without discounting."""
    assumptions: dict[str, Any] = {"each": EACH, "fee": FEE}
    for name, value in values.items():
        assumptions[name] = {**assumptions[name], "value": value}
    more = {"months": 12, "discount": {"rate": rate}, "lines": LINES, "assumptions": assumptions}
    return Case.model_validate(BARE | more)


def told(before: Case, after: Case) -> tuple[dict[str, float | None], tuple[str, ...]]:
    found = changes(before, after)
    way = bridge(*(analyse(case_file(case, "case")) for case in (before, after)))
    result = effects(found, way)
    assert math.isclose(
        sum(effect.amount or 0 for effect in result.changes) + sum(part.amount for part in result.others),
        way.difference,
        abs_tol=0.005,
    )
    return {effect.change.label: effect.amount for effect in result.changes}, tuple(p.id for p in result.others)


def test_each_change_has_its_own_effect() -> None:
    # Twelve months without discounting: 12 × (350 − 300) more saved, 12 × (120 − 100) more paid.
    amounts, others = told(case_with(), case_with(each=350.0, fee=120.0))
    assert round(amounts["Saved a month"] or 0, 6) == 12 * 50
    assert round(amounts["Hosting fee"] or 0, 6) == -12 * 20
    assert others == ()


def test_a_change_of_words_has_no_effect() -> None:
    before = case_with()
    amounts, others = told(before, before.model_copy(update={"title": "Another"}))
    assert amounts == {"Title": None}
    assert others == ()


def test_what_cannot_be_bridged_is_told_without_amounts() -> None:
    found = changes(case_with(), case_with(fee=120.0))
    result = effects(found, None)
    assert [effect.amount for effect in result.changes] == [None]
    assert result.others == ()
