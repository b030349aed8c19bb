"""All findings at once: they rest on the same draws, agree with one another, and go into JSON."""

from __future__ import annotations

import json

import pytest

from model.evidence import Assumption
from model.problems import CaseProblems
from model.risk.overview import Overview, Wish, draws_of, failing_together, in_short, overview
from model.risk.staged import Gate
from tests.risk import number, program_of
from tests.unit.test_risk_treatments import plain_program

GAIN = Assumption(label="Gain", unit="USD/month", value=11, low=5, high=17, distribution="uniform")
SPEND = Assumption(label="Spend", unit="USD/month", value=10, low=9, high=11, distribution="uniform")
FIXED = number(1, low=1, high=1, source="A contract", grade="measured")


@pytest.fixture(scope="module")
def found() -> Overview:
    # NPV is (gain − spend) a month: uniform on −6 to 8 if spend stood still.
    program = program_of("gain * after(0) * fixed", "spend * after(0)", gain=GAIN, spend=SPEND, fixed=FIXED)
    return overview(program, Wish(draws=4_096, payback_months=6))


def test_the_findings_agree(found: Overview) -> None:
    assert found.tornado.bars[0].assumption == "gain"
    assert found.turning_npv[0].assumption == "gain"
    assert found.turning_npv[0].value == pytest.approx(10)
    # Gain varies by 12 and spend by 2: the shares of the variance are 144 and 4 of 148.
    assert [(row.assumption, row.first) for row in found.indices] == [
        ("gain", pytest.approx(144 / 148, abs=0.05)), ("spend", pytest.approx(4 / 148, abs=0.05)),
    ]  # fmt: skip
    assert found.correlations[0].assumption == "gain"
    # P(gain < spend) = P(gain < 10) on average = 5/12.
    assert found.discovery.failing == pytest.approx(5 / 12, abs=0.01)
    assert found.discovery.boxes[0].bounds[0].assumption == "gain"
    assert found.staged is not None
    assert found.staged.month == 6
    assert found.staged.option > 0
    assert found.payback_months == 6
    assert found.treatments.rows[-1].npv == pytest.approx(found.simulation.figures["npv"].mean)
    likely, npv = draws_of(found.simulation)
    assert set(likely) == {"gain", "spend"}
    assert len(npv) == 4_096


def test_it_fails_by_taking_too_long(found: Overview) -> None:
    """What comes in less what goes out is the same each month: it is never out, or never back, as often as NPV is below 0."""
    program = found.simulation.sample.program
    late = failing_together(program, found.simulation, 6)
    assert late.failing == found.discovery.failing
    assert late.sentence.startswith("The case takes longer than 6 months to pay back in 4")
    pays = failing_together(program, found.simulation, succeeding=True)
    assert pays.failing == pytest.approx(1 - found.discovery.failing)
    assert pays.boxes[0].bounds[0].at_least
    assert pays.sentence.startswith("The case pays in 5")


def test_what_a_champion_should_know_first(found: Overview) -> None:
    said = in_short(found)
    assert said[0].startswith("Measure “Gain” first: knowing it before you decide is worth up to $1")
    assert said[1].startswith(
        "If “Gain” falls below $10.00 a month (9% less than $11.00 a month), the case does not pay"
    )
    assert said[2].startswith("Most moves with “Gain”.")
    assert said[3].startswith("The case does not pay in 4")
    assert "Where “Gain” is at most $9" in said[3]


def test_it_goes_into_json(found: Overview) -> None:
    record = json.loads(json.dumps(found.record(), allow_nan=False))
    assert record["draws"] == 4_096
    assert record["seed"] == 1
    assert {
        "figures",
        "probability",
        "npv",
        "treatments",
        "discovery",
        "staged",
        "sobol",
        "rank_correlations",
    } <= record.keys()
    assert record["tornado"][0]["assumption"] == "gain"
    assert record["break_even"]["gain"]["value"] == pytest.approx(10)
    assert record["break_even_payback"]["months"] == 6
    assert 0 < record["evppi"]["gain"]["value"] <= record["evpi"]["value"]


def test_a_case_in_which_nothing_varies() -> None:
    found = overview(program_of("10 * at(0)", "4 * at(0)", 1, fixed=FIXED), Wish(draws=16))
    assert (found.staged, found.indices, found.tornado.bars, found.discovery.boxes) == (None, (), (), ())
    assert in_short(found) == (
        "Nothing you could find out would change the decision: over the draws the case always pays.",
    )
    assert found.payback_months == 1


def test_a_case_with_treatments_of_its_own_is_simulated_without_them() -> None:
    program = plain_program()
    lines = tuple(
        line.model_copy(update={"formula": f"{line.formula} * (1 - 0.5)", "risk_adjusted": True}) if line.kind == "benefit" else line
        for line in program.graph.resolved.lines
    )  # fmt: skip
    halved = type(program)(type(program.graph)(
        program.graph.resolved.model_copy(update={"lines": lines}), program.graph.rows, program.graph.groups, program.graph.paths
    ))  # fmt: skip
    rows = {row.id: row.npv for row in overview(halved, Wish(draws=16)).treatments.rows}
    assert rows["none"] == pytest.approx(700)
    assert rows["simulation"] == pytest.approx(700)


def test_a_gate_that_cannot_be() -> None:
    with pytest.raises(CaseProblems, match="lies outside the case"):
        overview(program_of("gain * after(0)", gain=GAIN), Wish(draws=16, gate=Gate(99)))
