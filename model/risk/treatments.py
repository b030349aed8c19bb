"""Ways to treat the risk of a case, side by side: risk adjustment, optimism bias, estimate classes, simulation.

Each is applied to the same case without any of them, never one on top of another: two would take one risk off twice.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from model.evaluate import Program
from model.evidence import AACE_RANGES
from model.graph import build_graph
from model.names import counted, listed
from model.nodes import Binary
from model.notation import notation
from model.parse import parse_resolved
from model.resolved import Built, ResolvedLine
from model.result import label_of
from model.risk.naming import money
from model.risk.worth import factors_of, lines_at, money_lines
from model.series import Array

ALLOWANCES = ("contingency", "optimism_bias_allowance")
"""The cost lines that stand for risk, by the name of the library."""
TEI_SHARE = 0.66 * 0.30 + 0.34 * 0.0
"""The risk adjustment of a published Forrester study: 66% of the estimates at a risk of 30%, the others at none."""


@dataclass(frozen=True, slots=True)
class Rates:
    """By how much each treatment moves what it treats; the bounds of optimism bias are (lower, upper).

    The bounds are those of HM Treasury (Mott MacDonald 2002): equipment and development for costs paid once, outsourcing
    for running costs. Class 3 is what AACE International names for requests of funds.
    """

    tei_benefits: float = TEI_SHARE
    tei_costs: float = TEI_SHARE
    one_off_bias: tuple[float, float] = (0.10, 2.00)
    running_bias: tuple[float, float] = (0.0, 0.41)
    aace_class: int = 3


USUAL = Rates()
"""The published rates."""


@dataclass(frozen=True, slots=True)
class Treatment:
    """One way to treat the risk: NPV under it, its range where it gives one, and what it does."""

    id: str
    label: str
    npv: float
    low: float | None
    high: float | None
    what: str
    source: str


@dataclass(frozen=True, slots=True)
class Treatments:
    """The alternatives, the untreated case first; `in_case` names the treatments the case has in force already."""

    rows: tuple[Treatment, ...]
    in_case: tuple[str, ...]
    sentence: str
    note: str

    def record(self) -> dict[str, Any]:
        """Return it as plain data, for JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class _Worth:
    """What benefits, costs paid once and running costs are worth today."""

    benefits: float
    one_off: float
    running: float

    def npv(self, benefits: float = 0.0, one_off: float = 0.0, running: float = 0.0) -> float:
        """Return NPV with each raised by a share."""
        return self.benefits * (1 + benefits) - self.one_off * (1 + one_off) - self.running * (1 + running)


def untreated(program: Program) -> Program:
    """Return a case without risk adjustments on its lines, and with contingency and optimism bias not counted."""
    graph = program.graph
    lines = tuple(_untreated(line) for line in graph.resolved.lines)
    if lines == graph.resolved.lines:
        return program
    return Program(build_graph(Built(graph.resolved.model_copy(update={"lines": lines}), dict(graph.paths))))


def _untreated(line: ResolvedLine) -> ResolvedLine:
    if line.id in ALLOWANCES and line.kind == "cost":
        return line.model_copy(update={"kind": "driver"})
    node = parse_resolved(line.formula)
    if not line.risk_adjusted or not isinstance(node, Binary):
        return line
    return line.model_copy(
        update={"formula": notation(node.left), "risk_adjusted": False}
    )  # the last factor is the risk


def treatments(program: Program, simulated: Array | None = None, rates: Rates = USUAL) -> Treatments:
    """Return the alternatives for a case; `simulated` is NPV by draw of the untreated case, of shape (draws,).

    Raises `CaseProblems` where the case cannot be computed at its likely values.
    """
    plain = untreated(program)
    worth, stated = _worth(plain), _worth(program).npv()
    in_case = _in_case(program)
    rows = [Treatment("none", "Without any treatment", worth.npv(), None, None, "All values as they are likely.", "")]
    if in_case:
        what = f"With what the case states itself: {listed(in_case, 'and')}."
        rows.append(Treatment("stated", "As the case states", stated, None, None, what, ""))
    rows += [_tei(worth, rates), _bias(worth, rates), _aace(worth, rates)]
    if simulated is not None and np.isfinite(simulated).any():
        rows.append(_simulation(simulated[np.isfinite(simulated)]))
    least, most = min(row.npv for row in rows), max(row.npv for row in rows)
    sentence = (
        f"By the treatment of its risk, the case is worth from {money(program, least)} to {money(program, most)}. "
        "Choose one of them: two would take the same risk off twice."
    )
    note = f"The alternatives leave out what the case states itself: {listed(in_case, 'and')}." if in_case else ""
    return Treatments(tuple(rows), in_case, sentence, note)


def _worth(program: Program) -> _Worth:
    lines, factors = money_lines(program), factors_of(program)
    rows = np.concatenate(list(lines_at(program, {}, lines.ids)), axis=2)[:, :, 0]
    if np.isnan(rows).any():
        program.run()  # names the line and the month
    worth = dict(zip(lines.ids, (rows @ factors).tolist(), strict=True))
    money_rows = [line for line in program.graph.resolved.lines if line.id in worth]
    return _Worth(
        sum(worth[line.id] for line in money_rows if line.kind == "benefit"),
        sum(worth[line.id] for line in money_rows if line.kind == "cost" and line.one_off),
        sum(worth[line.id] for line in money_rows if line.kind == "cost" and not line.one_off),
    )


def _in_case(program: Program) -> tuple[str, ...]:
    lines = program.graph.resolved.lines
    adjusted = sum(line.risk_adjusted for line in lines)
    allowances = [label_of(program.graph, line.id).lower() for line in lines if line.id in ALLOWANCES and line.kind == "cost"]  # fmt: skip
    return (*([f"risk adjustment on {counted(adjusted, 'line')}"] if adjusted else []), *allowances)


def _tei(worth: _Worth, rates: Rates) -> Treatment:
    npv = worth.npv(-rates.tei_benefits, rates.tei_costs, rates.tei_costs)
    return Treatment(
        "tei", "Risk adjustment (TEI)", npv, None, None,
        f"Benefits are lowered by {rates.tei_benefits:.0%} and costs raised by {rates.tei_costs:.0%}.",
        "Forrester, Total Economic Impact: 66% of the estimates × 30% risk + 34% × 0, unless you set your own shares",
    )  # fmt: skip


def _bias(worth: _Worth, rates: Rates) -> Treatment:
    (once_least, once_most), (run_least, run_most) = rates.one_off_bias, rates.running_bias
    most, least = worth.npv(0.0, once_most, run_most), worth.npv(0.0, once_least, run_least)
    return Treatment(
        "optimism_bias", "Optimism bias (HM Treasury)", most, most, least,
        f"Costs paid once are raised by {once_most:.0%} and running costs by {run_most:.0%}, the upper bounds; as risks are "
        f"managed, with evidence, they come down to {once_least:.0%} and {run_least:.0%}.",
        "HM Treasury, Supplementary Green Book Guidance: Optimism Bias, after Mott MacDonald 2002",
    )  # fmt: skip


def _aace(worth: _Worth, rates: Rates) -> Treatment:
    down, up = AACE_RANGES[rates.aace_class]
    return Treatment(
        "aace", f"Estimate class {rates.aace_class} (AACE)", worth.npv(), worth.npv(0.0, up, up),
        worth.npv(0.0, down, down),
        f"Costs may turn out {up:.0%} higher or {-down:.0%} lower, the widest range of class {rates.aace_class}.",
        "AACE International, Recommended Practice 18R-97",
    )  # fmt: skip


def _simulation(npv: Array) -> Treatment:
    low, high = np.quantile(npv, (0.05, 0.95)).tolist()
    return Treatment(
        "simulation", "Simulation", float(npv.mean()), low, high,
        f"Every assumption is drawn from its range, {len(npv):,} times: the mean, and the range that 9 in 10 draws lie in.",
        "The ranges of this case",
    )  # fmt: skip
