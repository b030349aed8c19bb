"""Pilot, then go on or stop: what a case is worth with a gate at which you may stop, over the draws.

Up to the gate it may run at a part of its size. At the gate one thing is observed. You go on where, by what the draws with a like observation came to, going on is
expected to be worth more than stopping. What was committed is paid either way; everything else after the gate falls away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from model.calendar import month_of
from model.evaluate import Program
from model.names import listed, uncapitalised
from model.problems import CaseProblems, Problem, did_you_mean
from model.quantities import quantity
from model.result import label_of
from model.risk.naming import label, money, value_text
from model.risk.regression import fit
from model.risk.worth import Draws, Mask, factors_of, lines_at, money_lines
from model.series import Array

CASH = "cash"
"""Observed at the gate: the cumulative cash so far."""
EVERYTHING = "everything"
"""Observed at the gate: how the case will turn out. Nobody sees that; it is the most a gate could be worth."""


@dataclass(frozen=True, slots=True)
class Gate:
    """When you may stop, what you see then, and what is paid all the same.

    `observed` is `cash`, `everything`, a line (its value in that month, at full size) or an assumption. `committed` are
    cost and benefit lines that go on after a stop; `stop_cost` is paid once at the gate if you stop. `size` is the share
    at which benefits and running costs count up to the gate; costs paid once are paid in full.
    """

    month: int
    observed: str = CASH
    committed: tuple[str, ...] = ()
    stop_cost: float = 0.0
    size: float = 1.0


@dataclass(frozen=True, slots=True)
class Rule:
    """Go on where what is observed is at least (or at most) a value; there is none where no single value divides it."""

    at_least: bool
    value: float


@dataclass(frozen=True, slots=True)
class Staged:
    """What a case is worth, on average over the draws, without and with the option to stop at a gate.

    `npv_without` is at full size from the start; `npv_with` is that, and what a smaller start changes (`smaller`), and
    what the option is worth (`option`). `low_without` and `low_with` are NPV in the worst 1 in 20 (P5). `most` is what
    the option would be worth if everything were seen at the gate.
    """

    month: int
    date: str
    observed: str
    draws: int
    left_out: int
    size: float
    npv_without: float
    npv_with: float
    smaller: float
    option: float
    standard_error: float
    most: float
    stopping: float
    low_without: float
    low_with: float
    rule: Rule | None
    sentence: str
    rule_sentence: str
    stop_sentence: str
    pilot_sentence: str

    def record(self) -> dict[str, Any]:
        """Return it as plain data, for JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class _Flows:
    """What each draw comes to, at today's value, and what is seen at the gate.

    What stands before the gate at full size, what a smaller start changes of it, what going on adds to stopping, and
    what stopping costs.
    """

    before: Array
    smaller: Array
    going_on: Array
    stopping: Array
    seen: Array

    def counted(self, kept: Mask) -> _Flows:
        """Return some of the draws."""
        return _Flows(*(part[kept] for part in (self.before, self.smaller, self.going_on, self.stopping, self.seen)))


def usual_gate(months: int) -> int:
    """Return the month of the gate unless said: the first year's end, or halfway through a shorter case."""
    return 12 if months > 12 else max(months // 2, 1)


def staged(program: Program, likely: Draws, gate: Gate) -> Staged:
    """Return what the option to stop at a gate is worth, from draws of assumptions, each of shape (draws,).

    Raises `CaseProblems` for a gate outside the case, and for names it does not have.
    """
    return staged_at(program, likely, gate, (gate.month,))[0]


def staged_at(program: Program, likely: Draws, gate: Gate, months: Sequence[int]) -> tuple[Staged, ...]:
    """Return what the option to stop at a gate is worth in each of some months; every draw is computed once.

    Raises `CaseProblems` as `staged` does.
    """
    gates = [replace(gate, month=month) for month in months]
    for one in gates:
        _refuse(program, one)
    flows = _flows(program, likely, gates)
    return tuple(_decided(program, one, every) for one, every in zip(gates, flows, strict=True))


def _decided(program: Program, gate: Gate, every: _Flows) -> Staged:
    counted = np.isfinite(every.before) & np.isfinite(every.seen)
    flows = every.counted(counted)
    expected = flows.going_on if gate.observed == EVERYTHING else fit(flows.seen, flows.going_on).expected
    go = expected >= 0
    without = flows.before + flows.going_on + flows.stopping
    gained = np.where(go, 0.0, -flows.going_on)
    saved = np.maximum(-flows.going_on, 0.0)
    rule = None if gate.observed == EVERYTHING else _rule(flows.seen, go)
    return _told(program, gate, _Result(without, flows.smaller, gained, saved, go, rule, len(every.before)))


def _refuse(program: Program, gate: Gate) -> None:
    graph = program.graph
    problems = []
    if not 1 <= gate.month < graph.resolved.months:
        what = f"A gate in month {gate.month} lies outside the case, which has {graph.resolved.months} months."
        why, remedy = (
            "Something must come before it and after it.",
            f"Choose a month from 1 to {graph.resolved.months - 1}.",
        )
        problems.append(Problem("unknown_month", (), what, why, remedy))
    if not 0 < gate.size <= 1:
        what = f"A pilot at {gate.size:.0%} of the size is none."
        problems.append(Problem("size", (), what, "Nothing could be seen of it.", "Choose more than 0%, up to 100%."))
    money_ids = money_lines(program).ids
    seen = (*graph.rows, *graph.resolved.assumptions, CASH, EVERYTHING)
    for name, known in ((gate.observed, seen), *((line, money_ids) for line in gate.committed)):
        if name not in known:
            what = f"The case has no `{name}` that a gate could look at or leave running."
            remedy = (
                f"{did_you_mean(name, known)}Name a line or an assumption; what stays committed is a cost or benefit."
            )
            problems.append(
                Problem("unknown_name", (), what, "The option to stop cannot be valued without it.", remedy)
            )
    if problems:
        raise CaseProblems(problems)


def _flows(program: Program, likely: Draws, gates: Sequence[Gate]) -> list[_Flows]:
    """Compute every draw, and keep of each what stands before a gate, what after it, and what is seen at it.

    The gates differ in their months only.
    """
    lines, first = money_lines(program), gates[0]
    is_line = first.observed in program.graph.rows
    ids = (*lines.ids, first.observed) if is_line else lines.ids
    weights, months = _weights(program, first) * lines.signs, sorted({gate.month for gate in gates})
    parts: list[list[tuple[Array, ...]]] = [[] for _ in gates]
    for rows in lines_at(program, likely, ids):
        worth, cash = _between(program, np.tensordot(weights, rows[: len(lines.ids)], axes=1), months)
        for found, gate in zip(parts, gates, strict=True):
            place = months.index(gate.month) + 1
            seen = rows[-1, gate.month] if is_line else cash[:place].sum(axis=0)
            found.append((*_sides(program, gate, worth[:, :place].sum(axis=1), worth[:, place:].sum(axis=1)), seen))
    whole = ([np.concatenate(column) for column in zip(*found, strict=True)] for found in parts)
    return [
        _Flows(before, smaller, going_on, stopping, _seen(program, likely, gate, seen))
        for gate, (before, smaller, going_on, stopping, seen) in zip(gates, whole, strict=True)
    ]


def _weights(program: Program, gate: Gate) -> Array:
    """Return how much of each line counts: in full, by how much a smaller start changes it, and what stays committed."""
    ids = money_lines(program).ids
    sizes = [1.0 if program.graph.rows[line].line.one_off else gate.size for line in ids]
    return np.array([np.ones(len(ids)), np.array(sizes) - 1.0, [float(line in gate.committed) for line in ids]])


def _between(program: Program, flow: Array, months: Sequence[int]) -> tuple[Array, Array]:
    """Add up flows, of shape (3, months + 1, draws) as `_weights` has them, from gate to gate.

    Returns them at today's value, (3, stretches, draws), and the cash of a start as small as it is, (stretches, draws).
    """
    starts = [0, *(month + 1 for month in months)]
    worth = np.add.reduceat(flow * factors_of(program)[:, None], starts, axis=1)
    return worth, np.add.reduceat(flow[0] + flow[1], starts, axis=0)


def _sides(program: Program, gate: Gate, early: Array, after: Array) -> tuple[Array, Array, Array, Array]:
    """Return the first four columns of `_Flows` from what is worth something up to the gate and after it, (3, draws) each."""
    stopping = after[2] - gate.stop_cost * factors_of(program)[gate.month]
    return early[0], early[1], after[0] - stopping, stopping


def _seen(program: Program, likely: Draws, gate: Gate, cash_or_line: Array) -> Array:
    """Return what is seen in each draw: an assumption as it was drawn, or the same in all where it was not."""
    given = program.graph.resolved.assumptions
    if gate.observed not in given or gate.observed in program.graph.rows:
        return cash_or_line
    return likely.get(gate.observed, np.full(len(cash_or_line), given[gate.observed].record.likely))


def _rule(seen: Array, go: Mask) -> Rule | None:
    """Return the one value that divides going on from stopping, where there is one."""
    order = np.argsort(seen, kind="stable")
    turns = np.flatnonzero(np.diff(go[order]))
    if len(turns) != 1:
        return None
    below, above = seen[order][turns[0] : turns[0] + 2]
    return Rule(bool(go[order][-1]), float((below + above) / 2))


@dataclass(frozen=True, slots=True)
class _Result:
    without: Array
    smaller: Array
    gained: Array
    saved: Array
    go: Mask
    rule: Rule | None
    drawn: int


def _told(program: Program, gate: Gate, found: _Result) -> Staged:
    resolved = program.graph.resolved
    used, having = len(found.go), found.without + found.smaller + found.gained
    means = float(found.without.mean()), float(having.mean())
    option, stopping = float(found.gained.mean()), float(1 - found.go.mean())
    sentence = _sentence if gate.size == 1 else _pilot_sentence
    return Staged(
        gate.month, month_of(resolved.start, gate.month), _observed(program, gate), used, found.drawn - used, gate.size,
        *means, float(found.smaller.mean()), option, float(found.gained.std() / np.sqrt(used)), float(found.saved.mean()),
        stopping, float(np.quantile(found.without, 0.05)), float(np.quantile(having, 0.05)), found.rule,
        sentence(program, gate, means, option, stopping), _rule_sentence(program, gate, found.rule, stopping),
        _stop_sentence(program, gate), _size_sentence(gate),
    )  # fmt: skip


def _observed(program: Program, gate: Gate) -> str:
    if gate.observed == CASH:
        return f"Cumulative cash in month {gate.month}"
    if gate.observed == EVERYTHING:
        return "How the case will turn out"
    name = label_of(program.graph, gate.observed)
    return f"{name} in month {gate.month}" if gate.observed in program.graph.rows else name


def _sentence(program: Program, gate: Gate, means: tuple[float, float], option: float, stopping: float) -> str:
    if stopping == 0:
        return f"At a gate in month {gate.month} you would always go on, so the option to stop is worth nothing."
    if option <= 0:
        return f"At a gate in month {gate.month} what you see does not tell when to stop: the option is worth nothing."
    return (
        f"At a gate in month {gate.month} you would stop in {_share(stopping)} of the draws. With this option the case is "
        f"worth {money(program, means[1])} on average, without it {money(program, means[0])}: the option to stop is worth "
        f"{money(program, option)}."
    )


def _pilot_sentence(program: Program, gate: Gate, means: tuple[float, float], option: float, stopping: float) -> str:
    gained = means[1] - means[0]
    worth = f"{'gains' if gained >= 0 else 'costs'} {money(program, abs(gained))}"
    return (
        f"As a pilot at {gate.size:.0%} of its size, stopped in {_share(stopping)} of the draws at a gate in month {gate.month}, "
        f"the case is worth {money(program, means[1])} on average; at full size from the start, with no way to stop, "
        f"{money(program, means[0])}. Starting small {worth}; the option to stop alone is worth {money(program, option)}."
    )


def _share(share: float) -> str:
    return f"{share:.1%}" if share < 0.01 else f"{share:.0%}"


def _rule_sentence(program: Program, gate: Gate, rule: Rule | None, stopping: float) -> str:
    name = uncapitalised(_observed(program, gate))
    if rule is None:
        always = {0.0: "Whatever is seen, go on.", 1.0: "Whatever is seen, stop."}
        return always.get(stopping, f"Whether to go on depends on {name}, and no single value divides it.")
    way = "at least" if rule.at_least else "at most"
    return f"Go on if {name} is {way} {_value(program, gate, rule.value)}; otherwise stop."


def _value(program: Program, gate: Gate, value: float) -> str:
    resolved = program.graph.resolved
    if gate.observed == CASH:
        return money(program, value)
    if gate.observed in program.graph.rows:
        unit = resolved.vocabulary.base(program.graph.rows[gate.observed].line.unit)
        return quantity(value, unit, resolved.currency)
    return value_text(program, gate.observed, value)


def _stop_sentence(program: Program, gate: Gate) -> str:
    said = f"After a stop, costs and benefits from month {gate.month + 1} on fall away"
    names: Sequence[str] = [f"“{label(program, line)}”" for line in gate.committed]
    said += f", except {listed(names, 'and')}, which are committed" if names else ""
    return f"{said}, and {money(program, gate.stop_cost)} is paid to stop." if gate.stop_cost else f"{said}."


def _size_sentence(gate: Gate) -> str:
    if gate.size == 1:
        return "Up to the gate everything runs at full size."
    return (
        f"Up to the gate benefits and running costs count at {gate.size:.0%}, costs that are paid once in full; after it "
        "everything is as in the case, as if a small start did not slow its growth."
    )
