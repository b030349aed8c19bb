"""Two people on one store (PostgreSQL): save, clash, merge, remark, propose, decide, lock, link, delete; and a store that is lost."""

from __future__ import annotations

import os
import re
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy.engine import URL

from model.evidence import Assumption
from scenarios import drafts
from scenarios.files import read_case_file
from scenarios.store import Store
from scenarios.stored import Revision
from tests.browser.driving import answer, forget, grave_faults, group, new_window, open_page, settled, worth
from tests.conftest import ROOT
from tests.serving import served
from tests.store import postgres
from tests.store.conftest import host  # noqa: F401 - a fixture of this module too

TEMPLATE = ROOT / "scenarios" / "templates" / "support_b2b.yaml"
COST = "What does one support contact cost"
ADA, GRACE = "Ada Lovelace", "Grace Hopper"


@pytest.fixture(scope="module")
def shared(host: URL, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Store]]:  # noqa: F811 - the fixture above
    """The address of an app whose cases lie in a PostgreSQL database, and that store."""
    home = str(tmp_path_factory.mktemp("shared"))
    with (
        postgres.database(host, f"case_{uuid.uuid4().hex}") as url,
        served(home, {"DATABASE_URL": url}) as address,
    ):
        store = Store.open(url)
        yield address, store
        store.close()


@pytest.fixture(scope="module")
def two_windows(browser: Browser) -> Iterator[tuple[Page, Page]]:
    """Two windows that are open at the same time and have nothing in common, kept for all tests for the sake of time."""
    windows = [new_window(browser) for _ in range(2)]
    yield windows[0].new_page(), windows[1].new_page()
    for window in windows:
        window.close()


@pytest.fixture
def ada(two_windows: tuple[Page, Page]) -> Iterator[Page]:
    """The window of the author."""
    yield two_windows[0]
    forget(two_windows[0])


@pytest.fixture
def grace(two_windows: tuple[Page, Page]) -> Iterator[Page]:
    """The window of the reviewer."""
    yield two_windows[1]
    forget(two_windows[1])


def saved(store: Store) -> Revision:
    """A case that Ada has saved."""
    return store.create(read_case_file(TEMPLATE).case, author=ADA, message="First figures", origin="support_b2b")


def press(page: Page, key: str) -> None:
    """Press the button with a key, and wait for what it does."""
    page.locator(f".st-key-{key} button").first.click()
    settled(page)


def write(page: Page, label: str, text: str) -> None:
    """Write into a field of the dialog that is open."""
    page.get_by_role("dialog").get_by_role("textbox", name=re.compile(label)).fill(text)


def save(page: Page, author: str, message: str) -> None:
    """Save the case on the desk."""
    press(page, "save")
    write(page, "Your name", author)
    write(page, "What is new", message)
    press(page, "save-now")


def part(page: Page, name: str) -> None:
    """Open a part of the review."""
    group(page, name)


# --- saving at the same time -------------------------------------------------------------------------------------


def test_the_second_of_two_savers_merges_field_by_field(ada: Page, grace: Page, shared: tuple[str, Store]) -> None:
    address, store = shared
    first = saved(store)
    for page in (ada, grace):
        open_page(page, address, f"value?case={first.case_id}&revision=1")
        group(page, "support_deflection")
    answer(ada, COST, "30")
    answer(ada, "Of 100 people who found an answer", "30%")
    answer(grace, COST, "35")
    answer(grace, "If a contact does not happen", "60%")

    save(ada, ADA, "New cost of a contact")
    expect(ada.get_by_text("revision 2, saved by Ada Lovelace")).to_be_visible()
    save(grace, GRACE, "Finance's cost of a contact")
    dialog = grace.get_by_role("dialog")
    expect(dialog.get_by_text("Somebody saved before you")).to_be_visible()
    expect(dialog).to_contain_text("Ada Lovelace saved revision 2")
    expect(dialog).to_contain_text("Only you changed")
    expect(dialog).to_contain_text("60%")
    expect(dialog).to_contain_text("Only Ada Lovelace changed")
    expect(dialog).to_contain_text("→ 0.3 contacts a visit")
    assert dialog.get_by_role("radiogroup").count() == 1
    expect(grace.locator(".st-key-merge-now button").first).to_be_disabled()
    assert grave_faults(grace) == []
    dialog.get_by_text("Ada Lovelace’s: $30").click()
    settled(grace)
    press(grace, "merge-now")

    expect(grace.get_by_text("revision 3, saved by Grace Hopper")).to_be_visible()
    head = store.revision(first.case_id)
    assert head is not None
    assert (head.revision.number, head.revision.author, head.revision.merged_from) == (3, GRACE, 1)
    assert head.revision.message == "Finance's cost of a contact (merged with revision 2)"
    assert head.case.assumptions["avoidable_share"].value == 0.60  # only hers
    assert head.case.assumptions["would_have_contacted"].value == 0.30  # only Ada's
    assert head.case.assumptions["unit_contact_cost"].value == 30  # where they clashed, the one that was chosen
    open_page(ada, address, f"history?case={first.case_id}")
    listed = ada.locator(".cc-groups").inner_text()
    assert "Ada Lovelace" in listed
    assert "Grace Hopper" in listed
    assert "3 revisions by 2 people" in ada.locator(".cc-sentence").inner_text()


# --- reviewing ---------------------------------------------------------------------------------------------------


def test_a_reviewer_opens_the_link_remarks_and_proposes_and_sees_both_views(
    ada: Page, grace: Page, shared: tuple[str, Store]
) -> None:
    address, store = shared
    first = saved(store)
    open_page(ada, address, f"review?case={first.case_id}&revision=1")
    link = ada.locator(".st-key-review-share code").inner_text()
    assert link == f"{address}/review?case={first.case_id}&revision=1"

    grace.goto(link)
    expect(grace.get_by_role("heading", level=1)).to_have_text("Does it hold?")
    settled(grace)
    assert worth(grace) == worth(ada)
    grace.get_by_role("button", name="Challenge this").first.click()
    settled(grace)
    write(grace, "Your remark", "Who has measured this?")
    write(grace, "Your name", GRACE)
    press(grace, "remark-now")
    part(grace, "assumptions")
    assert grave_faults(grace) == []
    grace.get_by_role("button", name="Comment on Cost of a contact").first.click()
    settled(grace)
    assert grave_faults(grace) == []
    write(grace, "Your remark", "Payroll says less.")
    write(grace, "Another value", "twenty")
    press(grace, "remark-now")
    expect(grace.get_by_role("dialog")).to_contain_text("“twenty” is not a number we can read.")
    write(grace, "Another value", "20")
    write(grace, "Where it comes from", "Payroll 2026")
    press(grace, "remark-now")
    expect(grace.locator(".cc-weighed")).to_contain_text("Grace Hopper proposes $20 a contact")
    assert [comment.text for comment in store.comments(first.case_id)] == [
        "Who has measured this?",
        "Payroll says less.",
    ]

    part(grace, "finance")
    rows = grace.locator(".cc-table").nth(1).locator("tbody tr")
    assert rows.count() == 1
    cells = rows.first.locator("td").all_inner_texts()
    assert cells[:4] == ["Cost of a contact, all channels", "$28 a contact", "$20 a contact", GRACE]
    difference = grace.locator(".cc-table").nth(0).locator("tbody tr").first.locator("td").last.inner_text()
    assert cells[4] == difference  # one proposal makes all the difference
    assert difference.startswith("−$")
    revision = store.revision(first.case_id)
    assert revision is not None
    assert revision.revision.number == 1  # it has changed nothing
    assert grave_faults(grace) == []


def test_a_verdict_locks_the_revision_for_everybody(ada: Page, grace: Page, shared: tuple[str, Store]) -> None:
    address, store = shared
    first = saved(store)
    store.comment(
        first.case_id, 1, author=GRACE, text="", field="assumptions.unit_contact_cost", proposal=Assumption(value=20.0)
    )
    open_page(ada, address, f"review?case={first.case_id}&revision=1")
    open_page(grace, address, f"review?case={first.case_id}&revision=1")
    part(grace, "verdict")
    press(grace, "decide")
    expect(grace.get_by_role("dialog")).to_contain_text("Your verdict locks revision 1")
    write(grace, "Your name", GRACE)
    grace.get_by_role("dialog").get_by_text("Approved with conditions").click()
    press(grace, "verdict-now")
    expect(grace.get_by_role("dialog")).to_contain_text("The conditions are missing.")
    write(grace, "Your reason", "Measure the cost of a contact by March.")
    press(grace, "verdict-now")
    expect(grace.locator(".cc-verdict")).to_contain_text("Measure the cost of a contact by March.")
    expect(grace.locator(".cc-sentence")).to_contain_text("Grace Hopper approved it with conditions")
    assert grave_faults(grace) == []

    part(ada, "remarks")
    expect(ada.locator(".cc-threads")).to_contain_text("Proposes $20 a contact instead of $28 a contact")
    expect(ada.get_by_text("The verdict has locked this revision")).to_be_visible()
    assert ada.get_by_role("button", name="Reply").count() == 0
    assert ada.get_by_role("button", name="Write a remark").count() == 0


def test_a_change_after_the_verdict_is_not_covered_by_it(ada: Page, shared: tuple[str, Store]) -> None:
    address, store = shared
    first = saved(store)
    store.judge(first.case_id, 1, verdict="approved", author=GRACE)
    open_page(ada, address, f"value?case={first.case_id}&revision=1")
    group(ada, "support_deflection")
    answer(ada, COST, "30")
    expect(ada.locator(".st-key-frame")).to_contain_text("the approval does not cover your changes")
    ada.get_by_test_id("stSidebar").get_by_role("link", name="Review").click()
    settled(ada)
    expect(ada.locator(".st-key-review-changed")).to_contain_text(
        "The approval by Grace Hopper does not cover your changes."
    )
    save(ada, ADA, "Dearer contacts")
    expect(ada.locator(".cc-sentence")).to_contain_text("Revision 2")
    expect(ada.locator(".stMain")).to_contain_text("that does not cover revision 2.")
    newest = store.history(first.case_id)[0]
    assert (newest.number, newest.verdict) == (2, None)


def test_a_remark_stands_beside_its_question_and_can_be_answered_and_settled(
    ada: Page, shared: tuple[str, Store]
) -> None:
    address, store = shared
    first = saved(store)
    store.comment(first.case_id, 1, author=GRACE, text="Too high.", field="assumptions.unit_contact_cost")
    open_page(ada, address, f"value?case={first.case_id}&revision=1")
    group(ada, "support_deflection")
    ada.get_by_role("button", name="1 remark").click()
    settled(ada)
    expect(ada.get_by_role("heading", level=2)).to_have_text(re.compile("Remarks on Cost of a contact"))
    ada.get_by_role("button", name="Reply to").click()
    settled(ada)
    write(ada, "Your reply", "It is measured.")
    write(ada, "Your name", ADA)
    press(ada, "reply-now")
    expect(ada.locator(".cc-replies")).to_contain_text("It is measured.")
    ada.get_by_role("button", name="Settle the remark").click()
    settled(ada)
    press(ada, "settle-now")
    expect(ada.locator(".cc-threads")).to_contain_text("Settled by Ada Lovelace")
    expect(ada.locator(".cc-sentence")).to_contain_text("no remark is open")
    assert all(comment.author for comment in store.comments(first.case_id))


# --- deleting, and a store that is lost --------------------------------------------------------------------------


def test_a_deleted_case_is_recovered(ada: Page, grace: Page, shared: tuple[str, Store]) -> None:
    address, store = shared
    first = saved(store)
    open_page(ada, address, "saved")
    ada.locator(f'[data-pick="delete:{first.case_id}"]').click()
    settled(ada)
    write(ada, "Your name", ADA)
    press(ada, "signing-now")
    expect(ada.locator(f'[data-pick="open:{first.case_id}"]')).to_have_count(0)
    open_page(grace, address, "saved")
    grace.get_by_text("Deleted cases").click()
    settled(grace)
    assert grave_faults(grace) == []
    grace.locator(f'[data-pick="recover:{first.case_id}"]').click()
    settled(grace)
    write(grace, "Your name", GRACE)
    press(grace, "signing-now")
    found = store.case(first.case_id)
    assert found is not None
    assert found.deleted_at is None
    done = [(event.actor, event.action) for event in store.events(first.case_id)]
    assert done == [(ADA, "created"), (ADA, "deleted"), (GRACE, "recovered")]


def test_a_lost_store_says_so_and_the_draft_is_kept(ada: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with postgres.server() as own:
        if own is None and os.environ.get("CI"):
            pytest.fail("CI needs PostgreSQL: see .ci/run")
        if own is None:
            pytest.skip("PostgreSQL is not installed")
        url = own.url.render_as_string(hide_password=False)
        store = Store.open(url)
        first = saved(store)
        with served(str(tmp_path), {"DATABASE_URL": url}) as address:
            open_page(ada, address, f"value?case={first.case_id}&revision=1")
            group(ada, "support_deflection")
            answer(ada, COST, "30")
            store.close()
            own.stop()
            answer(ada, COST, "31")
            expect(ada.locator(".st-key-frame")).to_contain_text("draft saved")
            save(ada, ADA, "Dearer contacts")
            expect(ada.get_by_role("dialog")).to_contain_text("cannot be reached")
            ada.keyboard.press("Escape")
            settled(ada)
            for title in ("Review", "History", "Saved cases"):
                ada.get_by_test_id("stSidebar").get_by_role("link", name=title).click()
                settled(ada)
                expect(ada.locator(".cc-sentence")).to_have_text("The store of saved cases cannot be reached.")
                assert "Traceback" not in ada.content()
            monkeypatch.setenv("COMMUNITY_CASE_HOME", str(tmp_path))
            kept = drafts.recent()[0]
            found = drafts.load(kept.id)
            assert found is not None
            assert found.case.assumptions["unit_contact_cost"].value == 31
