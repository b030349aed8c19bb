"""What a challenge rule looks at, and the words several of them share."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from model.calendar import month_of
from model.evaluate import Program
from model.money import local_signs, money_text
from model.resolved import Resolved, ResolvedLine
from model.result import Challenge, Figures, KpiTarget, Run
from model.sensitivity import Swings, swings
from model.series import scaled_value

LAUNCH = "months_to_launch"


@dataclass(frozen=True)
class Matter:
    """A computed case, ready to be challenged."""

    program: Program
    run: Run
    figures: Figures
    shares: Mapping[str, Mapping[str, float]]
    kpis: tuple[KpiTarget, ...]

    @property
    def resolved(self) -> Resolved:
        """The case itself."""
        return self.run.graph.resolved

    @property
    def is_community(self) -> bool:
        """True where the case speaks of a community, and not of any project."""
        return self.resolved.community is not None or bool(self.resolved.audiences or self.resolved.streams)

    @cached_property
    def swings(self) -> Swings:
        """How far each assumption moves NPV, the largest first."""
        return swings(self.program)

    @cached_property
    def launch(self) -> int | None:
        """The last month before the community opens; None where the case does not say."""
        value = self.value(LAUNCH)
        return None if value is None else math.floor(value)

    def value(self, assumption: str) -> float | None:
        """Return the value of an assumption the case uses, in base units; the first one where it changes."""
        return next(iter(self.values(assumption)), None)

    def values(self, assumption: str) -> tuple[float, ...]:
        """Return all values of an assumption over months and audiences, in base units; none where it is not used."""
        names = [name for name in self.resolved.assumptions if assumption in (name, name.partition("[")[0])]
        return tuple(float(x) for name in names for x in np.ravel(scaled_value(self.program.graph, name).later))

    def label(self, name: str) -> str:
        """Return what people call a line or an assumption, with its audience."""
        return self.run.label(name)

    def money(self, amount: float) -> str:
        """Return an amount in the currency of the case, without cents."""
        return money_text(amount, self.resolved.currency)

    def month(self, number: int) -> str:
        """Return a month with its date."""
        return f"month {number} ({month_of(self.resolved.start, number)})" if number else "the opening"

    def costs_like(self, pattern: str) -> Iterator[ResolvedLine]:
        """Yield the cost lines whose name speaks of something."""
        wanted = re.compile(pattern, re.IGNORECASE)
        for line in self.run.lines_of("cost"):
            if wanted.search(line.label) or wanted.search(line.id.replace("_", " ")):
                yield line


def figure(value: float) -> str:
    """Return a number with its thousands, and no more digits than it needs."""
    return local_signs(f"{value:,.10g}")


Rule = Callable[[Matter], Iterator[Challenge]]
