"""Changes to a case: each gives a whole new case, with the links and the evidence that go with it, and leaves the old one."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assumptions.loader import library
from model.case import Case, Overlay
from model.evidence import Assumption
from model.line import Library, Line, StreamChoice
from model.problems import CaseProblems, Complaint, Path
from scenarios import answering, editing
from scenarios.files import read_case, read_case_file
from scenarios.standing import stand
from scenarios.writing import case_yaml
from tests.cases import BARE, amount, cost
from tests.conftest import ROOT

SHIPPED = sorted(path for name in ("examples", "templates") for path in (ROOT / "scenarios" / name).glob("*.yaml"))
BENEFIT = cost("gain", "price", kind="benefit", **{"class": "cashable"})


def bare(**fields: Any) -> Case:
    return Case.model_validate(BARE | fields)


def written(case: Case) -> Case:
    """The case itself, once it is sure that its text reads back to the same one, stating the same."""
    again = read_case(case_yaml(case), "case.yaml").case
    assert again == case
    assert case_yaml(again) == case_yaml(case)
    return case


# --- put, at, add, drop, move -------------------------------------------------------------------------------------


def test_a_value_is_put_at_any_depth_and_the_old_case_stays() -> None:
    case = bare(lines=[cost(), cost("rent")], assumptions={"price": amount(1)})
    before = case_yaml(case)
    changed = written(editing.put(case, ("lines", 1, "label"), "Rent of rooms"))
    assert [line.label for line in changed.lines] == ["Spend", "Rent of rooms"]
    assert changed.lines[0] is case.lines[0]
    changed = written(editing.put(changed, ("assumptions", "price", "value"), 2.5))
    assert editing.at(changed, ("assumptions", "price", "value")) == 2.5
    changed = written(editing.put(changed, ("discount", "rate"), 0.08))
    assert changed.discount.rate == 0.08
    assert case_yaml(case) == before


def test_nothing_takes_an_optional_field_away() -> None:
    case = written(editing.put(bare(author="Ada"), ("author",), None))
    assert case == bare()
    assert "author" not in case.model_fields_set


def test_what_stands_there_already_changes_nothing() -> None:
    case = bare()
    assert editing.put(case, ("title",), "Bare") is case
    assert editing.put(case, ("without",), ()) is case


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("title",), None, "This cannot be empty."),
        (("lines", 0, "label"), None, "This cannot be empty."),
        (("start",), "soon", "does not have the form"),
        (("months",), 0, "greater than or equal to 1"),
        (("discount", "rate"), 8.0, "8% is 0.08"),
        (("lines", 0, "formula"), "1 +", "formula"),
        (("lines", 7, "label"), "Rent", "no longer in the case"),
        (("scenarios", "gone", "label"), "Poor", "no longer in the case"),
    ],
)
def test_what_cannot_be_taken_is_explained_and_names_its_place(path: Path, value: Any, said: str) -> None:
    with pytest.raises(CaseProblems, match=said) as caught:
        editing.put(bare(lines=[cost()]), path, value)
    problem = caught.value.problems[0]
    assert problem.path[: len(path) - 1] == path[:-1] or problem.code == "gone"
    assert problem.what
    assert problem.remedy


def test_looking_where_nothing_stands_finds_nothing() -> None:
    case = bare(lines=[cost()])
    for path in (("lines", 3, "label"), ("assumptions", "price", "value"), ("community", "vision"), ("nothing",)):
        assert editing.at(case, path) is None


def test_items_are_added_dropped_and_moved() -> None:
    case = bare(lines=[cost("a"), cost("b"), cost("c")], assumptions={"x": amount(1), "y": amount(2)})
    names = lambda found: [line.id for line in found.lines]  # noqa: E731
    assert names(written(editing.add(case, ("lines",), case.lines[0].model_copy(update={"id": "d"})))) == [*"abcd"]
    assert names(written(editing.drop(case, ("lines", 1)))) == ["a", "c"]
    assert list(written(editing.drop(case, ("assumptions", "x"))).assumptions) == ["y"]
    assert editing.drop(case, ("assumptions", "gone")) == case
    assert names(written(editing.move(case, ("lines", 2), -1))) == ["a", "c", "b"]
    assert names(editing.move(case, ("lines", 0), 1)) == ["b", "a", "c"]
    assert names(editing.move(case, ("lines", 0), -1)) == names(editing.move(case, ("lines", 2), 1)) == [*"abc"]
    with pytest.raises(CaseProblems, match="no longer"):
        editing.move(case, ("lines", 3), -1)


@pytest.mark.parametrize(
    ("label", "taken", "name"),
    [
        ("Price of a manual", (), "price_of_a_manual"), ("Über-Größe (m²)", (), "uber_groe_m2"), ("2027 budget", (), "item_2027_budget"),
        ("价格", (), "item"), ("", (), "item"), ("💡", ("item",), "item_2"), ("Price", ("price", "price_2"), "price_3"),
        ("if", (), "if_2"), ("Min", (), "min_2"), ("a" * 90, (), "a" * 40), ("x" * 39 + " y", (), "x" * 39),
        ("<script>alert(1)</script>", (), "script_alert_1_script"),
    ],
)  # fmt: skip
def test_a_name_is_made_of_a_label(label: str, taken: tuple[str, ...], name: str) -> None:
    assert editing.new_id(label, taken) == name
    assert written(bare(assumptions={name: amount(1)}))


@given(st.text(max_size=60), st.lists(st.sampled_from(["item", "item_2", "a", "min", "min_2"])))
def test_a_new_name_is_always_free_and_can_stand_in_formulas(label: str, taken: list[str]) -> None:
    name = editing.new_id(label, taken)
    assert name not in taken
    assert Case.model_validate(BARE | {"assumptions": {name: 1}, "lines": [cost(name)]})


def test_a_name_is_switched_in_a_list() -> None:
    assert editing.toggled(("a", "b"), "b") == ("a",)
    assert editing.toggled(["a"], "b") == ("a", "b")


# --- answers ------------------------------------------------------------------------------------------------------


def answered(changes: dict[str, Any], scenario: str | None = None, **record: Any) -> Assumption | None:
    """The record of an answer after a change, in a case that stated something of it before."""
    case = bare(
        assumptions={"leave_rate": record} if record and scenario is None else {},
        scenarios={"poor": {"assumptions": {"leave_rate": record}} if record else {}},
        vendors=[{"id": "fora", "label": "Fora", "assumptions": {"leave_rate": record} if record else {}}],
    )
    before = case_yaml(case)
    after = written(answering.answer(case, "leave_rate", scenario, changes))
    assert case_yaml(case) == before
    return answering.stated_answer(after, "leave_rate", scenario)


@pytest.mark.parametrize("scenario", [None, "poor", "fora"])
def test_an_answer_is_stated_changed_and_taken_away(scenario: str | None) -> None:
    assert answered({"value": 0.02}, scenario) == Assumption(value=0.02)
    assert answered({"value": 0.03}, scenario, value=0.02) == Assumption(value=0.03)
    assert answered({"value": None}, scenario, value=0.02, low=0.01, high=0.03, source="CRM", grade="measured") is None
    assert answered({"value": None}, scenario) is None


def test_a_new_value_drops_what_spoke_of_the_old_one() -> None:
    published = {"source": "Survey 2019", "grade": "published"}
    assert answered({"value": 0.03}, value=0.02, **published) == Assumption(value=0.03)
    assert answered({"value": 0.03}, value=0.02, grade="guess") == Assumption(value=0.03)
    assert answered({"value": 0.03}, value=0.02, source="Somebody") == Assumption(value=0.03)


@pytest.mark.parametrize("grade", ["measured", "expert"])
def test_a_new_value_keeps_what_was_found_here(grade: str) -> None:
    found = answered({"value": 0.03}, value=0.02, source="CRM", grade=grade, owner="Ada", note="Each May")
    assert found == Assumption(value=0.03, source="CRM", grade=grade, owner="Ada", note="Each May")


def test_a_range_stays_as_long_as_it_holds_the_value() -> None:
    span = {"low": 0.01, "high": 0.04, "distribution": "pert"}
    assert answered({"value": 0.04}, value=0.02, **span) == Assumption(value=0.04, **span)
    assert answered({"value": 0.05}, value=0.02, **span) == Assumption(value=0.05)
    assert answered({"value": 0.05}, value=0.02, aace=3, distribution="pert") == Assumption(
        value=0.05, aace=3, distribution="pert"
    )
    assert answered({"value": 0.05}, value=0.02, aace=3, low=0.01, high=0.03) == Assumption(value=0.05, aace=3)


def test_a_plan_of_values_keeps_its_range_in_multiples() -> None:
    by_year = {"by": "year", "values": [1.0, 2.0], "spread": "level"}
    other = by_year | {"values": [1.0, 3.0]}
    span = {"low": 0.8, "high": 1.2}
    assert answered({"schedule": other}, schedule=by_year, **span) == Assumption(schedule=other, **span)
    # As one value of 1, the range would read from 0.8 to 1.2 of it; it was never said so.
    assert answered({"schedule": None, "value": 1.0}, schedule=by_year, **span) == Assumption(value=1.0)
    assert answered({"schedule": by_year}, value=1.0, **span) == Assumption(schedule=by_year)
    assert answered({"schedule": None, "value": None}, schedule=by_year, **span) is None


def test_evidence_is_stated_beside_a_value_and_taken_away() -> None:
    assert answered({"source": ({"title": "CRM"},)}, value=0.02) == Assumption(value=0.02, source="CRM")
    assert answered({"grade": None}, value=0.02, grade="guess") == Assumption(value=0.02)
    assert answered({"owner": "Ada"}) == Assumption(owner="Ada")
    assert answered({"owner": None}, owner="Ada") is None


def test_an_assumption_of_its_own_stays_what_it_is_without_a_value() -> None:
    what = {"label": "Price", "unit": "USD/item", "limits": [0.0, None]}
    assert answered({"value": None}, value=3, source="Shop", **what) == Assumption(**what)


def test_a_range_is_stated_and_taken_away_as_a_whole() -> None:
    case = bare(assumptions={"leave_rate": {"value": 0.02, "aace": 3, "distribution": "pert"}})
    case = written(answering.bounded(case, "leave_rate", None, (0.01, 0.02)))
    assert case.assumptions["leave_rate"].range() == (0.01, 0.02)
    case = written(answering.bounded(case, "leave_rate", None, None))
    assert case.assumptions["leave_rate"] == Assumption(value=0.02)
    case = bare(scenarios={"poor": {}})
    assert answering.bounded(case, "leave_rate", "poor", None) == case


def test_the_rise_in_pay_has_a_place_of_its_own() -> None:
    case = written(answering.answer(bare(scenarios={"poor": {}}), "inflation", None, {"value": 0.03}))
    assert case.inflation == Assumption(value=0.03)
    case = written(answering.answer(case, "inflation", "poor", {"value": 0.05}))
    assert case.scenarios["poor"].inflation == Assumption(value=0.05)
    case = written(answering.answer(case, "inflation", "poor", {"value": None}))
    assert case.scenarios["poor"].inflation is None
    assert written(answering.answer(case, "inflation", None, {"value": None})).inflation is None
    assert answering.answer(bare(), "inflation", None, {"value": None}) == bare()


def test_the_rise_in_pay_is_stated_in_one_place_only() -> None:
    case = bare(assumptions={"inflation": 0.03}, scenarios={"poor": {}}, vendors=[{"id": "fora", "label": "Fora"}])
    case = answering.answer(case, "inflation", None, {"value": 0.04})
    case = answering.answer(case, "inflation", "poor", {"value": 0.05})
    case = written(answering.answer(case, "inflation", "fora", {"value": 0.02}))
    assert [case.inflation, case.assumptions["inflation"].value] == [None, 0.04]
    assert case.scenarios["poor"].assumptions["inflation"].value == 0.05
    alone = bare(scenarios={"poor": {"assumptions": {"inflation": 0.05}}})
    assert answering.answer(alone, "inflation", "poor", {"value": 0.06}).scenarios["poor"].inflation is None
    both = bare(inflation=0.03, vendors=[{"id": "fora", "label": "Fora"}])
    with pytest.raises(Complaint, match="vendor to vendor"):
        answering.answer(both, "inflation", "fora", {"value": 0.02})


def test_an_answer_in_a_scenario_that_is_gone_is_refused() -> None:
    for name in ("leave_rate", "inflation"):
        with pytest.raises(CaseProblems, match="no longer"):
            answering.answer(bare(), name, "gone", {"value": 0.02})


# --- streams ------------------------------------------------------------------------------------------------------

TECHNOLOGY = {
    "streams": {"technology": {"lines": ["platform_licence", "hosting"], "choose": {"licence_model": "flat"}}, "people": {}},
    "without": ["hosting", "direction"],
    "scenarios": {
        "lean": {"without": ["hosting", "people"], "label": "Lean"},
        "own": {"streams": {"technology": {"choose": {"licence_model": "per_member"}}, "people": {}}},
        "nothing": {"without": "all"},
    },
    "vendors": [{"id": "fora", "label": "Fora", "streams": {"technology": {"choose": {"licence_model": "per_member"}}}}],
    "assumptions": {"licence_fee": 12_000},
}  # fmt: skip


def test_a_stream_is_switched_on_whole_or_in_part(shelf: Library) -> None:
    case = written(editing.switch_on(bare(), "technology"))
    assert case.streams == {"technology": StreamChoice()}
    case = written(editing.switch_on(bare(), "technology", ("hosting",)))
    assert editing.counted_lines(case, "technology", shelf) == ("hosting",)
    assert editing.counted_lines(case, "people", shelf) == ()


def test_switching_off_cleans_every_place_that_names_the_stream(shelf: Library) -> None:
    case = bare(**TECHNOLOGY)
    before = case_yaml(case)
    off = written(editing.switch_off(case, "technology", shelf))
    assert list(off.streams) == ["people"]
    assert off.without == ("direction",)
    assert off.scenarios["lean"].without == ("people",)
    assert list(off.scenarios["own"].streams) == ["people"]
    assert off.scenarios["nothing"].without == ("all",)
    assert off.vendors[0].streams == {}
    assert off.assumptions == case.assumptions  # kept for the day it is switched on again
    assert case_yaml(case) == before


def test_switching_off_what_nobody_names_changes_nothing_else(shelf: Library) -> None:
    case = bare(streams={"people": {}}, scenarios={"lean": {"label": "Lean"}}, vendors=[{"id": "a", "label": "A"}])
    off = editing.switch_off(case, "people", shelf)
    assert "without" not in case_yaml(off)
    assert off.scenarios == case.scenarios
    assert off.vendors[0].model_fields_set == {"id", "label"}
    assert editing.switch_off(off, "people", shelf) == off


def test_counted_lines_are_those_that_are_picked(shelf: Library) -> None:
    case = bare(**TECHNOLOGY)
    assert editing.counted_lines(case, "technology", shelf) == ("platform_licence",)
    case = written(editing.count_lines(case, "technology", ("platform_licence", "hosting"), shelf))
    assert editing.counted_lines(case, "technology", shelf) == ("platform_licence", "hosting")
    assert case.without == ("direction",)
    assert case.streams["technology"].choose == {"licence_model": "flat"}
    assert "technology" not in written(editing.count_lines(case, "technology", (), shelf)).streams
    assert editing.count_lines(bare(), "technology", (), shelf) == bare()
    new = written(editing.count_lines(bare(), "technology", ("hosting",), shelf))
    assert new.streams["technology"].lines == ("hosting",)


def test_every_line_is_counted_unless_some_are_picked(shelf: Library) -> None:
    every = tuple(line.id for line in shelf.streams["people"].lines if line.is_money)
    assert editing.counted_lines(bare(streams={"people": {}}), "people", shelf) == every


def test_a_choice_is_answered_for_all_or_for_one_audience() -> None:
    customers = {"id": "customers", "label": "Customers", "role": "customers", "choose": {"curve": "bass"}}
    case = bare(audiences=[customers])
    case = written(editing.choose(case, "membership", "curve", "doubling"))
    assert case.streams["membership"].choose == {"curve": "doubling"}
    case = written(editing.choose(case, "membership", "access", "open"))
    assert case.streams["membership"].choose == {"curve": "doubling", "access": "open"}
    case = written(editing.choose(case, "membership", "curve", "steady", "customers"))
    assert case.audiences[0].choose == {"curve": "steady"}


# --- what is linked -----------------------------------------------------------------------------------------------

LINKED: dict[str, Any] = {
    "goals": [
        {"id": "serve", "label": "Serve more", "perspective": "process", "served_by": ["gain", "ours", "people"]},
        {"id": "keep", "label": "Keep more", "perspective": "customer", "served_by": ["gain"]},
    ],
    "audiences": [
        {"id": "customers", "label": "Customers", "role": "customers",
         "needs": [{"id": "answer", "label": "An answer", "phase": "retention", "goals": ["serve", "keep"]},
                   {"id": "peers", "label": "Peers", "phase": "retention"}]},
        {"id": "partners", "label": "Partners", "role": "partners",
         "needs": [{"id": "news", "label": "News", "phase": "awareness", "goals": ["keep"]}]},
    ],
    "dimensions": {"site": [{"id": "berlin", "label": "Berlin"}]},
    "requirements": [
        {"id": "search", "label": "Search", "needs": ["answer", "news"], "goals": ["serve"]},
        {"id": "groups", "label": "Groups", "needs": ["peers"], "goals": ["keep"]},
    ],
    "kpis": [{"id": "found", "label": "Found", "goals": ["serve", "keep"], "needs": ["answer", "news"],
              "target": {"value": 0.5, "month": 12, "reason": "Agreed"}}],
    "streams": {"support_deflection": {"audiences": ["customers", "partners"]}, "retention": {"audiences": ["customers"]}},
    "assumptions": {
        "price": amount(1), "reach[customers]": 0.5, "reach[partners]": 0.4,
        "rent[customers,berlin]": amount(3), "rent[partners,berlin]": amount(4),
    },
    "lines": [BENEFIT, cost("other", stream="ours"), cost("spend", "price")],
    "scenarios": {"poor": {"assumptions": {"reach[customers]": 0.3, "reach[partners]": 0.2}, "without": ["gain", "spend"],
                           "streams": {"retention": {"audiences": ["customers"]}}}},
    "vendors": [{"id": "fora", "label": "Fora", "scores": {"search": 4, "groups": 2}, "assumptions": {"reach[customers]": 0.6},
                 "streams": {"support_deflection": {"audiences": ["customers", "partners"]}}}],
}  # fmt: skip


def named_in(case: Case) -> str:
    return case_yaml(written(case))


def test_a_goal_goes_with_the_links_to_it() -> None:
    case = editing.remove_goal(bare(**LINKED), 0)
    assert "serve," not in named_in(case)
    assert [goal.id for goal in case.goals] == ["keep"]
    assert case.kpis[0].goals == ("keep",)
    assert case.requirements[0].goals == ()
    assert case.audiences[0].needs[0].goals == ("keep",)
    assert case.requirements[1] is bare(**LINKED).requirements[1] or case.requirements[1].goals == ("keep",)


def test_a_need_goes_with_the_links_to_it() -> None:
    case = editing.remove_need(bare(**LINKED), 0, 0)
    assert "answer" not in named_in(case)
    assert [need.id for need in case.audiences[0].needs] == ["peers"]
    assert case.requirements[0].needs == case.kpis[0].needs == ("news",)


def test_an_audience_goes_with_its_needs_answers_and_links() -> None:
    case = editing.remove_audience(bare(**LINKED), 0)
    text = named_in(case)
    assert [word for word in ("customers", "answer", "peers") if word in text] == []
    assert list(case.assumptions) == ["price", "reach[partners]", "rent[partners, berlin]"]
    assert list(case.scenarios["poor"].assumptions) == ["reach[partners]"]
    assert case.vendors[0].assumptions == {}
    assert case.streams["support_deflection"].audiences == ("partners",)
    assert case.streams["retention"].audiences is None  # by its role again
    assert case.scenarios["poor"].streams["retention"].audiences is None
    assert case.vendors[0].streams["support_deflection"].audiences == ("partners",)


def test_a_requirement_goes_with_its_scores() -> None:
    case = editing.remove_requirement(bare(**LINKED), 0)
    named_in(case)
    assert [requirement.id for requirement in case.requirements] == ["groups"]
    assert case.vendors[0].scores == {"groups": 2}


def test_a_line_goes_from_goals_and_scenarios_with_the_group_it_was_alone_in() -> None:
    case = editing.remove_line(bare(**LINKED), 0)
    named_in(case)
    assert [goal.served_by for goal in case.goals] == [("ours", "people"), ()]
    assert case.scenarios["poor"].without == ("spend",)
    case = editing.remove_line(case, 0)
    assert case.goals[0].served_by == ("people",)
    assert [line.id for line in case.lines] == ["spend"]
    # A stream of the library may be served by lines of its own too; the goal keeps it.
    shared = bare(**LINKED | {"lines": [cost("extra", stream="people")], "scenarios": {}})
    assert "people" in editing.remove_line(shared, 0).goals[0].served_by


# --- strategy, audience and needs ---------------------------------------------------------------------------------


def test_a_community_is_described_word_by_word() -> None:
    case = written(editing.describe(bare(), "kind", "support"))
    case = written(editing.envision(case, "place", "people who ask"))
    case = written(editing.envision(case, "benefit", "answers"))
    assert case.community is not None
    assert str(case.community.vision).startswith(
        "Our community is the place for people who ask. Members will benefit from answers"
    )
    case = editing.envision(editing.envision(case, "place", None), "benefit", None)
    assert case.community is not None
    assert case.community.vision is None
    assert written(editing.describe(case, "kind", None)).community is None
    assert editing.describe(bare(), "kind", None) == bare()


def test_parts_are_added_under_free_names() -> None:
    case = bare(**LINKED)
    case = editing.add_goal(case, " Serve ", "process")
    case = editing.add_audience(case, "Berlin", "employees")
    case = editing.add_need(case, 2, "Answer", "retention")
    case = written(editing.add_requirement(case, "Search", "must", ("news",)))
    assert (case.goals[-1].id, case.goals[-1].label) == ("serve_2", "Serve")
    assert case.audiences[-1].id == "berlin_2"  # there is a site of that name
    assert case.audiences[-1].needs[0].id == "answer_2"
    assert (case.requirements[-1].id, case.requirements[-1].needs) == ("search_2", ("news",))
    assert editing.add_requirement(case, "Groups", "could").requirements[-1].needs == ()


def test_what_has_no_name_is_not_added() -> None:
    for add in (
        lambda case: editing.add_goal(case, " ", "process"),
        lambda case: editing.add_audience(case, "", "customers"),
        lambda case: editing.add_need(case, 0, " ", "retention"),
        lambda case: editing.add_requirement(case, "", "must"),
    ):
        with pytest.raises(CaseProblems):
            add(bare(**LINKED))


def test_an_item_is_moved_among_those_that_are_alike() -> None:
    needs = [
        {"id": name, "label": name, "phase": phase}
        for name, phase in zip("abcd", ["retention", "awareness", "retention", "retention"], strict=True)
    ]
    case = bare(audiences=[{"id": "customers", "label": "Customers", "role": "customers", "needs": needs}])
    order = lambda found: "".join(need.id for need in found.audiences[0].needs)  # noqa: E731
    path: Path = ("audiences", 0, "needs")
    assert order(editing.move_among(case, (*path, 2), -1, "phase")) == "cabd"
    assert order(editing.move_among(case, (*path, 0), 1, "phase")) == "bcad"
    assert order(editing.move_among(case, (*path, 3), 1, "phase")) == "abcd"


# --- any changes in any order -------------------------------------------------------------------------------------


def _edits(draw: st.DrawFn, case: Case) -> Case:
    """One change of the kinds the pages make, at a random place."""
    shelf = library()
    picks: dict[str, Any] = {
        "value": lambda: answering.answer(
            case, draw(st.sampled_from(sorted(shelf.assumptions))), draw(st.sampled_from([None, *case.options])),
            {"value": draw(st.sampled_from([None, 0.0, 0.5, 1.0, 12.0, 5e4, -3.0]))},
        ),
        "own value": lambda: answering.answer(
            case, draw(st.sampled_from([*case.assumptions] or ["reach"])), draw(st.sampled_from([None, *case.options])),
            {"value": draw(st.sampled_from([None, 0.25, 700.0]))},
        ),
        "switch on": lambda: editing.switch_on(case, draw(st.sampled_from([*shelf.streams]))),
        "switch off": lambda: editing.switch_off(case, draw(st.sampled_from([*case.streams] or ["people"])), shelf),
        "lines": lambda: _count(draw, case, shelf),
        "choice": lambda: editing.choose(case, "technology", "licence_model", draw(st.sampled_from(["flat", "per_member"]))),
        "goal": lambda: editing.remove_goal(case, draw(st.integers(0, len(case.goals) - 1))) if case.goals else case,
        "audience": lambda: editing.remove_audience(case, draw(st.integers(0, len(case.audiences) - 1))) if case.audiences else case,
        "need": lambda: editing.remove_need(case, 0, 0) if case.audiences and case.audiences[0].needs else case,
        "requirement": lambda: editing.remove_requirement(case, 0) if case.requirements else case,
        "line": lambda: editing.remove_line(case, draw(st.integers(0, len(case.lines) - 1))) if case.lines else case,
        "move": lambda: editing.move(case, ("lines", draw(st.integers(0, len(case.lines) - 1))), draw(st.sampled_from([-1, 1]))) if case.lines else case,
        "formula": lambda: editing.add(case, ("lines",), _line(draw, case)),
        "scenario": lambda: editing.put(case, ("scenarios", editing.new_id("Poor", case.options)), Overlay(label="Poor")),
        "no scenario": lambda: editing.drop(case, ("scenarios", draw(st.sampled_from([*case.scenarios] or ["none"])))),
        "months": lambda: editing.put(case, ("months",), draw(st.sampled_from([1, 7, 36, 60]))),
        "community": lambda: editing.describe(case, "access", draw(st.sampled_from([None, "public", "gated"]))),
    }  # fmt: skip
    return picks[draw(st.sampled_from(sorted(picks)))]()


def _count(draw: st.DrawFn, case: Case, shelf: Library) -> Case:
    stream = draw(st.sampled_from([name for name, stream in shelf.streams.items() if stream.kind != "driver"]))
    money = [line.id for line in shelf.streams[stream].lines if line.is_money]
    return editing.count_lines(case, stream, tuple(draw(st.lists(st.sampled_from(money), unique=True))), shelf)


def _line(draw: st.DrawFn, case: Case) -> Any:
    formula = draw(
        st.sampled_from(["0", "nonsense", "licence_fee", "price * 2", "1 / 0", *(line.id for line in case.lines)])
    )
    name = editing.new_id("own cost", [line.id for line in case.lines])
    line = {"id": name, "label": "Own", "kind": "cost", "unit": f"{case.currency}/month", "formula": formula}
    return bare(lines=[line]).lines[0]


CASES = [read_case_file(path).case for path in SHIPPED] + [bare(), bare(**LINKED)]


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_any_changes_leave_a_case_that_stands_and_reads_back(data: st.DataObject) -> None:
    case = data.draw(st.sampled_from(CASES))
    before = case_yaml(case)
    changed = case
    for _ in range(data.draw(st.integers(1, 6))):
        try:
            changed = _edits(data.draw, changed)
        except (CaseProblems, Complaint):
            continue
    written(changed)
    scenario = data.draw(st.sampled_from([None, *changed.options]))
    standing = stand(changed, scenario, cash_only=data.draw(st.booleans()))
    assert standing.is_complete == (not standing.problems)
    assert case_yaml(case) == before


def test_another_currency_renames_the_units_of_the_case_and_nothing_else() -> None:
    case = editing.put(
        read_case_file(ROOT / "scenarios/examples/sps_commerce.yaml").case,
        ("assumptions", "fee"),
        Assumption(label="Fee", unit="USD/item", value=2.0),
    )
    line = {"id": "own", "label": "Own", "kind": "cost", "unit": "USD/month", "formula": "fee * 3"}
    case = editing.add(case, ("lines",), Line.model_validate(line))
    new = editing.recounted(case, "EUR")
    assert (new.currency, new.lines[-1].unit, new.assumptions["fee"].unit) == ("EUR", "EUR/month", "EUR/item")
    assert new.assumptions["fee"].value == 2.0
    assert editing.recounted(new, "USD") == case
    with pytest.raises(CaseProblems):
        editing.recounted(case, "EURO")
