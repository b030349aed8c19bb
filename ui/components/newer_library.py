"""What the library that ships with the program would change in a case that was saved with an older one."""

from __future__ import annotations

import streamlit as st

from assumptions.loader import shipped_library
from exports import wording
from scenarios.upgrading import ScenarioEffect, Upgrade
from ui import cached, saved, state
from ui.components import markup

_DASH = "–"


def show() -> None:
    """Show what moves, scenario by scenario and change by change, and offer to take the newer library over."""
    older = state.desk().library
    if older is None:
        return
    found = cached.upgrade(state.case(), older, shipped_library())
    markup.heading("A newer library", "This case is computed with the evidence and streams it was saved with.")
    markup.note(found.words)
    rows = [_row(effect, found) for effect in found.scenarios]
    markup.table(
        ("Scenario", "As saved", "With the newer library", "Effect on NPV"),
        rows,
        caption="What the newer library moves",
    )
    if found.changes:
        markup.points(change.words for change in found.changes)
    st.button(
        "Compute with the newer library", key="use-newer-library", on_click=saved.use_newer_library,
        help="Your draft is computed with it from then on; the saved revision stays as it is.",
    )  # fmt: skip


def _row(effect: ScenarioEffect, found: Upgrade) -> tuple[str, str, str, str]:
    before, after, moved = (
        _DASH if amount is None else wording.money(amount, found.currency)
        for amount in (effect.before, effect.after, effect.effect)
    )
    return effect.label, before, effect.problem or after, moved
