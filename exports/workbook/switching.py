"""The case under all its scenarios at once: which lines, formulas and values each of them has, so that one sheet can switch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter

from model.case import Overlay
from model.dependencies import needs
from model.graph import Graph, Row
from model.nodes import Binary, Name, Node, Number
from model.problems import CaseProblems
from model.resolved import Given, Resolved, ResolvedLine
from model.result import Run
from model.spreadsheet import numbers_in
from model.units import Vocabulary
from scenarios import Analysis
from scenarios.bridge import BASE_CASE

NOT_IN_USE = 0
"""Stands for a line in the scenarios that do without it; their variants count from 1."""


@dataclass(frozen=True, eq=False)
class Option:
    """A scenario that can be switched to (the base case is the first), with the name the selector shows."""

    label: str
    analysis: Analysis

    @property
    def resolved(self) -> Resolved:
        """The case under this scenario."""
        return self.analysis.resolved

    @property
    def graph(self) -> Graph:
        """Its lines."""
        return self.analysis.program.graph

    @property
    def run(self) -> Run:
        """Its figures."""
        return self.analysis.appraisal.run

    @property
    def overlay(self) -> Overlay | None:
        """What it changes of the base case; None for the base case itself."""
        return self.analysis.file.case.options.get(self.analysis.scenario or "")


@dataclass(frozen=True, eq=False)
class SwitchedLine:
    """A line of any of the scenarios: its different formulas, and which of them each scenario uses (0: none)."""

    line: ResolvedLine
    variants: tuple[Row, ...]
    uses: tuple[int, ...]
    in_options: tuple[ResolvedLine | None, ...]

    @property
    def id(self) -> str:
        """Its name."""
        return self.line.id

    @property
    def kinds(self) -> tuple[str, ...]:
        """As what it counts in each scenario; where it is not in use, as in the one that is shown or the first."""
        return tuple((line or self.line).kind for line in self.in_options)

    @property
    def classes(self) -> tuple[str, ...]:
        """The class of benefit it is in each scenario, or nothing."""
        return tuple((line or self.line).benefit_class or "" for line in self.in_options)

    def holds(self, number: float) -> bool:
        """Tell whether one of its formulas holds a number that stands among the fixed numbers."""
        return any(number in numbers_in(row) for row in self.variants)

    @property
    def differs(self) -> bool:
        """True where it counts as something else, or has another class, in some scenario."""
        return len(set(self.kinds)) > 1 or len(set(self.classes)) > 1


@dataclass(frozen=True, eq=False)
class SwitchedValue:
    """An assumption of any of the scenarios: its record in each of them, None where it is not used."""

    name: str
    given: tuple[Given | None, ...]
    label: str

    @property
    def first(self) -> Given:
        """The record of the first scenario that uses it."""
        return next(given for given in self.given if given)

    @property
    def unit(self) -> str:
        """Its unit, as the case writes it."""
        return self.first.record.unit or "1"

    @cached_property
    def is_series(self) -> bool:
        """True where it changes over time in any scenario."""
        return any(given.record.schedule for given in self.given if given)


@dataclass(frozen=True, eq=False)
class Switched:
    """All scenarios together. `chosen` is the index of the one that is shown; `left_out` says which cannot be, and why."""

    options: tuple[Option, ...]
    chosen: int
    lines: tuple[SwitchedLine, ...]
    values: tuple[SwitchedValue, ...]
    left_out: tuple[tuple[str, str], ...]

    @property
    def months(self) -> int:
        """The longest horizon of all scenarios."""
        return max(option.resolved.months for option in self.options)

    @property
    def option(self) -> Option:
        """The scenario that is shown."""
        return self.options[self.chosen]

    @cached_property
    def by_id(self) -> dict[str, SwitchedLine]:
        """Each line by its name."""
        return {line.id: line for line in self.lines}


def switched(analysis: Analysis) -> Switched:
    """Return a case under all its scenarios, showing the one of the analysis.

    A scenario that cannot be computed, or whose formulas need each other the other way round than those of the others,
    is left out with its reason. Raises `CaseProblems` where the scenario of the analysis itself cannot be computed.
    """
    _ = analysis.appraisal
    options, left_out = _options(analysis)
    kept: list[Option] = []
    for option in sorted(options, key=lambda option: option.analysis is not analysis):
        why = _why_not(kept, option)
        if why:
            left_out.append((option.label, f"{why}; export it by itself to have its formulas"))
        else:
            kept.append(option)
    shown = tuple(option for option in options if option in kept)
    chosen = next(index for index, option in enumerate(shown) if option.analysis is analysis)
    return Switched(shown, chosen, tuple(_lines(shown, chosen)), tuple(_values(shown)), tuple(left_out))


def _options(analysis: Analysis) -> tuple[list[Option], list[tuple[str, str]]]:
    """Return the base case and every scenario that can be computed, each under a name of its own; then the others."""
    options: list[Option] = []
    left_out: list[tuple[str, str]] = []
    taken: set[str] = set()
    for name in (None, *analysis.scenarios):
        label = BASE_CASE if name is None else analysis.file.case.options[name].label or name
        label = _free(label, taken)
        try:
            one = analysis if name == analysis.scenario else analysis.under(name)
            _ = one.appraisal
            options.append(Option(label, one))
        except CaseProblems as error:
            left_out.append((label, f"it cannot be computed: {error.problems[0].what}"))
    return options, left_out


def _free(label: str, taken: set[str]) -> str:
    """Return a label that differs from all others in more than its capitals, as spreadsheets compare them."""
    found, number = label, 2
    while found.casefold() in taken:
        found, number = f"{label} ({number})", number + 1
    taken.add(found.casefold())
    return found


# --- lines -------------------------------------------------------------------------------------------------------


def _lines(options: Sequence[Option], chosen: int) -> Iterable[SwitchedLine]:
    for line_id in _order(options, chosen):
        rows = [option.graph.rows.get(line_id) for option in options]
        row = rows[chosen] or next(row for row in rows if row)
        variants, uses = _variants(rows, options)
        yield SwitchedLine(row.line, variants, uses, tuple(row.line if row else None for row in rows))


def _order(options: Sequence[Option], chosen: int) -> list[str]:
    """Return all lines in an order they can be computed in: that of the shown scenario, with those of others put in."""
    order = list(options[chosen].graph.order)
    for option in options:
        place = -1
        for line_id in option.graph.order:
            if line_id in order:
                place = max(place, order.index(line_id))
            else:
                place += 1
                order.insert(place, line_id)
    return order


def _variants(rows: Sequence[Row | None], options: Sequence[Option]) -> tuple[tuple[Row, ...], tuple[int, ...]]:
    """Return the different formulas of a line, and which of them each scenario uses."""
    different: dict[tuple[Node, Node | None], Row] = {}
    for row in rows:
        if row:
            different.setdefault((row.formula, row.opening), row)
    whole = _whole_sum(rows, options) if len(different) > 1 else None
    if whole:
        return (whole,), tuple(int(row is not None) for row in rows)
    keys = list(different)
    uses = tuple(keys.index((row.formula, row.opening)) + 1 if row else NOT_IN_USE for row in rows)
    return tuple(different.values()), uses


def _whole_sum(rows: Sequence[Row | None], options: Sequence[Option]) -> Row | None:
    """Return the longest of several sums, where the others lack nothing but lines that their scenarios do without."""
    sums = [(row, _summed(row), option) for row, option in zip(rows, options, strict=True) if row]
    longest, names, _ = max(sums, key=lambda item: len(item[1] or ()))
    for row, parts, option in sums:
        with_opening = row.opening is not None
        if parts is None or with_opening != (longest.opening is not None):
            return None
        if parts != {name for name in names or () if name in option.graph.rows}:
            return None
    return longest


def _summed(row: Row) -> set[str] | None:
    """Return the lines that a formula adds up, each once; None for any other formula."""
    found = _terms(row.formula)
    if found is None or (row.opening is not None and _terms(row.opening) != found):
        return None
    return set(found) if len(set(found)) == len(found) else None


def _terms(node: Node) -> list[str] | None:
    if isinstance(node, Number) and node.value == 0:
        return []
    terms: list[str] = []
    while isinstance(node, Binary) and node.operator == "+" and isinstance(node.right, Name):
        terms.append(node.right.id)
        node = node.left
    return [*terms, node.id] if isinstance(node, Name) else None


def _why_not(kept: Sequence[Option], option: Option) -> str | None:
    """Return why a scenario cannot stand on one sheet with others, or None."""
    lines = {name for other in kept for name in other.graph.rows}
    values = {name: item.record for other in kept for name, item in other.resolved.assumptions.items()}
    twofold = [*(lines & option.resolved.assumptions.keys()), *(values.keys() & option.graph.rows.keys())]
    if twofold:
        return f"“{twofold[0]}” is computed in one scenario and stated in another"
    units = option.resolved.vocabulary
    for name, item in option.resolved.assumptions.items():
        if name in values and not _alike(item.record.unit, values[name].unit, units):
            return f"the unit of “{name}” means something else in another scenario"
    if _has_formulas_of_its_own(kept, option) and _goes_round([*kept, option]):
        return "its lines need each other in another order, so that one sheet would go round in a circle"
    return None


def _alike(one: str | None, other: str | None, units: Vocabulary) -> bool:
    return units.unit(one or "1").dimension == units.unit(other or "1").dimension


def _has_formulas_of_its_own(kept: Sequence[Option], option: Option) -> bool:
    """Tell whether some formula of a scenario stands in none of the others, so that it could close a circle with theirs."""
    known = {(line.id, line.formula, line.opening) for other in kept for line in other.resolved.lines}
    return bool(kept) and any((line.id, line.formula, line.opening) not in known for line in option.resolved.lines)


def _goes_round(options: Sequence[Option]) -> bool:
    """Tell whether the formulas of several scenarios, each under its own switch, would need each other in a circle."""
    months: dict[str, set[str]] = {}
    openings: dict[str, set[str]] = {}
    earlier: dict[str, set[str]] = {}
    for option in options:
        for line_id, row in option.graph.rows.items():
            wanted, first = needs(row.formula), needs(row.at_opening)
            months.setdefault(line_id, set()).update(wanted.now, wanted.whole)
            earlier.setdefault(line_id, set()).update(wanted.earlier)
            openings.setdefault(line_id, set()).update(first.at_opening)
    return _is_round(months) or _is_round(openings) or _sums_itself(options, months, earlier)


def _is_round(edges: dict[str, set[str]]) -> bool:
    try:
        TopologicalSorter(edges).prepare()
    except CycleError:
        return True
    return False


def _sums_itself(options: Sequence[Option], months: dict[str, set[str]], earlier: dict[str, set[str]]) -> bool:
    """Tell whether a line that others sum over all months would need one of them."""
    wholes = {
        (line_id, name)
        for option in options
        for line_id, row in option.graph.rows.items()
        for name in needs(row.formula).whole | needs(row.at_opening).whole
    }
    return any(line_id in _reach(name, months, earlier) for line_id, name in wholes)


def _reach(start: str, months: dict[str, set[str]], earlier: dict[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    stack = [start]
    while stack:
        name = stack.pop()
        if name not in seen:
            seen.add(name)
            stack.extend((*months.get(name, ()), *earlier.get(name, ())))
    return seen


# --- values ------------------------------------------------------------------------------------------------------


def _values(options: Sequence[Option]) -> Iterable[SwitchedValue]:
    names = dict.fromkeys(name for option in options for name in option.resolved.assumptions)
    for name in names:
        given = tuple(option.resolved.assumptions.get(name) for option in options)
        labelled = next(option for option, item in zip(options, given, strict=True) if item)
        yield SwitchedValue(name, given, labelled.run.label(name))
