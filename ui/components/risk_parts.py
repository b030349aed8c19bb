"""What the parts of the page about risk share: the case, its draws, and lists that lead to the field of a value."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

import streamlit as st

from model.risk.findings import Simulation
from model.risk.naming import label
from scenarios import Analysis
from scenarios.progress import page_of, page_of_answer
from scenarios.standing import Standing
from ui import cached_risk, state
from ui.components import fields, markup
from ui.components.drawing import draw
from ui.components.picking import button, live

PAGE = "risk"
USUAL_MONTHS = 24


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page is about: the case as it stands, its result, and its draws."""

    standing: Standing
    analysis: Analysis
    found: Simulation

    @property
    def months(self) -> int:
        """How far the case looks ahead."""
        return self.analysis.resolved.months

    @property
    def within(self) -> int:
        """Within how many months the money should be back, as somebody chose on this page."""
        return min(int(state.picked("within") or USUAL_MONTHS), self.months)

    def label(self, name: str) -> str:
        """Return what people call an assumption."""
        return label(self.analysis.program, name)

    def chart(self, name: str, *given: object, reading: str = "", known: Sequence[Hashable] = ()) -> None:
        """Show a chart of findings and how to read it; `known` tells it from others of that name over the same draws."""
        parts = (*cached_risk.draws_known(self.found), *known)
        draw(cached_risk.chart(name, self.analysis, parts, *given, dark=state.is_dark()), reading=reading)


def visit(shown: Shown, name: str) -> None:
    """Go to the page and the field of an assumption."""
    question = shown.standing.by_name.get(name)
    state.go_to(page_of(question) if question else page_of_answer(name), name)


def elsewhere(part: str, words: str) -> None:
    """Offer another part of the page, where one has no more to say."""
    st.button(words, key=f"risk-to-{part}", icon=":material/arrow_forward:", on_click=state.pick, args=(PAGE, part))


def leading(rows: Sequence[tuple[str, str, str, str, str]], key: str, on_pick: Callable[[str], None]) -> None:
    """Show findings, each with a button that leads to its field: (name, severity, tag, message, note)."""
    items = "".join(
        f"<li class='cc-{tone}'><span class='cc-tag'>{markup.escape(tag)}</span><div><p>{markup.escape(said)}</p>"
        f"<p class='cc-note'>{markup.escape(note)}</p></div>{button(name, 'Look at it', 'cc-button', f'Look at it: {said}')}</li>"
        for name, tone, tag, said, note in rows
    )
    if items:
        live(f"<ul class='cc-findings'>{items}</ul>", key, on_pick)


def choose(label: str, options: Sequence[str], key: str, names: Callable[[str], str], usual: str, hint: str = "") -> str:  # fmt: skip
    """Ask for one of some options, and return the one that is chosen; the usual one unless somebody chose."""
    current = state.picked(key, usual)
    current = current if current in options else usual
    fields.show(f"risk-{key}", current)
    st.selectbox(
        label, options, key=f"risk-{key}", format_func=names, help=hint or None,
        on_change=lambda: state.pick(key, str(st.session_state[f"risk-{key}"])),
    )  # fmt: skip
    return current


def choose_across(label: str, options: dict[str, str], key: str) -> str:
    """Ask for one of a few options side by side, and return the one that is chosen; the first unless somebody chose."""
    current = state.picked(key, next(iter(options)))
    current = current if current in options else next(iter(options))
    fields.show(f"risk-{key}", current)
    st.segmented_control(
        label, list(options), key=f"risk-{key}", format_func=options.__getitem__, required=True,
        on_change=lambda: state.pick(key, str(st.session_state[f"risk-{key}"])),
    )  # fmt: skip
    return current


def slide(label: str, least: int, most: int, key: str, usual: int, hint: str = "") -> int:
    """Ask for a whole number, and return the one that is chosen; the usual one unless somebody chose."""
    current = min(max(int(state.picked(key) or usual), least), most)
    fields.show(f"risk-{key}", current)
    st.slider(
        label, least, most, key=f"risk-{key}", help=hint or None,
        on_change=lambda: state.pick(key, str(st.session_state[f"risk-{key}"])),
    )  # fmt: skip
    return current


def number(label: str, most: float, key: str, usual: float, hint: str = "", *, least: float = 0.0) -> float:
    """Ask for a number without decimals, and return the one that is written; the usual one unless somebody wrote another."""
    current = min(max(float(state.picked(key) or usual), least), most)
    fields.show(f"risk-{key}", current)
    st.number_input(
        label, least, most, step=1.0, key=f"risk-{key}", format="%.0f", help=hint or None,
        on_change=lambda: state.pick(key, str(st.session_state[f"risk-{key}"])),
    )  # fmt: skip
    return current
