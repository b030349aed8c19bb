"""Challenges that only show when the scenarios of a case are held against each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from model.challenges.money import PESSIMISTIC
from model.money import money_text
from model.result import Appraisal, Challenge

_OPTIMISTIC = re.compile(r"\b(optimis\w*|ambitious|best|high|higher|upside|stretch|bold)\b", re.IGNORECASE)


def across(base: Appraisal, scenarios: Sequence[Appraisal]) -> Iterator[Challenge]:
    """Yield scenarios whose name says worse, or better, than the base case, and whose NPV says otherwise."""
    for scenario in scenarios:
        resolved, worth, usual = scenario.run.graph.resolved, scenario.figures.npv, base.figures.npv
        name = f"{resolved.scenario} {resolved.scenario_label}".replace("_", " ")
        is_worse = bool(PESSIMISTIC.search(name))
        if (is_worse and worth > usual) or (not is_worse and _OPTIMISTIC.search(name) and worth < usual):
            yield Challenge(
                "scenario_out_of_order", "high", None,
                f"The scenario “{resolved.scenario_label}” is worth {money_text(worth, resolved.currency)}, "
                f"{'more' if is_worse else 'less'} than the base case with {money_text(usual, resolved.currency)}.",
                "Correct its values, or give it a name that says what it is.",
            )  # fmt: skip
