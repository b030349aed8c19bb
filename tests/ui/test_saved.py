"""The page Saved cases and the dialogs that save: names, reasons, merges, copies, deleting, searching, backing up."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

from model.case import Case
from scenarios import drafts
from scenarios.answering import answer
from scenarios.editing import put
from scenarios.files import read_case_file
from scenarios.store import Store
from scenarios.stored import Revision
from tests.conftest import ROOT
from tests.ui.conftest import opened, shown

ADA, GRACE = "Ada Lovelace", "Grace Hopper"


def example() -> Case:
    return read_case_file(ROOT / "scenarios" / "examples" / "sps_commerce.yaml").case


def costing(cost: float) -> Case:
    """The example with another cost of a contact."""
    return answer(example(), "unit_contact_cost", None, {"value": cost})


def stored() -> tuple[Store, Revision]:
    store = Store.open()
    return store, store.create(example(), author=ADA, message="First figures")


def changed(revision: Revision, cost: str) -> AppTest:
    """A window on a saved case whose cost of a contact was answered anew."""
    app = opened("value", case=revision.case_id, revision=str(revision.number))
    app.session_state["picked:value"] = "support_deflection"
    app.run()
    app.text_input(key="answer::unit_contact_cost:value").set_value(cost).run()
    assert not app.exception
    return app


def save(app: AppTest, author: str = ADA, message: str = "") -> AppTest:
    app.button(key="save").click().run()
    app.text_input(key="save-author").set_value(author)
    app.text_input(key="save-message").set_value(message)
    app.button(key="save-now").click().run()
    assert not app.exception
    return app


def said(app: AppTest) -> str:
    return " ".join(element.value for kind in (app.warning, app.info) for element in kind)


# --- saving -------------------------------------------------------------------------------------------------------


def test_what_ships_is_saved_as_a_case_of_ones_own() -> None:
    app = save(opened(), message="To begin with")
    (row,) = Store.open().cases().rows
    assert (row.head, row.author, row.message, row.origin) == (1, ADA, "To begin with", "sps_commerce")
    assert "revision 1, saved by Ada Lovelace" in shown(app)
    assert app.button(key="save").disabled
    assert (app.query_params["case"], app.query_params["revision"]) in [(row.id, "1"), ([row.id], ["1"])]


def test_who_saves_must_be_named_and_is_remembered_on_this_machine() -> None:
    app = save(opened(), author=" ")
    assert "Nobody is named." in shown(app)
    assert Store.open().cases().total == 0
    app.text_input(key="save-author").set_value(GRACE)
    app.button(key="save-now").click().run()
    assert Store.open().cases().total == 1
    again = opened()
    again.button(key="save").click().run()
    assert again.text_input(key="save-author").value == GRACE


def test_the_next_revision_says_what_is_new_and_puts_the_draft_away() -> None:
    store, first = stored()
    app = changed(first, "25")
    assert len(drafts.recent()) == 1
    app.button(key="save").click().run()
    assert "$22.00 a contact → $25.00 a contact (the evidence for the old value is gone)" in shown(app)
    save(app, GRACE, "Dearer")
    head = store.history(first.case_id)[0]
    assert (head.number, head.author, head.message, head.parent) == (2, GRACE, "Dearer", 1)
    assert drafts.recent() == ()
    assert "revision 2, saved by Grace Hopper" in shown(app)


# --- somebody else was first --------------------------------------------------------------------------------------


def clashing() -> tuple[Store, Revision, AppTest]:
    """A window that saves after Grace has: both changed the cost of a contact, and Grace the title."""
    store, first = stored()
    app = changed(first, "25")
    theirs = put(costing(30), ("title",), "Support, as finance sees it")
    store.save(first.case_id, theirs, parent=1, author=GRACE, message="From finance")
    return store, first, save(app, ADA, "Mine")


def test_the_second_saver_is_shown_both_and_nothing_is_overwritten() -> None:
    store, first, app = clashing()
    text = shown(app)
    assert "Grace Hopper saved revision 2" in text
    assert "Support, as finance sees it" in text
    (choice,) = [radio for radio in app.radio if radio.key and radio.key.startswith("clash:")]
    assert choice.options[0].startswith("Yours: \\$25.00 a contact")
    assert app.button(key="merge-now").disabled
    assert [item.number for item in store.history(first.case_id)] == [2, 1]


def test_a_merge_takes_both_with_the_side_that_was_chosen() -> None:
    store, first, app = clashing()
    next(radio for radio in app.radio if radio.key and radio.key.startswith("clash:")).set_value("mine").run()
    app.button(key="merge-now").click().run()
    assert not app.exception
    head = store.revision(first.case_id)
    assert head is not None
    assert (head.revision.number, head.revision.parent, head.revision.merged_from) == (3, 2, 1)
    assert head.revision.message == "Mine (merged with revision 2)"
    assert head.case.title == "Support, as finance sees it"
    assert head.case.assumptions["unit_contact_cost"].value == 25
    assert "revision 3, saved by Ada Lovelace" in shown(app)


def test_a_copy_keeps_mine_beside_theirs() -> None:
    store, first, app = clashing()
    app.button(key="copy-now").click().run()
    assert not app.exception
    assert store.cases().total == 2
    copy = next(row for row in store.cases().rows if row.id != first.case_id)
    assert (copy.title, copy.author, copy.origin) == (f"{example().title} (copy)", ADA, first.case_id)
    assert store.history(first.case_id)[0].number == 2


# --- the list -----------------------------------------------------------------------------------------------------


def test_an_empty_store_teaches_and_offers_to_save() -> None:
    app = opened("saved")
    assert "A saved case keeps every revision" in shown(app)
    app.button(key="save-first").click().run()
    assert app.text_input(key="save-author").value == ""


def test_cases_are_listed_with_their_figures_and_found_by_words() -> None:
    store, first = stored()
    store.create(put(costing(10), ("title",), "A cheaper case"), author=GRACE)
    app = opened("saved")
    text = shown(app)
    assert "2 cases, the last one saved by Grace Hopper" in text
    assert "$338K" in text  # tests/golden: 337,535
    assert f"open:{first.case_id}" in text
    app.text_input(key="saved-search").set_value("cheaper").run()
    text = shown(app)
    assert "A cheaper case" in text
    assert f"open:{first.case_id}" not in text
    app.text_input(key="saved-search").set_value("nothing of the kind").run()
    assert "Nothing matches." in shown(app)


def test_a_case_is_deleted_and_recovered_by_somebody_with_a_name() -> None:
    store, first = stored()
    app = opened("saved")
    for act, is_deleted in (("delete", True), ("recover", False)):
        app.session_state["picked:dialog"] = f"{act}:{first.case_id}"
        app.run()
        app.text_input(key="signing-author").set_value("")
        app.button(key="signing-now").click().run()
        assert "Nobody is named." in shown(app)
        app.text_input(key="signing-author").set_value(GRACE)
        app.button(key="signing-now").click().run()
        assert not app.exception
        found = store.case(first.case_id)
        assert found is not None
        assert (found.deleted_at is not None) == is_deleted
        assert "deleted" in said(app) or "back among" in said(app)
    assert [event.actor for event in store.events(first.case_id)] == [ADA, GRACE, GRACE]


def test_deleted_cases_are_shown_on_request() -> None:
    store, first = stored()
    store.delete(first.case_id, author=ADA)
    app = opened("saved")
    assert f"recover:{first.case_id}" not in shown(app)
    app.toggle(key="saved-deleted").set_value(True).run()
    assert f"recover:{first.case_id}" in shown(app)
    app.text_input(key="saved-search").set_value("nothing of the kind").run()
    assert "No deleted case matches." in shown(app)
    store.recover(first.case_id, author=ADA)
    app.text_input(key="saved-search").set_value("").run()
    assert "No case has been deleted." in shown(app)


def test_a_verdict_on_an_earlier_revision_stays_in_sight() -> None:
    store, first = stored()
    store.judge(first.case_id, 1, verdict="returned", author=GRACE, text="No source for the cost")
    app = opened("saved")
    assert "<span class='cc-tag'>returned</span>" in shown(app)
    again = example().model_copy(update={"title": "Once more"})
    store.save(first.case_id, again, parent=1, author=ADA, message="With a source")
    assert "<span class='cc-tag'>revision 1 returned</span>" in shown(app.run())


def test_a_link_to_what_was_never_saved_shows_an_example_and_says_so() -> None:
    stored()
    app = opened("results", case="nobody-has-this1")
    assert "names the case “nobody-has-this1”, which is not here" in said(app)


def test_a_store_that_cannot_be_opened_is_a_message_and_the_draft_is_kept(home: Path) -> None:
    home.mkdir(parents=True)
    (home / "cases.db").write_bytes(b"this is no database, and never was one" * 100)
    app = opened("saved")
    assert "The store of saved cases cannot be reached." in shown(app)
    app = opened("value", case="support_b2b")
    app.session_state["picked:value"] = "support_deflection"
    app.run()
    app.text_input(key="answer::unit_contact_cost:value").set_value("30").run()
    save(app)
    assert "<p class='cc-fault'" in shown(app)
    assert len(drafts.recent()) == 1


def test_a_link_to_a_revision_that_is_not_there_shows_the_newest_and_says_so() -> None:
    _, first = stored()
    app = opened("results", case=first.case_id, revision="7")
    assert "The case has no revision 7; its newest, revision 1, is shown." in said(app)
    assert "revision 1, saved by Ada Lovelace" in shown(app)
