"""Small cases for the tests about risk: one benefit, one cost, and a few assumptions."""

from __future__ import annotations

from model.evaluate import Program
from model.evidence import Assumption
from model.resolved import ResolvedLine
from tests.strategies import graph_of

MONTHS = 12
PLAN_OF_TWOS = {"by": "month", "values": [2.0] * MONTHS}


def money(name: str, kind: str, formula: str, **fields: object) -> ResolvedLine:
    return ResolvedLine(id=name, label=name.capitalize(), unit="USD/month", kind=kind, formula=formula, **fields)


def program_of(benefit: str, cost: str = "0", months: int = MONTHS, /, **assumptions: Assumption) -> Program:
    """Return a case of one benefit and one cost, discounted at 10% a year at month ends."""
    lines = [money("gain_line", "benefit", benefit), money("cost_line", "cost", cost)]
    return Program(graph_of(lines, months, assumptions))


def number(value: float, **fields: object) -> Assumption:
    """Return an assumption without a unit."""
    return Assumption(label=f"Number {value:g}", unit="1", value=value, **fields)


def worth_of_one(months: int) -> float:
    """What 1 in each month is worth today at 10% a year, by the sum of 1 / 1.1^(month / 12)."""
    return sum(1.1 ** (-month / 12) for month in range(1, months + 1))
