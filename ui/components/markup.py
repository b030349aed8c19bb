"""HTML pieces, every text escaped: figures, tables that stack on small screens, findings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape as _escape
from pathlib import Path

import streamlit as st

from exports import wording
from exports.glossary import Term, marked
from model.problems import CaseProblems
from model.result import Challenge
from ui.journey import Place

_SIGNED = re.compile(r"\u2212[^\s<);]*[^\s<),;.]")
_MARKDOWN = re.compile(r"[\\`*_\[\]$<>~|]|:(?=[\w/])|^#")
_STYLE = Path(__file__).parent.parent / "style.css"


def use_style() -> None:
    """Put the product's style sheet on the page; dialogs lie outside of what Streamlit tells to be light or dark."""
    st.html(_STYLE)
    st.html(f"<style>:root {{ color-scheme: {'dark' if st.context.theme.type == 'dark' else 'light'}; }}</style>")


def escape(text: str, *, quote: bool = False) -> str:
    """Return a text as HTML; a minus sign stays on one line with its number."""
    safe = _escape(text, quote=quote)
    return safe if quote else _SIGNED.sub(r"<span class='cc-whole'>\g<0></span>", safe)


def explained(text: str) -> str:
    """Return a text as HTML in which terms of finance and of the product say what they mean, by mouse, key and touch."""
    return "".join(_word(part) if isinstance(part, Term) else escape(part) for part in marked(text))


def _word(term: Term) -> str:
    return f"<abbr class='cc-word' tabindex='0' title='{escape(term.meaning, quote=True)}'>{escape(term.text)}</abbr>"


def plain(text: str) -> str:
    """Return a text for a place that reads Markdown, so that it stands there as it was written."""
    return _MARKDOWN.sub(r"\\\g<0>", text)


def heading(text: str, note: str = "") -> None:
    """Show a section heading with a line under it."""
    under = f"<p class='cc-note'>{explained(note)}</p>" if note else ""
    st.html(f"<h2 class='cc-heading'>{escape(text)}</h2>{under}")


def page(place: Place, answer: str) -> None:
    """Show the question a page answers, and its answer."""
    st.html(f"<h1 class='cc-title'>{escape(place.question)}</h1><p class='cc-sentence'>{explained(answer)}</p>")


def note(text: str) -> None:
    """Show a quiet remark."""
    st.html(f"<p class='cc-note'>{explained(text)}</p>")


def table(
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    left: int = 1,
    strong_last: bool = False,
    caption: str = "",
    wide: bool = False,
) -> None:
    """Show a table; the first `left` columns are text, the others figures.

    On small screens rows become cards; a `wide` table with many columns is scrolled in its own box instead.
    """
    head = "".join(f"<th scope='col' class='{_side(i, left)}'>{_title(name)}</th>" for i, name in enumerate(columns))
    listed = [list(row) for row in rows]
    body = "".join(_row(columns, row, left, strong=strong_last and row is listed[-1]) for row in listed)
    said = f"<caption class='cc-hidden'>{escape(caption)}</caption>" if caption else ""
    drawn = f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    if wide:
        st.html(scrolled(f"<table class='cc-table cc-lines'>{said}{drawn}</table>", caption))
    else:
        st.html(f"<table class='cc-table'>{said}{drawn}</table>")


def scrolled(table: str, caption: str) -> str:
    """Return a wide table in a box of its own that scrolls sideways, which the keyboard reaches too."""
    return f"<div class='cc-wide' tabindex='0' role='region' aria-label='{escape(caption, quote=True)}'>{table}</div>"


def _title(name: str) -> str:
    return explained(name) if name else "<span class='cc-hidden'>Name</span>"


def _row(columns: Sequence[str], row: Sequence[str], left: int, *, strong: bool) -> str:
    cells = "".join(
        f"<td class='{_side(i, left)}' data-label='{escape(columns[i], quote=True)}'>{_whole(text)}</td>"
        for i, text in enumerate(row)
    )
    return f"<tr class='{'cc-strong' if strong else ''}'>{cells}</tr>"


def _whole(text: str) -> str:
    """Return the text of a cell as HTML in one piece, so that nothing comes between a number and its unit."""
    drawn = escape(text)
    return f"<span>{drawn}</span>" if "<" in drawn else drawn


def _side(index: int, left: int) -> str:
    return "cc-left" if index < left else "cc-right"


def findings(items: Iterable[tuple[str, str, str, str]]) -> None:
    """Show findings as a list: (severity class, severity in words, message, what to do)."""
    listed = "".join(
        f"<li class='cc-{_escape(tone)}'><span class='cc-tag'>{escape(word)}</span><div><p>{explained(message)}</p>"
        f"<p class='cc-note'>{explained(remedy)}</p></div></li>"
        for tone, word, message, remedy in items
    )
    st.html(f"<ul class='cc-findings'>{listed}</ul>")


def challenges(found: Iterable[Challenge]) -> None:
    """Show what a reviewer will ask, as findings."""
    findings((item.severity, wording.SEVERITY_NAMES[item.severity], item.message, item.remedy) for item in found)


def caution(warning: str, tone: str) -> tuple[str, str, str, str]:
    """Return a warning as a finding: its first sentence says what, the rest what to make of it."""
    what, _, rest = warning.partition(". ")
    return tone, "Mind this", f"{what}." if rest else warning, rest


def points(texts: Iterable[str]) -> None:
    """Show a plain list."""
    listed = "".join(f"<li>{explained(text)}</li>" for text in texts)
    st.html(f"<ul class='cc-points'>{listed}</ul>" if listed else "<p class='cc-note'>Nothing stated.</p>")


def fault(message: str) -> None:
    """Show under a field why what stands in it was not taken."""
    st.html(f"<p class='cc-fault' role='alert'>{escape(message)}</p>")


def problems(error: CaseProblems) -> None:
    """Show why something could not be done."""
    fault(" ".join(problem.in_short for problem in error.problems))


def empty(text: str) -> None:
    """Show what stands where nothing is yet, and what it is for."""
    st.html(f"<p class='cc-empty'>{explained(text)}</p>")


def label(text: str, hint: str = "") -> None:
    """Show a small heading of a group of fields."""
    under = f"<span class='cc-note'>{explained(hint)}</span>" if hint else ""
    st.html(f"<h3 class='cc-label'>{escape(text)} {under}</h3>")
