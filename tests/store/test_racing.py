"""Many at once: fifty writers on one case, and no change is lost; whoever comes second is told who was first."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from model.problems import CaseProblems
from scenarios.store import Store
from scenarios.stored import Revision, StaleRevision, Verdict
from tests.store.acting import a_case, created

WRITERS, PATIENT = 50, 12


def test_of_fifty_writers_one_is_first_and_every_other_is_told(store: Store) -> None:
    case_id, gate = created(store).case_id, Barrier(WRITERS)

    def write(number: int) -> Revision | StaleRevision:
        gate.wait()
        try:
            return store.save(case_id, a_case(fee=number), parent=1, author=f"Writer {number}")
        except StaleRevision as error:
            return error

    with ThreadPoolExecutor(WRITERS) as writers:
        found = list(writers.map(write, range(WRITERS)))
    (winner,) = [result for result in found if isinstance(result, Revision)]
    losers = [result for result in found if isinstance(result, StaleRevision)]
    assert len(losers) == WRITERS - 1
    assert all(error.head == winner for error in losers)
    assert [revision.number for revision in store.history(case_id)] == [2, 1]
    assert store.revision(case_id).case == a_case(fee=int(winner.author.removeprefix("Writer ")))


def test_writers_who_try_again_all_get_through(store: Store) -> None:
    case_id, gate = created(store).case_id, Barrier(PATIENT)

    def write(number: int) -> int:
        gate.wait()
        seen, tries = 1, 0
        while True:
            tries += 1
            try:
                store.save(case_id, a_case(fee=1_000 + number), parent=seen, author=f"Writer {number}")
            except StaleRevision as error:
                seen = max(seen + 1, error.head.number)
            else:
                return tries

    with ThreadPoolExecutor(PATIENT) as writers:
        tries = list(writers.map(write, range(PATIENT)))
    history = store.history(case_id)
    assert [revision.number for revision in history] == list(range(PATIENT + 1, 0, -1))
    assert {revision.author for revision in history} == {"Ann", *(f"Writer {number}" for number in range(PATIENT))}
    assert all(revision.parent == revision.number - 1 for revision in history[:-1])
    assert len(store.events(case_id)) == PATIENT + 1
    assert sum(tries) >= PATIENT


def test_a_verdict_is_given_once(store: Store) -> None:
    case_id, gate = created(store).case_id, Barrier(20)

    def act(number: int) -> Verdict | str:
        gate.wait()
        try:
            if number % 2:
                return store.judge(case_id, 1, verdict="approved", author=f"Judge {number}")
            store.comment(case_id, 1, author=f"Reader {number}", text="?")
        except CaseProblems as error:
            return error.problems[0].code
        return "commented"

    with ThreadPoolExecutor(20) as people:
        found = list(people.map(act, range(20)))
    (verdict,) = [result for result in found if isinstance(result, Verdict)]
    assert store.revision(case_id).revision.verdict == verdict
    assert found.count("commented") == len(store.comments(case_id))
    assert found.count("locked") == 19 - found.count("commented")
    actions = [event.action for event in store.events(case_id)]
    assert actions.index("judged") == len(actions) - 1  # nothing came after it


def _write_in_a_process(url: str, case_id: str, number: int, gate, told) -> None:
    store = Store.open(url)
    gate.wait()
    try:
        saved = store.save(case_id, a_case(fee=number), parent=1, author=f"Process {number}")
        told.put((number, "saved", saved.number))
    except CaseProblems as error:
        told.put((number, error.problems[0].code, getattr(error, "head", None) and error.head.author))


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")  # the threads of a test runner hold nothing here
def test_processes_on_one_file_agree(sqlite: Store) -> None:
    case_id, url = created(sqlite).case_id, sqlite.url.render_as_string()
    sqlite.close()  # a child must not go on with a connection of its parent
    forked = multiprocessing.get_context("fork")
    gate, told = forked.Barrier(WRITERS), forked.Queue()
    writers = [
        forked.Process(target=_write_in_a_process, args=(url, case_id, number, gate, told)) for number in range(WRITERS)
    ]
    for writer in writers:
        writer.start()
    found = [told.get(timeout=60) for _ in writers]
    for writer in writers:
        writer.join()
    ((winner, _, _),) = [result for result in found if result[1] == "saved"]
    lost = [result for result in found if result[1] == "stale_revision"]
    assert len(lost) == WRITERS - 1
    assert {head for *_, head in lost} == {f"Process {winner}"}
    again = Store.open(url)
    assert again.revision(case_id).case == a_case(fee=winner)
    again.close()
