"""The challenge list: what a CFO will ask of a case, each with the line, the reason and what to do.

Every rule is a function from the matter at hand to findings; `RULES` lists them all, and the handbook lists each.
"""

from __future__ import annotations

from collections.abc import Mapping

from model.challenges import community, evidence, money, strategy
from model.challenges.matter import Matter, Rule
from model.evaluate import Program
from model.result import Challenge, Figures, Run

RULES: tuple[Rule, ...] = (*money.RULES, *community.RULES, *evidence.RULES, *strategy.RULES)
_SEVERITY = {"high": 0, "medium": 1, "low": 2}


def challenges(
    program: Program, run: Run, figures: Figures, shares: Mapping[str, Mapping[str, float]]
) -> tuple[Challenge, ...]:
    """Return every finding, the gravest first."""
    matter = Matter(program, run, figures, shares)
    found = [finding for rule in RULES for finding in rule(matter)]
    return tuple(sorted(found, key=lambda finding: _SEVERITY[finding.severity]))
