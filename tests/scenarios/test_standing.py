"""Where a draft stands: what lacks an answer is left out and named, and the rest is worth what it is worth without it."""

from __future__ import annotations

from typing import Any

import pytest

from assumptions.loader import library
from model.case import Case
from model.challenges import RULES
from scenarios import analyse, answering, editing
from scenarios.blank import blank
from scenarios.files import case_file
from scenarios.progress import is_of_budget, streams_on
from scenarios.standing import MEMBERSHIP, OWN, SHARED, Standing, stand
from tests.cases import BARE, amount, cost
from tests.full_case import full_case
from tests.shipped import SHIPPED, shipped, standing_of

GAIN = cost("gain", "price", kind="benefit", **{"class": "cashable"})


def bare(**fields: Any) -> Case:
    return Case.model_validate(BARE | fields)


def npv(standing: Standing) -> float:
    assert standing.analysis is not None
    return standing.analysis.appraisal.figures.npv


def said(standing: Standing) -> str:
    return "; ".join(problem.what for problem in standing.problems)


# --- what is complete ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_whatever_ships_is_complete_under_every_scenario(name: str) -> None:
    case = shipped(name)
    for scenario in (None, *case.options):
        standing = standing_of(name, scenario)
        assert standing.is_complete
        assert standing.left_out == standing.missing == standing.choices == standing.faults == ()
    assert npv(standing) == analyse(case_file(case, "case"), scenario).appraisal.figures.npv


def test_a_blank_case_can_be_shown() -> None:
    from datetime import date

    standing = stand(blank("Ours", "A community", "EUR", date(2026, 12, 31)))
    assert standing.case.start == "2027-01"
    assert standing.is_complete
    assert npv(standing) == 0
    assert standing.questions == ()
    assert dict(standing.swings) == {}


def test_doing_nothing_is_worth_nothing() -> None:
    standing = stand(bare(lines=[cost()], scenarios={"nothing": {"without": "all"}}), "nothing")
    assert (npv(standing), standing.questions, standing.is_complete) == (0, (), True)


# --- what is missing ----------------------------------------------------------------------------------------------


def test_a_line_without_its_answer_is_left_out() -> None:
    case = bare(
        lines=[cost(), GAIN], assumptions={"price": {"label": "Price", "unit": "USD/month"}}, kpis=[
            {"id": "gained", "label": "Gained", "unit": "USD/month", "target": {"line": "gain", "month": 6}},
        ],
    )  # fmt: skip
    standing = stand(case)
    assert standing.left_out == ("Gain",)
    assert [question.name for question in standing.missing] == ["price"]
    assert standing.missing[0].record.value is None
    assert npv(standing) == -1200  # 12 months of 100, undiscounted
    assert standing.analysis is not None
    assert standing.analysis.appraisal.kpis == ()
    assert case == bare(lines=case.lines, assumptions=case.assumptions, kpis=case.kpis)


def test_what_depends_on_a_line_that_is_left_out_is_left_out_too() -> None:
    case = bare(
        assumptions={"price": {"label": "Price", "unit": "USD/month"}},
        lines=[cost("a", "b / 2"), cost("b", "c * 3"), cost("c", "price", kind="driver"), cost("d", "7")],
    )
    standing = stand(case)
    assert standing.left_out == ("A", "B")
    assert npv(standing) == -7 * 12


def test_a_benefit_taken_away_leaves_what_the_case_is_worth_without_it() -> None:
    case = shipped("support_b2b")
    taken = answering.answer(case, "agent_cost", None, {"value": None})
    standing = stand(taken)
    assert [question.name for question in standing.missing] == ["agent_cost"]
    gone = {
        line.id for stream in library().streams.values() for line in stream.lines if line.label in standing.left_out
    }
    counted = {line for name in case.streams for line in editing.counted_lines(case, name, library())}
    by_hand = editing.put(case, ("without",), (*case.without, *sorted(gone & counted)))
    assert npv(standing) == pytest.approx(npv(stand(by_hand)))
    assert npv(standing) != npv(stand(case))


PARTS = [
    ("support_b2b", "manager_salary"), ("support_b2b", "licence_fee"), ("internal", "hours_saved_per_employee"),
    ("sps_commerce", "contact_volume"), ("advertising_b2c", "price_per_thousand"), ("partner_developer", "leave_rate"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "answer"), PARTS)
def test_what_is_left_is_worth_what_it_is_without_the_lines_left_out(name: str, answer: str) -> None:
    """Second way: the lines that no longer count are named in `without` of a case that has every answer."""
    case = shipped(name)
    taken = {key: record for key, record in case.assumptions.items() if key.partition("[")[0] != answer}
    standing = stand(case.model_copy(update={"assumptions": taken}))
    assert standing.analysis is not None
    counted = {line.id for line in standing.analysis.appraisal.run.money}
    usual = stand(case).analysis
    assert usual is not None
    out = tuple(line.id for line in usual.appraisal.run.money if line.id not in counted)
    own = [index for index, line in enumerate(case.lines) if line.id in out]
    by_hand = editing.put(
        case, ("without",), tuple(x for x in (*case.without, *out) if x not in {line.id for line in case.lines})
    )
    for index in reversed(own):
        by_hand = editing.remove_line(by_hand, index)
    assert npv(standing) == pytest.approx(npv(stand(by_hand)))


@pytest.mark.parametrize("name", ["support_b2b", "partner_developer", "gm_fastlane", "mindjet"])
def test_any_one_answer_may_be_missing(name: str) -> None:
    case = shipped(name)
    for answer in [*case.assumptions][:: 1 if name == "gm_fastlane" else 8]:  # every one takes a minute
        taken = answering.answer(case, answer, None, {"value": None, "schedule": None})
        standing = stand(taken)
        assert standing.analysis is not None, answer
        assert standing.faults == (), answer
        for question in standing.missing:
            assert question.record.value is None
        assert set(standing.swings) <= set(standing.by_name), answer


def test_a_draft_without_any_answer_asks_for_all_of_them(shelf: Any) -> None:
    case = full_case(shelf).model_copy(update={"assumptions": {}})
    standing = stand(case)
    assert standing.analysis is not None
    assert standing.faults == ()
    assert len(standing.missing) > 100
    assert npv(standing) <= 0
    assert "inflation" in standing.by_name


def test_the_rise_in_pay_may_be_missing() -> None:
    standing = stand(bare(streams={"people": {"lines": ["community_managers"]}}))
    assert standing.by_name["inflation"].is_missing
    assert standing.left_out == ("Community managers",)
    answered = bare(inflation={"owner": "Finance"}, streams={"people": {"lines": ["community_managers"]}})
    assert stand(answered).by_name["inflation"].record.owner == "Finance"


def test_an_answer_of_its_own_is_filled_within_its_own_limits() -> None:
    """With limits from 5 to 6, a filler of 1 would be one more fault, and hide the other lines."""
    price = {"label": "Price", "unit": "USD/month", "limits": [5, 6], "low": 5.5, "high": 5.8}
    for limits in ([5, 6], [-9, -2], [None, 0.5]):
        standing = stand(bare(lines=[cost(), GAIN], assumptions={"price": price | {"limits": limits}}))
        assert standing.left_out == ("Gain",)
        assert npv(standing) == -1200


def test_what_only_lines_left_out_use_is_no_finding() -> None:
    case = bare(
        lines=[cost(), cost("gain", "price * 2 + fee", kind="benefit", **{"class": "cashable"})],
        assumptions={"price": {"label": "Price", "unit": "USD/month"}, "fee": amount(3)},
        scenarios={"poor": {"assumptions": {"fee": 2}}},
    )
    for scenario in (None, "poor"):
        standing = stand(case, scenario)
        assert standing.analysis is not None
        assert "unused_assumption" not in {found.id for found in standing.analysis.appraisal.challenges}
        assert len(RULES) > 0


# --- choices ------------------------------------------------------------------------------------------------------

CUSTOMERS = {"id": "customers", "label": "Customers", "role": "customers"}
PARTNERS = {"id": "partners", "label": "Partners", "role": "partners", "choose": {"curve": "steady"}}


def test_a_choice_without_an_answer_leaves_its_lines_out() -> None:
    case = bare(
        streams={"technology": {"lines": ["platform_licence", "hosting"]}},
        assumptions={"hosting_cost": 100, "platform_start": 0},
    )
    standing = stand(case)
    assert [problem.path[:2] for problem in standing.choices] == [("streams", "technology")]
    assert "Platform licence" in standing.left_out
    hosting = bare(streams={"technology": {"lines": ["hosting"]}}, assumptions=case.assumptions)
    assert npv(standing) == npv(stand(hosting)) < 0


def test_one_audience_may_be_undecided_about_its_growth() -> None:
    case = bare(audiences=[CUSTOMERS, PARTNERS], streams={"support_deflection": {}}, lines=[cost()])
    standing = stand(case)
    assert ("audiences", 0, "choose", "curve") in {problem.path for problem in standing.choices}
    assert not any(problem.path[:2] == ("audiences", 1) for problem in standing.choices)
    assert npv(standing) == -1200
    assert "starting_members[customers]" in {question.name for question in standing.asked(MEMBERSHIP)}
    assert "doubling_time[customers]" not in standing.by_name
    decided = stand(editing.choose(case, "", "curve", "doubling", "customers"))
    assert decided.by_name["doubling_time[customers]"].is_missing


def test_what_only_one_option_needs_is_not_asked_before_it_is_chosen() -> None:
    technology = {"technology": {"lines": ["platform_licence"]}}
    standing = stand(bare(streams=technology))
    assert [problem.path[-1] for problem in standing.choices] == ["licence_model"]
    assert "licence_fee" not in standing.by_name
    chosen = stand(bare(streams={"technology": {"lines": ["platform_licence"], "choose": {"licence_model": "flat"}}}))
    assert chosen.by_name["licence_fee"].is_missing


# --- faults -------------------------------------------------------------------------------------------------------


def test_an_own_line_with_a_fault_is_left_out_and_explained() -> None:
    goal = {"id": "serve", "label": "Serve", "perspective": "process", "served_by": ["gain", "people"]}
    case = bare(
        lines=[cost(), cost("gain", "prise * 2", kind="benefit", **{"class": "cashable"}), cost("tax", "gain / 4"), cost("rent", "tax")],
        assumptions={"price": amount(5)}, goals=[goal], scenarios={"poor": {"without": ["gain"]}},
        kpis=[{"id": "gained", "label": "Gained", "unit": "USD/month", "goals": ["serve"], "target": {"line": "gain", "month": 6}}],
    )  # fmt: skip
    for scenario in (None, "poor"):
        standing = stand(case, scenario)
        assert npv(standing) == -1200
        assert standing.faults
    assert "`prise` is neither" in said(stand(case))
    assert [problem.path[:2] for problem in stand(case).faults] == [("lines", 1)]


def test_a_chain_of_lines_that_rest_on_a_fault_may_be_long() -> None:
    chain = [cost(f"l{n}", f"l{n + 1}") for n in range(9)]
    standing = stand(bare(lines=[cost(), *chain, cost("l9", "nothing_known")]))
    assert npv(standing) == -1200


def test_a_line_that_divides_by_nought_is_left_out() -> None:
    case = bare(lines=[cost(), cost("odd", "price / nought"), cost("more", "odd + 1"), cost("rent", "7")],
                assumptions={"price": amount(1), "nought": amount(0, "1")})  # fmt: skip
    standing = stand(case)
    assert "divides by nought" in said(standing)
    assert npv(standing) == -107 * 12


def test_two_lines_that_divide_by_nought_are_both_explained() -> None:
    case = bare(
        lines=[cost("a", "fee / nought"), cost("b", "2 * fee / nought"), cost("rent", "7")],
        assumptions={"nought": amount(0, "1"), "fee": amount(3)},
    )
    standing = stand(case)
    assert said(standing).count("divides by nought") == 2
    assert npv(standing) == -84


@pytest.mark.parametrize(
    ("record", "code"),
    [
        ({"value": 3, "limits": [5, 9]}, "outside_limits"),
        ({"value": 3, "low": 1}, "half_range"),
        ({"value": 3, "low": 4, "high": 5}, "range_order"),
        ({"schedule": {"by": "month", "values": [1.0]}}, "short_schedule"),
        ({"value": 3, "unit": "USD/gizmo"}, "unknown_unit"),
        ({"value": 3, "label": None}, "undescribed"),
    ],
)
def test_an_answer_that_cannot_be_leaves_out_what_rests_on_it(record: dict[str, Any], code: str) -> None:
    case = bare(lines=[cost(), GAIN], assumptions={"price": {"label": "Price", "unit": "USD/month"} | record})
    standing = stand(case)
    assert code in {problem.code for problem in standing.faults}
    assert npv(standing) == -1200
    if "price" in standing.by_name:
        question = standing.by_name["price"]
        assert question.is_missing
        assert (question.record.value, question.record.schedule) == (
            case.assumptions["price"].value,
            case.assumptions["price"].schedule,
        )


def test_a_longer_horizon_than_a_plan_of_values_leaves_the_rest() -> None:
    case = bare(
        lines=[cost(), GAIN],
        assumptions={"price": {"label": "Price", "unit": "USD/month", "schedule": {"by": "year", "values": [12.0], "spread": "even"}}},
    )  # fmt: skip
    assert npv(stand(case)) == 12 - 1200
    longer = stand(editing.put(case, ("months",), 24))
    assert npv(longer) == -2400
    assert longer.by_name["price"].record.schedule == case.assumptions["price"].schedule


def test_a_stream_or_a_link_that_is_unknown_is_left_out() -> None:
    case = bare(
        lines=[cost()], streams={"suport": {}, "people": {"lines": ["managers"]}, "technology": {"choose": {"licence_model": "free"}}},
        without=["nothing"], goals=[{"id": "serve", "label": "Serve", "perspective": "process", "served_by": ["serf"]}],
        requirements=[{"id": "search", "label": "Search", "needs": ["none"], "goals": ["serve", "nope"]}],
        scenarios={"poor": {"without": ["spend", "rent"], "streams": {"peple": {}}}}, vendors=[{"id": "fora", "label": "Fora", "scores": {"x": 3}}],
    )  # fmt: skip
    standing = stand(case)
    assert npv(standing) == -1200
    assert "`suport` is no stream of the library." in said(standing)
    poor = stand(case, "poor")
    assert npv(poor) == 0
    assert poor.faults


@pytest.mark.parametrize(
    "fields",
    [
        {"goals": [{"id": "a", "label": "A", "perspective": "process"}] * 2},
        {"audiences": [CUSTOMERS | {"choose": {"mood": "good"}}], "streams": {"support_deflection": {}}},
    ],
)
def test_other_faults_stand_in_the_way_and_are_named(fields: dict[str, Any]) -> None:
    standing = stand(bare(lines=[cost()], **fields))
    assert standing.analysis is None
    assert standing.faults
    assert dict(standing.swings) == {}
    assert standing.asked(OWN) == ()


def test_where_nothing_can_be_computed_the_questions_are_still_asked() -> None:
    """At a rate so near to −100% a year that months to come weigh more than a float can hold."""
    case = bare(
        lines=[cost(formula="price")], assumptions={"price": amount(1e300)}, months=600, discount={"rate": -0.9999999}
    )
    standing = stand(case)
    assert standing.analysis is None
    assert standing.faults
    assert "price" in standing.by_name
    assert not standing.by_name["price"].is_missing


# --- scenarios ----------------------------------------------------------------------------------------------------


def test_a_scenario_that_lacks_an_answer_is_computed_as_far_as_it_goes() -> None:
    case = bare(
        lines=[cost()], streams={"technology": {"lines": ["hosting"], "choose": {"licence_model": "flat"}}}, assumptions={"hosting_cost": 10, "platform_start": 0},
        vendors=[{"id": "fora", "label": "Fora", "streams": {"technology": {"lines": ["platform_licence", "hosting"]}}},
                 {"id": "acme", "label": "Acme", "streams": {"people": {"lines": ["direction"]}}, "assumptions": {"hosting_cost": 20}}],
    )  # fmt: skip
    assert stand(case).is_complete
    fora = stand(case, "fora")
    assert "licence_fee" in {question.name for question in fora.missing}
    assert npv(fora) == npv(stand(case))
    acme = stand(case, "acme")
    assert acme.left_out == ("Management time for the community",) or len(acme.left_out) == 1
    assert npv(acme) - npv(stand(case)) == pytest.approx(-10 * 12, abs=11)


def test_questions_show_the_scenario_that_is_shown_though_something_is_missing() -> None:
    case = bare(
        lines=[cost("a", "fee"), GAIN], assumptions={"fee": amount(5), "price": {"label": "Price", "unit": "USD/month"}},
        scenarios={"poor": {"assumptions": {"fee": 8, "price": {"owner": "Ada"}}}},
    )  # fmt: skip
    poor = stand(case, "poor")
    assert poor.by_name["fee"].record.value == 8
    assert poor.by_name["fee"].origin == "scenario"
    assert poor.by_name["price"].record.owner == "Ada"
    assert npv(poor) == -8 * 12
    assert stand(case).by_name["fee"].record.value == 5


def test_a_value_a_scenario_states_wrongly_is_missing_there_alone() -> None:
    case = bare(
        lines=[cost("a", "fee"), cost()],
        assumptions={"fee": amount(5, limits=[0, 9])},
        scenarios={"poor": {"assumptions": {"fee": 80}}},
    )
    assert npv(stand(case)) == -105 * 12
    poor = stand(case, "poor")
    assert npv(poor) == -1200
    assert poor.by_name["fee"].record.value == 80


def test_a_scenario_that_is_gone_shows_the_base_case() -> None:
    standing = stand(bare(lines=[cost()]), "gone")
    assert npv(standing) == -1200
    assert "no scenario `gone`" in said(standing)


def test_cash_alone_may_be_counted_of_what_there_is() -> None:
    case = bare(
        lines=[cost(), GAIN, cost("time", "7", kind="benefit", **{"class": "capacity"})],
        assumptions={"price": {"label": "Price", "unit": "USD/month"}},
    )
    assert npv(stand(case)) == (7 - 100) * 12
    assert npv(stand(case, cash_only=True)) == -1200


# --- where questions are asked ------------------------------------------------------------------------------------


def asked_on_pages(standing: Standing) -> set[str]:
    """The questions the pages show: value and budget list their groups, and ask those of their kind."""
    value = (MEMBERSHIP, SHARED, OWN, *streams_on(standing, "value"))
    found = {q.name for group in value for q in standing.asked(group) if not is_of_budget(q) or group == OWN}
    return found | {
        q.name for group in (SHARED, *streams_on(standing, "cost")) for q in standing.asked(group) if is_of_budget(q)
    }


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_every_question_is_asked_on_a_page(name: str) -> None:
    case = shipped(name)
    for scenario in (None, *case.options):
        standing = standing_of(name, scenario)
        assert asked_on_pages(standing) == set(standing.by_name)


def test_what_streams_that_are_off_would_ask_is_asked_where_it_is_used(shelf: Any) -> None:
    full = full_case(shelf)
    assert asked_on_pages(stand(full)) == set(stand(full).by_name)
    case = bare(lines=[cost(formula="contact_volume * agent_cost / one_contact")], audiences=[CUSTOMERS | {"choose": {"curve": "steady"}}],
                streams={"technology": {"choose": {"licence_model": "per_member"}, "lines": ["platform_licence"]}})  # fmt: skip
    standing = stand(case)
    assert asked_on_pages(standing) == set(standing.by_name)
    off = bare(lines=[cost(formula="licence_fee")])
    assert stand(off).by_name["licence_fee"].group == OWN
    for name in ("support_deflection", "technology", "people", "retention", "new_customers"):
        some = stand(editing.switch_off(full, name, shelf))
        assert asked_on_pages(some) == set(some.by_name), name


def test_what_matters_most_is_asked_first() -> None:
    case = bare(lines=[cost("a", "small"), cost("b", "large"), GAIN], assumptions={
        "small": amount(1), "large": amount(100), "price": {"label": "Price", "unit": "USD/month"}})  # fmt: skip
    assert [question.name for question in stand(case).asked(OWN)] == ["price", "large", "small"]
