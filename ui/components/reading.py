"""What is read rather than filled in: sayings in two columns, published figures with their sources, pages of the handbook."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from exports import shelf
from exports.documents import Block, Spans
from model.evidence import Assumption, Benchmark, Source
from ui.components.markup import escape

_TAGS = {"code": "code", "strong": "strong"}


def said(rows: Iterable[tuple[str, str]]) -> str:
    """Return names with what is said of each as HTML, in two columns; what has nothing to say is left out."""
    listed = "".join(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in rows if text)
    return f"<dl class='cc-said'>{listed}</dl>" if listed else ""


def figures(record: Assumption, currency: str) -> str:
    """Return every published figure of an assumption as HTML, each with its sources."""
    items = "".join(_figure(mark, record, currency) for mark in record.benchmarks)
    return f"<ul class='cc-published'>{items}</ul>" if items else ""


def _figure(mark: Benchmark, record: Assumption, currency: str) -> str:
    what = f" – {escape(mark.what)}" if mark.what else ""
    near = "" if mark.comparable else " <span class='cc-chip'>something near, not the same</span>"
    sources = "".join(source(item) for item in mark.source)
    return f"<li><p><strong>{escape(shelf.figure_said(mark, record, currency))}</strong>{what}{near}</p>{sources}</li>"


def source(item: Source) -> str:
    """Return a publication as HTML: author, title with its link, publisher and year, and how the figure was obtained."""
    title = escape(item.title)
    if item.link:
        target = escape(item.link, quote=True)
        title = f"<a href='{target}' target='_blank' rel='noopener noreferrer'>{title}</a>"
    year = str(item.year) if item.year and str(item.year) not in item.title else ""
    parts = [escape(item.author or ""), title, escape(item.publisher or ""), year]
    note = f" {escape(item.note)}" if item.note else ""
    return f"<p class='cc-note'>{', '.join(part for part in parts if part)}.{note}</p>"


def chapter(blocks: Iterable[Block]) -> None:
    """Show a part of the handbook."""
    st.html(f"<div class='cc-chapter'>{''.join(map(_block, blocks))}</div>")


def _block(block: Block) -> str:
    if block.kind == "table":
        return _table(block)
    text = _spans(block.rows[0][0])
    if block.kind == "heading":
        return f"<h3 class='cc-label'>{text}</h3>"
    if block.kind == "code":
        return f"<pre class='cc-example' tabindex='0' role='region' aria-label='Example'>{text}</pre>"
    return f"<p>{text}</p>"


def _table(block: Block) -> str:
    head, *rows = block.rows
    names = ["".join(span.text for span in cell).capitalize() for cell in head]
    titles = "".join(f"<th scope='col' class='cc-left'>{escape(name)}</th>" for name in names)
    body = "".join(f"<tr>{''.join(map(_cell, names, row))}</tr>" for row in rows)
    return f"<table class='cc-table cc-words'><thead><tr>{titles}</tr></thead><tbody>{body}</tbody></table>"


def _cell(name: str, cell: Spans) -> str:
    return f"<td class='cc-left' data-label='{escape(name, quote=True)}'><span>{_spans(cell)}</span></td>"


def _spans(spans: Spans) -> str:
    return "".join(
        f"<{_TAGS[span.kind]}>{escape(span.text)}</{_TAGS[span.kind]}>" if span.kind in _TAGS else escape(span.text)
        for span in spans
    )
