"""Plain data to records, with pydantic's findings said as problems a person can mend."""

from __future__ import annotations

import re
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from model.document import Document
from model.names import uncapitalised
from model.problems import CaseProblems, Complaint, Path, Problem, did_you_mean, show_path

R = TypeVar("R", bound=BaseModel)

_NUMBER = "Write a number without quotes, spaces or thousands separators, such as 40000 or 0.08."
_TYPES = {
    "float_type": ("a number", _NUMBER),
    "int_type": ("a whole number", _NUMBER),
    "int_from_float": ("a whole number", _NUMBER),
    "finite_number": ("a finite number", "Write a number; .nan and .inf have no meaning here."),
    "string_type": ("text", "Put it in quotes if it looks like a number."),
    "bool_type": ("true or false", "Write true or false."),
    "tuple_type": ("a list", "Write `[…]`, or one item a line beginning with `- `."),
    "dict_type": ("a mapping of names to values", "Write `name: value`, one a line."),
    "model_type": ("a mapping of fields", "Write `field: value`, one a line."),
    "model_attributes_type": ("a mapping of fields", "Write `field: value`, one a line."),
    "dataclass_type": ("a mapping of fields", "Write `field: value`, one a line."),
}
_PERCENT = re.compile(r"\s*(\d+(?:\.\d+)?)\s*%\s*")
_PATTERNS = {
    "start": "Write the month as `2027-01`, from 1900-01 to 2199-12.",
    "date": "Write the month as `2027-01`, from 1900-01 to 2199-12.",
    "id": "Use letters, digits, `_` and `-`, at most 80.",
    "link": "Write a full web address, beginning with https://.",
    "label": "Write one line of text.",
}


def validated(record: type[R], data: Any, document: Document, prefix: Path = ()) -> R:
    """Return the record in `data`, which stands at `prefix` in a document.

    Raises `CaseProblems` with everything that is wrong with it, each with its line.
    """
    try:
        return record.model_validate(data)
    except ValidationError as error:
        problems = [_problem(record, details, prefix) for details in error.errors(include_url=False)]
        raise CaseProblems(document.locate(problems)) from None


def _problem(record: type[BaseModel], details: ErrorDetails, prefix: Path) -> Problem:
    path = (*prefix, *(part for part in details["loc"] if part != "[key]"))
    complaint = details.get("ctx", {}).get("error")
    if isinstance(complaint, Complaint):
        return complaint.problem(_code(complaint), path)
    what, remedy = _explain(record, details, show_path(path))
    return Problem(details["type"], path, what, _why(record, details["loc"]), remedy)


def _code(complaint: Complaint) -> str:
    return {"FormulaError": "formula", "UnitError": "unknown_unit"}.get(type(complaint).__name__, "value")


def _explain(record: type[BaseModel], details: ErrorDetails, field: str) -> tuple[str, str]:
    """Return what is wrong and what to do, for one finding of pydantic."""
    kind, name = details["type"], str(details["loc"][-1]) if details["loc"] else "the file"
    shown = _shown(details.get("input"))
    context = details.get("ctx", {})
    if kind == "missing":
        return f"`{field}` is missing.", f"Write `{name}: …`."
    if kind == "extra_forbidden":
        known = _fields(_record_at(record, details["loc"][:-1]))
        hint = "" if name.replace("_", "").isalnum() else "Put text that holds a comma or a colon in quotes. "
        hint = "Write thousands without a comma: 85000, not 85,000. " if name.isdigit() else hint
        return f"`{name}` is not a field here.", f"{did_you_mean(name, known)}{hint}Known here: {', '.join(known)}."
    if kind == "literal_error":
        return f"{shown} is not one of the values `{name}` can have.", f"Write one of {context['expected']}."
    if kind in ("float_type", "int_type") and (share := _PERCENT.fullmatch(str(details.get("input")))):
        return f"{shown} stands where a number belongs.", f"Write {float(share[1]) / 100:g} for {share[1]}%."
    if kind == "less_than_equal" and context.get("le") == 1:
        value = float(details["input"])
        return (
            f"`{name}` is {shown}, and 1 is the most it can be.",
            f"Shares are written 0 to 1: {value:g}% is {value / 100:g}.",
        )
    if kind in _TYPES:
        return f"{shown} stands where {_TYPES[kind][0]} belongs.", _TYPES[kind][1]
    if kind == "string_pattern_mismatch":
        return f"{shown} does not have the form `{name}` needs.", _PATTERNS.get(name, "See docs/case.md for its form.")
    return (
        f"{shown}: {uncapitalised(details['msg'])}.",
        "See docs/reference/case.md for what is possible here.",
    )


def _shown(value: Any) -> str:
    text = "nothing" if value is None else str(value) if not isinstance(value, str) else f"“{value}”"
    return text if len(text) <= 60 else f"{text[:57]}…"


def _why(record: type[BaseModel], location: tuple[int | str, ...]) -> str:
    """Return the field's own description as the reason it matters."""
    holder = _record_at(record, location[:-1])
    for name, info in holder.model_fields.items():
        if location and location[-1] in (name, info.alias) and info.description:
            return info.description
    return "What is not understood is refused rather than guessed."


def _fields(record: type[BaseModel]) -> list[str]:
    return [info.alias or name for name, info in record.model_fields.items()]


def _record_at(record: type[BaseModel], location: tuple[int | str, ...]) -> type[BaseModel]:
    """Return the record that holds the fields at a place; list positions and names in a mapping are passed over."""
    for part in location:
        for name, info in record.model_fields.items():
            if part in (name, info.alias):
                record = _record_in(info.annotation) or record
    return record


def _record_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _record_in(part))), None)
