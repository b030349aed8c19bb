"""How well each vendor fits the requirements, and what it costs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from exports import wording
from exports.charts.fixed import at_x
from exports.charts.kit import LIGHT, Chart, Look, Words, finished, in_lines, mark_text, marks
from exports.contrast import on_top
from model.money import LOCALE

_ROW, _BAR, _TOP, _NAMES = 50, 26, 24, 130


@dataclass(frozen=True, slots=True)
class VendorRow:
    """A vendor: its weighted fit from 0 to 1, its cost over the case, and how many requirements it does not meet."""

    label: str
    fit: float
    cost: float | None
    unmet: int


def vendor_fit(rows: Sequence[VendorRow], currency: str, look: Look = LIGHT, locale: str = LOCALE) -> Chart:
    """Return the vendors by their fit, the best first, with what each costs over the case beside its bar."""
    ranked = sorted(rows, key=lambda row: -row.fit)
    bars = [_bar(row, place, locale) for place, row in enumerate(ranked)]
    y = alt.Y("middle:Q", scale=None, axis=None)
    x = alt.X("fit:Q", axis=None, scale=alt.Scale(domain=[0, 1], nice=False))
    tooltip = [alt.Tooltip("name:N", title="Vendor"), alt.Tooltip("label:N", title="Fit")]
    spans: dict[str, Any] = {
        "y": alt.Y("top:Q", scale=None, axis=None),
        "y2": alt.Y2("bottom:Q"),
        "x2": alt.X2("none:Q"),
    }
    track = marks({**bar, "fit": 1} for bar in bars).mark_rect(color=look.line)
    drawn = marks(bars).mark_rect(color=look.benefit)
    labels = [
        mark_text((bar for bar in bars if bar["fit"] < 0.5), look, align="left", dx=6, fontWeight=600),
        mark_text(
            (bar for bar in bars if bar["fit"] >= 0.5),
            look,
            align="right",
            dx=-6,
            fontWeight=600,
            color=on_top(look.benefit),
        ),
    ]
    beside = _beside(ranked, currency, look, locale)
    parts = [
        track.encode(x, **spans),
        drawn.encode(x, tooltip=tooltip, **spans),
        *(label.encode(x, y, text=alt.Text("label:N")) for label in labels),
        _names(ranked, look).encode(x=at_x(0), y=y, text=alt.Text("text:N")),
        *beside,
    ]
    height = _middle(max(len(rows), 1))
    return finished(parts, height, _words(ranked, currency, locale), look)


def _middle(place: int) -> float:
    return _TOP + _ROW * (place + 0.5)


def _bar(row: VendorRow, place: int, locale: str) -> dict[str, Any]:
    middle = _middle(place)
    return {
        "name": row.label,
        "none": 0,
        "fit": row.fit,
        "label": wording.percent(row.fit, locale=locale),
        "top": middle - _BAR / 2,
        "middle": middle,
        "bottom": middle + _BAR / 2,
    }


def _names(rows: Sequence[VendorRow], look: Look) -> alt.Chart:
    """Write the names on the left, each in up to two lines."""
    leading = look.font_size * 1.25
    lines = [
        {"middle": _middle(place) + (count - (len(wrapped) - 1) / 2) * leading, "text": line}
        for place, wrapped in enumerate(in_lines(row.label, _NAMES, look.font_size) for row in rows)
        for count, line in enumerate(wrapped)
    ]
    return mark_text(lines or [{"middle": _middle(0), "text": "No vendors yet"}], look, align="right", dx=-10)


def _beside(rows: Sequence[VendorRow], currency: str, look: Look, locale: str) -> Iterator[alt.Chart]:
    """Write on the right of each bar what the vendor costs and what it does not meet."""
    y = alt.Y("middle:Q", scale=None, axis=None)
    costs = [{"middle": _middle(p) - 9, "text": _cost(row, currency, locale)} for p, row in enumerate(rows)]
    unmet = [{"middle": _middle(p) + 9, "text": _unmet(row)} for p, row in enumerate(rows)]
    head = [{"middle": _TOP / 2, "text": "Cost"}] if rows else []
    for lines, style in ((costs, {"fontWeight": 600}), (unmet, {"color": look.soft}), (head, {"color": look.soft})):
        text = mark_text(lines, look, align="left", dx=12, **style)
        yield text.encode(x=at_x("width"), y=y, text=alt.Text("text:N"))


def _cost(row: VendorRow, currency: str, locale: str) -> str:
    return "cost not known" if row.cost is None else wording.money_short(row.cost, currency, locale)


def _unmet(row: VendorRow) -> str:
    return f"{row.unmet} not met" if row.unmet else "all met"


def _words(ranked: Sequence[VendorRow], currency: str, locale: str) -> Words:
    rows = [
        (
            row.label,
            wording.percent(row.fit, locale=locale),
            wording.NONE if row.cost is None else wording.money(row.cost, currency, locale),
            str(row.unmet),
        )
        for row in ranked
    ]
    told = "; ".join(
        f"{row.label}: fits {wording.percent(row.fit, locale=locale)}, {_cost(row, currency, locale)}, "
        f"{row.unmet} requirements not met"
        for row in ranked
    )
    subtitle = (
        f"Weighted fit with the requirements in percent; beside it the cost of its technology over the whole case in {currency}, and how many "
        "requirements are not met"
    )
    columns = ("Vendor", "Fit", "Cost", "Requirements not met")
    return Words(_title(ranked, locale), subtitle, columns, rows, f"{told}." if told else "There are no vendors yet.")


def _title(ranked: Sequence[VendorRow], locale: str) -> str:
    if not ranked:
        return "No vendor is rated yet"
    best = wording.percent(ranked[0].fit, locale=locale)
    equal = [row.label for row in ranked if wording.percent(row.fit, locale=locale) == best]
    if len(ranked) > 1 and len(equal) == len(ranked):
        return f"All {len(ranked)} vendors fit equally well ({best})"
    return f"{wording.listed(equal)} {'fits' if len(equal) == 1 else 'fit'} best ({best})"
