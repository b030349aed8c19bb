"""Every test of the store runs on SQLite and on PostgreSQL, each time in an empty store of its own."""

from __future__ import annotations

import os
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


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty store."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'store' / 'cases.db'}"
        return
    with postgres.database(request.getfixturevalue("host"), f"case_{uuid.uuid4().hex}") as address:
        yield address


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """An empty store."""
    opened = Store.open(url)
    yield opened
    opened.close()


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Store]:
    """An empty store in a file."""
    opened = Store.open(f"sqlite:///{tmp_path / 'store' / 'cases.db'}")
    yield opened
    opened.close()
