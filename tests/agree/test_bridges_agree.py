"""Bridges add up to the cent, and agree with a slow re-statement that walks every order of the changes."""

from __future__ import annotations

import copy
from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from assumptions.loader import library_from_json, library_json
from model.result import Appraisal
from scenarios import analyse, open_case
from scenarios.bridge import Bridge, bridge
from scenarios.files import read_case_file
from scenarios.hybrids import Hybrids
from scenarios.mixing import Mixing, Player
from tests.cases import amount, cost, opened
from tests.conftest import ROOT

CASES = sorted((ROOT / "scenarios").glob("*/*.yaml"))
CENT = 0.005
pytestmark = pytest.mark.no_cover


def assert_adds_up(found: Bridge, one: Appraisal, other: Appraisal) -> None:
    assert (found.from_npv, found.to_npv) == (one.figures.npv, other.figures.npv)
    assert sum(part.amount for part in found.parts) == pytest.approx(found.difference, abs=CENT)
    assert abs(found.residual) < CENT
    assert len({part.id for part in found.parts}) == len(found.parts)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_scenario_that_ships(path: Path) -> None:
    base = open_case(str(path))
    for name in base.scenarios:
        other = base.under(name)
        found = bridge(base, other)
        assert_adds_up(found, base.appraisal, other.appraisal)
        assert found.method == "exact"
        assert not found.warnings


@pytest.mark.parametrize("name", ["examples/gm_fastlane", "templates/support_b2b", "templates/internal"])
def test_the_way_back_is_the_way_there(name: str) -> None:
    base = open_case(str(ROOT / "scenarios" / f"{name}.yaml"))
    for other in map(base.under, base.scenarios):
        there = {part.id: -part.amount for part in bridge(base, other).parts}
        assert {part.id: part.amount for part in bridge(other, base).parts} == pytest.approx(there, abs=1e-3)


@pytest.mark.parametrize(
    ("one", "other"), [("mindjet", "national_instruments"), ("dell", "gm_fastlane"), ("sps_commerce", "trinet")]
)
def test_cases_that_have_little_in_common(one: str, other: str) -> None:
    first, second = (open_case(str(ROOT / "scenarios/examples" / f"{name}.yaml")) for name in (one, other))
    assert_adds_up(bridge(first, second), first.appraisal, second.appraisal)


@pytest.mark.parametrize("name", ["analog_devices", "microsoft_answers"])
def test_lines_taken_apart_say_the_same_as_all_together(name: str) -> None:
    """Lines are looked at in groups that depend on few changes; every hybrid of all changes says the same."""
    base = open_case(str(ROOT / "scenarios/examples" / f"{name}.yaml"))
    nothing = base.under("do_nothing")
    found = {part.id: part.amount for part in bridge(base, nothing).parts}
    everything = Mixing(base, nothing, Hybrids(base, nothing))
    players = [Player(parts=frozenset({part})) for part in sorted(everything.hybrids.parts)]
    whole = everything.shares(players, apart=False)
    assert {next(iter(player.parts)): share.amount for player, share in whole.items()} == pytest.approx(found)


# --- the same, slowly: every hybrid written as a document, every order walked ------------------------------------

Data = dict[str, Any]
Change = Callable[[Data], None]


def slowly(before: Data, changes: dict[str, Change]) -> dict[str, float]:
    """Return what each change adds to NPV on average over all orders, from documents alone."""
    worth: dict[frozenset[str], float] = {}

    def npv(made: frozenset[str]) -> float:
        if made not in worth:
            data = copy.deepcopy(before)
            for name, change in changes.items():
                if name in made:
                    change(data)
            worth[made] = opened(**data).appraisal.figures.npv
        return worth[made]

    added = dict.fromkeys(changes, 0.0)
    orders = list(permutations(changes))
    for order in orders:
        for place, name in enumerate(order):
            added[name] += npv(frozenset(order[: place + 1])) - npv(frozenset(order[:place]))
    return {name: total / len(orders) for name, total in added.items()}


def setting(*path: str | int, to: Any) -> Change:
    """Return a change that puts a value at a place of a document, or takes it away where it is None."""

    def change(data: Data) -> None:
        place: Any = data
        for part in path[:-1]:
            place = place[part]
        if to is None:
            del place[path[-1]]
        else:
            place[path[-1]] = to

    return change


def adding(field: str, item: Data) -> Change:
    return lambda data: data[field].append(item)


def assert_agree(before: Data, changes: dict[str, Change]) -> Bridge:
    after = copy.deepcopy(before)
    for change in changes.values():
        change(after)
    one, other = opened(**before), opened(**after)
    found = bridge(one, other)
    assert_adds_up(found, one.appraisal, other.appraisal)
    assert {part.id: part.amount for part in found.parts} == pytest.approx(slowly(before, changes), rel=1e-9, abs=1e-6)
    assert found.method == "exact"
    return found


CLASS = {"class": "cashable"}
LINES = [
    cost("spend", "fee + at(0) * setup"),
    cost("gain", "min(price * sales, most)", kind="benefit", **CLASS),
    cost("second", "costs[own] * extra_share", stream="overheads"),
]
VALUES = {
    "fee": amount(100.0, label="Fee"),
    "setup": amount(500.0, "USD", label="Setting up"),
    "price": amount(5.0, "USD/order", label="Price"),
    "sales": amount(40.0, "order/month", label="Sales"),
    "most": amount(300.0, label="The most there is"),
    "extra_share": amount(0.1, "1", label="Extra"),
}
PLAN = {"label": "Fee", "unit": "USD/month", "schedule": {"by": "month", "values": [float(i) for i in range(36)]}}


def small(**fields: Any) -> Data:
    return copy.deepcopy({"lines": LINES[:2], "assumptions": VALUES, "discount": {"rate": 0.05}} | fields)


def test_values_that_meet_a_cap() -> None:
    changes = {
        "price": setting("assumptions", "price", "value", to=8.0),
        "sales": setting("assumptions", "sales", "value", to=55.0),
        "most": setting("assumptions", "most", "value", to=350.0),
        "fee": setting("assumptions", "fee", "value", to=120.0),
    }
    assert_agree(small(), changes)


def test_values_that_become_a_plan_and_settings() -> None:
    changes = {
        "fee": setting("assumptions", "fee", to=PLAN),
        "price": setting("assumptions", "price", "value", to=9.0),
        "months": setting("months", to=30),
        "rate": setting("discount", "rate", to=0.12),
        "timing": setting("discount", "timing", to="mid_month"),
    }
    found = assert_agree(small(), changes)
    assert {part.id: part.kind for part in found.parts}["months"] == "setting"


def test_own_lines_and_what_runs_over_them() -> None:
    extra = cost("training", "fee * 2", label="Training")
    dearer = cost("spend", "fee * 2 + at(0) * setup")
    changes = {
        "line:training": adding("lines", extra),
        "line:spend": setting("lines", 0, to=dearer),
        "line:gain": setting("lines", 1, to=cost("gain", "price * sales", kind="benefit", **CLASS)),
        "fee": setting("assumptions", "fee", "value", to=70.0),
        "extra_share": setting("assumptions", "extra_share", "value", to=0.3),
    }
    assert_agree(small(lines=LINES, assumptions=VALUES | {"most": amount(150.0, label="The most there is")}), changes)


def test_shared_quantities_and_audiences() -> None:
    """Two lines claim parts of one quantity; a new audience brings a member with a value of its own."""
    claim = cost("claim", "asked", unit="order/month", kind="driver", overlap="orders")
    saved = cost("saved", "claim * overlap_share[orders] * price", kind="benefit", **CLASS)
    more = cost("more", "other * overlap_share[orders] * price", kind="benefit", **CLASS)
    other = cost("other", "asked_too", unit="order/month", kind="driver", overlap="orders")
    each = cost("visit", "care", kind="cost", for_each="audience")
    users, partners = ({"id": n, "label": n.capitalize(), "role": "customers"} for n in ("users", "partners"))
    values = VALUES | {
        "asked": amount(30.0, "order/month", label="Asked"),
        "asked_too": amount(25.0, "order/month", label="Asked too"),
        "cap": amount(40.0, "order/month", label="Cap"),
        "care": amount(7.0, label="Care", for_each="audience"),
        "care[partners]": {"value": 11.0},
    }
    before = small(
        lines=[claim, saved, each], assumptions=values, audiences=[users],
        overlaps={"orders": {"label": "Orders", "unit": "order/month", "cap": "cap"}},
    )  # fmt: skip

    def with_more(data: Data) -> None:
        data["lines"] += [other, more]

    changes = {
        "line:more": with_more,
        "audience:partners": adding("audiences", partners),
        "overlap:orders": setting("overlaps", "orders", "cap", to="cap / 2"),
        "price": setting("assumptions", "price", "value", to=6.0),
        "care[users]": setting("assumptions", "care[users]", to={"value": 9.0}),
    }
    assert_agree(before, changes)


def test_streams_with_choices_and_left_out_lines() -> None:
    path = ROOT / "scenarios/templates/support_b2b.yaml"
    data = read_case_file(path).case.model_dump(by_alias=True, exclude_unset=True, mode="json")
    for field in ("scenarios", "kpis", "goals", "requirements", "vendors", "plan"):
        data.pop(field, None)
    for audience in data["audiences"]:
        audience.pop("needs", None)
    before = {name: value for name, value in data.items() if name != "schema"}
    changes = {
        "stream:retention": setting("streams", "retention", to=None),
        "stream:overheads": setting("streams", "overheads", to=None),
        "stream:technology": lambda case: case.update(without=["integration"]),
        "stream:people": setting("streams", "people", "risk_adjustment", to="0.1"),
        "inflation": setting("inflation", to={"value": 0.06}),
        "rate": setting("discount", "rate", to=0.03),
    }
    assert_agree(before, changes)


def test_a_library_that_computes_in_another_way() -> None:
    """The second case draws on a library in which contacts cost twice, and which asks for another contingency."""
    case = open_case(str(ROOT / "scenarios/templates/support_b2b.yaml"))
    text = library_json(case.library)
    formula = '"formula":"costs[direct] * contingency_share"'
    assert text.count(formula) == 1
    other = library_from_json(text.replace(formula, formula.replace("contingency_share", "contingency_share * 2")))
    cautious = analyse(case.file, "conservative", library=other)
    found = bridge(case, cautious)
    assert_adds_up(found, case.appraisal, cautious.appraisal)
    (part,) = [part for part in found.parts if part.id == "library"]
    assert part.label == "How the library computes Overheads: another version"
    # Contingency is money out: twice of it is worth less, by about as much as it is.
    worth = next(-s.present_value for s in case.appraisal.streams if s.id == "overheads")
    assert worth * 1.1 < part.amount < worth * 0.5
    assert not any(part.id == "library" for part in bridge(case, analyse(case.file, "conservative")).parts)
