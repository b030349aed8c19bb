"""A running app and a real browser: the system's Chromium, driven by Playwright."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.conftest import ROOT
from tests.serving import served

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where the app keeps its drafts during the tests."""
    return str(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="session")
def app_address(home: str) -> Iterator[str]:
    """The address of the app, started for the session, with its drafts in a folder of the tests."""
    with served(home) as address:
        yield address


WIDTHS = {"desktop": (1440, 900), "phone": (390, 844)}
PICTURES = ROOT / "build" / "screenshots"


@pytest.fixture(scope="session")
def window(browser: Browser) -> Iterator[BrowserContext]:
    """One window for all tests, which keeps the files of the app as a browser does: reading them takes longest."""
    window = browser.new_context()
    yield window
    window.close()


@pytest.fixture
def tab(window: BrowserContext) -> Iterator[Page]:
    """A tab that remembers nothing of the one before."""
    tab = window.new_page()
    yield tab
    if tab.url.startswith("http"):
        tab.evaluate("localStorage.clear(); sessionStorage.clear()")
    window.clear_cookies()
    tab.close()


@pytest.fixture(params=WIDTHS)
def page(request: pytest.FixtureRequest, tab: Page) -> Iterator[Page]:
    """A tab of each width; what it shows at the end is kept as a picture."""
    width, height = WIDTHS[request.param]
    tab.set_viewport_size({"width": width, "height": height})
    yield tab
    PICTURES.mkdir(parents=True, exist_ok=True)
    name = Path(request.node.name.replace("[", "_").replace("]", "").replace("/", "_")).name
    tab.screenshot(path=PICTURES / f"{name}.png")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium; without one the tests are skipped, except in CI, where nothing is."""
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("CI needs Chromium: see .ci/run")
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()
