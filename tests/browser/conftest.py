"""A running app and a real browser: the system's Chromium, driven by Playwright."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.driving import PATIENCE, WIDTHS, forget, new_window
from tests.conftest import ROOT
from tests.serving import served

expect.set_options(timeout=PATIENCE)

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


PICTURES = ROOT / "build" / "screenshots"


@pytest.fixture(scope="session")
def window(browser: Browser) -> Iterator[BrowserContext]:
    """One window for all tests, which keeps the files of the app as a browser does."""
    window = new_window(browser)
    yield window
    window.close()


@pytest.fixture(scope="session")
def kept_tab(window: BrowserContext) -> Page:
    """One tab for all tests: a new one would have to read and compile all scripts of the app anew, which takes longest."""
    return window.new_page()


@pytest.fixture
def tab(kept_tab: Page) -> Iterator[Page]:
    """A tab of the width of a desktop that remembers nothing of the test before."""
    yield kept_tab
    forget(kept_tab)


@pytest.fixture(params=WIDTHS)
def page(request: pytest.FixtureRequest, tab: Page) -> Iterator[Page]:
    """A tab of each width; what it shows at the end is kept as a picture."""
    tab.set_viewport_size(WIDTHS[request.param])
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
