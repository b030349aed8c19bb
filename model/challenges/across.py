"""Challenges that only show when the scenarios of a case are held against each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from model.challenges.money import is_pessimistic, takes_stance
from model.money import money_text
from model.resolved import Option
from model.result import Appraisal, Challenge

_OPTIMISTIC = re.compile(r"\b(optimis\w*|ambitious|best case|upside|stretch)\b", re.IGNORECASE)


def is_optimistic(option: Option) -> bool:
    """Tell whether a scenario is the ambitious one."""
    return takes_stance(option, "optimistic", _OPTIMISTIC)


def across(base: Appraisal, scenarios: Sequence[Appraisal]) -> Iterator[Challenge]:
    """Yield scenarios that are said to be worse, or better, than the base case, and whose NPV is not."""
    options = {option.id: option for option in base.run.graph.resolved.options}
    for scenario in scenarios:
        option = options[scenario.run.graph.resolved.scenario or ""]
        worth, usual = scenario.figures.npv, base.figures.npv
        if (is_pessimistic(option) and worth >= usual) or (is_optimistic(option) and worth <= usual):
            currency = base.run.graph.resolved.currency
            yield Challenge(
                "scenario_out_of_order", "high", None,
                f"The scenario “{option.label}” is worth {money_text(worth, currency)}, and the base case {money_text(usual, currency)}.",
                "Correct its values, or give it a name that says what it is: a cautious case is worth less than the base case, an ambitious one more.",
            )  # fmt: skip
