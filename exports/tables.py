"""Tables of a result that pages and files share: every benefit and cost line by year, and the KPIs by quarter."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from exports import wording
from model.calendar import month_of
from model.finance import yearly
from model.result import Appraisal, KpiTarget

FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What makes a spreadsheet read a text as a formula."""


@dataclass(frozen=True, slots=True)
class LineByYear:
    """A benefit or cost line: its amounts in the opening and each year, its total and what it is worth today."""

    id: str
    label: str
    kind: str
    group: str
    by_year: tuple[float, ...]
    total: float
    present_value: float


def lines_by_year(appraisal: Appraisal) -> tuple[LineByYear, ...]:
    """Return every money line, benefits first, in the currency of the case, undiscounted by year."""
    run = appraisal.run
    titles = {stream.id: stream.title for stream in run.graph.resolved.streams}
    return tuple(
        LineByYear(
            id=line.id, label=line.label, kind=line.kind, group=titles.get(line.stream or "", line.stream or "Own lines"),
            by_year=tuple(float(amount) for amount in yearly(run.line(line.id))),
            total=float(run.line(line.id).sum()), present_value=run.present_value(line.id),
        )
        for kind in ("benefit", "cost")
        for line in run.lines_of(kind)
    )  # fmt: skip


KPI_CSV_COLUMNS = (
    "KPI", "Goals", "Needs", "Signal", "Better", "Unit", "Baseline", "Baseline date", "Target", "Target month",
    "Target date", "Read from", "Reason", "Owner", "Data source", "Review",
)  # fmt: skip


def kpi_csv(appraisal: Appraisal) -> str:
    """Return the KPIs as CSV: one row each, with baseline, target, owner, and the model's value at each quarter's end.

    Numbers are written in full and shares as 0 to 1; the quarters are named by their last month, as `2027-03`. A text
    that a spreadsheet would take for a formula gets a leading apostrophe.
    """
    resolved = appraisal.run.graph.resolved
    quarters = [month_of(resolved.start, month) for month in range(3, resolved.months + 1, 3)]
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\r\n")
    rows.writerow((*KPI_CSV_COLUMNS, *quarters))
    for kpi in appraisal.kpis:
        values = kpi.quarters or (None,) * len(quarters)
        rows.writerow([cell(value) for value in (*_kpi_cells(appraisal, kpi), *values)])
    return written.getvalue()


def _kpi_cells(appraisal: Appraisal, kpi: KpiTarget) -> tuple[str | float | None, ...]:
    resolved = appraisal.run.graph.resolved
    needs = {need.id: need.label for audience in resolved.audiences for need in audience.needs}
    return (
        kpi.label, "; ".join(wording.share_name("goal", goal, appraisal) for goal in kpi.goals),
        "; ".join(needs.get(need, need) for need in kpi.needs), kpi.signal, "more" if kpi.direction == "up" else "less",
        resolved.vocabulary.show_unit(kpi.unit) or "share", kpi.baseline, kpi.baseline_date, kpi.target, kpi.target_month,
        kpi.target_date, appraisal.run.label(kpi.line) if kpi.line else "stated", kpi.reason, kpi.owner, kpi.data_source,
        kpi.review.replace("_", "-"),
    )  # fmt: skip


def cell(value: str | float | None) -> str:
    """Return a value as a cell of a CSV file: a number in full, nothing for None, and a text that is never a formula."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return repr(value)
    return f"'{value}" if value.startswith(FORMULA_BEGINS) else value
