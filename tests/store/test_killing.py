"""Killed at any moment of a save: what was acknowledged is there, and the store opens and saves again."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import time
from pathlib import Path

import pytest

from scenarios import revising
from scenarios.store import Store
from tests.store.acting import a_case, created

TIMES = 100


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")  # the threads of a test runner hold nothing here
@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked, so that a hundred of them take seconds")
def test_killed_a_hundred_times_in_the_middle_of_a_save(
    sqlite: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, path = sqlite.url.render_as_string(), tmp_path / "store" / "cases.db"
    first = created(sqlite)
    # The figures are given, so that nearly all of a save is its transaction.
    monkeypatch.setattr(revising, "figures_of", lambda *_: first.figures)
    spent = _time_of_a_save(sqlite, first.case_id)
    head, by_chance, unheard = sqlite.case(first.case_id).head, random.Random(4), 0
    sqlite.close()  # a child must not go on with a connection of its parent
    for number in range(TIMES):
        told, saved = os.pipe()
        child = os.fork()
        if child == 0:
            _save_until_killed(url, first.case_id, head, number, saved)
        os.close(saved)
        heard = os.read(told, 20)  # the child has saved once, or twice by now, and goes on
        time.sleep(by_chance.random() * 3 * spent)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        acknowledged = [int(line) for line in (heard + os.read(told, 100_000)).split()]
        os.close(told)
        found = _looked_after(path, url, first.case_id)
        last = max(acknowledged)
        assert last <= found <= last + 1  # at most one was saved whose answer was not heard
        unheard += found == last + 1
        head = found
    assert unheard < TIMES  # some were cut short before they were whole
    assert head > TIMES
    again = Store.open(url)
    assert [revision.number for revision in again.history(first.case_id)] == list(range(head, 0, -1))
    assert len(again.events(first.case_id)) == head
    again.close()


def _time_of_a_save(store: Store, case_id: str) -> float:
    start = time.perf_counter()
    for number in range(1, 6):
        store.save(case_id, a_case(fee=number), parent=number, author="Timer")
    return (time.perf_counter() - start) / 5


def _save_until_killed(url: str, case_id: str, head: int, number: int, saved: int) -> None:
    """Save one revision after the other, and say each that is acknowledged."""
    try:
        store = Store.open(url)
        for parent in range(head, head + 10_000):
            done = store.save(case_id, a_case(fee=number + parent / 10_000), parent=parent, author="Child")
            os.write(saved, b"%d " % done.number)
    finally:
        os._exit(1)


def _looked_after(path: Path, url: str, case_id: str) -> int:
    """Check the file as SQLite does, open the store as the program does, and return the number of its head."""
    with sqlite3.connect(path) as file:
        assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert file.execute("PRAGMA foreign_key_check").fetchall() == []
    file.close()
    store = Store.open(url)
    found = store.revision(case_id)
    store.close()
    assert found is not None
    return found.revision.number
