"""The browser journey, timed: a changed answer on the server and in Chromium, and the first page after a start."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import TextInput

from bench.timing import Timing, table, taken
from tests.serving import served
from ui import simulating

ROOT = Path(__file__).parent.parent
LARGEST = "sap_community_network"
CHANGES = 20
SERVER_LIMIT, BROWSER_LIMIT, START_LIMIT, DRAWN_LIMIT = 0.150, 0.400, 3.0, 0.300


def main() -> None:
    simulating.PATIENCE = 60.0  # here nobody looks at how far the draws are
    with tempfile.TemporaryDirectory() as home:
        os.environ["COMMUNITY_CASE_HOME"] = home
        print(table("A changed answer, on the server (AppTest)", _on_the_server()))
        print(table("In Chromium", _in_the_browser(home)))


def _on_the_server() -> list[Timing]:
    """A changed answer to the page drawn anew, on the pages that ask: half of the time is the model's."""
    return [
        taken("a changed cost, page Budget", _edits("budget", "people"), SERVER_LIMIT),
        taken("a changed answer, page Value", _edits("value", "membership"), SERVER_LIMIT),
        taken("the same page drawn again, nothing changed", _edits("value", "membership", is_changed=False)),
        *_draws_anew(),
    ]


def _draws_anew() -> list[Timing]:
    """After a changed answer the page Risk: all draws and its charts anew; one of its other parts; and nothing new."""
    app = _opened("risk")
    app.session_state["picked:value"] = "membership"
    times: dict[str, list[float]] = {"likely": [], "difference": [], "again": []}
    for number in range(CHANGES):
        app.switch_page("ui/pages/value.py").run()
        _first_box(app).set_value(str(40 + number)).run()
        for part, kept in (("likely", "likely"), ("difference", "difference"), ("likely", "again")):
            app.session_state["picked:risk"] = part
            times[kept].append(_taken(app.switch_page("ui/pages/risk.py")))
    return [
        taken("a changed answer, page Risk: 8,192 draws and their charts", times["likely"], DRAWN_LIMIT),
        taken("what makes the difference, over these draws", times["difference"]),
        taken("page Risk drawn again, nothing changed", times["again"]),
    ]


def _edits(page: str, group: str, *, is_changed: bool = True) -> list[float]:
    app = _opened(page)
    app.session_state[f"picked:{page}"] = group
    app.run()
    times = []
    for number in range(CHANGES):
        box = _first_box(app)
        if is_changed:
            box.set_value(str(20 + number))
        times.append(_taken(app))
    return times


def _opened(page: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.query_params["case"] = LARGEST
    app.run()
    return app.switch_page(f"ui/pages/{page}.py").run()


def _first_box(app: AppTest) -> TextInput:
    """The first answer on a page that asks."""
    return next(item for item in app.text_input if item.key.startswith("answer:") and item.key.endswith(":value"))


def _taken(app: AppTest) -> float:
    start = time.perf_counter()
    app.run()
    assert not app.exception
    return time.perf_counter() - start


def _in_the_browser(home: str) -> list[Timing]:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if chromium is None:
        sys.exit("Chromium is needed: set CHROMIUM to its path")
    first, changed = [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        for _ in range(3):
            started = time.perf_counter()
            with served(home, is_awaited=False) as address:
                page = browser.new_page(viewport={"width": 1440, "height": 900})
                _open(page, address)
                first.append(time.perf_counter() - started)
        with served(home) as address:
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            changed = _changes(page, address)
        browser.close()
    return [
        taken("a change taken back, until the chart has changed", changed, BROWSER_LIMIT),
        taken("from the start of the program to the first page", first, START_LIMIT),
    ]


def _open(page: Page, address: str, query: str = "") -> None:
    for _ in range(200):
        try:
            page.goto(f"{address}/{query}")
            break
        except Exception:  # noqa: BLE001 - the server is not up yet
            time.sleep(0.05)
    page.locator(".cc-figure dd").first.wait_for(timeout=30_000)


def _changes(page: Page, address: str) -> list[float]:
    """Change one answer, then take it back and make it again, each time until the chart says something else."""
    _open(page, address, f"?case={LARGEST}")
    page.get_by_role("link", name="Budget").first.click()
    page.locator('[data-pick="people"]').click()
    box = page.locator('[class*="st-key-q-"] input').first
    box.wait_for()
    box.fill("77")
    box.press("Enter")
    page.get_by_text("draft saved").wait_for()
    page.get_by_role("link", name="Results").first.click()
    chart = page.locator('[data-testid="stVegaLiteChart"]').first
    chart.locator("svg, canvas").first.wait_for()
    page.wait_for_timeout(1_500)
    return [_until_changed(page, name) for name in ("Undo", "Redo") * (CHANGES // 2)]


def _until_changed(page: Page, button: str) -> float:
    watch = """() => { const read = () => document.querySelector('[data-testid="stVegaLiteChart"]').innerHTML;
      const before = read(); window.changed = new Promise(done => { const start = () => performance.now();
      document.addEventListener('click', () => { const from = start(); const look = () =>
        read() !== before ? done(performance.now() - from) : requestAnimationFrame(look); look(); }, { once: true, capture: true }); }); }"""
    page.evaluate(watch)
    page.get_by_role("button", name=button).first.click()
    spent: float = page.evaluate("() => window.changed")
    page.wait_for_timeout(400)
    return spent / 1000


if __name__ == "__main__":
    main()
