"""Charts as pure functions: each says its message in the title and stands with its table."""

from exports.charts.bridge import npv_bridge
from exports.charts.budget import Period, budget_by_month, budget_by_period, budget_by_quarter, budget_by_year
from exports.charts.cash import cash_flow, value_against_cost
from exports.charts.comparison import cash_curves, options_ranked, streams_compared
from exports.charts.decision import failing_draws, gate_months, treatments_ranked, worth_of_knowing
from exports.charts.kit import DARK, LIGHT, Chart, Look
from exports.charts.mapping import strategy_map
from exports.charts.matrix import kpi_matrix
from exports.charts.programme import programme_cash
from exports.charts.risk import cash_fan, line_fan, npv_exceedance, npv_histogram, npv_tornado
from exports.charts.sensitivity import influence_shares, npv_spider, rank_bars, two_way_map
from exports.charts.timeline import Bar, gantt
from exports.charts.value import value_by_goal, value_by_stream
from exports.charts.vendors import VendorRow, vendor_fit
from exports.hues import BENEFIT, COST

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
    "budget_by_month",
    "budget_by_period",
    "budget_by_quarter",
    "budget_by_year",
    "cash_curves",
    "cash_fan",
    "cash_flow",
    "failing_draws",
    "gantt",
    "gate_months",
    "influence_shares",
    "kpi_matrix",
    "line_fan",
    "npv_bridge",
    "npv_exceedance",
    "npv_histogram",
    "npv_spider",
    "npv_tornado",
    "options_ranked",
    "programme_cash",
    "rank_bars",
    "strategy_map",
    "streams_compared",
    "treatments_ranked",
    "two_way_map",
    "value_against_cost",
    "value_by_goal",
    "value_by_stream",
    "vendor_fit",
    "worth_of_knowing",
]
