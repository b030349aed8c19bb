"""The app without a browser: a page of it, opened on a case, with its drafts in a folder of the test."""

from __future__ import annotations

import functools
import json
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy.engine import URL, Engine
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from model.case import Case
from scenarios import drafts
from scenarios.store import Store
from tests.conftest import ROOT

APP = str(ROOT / "app.py")


@pytest.fixture(autouse=True, scope="session")
def scanned_once() -> Iterator[None]:
    """Let Streamlit look once for components among the installed packages, not for each app: it takes half of a run."""
    with pytest.MonkeyPatch.context() as patch:
        scan = functools.cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", scan)
        yield


@pytest.fixture(autouse=True, scope="session")
def tables_made_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let a new store in a file begin as a copy of an empty one; that is faster than making its tables."""
    pattern = tmp_path_factory.mktemp("pattern") / "cases.db"
    Store.open(f"sqlite:///{pattern}").close()
    prepared = Store._prepared

    def copied(place: URL) -> Engine:
        path = Path(place.database or "")
        with suppress(OSError):  # what a folder refuses is for the store to explain
            if place.get_backend_name() == "sqlite" and not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(pattern, path)
        return prepared(place)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Store, "_prepared", staticmethod(copied))
        yield


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where drafts and saved cases are kept during a test; no database is named by the environment."""
    monkeypatch.setenv("COMMUNITY_CASE_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return tmp_path / "home"


def opened(page: str = "results", **link: str) -> AppTest:
    """A page of the app as a link opens it."""
    app = AppTest.from_file(APP, default_timeout=60)
    for name, value in link.items():
        app.query_params[name] = value
    if page != "results":
        app.switch_page(f"ui/pages/{page}.py")
    app.run()
    assert not app.exception
    return app


def ran(app: AppTest) -> AppTest:
    """The app after a run in which nothing went wrong."""
    assert not app.exception
    assert not app.error
    return app


def case_of(app: AppTest) -> Case:
    """The case on the desk."""
    found: Case = app.session_state["desk"].case
    return found


def draft_of(case: Case) -> str:
    """The id of a draft of a case, kept on disk."""
    draft_id = drafts.new_id()
    drafts.save(draft_id, case, origin="test", expected=None)
    return draft_id


def shown(app: AppTest) -> str:
    """All the HTML on the page, as one text."""
    blocks = [element.proto.body for element in app.get("html")]
    told = [json.loads(element.proto.json) for element in app.get("bidi_component")]
    blocks += [json.dumps(part, ensure_ascii=False) for part in told]
    text = re.sub("<span class='cc-whole'>([^<]*)</span>", r"\1", " ".join(blocks))
    return re.sub("<abbr [^>]*>([^<]*)</abbr>", r"\1", text)
