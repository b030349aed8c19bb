"""Bridges where something stands in the way: parts that need each other, numbers that do not exist, too many changes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from model.problems import CaseProblems
from scenarios import Analysis, analyse, mixing
from scenarios.bridge import Bridge, bridge, why_no_bridge
from tests.cases import BARE, amount, case_file, cost, opened

CLASS = {"class": "cashable"}


BRANCH = "1 + q * 1e200 * 1e200 if q < 1 else p"


def amounts(found: Bridge) -> dict[str, float]:
    return {part.id: part.amount for part in found.parts}


def shares(**values: float) -> dict[str, Any]:
    return {name: amount(value, "1", label=name.capitalize()) for name, value in values.items()}


def spending(formula: str, **values: float) -> Analysis:
    """Return a case that costs a formula a month, for a year, undiscounted."""
    given = shares(**values) | {"fee": amount(10.0, label="Fee")}
    return opened(lines=[cost(formula=f"fee * ({formula})")], assumptions=given)


def test_parts_are_told_in_words_and_the_largest_first() -> None:
    """By hand: 12 × 10 × (3 × 4 − 2 × 2) = 960; by Shapley 12 × 10 × (1 × 3, 2 × 2.5) = 360 and 600."""
    found = bridge(spending("p * q", p=2, q=2), spending("p * q", p=3, q=4), ("Then", "Now"))
    assert amounts(found) == pytest.approx({"q": -600, "p": -360})
    assert list(amounts(found)) == ["q", "p"]
    assert [part.label for part in found.parts] == ["Q: 200% → 400%", "P: 200% → 300%"]
    assert (found.from_label, found.to_label, found.currency) == ("Then", "Now", "USD")
    assert (found.method, found.warnings, found.difference) == ("exact", (), pytest.approx(-960))


def test_scenarios_of_one_name_are_told_apart() -> None:
    found = bridge(opened(title="Here"), opened(title="There"))
    assert (found.from_label, found.to_label) == ("Base case – Here", "Base case – There")


def test_values_that_cannot_be_told_apart_are_one_part() -> None:
    """1 / (p − q) has no value where p has come down to 1 and q has not yet."""
    found = bridge(spending("1 / (p - q) + r", p=2, q=1, r=1), spending("1 / (p - q) + r", p=1, q=0, r=2))
    assert amounts(found) == pytest.approx({"r": -120, "p+q": 0})
    assert {part.label for part in found.parts} == {"R: 100% → 200%", "P and Q: together"}
    assert found.warnings == (
        "These cannot be told apart, since one does not work without the other, and are one part: P: 200% → 100% and Q: 100% → 0%.",
    )


def test_changes_that_nothing_heals_are_one_part() -> None:
    formula = "1 / (p - q) + 1 / (p - r)"
    found = bridge(spending(formula, p=2, q=1, r=1), spending(f"2 * ({formula})", p=1, q=0, r=0))
    # By hand: 12 × 10 × (4 − 2).
    assert amounts(found) == pytest.approx({"line:spend+p+q+r": -240})
    assert found.parts[0].label == "Spend, P, Q and 1 more: together"
    assert "cannot be told apart" in found.warnings[0]


def test_branches_that_are_not_taken_do_no_harm() -> None:
    """Several draws at once compute both branches, and 2e400 is too much; one by one only one is computed."""
    found = bridge(spending(BRANCH, p=1, q=0), spending(BRANCH, p=3, q=2))
    # By hand: with q = 0 it is 1 whatever p is; with q = 2 it is p. p: (0 + 2) / 2; q: (0 + 2) / 2.
    assert amounts(found) == pytest.approx({"p": -120, "q": -120})
    assert found.warnings == ()


def test_too_many_such_branches_are_one_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mixing, "_LONE_RUNS", 2)
    found = bridge(spending(BRANCH, p=1, q=0), spending(BRANCH, p=3, q=2))
    assert [part.label for part in found.parts] == ["Everything that differs"]


def test_a_plan_that_is_too_short_goes_with_the_horizon() -> None:
    def planned(months: int, each: float) -> Analysis:
        plan = {"label": "Plan", "unit": "USD/month", "schedule": {"by": "month", "values": [each] * months}}
        return opened(months=months, lines=[cost(formula="plan + fee")], assumptions={"plan": plan, "fee": amount(1.0)})

    found = bridge(planned(12, 10.0), planned(24, 20.0))
    # By hand: 24 × 21 − 12 × 11.
    assert amounts(found) == pytest.approx({"months+value:plan": -372})
    assert found.parts[0].kind == "structure"
    assert "Horizon: one year → two years" in found.warnings[0]
    same = bridge(planned(12, 10.0), planned(24, 10.0))
    assert amounts(same) == pytest.approx({"months": -132})


def test_a_value_of_another_kind_goes_with_its_formula() -> None:
    one = opened(lines=[cost(formula="rate")], assumptions={"rate": amount(10.0, label="Rate")})
    other = opened(
        lines=[cost(formula="rate * people")],
        assumptions={"rate": amount(5.0, "USD/member/month", label="Rate"), "people": amount(3.0, "member", label="People")},
    )  # fmt: skip
    found = bridge(one, other)
    assert amounts(found) == pytest.approx({"line:spend+value:rate": -60})
    assert found.parts[0].name == "Spend and Rate"


def test_a_line_comes_with_those_that_need_it() -> None:
    """The driver is no part of its own, and a driver that nothing reads is none either."""
    helper = cost("helper", "fee * 2", kind="driver")
    idle = cost("idle", "fee * 3", kind="driver")
    values = {"fee": amount(10.0, label="Fee")}
    one = opened(lines=[cost(formula="fee")], assumptions=values)
    other = opened(lines=[cost(formula="fee"), helper, idle, cost("more", "helper")], assumptions=values)
    assert amounts(bridge(one, other)) == pytest.approx({"line:more": -240})
    assert amounts(bridge(other, one)) == pytest.approx({"line:more": 240})


def test_a_value_in_place_of_a_line_of_the_library() -> None:
    """`members` is a line of the library; the second case states it as a value."""
    audience = [{"id": "users", "label": "Users", "role": "customers", "choose": {"curve": "members_schedule"}}]
    planned = {
        "planned_members": {"schedule": {"by": "month", "values": [100.0] * 12}},
        "starting_members[users]": 100.0,
        "leave_rate[users]": 0.0,
    }
    one = opened(audiences=audience, assumptions={**planned, "unit_cost": amount(1.0, "USD/member/month")},
                 lines=[cost(formula="unit_cost * members")])  # fmt: skip
    other = opened(audiences=audience, lines=[cost(formula="unit_cost * members")],
                   assumptions={"unit_cost": amount(1.0, "USD/member/month"), "members": amount(50.0, "member", label="Members")})  # fmt: skip
    found = bridge(one, other)
    assert amounts(found) == pytest.approx({"value:members": found.difference})
    assert found.parts[0].label == "Members: – → 50 members"
    assert bridge(other, one).parts[0].label == "Members: 50 members → –"


def test_members_without_a_value_of_their_own() -> None:
    """One case states a value for all audiences, the other for each; what each audience has is what counts."""
    audiences = [{"id": name, "label": name.capitalize(), "role": "customers"} for name in ("users", "firms")]
    line = cost(formula="care", for_each="audience")
    care = amount(7.0, label="Care", for_each="audience")
    one = opened(audiences=audiences, lines=[line], assumptions={"care": care})
    other = opened(
        audiences=audiences, lines=[line],
        assumptions={"care": care, "care[users]": {"value": 9.0}, "care[firms]": {"value": 7.0}},
    )  # fmt: skip
    found = bridge(one, other)
    assert amounts(found) == pytest.approx({"care[users]": -24})
    assert found.parts[0].label == "Care (Users): $7.00 → $9.00 a month"


def many(count: int, factor: float) -> Analysis:
    """Return a case whose cost is a product of many shares, so that all of them interact."""
    names = [f"share_{i}" for i in range(count)]
    return spending(" * ".join(names), **{name: 1 + (factor * (i + 1)) / count for i, name in enumerate(names)})


def test_many_changes_are_sampled_and_still_add_up(monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = many(8, 0.0), many(8, 0.2)
    whole = amounts(bridge(one, other))
    monkeypatch.setattr(mixing, "MOST_EXACT", 4)
    heard: list[float] = []
    found = bridge(one, other, progress=heard.append)
    assert found.method == "sampled"
    assert heard[-1] == 1
    assert abs(found.residual) < 1e-6
    for part in found.parts:
        assert part.standard_error is not None
        assert abs(part.amount - whole[part.id]) <= 4 * part.standard_error + 1e-9
    assert amounts(bridge(one, other)) == amounts(found)


def test_many_structural_changes_are_sampled_in_fewer_orders(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nine own lines share one quantity, so each hybrid is another one."""
    fee = amount(100.0, label="Fee")

    def claiming(count: int) -> Analysis:
        claims = [cost(f"claim_{i}", "asked", kind="driver", overlap="pot") for i in range(count)]
        gains = [cost(f"gain_{i}", f"claim_{i} * overlap_share[pot]", kind="benefit", **CLASS) for i in range(count)]
        return opened(
            lines=[*claims, *gains], assumptions={"asked": amount(30.0, label="Asked"), "fee": fee},
            overlaps={"pot": {"label": "Pot", "unit": "USD/month", "cap": "fee"}},
        )  # fmt: skip

    monkeypatch.setattr(mixing, "MOST_EXACT", 4)
    monkeypatch.setattr(mixing, "_HYBRIDS", 32)
    found = bridge(opened(), claiming(9))
    # By hand: nine times 30 a month are asked for and 100 a month are there; all lines are alike.
    assert found.difference == pytest.approx(1200)
    assert abs(found.residual) < 1e-6
    assert found.method == "sampled"
    for part in found.parts:
        assert part.standard_error is not None
        assert abs(part.amount - 1200 / 9) <= 4 * part.standard_error


def test_families_move_together_where_values_are_many() -> None:
    audiences = [{"id": f"a{i}", "label": f"Audience {i}", "role": "customers"} for i in range(13)]
    line = cost(formula="care", for_each="audience")

    def caring(value: float) -> Analysis:
        own = {f"care[a{i}]": {"value": value + i} for i in range(13)}
        return opened(audiences=audiences, lines=[line], assumptions={"care": amount(1.0, label="Care", for_each="audience"), **own})  # fmt: skip

    found = bridge(caring(1.0), caring(3.0))
    # By hand: 13 audiences × 2 × 12.
    assert [(part.label, part.amount) for part in found.parts] == [("Care: 13 values", pytest.approx(-312))]


def test_what_counts_and_currencies_must_agree() -> None:
    dollars, euros = opened(), opened(currency="EUR")
    cash = analyse(case_file(BARE), cash_only=True)
    assert why_no_bridge(dollars, dollars) is None
    assert "USD to EUR" in str(why_no_bridge(dollars, euros))
    assert "cashable savings only" in str(why_no_bridge(dollars, cash))
    with pytest.raises(CaseProblems) as caught:
        bridge(dollars, euros)
    assert caught.value.problems[0].code == "no_bridge"


def test_cash_alone_is_bridged_too() -> None:
    lines = [cost("soft", "fee", kind="benefit", **{"class": "capacity"}), cost("hard", "fee", kind="benefit", **CLASS)]

    def cash(fee: float) -> Analysis:
        return analyse(case_file(BARE | {"lines": lines, "assumptions": {"fee": amount(fee)}}), cash_only=True)

    assert amounts(bridge(cash(1.0), cash(2.0))) == pytest.approx({"fee": 12})


def test_lines_are_taken_together_where_the_parts_would_not_add_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """A check against a mistake in what lines are thought to depend on: the sums at both ends must be the NPVs."""
    monkeypatch.setattr(mixing.Influence, "parts_behind", lambda _self, _line: frozenset())
    one = opened(lines=[cost(formula="fee")], assumptions={"fee": amount(10.0)})
    other = opened(lines=[cost(formula="fee * 2"), cost("more", "fee")], assumptions={"fee": amount(10.0)})
    assert amounts(bridge(one, other)) == pytest.approx({"line:spend": -120, "line:more": -120})


def test_long_cases_are_computed_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mixing, "_NUMBERS_AT_ONCE", 1)
    found = bridge(spending("p * q", p=2, q=2), spending("p * q", p=3, q=4))
    assert amounts(found) == pytest.approx({"q": -600, "p": -360})
    assert np.isfinite(found.residual)
