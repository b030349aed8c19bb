"""Takes the pictures that the documents show, from the running app: `make pictures`."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from scenarios.editing import put
from scenarios.store import Store
from tests.serving import served
from ui import cached
from ui.journey import FIRST

HERE = Path(__file__).parent
CASE = "support_b2b"
SIZES = {"1440": (1440, 900), "390": (390, 844)}
PAGES = (
    "results",
    "start",
    "strategy",
    "audience",
    "value",
    "budget",
    "risk",
    "kpis",
    "plan",
    "vendors",
    "library",
    "help",
)
SAVED_PAGES = ("saved", "history", "compare", "review", "export")
"""Pages that are shown on a saved case."""
MORE = {"compare": "&with=~,~%23ambitious,~%23conservative"}
"""What a link names besides the case."""
OPENED = {
    "strategy": "style",
    "audience": "overlap",
    "value": "support_deflection",
    "library": "stream:support_deflection",
    "help": "figures",
}
"""The part that is opened on a page with parts."""


def main() -> None:
    """Start the app, walk through its pages in both widths, and keep a picture of each."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if chromium is None:
        sys.exit("Chromium is needed: set CHROMIUM to its path")
    with tempfile.TemporaryDirectory() as home, served(home) as address, sync_playwright() as playwright:
        os.environ["COMMUNITY_CASE_HOME"] = home
        shown = dict.fromkeys(PAGES, CASE) | dict.fromkeys(SAVED_PAGES, _saved())
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        _walk(browser, address, shown)
        browser.close()


def _saved() -> str:
    """Save the case twice, with a change and a remark, and return its id."""
    case, store = cached.shipped(CASE), Store.open()
    first = store.create(case, author="Ada Lovelace", message="First version")
    name = "unit_contact_cost"
    dearer = put(case, ("assumptions", name, "value"), (case.assumptions[name].value or 0.0) * 1.25)
    second = store.save(
        first.case_id, dearer, parent=1, author="Grace Hopper", message="Cost of a contact from finance"
    )
    text = "Is this the cost of a contact by phone, or of all channels?"
    store.comment(first.case_id, second.number, author="Grace Hopper", text=text, field=f"assumptions.{name}")
    return first.case_id


def _walk(browser: Browser, address: str, shown: Mapping[str, str]) -> None:
    for size, (width, height) in SIZES.items():
        for name, case in shown.items():
            page = browser.new_page(viewport={"width": width, "height": height})
            path = "" if name == FIRST else name
            page.goto(f"{address}/{path}?case={case}{MORE.get(name, '')}")
            page.locator(".cc-title").wait_for(timeout=30_000)
            _settle(page)
            _open(page, name)
            page.screenshot(path=HERE / f"{name}_{size}.png")
            page.close()


def _open(page: Page, name: str) -> None:
    """Open what is worth showing: a part of the page, the standard plan, two vendors."""
    part = page.locator(f'[data-pick="{OPENED.get(name, "-")}"]').first
    if part.count():
        part.click()
        _settle(page)
    if name == "plan":
        page.get_by_role("button", name="standard").first.click()
        _settle(page)
    if name == "vendors":
        page.get_by_role("button", name="Add a vendor").first.click()
        _settle(page)
    page.mouse.move(0, 0)
    page.wait_for_timeout(600)


def _settle(page: Page) -> None:
    page.wait_for_timeout(1_500)
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(timeout=30_000)


if __name__ == "__main__":
    main()
