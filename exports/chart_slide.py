"""One chart as an editable slide: a native chart where there is one for it, else the table behind it."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from exports import planned, wording
from exports.brand import DEFAULT, Brand
from exports.chart_list import chart_named
from exports.charts import Chart
from exports.deck import mapped, native, native_compared
from exports.deck.charting import Spot, unit_of
from exports.deck.content import Diagram, Part, Picture, Slide, Table
from exports.deck.drawing import draw
from exports.deck.native import Cloud, Mark, Reach, Step, Task
from exports.deck.stage import Stage, stage
from exports.images import look_of
from exports.listing import Listed, Rows
from exports.outputs import Order
from exports.packing import repacked
from exports.stamp import Stamp
from model.result import Appraisal

_MOST_ROWS, _MOST_TASKS = 12, 16
_LARGER = 1.25
_LEAST_COLUMN, _MOST_COLUMN = 6, 40
_Native = Callable[[Spot, Rows, Chart, str], Any]
"""Draws a chart from the rows behind it, what was drawn on the screen, and the currency."""


def pptx_bytes(order: Order) -> bytes:
    """Return one chart as a presentation of one slide. Raises `CaseProblems` for an unknown chart and a broken template."""
    chart = chart_named(order, order.chart)
    return slide_of(order, chart, chart.draw(look_of(order.brand)))


def slide_of(order: Order, chart: Listed, shown: Chart) -> bytes:
    """Return a drawn chart as a presentation of one slide, in the look of the brand or of the template."""
    return _written(stage(order.brand, order.template), _part(order, chart, shown), shown, order.stamp)


def slide_of_rows(chart: Listed, shown: Chart, stamp: Stamp, brand: Brand = DEFAULT) -> bytes:
    """Return a chart of what is not one case as a presentation of one slide, drawn from its rows, in the look of a brand."""
    return _written(stage(brand, None), _of_rows(chart, shown, stamp.currency), shown, stamp)


def _written(made: Stage, part: Part, shown: Chart, stamp: Stamp) -> bytes:
    notes = (shown.alternative, *(f"{label}: {text}" for label, text in stamp.rows()))
    draw(made, [Slide(shown.title, (part,), notes=notes)], stamp.line())
    properties = made.deck.core_properties
    properties.title, properties.author = shown.title[:250], stamp.organisation[:250]
    properties.created = properties.modified = stamp.moment.replace(tzinfo=None)
    properties.last_modified_by, properties.revision = stamp.program, 1
    written = io.BytesIO()
    made.deck.save(written)
    return repacked(written.getvalue())


def _part(order: Order, chart: Listed, shown: Chart) -> Part:
    kind = chart.kind
    if kind == "plan":
        return Picture(partial(_plan, order), shown.subtitle, shown.alternative)
    if kind == "strategy_map":
        return _map(order.analysis.appraisal, shown)
    if kind == "two_way_map":
        return _grid(shown)
    return _of_rows(chart, shown, order.stamp.currency)


def _of_rows(chart: Listed, shown: Chart, currency: str) -> Part:
    """Return a native chart of the rows behind a chart, or their table."""
    kind = chart.kind
    if kind not in _NATIVE:
        rows, widths = shown.rows[:_MOST_ROWS], _widths(shown)
        return Table(shown.columns, rows, widths, caption=shown.subtitle, is_cut=True)
    _, data = chart.rows(shown)
    drawn = _NATIVE[kind]
    if chart.code:
        return Picture(lambda spot: _fan(_enlarged(spot), data, shown, currency, chart.code), shown.subtitle, shown.alternative)  # fmt: skip
    amounts = _AMOUNTS.get(kind)
    unit = f"; amounts in {unit_of(amounts(data), currency).words}" if amounts else ""
    caption = f"{_CAPTIONS.get(kind, str)(shown.subtitle)}{unit}"
    return Picture(lambda spot: drawn(_enlarged(spot), data, shown, currency), caption, shown.alternative)


def _map(appraisal: Appraisal, shown: Chart) -> Diagram:
    """Return the strategy map as shapes, or as a table where they are too many."""
    table = Table(shown.columns, shown.rows[:_MOST_ROWS], _widths(shown), caption=shown.subtitle, is_cut=True)
    return Diagram(
        lambda made, shapes, frame: mapped.strategy_map(made, shapes, appraisal, frame),
        lambda made, frame: mapped.fits(made, appraisal, frame), table, shown.alternative,
    )  # fmt: skip


def _grid(shown: Chart) -> Table:
    """Return a map of two values as a table: one across, the other upwards, with what the case is worth in each cell."""
    cells = _pointed_out(shown, "at_a", "at_b", "label")
    across, up = ([said for _, said in sorted({(cell[by], cell[f"at_{by}"]) for cell in cells})] for by in "ab")
    said = {(cell["at_a"], cell["at_b"]): cell["label"] for cell in cells}
    columns = (f"{shown.columns[1].rpartition(', where')[0]} ↓   {shown.columns[0]} →", *across)
    rows = tuple((name, *(said[one, name] for one in across)) for name in reversed(up))
    caption = shown.subtitle.partition("; along the line")[0]
    return Table(columns, rows, (2.2, *[1.0] * len(across)), frozenset(range(1, len(columns))), caption=caption)


def _widths(shown: Chart) -> tuple[float, ...]:
    """Return how much of a table each column takes, by its longest text."""
    longest = (max(map(len, column)) for column in zip(shown.columns, *shown.rows, strict=True))
    return tuple(float(min(max(length, _LEAST_COLUMN), _MOST_COLUMN)) for length in longest)


def _enlarged(spot: Spot) -> Spot:
    """Return a spot with larger letters: the chart has the slide for itself."""
    return replace(spot, look=replace(spot.look, size=spot.look.size * _LARGER))


def _grouped(rows: Rows, by: int, value: int) -> dict[str, list[Any]]:
    """Return the values of one column by those of another, in their order."""
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(str(row[by]), []).append(row[value])
    return found


def _pointed_out(chart: Chart, *fields: str) -> list[Mapping[str, Any]]:
    """Return the rows of a drawing that have some fields: what is said at its points."""
    return [row for rows in chart.spec["datasets"].values() for row in rows if all(name in row for name in fields)]


# --- over time ---------------------------------------------------------------------------------------------------


def _cash(spot: Spot, rows: Rows, chart: Chart, currency: str) -> Any:
    turns = {
        row["month"]: Mark(row["month"], row["label"], row["below"]) for row in _pointed_out(chart, "label", "below")
    }
    return native.cash_curve(spot, [row[2] for row in rows], list(turns.values()), currency)


def _curves(spot: Spot, rows: Rows, chart: Chart, currency: str) -> Any:  # noqa: ARG001 - one signature for all
    months, amounts = _grouped(rows, 0, 1), _grouped(rows, 0, 3)
    return native_compared.curves(
        spot, {name: list(zip(months[name], amounts[name], strict=True)) for name in months}, currency
    )


def _against(spot: Spot, rows: Rows, chart: Chart, currency: str) -> Any:  # noqa: ARG001 - as above
    known = {(year, part): amount for year, part, amount in rows}
    years = sorted({year for year, _ in known})
    flows = {part: [known.get((year, part), 0.0) for year in years] for part in ("Benefits", "Costs", "Net")}
    flows["Costs"] = [-amount for amount in flows["Costs"]]
    return native.against(spot, [f"Year {year}" if year else "Opening" for year in years], flows, currency)


def _stacked(spot: Spot, rows: Rows, chart: Chart, currency: str) -> Any:  # noqa: ARG001 - as above
    periods, groups = (list(dict.fromkeys(row[place] for row in rows)) for place in (0, 1))
    amounts = {(period, group): high - low for period, group, low, high in rows}
    series = [(group, [amounts.get((period, group)) for period in periods]) for group in groups]
    return native.stacked(spot, periods, series, currency)


def _plan(order: Order, spot: Spot) -> Any:
    bars = sorted(planned.plan_bars(order.analysis.resolved), key=lambda bar: (bar.begin, bar.end))
    tasks = [Task(bar.label, bar.begin, (bar.end - bar.begin).days + 1, wording.day_short(bar.begin)) for bar in bars]
    return native.plan(_enlarged(spot), tasks[:_MOST_TASKS])


# --- ranked and compared -----------------------------------------------------------------------------------------


def _worths(spot: Spot, rows: Rows, chart: Chart, currency: str) -> Any:  # noqa: ARG001 - as above
    values = [row[1] for row in rows]
    return native.ranked(spot, [row[0] for row in rows], values, unit_of(values, currency).code)


def _shares(spot: Spot, rows: Rows, chart: Chart, currency: str) -> Any:  # noqa: ARG001 - as above
    return native.ranked(spot, [row[0] for row in rows], [row[1] for row in rows], "0%")


def _options(spot: Spot, rows: Rows, chart: Chart, currency: str) -> Any:  # noqa: ARG001 - as above
    return native.options(spot, [row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows], currency)


def _streams(spot: Spot, rows: Rows, chart: Chart, currency: str) -> Any:  # noqa: ARG001 - as above
    names = list(dict.fromkeys(row[0] for row in rows))
    return native_compared.side_by_side(spot, names, _grouped(rows, 1, 2), currency)


def _bridge(spot: Spot, rows: Rows, chart: Chart, currency: str) -> Any:  # noqa: ARG001 - what is drawn says more
    bars = {row["middle"]: row for row in _pointed_out(chart, "begin", "end", "kind", "label")}
    steps = [_step(bars[middle]) for middle in sorted(bars)]
    return native.waterfall(spot, steps, currency)


def _step(bar: Mapping[str, Any]) -> Step:
    is_total = bar["kind"] == "worth"
    return Step(bar["name"], bar["end"] if is_total else bar["end"] - bar["begin"], bar["label"], is_total)


# --- risk --------------------------------------------------------------------------------------------------------


def _fan(spot: Spot, rows: Rows, chart: Chart, currency: str, code: str = "") -> Any:  # noqa: ARG001 - as above
    percents = (5, 25, 50, 75, 95)
    cash = {percent: [row[2 + place] for row in rows] for place, percent in enumerate(percents)}
    return native.fan(spot, cash, currency, {percent: f"P{percent}" for percent in (5, 50, 95)}, code)


def _histogram(spot: Spot, rows: Rows, chart: Chart, currency: str) -> Any:  # noqa: ARG001 - as above
    return native.histogram(spot, rows, currency)


def _exceedance(spot: Spot, rows: Rows, chart: Chart, currency: str) -> Any:
    mark = next(iter(_pointed_out(chart, "npv", "share", "label")))
    points = [(value, share / 100) for value, share, _ in rows]
    return native.exceedance(spot, points, (mark["share"] / 100, mark["label"]), currency)


def _tornado(spot: Spot, rows: Rows, chart: Chart, currency: str) -> Any:  # noqa: ARG001 - as above
    ends = _grouped(rows, 0, 2)
    return native.tornado(spot, rows[0][3], [Reach(name, min(npv), max(npv)) for name, npv in ends.items()], currency)


def _gates(spot: Spot, rows: Rows, chart: Chart, currency: str) -> Any:
    chosen = [row["month"] for row in _pointed_out(chart, "option", "chosen") if row["chosen"]]
    strong = next((place for place, row in enumerate(rows) if row[0] in chosen), None)
    return native.columns(spot, [f"Month {row[0]}" for row in rows], [row[2] for row in rows], strong, currency)


def _failing(spot: Spot, rows: Rows, chart: Chart, currency: str) -> Any:
    frame = _pointed_out(chart, "left", "right", "bottom", "top")[0]
    corners = [(frame[x], frame[y]) for x, y in (("left", "bottom"), ("left", "top"), ("right", "top"), ("right", "bottom"), ("left", "bottom"))]  # fmt: skip
    sides = {said: [(row[0], row[1]) for row in rows if row[2] == said] for said in ("yes", "no")}
    titles, codes = zip(
        *(_axis(chart, channel, place, rows, currency) for place, channel in enumerate("xy")), strict=True
    )
    return native.cloud(spot, Cloud(sides["yes"], sides["no"], corners, titles, codes))


def _axis(chart: Chart, channel: str, place: int, rows: Rows, currency: str) -> tuple[str, str]:
    """Return what an axis of the drawing is called, and its number format in a spreadsheet."""
    drawn = chart.spec["layer"][0]["encoding"][channel]
    title, form = drawn["title"], drawn["axis"].get("format", "")
    words = title if isinstance(title, str) else " ".join(title)
    return words, "0%" if "%" in form else "#,##0.##" if form else unit_of([row[place] for row in rows], currency).code


_NATIVE: Mapping[str, _Native] = {
    "cash_flow": _cash, "cash_curves": _curves, "programme_cash": _curves, "value_against_cost": _against,
    "budget_by_year": _stacked, "budget_by_quarter": _stacked, "budget_by_month": _stacked, "value_by_stream": _worths, "value_by_goal": _shares, "options_ranked": _options,
    "streams_compared": _streams, "npv_bridge": _bridge, "cash_fan": _fan, "npv_histogram": _histogram,
    "npv_exceedance": _exceedance, "npv_tornado": _tornado, "line_fan": _fan, "gate_months": _gates, "failing_draws": _failing,
}  # fmt: skip
_AMOUNTS: Mapping[str, Callable[[Rows], list[float]]] = {
    "cash_flow": lambda rows: [row[2] for row in rows],
    "cash_curves": lambda rows: [row[3] for row in rows],
    "programme_cash": lambda rows: [row[3] for row in rows],
    "value_against_cost": lambda rows: [row[2] for row in rows if row[1] != "Net"],
    "budget_by_year": lambda rows: [row[3] for row in rows],
    "budget_by_quarter": lambda rows: [row[3] for row in rows],
    "budget_by_month": lambda rows: [row[3] for row in rows],
    "value_by_stream": lambda rows: [row[1] for row in rows],
    "options_ranked": lambda rows: [amount for row in rows for amount in row[1:]],
    "streams_compared": lambda rows: [row[2] for row in rows],
    "cash_fan": lambda rows: [amount for row in rows for amount in (row[2], row[6])],
    "line_fan": lambda rows: [amount for row in rows for amount in (row[2], row[6])],
    "gate_months": lambda rows: [row[2] for row in rows],
    "npv_histogram": lambda rows: [amount for row in rows for amount in row[:2]],
    "npv_exceedance": lambda rows: [row[0] for row in rows],
    "npv_tornado": lambda rows: [row[2] - row[3] for row in rows],
}
"""Which amounts decide in what unit a native chart writes its figures; a bridge writes its own with the currency."""
_CAPTIONS: Mapping[str, Callable[[str], str]] = {
    "failing_draws": lambda said: said.replace(
        "The strong ones, all within the frame, are", "The frame holds all that are"
    ),
    "cash_curves": lambda said: said.replace("; a point marks where the money is back", ""),
    "options_ranked": lambda said: said.replace(
        ". The hollow point is what is left with", ", and what is left of it with"
    ),
}
"""What is said of marks that a native chart does not have is left out."""
