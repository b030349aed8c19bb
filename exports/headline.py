"""How each headline figure is computed: what it means, its working, its convention, and what must be noted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from exports import wording
from exports.workings import WORKINGS, FigurePart, Teller
from model import finance
from model.money import LOCALE
from model.problems import CaseProblems, Problem, did_you_mean
from model.result import Appraisal


@dataclass(frozen=True, slots=True)
class FigureExplanation:
    """One headline figure: what it means, how it is computed, from what, under which convention."""

    key: str
    label: str
    value: str
    meaning: str
    formula: str
    figures: str
    parts: tuple[FigurePart, ...]
    convention: str
    note: str | None


def explain_figure(appraisal: Appraisal, key: str, locale: str = LOCALE) -> FigureExplanation:
    """Return how a headline figure comes about; `key` is a field of `Figures`.

    Raises `CaseProblems` for a figure there is not.
    """
    if key not in WORKINGS:
        remedy = f"{did_you_mean(key, WORKINGS)}The headline figures are {', '.join(WORKINGS)}."
        what, why = f"There is no headline figure `{key}`.", "There is nothing to explain."
        raise CaseProblems([Problem("unknown_figure", (), what, why, remedy)])
    working = WORKINGS[key](Teller(appraisal, locale))
    return FigureExplanation(
        key=key, label=wording.figure_label(key), value=wording.figure_text(appraisal, key, locale),
        meaning=_MEANINGS[key], formula=working.formula, figures=working.figures, parts=tuple(working.parts),
        convention=_convention(key, appraisal, locale), note=_note(key, appraisal),
    )  # fmt: skip


_MEANINGS: Mapping[str, str] = {
    "npv": "What the case brings less what it costs, over its whole time and in today's money: above nought it is worth doing.",
    "npv_cashable_only": "What is left of the worth today if only money counts that stops being spent: no time set free, no margin, no revenue.",
    "roi": "What is gained on what is spent, in today's money: at 100% the money has doubled.",
    "roi_undiscounted": "What is gained on what is spent if money later counts as much as money today.",
    "benefit_cost_ratio": "How much comes back for each unit of money spent, in today's money: above 1 the case is worth doing.",
    "irr": "The discount rate at which the case would be worth exactly nothing: the further it lies above your own rate, the more may go wrong.",
    "mirr": "The yearly rate of return if money going out is borrowed, and money coming in is put aside, at the case's own rates.",
    "payback_months": "How long it takes until everything spent so far has come back.",
    "discounted_payback_months": "How long it takes until everything spent so far has come back with interest at the discount rate.",
    "break_even_month": "The first month at whose end everything spent so far has come back.",
    "peak_funding": "The most money that must be found before the case pays for itself.",
    "pv_benefits": "What all benefits together are worth today, where money that comes later counts less.",
    "pv_costs": "What all costs together are worth today, where money that is spent later counts less.",
    "total_benefits": "All benefits added up as they fall, whenever they fall.",
    "total_costs": "All costs added up as they fall, whenever they fall.",
    "equivalent_annual_value": "The NPV spread evenly over the years, so that cases of different length can be compared.",
}
_NOTES: Mapping[str, tuple[str, ...]] = {
    "roi": ("ROI and",),
    "benefit_cost_ratio": ("ROI and",),
    "irr": ("There is no yearly rate of return", "Yearly rate of return"),
    "mirr": ("There is no modified yearly rate of return",),
    "payback_months": ("Payback",),
    "discounted_payback_months": ("Discounted payback:",),
    "break_even_month": ("Payback",),
    "peak_funding": ("Payback and peak funding",),
}
"""How the notes of an appraisal begin that are about a figure."""
_RATES = ("irr", "mirr")
_UNDISCOUNTED = (
    "roi_undiscounted",
    "payback_months",
    "break_even_month",
    "peak_funding",
    "total_benefits",
    "total_costs",
)


def _convention(key: str, appraisal: Appraisal, locale: str) -> str:
    resolved = appraisal.run.graph.resolved
    discount, counting = resolved.discount, wording.COUNTING_WORDS[resolved.counting]
    if key in _RATES:
        flows = "yearly flows" if discount.timing in finance.YEARLY else "monthly flows, given as a rate a year"
        return f"Taken from {flows}{counting}"
    if key in _UNDISCOUNTED:
        return f"Undiscounted: every amount as it falls{counting}"
    return f"{wording.convention(discount.timing, discount.rate, locale)}{counting}"


def _note(key: str, appraisal: Appraisal) -> str | None:
    return " ".join(note for note in appraisal.notes if note.startswith(_NOTES.get(key, ()))) or None
