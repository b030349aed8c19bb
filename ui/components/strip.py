"""The benchmark strip: where a value lies among published figures, as a band, ticks and a dot, with words for it."""

from __future__ import annotations

import math
from collections.abc import Callable

from exports import answers
from model.evidence import Assumption, Benchmark
from model.names import counted
from ui.components.markup import escape

_MARGIN = 0.08
_SMALL_SHARE = 0.2
"""Shares up to here are drawn on a shorter axis, as they would all stand at its left end."""


def drawn(record: Assumption, value: float | None, currency: str) -> str:
    """Return the strip as HTML, in words alone where figures are in another currency; nothing where none is comparable."""
    marks = [b for b in record.benchmarks if b.comparable and b.currency in (None, currency)]
    band = record.plausible_range(currency)
    span = record.range() if record.schedule is None else None
    ends = [x for b in marks for x in b.span] + list(band or ()) + ([] if value is None else [value]) + list(span or ())
    if not marks and band is None:
        return _elsewhere(record)
    low, high = _axis(ends, record)
    parts = [_band(band, low, high)] if band else []
    parts += [_range(span, low, high)] if span else []
    parts += [_tick(mark, record, currency, low, high) for mark in marks]
    parts += [f"<span class='cc-dot' style='left:{_place(value, low, high):.1f}%'></span>"] if value is not None else []
    words = _words(marks, band, record, currency)
    alternative = escape(
        f"Published: {words}. Your value: {answers.shown(value, record, currency) or 'none yet'}.", quote=True
    )
    dot = "; the dot is your answer" if value is not None else ""
    return (
        f"<div class='cc-strip' role='img' aria-label='{alternative}'>{''.join(parts)}</div>{_scale(low, high, record, currency)}"
        f"<p class='cc-note cc-strip-words'>Published: {escape(words)}{dot}</p>"
    )


def _scale(low: float, high: float, record: Assumption, currency: str) -> str:
    """Return the two ends of the axis as HTML, so that strips of two questions are not taken for one scale."""
    ends = (escape(answers.shown(end, record, currency)) for end in (low, high))
    return f"<p class='cc-scale' aria-hidden='true'>{''.join(f'<span>{end}</span>' for end in ends)}</p>"


def _elsewhere(record: Assumption) -> str:
    """Return comparable figures of other currencies in words: they stand on no common axis with the value."""
    marks = [b for b in record.benchmarks if b.comparable and b.currency]
    said = [_abroad([b for b in marks if b.currency == code], record, code) for code in _codes(marks)]
    words = f"Published in another currency: {'; '.join(said)}"
    return f"<p class='cc-note cc-strip-words'>{escape(words)}</p>" if said else ""


def _codes(marks: list[Benchmark]) -> list[str]:
    return sorted({mark.currency for mark in marks if mark.currency})


def _abroad(marks: list[Benchmark], record: Assumption, currency: str) -> str:
    ends = [end for mark in marks for end in mark.span]
    band = (min(ends), max(ends))
    return _words(marks, band if band[0] < band[1] else None, record, currency)


def _axis(ends: list[float], record: Assumption) -> tuple[float, float]:
    """Return round ends for the axis: all of a share where it is large, and room beyond the outermost mark otherwise."""
    low, high = min(ends), max(ends)
    if answers.is_share(record) and low >= 0 and high <= 1:
        return 0.0, (1.0 if high > _SMALL_SHARE else _rounded(max(high * 1.25, 0.01), math.ceil))
    room = (high - low or abs(high) or 1.0) * _MARGIN
    least = low - room if low < 0 else max(low - room, 0.0)
    return _rounded(least, math.floor), _rounded(high + room, math.ceil)


def _rounded(value: float, way: Callable[[float], int]) -> float:
    """Return a number with two digits that mean something, up (`math.ceil`) or down (`math.floor`)."""
    step = 10.0 ** (math.floor(math.log10(abs(value))) - 1) if value else 1.0
    return float(f"{way(value / step) * step:.12g}")


def _place(value: float, low: float, high: float) -> float:
    return 100 * min(max((value - low) / (high - low), 0.0), 1.0)


def _band(span: tuple[float, float], low: float, high: float) -> str:
    left, right = (_place(end, low, high) for end in span)
    return f"<span class='cc-band' style='left:{left:.1f}%;width:{max(right - left, 0.5):.1f}%'></span>"


def _range(span: tuple[float, float], low: float, high: float) -> str:
    left, right = (_place(end, low, high) for end in span)
    return f"<span class='cc-range' style='left:{left:.1f}%;width:{max(right - left, 0.3):.1f}%'></span>"


def _tick(mark: Benchmark, record: Assumption, currency: str, low: float, high: float) -> str:
    title = escape(f"{_figure(mark, record, currency)}: {_title(mark)}", quote=True)
    places = sorted({_place(end, low, high) for end in mark.span})
    return "".join(f"<span class='cc-tick' style='left:{place:.1f}%' title='{title}'></span>" for place in places)


def _title(mark: Benchmark) -> str:
    return str(mark.source[0]) if mark.source else "no source"


def _figure(mark: Benchmark, record: Assumption, currency: str) -> str:
    low, high = (answers.shown(end, record, mark.currency or currency) for end in mark.span)
    return low if low == high else _span(low, high)


def _span(low: str, high: str) -> str:
    """Return both ends with their unit once: $2 to $50 a contact."""
    number, space, unit = low.partition(" ")
    return f"{number if space and high.endswith(f' {unit}') else low} to {high}"


def _words(marks: list[Benchmark], band: tuple[float, float] | None, record: Assumption, currency: str) -> str:
    if len(marks) == 1 or (marks and band is None):
        return f"{_figure(marks[0], record, currency)} ({_title(marks[0])})"
    low, high = (answers.shown(end, record, currency) for end in band or (0.0, 0.0))
    count = f" ({_counted(marks)})" if marks else ""
    return f"{_span(low, high)}{count}"


def _counted(marks: list[Benchmark]) -> str:
    """Return how many figures there are, and how many of them have two marks, one at each end."""
    ranges = sum(mark.span[0] != mark.span[1] for mark in marks)
    of_them = {0: "", 1: ", 1 of them a range", len(marks): ", all of them ranges"}
    return f"{counted(len(marks), 'figure')}{of_them.get(ranges, f', {ranges} of them ranges')}"


def published(record: Assumption, currency: str) -> list[str]:
    """Return every published figure in words with its source, also those that measure something near."""
    lines = []
    for mark in record.benchmarks:
        what = f" – {mark.what}" if mark.what else ""
        near = "" if mark.comparable else " (something near, not the same)"
        sources = "; ".join(str(source) for source in mark.source)
        lines.append(f"{_figure(mark, record, currency)}{what}{near}. Source: {sources or 'none'}.")
    return lines
