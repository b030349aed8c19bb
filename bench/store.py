"""The store, timed with 10,000 cases of 20 revisions each: list, search, open, history and save, on both databases."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path

from sqlalchemy import insert, text

from assumptions.loader import library
from bench.timing import Timing, table, timed
from model.case import Case
from scenarios import sql
from scenarios.files import read_case_file
from scenarios.revising import Entry, entry
from scenarios.saving import Content, case_content, searchable
from scenarios.store import Store
from tests.store import postgres

EXAMPLE = Path(__file__).parent.parent / "scenarios" / "examples" / "sap_community_network.yaml"
CASES, REVISIONS, AT_ONCE = 10_000, 20, 500
LIST_LIMIT, OPEN_LIMIT = 0.100, 0.050
WORDS = ("support", "partner", "growth", "launch", "renewal", "board", "pilot", "budget", "forum", "academy")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        _measure("SQLite", f"sqlite:///{Path(folder) / 'cases.db'}")
    with _host() as address:
        if address is None:
            print("PostgreSQL is not installed, and was not measured.\n")
        else:
            _measure("PostgreSQL, on the same machine", address)


@contextmanager
def _host() -> Iterator[str | None]:
    """Give an empty database: on the server that the environment names, or on one of our own."""
    with postgres.server() if postgres.named() is None else _named() as server:
        if server is None:
            yield None
            return
        with postgres.database(server.url, "community_case_bench") as address:
            yield address


@contextmanager
def _named() -> Iterator[postgres.Named]:
    yield postgres.Named(postgres.named())


def _measure(name: str, url: str) -> None:
    store = Store.open(url)
    case = _example(EXAMPLE)
    ids = _fill(store, case)
    print(table(f"{CASES:,} cases with {REVISIONS} revisions each, in {name}", _timings(store, case, ids)))
    store.close()


def _timings(store: Store, case: Case, ids: list[str]) -> list[Timing]:
    chance = random.Random(1)
    names = (f"{case.title} {number}" for number in count())

    def save() -> None:
        on = store.case(chance.choice(ids))
        store.save(on.id, case.model_copy(update={"title": next(names)}), parent=on.head, author="Ann")

    def ask() -> None:
        with sql.reading(store._engine) as connection:
            connection.execute(text("SELECT 1")).one()

    return [
        timed("one question to the database", ask, 50),
        timed("list, the newest 50", store.cases, 50, limit=LIST_LIMIT),
        timed("list, 50 from the middle", lambda: store.cases(offset=CASES // 2), 50, limit=LIST_LIMIT),
        timed("search, two words, many found", lambda: store.cases("partner bob"), 50, limit=LIST_LIMIT),
        timed("search, one found", lambda: store.cases(f"organisation {CASES - 7}"), 50, limit=LIST_LIMIT),
        timed("search, nothing found", lambda: store.cases("no such words"), 50, limit=LIST_LIMIT),
        timed("open the newest revision", lambda: store.revision(chance.choice(ids)), 50, limit=OPEN_LIMIT),
        timed("open an older revision", lambda: store.revision(chance.choice(ids), 7), 50, limit=OPEN_LIMIT),
        timed("history of one case", lambda: store.history(chance.choice(ids)), 50),
        timed("save, with the figures of five scenarios", save, 10),
    ]


def _fill(store: Store, case: Case) -> list[str]:
    """Write all cases in bulk; every case has a content of its own, which its revisions share."""
    new = entry(case, library(), "Ann", "")
    figures = [
        {"name": name, "position": position, **asdict(found)}
        for position, (name, found) in enumerate(new.figures.items())
    ]
    chance = random.Random(7)
    ids = [f"{number:016d}" for number in range(CASES)]
    with sql.writing(store._engine) as connection:
        shelf = {"digest": new.library.digest, "body": new.library.body}
        connection.execute(insert(sql.libraries), [shelf])
    for start in range(0, CASES, AT_ONCE):
        rows = {name: [] for name in ("contents", "cases", "revisions", "scenarios", "events")}
        for number in range(start, start + AT_ONCE):
            _add(rows, number, _content(EXAMPLE, number), new, figures, chance)
        with sql.writing(store._engine) as connection:
            for name, found in rows.items():
                connection.execute(insert(sql.metadata.tables[name]), found)
    with store._engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))
    return ids


@cache
def _content(path: Path, number: int) -> Content:
    """Return the example under a title of its own; both databases are given the same."""
    case = _example(path)
    return case_content(case.model_copy(update={"title": f"{case.title} {number}"}))


@cache
def _example(path: Path) -> Case:
    return read_case_file(path).case


def _add(rows: dict[str, list], number: int, content: Content, new: Entry, figures: list[dict], chance) -> None:
    case_id, began = f"{number:016d}", datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=7 * number)
    title = " ".join(chance.sample(WORDS, 3)).capitalize()
    names = {"slug": f"case_{number}", "title": title, "organisation": f"Organisation {number}", "currency": "USD"}
    rows["contents"].append({"digest": content.digest, "body": content.body})
    kept = {"digest": content.digest, "library": new.library.digest, "model_version": new.model_version, **names}
    for step in range(1, REVISIONS + 1):
        author, message = chance.choice(("Ann", "Bob", "Cleo")), f"{chance.choice(WORDS)} {chance.choice(WORDS)}"
        at = began + timedelta(days=15 * step, minutes=chance.randrange(10_000))
        key = {"case_id": case_id, "number": step}
        said = {"parent": step - 1 or None, "merged_from": None, "author": author, "message": message, "saved_at": at}
        rows["revisions"].append(key | said | kept)
        rows["scenarios"] += [key | found for found in figures]
        what = {"at": at, "actor": author, "action": "saved", "case_id": case_id, "revision": step, "details": "{}"}
        rows["events"].append({"id": f"{number:010d}{step:06d}"} | what)
    head = {"id": case_id, "head": REVISIONS, "origin": "", "created_at": began, "baseline": None, "baseline_name": ""}
    words = searchable(title, names["organisation"], names["slug"], author, message)
    rows["cases"].append(head | {"deleted_at": None, "deleted_by": None, "saved_at": at, "search": words})


if __name__ == "__main__":
    main()
