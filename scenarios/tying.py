"""Changes to what goes together in a case: pairs of assumptions that tend to turn out high or low together."""

from __future__ import annotations

from model.case import Case
from model.evidence import Correlation
from model.validation import validated
from scenarios.editing import NO_FILE, put

_PATH = ("correlations",)


def tied(case: Case, pair: tuple[str, str], rank: float) -> Case:
    """Return the case with two assumptions going together as closely as a rank correlation says; their note stays.

    Raises `CaseProblems` for one and the same assumption, and for a rank outside −1 to 1.
    """
    place = place_of(case, pair)
    if place is not None:
        return put(case, (*_PATH, place, "rank"), rank)
    new = validated(Correlation, {"between": pair, "rank": rank}, NO_FILE, (*_PATH, len(case.correlations)))
    return put(case, _PATH, (*case.correlations, new))


def place_of(case: Case, pair: tuple[str, str]) -> int | None:
    """Return which entry says how two assumptions go together, in either order; None where none does."""
    wanted = frozenset(pair)
    return next((i for i, tie in enumerate(case.correlations) if frozenset(tie.between) == wanted), None)
