"""Changes to the answers of a case: what goes with a value when it changes, in the base case and in a scenario."""

from __future__ import annotations

from typing import Any, cast

from model.case import Case
from model.evidence import Assumption
from model.problems import Complaint, Path
from model.validation import validated
from scenarios.editing import NO_FILE, at, drop, put

INFLATION = "inflation"
_OF_ONES_OWN = ("measured", "expert")
_OF_AN_ANSWER = frozenset(
    ("value", "schedule", "low", "high", "aace", "distribution", "source", "grade", "owner", "note")
)
"""What speaks of one answer, and goes when it is taken away; the rest says what the assumption is."""


def answer_path(case: Case, name: str, scenario: str | None) -> Path:
    """Return the place of an answer: in the base case, or among what a scenario changes."""
    vendors = {vendor.id: index for index, vendor in enumerate(case.vendors)}
    if scenario in vendors:
        return ("vendors", vendors[scenario], "assumptions", name)
    where: Path = ("scenarios", scenario) if scenario else ()
    is_alone = INFLATION not in case.assumptions and INFLATION not in (at(case, (*where, "assumptions")) or {})
    return (*where, INFLATION) if name == INFLATION and is_alone else (*where, "assumptions", name)


def stated_answer(case: Case, name: str, scenario: str | None) -> Assumption | None:
    """Return what the case (or the scenario) itself states of an assumption; None where it states nothing."""
    return cast("Assumption | None", at(case, answer_path(case, name, scenario)))


def answer(case: Case, name: str, scenario: str | None, changes: dict[str, Any]) -> Case:
    """Return the case with fields of an answer changed; None takes a field away.

    A new value takes a range along that no longer holds it, and evidence that was about the old value: a guess, or a
    publication. What was measured here or judged by somebody stays, as the champion may only correct it. Without a
    value nothing is left of the answer; an assumption of the case's own keeps what it is.
    """
    path = answer_path(case, name, scenario)
    _refuse_twice(case, path)
    record = at(case, path)
    fields = {key: getattr(record, key) for key in record.model_fields_set} if record else {}
    stated = {key: item for key, item in changes.items() if item is not None}
    if {"value", "schedule"} & stated.keys():
        fields = _without_stale(fields, stated)
    elif {"value", "schedule"} & changes.keys():
        fields = {key: item for key, item in fields.items() if key not in _OF_AN_ANSWER}
    fields = {key: item for key, item in (fields | changes).items() if item is not None}
    return put(case, path, validated(Assumption, fields, NO_FILE, path)) if fields else _unanswered(case, path)


def _refuse_twice(case: Case, path: Path) -> None:
    """Raise where a vendor would state the rise in pay beside the one of the case, of which only one can count."""
    if path[0] == "vendors" and path[-1] == INFLATION and case.inflation is not None:
        raise Complaint(
            "The rise in pay cannot differ from vendor to vendor.",
            "It is that of the organisation, whichever platform it buys.",
            "Show the base case, and answer it there.",
        )


def bounded(case: Case, name: str, scenario: str | None, ends: tuple[float, float] | None) -> Case:
    """Return the case with the low and the high end of an answer; None takes the range away."""
    low, high = ends or (None, None)
    changes = {"low": low, "high": high} | ({} if ends else {"aace": None, "distribution": None})
    return answer(case, name, scenario, changes)


def _unanswered(case: Case, path: Path) -> Case:
    if at(case, path) is None:
        return case
    return put(case, path, None) if path[-1] == INFLATION and path[-2:-1] != ("assumptions",) else drop(case, path)


def _without_stale(fields: dict[str, Any], stated: dict[str, Any]) -> dict[str, Any]:
    """Take away what does not hold for a new value; the range of a schedule is in multiples, and holds for another."""
    low, high, value = fields.get("low"), fields.get("high"), stated.get("value")
    has_schedule = fields.get("schedule") is not None
    is_inside = value is not None and low is not None and high is not None and low <= value <= high
    holds = "schedule" in stated if has_schedule else is_inside
    stale = {"value", "schedule"} | (set() if holds else {"low", "high"})
    stale |= set() if holds or fields.get("aace") else {"distribution"}
    stale |= set() if fields.get("grade") in _OF_ONES_OWN else {"source", "grade"}
    return {key: item for key, item in fields.items() if key not in stale}
