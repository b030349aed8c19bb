"""Changes to a case, each a pure function from a case to a case: put, add, drop, and the links that go with them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar, cast

from assumptions.loader import library
from model.case import Case, Overlay
from model.document import Document
from model.line import Library, StreamChoice
from model.parse import RESERVED
from model.problems import CaseProblems, Path, Problem
from model.record import Record
from model.strategy import Audience, Community, Goal, Need, Requirement, Vision
from model.validation import validated

R = TypeVar("R", bound=Record)

NO_FILE = Document("", {}, {})
"""Where the problems of a change stand: beside its field, in no file."""


def put(case: Case, path: Path, value: Any) -> Case:
    """Return the case with a value at a path; None takes an optional field away, and what stands there already stays.

    Raises `CaseProblems` where the record there does not accept the value, or the path leads to an item that is gone.
    """
    return case if at(case, path) == value else cast("Case", _put(case, path, value, ()))


def _put(holder: Any, path: Path, value: Any, done: Path) -> Any:
    if not path:
        return value
    if holder is None:
        raise CaseProblems([_gone(done)])
    part, inner = path[0], (*done, path[0])
    if isinstance(holder, tuple):
        index = int(part)
        if index >= len(holder):
            raise CaseProblems([_gone(inner)])
        return (*holder[:index], _put(holder[index], path[1:], value, inner), *holder[index + 1 :])
    if isinstance(holder, dict):
        return {**holder, part: _put(holder.get(part), path[1:], value, inner)}
    return _record_with(holder, str(part), _put(getattr(holder, str(part)), path[1:], value, inner), done)


def _gone(path: Path) -> Problem:
    return Problem(
        "gone", path, "This is no longer in the case.", "Something else would be changed.", "Look at the page again."
    )


def _record_with(record: Record, field: str, value: Any, done: Path) -> Record:
    stated = {name: getattr(record, name) for name in record.model_fields_set} | {field: value}
    if value is None:
        del stated[field]
        if type(record).model_fields[field].is_required():
            raise CaseProblems([_needed(record, field, (*done, field))])
    return validated(type(record), stated, NO_FILE, done)


def _needed(record: Record, field: str, path: Path) -> Problem:
    why = type(record).model_fields[field].description or "The case cannot be read without it."
    return Problem("missing", path, "This cannot be empty.", why, "Write something, or take the change back.")


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
    if index >= len(items):
        raise CaseProblems([_gone(path)])
    target = min(max(index + step, 0), len(items) - 1)
    items.insert(target, items.pop(index))
    return put(case, path[:-1], tuple(items))


def move_among(case: Case, path: Path, step: int, field: str) -> Case:
    """Return the case with an item moved past the next one (1) or the one before (−1) that is alike in a field."""
    items, index = at(case, path[:-1]), int(path[-1])
    alike = [i for i, item in enumerate(items) if getattr(item, field) == getattr(items[index], field)]
    target = alike[min(max(alike.index(index) + step, 0), len(alike) - 1)]
    return move(case, path, target - index)


def new_id(label: str, taken: Iterable[str], fallback: str = "item") -> str:
    """Return a free name made of a label: lower case letters, digits and `_`, beginning with a letter.

    It is no word of the formula language, so that formulas can use it.
    """
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:40].strip("_")
    base = base if base[:1].isalpha() else f"{fallback}_{base}".strip("_")
    used, number, name = {*taken, *RESERVED}, 2, base
    while name in used:
        name, number = f"{base}_{number}", number + 1
    return name


def toggled(names: Iterable[str], name: str) -> tuple[str, ...]:
    """Return the names with one more, or without it where it is among them."""
    names = tuple(names)
    return tuple(other for other in names if other != name) if name in names else (*names, name)


def recounted(case: Case, currency: str) -> Case:
    """Return the case in another currency: amounts keep their numbers, and the units of the case name the new one.

    Raises `CaseProblems` for a code that is no currency.
    """
    new = put(case, ("currency",), currency)
    for path, unit in _units(case):
        renamed = re.sub(rf"\b{case.currency}\b", currency, unit)
        new = put(new, (*path, "unit"), renamed) if renamed != unit else new
    return new


def _units(case: Case) -> Iterator[tuple[Path, str]]:
    """Yield the place and the unit of everything the case itself gives one."""
    places: list[Path] = [("lines", index) for index in range(len(case.lines))]
    places += [("kpis", index) for index in range(len(case.kpis))]
    holders: list[Path] = [(), *(("scenarios", name) for name in case.scenarios)]
    holders += [("vendors", index) for index in range(len(case.vendors))]
    places += [(*holder, "assumptions", name) for holder in holders for name in at(case, (*holder, "assumptions"))]
    for path in places:
        unit = at(case, (*path, "unit"))
        if unit:
            yield path, unit


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
    left = {
        "without": tuple(name for name in overlay.without if name not in gone),
        "streams": {name: choice for name, choice in overlay.streams.items() if name not in gone},
    }
    return overlay.model_copy(update={key: item for key, item in left.items() if item != getattr(overlay, key)})


def count_lines(case: Case, stream: str, lines: tuple[str, ...], library: Library) -> Case:
    """Return the case with just these benefit or cost lines of a stream counted; with none it is switched off."""
    if not lines:
        return switch_off(case, stream, library) if stream in case.streams else case
    case = put(case, ("without",), tuple(name for name in case.without if name not in lines))
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


# --- strategy, audience and needs --------------------------------------------------------------------------------


def describe(case: Case, field: str, value: Any) -> Case:
    """Return the case with one thing said of its community; None takes it back, and with nothing said there is none."""
    return put(case, ("community",), _stated(Community, case.community, field, value, ("community",)))


def envision(case: Case, blank: str, words: str | None) -> Case:
    """Return the case with one blank of the vision filled; None empties it."""
    vision = at(case, ("community", "vision"))
    return describe(case, "vision", _stated(Vision, vision, blank, words, ("community", "vision")))


def _stated(kind: type[R], record: R | None, field: str, value: Any, path: Path) -> R | None:
    """Return a record with one field more, or less where the value is None; None where nothing is left."""
    fields = {name: getattr(record, name) for name in record.model_fields_set} if record else {}
    fields = {name: item for name, item in (fields | {field: value}).items() if item is not None}
    return validated(kind, fields, NO_FILE, path) if fields else None


def add_goal(case: Case, label: str, perspective: str) -> Case:
    """Return the case with one goal more; what serves it, and who answers for it, is still to be said."""
    name = new_id(label, [goal.id for goal in case.goals], "goal")
    stated = {"id": name, "label": label.strip(), "perspective": perspective}
    return add(case, ("goals",), validated(Goal, stated, NO_FILE, ("goals", len(case.goals))))


def add_audience(case: Case, label: str, role: str) -> Case:
    """Return the case with one audience more, under a name that formulas can use."""
    members = [member.id for items in case.dimensions.values() for member in items]
    name = new_id(label, [*(audience.id for audience in case.audiences), *members, *RESERVED], "audience")
    stated = {"id": name, "label": label.strip(), "role": role}
    return add(case, ("audiences",), validated(Audience, stated, NO_FILE, ("audiences", len(case.audiences))))


def add_need(case: Case, audience: int, label: str, phase: str) -> Case:
    """Return the case with one need more of an audience."""
    name = new_id(label, [need.id for item in case.audiences for need in item.needs], "need")
    path: Path = ("audiences", audience, "needs")
    stated = {"id": name, "label": label.strip(), "phase": phase}
    return add(case, path, validated(Need, stated, NO_FILE, (*path, len(case.audiences[audience].needs))))


def tie(case: Case, pairs: Iterable[tuple[str, str]]) -> Case:
    """Return the case with needs tied to goals, each pair a need and a goal by id; ties that are there stay."""
    listed = list(pairs)
    for i, audience in enumerate(case.audiences):
        for j, need in enumerate(audience.needs):
            new = [goal for name, goal in listed if name == need.id and goal not in need.goals]
            if new:
                case = put(case, ("audiences", i, "needs", j, "goals"), (*need.goals, *new))
    return case


def add_requirement(case: Case, label: str, priority: str, needs: tuple[str, ...] = ()) -> Case:
    """Return the case with one requirement more, and the needs it meets."""
    name = new_id(label, [requirement.id for requirement in case.requirements], "requirement")
    stated = {"id": name, "label": label.strip(), "priority": priority} | ({"needs": needs} if needs else {})
    path: Path = ("requirements", len(case.requirements))
    return add(case, ("requirements",), validated(Requirement, stated, NO_FILE, path))


def serve(case: Case, stream: str, goals: Iterable[str], library: Library) -> Case:
    """Return the case in which a stream serves just these goals, by id; a goal it serves by one of its lines keeps that.

    A goal that is no longer among them loses the stream and all of its lines.
    """
    wanted = set(goals)
    own = {stream, *(line.id for line in library.streams[stream].lines)}
    for index, goal in enumerate(case.goals):
        path: Path = ("goals", index, "served_by")
        if goal.id in wanted and not own & set(goal.served_by):
            case = put(case, path, (*goal.served_by, stream))
        elif goal.id not in wanted:
            case = put(case, path, tuple(name for name in goal.served_by if name not in own))
    return case


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
    case = _answers_without(case, ("assumptions",), audience.id)
    case = _audiences_without(case, ("streams",), audience.id)
    holders: list[Path] = [("scenarios", name) for name in case.scenarios]
    holders += [("vendors", number) for number in range(len(case.vendors))]
    for path in holders:
        case = _answers_without(case, (*path, "assumptions"), audience.id)
        case = _audiences_without(case, (*path, "streams"), audience.id)
    return case


def _answers_without(case: Case, path: Path, audience: str) -> Case:
    """Take out the answers given for an audience alone, such as `reach[customers]`."""
    kept = {name: record for name, record in at(case, path).items() if audience not in _members(name)}
    return put(case, path, kept)


def _members(name: str) -> list[str]:
    return [member.strip() for member in name.partition("[")[2].removesuffix("]").split(",")]


def _audiences_without(case: Case, path: Path, audience: str) -> Case:
    """Let no stream serve an audience any more; one that served it alone serves all of its roles again."""
    for name, choice in at(case, path).items():
        if choice.audiences is not None and audience in choice.audiences:
            kept = tuple(other for other in choice.audiences if other != audience)
            case = put(case, (*path, name, "audiences"), kept or None)
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
    """Return the case without an own line; goals and scenarios no longer name it, or the group it was alone in."""
    line = case.lines[index]
    case = drop(case, ("lines", index))
    left = {name for other in case.lines for name in (other.id, other.stream)} | library().streams.keys()
    gone = {name for name in (line.id, line.stream) if name} - left
    for number, goal in enumerate(case.goals):
        served_by = tuple(name for name in goal.served_by if name not in gone)
        case = put(case, ("goals", number, "served_by"), served_by)
    for name, overlay in case.scenarios.items():
        case = put(case, ("scenarios", name), _overlay_without(overlay, {line.id} & gone))
    return case
