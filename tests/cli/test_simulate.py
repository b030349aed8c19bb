"""Simulation in the terminal: the JSON other tools rely on, a report people can read, problems without a traceback."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cli import app
from exports.risk_report import progress_bar
from model.risk import cluster, simulation
from scenarios import analysis
from tests.conftest import ROOT

SUPPORT = str(ROOT / "scenarios" / "templates" / "support_b2b.yaml")
runner = CliRunner()


def run(*arguments: str) -> Any:
    result = runner.invoke(app, ["simulate", *arguments])
    assert "Traceback" not in result.output
    return result


def test_json_names_every_figure(halves: str) -> None:
    result = run(halves, "--json", "--draws", "1024", "--seed", "3", "--line", "gain")
    data = json.loads(result.stdout)
    assert result.stderr == ""
    assert (data["draws"], data["seed"], data["case"]["id"], data["uncertain"]) == (1_024, 3, "halves", ["gained"])
    keys = {"mean", "se", "p5", "p10", "p50", "p90", "p95"}
    figures = {"npv", "roi", "payback_months", "discounted_payback_months", "peak_funding"}
    assert figures == data["figures"].keys()
    assert all(keys <= figure.keys() for figure in data["figures"].values())
    # Uniform from −600 to 600: a tenth of the way is −480.
    assert data["figures"]["npv"]["p10"] == pytest.approx(-480, abs=3)
    assert data["probability"]["npv_above_zero"] == pytest.approx(0.5, abs=0.002)
    assert data["probability"]["paid_back_within_months"]["12"] == pytest.approx(0.5, abs=0.002)
    assert data["lines"]["gain"]["mean"] == pytest.approx(1_200, abs=1)
    assert data == json.loads(run(halves, "--json", "--draws", "1024", "--seed", "3", "--line", "gain").stdout)


def test_the_report_says_how_likely_it_pays(halves: str) -> None:
    said = run(halves, "--draws", "1024").stdout
    assert "In 50% of the draws the case is worth more than it costs" in said
    assert "In 50% the money is back within 12 months" in said
    assert "1,024 draws of 1 assumption" in said
    assert "not reached" in said
    assert "sure to about $" in said
    early = run(SUPPORT + "#conservative", "--draws", "4096", "--tolerance", "1000000").stdout
    assert "It ended early" in early
    assert "scenario" in early


def test_a_case_without_doubt_and_a_single_draw_are_shown_too(halves: str) -> None:
    text = Path(halves).read_text()
    Path(halves).write_text(text.replace("distribution: uniform", "distribution: fixed"))
    # Gains of 100 a month for 1,200 in all, in every draw: worth nothing, and surely so.
    assert "sure to about $0 either way" in run(halves, "--draws", "64").stdout
    data = json.loads(run(halves, "--json", "--draws", "1").stdout)
    assert [step["se"] for step in data["convergence"]] == [None]
    assert "too few draws to tell how sure" in run(halves, "--draws", "1").stdout


def test_problems_are_said_without_a_traceback(halves: str) -> None:
    wrong = run(halves, "--line", "gian", "--json")
    assert wrong.exit_code == 1
    assert "Did you mean `gain`" in json.loads(wrong.stderr)[0]["remedy"]
    assert run(halves, "--draws", "0").exit_code == 2


def test_progress_is_shown_only_to_who_watches(monkeypatch: pytest.MonkeyPatch) -> None:
    with progress_bar(is_silent=True) as silent:
        assert silent is None
    monkeypatch.setenv("FORCE_COLOR", "1")
    with progress_bar(is_silent=False) as told:
        assert told is not None
        assert told(1, 2) is None


def test_a_scheduler_that_does_not_answer_and_a_reading_there_is_not(
    halves: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_SECONDS", 0.2)
    wrong = run(halves, "--scheduler", "tcp://127.0.0.1:1", "--json")
    assert wrong.exit_code == 1
    assert "dask scheduler" in json.loads(wrong.stderr)[0]["remedy"]
    assert run(halves, "--reading", "fast").exit_code == 2


def test_machine_code_is_kept_in_the_home_of_the_app(
    halves: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("COMMUNITY_CASE_HOME", str(tmp_path))
    assert analysis._kernels() == tmp_path / "kernels"
    monkeypatch.setattr(simulation, "is_installed", lambda: False)
    wrong = run(halves, "--reading", "compiled", "--json")
    assert "pip install numba" in json.loads(wrong.stderr)[0]["remedy"]
