"""The finance view: a reviewer's own values laid over a case, as one scenario more beside those of the case."""

from __future__ import annotations

from collections.abc import Mapping

from model.case import Case, Overlay
from model.evidence import Assumption
from model.names import listed
from model.problems import CaseProblems, Problem, did_you_mean
from model.references import BASE
from scenarios.answering import answer_path
from scenarios.editing import at, new_id, put
from scenarios.phrases import Words

LABEL = "Finance's view"
_MOST_NAMED = 5


def finance_view_id(case: Case) -> str:
    """Return the name of the scenario that `finance_view` adds to a case: one that nothing in it has yet."""
    return new_id("finance_view", [BASE, *case.options, *(vendor.id for vendor in case.vendors)])


def finance_view(case: Case, proposals: Mapping[str, Assumption], scenario: str | None = None) -> Case:
    """Return the case with one scenario more: the values proposed, laid over the base case or one of its scenarios.

    The base case and every scenario stay as they are. A proposed value takes the old range and sources with it.
    Raises `CaseProblems` for a scenario the case does not have.
    """
    under = case.options.get(scenario) if scenario else Overlay()
    if under is None:
        what = f"The case has no scenario `{scenario}`."
        remedy = f"{did_you_mean(str(scenario), case.options)}It has {', '.join(case.options) or 'none'}."
        why = "There is nothing to lay the values over."
        raise CaseProblems([Problem("unknown_scenario", ("scenarios",), what, why, remedy)])
    name = finance_view_id(case)
    said = {"label": LABEL, "stance": "alternative", "note": _note(case, proposals, under.label or scenario)}
    viewed = put(case, ("scenarios", name), under.model_copy(update=said))
    for proposed, record in proposals.items():
        path = answer_path(viewed, proposed, name)
        stated = at(viewed, path)
        viewed = put(viewed, path, stated.overlay(record) if stated else record)
    return viewed


def _note(case: Case, proposals: Mapping[str, Assumption], over: str | None) -> str:
    words = Words((case,))
    names = [words.assumption(name) for name in proposals]
    shown = names[:_MOST_NAMED] + ([f"{len(names) - _MOST_NAMED} more"] if len(names) > _MOST_NAMED else [])
    values = f"Values proposed in review for {listed(shown, 'and')}" if shown else "No value proposed in review"
    return f"{values}, over {f'“{over}”' if over else 'the base case'}."
