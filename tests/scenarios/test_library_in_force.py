"""The library in force: a saved case keeps the library it was computed with, and its figures to the cent."""

from __future__ import annotations

from dataclasses import asdict
from functools import cache
from pathlib import Path
from threading import Thread

import pytest

from assumptions.loader import (
    drawing_on,
    library,
    library_digest,
    library_from_json,
    library_json,
    shipped_library,
    use_library,
)
from model.case import Case
from model.line import Library
from model.problems import CaseProblems
from scenarios import analyse
from scenarios.files import case_file, read_case_file
from scenarios.progress import is_of_budget
from scenarios.standing import stand

ROOT = Path(__file__).parent.parent.parent
EXAMPLES = sorted((ROOT / "scenarios" / "examples").glob("*.yaml"))
SUPPORT = ROOT / "scenarios" / "templates" / "support_b2b.yaml"


@cache
def changed_library() -> Library:
    """The library with every default doubled, and each benefit of a stream worth half as much."""
    shelf = shipped_library()
    doubled = {
        name: record.model_copy(update={"value": record.value * 2, "label": f"{record.label}, as revised"})
        if record.value is not None and not (record.limits and record.limits[1] is not None)
        else record
        for name, record in shelf.assumptions.items()
    }
    streams = {
        name: stream.model_copy(
            update={
                "lines": tuple(
                    line.model_copy(update={"formula": f"({line.formula}) / 2"})
                    if line.kind == "benefit" and line.formula
                    else line
                    for line in stream.lines
                )
            }
        )
        for name, stream in shelf.streams.items()
    }
    return shelf.model_copy(update={"assumptions": doubled, "streams": streams})


def read(path: Path) -> Case:
    return read_case_file(path).case


def figures(case: Case, kept: Library | None) -> list[dict[str, object]]:
    """The figures and findings of a case under each of its scenarios."""
    base = analyse(case_file(case, case.title), library=kept)
    return [base.under(name).appraisal.record(with_lines=True) for name in (None, *base.scenarios)]


def explained(case: Case, kept: Library | None) -> dict[str, object]:
    """How each figure of a case comes about."""
    base = analyse(case_file(case, case.title), library=kept)
    return {
        "lines": [asdict(base.explain(line.id)) for line in base.appraisal.run.money],
        "assumptions": [asdict(base.explain_assumption(name)) for name in base.resolved.assumptions],
    }


@pytest.mark.parametrize("path", [*EXAMPLES, SUPPORT], ids=lambda path: path.stem)
def test_a_saved_case_says_the_same_under_a_later_library(path: Path) -> None:
    case = read(path)
    kept = library_from_json(library_json(shipped_library()))
    before = figures(case, None)
    with drawing_on(changed_library()):
        assert figures(case, kept) == before


@pytest.mark.parametrize("path", [EXAMPLES[0], SUPPORT], ids=lambda path: path.stem)
def test_a_saved_case_is_explained_the_same_under_a_later_library(path: Path) -> None:
    case = read(path)
    kept = library_from_json(library_json(shipped_library()))
    before = explained(case, None)
    with drawing_on(changed_library()):
        assert explained(case, kept) == before


def test_the_later_library_does_change_a_case() -> None:
    case = read(SUPPORT)
    before = stand(case)
    after = stand(case, library=changed_library())
    assert before.analysis
    assert after.analysis
    assert before.analysis.appraisal.figures.npv != after.analysis.appraisal.figures.npv
    assert stand(case, library=shipped_library()).analysis.appraisal.figures == before.analysis.appraisal.figures  # type: ignore[union-attr]


@pytest.mark.parametrize("path", [*EXAMPLES[::2], SUPPORT], ids=lambda path: path.stem)
def test_an_unfinished_case_stands_the_same_under_a_later_library(path: Path) -> None:
    case = read(path)
    # Without its answers the case must be filled in, and what is asked comes from the library all the more.
    bare = case.model_copy(update={"assumptions": {}})
    before = stand(bare)
    with drawing_on(changed_library()):
        after = stand(bare, library=shipped_library())
    assert after.questions == before.questions
    assert after.problems == before.problems
    assert after.left_out == before.left_out
    assert [after.asked(group) for group in ("general", "membership")] == [
        before.asked(group) for group in ("general", "membership")
    ]
    if before.analysis and after.analysis:
        assert after.analysis.appraisal.record() == before.analysis.appraisal.record()


def test_another_scenario_keeps_the_library() -> None:
    file = read_case_file(SUPPORT)
    kept = changed_library()
    scenario = next(iter(file.case.options))
    analysis = analyse(file, library=kept).under(scenario)
    assert analysis.library is kept
    assert analysis.resolved.fingerprint == analyse(file, scenario, library=kept).resolved.fingerprint


@pytest.mark.parametrize("shelf", [shipped_library(), changed_library()], ids=["shipped", "changed"])
def test_a_library_survives_json(shelf: Library) -> None:
    again = library_from_json(library_json(shelf))
    assert again == shelf
    assert again is not shelf
    assert library_digest(again) == library_digest(shelf)
    assert library_json(again) == library_json(shelf)
    for name, record in shelf.assumptions.items():
        assert again.assumptions[name].model_fields_set == record.model_fields_set
    assert list(again.streams) == list(shelf.streams)
    for path in (EXAMPLES[0], SUPPORT):
        file = read_case_file(path)
        first, second = (analyse(file, library=chosen).resolved.fingerprint for chosen in (shelf, again))
        assert first == second


def test_digests_differ_with_content() -> None:
    assert library_digest(changed_library()) != library_digest(shipped_library())
    assert library_digest(shipped_library()) == library_digest(shipped_library())


def test_a_copy_of_a_library_has_its_own_digest() -> None:
    library_digest(shipped_library())
    assert library_digest(shipped_library().model_copy(update={"topics": {}})) != library_digest(shipped_library())


def test_text_that_is_no_library_explains_itself() -> None:
    with pytest.raises(CaseProblems) as caught:
        library_from_json('{"streams": 3, "later": 1}')
    assert caught.value.problems[0].code == "unreadable_library"
    assert "2 of its fields" in caught.value.problems[0].what


def test_the_library_in_force_belongs_to_its_thread() -> None:
    other, seen = changed_library(), []
    try:
        assert use_library(other) is other
        assert library() is other
        thread = Thread(target=lambda: seen.append(library()))
        thread.start()
        thread.join()
        assert seen == [shipped_library()]
        with drawing_on(None) as kept:
            assert kept is other
        with drawing_on(shipped_library()):
            assert library() is shipped_library()
        assert library() is other
    finally:
        assert use_library(None) is shipped_library()


def test_what_only_costs_read_follows_the_library_in_force() -> None:
    case = read(SUPPORT)
    shared = [question for question in stand(case).asked("general") if is_of_budget(question)]
    assert shared
    without_costs = {name: stream for name, stream in shipped_library().streams.items() if stream.kind != "cost"}
    with drawing_on(shipped_library().model_copy(update={"streams": without_costs})):
        assert not [question for question in shared if is_of_budget(question)]
