"""The overview in a real browser: it opens by itself, stays on the machine, and fits both widths."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import ROOT

WIDTHS = {"desktop": (1440, 900), "phone": (390, 844)}
PICTURES = ROOT / "build" / "screenshots"


@pytest.fixture(params=WIDTHS)
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    width, height = WIDTHS[request.param]
    page = browser.new_page(viewport={"width": width, "height": height})
    yield page
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{Path(request.node.name).name.partition('[')[0]}_{request.param}.png")
    page.close()


def test_it_opens_on_a_real_case_and_asks_nobody_else(page: Page, app_address: str) -> None:
    asked: list[str] = []
    faults: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.goto(app_address)
    expect(page.get_by_role("heading", level=1)).to_contain_text("support requests", timeout=30_000)
    expect(page.locator(".cc-figure")).to_have_count(4)
    expect(page.locator("[data-testid=stVegaLiteChart] svg, [data-testid=stVegaLiteChart] canvas")).to_have_count(3)
    expect(page.get_by_text("What a CFO will ask")).to_be_visible()
    outside = [
        url for url in asked if not url.startswith((app_address, app_address.replace("http", "ws"), "data:", "blob:"))
    ]
    assert outside == []
    assert faults == []


def test_nothing_scrolls_sideways(page: Page, app_address: str) -> None:
    page.goto(app_address)
    expect(page.locator(".cc-findings")).to_be_visible(timeout=30_000)
    width = page.viewport_size["width"] if page.viewport_size else 0
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= width


def test_the_scenario_changes_what_is_shown(page: Page, app_address: str) -> None:
    page.goto(app_address)
    npv = page.locator(".cc-figure dd").first
    expect(npv).to_have_text("$337,535", timeout=30_000)
    page.get_by_role("radio", name="Do nothing").or_(page.get_by_role("button", name="Do nothing")).first.click()
    expect(npv).to_have_text("$0", timeout=15_000)
    assert "scenario=do_nothing" in page.url
