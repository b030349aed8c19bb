"""Whatever people do in whatever order, the store says the same as a plain list of what was done."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from model.line import Library
from model.problems import CaseProblems
from scenarios.store import Store
from tests.store.acting import a_case

FEES = st.integers(1, 4)
PEOPLE = st.sampled_from(["Ann", "Bob", "Cleo"])
SMALL = Library()
"""The cases here need nothing of a library; the one that ships would be written and read with every backup."""


@cache
def _empty_store() -> bytes:
    """What the file of an empty store holds; a copy is made faster than its tables."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cases.db"
        Store.open(f"sqlite:///{path}").close()
        return path.read_bytes()


@dataclass
class Told:
    """What a case should be: the fee of each revision, verdicts, remarks and the mark."""

    fees: list[int]
    verdicts: dict[int, str] = field(default_factory=dict)
    remarks: list[int] = field(default_factory=list)
    is_deleted: bool = False
    events: int = 1


class AnyOrder(RuleBasedStateMachine):
    """Acts on a store and on the plain list, and compares the two after each step."""

    @initialize()
    def open_an_empty_store(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        (self.folder / "cases.db").write_bytes(_empty_store())
        self.store = Store.open(f"sqlite:///{self.folder / 'cases.db'}")
        self.told: dict[str, Told] = {}

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()
            shutil.rmtree(self.folder)

    def case(self, pick: int) -> tuple[str, Told]:
        case_id = sorted(self.told)[pick % len(self.told)]
        return case_id, self.told[case_id]

    @rule(fee=FEES, who=PEOPLE)
    def create(self, fee: int, who: str) -> None:
        case_id = self.store.create(a_case(fee=fee), author=who, library=SMALL).case_id
        self.told[case_id] = Told([fee])

    @precondition(lambda self: self.told)
    @rule(pick=st.integers(0, 99), fee=FEES, who=PEOPLE, behind=st.integers(0, 2))
    def save(self, pick: int, fee: int, who: str, behind: int) -> None:
        case_id, told = self.case(pick)
        parent = max(1, len(told.fees) - behind)
        try:
            self.store.save(case_id, a_case(fee=fee), parent=parent, author=who, library=SMALL)
        except CaseProblems as error:
            expected = "deleted_case" if told.is_deleted else "stale_revision"
            self.code_is(error, expected, allowed=told.is_deleted or parent != len(told.fees))
        else:
            if fee != told.fees[-1]:
                told.fees.append(fee)
                told.events += 1

    @precondition(lambda self: self.told)
    @rule(pick=st.integers(0, 99), number=st.integers(1, 5), who=PEOPLE)
    def restore(self, pick: int, number: int, who: str) -> None:
        case_id, told = self.case(pick)
        try:
            self.store.restore(case_id, number, author=who)
        except CaseProblems as error:
            expected = "deleted_case" if told.is_deleted else "unknown_revision"
            self.code_is(error, expected, allowed=told.is_deleted or number > len(told.fees))
        else:
            if told.fees[number - 1] != told.fees[-1]:
                told.fees.append(told.fees[number - 1])
                told.events += 1

    @precondition(lambda self: self.told)
    @rule(pick=st.integers(0, 99), number=st.integers(1, 3), who=PEOPLE, is_verdict=st.booleans())
    def review(self, pick: int, number: int, who: str, *, is_verdict: bool) -> None:
        case_id, told = self.case(pick)
        try:
            if is_verdict:
                self.store.judge(case_id, number, verdict="returned", author=who)
            else:
                self.store.comment(case_id, number, author=who, text="Why?")
        except CaseProblems as error:
            is_there = number <= len(told.fees)
            expected = "deleted_case" if told.is_deleted else "locked" if is_there else "unknown_revision"
            self.code_is(error, expected, allowed=told.is_deleted or not is_there or number in told.verdicts)
        else:
            told.events += 1
            if is_verdict:
                told.verdicts[number] = who
            else:
                told.remarks.append(number)

    @precondition(lambda self: self.told)
    @rule(pick=st.integers(0, 99), who=PEOPLE)
    def delete_or_recover(self, pick: int, who: str) -> None:
        case_id, told = self.case(pick)
        (self.store.recover if told.is_deleted else self.store.delete)(case_id, author=who)
        told.is_deleted = not told.is_deleted
        told.events += 1

    @rule()
    def open_again(self) -> None:
        self.store.close()
        self.store = Store.open(f"sqlite:///{self.folder / 'cases.db'}")

    @rule()
    def take_in_ones_own_backup(self) -> None:
        assert {found.how for found in self.store.import_yaml("".join(self.store.export_yaml()))} <= {"unchanged"}

    @staticmethod
    def code_is(error: CaseProblems, expected: str, *, allowed: bool) -> None:
        assert allowed, error
        assert error.problems[0].code == expected

    @invariant()
    def both_say_the_same(self) -> None:
        if not hasattr(self, "store"):
            return
        listed = {row.id for row in self.store.cases().rows}
        assert listed == {case_id for case_id, told in self.told.items() if not told.is_deleted}
        for case_id, told in self.told.items():
            history = self.store.history(case_id)
            # By hand: twelve months at the fee, not discounted.
            assert [revision.figures["base"].npv for revision in reversed(history)] == [-12 * fee for fee in told.fees]
            found = {revision.number: revision.verdict.author for revision in history if revision.verdict}
            assert found == told.verdicts
            assert [comment.number for comment in self.store.comments(case_id)] == told.remarks
            assert len(self.store.events(case_id)) == told.events


AnyOrder.TestCase.settings = settings(max_examples=15, stateful_step_count=20, deadline=None)


@pytest.mark.usefixtures("home")
class TestAnyOrder(AnyOrder.TestCase):
    """The machine as a test."""
