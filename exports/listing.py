"""A chart that can be had: its id, what people call it, how it is drawn, and the rows behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from exports.charts import Chart
from exports.images import Draw

Cell = str | float | None
Rows = Sequence[tuple[Any, ...]]

FAN = {"Month": "month", "When": "when"} | {f"P{percent}": f"p{percent}" for percent in (5, 25, 50, 75, 95)}
"""The data of a line with its range by month: columns, and the fields of the drawn rows."""
CURVES = {"What": "name", "Month": "month", "When": "when", "Cumulative cash": "cash"}
"""The same of several curves of cash."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A chart that can be had: its id, what people call it, how it is drawn, and which rows of the drawing hold its data.

    `fields` names the columns of the data and the fields of the drawn rows they come from; without any, the data is the
    table behind the chart, in words. `code` is the number format of a spreadsheet for data that is no money.
    """

    id: str
    name: str
    draw: Draw
    fields: Mapping[str, str] = field(default_factory=dict)
    code: str = ""

    @property
    def kind(self) -> str:
        """What is drawn, whatever was chosen for it and however many there are."""
        return self.id.partition(":")[0].rstrip("_0123456789")

    def rows(self, chart: Chart) -> tuple[tuple[str, ...], tuple[tuple[Cell, ...], ...]]:
        """Return the columns and rows behind a drawing of it: as many as it has marks, with amounts in full."""
        if not self.fields:
            return chart.columns, chart.rows
        found = [row for rows in chart.spec["datasets"].values() for row in rows if self._is_data(row)]
        found.sort(key=lambda row: float(row.get("middle", 0.0)))
        cells = dict.fromkeys(tuple(row[name] for name in self.fields.values()) for row in found)
        return tuple(self.fields), tuple(sorted(cells, key=_place))

    def _is_data(self, row: Mapping[str, Any]) -> bool:
        return all(name in row for name in self.fields.values())


def _place(row: tuple[Cell, ...]) -> float:
    """Return where a row stands among others: by its number where it begins with one, else where it is drawn."""
    return row[0] if isinstance(row[0], int | float) else 0.0
