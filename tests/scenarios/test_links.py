"""What is tied to what in a case, and what is tied to nothing."""

from __future__ import annotations

from typing import Any

from model.case import Case
from model.line import Library
from scenarios import editing, links
from tests.cases import BARE, case_file

TIED: dict[str, Any] = {
    "goals": [
        {"id": "calls", "label": "Fewer calls", "perspective": "process", "served_by": ["support_deflection"]},
        {"id": "stay", "label": "Customers stay", "perspective": "customer", "served_by": ["retention"]},
        {"id": "learn", "label": "Learn", "perspective": "learning"},
    ],
    "audiences": [
        {
            "id": "buyers",
            "label": "Buyers",
            "role": "customers",
            "needs": [
                {"id": "help", "label": "Help", "phase": "retention", "goals": ["calls"]},
                {"id": "news", "label": "News", "phase": "awareness"},
            ],
        },
        {"id": "firms", "label": "Firms", "role": "partners", "needs": [{"id": "leads", "label": "Leads", "phase": "purchase"}]},
    ],
    "requirements": [
        {"id": "search", "label": "Search", "needs": ["help", "news"], "goals": ["calls"]},
        {"id": "skin", "label": "Own colours"},
    ],
    "kpis": [{"id": "count", "label": "Calls", "goals": ["calls"], "target": {"value": 1, "month": 6, "reason": "Asked"}}],
    "streams": {"support_deflection": {}},
}  # fmt: skip


def case(**fields: Any) -> Case:
    return case_file(BARE | TIED | fields).case


def test_goals_without_measure_and_without_value_are_named(shelf: Library) -> None:
    assert links.unmeasured(case()) == {"stay", "learn"}
    assert links.unserved(case(), shelf) == {"stay", "learn"}  # retention is named, and not switched on


def test_an_own_line_or_the_stream_it_stands_under_serves_a_goal(shelf: Library) -> None:
    line = {"id": "extra", "label": "Extra", "unit": "USD/month", "kind": "benefit", "class": "margin", "formula": "1", "stream": "mine"}  # fmt: skip
    for name in ("extra", "mine"):
        goals = [{"id": "a", "label": "A", "perspective": "financial", "served_by": [name]}]
        assert (
            links.unserved(case(lines=[line], goals=goals, audiences=[], requirements=[], kpis=[]), shelf)
            == frozenset()
        )


def test_needs_goals_and_requirements_without_a_tie_are_named() -> None:
    assert [need.id for need in links.needs_without_goal(case())] == ["news", "leads"]
    assert [goal.id for goal in links.goals_without_need(case())] == ["stay", "learn"]
    assert [need.id for need in links.needs_without_requirement(case())] == ["leads"]
    assert [item.id for item in links.requirements_without_need(case())] == ["skin"]


def test_a_requirement_that_serves_both_implies_a_tie() -> None:
    # `search` meets help and news, and serves calls; help is tied to calls already.
    assert links.implied(case()) == (("news", "calls"),)


def test_a_need_is_found_by_its_name() -> None:
    assert links.place_of_need(case(), "leads") == (1, 0)
    assert links.place_of_need(case(), "none") is None


def test_what_could_serve_a_goal_holds_all_it_names_already(shelf: Library) -> None:
    goals = case(
        goals=[{"id": "a", "label": "A", "perspective": "financial", "served_by": ["retention", "close_rate_margin", "people"]}],
        audiences=[], requirements=[], kpis=[],
    )  # fmt: skip
    offered = links.servers(goals, shelf, goals.goals[0])
    assert set(goals.goals[0].served_by) <= set(offered)
    assert {stream.id for stream in shelf.streams.values() if stream.kind == "value"} <= set(offered)
    assert offered["support_deflection"].endswith("(in your case)")


def test_typical_goals_and_needs_are_said_once_with_who_said_them_first() -> None:
    second = case(organisation="Second")
    assert links.typical_goals([case(), second])["process"] == {"Fewer calls": "Test"}
    found = links.typical_needs([case(), second], "customers")
    assert found == {"retention": {"Help": "Test"}, "awareness": {"News": "Test"}}


def test_a_stream_is_said_to_serve_goals_from_its_own_side(shelf: Library) -> None:
    # Support deflection changes the internal process, and so does the goal `calls`; the others look from elsewhere.
    assert links.served_goals(case(), shelf, "support_deflection") == ("calls",)
    assert links.goals_for(case(), shelf, "support_deflection") == {
        "calls": "Fewer calls (recommended)",
        "stay": "Customers stay",
        "learn": "Learn",
    }
    both = editing.serve(case(), "support_deflection", ["learn", "stay"], shelf)
    assert [goal.served_by for goal in both.goals] == [(), ("retention", "support_deflection"), ("support_deflection",)]
    none = editing.serve(both, "support_deflection", [], shelf)
    assert [goal.served_by for goal in none.goals] == [(), ("retention",), ()]


def test_a_goal_that_names_a_line_of_a_stream_keeps_it(shelf: Library) -> None:
    goals = [{"id": "a", "label": "A", "perspective": "process", "served_by": ["deflection_saving"]}]
    one = case(goals=goals, audiences=[], requirements=[], kpis=[])
    assert links.served_goals(one, shelf, "support_deflection") == ("a",)
    assert editing.serve(one, "support_deflection", ["a"], shelf).goals == one.goals
    assert editing.serve(one, "support_deflection", [], shelf).goals[0].served_by == ()
