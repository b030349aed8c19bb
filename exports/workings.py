"""The working of each headline figure: its formula in words, the same with the figures of the case, and its parts.

Amounts are shown rounded and computed unrounded.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from exports import wording
from model import finance
from model.appraise import mirr_rates
from model.resolved import Resolved, ResolvedLine
from model.result import Appraisal, Figures, MoneyKind, Run
from model.series import Array

_MOST_TERMS = 6


@dataclass(frozen=True, slots=True)
class FigurePart:
    """Something a figure is computed from; `line` or `figure` names the money line or the other figure to go on to."""

    label: str
    value: str
    line: str | None = None
    figure: str | None = None


@dataclass(frozen=True, slots=True)
class Working:
    """A figure's formula in words and in the figures of the case, and what it is computed from."""

    formula: str
    figures: str
    parts: Iterable[FigurePart] = ()


@dataclass(frozen=True, slots=True)
class Teller:
    """An appraisal with the locale it is told in."""

    appraisal: Appraisal
    locale: str

    @property
    def figures(self) -> Figures:
        """The headline figures."""
        return self.appraisal.figures

    @property
    def run(self) -> Run:
        """The run they were read from."""
        return self.appraisal.run

    @property
    def resolved(self) -> Resolved:
        """The case they are about."""
        return self.run.graph.resolved

    def money(self, amount: float) -> str:
        """Return an amount in the currency of the case, without cents."""
        return wording.money(amount, self.resolved.currency, self.locale)

    def cents(self, amount: float) -> str:
        """Return an amount with its cents, for sums that shall add up as shown."""
        return wording.money_exact(amount, self.resolved.currency, self.locale)

    def rate(self, rate: float) -> str:
        """Return a rate as a percentage."""
        return wording.percent(rate, 1, self.locale)

    def number(self, value: float, digits: int) -> str:
        """Return a number with up to so many decimals."""
        return wording.number(value, digits, self.locale)

    def value(self, key: str) -> str:
        """Return a headline figure as people read it."""
        return wording.figure_text(self.appraisal, key, self.locale)

    def figure(self, key: str, value: str = "") -> FigurePart:
        """Return another figure as a part, in other words than usual where a value is given."""
        return FigurePart(wording.figure_label(key), value or self.value(key), figure=key)

    def lines(self, lines: Iterable[ResolvedLine], worth: Callable[[str], float]) -> list[FigurePart]:
        """Return money lines as parts, the largest first."""
        amounts = sorted(((worth(line.id), line) for line in lines), key=lambda pair: -abs(pair[0]))
        return [FigurePart(line.label, self.money(amount), line=line.id) for amount, line in amounts]

    def months(self, key: str) -> str:
        """Return a time in months finely enough to see in which month it ends."""
        return f"{self.number(getattr(self.figures, key), 2)} months"

    def cumulative(self, flow: Array, month: int, how: str = "") -> FigurePart:
        """Return the sum of a flow from the opening to a month as a part."""
        when = wording.month_words(self.resolved.start, month, self.locale)
        return FigurePart(f"Money in less money out, up to {when}{how}", self.money(float(flow[: month + 1].sum())))


def _npv(teller: Teller) -> Working:
    figures, run = teller.figures, teller.run
    return Working(
        "Benefits at today's value − costs at today's value",
        f"{teller.cents(figures.pv_benefits)} − {teller.cents(figures.pv_costs)} = {teller.cents(figures.npv)}",
        (
            teller.figure("pv_benefits", teller.cents(figures.pv_benefits)),
            teller.figure("pv_costs", teller.cents(figures.pv_costs)),
            *teller.lines(run.lines_of("benefit"), run.present_value),
            *teller.lines(run.lines_of("cost"), lambda line_id: -run.present_value(line_id)),
        ),
    )


def _npv_cashable_only(teller: Teller) -> Working:
    figures, run = teller.figures, teller.run
    counted = run.benefits_of("cashable")
    worth = sum(run.present_value(line.id) for line in counted)
    return Working(
        "Cashable savings at today's value − all costs at today's value",
        f"{teller.cents(worth)} − {teller.cents(figures.pv_costs)} = {teller.cents(figures.npv_cashable_only)}",
        (
            teller.figure("pv_costs", teller.cents(figures.pv_costs)),
            *teller.lines(counted, run.present_value),
        ),
    )


def _present_value(kind: MoneyKind, teller: Teller) -> Working:
    run = teller.run
    last = f"What 1 {teller.resolved.currency} in the last month is worth today"
    return Working(
        f"The {kind}s of each month × what money of that month is worth today, added up",
        _by_year(teller, run.total(kind) * run.factors),
        (
            *teller.lines(run.lines_of(kind), run.present_value),
            FigurePart(last, wording.fixed(float(run.factors[-1]), teller.locale)),
        ),
    )


def _total(kind: MoneyKind, teller: Teller) -> Working:
    run = teller.run
    return Working(
        f"The {kind}s of the opening and of each month, added up",
        _by_year(teller, run.total(kind)),
        teller.lines(run.lines_of(kind), lambda line_id: float(run.line(line_id).sum())),
    )


def _by_year(teller: Teller, flow: Array) -> str:
    """Return a sum year by year; of many years the first and the last."""
    amounts = enumerate(finance.yearly(flow).tolist())
    terms = [f"{teller.money(x)} ({f'year {k}' if k else 'opening'})" for k, x in amounts if k or x]
    shown = terms if len(terms) <= _MOST_TERMS else [*terms[: _MOST_TERMS - 2], "…", terms[-1]]
    return f"{' + '.join(shown)} = {teller.money(float(flow.sum()))}"


def _roi(teller: Teller) -> Working:
    return _return(teller, "roi", "pv_benefits", "pv_costs", " at today's value")


def _roi_undiscounted(teller: Teller) -> Working:
    return _return(teller, "roi_undiscounted", "total_benefits", "total_costs", "")


def _return(teller: Teller, key: str, benefits: str, costs: str, how: str) -> Working:
    earned, spent = teller.value(benefits), teller.value(costs)
    return Working(
        f"(Benefits{how} − costs{how}) ÷ costs{how}",
        f"({earned} − {spent}) ÷ {spent} = {teller.value(key)}",
        (teller.figure(benefits), teller.figure(costs)),
    )


def _benefit_cost_ratio(teller: Teller) -> Working:
    earned, spent = teller.value("pv_benefits"), teller.value("pv_costs")
    return Working(
        "Benefits at today's value ÷ costs at today's value",
        f"{earned} ÷ {spent} = {teller.value('benefit_cost_ratio')}",
        (teller.figure("pv_benefits"), teller.figure("pv_costs")),
    )


def _irr(teller: Teller) -> Working:
    formula = "The discount rate at which money coming in and money going out are worth the same today"
    rate = teller.figures.irr
    if rate is None:
        return Working(formula, "There is no such rate, or not just one", (teller.figure("npv"), teller.figure("mirr")))
    said = f"At {teller.value('irr')} a year"
    coming, going = _worth_at(teller, rate)
    if not math.isclose(coming, going, rel_tol=1e-6):
        return Working(formula, f"{said} NPV is nought", (teller.figure("npv"),))
    return Working(
        formula,
        f"{said}: {teller.money(coming)} − {teller.money(going)} = {teller.money(0)}",
        (
            FigurePart("Money coming in, at that rate", teller.money(coming)),
            FigurePart("Money going out, at that rate", teller.money(going)),
            teller.figure("npv"),
        ),
    )


def _worth_at(teller: Teller, rate: float) -> tuple[float, float]:
    """Return what the periods that bring money and those that take it are worth today; near −100% no number can hold it."""
    coming, going, years = _flows(teller)
    with np.errstate(all="ignore"):
        factors = (1.0 + rate) ** -years
        return float(coming @ factors), float(going @ factors)


def _flows(teller: Teller) -> tuple[Array, Array, Array]:
    """Return what comes in and what goes out in each period of IRR and MIRR, and the years until then."""
    amounts, a_year = finance.periods(teller.run.net, teller.resolved.discount.timing)
    return np.maximum(amounts, 0.0), np.maximum(-amounts, 0.0), np.arange(len(amounts)) / a_year


def _mirr(teller: Teller) -> Working:
    formula = "(Money coming in, with interest to the end ÷ money going out, at today's value) ^ (1 ÷ years) − 1"
    if teller.figures.mirr is None:
        return Working(formula, "There is no such rate", (teller.figure("npv"),))
    coming, going, years = _flows(teller)
    paid, earned = mirr_rates(teller.resolved.discount)
    end = float(coming @ (1.0 + earned) ** (years[-1] - years))
    today = float(going @ (1.0 + paid) ** -years)
    power = f"1 ÷ {teller.number(float(years[-1]), 2)}"
    return Working(
        formula,
        f"({teller.money(end)} ÷ {teller.money(today)}) ^ ({power}) − 1 = {teller.value('mirr')}",
        (
            FigurePart(f"Money coming in, put aside at {teller.rate(earned)} a year to the end", teller.money(end)),
            FigurePart(f"Money going out, at today's value at {teller.rate(paid)} a year", teller.money(today)),
            teller.figure("irr"),
        ),
    )


def _payback(teller: Teller) -> Working:
    return _back(teller, "payback_months", teller.run.net, "", "peak_funding")


def _discounted_payback(teller: Teller) -> Working:
    flow = teller.run.net * teller.run.factors
    return _back(teller, "discounted_payback_months", flow, ", at today's value", "payback_months")


def _back(teller: Teller, key: str, flow: Array, how: str, beside: str) -> Working:
    formula = f"The last month in which money is out + what is out by then ÷ what the next month brings{how}"
    month, last = finance.month_back(flow), teller.resolved.months
    if not teller.run.money:
        return Working(formula, "Nothing is spent, and nothing comes back")
    if month is None:
        out = teller.money(-float(flow.sum()))
        return Working(formula, f"After {last} months {out} is still out", (teller.cumulative(flow, last, how),))
    if month == 0:
        return Working(formula, "No money is ever out", (teller.figure(beside),))
    out, brought = teller.money(-float(flow[:month].sum())), teller.money(float(flow[month]))
    around = (teller.cumulative(flow, when, how) for when in (month - 1, month))
    return Working(formula, f"{month - 1} + {out} ÷ {brought} = {teller.months(key)}", (*around, teller.figure(beside)))


def _break_even(teller: Teller) -> Working:
    formula = "The time until the money is back, rounded up to a whole month"
    month = teller.figures.break_even_month
    if not month:
        return Working(formula, _payback(teller).figures, (teller.figure("payback_months"),))
    net = teller.run.net
    return Working(
        formula,
        f"{teller.months('payback_months')} end in {teller.value('break_even_month')}",
        (teller.figure("payback_months"), teller.cumulative(net, month - 1), teller.cumulative(net, month)),
    )


def _peak_funding(teller: Teller) -> Working:
    net = teller.run.net
    formula = "The lowest that money in less money out, added up from the opening on, ever is"
    if not teller.figures.peak_funding:
        return Working(formula, f"No money is ever out: {teller.money(0)}")
    lowest = teller.cumulative(net, int(np.cumsum(net).argmin()))
    return Working(formula, f"{lowest.label}: {lowest.value}", (lowest, teller.figure("payback_months")))


def _equivalent_annual_value(teller: Teller) -> Working:
    rate, years = teller.resolved.discount.rate, teller.number(teller.resolved.months / 12, 2)
    npv, value = teller.value("npv"), teller.value("equivalent_annual_value")
    parts = (teller.figure("npv"), FigurePart("Discount rate a year", teller.rate(rate)), FigurePart("Years", years))
    if rate == 0:
        return Working("NPV ÷ years, as the discount rate is nought", f"{npv} ÷ {years} = {value}", parts)
    return Working(
        "NPV × rate ÷ (1 − (1 + rate) ^ −years)",
        f"{npv} × {teller.rate(rate)} ÷ (1 − {teller.number(1 + rate, 6)} ^ −{years}) = {value}",
        parts,
    )


WORKINGS: Mapping[str, Callable[[Teller], Working]] = {
    "npv": _npv,
    "npv_cashable_only": _npv_cashable_only,
    "roi": _roi,
    "roi_undiscounted": _roi_undiscounted,
    "benefit_cost_ratio": _benefit_cost_ratio,
    "irr": _irr,
    "mirr": _mirr,
    "payback_months": _payback,
    "discounted_payback_months": _discounted_payback,
    "break_even_month": _break_even,
    "peak_funding": _peak_funding,
    "pv_benefits": partial(_present_value, "benefit"),
    "pv_costs": partial(_present_value, "cost"),
    "total_benefits": partial(_total, "benefit"),
    "total_costs": partial(_total, "cost"),
    "equivalent_annual_value": _equivalent_annual_value,
}
"""How each figure of `Figures` is told."""
