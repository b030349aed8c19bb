"""Cases as YAML text that people can read and `scenarios.files` reads back to an equal case."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from textwrap import wrap
from typing import Any

from model.case import Case
from model.document import is_plain_text

_WIDTH = 180
"""A record stands on one line, as `{value: 28, low: 18}`, where that line is no longer than this."""
_FOLDED = 110
"""A text longer than this is folded over several lines of this length."""
_IN_THE_HEAD = frozenset(("discount", "inflation", "without", "units"))
"""What stands on one line with the title; every other list or mapping of a case gets a block of its own."""
_FIELD_BY_FIELD = frozenset(("goals", "audiences", "needs", "kpis", "lines"))
"""Lists of records that people review field by field: one field a line, however short they are."""

_BARE = re.compile(r"[\w(€£$][\w .,()/+*=<>%;&?!'’“”€£$…–—\[\]-]*(?<! )")
_BARE_INSIDE = re.compile(r"[\w(€£$][\w .()/+*=<>%;&?!'’“”€£$…–—-]*(?<! )")
"""Texts that need no quotes, on a line of their own and inside brackets: without a colon, a `#`, or a space at the end."""
_UNSEEN = "\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff"
"""Characters that YAML refuses or takes for the end of a line, and that JSON would leave as they are."""
_TO_ESCAPE = re.compile(f"[{_UNSEEN}]")
_NOT_IN_A_BLOCK = re.compile(f"[\x00-\x09\x0b-\x1f{_UNSEEN}]")


def case_yaml(case: Case) -> str:
    """Return a case as YAML 1.2: the fields it states, in the order of the record, each block apart.

    Reading the text gives an equal case that states the same fields. Comments of a file the case was read from are no
    part of the case, and are not written.
    """
    return document_yaml(case.model_dump(by_alias=True, exclude_unset=True))


def document_yaml(fields: Mapping[str, Any]) -> str:
    """Return plain data as YAML 1.2, each block of its outermost fields apart."""
    lines: list[str] = []
    for name, value in fields.items():
        if isinstance(value, dict | list | tuple) and value and name not in _IN_THE_HEAD:
            block = _block(value, field_by_field=name in _FIELD_BY_FIELD)
            lines += ("", f"{name}:", *_indented(block))
        else:
            lines += _entry(name + ":", value)
    return "\n".join(lines) + "\n"


def _block(value: Any, *, field_by_field: bool = False) -> Iterator[str]:
    """Write a mapping or a list one entry after the other, without indentation."""
    if isinstance(value, dict):
        for name, item in _fields(value):
            yield from _entry(f"{_inside(name)}:", item, field_by_field=name in _FIELD_BY_FIELD)
        return
    for item in value:
        if isinstance(item, dict) and (field_by_field or not _fits("-", _flow(item))):
            first, *rest = _block(item)
            yield f"- {first}"
            yield from _indented(rest)
        else:
            yield from _entry("-", item)


def _entry(head: str, value: Any, *, field_by_field: bool = False) -> Iterator[str]:
    """Write one entry behind its name or its dash: on the same line if it fits there, and below it otherwise."""
    if isinstance(value, str):
        first, *rest = _text(value)
        yield f"{head} {first}"
        yield from _indented(rest)
        return
    flow = _flow(value)
    is_open = field_by_field and isinstance(value, list | tuple) and bool(value) and isinstance(value[0], dict)
    if not is_open and (_fits(head, flow) or not isinstance(value, dict | list | tuple)):
        yield f"{head} {flow}"
    else:
        yield head
        yield from _indented(_block(value, field_by_field=is_open))


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (f"  {line}" if line else line for line in lines)


def _fits(head: str, flow: str) -> bool:
    return len(head) + len(flow) < _WIDTH


def _fields(record: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Return names and values; one source is written without its list, and one that is a title as that title."""
    for name, value in record.items():
        is_source = name == "source" and isinstance(value, list | tuple) and value and "title" in value[0]
        yield name, _sources(value) if is_source else value


def _sources(sources: list[Any] | tuple[Any, ...]) -> Any:
    shown = [source["title"] if source.keys() == {"title"} else source for source in sources]
    return shown[0] if len(shown) == 1 else shown


def _flow(value: Any) -> str:
    """Write any value on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_inside(name)}: {_flow(item)}" for name, item in _fields(value)) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if isinstance(value, str):
        return _inside(value)
    if isinstance(value, float):
        return _number(value)
    return json.dumps(value)


def _number(value: float) -> str:
    """Write a number as short as it reads back equal: 28 for 28.0, but -0.0 with its sign."""
    text = repr(value)
    return text if text == "-0.0" else text.removesuffix(".0")


def _inside(text: str) -> str:
    return text if _BARE_INSIDE.fullmatch(text) and is_plain_text(text) else _quoted(text)


def _quoted(text: str) -> str:
    return _TO_ESCAPE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))


def _text(text: str) -> list[str]:
    """Write a text on a line of its own or, if it is long or has several lines, below its name (indented later)."""
    if len(text) > _FOLDED or "\n" in text:
        below = None if _NOT_IN_A_BLOCK.search(text) or text[0] in " \n" else _literal(text) or _folded(text)
        return below or [_quoted(text)]
    return [text if _BARE.fullmatch(text) and is_plain_text(text) else _quoted(text)]


def _literal(text: str) -> list[str]:
    """Write several lines as they are; nothing where an end of a line could get lost."""
    lines = text.removesuffix("\n").split("\n")
    if "\n" not in text or not lines[-1] or any(line.endswith(" ") for line in lines):
        return []
    return ["|" if text.endswith("\n") else "|-", *lines]


def _folded(text: str) -> list[str]:
    """Write one long line as several; nothing where a space could get lost."""
    lines = wrap(text, _FOLDED, break_long_words=False, break_on_hyphens=False)
    return [">-", *lines] if " ".join(lines) == text else []
