"""Community Case in the terminal: check a case, appraise it, explain a figure, list KPIs and assumptions."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from types import ModuleType
from typing import Annotated, Any

import typer

from assumptions.loader import library
from exports import records
from model.challenges.across import across
from model.explain import AssumptionExplanation
from model.problems import CaseProblems, Problem
from scenarios import Analysis, open_case

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help=__doc__)

Reference = Annotated[
    str, typer.Argument(metavar="FILE[#scenario]", help="A case; `#name` takes one of its scenarios.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a report.")]


@app.command()
def check(file: Reference, *, as_json: AsJson = False) -> None:
    """Check a case and all its scenarios: problems, integrity, and what a CFO will ask."""
    with _problems_on_stderr(as_json=as_json):
        found = [analysis.appraisal for analysis in _with_scenarios(open_case(file))]
    between = list(across(found[0], found[1:]))
    holds = not any(appraisal.failed_checks for appraisal in found)
    if as_json:
        scenarios = [records.check_record(appraisal) for appraisal in found]
        _print_json({"file": file, "ok": holds, "scenarios": scenarios, "between": [asdict(c) for c in between]})
    else:
        _terminal().show_check(found, between)
    if not holds:
        raise typer.Exit(1)


@app.command()
def appraise(
    file: Reference,
    *,
    as_json: AsJson = False,
    lines: Annotated[bool, typer.Option("--lines", help="Add every line, month by month (with --json).")] = False,
    cash_only: Annotated[
        bool, typer.Option("--cash-only", help="Count cashable savings as the only benefits.")
    ] = False,
) -> None:
    """Show what a case is worth: figures, years, streams, shares, challenges."""
    with _problems_on_stderr(as_json=as_json):
        appraisal = open_case(file, cash_only=cash_only).appraisal
    if as_json:
        _print_json(appraisal.record(with_lines=lines))
    else:
        _terminal().show_appraisal(appraisal)


@app.command()
def explain(
    file: Reference,
    name: Annotated[str, typer.Argument(help="The id of a line or an assumption, such as deflection_saving.")],
    *,
    month: Annotated[int | None, typer.Option(help="The month to explain; the last one unless said.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show how a figure comes about: its formula in words and figures, its sources, what depends on it."""
    with _problems_on_stderr(as_json=as_json):
        analysis = open_case(file)
        is_assumption = name in analysis.resolved.assumptions
        found = analysis.explain_assumption(name) if is_assumption else analysis.explain(name, month)
    if as_json:
        _print_json(asdict(found))
    elif isinstance(found, AssumptionExplanation):
        _terminal().show_assumption(found, analysis.resolved.currency)
    else:
        _terminal().show_explanation(found)


@app.command()
def kpis(file: Reference, *, as_json: AsJson = False) -> None:
    """List the KPIs of a case with the goals they serve and their targets from the model."""
    with _problems_on_stderr(as_json=as_json):
        appraisal = open_case(file).appraisal
    if as_json:
        _print_json([asdict(kpi) for kpi in appraisal.kpis])
    else:
        _terminal().show_kpis(appraisal)


@app.command()
def assumptions(
    file: Annotated[
        str | None, typer.Argument(metavar="[FILE[#scenario]]", help="A case; without one, the library.")
    ] = None,
    *,
    search: Annotated[str, typer.Option(help="Show only those whose name, label or question holds this text.")] = "",
    as_json: AsJson = False,
) -> None:
    """List the assumptions of a case, or of the library, with ranges, sources and evidence grades."""
    with _problems_on_stderr(as_json=as_json):
        rows = records.library_rows(library()) if file is None else records.case_rows(open_case(file).appraisal.run)
    found = [row for row in rows if search.lower() in f"{row['id']} {row['label']} {row['question']}".lower()]
    if as_json:
        _print_json(found)
    else:
        _terminal().show_assumptions(found)


def _terminal() -> ModuleType:
    """Return the reports for people; drawing tables takes a while to load and JSON does without."""
    from exports import terminal

    return terminal


def _with_scenarios(analysis: Analysis) -> list[Analysis]:
    """Return the analysis and, for a base case, one for each scenario, computed; every problem is raised together."""
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


@contextmanager
def _problems_on_stderr(*, as_json: bool) -> Iterator[None]:
    """Turn problems into exit code 1 and a list on standard error; nobody sees a traceback."""
    try:
        yield
    except CaseProblems as error:
        if as_json:
            print(
                json.dumps([problem.record() for problem in error.problems], indent=2, ensure_ascii=False),
                file=sys.stderr,
            )
        else:
            _terminal().show_problems(error.problems)
        raise typer.Exit(1) from None


def _print_json(data: Any) -> None:
    print(json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False))


if __name__ == "__main__":
    app()
