"""Every test of the store runs on SQLite and on PostgreSQL, each time in an empty store of its own."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import URL

from scenarios.store import Store
from tests.store import postgres


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for the program that nobody else uses; no store is named by the environment."""
    monkeypatch.setenv("COMMUNITY_CASE_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return tmp_path / "home"


@pytest.fixture(scope="session")
def host() -> Iterator[URL]:
    """A PostgreSQL server in which databases can be made; CI must have one."""
    if (found := postgres.named()) is not None:
        yield found
        return
    with postgres.server() as own:
        if own is None and os.environ.get("CI") == "true":
            pytest.fail("PostgreSQL is not installed, and in CI nothing is skipped")
        if own is None:
            pytest.skip("PostgreSQL is not installed")
        yield own.url


@pytest.fixture(scope="session")
def pattern_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of an empty store; a copy is made faster than its tables."""
    path = tmp_path_factory.mktemp("pattern") / "cases.db"
    Store.open(f"sqlite:///{path}").close()
    return path


@pytest.fixture(scope="session")
def pattern_database(host: URL) -> Iterator[str]:
    """The name of a database with an empty store."""
    name = f"pattern_{uuid.uuid4().hex}"
    with postgres.database(host, name) as address:
        Store.open(address).close()
        yield name


@pytest.fixture(params=["sqlite", "postgresql"])
def bare_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An address where there are no tables yet."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'store' / 'cases.db'}"
        return
    with postgres.database(request.getfixturevalue("host"), f"case_{uuid.uuid4().hex}") as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty store."""
    if request.param == "sqlite":
        yield copied(request.getfixturevalue("pattern_file"), tmp_path)
        return
    host, pattern = request.getfixturevalue("host"), request.getfixturevalue("pattern_database")
    with postgres.database(host, f"case_{uuid.uuid4().hex}", pattern) as address:
        yield address


def copied(pattern: Path, folder: Path) -> str:
    """Copy the file of an empty store into a folder; return the address of the copy."""
    path = folder / "store" / "cases.db"
    path.parent.mkdir(parents=True)
    shutil.copyfile(pattern, path)
    return f"sqlite:///{path}"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """An empty store."""
    opened = Store.open(url)
    yield opened
    opened.close()


@pytest.fixture
def sqlite(pattern_file: Path, tmp_path: Path) -> Iterator[Store]:
    """An empty store in a file."""
    opened = Store.open(copied(pattern_file, tmp_path))
    yield opened
    opened.close()
