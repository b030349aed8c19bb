"""A programme adds up what its cases bring, names what may be counted twice, and mixes no currencies."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from model.problems import CaseProblems
from model.result import Appraisal
from scenarios import analyse, open_case
from scenarios.files import case_file, read_case_file
from scenarios.programme import Member, Programme, ProgrammeResult, roll_up
from tests.cases import opened

ROOT = Path(__file__).parent.parent.parent
SUPPORT = str(ROOT / "scenarios" / "templates" / "support_b2b.yaml")
PROGRAMME = Programme(id="p1", title="All communities", organisation="Test", currency="USD", rate=0.0)


def money(name: str, kind: str, formula: str) -> dict[str, Any]:
    line = {"id": name, "label": name.capitalize(), "unit": "{currency}/month", "kind": kind, "formula": formula}
    return line | ({"class": "cashable"} if kind == "benefit" else {})


def appraised(*lines: dict[str, Any], **fields: Any) -> Appraisal:
    currency = fields.get("currency", "USD")
    stated = [line | {"unit": f"{currency}/month"} for line in lines]
    return opened(lines=stated, **({"months": 2} | fields)).appraisal


FIRST = appraised(money("gain", "benefit", "60"), money("spend", "cost", "40"), id="first", organisation="A")
"""60 in and 40 out in January and February 2027."""
SECOND = appraised(
    money("gain", "benefit", "90"), money("spend", "cost", "30"), id="second", organisation="B", start="2027-02",
    currency="EUR", discount={"rate": 0.1, "timing": "year_end"}, months=3,
)  # fmt: skip
"""€90 in and €30 out in February, March and April 2027."""
NOTHING = appraised(id="idle", organisation="C")


def both(rate: float | None = 1.5) -> ProgrammeResult:
    return roll_up(PROGRAMME, [("First", FIRST, None), ("Second", SECOND, rate)])


def test_totals_by_hand() -> None:
    # In USD at 1.5: First 20 a month in months 1 and 2; Second 60 × 1.5 = 90 a month in months 2, 3 and 4.
    # Programme: 20, 110, 90, 90 = 310 = 40 + 270; benefits 120 + 405 = 525, costs 80 + 135 = 215.
    found = both()
    assert (found.total.start, found.total.months) == ("2027-01", 4)
    assert found.total.net.tolist() == [0, 20, 110, 90, 90]
    assert found.worth.npv == pytest.approx(310)
    assert (found.worth.pv_benefits, found.worth.pv_costs) == pytest.approx((525, 215))
    assert found.worth.roi == pytest.approx(310 / 215)
    assert [member.worth.npv for member in found.members] == pytest.approx([40, 270])
    assert [member.offset for member in found.members] == [0, 1]
    assert found.members[1].net.tolist() == [0, 0, 90, 90, 90]
    # Its own figures stay in euros, at its own 10% at the end of its one year: 180 / 1.1.
    assert found.members[1].own.npv == pytest.approx(180 / 1.1)


def test_ranking() -> None:
    # NPV: 270 before 40. ROI: 270/135 before 40/80. Neither is ever out of money, so that none is ranked by funding.
    found = both()
    assert found.places == {"npv": (2, 1), "roi": (2, 1), "npv_per_funding": (None, None)}
    assert [member.label for member in found.by_place("npv")] == ["Second", "First"]
    assert [member.label for member in found.by_place("npv_per_funding")] == ["First", "Second"]


def test_what_must_be_said_of_the_totals() -> None:
    said = both().warnings
    assert said[0] == "Amounts of Second in EUR are counted at 1.5 USD for each EUR, in every month."
    assert "January 2027: First; February 2027: Second" in said[1]
    assert "2 months: First; 3 months: Second" in said[2]
    assert "The programme discounts at 0.00%" in said[3]
    assert "10.00%" in said[3]
    assert len(said) == 4
    assert roll_up(PROGRAMME, [("First", FIRST, None)]).warnings == ()


def test_cashable_only_beside_all_is_said() -> None:
    whole, cash = (open_case(SUPPORT, cash_only=only).appraisal for only in (False, True))
    said = roll_up(PROGRAMME, [("All", whole, None), ("Cash", cash, None)]).warnings
    assert any("all benefits: All; cashable savings only: Cash" in text for text in said)


@pytest.mark.parametrize("rate", [None, 0.0, -1.0, float("inf"), float("nan")])
def test_no_currency_is_added_without_a_rate(rate: float | None) -> None:
    with pytest.raises(CaseProblems) as caught:
        both(rate)
    (problem,) = caught.value.problems
    assert (problem.code, problem.path) == ("no_exchange_rate", ("members", 1, "rate"))
    assert "how many USD one EUR is worth" in problem.remedy


def test_a_rate_of_the_same_currency_is_refused() -> None:
    with pytest.raises(CaseProblems) as caught:
        roll_up(PROGRAMME, [("First", FIRST, 1.2)])
    assert caught.value.problems[0].code == "needless_rate"
    assert roll_up(PROGRAMME, [("First", FIRST, 1.0)]).worth.npv == pytest.approx(40)


def test_a_programme_without_cases_says_so() -> None:
    with pytest.raises(CaseProblems) as caught:
        roll_up(PROGRAMME, [])
    assert caught.value.problems[0].code == "no_members"


def test_doing_nothing_changes_no_figure() -> None:
    found = roll_up(PROGRAMME, [("First", FIRST, None), ("Nothing", NOTHING, None)])
    assert found.worth.npv == pytest.approx(40)
    assert found.members[1].worth.payback_months is None
    assert found.places["roi"] == (1, None)


def test_contributions_add_up_to_the_cent() -> None:
    first = open_case(SUPPORT).appraisal
    second = open_case(SUPPORT).under("conservative").appraisal
    for timing in ("month_end", "mid_month", "year_end", "excel_npv"):
        programme = PROGRAMME.model_copy(update={"rate": 0.1, "timing": timing})
        found = roll_up(programme, [("A", first, None), ("B", second, None), ("C", SECOND, 1.13)])
        for kind in ("npv", "pv_benefits", "pv_costs"):
            parts = [getattr(member.worth, kind) for member in found.members]
            assert abs(sum(parts) - getattr(found.worth, kind)) < 0.005
    # At its own rate and convention, and alone, a case is worth in a programme what it is worth by itself.
    alone = roll_up(
        PROGRAMME.model_copy(
            update={"rate": first.run.graph.resolved.discount.rate, "timing": first.run.graph.resolved.discount.timing}
        ),
        [("A", first, None)],
    )
    assert alone.worth.npv == pytest.approx(first.figures.npv)
    assert alone.worth.roi == pytest.approx(first.figures.roi)
    assert alone.worth.peak_funding == pytest.approx(first.figures.peak_funding)
    assert alone.worth.payback_months == pytest.approx(first.figures.payback_months)


# --- counted twice -----------------------------------------------------------------------------------------------


def support(case_id: str, label: str, role: str, organisation: str = "Acme  Corp", contact: float = 30) -> Appraisal:
    """The template of a support community under another name, for one audience, with its own cost of a contact."""
    case = read_case_file(Path(SUPPORT)).case
    audience = case.audiences[0].model_copy(update={"label": label, "role": role})
    cost = case.assumptions["unit_contact_cost"].model_copy(update={"value": contact})
    changed = case.model_copy(
        update={
            "id": case_id,
            "organisation": organisation,
            "audiences": (audience,),
            "assumptions": {**case.assumptions, "unit_contact_cost": cost},
        }
    )
    return analyse(case_file(changed, "")).appraisal


def worth(appraisal: Appraisal, stream: str) -> float:
    return next(s.present_value for s in appraisal.streams if s.id == stream and s.kind == "benefit")


ONE = support("one", "Customers", "customers")
TWO = support("two", "customers ", "customers", organisation="ACME corp", contact=20)
USUAL = PROGRAMME.model_copy(
    update={"rate": ONE.run.graph.resolved.discount.rate, "timing": ONE.run.graph.resolved.discount.timing}
)


def test_what_two_cases_of_one_organisation_count_is_named_with_the_smaller_worth() -> None:
    found = roll_up(USUAL, [("One", ONE, None), ("Two", TWO, None)])
    audience = found.overlaps[0]
    assert (audience.kind, audience.what, audience.members) == ("audience", "The same audience: Customers", (0, 1))
    # All benefits of both serve the one audience they have; the second case saves less on each contact.
    assert audience.at_stake == pytest.approx(min(ONE.figures.pv_benefits, TWO.figures.pv_benefits))
    by_line = {overlap.what: overlap for overlap in found.overlaps if overlap.kind == "stream"}
    deflection = next(overlap for what, overlap in by_line.items() if what.startswith("Support deflection: "))
    assert deflection.at_stake == pytest.approx(worth(TWO, "support_deflection"))
    assert deflection.at_stake < worth(ONE, "support_deflection")
    assert [o.at_stake for o in found.overlaps] == sorted((o.at_stake for o in found.overlaps), reverse=True)


def test_the_same_role_under_another_name_is_named_too() -> None:
    other = support("three", "Buyers", "customers")
    found = roll_up(USUAL, [("One", ONE, None), ("Three", other, None)])
    assert found.overlaps[0].what == "Customers in both: Customers, Buyers"


def test_two_organisations_share_nothing() -> None:
    other = support("four", "Customers", "customers", organisation="Another")
    assert roll_up(USUAL, [("One", ONE, None), ("Four", other, None)]).overlaps == ()


def test_the_same_case_twice_is_one_finding() -> None:
    cautious = open_case(SUPPORT).under("conservative").appraisal
    likely = open_case(SUPPORT).appraisal
    (found,) = roll_up(USUAL, [("Likely", likely, None), ("Cautious", cautious, None)]).overlaps
    assert found.kind == "case"
    assert found.at_stake == pytest.approx(min(likely.figures.pv_benefits, cautious.figures.pv_benefits))


def test_copies_of_a_template_are_two_cases_where_the_store_tells_them_apart() -> None:
    saved = {"members": (Member(case="store-id-1"), Member(case="store-id-2"))}
    copies = [("One", ONE, None), ("Copy", support("one", "Customers", "customers"), None)]
    kinds = {overlap.kind for overlap in roll_up(USUAL.model_copy(update=saved), copies).overlaps}
    assert kinds == {"audience", "stream"}
    twice = {"members": (Member(case="store-id-1"), Member(case="store-id-1", revision=2))}
    (found,) = roll_up(USUAL.model_copy(update=twice), copies).overlaps
    assert found.kind == "case"


def test_the_record_is_plain_data() -> None:
    record = json.loads(json.dumps(both().record()))
    assert record["figures"]["npv"] == pytest.approx(310)
    assert [member["label"] for member in record["members"]] == ["First", "Second"]
    assert record["members"][1]["exchange_rate"] == 1.5
    assert record["programme"]["title"] == "All communities"


def test_a_programme_is_a_document() -> None:
    stated = Programme(**(PROGRAMME.model_dump() | {"members": [Member(case="abcDEF-1", rate=1.5, label="Here")]}))
    assert Programme.model_validate_json(stated.model_dump_json()) == stated
    for wrong in (
        {"currency": "XXZ"},
        {"members": [{"case": "a b"}]},
        {"members": [{"case": "a", "rate": 0}]},
        {"rate": 8},
    ):
        with pytest.raises(ValidationError):
            Programme(**(PROGRAMME.model_dump() | wrong))
