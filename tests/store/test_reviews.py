"""Reviews: comments tied to fields, proposed values, and verdicts that lock one exact revision."""

from __future__ import annotations

import pytest

from model.evidence import Assumption
from scenarios.saving import new_id
from scenarios.store import Store
from tests.cases import the_problem
from tests.store.acting import a_case, created


def test_a_comment_is_tied_to_a_field(store: Store) -> None:
    case_id = created(store).case_id
    one = store.comment(
        case_id, 1, author="Rita", text=" Where is this from? ", field="assumptions.fee", scenario="dear"
    )
    two = store.comment(case_id, 1, author="Ann", text="The offer of May", reply_to=one.id)
    assert store.comments(case_id) == store.comments(case_id, 1) == (one, two)
    assert (one.text, one.field, one.scenario, one.proposal) == ("Where is this from?", "assumptions.fee", "dear", None)
    assert (two.reply_to, two.number) == (one.id, 1)
    assert not one.is_settled
    assert store.comments(case_id, 2) == ()


def test_a_proposal_is_a_value_with_what_stands_behind_it(store: Store) -> None:
    case_id = created(store).case_id
    proposal = Assumption.model_validate({"value": 130, "low": 110, "high": 150, "source": "Offer ‘B’\0 of May"})
    store.comment(case_id, 1, author="Rita", text="", field="assumptions.fee", proposal=proposal)
    (found,) = store.comments(case_id)
    assert found.proposal == proposal
    assert found.proposal.model_fields_set == proposal.model_fields_set
    assert store.events()[-1].action == "proposed"


def test_comments_are_settled_and_stay(store: Store) -> None:
    case_id = created(store).case_id
    one = store.comment(case_id, 1, author="Rita", text="Why?")
    settled = store.settle(one.id, author="Ann")
    assert store.settle(one.id, author="Bob") == settled
    assert (settled.settled_by, settled.is_settled) == ("Ann", True)
    assert store.comments(case_id) == (settled,)
    assert the_problem(lambda: store.settle(new_id(), author="Ann")).code == "unknown_comment"


def test_a_comment_says_something_of_something(store: Store) -> None:
    case_id, other = created(store).case_id, created(store).case_id
    foreign = store.comment(other, 1, author="Rita", text="There")
    assert the_problem(lambda: store.comment(case_id, 1, author="R", text=" ")).code == "empty_comment"
    assert the_problem(lambda: store.comment(case_id, 2, author="R", text="x")).code == "unknown_revision"
    assert the_problem(lambda: store.comment(new_id(), 1, author="R", text="x")).code == "unknown_case"
    assert the_problem(lambda: store.comment(case_id, 1, author="R", text="x" * 20_001)).code == "text_too_long"
    for answered in (foreign.id, new_id()):
        problem = the_problem(
            lambda answered=answered: store.comment(case_id, 1, author="R", text="x", reply_to=answered)
        )
        assert problem.code == "unknown_comment"
    assert store.comments(case_id) == ()


@pytest.mark.parametrize("verdict", ["approved", "approved_with_conditions", "returned"])
def test_a_verdict_locks_its_revision_and_no_other(store: Store, verdict) -> None:
    case_id = created(store).case_id
    remark = store.comment(case_id, 1, author="Rita", text="Why?")
    given = store.judge(case_id, 1, verdict=verdict, author="Cleo", text="Measure first")
    assert given.is_approval == (verdict != "returned")
    found = store.revision(case_id).revision
    assert (found.verdict, found.is_locked) == (given, True)
    for act in (
        lambda: store.judge(case_id, 1, verdict="approved", author="Max"),
        lambda: store.comment(case_id, 1, author="Max", text="Late"),
        lambda: store.comment(case_id, 1, author="Max", text="", proposal=Assumption.model_validate(3)),
        lambda: store.settle(remark.id, author="Max"),
    ):
        problem = the_problem(act)
        assert problem.code == "locked"
        assert f"{verdict.replace('_', ' ')} by Cleo" in problem.what
    assert store.comments(case_id) == (remark,)
    later = store.save(case_id, a_case(fee=2), parent=1, author="Ann")
    assert not later.is_locked
    assert store.comment(case_id, 2, author="Max", text="Now").number == 2
    assert store.judge(case_id, 2, verdict="returned", author="Max").number == 2


def test_conditions_are_named_and_verdicts_known(store: Store) -> None:
    case_id = created(store).case_id
    conditions = the_problem(lambda: store.judge(case_id, 1, verdict="approved_with_conditions", author="Cleo"))
    assert conditions.code == "no_conditions"
    assert the_problem(lambda: store.judge(case_id, 1, verdict="maybe", author="Cleo")).code == "unknown_verdict"
    store.delete(case_id, author="Ann")
    assert the_problem(lambda: store.judge(case_id, 1, verdict="approved", author="C")).code == "deleted_case"
    assert not store.history(case_id)[0].is_locked
