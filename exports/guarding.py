"""Text that is safe in a file for others: nothing a spreadsheet would compute, nothing that breaks XML, nothing too long."""

from __future__ import annotations

import re

from exports.tables import FORMULA_BEGINS

MOST_CELL = 32_767
"""How many characters a cell of a workbook can hold."""
MOST_SHEET_NAME = 31
_ILLEGAL = re.compile("[^\\t\\n\\r\\u0020-\\uD7FF\\uE000-\\uFFFD\\U00010000-\\U0010FFFF]")
"""What XML 1.0 cannot hold: control characters and halves of a character."""
_NOT_IN_A_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
_NOT_IN_A_FILE_NAME = re.compile(r"[^A-Za-z0-9_.-]+")


def xml_text(text: str) -> str:
    """Return a text without the characters that XML, and with it every office document, cannot hold."""
    return _ILLEGAL.sub("", text)


def shortened(text: str, most: int) -> str:
    """Return a text of at most so many characters; what was cut ends in an ellipsis."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def cell_text(text: str) -> str:
    """Return a text for a cell that is written as text: a legal one, no longer than a cell may be."""
    return shortened(xml_text(text), MOST_CELL)


def csv_text(text: str) -> str:
    """Return a text for a CSV file, where a cell that begins like a formula would be computed: it gets an apostrophe."""
    safe = cell_text(text.replace("\x00", ""))
    return f"'{safe}" if safe.startswith(FORMULA_BEGINS) else safe


def sheet_name(text: str) -> str:
    """Return a text as the name of a sheet: no forbidden characters, no apostrophe at its ends, at most 31 characters."""
    plain = " ".join(_NOT_IN_A_SHEET_NAME.sub(" ", xml_text(text)).split())
    return shortened(plain.strip(" '"), MOST_SHEET_NAME).strip(" '") or "Sheet"


def file_part(text: str) -> str:
    """Return a text as a part of the name of a file, in plain letters, digits, `-`, `_` and `.`."""
    return _NOT_IN_A_FILE_NAME.sub("-", text).strip("-.") or "file"
