"""The app without a browser: a page of it, opened on a case, with its drafts in a folder of the test."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import ROOT

APP = str(ROOT / "app.py")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where drafts are kept during a test."""
    monkeypatch.setenv("COMMUNITY_CASE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def opened(page: str = "results", **link: str) -> AppTest:
    """A page of the app as a link opens it."""
    app = AppTest.from_file(APP, default_timeout=60)
    for name, value in link.items():
        app.query_params[name] = value
    app.run()
    if page != "results":
        app.switch_page(f"ui/pages/{page}.py").run()
    assert not app.exception
    return app


def shown(app: AppTest) -> str:
    """All the HTML on the page, as one text."""
    blocks = [element.proto.body for element in app.get("html")]
    told = [json.loads(element.proto.json) for element in app.get("bidi_component")]
    blocks += [json.dumps(part, ensure_ascii=False) for part in told]
    text = re.sub("<span class='cc-whole'>([^<]*)</span>", r"\1", " ".join(blocks))
    return re.sub("<abbr [^>]*>([^<]*)</abbr>", r"\1", text)
