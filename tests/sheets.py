"""Workbooks as what stands in their cells, read ten times faster than by openpyxl, and changed as a person would."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from exports.packing import packed

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_CELL, _ROW, _VALUE, _FORMULA, _TEXT = (f"{_MAIN}{name}" for name in ("c", "row", "v", "f", "t"))
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRINGS = "xl/sharedStrings.xml"


@dataclass(frozen=True)
class Cells:
    """A sheet: what stands in each cell by row and column (from 1), an error as its text; and which are formulas."""

    values: Mapping[tuple[int, int], Any]
    formulas: frozenset[tuple[int, int]]

    def at(self, row: int, column: int) -> Any:
        """Return what stands in a cell; nothing in an empty one."""
        return self.values.get((row, column))

    def __getitem__(self, address: str) -> Any:
        letters = address.rstrip("0123456789")
        return self.at(int(address[len(letters) :]), column_number(letters))

    @cached_property
    def rows(self) -> int:
        """The last row that holds anything."""
        return max(row for row, _ in self.values)

    @cached_property
    def columns(self) -> int:
        """The last column that holds anything."""
        return max(column for _, column in self.values)


class Sheets(Mapping[str, Cells]):
    """The sheets of a workbook by name; each is read when it is asked for."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self.files = {name: archive.read(name) for name in archive.namelist()}
        links = ET.fromstring(self.files["xl/_rels/workbook.xml.rels"])
        targets = {link.get("Id"): f"xl/{link.get('Target')}" for link in links}
        sheets = ET.fromstring(self.files["xl/workbook.xml"]).iter(f"{_MAIN}sheet")
        self.paths = {str(sheet.get("name")): targets[sheet.get(_LINK)] for sheet in sheets}
        self._read: dict[str, Cells] = {}

    def __getitem__(self, name: str) -> Cells:
        if name not in self._read:
            self._read[name] = self._cells(self.files[self.paths[name]])
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.paths)

    def __len__(self) -> int:
        return len(self.paths)

    @cached_property
    def _strings(self) -> list[str]:
        shared = ET.fromstring(self.files[_STRINGS]) if _STRINGS in self.files else []
        return ["".join(text.text or "" for text in item.iter(_TEXT)) for item in shared]

    def _cells(self, data: bytes) -> Cells:
        values: dict[tuple[int, int], Any] = {}
        formulas: list[tuple[int, int]] = []
        columns: dict[str, int] = {}
        for row in ET.fromstring(data).iter(_ROW):
            number = int(row.get("r", 0))
            for cell in row:
                letters = cell.get("r", "").rstrip("0123456789")
                place = number, columns.get(letters) or columns.setdefault(letters, column_number(letters))
                if cell.find(_FORMULA) is not None:
                    formulas.append(place)
                value = self._value(cell)
                if value is not None:
                    values[place] = value
        return Cells(values, frozenset(formulas))

    def _value(self, cell: ET.Element) -> Any:
        kind, held = cell.get("t", "n"), cell.find(_VALUE)
        if kind == "inlineStr":
            return "".join(text.text or "" for text in cell.iter(_TEXT))
        if held is None:
            return None
        text = held.text or ""
        if kind == "n":
            return float(text) if text else None
        if kind == "s":
            return self._strings[int(text)]
        return text == "1" if kind == "b" else text


def column_number(letters: str) -> int:
    """Return the number of a column, from 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def typed_in(data: bytes, sheet: str, cells: Mapping[str, float | str]) -> bytes:
    """Return a workbook in which a person has typed something else into cells of a sheet; all else stays as it was."""
    book = Sheets(data)
    path = book.paths[sheet]
    text = book.files[path].decode()
    for address, value in cells.items():
        typed = f' t="inlineStr"><is><t>{escape(value)}</t></is>' if isinstance(value, str) else f"><v>{value!r}</v>"
        look = rf'<c r="{address}"( s="\d+")?[^>]*?(?:/>|>.*?</c>)'
        found = re.search(look, text)
        assert found, f"{sheet} has no cell {address}"
        text = f'{text[: found.start()]}<c r="{address}"{found[1] or ""}{typed}</c>{text[found.end() :]}'
    return packed(book.files | {path: text.encode()})
