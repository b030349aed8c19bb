"""Results as plain data, for JSON."""

from __future__ import annotations

from typing import Any

from model.evidence import Assumption
from model.line import Library
from model.result import Appraisal, Run
from model.units import vocabulary


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
