"""The bridge from one NPV to another as a waterfall: where it begins, what each change does, where it ends."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from exports import side_by_side, wording
from exports.charts.kit import LIGHT, Chart, Look, Words, finished, halo, mark_text, marks
from exports.charts.rows import RowName, Rows, room_for
from model.money import LOCALE
from scenarios.bridge import Bridge, Part

_ROW = 46
_UP, _DOWN, _WORTH = "up", "down", "worth"


@dataclass(frozen=True, slots=True)
class _Step:
    """One row of the waterfall: what it is called, where its bar begins and ends, and what it says at its end."""

    name: RowName
    begin: float
    end: float
    kind: str
    label: str
    said: str


def npv_bridge(bridge: Bridge, look: Look = LIGHT, locale: str = LOCALE) -> Chart:
    """Return the way from one NPV to the other: the largest parts by name, the rest added up as one."""
    steps = _steps(bridge, locale)
    rows = Rows([step.name for step in steps], _ROW)
    bars = [_bar(step, rows.span(place)) for place, step in enumerate(steps)]
    x = _axis(steps, look)
    spans: dict[str, Any] = {
        "y": alt.Y("top:Q", scale=None, axis=None),
        "y2": alt.Y2("bottom:Q"),
        "x2": alt.X2("end:Q"),
    }
    tooltip = [alt.Tooltip("name:N", title="What"), alt.Tooltip("said:N", title="Amount")]
    drawn = [
        marks(bar for bar in bars if bar["kind"] == kind).mark_rect(color=hue).encode(x, tooltip=tooltip, **spans)
        for kind, hue in ((_UP, look.benefit), (_DOWN, look.cost), (_WORTH, look.soft))
    ]
    zero = marks([{"begin": 0}]).mark_rule(color=look.soft).encode(x=x)
    labels = mark_text(bars, look, align="left", dx=6, fontWeight=600).encode(
        x=alt.X("right:Q"), y=alt.Y("middle:Q", scale=None), text=alt.Text("label:N")
    )
    parts = [_links(bars, look, x), *drawn, zero, halo(labels, look), labels, *rows.labels(look)]
    return finished(parts, rows.whole, _words(bridge, locale), look)


def _steps(bridge: Bridge, locale: str) -> list[_Step]:
    """Return the rows: the first NPV, the parts one after another, the second NPV."""
    steps = [_worth(bridge.from_label, bridge.from_npv, bridge.currency, locale)]
    at = bridge.from_npv
    for part in shown(bridge.parts):
        kind = _UP if part.amount >= 0 else _DOWN
        label = _short(part.amount, bridge.currency, locale)
        said = side_by_side.signed(part.amount, bridge.currency, locale)
        steps.append(_Step(RowName(part.name, part.change), at, at + part.amount, kind, label, said))
        at += part.amount
    return [*steps, _worth(bridge.to_label, bridge.to_npv, bridge.currency, locale)]


def shown(parts: Sequence[Part]) -> list[Part]:
    """Return the largest parts that move NPV at all, and the sum of the others as one."""
    moving = [part for part in parts if part.amount]
    named, rest = moving[: side_by_side.MOST_NAMED], moving[side_by_side.MOST_NAMED :]
    if len(rest) < 2:
        return moving
    errors = [part.standard_error for part in rest if part.standard_error is not None]
    error = math.hypot(*errors) if errors else None
    other = Part("other", f"{len(rest)} other changes", "", "structure", math.fsum(p.amount for p in rest), error)
    return [*named, other]


def _worth(label: str, npv: float, currency: str, locale: str) -> _Step:
    name = RowName(label, is_strong=True)
    return _Step(name, 0, npv, _WORTH, wording.money_short(npv, currency, locale), wording.money(npv, currency, locale))


def _short(amount: float, currency: str, locale: str) -> str:
    text = wording.money_short(amount, currency, locale)
    return f"+{text}" if amount > 0 else text


def _bar(step: _Step, span: Mapping[str, float]) -> dict[str, Any]:
    return {
        "name": step.name.text, "begin": step.begin, "end": step.end, "right": max(step.begin, step.end),
        "kind": step.kind, "label": step.label, "said": step.said, **span,
    }  # fmt: skip


def _axis(steps: Sequence[_Step], look: Look) -> alt.X:
    """Return an axis with nought in it, and room on the right for the labels at the ends of the bars."""
    ends = [0.0, *(value for step in steps for value in (step.begin, step.end))]
    low, high = min(ends), max(ends)
    span = (high - low) or 1.0
    label = room_for([step.label for step in steps], look)
    edge = alt.expr(f"width - {label:g}")
    return alt.X("begin:Q", axis=None, scale=alt.Scale(domain=[low, low + span], nice=False, range=[0, edge]))


def _links(bars: Sequence[Mapping[str, Any]], look: Look, x: alt.X) -> alt.Chart:
    """Join the end of each bar with the beginning of the next."""
    rows = [
        {"begin": one["end"], "top": one["bottom"], "bottom": other["top"]} for one, other in itertools.pairwise(bars)
    ]
    y = alt.Y("top:Q", scale=None, axis=None)
    drawn: alt.Chart = marks(rows).mark_rule(color=look.soft, strokeDash=[2, 2]).encode(x=x, y=y, y2=alt.Y2("bottom:Q"))
    return drawn


def _words(bridge: Bridge, locale: str) -> Words:
    how = (
        "shared out by Shapley value" if bridge.method == "exact" else "shared out by Shapley value from sampled orders"
    )
    subtitle = (
        f"Worth today (NPV) in {bridge.currency}, from {side_by_side.scenario_name(bridge.from_label)} to "
        f"{side_by_side.scenario_name(bridge.to_label)}; what each change does, {how}"
    )
    rows = side_by_side.bridge_rows(bridge, locale)
    return Words(side_by_side.bridge_title(bridge, locale), subtitle, side_by_side.bridge_columns(bridge), rows)
