"""A case as what people change one by one: fields, entries, items of a list by id; and what is changed as a whole."""

from __future__ import annotations

from typing import Any, Final

from pydantic import TypeAdapter

from model.case import Case
from model.evidence import Benchmark, Source
from model.line import Balance
from model.problems import Path
from model.record import Record
from model.schedule import Schedule
from model.strategy import Baseline, Target


class Absent:
    """Says that nothing is stated, which is not the same as a stated nothing."""


ABSENT: Final = Absent()

_WHOLE = (Schedule, Target, Baseline, Balance, Benchmark, Source)
"""Records whose fields mean something only together."""
_ANYTHING: TypeAdapter[Any] = TypeAdapter(Any)


def parts(value: Any) -> dict[str, Any] | None:
    """Return what a value is made of, by name; None where it is one thing.

    A record is made of the fields it states, a mapping of its entries, a list of its items by id, or by themselves where
    they are names. Items that have no name, or the same name twice, are changed as a whole list.
    """
    if isinstance(value, Record):
        fields = type(value).model_fields
        return (
            None
            if isinstance(value, _WHOLE)
            else {name: getattr(value, name) for name in fields if name in value.model_fields_set}
        )
    if isinstance(value, dict):
        return value
    if isinstance(value, tuple):
        items = {name: item for item in value if isinstance(name := getattr(item, "id", item), str)}
        return items if len(items) == len(value) else None
    return None


def part(value: Any, name: str) -> Any:
    """Return one part of a value by its name; a field that is not stated has its usual value."""
    if isinstance(value, Record) and name in type(value).model_fields:
        return getattr(value, name)
    return (parts(value) or {}).get(name, ABSENT)


def found(case: Case, path: Path) -> Any:
    """Return what stands at a path with ids in place of list positions; `ABSENT` where nothing does."""
    value: Any = case
    for name in path:
        value = part(value, str(name))
    return value


def same(one: Any, other: Any) -> bool:
    """Tell whether two values state the same fields with the same values."""
    return one is other or (one == other and _said(one) == _said(other))


def _said(value: Any) -> Any:
    return value if value is ABSENT else _ANYTHING.dump_python(value, exclude_unset=True)
