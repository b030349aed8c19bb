"""Charts of scenarios side by side: their cumulative cash, their streams, and how they rank as options."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import altair as alt

from exports import wording
from exports.charts.curves import (
    DASHES,
    SOLID,
    Curve,
    cash_axis,
    domain_of,
    end_words,
    line,
    month_axis,
    names_at_ends,
    rows_by_year,
    zero_line,
)
from exports.charts.fixed import at_x, at_y, down_to
from exports.charts.kit import (
    LIGHT,
    MOST_SERIES,
    Chart,
    Look,
    Words,
    finished,
    halo,
    in_lines,
    mark_text,
    marks,
    money_axis,
    month_ticks,
    named_axis,
)
from exports.charts.rows import RowName, Rows, room_for
from exports.side_by_side import OPTION_COLUMNS, WORST, option_rows, options_title, scenario_name
from model import compare
from model.compare import Alignment, StreamRow, first_month
from model.money import LOCALE
from model.names import capitalised
from model.options import OptionRow, OptionsAppraisal
from model.result import Appraisal
from scenarios.comparison import Comparison

_HEIGHT = 320
_KEY = 21
"""Height of a line of the key."""
_DASHES = (SOLID, *DASHES[:3])
_SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "triangle-right", "triangle-left")
"""One for each of eight scenarios, so that hue never tells them apart alone."""


@dataclass(frozen=True, slots=True)
class _Scenario:
    """A scenario as it is drawn: its line, and its shape where it is a point."""

    appraisal: Appraisal
    curve: Curve
    shape: str

    @property
    def label(self) -> str:
        return self.curve.label

    @property
    def hue(self) -> str:
        return self.curve.hue


def _drawn(comparison: Comparison, look: Look, by: Alignment = "case") -> list[_Scenario]:
    """Return the scenarios in the currency of the first; amounts in another cannot stand on one axis with them."""
    currency = _currency(comparison)
    rows = zip(comparison.labels, comparison.appraisals, comparison.curves(by), strict=True)
    return [
        _Scenario(appraisal, _curve(i, label, cash, look), _SHAPES[i])
        for i, (label, appraisal, cash) in enumerate(rows)
        if appraisal.run.graph.resolved.currency == currency
    ]


def _curve(place: int, label: str, cash: compare.Curve, look: Look) -> Curve:
    hue, dash = look.series[place % len(look.series)], _DASHES[place % len(_DASHES)]
    return Curve(label, cash.months, cash.amounts, hue, dash, 2.25 if place else 3)


def _currency(comparison: Comparison) -> str:
    return comparison.appraisals[0].run.graph.resolved.currency


def _left_out(comparison: Comparison, drawn: Sequence[_Scenario]) -> str:
    """Return who is not drawn because of another currency, or nothing."""
    shown = {scenario.label for scenario in drawn}
    names = [scenario_name(label) for label in comparison.labels if label not in shown]
    return f"; {wording.listed(names, MOST_SERIES)} in another currency is left out" if names else ""


# --- cumulative cash ---------------------------------------------------------------------------------------------


def cash_curves(comparison: Comparison, by: Alignment = "case", look: Look = LIGHT, locale: str = LOCALE) -> Chart:
    """Return the cumulative cash of the scenarios, by month of the case or by calendar month, each with its name."""
    drawn, start = _drawn(comparison, look, by), first_month(comparison.appraisals)
    currency, curves = _currency(comparison), [scenario.curve for scenario in drawn]
    said = partial(wording.money, currency=currency, locale=locale)
    last, domain = max(curve.months[-1] for curve in curves), domain_of(curves)
    title = None if by == "calendar" else "Month of the case"
    x, y = month_axis(last, _months(start, last, by, locale), title), cash_axis(domain)
    lines = [line(s.curve, x, y, "Scenario", _when(s, start, by, locale), said) for s in drawn]
    backs = [
        marks(_back(scenario)).mark_point(filled=True, opacity=1, size=70, color=scenario.hue).encode(x, y)
        for scenario in drawn
    ]
    how = "by calendar month" if by == "calendar" else "by month of each case"
    subtitle = f"Cumulative cash in {currency}, undiscounted, {how}; a point marks where the money is back{_left_out(comparison, drawn)}"
    rows = rows_by_year(curves, last, _month_name(start, by, locale), said)
    told = " ".join(end_words(capitalised(scenario_name(s.label)), s.curve, said, _back_words(s)) for s in drawn)
    words = Words(_cash_title(drawn, start, by, locale), subtitle, ("", *(s.label for s in drawn)), rows, told)
    parts = [zero_line(look), *lines, *backs, *names_at_ends(curves, domain, _HEIGHT, look)]
    return finished(parts, _HEIGHT, words, look)


def _months(start: str, last: int, by: Alignment, locale: str) -> alt.Axis:
    if by == "case":
        return alt.Axis(values=month_ticks(last), grid=False)
    return named_axis({month: wording.month_short(start, month, locale) for month in month_ticks(last)}, grid=False)


def _when(scenario: _Scenario, start: str, by: Alignment, locale: str) -> Callable[[int], str]:
    """Return what names a month of a line: by the calendar, or by the month of its own case."""
    if by == "calendar":
        return partial(wording.month_name, start, locale=locale)
    return partial(wording.month_words, scenario.appraisal.run.graph.resolved.start, locale=locale)


def _month_name(start: str, by: Alignment, locale: str) -> Callable[[int], str]:
    """Return what names a month on the axis that all share."""
    if by == "calendar":
        return partial(wording.month_name, start, locale=locale)
    return lambda month: f"Month {month}" if month else "Opening"


def _back(scenario: _Scenario) -> list[dict[str, Any]]:
    """Return the point at which the money is back, if it was out and comes back."""
    month = scenario.appraisal.figures.break_even_month
    if not month:
        return []
    return [{"month": scenario.curve.months[month], "cash": scenario.curve.amounts[month]}]


def _back_words(scenario: _Scenario) -> str:
    month = scenario.appraisal.figures.break_even_month
    return f" and is back in month {month}" if month else ""


def _cash_title(drawn: Sequence[_Scenario], start: str, by: Alignment, locale: str) -> str:
    """Say under which scenario the money is back first, whatever the figures are."""
    spending = [scenario for scenario in drawn if scenario.appraisal.run.money]
    if not spending:
        return "No money is spent and none comes in"
    free = [scenario for scenario in spending if scenario.appraisal.figures.break_even_month == 0]
    if free:
        return f"No money is ever out under {wording.listed([scenario_name(s.label) for s in free])}"
    months = {s.label: _calendar(s) for s in spending if s.appraisal.figures.break_even_month}
    if not months:
        return "The money is not back under any of them" if len(spending) > 1 else "The money is not back in time"
    first = min(months.values())
    names = [scenario_name(label) for label, month in months.items() if month == first]
    when = wording.month_name(start, first, locale) if by == "calendar" else f"month {first}"
    return f"The money is back first under {wording.listed(names)}, in {when}"


def _calendar(scenario: _Scenario) -> int:
    """Return the month on the common axis in which the money is back."""
    return scenario.curve.months[scenario.appraisal.figures.break_even_month or 0]


# --- streams -----------------------------------------------------------------------------------------------------


def streams_compared(comparison: Comparison, look: Look = LIGHT, locale: str = LOCALE) -> Chart:
    """Return what each stream brings or costs today: a row a stream, a point a scenario."""
    drawn, currency = _drawn(comparison, look), _currency(comparison)
    places = [comparison.labels.index(scenario.label) for scenario in drawn]
    streams = [*_largest(comparison.streams, "benefit", places), *_largest(comparison.streams, "cost", places)]
    kinds = {"benefit": "brings", "cost": "costs"}
    rows = Rows([RowName(label, kinds[kind]) for label, kind, _ in streams], 48, top=_KEY * len(drawn) + 10)
    points = [
        {"middle": rows.middle(place) + _lane(index, len(drawn)), "value": value, "name": scenario.label, "stream": label,
         "hue": scenario.hue, "shape": scenario.shape, "said": wording.money(value, currency, locale)}
        for place, (label, _, values) in enumerate(streams)
        for index, (scenario, value) in enumerate(zip(drawn, values, strict=True))
    ]  # fmt: skip
    axis = money_axis()
    axis.grid = False  # lines would run through the key
    x = alt.X("value:Q", title=None, axis=axis, scale=alt.Scale(zero=True, nice=True))
    y = alt.Y("middle:Q", scale=None, axis=None)
    edges = [{"middle": rows.middle(place) - rows.height / 2} for place in range(len(streams))]
    lines = marks(edges).mark_rule(color=look.line).encode(y=y)
    dots = _shaped(points, 90 if len(drawn) < 5 else 60).encode(
        x, y,
        color=alt.Color("hue:N", scale=None), shape=alt.Shape("shape:N", scale=None),
        tooltip=[alt.Tooltip("stream:N", title="Stream"), alt.Tooltip("name:N", title="Scenario"), alt.Tooltip("said:N", title="Worth today")],
    )  # fmt: skip
    top = at_y(rows.top)
    zero = marks([{"value": 0}]).mark_rule(color=look.soft).encode(x=x, y=top, y2=down_to(rows.whole))
    subtitle = (
        f"Benefits and costs at today's value in {currency}, by stream and scenario{_left_out(comparison, drawn)}"
    )
    table = [
        (label, kinds[kind], *(wording.money(v, currency, locale) for v in values)) for label, kind, values in streams
    ]
    words = Words(_streams_title(streams, currency, locale), subtitle, ("Stream", "", *(s.label for s in drawn)), table)
    return finished([lines, zero, dots, *_key(drawn, look), *rows.labels(look)], rows.whole, words, look)


def _lane(index: int, count: int) -> float:
    """Return how far off the middle of its row a point stands, so that equal ones do not hide each other."""
    return (index - (count - 1) / 2) * min(9.0, 36.0 / count)


def _shaped(points: Sequence[Mapping[str, Any]], size: float) -> alt.Chart:
    drawn: alt.Chart = marks(points).mark_point(filled=True, opacity=1, size=size)
    return drawn


def _key(drawn: Sequence[_Scenario], look: Look) -> list[alt.Chart]:
    """Say above the rows, from the left edge on, which point is which scenario; it fits a phone, as a legend would not."""
    rows = [
        {"line": line, "middle": _KEY * (place + 0.5), "hue": s.hue, "shape": s.shape}
        for place, s in enumerate(drawn)
        for line in in_lines(s.label, 2 * look.names - 60, look.font_size, 1)
    ]
    y = alt.Y("middle:Q", scale=None, axis=None)
    hue, shape = alt.Color("hue:N", scale=None), alt.Shape("shape:N", scale=None)
    points = _shaped(rows, 90).encode(x=at_x(12 - look.names), y=y, color=hue, shape=shape)
    names = mark_text(rows, look, align="left").encode(x=at_x(26 - look.names), y=y, text=alt.Text("line:N"))
    return [points, names]


_Compared = tuple[str, str, list[float]]
"""The name of a stream, whether it brings or costs, and what it is worth under each scenario that is drawn."""


def _largest(streams: Sequence[StreamRow], kind: str, places: Sequence[int]) -> list[_Compared]:
    """Return the largest streams of a kind, the rest added up as one; one that is not used is worth nothing."""
    found: list[_Compared] = [
        (row.label, kind, [row.present_values[i] or 0.0 for i in places]) for row in streams if row.kind == kind
    ]
    found = [row for row in found if any(row[2])]
    if len(found) <= MOST_SERIES:
        return found
    rest = found[MOST_SERIES - 1 :]
    sums = [sum(values) for values in zip(*(values for _, _, values in rest), strict=True)]
    return [*found[: MOST_SERIES - 1], ("All others", kind, sums)]


def _streams_title(streams: Sequence[_Compared], currency: str, locale: str) -> str:
    """Say which stream differs most, whatever they are."""
    if not streams:
        return "No stream brings or costs anything"
    label, kind, values = max(streams, key=lambda row: max(row[2]) - min(row[2]))
    low, high = (wording.money_short(value, currency, locale) for value in (min(values), max(values)))
    if max(values) - min(values) < 1:
        return "No stream differs"
    return f"{label} differs most: it {'brings' if kind == 'benefit' else 'costs'} {low} to {high}"


# --- options -----------------------------------------------------------------------------------------------------


def options_ranked(options: OptionsAppraisal, look: Look = LIGHT, locale: str = LOCALE) -> Chart:
    """Return the options by NPV, the best first, each with what is left of it if one assumption is at its worst."""
    ranked = options.ranked()
    rows = Rows([RowName(row.label, is_strong=row.places["npv"] == 1) for row in ranked])
    points = [_option(row, rows.middle(place), options.currency, locale) for place, row in enumerate(ranked)]
    x, y = _option_axis(ranked, points, look), alt.Y("middle:Q", scale=None, axis=None)
    tooltip = [alt.Tooltip("name:N", title="Option"), alt.Tooltip("said:N", title="NPV"), alt.Tooltip("low:N", title=WORST)]  # fmt: skip
    hollow: dict[str, Any] = {"fill": look.page, "stroke": look.cost, "strokeWidth": 2, "size": 80}
    spans = marks(points).mark_rule(color=look.soft, strokeWidth=2).encode(x, y, x2=alt.X2("worst:Q"))
    worst = marks(point for point in points if point["worst"] < point["npv"]).mark_point(
        filled=True, opacity=1, **hollow
    )
    dots = marks(points).mark_point(filled=True, opacity=1, size=130, color=look.benefit).encode(x, y, tooltip=tooltip)
    zero = marks([{"npv": 0}]).mark_rule(color=look.soft).encode(x)
    labels = mark_text(points, look, align="left", dx=11, fontWeight=600).encode(x, y, text=alt.Text("label:N"))
    lowest = worst.encode(x=alt.X("worst:Q", axis=None), y=y, tooltip=tooltip)
    parts = [zero, spans, lowest, dots, halo(labels, look), labels, *rows.labels(look)]
    subtitle = f"Worth today (NPV) in {options.currency}. The hollow point is what is left with any one value at its worst, the others at their likely values"
    words = Words(options_title(options, locale), subtitle, OPTION_COLUMNS, option_rows(options, locale))
    return finished(parts, rows.whole, words, look)


def _option(row: OptionRow, middle: float, currency: str, locale: str) -> dict[str, Any]:
    return {
        "name": row.label,
        "middle": middle,
        "npv": row.npv,
        "worst": row.lowest_npv,
        "label": wording.money_short(row.npv, currency, locale),
        "said": wording.money(row.npv, currency, locale),
        "low": wording.money(row.lowest_npv, currency, locale),
    }


def _option_axis(rows: Sequence[OptionRow], points: Sequence[Mapping[str, Any]], look: Look) -> alt.X:
    """Return an axis with nought in it, and room for half a point on the left and for the labels on the right."""
    ends = [0.0, *(value for row in rows for value in (row.npv, row.lowest_npv))]
    room = room_for([point["label"] for point in points], look)
    pixels: list[Any] = [8, alt.expr(f"width - {room + 8:g}")]
    return alt.X("npv:Q", axis=None, scale=alt.Scale(domain=[min(ends), max(*ends, min(ends) + 1)], nice=False, range=pixels))  # fmt: skip
