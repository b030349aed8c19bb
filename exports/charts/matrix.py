"""Which KPI measures which strategic goal: a matrix that shows what is not measured."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from exports.charts.canvas import block, boxes, texts
from exports.charts.kit import LIGHT, Chart, Look, Words, finished, in_lines, marks, scenario_words
from exports.charts.links import goals_in_order, share_words
from model.money import LOCALE
from model.names import counted
from model.result import Appraisal, KpiTarget
from model.strategy import Goal

_NAMES, _MOST_COLUMN, _PADDING = 0.31, 0.21, 10.0
"""The names of the KPIs, and a column at most, take such a share of the picture."""
_BELOW = 0.5
"""So many rows below the counts it is said what the marks mean."""
_LEGEND = 13
"""So many letters wide is what is said of one kind of KPI."""
_MEANING = {"leading": "Leading: moves first", "lagging": "Lagging: shows the result"}


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where rows and columns of the matrix stand, in pixels."""

    goals: Sequence[Goal]
    kpis: Sequence[KpiTarget]
    head: float
    row: float
    picture: int

    @property
    def names(self) -> float:
        return _NAMES * self.picture

    @property
    def column(self) -> float:
        return min(_MOST_COLUMN * self.picture, (self.picture - self.names) / max(len(self.goals), 1))

    @property
    def width(self) -> float:
        return self.names + max(self.column * len(self.goals), _MOST_COLUMN * self.picture)

    def x(self, goal: int) -> float:
        """Return the middle of a column."""
        return self.names + self.column * (goal + 0.5)

    def y(self, row: int) -> float:
        """Return the middle of a row; the row after the KPIs counts them."""
        return self.head + self.row * (row + 0.5)


def kpi_matrix(appraisal: Appraisal, look: Look = LIGHT, locale: str = LOCALE) -> Chart:
    """Return KPIs as rows and goals as columns, with a ring for a leading and a disc for a lagging KPI.

    A goal without a KPI and a KPI without a goal are named as such.
    """
    leading = round((look.font_size - 1) * 1.3)
    head, row = 5 * leading + 2 * _PADDING, 3 * leading + _PADDING
    grid = _Grid(goals_in_order(appraisal), appraisal.kpis, head, row, look.picture)
    drawn = [
        _stripes(grid, look),
        _marks(list(_cells(grid, look)), look),
        texts([*_names(grid, look, leading), *_missing(grid), *_legend_texts(grid, look)], look),
        texts([*_heads(appraisal, grid, look, locale), *_counts(grid, look)], look, "center"),
    ]
    words = _words(appraisal, grid, locale)
    return finished(drawn, grid.y(len(grid.kpis)) + grid.row * (_BELOW + 0.25), words, look, round(grid.width))


def _stripes(grid: _Grid, look: Look) -> alt.Chart:
    """Return a stripe behind every other row, so that the eye keeps to a row."""
    return boxes(
        {"x": 0, "x2": grid.width, "y": grid.y(row) - grid.row / 2, "y2": grid.y(row) + grid.row / 2,
         "fill": look.panel, "stroke": look.panel, "told": kpi.label}
        for row, kpi in enumerate(grid.kpis) if row % 2 == 0
    )  # fmt: skip


def _cells(grid: _Grid, look: Look) -> Iterator[dict[str, Any]]:
    for row, kpi in enumerate(grid.kpis):
        for column, goal in enumerate(grid.goals):
            if goal.id in kpi.goals:
                told = f"{kpi.label} – {goal.label} ({kpi.signal})"
                yield {"x": grid.x(column), "y": grid.y(row), "signal": kpi.signal, "told": told}
    for place, signal in enumerate(_MEANING):
        yield {
            "x": _legend_x(place, look),
            "y": grid.y(len(grid.kpis)) + grid.row * _BELOW,
            "signal": signal,
            "told": _MEANING[signal],
        }


def _legend_x(place: int, look: Look) -> float:
    return _PADDING + 8 + place * (_LEGEND * look.font_size + 1)


def _marks(cells: Sequence[dict[str, Any]], look: Look) -> alt.Chart:
    """Return a ring for each leading and a disc for each lagging KPI; a ring is empty in the middle."""
    fills = [{**cell, "fill": look.benefit if cell["signal"] == "lagging" else look.page} for cell in cells]
    drawn: alt.Chart = marks(fills).mark_point(shape="circle", size=190, strokeWidth=2.5, stroke=look.benefit, opacity=1).encode(
        alt.X("x:Q", scale=None, axis=None), alt.Y("y:Q", scale=None, axis=None),
        fill=alt.Fill("fill:N", scale=None), tooltip=alt.Tooltip("told:N", title=" "),
    )  # fmt: skip
    return drawn


def _legend_texts(grid: _Grid, look: Look) -> list[dict[str, Any]]:
    y = grid.y(len(grid.kpis)) + grid.row * _BELOW
    return [
        {"x": _legend_x(place, look) + 14, "y": y, "text": meaning, "color": look.soft}
        for place, meaning in enumerate(_MEANING.values())
    ]


def _heads(appraisal: Appraisal, grid: _Grid, look: Look, locale: str) -> list[dict[str, Any]]:
    """Return over each column the goal in up to four lines, and under it its share of the value."""
    size = look.font_size - 1
    leading = round(size * 1.3)
    found = []
    for column, goal in enumerate(grid.goals):
        lines = in_lines(goal.label, grid.column - 12, size, 4, bold=True)
        last = grid.head - _PADDING - leading / 2
        found += block(lines, grid.x(column), last - leading * len(lines), leading, weight=600)
        found += block([share_words(appraisal, goal.id, locale)], grid.x(column), last, leading, color=look.soft)
    return found


def _names(grid: _Grid, look: Look, leading: float) -> list[dict[str, Any]]:
    """Return on the left each KPI in up to two lines, and whether it is leading or lagging."""
    found = []
    for row, kpi in enumerate(grid.kpis):
        lines = in_lines(kpi.label, grid.names - 2 * _PADDING, look.font_size - 1)
        top = grid.y(row) - leading * len(lines) / 2
        found += block(lines, _PADDING, top, leading)
        found += block([kpi.signal.capitalize()], _PADDING, top + leading * len(lines), leading, color=look.soft)
    return found


def _missing(grid: _Grid) -> list[dict[str, Any]]:
    """Say in the row of a KPI that it serves no goal, and instead of goals or KPIs that there are none."""
    found = [
        {"x": grid.names + _PADDING, "y": grid.y(row), "text": "serves no goal", "weight": 600}
        for row, kpi in enumerate(grid.kpis) if not kpi.goals and grid.goals
    ]  # fmt: skip
    if not grid.goals:
        found.append({"x": grid.names + _PADDING, "y": grid.head / 2, "text": "No goals yet", "weight": 600})
    if not grid.kpis:
        found.append({"x": _PADDING, "y": grid.y(0), "text": "No KPIs yet", "weight": 600})
    return found


def _counts(grid: _Grid, look: Look) -> list[dict[str, Any]]:
    """Return under each column how many KPIs measure the goal."""
    counts = [sum(goal.id in kpi.goals for kpi in grid.kpis) for goal in grid.goals]
    return [
        {"x": grid.x(column), "y": grid.y(len(grid.kpis)) - grid.row / 5, "text": _kpis(count),
         "weight": 400 if count else 600, "color": look.soft if count else look.ink}
        for column, count in enumerate(counts)
    ]  # fmt: skip


def _kpis(count: int) -> str:
    return "no KPI" if not count else counted(count, "KPI")


def _words(appraisal: Appraisal, grid: _Grid, locale: str) -> Words:
    goals = grid.goals
    rows = [
        ("Share of the value", "", *(share_words(appraisal, goal.id, locale) for goal in goals)),
        *(
            (kpi.label, kpi.signal.capitalize(), *("measures it" if goal.id in kpi.goals else "" for goal in goals))
            for kpi in grid.kpis
        ),
        ("How many", "", *(_kpis(sum(goal.id in kpi.goals for kpi in grid.kpis)) for goal in goals)),
    ]
    names = {goal.id: f"“{goal.label}”" for goal in goals}
    told = [
        f"{kpi.label} ({kpi.signal}): {'; '.join(names[goal] for goal in kpi.goals) or 'serves no goal'}."
        for kpi in grid.kpis
    ]
    told += [f"{names[goal.id]}: no KPI." for goal in goals if not any(goal.id in kpi.goals for kpi in grid.kpis)]
    subtitle = f"KPIs and the goals they measure, goals with their share of the benefits at today's value, {scenario_words(appraisal)}"
    return Words(_title(goals, grid.kpis), subtitle, ("KPI", "Signal", *(g.label for g in goals)), rows, " ".join(told))


def _title(goals: Sequence[Goal], kpis: Sequence[KpiTarget]) -> str:
    unmeasured = [goal for goal in goals if not any(goal.id in kpi.goals for kpi in kpis)]
    loose = sum(not kpi.goals for kpi in kpis)
    if not goals:
        return "No strategic goal is set yet"
    if not kpis:
        return "No KPI is set yet"
    if len(unmeasured) == 1:
        return f"“{unmeasured[0].label}” has no KPI"
    if unmeasured:
        return f"{len(unmeasured)} of {len(goals)} goals have no KPI"
    if loose:
        return f"Every goal has a KPI; {loose} of {len(kpis)} KPIs serve{'s' if loose == 1 else ''} no goal"
    return "Every goal has a KPI, and every KPI serves a goal"
