"""All charts of a case by id: what each shows, how it is drawn, and the rows behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial

from exports import charts, planned
from exports.charts import Chart, Look
from exports.charts.kit import MOST_SERIES
from exports.images import Draw
from exports.listing import CURVES, FAN, Listed
from exports.outputs import Order
from exports.risk_choices import CHOOSABLE, chosen_chart, chosen_charts
from model.evaluate import Program
from model.options import appraise_options
from model.problems import CaseProblems, Problem, did_you_mean
from model.risk.influence import rank_correlations
from model.risk.information import information
from model.risk.overview import draws_of, indices_of, simulated_untreated
from model.risk.tornado import spider
from model.risk.treatments import treatments

_MOST_SHARES = 10


def charts_of(order: Order) -> tuple[Listed, ...]:
    """Return every chart there is of a case, in the order a case is told; with other scenarios, those that compare them."""
    return tuple(_every(order))


def archived(order: Order) -> Iterator[Listed]:
    """Yield the charts of an archive of all: each as the pages show it before somebody chooses, so the budget by year only."""
    return (chart for chart in _every(order) if chart.id not in _OTHER_PERIODS)


def _every(order: Order) -> Iterator[Listed]:
    for kind in (_of_the_case, _of_risk, _of_findings, chosen_charts, _of_a_comparison):
        yield from kind(order)


def chart_named(order: Order, chart_id: str | None) -> Listed:
    """Return one chart of a case, with what is chosen for it after a colon (see `exports.risk_choices`).

    Raises `CaseProblems` (`unknown_chart`) for one there is not, with those there are, and for a choice there is not.
    """
    kind, _, choice = (chart_id or "").partition(":")
    if choice and kind in CHOOSABLE:
        return chosen_chart(order, f"{kind}:{choice}")
    found: dict[str, Listed] = {}
    for chart in _every(order):
        if chart.id == chart_id:
            return chart
        found[chart.id] = chart
    what = f"There is no chart `{chart_id}` of this case." if chart_id else "It is not said which chart is wanted."
    remedy = f"{did_you_mean(chart_id or '', found)}Name one with `--chart`: {', '.join(found)}."
    raise CaseProblems([Problem("unknown_chart", (), what, "A picture shows one chart.", remedy)])


# --- of the case -------------------------------------------------------------------------------------------------

_BUDGET = {"Period": "period", "Group": "group", "From": "low", "To": "high"}
_OTHER_PERIODS = ("budget_by_quarter", "budget_by_month")
_OF_THE_APPRAISAL: Sequence[tuple[str, str, Mapping[str, str]]] = (
    ("cash_flow", "Cumulative cash", {"Month": "month", "When": "when", "Cumulative cash": "cash"}),
    ("value_against_cost", "Value against cost by year", {"Year": "year", "What": "part", "Amount": "amount"}),
    ("value_by_stream", "Value by stream", {"Stream": "name", "Worth today": "value"}),
    ("value_by_goal", "Value by strategic goal", {"Goal": "name", "Share of the value": "value"}),
    ("budget_by_year", "Budget by year", _BUDGET),
    ("budget_by_quarter", "Budget by quarter", _BUDGET),
    ("budget_by_month", "Budget by month", _BUDGET),
    ("strategy_map", "Strategy map", {}),
    ("kpi_matrix", "KPIs and goals", {}),
)


def _of_the_case(order: Order) -> Iterator[Listed]:
    appraisal, resolved = order.analysis.appraisal, order.analysis.resolved
    for name, title, fields in _OF_THE_APPRAISAL:
        yield Listed(name, title, partial(_drawn, name, appraisal), fields)
    bars, launch = planned.plan_bars(resolved), planned.launch_day(resolved)
    if bars:
        yield Listed(
            "plan", "Plan", lambda look: charts.gantt(resolved.start, resolved.months, bars, launch, look=look)
        )
    vendors = planned.vendor_rows(order.analysis)
    if vendors:
        yield Listed("vendor_fit", "Vendors", lambda look: charts.vendor_fit(vendors, resolved.currency, look=look))


def _drawn(name: str, given: object, look: Look) -> Chart:
    drawn: Chart = getattr(charts, name)(given, look=look)
    return drawn


# --- of risk -----------------------------------------------------------------------------------------------------

_OF_DRAWS: Sequence[tuple[str, str, Mapping[str, str]]] = (
    ("cash_fan", "Cumulative cash, how sure", FAN),
    ("npv_histogram", "Worth today (NPV) over the draws", {"From": "low", "To": "high", "Draws of 100": "share"}),
    ("npv_exceedance", "Chance of being worth more", {"Worth more than": "npv", "Draws of 100": "share", "In words": "told"}),
)  # fmt: skip


def _of_risk(order: Order) -> Iterator[Listed]:
    drawn, moved = order.simulation, order.tornado
    if drawn is None:
        return
    for name, title, fields in _OF_DRAWS:
        yield Listed(name, title, partial(_drawn, name, drawn), fields)
    if moved is not None:
        fields = {"Assumption": "name", "At": "at", "Worth today (NPV)": "npv", "NPV at likely values": "base"}
        draw: Draw = lambda look: charts.npv_tornado(moved, order.program, look=look)  # noqa: E731 - as the others are
        yield Listed("npv_tornado", "What moves the case most", draw, fields)


# --- of what the draws say ---------------------------------------------------------------------------------------

_SPIDER = {"Assumption": "name", "Change": "change", "At": "at", "Worth today (NPV)": "npv"}
_SHARES = {"Assumption": "name", "By itself": "first", "With others as well": "total"}
_RANKS = {"Assumption": "name", "Rank correlation": "rank", "In words": "said"}
_KNOWING = {"To know": "name", "Worth up to": "worth", "Standard error": "error"}
_WAYS = {"Allowing for risk by": "name", "Worth today (NPV)": "npv", "Low": "low", "High": "high"}


def _of_findings(order: Order) -> Iterator[Listed]:
    """Yield the charts of what moves the case, what is worth knowing and how its risk may be treated; found when drawn."""
    drawn, moved, program = order.simulation, order.tornado, order.program
    if drawn is None or moved is None:
        return
    ranks = cache(lambda: rank_correlations(program, *draws_of(drawn)))
    names = [bar.assumption for bar in moved.bars if bar.likely][:MOST_SERIES]
    known = cache(lambda: information(program, *draws_of(drawn)))
    shares = cache(lambda: indices_of(program, [row.assumption for row in ranks()[:_MOST_SHARES]], drawn.seed))
    ways = cache(lambda: treatments(program, simulated_untreated(program, drawn, draws_of(drawn)[1])))
    if names:
        yield _found("npv_spider", "One value at a time", cache(lambda: spider(program, names)), program, _SPIDER)
    yield _found("influence_shares", "Where the uncertainty comes from", shares, program, _SHARES)
    yield _found("rank_bars", "What the worth goes with", ranks, program, _RANKS)
    if round(known().evpi.value) > 0:
        yield _found("worth_of_knowing", "What is worth measuring first", known, program, _KNOWING)
    yield _found("treatments_ranked", "Ways to allow for risk", ways, program, _WAYS)


def _found(chart_id: str, name: str, find: Callable[[], object], program: Program, fields: Mapping[str, str]) -> Listed:
    draw: Draw = lambda look: getattr(charts, chart_id)(find(), program, look=look)  # noqa: E731 - as the others are
    return Listed(chart_id, name, draw, fields)


# --- of a comparison ---------------------------------------------------------------------------------------------


def _of_a_comparison(order: Order) -> Iterator[Listed]:
    shown = order.comparison
    if shown is None:
        return
    yield Listed("cash_curves", "Cumulative cash, scenarios compared", partial(_drawn, "cash_curves", shown), CURVES)
    fields = {"Stream": "stream", "Scenario": "name", "Worth today": "value"}
    yield Listed("streams_compared", "Streams compared", partial(_drawn, "streams_compared", shown), fields)
    if shown.is_one_currency:
        options = appraise_options(shown.options)
        fields = {"Option": "name", "Worth today (NPV)": "npv", "One value at its worst": "worst"}
        yield Listed("options_ranked", "Options ranked", partial(_drawn, "options_ranked", options), fields)
    fields = {"What": "name", "From": "begin", "To": "end"}
    for place, bridge in enumerate(shown.bridges, start=1):
        if bridge is not None:
            chart_id = "npv_bridge" if len(shown.bridges) == 1 else f"npv_bridge_{place}"
            title = f"From {bridge.from_label} to {bridge.to_label}"
            yield Listed(chart_id, title, partial(_drawn, "npv_bridge", bridge), fields)
