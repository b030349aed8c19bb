"""The same lines in modelx (a spreadsheet-like modelling library): one cells object a line, computed for every month."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

import modelx
import numpy as np

from model.graph import Graph
from model.nodes import (
    After,
    At,
    Binary,
    Call,
    Choose,
    Compare,
    Cumulative,
    Delay,
    MonthNumber,
    Name,
    Negate,
    Node,
    Number,
    OneMonth,
    Prev,
    Ramp,
    Total,
    YearNumber,
)
from model.series import likely_values, scaled_value

_FUNCTIONS = {"ln": "log"}


def build(graph: Graph) -> Any:
    """Return a modelx space with a cells object for every line of a graph."""
    space = modelx.new_model().new_space("Case")
    months = graph.resolved.months
    space.months = months
    for function in (math.ceil, math.floor, math.exp, math.log, math.sqrt):
        setattr(space, function.__name__, function)
    for name, value in likely_values(graph).items():
        later = value.later.tolist() if value.is_series else [float(value.later)] * months
        setattr(space, f"a_{_plain(name)}", [float(value.opening), *later])
    for line_id, row in graph.rows.items():
        formula = _text(row.formula, graph)
        if row.opening is not None:
            formula = f"({_text(row.opening, graph)}) if t == 0 else ({formula})"
        space.new_cells(f"x_{_plain(line_id)}", formula=f"lambda t: {formula}")
    return space


def compute(space: Any, graph: Graph) -> dict[str, list[float]]:
    """Compute every line in every month, from nothing."""
    space.clear_all()
    months = range(graph.resolved.months + 1)
    cells = {line_id: space.cells[f"x_{_plain(line_id)}"] for line_id in graph.order}
    found: dict[str, list[float]] = {line_id: [] for line_id in graph.order}
    for month in months:
        for line_id in graph.order:
            found[line_id].append(float(cells[line_id](month)))
    return found


def npvs(graph: Graph, drawn: Mapping[str, np.ndarray], factors: np.ndarray, draws: int) -> np.ndarray:
    """Return NPV in each draw, each computed from nothing with its values."""
    space = build(graph)
    months = graph.resolved.months
    signs = {line.id: 1.0 if line.kind == "benefit" else -1.0 for line in graph.resolved.lines if line.kind != "driver"}
    found = []
    for draw in range(draws):
        for name, values in drawn.items():
            value = scaled_value(graph, name, float(values[draw]))
            setattr(space, f"a_{_plain(name)}", [float(value.opening), *[float(value.later)] * months])
        lines = compute(space, graph)
        found.append(sum(sign * float(np.dot(factors, lines[name])) for name, sign in signs.items()))
    return np.array(found)


def _plain(name: str) -> str:
    return re.sub(r"\W+", "_", name).strip("_")


def _text(node: Node, graph: Graph) -> str:  # noqa: C901, PLR0911, PLR0912 - one case a node kind
    def inner(part: Node) -> str:
        return _text(part, graph)

    match node:
        case Number(value):
            return f"({value!r})"
        case Name(id):
            return f"x_{_plain(id)}(t)" if id in graph.rows else f"a_{_plain(id)}[t]"
        case Negate(operand):
            return f"(-{inner(operand)})"
        case Binary(operator, left, right):
            return f"({inner(left)} {operator} {inner(right)})"
        case Compare(comparator, left, right):
            return f"float({inner(left)} {comparator} {inner(right)})"
        case Choose(test, then, otherwise):
            return f"({inner(then)} if {inner(test)} else {inner(otherwise)})"
        case Call(function, operands):
            return f"{_FUNCTIONS.get(function, function)}({', '.join(map(inner, operands))})"
        case MonthNumber():
            return "t"
        case YearNumber():
            return "(-(-t // 12))"
        case OneMonth():
            return "1.0"
        case Prev(line):
            return f"x_{_plain(line)}(max(t - 1, 0))"
        case Delay(line, months):
            return f"(x_{_plain(line)}(t - int({inner(months)} + 0.5)) if t >= int({inner(months)} + 0.5) else 0.0)"
        case Cumulative(line):
            return f"sum(x_{_plain(line)}(i) for i in range(t + 1))"
        case Total(line):
            return f"sum(x_{_plain(line)}(i) for i in range(months + 1))"
        case Ramp(start, months):
            step = f"float(t > {inner(start)})"
            return f"({step} if {inner(months)} <= 0 else min(max((t - {inner(start)}) / {inner(months)}, 0.0), 1.0))"
        case After(start):
            return f"float(t > {inner(start)})"
        case At(when):
            return f"float(t == int({inner(when)} + 0.5))"
        case _:
            raise TypeError(type(node).__name__)
