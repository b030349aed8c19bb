"""Takes the pictures that the documents show, from the running app: `make pictures`."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
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
    with tempfile.TemporaryDirectory() as home, socket.socket() as probe, sync_playwright() as playwright:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        command = [
            sys.executable,
            "-m",
            "streamlit",
            "run",
            "app.py",
            "--server.port",
            str(port),
            "--server.headless",
            "true",
        ]
        with subprocess.Popen(command, cwd=ROOT, env={**os.environ, "COMMUNITY_CASE_HOME": home}) as server:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
            address = f"http://127.0.0.1:{port}"
            _wait(address)
            _walk(browser, address)
            browser.close()
            server.terminate()


def _wait(address: str) -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=1)
        except OSError:
            time.sleep(0.1)
        else:
            return


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
