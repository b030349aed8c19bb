"""Migrations: up and down on both databases, with all that was saved still there; nothing is lost on the way."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text

from scenarios import migrating, sql
from scenarios.migrating import NEWEST, NOTHING, migrate
from scenarios.store import Store
from tests.cases import the_problem
from tests.conftest import ROOT
from tests.store.acting import a_case, created


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    made = sql.engine_for(sql.address(url))
    yield made
    made.dispose()


def filled(url: str) -> None:
    """Save something of every kind, and close the store."""
    store = Store.open(url)
    for title in ("Prüfung", "Second"):
        case_id = created(store, title).case_id
        store.save(case_id, a_case(title, fee=2), parent=1, author="Bob", message="Cheaper")
        remark = store.comment(case_id, 1, author="Rita", text="Why?")
        store.comment(case_id, 1, author="Ann", text="So", reply_to=remark.id)
        store.judge(case_id, 1, verdict="approved", author="Cleo")
    store.delete(case_id, author="Ann")
    store.close()


def rows(engine: Engine) -> dict[str, list[Any]]:
    """Everything in every table, in a fixed order."""
    with engine.connect() as connection:
        tables = inspect(connection).get_table_names()
        return {name: sorted(map(repr, connection.execute(text(f"SELECT * FROM {name}")))) for name in sorted(tables)}


def test_a_new_store_has_the_newest_tables(bare_url: str) -> None:
    store = Store.open(bare_url)
    assert store.cases().total == 0
    store.close()
    engine = sql.engine_for(sql.address(bare_url))
    with engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all() == [NEWEST]
        found = compare_metadata(MigrationContext.configure(connection), sql.metadata)
    engine.dispose()
    assert found == []


def test_the_newest_version_is_the_last_script() -> None:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "scenarios" / "migrations"))
    scripts = ScriptDirectory.from_config(config)
    assert scripts.get_heads() == [NEWEST]
    assert [script.revision for script in scripts.walk_revisions()][::-1] == list(migrating._VERSIONS)


def test_down_and_up_keep_everything(url: str, engine: Engine) -> None:
    filled(url)
    before = rows(engine)
    assert len(before["cases"]) == 2
    migrate(engine, "0001")
    older = rows(engine)
    for table in before.keys() - {"cases", "alembic_version"}:
        assert older[table] == before[table], table
    assert len(older["cases"]) == 2
    with engine.connect() as connection:
        assert "search" not in {column["name"] for column in inspect(connection).get_columns("cases")}
    migrate(engine)
    assert rows(engine) == before


def test_a_store_of_an_older_program_is_brought_up_when_it_is_opened(url: str, engine: Engine) -> None:
    filled(url)
    migrate(engine, "0001")
    store = Store.open(url)
    (row,) = store.cases("prüfung CHEAPER").rows
    assert (row.title, row.saved_at) == ("Prüfung", store.history(row.id)[0].saved_at)
    assert store.save(row.id, a_case("Later"), parent=2, author="Ann").number == 3
    store.close()


def test_going_below_the_first_is_refused_while_there_are_cases(url: str, engine: Engine) -> None:
    filled(url)
    before = rows(engine)
    problem = the_problem(lambda: migrate(engine, NOTHING))
    assert problem.code == "store_not_empty"
    assert rows(engine) == before


def test_an_empty_store_goes_to_nothing_and_back(store: Store, engine: Engine) -> None:
    store.close()
    migrate(engine, NOTHING)
    with engine.connect() as connection:
        assert inspect(connection).get_table_names() == ["alembic_version"]
    migrate(engine)
    again = Store.open(store.url.render_as_string(hide_password=False))
    assert created(again).number == 1
    again.close()


def test_a_newer_store_is_left_alone(store: Store, url: str, engine: Engine) -> None:
    store.close()
    with sql.writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    before = rows(engine)
    problem = the_problem(lambda: Store.open(url))
    assert problem.code == "store_newer"
    assert "9999" in problem.what
    assert rows(engine) == before


def test_a_migration_that_fails_leaves_the_tables_as_they_were(
    url: str, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(url)
    migrate(engine, "0001")
    before = rows(engine)
    monkeypatch.setattr("scenarios.saving.unicodedata.normalize", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        migrate(engine)
    assert rows(engine) == before
    monkeypatch.undo()
    migrate(engine)


def test_programs_that_open_an_empty_store_at_once_agree(bare_url: str) -> None:
    def opened(_: int) -> int:
        own = sql.engine_for(sql.address(bare_url))
        migrate(own)
        with own.connect() as connection:
            count = int(connection.execute(text("SELECT count(*) FROM alembic_version")).scalar_one())
        own.dispose()
        return count

    with ThreadPoolExecutor(8) as programs:
        assert list(programs.map(opened, range(8))) == [1] * 8


def test_it_needs_no_file_of_settings_and_no_working_directory(tmp_path: Path) -> None:
    elsewhere = tmp_path / "100% elsewhere"
    elsewhere.mkdir()
    (elsewhere / "alembic.ini").write_text("[alembic]\nscript_location = nowhere\n")
    code = "from scenarios.store import Store; print(Store.open().cases().total)"
    environment = os.environ | {"PYTHONPATH": str(ROOT), "COMMUNITY_CASE_HOME": str(elsewhere / "home")}
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], cwd=elsewhere, env=environment, capture_output=True, text=True, check=False)  # fmt: skip
    assert (done.stdout, done.stderr) == ("0\n", "")
    assert (elsewhere / "home" / "cases.db").exists()
