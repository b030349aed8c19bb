"""Charts as pure functions: each says its message in the title and stands with its table."""

from exports.charts.budget import Period, budget_by_period, budget_by_year
from exports.charts.cash import cash_flow, value_against_cost
from exports.charts.kit import BENEFIT, COST, DARK, LIGHT, Chart, Look
from exports.charts.value import value_by_goal, value_by_stream

__all__ = [
    "BENEFIT",
    "COST",
    "DARK",
    "LIGHT",
    "Chart",
    "Look",
    "Period",
    "budget_by_period",
    "budget_by_year",
    "cash_flow",
    "value_against_cost",
    "value_by_goal",
    "value_by_stream",
]
