"""Changes to a case, each a pure function from a case to a case: put, add, drop, and the links that go with them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any, cast

from model.case import Case, Overlay
from model.document import Document
from model.evidence import Assumption
from model.line import Library, StreamChoice
from model.problems import Path
from model.record import Record
from model.validation import validated

INFLATION = "inflation"
_NO_FILE = Document("", {}, {})
_OF_ONES_OWN = ("measured", "expert")


def put(case: Case, path: Path, value: Any) -> Case:
    """Return the case with a value at a path; None takes an optional field away.

    Raises `CaseProblems` where the record there does not accept the value.
    """
    return cast("Case", _put(case, path, value, ()))


def _put(holder: Any, path: Path, value: Any, done: Path) -> Any:
    if not path:
        return value
    part, inner = path[0], (*done, path[0])
    if isinstance(holder, tuple):
        index = int(part)
        return (*holder[:index], _put(holder[index], path[1:], value, inner), *holder[index + 1 :])
    if isinstance(holder, dict):
        return {**holder, part: _put(holder.get(part), path[1:], value, inner)}
    return _record_with(holder, str(part), _put(getattr(holder, str(part)), path[1:], value, inner), done)


def _record_with(record: Record, field: str, value: Any, done: Path) -> Record:
    stated = {name: getattr(record, name) for name in record.model_fields_set} | {field: value}
    if value is None:
        del stated[field]
    return validated(type(record), stated, _NO_FILE, done)


def at(case: Case, path: Path) -> Any:
    """Return what stands at a path; None where nothing does."""
    found: Any = case
    for part in path:
        if isinstance(found, dict):
            found = found.get(part)
        elif isinstance(found, tuple):
            found = found[int(part)] if int(part) < len(found) else None
        else:
            found = getattr(found, str(part), None)
    return found


def add(case: Case, path: Path, item: Record) -> Case:
    """Return the case with an item at the end of a list."""
    return put(case, path, (*at(case, path), item))


def drop(case: Case, path: Path) -> Case:
    """Return the case without the item of a list, or the entry of a mapping, at a path."""
    holder, part = at(case, path[:-1]), path[-1]
    if isinstance(holder, dict):
        return put(case, path[:-1], {key: value for key, value in holder.items() if key != part})
    return put(case, path[:-1], tuple(item for index, item in enumerate(holder) if index != part))


def move(case: Case, path: Path, step: int) -> Case:
    """Return the case with an item of a list one place up (−1) or down (1); at the end it stays."""
    items, index = list(at(case, path[:-1])), int(path[-1])
    target = min(max(index + step, 0), len(items) - 1)
    items.insert(target, items.pop(index))
    return put(case, path[:-1], tuple(items))


def new_id(label: str, taken: Iterable[str], fallback: str = "item") -> str:
    """Return a free name made of a label: lower case letters, digits and `_`, beginning with a letter."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:40].strip("_")
    base = base if base[:1].isalpha() else f"{fallback}_{base}".strip("_")
    used, number, name = set(taken), 2, base
    while name in used:
        name, number = f"{base}_{number}", number + 1
    return name


def toggled(names: Iterable[str], name: str) -> tuple[str, ...]:
    """Return the names with one more, or without it where it is among them."""
    names = tuple(names)
    return tuple(other for other in names if other != name) if name in names else (*names, name)


# --- answers ----------------------------------------------------------------------------------------------------


def answer_path(case: Case, name: str, scenario: str | None) -> Path:
    """Return the place of an answer: in the base case, or among what a scenario changes."""
    vendors = {vendor.id: index for index, vendor in enumerate(case.vendors)}
    if scenario in vendors:
        return ("vendors", vendors[scenario], "assumptions", name)
    where: Path = ("scenarios", scenario) if scenario else ()
    if name == INFLATION and INFLATION not in case.assumptions:
        return (*where, INFLATION)
    return (*where, "assumptions", name)


def stated_answer(case: Case, name: str, scenario: str | None) -> Assumption | None:
    """Return what the case (or the scenario) itself states of an assumption; None where it states nothing."""
    return cast("Assumption | None", at(case, answer_path(case, name, scenario)))


def answer(case: Case, name: str, scenario: str | None, changes: dict[str, Any]) -> Case:
    """Return the case with fields of an answer changed; None takes a field away.

    A new value takes a range along that no longer holds it, and evidence that was about the old value: a guess, or a
    publication. What was measured here or judged by somebody stays, as the champion may only correct it.
    """
    path = answer_path(case, name, scenario)
    record = at(case, path)
    fields = {key: getattr(record, key) for key in record.model_fields_set} if record else {}
    if {"value", "schedule"} & changes.keys():
        fields = _without_stale(fields, changes.get("value"))
    fields = {key: item for key, item in (fields | changes).items() if item is not None}
    return put(case, path, validated(Assumption, fields, _NO_FILE, path)) if fields else _unanswered(case, path)


def _unanswered(case: Case, path: Path) -> Case:
    if at(case, path) is None:
        return case
    return put(case, path, None) if path[-1] == INFLATION and path[-2:-1] != ("assumptions",) else drop(case, path)


def _without_stale(fields: dict[str, Any], value: float | None) -> dict[str, Any]:
    low, high = fields.get("low"), fields.get("high")
    holds = None not in (value, low, high) and low <= value <= high
    stale = {"value", "schedule"} | (set() if holds or fields.get("aace") else {"low", "high", "distribution"})
    stale |= set() if fields.get("grade") in _OF_ONES_OWN else {"source", "grade"}
    return {key: item for key, item in fields.items() if key not in stale}


# --- streams ----------------------------------------------------------------------------------------------------


def switch_on(case: Case, stream: str, lines: tuple[str, ...] | None = None) -> Case:
    """Return the case with a stream switched on, as a whole or with some of its lines."""
    return put(case, ("streams", stream), StreamChoice() if lines is None else StreamChoice(lines=lines))


def switch_off(case: Case, stream: str, library: Library) -> Case:
    """Return the case without a stream; its answers are kept for the day it is switched on again."""
    gone = {stream, *(line.id for line in library.streams[stream].lines)}
    case = drop(case, ("streams", stream))
    case = put(case, ("without",), tuple(name for name in case.without if name not in gone))
    for name, overlay in case.scenarios.items():
        case = put(case, ("scenarios", name), _overlay_without(overlay, gone))
    for number, vendor in enumerate(case.vendors):
        streams = {name: choice for name, choice in vendor.streams.items() if name != stream}
        case = put(case, ("vendors", number, "streams"), streams)
    return case


def _overlay_without(overlay: Overlay, gone: set[str]) -> Overlay:
    streams = {name: choice for name, choice in overlay.streams.items() if name not in gone}
    return overlay.model_copy(
        update={"without": tuple(x for x in overlay.without if x not in gone), "streams": streams}
    )


def count_lines(case: Case, stream: str, lines: tuple[str, ...], library: Library) -> Case:
    """Return the case with just these benefit or cost lines of a stream counted; with none it is switched off."""
    if not lines:
        return switch_off(case, stream, library) if stream in case.streams else case
    if stream not in case.streams:
        return switch_on(case, stream, lines)
    return put(case, ("streams", stream, "lines"), lines)


def counted_lines(case: Case, stream: str, library: Library) -> tuple[str, ...]:
    """Return the benefit and cost lines of a stream that the case counts."""
    choice = case.streams.get(stream)
    money = tuple(line.id for line in library.streams[stream].lines if line.is_money)
    if choice is None:
        return ()
    return tuple(name for name in money if (choice.lines is None or name in choice.lines) and name not in case.without)


def choose(case: Case, stream: str, choice: str, option: str, audience: str | None = None) -> Case:
    """Return the case with a choice of a stream answered, for all or for one audience."""
    if audience is not None:
        index = next(i for i, item in enumerate(case.audiences) if item.id == audience)
        return put(case, ("audiences", index, "choose"), {**case.audiences[index].choose, choice: option})
    settings = case.streams.get(stream) or StreamChoice()
    return put(case, ("streams", stream), settings.model_copy(update={"choose": {**settings.choose, choice: option}}))


# --- what is linked ---------------------------------------------------------------------------------------------


def remove_goal(case: Case, index: int) -> Case:
    """Return the case without a goal, and without the links to it."""
    return _unlinked(drop(case, ("goals", index)), "goals", {case.goals[index].id})


def remove_need(case: Case, audience: int, index: int) -> Case:
    """Return the case without a need, and without the links to it."""
    gone = {case.audiences[audience].needs[index].id}
    return _unlinked(drop(case, ("audiences", audience, "needs", index)), "needs", gone)


def remove_audience(case: Case, index: int) -> Case:
    """Return the case without an audience, its needs, its own answers and the links to all of them."""
    audience = case.audiences[index]
    case = _unlinked(drop(case, ("audiences", index)), "needs", {need.id for need in audience.needs})
    mark = f"[{audience.id}]"
    case = put(case, ("assumptions",), {k: v for k, v in case.assumptions.items() if not k.endswith(mark)})
    for name, overlay in case.scenarios.items():
        kept = {k: v for k, v in overlay.assumptions.items() if not k.endswith(mark)}
        case = put(case, ("scenarios", name, "assumptions"), kept)
    for number, vendor in enumerate(case.vendors):
        kept = {k: v for k, v in vendor.assumptions.items() if not k.endswith(mark)}
        case = put(case, ("vendors", number, "assumptions"), kept)
    for name, choice in case.streams.items():
        if choice.audiences is not None and audience.id in choice.audiences:
            kept_audiences = tuple(other for other in choice.audiences if other != audience.id)
            case = put(case, ("streams", name, "audiences"), kept_audiences or None)
    return case


def remove_requirement(case: Case, index: int) -> Case:
    """Return the case without a requirement, and without the vendors' scores for it."""
    gone = case.requirements[index].id
    case = drop(case, ("requirements", index))
    for number, vendor in enumerate(case.vendors):
        case = put(case, ("vendors", number, "scores"), {k: v for k, v in vendor.scores.items() if k != gone})
    return case


def _unlinked(case: Case, field: str, gone: set[str]) -> Case:
    """Take ids out of every requirement, KPI and need that names them under a field."""
    lists: list[Path] = [("requirements", i) for i in range(len(case.requirements))]
    lists += [("kpis", i) for i in range(len(case.kpis))]
    if field == "goals":
        lists += [("audiences", i, "needs", j) for i, a in enumerate(case.audiences) for j in range(len(a.needs))]
    for path in lists:
        named = at(case, (*path, field))
        if gone & set(named):
            case = put(case, (*path, field), tuple(name for name in named if name not in gone))
    return case


def remove_line(case: Case, index: int) -> Case:
    """Return the case without an own line; goals and scenarios no longer name it."""
    gone = case.lines[index].id
    case = drop(case, ("lines", index))
    for number, goal in enumerate(case.goals):
        case = put(case, ("goals", number, "served_by"), tuple(name for name in goal.served_by if name != gone))
    for name, overlay in case.scenarios.items():
        case = put(case, ("scenarios", name), _overlay_without(overlay, {gone}))
    return case
