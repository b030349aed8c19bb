"""What can go wrong with a database: a clear message, nothing half written, and the store goes on afterwards."""

from __future__ import annotations

import errno
import os
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import create_engine, text

from scenarios import faults, sql
from scenarios.store import Store
from tests.cases import the_problem
from tests.store import postgres
from tests.store.acting import a_case, created

SECRET = "hidden-word"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The file of the store `sqlite`."""
    return tmp_path / "store" / "cases.db"


# --- where the store is -------------------------------------------------------------------------------------------


def test_without_an_address_it_is_a_file_of_ones_own(home: Path) -> None:
    store = Store.open()
    assert created(store).number == 1
    assert stat.S_IMODE((home / "cases.db").stat().st_mode) == 0o600
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert not store.is_shared
    assert Store.open() is store
    store.close()
    assert Store.open() is not store
    Store.open().close()


def test_the_environment_names_another(store: Store, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", url.replace("postgresql+psycopg", "postgres"))
    assert Store.open() is store
    assert store.is_shared == url.startswith("postgresql")


@pytest.mark.parametrize(
    "address",
    ["nonsense", "mysql://user:hidden-word@host/db", "sqlite://", "sqlite:///:memory:", "postgresql://h:x:y/"],
)
def test_an_address_of_no_use_is_refused(address: str, home: Path) -> None:
    problem = the_problem(lambda: Store.open(address))
    assert problem.code == "store_address"
    assert SECRET not in str(problem)
    assert not home.exists()


def test_a_file_keeps_what_was_acknowledged(sqlite: Store, file: Path) -> None:
    created(sqlite)
    with sqlite3.connect(file) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()
    with sql.reading(sqlite._engine) as mine:
        found = {
            name: mine.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("foreign_keys", "synchronous", "busy_timeout")
        }
    assert found == {"foreign_keys": 1, "synchronous": 2, "busy_timeout": 30_000}


# --- files --------------------------------------------------------------------------------------------------------


def test_a_full_disk(sqlite: Store) -> None:
    first = created(sqlite)

    def cramp(connection, _record) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 1}")

    sqlite._engine.dispose()
    sql.event.listen(sqlite._engine, "connect", cramp)
    long = [Random(number).randbytes(1_500).hex() for number in range(100)]
    problem = the_problem(lambda: sqlite.save(first.case_id, a_case(assumed=long), parent=1, author="Bob"))
    assert problem.code == "store_full"
    assert "kept as a draft" in problem.why
    sql.event.remove(sqlite._engine, "connect", cramp)
    sqlite._engine.dispose()
    assert [revision.number for revision in sqlite.history(first.case_id)] == [1]
    assert [event.action for event in sqlite.events()] == ["created"]
    assert sqlite.save(first.case_id, a_case(assumed=long), parent=1, author="Bob").number == 2


def test_a_file_for_reading_only(sqlite: Store, file: Path) -> None:
    first = created(sqlite)
    reader = Store.open(f"sqlite:///file:{file}?mode=ro&uri=true")
    assert reader.revision(first.case_id).case == a_case()
    assert reader.cases().total == 1
    for act in (
        lambda: reader.save(first.case_id, a_case(fee=2), parent=1, author="Bob"),
        lambda: reader.create(a_case(), author="Bob"),
        lambda: reader.comment(first.case_id, 1, author="Bob", text="?"),
        lambda: reader.delete(first.case_id, author="Bob"),
    ):
        assert the_problem(act).code == "store_read_only"
    reader.close()
    assert len(sqlite.events()) == 1


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.EACCES, "store_read_only"), (errno.EROFS, "store_read_only"), (errno.ENOSPC, "store_full"),
        (errno.EDQUOT, "store_full"), (errno.EIO, "store_unreachable"),
    ],
)  # fmt: skip
def test_a_folder_that_cannot_be_written_to(tmp_path: Path, monkeypatch, number: int, code: str) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(sql.Path, "mkdir", refuse)
    problem = the_problem(lambda: Store.open(f"sqlite:///{tmp_path / 'closed' / 'cases.db'}"))
    assert problem.code == code
    assert os.strerror(number) in problem.what


def test_a_file_that_cannot_be_opened(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "note").write_text("A note.")
    assert the_problem(lambda: Store.open(f"sqlite:///{tmp_path / 'folder'}")).code == "store_unreachable"
    assert the_problem(lambda: Store.open(f"sqlite:///{tmp_path / 'note' / 'cases.db'}")).code == "store_unreachable"


def test_a_file_that_is_no_store(tmp_path: Path) -> None:
    path = tmp_path / "cases.db"
    path.write_text("schema: 1\n" * 1_000)
    problem = the_problem(lambda: Store.open(f"sqlite:///{path}"))
    assert (problem.code, problem.file) == ("store_damaged", str(path))
    assert path.read_text().startswith("schema: 1\n")


def test_a_file_that_somebody_else_holds(sqlite: Store, file: Path) -> None:
    first = created(sqlite)
    sqlite._engine.dispose()

    def impatient(connection, _record) -> None:
        connection.execute("PRAGMA busy_timeout = 50")

    sql.event.listen(sqlite._engine, "connect", impatient)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert the_problem(lambda: sqlite.save(first.case_id, a_case(fee=2), parent=1, author="B")).code == "store_busy"
    assert sqlite.revision(first.case_id).case == a_case()  # readers do not wait
    other.execute("COMMIT")
    other.close()
    assert sqlite.save(first.case_id, a_case(fee=2), parent=1, author="Bob").number == 2


@pytest.mark.parametrize("table", ["contents", "libraries"])
def test_a_revision_that_was_tampered_with(sqlite: Store, file: Path, table: str, monkeypatch) -> None:
    monkeypatch.setattr("scenarios.saving.shipped_library", a_library_of_another_release)
    first = created(sqlite)
    with sqlite3.connect(file) as connection:
        connection.execute(f"DROP TRIGGER {table}_kept_from_update")
        connection.execute(f"UPDATE {table} SET body = substr(body, 1, 40)")
    connection.close()
    assert the_problem(lambda: sqlite.revision(first.case_id)).code == "store_damaged"
    assert sqlite.cases().total == 1


def a_library_of_another_release():
    from assumptions.loader import library

    return library().model_copy(update={"topics": {}})


# --- PostgreSQL ---------------------------------------------------------------------------------------------------


@pytest.fixture
def shared(host) -> Iterator[Store]:
    """A store in PostgreSQL."""
    with postgres.database(host, f"case_{os.urandom(8).hex()}") as address:
        opened = Store.open(address)
        yield opened
        opened.close()


def test_a_connection_that_was_cut_off(shared: Store, host) -> None:
    first = created(shared)

    def cut_off() -> None:
        engine = create_engine(host, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            name = {"name": shared.url.database}
            cut = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = :name"
            assert connection.execute(text(cut), name).scalars().all()
        engine.dispose()

    cut_off()  # between two transactions: the next one connects anew, and nobody notices
    assert shared.save(first.case_id, a_case(fee=2), parent=1, author="Bob").number == 2

    def write_and_lose() -> None:
        with faults.explained(shared.url), sql.writing(shared._engine) as connection:
            connection.execute(text("UPDATE cases SET head = 7"))
            cut_off()
            connection.execute(text("UPDATE cases SET head = 8"))

    problem = the_problem(write_and_lose)
    assert problem.code == "store_unreachable"
    assert "kept as a draft" in problem.why
    assert shared.case(first.case_id).head == 2
    assert shared.save(first.case_id, a_case(fee=3), parent=2, author="Bob").number == 3


def test_a_server_that_was_stopped() -> None:
    with postgres.server() as own:
        if own is None:
            pytest.skip("PostgreSQL is not installed")
        store = Store.open(own.url.render_as_string(hide_password=False))
        first = created(store)
        own.stop()
        for act in (
            lambda: store.save(first.case_id, a_case(fee=2), parent=1, author="Bob"),
            store.cases,
        ):
            problem = the_problem(act)
            assert problem.code == "store_unreachable"
        own.start()
        assert store.revision(first.case_id).case == a_case()
        assert store.save(first.case_id, a_case(fee=2), parent=1, author="Bob").number == 2
        store.close()


def test_nobody_there_and_no_password_told(host) -> None:
    address = f"postgresql://somebody:{SECRET}@127.0.0.1:1/nowhere"
    problem = the_problem(lambda: Store.open(address))
    assert problem.code == "store_unreachable"
    assert SECRET not in str(problem)
    nowhere = host.set(database="nowhere").render_as_string(hide_password=False)
    assert the_problem(lambda: Store.open(nowhere)).code == "store_unreachable"


def test_a_database_for_reading_only(shared: Store, host) -> None:
    first = created(shared)
    shared.close()
    engine = create_engine(host, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'ALTER DATABASE "{shared.url.database}" SET default_transaction_read_only = on'))
    engine.dispose()
    reader = Store.open(shared.url.render_as_string(hide_password=False))
    assert reader.cases().total == 1
    problem = the_problem(lambda: reader.save(first.case_id, a_case(fee=2), parent=1, author="Bob"))
    assert problem.code == "store_read_only"
    reader.close()


def test_a_writer_waits_no_longer_than_it_should(shared: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    first = created(shared)
    with sql.writing(shared._engine) as holder:
        holder.execute(text("SELECT * FROM cases FOR UPDATE"))
        monkeypatch.setattr(sql, "WAIT_SECONDS", 0.05)
        problem = the_problem(lambda: shared.save(first.case_id, a_case(fee=2), parent=1, author="Bob"))
        assert problem.code == "store_busy"
        assert shared.revision(first.case_id).case == a_case()  # readers do not wait
    assert shared.save(first.case_id, a_case(fee=2), parent=1, author="Bob").number == 2
