"""Static checks of a resolved case: units, limits and schedules, all problems at once."""

from __future__ import annotations

from collections.abc import Iterator

from model.dimensions import DimensionError, dimension
from model.evidence import Assumption
from model.graph import Graph, Row, build_graph
from model.nodes import Node
from model.powers import MONTH, Dimension
from model.problems import CaseProblems, Path, Problem
from model.resolved import Built, Resolved
from model.units import Unit, UnitError, Vocabulary

_UNIT_WHY = "Figures of different units cannot be added or compared; the result would mean nothing."


def check(built: Built) -> Graph:
    """Return the graph of a resolved case once it has passed every static check.

    Raises `CaseProblems` with everything that is wrong: units, values outside hard limits, short schedules, cycles.
    """
    problems = [*_value_problems(built.resolved)]
    units = _Units(built)
    problems += units.problems
    try:
        graph = build_graph(built)
    except CaseProblems as error:
        raise CaseProblems([*problems, *error.problems]) from None
    if not units.problems:
        problems += units.kpi_problems(built.resolved)
        problems += [problem for row in graph.rows.values() for problem in units.row_problems(row)]
    if problems:
        raise CaseProblems(problems)
    return graph


class _Units:
    """Units of every line and assumption of a resolved case, and what is wrong with them."""

    def __init__(self, built: Built) -> None:
        self.paths = built.paths
        self.vocabulary = built.resolved.vocabulary
        self.problems: list[Problem] = []
        self.dimensions: dict[str, Dimension] = {}
        for name, given in built.resolved.assumptions.items():
            unit = self._unit(given.record.unit or "1", ("assumptions", name, "unit"))
            if unit:
                self.dimensions[name] = unit.dimension
        for line in built.resolved.lines:
            path = (*built.paths[line.id], "unit")
            unit = self._unit(line.unit, path)
            if unit:
                self.dimensions[line.id] = unit.dimension
                self._check_line_unit(unit, path, is_money=line.kind != "driver")

        self.kpis = [self._unit(kpi.unit, ("kpis", i, "unit")) for i, kpi in enumerate(built.resolved.kpis)]

    def _unit(self, text: str, path: Path) -> Unit | None:
        try:
            return self.vocabulary.unit(text)
        except UnitError as error:
            self.problems.append(Problem("unknown_unit", path, str(error), _UNIT_WHY, error.remedy))
            return None

    def _check_line_unit(self, unit: Unit, path: Path, *, is_money: bool) -> None:
        base = self.vocabulary.show(unit.dimension)
        if is_money and unit.dimension != money_flow(self.vocabulary):
            what = f"A benefit or cost is money a month ({self.vocabulary.currency}/month), and this line is in `{unit.text}`."
            self.problems.append(
                Problem(
                    "wrong_unit",
                    path,
                    what,
                    "It could not be discounted with the others.",
                    f"Write `unit: {self.vocabulary.currency}/month`, and `kind: driver` for anything that is not money.",
                )
            )
        elif unit.scale != 1:
            what = f"A line is kept in base units, and `{unit.text}` is {unit.scale:g} of `{base}`."
            self.problems.append(
                Problem(
                    "wrong_unit",
                    path,
                    what,
                    "Lines are computed month by month.",
                    f"Write `unit: {base}`; assumptions may keep their own unit.",
                )
            )

    def row_problems(self, row: Row) -> Iterator[Problem]:
        wanted = self.dimensions[row.line.id]
        yield from self._formula_problem(row, "formula", row.formula, (wanted,))
        if row.opening is not None:
            amounts = (wanted, wanted * MONTH) if wanted.is_flow else (wanted,)
            yield from self._formula_problem(row, "opening", row.opening, amounts)

    def _formula_problem(self, row: Row, field: str, node: Node, wanted: tuple[Dimension, ...]) -> Iterator[Problem]:
        path, show = (*self.paths[row.line.id], field), self.vocabulary.show
        try:
            found = dimension(node, self.dimensions.__getitem__)
        except DimensionError as error:
            what = f"{row.line.label}: {error} Their units are {show(error.left)} and {show(error.right)}."
            yield Problem("wrong_unit", path, what, _UNIT_WHY, error.remedy)
            return
        if found is not None and found not in wanted:
            what = f"{row.line.label}: the line is in {row.line.unit}, and its formula works out to {show(found)}."
            yield Problem("wrong_unit", path, what, _UNIT_WHY, _unit_remedy(wanted[0], found, show(wanted[0] / found)))

    def kpi_problems(self, resolved: Resolved) -> Iterator[Problem]:
        """A KPI read from a line has the line's unit, or that of the line's amount over some months."""
        for index, (kpi, unit) in enumerate(zip(resolved.kpis, self.kpis, strict=True)):
            line = self.dimensions.get(kpi.target.line or "")
            if unit is None or line is None:
                continue
            allowed = (line, line * MONTH) if line.is_flow and kpi.target.months_summed > 1 else (line,)
            if unit.dimension not in allowed:
                shown = [self.vocabulary.show(dimension) for dimension in allowed]
                what = f"The KPI “{kpi.label}” is in {kpi.unit}, and its line `{kpi.target.line}` is in {' or '.join(shown)}."
                remedy = f"Write `unit: {shown[0]}`, or read the target from another line."
                yield Problem("wrong_unit", ("kpis", index, "unit"), what, _UNIT_WHY, remedy)


def money_flow(units: Vocabulary) -> Dimension:
    """Return the dimension of every benefit and cost."""
    return units.unit("currency/month").dimension


def _unit_remedy(wanted: Dimension, found: Dimension, factor: str) -> str:
    if wanted.is_flow and found * MONTH == wanted:
        return "It is per month once too often: leave out one `/ one_month` or `at(…)`, or multiply by `one_month`."
    if wanted * MONTH == found:
        return "The formula is an amount and the line a flow: write `… * at(0)` for once at the opening, or `… / one_month` for every month."
    if found * MONTH == wanted:
        return "The formula is a flow and the line an amount: write `… * one_month` for the amount of one month."
    return f"A factor in {factor} is missing: multiply by an assumption with that unit, or correct a unit."


def _value_problems(resolved: Resolved) -> Iterator[Problem]:
    for name, given in resolved.assumptions.items():
        yield from _range_problems(name, given.record)
        try:
            unit = resolved.vocabulary.unit(given.record.unit or "1")
        except UnitError:
            continue
        yield from _limit_problems(name, given.record, unit)
        yield from _schedule_problems(name, given.record, unit, resolved.months)


def _limit_problems(name: str, record: Assumption, unit: Unit) -> Iterator[Problem]:
    low, high = record.limits or (None, None)
    for value in record.extremes(unit):
        below, above = low is not None and value < low, high is not None and value > high
        if below or above:
            bound = (
                f"below the least possible, {low:g}"
                if below and low is not None
                else f"above the most possible, {high:g}"
            )
            remedy = (
                f"Shares are written 0 to 1: {value:g}% is {value / 100:g}."
                if high == 1 and 1 < value <= 100
                else f"Give a value from {_bound(low, '−∞')} to {_bound(high, '∞')}."
            )
            yield Problem(
                "outside_limits",
                ("assumptions", name),
                f"{record.label or name} is {value:g}, {bound}.",
                "Outside its hard limits the model is wrong.",
                remedy,
            )
            return


def _bound(value: float | None, none: str) -> str:
    return none if value is None else f"{value:g}"


def _range_problems(name: str, record: Assumption) -> Iterator[Problem]:
    path: Path = ("assumptions", name)
    why = "A range runs from the low value over the likely one to the high one."
    if (record.low is None) != (record.high is None):
        yield Problem(
            "half_range",
            path,
            f"{record.label or name} states only one end of its range.",
            why,
            "State both `low` and `high`, or neither.",
        )
    elif record.low is not None and record.high is not None and not record.low <= record.likely <= record.high:
        what = f"{record.label or name}: {record.low:g}, {record.likely:g}, {record.high:g} are not in ascending order."
        yield Problem("range_order", path, what, why, "Put low, likely and high in order.")
    elif record.distribution == "lognormal" and record.likely and min(record.range() or (record.likely,)) <= 0:
        what = f"{record.label or name}: a lognormal value is above nought, and its range begins at or below it."
        remedy = "State a `low` above nought, or another `distribution`."
        yield Problem("lognormal_range", path, what, "There are no logarithms to draw from.", remedy)


def _schedule_problems(name: str, record: Assumption, unit: Unit, months: int) -> Iterator[Problem]:
    schedule = record.schedule
    if schedule is None:
        return
    path: Path = ("assumptions", name, "schedule")
    found = schedule.problem(unit)
    if found:
        yield Problem("schedule", path, *found)
    if schedule.months < months:
        what = f"{record.label or name}: the schedule covers {schedule.months} months of {months}."
        yield Problem(
            "short_schedule",
            path,
            what,
            "What comes after its end would have to be guessed.",
            "Add values to the horizon, or shorten `months`.",
        )
