"""The terminal front end: the contract other tools rely on, exit codes, and reports people can read."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cli import app
from tests.conftest import JWD, ROOT

SPS = str(ROOT / "scenarios" / "examples" / "sps_commerce.yaml")
runner = CliRunner()


def run(*arguments: str) -> Any:
    result = runner.invoke(app, list(arguments))
    assert "Traceback" not in result.output
    return result


def record(*arguments: str) -> Any:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_the_contract_as_a_process(jwd: Path) -> None:
    command = [sys.executable, str(ROOT / "cli.py"), "appraise", str(jwd), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=jwd.parent)
    data = json.loads(done.stdout)
    assert done.stderr == ""
    # Schwalbe 2016 with exact factors, see tests/golden/schwalbe_jwd.yaml.
    assert data["figures"]["npv"] == pytest.approx(272_335.52, abs=0.005)
    assert data["figures"]["pv_costs"] == pytest.approx(243_083.88, abs=0.005)
    assert data["figures"]["roi"] == pytest.approx(1.1203, abs=5e-5)
    assert data["figures"]["payback_months"] == pytest.approx(10.5)
    assert data["figures"]["irr"] == pytest.approx(1.0)


def test_the_contract_names_every_key(jwd: Path) -> None:
    data = record("appraise", str(jwd), "--lines")
    case = {"id", "title", "currency", "start", "months", "scenario", "timing", "discount_rate"}
    figures = (
        "npv irr mirr roi roi_undiscounted benefit_cost_ratio payback_months discounted_payback_months break_even_month "
        "peak_funding pv_benefits pv_costs total_benefits total_costs equivalent_annual_value"
    )
    assert case <= data["case"].keys()
    assert set(figures.split()) <= data["figures"].keys()
    top = "case model_version fingerprint figures notes years streams shares kpis challenges integrity lines"
    assert set(top.split()) == data.keys()
    assert {"year", "benefits", "costs", "net", "discounted_net", "cumulative"} <= data["years"][0].keys()
    assert {"id", "label", "kind", "total", "present_value", "by_year"} <= data["streams"][0].keys()
    assert {"goal", "style", "perspective", "journey", "class"} == data["shares"].keys()
    assert {"id", "severity", "line", "message", "remedy"} <= data["challenges"][0].keys()
    assert {"check", "ok"} <= data["integrity"][0].keys()
    assert all(check["ok"] for check in data["integrity"])
    line = data["lines"]["intranet_cost"]
    assert (line["label"], line["unit"], line["kind"], len(line["monthly"])) == ("Intranet", "USD/month", "cost", 37)
    assert line["monthly"][:2] == pytest.approx([140_000, 40_000 / 12])
    assert [year["year"] for year in data["years"]] == [0, 1, 2, 3]
    assert len(data["fingerprint"]) == 64


def test_a_scenario_is_named_after_the_file(jwd: Path) -> None:
    data = record("appraise", f"{jwd}#half_benefit")
    assert data["case"]["scenario"] == "half_benefit"
    # By hand: 515,419.40 / 2 - 243,083.88.
    assert data["figures"]["npv"] == pytest.approx(14_625.82, abs=0.01)


def test_a_bad_file_exits_with_1_and_lists_its_problems(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(JWD.replace("formula: plan_costs", "formula: plan_cost"))
    for command in ("check", "appraise", "kpis", "assumptions"):
        result = run(command, str(path), "--json")
        assert result.exit_code == 1
        assert result.stdout == ""
        (problem,) = json.loads(result.stderr)
        assert (problem["line"], problem["field"], problem["code"]) == (13, "lines[0].formula", "unknown_name")
        assert problem["file"] == str(path)
        assert {"what", "why", "remedy"} <= problem.keys()
    result = run("explain", str(path), "intranet_cost")
    assert result.exit_code == 1
    assert "Did you mean `plan_costs`" in " ".join(result.stderr.split())
    assert "1 problem." in result.stderr


def test_a_missing_file_and_scenario_are_explained(tmp_path: Path, jwd: Path) -> None:
    assert run("appraise", str(tmp_path / "none.yaml")).exit_code == 1
    assert run("appraise", f"{jwd}#none").exit_code == 1
    assert run("explain", str(jwd), "intranet_csot").exit_code == 1
    assert run("explain", str(jwd), "intranet_cost", "--month", "99").exit_code == 1
    assert run("appraise").exit_code == 2


def test_check_covers_every_scenario(jwd: Path, tmp_path: Path) -> None:
    data = record("check", str(jwd))
    assert [scenario["scenario"] for scenario in data["scenarios"]] == [None, "half_benefit"]
    bad = tmp_path / "bad.yaml"
    bad.write_text(JWD.replace("values: [100000, 100000, 100000]", "values: [100000]"))
    assert run("appraise", str(bad)).exit_code == 0
    result = run("check", str(bad))
    assert result.exit_code == 1
    assert "scenarios.half_benefit" in result.stderr


def test_reports_are_readable() -> None:
    report = run("appraise", SPS).stdout
    for words in ("What it is worth today (NPV)", "Year by year", "What a CFO will ask", "Integrity"):
        assert words in report
    assert "Support deflection" in report
    assert "NaN" not in report
    assert "None" not in report
    checked = run("check", SPS).stdout
    assert "No problems" in checked
    assert "Discounted at 10.0% a year" in checked
    kpis = " ".join(run("kpis", SPS).stdout.split())
    assert "KPIs" in kpis
    assert "contacts a" in kpis
    explained = " ".join(run("explain", SPS, "deflection_saving").stdout.split())
    assert "In words" in explained
    assert "times “Cost of a contact”" in explained


def test_explain_as_data() -> None:
    data = record("explain", SPS, "deflection_saving", "--month", "24")
    assert data["formula"] == "delay(deflected_contacts, realisation_lag) * contact_cost * avoidable_share"
    assert data["month"] == 24
    # By hand: 50,000 a year / 12 x 22 x 0.65.
    assert data["value"] == pytest.approx(50_000 / 12 * 22 * 0.65)
    names = [precedent["id"] for precedent in data["precedents"]]
    assert names == ["deflected_contacts", "realisation_lag", "contact_cost", "avoidable_share"]
    assert ["deflected_contacts", "Contacts deflected"] not in data["dependants"]


def test_an_assumption_is_explained() -> None:
    data = record("explain", SPS, "unit_contact_cost")
    assert (data["value"], data["low"], data["high"], data["kind"]) == (22, 10, 50, "assumption")
    assert data["npv_at_low"] < 0 < data["npv_at_high"]
    report = " ".join(run("explain", SPS, "unit_contact_cost").stdout.split())
    for words in ("Question", "NPV over it", "Published 10 to 50 USD", "Used by Cost of a contact"):
        assert words in report


def test_cash_alone_in_the_terminal() -> None:
    whole, cash = record("appraise", SPS), record("appraise", SPS, "--cash-only")
    assert cash["figures"]["npv"] == pytest.approx(whole["figures"]["npv_cashable_only"])
    assert cash["case"]["counting"] == "cashable"
    assert "cashable savings are the only benefits" in " ".join(run("appraise", SPS, "--cash-only").stdout.split())


def test_kpis_as_data() -> None:
    data = record("kpis", SPS)
    first = data[0]
    assert first["target"] == pytest.approx(50_000 / 12)
    assert first["target_date"] == "2015-12"
    assert len(first["quarters"]) == 12


def test_assumptions_of_library_and_case() -> None:
    shelf = record("assumptions")
    assert len(shelf) > 150
    found = record("assumptions", "--search", "cost of a contact")
    assert any(row["id"] == "unit_contact_cost" for row in found)
    case = {row["id"]: row for row in record("assumptions", SPS)}
    assert case["observed_requests"]["value"] == 50_000
    assert case["observed_requests"]["origin"] == "case"
    assert case["deflection_cap"]["origin"] == "library"
    assert "assumptions" in run("assumptions", "--search", "churn").stdout


def test_a_vendor_is_checked_and_appraised_like_a_scenario(jwd: Path) -> None:
    vendors = """\
vendors:
  - id: dearer
    label: Dearer platform
    assumptions: {plan_costs: {schedule: {opening: 240000, by: year, values: [40000, 40000, 40000], spread: even}}}
"""
    jwd.write_text(JWD + vendors)
    checked = record("check", str(jwd))
    assert [scenario["scenario"] for scenario in checked["scenarios"]] == [None, "half_benefit", "dearer"]
    # 100,000 more in the opening, which is not discounted: 272,335.52 - 100,000.
    assert record("appraise", f"{jwd}#dearer")["figures"]["npv"] == pytest.approx(172_335.52, abs=0.005)
    assert "Dearer platform" in run("appraise", f"{jwd}#dearer").stdout
