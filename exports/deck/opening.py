"""The first slides: whose case it is, what is asked for and what comes back, and why now."""

from __future__ import annotations

from functools import partial

from exports import risk_words, wording
from exports.deck import native
from exports.deck.charting import unit_of
from exports.deck.content import Figures, Picture, Slide, points
from exports.deck.facts import Facts, name, span_words
from exports.guarding import shortened
from model.names import capitalised, counted

_MOST_SUMMARY = 260
_RUN = 12
"""How many months at the end stand for a community in full run."""


def cover(facts: Facts) -> Slide:
    """Return the first slide."""
    resolved, stamp = facts.resolved, facts.order.stamp
    by = f"Prepared by {resolved.author}" if resolved.author else ""
    lines = (
        f"Business case for an online community · {resolved.organisation}",
        f"{facts.scenario} · {facts.horizon} from {wording.month_name(resolved.start, 1)} · amounts in {facts.currency}",
        by, " · ".join(filter(None, (capitalised(stamp.revision), stamp.later_day))),
    )  # fmt: skip
    notes = "\n".join(f"{label}: {text}" for label, text in stamp.rows())
    return Slide(name(resolved.title), kind="cover", under=tuple(filter(None, lines)), notes=(notes,))


# --- ask ---------------------------------------------------------------------------------------------------------


def ask(facts: Facts) -> Slide:
    """Return what is asked for and what comes back: the message of the whole deck."""
    keys = ("npv", "roi", "payback_months", "peak_funding", "pv_benefits", "pv_costs")
    said = points(_asked(facts), "What it means")
    parts = (Figures(_headlines(facts)), said) if said.paragraphs else (Figures(_headlines(facts)),)
    drawn = (risk_words.drawn_words(facts.simulation),) if facts.simulation else ()
    notes = (wording.headline(facts.appraisal), *facts.working(*keys), *drawn)
    return Slide(ask_title(facts), parts, (1.15, 1.0)[: len(parts)], source=facts.source, notes=notes)


def ask_title(facts: Facts) -> str:
    """Return when the money is back and how likely the case pays, or what it loses; true whatever the figures are."""
    figures = facts.figures
    if not facts.has_money:
        return "Doing nothing costs nothing and brings nothing: the other options are measured against it"
    if figures.benefit_cost_ratio is None:
        return f"Benefits are worth {facts.short(figures.pv_benefits)} today, and no cost is stated yet"
    first = _returns(facts) if facts.pays else _loses(facts)
    return "; ".join(filter(None, (first, facts.likelihood())))


def _returns(facts: Facts) -> str:
    month, worth = facts.figures.break_even_month, facts.short(facts.figures.npv)
    if month is None:
        return f"Worth {worth} today, though the money is not back within {facts.horizon}"
    if month == 0:
        return f"Worth {worth} today, and no money is ever out"
    return f"Pays back in month {month} and is worth {worth} today"


def _loses(facts: Facts) -> str:
    month, figures = facts.figures.break_even_month, facts.figures
    if abs(figures.npv) < 0.5:
        return "Returns at today's value what it costs, and no more"
    loss = f"Costs {facts.short(-figures.npv)} more than it brings, at today's value"
    return f"{loss}, though the money itself is back in month {month}" if month else loss


def _headlines(facts: Facts) -> tuple[tuple[str, str, bool], ...]:
    figures, text = facts.figures, partial(wording.figure_text, facts.appraisal)
    back = wording.payback(figures.payback_months)
    found = facts.simulation
    sure = (risk_words.of_100(found.probability_npv_above_zero.value), "Draws of the simulation that earn their cost", found.probability_npv_above_zero.value < 0.5) if found else None  # fmt: skip
    ratio = "–" if figures.benefit_cost_ratio is None else text("benefit_cost_ratio")
    return (
        (facts.short(figures.npv), "Worth today, once everything is paid (NPV)", figures.npv < 0),
        (text("roi"), "Return on what is spent, at today's value (ROI)", (figures.roi or 0) < 0),
        (back if facts.has_money else "–", "Until the money is back (payback)", figures.payback_months is None and facts.has_money),
        (facts.short(figures.peak_funding), "Most money out at any time (peak funding)", False),
        (facts.short(figures.total_costs), f"Cost over {facts.horizon}, undiscounted", False),
        sure or (ratio, "Benefits for each unit of cost (benefit-cost ratio)", (figures.benefit_cost_ratio or 1.0) < 1),
    )  # fmt: skip


def _asked(facts: Facts) -> list[tuple[str, str]]:
    figures = facts.figures
    first = sum(year.costs for year in facts.appraisal.years[:2])
    funding = (
        f"{facts.short(figures.total_costs)} over {facts.horizon}, {facts.short(first)} of it up to the end of year 1"
    )
    if figures.peak_funding:
        funding += f"; at most {facts.short(figures.peak_funding)} is out at any time"
    ratio = wording.fixed(figures.benefit_cost_ratio)
    returned = f"{ratio} {facts.currency} for each {facts.currency} spent, at today's value" if figures.benefit_cost_ratio is not None else ""  # fmt: skip
    return [
        ("The ask:" if facts.pays else "What it would take:", f"{funding}." if facts.has_money else ""),
        ("What comes back:", f"{returned}{'' if facts.pays else ' – less than it costs'}." if returned else ""),
        ("How sure:", _sure(facts)),
        ("What decides it:", _decides(facts)),
        ("What finance will ask:", _first_challenge(facts)),
    ]  # fmt: skip


def _sure(facts: Facts) -> str:
    found = facts.simulation
    if found is None:
        why = "Every value is taken as certain" if facts.is_certain else "Most draws cannot be computed"
        return f"{why}, so nobody can say." if facts.has_money else ""
    lost = f" {counted(found.broken, 'draw')} could not be computed and counts for nothing." if found.broken else ""
    return f"{risk_words.answer(found)}{lost}".replace(
        "draws could not be computed and counts", "draws could not be computed and count"
    )


def _decides(facts: Facts) -> str:
    if facts.tornado is None:
        return ""
    bar = facts.tornado.bars[0]
    span = wording.span_words(bar.npv_at_low, bar.npv_at_high, facts.currency)
    return f"{name(bar.label)}. At {span_words(bar.low_text, bar.high_text)} the case is worth {span}."


def _first_challenge(facts: Facts) -> str:
    """Return what will be asked first: what is most serious, and of that what concerns the whole case."""
    order = {"high": 0, "medium": 1}
    found = sorted(
        (one for one in facts.appraisal.challenges if one.severity in order),
        key=lambda one: (order[one.severity], one.line is not None),
    )
    return shortened(found[0].message, 180) if found else ""


# --- why now -----------------------------------------------------------------------------------------------------


def why_now(facts: Facts) -> Slide | None:
    """Return what waiting costs, with benefits and costs by year, and what the organisation gains; None if it says nothing."""
    years = facts.appraisal.years
    flows = {
        "Benefits": [year.benefits for year in years],
        "Costs": [year.costs for year in years],
        "Net": [year.net for year in years],
    }
    names = [wording.year_name(year) for year in years]
    unit = unit_of([*flows["Benefits"], *flows["Costs"]], facts.currency)
    told = "; ".join(f"{label}: benefits {facts.money(y.benefits)}, costs {facts.money(y.costs)}, net {facts.money(y.net)}" for label, y in zip(names, years, strict=True))  # fmt: skip
    part = wording.part_period(facts.resolved.months, 12, "year")
    chart = Picture(
        lambda spot: native.against(spot, names, flows, facts.currency),
        f"Benefits, costs and net by year, {unit.words}, undiscounted{part}", told,
    )  # fmt: skip
    said = points(_reasons(facts), "What speaks for it")
    parts = tuple(part for part, is_shown in ((chart, facts.has_money), (said, said.paragraphs)) if is_shown)
    if not parts:
        return None
    return Slide(why_title(facts), parts, (1.45, 1.0)[: len(parts)], source=facts.source, notes=_why_notes(facts))


def run_rate(facts: Facts) -> float:
    """Return what is left in an average month of the last year, or of the whole case if that is shorter."""
    net = facts.appraisal.run.net[1:]
    return float(net[-_RUN:].mean()) if len(net) else 0.0


def why_title(facts: Facts) -> str:
    """Return what a month of waiting gives up, once the community runs fully; or that it gives up nothing."""
    if not facts.has_money:
        return "Nothing is lost by waiting: this option neither costs nor brings anything"
    rate = run_rate(facts)
    if rate > 0.5:
        return f"Once it runs, each month without the community gives up about {facts.short(rate)} net"
    return "Even in its last year the community costs as much as it brings or more: waiting loses no money"


def _why_notes(facts: Facts) -> tuple[str, ...]:
    months = min(_RUN, facts.resolved.months)
    rate = f"The amount a month is the net flow (benefits − costs) of the last {months} months ÷ {months} = {facts.money(run_rate(facts))}, undiscounted."
    return (rate, *facts.working("total_benefits", "total_costs"))


def _reasons(facts: Facts) -> list[tuple[str, str]]:
    """Return why it matters: the situation, what the organisation gains, and where it stands."""
    summary = facts.order.analysis.file.case.summary or ""
    needs = sorted(
        (need for audience in facts.resolved.audiences for need in audience.needs if need.business_need),
        key=lambda need: -need.importance,
    )
    gains = wording.listed([f"“{name(need.business_need or '')}”" for need in needs])
    ahead = [year for year in facts.appraisal.years[1:] if year.net > 0]
    later = len(facts.appraisal.years) - 1
    said = f"In {len(ahead)} of {later} years benefits exceed costs" if ahead else "Benefits exceed costs in no year"
    return [
        ("The situation:", first_sentences(summary)),
        ("What the organisation gains where needs of members are met:", f"{gains}." if gains else ""),
        ("What the figures say:", f"{said}." if facts.has_money else ""),
    ]


def first_sentences(text: str, most: int = _MOST_SUMMARY) -> str:
    """Return as many whole sentences as have room, one at least, which is cut if it must be."""
    plain = " ".join(text.split())
    if len(plain) <= most:
        return plain
    end = plain.rfind(". ", 0, most)
    return plain[: end + 1] if end > 0 else shortened(plain, most)
