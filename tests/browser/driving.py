"""Ways to drive the app that several browser tests share."""

from __future__ import annotations

import re
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, ViewportSize, expect

PATIENCE = 60_000
"""How long a test waits for anything, in milliseconds: a machine may be slow."""
QUIET = 120
"""How long nothing may change before a page counts as settled, in milliseconds; a click is sent to the server within it."""
GRAVE = ("serious", "critical")
AXE = Axe()
WIDTHS = {"desktop": ViewportSize(width=1440, height=900), "phone": ViewportSize(width=390, height=844)}

WATCH = """
window.watched = { isUnanswered: false, last: 0 };
const send = WebSocket.prototype.send;
WebSocket.prototype.send = function (data) {
  if (!this.isWatched) {
    this.isWatched = true;
    this.addEventListener("message", () => { window.watched.isUnanswered = false; window.watched.last = performance.now(); });
  }
  window.watched.isUnanswered = true;
  return send.call(this, data);
};
new MutationObserver(() => { window.watched.last = performance.now(); })
  .observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
"""
"""Notes in each page whether the server owes it an answer, and when it was last changed."""

SETTLED = """
async ([patience, quiet]) => {
  const began = performance.now();
  const running = (move) => move.playState === "running" && move.effect?.getComputedTiming().endTime < Infinity;
  const waits = {
    "the app is not connected": () => !document.querySelector("[data-testid=stApp][data-test-connection-state=CONNECTED]"),
    "the server has not answered": () => window.watched.isUnanswered,
    "the script runs": () => !document.querySelector("[data-testid=stApp][data-test-script-state=notRunning]"),
    "the page has no rail": () => !document.querySelector("[data-testid=stSidebar] a[href]"),
    "parts are not drawn": () => document.querySelector("[data-testid=stSkeleton], [data-testid=stAppSkeleton]"),
    "the server still computes": () => document.querySelector("[data-testid=stProgress]"),
    "parts are stale": () => document.querySelector("[data-stale=true]"),
    "pictures or letters are not loaded": () => document.fonts.status !== "loaded" || ![...document.images].every((image) => image.complete),
    "something moves": () => document.getAnimations().some(running),
    "the page changes": () => performance.now() - Math.max(began, window.watched.last) < quiet,
  };
  for (;;) {
    await scheduler.postTask(() => {}, { delay: 20, priority: "background" });
    const still = Object.keys(waits).find((what) => waits[what]());
    if (!still) return "";
    if (performance.now() - began > patience) return still;
  }
}
"""
"""Waits for everything a page may still have to do; says what is left to do when patience is at an end.

It looks when nothing else waits for its turn (in the background): the browser may have heard the last word of the server and not yet drawn it. Each
kind of part is read as a file of its own when it is shown first, links and buttons too: until then there are empty
places (skeletons), which nobody can reach by keyboard.
"""


def new_window(browser: Browser) -> BrowserContext:
    """Return a window that remembers nothing of the others, whose tabs tell when they have settled.

    Who wants less motion is shown the same without it.
    """
    window = browser.new_context(viewport=WIDTHS["desktop"], reduced_motion="reduce")
    window.set_default_timeout(PATIENCE)
    window.add_init_script(WATCH)
    return window


def forget(tab: Page) -> None:
    """Let a tab forget what it was shown, as if it were new."""
    tab.emulate_media(color_scheme="light")
    tab.set_viewport_size(WIDTHS["desktop"])
    tab.context.clear_cookies()
    if tab.url.startswith("http"):
        tab.evaluate("localStorage.clear(); sessionStorage.clear()")


def open_page(page: Page, address: str, path: str) -> None:
    """Open a page by its address and wait until it is drawn."""
    page.goto(f"{address}/{path}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    settled(page)


def settled(page: Page) -> None:
    """Wait until the server has drawn what was asked for, and nothing on the page moves any more."""
    still = page.evaluate(SETTLED, [PATIENCE, QUIET])
    assert not still, f"after {PATIENCE / 1000:.0f} seconds {still}"


def resize(page: Page, size: ViewportSize) -> None:
    """Give a tab another size, and wait until the page has made use of it: the rail comes and goes with the width."""
    page.set_viewport_size(size)
    settled(page)


def go(page: Page, title: str) -> None:
    """Go to another page by the rail, which a phone has to open first."""
    opener = page.get_by_test_id("stExpandSidebarButton")
    if opener.is_visible():
        opener.click()
        settled(page)
    page.get_by_test_id("stSidebar").get_by_role("link", name=re.compile(title)).click()
    settled(page)
    closer = page.get_by_test_id("stSidebarCollapseButton").get_by_role("button")
    if page.viewport_size == WIDTHS["phone"] and closer.is_visible():
        closer.click()
        settled(page)


def click(page: Page, name: str, *, exact: bool = False) -> None:
    """Click the first button whose name holds a text."""
    page.get_by_role("button", name=name, exact=exact).first.click()
    settled(page)


def group(page: Page, name: str) -> None:
    """Open a part of a page."""
    part = page.locator(f'.cc-groups [data-pick="{name}"]')
    part.click()
    expect(part).to_have_attribute("aria-current", "true")
    settled(page)


def more(page: Page) -> None:
    """Open the questions that matter less."""
    page.get_by_text(re.compile(r"^\d+ more questions?$")).click()
    settled(page)


def box_of(page: Page, question: str) -> Locator:
    """Return the box of a question."""
    return page.get_by_role("textbox", name=re.compile(question)).first


def answer(page: Page, question: str, text: str) -> None:
    """Answer a question, and wait for what it does."""
    box = box_of(page, question)
    box.fill(text)
    box.press("Enter")
    settled(page)


def worth(page: Page) -> str:
    """Return what stands under NPV at the top."""
    return page.locator(".cc-live-figures dd").first.inner_text()


def grave_faults(page: Page) -> list[str]:
    """Return the grave faults axe-core finds in the page as it is: rule, place, and what would mend it.

    Axe is bundled with axe-playwright-python; nothing is loaded from elsewhere.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.axe_script)
    found: list[dict[str, Any]] = page.evaluate(
        "axe.run({ resultTypes: ['violations'], preload: false }).then((results) => results.violations)"
    )
    return [
        f"{fault['id']} ({fault['impact']}) at {' '.join(map(str, node['target']))}: {fault['help']} | "
        f"{node['failureSummary'].splitlines()[-1].strip()} | {node['html'][:160]}"
        for fault in found
        if fault["impact"] in GRAVE
        for node in fault["nodes"]
    ]
