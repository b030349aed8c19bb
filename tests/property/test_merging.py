"""Whatever two people do to a case: disjoint changes come together, clashes look alike from both sides, nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assumptions.loader import library
from model.case import Case
from model.problems import CaseProblems
from scenarios import answering, editing
from scenarios.changes import changes
from scenarios.files import case_file, read_case_file
from scenarios.merging import merge
from scenarios.stated import same
from tests.property.test_writing import cases

pytestmark = pytest.mark.no_cover  # merging stands around the model, whose own tests try what it uses of it
ROOT = Path(__file__).parent.parent.parent
BASE = read_case_file(ROOT / "scenarios" / "templates" / "support_b2b.yaml").case
SCENARIO = next(iter(BASE.scenarios))
Edit = Callable[[Case], Case]


def putting(*path: str | int, value: object) -> Edit:
    return lambda case: editing.put(case, path, value)


EDITS: dict[str, Edit] = {
    "title": putting("title", value="Another title"),
    "rate": putting("discount", "rate", value=0.05),
    "timing": putting("discount", "timing", value="mid_month"),
    "access": putting("community", "access", value="hybrid"),
    "owner": putting("goals", 0, "owner", value="Ada"),
    "weight": putting("goals", 0, "weight", value=4.0),
    "need": putting("audiences", 0, "needs", 0, "importance", value=1),
    "value": lambda case: answering.answer(case, "unit_contact_cost", None, {"value": 33.0}),
    "launch": lambda case: answering.answer(case, "months_to_launch", None, {"owner": "Ben"}),
    "cautious": lambda case: answering.answer(case, "unit_contact_cost", SCENARIO, {"value": 19.0}),
    "note": putting("scenarios", SCENARIO, "note", value="Slower"),
    "goal": lambda case: editing.add_goal(case, "One goal more", "learning"),
    "audience": lambda case: editing.add_audience(case, "Partners", "partners"),
    "requirement": lambda case: editing.remove_requirement(case, len(case.requirements) - 1),
    "stream": lambda case: editing.switch_off(case, "overheads", library()),
    "kpi": lambda case: editing.drop(case, ("kpis", len(case.kpis) - 1)),
    "months": putting("months", value=48),
}
"""Small changes that touch different things, so that their order does not matter."""
CLASHING: dict[str, Edit] = {
    "title": putting("title", value="A third title"),
    "no goals": lambda case: editing.remove_goal(case, 0),
    "goal": lambda case: editing.put(case, ("goals", 0, "label"), "Relabelled"),
    "moved": lambda case: editing.move(case, ("goals", 0), 1),
    "moved too": lambda case: editing.move(case, ("goals", 1), 1),
    "value": lambda case: answering.answer(case, "unit_contact_cost", None, {"value": 27.5, "low": 20.0, "high": 30.0}),
    "unanswered": lambda case: answering.answer(case, "unit_contact_cost", None, {"value": None}),
    "scenario": lambda case: editing.drop(case, ("scenarios", SCENARIO)) if SCENARIO in case.scenarios else case,
    "no audience": lambda case: editing.remove_audience(case, 0) if case.audiences else case,
    "added": lambda case: editing.add_goal(case, "One goal more", "customer"),
}
"""Changes of the same things, in another way."""

few = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
chosen = st.lists(st.sampled_from(sorted(EDITS)), unique=True, max_size=8)
edited = st.lists(st.sampled_from([*EDITS.items(), *CLASHING.items()]), unique_by=lambda edit: edit[0], max_size=5)


def done(case: Case, names: list[str]) -> Case:
    for name in names:
        case = EDITS[name](case)
    return case


@st.composite
def edits(draw: st.DrawFn) -> Case:
    """The template after some changes, as far as they can be made one after the other."""
    case = BASE
    for _, edit in draw(edited):
        try:
            case = edit(case)
        except (CaseProblems, KeyError, IndexError):
            continue
    return case


@given(chosen, chosen)
@few
def test_disjoint_changes_come_together(mine: list[str], theirs: list[str]) -> None:
    theirs = [name for name in theirs if name not in mine]
    merged = merge(BASE, done(BASE, mine), done(BASE, theirs))
    assert merged.clashes == ()
    both = merged.resolve()
    assert same(both, done(done(BASE, mine), theirs))
    assert case_file(both, "").digest == case_file(done(done(BASE, mine), theirs), "").digest
    assert len(merged.mine_only) + len(merged.theirs_only) == len(changes(BASE, both))


@given(edits())
@few
def test_one_side_alone_is_that_side(case: Case) -> None:
    for merged in (merge(BASE, case, BASE), merge(BASE, BASE, case), merge(BASE, case, case)):
        assert merged.clashes == ()
        assert case_file(merged.resolve(), "").digest == case_file(case, "").digest


@given(edits(), edits())
@few
def test_clashes_look_alike_from_both_sides(mine: Case, theirs: Case) -> None:
    one, other = merge(BASE, mine, theirs), merge(BASE, theirs, mine)
    assert {(c.path, c.mine, c.theirs) for c in one.clashes} == {(c.path, c.theirs, c.mine) for c in other.clashes}
    assert {change.path for change in one.mine_only} == {change.path for change in other.theirs_only}
    for clash in one.clashes:
        assert clash.mine != clash.theirs
        assert clash.label


@given(edits(), edits(), st.booleans())
@few
def test_a_resolved_merge_is_a_case_with_the_changes_of_the_chosen_side(
    mine: Case,
    theirs: Case,
    is_mine: bool,  # noqa: FBT001 - drawn by position
) -> None:
    merged = merge(BASE, mine, theirs)
    both = merged.resolve({clash.key: "mine" if is_mine else "theirs" for clash in merged.clashes})
    assert same(Case.model_validate_json(both.model_dump_json(by_alias=True, exclude_unset=True)), both)
    if not merged.clashes:
        # What neither clashes nor was made by both is among the changes of the whole, and nothing else is.
        made = {change.path for change in (*changes(BASE, mine), *changes(BASE, theirs))}
        assert {change.path for change in changes(BASE, both)} <= made


@given(cases(), cases(), cases())
@few
def test_any_three_cases_make_a_case_or_say_why_not(base: Case, mine: Case, theirs: Case) -> None:
    merged = merge(base, mine, theirs)
    # Anything but a problem that says what and what to do would fail here.
    with suppress(CaseProblems):
        assert isinstance(merged.resolve({clash.key: "mine" for clash in merged.clashes}), Case)
    assert merge(base, mine, base).resolve() == mine


@given(cases(), cases())
@few
def test_whatever_differs_is_said(before: Case, after: Case) -> None:
    for change in changes(before, after):
        assert change.label
        assert change.before != change.after
