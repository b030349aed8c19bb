"""What is asked of a case beside its figures: a month it has not, its lines as records, problems without a file."""

from __future__ import annotations

import pytest

from model.document import Document
from model.problems import CaseProblems, Problem
from scenarios import open_case
from tests.conftest import ROOT

GM = str(ROOT / "scenarios/examples/gm_fastlane.yaml")


def test_a_month_outside_the_case_has_no_figure() -> None:
    analysis = open_case(GM)
    line = analysis.appraisal.run.money[0].id
    with pytest.raises(CaseProblems) as caught:
        analysis.explain(line, analysis.resolved.months + 1)
    assert [problem.code for problem in caught.value.problems] == ["unknown_month"]


def test_lines_go_along_where_they_are_asked_for() -> None:
    appraisal = open_case(GM).appraisal
    lines = appraisal.record(with_lines=True)["lines"]
    assert set(lines) == set(appraisal.run.graph.order)
    first = lines[appraisal.run.money[0].id]["monthly"]
    assert len(first) == appraisal.run.graph.resolved.months + 1
    assert sum(first) == pytest.approx(appraisal.run.line(appraisal.run.money[0].id).sum())
    assert "lines" not in appraisal.record()


def test_a_problem_is_told_in_short_and_needs_no_file() -> None:
    problem = Problem("odd", ("months",), "The horizon is odd.", "Nothing fits.", "Choose another.")
    assert problem.in_short == "The horizon is odd. Choose another."
    assert Document("draft", None, {}).line_of(("months",)) is None
