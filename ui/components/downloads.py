"""Files that are written when somebody asks for them: a table for spreadsheets, and data for other programs."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import streamlit as st

from ui import state


def table(
    name: str, csv: Callable[[], str], key: str, words: str = "Download as a table (CSV)", hint: str = ""
) -> None:
    """Offer a table as spreadsheets open it: UTF-8 with a mark at its beginning."""

    def written() -> bytes:
        state.speak()
        return csv().encode("utf-8-sig")

    _offer(words, written, f"{name}.csv", "text/csv", key, hint)


def data(name: str, record: Callable[[], Any], key: str, words: str = "Download as data (JSON)") -> None:
    """Offer a record as JSON."""

    def written() -> str:
        state.speak()
        return json.dumps(record(), default=str, ensure_ascii=False, indent=2)

    _offer(words, written, f"{name}.json", "application/json", key)


def _offer(words: str, written: Callable[[], str | bytes], file: str, mime: str, key: str, hint: str = "") -> None:
    st.download_button(
        words, data=written, file_name=file, mime=mime, on_click="ignore", icon=":material/download:", key=key, help=hint or None
    )  # fmt: skip
