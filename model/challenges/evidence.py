"""Challenges about the evidence: values out of the ordinary, without a source, guessed, or hidden in a formula."""

from __future__ import annotations

from collections.abc import Iterator

from model.challenges.matter import Matter, Rule, figure
from model.evidence import Assumption
from model.nodes import Number, walk
from model.result import Challenge

_INFLUENTIAL = 3
_HARMLESS = frozenset({0.0, 1.0, 2.0})
_EARLY_LIFE = 12
"""Months after which doubling every six months is no longer early life."""


def outside_plausible(matter: Matter) -> Iterator[Challenge]:
    """A value lies outside what has been published, or far from the one figure there is."""
    for name, given in matter.resolved.assumptions.items():
        record, currency = given.record, matter.resolved.currency
        found, value = record.plausible_range(currency) or record.neighbourhood(currency), record.value
        if found and value is not None and not found[0] <= value <= found[1]:
            unit = matter.resolved.vocabulary.show_unit(record.unit or "1")
            yield Challenge(
                "outside_plausible", "medium", name,
                f"{matter.label(name)} is {figure(value)}; {_published(record, currency)}{f' ({unit})' if unit else ''}.",
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
    guesses = {name for name, given in matter.resolved.assumptions.items() if _is_guess(given.record)}
    for place, swing in enumerate(matter.swings[:_INFLUENTIAL] if guesses else (), start=1):
        record = matter.resolved.assumptions[swing.assumption].record
        if swing.size > 0 and swing.assumption in guesses:
            yield Challenge(
                "guess_among_influential", "high", swing.assumption,
                f"{record.label} is a guess, and number {place} of all assumptions in what it does to NPV "
                f"({matter.money(swing.npv_at_low)} to {matter.money(swing.npv_at_high)}).",
                "Measure it first; no other answer is worth as much.",
            )  # fmt: skip


def _is_guess(record: Assumption) -> bool:
    return record.grade == "guess" or (record.grade is None and not record.source)


def numbers_in_formulas(matter: Matter) -> Iterator[Challenge]:
    """A number in a formula has no source, no range and no owner."""
    for line in matter.resolved.lines:
        if line.generated or line.stream in {stream.id for stream in matter.resolved.streams}:
            continue
        numbers = {node.value for node in walk(matter.run.graph.rows[line.id].formula) if isinstance(node, Number)}
        hidden = sorted(numbers - _HARMLESS)
        if hidden:
            yield Challenge(
                "numbers_in_formulas", "low", line.id,
                f"{line.label} has {', '.join(f'{number:g}' for number in hidden)} in its formula, where no source can stand.",
                "Give each number a name under `assumptions:`.",
            )  # fmt: skip


def unused_assumption(matter: Matter) -> Iterator[Challenge]:
    """A value that nothing uses."""
    for name in () if matter.resolved.scenario else matter.resolved.unused:
        yield Challenge(
            "unused_assumption", "low", name,
            f"`{name}` is stated and no line uses it.",
            "Check its spelling, switch on the stream it belongs to, or remove it.",
        )  # fmt: skip


def doubling_for_long(matter: Matter) -> Iterator[Challenge]:
    """Early-life growth is carried on for years."""
    for name, given in matter.resolved.assumptions.items():
        value = given.record.value
        if (
            name.partition("[")[0] == "doubling_time"
            and value is not None
            and value <= 6
            and matter.resolved.months > _EARLY_LIFE
        ):
            yield Challenge(
                "doubling_for_long", "medium", name,
                f"{given.record.label}: doubling every {value:g} months is a rate of a community's first year, and it runs for {matter.resolved.months}.",
                "Use a longer doubling time or the Bass curve; the ceiling must be well founded.",
            )  # fmt: skip


RULES: tuple[Rule, ...] = (
    outside_plausible,
    guess_among_influential,
    doubling_for_long,
    no_source,
    numbers_in_formulas,
    unused_assumption,
)
