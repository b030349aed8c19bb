"""Every page in a real browser: it opens at both widths, fits, has no fault nor a grave one for axe, and asks only the app."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, expect

from tests.browser.conftest import PICTURES
from tests.browser.driving import WIDTHS, go, grave_faults, open_page, resize
from ui.journey import PLACES, Place

PROBES = ("/_stcore/health", "/_stcore/host-config")
"""What Streamlit looks for below the path of a page before it looks at the root; a 404 there is no fault."""
TALLEST = 6_000


@dataclass(frozen=True)
class Visit:
    """A visit to all pages, one after the other, as by the rail: what was asked for on the way, and what went wrong."""

    tab: Page
    asked: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def since_last(self) -> tuple[list[str], list[str]]:
        """Return what was asked for and what went wrong since this was last asked."""
        found = list(self.asked), list(self.faults)
        self.asked.clear()
        self.faults.clear()
        return found


@pytest.fixture(scope="module")
def visit(window: BrowserContext, app_address: str) -> Iterator[Visit]:
    """A visit that has begun: the app is open on an example."""
    visit = Visit(window.new_page())
    visit.tab.on("request", lambda request: visit.asked.append(request.url))
    visit.tab.on("websocket", lambda socket: visit.asked.append(socket.url))
    visit.tab.on("console", lambda message: visit.faults.append(message.text) if is_fault(message) else None)
    visit.tab.on("pageerror", lambda error: visit.faults.append(str(error)))
    open_page(visit.tab, app_address, "?case=sps_commerce")
    yield visit
    visit.tab.close()


def is_fault(message: ConsoleMessage) -> bool:
    return message.type == "error" and not str(message.location.get("url", "")).endswith(PROBES)


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_it_opens_fits_and_asks_nobody_else(visit: Visit, app_address: str, place: Place) -> None:
    tab = visit.tab
    resize(tab, WIDTHS["desktop"])
    go(tab, place.title)
    expect(tab.get_by_role("heading", level=1)).to_have_text(place.question)
    expect(tab.get_by_test_id("stException")).to_have_count(0)
    assert_fits(tab)
    grave = grave_faults(tab)
    assert not grave, "\n".join(grave)
    keep_whole(tab, f"{place.name}_{WIDTHS['desktop']['width']}")
    resize(tab, WIDTHS["phone"])
    assert_fits(tab)
    keep_whole(tab, f"{place.name}_{WIDTHS['phone']['width']}")
    own = (app_address, app_address.replace("http", "ws", 1), "data:", "blob:")
    asked, faults = visit.since_last()
    assert [url for url in asked if not url.startswith(own)] == []
    assert faults == []


def assert_fits(page: Page) -> None:
    """Nothing scrolls sideways."""
    width = page.viewport_size["width"] if page.viewport_size else 0
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= width
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def keep_whole(page: Page, name: str) -> None:
    """Keep a picture of the page from top to bottom."""
    size = page.viewport_size
    if size:
        height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
        resize(page, {"width": size["width"], "height": min(max(height, size["height"]), TALLEST)})
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / f"page_{name}.png")
