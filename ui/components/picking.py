"""HTML with buttons in it: tables, matrices and lists whose parts can be clicked, by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from ui.components.markup import escape

_SCRIPT = """
export default function ({ parentElement, data, setTriggerValue }) {
  let root = parentElement.querySelector(":scope > .cc-live");
  if (!root) {
    root = document.createElement("div");
    root.className = "cc-live";
    parentElement.appendChild(root);
  }
  if (root.dataset.html !== data.html) {
    const active = root.contains(document.activeElement) ? document.activeElement.dataset.pick : null;
    root.dataset.html = data.html;
    root.innerHTML = data.html;
    if (active) root.querySelector(`[data-pick="${CSS.escape(active)}"]`)?.focus();
  }
  root.onclick = (event) => {
    const target = event.target.closest("[data-pick]");
    if (target && root.contains(target)) setTriggerValue("picked", target.dataset.pick);
  };
  if (data.scroll) {
    const wait = setInterval(() => {
      const target = document.querySelector(data.scroll);
      if (target) { clearInterval(wait); document.querySelector('[data-testid="stMain"]')?.release?.(); target.scrollIntoView({ block: "center" }); target.querySelector("input")?.focus(); }
    }, 80);
    setTimeout(() => clearInterval(wait), 10000);
  }
  if (data.reach) {
    // However late it is drawn, and as often as it is drawn anew.
    const reach = () => document.querySelectorAll(data.reach).forEach((target) => { if (target.tabIndex !== 0) target.tabIndex = 0; });
    root.reaching?.disconnect();
    root.reaching = new MutationObserver(() => { if (root.isConnected) reach(); else root.reaching.disconnect(); });
    root.reaching.observe(document.querySelector('[data-testid="stMain"]') ?? document.body, { childList: true, subtree: true });
    reach();
  }
  if (data.page) {
    const main = document.querySelector('[data-testid="stMain"]');
    if (main && !main.steady) {
      // What somebody works on stays where it is on the screen when something appears or goes above it. It may be
      // scrolled by hand: by wheel, finger or key; what scrolls by itself, as when a page grows shorter, is taken back.
      let held = null, top = 0, byHand = 0;
      const place = () => { if (held) top = held.getBoundingClientRect().top; };
      const hold = (event) => {
        const found = event.target.closest?.('[data-testid="stElementContainer"]');
        held = found && main.contains(found) && !found.closest(".st-key-frame") ? found : null;
        requestAnimationFrame(() => requestAnimationFrame(place));
        place();
      };
      const scrolls = (event) => {
        if (event.type !== "keydown" || /^(Page|Arrow|Home|End)/.test(event.key)) byHand = Date.now() + 400;
      };
      for (const kind of ["focusin", "pointerdown"]) document.addEventListener(kind, hold, true);
      for (const kind of ["wheel", "touchmove", "keydown"]) document.addEventListener(kind, scrolls, { capture: true, passive: true });
      main.addEventListener("scroll", () => { if (Date.now() < byHand) { place(); byHand = Date.now() + 400; } }, { passive: true });
      main.release = () => { held = null; };
      main.steady = new ResizeObserver(() => {
        if (held?.isConnected && top >= 0 && top <= window.innerHeight)
          main.scrollBy({ top: held.getBoundingClientRect().top - top, behavior: "instant" });
      });
    }
    main?.steady.observe(main.querySelector('[data-testid="stMainBlockContainer"]') ?? main);
    const before = document.body.dataset.page;
    document.body.dataset.page = data.page;
    if (before && before !== data.page && window.innerWidth <= 640)
      document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click();
  }
}
"""


@st.cache_resource(show_spinner=False)
def _component() -> st.components.v2.types.ComponentRenderer:
    return st.components.v2.component("cc_live", js=_SCRIPT, isolate_styles=False)


def live(html: str, key: str, on_pick: Callable[[str], None]) -> None:
    """Show HTML (its texts escaped already) and call `on_pick` with the name of what is clicked in it."""

    def called() -> None:
        found = st.session_state.get(key)  # nothing where the page was drawn without it before the click arrived
        if found is not None and found.picked:
            on_pick(str(found.picked))

    _component()(data={"html": html}, key=key, on_picked_change=called)


def scroll_to(selector: str, key: str) -> None:
    """Bring a part of the page into view and put the cursor into its first field."""
    _component()(data={"html": "", "scroll": selector}, key=key, on_picked_change=lambda: None)


def reach(selector: str, key: str) -> None:
    """Let the keyboard reach a part of the page that scrolls in its own box."""
    _component()(data={"html": "", "reach": selector}, key=key, on_picked_change=lambda: None)


def close_menu(page: str) -> None:
    """Close the menu beside the page where it covers it, on a phone, once another page is shown; hold steady what is worked on."""
    _component()(data={"html": "", "page": page}, key="menu", on_picked_change=lambda: None)


def button(name: str, text: str, css: str = "cc-number", hint: str = "", *, is_on: bool | None = None) -> str:
    """Return a button as HTML; `name` is what is picked by it, `is_on` tells whether a switch is on.

    A hint that goes on from the text, such as “Add: Retention” for “Add”, is what those who listen are told; any other
    is shown to those who point at it.
    """
    told = "aria-label" if hint.startswith(text) else "title"
    said = f" {told}='{escape(hint, quote=True)}'" if hint else ""
    pressed = "" if is_on is None else f" aria-pressed='{str(is_on).lower()}'"
    return f"<button type='button' class='{css}' data-pick='{escape(name, quote=True)}'{said}{pressed}>{escape(text)}</button>"
