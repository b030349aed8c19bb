"""Results: the figures of the model, each with its way back to its sources, what a CFO will ask, and the scenarios."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from exports import tables, wording
from exports.headline import explain_figure
from model.case import Case
from scenarios import Analysis, drafts, editing, open_case
from scenarios.standing import stand
from tests.cases import BARE, amount, cost
from tests.ui.conftest import case_of, opened, ran, shown
from ui import cached

CASES = sorted(cached.case_files())
OPENED = ("gm_fastlane", "mindjet", "support_b2b", "sap_community_network")
"""Cases whose explanations are opened on the page: one above nought, one below, a template, the largest."""


def analysed(case_id: str, scenario: str | None = None, *, cash_only: bool = False) -> Analysis:
    found = stand(cached.shipped(case_id), scenario, cash_only=cash_only).analysis
    assert found is not None
    return found


# --- figures ------------------------------------------------------------------------------------------------------


def test_it_shows_what_the_terminal_shows() -> None:
    appraisal = open_case(str(cached.EXAMPLES / "sps_commerce.yaml")).appraisal
    page = shown(opened())
    assert wording.money(appraisal.figures.npv, "USD") in page
    assert wording.percent(appraisal.figures.roi) in page
    assert wording.money(appraisal.figures.peak_funding, "USD") in page
    assert wording.headline(appraisal) in page
    assert "Convention: 10.0% a year, monthly flows discounted at month ends" in page
    assert "What a CFO will ask" in page
    page = re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), page)  # what live HTML holds is JSON
    for _, label, value in wording.keyed_figure_rows(appraisal):
        assert label in page
        assert value in page
    for row in wording.year_rows(appraisal):
        assert all(text in page for text in row)


def test_switching_the_scenario_changes_the_figures() -> None:
    app = opened()
    app.selectbox(key="scenario-picker").select("conservative").run()
    figures = analysed("sps_commerce", "conservative").appraisal.figures
    assert wording.money(figures.npv, "USD") in shown(ran(app))
    assert app.query_params["scenario"] in ("conservative", ["conservative"])


def test_counting_cash_alone_changes_every_figure() -> None:
    app = opened()
    app.toggle(key="cash-only").set_value(True).run()
    cash = analysed("sps_commerce", cash_only=True).appraisal
    assert wording.money(cash.figures.npv, "USD") in shown(ran(app))
    assert "cashable savings" in shown(app)
    assert app.query_params["counting"] in ("cashable", ["cashable"])
    app.toggle(key="cash-only").set_value(False).run()
    assert "counting" not in app.query_params


def test_doing_nothing_is_said_in_words() -> None:
    app = ran(opened(scenario="do_nothing"))
    assert "doing nothing" in shown(app)


@pytest.mark.parametrize("months", [1, 7, 12, 30])
def test_a_horizon_that_is_no_whole_year_has_all_its_lines(months: int) -> None:
    case = Case.model_validate(BARE | {"months": months, "lines": [cost()]})
    draft = drafts.save(drafts.new_id(), case, origin="blank")
    page = shown(ran(opened(draft=draft.id)))
    assert f"line:spend@{months}" in page
    assert wording.money(100 * months, "USD") in page


def test_lines_by_year_add_up() -> None:
    """Second way: the sums of the lines are the totals of the headline figures."""
    for case_id in ("support_b2b", "sps_commerce"):
        appraisal = analysed(case_id).appraisal
        lines = tables.lines_by_year(appraisal)
        for kind, total, worth in (
            ("benefit", appraisal.figures.total_benefits, appraisal.figures.pv_benefits),
            ("cost", appraisal.figures.total_costs, appraisal.figures.pv_costs),
        ):
            of_kind = [line for line in lines if line.kind == kind]
            assert sum(line.total for line in of_kind) == pytest.approx(total)
            assert sum(line.present_value for line in of_kind) == pytest.approx(worth)
            assert sum(sum(line.by_year) for line in of_kind) == pytest.approx(total)
    own = Case.model_validate(BARE | {"lines": [cost(), cost("rent", stream="ours")]})
    analysis = stand(own).analysis
    assert analysis is not None
    assert [line.group for line in tables.lines_by_year(analysis.appraisal)] == ["Own lines", "ours"]


# --- where numbers come from --------------------------------------------------------------------------------------


def numbers_of(analysis: Analysis) -> Iterator[tuple[str, int]]:
    months = analysis.resolved.months
    ends = [min(12 * year.year, months) for year in analysis.appraisal.years]
    for line in analysis.appraisal.run.money:
        yield from ((line.id, month) for month in ends)


@pytest.mark.parametrize("case_id", CASES)
def test_every_number_on_the_page_is_explained(case_id: str) -> None:
    analysis = analysed(case_id)
    for key in wording.FIGURE_LABELS:
        found = explain_figure(analysis.appraisal, key)
        assert found.formula
        for part in found.parts:
            assert part.line is None or part.line in analysis.appraisal.run.index
    for line, month in numbers_of(analysis):
        explanation = analysis.explain(line, month)
        assert explanation.words
        assert explanation.month == month
    for name in [*analysis.resolved.assumptions][:: 1 if case_id in OPENED else 5]:  # each computes the case twice
        assert analysis.explain_assumption(name).label


@pytest.mark.parametrize("case_id", OPENED)
def test_explanations_open_on_the_page(case_id: str) -> None:
    app = opened(case=case_id)
    analysis = analysed(case_id)
    line = analysis.appraisal.run.money[0].id
    drivers = [part.id for part in analysis.explain(line).precedents]
    answer = next(iter(analysis.resolved.assumptions))
    ways = [
        ("figure:npv",),
        ("figure:irr",),
        (f"line:{line}",),
        (f"line:{line}@0",),
        ("figure:npv", f"line:{line}@12", f"assumption:{answer}"),
    ]
    ways += [(f"line:{line}", f"line:{name}@12") for name in drivers[:1]]
    for way in ways:
        app.session_state["trace"] = way
        ran(app.run())
        assert "cc-trace-title" in shown(app), way
        assert "cc-trace-value" in shown(app), way


@pytest.mark.parametrize(
    "name", ["figure:nonsense", "line:nonsense", "line:nonsense@4", "assumption:nonsense", "nonsense", "line:"]
)
def test_a_number_there_is_not_is_explained_too(name: str) -> None:
    app = opened()
    app.session_state["trace"] = (name,)
    assert "There is no" in shown(ran(app.run())) or "is neither" in shown(app) or "no line" in shown(app)


def test_an_explanation_leads_to_the_answer_behind_it() -> None:
    app = opened(case="support_b2b")
    app.session_state["trace"] = ("figure:npv", "assumption:unit_contact_cost")
    app.run()
    app.button(key="trace-edit").click().run()
    assert "What will it bring?" in shown(ran(app))
    assert app.text_input(key="answer::unit_contact_cost:value").value


# --- what is missing ----------------------------------------------------------------------------------------------


def test_a_draft_is_worth_so_far_what_it_is_worth() -> None:
    case = Case.model_validate(
        BARE | {"lines": [cost(), cost("gain", "price", kind="benefit", **{"class": "cashable"})],
                "assumptions": {"price": {"label": "Price", "unit": "USD/month"}}}
    )  # fmt: skip
    app = ran(opened(draft=drafts.save(drafts.new_id(), case, origin="blank").id))
    assert "So far, and without Gain:" in shown(app)
    assert "So far: 1 answer missing, 1 line not counted" in shown(app)
    assert "−$1,200" in shown(app)


def test_where_nothing_can_be_computed_a_way_on_is_offered() -> None:
    app = ran(opened(draft=drafts.save(drafts.new_id(), Case.model_validate(BARE), origin="blank").id))
    assert "There is nothing to compute yet." in shown(app)
    app.button(key="to-value").click().run()
    assert "What will it bring?" in shown(ran(app))


def test_a_fault_that_stands_in_the_way_is_named() -> None:
    goal = {"id": "a", "label": "A", "perspective": "process"}
    case = Case.model_validate(BARE | {"goals": [goal, goal], "lines": [cost()]})
    app = opened(draft=drafts.save(drafts.new_id(), case, origin="blank").id)
    assert "names two entries" in " ".join(warning.value for warning in app.warning)
    ran(app)


# --- scenarios ----------------------------------------------------------------------------------------------------


def test_scenarios_are_added_and_the_usual_ones_take_the_ends_of_ranges() -> None:
    case = cached.shipped("support_b2b").model_copy(update={"scenarios": {}})
    app = ran(opened(draft=drafts.save(drafts.new_id(), case, origin="support_b2b").id))
    for key in ("add-nothing", "add-pessimistic", "add-optimistic"):
        app.button(key=key).click().run()
        ran(app)
    case = case_of(app)
    assert [overlay.label for overlay in case.scenarios.values()] == ["Do nothing", "Conservative", "Ambitious"]
    worth = {name: stand(case, name) for name in (None, *case.scenarios)}
    assert all(standing.is_complete for standing in worth.values())
    npv = {name: standing.analysis.appraisal.figures.npv for name, standing in worth.items() if standing.analysis}
    assert npv["conservative"] < npv[None] < npv["ambitious"]
    assert npv["do_nothing"] == 0


def test_a_scenario_may_differ_in_the_rise_in_pay() -> None:
    """The rise in pay has a place of its own; among the assumptions it would be stated twice."""
    case = cached.shipped("support_b2b").model_copy(update={"scenarios": {}})
    case = editing.put(
        case, ("inflation",), {"value": 0.03, "low": 0.0, "high": 0.9, "source": "Finance", "grade": "expert"}
    )
    app = ran(opened(draft=drafts.save(drafts.new_id(), case, origin="support_b2b").id))
    app.button(key="add-pessimistic").click().run()
    overlay = case_of(ran(app)).scenarios["conservative"]
    assert overlay.inflation is not None
    assert overlay.inflation.value == 0.9
    assert stand(case_of(app), "conservative").is_complete


def test_a_scenario_is_named_apart_from_vendors() -> None:
    vendors = [{"id": "do_nothing", "label": "Do Nothing Inc."}]
    case = Case.model_validate(
        BARE | {"lines": [cost("a", "fee")], "assumptions": {"fee": amount(3)}, "vendors": vendors}
    )
    app = ran(opened(draft=drafts.save(drafts.new_id(), case, origin="blank").id))
    app.button(key="add-nothing").click().run()
    assert list(case_of(ran(app)).scenarios) == ["do_nothing_2"]
    assert stand(case_of(app)).is_complete
    app.text_input(key="field:scenarios.do_nothing_2.label").set_value("Wait <i>and</i> see").run()
    assert case_of(ran(app)).scenarios["do_nothing_2"].label == "Wait <i>and</i> see"
    assert "<i>and" not in shown(app)
