"""Draws: even, by name, in parts, the same for a seed, with the correlations that are stated."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from scipy.stats import qmc, spearmanr

from model.evidence import Correlation
from model.line import Library
from model.problems import CaseProblems
from model.risk import correlation
from model.risk.columns import RANDOMISATIONS, columns, dimensions
from model.risk.correlation import nearest
from model.risk.sample import Sample, sample
from model.risk.wholes import made_whole, wholes
from scenarios import open_case
from scenarios.changes import changes
from scenarios.files import read_case
from scenarios.writing import case_yaml
from tests.cases import BARE, amount, case_file, cost, opened, refused
from tests.conftest import ROOT

METHODS = ("sobol", "latin", "random")
SOME = (*list(dimensions())[:12], *(f"own_{k}" for k in range(6)))


def three(*more: str, **fields: Any) -> Any:
    """A case whose spend is the sum of some guesses."""
    names = ("first", "second", "third", *more)
    assumptions = {name: amount(100, low=50, high=150) for name in names}
    return opened(assumptions=assumptions, lines=[cost(formula=" + ".join(names))], **fields).program


def tie(a: str, b: str, rank: float) -> Correlation:
    return Correlation.model_validate({"between": [a, b], "rank": rank})


def ranks(found: Sample, *names: str) -> Any:
    return spearmanr(np.array([found.values[name] for name in names]).T).statistic


def test_dimensions_are_those_of_joe_and_kuo() -> None:
    points = qmc.Sobol(len(dimensions()), scramble=False, bits=32).random(512)
    index = np.arange(512)
    gray = index ^ (index >> 1)
    for k, numbers in enumerate(dimensions().values()):
        words = np.zeros(512, dtype=np.uint32)
        for bit in range(9):
            words ^= np.where(gray >> bit & 1, numbers[bit], np.uint32(0))
        assert np.array_equal(words / 2**32, points[:, k])


@pytest.mark.parametrize("method", ["sobol", "latin"])
def test_each_randomisation_fills_every_part_once(method: Any) -> None:
    drawn = columns(SOME, 3, method, 0, 1_024 * RANDOMISATIONS)
    for column in drawn:
        for k in range(RANDOMISATIONS):
            assert sorted((column[k::RANDOMISATIONS] * 1_024).astype(int)) == list(range(1_024))
    # So does each run of a power of two from a multiple of it on.
    for column in drawn[:, : 256 * RANDOMISATIONS]:
        assert sorted((column[::RANDOMISATIONS][128:] * 128).astype(int)) == list(range(128))


@pytest.mark.parametrize("method", METHODS)
def test_any_part_is_drawn_bit_for_bit_as_in_the_whole(method: Any) -> None:
    whole = columns(SOME, 1, method, 0, 3_000)
    for first, end in ((0, 1_024), (1_024, 3_000), (7, 8), (1_000, 1_001), (993, 2_087)):
        assert np.array_equal(columns(SOME, 1, method, first, end), whole[:, first:end])
    assert columns((), 1, method, 0, 5).shape == (0, 5)


@pytest.mark.parametrize("method", METHODS)
def test_columns_are_even_independent_and_differ_by_seed_and_name(method: Any) -> None:
    drawn = columns(SOME, 1, method, 0, 8_192)
    assert drawn.mean(axis=1) == pytest.approx(0.5, abs=0.015)
    assert drawn.var(axis=1) == pytest.approx(1 / 12, abs=0.005)
    correlations = np.corrcoef(drawn) - np.eye(len(SOME))
    # A correlation of 8,192 independent pairs has a standard deviation of 0.011; a fold in the bits would show as 1.
    assert np.abs(correlations).max() < 0.06
    assert not np.isclose(columns(SOME, 2, method, 0, 100), drawn[:, :100]).any()


@pytest.mark.parametrize("method", METHODS)
def test_one_more_assumption_changes_no_other(method: Any) -> None:
    before = sample(three(), 500, 7, method=method).values
    after = sample(three("fourth", "a_fifth", "reach_of_all"), 500, 7, method=method).values
    for name, values in before.items():
        assert np.array_equal(values, after[name])


def test_the_same_seed_gives_the_same_draws() -> None:
    one, other, another = (sample(three(), 64, seed).values["first"] for seed in (1, 1, 2))
    assert np.array_equal(one, other)
    assert not np.array_equal(one, another)


def test_parts_of_a_sample_are_those_of_its_whole() -> None:
    found = sample(three(), 300, 1, correlations=[tie("first", "third", 0.5)])
    for first, end in pairwise((0, 100, 101, 300)):
        for name, values in found.part(first, end).items():
            assert values == pytest.approx(found.values[name][first:end], rel=1e-12)


def test_values_that_never_differ_stand_beside_the_draws() -> None:
    assumptions = {
        "fee": amount(100, low=100, high=100, grade="expert"),
        "plan": amount(0)
        | {"value": None, "schedule": {"by": "month", "values": [5.0] * 12}, "low": 1, "high": 1, "grade": "expert"},
        "more": amount(10, low=5, high=20),
    }
    assumptions["plan"].pop("value")
    found = sample(opened(assumptions=assumptions, lines=[cost(formula="fee + plan + more")]).program, 8, 1)
    assert found.uncertain == ("more",)
    assert found.values["fee"].tolist() == [100] * 8
    rows = found.program.run_draws(found.given(0, 8), 8)
    assert rows[0, 5] == pytest.approx(105 + found.values["more"])


def test_correlations_come_out_as_stated() -> None:
    program = three(
        correlations=[{"between": ["first", "second"], "rank": 0.7}, {"between": ["third", "second"], "rank": -0.3}]
    )
    found = sample(program, 16_384, 1)
    matrix = ranks(found, "first", "second", "third")
    assert (matrix[0, 1], matrix[1, 2]) == pytest.approx((0.7, -0.3), abs=0.01)
    assert found.warnings == ()
    assert [found.ties.names, found.ties.used[0, 1]] == [("first", "second", "third"), pytest.approx(0.7)]


def test_a_correlation_changes_no_assumption_outside_it() -> None:
    free, tied = sample(three(), 100, 1), sample(three(), 100, 1, correlations=[tie("first", "second", 1.0)])
    assert np.array_equal(free.values["third"], tied.values["third"])
    assert free.values["first"] == pytest.approx(tied.values["first"])
    assert ranks(tied, "first", "second") == pytest.approx(1)


def test_each_assumption_keeps_its_own_curve_under_correlation() -> None:
    tied = sample(three(), 8_192, 1, correlations=[tie("first", "second", 0.8)])
    assert np.percentile(tied.values["second"], [5, 95]) == pytest.approx([50, 150], rel=0.01)


def test_correlations_that_cannot_all_hold_become_the_nearest_that_can() -> None:
    # Two that each go fully with a third cannot go against each other.
    stated = [tie("first", "second", 0.9), tie("second", "third", 0.9), tie("first", "third", -0.9)]
    found = sample(three(), 8_192, 1, correlations=stated)
    (warning,) = found.warnings
    assert "cannot all hold at once" in warning
    assert "“Amount 100” and “Amount 100” −0.48 in place of −0.9" in warning
    assert ranks(found, "first", "second", "third") == pytest.approx(found.ties.used, abs=0.02)


def test_the_nearest_correlation_matrix_is_that_of_higham(monkeypatch: pytest.MonkeyPatch) -> None:
    # Higham (2002), "Computing the nearest correlation matrix", section 4: this matrix and its nearest, to 4 digits.
    found = nearest(np.array([[1.0, 1.0, 0.0], [1.0, 1.0, 1.0], [0.0, 1.0, 1.0]]))
    assert found == pytest.approx(np.array([[1, 0.7607, 0.1573], [0.7607, 1, 0.7607], [0.1573, 0.7607, 1]]), abs=5e-5)
    monkeypatch.setattr(correlation, "_MOST_STEPS", 1)
    early = nearest(np.array([[1.0, 1.0, 0.0], [1.0, 1.0, 1.0], [0.0, 1.0, 1.0]]))
    assert np.diag(early) == pytest.approx(1)
    assert np.linalg.eigvalsh(early)[0] > 0
    held = np.array([[1.0, 0.3], [0.3, 1.0]])
    assert nearest(held) is held


def test_correlations_of_a_case_are_checked() -> None:
    fields: dict[str, Any] = {
        "assumptions": {name: amount(1, low=0, high=2) for name in ("first", "second")},
        "lines": [cost(formula="first + second")],
    }
    between = {"between": ["first", "second"], "rank": 0.5}
    assert (
        "Did you mean `second`"
        in refused(correlations=[between | {"between": ["first", "secnd"]}], **fields)["unknown_name"]
    )
    twice = [between, between | {"between": ["second", "first"]}]
    assert "stated twice" in refused(correlations=twice, **fields)["duplicate_id"]
    with pytest.raises(CaseProblems, match="tied to itself"):
        opened(correlations=[between | {"between": ["first", "first"]}], **fields)
    for wrong in ({"rank": 1.5}, {"between": ["first"]}, {"between": 5}):
        with pytest.raises(CaseProblems):
            opened(correlations=[between | wrong], **fields)


def test_correlations_are_carried_to_scenarios_and_into_the_fingerprint() -> None:
    between = [{"between": ["first", "second"], "rank": 0.5}]
    case = {"scenarios": {"dear": {"assumptions": {"first": 200}}}}
    plain, tied = three(**case).graph.resolved, three(correlations=between, **case).graph.resolved
    assert plain.fingerprint != tied.fingerprint
    assert "correlations" not in plain.model_dump(exclude_defaults=True)
    unused = three(correlations=[{"between": ["first", "reach"], "rank": 0.5}]).graph.resolved
    assert unused.fingerprint == plain.fingerprint
    dear = opened(
        "dear",
        assumptions={name: amount(100, low=50, high=150) for name in ("first", "second")},
        lines=[cost(formula="first + second")],
        correlations=between,
        **case,
    )
    assert [item.rank for item in dear.resolved.correlations] == [0.5]


def test_no_draws_are_refused() -> None:
    for draws in (0, 10**12):
        with pytest.raises(CaseProblems, match="cannot be drawn"):
            sample(three(), draws, 1)


def test_each_assumption_of_the_library_has_a_dimension_of_its_own(shelf: Library) -> None:
    missing = [name for name in shelf.assumptions if name not in dimensions()]
    assert missing == [], "append them to model/risk/dimensions.txt, with the next numbers of Joe and Kuo"


def test_correlations_survive_being_written_and_read() -> None:
    between = {"between": ["first", "second"], "rank": -0.25, "source": "Survey of 2026", "note": "Dear and rare"}
    fields = {"assumptions": {name: amount(1, low=0, high=2) for name in ("first", "second")}}
    case = case_file(BARE | fields | {"correlations": [between]}).case
    text = case_yaml(case)
    assert read_case(text, "case.yaml").case == case
    assert "correlations:" in text
    assert "correlations" not in case_yaml(case_file(BARE | fields).case)


def test_what_goes_together_is_said_in_words_when_it_changes() -> None:
    fields = {"assumptions": {name: amount(1, low=0, high=2) for name in ("first", "second")}}
    old, new = (
        case_file(BARE | fields | more).case
        for more in ({}, {"correlations": [{"between": ["first", "second"], "rank": 0.5}]})
    )
    (change,) = changes(old, new)
    assert (change.label, change.area) == ("What goes together", "value")
    assert change.after == "Amount 1 with Amount 1: 0.5"


def test_parts_of_a_whole_still_add_up() -> None:
    program = open_case(str(ROOT / "scenarios" / "templates" / "support_b2b.yaml")).program
    (group,) = wholes(program.graph)
    assert group == ("reader_share", "commenter_share", "contributor_share")
    found = sample(program, 512, 1)
    assert sum(found.values[name] for name in group) == pytest.approx(np.ones(512))
    # Only the largest share gives way: the others are drawn from their own ranges.
    for name in group[1:]:
        assert np.array_equal(found.values[name], found.curves[name].at(found.shares(0, 512)[name]))
    check = program.run_draws(found.given(0, 64), 64, ["participation_adds_up"])
    assert (check == 1).all()


def test_the_largest_share_is_what_the_others_leave() -> None:
    groups, likely = (("a", "b", "c"),), {"a": 0.5, "b": 0.3, "c": 0.2}

    def whole(**drawn: list[float]) -> dict[str, list[float]]:
        arrays = {name: np.array(values) for name, values in drawn.items()}
        return {name: values.tolist() for name, values in made_whole(arrays, groups, likely).items()}

    # 0.4 and 0.2 leave 0.4; 0.9 and 0.6 are scaled down by 1/1.5 to 0.6 and 0.4, and leave nothing.
    found = whole(a=[0.9, 0.9], b=[0.4, 0.9], c=[0.2, 0.6])
    assert [found[name][0] for name in "abc"] == pytest.approx([0.4, 0.4, 0.2])
    assert [found[name][1] for name in "abc"] == pytest.approx([0, 0.6, 0.4])
    # Where c is not drawn it keeps its 0.2, so that a and b share 0.8; where only one is drawn, nothing is to be shared.
    found = whole(a=[0.9], b=[0.1])
    assert (found["a"], found["b"]) == ([pytest.approx(0.7)], [0.1])
    assert whole(b=[0.1]) == {"b": [0.1]}
    assert whole() == {}
