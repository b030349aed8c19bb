"""The whole journey in a real browser: from a blank page to a case that is complete, as a champion would go."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Locator, Page, expect

from scenarios import drafts
from scenarios.standing import stand
from tests.browser.driving import answer, box_of, click, go, group, open_page, settled

MINUTES = 15
ANSWERS = {
    "How many times a month do people contact your support team": "4,000",
    "What does one support contact cost you": "30",
    "If a contact does not happen": "60%",
    "After contacts fall, how many months": "3",
    "How many support requests a year have you seen": "9,000",
    "Once the community is open, how many months until it works": "12",
    "whom the community is meant for": "20,000",
    "could ever become members": "25%",
    "does this audience start with": "150",
    "number of members to double": "9",
    "leave or fall silent": "1%",
    "come back at least once": "30%",
    "What does a community manager earn": "80k",
    "on top": "30%",
    "How many active members": "2,000",
    "at the very least": "1",
    "the first community manager start": "1",
    "expect pay to rise": "3%",
    "What does the platform charge you": "40,000",
    "start to pay for the platform": "2",
}


def test_from_a_blank_page_to_a_complete_case(
    tab: Page, app_address: str, home: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    began = time.monotonic()
    begin(tab, app_address)
    for step in (strategy, audience, value, budget, members, measures):
        step(tab)
    go(tab, "Results")
    expect(tab.locator(".cc-figure dd").first).to_contain_text("$")
    assert time.monotonic() - began < MINUTES * 60
    monkeypatch.setenv(drafts.HOME, home)
    check(tab)


def begin(page: Page, address: str) -> None:
    open_page(page, address, "")
    click(page, "Start your own case")
    box_of(page, "Whose case is it").fill("Acme Widgets")
    box_of(page, "What is it about").fill("A support community")
    box_of(page, "What is it about").press("Tab")
    settled(page)
    click(page, "Begin", exact=True)
    expect(page.get_by_role("heading", level=1)).to_have_text("What is the community for?")


def strategy(page: Page) -> None:
    answer(page, "Our community is the place for", "people who run our widgets")
    answer(page, "Members will benefit from", "answers from their peers")
    answer(page, "^… and …$", "a say in what comes next")
    answer(page, "most excited", "solve a problem for somebody else")
    group(page, "goals")
    write(page, page.get_by_placeholder("Add a goal, then Enter").nth(2), "Fewer contacts that reach the desk")
    group(page, "kind")
    for name in ("support", "public"):
        page.locator(f'[data-pick="{name}"]').click()
        settled(page)
    group(page, "style")
    page.locator('[data-pick="customer_hug"]').click()
    settled(page)


def audience(page: Page) -> None:
    go(page, "Audience and needs")
    click(page, "+ Customers")
    group(page, "needs")
    write(page, page.get_by_placeholder("Add a need, then Enter").last, "An answer at any hour")
    group(page, "overlap")
    page.locator(".cc-cell").first.click()
    settled(page)
    expect(page.locator(".cc-cell[aria-pressed=true]")).to_have_count(1)
    group(page, "requirements")
    write(page, page.get_by_placeholder("Add one, then Enter").first, "Answers are found by search")


def value(page: Page) -> None:
    go(page, "Value")
    click(page, "Add: Support deflection")
    page.get_by_text("A number of requests you have observed").click()
    settled(page)
    answer_all(page)
    group(page, "general")
    answer_all(page)


def budget(page: Page) -> None:
    go(page, "Budget")
    group(page, "people")
    click(page, "Community managers", exact=True)
    answer_all(page)
    group(page, "technology")
    click(page, "Platform licence", exact=True)
    page.get_by_text("One fee a year", exact=True).click()
    settled(page)
    answer_all(page)
    group(page, "general")
    answer_all(page)


def members(page: Page) -> None:
    """What the costs count, the page Value asks: how many members there are to look after."""
    go(page, "Value")
    group(page, "membership")
    page.get_by_text("It doubles every so many months").click()
    settled(page)
    answer_all(page)


def measures(page: Page) -> None:
    go(page, "KPIs")
    page.locator(".cc-pill").first.click()
    settled(page)
    go(page, "Plan")
    click(page, "standard")


def write(page: Page, box: Locator, text: str) -> None:
    box.fill(text)
    box.press("Enter")
    settled(page)


def answer_all(page: Page) -> None:
    """Answer what the part of the page that is open still needs, as a champion would: from the top, one by one."""
    missing = page.locator('.stMain [class*="st-key-q-"]:has(.cc-missing) input')
    while missing.count():
        question = missing.first.get_attribute("aria-label") or ""
        known = [text for words, text in ANSWERS.items() if words in question]
        assert known, question
        write(page, missing.first, known[0])
        expect(missing.and_(page.get_by_label(question, exact=True))).to_have_count(0)


def check(page: Page) -> None:
    """Read the draft that was kept, and compute it."""
    found = re.search(r"draft=([A-Za-z0-9_-]{16})", page.url)
    assert found
    draft = drafts.load(found[1])
    assert draft is not None
    standing = stand(draft.case)
    assert standing.is_complete, [problem.what for problem in standing.problems]
    assert standing.analysis is not None
    assert {s.id for s in standing.analysis.appraisal.streams} == {"support_deflection", "people", "technology"}
    assert draft.case.goals[0].id in draft.case.audiences[0].needs[0].goals
    assert draft.case.kpis
    assert draft.case.plan
