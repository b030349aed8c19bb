"""Remarks with their replies, the proposals that are in force, what remarks speak of, and a review as a table."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from exports.reviews import REVIEW_CSV_COLUMNS, proposal_words, review_csv, standing_words, value_words
from model.evidence import Assumption
from model.result import Challenge
from model.schedule import Schedule
from scenarios import reviewing
from scenarios.files import read_case_file
from scenarios.reviewing import (
    field_of,
    fields,
    label_of,
    open_by_field,
    open_proposals,
    proposals_elsewhere,
    records,
    threads,
)
from scenarios.standing import Standing, stand
from scenarios.stored import Comment, Revision, Verdict
from tests.conftest import ROOT

BEGAN = datetime(2027, 1, 4, 9, 30, tzinfo=UTC)
COST = "assumptions.unit_contact_cost"


def said(number: int, text: str = "", **more: object) -> Comment:
    fixed = Comment(f"c{number}", "case", 1, "Grace", text, BEGAN + timedelta(minutes=number))
    return replace(fixed, **more)  # type: ignore[arg-type] - the fields of a comment


def settled(comment: Comment) -> Comment:
    return replace(comment, settled_at=BEGAN + timedelta(hours=2), settled_by="Ada")


@pytest.fixture(scope="module")
def standing() -> Standing:
    return stand(read_case_file(ROOT / "scenarios" / "examples" / "sps_commerce.yaml").case)


# --- threads ------------------------------------------------------------------------------------------------------


def test_replies_belong_to_the_remark_they_began_with_and_open_ones_come_first() -> None:
    first, other = settled(said(1, "Why?")), said(2, "And this?")
    reply, nested = said(3, "So.", reply_to="c1"), said(4, "Fine.", reply_to="c3")
    found = threads([first, other, reply, nested])
    assert [thread.first.id for thread in found] == ["c2", "c1"]
    assert [comment.id for comment in found[1].replies] == ["c3", "c4"]
    assert [thread.is_open for thread in found] == [True, False]


def test_a_reply_whose_remark_is_on_another_revision_stands_alone() -> None:
    assert threads([said(1, "So.", reply_to="elsewhere")])[0].first.id == "c1"


def test_only_open_remarks_count_and_replies_do_not() -> None:
    comments = [said(1, field=COST), said(2, field=COST, reply_to="c1"), settled(said(3, field=COST)), said(4)]
    assert open_by_field(comments) == {COST: 1, "": 1}


# --- proposals ----------------------------------------------------------------------------------------------------


def test_the_last_open_proposal_for_an_assumption_is_in_force() -> None:
    one, two = (said(n, field=COST, proposal=Assumption(value=float(n))) for n in (1, 2))
    assert open_proposals([one, two], None)["unit_contact_cost"] is two
    assert open_proposals([one, settled(two)], None)["unit_contact_cost"] is one
    assert open_proposals([said(3, field=COST), said(4, field="goals.x", proposal=Assumption(value=1))], None) == {}


def test_what_is_proposed_for_the_scenario_goes_before_what_is_proposed_for_the_base_case() -> None:
    own = said(1, field=COST, scenario="conservative", proposal=Assumption(value=1.0))
    base = said(2, field=COST, proposal=Assumption(value=2.0))
    assert open_proposals([own, base], "conservative")["unit_contact_cost"] is own
    assert open_proposals([own, base], None)["unit_contact_cost"] is base
    assert proposals_elsewhere([own, base], None) == {"conservative": 1}
    assert proposals_elsewhere([own, base], "conservative") == {}


def test_a_proposal_names_who_made_it_unless_it_names_its_source(standing: Standing) -> None:
    bare = said(1, field=COST, proposal=Assumption(value=19.0))
    sourced = said(
        2, field="assumptions.avoidable_share", proposal=Assumption(value=0.5, source=({"title": "Payroll"},))
    )
    gone = said(3, field="assumptions.no_such_thing", proposal=Assumption(value=1.0))
    found = records(open_proposals([bare, sourced, gone], None), standing)
    assert found.keys() == {"unit_contact_cost", "avoidable_share"}
    assert str(found["unit_contact_cost"].source[0]) == "Proposed by Grace in the review of revision 1"
    assert found["unit_contact_cost"].grade == "expert"
    assert found["avoidable_share"] == sourced.proposal


# --- what a remark speaks of --------------------------------------------------------------------------------------


def test_a_challenge_leads_to_the_field_it_is_about(standing: Standing) -> None:
    def about(line: str | None) -> str:
        return field_of(standing, Challenge("any", "high", line, "What?", "Do this."))

    assert about("unit_contact_cost") == COST
    assert about("support_deflection") == "streams.support_deflection"
    assert about(None) == reviewing.WHOLE
    assert about("no_such_thing") == reviewing.WHOLE


def test_every_field_has_a_name_even_one_that_is_gone(standing: Standing) -> None:
    goal = standing.case.goals[0]
    assert label_of("", standing) == "The case as a whole"
    assert label_of(COST, standing) == "Cost of a contact, all channels"
    assert label_of(f"goals.{goal.id}", standing) == f"Goal “{goal.label}”"
    assert label_of("goals.gone", standing) == "Goal “gone”"
    assert {"", f"goals.{goal.id}", "streams.support_deflection"} <= fields(standing).keys()


def test_a_case_that_cannot_be_computed_can_still_be_remarked_on(standing: Standing) -> None:
    bare = replace(standing, analysis=None, questions=())
    assert "streams.support_deflection" not in fields(bare)
    assert fields(bare)[""] == "The case as a whole"


# --- as a table ---------------------------------------------------------------------------------------------------


def test_values_are_said_exactly() -> None:
    assert value_words(Assumption(unit="1", value=0.235), "USD", "en_US") == "23.5%"
    plan = Assumption(unit="member", schedule=Schedule(by="year", values=(100, 1_300), spread="level"))
    assert value_words(plan, "USD", "en_US") == "100; 1,300, by year"
    long = Assumption(unit="member", schedule=Schedule(by="year", values=tuple(range(1, 9)), spread="level"))
    assert value_words(long, "USD", "en_US") == "1; 2; 3; 4; 5; 6; and 2 more, by year"


def test_a_proposal_is_said_in_the_unit_of_its_assumption(standing: Standing) -> None:
    assert proposal_words(said(1, field=COST, proposal=Assumption(value=19.0)), standing, "en_US") == "$19 a contact"
    assert proposal_words(said(1, "Why?", field=COST), standing, "en_US") == ""
    assert standing_words("unit_contact_cost", standing, "en_US") == "$22 a contact"
    assert standing_words("no_such_thing", standing, "en_US") == ""


def test_the_review_is_a_table_without_formulas(standing: Standing) -> None:
    verdict = Verdict("case", 1, "approved_with_conditions", "@Ada", "-1 is no answer", BEGAN + timedelta(days=1))
    revision = Revision("case", 1, None, None, "Ada", "", BEGAN, "", "", "", {}, verdict)
    asked = settled(said(1, '=HYPERLINK("http://x")', author="+Grace", field=COST, proposal=Assumption(value=19.0)))
    reply = said(2, "Line one\nline two, with a comma", reply_to="c1", field=COST, scenario="conservative")
    rows = list(csv.reader(io.StringIO(review_csv(revision, [asked, reply], standing, "en_US"))))
    assert tuple(rows[0]) == REVIEW_CSV_COLUMNS
    assert rows[1] == [
        "1", "", "2027-01-04 09:31", "'+Grace", "proposal", "Cost of a contact, all channels", COST, "Base case",
        "'=HYPERLINK(\"http://x\")", "$22 a contact", "$19 a contact", "2027-01-04 11:30", "Ada",
    ]  # fmt: skip
    assert rows[2][:5] == ["2", "1", "2027-01-04 09:32", "Grace", "reply"]
    assert rows[2][7:9] == ["Conservative", "Line one\nline two, with a comma"]
    assert rows[3][2:9] == ["2027-01-05 09:30", "'@Ada", "approved with conditions", "Revision 1", "", "", "'-1 is no answer"]  # fmt: skip
    assert len(rows) == 4
