"""Words of finance say what they mean by keyboard, inside the window; the menu of a phone makes way for the page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driving import WIDTHS, open_page, settled


def test_a_word_is_explained_where_it_stands(page: Page, app_address: str) -> None:
    open_page(page, app_address, "budget?case=sps_commerce")
    word = page.locator(".cc-sentence .cc-word").first
    expect(word).to_have_text("undiscounted")
    expect(word).to_have_attribute("title", "of an amount: counted as it falls, whenever that is")
    word.focus()
    shown = word.evaluate("word => getComputedStyle(word, '::after').content")
    assert "counted as it falls" in shown
    main = page.locator('[data-testid="stMain"]')
    assert main.evaluate("box => box.scrollWidth <= box.clientWidth")


@pytest.mark.parametrize("name", ["Budget", "KPIs"])
def test_the_menu_of_a_phone_closes_once_a_page_is_chosen(tab: Page, app_address: str, name: str) -> None:
    tab.set_viewport_size(WIDTHS["phone"])
    open_page(tab, app_address, "value?case=sps_commerce")
    tab.get_by_test_id("stExpandSidebarButton").click()
    settled(tab)
    tab.get_by_test_id("stSidebar").get_by_role("link", name=name).click()
    expect(tab.get_by_test_id("stExpandSidebarButton")).to_be_visible()
    expect(tab.locator(".cc-title")).to_be_in_viewport()
