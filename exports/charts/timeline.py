"""What is done when: a Gantt chart of dated activities and milestones, with the launch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import altair as alt

from exports import wording
from exports.charts.fixed import at_x, at_y
from exports.charts.kit import LIGHT, Chart, Look, Words, finished, halo, mark_text, marks, named_axis
from model.calendar import first_day, month_of, months_between, months_later
from model.money import LOCALE

_ROW, _BAR, _TOP = 30, 19, 26
_INSIDE = 0.5
"""Share of the width from which on a bar holds its own label."""


@dataclass(frozen=True, slots=True)
class Bar:
    """An activity from its first to its last day, or a milestone of one day; what kind it is, and what it drives."""

    label: str
    kind: str
    begin: date
    end: date
    drives: str | None = None

    @property
    def is_milestone(self) -> bool:
        """Whether it takes one day."""
        return self.begin == self.end


@dataclass(frozen=True, slots=True)
class _Days:
    """The days a chart shows, counted from its first day on."""

    first: date
    last: date

    @property
    def count(self) -> int:
        return (self.last - self.first).days + 1

    def at(self, day: date) -> int:
        return (day - self.first).days


def gantt(
    start: str, months: int, rows: Sequence[Bar], launch: date | None = None, look: Look = LIGHT, locale: str = LOCALE
) -> Chart:
    """Return activities as bars and milestones as diamonds, kind by kind, with the launch as an upright line.

    `start` is the first month of the case, as `2027-01`, and `months` its length. Activities of one kind and label
    share a row.
    """
    days, lines, hues = _shown(start, months, rows, launch), _lines(rows), _hues(rows, look)
    placed = [bar for place, line in enumerate(lines) for bar in _placed(line, place, days, hues, locale)]
    height = _middle(max(len(lines), 1))
    parts = [
        *_upright(days, start, months, launch, look),
        *_bars(placed, look),
        *_labels(
            [_label(line, place, days, locale) for place, line in enumerate(lines) if not isinstance(line, str)], look
        ),
        *_heads(lines, hues, look),
    ]
    axis = named_axis(
        _ticks(days, locale),
        orient="top",
        labelSeparation=12,
        ticks=False,
        domain=False,
        labelPadding=6,
        gridOpacity=0.7,
    )
    x = alt.X("day:Q", title=None, axis=axis, scale=alt.Scale(domain=[0, days.count], nice=False))
    frame = marks([{"day": 0}]).mark_point(opacity=0).encode(x)
    return finished([frame, *parts], height, _words(start, months, rows, launch, locale), look)


def _shown(start: str, months: int, rows: Sequence[Bar], launch: date | None) -> _Days:
    """Return the days from the start, or an earlier activity, to the last activity; the whole case if there is none."""
    given = [day for row in rows for day in (row.begin, row.end)] + ([launch] if launch else [])
    first, last = min([first_day(start), *given]), max(given, default=_end(start, months))
    return _Days(first, max(last + timedelta(days=(last - first).days // 40), first + timedelta(days=30)))


def _end(start: str, months: int) -> date:
    """Return the last day of the case."""
    return first_day(month_of(start, months + 1)) - timedelta(days=1)


def _ticks(days: _Days, locale: str) -> dict[int, str]:
    """Return the first days of months at even steps, as days from the first, with their names."""
    origin = f"{days.first:%Y-%m}"
    whole = months_between(origin, days.last)
    step = next(step for step in (1, 2, 3, 6, 12, 60) if whole <= 8 * step or step == 60)
    firsts = (months_later(first_day(origin), month) for month in range(0, whole + 1, step))
    return {days.at(day): wording.month_short(f"{day:%Y-%m}", 1, locale) for day in firsts if day >= days.first}


def _lines(rows: Sequence[Bar]) -> list[str | list[Bar]]:
    """Return the lines of the chart: each kind's name, the earliest kind first, and under it its activities by date."""
    ordered = sorted(rows, key=lambda row: (row.begin, row.end))
    kinds = dict.fromkeys(row.kind for row in ordered)
    lines: list[str | list[Bar]] = []
    for kind in kinds:
        labels: dict[str, list[Bar]] = {}
        for row in ordered:
            if row.kind == kind:
                labels.setdefault(row.label, []).append(row)
        lines += [kind, *labels.values()]
    return lines


def _hues(rows: Sequence[Bar], look: Look) -> dict[str, str]:
    """Return a hue for each kind in the order of dates; kinds beyond the sequence are grey."""
    kinds = list(dict.fromkeys(row.kind for row in sorted(rows, key=lambda row: (row.begin, row.end))))
    return dict(zip(kinds, (*look.series, *[look.soft] * len(kinds)), strict=False))


def _middle(place: int) -> float:
    return _TOP + _ROW * (place + 0.5)


def _placed(
    line: str | Sequence[Bar], place: int, days: _Days, hues: Mapping[str, str], locale: str
) -> Iterator[dict[str, Any]]:
    """Return the bars of a line; there is none in a line that names a kind."""
    for row in () if isinstance(line, str) else line:
        yield {
            "begin": days.at(row.begin),
            "end": days.at(row.end) + 1,
            "top": _middle(place) - _BAR / 2,
            "bottom": _middle(place) + _BAR / 2,
            "middle": _middle(place),
            "hue": hues[row.kind],
            "milestone": row.is_milestone,
            "what": row.label,
            "kind": row.kind,
            "when": _when(row, locale),
        }


def _when(row: Bar, locale: str) -> str:
    if row.is_milestone:
        return wording.day_short(row.begin, locale)
    return f"{wording.day_short(row.begin, locale)} – {wording.day_short(row.end, locale)}"


_TOLD = [alt.Tooltip("what:N", title="What"), alt.Tooltip("kind:N", title="Kind"), alt.Tooltip("when:N", title="When")]


def _bars(placed: Sequence[Mapping[str, Any]], look: Look) -> list[alt.Chart]:
    hue = alt.Color("hue:N", scale=None)
    bars = marks(bar for bar in placed if not bar["milestone"]).mark_rect(cornerRadius=3)
    points = marks(bar for bar in placed if bar["milestone"]).mark_point(
        shape="diamond", size=190, filled=True, opacity=1, stroke=look.page
    )  # fmt: skip
    return [
        bars.encode(
            x="begin:Q",
            x2=alt.X2("end:Q"),
            y=alt.Y("top:Q", scale=None, axis=None),
            y2=alt.Y2("bottom:Q"),
            color=hue,
            tooltip=_TOLD,
        ),
        points.encode(x=alt.X("begin:Q"), y=alt.Y("middle:Q", scale=None, axis=None), color=hue, tooltip=_TOLD),
    ]


def _label(line: Sequence[Bar], place: int, days: _Days, locale: str) -> dict[str, Any]:
    """Put the label of a line into its bar if that is long, and else beside it, where there is more room."""
    first, last = line[0], max(line, key=lambda row: row.end)
    begin, end = days.at(first.begin) / days.count, (days.at(last.end) + 1) / days.count
    text = first.label if first.drives is None else f"{first.label}, sets {first.drives}"
    text = f"{text}, {wording.day_short(first.begin, locale)}" if first.is_milestone and len(line) == 1 else text
    side = "inside" if len(line) == 1 and end - begin >= _INSIDE else "right" if 1 - end >= begin else "left"
    day = days.at(last.end) + 1 if side == "right" else days.at(first.begin)
    room = {"inside": end - begin, "right": 1 - end, "left": begin}[side]
    return {"day": day, "middle": _middle(place), "text": text, "side": side, "room": room}


def _labels(labels: Sequence[Mapping[str, Any]], look: Look) -> Iterator[alt.Chart]:
    """Write the labels of the lines; one that has too little room ends in an ellipsis."""
    room = alt.expr("width * datum.room - 10")
    for side in ("inside", "right", "left"):
        text = mark_text(
            (label for label in labels if label["side"] == side), look, align="right" if side == "left" else "left",
            color=look.page if side == "inside" else look.ink, dx=-10 if side == "left" else 8, limit=room,
        ).encode(x=alt.X("day:Q"), y=alt.Y("middle:Q", scale=None, axis=None), text=alt.Text("text:N"))  # fmt: skip
        if side != "inside":
            yield halo(text, look)
        yield text


def _heads(lines: Sequence[str | Sequence[Bar]], hues: Mapping[str, str], look: Look) -> Iterator[alt.Chart]:
    """Write the name of each kind over its activities, with its hue before it; or that there is nothing yet."""
    heads = [
        {"middle": _middle(place) + 4, "text": line, "hue": hues[line]} for place, line in enumerate(lines) if isinstance(line, str)
    ]  # fmt: skip
    rows = heads or [{"middle": _middle(0), "text": "No activities yet", "hue": look.page}]
    y = alt.Y("middle:Q", scale=None, axis=None)
    text = mark_text(rows, look, align="left", dx=16, fontWeight=600).encode(x=at_x(0), y=y, text=alt.Text("text:N"))
    yield halo(text, look)
    yield text
    squares = marks(rows).mark_square(size=90, opacity=1, filled=True)
    yield squares.encode(x=at_x(7), y=y, color=alt.Color("hue:N", scale=None))


def _upright(days: _Days, start: str, months: int, launch: date | None, look: Look) -> Iterator[alt.Chart]:
    """Draw a line at the launch, and one at the end of the case if that is within sight."""
    end = _end(start, months)
    dates = [("launch", launch, look.ink)] if launch else []
    dates += [("end of the case", end, look.soft)] if end < days.last else []
    for name, day, hue in dates:
        row = {"day": days.at(day), "text": name}
        yield marks([row]).mark_rule(color=hue, strokeWidth=1.5).encode(x=alt.X("day:Q"))
        is_right = days.at(day) < days.count / 2
        text = mark_text(
            [row], look, align="left" if is_right else "right", dx=6 if is_right else -6, color=hue, fontWeight=600
        )
        yield text.encode(x=alt.X("day:Q"), y=at_y(10), text=alt.Text("text:N"))


def _words(start: str, months: int, rows: Sequence[Bar], launch: date | None, locale: str) -> Words:
    ordered = sorted(rows, key=lambda row: (row.begin, row.end))
    table = [
        (row.label, row.kind, wording.day_short(row.begin, locale), wording.day_short(row.end, locale),
         wording.number((row.end - row.begin).days + 1, locale=locale), row.drives or "")
        for row in ordered
    ]  # fmt: skip
    late = sum(row.end > _end(start, months) for row in rows)
    after = f"; {late} end{'s' if late == 1 else ''} after the {wording.duration(months)} of the case" if late else ""
    said = (
        "; ".join(f"{row.label} ({row.kind}): {_when(row, locale)}" for row in ordered) or "There are no activities yet"
    )
    subtitle = f"Activities and milestones by kind and date{after}"
    columns = ("Activity", "Kind", "First day", "Last day", "Days", "Sets")
    return Words(_title(start, launch, locale), subtitle, columns, table, f"{said}.")


def _title(start: str, launch: date | None, locale: str) -> str:
    if launch is None:
        return "No launch date is set yet"
    days = (launch - first_day(start)).days
    count = f"{wording.number(abs(days), locale=locale)} day{'' if abs(days) == 1 else 's'}"
    when = f"{count} {'after' if days > 0 else 'before'} the start" if days else "the day of the start"
    return f"The community opens on {wording.day_name(launch, locale)}, {when}"
