"""The audit trail: every write leaves an event, and nobody can change or take away what is kept."""

from __future__ import annotations

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from scenarios.migrations.versions.m0001_tables import KEPT
from scenarios.store import Store
from tests.cases import the_problem
from tests.store.acting import a_case, created


def test_every_write_leaves_an_event_and_reading_none(store: Store) -> None:
    first = created(store)
    case_id = first.case_id
    store.save(case_id, a_case(fee=2), parent=1, author="Bob", message="Cheaper", merged_from=1)
    remark = store.comment(case_id, 2, author="Rita", text="Why?", field="assumptions.fee")
    store.settle(remark.id, author="Bob")
    store.judge(case_id, 2, verdict="approved", author="Cleo", text="Good")
    store.restore(case_id, 1, author="Ann")
    store.set_baseline(case_id, 2, author="Ann")
    store.set_baseline(case_id, None, author="Ann")
    store.delete(case_id, author="Dora")
    store.recover(case_id, author="Ann")
    (store.cases(), store.case(case_id), store.history(case_id), store.revision(case_id), store.comments(case_id))
    "".join(store.export_yaml())
    found = store.events(case_id)
    assert [(event.actor, event.action, event.revision) for event in found] == [
        ("Ann", "created", 1), ("Bob", "saved", 2), ("Rita", "commented", 2), ("Bob", "settled", 2),
        ("Cleo", "judged", 2), ("Ann", "restored", 3), ("Ann", "baseline_set", 2), ("Ann", "baseline_cleared", 2),
        ("Dora", "deleted", 3), ("Ann", "recovered", 3),
    ]  # fmt: skip
    assert found == store.events()
    assert [event.at for event in found] == sorted(event.at for event in found)
    assert len({event.id for event in found}) == 10
    saved = found[1].details
    # By hand: 12 × 2, not discounted.
    assert (saved["message"], saved["parent"], saved["merged_from"], saved["npv"]) == ("Cheaper", 1, 1, {"base": -24})
    assert (saved["digest"], saved["library"]) == (store.revision(case_id, 2).revision.digest, first.library)
    assert found[2].details == {"comment": remark.id, "field": "assumptions.fee", "text": "Why?"}
    assert found[4].details == {"verdict": "approved", "text": "Good"}
    assert found[6].details == {"name": "Baseline"}


def test_what_is_refused_leaves_none(store: Store) -> None:
    case_id = created(store).case_id
    store.judge(case_id, 1, verdict="approved", author="Cleo")
    before = store.events()
    the_problem(lambda: store.save(case_id, a_case(fee=2), parent=4, author="Bob"))
    the_problem(lambda: store.comment(case_id, 1, author="Bob", text="Late"))
    the_problem(lambda: store.restore(case_id, 7, author="Bob"))
    store.save(case_id, a_case(), parent=1, author="Bob")
    store.recover(case_id, author="Bob")
    store.set_baseline(case_id, None, author="Bob")
    assert store.events() == before


def test_events_of_one_case_are_apart(store: Store) -> None:
    one, two = created(store), created(store)
    assert [event.case_id for event in store.events()] == [one.case_id, two.case_id]
    assert [event.case_id for event in store.events(two.case_id)] == [two.case_id]


@pytest.mark.parametrize("table", KEPT)
def test_the_database_itself_refuses_changes(store: Store, url: str, table: str) -> None:
    case_id = created(store).case_id
    store.judge(case_id, 1, verdict="approved", author="Cleo")
    column = {"contents": "body", "libraries": "body", "scenarios": "label"}.get(table, "case_id")
    column = {"revisions": "author", "verdicts": "text", "events": "actor"}.get(table, column)
    engine = create_engine(url)
    for statement in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):
        with pytest.raises(DBAPIError, match=f"rows of {table} are never changed"), engine.begin() as connection:
            connection.execute(text(statement))
    engine.dispose()
    assert store.revision(case_id) is not None
    assert len(store.events()) == 2
