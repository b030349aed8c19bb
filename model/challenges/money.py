"""Challenges about the money: where it comes from, what it rests on, how its risk is treated."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from model.case import Stance
from model.challenges.matter import Matter, Rule
from model.finance import yearly
from model.line import IN_NO_BUDGET
from model.resolved import Option
from model.result import Challenge

_CONCENTRATED = 0.80
_HIGH_RATE = 0.20
_NEARER_TO_CASH = ("non_financial", "capacity", "revenue", "margin", "cashable")
_CENT = 0.005
_AVOIDABLE = {"support_deflection": "avoidable_share", "partner_enablement": "partner_avoidable_share"}
_PESSIMISTIC = re.compile(
    r"\b(pessimis\w*|conservativ\w*|cautious|prudent|worst|downside|stress\w*|half|delay\w*|late)\b", re.IGNORECASE
)


def cost_reduction_only(matter: Matter) -> Iterator[Challenge]:
    """All value is cost saved or time set free."""
    classes = matter.shares["class"]
    if classes and sum(classes.get(name, 0.0) for name in ("cashable", "capacity")) > 0.999:
        yield Challenge(
            "cost_reduction_only", "medium", None,
            "All of the value is cost reduction; a community that only saves is heard as a nice-to-have cost centre.",
            "Add a stream that earns or keeps business, such as retention or innovation, or say why there is none.",
        )  # fmt: skip


def one_stream(matter: Matter) -> Iterator[Challenge]:
    """One stream carries most of the value."""
    from_streams = _value_by_stream(matter)
    whole = sum(from_streams.values())
    if whole > 0:
        stream, value = max(from_streams.items(), key=lambda item: item[1])
        if value / whole > _CONCENTRATED:
            yield Challenge(
                "one_stream", "medium", stream,
                f"{_title(matter, stream)} carries {value / whole:.0%} of the value.",
                "Test the case without it, and back its assumptions with your own measurements first.",
            )  # fmt: skip


def _value_by_stream(matter: Matter) -> dict[str, float]:
    found: dict[str, float] = {}
    for line in matter.run.lines_of("benefit"):
        key = line.stream or line.id.partition("[")[0]
        found[key] = found.get(key, 0.0) + matter.run.present_value(line.id)
    return found


def _title(matter: Matter, stream: str) -> str:
    """Return the title of a stream, or the label of an own line without the member it is repeated for."""
    titles = {s.id: s.title for s in matter.resolved.streams}
    labels = (line.label for line in matter.run.lines_of("benefit") if line.id == stream)
    several = (
        line.label.rpartition(" (")[0] for line in matter.run.lines_of("benefit") if line.id.startswith(f"{stream}[")
    )
    return titles.get(stream) or next(labels, None) or next(several, stream)


def revenue_without_margin(matter: Matter) -> Iterator[Challenge]:
    """Sales count as a benefit with nothing taken off for what they cost."""
    margins = {name for name in matter.resolved.assumptions if _takes_costs_off(matter, name)}
    for line in matter.run.benefits_of("revenue", "margin"):
        if not margins & matter.run.graph.reach([line.id]):
            yield Challenge(
                "revenue_without_margin", "high", line.id,
                f"{line.label} counts as {line.benefit_class}, and nothing in it takes off what it costs to earn.",
                "Multiply it by a contribution margin below 100%: the share of sales that is left after what they cost.",
            )  # fmt: skip


def _takes_costs_off(matter: Matter, name: str) -> bool:
    """Tell whether an assumption is a margin: a share below 1, or an amount that is called one."""
    record = matter.resolved.assumptions[name].record
    if record.margin and record.unit == "1":
        return all(0 < value < 1 for value in matter.values(name))
    return record.margin or "margin" in f"{name} {record.label} {record.question}".lower()


def capacity_as_cash(matter: Matter) -> Iterator[Challenge]:
    """The case pays only through value that is in no budget, or a saving takes the whole cost as avoidable."""
    soft = sum(matter.run.present_value(line.id) for line in matter.run.benefits_of(*IN_NO_BUDGET))
    without = matter.figures.npv - soft
    if soft > 0 and matter.figures.npv > 0 > without:
        yield Challenge(
            "capacity_as_cash", "high", None,
            f"Without time set free (capacity) and losses avoided the case is worth {matter.money(without)}: it pays only if that time is put to use.",
            "Name the posts or tasks that are given up, or show the cashable case beside this one.",
        )  # fmt: skip
    for line in matter.run.benefits_of("cashable"):
        share = _AVOIDABLE.get(line.stream or "", "")
        if max(matter.values(share), default=0.0) >= 1:
            yield Challenge(
                "capacity_as_cash", "high", line.id,
                f"{line.label}: the whole cost of a contact counts as cash, though salaries and systems stay.",
                "Say which share of the cost really goes away, below 100%, or count the saving as time set free (capacity).",
            )  # fmt: skip


def stronger_class(matter: Matter) -> Iterator[Challenge]:
    """A benefit of the library is counted in a class nearer to cash than it usually is."""
    for line in matter.run.lines_of("benefit"):
        usual, given = line.usual_class, line.benefit_class
        if usual and given and _NEARER_TO_CASH.index(given) > _NEARER_TO_CASH.index(usual):
            yield Challenge(
                "stronger_class", "medium", line.id,
                f"{line.label} counts as {given.replace('_', '-')}; it is usually {usual.replace('_', '-')}.",
                "Say what makes it so, in a note finance can check, or leave the class as it is.",
            )  # fmt: skip


def negative_money(matter: Matter) -> Iterator[Challenge]:
    """A benefit or a cost is below nought, and so counts on the other side."""
    for line in matter.run.money:
        below = np.flatnonzero(matter.run.line(line.id) < -_CENT)
        if len(below):
            other = "cost" if line.kind == "benefit" else "benefit"
            yield Challenge(
                "negative_money", "medium", line.id,
                f"{line.label} is below nought in {matter.month(int(below[0]))}: a {line.kind} that works as a {other}.",
                f"Give it a line of its own as a {other}, or correct the values it is computed from.",
            )  # fmt: skip


def two_risk_treatments(matter: Matter) -> Iterator[Challenge]:
    """One risk is taken off twice."""
    present = {line.id for line in matter.run.money if matter.run.line(line.id).any()}
    allowances = [name for name in ("contingency", "optimism_bias_allowance") if name in present]
    if len(allowances) == 2:
        yield Challenge(
            "two_risk_treatments", "medium", "contingency",
            "Contingency and optimism bias are both added to the same costs.",
            "Keep one of them.",
        )  # fmt: skip
    for line in matter.run.money:
        if line.risk_adjusted and line.kind == "cost" and allowances and line.id not in allowances:
            yield Challenge(
                "two_risk_treatments", "medium", line.id,
                f"{line.label} is risk-adjusted, and {matter.label(allowances[0]).lower()} is added to it as well.",
                "Keep one risk treatment a line.",
            )  # fmt: skip
    adjusted = next((line for line in matter.run.money if line.risk_adjusted), None)
    if adjusted and matter.resolved.discount.rate >= _HIGH_RATE:
        yield Challenge(
            "two_risk_treatments", "medium", adjusted.id,
            f"Lines are risk-adjusted and the discount rate is {matter.resolved.discount.rate:.0%}; a rate raised for risk counts it twice.",
            "Use the organisation's usual rate.",
        )  # fmt: skip


def negative_npv(matter: Matter) -> Iterator[Challenge]:
    """The case returns less than the discount rate asks."""
    if matter.figures.npv < 0:
        yield Challenge(
            "negative_npv", "high", None,
            f"The case is worth {matter.money(matter.figures.npv)}: it returns less than the {matter.resolved.discount.rate:.1%} a year that the discount rate asks of it.",
            "Lower the costs, find more that it brings, or say what else speaks for it.",
        )  # fmt: skip


def low_discount_rate(matter: Matter) -> Iterator[Challenge]:
    """Money in years to come counts as much as money today."""
    if matter.resolved.discount.rate <= 0:
        yield Challenge(
            "low_discount_rate", "medium", None,
            f"At a discount rate of {matter.resolved.discount.rate:.1%} money in years to come counts at least as much as money today.",
            "Use the rate your organisation uses for its other cases.",
        )  # fmt: skip


def payback_beyond_horizon(matter: Matter) -> Iterator[Challenge]:
    """The money does not come back in time."""
    if matter.figures.payback_months is None and matter.run.money:
        yield Challenge(
            "payback_beyond_horizon", "high", None,
            f"The money is not back within the {matter.resolved.months} months of the case.",
            "Lower what is spent early, bring the launch forward, or give a longer horizon with reasons.",
        )  # fmt: skip


def rests_on_last_year(matter: Matter) -> Iterator[Challenge]:
    """NPV is positive only because of the last year."""
    by_year = yearly(matter.run.net * matter.run.factors)
    if len(by_year) > 2 and matter.figures.npv > 0 >= matter.figures.npv - by_year[-1]:
        yield Challenge(
            "rests_on_last_year", "medium", None,
            f"Without the last year the case is worth {matter.money(matter.figures.npv - by_year[-1])}.",
            "Show what makes the last year likely, or plan for an earlier return.",
        )  # fmt: skip


def no_other_option(matter: Matter) -> Iterator[Challenge]:
    """There is nothing to compare the case with."""
    if matter.resolved.scenario is not None:
        return
    options = matter.resolved.options
    if not any(option.does_nothing for option in options):
        yield Challenge(
            "no_do_nothing", "low", None,
            "There is no “do nothing” scenario to hold the case against.",
            "Add a scenario that does nothing.",
        )  # fmt: skip
    if not any(is_pessimistic(option) for option in options):
        yield Challenge(
            "no_pessimistic", "medium", None,
            "There is no pessimistic scenario.",
            "Add one with a slower ramp and lower rates; reviewers expect it beside the likely one.",
        )  # fmt: skip


def is_pessimistic(option: Option) -> bool:
    """Tell whether a scenario is the cautious one."""
    return takes_stance(option, "pessimistic", _PESSIMISTIC)


def takes_stance(option: Option, stance: Stance, named: re.Pattern[str]) -> bool:
    """Tell whether a scenario has a stance, by what it says of itself, or by its name where it says nothing."""
    if option.stance is not None:
        return option.stance == stance
    return bool(named.search(f"{option.id} {option.label}".replace("_", " ")))


RULES: tuple[Rule, ...] = (
    cost_reduction_only,
    one_stream,
    revenue_without_margin,
    capacity_as_cash,
    stronger_class,
    negative_money,
    two_risk_treatments,
    negative_npv,
    low_discount_rate,
    payback_beyond_horizon,
    rests_on_last_year,
    no_other_option,
)
OF_ALL_VALUE: tuple[Rule, ...] = (cost_reduction_only, one_stream)
