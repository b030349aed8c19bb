"""What a later library does to a case: which figures move, by how much, and because of what."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assumptions.loader import library, shipped_library
from model.case import Case
from model.line import Library, Line
from scenarios import analyse
from scenarios.files import case_file, read_case_file
from scenarios.upgrading import Upgrade, upgrade_effect
from tests.scenarios.test_library_in_force import changed_library

ROOT = Path(__file__).parent.parent.parent
SUPPORT = read_case_file(ROOT / "scenarios" / "templates" / "support_b2b.yaml").case
SHIPPED = shipped_library()
STREAM = "onboarding"


def npv(case: Case, shelf: Library, scenario: str | None = None) -> float:
    return analyse(case_file(case, ""), scenario, library=shelf).appraisal.figures.npv


def with_default(name: str, value: float) -> Library:
    record = SHIPPED.assumptions[name].model_copy(update={"value": value})
    return SHIPPED.model_copy(update={"assumptions": {**SHIPPED.assumptions, name: record}})


def with_lines(change: Callable[[Line], Line | None]) -> Library:
    """The library with the lines of one stream changed, or taken out."""
    stream = SHIPPED.streams[STREAM]
    lines = tuple(new for line in stream.lines if (new := change(line)))
    changed = stream.model_copy(update={"lines": lines})
    return SHIPPED.model_copy(update={"streams": {**SHIPPED.streams, STREAM: changed}})


def halved(line: Line) -> Line:
    return line.model_copy(update={"formula": f"({line.formula}) / 2"}) if line.kind == "benefit" else line


def upgraded(new: Library, case: Case = SUPPORT) -> Upgrade:
    return upgrade_effect(case, SHIPPED, new)


def test_the_same_library_moves_nothing() -> None:
    found = upgraded(SHIPPED.model_copy())
    assert (found.moves, found.changes, found.words) == (False, (), "No figure moves.")
    assert [effect.effect for effect in found.scenarios] == [0.0] * (1 + len(SUPPORT.options))


def test_what_the_case_states_itself_does_not_move() -> None:
    found = upgraded(with_default("unit_contact_cost", 99.0))
    assert not found.moves
    assert found.changes == ()


def test_a_default_the_case_takes_is_named_with_its_part_of_the_difference() -> None:
    # deflection_cap is a default of the library that the template does not state.
    new = with_default("deflection_cap", SHIPPED.assumptions["deflection_cap"].value / 100)  # type: ignore[operator]
    found = upgraded(new)
    (change,) = found.changes
    assert (change.kind, change.id, change.label) == (
        "default",
        "deflection_cap",
        SHIPPED.assumptions["deflection_cap"].label,
    )
    assert change.amount == pytest.approx(npv(SUPPORT, new) - npv(SUPPORT, SHIPPED))
    assert change.amount < 0
    assert "is taken as" in change.words
    assert change.before in change.words
    assert change.after in change.words
    assert "It moves Support contacts avoided" in change.words
    assert found.words.startswith("NPV moves from $")
    assert [effect.after for effect in found.scenarios] == pytest.approx(
        [npv(SUPPORT, new, name) for name in (None, *SUPPORT.options)]
    )


def test_values_that_look_alike_are_told_in_full() -> None:
    value = SHIPPED.assumptions["deflection_cap"].value
    assert value is not None
    (change,) = upgraded(with_default("deflection_cap", value + 0.0001)).changes
    assert change.before != change.after


def test_a_formula_that_changed_is_said_in_words() -> None:
    found = upgraded(with_lines(halved))
    (change,) = found.changes
    assert change.kind == "formula"
    assert change.label == f"{SHIPPED.streams[STREAM].title}, {change.label.partition(', ')[2]}"
    assert "divided by 2" in change.after
    assert "divided by 2" not in change.before
    # Onboarding by itself brings half of what it brought: the difference is half its present value.
    stream = next(
        total
        for total in analyse(case_file(SUPPORT, ""), library=SHIPPED).appraisal.streams
        if total.id == STREAM and total.kind == "benefit"
    )
    assert found.formulas == pytest.approx(-stream.present_value / 2)
    assert found.formulas == pytest.approx(found.scenarios[0].effect)


def test_defaults_and_formulas_add_up_to_the_difference() -> None:
    new = with_default("deflection_cap", SHIPPED.assumptions["deflection_cap"].value / 100).model_copy(  # type: ignore[operator]
        update={"streams": with_lines(halved).streams}
    )
    found = upgraded(new)
    parts = [change.amount for change in found.changes if change.amount is not None]
    assert len(found.changes) == 2
    assert sum(parts) + (found.formulas or 0.0) == pytest.approx(found.scenarios[0].effect, abs=0.005)
    amounts = [abs(change.amount or 0.0) for change in found.changes]
    assert amounts == sorted(amounts, reverse=True)


@pytest.mark.parametrize("name", ["sap_community_network", "dell", "sps_commerce"])
def test_the_parts_add_up_on_public_examples(name: str) -> None:
    case = read_case_file(ROOT / "scenarios" / "examples" / f"{name}.yaml").case
    found = upgraded(changed_library(), case)
    parts = [change.amount for change in found.changes if change.amount is not None]
    assert found.moves
    assert sum(parts) + (found.formulas or 0.0) == pytest.approx(found.scenarios[0].effect, abs=0.005)
    assert found.scenarios[0].effect == pytest.approx(npv(case, changed_library()) - npv(case, SHIPPED))


def test_lines_that_come_and_go_are_named() -> None:
    extra = Line(
        id="early_saving",
        label="Saved early",
        unit="currency/month",
        kind="benefit",
        benefit_class="capacity",
        formula="0",
    )
    stream = SHIPPED.streams[STREAM]
    more = stream.model_copy(update={"lines": (*stream.lines, extra)})
    new = SHIPPED.model_copy(update={"streams": {**SHIPPED.streams, STREAM: more}})
    assert upgraded(new).changes == ()  # the template counts the lines it names, and this is none of them
    choice = SUPPORT.streams[STREAM].model_copy(update={"lines": None})
    case = SUPPORT.model_copy(update={"streams": {**SUPPORT.streams, STREAM: choice}})
    (change,) = upgraded(new, case).changes
    assert (change.kind, change.id, change.after) == ("new_line", "early_saving", "0")
    assert change.words == f"{stream.title}, Saved early is new: 0."
    (gone,) = upgrade_effect(case, new, SHIPPED).changes
    assert gone.words == f"{stream.title}, Saved early is gone: it was 0."


def test_what_the_new_library_asks_for_is_said() -> None:
    record = SHIPPED.assumptions["deflection_cap"].model_copy(update={"value": None})
    new = SHIPPED.model_copy(update={"assumptions": {**SHIPPED.assumptions, "deflection_cap": record}})
    found = upgraded(new)
    assert found.moves
    assert found.words.startswith("The new library asks for more: ")
    assert "We still need: contacts that can be avoided at most." in found.scenarios[0].problem


def test_a_case_that_cannot_be_computed_at_all() -> None:
    bare = SUPPORT.model_copy(update={"streams": {}, "assumptions": {}, "scenarios": {}, "kpis": (), "audiences": ()})
    found = upgraded(with_default("deflection_cap", 0.01), bare)
    assert not found.moves
    assert found.changes == ()


def test_only_a_scenario_moves() -> None:
    # The stream is switched on in a scenario alone.
    scenario = SUPPORT.scenarios["ambitious"].model_copy(update={"streams": {STREAM: SUPPORT.streams[STREAM]}})
    streams = {name: choice for name, choice in SUPPORT.streams.items() if name != STREAM}
    goals = tuple(goal.model_copy(update={"served_by": ()}) for goal in SUPPORT.goals)
    kpis = tuple(kpi for kpi in SUPPORT.kpis if kpi.id != "setup_hours")
    case = SUPPORT.model_copy(
        update={"streams": streams, "scenarios": {"ambitious": scenario}, "goals": goals, "kpis": kpis}
    )
    found = upgraded(with_lines(halved), case)
    assert found.scenarios[0].effect == 0
    assert (found.scenarios[1].effect or 0.0) < 0
    assert found.words == "The base case stays as it is; some scenarios move."
    assert [change.kind for change in found.changes] == ["formula"]


def test_the_library_in_force_is_left_alone() -> None:
    upgraded(with_default("deflection_cap", 0.01))
    assert library() is shipped_library()
