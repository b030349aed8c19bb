"""Words of finance say what they mean by keyboard, inside the window; the menu of a phone makes way for the page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import WIDTHS
from tests.browser.test_pages import opened


def test_a_word_is_explained_where_it_stands(page: Page, app_address: str) -> None:
    opened(page, app_address, "budget", "sps_commerce")
    word = page.locator(".cc-sentence .cc-word").first
    expect(word).to_have_text("undiscounted")
    expect(word).to_have_attribute("title", "of an amount: counted as it falls, whenever that is")
    word.focus()
    shown = word.evaluate("word => getComputedStyle(word, '::after').content")
    assert "counted as it falls" in shown
    main = page.locator('[data-testid="stMain"]')
    assert main.evaluate("box => box.scrollWidth <= box.clientWidth")


@pytest.mark.parametrize("name", ["Budget", "KPIs"])
def test_the_menu_of_a_phone_closes_once_a_page_is_chosen(browser: Browser, app_address: str, name: str) -> None:
    width, height = WIDTHS["phone"]
    page = browser.new_page(viewport={"width": width, "height": height})
    opened(page, app_address, "value", "sps_commerce")
    page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_test_id("stSidebar").get_by_role("link", name=name).click()
    expect(page.get_by_test_id("stExpandSidebarButton")).to_be_visible()
    expect(page.locator(".cc-title")).to_be_in_viewport()
    page.close()
