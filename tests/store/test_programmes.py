"""Programmes in the store: kept as saved last, never overwritten unseen, recoverable, and part of a backup."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from model.problems import CaseProblems
from scenarios.programme import Programme
from scenarios.store import Store
from scenarios.stored import StaleProgramme, StoredProgramme
from tests.cases import the_problem
from tests.store.acting import a_case, created


def a_programme(title: str = "Growth", *members: str, **fields: object) -> Programme:
    listed = [{"case": case_id, "rate": 1.1} for case_id in members]
    data = {"id": "growth", "title": title, "organisation": "JWD", "currency": "EUR", "rate": 0.08, "members": listed}
    return Programme.model_validate(data | fields)


def test_it_is_found_as_it_was_saved(store: Store) -> None:
    member = created(store).case_id
    first = store.save_programme(a_programme("Prüfung \0", member), parent=0, author=" Ann ")
    assert store.programme("growth") == first
    assert (first.programme, first.version, first.author) == (a_programme("Prüfung \0", member), 1, "Ann")
    second = store.save_programme(a_programme("Growth", timing="year_end"), parent=1, author="Bob")
    assert store.programmes() == (second,)
    assert second.version == 2
    assert store.programme("none") is None
    other = store.save_programme(a_programme(id="other"), parent=0, author="Ann")
    assert store.programmes() == (other, second)
    assert store.save_programme(a_programme(id="other"), parent=0, author="Cem") == other


def test_the_second_is_told_who_was_first(store: Store) -> None:
    store.save_programme(a_programme(), parent=0, author="Ann")
    second = store.save_programme(a_programme("Theirs"), parent=1, author="Bob")
    for parent in (0, 1, 5):
        with pytest.raises(StaleProgramme) as caught:
            store.save_programme(a_programme("Mine"), parent=parent, author="Cem")
        assert caught.value.head == second
        assert caught.value.problems[0].what.startswith("Bob saved the programme at ")
    assert (
        the_problem(lambda: store.save_programme(a_programme(id="new"), parent=3, author="A")).code
        == "unknown_programme"
    )


def test_of_many_one_is_first(store: Store) -> None:
    def save(number: int) -> StoredProgramme | StaleProgramme | CaseProblems:
        try:
            return store.save_programme(a_programme(f"Try {number}"), parent=0, author=f"Writer {number}")
        except CaseProblems as error:
            return error

    with ThreadPoolExecutor(10) as writers:
        found = list(writers.map(save, range(10)))
    (winner,) = [result for result in found if isinstance(result, StoredProgramme)]
    assert store.programmes() == (winner,)
    assert all(error.head == winner for error in found if isinstance(error, StaleProgramme))
    assert sum(isinstance(error, StaleProgramme) for error in found) == 9


def test_it_can_be_deleted_and_recovered(store: Store) -> None:
    store.save_programme(a_programme(), parent=0, author="Ann")
    store.delete_programme("growth", author="Bob")
    store.delete_programme("growth", author="Bob")
    assert store.programmes() == ()
    (gone,) = store.programmes(deleted=True)
    assert (gone.deleted_by, store.programme("growth")) == ("Bob", gone)
    store.recover_programme("growth", author="Ann")
    assert [found.version for found in store.programmes()] == [1]
    store.delete_programme("growth", author="Bob")
    assert store.save_programme(a_programme("Again"), parent=1, author="Ann").deleted_at is None
    assert the_problem(lambda: store.delete_programme("none", author="Ann")).code == "unknown_programme"
    told = [(event.actor, event.action, event.revision, event.details["programme"]) for event in store.events()]
    assert told == [
        ("Ann", "programme_saved", 1, "growth"), ("Bob", "programme_deleted", 1, "growth"),
        ("Ann", "programme_recovered", 1, "growth"), ("Bob", "programme_deleted", 1, "growth"),
        ("Ann", "programme_saved", 2, "growth"),
    ]  # fmt: skip


def test_it_moves_with_its_cases(store: Store, tmp_path: Path) -> None:
    member = created(store).case_id
    store.save_programme(a_programme("Growth", member), parent=0, author="Ann")
    store.save_programme(a_programme(id="gone"), parent=0, author="Ann")
    store.delete_programme("gone", author="Bob")
    other = Store.open(f"sqlite:///{tmp_path / 'other' / 'cases.db'}")
    text = "".join(store.export_yaml())
    done = other.import_yaml(text)
    assert [(found.id, found.kind, found.how) for found in done] == [
        (member, "case", "added"), ("gone", "programme", "added"), ("growth", "programme", "added"),
    ]  # fmt: skip
    assert other.programmes() == store.programmes()
    assert other.programmes(deleted=True) == store.programmes(deleted=True)
    assert {found.how for found in other.import_yaml(text)} == {"unchanged"}
    assert "kind: programme" not in "".join(store.export_yaml([member]))
    other.save(member, a_case("Theirs", fee=3), parent=1, author="Bob")
    store.save(member, a_case("Mine", fee=2), parent=1, author="Ann")
    back = {found.was: found for found in store.import_yaml("".join(other.export_yaml()))}
    copy = store.programme(back["growth"].id)
    assert (back["growth"].how, back["gone"].how) == ("copied", "unchanged")
    assert [found.case for found in copy.programme.members] == [back[member].id]
    assert store.programme("growth").programme.members[0].case == member
    other.close()
