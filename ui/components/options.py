"""Options explained side by side as cards, of which one is chosen by a click, and taken back by another."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from model.evidence import Source
from ui.components.markup import escape
from ui.components.picking import button, live


@dataclass(frozen=True, slots=True)
class Option:
    """One option: its name, its title, what is said of it as (term or nothing, text), and who says so."""

    name: str
    title: str
    said: tuple[tuple[str, str], ...]
    sources: tuple[Source, ...] = ()


OnPick = Callable[[str], None]


def cards(label: str, options: Iterable[Option], chosen: str | None, key: str, on_pick: OnPick) -> None:
    """Show the options; `on_pick` is called with the name of the one that is clicked."""
    items = "".join(_card(option, is_on=option.name == chosen) for option in options)
    live(f"<ul class='cc-options' role='group' aria-label='{escape(label, quote=True)}'>{items}</ul>", key, on_pick)


def _card(option: Option, *, is_on: bool) -> str:
    mark = "<span class='cc-chip'>Chosen</span>" if is_on else ""
    hint = f"{'Take back' if is_on else 'Choose'}: {option.title}"
    said = "".join(f"<p>{_term(term)}{escape(text)}</p>" for term, text in option.said)
    return (
        f"<li class='cc-option{' cc-on' if is_on else ''}'><h3>{button(option.name, option.title, 'cc-whole-card', hint, is_on=is_on)}"
        f"{mark}</h3>{said}{_sources(option.sources)}</li>"
    )


def _term(term: str) -> str:
    return f"<span class='cc-term'>{escape(term)}</span> " if term else ""


def _sources(sources: tuple[Source, ...]) -> str:
    return f"<p class='cc-note'>{'; '.join(source_link(source) for source in sources)}</p>" if sources else ""


def source_link(source: Source) -> str:
    """Return a publication as HTML, with its link where it has one."""
    title = escape(source.title)
    if source.link:
        title = f"<a href='{escape(source.link, quote=True)}' target='_blank' rel='noopener'>{title}</a>"
    rest = [str(part) for part in (source.publisher, source.year) if part]
    return f"{title} ({escape(', '.join(rest))})" if rest else title
