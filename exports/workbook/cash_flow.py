"""The rows of the sheet “Cash flow”: every benefit and cost by month, what is left, what it is worth today, and when it is back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np

from exports.workbook.places import WORKINGS
from exports.workbook.plan import Plan
from exports.workbook.timed import Block, Ref, Style, Timed
from model import finance
from model.appraise import mirr_rates
from model.case import Discount
from model.line import IN_NO_BUDGET, BenefitClass
from model.resolved import ResolvedLine
from model.result import MoneyKind
from model.series import Array

MONEY, FLAG = "{currency} a month", "1 or 0"
_KINDS: tuple[MoneyKind, ...] = ("benefit", "cost")


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """A benefit or cost line: its stream or cost group, and the formulas that fetch a month of it, its class and its use."""

    line: ResolvedLine
    group: str
    group_title: str
    link: str
    mark: str
    use: str

    @property
    def key(self) -> str:
        """What formulas call its row; a line outside any stream is a group of its own."""
        return f"{self.line.kind}_{self.group}" if self.group == self.line.id else f"line_{self.line.id}"


@dataclass(frozen=True, slots=True)
class Flows:
    """The benefit and cost lines of a plan, with what they come to over the months of its sheets."""

    plan: Plan
    lines: Sequence[MoneyRow]

    @property
    def months(self) -> int:
        """The months of the sheets; the scenario that is shown may have fewer."""
        return self.plan.months

    @property
    def discount(self) -> Discount:
        """The discount rate and timing of the scenario that is shown."""
        return self.plan.resolved.discount

    @property
    def is_by_year(self) -> bool:
        """True where rates of return are those of yearly flows."""
        return self.discount.timing in finance.YEARLY

    @property
    def month(self) -> Array:
        """The number of each month, 0 for the opening."""
        return np.arange(self.months + 1.0)

    @property
    def year(self) -> Array:
        """The year each month lies in, 0 for the opening."""
        year: Array = np.ceil(self.month / 12)
        return year

    @property
    def counts(self) -> Array:
        """1 for the opening and each month of the horizon, 0 afterwards."""
        counts: Array = (self.month <= self.plan.resolved.months).astype(float)
        return counts

    @property
    def factors(self) -> Array:
        """What 1 is worth today."""
        return finance.discount_factors(self.discount.rate, self.discount.timing, self.months)

    def of(self, kind: MoneyKind) -> list[MoneyRow]:
        """Return the benefits or the costs, those of one group together."""
        found = [row for row in self.lines if row.line.kind == kind]
        order = list(dict.fromkeys(row.group for row in found))
        return sorted(found, key=lambda row: order.index(row.group))

    def of_class(self, *classes: BenefitClass) -> list[MoneyRow]:
        """Return the benefits of some classes."""
        return [row for row in self.of("benefit") if row.line.benefit_class in classes]

    def total(self, rows: Iterable[MoneyRow]) -> Array:
        """Return the sum of some lines."""
        summed: Array = np.sum([np.zeros(self.months + 1), *(self.plan.figures(row.line.id) for row in rows)], axis=0)
        return summed


def flows_of(plan: Plan) -> Flows:
    """Return every line that is money in any scenario, with the stream or cost group it is reported under."""
    titles = {stream.id: stream.title for option in plan.switched.options for stream in option.resolved.streams}
    rows = []
    for line in plan.switched.lines:
        kind = next((kind for kind in line.kinds if kind in _KINDS), "")
        if kind:
            group, ref = line.line.stream or line.id, Ref(plan.places.row(line.id), plan.months, f"{WORKINGS}!")
            link = f'IF({ref.kind}="{kind}",{ref},0)' if line.differs else str(ref)
            counted = line.line.model_copy(update={"kind": kind})
            mark = ref.mark if kind == "benefit" else ""
            rows.append(MoneyRow(counted, group, titles.get(group, line.line.label), link, mark, ref.use))
    return Flows(plan, tuple(rows))


def blocks(flows: Flows) -> list[Block]:
    """Return the rows of the sheet in their order; formulas name rows and settings by their keys."""
    benefits, costs = (flows.total(flows.of(kind)) for kind in _KINDS)
    soft, net = flows.total(flows.of_class(*IN_NO_BUDGET)), benefits - costs
    worth = net * flows.factors
    return [
        Block("Benefits", list(_amounts(flows, "benefit", benefits))),
        Block("Costs", list(_amounts(flows, "cost", costs)), "Costs are positive amounts; they are taken away below."),
        Block("What is left", list(_left("net", "cumulative", "{benefits}-{costs}", "Net", net))),
        Block("Value today", list(_worth(flows, benefits, costs))),
        Block("Payback", list(_back("net", "cumulative", net))),
        Block("Discounted payback", list(_back("net_pv", "cumulative_pv", worth))),
        Block("Payback in money that moves", [*_firm(flows, net, soft), *_back("firm", "cumulative_firm", net - soft)],
              "Time set free and imputed values are benefits, but no money moves for them; here they are left out."),
        Block("Rates of return", list(_rates(flows, net)),
              "The flow of IRR and MIRR: by month, or by year, in its last month, where the convention is a yearly one."),
    ]  # fmt: skip


def _amounts(flows: Flows, kind: MoneyKind, whole: Array) -> Iterator[Timed]:
    """Yield every line of a kind, the sum of each stream or cost group beneath its lines, and the sum of all."""
    sums: list[str] = []
    for group, found in groupby(flows.of(kind), key=lambda row: row.group):
        rows = list(found)
        sums.append(f"{kind}_{group}")
        for row in rows:
            style: Style = "money_sum" if row.key == sums[-1] else "money"
            yield replace(
                _amount(row.key, row.line.label, row.link, flows.plan.figures(row.line.id), style),
                line=row.line.id,
                mark=row.mark,
                use=row.use,
            )
        if rows[0].key != sums[-1]:
            added = f"SUM({{{rows[0].key}}}:{{{rows[-1].key}}})"
            yield _amount(sums[-1], rows[0].group_title, added, flows.total(rows), "money_sum")
    yield _amount(f"{kind}s", f"All {kind}s", f"{_added(sums)}", whole, "money_total")


def _added(keys: Iterable[str]) -> str:
    return "+".join(f"{{{key}}}" for key in keys) or "0"


def _amount(key: str, label: str, months: str, values: Array, style: Style = "money") -> Timed:
    return Timed(key, label, MONEY, months, values, total=f"SUM({{{key}.all}})", total_value=float(values.sum()), style=style)  # fmt: skip


def _left(key: str, summed: str, formula: str, label: str, flow: Array) -> Iterator[Timed]:
    """Yield a flow and its running sum."""
    yield _amount(key, label, f"{formula}", flow, "money_total")
    running = f"{{{summed}.before}}+{{{key}}}"
    yield Timed(summed, f"{label}, added up from the opening on", MONEY, running, flow.cumsum(), opening=f"{{{key}}}")


def _worth(flows: Flows, benefits: Array, costs: Array) -> Iterator[Timed]:
    """Yield discount factors, benefits and costs at today's value, and cashable savings for themselves."""
    years = finance.years_until(flows.discount.timing, flows.months)
    yearly = 'IF({timing}="year_end",{year},{year}+1)'
    middle = f'IF({{timing}}="mid_month",MAX({{month}}-{{half}},0)/{{months_a_year}},{yearly})'
    counted = f'IF({{timing}}="month_end",{{month}}/{{months_a_year}},{middle})'
    yield Timed("exponent", "Years until it counts, by the timing convention", "years", counted, years, style="number")
    factors = flows.factors
    yield Timed("factor", "What 1 is worth today", "factor", "(1+{rate})^-{exponent}", factors, style="factor")
    yield _amount("benefits_pv", "Benefits at today's value", "{benefits}*{factor}", benefits * factors)
    yield _amount("costs_pv", "Costs at today's value", "{costs}*{factor}", costs * factors)
    yield from _left("net_pv", "cumulative_pv", "{net}*{factor}", "Net at today's value", (benefits - costs) * factors)
    worth = flows.total(flows.of_class("cashable")) * factors
    added = _of_class(flows, "cashable")
    yield _amount("cashable_pv", "Cashable savings at today's value", f"({added})*{{factor}}", worth)


def _of_class(flows: Flows, *classes: BenefitClass) -> str:
    """Return a formula that adds up the benefits whose row says it is of one of some classes."""
    rows = flows.of("benefit")
    if not rows:
        return "0"
    first, last = rows[0].key, rows[-1].key
    return "+".join(f'SUMIF({{{first}.mark}}:{{{last}.mark}},"{one}",{{{first}}}:{{{last}}})' for one in classes)


def _firm(flows: Flows, net: Array, soft: Array) -> Iterator[Timed]:
    """Yield value that stands in no budget, and the net flow without it."""
    yield _amount("soft", "Time set free and imputed values", f"{_of_class(flows, *IN_NO_BUDGET)}", soft)
    yield from _left("firm", "cumulative_firm", "{net}-{soft}", "Net in money that moves", net - soft)


def _back(flow: str, summed: str, amounts: Array) -> Iterator[Timed]:
    """Yield in which months money is out, and after how many months it is back, within the month."""
    running = amounts.cumsum()
    dust = finance.TOLERANCE * float(np.abs(running).max())
    below = running < -dust
    been = np.logical_or.accumulate(below)
    done = np.logical_or.accumulate(been & ~below)
    months = np.zeros(len(running))
    if (month := finance.month_back(amounts)) and finance.payback(amounts) is not None:
        months[month] = finance.payback(amounts)
    largest = f"MAX(MAX({{{summed}.all}}),-MIN({{{summed}.all}}))"
    yield _single(f"{flow}_dust", "Smallest amount that counts", "{currency}", f"{{tolerance}}*{largest}", dust)
    yield Timed(f"{flow}_below", "Money is out", FLAG, f"IF({{{summed}}}<-{{{flow}_dust.total}},1,0)", below.astype(float), style="flag")  # fmt: skip
    yield Timed(
        f"{flow}_been", "Money has been out", FLAG, f"MAX({{{flow}_been.before}},{{{flow}_below}})",
        been.astype(float), opening=f"{{{flow}_below}}", style="flag",
    )  # fmt: skip
    back = f"AND({{{flow}_been}}=1,{{{flow}_below}}=0)"
    yield Timed(
        f"{flow}_done", "Money has been back", FLAG, f"IF({back},1,{{{flow}_done.before}})", done.astype(float),
        opening=f"IF({back},1,0)", style="flag",
    )  # fmt: skip
    part = f"{{month.before}}+MIN(-{{{summed}.before}}/{{{flow}}},1)"
    yield Timed(
        f"{flow}_back", "Months until the money is back", "months", f"IF({{{flow}_done}}>{{{flow}_done.before}},{part},0)",
        months, opening=f"{{{flow}_done}}", total=f"SUM({{{flow}_back.all}})", total_value=float(months.sum()), style="number",
    )  # fmt: skip


def _rates(flows: Flows, net: Array) -> Iterator[Timed]:
    """Yield the flow that IRR and MIRR are taken from, its changes of sign, and what MIRR makes of it."""
    by_year = flows.is_by_year
    period = flows.year if by_year else flows.month
    counted = period * flows.counts
    ends = np.append(flows.year[1:] != flows.year[:-1], [True])
    amounts = np.where(ends, _sums_of_years(net, flows.year), 0.0) if by_year else net
    dust = finance.TOLERANCE * float(np.abs(amounts).max())
    clean = np.where(np.abs(amounts) > dust, amounts, 0.0)
    yield _single(
        "by_year",
        "Flows are taken by year",
        FLAG,
        'IF(OR({timing}="year_end",{timing}="excel_npv"),1,0)',
        by_year * 1.0,
    )
    yield _single("a_year", "Periods in a year", "periods", "IF({by_year.total}=1,1,{months_a_year})", 1.0 if by_year else 12.0)  # fmt: skip
    yield Timed(
        "period", "Number of the period", "period", "IF({by_year.total}=1,{year},{month})", period, style="count"
    )
    yield Timed("counted", "… within the horizon", "period", "{period}*{flag}", counted, total="MAX({counted.all})", total_value=float(counted.max()), style="count")  # fmt: skip
    yield Timed("ends", "Last month of its year", FLAG, "IF({year.next}={year},0,1)", ends * 1.0, style="flag")
    of_year = "IF({ends}=1,SUMIF({year.all},{year},{net.all}),0)"
    yield _amount("periodic", "Flow by period", f"IF({{by_year.total}}=1,{of_year},{{net}})", amounts)
    largest = "MAX(MAX({periodic.all}),-MIN({periodic.all}))"
    yield _single("periodic_dust", "Smallest amount that counts", "{currency}", f"{{tolerance}}*{largest}", dust)
    yield _amount("clean", "Flow that counts", "IF(ABS({periodic})>{periodic_dust.total},{periodic},0)", clean)
    yield from _turns("turns", "clean", "Money turns", clean)
    yield Timed("clean_sum", "Flow that counts, added up", MONEY, "{clean_sum.before}+{clean}", clean.cumsum(), opening="{clean}")  # fmt: skip
    yield from _turns("sum_turns", "clean_sum", "The sum turns", clean.cumsum())
    yield from _distances(period, clean)
    yield from _modified(flows, period, float(counted.max()), clean)


def _sums_of_years(flow: Array, year: Array) -> Array:
    """Return for each month what the flow of its whole year comes to."""
    sums: Array = np.bincount(year.astype(int), weights=flow)[year.astype(int)]
    return sums


def _single(key: str, label: str, unit: str, formula: str, value: float) -> Timed:
    return Timed(key, label, unit, "", np.zeros(0), total=formula, total_value=value, style="number")


def _turns(key: str, flow: str, label: str, amounts: Array) -> Iterator[Timed]:
    """Yield the sign of a flow, taken over where it is nought, and 1 where it changes."""
    signs = np.sign(amounts)
    for index in range(1, len(signs)):
        signs[index] = signs[index] or signs[index - 1]
    turns = np.append([False], signs[1:] * signs[:-1] < 0) * 1.0
    yield Timed(f"{key}_sign", f"{label}: 1 in, −1 out", "sign", f"IF({{{flow}}}=0,{{{key}_sign.before}},SIGN({{{flow}}}))", signs, opening=f"SIGN({{{flow}}})", style="flag")  # fmt: skip
    yield Timed(
        key, f"{label} here", FLAG, f"IF({{{key}_sign}}*{{{key}_sign.before}}<0,1,0)", turns, opening=None,
        total=f"SUM({{{key}.all}})", total_value=float(turns.sum()), style="flag",
    )  # fmt: skip


def _distances(period: Array, clean: Array) -> Iterator[Timed]:
    """Yield how far each period lies from the first and from the last one with money, so that no power grows too large."""
    used = np.where(clean == 0, np.nan, period)
    first, last = (float(used[clean != 0][end]) if clean.any() else 0.0 for end in (0, -1))
    yield Timed("used", "Periods in which money moves", "period", 'IF({clean}=0,"",{period})', used, style="count")
    yield _single("first", "The first of them", "period", "MIN({used.all})", first)
    yield _single("last", "The last of them", "period", "MAX({used.all})", last)
    yield Timed("since", "Periods since the first", "periods", "MAX({period}-{first.total},0)", np.maximum(period - first, 0), style="count")  # fmt: skip
    yield Timed("until", "Periods until the last, below nought", "periods", "MIN({period}-{last.total},0)", np.minimum(period - last, 0), style="count")  # fmt: skip


def _modified(flows: Flows, period: Array, last: float, clean: Array) -> Iterator[Timed]:
    """Yield what MIRR takes money out to cost today, and money back to come to at the end."""
    paid, earned = mirr_rates(flows.discount)
    a_year = 1.0 if flows.is_by_year else 12.0
    out = np.maximum(-clean, 0.0) * (1 + paid) ** -(period / a_year)
    back = np.maximum(clean, 0.0) * (1 + earned) ** ((last - period) / a_year)
    yield _amount("paid", "Money out, worth today at the finance rate", "-MIN({clean},0)*(1+{finance_rate})^-({period}/{a_year.total})", out)  # fmt: skip
    yield _amount("earned", "Money in, worth at the end at the reinvest rate", "MAX({clean},0)*(1+{reinvest_rate})^(({counted.total}-{period})/{a_year.total})", back)  # fmt: skip
