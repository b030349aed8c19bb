"""What each change between two revisions did to NPV: the changes by field, beside the parts of the bridge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from model.problems import Path
from scenarios.bridge import Bridge, Part
from scenarios.changes import FieldChange

_SETTINGS: Mapping[Path, str] = {
    ("discount", "rate"): "rate",
    ("discount", "timing"): "timing",
    ("months",): "months",
    ("start",): "start",
}
_STRUCTURE = {
    "streams": "stream",
    "lines": "line",
    "overlaps": "overlap",
    "audiences": "audience",
    "dimensions": "dimension",
}


@dataclass(frozen=True, slots=True)
class Effect:
    """A change and what it did to NPV; None where it did nothing, or where it is counted with another change."""

    change: FieldChange
    amount: float | None


@dataclass(frozen=True, slots=True)
class Effects:
    """The changes with their effects, and the parts of the difference that belong to no single field."""

    changes: tuple[Effect, ...]
    others: tuple[Part, ...]


def effects(found: tuple[FieldChange, ...], bridge: Bridge | None) -> Effects:
    """Return each change with what it did to NPV; a part that several fields make up stands beside the first of them."""
    parts = {part.id: part for part in bridge.parts} if bridge else {}
    told = []
    for change in found:
        part = parts.pop(_part_of(change.path), None)
        told.append(Effect(change, part.amount if part else None))
    return Effects(tuple(told), tuple(parts.values()))


def _part_of(path: Path) -> str:
    """Return the id that a place of the case has among the parts of a bridge."""
    if path in _SETTINGS:
        return _SETTINGS[path]
    if path[0] in _STRUCTURE and len(path) > 1:
        return f"{_STRUCTURE[str(path[0])]}:{path[1]}"
    if path[0] == "assumptions" and len(path) > 1:
        return str(path[1])
    return str(path[0])
