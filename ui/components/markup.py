"""HTML pieces, every text escaped: figures, tables that stack on small screens, findings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape as _escape
from pathlib import Path

import streamlit as st

_SIGNED = re.compile(r"\u2212[^\s<);]*[^\s<),;.]")
_MARKDOWN = re.compile(r"[\\`*_\[\]()#$:<>~!|]")
_STYLE = Path(__file__).parent.parent / "style.css"


@dataclass(frozen=True, slots=True)
class Figure:
    """A headline figure: its question, its value and what it counts."""

    label: str
    value: str
    note: str
    tone: str = ""


def use_style() -> None:
    """Put the product's style sheet on the page."""
    st.html(_STYLE)


def escape(text: str, *, quote: bool = False) -> str:
    """Return a text as HTML; a minus sign stays on one line with its number."""
    safe = _escape(text, quote=quote)
    return safe if quote else _SIGNED.sub(r"<span class='cc-whole'>\g<0></span>", safe)


def plain(text: str) -> str:
    """Return a text for a place that reads Markdown, so that it stands there as it was written."""
    return _MARKDOWN.sub(r"\\\g<0>", text)


def heading(text: str, note: str = "") -> None:
    """Show a section heading with a line under it."""
    under = f"<p class='cc-note'>{escape(note)}</p>" if note else ""
    st.html(f"<h2 class='cc-heading'>{escape(text)}</h2>{under}")


def title(text: str, note: str) -> None:
    """Show the title of the page."""
    st.html(f"<h1 class='cc-title'>{escape(text)}</h1><p class='cc-note'>{escape(note)}</p>")


def sentence(text: str) -> None:
    """Show the sentence a page leads with."""
    st.html(f"<p class='cc-sentence'>{escape(text)}</p>")


def note(text: str) -> None:
    """Show a quiet remark."""
    st.html(f"<p class='cc-note'>{escape(text)}</p>")


def figures(items: Iterable[Figure]) -> None:
    """Show figures side by side; they wrap on small screens."""
    cards = "".join(
        f"<div class='cc-figure'><dt>{escape(item.label)}</dt><dd class='{_escape(item.tone)}'>{escape(item.value)}</dd>"
        f"<p>{escape(item.note)}</p></div>"
        for item in items
    )
    st.html(f"<dl class='cc-figures'>{cards}</dl>")


def table(
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    left: int = 1,
    strong_last: bool = False,
    caption: str = "",
) -> None:
    """Show a table; the first `left` columns are text, the others figures. On small screens rows become cards."""
    head = "".join(f"<th scope='col' class='{_side(i, left)}'>{escape(name)}</th>" for i, name in enumerate(columns))
    listed = [list(row) for row in rows]
    body = "".join(_row(columns, row, left, strong=strong_last and row is listed[-1]) for row in listed)
    said = f"<caption class='cc-hidden'>{escape(caption)}</caption>" if caption else ""
    st.html(f"<table class='cc-table'>{said}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>")


def _row(columns: Sequence[str], row: Sequence[str], left: int, *, strong: bool) -> str:
    cells = "".join(
        f"<td class='{_side(i, left)}' data-label='{escape(columns[i], quote=True)}'>{escape(text)}</td>"
        for i, text in enumerate(row)
    )
    return f"<tr class='{'cc-strong' if strong else ''}'>{cells}</tr>"


def _side(index: int, left: int) -> str:
    return "cc-left" if index < left else "cc-right"


def findings(items: Iterable[tuple[str, str, str, str]]) -> None:
    """Show findings as a list: (severity class, severity in words, message, what to do)."""
    listed = "".join(
        f"<li class='cc-{_escape(tone)}'><span class='cc-tag'>{escape(word)}</span><div><p>{escape(message)}</p>"
        f"<p class='cc-note'>{escape(remedy)}</p></div></li>"
        for tone, word, message, remedy in items
    )
    st.html(f"<ul class='cc-findings'>{listed}</ul>")


def points(texts: Iterable[str]) -> None:
    """Show a plain list."""
    listed = "".join(f"<li>{escape(text)}</li>" for text in texts)
    st.html(f"<ul class='cc-points'>{listed}</ul>" if listed else "<p class='cc-note'>Nothing stated.</p>")
