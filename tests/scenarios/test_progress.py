"""How far a case has come: its steps, what is worth answering next, and where each finding is mended."""

from __future__ import annotations

import re
from typing import Any

import pytest

from assumptions.loader import library
from model.case import Case
from model.result import Challenge
from scenarios import answering, editing
from scenarios.blank import blank
from scenarios.files import read_case_file
from scenarios.progress import (
    UNNAMED,
    Next,
    page_of,
    place_of,
    place_of_choice,
    steps,
    streams_on,
    worth_answering,
)
from scenarios.standing import OWN, stand
from tests.cases import BARE, amount, cost
from tests.conftest import ROOT
from tests.shipped import SHIPPED, shipped, standing_of
from ui.journey import PLACES

CUSTOMERS = {"id": "customers", "label": "Customers", "role": "customers", "choose": {"curve": "steady"}}
NEED = {"id": "answer", "label": "An answer", "phase": "retention"}
GOAL = {"id": "serve", "label": "Serve more", "perspective": "process", "served_by": ["gain"]}
KPI = {"id": "found", "label": "Found", "target": {"value": 0.5, "month": 12, "reason": "Agreed"}}
GAIN = cost("gain", "price", kind="benefit", **{"class": "cashable"})
VISION = {"place": "a", "benefit": "b", "second_benefit": "c", "excited": "d"}
PAGES = {place.name for place in PLACES}


def bare(**fields: Any) -> Case:
    return Case.model_validate(BARE | fields)


def progress(case: Case, scenario: str | None = None) -> dict[str, tuple[str, str]]:
    return {step.page: (step.state, step.words) for step in steps(stand(case, scenario))}


def following(case: Case, scenario: str | None = None) -> Next | None:
    return worth_answering(stand(case, scenario))


# --- steps --------------------------------------------------------------------------------------------------------


def test_every_step_of_a_blank_case_is_open_but_the_first() -> None:
    from datetime import date

    found = progress(blank(UNNAMED, "A community", "USD", date(2027, 1, 9)))
    assert list(found) == [place.name for place in PLACES if place.is_step]
    assert found.pop("start") == ("begun", "name of the organisation")
    assert {state for state, _ in found.values()} == {"open"}
    assert found["strategy"] == ("open", "no goal yet")
    assert found["results"] == ("open", "nothing to compute yet")


def test_a_case_that_says_everything_is_done() -> None:
    case = bare(
        community={"kind": "support", "access": "public", "style": "customer_hug", "vision": VISION},
        goals=[GOAL], audiences=[CUSTOMERS | {"needs": [NEED | {"business_need": "Less work"}]}],
        requirements=[{"id": "search", "label": "Search", "needs": ["answer"]}],
        kpis=[KPI | {"goals": ["serve"], "baseline": {"value": 0, "date": "2026-12"}}],
        lines=[GAIN, cost()], assumptions={"price": amount(200, low=150, high=250)}, vendors=[{"id": "fora", "label": "Fora", "scores": {"search": 3}}],
        plan=[{"id": "launch", "label": "Launch", "kind": "launch", "start": 30, "days": 1, "drives": "months_to_launch"}],
    )  # fmt: skip
    found = progress(case)
    assert found.pop("results")[0] in ("done", "begun")
    assert {state for state, _ in found.values()} == {"done"}


@pytest.mark.parametrize(
    ("fields", "page", "state", "words"),
    [
        ({}, "start", "done", ""),
        ({"organisation": UNNAMED}, "start", "begun", "name of the organisation"),
        ({"goals": [GOAL | {"served_by": []}]}, "strategy", "begun", "kind of community"),
        ({"goals": [GOAL | {"served_by": []}], "community": {"kind": "b2b"}}, "strategy", "begun", "who can see it"),
        ({"community": {"kind": "b2b"}}, "strategy", "begun", "no goal yet"),
        ({"audiences": [CUSTOMERS]}, "audience", "begun", "needs of Customers"),
        ({"audiences": [CUSTOMERS | {"needs": [NEED]}]}, "audience", "begun", "no requirement yet"),
        ({"lines": [GAIN], "assumptions": {"price": amount(2)}}, "value", "done", ""),
        ({"lines": [GAIN], "assumptions": {"price": amount(2) | {"value": None}}}, "value", "begun", "1 answer missing"),
        ({"lines": [cost()]}, "budget", "done", ""),
        ({"lines": [cost()]}, "value", "open", ""),
        ({"streams": {"technology": {"lines": ["platform_licence"]}}}, "budget", "begun", "a choice to make"),
        ({"streams": {"technology": {"lines": ["platform_licence"]}}}, "value", "open", ""),
        ({"streams": {"people": {"lines": ["community_managers"]}}}, "budget", "begun", "6 answers missing"),
        ({}, "budget", "open", "no technology yet"),
        ({"streams": {"process": {"lines": []}}}, "budget", "begun", "no technology yet"),
        ({"streams": {"process": {"lines": []}}, "lines": [cost()]}, "budget", "begun", "no people yet"),
        ({"lines": [cost()]}, "results", "begun", "2 serious findings"),
        ({"lines": [cost(), cost("odd", "nothing_known")]}, "results", "begun", "not everything counted"),
        ({"kpis": [KPI]}, "kpis", "begun", "1 baseline missing"),
        ({"kpis": [KPI], "goals": [GOAL | {"served_by": []}, GOAL | {"id": "b", "served_by": []}]}, "kpis", "begun", "2 goals unmeasured"),
        ({"plan": [{"id": "a", "label": "A", "kind": "other", "start": 0, "days": 1}]}, "plan", "begun", "no launch date"),
        ({"vendors": [{"id": "fora", "label": "Fora"}]}, "vendors", "done", ""),
        ({"vendors": [{"id": "fora", "label": "Fora"}], "requirements": [{"id": "find", "label": "Find"}]}, "vendors", "begun", "1 score missing"),
        # Two vendors and two requirements are four scores, of which one is given.
        ({"vendors": [{"id": "fora", "label": "Fora", "scores": {"find": 0}}, {"id": "agora", "label": "Agora"}],
          "requirements": [{"id": "find", "label": "Find"}, {"id": "ask", "label": "Ask"}]}, "vendors", "begun", "3 scores missing"),
    ],
)  # fmt: skip
def test_a_step_says_what_it_lacks(fields: dict[str, Any], page: str, state: str, words: str) -> None:
    assert progress(bare(**fields))[page] == (state, words)


def test_streams_of_the_scenario_that_is_shown_are_in_use() -> None:
    case = bare(streams={"people": {}}, scenarios={"more": {"streams": {"technology": {}}}})
    assert streams_on(stand(case), "cost") == ("people",)
    assert set(streams_on(stand(case, "more"), "cost")) == {"people", "technology"}
    assert streams_on(stand(case), "value") == ()


# --- what is worth answering next ---------------------------------------------------------------------------------

BEGUN = {"goals": [GOAL], "audiences": [CUSTOMERS], "lines": [GAIN, cost()], "assumptions": {"price": amount(200)}}


@pytest.mark.parametrize(
    ("fields", "page"),
    [
        ({}, "strategy"),
        ({"goals": [GOAL | {"served_by": []}]}, "audience"),
        ({"goals": [GOAL | {"served_by": []}], "audiences": [CUSTOMERS]}, "value"),
        (
            {"goals": [GOAL | {"served_by": []}], "audiences": [CUSTOMERS], "streams": {"support_deflection": {}}},
            "budget",
        ),
        (BEGUN, "kpis"),
    ],
)
def test_a_step_not_begun_comes_first(fields: dict[str, Any], page: str) -> None:
    found = following(bare(**fields))
    assert found is not None
    assert (found.page, found.focus) == (page, "")
    assert found.what
    assert found.why.endswith(".")


def test_a_strategy_without_a_goal_is_not_left() -> None:
    for fields in ({}, {"audiences": [CUSTOMERS]}, {"streams": {"support_deflection": {}}}):
        found = following(bare(community={"kind": "b2b"}, **fields))
        assert found is not None
        assert (found.page, found.focus, found.what) == ("strategy", "goals", "Name your first goal")


def test_then_a_choice_where_it_is_made() -> None:
    licence = {"streams": {"technology": {"lines": ["platform_licence"]}}}
    found = following(bare(**BEGUN | licence))
    assert found is not None
    assert (found.page, found.focus) == ("budget", "group:technology")
    support = {"streams": {"support_deflection": {}}}
    found = following(bare(**BEGUN | support))
    assert found is not None
    assert (found.page, found.focus) == ("value", "group:support_deflection")
    undecided = [CUSTOMERS | {"choose": {}}]
    members = {"streams": {"innovation": {}}, "audiences": undecided}
    choices = {place_of_choice(problem) for problem in stand(bare(**BEGUN | members)).choices}
    assert ("value", "group:membership") in choices


def test_who_can_see_it_is_said_with_the_strategy() -> None:
    standing = stand(bare(**BEGUN | {"streams": {"content_search": {}}}))
    access = [problem for problem in standing.choices if problem.path[-1] == "access"]
    for problem in access:
        assert place_of_choice(problem) == ("strategy", "access")
    assert access
    found = worth_answering(standing)
    assert found is not None
    assert (found.page, found.focus, found.why[:7]) == ("strategy", "access", "Readers")


def test_a_choice_of_a_vendor_is_made_where_that_of_the_case_is() -> None:
    vendors = [{"id": "fora", "label": "Fora", "streams": {"technology": {"lines": ["platform_licence"]}}}]
    standing = stand(bare(**BEGUN | {"vendors": vendors}), "fora")
    assert [place_of_choice(problem) for problem in standing.choices] == [("budget", "group:technology")]


def test_then_an_answer_that_is_missing() -> None:
    found = following(bare(**BEGUN | {"assumptions": {"price": amount(2) | {"value": None}}}))
    assert found == Next("value", "price", "Amount 2", "1 line cannot be counted yet.")
    two = [GAIN, cost("tax", "price"), cost()]
    found = following(bare(**BEGUN | {"assumptions": {"price": amount(2) | {"value": None}}, "lines": two}))
    assert found is not None
    assert found.why == "2 lines cannot be counted yet."
    driver = [GAIN, cost(), cost("share", "part", kind="driver", unit="1")]
    kpi = KPI | {"target": {"line": "share", "month": 6}, "goals": ["serve"]}
    case = bare(
        **BEGUN
        | {
            "assumptions": BEGUN["assumptions"] | {"part": {"label": "Part", "unit": "1"}},
            "lines": driver,
            "kpis": [kpi],
        }
    )
    found = following(case)
    assert found == Next("value", "part", "Part", "A KPI rests on it.")


def test_then_the_guess_that_moves_the_result_most() -> None:
    kpis = [KPI | {"goals": ["serve"]}]
    prices = {"price": amount(200, grade="guess"), "fee": amount(50, grade="guess")}
    lines = [GAIN, cost("rent", "fee"), cost()]
    found = following(bare(**BEGUN | {"kpis": kpis, "assumptions": prices, "lines": lines}))
    assert found is not None
    assert (found.page, found.focus) == ("value", "price")
    measured = {"price": amount(200, grade="measured", source="Shop"), "fee": amount(1, grade="guess")}
    # A fee of 1 a month that is a guess moves NPV by 12 at most, and 2% of benefits and costs are (2400 + 1212) × 0.02 = 72.
    assert following(bare(**BEGUN | {"kpis": kpis, "assumptions": measured, "lines": lines})) is None


def test_nothing_is_worth_answering_where_nothing_can_be_computed_or_asked() -> None:
    case = bare(**BEGUN | {"kpis": [KPI], "goals": [GOAL, GOAL]})
    assert following(case) is None


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_whatever_ships_leads_to_pages_that_exist(name: str) -> None:
    for scenario in (None, *shipped(name).options):
        standing = standing_of(name, scenario)
        found = worth_answering(standing)
        assert found is None or found.page in PAGES
        if standing.analysis:
            for challenge in standing.analysis.appraisal.challenges:
                assert place_of(standing, challenge)[0] in PAGES
                if challenge.line in standing.by_name:
                    check_place_of_an_answer(standing, challenge)


# --- where findings are mended ------------------------------------------------------------------------------------

RULES = ROOT / "model" / "challenges"
IDS = sorted(
    {name for path in RULES.glob("*.py") for name in re.findall(r'Challenge\(\s*"([a-z_]+)"', path.read_text())}
)
OF_ITS_OWN_PLACE = ("launch_unprepared", "starts_too_late", "audience_")


def check_place_of_an_answer(standing: Any, challenge: Challenge) -> None:
    """A finding about an answer leads to the page that asks it, unless it is about the plan or the audiences."""
    page, focus = place_of(standing, challenge)
    if not challenge.id.startswith(OF_ITS_OWN_PLACE):
        assert (page, focus) == (page_of(standing.by_name[challenge.line]), challenge.line)


def test_all_findings_are_known() -> None:
    assert len(IDS) > 40
    assert {"no_do_nothing", "goal_without_kpi", "scenario_out_of_order", "missing_gate"} <= set(IDS)


@pytest.fixture(scope="module")
def support() -> Any:
    return standing_of("support_b2b", None)


LINES = (
    None, "members[customers]", "managers", "contributors", "agent_cost", "licence_fee", "support_deflection", "people",
    "overlap_share[contacts]", "no_such_line", "membership",
)  # fmt: skip


@pytest.mark.parametrize("name", IDS)
def test_every_finding_leads_to_a_page(support: Any, name: str) -> None:
    for line in LINES:
        page, focus = place_of(support, Challenge(name, "low", line, "What.", "Do."))
        assert page in PAGES, line
        kind, _, group = focus.partition(":")
        if kind == "group":
            assert group in (*library().streams, OWN), line
            wanted = "cost" if page == "budget" else ("value", "driver")
            assert group == OWN or library().streams[group].kind in wanted, line


@pytest.mark.parametrize(
    ("name", "line", "place"),
    [
        ("goal_without_kpi", None, ("strategy", "goals")),
        ("style_mismatch", None, ("strategy", "style")),
        ("kpi_without_baseline", "deflection", ("kpis", "")),
        ("vanity_measure", None, ("kpis", "")),
        ("need_without_business", None, ("audience", "overlap")),
        ("need_without_requirement", None, ("audience", "requirements")),
        ("audience_unserved", "members[customers]", ("audience", "audiences")),
        ("forgotten_costs", None, ("budget", "")),
        ("no_pessimistic", None, ("results", "scenarios")),
        ("low_discount_rate", None, ("start", "")),
        ("manager_after_launch", "managers", ("budget", "group:people")),
        ("contributors_above", "contributors", ("value", "group:membership")),
        ("one_stream", "support_deflection", ("value", "group:support_deflection")),
        ("missing_gate", "deflection_claimed", ("value", "group:support_deflection")),
        ("negative_npv", None, ("value", "")),
        ("unused_assumption", "price_of_nothing", ("value", "")),
    ],
)
def test_findings_are_mended_where_they_arise(
    support: Any, name: str, line: str | None, place: tuple[str, str]
) -> None:
    assert place_of(support, Challenge(name, "low", line, "What.", "Do.")) == place


def test_a_finding_about_an_own_line_leads_to_the_own_lines() -> None:
    case = bare(lines=[cost(), cost("each", "7", for_each="audience")], audiences=[CUSTOMERS])
    standing = stand(case)
    for line in ("spend", "each[customers]"):
        challenge = Challenge("numbers_in_formulas", "low", line, "What.", "Do.")
        assert place_of(standing, challenge) == ("value", f"group:{OWN}")
    nothing = stand(bare(goals=[GOAL, GOAL]))
    assert place_of(nothing, Challenge("no_ramp", "low", "members", "What.", "Do.")) == ("value", "")


def test_a_finding_about_an_answer_leads_to_its_question() -> None:
    case = read_case_file(ROOT / "scenarios/templates/support_b2b.yaml").case
    guessed = answering.answer(case, "agent_cost", None, {"grade": "guess", "source": None})
    standing = stand(editing.put(guessed, ("title",), "Ours"))
    for name in ("agent_cost", "licence_fee", "inflation"):
        check_place_of_an_answer(standing, Challenge("no_source", "low", name, "What.", "Do."))
    assert place_of(standing, Challenge("no_source", "low", "licence_fee", "", "")) == ("budget", "licence_fee")
