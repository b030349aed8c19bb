"""The workbook as it is written: sheets in order, styles by name, names for cells, and values beside formulas or none."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from exports.brand import Brand
from exports.guarding import MOST_CELL, cell_text, shortened
from exports.packing import repacked
from exports.stamp import Stamp

MONEY = "#,##0;-#,##0;0"
CENTS = "#,##0.00;-#,##0.00;0"
NUMBER = "#,##0.0;-#,##0.0;0"
WHOLE = "0"
EXACT = "General"
PERCENT = "0.0%"
MONTH = "mmm yyyy"

_MOST_FOOT = 255
_TITLE_HEIGHT = 24
_MOST_ADDRESS = 255
_INPUT = {"font_color": "#1F3FBF", "bg_color": "#FFF9E3", "border": 1, "border_color": "#D9CFA8", "locked": False}
_HEAD = {"bold": True, "font_color": "#FFFFFF", "bg_color": "{primary}", "text_wrap": True}
_STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16},
    "note": {"font_color": "{neutral}"},
    "wrapped": {"text_wrap": True},
    "text": {},
    "head": _HEAD,
    "head_right": {**_HEAD, "align": "right"},
    "absent": {"font_color": "{neutral}", "align": "right"},
    "section": {"bold": True, "font_color": "{primary}", "bottom": 1, "bottom_color": "{primary}"},
    "label": {},
    "unit": {"font_color": "{neutral}"},
    "input": _INPUT,
    "input_text": {**_INPUT, "align": "left"},
    "figure": {},
    "sum": {"bold": True},
    "total": {"bold": True, "top": 1},
    "link": {"font_color": "#1B6E3C"},
    "flag": {"font_color": "{neutral}"},
    "good": {"bold": True, "font_color": "{positive}"},
    "bad": {"bold": True, "font_color": "#FFFFFF", "bg_color": "{negative}"},
}
"""How kinds of cells look: what is typed in is blue on pale yellow, figures are black, links to other sheets green."""

Value = float | str | bool | None
"""What a formula comes to, where that is known."""


@dataclass(eq=False)
class Book:
    """A workbook being written. `cached` puts what each formula comes to beside it, for programs that do not compute."""

    stamp: Stamp
    brand: Brand
    names: tuple[str, ...]
    cached: bool = True
    _out: io.BytesIO = field(default_factory=io.BytesIO)

    @cached_property
    def workbook(self) -> xlsxwriter.Workbook:
        """The writer behind it, with a sheet for each name in their order."""
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        book = xlsxwriter.Workbook(self._out, options)
        book.set_properties(
            {
                "title": shortened(cell_text(self.stamp.case), _MOST_FOOT),
                "company": shortened(cell_text(self.stamp.organisation), _MOST_FOOT),
                "comments": shortened(cell_text(self.stamp.line()), _MOST_FOOT),
                "created": self.stamp.moment.replace(tzinfo=None),
            }
        )
        book.formats[0].set_font_name(self.brand.font)
        book.formats[0].set_font_size(10)
        return book

    @cached_property
    def pages(self) -> Mapping[str, Page]:
        """Every sheet by its name."""
        return {name: Page(self, self.workbook.add_worksheet(name, _Sheet)) for name in self.names}

    def style(self, name: str, form: str = "", **more: Any) -> Format:
        """Return a kind of cell, with a number format and anything else that is special about it."""
        key = (name, form, tuple(sorted(more.items())))
        if key not in self._made:
            look = {k: self._coloured(v) for k, v in _STYLES[name].items()}
            shown = {"num_format": form} if form else {}
            self._made[key] = self.workbook.add_format(
                {"font_name": self.brand.font, "font_size": 10, "valign": "top", **look, **shown, **more}
            )
        return self._made[key]

    @cached_property
    def _made(self) -> dict[Any, Format]:
        return {}

    def _coloured(self, value: Any) -> Any:
        named = isinstance(value, str) and value.startswith("{")
        return getattr(self.brand.colours, value[1:-1]) if named else value

    def name(self, name: str, page: str, row: int, column: int) -> None:
        """Give a cell a name that formulas on any sheet can use."""
        _kept(self.workbook.define_name(name, f"='{page}'!{xl_rowcol_to_cell(row, column, True, True)}"))

    def close(self) -> bytes:
        """Finish the workbook and return its bytes, the same for the same content."""
        self.workbook.close()
        return repacked(self._out.getvalue())


@dataclass(eq=False)
class Page:
    """A sheet of the workbook; rows and columns count from 0, as XlsxWriter counts them."""

    book: Book
    sheet: Worksheet

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.sheet.get_name())

    def text(self, row: int, column: int, text: str, style: Format | str = "text") -> None:
        """Write a text as it is; it is never read as a formula or a link."""
        _kept(self.sheet.write_string(row, column, cell_text(text), self._look(style)))

    def across(self, row: int, first: int, last: int, text: str, style: Format | str = "text") -> None:
        """Write a text over several columns."""
        _kept(self.sheet.merge_range(row, first, row, last, cell_text(text), self._look(style)))

    def number(self, row: int, column: int, value: float, style: Format | str = "figure") -> None:
        """Write a number."""
        _kept(self.sheet.write_number(row, column, value, self._look(style)))

    def day(self, row: int, column: int, day: date, style: Format | str) -> None:
        """Write a date."""
        _kept(self.sheet.write_datetime(row, column, day, self._look(style)))

    def formula(self, row: int, column: int, formula: str, value: Value = None, style: Format | str = "figure") -> None:
        """Write a formula (without its `=`), and what it comes to, where that is known and values are kept."""
        kept = cell_text(value) if isinstance(value, str) else value
        shown = "" if kept is None or not self.book.cached else kept
        _kept(self.sheet.write_formula(row, column, f"={formula}", self._look(style), shown))

    def link(self, row: int, column: int, page: str, text: str) -> None:
        """Write a link to another sheet of the workbook."""
        _kept(self.sheet.write_url(row, column, f"internal:'{page}'!A1", self.book.style("link"), cell_text(text)))

    def address(self, row: int, column: int, address: str) -> None:
        """Write a web address to be followed; one that a workbook cannot hold as such is written as text."""
        if address and address == cell_text(address) and len(address) <= _MOST_ADDRESS:
            _kept(self.sheet.write_url(row, column, address, self.book.style("link"), address))
        else:
            self.text(row, column, address, "unit")

    def row_of(self, row: int, texts: Iterable[str], style: Format | str = "head", first: int = 0) -> None:
        """Write texts side by side."""
        for column, text in enumerate(texts, start=first):
            self.text(row, column, text, style)

    def title(self, title: str, note: str) -> None:
        """Write the first two rows of a sheet: what it is, and how to read it."""
        self.sheet.set_row(0, _TITLE_HEIGHT)
        self.text(0, 0, title, "title")
        self.sheet.set_row(0, 24)
        self.text(1, 0, note, "note")

    def set_up(
        self, *, landscape: bool = True, repeat: tuple[int, int] | None = None, pages: tuple[int, int] = (1, 0)
    ) -> None:
        """Set up printing: A4, so many pages wide and high (0: as many as it takes), the stamp at the foot, heads repeated."""
        sheet = self.sheet
        sheet.set_paper(9)
        sheet.hide_gridlines(2)
        sheet.fit_to_pages(*pages)
        if landscape:
            sheet.set_landscape()
        if repeat:
            sheet.repeat_rows(*repeat)
        if pages[0] > 1:
            sheet.repeat_columns(0)
        foot = cell_text(self.book.stamp.line()).replace("&", "&&")
        sheet.set_footer(f"&L&6{shortened(foot, _MOST_FOOT - 30)}&R&6&A, &P/&N")

    def _look(self, style: Format | str) -> Format:
        return self.book.style(style) if isinstance(style, str) else style


class _Sheet(Worksheet):  # type: ignore[misc]
    """A sheet whose formulas hold none of the newer functions that XlsxWriter looks for, which took most of its time."""

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002, FBT001, FBT002
        return formula.removeprefix("=")


def _kept(status: int) -> None:
    """Stop where the writer left something out: it only warns."""
    if status and status < 0:
        raise ValueError(f"the workbook cannot hold this: XlsxWriter answered {status}")


__all__ = ["CENTS", "EXACT", "MONEY", "MONTH", "MOST_CELL", "NUMBER", "PERCENT", "WHOLE", "Book", "Page", "Value"]
