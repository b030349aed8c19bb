"""The page History: who saved what, when and why, what it did to NPV, going back, and the baseline."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from model.case import Case
from scenarios.analysis import analyse
from scenarios.answering import answer
from scenarios.files import case_file, read_case_file
from scenarios.store import Store
from scenarios.stored import Revision
from tests.conftest import ROOT
from tests.ui.conftest import opened, shown

ADA, GRACE = "Ada Lovelace", "Grace Hopper"


def example(cost: float = 22) -> Case:
    case = read_case_file(ROOT / "scenarios" / "examples" / "sps_commerce.yaml").case
    return answer(case, "unit_contact_cost", None, {"value": cost})


def stored() -> tuple[Store, Revision]:
    """A store with a case of two revisions, by two people."""
    store = Store.open()
    first = store.create(example(), author=ADA, message="First figures")
    return store, store.save(first.case_id, example(25), parent=1, author=GRACE, message="From payroll")


def on(case_id: str, number: int = 2) -> AppTest:
    app = opened("history", case=case_id)
    app.session_state["picked:history"] = str(number)
    app.run()
    assert not app.exception
    return app


def signed(app: AppTest, name: str, written: str = "") -> AppTest:
    app.session_state["picked:dialog"] = name
    app.run()
    app.text_input(key="signing-author").set_value(GRACE)
    if written:
        app.text_input(key="signing-said").set_value(written)
    app.button(key="signing-now").click().run()
    assert not app.exception
    return app


def npv(case: Case) -> float:
    return analyse(case_file(case, "")).appraisal.figures.npv


def test_a_case_that_was_never_saved_offers_to_save_it() -> None:
    app = opened("history")
    assert "This case has not been saved yet." in shown(app)
    assert app.button(key="save-first").label == "Save this case"


def test_it_names_everybody_and_why() -> None:
    _, head = stored()
    text = shown(on(head.case_id))
    assert "2 revisions by 2 people" in text
    for words in (ADA, GRACE, "First figures", "From payroll"):
        assert words in text


def test_what_changed_stands_beside_what_it_did_to_the_worth() -> None:
    _, head = stored()
    text = shown(on(head.case_id))
    difference = npv(example(25)) - npv(example(22))  # one change makes all the difference
    assert "Cost of a contact, all channels" in text
    assert f"+${difference:,.0f}" in text
    assert "Changed since revision 1" in text


def test_the_first_revision_has_nothing_before_it() -> None:
    _, head = stored()
    assert "nothing came before it" in shown(on(head.case_id, 1))


def test_an_older_revision_becomes_the_newest_again() -> None:
    store, head = stored()
    app = on(head.case_id, 1)
    app.button(key="restore-revision").click().run()
    signed(app, f"restore:{head.case_id}@1", "Payroll was wrong")
    newest = store.revision(head.case_id)
    assert newest is not None
    assert (newest.revision.number, newest.revision.author, newest.revision.message) == (3, GRACE, "Payroll was wrong")
    assert newest.case == example()
    assert "3 revisions by 2 people" in shown(app)


def test_a_baseline_is_named_and_taken_away() -> None:
    store, head = stored()
    app = signed(on(head.case_id, 1), f"baseline:{head.case_id}@1", "Board of March")
    found = store.case(head.case_id)
    assert found is not None
    assert (found.baseline, found.baseline_name) == (1, "Board of March")
    assert "Revision 1 (Board of March)" in shown(app)
    signed(app, f"no-baseline:{head.case_id}@1")
    found = store.case(head.case_id)
    assert found is not None
    assert found.baseline is None


def test_a_verdict_stands_beside_its_revision() -> None:
    store, head = stored()
    store.judge(head.case_id, 1, verdict="approved", author=GRACE, text="Sound.")
    text = shown(on(head.case_id, 1))
    assert "Revision 1 (approved" in text
    assert "Grace Hopper approved it on" in text


def test_a_revision_leads_to_its_review() -> None:
    _, head = stored()
    app = on(head.case_id, 1)
    app.button(key="review-revision").click().run()
    assert not app.exception
    assert "Revision 1 is worth" in shown(app)


def test_the_audit_trail_says_who_did_what() -> None:
    store, head = stored()
    store.comment(head.case_id, 2, author=ADA, text="Why?")
    text = shown(on(head.case_id))
    for words in ("created", "saved", "commented"):
        assert words in text
