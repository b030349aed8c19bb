"""`sensitivity` in the terminal: the keys other tools rely on, a report people can read, problems without a traceback."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.test_cli import record, run
from tests.conftest import ROOT

SPS = str(ROOT / "scenarios/examples/sps_commerce.yaml")
FEW = ("--draws", "1024")


def test_the_contract_names_every_key(halves: str) -> None:
    data = record("sensitivity", halves, *FEW, "--seed", "3", "--payback", "10", "--gate", "3")
    assert {
        "file", "draws", "seed", "figures", "probability", "tornado", "break_even", "break_even_payback", "evpi", "evppi",
        "rank_correlations", "sobol", "staged", "treatments", "discovery",
    } <= data.keys()  # fmt: skip
    assert (data["draws"], data["seed"]) == (1024, 3)
    (bar,) = data["tornado"]
    assert (bar["npv_at_low"], bar["npv_at_high"], bar["low_label"]) == (-600, 600, "P0")
    assert data["break_even"]["gained"]["value"] == pytest.approx(100)
    # 1,200 in 10 months: 120 a month.
    assert data["break_even_payback"]["assumptions"]["gained"]["value"] == pytest.approx(120)
    # NPV even between −600 and 600: knowing it is worth half of 300, and it is all there is to know.
    assert data["evpi"]["value"] == pytest.approx(150, rel=0.02)
    assert data["evppi"]["gained"]["value"] == pytest.approx(150, rel=0.02)
    assert data["sobol"]["gained"]["first"] == pytest.approx(1, abs=0.02)
    # Going on brings 9 × gain, whatever has been spent: nobody stops.
    assert (data["staged"]["month"], data["staged"]["option"]) == (3, 0)
    assert [row["id"] for row in data["treatments"]["rows"]] == ["none", "tei", "optimism_bias", "aace", "simulation"]
    assert data["treatments"]["rows"][2]["low"] == pytest.approx(1_200 - 3_600)
    assert data["discovery"]["failing"] == pytest.approx(0.5, abs=0.02)
    assert record("sensitivity", halves, *FEW, "--seed", "3", "--payback", "10", "--gate", "3") == data


def test_the_report_can_be_read() -> None:
    cautious = " ".join(run("sensitivity", f"{SPS}#conservative", *FEW).stdout.split())
    assert "scenario Conservative" in cautious
    report = " ".join(run("sensitivity", SPS, *FEW).stdout.split())
    for words in (
        "What moves it most, one at a time", "Where NPV turns", "Where payback within 36 months turns",
        "What makes it uncertain", "What it is worth to know", "Ways to treat its risk: choose one",
        "Pilot, then go on or stop", "The alternatives leave out what the case states itself: contingency.",
    ):  # fmt: skip
        assert words in report, words
    assert "None" not in report
    assert "nan" not in report


def test_a_pilot_is_as_large_as_it_is_said_to_be(halves: str) -> None:
    asked = (halves, *FEW, "--gate", "3", "--pilot", "50", "--stop-cost", "10")
    staged = record("sensitivity", *asked)["staged"]
    # Half of what three months bring, 100 each on average.
    assert (staged["size"], staged["smaller"]) == (0.5, pytest.approx(-150, rel=0.02))
    assert "$10 is paid to stop" in staged["stop_sentence"]


def test_a_case_of_a_single_month_has_no_gate(tmp_path: Path, halves: str) -> None:
    short = tmp_path / "short.yaml"
    short.write_text(Path(halves).read_text().replace("months: 12", "months: 1"))
    assert "Pilot" not in run("sensitivity", str(short), *FEW).stdout
    assert record("sensitivity", str(short), *FEW)["staged"] is None


def test_a_gate_with_what_is_seen_and_what_stays(halves: str) -> None:
    data = record("sensitivity", halves, *FEW, "--gate", "6", "--observe", "gain", "--committed", "spend")
    assert data["staged"]["observed"] == "Gain in month 6"
    assert "“Spend”, which are committed" in data["staged"]["stop_sentence"]
    wrong = run("sensitivity", halves, *FEW, "--gate", "40", "--observe", "gian", "--json")
    assert wrong.exit_code == 1
    assert [problem["code"] for problem in json.loads(wrong.stderr)] == ["unknown_month", "unknown_name"]
