"""The way to use the model from Python: open a case, switch its scenario, appraise, explain, take tables."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assumptions.loader import drawing_on
from assumptions.overlay import resolve
from model.appraise import appraise
from model.calendar import month_of
from model.document import Document
from model.evaluate import Program
from model.explain import AssumptionExplanation, Explanation, explain, explain_assumption
from model.line import Library
from model.problems import CaseProblems
from model.resolved import Resolved
from model.result import Appraisal
from scenarios.files import CaseFile
from scenarios.referring import referred

if TYPE_CHECKING:
    from pandas import DataFrame

    from model.risk.findings import Simulation


@dataclass(frozen=True)
class Analysis:
    """One case under one scenario and over one library: resolved at once, computed and appraised when asked."""

    file: CaseFile
    scenario: str | None
    program: Program
    library: Library
    cash_only: bool = False

    @cached_property
    def appraisal(self) -> Appraisal:
        """Figures, years, streams, shares, KPI targets, challenges and integrity checks.

        Raises `CaseProblems` naming line and month where a formula has no finite value.
        """
        with located(self.file.document):
            return appraise(self.program)

    @property
    def resolved(self) -> Resolved:
        """The case with every line and value written out."""
        return self.program.graph.resolved

    @property
    def scenarios(self) -> tuple[str, ...]:
        """Names of the scenarios the case has besides its base; vendors that state values are among them."""
        return tuple(self.file.case.options)

    def under(self, scenario: str | None) -> Analysis:
        """Return the same case over the same library under another scenario; None for the base case.

        Raises `CaseProblems` for a scenario it does not have.
        """
        return analyse(self.file, scenario, cash_only=self.cash_only, library=self.library)

    def explain(self, line: str, month: int | None = None) -> Explanation:
        """Return how a line comes about at a month (the last one unless said), in words and in figures.

        Raises `CaseProblems` for a line or month the case does not have.
        """
        return explain(self.appraisal.run, line, month)

    def explain_assumption(self, name: str) -> AssumptionExplanation:
        """Return what stands behind an assumption, and what it does to NPV.

        Raises `CaseProblems` for one the case does not use.
        """
        return explain_assumption(self.program, name)

    def simulate(self, draws: int = 8_192, seed: int = 1, **settings: Any) -> Simulation:
        """Return the case over many draws of its assumptions, as `model.risk.simulation.simulate` does.

        Raises `CaseProblems` for lines it does not have, and where most draws cannot be computed.
        """
        from model.risk.simulation import simulate

        with located(self.file.document):
            return simulate(self.program, draws, seed, **({"kernels": _kernels()} | settings))

    def monthly(self) -> DataFrame:
        """Return every line by month: one row a month from the opening (0) on, one column a line, in base units."""
        from pandas import DataFrame, Index

        run = self.appraisal.run
        months = range(self.resolved.months + 1)
        index = Index(list(months), name="month")
        dates = {"date": [month_of(self.resolved.start, month) for month in months]}
        return DataFrame(dates | {line_id: run.line(line_id) for line_id in run.graph.order}, index=index)

    def yearly(self) -> DataFrame:
        """Return benefits, costs, net, discounted net and cumulative flow by year; year 0 is the opening."""
        from pandas import DataFrame

        return DataFrame(list(self.appraisal.years)).set_index("year")


def open_case(reference: str, *, cash_only: bool = False) -> Analysis:
    """Open a case file, or one of its scenarios as `FILE#scenario`; `cash_only` counts cashable savings alone.

    Where there is no such file, a saved case is opened with the library it was saved with: `CASE[@revision][#scenario]`.
    Raises `CaseProblems` with every problem of the file, each with its line, reason and remedy.
    """
    found = referred(reference)
    return analyse(found.file, found.scenario, cash_only=cash_only, library=found.library)


def analyse(
    file: CaseFile, scenario: str | None = None, *, cash_only: bool = False, library: Library | None = None
) -> Analysis:
    """Return a case that has been read, under one of its scenarios, over a library (None: the one in force).

    Raises `CaseProblems` with everything that is unknown, missing or wrong.
    """
    with located(file.document), drawing_on(library) as shelf:
        graph = resolve(file.case, shelf, scenario, cash_only=cash_only)
        return Analysis(file, scenario, Program(graph), shelf, cash_only)


@contextmanager
def located(document: Document) -> Iterator[None]:
    """Give every problem raised inside its file and line."""
    try:
        yield
    except CaseProblems as error:
        raise CaseProblems(document.locate(list(error.problems))) from None


def _kernels() -> Path:
    """Return the folder in which compiled readings are kept."""
    from scenarios.drafts import HOME

    return Path(os.environ.get(HOME) or "~/.community-case").expanduser() / "kernels"
