"""Budget: costs are picked and answered group by group, and drawn by month, quarter and year."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from assumptions.loader import library
from exports import wording
from model.case import Case
from scenarios import drafts, editing
from scenarios.standing import SHARED, stand
from tests.cases import BARE
from tests.ui.conftest import case_of, opened, ran, shown

COSTS = [name for name, stream in library().streams.items() if stream.kind == "cost"]


def on(group: str, case: Case | None = None, **link: str) -> AppTest:
    """The page on one of its groups, on a draft or on what a link names."""
    if case is not None:
        link = {"draft": drafts.save(drafts.new_id(), case, origin="blank").id}
    app = opened("budget", **link or {"case": "support_b2b"})
    app.session_state["picked:budget"] = group
    return ran(app.run())


def bare(**fields: Any) -> Case:
    return Case.model_validate(BARE | fields)


def test_a_case_without_costs_is_told_where_to_begin() -> None:
    app = on("overview", bare())
    assert "Choose what will be paid" in shown(app)
    app.button(key="begin-people").click().run()
    assert app.session_state["picked:budget"] == "people"
    assert "Nothing is chosen yet" in shown(ran(app))


@pytest.mark.parametrize("period", ["month", "quarter", "year"])
def test_the_budget_is_shown_by_period(period: str) -> None:
    app = on("overview")
    control = next(group for group in app.get("button_group") if group.key == "period")
    control.set_value(period).run()
    assert "All costs, undiscounted" in shown(ran(app))
    analysis = stand(case_of(app)).analysis
    assert analysis is not None
    assert wording.money(analysis.appraisal.figures.total_costs, "USD") in shown(app)


@pytest.mark.parametrize("name", COSTS)
def test_every_cost_group_asks_its_questions(name: str) -> None:
    case = editing.switch_on(bare(), name)
    for choice, asked in library().streams[name].choices.items():
        case = editing.choose(case, name, choice, next(iter(asked.options)))
    app = on(name, case)
    assert library().streams[name].title in shown(app)
    boxes = {box.key for box in app.text_input}
    missing = [q.name for q in stand(case).asked(name) if q.is_missing]
    assert [question for question in missing if f"answer::{question}:value" not in boxes] == []


def test_costs_are_picked_and_what_is_forgotten_is_named() -> None:
    app = on("people", bare())
    pills = next(group for group in app.get("button_group") if group.key == "counted:people")
    pills.set_value(["moderation", "legal_time"]).run()
    assert editing.counted_lines(case_of(ran(app)), "people", library()) == ("moderation", "legal_time")
    assert "Not in your case yet" in shown(app)
    pills = next(group for group in app.get("button_group") if group.key == "counted:people")
    pills.set_value([]).run()
    assert "people" not in case_of(ran(app)).streams


def test_what_costs_share_is_asked_once() -> None:
    app = on(SHARED)
    assert "When costs start, and how they rise" in shown(app)
    assert app.text_input(key="answer::inflation:value").value.endswith("%")
    app.text_input(key="answer::inflation:value").set_value("4%").run()
    inflation = case_of(ran(app)).inflation
    assert inflation is not None
    assert inflation.value == 0.04
    app.text_input(key="answer::inflation:value").set_value("").run()
    assert case_of(ran(app)).inflation is None
    assert "We still need this" in shown(app)


def test_a_scenario_may_switch_on_a_cost_of_its_own() -> None:
    case = bare(scenarios={"more": {"streams": {"people": {"lines": ["moderation"]}}}})
    draft = drafts.save(drafts.new_id(), case, origin="blank")
    app = opened(draft=draft.id, scenario="more")
    app.session_state["picked:budget"] = "people"
    app.switch_page("ui/pages/budget.py").run()
    ran(app)
    name = stand(case, "more").asked("people")[0].name
    app.text_input(key=f"answer:more:{name}:value").set_value("12").run()
    assert name in case_of(ran(app)).scenarios["more"].assumptions
    assert case_of(app).assumptions == {}
