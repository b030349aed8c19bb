"""Brings the tables of a store to a version, up or down, whole or not at all (Alembic, without a file of settings)."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from scenarios.sql import reading, take_turns, writing
from scenarios.stored import refusal

NEWEST = "0002"
"""The version of the tables this program works with."""
NOTHING = "base"
_VERSIONS = ("0001", "0002")


def migrate(engine: Engine, version: str = NEWEST) -> None:
    """Bring the tables to a version (`NOTHING`: none); others wait meanwhile, and a failure leaves them as they were.

    Raises `CaseProblems`: `store_newer` where a newer program made the tables, `store_not_empty` for going below the
    first version while there are cases.
    """
    with reading(engine) as connection:
        if _version(connection) == version:
            return
    with writing(engine) as connection:
        take_turns(connection, "migration")
        found = _version(connection)
        if found != version:
            _run(connection, found, version)


def _version(connection: Connection) -> str:
    """Return the version of the tables there are."""
    if not inspect(connection).has_table("alembic_version"):
        return NOTHING
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return str(found or NOTHING)


def _run(connection: Connection, found: str, wanted: str) -> None:
    from alembic import command
    from alembic.config import Config

    order = (NOTHING, *_VERSIONS)
    if found not in order:
        what = f"The store was made by a newer version of this program (its tables have version {found})."
        raise refusal("store_newer", what, "Its data may mean other things.", "Update the program.")
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    move = command.upgrade if order.index(wanted) > order.index(found) else command.downgrade
    move(config, wanted)
