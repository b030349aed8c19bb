"""A finished run to its appraisal: figures, years, streams, shares, KPI targets, challenges and integrity checks."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from model import finance
from model.case import Discount
from model.challenges import challenges
from model.challenges.matter import Matter
from model.evaluate import Program
from model.finance import Rate, ratio
from model.integrity import integrity
from model.kpis import kpi_targets
from model.line import IN_NO_BUDGET
from model.money import money_text
from model.problems import CaseProblems, Problem
from model.result import Appraisal, Figures, MoneyKind, Run, StreamTotal, Year, finished
from model.series import Array
from model.shares import shares

MOST_MONEY = 1e18
"""The most money a case may count: a million million million."""


def appraise(program: Program) -> Appraisal:
    """Compute a case at its likely values and appraise it.

    Raises `CaseProblems` naming line and month where a formula has no finite value.
    """
    run = finished(program.graph, program.run())
    _refuse_endless(run)
    figures, notes = headline(run)
    years, streams = by_year(run), by_stream(run)
    shared, kpis = shares(run), kpi_targets(run)
    matter = Matter(program, run, figures, shared, kpis)
    return Appraisal(
        run=run, figures=figures, notes=notes, years=years, streams=streams, shares=shared, kpis=kpis,
        swings=matter.swings, challenges=challenges(matter), integrity=integrity(run, figures, years, streams),
    )  # fmt: skip


def _refuse_endless(run: Run) -> None:
    """Refuse a case whose sums no budget could hold: its figures would be dust, or not even numbers."""
    with np.errstate(over="ignore", invalid="ignore"):
        sums = {line.id: float(np.abs(run.line(line.id)).sum()) for line in run.money}
        spent = sum(sums.values())
        worth = float(run.factors.max()) * max(spent, 1.0)
    if worth <= MOST_MONEY:
        return
    largest = max(sums, key=lambda name: sums[name], default="")
    why = "No budget is that large, and the figures would be lost in rounding."
    if spent <= MOST_MONEY:
        what = f"At a discount rate of {run.graph.resolved.discount.rate:g} the amounts grow beyond {MOST_MONEY:g}."
        problem = Problem("too_large", ("discount", "rate"), what, why, "Write the rate as a share: 0.08 for 8%.")
    else:
        what = f"{run.label(largest)} (`{largest}`) comes to {sums[largest]:g} over the case; at most {MOST_MONEY:g} is counted."
        problem = Problem(
            "too_large", run.graph.paths[largest], what, why, "Check the values it is computed from, and their units."
        )
    raise CaseProblems([problem])


def headline(run: Run) -> tuple[Figures, tuple[str, ...]]:
    """Return the headline figures, and why any of them is missing or unusual."""
    discount, net, factors = run.graph.resolved.discount, run.net, run.factors
    benefits, costs = run.total("benefit"), run.total("cost")
    pv_benefits, pv_costs = float(benefits @ factors), float(costs @ factors)
    npv = pv_benefits - pv_costs
    rate = finance.irr(net, discount.timing)
    modified = finance.mirr(net, discount.timing, *mirr_rates(discount))
    paid_back, paid_back_discounted = (finance.payback(flow) if run.money else None for flow in (net, net * factors))
    figures = Figures(
        npv=npv, irr=rate.value, mirr=modified.value,
        roi=ratio(npv, pv_costs), roi_undiscounted=ratio(float(net.sum()), float(costs.sum())),
        benefit_cost_ratio=ratio(pv_benefits, pv_costs),
        payback_months=paid_back, discounted_payback_months=paid_back_discounted,
        break_even_month=None if paid_back is None else math.ceil(paid_back - 1e-9),
        peak_funding=finance.peak_funding(net), pv_benefits=pv_benefits, pv_costs=pv_costs,
        total_benefits=float(benefits.sum()), total_costs=float(costs.sum()),
        equivalent_annual_value=finance.equivalent_annual_value(npv, discount.rate, run.graph.resolved.months),
        npv_cashable_only=sum(run.present_value(line.id) for line in run.benefits_of("cashable")) - pv_costs,
    )  # fmt: skip
    return figures, tuple(_notes(run, figures, rate, modified))


HIGH_RATE = 10.0
"""An IRR of 1,000% a year: above it the note says why it is no measure of the case."""


def mirr_rates(discount: Discount) -> tuple[float, float]:
    """Return the rates a year that MIRR pays on money out and earns on money back; the discount rate unless said."""
    paid, earned = discount.finance_rate, discount.reinvest_rate
    return discount.rate if paid is None else paid, discount.rate if earned is None else earned


def _notes(run: Run, figures: Figures, rate: Rate, modified: Rate) -> Iterable[str]:
    yield from _rate_notes(run, rate, modified)
    if figures.roi is None:
        yield NO_COSTS
    yield from _payback_notes(run, figures)
    yield from _soft_note(run)
    if run.graph.resolved.months % 12:
        yield PART_YEAR.format(run.graph.resolved.months % 12)


NO_IRR = "There is no yearly rate of return (IRR): {}."
UNUSUAL_IRR = "Yearly rate of return (IRR): {}."
NO_MIRR = "There is no modified yearly rate of return (MIRR): {}."
MID_MONTH_IRR = "Yearly rate of return (IRR): computed as if money moved at the end of each month, while the worth today (NPV) takes the middle."
HIGH_IRR = "Yearly rate of return (IRR): very high, because little money is out before the first benefits; ROI and NPV say more."
NO_COSTS = "ROI and benefit-cost ratio: there are no costs above nought to compare the benefits with."
NOTHING_SPENT = "Payback: nothing is spent, so there is nothing to pay back."
NOT_BACK = "Payback: the money is not back within {} months."
NEVER_OUT = "Payback: no money is ever out, so there is nothing to pay back."
BACK_ONCE = "Payback: everything is back once, and later more has been spent again than has come in."
NOT_BACK_TODAY = "Discounted payback: at the discount rate the money is not back within {} months."
PART_YEAR = "Years: the last year has {} months only."
"""Why a figure is missing or unusual; a reason or a number of months goes into the braces."""


def _rate_notes(run: Run, rate: Rate, modified: Rate) -> Iterable[str]:
    if rate.note:
        yield (NO_IRR if rate.value is None else UNUSUAL_IRR).format(rate.note)
    if modified.note:
        yield NO_MIRR.format(modified.note)
    if rate.value is not None and run.graph.resolved.discount.timing == "mid_month":
        yield MID_MONTH_IRR
    if rate.value is not None and rate.value > HIGH_RATE:
        yield HIGH_IRR


def _soft_note(run: Run) -> Iterable[str]:
    """Say what payback and peak funding are where only money counts that moves."""
    soft = run.benefits_of(*IN_NO_BUDGET)
    if not soft or not run.total("cost").any():
        return
    net = run.net - np.sum([run.line(line.id) for line in soft], axis=0)
    months, funding = finance.payback(net), finance.peak_funding(net)
    back = (
        f"is back after {months:.1f} months" if months else "is not back in time" if months is None else "is never out"
    )
    worth = money_text(funding, run.graph.resolved.currency)
    yield f"Payback and peak funding count time set free and imputed values as money; without them the money {back}, and {worth} is out at most."


def _payback_notes(run: Run, figures: Figures) -> Iterable[str]:
    months = run.graph.resolved.months
    if not run.money:
        yield NOTHING_SPENT
    elif figures.payback_months is None:
        yield NOT_BACK.format(months)
    elif figures.payback_months == 0:
        yield NEVER_OUT
    else:
        if finance.falls_below_again(run.net):
            yield BACK_ONCE
        if figures.discounted_payback_months is None:
            yield NOT_BACK_TODAY.format(months)


def by_year(run: Run) -> tuple[Year, ...]:
    """Return the opening (year 0) and each year."""
    benefits, costs = finance.yearly(run.total("benefit")), finance.yearly(run.total("cost"))
    discounted = finance.yearly(run.net * run.factors)
    cumulative = (benefits - costs).cumsum()
    return tuple(
        Year(k, float(b), float(c), float(b - c), float(d), float(s), ratio(float(b - c), float(c)))
        for k, (b, c, d, s) in enumerate(zip(benefits, costs, discounted, cumulative, strict=True))
    )


def by_stream(run: Run) -> tuple[StreamTotal, ...]:
    """Return what each stream brings or costs; an own line outside any stream stands for itself."""
    titles = {stream.id: stream.title for stream in run.graph.resolved.streams}
    return tuple(_stream_total(run, kind, stream, titles) for kind, stream in _in_use(run))


def _in_use(run: Run) -> dict[tuple[MoneyKind, str], None]:
    kinds: tuple[MoneyKind, ...] = ("benefit", "cost")
    return {(kind, line.stream or line.id): None for kind in kinds for line in run.lines_of(kind)}


def _stream_total(run: Run, kind: MoneyKind, stream: str, titles: dict[str, str]) -> StreamTotal:
    lines = [line for line in run.lines_of(kind) if (line.stream or line.id) == stream]
    flow: Array = np.sum([run.line(line.id) for line in lines], axis=0)
    by_year = tuple(finance.yearly(flow).tolist())
    return StreamTotal(
        stream, titles.get(stream, lines[0].label), kind, float(flow.sum()), float(flow @ run.factors), by_year
    )
