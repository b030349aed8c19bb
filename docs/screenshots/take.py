"""Takes the pictures that the documents show, from the running app: `make pictures`."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.serving import served

HERE = Path(__file__).parent
CASE = "support_b2b"
SIZES = {"1440": (1440, 900), "390": (390, 844)}
PAGES = {
    "results": "",
    "start": "start",
    "strategy": "strategy",
    "audience": "audience",
    "value": "value",
    "budget": "budget",
    "kpis": "kpis",
    "plan": "plan",
    "vendors": "vendors",
    "library": "library",
    "help": "help",
}
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
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        _walk(browser, address)
        browser.close()


def _walk(browser: Browser, address: str) -> None:
    for size, (width, height) in SIZES.items():
        for name, path in PAGES.items():
            page = browser.new_page(viewport={"width": width, "height": height})
            page.goto(f"{address}/{path}?case={CASE}")
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
