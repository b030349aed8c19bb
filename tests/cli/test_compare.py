"""`compare` in the terminal: the keys other tools rely on, warnings, and a report people can read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.test_cli import record, run
from tests.conftest import JWD, ROOT

SPS = str(ROOT / "scenarios/examples/sps_commerce.yaml")


def test_the_contract_names_every_key(jwd: Path) -> None:
    data = record("compare", str(jwd), f"{jwd}#half_benefit")
    assert {"scenarios", "differences", "bridge", "bridges", "warnings", "lines", "streams", "options"} <= data.keys()
    one, other = data["scenarios"]
    assert (one["id"], one["label"], one["reference"]) == ("jwd", "Base case", str(jwd))
    assert (other["id"], other["case"]["scenario"]) == ("jwd#half_benefit", "half_benefit")
    # Schwalbe 2016 with exact factors, and half of its benefits: see tests/golden/schwalbe_jwd.yaml.
    assert one["figures"]["npv"] == pytest.approx(272_335.52, abs=0.005)
    assert other["figures"]["npv"] == pytest.approx(14_625.82, abs=0.01)
    (difference,) = [row for row in data["differences"] if row["field"] == "assumptions.plan_benefits"]
    assert difference["a"]["values"] == [200_000, 200_000, 200_000]
    assert difference["b"]["values"] == difference["values"][1]["values"] == [100_000, 100_000, 100_000]
    bridge = data["bridge"]
    assert bridge["difference"] == pytest.approx(-257_709.70, abs=0.005)
    assert [(part["id"], part["amount"]) for part in bridge["parts"]] == [
        ("plan_benefits", pytest.approx(-257_709.70, abs=0.005))
    ]
    assert abs(bridge["residual"]) < 0.005
    assert bridge["to"] - bridge["from"] == pytest.approx(bridge["difference"])
    assert (bridge["from_label"], bridge["to_label"], bridge["method"]) == ("Base case", "half_benefit", "exact")
    assert data["warnings"] == []


def test_several_cases_and_currencies(jwd: Path, tmp_path: Path) -> None:
    euros = tmp_path / "euros.yaml"
    euros.write_text(JWD.replace("USD", "EUR").replace("id: jwd", "id: euros"))
    data = record("compare", str(jwd), str(euros), f"{jwd}#half_benefit")
    assert data["bridge"] is None
    assert data["bridges"][1] is not None
    assert data["options"] is None
    assert any("no bridge from USD to EUR" in text for text in data["warnings"])
    report = " ".join(run("compare", str(jwd), str(euros)).stdout.split())
    assert "neither added nor subtracted" in report
    assert "€272,336" in report


def test_cash_alone(jwd: Path) -> None:
    data = record("compare", str(jwd), f"{jwd}#half_benefit", "--cash-only")
    assert [row["case"]["counting"] for row in data["scenarios"]] == ["cashable", "cashable"]
    # The benefit is capacity, so only the costs are left, and they are the same.
    assert data["bridge"]["difference"] == 0


def test_the_report_can_be_read() -> None:
    report = " ".join(run("compare", SPS, f"{SPS}#conservative", f"{SPS}#do_nothing").stdout.split())
    for words in (
        "Figures", "Assumptions that differ", "Settings that differ", "Lines that differ", "Streams, at today's value",
        "“Conservative” is worth $868K less than the base case, most through “Cost of a contact, all channels”",
        "$22.00 → $10.00 a contact", "Shapley value", "The base case is worth most: $338K",
        "Each against the next cheaper one", "One value at its worst: the lowest NPV", "used by some of them only",
    ):  # fmt: skip
        assert words in report, words
    assert "None" not in report


def test_what_cannot_be_compared_is_explained(jwd: Path, tmp_path: Path) -> None:
    alone = run("compare", str(jwd))
    assert alone.exit_code == 1
    assert "2 to 8 scenarios" in " ".join(alone.stderr.split())
    missing = run("compare", str(tmp_path / "a.yaml"), str(tmp_path / "b.yaml"), "--json")
    assert missing.exit_code == 1
    assert len(json.loads(missing.stderr)) == 2
