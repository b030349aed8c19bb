"""A case laid over the library: which value is in force for each assumption, and who said it."""

from __future__ import annotations

from dataclasses import replace

from model.build import Scenario, build
from model.case import Case
from model.check import check
from model.evidence import Assumption
from model.graph import Graph
from model.line import Library
from model.plan import planned_values
from model.problems import MOST_LISTED, CaseProblems, Path, Problem, did_you_mean
from model.references import reference_problems
from model.resolved import Given, Option, Origin, Resolved
from model.units import UnitError, vocabulary

INFLATION = "inflation"


def resolve(case: Case, library: Library, scenario: str | None = None, *, cash_only: bool = False) -> Graph:
    """Return the checked graph of a case under one of its scenarios (None: the base case).

    With `cash_only`, cashable savings are the only benefits that count.

    Raises `CaseProblems` with everything that is unknown, missing, contradictory or outside its limits.
    """
    overlaid, named = _under(case, scenario)
    given = values_in_force(case, overlaid, library)
    undescribed = _undescribed(given)
    problems = [*reference_problems(case, library), *undescribed, *_inflation_twice(overlaid), *_planned_twice(case)]
    try:
        built = build(overlaid, library.streams, given, named)
        problems += _unknown_units(given, built.resolved, overlaid)
        if not undescribed:
            graph = check(replace(built, resolved=built.resolved.cash_only()) if cash_only else built)
            if not problems:
                return graph
    except CaseProblems as error:
        problems += error.problems
    raise CaseProblems(_in_scenario(problem, case, overlaid, scenario) for problem in dict.fromkeys(problems))


def _in_scenario(problem: Problem, case: Case, overlaid: Case, scenario: str | None) -> Problem:
    """Point to the scenario where it is the scenario that states the field, else name it."""
    if problem.path[:2] == ("assumptions", INFLATION) and INFLATION not in overlaid.assumptions:
        by_scenario = scenario is not None and case.options[scenario].inflation is not None
        where: Path = ("scenarios", scenario or "") if by_scenario else ()
        return replace(problem, path=(*where, INFLATION, *problem.path[2:]))
    if scenario is None:
        return problem
    path = problem.path
    where = path[:2]
    stated = getattr(case.options[scenario], str(where[0]), {}) if len(where) > 1 else {}
    if isinstance(stated, dict) and where[-1:] and where[-1] in stated:
        return replace(problem, path=(*_place(case, scenario), *path))
    if len(where) > 1 and where[0] == "lines" and isinstance(where[1], int):
        path = ("lines", case.lines.index(overlaid.lines[where[1]]), *path[2:])
    return replace(problem, path=path, what=f"Under the scenario `{scenario}`: {problem.what}")


def _place(case: Case, scenario: str) -> Path:
    """Return where a scenario is written: under its own name, or in the entry of its vendor."""
    vendors = [vendor.id for vendor in case.vendors]
    return ("scenarios", scenario) if scenario in case.scenarios else ("vendors", vendors.index(scenario))


def _under(case: Case, scenario: str | None) -> tuple[Case, Scenario]:
    options = tuple(
        Option(id=k, label=v.label or k, does_nothing="all" in v.without, stance=v.stance)
        for k, v in case.options.items()
    )
    if scenario is None:
        return case, Scenario(options=options)
    overlay = case.options.get(scenario)
    if overlay is None:
        what = f"The case has no scenario `{scenario}`."
        remedy = f"{did_you_mean(scenario, case.options)}It has {', '.join(case.options) or 'none'}."
        raise CaseProblems([Problem("unknown_scenario", ("scenarios",), what, "Its figures cannot be shown.", remedy)])
    return case.under(overlay), Scenario(scenario, overlay.label or scenario, options)


def values_in_force(base: Case, case: Case, library: Library) -> dict[str, Given]:
    """Return every assumption a case could use, in its currency.

    The library's lie at the bottom, the dates of the plan over them, and what the case and its scenario state on top.
    """
    given = {name: Given(record=_in_currency(r, case), origin="library") for name, r in library.assumptions.items()}
    for name, record in planned_values(case.start, case.plan).items():
        _put(given, name, record, "case", case)
    stated = dict(case.assumptions) | ({INFLATION: case.inflation} if case.inflation else {})
    for name, record in stated.items():
        _put(given, name, record, "case" if record is _stated_in(base, name) else "scenario", case)
    return given


def _put(given: dict[str, Given], name: str, record: Assumption, origin: Origin, case: Case) -> None:
    under = given.get(name) or given.get(name.partition("[")[0])
    given[name] = Given(record=_laid_over(under.record, record, case) if under else record, origin=origin)


def _stated_in(case: Case, name: str) -> Assumption | None:
    return case.inflation if name == INFLATION else case.assumptions.get(name)


def _in_currency(record: Assumption, case: Case) -> Assumption:
    """A published amount of money is no default for a case in another currency; the figure stays as a benchmark."""
    if record.value is None or "currency" not in (record.unit or ""):
        return record
    foreign = all(b.currency not in (None, case.currency) for b in record.benchmarks)
    return record.model_copy(update={"value": None, "low": None, "high": None}) if foreign else record


def _laid_over(under: Assumption, record: Assumption, case: Case) -> Assumption:
    """Lay a record of the case over one of the library, brought to its unit first.

    A case that gives a name another kind of unit means another thing; the library's record is then no base for it.
    """
    units = vocabulary(case.currency, case.units)
    try:
        stated, known = units.unit(record.unit or under.unit or "1"), units.unit(under.unit or record.unit or "1")
    except UnitError:
        return under.overlay(record)
    if stated.dimension != known.dimension:
        return record
    if stated.scale != known.scale:
        under = under.in_unit(stated.text, stated.scale / known.scale)
    return under.overlay(record)


def _inflation_twice(case: Case) -> list[Problem]:
    if case.inflation is None or INFLATION not in case.assumptions:
        return []
    what = "Inflation is stated twice: under `inflation` and under `assumptions`."
    return [
        Problem("duplicate_id", ("assumptions", INFLATION), what, "Only one of them can count.", "Keep one of them.")
    ]


def _planned_twice(case: Case) -> list[Problem]:
    """A value that is stated beside the plan contradicts its date; a range, an owner or a note only adds to it."""
    drivers = {activity.drives: activity for activity in case.plan if activity.drives}
    return [
        Problem(
            "duplicate_id",
            ("assumptions", name),
            f"{name} is stated twice: under `assumptions` and by the activity “{activity.label}” of the plan.",
            "Only one of them can count.",
            "Take the value from the assumption, or `drives` from the activity.",
        )
        for name, activity in drivers.items()
        if (record := case.assumptions.get(name)) and record.is_known
    ]


def _unknown_units(given: dict[str, Given], resolved: Resolved, case: Case) -> list[Problem]:
    """The unit of a value that nothing uses is checked too; nobody would find the slip later."""
    units, problems = vocabulary(case.currency, case.units), []
    for name, item in given.items():
        if item.origin == "library" or name in resolved.assumptions:
            continue
        try:
            units.unit(item.record.unit or "1")
        except UnitError as error:
            problems.append(error.problem("unknown_unit", ("assumptions", name, "unit")))
    return problems


def _undescribed(given: dict[str, Given]) -> list[Problem]:
    """An assumption the library does not know must say what it is; a misspelt name comes out here too."""
    problems: list[Problem] = []
    for name, item in given.items():
        if len(problems) >= MOST_LISTED:
            break
        missing = [field for field in ("label", "unit") if getattr(item.record, field) is None]
        if missing and item.origin != "library":
            known = (key for key, other in given.items() if other.record.label and key != name)
            what = f"`{name}` is not in the library and does not state its {' and '.join(missing)}."
            remedy = f"{did_you_mean(name, known)}If it is new, add {' and '.join(f'`{field}:`' for field in missing)}."
            problems.append(Problem("undescribed", ("assumptions", name), what, "Nobody could review it.", remedy))
    return problems
