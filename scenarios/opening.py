"""Several cases opened at once: what is wrong with any of them is said together."""

from __future__ import annotations

from collections.abc import Sequence

from model.problems import CaseProblems, Problem
from scenarios.analysis import Analysis, open_case
from scenarios.bridge import BASE_CASE
from scenarios.comparison import Entry


def entries(references: Sequence[str], *, cash_only: bool) -> list[Entry]:
    """Open what is compared, each named as `open_case` takes it.

    Raises `CaseProblems` with every problem of all of them.
    """
    opened: list[Entry] = []
    problems: list[Problem] = []
    for reference in references:
        try:
            analysis = open_case(reference, cash_only=cash_only)
            opened.append(Entry(analysis.resolved.scenario_label or BASE_CASE, analysis, reference))
        except CaseProblems as error:
            problems += error.problems
    if problems:
        raise CaseProblems(dict.fromkeys(problems))
    return opened


def with_scenarios(analysis: Analysis) -> list[Analysis]:
    """Return the analysis and, for a base case, one for each scenario, computed.

    Raises `CaseProblems` with every problem of all of them.
    """
    names = analysis.scenarios if analysis.scenario is None else ()
    analyses: list[Analysis] = []
    problems: list[Problem] = []
    for name in (analysis.scenario, *names):
        try:
            one = analysis if name == analysis.scenario else analysis.under(name)
            _ = one.appraisal
            analyses.append(one)
        except CaseProblems as error:
            problems += error.problems
    if problems:
        raise CaseProblems(dict.fromkeys(problems))
    return analyses
