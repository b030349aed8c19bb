"""The page Review: what is reviewed, what is remarked and proposed, what finance's view comes to, and what a verdict locks."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from model.case import Case
from model.evidence import Assumption
from scenarios.analysis import analyse
from scenarios.files import case_file, read_case_file
from scenarios.store import Store
from scenarios.stored import Revision
from tests.conftest import ROOT
from tests.ui.conftest import opened, shown

ADA, GRACE = "Ada Lovelace", "Grace Hopper"
COST = "assumptions.unit_contact_cost"


def example() -> Case:
    return read_case_file(ROOT / "scenarios" / "examples" / "sps_commerce.yaml").case


def stored() -> tuple[Store, Revision]:
    """A store with one case that Ada has saved."""
    store = Store.open()
    return store, store.create(example(), author=ADA, message="First figures")


def on(revision: Revision, part: str = "asks") -> AppTest:
    """The review of a revision as its link opens it, with a part of it open."""
    app = opened("review", case=revision.case_id, revision=str(revision.number))
    return turned(app, part)


def turned(app: AppTest, part: str) -> AppTest:
    app.session_state["picked:review"] = part
    app.run()
    assert not app.exception
    return app


def dialog(app: AppTest, name: str) -> AppTest:
    """The page with a dialog open, as a click on the page opens it."""
    app.session_state["picked:dialog"] = name
    app.run()
    assert not app.exception
    return app


def sent(app: AppTest, key: str, **written: str) -> AppTest:
    """The page after a form of a dialog was filled in and sent."""
    for name, text in written.items():
        field = app.text_area if name.endswith("text") else app.text_input
        field(key=name.replace("_", "-")).set_value(text)
    app.button(key=key).click()
    app.run()
    assert not app.exception
    return app


def faults(app: AppTest) -> str:
    return " ".join(part for part in shown(app).split("<p class='cc-fault'")[1:])


# --- what is reviewed ---------------------------------------------------------------------------------------------


def test_a_case_that_was_never_saved_offers_to_save_it() -> None:
    app = opened("review")
    assert "This case has not been saved yet" in shown(app)
    assert app.button(key="save-first").label == "Save this case"


def test_the_answer_says_worth_remarks_and_verdict() -> None:
    store, first = stored()
    store.comment(first.case_id, 1, author=GRACE, text="Why?")
    text = shown(on(first))
    # SPS Commerce is worth 337,535 USD in tests/golden, so $338K
    assert "Revision 1 is worth $338K today; 1 remark is open, and nobody has decided on it yet." in text


def test_the_link_names_the_revision_and_nothing_else() -> None:
    _, first = stored()
    app = on(first)
    assert app.code[0].value.endswith(f"/review?case={first.case_id}&revision=1")


def test_an_older_revision_is_reviewed_as_it_was() -> None:
    store, first = stored()
    changed = example().model_copy(update={"title": "Another title"})
    store.save(first.case_id, changed, parent=1, author=GRACE)
    text = shown(on(first))
    assert "Revision 1 is worth" in text
    assert "A customer community that takes support requests off the desk" in text


def test_open_remarks_on_other_revisions_are_named() -> None:
    store, first = stored()
    store.comment(first.case_id, 1, author=GRACE, text="Why?")
    second = store.save(first.case_id, example().model_copy(update={"title": "New"}), parent=1, author=ADA)
    app = on(second)
    assert "1 remark is open on revision 1." in shown(app)
    app.button(key="review-open-1").click().run()
    assert "Revision 1 is worth" in shown(app)


def test_a_changed_draft_is_told_apart_from_the_revision() -> None:
    store, first = stored()
    store.judge(first.case_id, 1, verdict="approved", author=GRACE)
    app = opened("value", case=first.case_id, revision="1")
    app.session_state["picked:value"] = "support_deflection"
    app.run()
    app.text_input(key="answer::unit_contact_cost:value").set_value("30").run()
    app.switch_page("ui/pages/review.py").run()
    text = shown(app)
    assert "You have changed this case since revision 1." in text
    assert "The approval by Grace Hopper does not cover your changes." in text
    assert "Revision 1 is worth $338K today" in text  # not what the draft comes to
    app.button(key="review-open").click().run()
    assert "You have changed this case" not in shown(app)


# --- remarks and proposals ----------------------------------------------------------------------------------------


def test_a_remark_on_an_assumption_is_kept_with_its_field() -> None:
    store, first = stored()
    app = dialog(on(first, "assumptions"), f"remark:{COST}")
    assert "$10 to $50 a contact" in shown(app)
    sent(app, "remark-now", remark_text="Who measured it?", review_author=GRACE)
    (comment,) = store.comments(first.case_id)
    assert (comment.author, comment.text, comment.field, comment.proposal) == (GRACE, "Who measured it?", COST, None)


def test_a_proposal_is_read_as_answers_are_and_refused_with_a_reason() -> None:
    store, first = stored()
    app = dialog(on(first, "assumptions"), f"remark:{COST}")
    sent(app, "remark-now", review_author=GRACE, remark_value="€19")
    assert "is not a number we can read" in faults(app) or "is not understood here" in faults(app)
    assert store.comments(first.case_id) == ()
    sent(app, "remark-now", remark_value="$19", remark_source="Payroll 2026")
    (comment,) = store.comments(first.case_id)
    assert comment.proposal is not None
    assert (comment.proposal.value, str(comment.proposal.source[0])) == (19.0, "Payroll 2026")
    assert "Grace Hopper proposes <strong>$19 a contact</strong>" in shown(app)


def test_who_speaks_must_be_named() -> None:
    store, first = stored()
    app = dialog(on(first, "remarks"), "remark:")
    sent(app, "remark-now", remark_text="Why?")
    assert "Nobody is named." in faults(app)
    assert store.comments(first.case_id) == ()


def test_a_remark_can_speak_of_a_goal_a_stream_or_a_line() -> None:
    store, first = stored()
    goal = example().goals[0]
    app = dialog(on(first, "remarks"), "remark:")
    options = app.selectbox(key="remark-field").options
    assert options[0] == "The case as a whole"
    assert "Stream “Support deflection”" in options
    assert any(option.startswith("Benefit “") for option in options)
    app.selectbox(key="remark-field").set_value(f"goals.{goal.id}")
    sent(app, "remark-now", remark_text="Still so?", review_author=GRACE)
    assert store.comments(first.case_id)[0].field == f"goals.{goal.id}"
    assert goal.label in shown(app)


def test_a_reply_stands_under_its_remark_and_settling_ends_it() -> None:
    store, first = stored()
    asked = store.comment(first.case_id, 1, author=GRACE, text="Why?", field=COST)
    app = dialog(on(first, "remarks"), f"reply:{asked.id}")
    sent(app, "reply-now", reply_text="Measured.", review_author=ADA)
    assert "<ul class='cc-replies'>" in shown(app)
    sent(dialog(app, f"settle:{asked.id}"), "settle-now", settle_text="Agreed on the phone.")
    found = store.comments(first.case_id)
    assert [(comment.author, comment.text) for comment in found[1:]] == [
        (ADA, "Measured."),
        (ADA, "Agreed on the phone."),
    ]
    assert found[0].settled_by == ADA
    assert "no remark is open" in shown(app)


def test_what_people_write_is_never_markup() -> None:
    store, first = stored()
    store.comment(first.case_id, 1, author="<b>Eve</b>", text="<script>alert(1)</script>")
    text = shown(on(first, "remarks"))
    assert "&lt;script&gt;" in text
    assert "<script>" not in text
    assert "<b>Eve" not in text


# --- finance's view -----------------------------------------------------------------------------------------------


def test_both_views_stand_side_by_side_and_the_revision_stays() -> None:
    store, first = stored()
    proposal = Assumption(value=19.0)
    store.comment(first.case_id, 1, author=GRACE, text="", field=COST, proposal=proposal)
    app = on(first, "finance")
    text = shown(app)
    # by another way: the case with the value written into it
    case = example()
    other = case.model_copy(update={"assumptions": {**case.assumptions, "unit_contact_cost": case.assumptions["unit_contact_cost"].overlay(proposal)}})  # fmt: skip
    npv = analyse(case_file(other, "")).appraisal.figures.npv
    assert f"{npv:,.0f}".lstrip("-") in text
    assert "$337,535" in text
    assert "$19 a contact" in text
    found = store.revision(first.case_id)
    assert found is not None
    assert found.revision.number == 1
    assert found.case.scenarios.keys() == case.scenarios.keys()


def test_a_settled_proposal_leaves_the_finance_view() -> None:
    store, first = stored()
    said = store.comment(first.case_id, 1, author=GRACE, text="", field=COST, proposal=Assumption(value=19.0))
    store.settle(said.id, author=ADA)
    assert "Nobody has proposed another value yet." in shown(on(first, "finance"))


def test_the_finance_view_goes_into_the_draft_as_a_scenario() -> None:
    store, first = stored()
    store.comment(first.case_id, 1, author=GRACE, text="", field=COST, proposal=Assumption(value=19.0))
    app = on(first, "finance")
    app.button(key="take-finance-view").click().run()
    assert not app.exception
    case = app.session_state["desk"].case
    taken = case.scenarios["finance_view"].assumptions["unit_contact_cost"]
    assert taken.value == 19
    assert str(taken.source[0]) == "Proposed by Grace Hopper in the review of revision 1"
    assert app.selectbox(key="scenario-picker").value == "finance_view"
    assert store.history(first.case_id)[0].number == 1


# --- verdicts -----------------------------------------------------------------------------------------------------


def test_conditions_are_required_and_the_verdict_locks() -> None:
    store, first = stored()
    app = on(first, "verdict")
    app.button(key="decide").click().run()
    assert "Your verdict locks revision 1" in shown(app)
    sent(app, "verdict-now", review_author=GRACE)
    assert "No verdict is chosen." in faults(app)
    app.radio(key="verdict-ruling").set_value("approved_with_conditions")
    sent(app, "verdict-now")
    assert "The conditions are missing." in faults(app)
    sent(app, "verdict-now", verdict_text="Measure it by March.")
    given = store.history(first.case_id)[0].verdict
    assert given is not None
    assert (given.verdict, given.author, given.text) == ("approved_with_conditions", GRACE, "Measure it by March.")
    assert "Grace Hopper approved it with conditions on" in shown(app)
    assert "Revision 1 is locked" in shown(app)
    assert "Challenge this" not in shown(turned(app, "asks"))
    assert "Comment on" not in shown(turned(app, "assumptions"))


def test_a_remark_that_comes_after_the_verdict_is_told_why_not() -> None:
    store, first = stored()
    app = dialog(on(first, "assumptions"), f"remark:{COST}")
    store.judge(first.case_id, 1, verdict="returned", author=ADA, text="No sources.")
    sent(app, "remark-now", remark_text="Too late", review_author=GRACE)
    assert "is locked" in faults(app)
    assert store.comments(first.case_id) == ()


# --- beside the questions -----------------------------------------------------------------------------------------


def test_open_remarks_stand_beside_their_question() -> None:
    store, first = stored()
    store.comment(first.case_id, 1, author=GRACE, text="Why?", field=COST)
    app = opened("value", case=first.case_id, revision="1")
    app.session_state["picked:value"] = "support_deflection"
    app.run()
    assert app.button(key="remarks-unit_contact_cost").label == "1 remark"
    app.button(key="remarks-unit_contact_cost").click().run()
    assert "Remarks on Cost of a contact" in shown(app)
