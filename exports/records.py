"""Results as plain data, for JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from model.evidence import Assumption
from model.line import Library
from model.result import Appraisal, Run
from model.units import vocabulary
from scenarios.stored import CaseSummary, Event, Imported, Revision


def check_record(appraisal: Appraisal) -> dict[str, Any]:
    """Return what `check` says of one scenario as plain data."""
    whole = appraisal.record()
    return {
        "scenario": whole["case"]["scenario"],
        **{key: whole[key] for key in ("fingerprint", "integrity", "challenges")},
    }


def library_rows(shelf: Library) -> list[dict[str, Any]]:
    """Return every assumption of the library as plain data."""
    return [assumption_row(name, record, "library", "currency") for name, record in shelf.assumptions.items()]


def case_rows(run: Run) -> list[dict[str, Any]]:
    """Return every assumption a case uses as plain data, with the values in force."""
    resolved = run.graph.resolved
    rows = [
        assumption_row(name, item.record, item.origin, resolved.currency) for name, item in resolved.assumptions.items()
    ]
    return [row | {"label": run.label(row["id"])} for row in rows]


def assumption_row(name: str, record: Assumption, origin: str, currency: str) -> dict[str, Any]:
    """Return one assumption as plain data."""
    span, plausible = record.range(), record.plausible_range(currency)
    return {
        "id": name,
        "label": record.label,
        "question": record.question,
        "unit": vocabulary(currency).show_unit(record.unit or "1") or "1",
        "value": record.value,
        "schedule": record.schedule.model_dump() if record.schedule else None,
        "low": span[0] if span else None,
        "high": span[1] if span else None,
        "limits": record.limits,
        "plausible": plausible,
        "origin": origin,
        "grade": record.grade,
        "sources": [str(source) for source in record.source],
        "benchmarks": [{"span": b.span, "what": b.what, "source": str(b.source[0])} for b in record.benchmarks],
        "note": record.note,
    }


# --- saved cases -------------------------------------------------------------------------------------------------


def saved_case_row(row: CaseSummary) -> dict[str, Any]:
    """Return one saved case as plain data."""
    decided = {"verdict": asdict(row.verdict) if row.verdict else None, "approved": row.approved}
    return _plain(asdict(row) | decided)


def revision_row(revision: Revision) -> dict[str, Any]:
    """Return one revision as plain data: who, when, why, its figures by scenario, its verdict."""
    return _plain(asdict(revision)) | {"is_locked": revision.is_locked}


def event_row(event: Event) -> dict[str, Any]:
    """Return one entry of the audit trail as plain data."""
    return _plain(asdict(event))


_BECAME = {"added": "Added", "copied": "Added as a copy", "unchanged": "Here already"}


def imported_row(found: Imported) -> dict[str, Any]:
    """Return what became of one case of a backup as plain data, with a sentence that says so."""
    copied = f", because {found.was} has other content here" if found.how == "copied" else ""
    return asdict(found) | {"said": f"{_BECAME[found.how]}: “{found.title}” ({found.id}){copied}."}


def _plain(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return data with its moments as text."""
    return {name: _plain_value(value) for name, value in data.items()}


def _plain_value(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain_value(item) for item in value]
    return _plain(value) if isinstance(value, Mapping) else value
