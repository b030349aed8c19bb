"""The case on the desk in a real browser: nothing that is typed is lost, and every number leads to where it comes from."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driving import answer, box_of, go, group, more, open_page, settled, worth

ON_A_DESKTOP = pytest.mark.parametrize("page", ["desktop"], indirect=True)
COST = "What does one support contact cost"


@ON_A_DESKTOP
def test_a_change_moves_the_figures_and_can_be_taken_back(page: Page, app_address: str) -> None:
    open_page(page, app_address, "value?case=support_b2b")
    group(page, "support_deflection")
    before = worth(page)
    answer(page, COST, "56")
    expect(box_of(page, COST)).to_have_value("$56 a contact")
    expect(page.locator(".cc-moved").first).to_contain_text("+$")
    assert worth(page) != before
    page.get_by_role("button", name="Undo").click()
    settled(page)
    expect(box_of(page, COST)).to_have_value("$28 a contact")
    assert worth(page).split("\n")[0] == before.split("\n")[0]
    page.get_by_role("button", name="Redo").click()
    settled(page)
    expect(box_of(page, COST)).to_have_value("$56 a contact")


def test_edit_navigate_return_and_reload_keep_every_value(page: Page, app_address: str) -> None:
    open_page(page, app_address, "value?case=support_b2b")
    group(page, "support_deflection")
    answer(page, COST, "31.50")
    answer(page, "Of 100 people who found an answer", "33%")
    go(page, "Budget")
    group(page, "people")
    more(page)
    answer(page, "What does a community manager earn", "91k")
    expect(box_of(page, "What does a community manager earn")).to_have_value("$91,000 a person a year")
    go(page, "Value")
    expect(box_of(page, COST)).to_have_value("$31.5 a contact")
    expect(box_of(page, "Of 100 people who found an answer")).to_have_value("33%")
    assert "draft=" in page.url
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    settled(page)
    group(page, "support_deflection")
    expect(box_of(page, COST)).to_have_value("$31.5 a contact")
    go(page, "Budget")
    group(page, "people")
    more(page)
    expect(box_of(page, "What does a community manager earn")).to_have_value("$91,000 a person a year")


@ON_A_DESKTOP
def test_what_somebody_works_on_stays_in_its_place(page: Page, app_address: str) -> None:
    """Under an answer without a source a row appears; the next box, which has the cursor by then, is not pushed away."""
    open_page(page, app_address, "value?case=support_b2b")
    group(page, "support_deflection")
    boxes = page.locator('[class*="st-key-q-"] input')
    boxes.nth(0).fill("19%")
    following = boxes.nth(1)
    following.focus()
    before = following.bounding_box()
    page.get_by_text("How do you know it?").first.wait_for()
    settled(page)
    after = following.bounding_box()
    assert before is not None
    assert after is not None
    assert after["y"] == pytest.approx(before["y"], abs=2)


@ON_A_DESKTOP
def test_what_cannot_be_read_stays_and_says_why(page: Page, app_address: str) -> None:
    open_page(page, app_address, "value?case=support_b2b")
    group(page, "support_deflection")
    before = worth(page)
    answer(page, COST, "about thirty")
    expect(box_of(page, COST)).to_have_value("about thirty")
    expect(page.locator(".cc-fault")).to_contain_text("is not a number we can read")
    assert worth(page) == before
    assert "draft=" not in page.url


@ON_A_DESKTOP
def test_a_bad_file_explains_itself_and_changes_nothing(page: Page, app_address: str, tmp_path: Path) -> None:
    bad = tmp_path / "mine.yaml"
    bad.write_text("schema: 1\nid: mine\ntitle: Mine\norganisation: Me\ncurrency: USD\nstart: 2027\nmonths: 36\n")
    open_page(page, app_address, "start?case=sps_commerce")
    page.locator("input[type=file]").set_input_files(bad)
    findings = page.locator(".cc-findings")
    expect(findings).to_contain_text("Line 6")
    expect(findings).to_contain_text("discount")
    expect(page.locator(".cc-case")).to_contain_text("support requests")
    good = tmp_path / "good.yaml"
    good.write_text(bad.read_text().replace("2027", "2027-01") + "discount: {rate: 0.08}\n")
    page.locator("input[type=file]").set_input_files(good)
    expect(page.locator(".cc-case")).to_have_text("Mine")
    assert "draft=" in page.url


@ON_A_DESKTOP
def test_a_number_leads_down_to_the_answer_behind_it(page: Page, app_address: str) -> None:
    open_page(page, app_address, "?case=sps_commerce")
    page.locator("[data-pick='figure:npv']:visible").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Benefits at today's value − costs at today's value")
    dialog.get_by_role("button", name="Support contacts avoided").click()
    expect(dialog).to_contain_text("4,166.67 × 22 × 0.65")
    dialog.get_by_role("button", name="Avoidable share of the cost of a contact").click()
    expect(dialog).to_contain_text("Assumed for this example")
    dialog.get_by_role("button", name="Change this answer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What will it bring?")
    expect(box_of(page, "If a contact does not happen")).to_have_value("65%")


@ON_A_DESKTOP
def test_a_finding_leads_to_the_field_that_mends_it(page: Page, app_address: str) -> None:
    open_page(page, app_address, "?case=sps_commerce")
    page.get_by_role("button", name="Mend: Cost of a contact, all channels is a guess").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What will it bring?")
    expect(box_of(page, COST)).to_be_focused()


@ON_A_DESKTOP
def test_another_scenario_is_shown_and_edited_alone(page: Page, app_address: str) -> None:
    open_page(page, app_address, "value?case=support_b2b&scenario=conservative")
    base = worth(page)
    group(page, "support_deflection")
    answer(page, COST, "40")
    expect(page.get_by_text("differs in this scenario").first).to_be_visible()
    assert worth(page) != base
    assert "scenario=conservative" in page.url
    page.goto(page.url.replace("scenario=conservative", ""))
    group(page, "support_deflection")
    expect(box_of(page, COST)).to_have_value("$28 a contact")
