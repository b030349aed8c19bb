"""Files that are written when somebody asks for them: a table for spreadsheets, and data for other programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from ui import state


def table(
    name: str, csv: Callable[[], str], key: str, words: str = "Download as a table (CSV)", hint: str = ""
) -> None:
    """Offer a table as spreadsheets open it: UTF-8 with a mark at its beginning."""
    written = _spoken(lambda: csv().encode("utf-8-sig"))
    _offer(words, written, f"{name}.csv", "text/csv", key, hint)


def data(name: str, record: Callable[[], Any], key: str, words: str = "Download as data (JSON)") -> None:
    """Offer a record as JSON."""
    written = _spoken(lambda: json.dumps(record(), default=str, ensure_ascii=False, indent=2).encode())
    _offer(words, written, f"{name}.json", "application/json", key)


def files(name: str, kinds: Mapping[str, tuple[str, str, Callable[[], bytes]]], key: str) -> None:
    """Offer one thing as several kinds of file: by extension, what people call it, its media type, and what writes it."""
    for extension, (words, mime, write) in kinds.items():
        _offer(words, _spoken(write), f"{name}.{extension}", mime, f"{key}-{extension}")


def _spoken(write: Callable[[], bytes]) -> Callable[[], bytes]:
    """Return a writer that writes numbers as on the page that offers it: it runs in a thread of its own."""

    def written() -> bytes:
        state.speak()
        return write()

    return written


def _offer(words: str, written: Callable[[], bytes], file: str, mime: str, key: str, hint: str = "") -> None:
    st.download_button(
        words, data=written, file_name=file, mime=mime, on_click="ignore", icon=":material/download:", key=key, help=hint or None
    )  # fmt: skip
