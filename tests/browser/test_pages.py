"""Every page in a real browser: it opens at both widths, fits, has no fault nor a grave one for axe, and asks only the app."""

from __future__ import annotations

import pytest
from playwright.sync_api import ConsoleMessage, Page, expect

from tests.browser.conftest import PICTURES, WIDTHS
from tests.browser.driving import grave_faults, open_page
from ui.journey import FIRST, PLACES

PROBES = ("/_stcore/health", "/_stcore/host-config")
"""What Streamlit looks for below the path of a page before it looks at the root; a 404 there is no fault."""


def opened(page: Page, address: str, name: str, case: str) -> None:
    """Open a page on a case, and wait until nothing on it moves any more."""
    open_page(page, address, f"{'' if name == FIRST else name}?case={case}")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(400)


def is_fault(message: ConsoleMessage) -> bool:
    return message.type == "error" and not str(message.location.get("url", "")).endswith(PROBES)


@pytest.mark.parametrize("name", [place.name for place in PLACES])
def test_it_opens_fits_and_asks_nobody_else(tab: Page, app_address: str, name: str) -> None:
    asked: list[str] = []
    faults: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("websocket", lambda socket: asked.append(socket.url))
    tab.on("console", lambda message: faults.append(message.text) if is_fault(message) else None)
    tab.on("pageerror", lambda error: faults.append(str(error)))
    desktop, phone = WIDTHS["desktop"], WIDTHS["phone"]
    tab.set_viewport_size({"width": desktop[0], "height": desktop[1]})
    opened(tab, app_address, name, "sps_commerce")
    expect(tab.get_by_role("heading", level=1)).to_have_text(next(p.question for p in PLACES if p.name == name))
    expect(tab.get_by_test_id("stException")).to_have_count(0)
    assert_fits(tab, desktop[0])
    grave = grave_faults(tab)
    assert not grave, "\n".join(grave)
    keep_whole(tab, f"{name}_{desktop[0]}")
    tab.set_viewport_size({"width": phone[0], "height": phone[1]})
    tab.wait_for_timeout(800)
    assert_fits(tab, phone[0])
    keep_whole(tab, f"{name}_{phone[0]}")
    own = (app_address, app_address.replace("http", "ws", 1), "data:", "blob:")
    assert [url for url in asked if not url.startswith(own)] == []
    assert faults == []


def assert_fits(page: Page, width: int) -> None:
    """Nothing scrolls sideways."""
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= width
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def keep_whole(page: Page, name: str) -> None:
    """Keep a picture of the page from top to bottom."""
    size = page.viewport_size
    if size:
        height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
        page.set_viewport_size({"width": size["width"], "height": min(max(height, size["height"]), 6_000)})
        page.wait_for_timeout(300)
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / f"page_{name}.png")
        page.set_viewport_size(size)
