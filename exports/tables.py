"""Tables of a result that pages and files share: every benefit and cost line by year."""

from __future__ import annotations

from dataclasses import dataclass

from model.finance import yearly
from model.result import Appraisal


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
