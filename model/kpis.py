"""KPI targets read from a finished run, and how each KPI goes on from quarter to quarter."""

from __future__ import annotations

from model.calendar import month_of
from model.result import KpiTarget, Run
from model.strategy import Kpi, Target


def kpi_targets(run: Run) -> tuple[KpiTarget, ...]:
    """Return every KPI with its target read from the model, and what the line says at the end of each quarter."""
    return tuple(_kpi(run, kpi) for kpi in run.graph.resolved.kpis)


def _kpi(run: Run, kpi: Kpi) -> KpiTarget:
    target, value, reason = kpi.target, kpi.target.value, kpi.target.reason
    resolved = run.graph.resolved
    quarters: tuple[float | None, ...] = ()
    if not run.money:
        value, reason = None, "Nothing is done in this scenario."
    elif target.line is not None and target.line in run.index:
        values = kpi_values(run, kpi, target.line)
        value = values.get(target.month)
        quarters = tuple(values.get(month) for month in range(3, resolved.months + 1, 3))
        reason = reason if value is not None else _no_target(target, resolved.months)
    elif target.line is not None:
        reason = "Its line is not part of this scenario."
    baseline = kpi.baseline
    return KpiTarget(
        id=kpi.id, label=kpi.label, unit=kpi.unit, goals=kpi.goals, needs=kpi.needs, direction=kpi.direction,
        signal=kpi.signal, baseline=baseline.value if baseline else None, baseline_date=baseline.date if baseline else None,
        target=value, target_month=target.month, target_date=month_of(resolved.start, target.month),
        line=target.line, reason=reason, owner=kpi.owner, data_source=kpi.data_source, review=kpi.review, quarters=quarters,
    )  # fmt: skip


def _no_target(target: Target, months: int) -> str:
    if target.month > months:
        return f"Month {target.month} lies after the {months} months of the case."
    return f"There are no {target.months_summed} months up to month {target.month} to add up."


def kpi_values(run: Run, kpi: Kpi, line_id: str) -> dict[int, float]:
    """Return the KPI in its own unit at every month that has enough months before it."""
    units, row, months = run.graph.resolved.vocabulary, run.line(line_id), kpi.target.months_summed
    unit, line_unit = units.unit(kpi.unit), units.unit(run.graph.rows[line_id].line.unit)
    divisor = unit.scale * (months if unit.dimension == line_unit.dimension else 1)
    return {m: float(row[m - months + 1 : m + 1].sum()) / divisor for m in range(kpi.target.first_month, len(row))}
