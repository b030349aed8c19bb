"""Lists and search: the newest first, by every word, quick to page through."""

from __future__ import annotations

import pytest

from scenarios.store import Store
from tests.store.acting import a_case, created


def ids(store: Store, *args: str, **options: int | bool) -> list[str]:
    return [row.title for row in store.cases(*args, **options).rows]


def test_the_newest_head_comes_first(store: Store) -> None:
    one, two, three = created(store, "One"), created(store, "Two"), created(store, "Three")
    assert ids(store) == ["Three", "Two", "One"]
    store.save(one.case_id, a_case("One", fee=2), parent=1, author="Bob")
    assert ids(store) == ["One", "Three", "Two"]
    store.comment(two.case_id, 1, author="Cem", text="A remark is no save")
    assert ids(store) == ["One", "Three", "Two"]
    assert ids(store, limit=2) == ["One", "Three"]
    assert ids(store, limit=2, offset=2) == ["Two"]
    assert store.cases(limit=1).total == 3
    assert three.number == 1


def test_a_summary_says_where_a_case_stands(store: Store) -> None:
    first = created(store, organisation="Dell", currency="EUR", lines=[], assumptions={})
    second = store.save(first.case_id, a_case("Bare", organisation="Dell"), parent=1, author="Bob", message="Costs in")
    store.judge(first.case_id, 1, verdict="approved", author="Cleo")
    (row,) = store.cases().rows
    assert row == store.case(first.case_id)
    assert (row.id, row.slug, row.title, row.organisation, row.currency) == (
        first.case_id,
        "bare",
        "Bare",
        "Dell",
        "USD",
    )
    assert (row.head, row.author, row.message, row.saved_at) == (2, "Bob", "Costs in", second.saved_at)
    # By hand: 12 × 100, nothing comes back.
    assert (row.npv, row.roi, row.payback_months, row.is_complete) == (-1_200, -1, None, True)
    assert (row.verdict, row.approved) == (None, 1)
    verdict = store.judge(first.case_id, 2, verdict="returned", author="Cleo", text="Too dear")
    assert (store.case(first.case_id).verdict, store.case(first.case_id).approved) == (verdict, 1)
    assert row.created_at <= first.saved_at


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ("intranet", True), ("INTRA", True), ("jwd", True), ("ann board", True), ("board  ann", True), ("prüf", True),
        ("PRU\u0308FUNG", True), ("straße", True), ("STRASSE", True), ("bare", True), ("ann zoe", False), ("100%", True),
        ("0_0", False), ("%", True), ("100\\%", False), ("", True), ("  ", True), ("'; --", False),
    ],
)  # fmt: skip
def test_every_word_is_looked_for_in_every_place(store: Store, words: str, *, is_found: bool) -> None:
    created(store, "Prüfung Intranet, Hauptstraße", "Ann", "For the board: 100% sure", organisation="JWD")
    created(store, "Another", "Zoe", "")
    found = ids(store, words)
    assert ("Prüfung Intranet, Hauptstraße" in found) == is_found
    assert store.cases(words).total == len(found)


def test_search_looks_at_the_newest_revision_only(store: Store) -> None:
    first = created(store, "Forum")
    store.save(first.case_id, a_case("Community"), parent=1, author="Bob", message="Renamed")
    assert ids(store, "forum") == []
    assert ids(store, "renamed") == ["Community"]
    store.restore(first.case_id, 1, author="Cem")
    assert ids(store, "forum cem") == ["Forum"]
    store.delete(first.case_id, author="Cem")
    assert ids(store, "forum") == []
    assert ids(store, "forum", deleted=True) == ["Forum"]


def test_a_case_is_called_by_id_or_short_name(store: Store) -> None:
    one, two, other = created(store, "One"), created(store, "Two"), created(store, "Other", id="other")
    assert [row.id for row in store.called("bare")] == [two.case_id, one.case_id]
    assert [row.id for row in store.called(one.case_id)] == [one.case_id]
    assert [row.id for row in store.called("other")] == [other.case_id]
    store.delete(other.case_id, author="Ann")
    assert store.called("other") == ()
    assert [row.id for row in store.called(other.case_id)] == [other.case_id]
    assert store.called("none") == ()
