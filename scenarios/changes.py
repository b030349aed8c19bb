"""What differs between two revisions of a case, field by field, in the words of the pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from assumptions.loader import library
from model.case import Case, DiscountChange
from model.evidence import Assumption
from model.problems import Path
from model.record import Record
from model.strategy import Community, Vision
from scenarios.phrases import ORDER, Words
from scenarios.progress import page_of_answer, page_of_stream
from scenarios.stated import ABSENT, found, parts

Kind = Literal["added", "removed", "changed"]

_AT_ONCE = ("value", "schedule"), ("low", "high", "aace", "distribution")
"""Fields of an answer that are one change: its value, and its range."""
_BEFORE, _BEHIND = 20, 60
"""How much of two long texts is shown round the place where they begin to differ."""
_SPREAD_OUT = (Community, Vision, DiscountChange)
"""Records without a name of their own: where one is new, each of its fields is."""
_PAGES = {
    "community": "strategy",
    "goals": "strategy",
    "audiences": "audience",
    "dimensions": "audience",
    "requirements": "audience",
    "kpis": "kpis",
    "plan": "plan",
    "scenarios": "results",
    "vendors": "vendors",
    "units": "value",
    "overlaps": "value",
    "correlations": "value",
    "without": "value",
}
"""The page of each part of a case that is always shown on the same one; everything else stands on the first."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One thing that differs: its place, with ids for list positions, and what it was and is, as people read it.

    `area` is the name of the page on which it is changed. What was nothing, or is nothing now, is an empty text.
    """

    path: Path
    label: str
    kind: Kind
    before: str
    after: str
    area: str


def changes(before: Case, after: Case) -> tuple[FieldChange, ...]:
    """Return what differs from one case to another, in the order of the document."""
    words = Words((after, before))
    return tuple(_change(words, after, *place) for place in _differences(before, after, ()))


def _differences(before: Any, after: Any, path: Path) -> Iterator[tuple[Path, Any, Any]]:
    """Yield each place that differs, with what stands there before and after."""
    if before == after:
        return
    if isinstance(before, _SPREAD_OUT) or isinstance(after, _SPREAD_OUT):
        before, after = (type(after or before)() if side is None else side for side in (before, after))
    old, new = parts(before), parts(after)
    if old is None or new is None or type(before) is not type(after) or _are_names(before, after):
        yield path, before, after
    elif isinstance(before, Record):
        yield from _of_records(before, after, path)
    else:
        for name in dict.fromkeys((*old, *new)):
            yield from _differences(old.get(name, ABSENT), new.get(name, ABSENT), (*path, name))
        orders = [[name for name in side if name in old and name in new] for side in (old, new)]
        if isinstance(after, tuple) and orders[0] != orders[1]:
            yield (*path, ORDER), before, after


def _are_names(*lists: Any) -> bool:
    return all(isinstance(names, tuple) and all(isinstance(name, str) for name in names) for names in lists)


def _of_records(before: Record, after: Record, path: Path) -> Iterator[tuple[Path, Any, Any]]:
    at_once = _AT_ONCE if isinstance(before, Assumption) else ()
    for group in at_once:
        if any(getattr(before, name) != getattr(after, name) for name in group):
            yield (*path, group[0]), before, after
    grouped = {name for group in at_once for name in group}
    for name in type(before).model_fields:
        if name not in grouped:
            yield from _differences(getattr(before, name), getattr(after, name), (*path, name))


def _change(words: Words, after: Case, path: Path, was: Any, now: Any) -> FieldChange:
    before, told = _texts(words, path, was, now)
    kind: Kind = "added" if was is ABSENT or not before else "removed" if now is ABSENT or not told else "changed"
    if was is ABSENT:
        before = _before_it_was_stated(words, after, path)
    return FieldChange(path, words.label(path), kind, before, told, area(after, path))


def _texts(words: Words, path: Path, was: Any, now: Any) -> tuple[str, str]:
    """Return two values as people read them, with as many digits and as much of the text as it takes to tell them apart."""
    for exactly in (False, True):
        before, after = (_told(words, path, value, exactly=exactly) for value in (was, now))
        if before != after:
            return before, after
    if _are_names(was, now):
        return _texts_of_rest(was, now)
    return (
        _apart(was, now) if isinstance(was, str) and isinstance(now, str) else (before, f"{after}, with other details")
    )


def _texts_of_rest(was: tuple[str, ...], now: tuple[str, ...]) -> tuple[str, str]:
    """Return what one list has and the other lacks; two orders of the same texts are told as such."""
    before, after = ("; ".join(text for text in one if text not in other) for one, other in ((was, now), (now, was)))
    return (before, after) if before != after else (before, f"{after or 'the same'}, in another order")


def _apart(one: str, other: str) -> tuple[str, str]:
    """Return the parts of two long texts in which they begin to differ."""
    pairs = enumerate(zip(one, other, strict=False))
    place = next((index for index, (mine, theirs) in pairs if mine != theirs), min(len(one), len(other)))
    word = one.rfind(" ", 0, max(place - _BEFORE, 0)) + 1
    first = max(word, place - 2 * _BEFORE)
    before, after = (f"{'… ' if first else ''}{text[first : place + _BEHIND]}" for text in (one, other))
    return before, after


def _told(words: Words, path: Path, value: Any, *, exactly: bool) -> str:
    if not isinstance(value, Assumption):
        return words.told(path, value, exactly=exactly)
    if path[-1] == "value":
        return words.told(path, value.schedule or value.value, exactly=exactly)
    if path[-1] == "low":
        return words.range_told(path[:-1], value, exactly=exactly)
    return words.told(path, value, exactly=exactly)


def _before_it_was_stated(words: Words, after: Case, path: Path) -> str:
    """Return what held for an answer before the case, or its scenario, gave one of its own."""
    if path[-2:-1] != ("assumptions",):
        return ""
    base = after.assumptions.get(str(path[-1])) if len(path) > 2 else None
    record = base or library().assumptions.get(str(path[-1]).partition("[")[0])
    value = words.told((*path, "value"), (record.schedule or record.value) if record else None)
    return f"{value} ({'base case' if base else 'library'})" if value else ""


def area(case: Case, path: Path) -> str:
    """Return the name of the page on which a place of a case is changed."""
    inner = path[2:] if path[0] in ("scenarios", "vendors") else path
    if path[0] == "vendors":
        return "vendors"
    if inner[:1] == ("assumptions",) and len(inner) > 1:
        return page_of_answer(str(inner[1]))
    if inner[:1] == ("streams",) and len(inner) > 1:
        return page_of_stream(str(inner[1]))
    if path[0] == "lines":
        return "budget" if getattr(found(case, path[:2]), "kind", "") == "cost" else "value"
    return _PAGES.get(str(path[0]), "start")
