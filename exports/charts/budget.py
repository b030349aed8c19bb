"""Charts of what is spent: the cost groups by month, quarter or year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

import altair as alt
import numpy as np

from exports import wording
from exports.charts.kit import (
    LIGHT,
    MOST_SERIES,
    Chart,
    Look,
    Words,
    finished,
    mark_text,
    marks,
    money_axis,
    month_ticks,
    named_axis,
    scenario_words,
    text_pixels,
)
from model.money import LOCALE
from model.result import Appraisal
from model.series import Array

Period = Literal["month", "quarter", "year"]
Groups = Sequence[tuple[str, Array]]
"""Names of cost groups, and what each costs in the opening and every period."""

_MONTHS: Mapping[Period, int] = {"month": 1, "quarter": 3, "year": 12}
_LABEL_PIXELS = 52
"""Room that an amount over a bar takes."""
_LEGEND_PIXELS = (150, 320)
"""Room that a name has in two columns, and in one, where a phone shows them."""


def budget_by_year(appraisal: Appraisal, look: Look = LIGHT, locale: str = LOCALE) -> Chart:
    """Return what is spent on each cost group in each year, stacked, with the total above."""
    return budget_by_period(appraisal, "year", look, locale)


def budget_by_quarter(appraisal: Appraisal, look: Look = LIGHT, locale: str = LOCALE) -> Chart:
    """Return the same for each quarter."""
    return budget_by_period(appraisal, "quarter", look, locale)


def budget_by_month(appraisal: Appraisal, look: Look = LIGHT, locale: str = LOCALE) -> Chart:
    """Return the same for each month."""
    return budget_by_period(appraisal, "month", look, locale)


def budget_by_period(appraisal: Appraisal, period: Period, look: Look = LIGHT, locale: str = LOCALE) -> Chart:
    """Return what is spent on each cost group in the opening and each period, stacked, with the total above."""
    resolved = appraisal.run.graph.resolved
    every = _groups(appraisal, _MONTHS[period])
    names = _period_names(resolved.start, resolved.months, period, locale)
    parts = _stacked(_shown(every), list(names), _axis(names, period), resolved.currency, look, locale)
    measure = f"Costs by {period} in {resolved.currency}, undiscounted, {scenario_words(appraisal)}"
    rows = _rows(every, len(names), resolved.currency, locale)
    words = Words(
        title=_title(every),
        subtitle=f"{measure}{wording.part_period(resolved.months, _MONTHS[period], period)}",
        columns=("", *names, "Total"),
        rows=rows,
        said="" if period == "year" else f"In total: {'; '.join(f'{row[0]}: {row[-1]}' for row in rows)}.",
    )
    return finished(parts, 300, words, look)


def _groups(appraisal: Appraisal, months: int) -> Groups:
    """Return every cost group, the dearest first."""
    run = appraisal.run
    costs = sorted((s for s in appraisal.streams if s.kind == "cost"), key=lambda s: -s.total)
    flows = {
        s.id: [run.line(line.id) for line in run.lines_of("cost") if (line.stream or line.id) == s.id] for s in costs
    }
    return [(s.label, _added(np.sum(flows[s.id], axis=0), months)) for s in costs]


def _added(flow: Array, months: int) -> Array:
    """Return the opening and the sums of every so many months; the last may be of fewer."""
    return np.concatenate((flow[:1], np.add.reduceat(flow, np.arange(1, len(flow), months))))


def _shown(groups: Groups) -> Groups:
    """Return the dearest groups, the rest added up as one."""
    if len(groups) <= MOST_SERIES:
        return groups
    rest: Array = np.sum([amounts for _, amounts in groups[MOST_SERIES - 1 :]], axis=0)
    return [*groups[: MOST_SERIES - 1], ("All others", rest)]


def _period_names(start: str, months: int, period: Period, locale: str) -> dict[str, str | list[str]]:
    """Return the full name of the opening and of each period, and what the axis calls it."""
    opening: dict[str, str | list[str]] = {"Opening": "Opening"}
    if period == "month":
        return opening | {(name := wording.month_short(start, month, locale)): name for month in range(1, months + 1)}
    if period == "year":
        return opening | {(name := f"Year {year}"): name for year in range(1, (months - 1) // 12 + 2)}
    quarters = [divmod(quarter, 4) for quarter in range((months - 1) // 3 + 1)]
    return opening | {
        f"Year {year + 1} Q{part + 1}": [f"Q{part + 1}", "" if part else f"Year {year + 1}"] for year, part in quarters
    }


def _stacked(
    groups: Groups, names: Sequence[str], axis: alt.Axis, currency: str, look: Look, locale: str
) -> list[alt.Chart]:
    bars = [bar for index, name in enumerate(names) for bar in _stack(groups, index, name, currency, locale)]
    totals = _totals(groups, names, currency, locale)
    x = alt.X("period:N", title=None, axis=axis, scale=alt.Scale(domain=names))
    drawn = marks(bars).mark_bar(width={"band": 0.7}, stroke=look.page, strokeWidth=0.5).encode(
        x, alt.Y("low:Q", title=None, axis=money_axis()), y2=alt.Y2("high:Q"), color=_hues([name for name, _ in groups], look),
        tooltip=[alt.Tooltip("period:N", title="When"), alt.Tooltip("group:N", title="Group"), alt.Tooltip("amount:N", title="Amount")],
    )  # fmt: skip
    seen = alt.expr(f"datum.highest || width / {len(names)} >= {_LABEL_PIXELS} ? 1 : 0")
    labels = mark_text(totals, look, dy=-9, fontWeight=600, opacity=seen).encode(
        x, y=alt.Y("total:Q"), text=alt.Text("label:N")
    )
    return [drawn, labels]


def _axis(names: Mapping[str, str | Sequence[str]], period: Period) -> alt.Axis:
    """Return an axis that names months at even steps, and every quarter or, where that is too much, every year."""
    plain: dict[str, Any] = {"labelAngle": 0, "labelPadding": 8, "ticks": False}
    if period == "month":
        return named_axis(names, values=[list(names)[month] for month in month_ticks(len(names) - 1)], **plain)
    firsts = [name for name, label in names.items() if isinstance(label, str) or label[1]]
    return named_axis(names, label_pixels=46, kept=firsts, **plain)


def _hues(names: Sequence[str], look: Look) -> alt.Color:
    """Return the hues of the groups; their names stand in two columns if they are short enough for a phone."""
    two, one = _LEGEND_PIXELS
    is_short = all(text_pixels(name, look.font_size) <= two for name in names)
    legend = alt.Legend(
        title=None, orient="top", columns=2 if is_short else 1, symbolType="square", labelLimit=two + 10 if is_short else one
    )  # fmt: skip
    return alt.Color("group:N", sort=None, scale=alt.Scale(domain=names, range=look.costs[: len(names)]), legend=legend)


def _stack(groups: Groups, index: int, period: str, currency: str, locale: str) -> Iterator[dict[str, Any]]:
    """Pile up what each group costs in a period; amounts below nought hang below the line."""
    high = low = 0.0
    for name, amounts in groups:
        amount = float(amounts[index])
        begin = high if amount >= 0 else low
        high, low = (high + amount, low) if amount >= 0 else (high, low + amount)
        if amount:
            said = wording.money(amount, currency, locale)
            yield {"period": period, "group": name, "low": begin, "high": begin + amount, "amount": said}


def _totals(groups: Groups, names: Sequence[str], currency: str, locale: str) -> list[dict[str, Any]]:
    totals = [float(sum(amounts[index] for _, amounts in groups)) for index in range(len(names))]
    highest = totals.index(max(totals))
    return [
        {"period": name, "total": total, "label": wording.money_short(total, currency, locale), "highest": index == highest}
        for index, (name, total) in enumerate(zip(names, totals, strict=True))
        if total
    ]  # fmt: skip


def _title(groups: Groups) -> str:
    whole = sum(float(amounts.sum()) for _, amounts in groups)
    if not whole:
        return "Nothing is spent"
    name, amounts = groups[0]
    return f"{wording.percent(float(amounts.sum()) / whole)} of the budget goes to {name}"


def _rows(groups: Groups, periods: int, currency: str, locale: str) -> list[tuple[str, ...]]:
    """Return every group, not only those with a hue of their own, and the sum of all."""

    def row(name: str, amounts: Array) -> tuple[str, ...]:
        return (name, *(wording.money(float(amount), currency, locale) for amount in (*amounts, amounts.sum())))

    whole: Array = np.sum([np.zeros(periods), *(amounts for _, amounts in groups)], axis=0)
    return [*(row(name, amounts) for name, amounts in groups), row("All costs", whole)]
