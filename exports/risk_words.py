"""What a simulation, values that would turn a case and worths of knowing say, in sentences a champion understands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exports import wording
from model.money import LOCALE
from model.names import counted
from model.quantities import number
from model.risk.naming import label, value_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from model.evaluate import Program
    from model.risk.break_even import BreakEven, Curve
    from model.risk.findings import Simulation
    from model.risk.information import Learning
    from model.risk.spread import Share, Spread

FIGURE_COLUMNS = ("Figure", "In words", "At likely values", "P5", "P50", "P95")
_FIGURES = ("npv", "roi", "payback_months", "peak_funding")
_PARTS = (
    (1 / 10, "a tenth"), (1 / 5, "a fifth"), (1 / 4, "a quarter"), (1 / 3, "a third"), (1 / 2, "half"), (2 / 3, "two thirds"),
    (3 / 4, "three quarters"),
)  # fmt: skip
_LIKE = 0.015
"""A share is called a third, say, where it lies so near to it."""


def answer(found: Simulation, locale: str = LOCALE) -> str:
    """Return how likely the case pays, and between which amounts 9 in 10 outcomes lie."""
    resolved = found.sample.program.graph.resolved
    pays = pays_words(found)
    low, high = (found.figures["npv"].percentile(percent) for percent in (5, 95))
    if low is None or high is None:
        return f"{pays}."
    return f"{pays}; 9 in 10 outcomes lie {wording.span_words(low, high, resolved.currency, locale)}."


def pays_words(found: Simulation) -> str:
    """Return in how many draws the case is worth more than it costs."""
    share = found.probability_npv_above_zero.value
    return in_draws(share, "the community earns its cost", "does the community earn its cost")


def paid_back_words(found: Simulation, over: str) -> str:
    """Return in how many draws the money is back by the end of the case; `over` says how long that is."""
    return in_draws(found.paid_back_by[-1], f"the money is back within {over}", f"is the money back within {over}")


def likely_words(found: Simulation, locale: str = LOCALE) -> str:
    """Return what the case is worth at the likely values, how many draws are worth less, and what they come to on average."""
    npv, currency = found.figures["npv"], found.sample.program.graph.resolved.currency
    likely, mean = npv.likely or 0.0, npv.mean or 0.0
    below = of_100(npv.below_likely or 0.0)
    said = f"With every value at its likely one the case is worth {wording.money(likely, currency, locale)} today; {below} draws are worth less."
    average = f"{said} On average they come to {wording.money(mean, currency, locale)}"
    if (mean > 0) == (likely > 0):
        return f"{average}."
    pays = ("so it pays on average, but not", "so it does not pay on average, but does")[likely > 0]
    return f"{average}, {pays} at its likely values: ranges reach farther to one side, and what is multiplied or capped does not even out."


def in_draws(share: float, so: str, never: str) -> str:
    """Return in how many draws something is so: “In no draw does it pay” asks for other words than “In 87 of 100 draws it pays”."""
    return f"In {of_draws(share)} {never if share <= 0 else so}"


def of_draws(share: float) -> str:
    """Return a share of the draws as people count: 87 of 100 draws, fewer than 1 of 100, every one."""
    if share <= 0:
        return "no draw"
    if share >= 1:
        return "every draw"
    if share < 0.01:
        return "fewer than 1 of 100 draws"
    return "more than 99 of 100 draws" if share > 0.99 else f"{of_100(share)} draws"


def of_100(share: float) -> str:
    """Return a share as a count of a hundred: 87 of 100; the ends only where it is none or all."""
    if 0 < share < 0.01:
        return "under 1 of 100"
    if 0.99 < share < 1:
        return "over 99 of 100"
    return f"{share * 100:.0f} of 100"


def give_or_take(share: Share, locale: str = LOCALE) -> str:
    """Return how sure a share of the draws is, by twice its standard error."""
    points = 200 * share.standard_error
    return (
        "the same in every part of the draws" if points < 0.05 else f"give or take {number(points, 1, locale)} of 100"
    )


def drawn_words(found: Simulation, locale: str = LOCALE) -> str:
    """Return what was drawn and how, and the convention the figures are computed under."""
    resolved = found.sample.program.graph.resolved
    varied = counted(len(found.sample.uncertain), "uncertain assumption")
    convention = wording.convention(resolved.discount.timing, resolved.discount.rate, locale)
    return f"{number(found.draws, 0, locale)} draws of {varied} (seed {found.seed}). Convention: {convention}."


# --- figures ------------------------------------------------------------------------------------------------------


def figure_rows(found: Simulation, locale: str = LOCALE) -> list[tuple[str, ...]]:
    """Return the figures with what they say, their likely value, and what 1 in 20, half and 19 in 20 draws lie below."""
    currency = found.sample.program.graph.resolved.currency
    return [_figure_row(found, found.figures[name], currency, locale) for name in _FIGURES]


def _figure_row(found: Simulation, spread: Spread, currency: str, locale: str) -> tuple[str, ...]:
    values = (spread.likely, *(spread.percentile(percent) for percent in (5, 50, 95)))
    said = (_said(spread, value, currency, locale) for value in values)
    return (wording.FIGURE_LABELS[spread.name], _figure_words(found, spread, currency, locale), *said)


def _said(spread: Spread, value: float | None, currency: str, locale: str) -> str:
    if spread.unit == "months":
        return wording.payback(value, locale)
    if value is None:
        return wording.NONE
    return wording.percent(value, locale=locale) if spread.unit == "share" else wording.money(value, currency, locale)


def _figure_words(found: Simulation, spread: Spread, currency: str, locale: str) -> str:
    """Say what a figure means by its middle, and by the end that hurts."""
    middle, high = spread.percentile(50), spread.percentile(95)
    if spread.name == "payback_months":
        return _payback_words(found, middle)
    if middle is None or high is None:
        return "There is no such figure in most draws: nothing is spent in them."
    said = _said(spread, middle, currency, locale)
    if spread.name == "npv":
        return _worth_words(middle, said, _said(spread, -middle, currency, locale))
    if spread.name == "roi":
        return _return_words(middle, said, _said(spread, -middle, currency, locale))
    enough = _said(spread, high, currency, locale)
    if high <= 0:
        return "In 19 of 20 draws no money has to be found."
    return f"With {enough} at hand, 19 of 20 draws never run short of money."


def _worth_words(middle: float, worth: str, loss: str) -> str:
    if middle < 0:
        return f"Half of the draws lose {loss} or more, at today's value."
    return f"Half of the draws are worth more than {worth} today, once everything is paid."


def _return_words(middle: float, gain: str, loss: str) -> str:
    if middle < 0:
        return f"Half of the draws lose {loss} or more of what is spent, at today's value."
    return f"Half of the draws return more than {gain} on top of what is spent, at today's value."


def _payback_words(found: Simulation, middle: float | None) -> str:
    months = found.sample.program.graph.resolved.months
    if middle is None:
        return f"In more than half of the draws the money is not back within {wording.duration(months)}."
    if middle == 0:
        return "In half of the draws or more, no money is ever out."
    return f"In half of the draws the money is back within {wording.payback(middle)}."


def convergence_rows(found: Simulation, locale: str = LOCALE) -> list[tuple[str, ...]]:
    """Return how the mean NPV settled as draws were added, with its standard error."""
    currency = found.sample.program.graph.resolved.currency
    return [
        (number(step.draws, 0, locale), wording.money(step.mean, currency, locale),
         wording.NONE if step.standard_error is None else wording.money(step.standard_error, currency, locale))
        for step in found.steps
    ]  # fmt: skip


# --- what would turn it, and what to measure ----------------------------------------------------------------------


def turning_words(program: Program, found: BreakEven) -> str:
    """Return the value at which the case turns: at 7.90 instead of 12.00, a third lower, it is worth nothing.

    Raises `ValueError` where no value turns it.
    """
    if found.value is None:
        message = f"no value of {found.assumption} turns the case"
        raise ValueError(message)
    value, likely = (value_text(program, found.assumption, one) for one in (found.value, found.likely))
    away = distance_words(found.value, found.likely)
    if value == likely and away:
        return f"{found.label}: {away} than {likely}, {_what_turns(found)}"
    return f"{found.label}: at {value} instead of {likely}{away and f', {away},'} {_what_turns(found)}"


def _what_turns(found: BreakEven) -> str:
    if found.aim == "payback":
        return "the money is no longer back in time." if found.reached else "the money is back in time."
    return "the case is worth nothing." if found.reached else "the case begins to pay."


def distance_words(value: float, likely: float) -> str:
    """Return how far a value lies from the likely one: a third lower, twice as high; nothing where that is nought."""
    if likely == 0:
        return ""
    change = value / likely - 1
    side = "lower" if value < likely else "higher"
    share = abs(change)
    if share > 1.5 and likely > 0 and value > 0:
        return f"{number(value / likely, 1)} times as high"
    if abs(share - 1) <= _LIKE:
        return "twice as high" if value / likely > 0 else "all of it gone"
    near = next((words for part, words in _PARTS if abs(share - part) <= _LIKE), None)
    if near:
        return f"{near} {side}"
    return f"{wording.percent(share)} {side}" if share >= 0.01 else f"less than 1% {side}"


def turning_note(found: BreakEven) -> str:
    """Return whether the range of an assumption reaches the value that turns the case."""
    if found.within_range:
        return "It may well come to that: the value lies within its range."
    return "That would be a surprise: the value lies outside its range."


def learning_words(program: Program, found: Learning) -> str:
    """Return what it is worth to measure something, and how sure that is, by twice its standard error."""
    currency = program.graph.resolved.currency
    worth, error = (wording.money(part, currency) for part in (found.value, 2 * found.standard_error))
    name = label(program, found.assumption)
    return f"{name}: knowing it before you decide is worth up to {worth} (give or take {error})."


def curve_words(program: Program, curve: Curve) -> str:
    """Return where two values turn a case together: from where to where the one has to move as the other does."""
    known = [(a, b) for a, b in curve.points if b is not None]
    aim = "the case is worth nothing" if curve.aim == "npv" else "the money is just back in time"
    if not known:
        return f"No value of “{curve.label_b}” turns it, whatever “{curve.label_a}” is within its range."
    ends = [(value_text(program, curve.a, a), value_text(program, curve.b, b)) for a, b in (known[0], known[-1])]
    first = f"With “{curve.label_a}” at {ends[0][0]}, {aim} where “{curve.label_b}” is {ends[0][1]}"
    return f"{first}." if len(known) == 1 else f"{first}; at {ends[1][0]}, where it is {ends[1][1]}."


def stacked_words(in_case: Sequence[str]) -> tuple[str, str] | None:
    """Return the warning, and what to do, where risk is taken off twice; None where the case has no treatment of its own."""
    if not in_case:
        return None
    named = wording.listed(list(in_case))
    remedy = (
        "Keep one. The ways below are each computed without what the case states, the simulation too, so that its mean is not the one "
        "elsewhere on this page: the other parts draw the case as it is. Read their figures as cautious, or take one of the two out of "
        "the case."
    )
    if len(in_case) > 1:
        return f"The case states {named}: together they take the same risk off more than once.", remedy
    return f"The case states {named}, and the draws vary its values as well: the same risk is taken off twice.", remedy
