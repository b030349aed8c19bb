"""Two people's changes to one case come together by field, and nobody's are lost without being asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from assumptions.loader import library
from model.case import Case
from model.problems import CaseProblems
from model.schedule import Schedule
from scenarios import answering, editing
from scenarios.files import read_case_file
from scenarios.merging import Clash, merge
from scenarios.stated import same
from tests.cases import BARE

ROOT = Path(__file__).parent.parent.parent
SUPPORT = read_case_file(ROOT / "scenarios" / "templates" / "support_b2b.yaml").case
COST = "unit_contact_cost"
GOALS = tuple(goal.id for goal in SUPPORT.goals)


def bare(**fields: object) -> Case:
    return Case.model_validate(BARE | fields)


def clash(base: Case, mine: Case, theirs: Case) -> Clash:
    """The only clash there is."""
    (found,) = merge(base, mine, theirs).clashes
    return found


def test_what_each_changed_is_kept() -> None:
    mine = editing.put(SUPPORT, ("title",), "Ours")
    mine = editing.put(mine, ("goals", 0, "owner"), "Ada")
    theirs = editing.put(SUPPORT, ("goals", 0, "weight"), 3.0)
    theirs = answering.answer(theirs, COST, None, {"value": 31.0})
    merged = merge(SUPPORT, mine, theirs)
    assert merged.clashes == ()
    both = merged.resolve()
    assert (both.title, both.goals[0].owner, both.goals[0].weight) == ("Ours", "Ada", 3.0)
    assert both.assumptions[COST].value == 31.0
    assert {change.path for change in merged.mine_only} == {("title",), ("goals", GOALS[0], "owner")}
    assert ("assumptions", COST, "value") in {change.path for change in merged.theirs_only}


def test_the_same_change_by_both_is_no_clash() -> None:
    both = editing.put(SUPPORT, ("title",), "Ours")
    merged = merge(SUPPORT, both, both.model_copy())
    assert merged.clashes == merged.mine_only == merged.theirs_only == ()
    assert same(merged.resolve(), both)


def test_two_changes_of_one_field_are_asked() -> None:
    mine, theirs = (editing.put(SUPPORT, ("months",), months) for months in (24, 60))
    found = clash(SUPPORT, mine, theirs)
    assert (found.key, found.label) == ("months", "Horizon")
    assert (found.base, found.mine, found.theirs) == ("three years", "two years", "five years")
    merged = merge(SUPPORT, mine, theirs)
    assert merged.resolve({"months": "mine"}).months == 24
    assert merged.resolve({"months": "theirs"}).months == 60
    with pytest.raises(CaseProblems) as caught:
        merged.resolve()
    assert caught.value.problems[0].code == "unsettled"
    assert caught.value.problems[0].path == ("months",)
    assert "you say two years, the other says five years" in caught.value.problems[0].what


def test_sides_that_look_alike_are_told_in_full() -> None:
    known = {"label": "A", "unit": "1"}
    sides = [bare(assumptions={"a": {**known, "value": value}}) for value in (0.25, 0.2531, 0.2534)]
    found = clash(*sides)
    assert (found.base, found.mine, found.theirs) == ("25%", "25.31%", "25.34%")


def test_a_change_by_both_is_of_neither_alone_whatever_else_they_changed() -> None:
    both = editing.put(SUPPORT, ("goals", 0, "owner"), "Ada")
    mine = editing.put(both, ("goals", 0, "label"), "Relabelled")
    merged = merge(SUPPORT, mine, both)
    assert [change.path[-1] for change in merged.mine_only] == ["label"]
    assert merged.theirs_only == ()


def test_a_source_goes_with_the_value_it_is_about() -> None:
    mine = answering.answer(SUPPORT, COST, None, {"value": 31.0})
    theirs = editing.put(SUPPORT, ("assumptions", COST, "source"), ({"title": "Helpdesk report"},))
    theirs = editing.put(theirs, ("assumptions", COST, "grade"), "measured")
    found = clash(SUPPORT, mine, theirs)
    assert found.key == f"assumptions.{COST}.value"
    assert found.mine.startswith("$31.00 a contact")
    assert "Helpdesk report" in found.theirs
    merged = merge(SUPPORT, mine, theirs)
    assert merged.mine_only == merged.theirs_only == ()
    record = merged.resolve({found.key: "theirs"}).assumptions[COST]
    assert (record.value, record.grade) == (28.0, "measured")
    assert same(merged.resolve({found.key: "mine"}).assumptions[COST], mine.assumptions[COST])


def test_owner_and_note_of_an_answer_come_together_with_its_value() -> None:
    mine = answering.answer(SUPPORT, COST, None, {"value": 31.0})
    theirs = editing.put(SUPPORT, ("assumptions", COST, "owner"), "Head of support")
    record = merge(SUPPORT, mine, theirs).resolve().assumptions[COST]
    assert (record.value, record.owner) == (31.0, "Head of support")


def test_a_value_and_values_over_time_never_stand_side_by_side() -> None:
    plan = {"label": "Plan", "unit": "USD/month"}
    base = bare(assumptions={"plan": {**plan, "value": 100}})
    mine = bare(assumptions={"plan": {**plan, "value": 120}})
    theirs = bare(assumptions={"plan": {**plan, "schedule": {"by": "month", "values": [1, 2]}}})
    merged = merge(base, mine, theirs)
    assert merged.resolve({"assumptions.plan.value": "theirs"}).assumptions["plan"].schedule == Schedule(
        by="month", values=(1.0, 2.0)
    )
    assert merged.resolve({"assumptions.plan.value": "mine"}).assumptions["plan"].value == 120


def test_what_one_removed_and_the_other_changed_is_asked() -> None:
    index = next(i for i, item in enumerate(SUPPORT.requirements))
    name = SUPPORT.requirements[index].id
    mine = editing.remove_requirement(SUPPORT, index)
    theirs = editing.put(SUPPORT, ("requirements", index, "label"), "Single sign-on")
    found = clash(SUPPORT, mine, theirs)
    assert (found.key, found.mine, found.theirs) == (f"requirements.{name}", "", "Single sign-on")
    merged = merge(SUPPORT, mine, theirs)
    assert name not in [item.id for item in merged.resolve({found.key: "mine"}).requirements]
    kept = merged.resolve({found.key: "theirs"}).requirements
    assert [item.id for item in kept] == [item.id for item in SUPPORT.requirements]
    assert kept[index].label == "Single sign-on"


def test_what_one_removed_and_the_other_left_alone_is_removed() -> None:
    mine = editing.remove_goal(SUPPORT, 1)
    theirs = editing.put(SUPPORT, ("title",), "Theirs")
    both = merge(SUPPORT, mine, theirs).resolve()
    assert [goal.id for goal in both.goals] == [GOALS[0], *GOALS[2:]]
    assert both.title == "Theirs"


def test_items_that_both_add_stand_in_order_mine_first() -> None:
    mine = editing.add_goal(SUPPORT, "From me", "learning")
    theirs = editing.add_goal(SUPPORT, "From them", "learning")
    both = merge(SUPPORT, mine, theirs).resolve()
    assert [goal.id for goal in both.goals] == [*GOALS, "from_me", "from_them"]


def test_an_item_under_one_name_that_both_add_is_asked_field_by_field() -> None:
    mine = editing.put(SUPPORT, ("goals",), (*SUPPORT.goals, *editing.add_goal(bare(), "New", "learning").goals))
    theirs = editing.put(SUPPORT, ("goals",), (*SUPPORT.goals, *editing.add_goal(bare(), "New", "customer").goals))
    found = clash(SUPPORT, mine, theirs)
    assert (found.key, found.mine, found.theirs) == ("goals.new.perspective", "Learning and growth", "Customer")


def test_the_order_of_the_one_who_changed_it_holds() -> None:
    moved = editing.move(SUPPORT, ("goals", 0), 2)
    renamed = editing.put(SUPPORT, ("goals", 0, "label"), "Renamed")
    order = [*GOALS[1:3], GOALS[0], *GOALS[3:]]
    for pair in ((moved, renamed), (renamed, moved)):
        both = merge(SUPPORT, *pair).resolve()
        assert [goal.id for goal in both.goals] == order
        assert "Renamed" in [goal.label for goal in both.goals]


def test_two_new_orders_are_asked() -> None:
    mine, theirs = editing.move(SUPPORT, ("goals", 0), 1), editing.move(SUPPORT, ("goals", 1), 1)
    found = clash(SUPPORT, mine, theirs)
    assert (found.key, found.label) == ("goals.(order)", "Order of goals")
    assert found.mine.startswith(SUPPORT.goals[1].label)
    merged = merge(SUPPORT, mine, theirs)
    assert merged.resolve({found.key: "mine"}).goals == mine.goals
    assert merged.resolve({found.key: "theirs"}).goals == theirs.goals


def test_lists_of_names_come_together_name_by_name() -> None:
    mine, theirs = (
        editing.put(SUPPORT, ("kpis", 0, "goals"), goals)
        for goals in ((*SUPPORT.kpis[0].goals, GOALS[1]), tuple(reversed(GOALS[2:])))
    )
    assert SUPPORT.kpis[0].goals == GOALS[:1]
    # One adds the second goal; the other puts the third in place of the first; mine stands first.
    assert merge(SUPPORT, mine, theirs).resolve().kpis[0].goals == (GOALS[1], GOALS[2])


def test_how_a_line_is_computed_is_one_thing() -> None:
    line = {"id": "spend", "label": "Spend", "unit": "USD/month", "kind": "cost"}
    base = bare(lines=[{**line, "formula": "100"}])
    mine = bare(lines=[{**line, "formula": "120", "label": "Spending"}])
    theirs = bare(lines=[{**line, "choose": "method", "formulas": {"a": "1", "b": "2"}}])
    found = clash(base, mine, theirs)
    assert found.key == "lines.spend.formula"
    both = merge(base, mine, theirs).resolve({found.key: "theirs"}).lines[0]
    assert (both.label, both.formula, both.choose) == ("Spending", None, "method")


def test_scenarios_come_together_inside() -> None:
    name = next(iter(SUPPORT.scenarios))
    mine = editing.put(SUPPORT, ("scenarios", name, "note"), "Mine")
    theirs = answering.answer(SUPPORT, COST, name, {"value": 20.0})
    both = merge(SUPPORT, mine, theirs).resolve().scenarios[name]
    assert (both.note, both.assumptions[COST].value) == ("Mine", 20.0)


def test_what_a_line_is_goes_with_what_only_such_lines_have() -> None:
    line = {"id": "gain", "label": "Gain", "unit": "USD/month", "kind": "benefit", "class": "margin", "formula": "1"}
    base = bare(lines=[line])
    mine = bare(lines=[{**line, "kind": "driver"}])
    theirs = bare(lines=[{**line, "attribution": "0.5"}])
    found = clash(base, mine, theirs)
    assert found.key == "lines.gain.kind"
    assert merge(base, mine, theirs).resolve({found.key: "theirs"}).lines[0].attribution == "0.5"


def test_changes_that_make_no_case_together_say_so() -> None:
    # 2,000 own lines are the most a case may have: each adds one to 1,999.
    line = {"unit": "USD/month", "kind": "cost", "formula": "1"}
    lines = [{**line, "id": f"line_{number}", "label": f"Line {number}"} for number in range(1_999)]
    base, mine, theirs = (
        bare(lines=[*lines, *({**line, "id": name, "label": name} for name in names)]) for names in ((), "a", "b")
    )
    with pytest.raises(CaseProblems) as caught:
        merge(base, mine, theirs).resolve()
    assert caught.value.problems[0].path == ("lines",)


def test_a_link_to_what_the_other_removed_is_said_where_the_case_is_checked() -> None:
    mine = editing.remove_goal(SUPPORT, 2)
    theirs = editing.put(SUPPORT, ("kpis", 0, "goals"), (*SUPPORT.kpis[0].goals, GOALS[2]))
    both = merge(SUPPORT, mine, theirs).resolve()
    assert GOALS[2] in both.kpis[0].goals
    assert GOALS[2] not in [goal.id for goal in both.goals]


def test_streams_are_named_by_their_titles() -> None:
    mine = editing.switch_off(SUPPORT, "onboarding", library())
    theirs = editing.put(SUPPORT, ("streams", "onboarding", "attribution"), "0.4")
    found = clash(SUPPORT, mine, theirs)
    assert (found.key, found.label) == ("streams.onboarding", library().streams["onboarding"].title)
    assert (found.mine, found.theirs) == ("", "in use")
