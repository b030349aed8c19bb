"""The graph of a resolved case: its lines in an order they can be computed in, and what ties them together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter

from model.dependencies import Needs, needs
from model.nodes import Node
from model.parse import parse_resolved
from model.problems import CaseProblems, Path, Problem
from model.resolved import Built, Resolved, ResolvedLine


@dataclass(frozen=True, slots=True)
class Row:
    """A line ready to be computed: its formula, and its opening where it declares one."""

    line: ResolvedLine
    formula: Node
    opening: Node | None
    needs: Needs

    @property
    def at_opening(self) -> Node:
        """The formula that holds in the opening column."""
        return self.formula if self.opening is None else self.opening


@dataclass(frozen=True, slots=True)
class Group:
    """Lines computed together: a single one, or several that are tied through `prev` and go month by month.

    `order` is the order within a month, `opening_order` the order in the opening column.
    """

    order: tuple[str, ...]
    opening_order: tuple[str, ...]
    is_lagged: bool


@dataclass(frozen=True)
class Graph:
    """The rows of a resolved case, and the groups they are computed in, one after another."""

    resolved: Resolved
    rows: Mapping[str, Row]
    groups: tuple[Group, ...]
    paths: Mapping[str, Path]

    @cached_property
    def order(self) -> tuple[str, ...]:
        """Line ids in computing order."""
        return tuple(line_id for group in self.groups for line_id in group.order)

    @cached_property
    def dependants(self) -> Mapping[str, tuple[str, ...]]:
        """For each line and assumption, the lines that use it directly."""
        found: dict[str, list[str]] = {}
        for line_id, row in self.rows.items():
            for name in row.needs.names:
                found.setdefault(name, []).append(line_id)
        return {name: tuple(users) for name, users in found.items()}

    def reach(self, line_ids: Iterable[str]) -> frozenset[str]:
        """Return the ids of the lines and of every line and assumption they depend on."""
        return reached(line_ids, lambda name: self.rows[name].needs.names if name in self.rows else ())


def reached(names: Iterable[str], onward: Callable[[str], Iterable[str]]) -> frozenset[str]:
    """Return the names with everything that is reached from them, where `onward` says what comes right after a name."""
    seen: set[str] = set()
    stack = list(names)
    while stack:
        name = stack.pop()
        if name not in seen:
            seen.add(name)
            stack.extend(onward(name))
    return frozenset(seen)


def build_graph(built: Built) -> Graph:
    """Order the lines of a resolved case.

    Raises `CaseProblems` for cycles, with the path of each, and for a look back at something without a history.
    """
    rows = {line.id: _row(line) for line in built.resolved.lines}
    problems = list(_history_problems(rows, built.paths))
    groups: list[Group] = []
    for component in _components(rows):
        order, cycle = _order_within(component, rows)
        opening_order, opening_cycle = _opening_order(component, rows)
        groups.append(Group(order, opening_order, any(rows[name].needs.earlier & set(component) for name in component)))
        if cycle or (opening_cycle and not problems):
            problems.append(_cycle_problem(cycle or opening_cycle, rows, built.paths))
    if problems:
        raise CaseProblems(problems)
    return Graph(built.resolved, rows, tuple(groups), built.paths)


def _row(line: ResolvedLine) -> Row:
    formula = parse_resolved(line.formula)
    opening = parse_resolved(line.opening) if line.opening is not None else None
    return Row(line, formula, opening, needs(formula) | (needs(opening) if opening else Needs()))


def _history_problems(rows: Mapping[str, Row], paths: Mapping[str, Path]) -> Iterable[Problem]:
    for row in rows.values():
        path = (*paths[row.line.id], "formula")
        for name in sorted(row.needs.history - rows.keys()):
            what = f"`{row.line.id}` looks at the history of `{name}`, which is an assumption."
            yield Problem(
                "no_history",
                path,
                what,
                "Only lines are kept month by month.",
                f"Add a line with the formula `{name}` and look at that.",
            )
        for name in sorted(row.needs.before & rows.keys()):
            if rows[name].opening is None:
                what = f"`{row.line.id}` looks one month back at `{name}`, which declares no opening."
                why = "In the opening column there is no month before to look at."
                yield Problem("no_opening", path, what, why, f"Give `{name}` an `opening:` (a number or a formula).")


def _components(rows: Mapping[str, Row]) -> list[tuple[str, ...]]:
    """Return the strongly connected components, each after those it needs (Tarjan 1972, without recursion)."""
    edges = {name: [n for n in sorted(row.needs.names) if n in rows] for name, row in rows.items()}
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    open_: list[str] = []
    is_open: set[str] = set()
    found: list[tuple[str, ...]] = []
    for root in rows:
        work = [] if root in index else [(root, iter(edges[root]))]
        while work:
            name, rest = work[-1]
            if name not in index:
                index[name] = low[name] = len(index)
                open_.append(name)
                is_open.add(name)
            child = next((c for c in rest if c not in index or c in is_open), None)
            if child is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[name])
                if low[name] == index[name]:
                    start = open_.index(name)
                    found.append(tuple(open_[start:]))
                    is_open -= set(open_[start:])
                    del open_[start:]
            elif child in index:
                low[name] = min(low[name], index[child])
            else:
                work.append((child, iter(edges[child])))
    return found


def _order_within(component: tuple[str, ...], rows: Mapping[str, Row]) -> tuple[tuple[str, ...], list[str]]:
    """Order a component by what is needed in the same month; return the cycle that stands in the way, if any."""
    inside = set(component)
    whole = [(name, n) for name in component for n in sorted(rows[name].needs.whole & inside)]
    sorter = TopologicalSorter({name: rows[name].needs.now & inside for name in component})
    try:
        ordered = tuple(sorter.static_order())
    except CycleError as error:
        return component, list(reversed(error.args[1]))
    return ordered, [whole[0][0], whole[0][1], whole[0][0]] if whole else []


def _opening_order(component: tuple[str, ...], rows: Mapping[str, Row]) -> tuple[tuple[str, ...], list[str]]:
    """Order a component for the opening column, where a look one month back is a look at the opening itself."""
    inside = set(component)
    try:
        edges = {name: needs(rows[name].at_opening).at_opening & inside for name in component}
        return tuple(TopologicalSorter(edges).static_order()), []
    except CycleError as error:
        return component, list(reversed(error.args[1]))


def _cycle_problem(cycle: list[str], rows: Mapping[str, Row], paths: Mapping[str, Path]) -> Problem:
    labels = " → ".join(f"{rows[name].line.label} (`{name}`)" for name in cycle)
    what = f"These lines need each other in the same month: {labels}."
    why = "None of them can be computed first, and a default would hide the mistake."
    own = next((name for name in cycle if not rows[name].line.generated), cycle[0])
    return Problem(
        "cycle",
        paths[own],
        what,
        why,
        f"Let one of them look one month back with `prev({cycle[1]})`, or remove a link.",
    )
