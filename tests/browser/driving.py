"""Ways to drive the app that several browser tests share."""

from __future__ import annotations

import re
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

PATIENCE = 30_000
GRAVE = ("serious", "critical")


def open_page(page: Page, address: str, path: str) -> None:
    """Open a page by its address and wait until it is drawn."""
    page.goto(f"{address}/{path}")
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=PATIENCE)
    settled(page)


def settled(page: Page) -> None:
    """Wait until the server has drawn what was asked for."""
    page.wait_for_timeout(250)
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(timeout=PATIENCE)


def go(page: Page, title: str) -> None:
    """Go to another page by the rail, which a phone has to open first."""
    opener = page.get_by_test_id("stExpandSidebarButton")
    if opener.is_visible():
        opener.click()
        page.wait_for_timeout(500)
    page.get_by_test_id("stSidebar").get_by_role("link", name=re.compile(title)).click()
    settled(page)
    closer = page.get_by_test_id("stSidebarCollapseButton").get_by_role("button")
    if page.viewport_size and page.viewport_size["width"] < 500 and closer.is_visible():
        closer.click()
        page.wait_for_timeout(500)


def click(page: Page, name: str, *, exact: bool = False) -> None:
    """Click the first button whose name holds a text."""
    page.get_by_role("button", name=name, exact=exact).first.click()
    settled(page)


def group(page: Page, name: str) -> None:
    """Open a part of a page."""
    part = page.locator(f'.cc-groups [data-pick="{name}"]')
    part.click()
    expect(part).to_have_attribute("aria-current", "true", timeout=PATIENCE)
    settled(page)


def more(page: Page) -> None:
    """Open the questions that matter less."""
    page.get_by_text(re.compile(r"^\d+ more questions?$")).click()
    settled(page)


def box_of(page: Page, question: str) -> Locator:
    """Return the box of a question."""
    return page.get_by_role("textbox", name=re.compile(question)).first


def answer(page: Page, question: str, text: str) -> None:
    """Answer a question, and wait for what it does."""
    box = box_of(page, question)
    box.fill(text)
    box.press("Enter")
    settled(page)


def worth(page: Page) -> str:
    """Return what stands under NPV at the top."""
    return page.locator(".cc-live-figures dd").first.inner_text()


def grave_faults(page: Page) -> list[str]:
    """Return the grave faults axe-core finds in the page as it is: rule, place, and what would mend it.

    Axe is bundled with axe-playwright-python; nothing is loaded from elsewhere.
    """
    found: list[dict[str, Any]] = Axe().run(page).response["violations"]
    return [
        f"{fault['id']} ({fault['impact']}) at {' '.join(map(str, node['target']))}: {fault['help']} | "
        f"{node['failureSummary'].splitlines()[-1].strip()} | {node['html'][:160]}"
        for fault in found
        if fault["impact"] in GRAVE
        for node in fault["nodes"]
    ]
