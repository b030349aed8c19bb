"""Where the value lies: shares of the present value of all benefits, by goal, style, perspective, journey and class."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from model.resolved import ResolvedLine
from model.result import Run
from model.strategy import Goal

UNASSIGNED = "unassigned"
"""Key of the value that serves no goal, or whose line names no style, perspective or phase."""

Weights = Mapping[str, float]


def shares(run: Run) -> dict[str, dict[str, float]]:
    """Return each set of shares; within one they add up to 1, and there are none where there is no benefit."""
    goals = run.graph.resolved.goals
    views: dict[str, Callable[[ResolvedLine], Weights]] = {
        "goal": lambda line: {goal.id: goal.weight for goal in serving(goals, line)},
        "style": lambda line: _even([line.style]),
        "perspective": lambda line: _even([line.perspective]),
        "journey": lambda line: _even(line.phases),
        "class": lambda line: _even([line.benefit_class]),
    }
    return {name: _shares(run, view) for name, view in views.items()}


def serving(goals: Iterable[Goal], line: ResolvedLine) -> tuple[Goal, ...]:
    """Return the goals a benefit line serves, by its own name or its stream's."""
    names = {line.id, line.id.partition("[")[0], line.stream}
    return tuple(goal for goal in goals if names & set(goal.served_by))


def _even(keys: Iterable[str | None]) -> Weights:
    return {key: 1.0 for key in keys if key}


def _shares(run: Run, view: Callable[[ResolvedLine], Weights]) -> dict[str, float]:
    """Split the value of each line over its keys by weight, and return each key's part of the whole."""
    found: dict[str, float] = {}
    for line in run.lines_of("benefit"):
        weights = view(line) or {UNASSIGNED: 1.0}
        value = run.present_value(line.id)
        for key, weight in weights.items():
            found[key] = found.get(key, 0.0) + value * weight / sum(weights.values())
    whole = sum(found.values())
    return {key: value / whole for key, value in found.items()} if whole > 0 else {}
