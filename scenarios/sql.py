"""The tables of the store, its engine, and transactions: SQLite as a file of one's own, PostgreSQL for a team."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import Cursor, OperationalError
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    DateTime,
    Dialect,
    Engine,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Row,
    String,
    Table,
    Text,
    TypeDecorator,
    create_engine,
    event,
    make_url,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError

from scenarios.stored import DATABASE, own_file, refusal

WAIT_SECONDS = 30
"""How long a writer waits for another one to finish."""
_WRITES = "community_case_writes"
_CONNECTING = {
    "application_name": "community-case",
    "connect_timeout": 10,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": WAIT_SECONDS * 1000,
}
"""How PostgreSQL is spoken to: a network that is gone is noticed within half a minute, not after hours."""

metadata = MetaData()


class UtcTime(TypeDecorator[datetime]):
    """An aware moment in UTC; SQLite, which knows no zones, keeps it without one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment as the database keeps it."""
        moment = value and value.astimezone(UTC)
        return moment and moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment as the program keeps it."""
        return value and (value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC))


def _digest() -> String:
    return String(64)


def _id() -> String:
    return String(16)


def _person() -> String:
    return String(120)


contents = Table(
    "contents", metadata, Column("digest", _digest(), primary_key=True), Column("body", LargeBinary, nullable=False)
)
libraries = Table("libraries", metadata, Column("digest", _digest(), primary_key=True), Column("body", LargeBinary, nullable=False))  # fmt: skip

cases = Table(
    "cases",
    metadata,
    Column("id", _id(), primary_key=True),
    Column("head", Integer, nullable=False),
    Column("origin", Text, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("baseline", Integer),
    Column("baseline_name", Text, nullable=False),
    Column("deleted_at", UtcTime),
    Column("deleted_by", _person()),
    Column("saved_at", UtcTime, nullable=False, server_default="1970-01-01 00:00:00.000000"),
    Column("search", Text, nullable=False, server_default=""),
    Index("cases_by_time", "saved_at", "id"),
)

revisions = Table(
    "revisions",
    metadata,
    Column("case_id", _id(), ForeignKey("cases.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("parent", Integer),
    Column("merged_from", Integer),
    Column("author", _person(), nullable=False),
    Column("message", Text, nullable=False),
    Column("saved_at", UtcTime, nullable=False),
    Column("digest", _digest(), ForeignKey("contents.digest"), nullable=False),
    Column("library", _digest(), ForeignKey("libraries.digest"), nullable=False),
    Column("model_version", Text, nullable=False),
    Column("slug", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("organisation", Text, nullable=False),
    Column("currency", String(3), nullable=False),
)

_OF_A_REVISION = ["revisions.case_id", "revisions.number"]

scenarios = Table(
    "scenarios",
    metadata,
    Column("case_id", _id(), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("name", String(80), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("label", Text, nullable=False),
    Column("fingerprint", _digest(), nullable=False),
    Column("npv", Float(53)),
    Column("roi", Float(53)),
    Column("payback_months", Float(53)),
    Column("peak_funding", Float(53)),
    Column("is_complete", Boolean, nullable=False),
    ForeignKeyConstraint(["case_id", "number"], _OF_A_REVISION),
)

comments = Table(
    "comments",
    metadata,
    Column("id", _id(), primary_key=True),
    Column("case_id", _id(), nullable=False),
    Column("number", Integer, nullable=False),
    Column("author", _person(), nullable=False),
    Column("text", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("field", Text, nullable=False),
    Column("scenario", String(80)),
    Column("proposal", Text),
    Column("reply_to", _id(), ForeignKey("comments.id")),
    Column("settled_at", UtcTime),
    Column("settled_by", _person()),
    ForeignKeyConstraint(["case_id", "number"], _OF_A_REVISION),
    Index("comments_by_revision", "case_id", "number", "at"),
)

verdicts = Table(
    "verdicts",
    metadata,
    Column("case_id", _id(), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("verdict", String(30), nullable=False),
    Column("author", _person(), nullable=False),
    Column("text", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    ForeignKeyConstraint(["case_id", "number"], _OF_A_REVISION),
)

events = Table(
    "events",
    metadata,
    Column("position", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("id", _id(), nullable=False, unique=True),
    Column("at", UtcTime, nullable=False),
    Column("actor", _person(), nullable=False),
    Column("action", String(40), nullable=False),
    Column("case_id", _id()),
    Column("revision", Integer),
    Column("details", Text, nullable=False),
    Index("events_by_case", "case_id", "position"),
)

programmes = Table(
    "programmes",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("author", _person(), nullable=False),
    Column("saved_at", UtcTime, nullable=False),
    Column("deleted_at", UtcTime),
    Column("deleted_by", _person()),
)


# --- the engine --------------------------------------------------------------------------------------------------


def address(said: str | None) -> URL:
    """Return where the store is: as said, else as the environment says, else a file in the folder of this program.

    Raises `CaseProblems` (`store_address`) for what is no address of SQLite or PostgreSQL.
    """
    wanted = said or os.environ.get(DATABASE)
    if not wanted:
        return URL.create("sqlite", database=str(own_file()))
    try:
        url = make_url(wanted)
    except (ArgumentError, ValueError):
        raise _no_address("It cannot be read.") from None
    backend = url.drivername.partition("+")[0]
    if backend in ("postgres", "postgresql"):
        return url.set(drivername="postgresql+psycopg")
    if backend != "sqlite":
        raise _no_address(f"It names a database of the kind {backend}.")
    if url.database in (None, "", ":memory:"):
        raise _no_address("It names no file.")
    return url.set(drivername="sqlite")


def _no_address(what: str) -> Exception:
    why = "Saved cases are kept in PostgreSQL or in a file of SQLite."
    remedy = f"Set {DATABASE} to postgresql://user:password@host/database, or to nothing for a file of your own."
    return refusal("store_address", f"The address of the store is of no use. {what}", why, remedy)


def engine_for(url: URL) -> Engine:
    """Return an engine with everything a safe store needs; it does not connect yet."""
    if url.get_backend_name() == "sqlite":
        _make_file(url)
        engine = create_engine(url, connect_args={"timeout": WAIT_SECONDS}, pool_timeout=WAIT_SECONDS)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    return create_engine(url, connect_args=_CONNECTING, pool_pre_ping=True, pool_timeout=WAIT_SECONDS)


def _make_file(url: URL) -> None:
    """Make the file and its folder, so that only their owner may look inside."""
    if url.database is None or url.query.get("uri"):
        return
    path = Path(url.database)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions begin where the program says so, not where the driver guesses
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {WAIT_SECONDS * 1000}")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA synchronous = FULL")
    _write_ahead(cursor)
    cursor.close()


def _write_ahead(cursor: Cursor) -> None:
    """Let readers go on while somebody writes; SQLite itself does not wait for others while a new file is switched."""
    last_try = time.monotonic() + WAIT_SECONDS
    while cursor.execute("PRAGMA journal_mode").fetchone() != ("wal",):
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except OperationalError as error:
            if error.sqlite_errorname != "SQLITE_BUSY" or time.monotonic() > last_try:
                raise
            time.sleep(0.02)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    """Let a writer take its place at once: one that has read first could not become one without a conflict."""
    is_writer = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writer else "BEGIN")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Give a transaction that writes: all of it is kept, or nothing."""
    with engine.execution_options(**{_WRITES: True}).begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {int(WAIT_SECONDS * 1000)}")
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Give a transaction that sees one moment of the store, whatever others write meanwhile."""
    is_shared = engine.dialect.name == "postgresql"
    with (engine.execution_options(isolation_level="REPEATABLE READ") if is_shared else engine).connect() as connection:
        yield connection


def insert_new(connection: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Insert a row unless there is one under its key, even one that somebody else writes at this moment; tell which."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table).values(dict(row)).on_conflict_do_nothing()
    return connection.execute(statement, execution_options={"preserve_rowcount": True}).rowcount == 1


def take_turns(connection: Connection, name: str) -> None:
    """Wait for whoever does the same on a shared database; a writer of SQLite is alone anyway."""
    if connection.dialect.name == "postgresql":
        number = int.from_bytes(hashlib.sha256(f"community-case {name}".encode()).digest()[:8], "big", signed=True)
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": number})


Found = Row[Any]
"""One row of a result."""
