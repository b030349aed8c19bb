"""Accessibility by axe-core, in the dark and where pages are opened further; the pages themselves: test_pages.py."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driving import grave_faults, group, open_page, settled


@pytest.mark.parametrize("name", ["results", "strategy", "plan"])
def test_a_template_has_no_grave_fault_in_the_dark(tab: Page, app_address: str, name: str) -> None:
    tab.emulate_media(color_scheme="dark")
    open_page(tab, app_address, f"{name}?case=support_b2b")
    assert_none_is_grave(grave_faults(tab))


def test_the_help_has_no_grave_fault(tab: Page, app_address: str) -> None:
    open_page(tab, app_address, "help?case=sps_commerce")
    found = []
    for section in ("figures", "timing", "formulas", "challenges", "glossary", "keyboard"):
        group(tab, section)
        found += grave_faults(tab)
    assert_none_is_grave(found)


def test_what_is_found_in_the_library_has_no_grave_fault(tab: Page, app_address: str) -> None:
    open_page(tab, app_address, "library?case=sps_commerce")
    tab.get_by_role("textbox", name="Search assumptions").fill("cost of a contact")
    expect(tab.get_by_role("heading", level=2)).to_have_text("Cost of a contact, all channels")
    settled(tab)
    assert_none_is_grave(grave_faults(tab))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_an_explained_number_and_its_question_have_no_grave_fault(tab: Page, app_address: str, theme: str) -> None:
    tab.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    open_page(tab, app_address, "?case=sps_commerce")
    tab.locator('[data-pick="figure:npv"]:visible').first.click()
    expect(tab.get_by_role("dialog")).to_be_visible()
    settled(tab)
    found = grave_faults(tab)
    open_page(tab, app_address, "value?case=support_b2b")
    group(tab, "support_deflection")
    assert_none_is_grave(found + grave_faults(tab))


def assert_none_is_grave(found: list[str]) -> None:
    assert not found, "\n".join(found)
