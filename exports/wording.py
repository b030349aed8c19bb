"""Numbers, months and sentences as people read them, by locale (Babel), with true minus signs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import format_compact_currency

from model.calendar import month_of
from model.case import Timing
from model.finance import TIMING_WORDS
from model.money import LOCALE, in_force, money_text
from model.names import CLASS_NAMES, GRADE_NAMES, PERSPECTIVE_NAMES, PHASE_NAMES, counted
from model.names import listed as listed_all
from model.quantities import (
    NONE,
    WORDS,
    duration,
    fixed,
    money_exact,
    month_name,
    number,
    percent,
    plural,
    quantity,
    written,
)
from model.result import Appraisal, Challenge, Year
from model.shares import UNASSIGNED
from model.styles import STYLE_NAMES

__all__ = [
    "CLASS_NAMES",
    "COUNTING_WORDS",
    "FIGURE_LABELS",
    "GRADE_NAMES",
    "KPI_COLUMNS",
    "NONE",
    "SEVERITY_NAMES",
    "WORDS",
    "YEAR_COLUMNS",
    "challenge_place",
    "convention",
    "day_name",
    "day_short",
    "duration",
    "figure_label",
    "figure_rows",
    "figure_text",
    "fixed",
    "headline",
    "keyed_figure_rows",
    "kpi_rows",
    "listed",
    "methods",
    "money",
    "money_exact",
    "money_short",
    "month_name",
    "month_short",
    "month_words",
    "number",
    "part_period",
    "percent",
    "plural",
    "quantity",
    "rate",
    "share_name",
    "share_words",
    "span_words",
    "year_name",
    "year_rows",
]

_HIGH_RATE = 100.0
_GUESSED = "guess_among_influential"
_SHARES = (
    (0.25, "a quarter"), (1 / 3, "a third"), (0.4, "two fifths"), (0.5, "half"), (0.6, "three fifths"),
    (2 / 3, "two thirds"), (0.75, "three quarters"), (0.8, "four fifths"), (0.9, "nine tenths"), (1.0, "nearly all"),
)  # fmt: skip

COUNTING_WORDS: Mapping[str, str] = {"all": "", "cashable": "; cashable savings are the only benefits counted"}
"""What is added to a convention by what counts."""
SEVERITY_NAMES: Mapping[str, str] = {"high": "Serious", "medium": "Worth an answer", "low": "Tidy up"}


def money(amount: float, currency: str, locale: str = LOCALE) -> str:
    """Return an amount in full, without cents: −$1,234,567."""
    return money_text(amount, currency, locale)


def money_short(amount: float, currency: str, locale: str = LOCALE) -> str:
    """Return an amount for charts and headlines: $1.4M; in full where a locale has no shorter form, as German for thousands."""
    if abs(amount) < 1_000 or not _has_short_form(amount, in_force(locale)):
        return money(amount, currency, locale)
    digits = 0 if 10_000 <= abs(amount) < 1_000_000 else 1
    return written(format_compact_currency, amount, currency, locale=locale, fraction_digits=digits)


def _has_short_form(amount: float, locale: str) -> bool:
    forms = Locale.parse(locale).compact_currency_formats["short"]["other"]
    form = forms.get(f"1{'0' * (len(str(int(abs(amount)))) - 1)}")
    return form is None or form.pattern != "0"


def span_words(one: float, other: float, currency: str, locale: str = LOCALE) -> str:
    """Return between which two amounts something lies: between −€286K and −€106K; in full where short ones read alike."""
    ends = sorted((one, other))
    low, high = (money_short(end, currency, locale) for end in ends)
    if low == high:
        low, high = (money(end, currency, locale) for end in ends)
    return f"between {low} and {high}" if low != high else f"about {low}"


def month_short(start: str, month: int, locale: str = LOCALE) -> str:
    """Return a month of the case as a chart has room for it: Mar 2028."""
    year_month = month_of(start, month)
    return str(format_skeleton("yMMM", date(int(year_month[:4]), int(year_month[5:]), 1), locale=locale or WORDS))


def day_name(day: date, locale: str = LOCALE) -> str:
    """Return a day in words: 15 March 2027."""
    return str(format_date(day, "d MMMM y" if (locale or WORDS).startswith("en") else "long", locale=locale or WORDS))


def day_short(day: date, locale: str = LOCALE) -> str:
    """Return a day as a chart has room for it: 15 Mar 2027."""
    return str(format_date(day, "d MMM y" if (locale or WORDS).startswith("en") else "medium", locale=locale or WORDS))


def moment(at: datetime, locale: str = LOCALE) -> str:
    """Return a moment by the reader's clock: 23 Nov 2026 at 14:05."""
    here = at.astimezone()
    return f"{day_short(here.date(), locale)} at {here:%H:%M}"


def month_words(start: str, month: int, locale: str = LOCALE) -> str:
    """Return a month with its date: month 14 (March 2028)."""
    return f"month {month} ({month_name(start, month, locale)})" if month else "the opening"


def payback(months: float | None, locale: str = LOCALE) -> str:
    """Return after how long the money is back: 27.4 months, at once, or not reached."""
    if months is None:
        return "not reached"
    return "at once" if months == 0 else f"{number(months, 1, locale)} months"


def part_period(months: int, length: int, period: str) -> str:
    """Return what a subtitle adds where the last period has fewer months than the others, or nothing."""
    rest = months % length
    return f"; the last {period} has {counted(rest, 'month')}" if rest else ""


def convention(timing: Timing, rate: float, locale: str = LOCALE) -> str:
    """Return the convention figures are computed under."""
    return f"{percent(rate, 1, locale)} a year, {TIMING_WORDS[timing]}"


def headline(appraisal: Appraisal, locale: str = LOCALE) -> str:
    """Return what the case comes to, in one sentence that holds whatever the figures are."""
    resolved, figures = appraisal.run.graph.resolved, appraisal.figures
    over = duration(resolved.months).capitalize()
    if not appraisal.run.money:
        return f"{over} of doing nothing cost nothing and bring nothing; everything else is measured against this."
    if figures.benefit_cost_ratio is None:
        return f"Over {over.lower()} the benefits are worth {money_short(figures.pv_benefits, resolved.currency, locale)} today, and no cost is stated."
    ratio = fixed(figures.benefit_cost_ratio, locale)
    returned = f"{ratio} {resolved.currency} for each {resolved.currency} spent, at today's value"
    verdict = " – less than it costs" if figures.npv < 0 else ""
    is_guessed = any(found.id == _GUESSED for found in appraisal.challenges)
    held = ", if the guesses that move it most hold," if is_guessed else ""
    likely = "would return" if is_guessed else "is likely to return"
    likely = f"would return, under “{resolved.scenario_label}”," if resolved.scenario else likely
    return f"Over {over.lower()}{held} the case {likely} {returned}{verdict}. {_payback_words(appraisal, locale)}"


def _payback_words(appraisal: Appraisal, locale: str) -> str:
    month, start = appraisal.figures.break_even_month, appraisal.run.graph.resolved.start
    if month is None:
        return "The money spent is not back within that time."
    if month == 0:
        return "It never needs funding."
    return f"The money spent is back in {month_words(start, month, locale)}."


FIGURE_LABELS: Mapping[str, str] = {
    "npv": "What it is worth today (NPV)",
    "npv_cashable_only": "… counting cashable savings only",
    "roi": "Return on what is spent, at today's value (ROI)",
    "roi_undiscounted": "Return on what is spent, undiscounted",
    "benefit_cost_ratio": "Benefits for each unit of cost (benefit-cost ratio)",
    "irr": "Yearly rate of return (IRR)",
    "mirr": "… with money in between at the case's rates (MIRR)",
    "payback_months": "Time until the money is back (payback)",
    "discounted_payback_months": "… at today's value (discounted payback)",
    "break_even_month": "Month in which the money is back (break-even)",
    "peak_funding": "Most money out at any time (peak funding)",
    "pv_benefits": "Benefits at today's value",
    "pv_costs": "Costs at today's value",
    "total_benefits": "Benefits in all, undiscounted",
    "total_costs": "Costs in all, undiscounted",
    "equivalent_annual_value": "Worth of an equal amount a year (EAV)",
}
"""What each headline figure is called; one that begins with “…” goes on from the one above."""
_GOES_ON_FROM = {"npv_cashable_only": "npv", "mirr": "irr", "discounted_payback_months": "payback_months"}
_SAID_ELSEWHERE = ("break_even_month", "total_benefits", "total_costs")


def figure_label(key: str) -> str:
    """Return what a headline figure is called where it stands alone. Raises `KeyError` for an unknown one."""
    label, above = FIGURE_LABELS[key].removeprefix("… "), _GOES_ON_FROM.get(key)
    return f"{FIGURE_LABELS[above].partition(' (')[0]}, {label}" if above else label


def figure_text(appraisal: Appraisal, key: str, locale: str = LOCALE) -> str:
    """Return a headline figure as people read it. Raises `AttributeError` for an unknown one."""
    value, resolved = getattr(appraisal.figures, key), appraisal.run.graph.resolved
    if key in ("irr", "mirr"):
        return rate(value, locale)
    if key in ("roi", "roi_undiscounted"):
        return percent(value, 1, locale)
    if key == "benefit_cost_ratio":
        return fixed(value, locale)
    if value is None:
        return NONE
    if key == "break_even_month":
        return month_words(resolved.start, value, locale)
    return f"{number(value, 1, locale)} months" if key.endswith("months") else money(value, resolved.currency, locale)


def figure_rows(appraisal: Appraisal, locale: str = LOCALE) -> list[tuple[str, str]]:
    """Return the headline figures in plain words with the finance term in brackets, and their values."""
    return [(label, text) for _, label, text in keyed_figure_rows(appraisal, locale)]


def keyed_figure_rows(appraisal: Appraisal, locale: str = LOCALE) -> list[tuple[str, str, str]]:
    """Return the headline figures as `figure_rows` does, each with its key before it."""
    return [
        (key, label, figure_text(appraisal, key, locale))
        for key, label in FIGURE_LABELS.items()
        if key not in _SAID_ELSEWHERE
    ]


def share_words(share: float) -> str:
    """Return a share as people say it, to the nearest of the usual ones: a third, nearly all."""
    return min(_SHARES, key=lambda item: abs(item[0] - share))[1]


def listed(names: Sequence[str], most: int = 3) -> str:
    """Return names as a list in a sentence: one, two and three; the rest as a number."""
    shown = [*names[:most], *([f"{len(names) - most} more"] if len(names) > most else [])]
    return listed_all(shown, "and") if shown else ""


def methods(appraisal: Appraisal, locale: str = LOCALE) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Return for each stream with several methods: its title, and each method with its last month and whether it counts."""
    run = appraisal.run
    computed = {row.line.formula for row in run.graph.rows.values()}
    found = []
    for stream in run.graph.resolved.streams:
        rows = [
            (
                run.label(name),
                number(float(run.line(name)[-1]), 0, locale),
                "counted" if name in computed else "for comparison",
            )
            for name in stream.compared
        ]
        rows += [(what, NONE, "needs more answers") for what in map(_method_label, stream.not_compared)]
        if stream.compared and stream.is_on:
            found.append((stream.title, rows))
    return found


def _method_label(line_id: str) -> str:
    return line_id.replace("_", " ").capitalize()


def year_name(year: Year) -> str:
    """Return what people call a year of the appraisal: Opening, Year 1."""
    return f"Year {year.year}" if year.year else "Opening"


YEAR_COLUMNS = ("", "Benefits", "Costs", "Net", "Net at today's value", "Cumulative", "ROI")


def year_rows(appraisal: Appraisal, locale: str = LOCALE) -> list[tuple[str, ...]]:
    """Return the opening and each year: benefits, costs, net, discounted net, cumulative flow and return."""
    currency = appraisal.run.graph.resolved.currency
    return [
        (
            year_name(year),
            *(
                money(amount, currency, locale)
                for amount in (year.benefits, year.costs, year.net, year.discounted_net, year.cumulative)
            ),
            percent(year.roi, 0, locale),
        )
        for year in appraisal.years
    ]


KPI_COLUMNS = ("KPI", "Serves", "Signal", "Baseline", "Target", "By")


def kpi_rows(appraisal: Appraisal, locale: str = LOCALE) -> list[tuple[str, ...]]:
    """Return each KPI with the goals it serves, its signal, baseline and target, and the month of the target."""
    currency, start = appraisal.run.graph.resolved.currency, appraisal.run.graph.resolved.start
    return [
        (
            kpi.label,
            ", ".join(share_name("goal", goal, appraisal) for goal in kpi.goals) or "no goal",
            kpi.signal.capitalize(),
            quantity(kpi.baseline, kpi.unit, currency, locale),
            quantity(kpi.target, kpi.unit, currency, locale) if kpi.target is not None else kpi.reason or "",
            month_words(start, kpi.target_month, locale),
        )
        for kpi in appraisal.kpis
    ]


def rate(value: float | None, locale: str = LOCALE) -> str:
    """Return a yearly rate of return; one beyond all measure as “over 10,000%”."""
    return (
        f"over {percent(_HIGH_RATE, 0, locale)}"
        if value is not None and value > _HIGH_RATE
        else percent(value, 1, locale)
    )


def share_name(view: str, key: str, appraisal: Appraisal) -> str:
    """Return the name of a key of the shares: a goal's label, a style, a class."""
    if key == UNASSIGNED:
        return "Not assigned"
    if view == "goal":
        return next((goal.label for goal in appraisal.run.graph.resolved.goals if goal.id == key), key)
    names = {"style": STYLE_NAMES, "perspective": PERSPECTIVE_NAMES, "journey": PHASE_NAMES, "class": CLASS_NAMES}
    return names[view].get(key, key)


def challenge_place(appraisal: Appraisal, challenge: Challenge) -> str:
    """Return the name of the line, assumption or stream a challenge is about, or nothing."""
    resolved = appraisal.run.graph.resolved
    name = challenge.line or ""
    if name in appraisal.run.graph.rows or name in resolved.assumptions:
        return appraisal.run.label(name)
    return next((stream.title for stream in resolved.streams if stream.id == name), name)
