"""What goes together in a case: a pair is added, changed in either order, and refused where it makes no sense."""

from __future__ import annotations

import pytest

from model.problems import CaseProblems
from scenarios.editing import drop
from scenarios.tying import place_of, tied
from tests.cases import amount, case_file, cost

CASE = case_file(
    {
        "schema": 1, "id": "bare", "title": "Bare", "organisation": "Test", "currency": "USD", "start": "2027-01", "months": 12,
        "discount": {"rate": 0}, "lines": [cost("spend", "a + b")], "assumptions": {"a": amount(1), "b": amount(2)},
    }
).case  # fmt: skip


def test_a_pair_is_added_changed_and_taken_out() -> None:
    new = tied(CASE, ("a", "b"), 0.5)
    assert [(tie.between, tie.rank) for tie in new.correlations] == [(("a", "b"), 0.5)]
    changed = tied(new, ("b", "a"), -0.2)
    assert [(tie.between, tie.rank) for tie in changed.correlations] == [(("a", "b"), -0.2)]
    assert (place_of(changed, ("b", "a")), place_of(changed, ("a", "c"))) == (0, None)
    assert drop(changed, ("correlations", 0)).correlations == ()


@pytest.mark.parametrize(("pair", "rank"), [(("a", "a"), 0.5), (("a", "b"), 1.5)])
def test_what_cannot_be_is_refused(pair: tuple[str, str], rank: float) -> None:
    with pytest.raises(CaseProblems):
        tied(CASE, pair, rank)
