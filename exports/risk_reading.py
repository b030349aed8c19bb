"""How to read what stands on the page about risk: a sentence for each chart, with the figures of the case in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from exports import wording
from exports.risk_words import of_draws
from model.money import LOCALE
from model.quantities import number
from model.risk.naming import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from model.evaluate import Program
    from model.risk.correlation import Ties
    from model.risk.discovery import Box
    from model.risk.findings import Simulation
    from model.risk.influence import Index
    from model.risk.information import Information
    from model.risk.staged import Staged

_LOOK_AT = 24
_CLOSELY, _MOSTLY, _HARDLY = 0.7, 0.4, 0.1


# --- how likely --------------------------------------------------------------------------------------------------


def fan_reading(found: Simulation, locale: str = LOCALE) -> str:
    """Return what the fan says of one month: what half of the draws have reached, and what 1 in 20 has at either end."""
    resolved = found.sample.program.graph.resolved
    month = min(_LOOK_AT, resolved.months)
    low, middle, high = (wording.money_short(found.cash[p][month], resolved.currency, locale) for p in (5, 50, 95))
    when = wording.month_words(resolved.start, month, locale)
    return (
        f"For example, in {when}: all that has come in by then, less all that has gone out, is {middle} or more in half of the "
        f"draws. In 1 of 20 it is {low} or less, in 1 of 20 {high} or more. Above the line at nought the money is back."
    )


def exceedance_reading(found: Simulation, locale: str = LOCALE) -> str:
    """Return how to read off how likely any amount is, with the amount that 3 of 4 draws reach."""
    low = found.figures["npv"].percentile(25)
    if low is None:
        return "Choose an amount below and read above it in how many of 100 draws the case is worth more."
    said = wording.money_short(low, found.sample.program.graph.resolved.currency, locale)
    return (
        "Choose an amount below, such as one you would promise, and read above it in how many of 100 draws the case is worth more. "
        f"For example, 3 of 4 draws are worth more than {said}."
    )


def histogram_reading(found: Simulation, locale: str = LOCALE) -> str:
    """Return what the bars are, and the mean of all draws."""
    mean = found.figures["npv"].mean
    said = "" if mean is None else wording.money(mean, found.sample.program.graph.resolved.currency, locale)
    return (
        "Each draw is one way it may turn out; the taller a bar, the more of them come to that amount. Blue ones pay, orange ones "
        f"do not.{said and f' On average the draws come to {said}.'}"
    )


# --- what makes the difference -----------------------------------------------------------------------------------


TORNADO_READING = (
    "One value at a time is taken to the low and to the high end of its range, all others stay as they are likely. The longer its "
    "bar, the more a better figure for it would tell you. Blue: better than the likely values; orange: worse."
)
SPIDER_READING = (
    "One value at a time is changed by the share below, from its likely value in the middle. The steeper a line, the more each "
    "percent of that value counts; a line ends where the range of its value ends."
)
RANKS_READING = (
    "Over all draws, with all values changing at once: a bar to the right means the case is worth more where the value is high, one "
    "to the left that it is worth less. The longer the bar, the more surely so: 1 would be always, 0 is not at all."
)


def shares_reading(found: Sequence[Index]) -> str:
    """Return what the shares mean, by the largest, and what is left for other values and for what values do together."""
    first = found[0]
    alone = min(sum(max(row.first, 0.0) for row in found), 1.0)
    rest = (
        f" The {len(found)} shown explain {wording.percent(alone)} by themselves; the rest comes from all other values, and from what "
        "values do together."
    )
    return (
        f"“{first.label}” explains about {wording.percent(max(first.first, 0.0))} of the spread of the draws, by itself: were it known "
        f"exactly, the spread (measured as variance) would shrink by about that share, on average.{rest if len(found) > 1 else ''}"
    )


# --- what to measure ---------------------------------------------------------------------------------------------


def knowing_reading(found: Information) -> str:
    """Return why knowing is worth something, by the decision that would be taken without it."""
    decided = "go ahead" if found.go else "leave it"
    wrong = "it then turns out not to pay" if found.go else "it would then have paid"
    return (
        f"On average over the draws, the better choice today is to {decided}. A measurement is worth something only where it could "
        f"change that: in the draws in which {wrong}. So each figure here is the most that a study of that one value could be worth; "
        "a study that costs more, or comes out less exact, does not pay."
    )


# --- start small -------------------------------------------------------------------------------------------------


def staged_rows(program: Program, found: Staged, locale: str = LOCALE) -> list[tuple[str, str, str, str]]:
    """Return what the case is worth without and with the gate, and the difference: on average, and in the worst 1 in 20."""
    currency = program.graph.resolved.currency

    def row(name: str, without: float, having: float) -> tuple[str, str, str, str]:
        gained = having - without
        more = f"{'+' if round(gained) > 0 else ''}{wording.money(gained, currency, locale)}"
        return (name, wording.money(without, currency, locale), wording.money(having, currency, locale), more)

    return [
        row("On average over the draws", found.npv_without, found.npv_with),
        row("1 of 20 draws come to no more than (P5)", found.low_without, found.low_with),
    ]


def staged_columns(found: Staged) -> tuple[str, str, str, str]:
    """Return what stands over those figures."""
    having = "With a gate" if found.size == 1 else "Small first, then a gate"
    return ("Worth today (NPV)", "All at once, without a gate", having, "Difference")


def option_words(program: Program, found: Staged, locale: str = LOCALE) -> str:
    """Return what the option to stop is worth, how sure that is, and the most that any sign at the gate could be worth."""
    currency = program.graph.resolved.currency
    option, error, most = (
        wording.money(part, currency, locale) for part in (found.option, 2 * found.standard_error, found.most)
    )
    return (
        f"Being able to stop is worth {option} (give or take {error}). If you could see at the gate how it will turn out, it would be "
        f"{most}: no sign you look at can be worth more than that."
    )


def verdict_words(found: Staged) -> str:
    """Return what the gate makes of the case on average, where that is not plain from the figures; else nothing."""
    if found.npv_with < 0:
        return "Even with the gate the case loses on average over the draws: not starting at all, which is worth 0, is better."
    if found.npv_without < 0:
        return "The gate turns a case that loses on average over the draws into one that pays."
    return ""


# --- when it fails -----------------------------------------------------------------------------------------------


def outcome_words(months: float | None, *, succeeding: bool) -> str:
    """Return what draws do that fail, or succeed: that is pay, or, given months, pay back by then."""
    if months is None:
        return "pays" if succeeding else "does not pay"
    return f"pays back within {months:g} months" if succeeding else f"takes longer than {months:g} months to pay back"


def box_words(box: Box, does: str, *, is_first: bool, succeeding: bool = False) -> str:
    """Return a combination in which the case fails (or succeeds), and in how many of its draws it does so."""
    where = wording.listed([f"“{bound.label}” is {bound.text}" for bound in box.bounds])
    verb = "succeeds" if succeeding else "fails"
    begin = f"The case {verb} mostly when" if is_first else f"Beyond that, it {verb} mostly when"
    return f"{begin} {where}: in {of_draws(box.density)} of this kind the case {does}."


def box_note(box: Box, *, succeeding: bool = False) -> str:
    """Return how much of all that fails, or succeeds, a combination holds, and how often it comes about."""
    what = "succeed" if succeeding else "fail"
    caught, held = (number(100 * share, 0) for share in (box.coverage, box.mass))
    return f"Of 100 draws that {what}, {caught} are of this kind (coverage); of 100 draws in all, {held} are."


# --- how it is drawn ---------------------------------------------------------------------------------------------


def together_words(rank: float) -> str:
    """Return how closely two values go together, in words."""
    size = abs(rank)
    if size < _HARDLY:
        return "They hardly have to do with one another."
    often = "nearly always" if size >= _CLOSELY else "mostly" if size >= _MOSTLY else "sometimes"
    side = "high as well" if rank > 0 else "low"
    return f"Where one turns out high, the other {often} turns out {side}."


def tie_words(program: Program, ties: Ties) -> list[str]:
    """Return what could not be drawn as it was stated, a sentence for each pair, with the names of people."""
    moved = np.argwhere(np.triu(np.abs(ties.used - ties.stated)) >= 0.005)
    return [
        f"“{label(program, ties.names[a])}” and “{label(program, ties.names[b])}” are drawn with {_rank(ties.used[a, b])} in "
        f"place of {_rank(ties.stated[a, b])}."
        for a, b in moved
    ]


def _rank(value: float) -> str:
    return number(round(float(value), 2), 2)


def ended_words(found: Simulation, locale: str = LOCALE) -> str:
    """Return why fewer draws were made than were asked for, or nothing."""
    if found.stopped is None:
        return ""
    made = f"{number(found.draws, 0, locale)} of {number(found.asked, 0, locale)} draws"
    if found.stopped == "tolerance":
        return f"It ended after {made}: the mean is as sure as you asked."
    return f"You stopped it after {made}; all figures are of these, and less sure than they would be."


def sure_words(found: Simulation, locale: str = LOCALE) -> str:
    """Return how sure the mean of NPV is, from its standard error."""
    mean, error = found.figures["npv"].mean, found.figures["npv"].standard_error
    if mean is None or error is None:
        return ""
    currency = found.sample.program.graph.resolved.currency
    worth, off = (wording.money(part, currency, locale) for part in (mean, 2 * error))
    return (
        f"The mean of {number(found.draws, 0, locale)} draws is {worth}, sure to about {off} either way (twice its standard error). That is "
        "how sure the drawing is; how sure your values are is another question, which their ranges answer."
    )
