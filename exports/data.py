"""A case as data for other programs: JSON, a tidy table as CSV or Parquet, and the case's own YAML."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from exports.guarding import csv_text
from exports.outputs import Order
from exports.stamp import Stamp, stamp
from model.calendar import month_of
from model.resolved import ResolvedLine
from scenarios import Analysis
from scenarios.writing import case_yaml

Cell = str | float | None
HOLDS: dict[str, str] = {
    "case": "The short name of the case",
    "scenario": "The short name of the scenario; base for the base case",
    "line": "The id of the line",
    "label": "What people call it",
    "unit": "Its unit, such as USD/month",
    "kind": "Driver, benefit or cost",
    "stream": "The stream or cost group it belongs to",
    "month": "The month of the case; 0 is the opening",
    "date": "The calendar month",
    "amount": "The amount in that month, in the unit of the line, in full",
    "revision": "Which saved revision was computed",
    "convention": "The discount rate and its timing",
    "exported": "The day of the export",
    "model_version": "The version of the model",
    "fingerprint": "The SHA-256 of all that was computed",
}
"""The columns of the tidy table and what they hold: one row for each line and month."""
TIDY_COLUMNS = tuple(HOLDS)


def json_bytes(order: Order) -> bytes:
    """Return the appraisal with every line by month and its stamp as JSON; with other scenarios, the comparison too."""
    data = order.analysis.appraisal.record(with_lines=True) | {"stamp": stamp_record(order.stamp)}
    if order.comparison is not None:
        data["comparison"] = order.comparison.record()
        data["others"] = [
            each.appraisal.record(with_lines=True) | {"stamp": stamp_record(said)} for each, said in _stamped(order)[1:]
        ]
    return f"{json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False)}\n".encode()


def stamp_record(said: Stamp) -> dict[str, Any]:
    """Return a stamp as plain data."""
    return {
        "case": said.case, "case_id": said.case_id, "organisation": said.organisation, "scenario": said.scenario,
        "scenario_id": said.scenario_id, "revision": said.revision, "convention": said.convention,
        "currency": said.currency, "date": said.date.isoformat(), "model_version": said.model_version,
        "fingerprint": said.fingerprint, "left_out": list(said.left_out),
    }  # fmt: skip


def yaml_bytes(order: Order) -> bytes:
    """Return the case with all its scenarios as YAML that can be read back, under a comment that says what it is."""
    comment = " ".join(order.stamp.line().split())
    return f"# {comment}\n{case_yaml(order.analysis.file.case)}".encode()


# --- tidy --------------------------------------------------------------------------------------------------------


def csv_bytes(order: Order) -> bytes:
    """Return every line by month as a tidy table in CSV, with a mark that tells spreadsheets it is UTF-8."""
    rows = (tuple(column[place] for column in part) for part in _parts(order) for place in range(len(part[0])))
    return table_bytes(TIDY_COLUMNS, rows)


def table_bytes(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a table as CSV: numbers in full, texts that no spreadsheet computes, UTF-8 with its mark."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow([csv_text(column) for column in columns])
    writer.writerows([_cell(value) for value in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")


def _cell(value: Cell) -> str:
    if value is None:
        return ""
    return csv_text(value) if isinstance(value, str) else repr(value)


def parquet_bytes(order: Order) -> bytes:
    """Return the tidy table as Parquet, with the stamp in its metadata."""
    import pyarrow as pa
    from pyarrow import parquet

    whole = zip(*_parts(order), strict=True)
    columns = {
        name: [value for part in parts for value in part] for name, parts in zip(TIDY_COLUMNS, whole, strict=True)
    }
    types = {"month": pa.int32(), "amount": pa.float64()}
    words = pa.dictionary(pa.int32(), pa.string())
    schema = pa.schema([(name, types.get(name, words)) for name in TIDY_COLUMNS])
    said = {"community_case": json.dumps(stamp_record(order.stamp), ensure_ascii=False)}
    written = io.BytesIO()
    parquet.write_table(pa.table(columns, schema=schema).replace_schema_metadata(said), written, compression="zstd")
    return written.getvalue()


def _parts(order: Order) -> Iterator[tuple[Sequence[Cell], ...]]:
    """Yield for each line of each scenario its columns, of the length of its months."""
    for analysis, said in _stamped(order):
        resolved, run = analysis.resolved, analysis.appraisal.run
        months = range(resolved.months + 1)
        dates = [month_of(resolved.start, month) for month in months]
        for line_id in run.graph.order:
            line = run.graph.rows[line_id].line
            amounts = run.line(line_id).tolist()
            before = (*_facts(analysis, line), months, dates, amounts, *_stamp_facts(said))
            yield tuple([part] * len(amounts) if isinstance(part, str) else part for part in before)


def _facts(analysis: Analysis, line: ResolvedLine) -> tuple[str, ...]:
    resolved = analysis.resolved
    unit = resolved.vocabulary.show_unit(line.unit or "1") or "1"
    return (resolved.id, resolved.scenario or "base", line.id, line.label, unit, line.kind, line.stream or "")


def _stamp_facts(said: Stamp) -> tuple[str, ...]:
    return (said.revision, said.convention, said.date.isoformat(), said.model_version, said.fingerprint)


def _stamped(order: Order) -> list[tuple[Analysis, Stamp]]:
    """Return the scenario and those that go with it, each with its stamp."""
    known = order.other_stamps or tuple(stamp(each, on=order.stamp.date) for each in order.others)
    return [(order.analysis, order.stamp), *zip(order.others, known, strict=True)]
