"""The executive summary: what is asked, the answer, how sure it is, and what must be decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from exports import charts, risk_words, wording
from exports.memo import front
from exports.memo.basis import Basis
from exports.memo.content import LOW, Paragraph, Picture, Points, Section
from exports.side_by_side import scenario_name
from model.names import counted
from model.names import listed as listed_all
from model.result import StreamTotal

_GRADES = {"measured": "measured here", "published": "from publications", "expert": "judged by experts", "guess": "guessed"}  # fmt: skip


def section(basis: Basis) -> Section:
    """Return the executive summary."""
    decisions = tuple(Paragraph(said, strong) for strong, said in _decisions(basis))
    last = (Paragraph("", "What must be decided."), Points(decisions, is_numbered=True)) if decisions else ()
    return Section(
        "Executive summary",
        (
            Paragraph(asked(basis), "What is asked."),
            Paragraph(_answer(basis), "The answer."),
            Paragraph(_sure(basis), "How sure that is."),
            *_picture(basis),
            *last,
        ),
    )


def _picture(basis: Basis) -> Iterator[Picture]:
    if not basis.is_idle:
        yield Picture(charts.cash_flow(basis.appraisal, basis.look, basis.locale), LOW)


# --- what is asked -----------------------------------------------------------------------------------------------


def asked(basis: Basis) -> str:
    """Return how much money is asked for, and when it is out."""
    figures, opening = basis.figures, basis.appraisal.years[0].costs
    if basis.is_idle:
        return "Nothing. In this scenario nothing is done; every other option is measured against it."
    if figures.total_costs <= 0:
        return "No money, as no cost is stated. State what it costs before anybody decides on it."
    start = wording.month_name(basis.resolved.start, 1, basis.locale)
    before = f", {basis.short(opening)} of it before the first month" if opening >= 1 else ""
    spent = f"{basis.resolved.organisation} is asked to spend {basis.short(figures.total_costs)} over {basis.over} from {start}{before}."
    return f"{spent} {_funding(basis)}"


def _funding(basis: Basis) -> str:
    peak = basis.figures.peak_funding
    if peak == 0:
        return "Benefits cover it at all times, so that no money has to be found beforehand."
    month = int(np.cumsum(basis.appraisal.run.net).argmin())
    when = f"in {basis.month(month)}" if month else "before the first month"
    return f"At most {basis.short(peak)} is out at any one time, {when}."


# --- the answer --------------------------------------------------------------------------------------------------


def _answer(basis: Basis) -> str:
    if basis.is_idle:
        return front.answer(basis)
    said = (front.answer(basis), worth(basis), _source(basis), _cashable(basis))
    return " ".join(filter(None, said))


def worth(basis: Basis) -> str:
    """Return what the case is worth today, and what that means."""
    npv = round(basis.figures.npv)
    verdict = (
        "so it is worth doing on these figures" if npv > 0
        else "so on these figures it takes more than it gives" if npv < 0
        else "so on these figures it makes no difference"
    )  # fmt: skip
    return f"It is worth {basis.short(basis.figures.npv)} today (NPV, at {basis.percent(basis.resolved.discount.rate, 1)} a year), {verdict}."


def _source(basis: Basis) -> str:
    benefits = basis.streams_of("benefit")
    whole = sum(stream.present_value for stream in benefits)
    if not benefits or whole <= 0:
        return "No benefit is counted." if not benefits else "Its benefits come to nothing at today's value."
    if len(benefits) == 1:
        return f"All of the value comes from {_named(benefits[0])}."
    return f"{basis.percent(benefits[0].present_value / whole)} of the value comes from {_named(benefits[0])}, the largest of {counted(len(benefits), 'part')}."


def _named(stream: StreamTotal) -> str:
    return f"“{stream.label}”"


def _cashable(basis: Basis) -> str:
    figures = basis.figures
    if basis.resolved.counting == "cashable" or abs(figures.npv_cashable_only - figures.npv) < 1:
        return ""
    return f"Counting only money that stops being spent (cashable savings), it is worth {basis.short(figures.npv_cashable_only)}."


# --- how sure ----------------------------------------------------------------------------------------------------


def _sure(basis: Basis) -> str:
    if basis.is_idle:
        return "Doing nothing has no range: it is what everything else is measured against."
    drawn = basis.order.simulation
    if drawn is None:
        return f"{unsure(basis)} {evidence(basis)}"
    said = (risk_words.answer(drawn, basis.locale), risk_words.likely_words(drawn, basis.locale))
    return " ".join(filter(None, (*said, on_average(basis), evidence(basis))))


def on_average(basis: Basis) -> str | None:
    """Return what the draws are worth on average where that points the other way than the likely values do."""
    found, npv = basis.information, basis.figures.npv
    if found is None or (found.mean_npv > 0) == (npv > 0):
        return None
    pays = ("it pays", "it does not") if found.mean_npv > 0 else ("it does not pay", "it does")
    return f"On average over the draws it is worth {basis.short(found.mean_npv)}: going by the average {pays[0]}, going by the likely values {pays[1]}."


def unsure(basis: Basis) -> str:
    """Return why there is no range of outcomes."""
    ranges = [given.record.range() for given in basis.resolved.assumptions.values()]
    if any(span and span[0] != span[1] for span in ranges):
        return "Nobody can say: most combinations of values within the stated ranges cannot be computed."
    return "Nobody can say: no assumption states a range, so this is one outcome without a probability."


def evidence(basis: Basis) -> str:
    """Return how good the evidence behind the assumptions is."""
    records = [given.record for given in basis.resolved.assumptions.values()]
    if not records:
        return "The case rests on no assumption of its own."
    grades: Counter[str] = Counter(record.evidence or "ungraded" for record in records)
    parts = [f"{grades[grade]} {words}" for grade, words in _GRADES.items() if grades[grade]]
    parts += [f"{grades['ungraded']} not graded"] if grades["ungraded"] else []
    return f"Its {counted(len(records), 'assumption')}: {listed_all(parts, 'and')}."


# --- what must be decided ----------------------------------------------------------------------------------------


def _decisions(basis: Basis) -> Iterator[tuple[str, str]]:
    if basis.is_idle:
        return
    yield "Go or stop.", _go(basis)
    left_out = basis.order.stamp.left_out
    if left_out:
        yield (
            "Missing answers.",
            f"Left out of all figures until its questions are answered: {listed_all(left_out, 'and')}.",
        )
    yield from _option(basis)
    yield from _first(basis)
    serious = sum(challenge.severity == "high" for challenge in basis.appraisal.challenges)
    if serious:
        these = "is a serious question" if serious == 1 else f"are {serious} serious questions"
        yield "Open questions.", f"There {these} without an answer; the section on risks says what would mend each."
    yield from _owners(basis)
    if not basis.resolved.plan:
        yield "A plan.", "No activity has a date yet; agree on a plan before money is released."


def _go(basis: Basis) -> str:
    figures = basis.figures
    if figures.total_costs <= 0:
        return "Nothing can be released before the costs are known."
    if figures.npv >= 0:
        return f"Whether to release {basis.short(figures.total_costs)} over {basis.over}, in return for benefits worth {basis.short(figures.pv_benefits)} today."
    turn = "; “Where it turns” below names the values at which it would pay" if basis.turning else ""
    return f"Whether to go on although it is worth {basis.short(figures.npv)} today: change what it rests on, go on for reasons that are not counted here, or stop{turn}."


def _option(basis: Basis) -> Iterator[tuple[str, str]]:
    options = basis.options
    if options is None or len(options.rows) < 3:
        return
    best = options.best
    if best.npv <= 0:
        yield "Which scenario.", "None of those that were computed is worth more than doing nothing."
    else:
        worth = f"Besides cautious and ambitious views, {scenario_name(best.label)} is worth most: {basis.short(best.npv)} today."
        yield "Which scenario.", f"{worth} Only what can be chosen, and does not just happen, is an option."


def _first(basis: Basis) -> Iterator[tuple[str, str]]:
    first = basis.information.first if basis.information else None
    if first:
        yield (
            "What to measure first.",
            f"Whether to measure “{first.label}” before deciding: knowing it is worth up to {basis.short(first.value)}.",
        )


def _owners(basis: Basis) -> Iterator[tuple[str, str]]:
    goals = sum(goal.owner is None for goal in basis.resolved.goals)
    kpis = sum(kpi.owner is None for kpi in basis.resolved.kpis)
    bare = [counted(number, noun) for number, noun in ((goals, "goal"), (kpis, "KPI")) if number]
    if bare:
        yield "Who answers.", f"Nobody answers yet for {listed_all(bare, 'and')}; name an owner for each."
