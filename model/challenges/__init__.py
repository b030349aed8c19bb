"""The challenge list: what a CFO will ask of a case, each with the line, the reason and what to do.

Every rule is a function from the matter at hand to findings; `RULES` lists them all, and the handbook lists each.
"""

from __future__ import annotations

from model.challenges import community, evidence, money, plan, strategy
from model.challenges.matter import Matter, Rule
from model.result import Challenge

RULES: tuple[Rule, ...] = (
    *money.RULES,
    *community.RULES,
    *plan.RULES,
    *evidence.RULES,
    *strategy.RULES,
)
SCENARIO_RULES: tuple[Rule, ...] = tuple(rule for rule in RULES if rule not in (*strategy.OF_THE_CASE, *plan.RULES))
"""Rules for a scenario: goals, needs, KPIs and the plan are the case's, and are challenged there once."""
CASH_RULES: tuple[Rule, ...] = tuple(
    rule
    for rule in SCENARIO_RULES
    if rule not in (*money.OF_ALL_VALUE, *strategy.OF_ALL_VALUE, community.audience_unserved)
)
"""Rules where cashable savings alone count: what the whole value looks like is no matter there."""

_SEVERITY = {"high": 0, "medium": 1, "low": 2}


def challenges(matter: Matter) -> tuple[Challenge, ...]:
    """Return every finding, the gravest first."""
    resolved = matter.resolved
    rules = CASH_RULES if resolved.counting == "cashable" else SCENARIO_RULES if resolved.scenario else RULES
    found = [finding for rule in rules for finding in rule(matter)]
    return tuple(sorted(found, key=lambda finding: _SEVERITY[finding.severity]))
