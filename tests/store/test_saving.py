"""Saving and opening: revisions are found as they were saved, and nobody overwrites anybody."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from assumptions.loader import library, library_digest
from model import MODEL_VERSION
from scenarios.drafts import load
from scenarios.files import case_file, read_case_file
from scenarios.saving import new_id
from scenarios.store import Store
from scenarios.stored import StaleRevision
from tests.cases import the_problem
from tests.conftest import ROOT
from tests.store.acting import a_case, created

EXAMPLES = sorted((ROOT / "scenarios" / "examples").glob("*.yaml"))


# --- the first revision, and those after it -----------------------------------------------------------------------


def test_a_case_is_found_as_it_was_saved(store: Store) -> None:
    before = datetime.now(UTC)
    case = a_case("Prüfung ‘א’ 🚀", summary="Two\nlines, a \\ and “quotes”")
    first = store.create(case, author=" Ann\n Lee ", message="  Begun ", origin="sps_commerce")
    found = store.revision(first.case_id)
    assert found is not None
    assert found.case == case
    assert found.case.model_fields_set == case.model_fields_set
    assert found.library is library()
    assert found.revision == first
    assert (first.number, first.parent, first.merged_from) == (1, None, None)
    assert (first.author, first.message, first.model_version) == ("Ann Lee", "Begun", MODEL_VERSION)
    assert (first.digest, first.library) == (case_file(case, "x").digest, library_digest(library()))
    assert before <= first.saved_at <= datetime.now(UTC)
    assert first.saved_at.utcoffset().total_seconds() == 0
    assert not first.is_locked
    assert store.case(first.case_id).origin == "sps_commerce"


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_is_found_as_it_was_saved(sqlite: Store, path) -> None:
    case = read_case_file(path).case
    first = sqlite.create(case, author="Ann")
    found = sqlite.revision(first.case_id)
    said = {"by_alias": True, "exclude_unset": True}
    assert found.case.model_dump_json(**said) == case.model_dump_json(**said)
    assert set(first.figures) == {"base", *case.options}


def test_the_figures_are_those_of_every_scenario(store: Store) -> None:
    dear = {"dear": {"label": "Dearer", "assumptions": {"fee": 150}}}
    first = created(store, scenarios=dear)
    base, other = first.figures["base"], first.figures["dear"]
    # By hand: 12 × 100 and 12 × 150, not discounted.
    assert (base.npv, other.npv) == (-1_200, -1_800)
    assert (base.label, other.label) == ("Base case", "Dearer")
    assert (base.roi, base.payback_months, base.peak_funding) == (-1, None, 1_200)
    assert base.is_complete
    assert base.fingerprint != other.fingerprint
    assert list(first.figures) == ["base", "dear"]
    assert store.history(first.case_id)[0].figures == first.figures


def test_a_case_with_gaps_can_be_saved_and_says_so(store: Store) -> None:
    gap = {"fee": {"label": "Fee", "unit": "USD/month"}, "rent": {"label": "Rent", "unit": "USD/month", "value": 10}}
    lines = [
        {"id": name, "label": name, "unit": "USD/month", "kind": "cost", "formula": name} for name in ("fee", "rent")
    ]
    lines = [line | {"id": f"{line['id']}_cost"} for line in lines]
    first = created(store, assumptions=gap, lines=lines)
    # Rent alone is known: 12 × 10.
    assert (first.figures["base"].npv, first.figures["base"].is_complete) == (-120, False)
    nothing = created(
        store, assumptions={"fee": {"label": "Fee", "unit": "USD/month"}}, currency="EUR", lines=lines[:1]
    )
    assert not nothing.figures["base"].is_complete


def test_revisions_are_counted_and_listed(store: Store) -> None:
    first = created(store)
    second = store.save(first.case_id, a_case(fee=200), parent=1, author="Bob", message="Dearer")
    third = store.save(first.case_id, a_case(fee=300), parent=2, author="Ann", merged_from=1)
    assert [revision.number for revision in store.history(first.case_id)] == [3, 2, 1]
    assert store.history(first.case_id) == (third, second, first)
    assert (second.parent, third.parent, third.merged_from) == (1, 2, 1)
    assert first.saved_at <= second.saved_at <= third.saved_at
    assert store.revision(first.case_id, 1).case == a_case()
    assert store.revision(first.case_id).revision == third
    assert store.revision(first.case_id, 4) is None
    assert store.revision(new_id()) is None
    assert store.history(new_id()) == ()
    assert store.case(new_id()) is None


def test_equal_contents_are_kept_once(sqlite: Store, tmp_path) -> None:
    import sqlite3

    for _ in range(3):
        created(sqlite)
    with sqlite3.connect(tmp_path / "store" / "cases.db") as file:
        assert file.execute("SELECT count(*) FROM contents").fetchone() == (1,)
        assert file.execute("SELECT count(*) FROM libraries").fetchone() == (1,)
        assert file.execute("SELECT count(*) FROM revisions").fetchone() == (3,)
    file.close()


def test_what_has_not_changed_makes_no_revision(store: Store) -> None:
    first = created(store)
    assert store.save(first.case_id, a_case(), parent=1, author="Bob") == first
    second = store.save(first.case_id, a_case(fee=2), parent=1, author="Bob")
    assert store.save(first.case_id, a_case(fee=2), parent=1, author="Cem") == second
    assert len(store.events(first.case_id)) == 2


def test_saved_cases_are_no_drafts(store: Store, home) -> None:
    first = created(store)
    assert load(first.case_id) is None
    assert not (home / "drafts").exists()


# --- two people ---------------------------------------------------------------------------------------------------


def test_the_second_is_told_who_was_first(store: Store) -> None:
    first = created(store)
    second = store.save(first.case_id, a_case(fee=2), parent=1, author="Bob", message="Cheaper")
    with pytest.raises(StaleRevision) as caught:
        store.save(first.case_id, a_case(fee=3), parent=1, author="Cem")
    assert caught.value.head == second
    (problem,) = caught.value.problems
    assert problem.code == "stale_revision"
    at = second.saved_at.astimezone()
    assert problem.what == f"Bob saved revision 2 (“Cheaper”) at {at:%H:%M on %Y-%m-%d}, after yours was begun."
    assert store.revision(first.case_id).case == a_case(fee=2)
    assert [event.action for event in store.events()] == ["created", "saved"]


def test_a_parent_that_is_not_there_yet_is_refused(store: Store) -> None:
    first = created(store)
    assert (
        the_problem(lambda: store.save(first.case_id, a_case(fee=2), parent=7, author="Bob")).code == "stale_revision"
    )


# --- refusals -----------------------------------------------------------------------------------------------------


def test_somebody_must_be_named(store: Store) -> None:
    assert the_problem(lambda: store.create(a_case(), author=" \n")).code == "author_missing"
    assert the_problem(lambda: store.create(a_case(), author="A", message="x" * 2_001)).code == "text_too_long"
    assert store.cases().total == 0
    assert len(store.create(a_case(), author="A" * 500).author) == 120


def test_unknown_cases_and_revisions_are_named(store: Store) -> None:
    first = created(store)
    unknown = new_id()
    assert the_problem(lambda: store.save(unknown, a_case(), parent=1, author="A")).code == "unknown_case"
    assert the_problem(lambda: store.delete(unknown, author="A")).code == "unknown_case"
    assert the_problem(lambda: store.restore(first.case_id, 9, author="A")).code == "unknown_revision"
    assert the_problem(lambda: store.set_baseline(first.case_id, 9, author="A")).code == "unknown_revision"


def test_a_case_too_large_for_a_file_is_refused(store: Store) -> None:
    huge = a_case(assumed=["x" * 4_000] * 251)
    assert the_problem(lambda: store.create(huge, author="Ann")).code == "case_too_large"


def test_texts_no_database_takes_are_mended(store: Store) -> None:
    first = created(store, "Zero \0 in it", author="A\0B", message="half \ud800 of one")
    found = store.case(first.case_id)
    assert (found.title, found.author, found.message) == ("Zero � in it", "A�B", "half ? of one")
    assert store.revision(first.case_id).case.title == "Zero \0 in it"


# --- going back, deleting, the baseline ---------------------------------------------------------------------------


def test_an_older_revision_becomes_a_new_one(store: Store) -> None:
    first = created(store)
    store.save(first.case_id, a_case("Other", fee=2), parent=1, author="Bob")
    third = store.restore(first.case_id, 1, author="Cem")
    assert (third.number, third.parent, third.author, third.message) == (3, 2, "Cem", "Back to revision 1")
    assert (third.digest, third.figures) == (first.digest, first.figures)
    assert store.revision(first.case_id).case == a_case()
    assert store.case(first.case_id).title == "Bare"
    assert store.restore(first.case_id, 1, author="Cem") == third
    assert store.events()[-1].details == {"restored": 1, "message": "Back to revision 1"}


def test_a_deleted_case_can_be_recovered(store: Store) -> None:
    first, other = created(store), created(store, "Other")
    store.delete(first.case_id, author="Bob")
    store.delete(first.case_id, author="Cem")
    assert [row.id for row in store.cases().rows] == [other.case_id]
    (gone,) = store.cases(deleted=True).rows
    assert (gone.id, gone.deleted_by) == (first.case_id, "Bob")
    assert store.revision(first.case_id).case == a_case()
    problem = the_problem(lambda: store.save(first.case_id, a_case(fee=2), parent=1, author="Ann"))
    assert problem.code == "deleted_case"
    assert "Bob" in problem.what
    store.recover(first.case_id, author="Ann")
    store.recover(first.case_id, author="Ann")
    assert store.cases().total == 2
    assert store.case(first.case_id).deleted_at is None
    assert store.save(first.case_id, a_case(fee=2), parent=1, author="Ann").number == 2
    actions = [(event.actor, event.action) for event in store.events(first.case_id)]
    assert actions == [("Ann", "created"), ("Bob", "deleted"), ("Ann", "recovered"), ("Ann", "saved")]


def test_a_revision_is_named_as_baseline(store: Store) -> None:
    first = created(store)
    store.save(first.case_id, a_case(fee=2), parent=1, author="Bob")
    store.set_baseline(first.case_id, 1, author="Bob", name="Budget 2027")
    store.set_baseline(first.case_id, 1, author="Bob", name="Budget 2027")
    assert (store.case(first.case_id).baseline, store.case(first.case_id).baseline_name) == (1, "Budget 2027")
    store.set_baseline(first.case_id, None, author="Bob")
    assert (store.case(first.case_id).baseline, store.case(first.case_id).baseline_name) == (None, "")
    assert [event.action for event in store.events()[-2:]] == ["baseline_set", "baseline_cleared"]
