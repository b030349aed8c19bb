"""Timing of a piece of work: the median and the best of several repeats."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Timing:
    """How long a piece of work took, in seconds."""

    name: str
    median: float
    best: float
    limit: float | None = None

    def row(self, base: Timing) -> str:
        limit = f"{self.limit * 1e3:,.0f} ms" if self.limit else ""
        return f"| {self.name} | {self.median * 1e3:,.2f} ms | {self.best * 1e3:,.2f} ms | {limit} | {self.median / base.median:,.1f} × |"


def timed(name: str, work: Callable[[], object], repeats: int, limit: float | None = None) -> Timing:
    """Run the work some times and return its timing; the first run warms up and does not count."""
    work()
    took = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        took.append(time.perf_counter() - start)
    return taken(name, took, limit)


def taken(name: str, times: list[float], limit: float | None = None) -> Timing:
    """Return the timing of work that was measured elsewhere, in seconds."""
    return Timing(name, statistics.median(times), min(times), limit)


def table(title: str, timings: list[Timing]) -> str:
    """Return timings as a Markdown table, each against the first."""
    head = [
        f"**{title}**",
        "",
        "| | median | best | limit | against the first |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    return "\n".join([*head, *(timing.row(timings[0]) for timing in timings), ""])
