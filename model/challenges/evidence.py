"""Challenges about the evidence: values out of the ordinary, without a source, guessed, or hidden in a formula."""

from __future__ import annotations

import re
from collections.abc import Iterator

from model.challenges.matter import Matter, Rule, figure
from model.evidence import Assumption
from model.nodes import Number, walk
from model.result import Challenge

_INFLUENTIAL = 3
_HARMLESS = frozenset({0.0, 1.0, 2.0})
TEMPLATE = "Template value"
"""How the source of a value in a template begins."""
_EARLY_RATE = 6
"""Months in which an early community doubles at best (Leader Networks 2014)."""
_EARLY_LIFE = 12
"""Months after which doubling every six months is no longer early life."""
_LINE_NAME = re.compile(r" \(`[^`]*`\)")
"""How a problem names a line after its label; a finding is read by people, who know it by its label."""


def outside_plausible(matter: Matter) -> Iterator[Challenge]:
    """A value lies outside what has been published, or far from the one figure there is."""
    currency = matter.resolved.currency
    for name, given in matter.resolved.assumptions.items():
        record = given.record
        found = record.plausible_range(currency) or record.neighbourhood(currency)
        values = record.values(matter.resolved.vocabulary.unit(record.unit or "1"))
        outside = [value for value in values if found and not found[0] <= value <= found[1]]
        if outside:
            unit = matter.resolved.vocabulary.show_unit(record.unit or "1")
            is_ = "reaches" if record.schedule else "is"
            yield Challenge(
                "outside_plausible", "medium", name,
                f"{matter.label(name)} {is_} {figure(max(outside, key=abs))}; {_published(record, currency)}{f' ({unit})' if unit else ''}.",
                "Show where your figure comes from, or use one within the range.",
            )  # fmt: skip


def _published(record: Assumption, currency: str) -> str:
    found = record.plausible_range(currency)
    if found:
        return f"published figures run from {figure(found[0])} to {figure(found[1])}"
    return f"the one published figure is {figure(record.comparable_spans(currency)[0][0])}"


def no_source(matter: Matter) -> Iterator[Challenge]:
    """Values that name no source."""
    bare = [
        name
        for name, given in matter.resolved.assumptions.items()
        if given.origin == "case" and not given.record.source
    ]
    for name in bare:
        yield Challenge(
            "no_source", "low", name,
            f"{matter.label(name)} has no source.",
            "Say where it comes from: a system, a person or a publication.",
        )  # fmt: skip


def guess_among_influential(matter: Matter) -> Iterator[Challenge]:
    """What moves NPV most is a guess."""
    guesses = {name for name, given in matter.resolved.assumptions.items() if given.record.is_guess}
    for place, swing in enumerate(matter.swings.found[:_INFLUENTIAL] if guesses else (), start=1):
        record = matter.resolved.assumptions[swing.assumption].record
        if swing.size > 0 and swing.assumption in guesses:
            yield Challenge(
                "guess_among_influential", "high", swing.assumption,
                f"{record.label} is a guess, and number {place} of all assumptions in what it does to NPV "
                f"({matter.money(min(swing.npv_at_low, swing.npv_at_high))} to {matter.money(max(swing.npv_at_low, swing.npv_at_high))}).",
                "Measure it first; no other answer is worth as much." if place == 1 else "Measure it, too: what moves most should be known best.",
            )  # fmt: skip


def range_breaks_model(matter: Matter) -> Iterator[Challenge]:
    """An end of a range cannot be computed."""
    for broken in matter.swings.broken:
        yield Challenge(
            "range_breaks_model", "high", broken.assumption,
            f"{matter.label(broken.assumption)}: at {figure(broken.value)}, an end of its range, the model fails. {_LINE_NAME.sub('', broken.problem.what)}",
            "Narrow the range, or change the formula so that it holds there too.",
        )  # fmt: skip


def numbers_in_formulas(matter: Matter) -> Iterator[Challenge]:
    """A number in a formula has no source, no range and no owner."""
    for line in matter.resolved.lines:
        if line.generated:
            continue
        numbers = {node.value for node in walk(matter.run.graph.rows[line.id].formula) if type(node) is Number}
        hidden = sorted(numbers - _HARMLESS)
        if hidden:
            yield Challenge(
                "numbers_in_formulas", "low", line.id,
                f"{line.label} has {', '.join(f'{number:g}' for number in hidden)} in its formula{' or its adjustments' if line.attributed or line.risk_adjusted else ''}, where no source can stand.",
                "Make each number an answer of its own, with its source and its range.",
            )  # fmt: skip


def unused_assumption(matter: Matter) -> Iterator[Challenge]:
    """A value that nothing uses; a scenario that states one does not do what it says."""
    is_base = matter.resolved.scenario is None
    for name in matter.resolved.unused:
        yield Challenge(
            "unused_assumption", "low" if is_base else "high", name,
            f"{matter.label(name)} is stated{'' if is_base else ' by this scenario'} and no line uses it.",
            "Switch on the stream it belongs to, check its name, or remove it.",
        )  # fmt: skip


def schedule_cut(matter: Matter) -> Iterator[Challenge]:
    """A plan goes on after the case has ended."""
    months = matter.resolved.months
    for name, given in () if matter.resolved.scenario else matter.resolved.assumptions.items():
        if given.record.schedule and given.record.schedule.months > months:
            yield Challenge(
                "schedule_cut", "low", name,
                f"{matter.label(name)} is planned for {given.record.schedule.months} months, and the case has {months}; the rest does not count.",
                "Let the case look further ahead if the rest belongs to it.",
            )  # fmt: skip


def template_values(matter: Matter) -> Iterator[Challenge]:
    """Values are still those of the template."""
    left = [
        name
        for name, given in matter.resolved.assumptions.items()
        if any(source.title.startswith(TEMPLATE) for source in given.record.source)
    ]
    if left and matter.resolved.scenario is None:
        yield Challenge(
            "template_values", "medium", left[0],
            f"{len(left)} of {len(matter.resolved.assumptions)} values are those of the template, such as that of {matter.label(left[0])}.",
            "Replace each with your own, and say where it comes from.",
        )  # fmt: skip


def replaced_line(matter: Matter) -> Iterator[Challenge]:
    """A line or value of the case takes the name of a line of the library, which then counts everywhere."""
    for name in matter.resolved.replaced:
        yield Challenge(
            "replaced_line", "low", name,
            f"{matter.label(name)} stands in place of the library's line of the same name, for every stream that uses it.",
            "Say in a note why the library's formula does not fit, or give yours another name.",
        )  # fmt: skip


def doubling_for_long(matter: Matter) -> Iterator[Challenge]:
    """Early-life growth is carried on for years."""
    for name in matter.resolved.assumptions:
        months = matter.values(name) if name.partition("[")[0] == "doubling_time" else ()
        open_for = matter.resolved.months - (matter.launch or 0)
        if months and min(months) <= _EARLY_RATE and open_for > _EARLY_LIFE:
            yield Challenge(
                "doubling_for_long", "medium", name,
                f"{matter.label(name)}: doubling every {figure(min(months))} months is a rate of a community's first year, and it runs for {open_for} months.",
                "Use a longer doubling time or the Bass curve; the ceiling must be well founded.",
            )  # fmt: skip


RULES: tuple[Rule, ...] = (
    outside_plausible,
    guess_among_influential,
    range_breaks_model,
    doubling_for_long,
    no_source,
    numbers_in_formulas,
    unused_assumption,
    template_values,
    replaced_line,
    schedule_cut,
)
