"""Accessibility by axe-core, in the dark and where pages are opened further; the pages themselves: test_pages.py."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import WIDTHS
from tests.browser.driving import grave_faults, group, settled
from tests.browser.test_pages import opened
from ui.journey import FIRST

ON_A_DESKTOP = pytest.mark.parametrize("page", ["desktop"], indirect=True)


@pytest.mark.parametrize("name", ["results", "strategy", "plan"])
def test_a_template_has_no_grave_fault_in_the_dark(browser: Browser, app_address: str, name: str) -> None:
    width, height = WIDTHS["desktop"]
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme="dark")
    opened(page, app_address, name, "support_b2b")
    found = grave_faults(page)
    page.close()
    assert not found, "\n".join(found)


@ON_A_DESKTOP
def test_the_help_has_no_grave_fault(page: Page, app_address: str) -> None:
    opened(page, app_address, "help", "sps_commerce")
    found = []
    for section in ("figures", "timing", "formulas", "challenges", "glossary", "keyboard"):
        group(page, section)
        found += grave_faults(page)
    assert not found, "\n".join(found)


@ON_A_DESKTOP
def test_what_is_found_in_the_library_has_no_grave_fault(page: Page, app_address: str) -> None:
    opened(page, app_address, "library", "sps_commerce")
    page.get_by_role("textbox", name="Search assumptions").fill("cost of a contact")
    expect(page.get_by_role("heading", level=2)).to_have_text("Cost of a contact, all channels")
    found = grave_faults(page)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_an_explained_number_and_its_question_have_no_grave_fault(
    browser: Browser, app_address: str, theme: str
) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900}, color_scheme=theme)  # type: ignore[arg-type]
    opened(page, app_address, FIRST, "sps_commerce")
    page.locator('[data-pick="figure:npv"]:visible').first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    settled(page)
    found = grave_faults(page)
    opened(page, app_address, "value", "support_b2b")
    group(page, "support_deflection")
    page.wait_for_timeout(400)
    found += grave_faults(page)
    page.close()
    assert not found, "\n".join(found)
