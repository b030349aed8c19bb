"""Exports in a real browser: a form is chosen by a click, and the file that was seen comes down."""

from __future__ import annotations

import csv
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driving import click, open_page, settled


@pytest.mark.parametrize("page", ["desktop"], indirect=True)
def test_the_rows_behind_a_chart_come_down(page: Page, app_address: str) -> None:
    open_page(page, app_address, "export?case=support_b2b&scenario=conservative")
    page.locator('.cc-options [data-pick="charts"]').click()
    expect(page.locator(".cc-picture")).to_be_visible()
    for label, option in (("Which chart?", "Value by stream"), ("As what?", "Rows behind it (CSV)")):
        page.get_by_role("combobox", name=label).click()
        page.get_by_role("option", name=option).click()
        settled(page)
    click(page, "Write the file")
    with page.expect_download() as coming:
        click(page, "Download support_b2b")
    name = coming.value.suggested_filename
    assert name == f"support_b2b-conservative-{datetime.now(UTC).astimezone().date()}-value_by_stream.csv"
    with coming.value.path().open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert {row["scenario"] for row in rows} == {"Conservative"}
    assert "Support deflection" in {row["Stream"] for row in rows}
