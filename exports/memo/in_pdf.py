"""The written case as a PDF: tagged, with an outline, and with charts as sharp as the page."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from exports.brand import DEFAULT, Brand
from exports.memo.content import (
    Bibliography,
    Block,
    Facts,
    Memo,
    Paragraph,
    Picture,
    Points,
    Section,
    Table,
    leading,
    safe,
)
from exports.memo.document import document as content
from exports.memo.pictures import svg
from exports.memo.word_styles import inks
from exports.outputs import Order

FONTS = Path(__file__).parent.parent / "fonts"
"""The font that comes along, so that a page looks the same everywhere."""
_FONT = "Source Sans Pro"
_FORM = Path(__file__).with_name("memo.typ")
_LONG_WORD = re.compile(r"\S{28,}")
_PIECE = re.compile(r".{1,14}")
_FAMILY = re.compile(r'font-family="[^"]*"')


def build(order: Order) -> bytes:
    """Return the written case as a .pdf file. Raises `CaseProblems` where the case cannot be computed."""
    order.told("Writing the case", 0.1)
    memo = content(order)
    order.told("Drawing its charts", 0.5)
    return written(memo, order.brand)


def written(memo: Memo, brand: Brand) -> bytes:
    """Return the content of a written case as a .pdf file; the same content gives the same bytes."""
    given = {"memo": json.dumps(_data(memo, brand), ensure_ascii=False)}
    moment = int(memo.moment.timestamp())
    form = _FORM.read_bytes()
    return typst.compile(form, format="pdf", sys_inputs=given, font_paths=_fonts(), timestamp=moment)


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """Return the fonts there are; looking for them takes time, and they stay the same."""
    return typst.Fonts(font_paths=[str(FONTS)])


# --- content as data ---------------------------------------------------------------------------------------------


def _data(memo: Memo, brand: Brand) -> dict[str, Any]:
    shown, date = inks(brand), memo.moment
    own = [brand.font] if brand.font != DEFAULT.font else []
    return {
        "title": _text(memo.title), "organisation": _text(memo.organisation), "under": _text(memo.under), "answer": _text(memo.answer),
        "author": _text(memo.author), "line": _text(memo.stamp.line()), "fingerprint": memo.stamp.short_fingerprint,
        "date": [date.year, date.month, date.day], "paper": "us-letter" if memo.has_small_paper else "a4",
        "fonts": [*own, _FONT], "logo": _logo(brand),
        "colours": {name: f"#{getattr(shown, name)}" for name in ("primary", "text", "soft", "line", "band")},
        "facts": _facts(memo.facts)["items"], "about": _table(Table("", ("", ""), memo.about, (26, 74), 2)),
        "sections": [_section(section) for section in memo.sections], "half": len(memo.sections) // 2,
    }  # fmt: skip


def _section(section: Section) -> dict[str, Any]:
    return {
        "title": _text(section.title),
        "blocks": [_block(block) | {"leads": leads} for block, leads in leading(section.blocks)],
        "sections": [_section(inner) for inner in section.sections],
    }


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Paragraph():
            return {"kind": "paragraph", "is_note": block.is_note, **_said(block)}
        case Points():
            return {"kind": "points", "is_numbered": block.is_numbered, "items": [_said(item) for item in block.items]}
        case Table():
            return _table(block)
        case Picture():
            return _picture(block)
        case Facts():
            return _facts(block)
        case Bibliography():
            items = [{"number": one.number, "text": _text(one.text), "link": one.link or ""} for one in block.items]
            return {"kind": "sources", "items": items}


def _said(paragraph: Paragraph) -> dict[str, str]:
    return {"strong": _text(paragraph.strong), "text": _text(paragraph.text)}


def _table(table: Table) -> dict[str, Any]:
    return {
        "kind": "table", "caption": _text(table.caption), "columns": [_text(name) for name in table.columns],
        "rows": [[_text(cell) for cell in row] for row in table.rows], "widths": list(table.widths), "texts": table.texts,
        "bands": sorted(table.bands), "totals": sorted(table.totals),
        "is_whole": table.is_whole,
    }  # fmt: skip


def _picture(picture: Picture) -> dict[str, Any]:
    drawn = _FAMILY.sub(f'font-family="{_FONT}"', svg(picture))
    said = {name: _text(getattr(picture, name)) for name in ("caption", "measure", "alternative")}
    return {"kind": "picture", "svg": drawn, **said}


def _facts(facts: Facts) -> dict[str, Any]:
    items = [{name: _text(getattr(fact, name)) for name in ("label", "value", "note")} for fact in facts.items]
    return {"kind": "facts", "items": items}


def _logo(brand: Brand) -> dict[str, Any] | None:
    logo = brand.logo
    if logo is None:
        return None
    kind = "jpg" if logo.kind == "jpeg" else logo.kind
    height = min(1.6, 5.5 * logo.height / logo.width)
    return {"content": list(logo.content), "kind": kind, "height": height, "alternative": f"Logo of {brand.name}"}


def _text(text: str) -> str:
    """Return a text without what no file can hold, and with places where words longer than a column may be broken."""
    return _LONG_WORD.sub(lambda word: "\u200b".join(_PIECE.findall(word[0])), safe(text))
