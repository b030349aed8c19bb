"""Scenarios side by side in a real browser: chosen by clicks, opened elsewhere by link, explained, and kept in a file."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.driving import click, go, grave_faults, new_window, open_page, settled

EIGHT = "dell&with=~,~%23conservative,~%23ambitious,~%23leader_leaves,~%23face_value,~%23do_nothing,sps_commerce,trinet"
DESKTOP = pytest.mark.parametrize("page", ["desktop"], indirect=True)


def labels(page: Page) -> list[str]:
    return page.locator(".cc-chosen strong").all_inner_texts()


@DESKTOP
def test_from_the_results_to_a_comparison_and_on(page: Page, browser: Browser, app_address: str) -> None:
    open_page(page, app_address, "?case=sps_commerce")
    click(page, "Compare them")
    expect(page.get_by_role("heading", level=1)).to_have_text("What differs, and why?")
    assert labels(page) == ["Base case", "Conservative", "Ambitious", "Do nothing"]
    click(page, "Put first: Conservative")
    click(page, "Leave out: Do nothing")
    click(page, "Leave out: Ambitious")
    assert labels(page) == ["Conservative", "Base case"]
    expect(page.locator(".cc-sentence")).to_contain_text("The base case is worth")
    said = page.locator(".cc-sentence").inner_text()
    other = new_window(browser).new_page()
    open_page(other, app_address, page.url.removeprefix(f"{app_address}/"))
    assert other.locator(".cc-sentence").inner_text() == said
    other.context.close()
    go(page, "Budget")
    go(page, "Compare")
    assert labels(page) == ["Conservative", "Base case"]
    page.locator('[data-pick="1|figure:npv"]').click()
    expect(page.get_by_role("dialog")).to_contain_text("Where this number comes from")
    page.keyboard.press("Escape")
    settled(page)
    page.locator(".cc-even .cc-link").first.click()
    settled(page)
    expect(page).to_have_url(re.compile("/(value|budget)"))


@DESKTOP
def test_scenarios_are_added_by_a_click(page: Page, app_address: str) -> None:
    open_page(page, app_address, "compare?case=sps_commerce")
    click(page, "Base case: add it")
    click(page, "Conservative: add it")
    expect(page.locator(".cc-chosen strong")).to_have_count(2)
    page.get_by_text("Choose what is compared").click()
    page.get_by_text("Examples and templates").click()
    settled(page)
    click(page, "Base case: add it")
    expect(page.locator(".cc-chosen strong")).to_have_count(3)
    click(page, "Start over")
    expect(page.locator(".cc-sentence")).to_have_text("Choose two to eight scenarios to hold side by side.")


@DESKTOP
def test_a_comparison_is_kept_in_files(page: Page, app_address: str, tmp_path: Path) -> None:
    open_page(page, app_address, "compare?case=sps_commerce&with=~,~%23conservative")
    with page.expect_download() as data:
        page.get_by_role("button", name="Download as data (JSON)").click()
    data.value.save_as(tmp_path / "data.json")
    found = json.loads((tmp_path / "data.json").read_text(encoding="utf-8"))
    assert [scenario["label"] for scenario in found["scenarios"]] == ["Base case", "Conservative"]
    assert abs(found["bridge"]["residual"]) < 0.01
    with page.expect_download() as table:
        page.get_by_role("button", name="Download as a table (CSV)").click()
    table.value.save_as(tmp_path / "table.csv")
    assert (tmp_path / "table.csv").read_text(encoding="utf-8-sig").startswith("part,id,label,scenario,currency,value")


@pytest.mark.parametrize(("theme", "width"), [("dark", 1440), ("light", 390)])
def test_eight_side_by_side_fit_and_have_no_grave_fault(tab: Page, app_address: str, theme: str, width: int) -> None:
    tab.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    tab.set_viewport_size({"width": width, "height": 900})
    open_page(tab, app_address, f"compare?case={EIGHT}")
    assert len(labels(tab)) == 8
    assert tab.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= width
    found = grave_faults(tab)
    assert not found, "\n".join(found)
