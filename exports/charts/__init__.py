"""Charts as pure functions: each says its message in the title and stands with its table."""

from exports.charts.bridge import npv_bridge
from exports.charts.budget import Period, budget_by_period, budget_by_year
from exports.charts.cash import cash_flow, value_against_cost
from exports.charts.comparison import cash_curves, options_ranked, streams_compared
from exports.charts.kit import BENEFIT, COST, DARK, LIGHT, Chart, Look
from exports.charts.mapping import strategy_map
from exports.charts.matrix import kpi_matrix
from exports.charts.programme import programme_cash
from exports.charts.risk import cash_fan, npv_exceedance, npv_histogram, npv_tornado
from exports.charts.timeline import Bar, gantt
from exports.charts.value import value_by_goal, value_by_stream
from exports.charts.vendors import VendorRow, vendor_fit

__all__ = [
    "BENEFIT",
    "COST",
    "DARK",
    "LIGHT",
    "Bar",
    "Chart",
    "Look",
    "Period",
    "VendorRow",
    "budget_by_period",
    "budget_by_year",
    "cash_curves",
    "cash_fan",
    "cash_flow",
    "gantt",
    "kpi_matrix",
    "npv_bridge",
    "npv_exceedance",
    "npv_histogram",
    "npv_tornado",
    "options_ranked",
    "programme_cash",
    "strategy_map",
    "streams_compared",
    "value_against_cost",
    "value_by_goal",
    "value_by_stream",
    "vendor_fit",
]
