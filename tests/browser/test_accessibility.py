"""Accessibility by axe-core: no page has a serious or critical fault, at either width, in either theme.

Axe is bundled with axe-playwright-python; nothing is loaded from elsewhere.
"""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import WIDTHS
from tests.browser.driving import group, settled
from tests.browser.test_pages import opened
from ui.journey import FIRST, PLACES

GRAVE = ("serious", "critical")
NAMES = [place.name for place in PLACES]


def faults(page: Page) -> list[str]:
    """Grave faults of the page as it is: rule, place, and what would mend it."""
    found: list[dict[str, Any]] = Axe().run(page).response["violations"]
    return [
        f"{fault['id']} ({fault['impact']}) at {' '.join(map(str, node['target']))}: {fault['help']} | "
        f"{node['failureSummary'].splitlines()[-1].strip()} | {node['html'][:160]}"
        for fault in found
        if fault["impact"] in GRAVE
        for node in fault["nodes"]
    ]


@pytest.mark.parametrize("name", NAMES)
def test_a_page_has_no_grave_fault(page: Page, app_address: str, name: str) -> None:
    opened(page, app_address, name, "sps_commerce")
    found = faults(page)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", NAMES)
def test_a_template_has_no_grave_fault_in_the_dark(browser: Browser, app_address: str, name: str) -> None:
    width, height = WIDTHS["desktop"]
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme="dark")
    opened(page, app_address, name, "support_b2b")
    found = faults(page)
    page.close()
    assert not found, "\n".join(found)


@pytest.mark.parametrize("section", ["figures", "timing", "formulas", "challenges", "glossary", "keyboard"])
def test_the_help_has_no_grave_fault(page: Page, app_address: str, section: str) -> None:
    opened(page, app_address, "help", "sps_commerce")
    group(page, section)
    found = faults(page)
    assert not found, "\n".join(found)


def test_what_is_found_in_the_library_has_no_grave_fault(page: Page, app_address: str) -> None:
    opened(page, app_address, "library", "sps_commerce")
    page.get_by_role("textbox", name="Search assumptions").fill("cost of a contact")
    expect(page.get_by_role("heading", level=2)).to_have_text("Cost of a contact, all channels")
    found = faults(page)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_an_explained_number_and_its_question_have_no_grave_fault(
    browser: Browser, app_address: str, theme: str
) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900}, color_scheme=theme)  # type: ignore[arg-type]
    opened(page, app_address, FIRST, "sps_commerce")
    page.locator('[data-pick="figure:npv"]').first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    settled(page)
    found = faults(page)
    opened(page, app_address, "value", "support_b2b")
    group(page, "support_deflection")
    page.wait_for_timeout(400)
    found += faults(page)
    page.close()
    assert not found, "\n".join(found)
