"""Scenarios side by side as a table: a row for what is compared, a column for each; rows become cards on a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ui.components.markup import escape, explained, scrolled
from ui.components.picking import button, live

_FEW = 4
"""How many columns leave room for a remark beside a number."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell: a text, what is said under it, what is picked by a click on it, and whether it is the best."""

    text: str
    under: str = ""
    pick: str = ""
    is_best: bool = False


@dataclass(frozen=True, slots=True)
class SideRow:
    """What is compared in a row: its name, what is said under it, what is picked by a click on it, and the cells."""

    label: str
    cells: Sequence[Cell]
    under: str = ""
    pick: str = ""
    group: str = ""


def side_table(
    columns: Sequence[str], rows: Iterable[SideRow], key: str, on_pick: Callable[[str], None], *, caption: str, words: bool = False
) -> None:  # fmt: skip
    """Show the table; `on_pick` is told what was clicked. With `words` the cells are texts, which wrap."""
    side = "cc-left" if words else "cc-right"
    head = "".join(f"<th scope='col' class='{side}'>{escape(name)}</th>" for name in columns)
    first = "<th scope='col' class='cc-left'><span class='cc-hidden'>What is compared</span></th>"
    body = "".join(_grouped(rows, columns, side))
    shape = "cc-table cc-sides" + (" cc-many" if len(columns) > _FEW else "") + (" cc-even" if words else "")
    table = f"<table class='{shape}' style='--sides: {len(columns)}'><caption class='cc-hidden'>{escape(caption)}</caption><thead><tr>{first}{head}</tr></thead><tbody>{body}</tbody></table>"
    live(scrolled(table, caption), key, on_pick)


def _grouped(rows: Iterable[SideRow], columns: Sequence[str], side: str) -> Iterable[str]:
    group = ""
    for row in rows:
        if row.group != group:
            group = row.group
            yield f"<tr class='cc-group'><th scope='rowgroup' colspan='{len(columns) + 1}'>{escape(group)}</th></tr>"
        yield _row(row, columns, side)


def _row(row: SideRow, columns: Sequence[str], side: str) -> str:
    name = button(row.pick, row.label, "cc-link") if row.pick else explained(row.label)
    cells = "".join(_cell(cell, name, side) for cell, name in zip(row.cells, columns, strict=True))
    return f"<tr><th scope='row' class='cc-left'>{name}{_under(row.under)}</th>{cells}</tr>"


def _cell(cell: Cell, column: str, side: str) -> str:
    text = button(cell.pick, cell.text, hint="Where this number comes from") if cell.pick else escape(cell.text)
    best = "<span class='cc-best'>best</span>" if cell.is_best else ""
    css = f"{side} cc-is-best" if cell.is_best else side
    return f"<td class='{css}' data-label='{escape(column, quote=True)}'><span>{best}{text}{_under(cell.under)}</span></td>"


def _under(text: str) -> str:
    return f"<span class='cc-note cc-below'>{escape(text)}</span>" if text else ""
