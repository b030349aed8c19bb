"""Saving, finding and moving cases in the terminal; and what commands that need no store do not load."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cli import app
from scenarios.store import Store
from tests.conftest import JWD, ROOT
from tests.store.acting import a_case

runner = CliRunner()


@pytest.fixture(autouse=True)
def closed():
    """The store of the test is let go of in the end."""
    yield
    Store.open().close()


def run(*arguments: str, code: int = 0) -> Any:
    result = runner.invoke(app, list(arguments))
    assert "Traceback" not in result.output
    assert result.exit_code == code, result.output
    return result


def record(*arguments: str) -> Any:
    return json.loads(run(*arguments, "--json").stdout)


def refused(*arguments: str) -> dict[str, Any]:
    (problem,) = json.loads(run(*arguments, "--json", code=1).stderr)
    return problem


def test_the_life_of_a_saved_case(jwd: Path) -> None:
    said = run("save", str(jwd), "--author", "Ann", "--message", "For the board").stdout
    assert said.startswith("Saved as revision 1 of ")
    case_id = said.split()[-1].rstrip(".")
    jwd.write_text(JWD.replace("Project intranet", "Intranet of JWD"))
    second = record("save", str(jwd), "--case", "jwd", "--author", "Bob")
    assert (second["number"], second["parent"], second["author"]) == (2, 1, "Bob")
    # Schwalbe 2016 with exact factors, see tests/golden/schwalbe_jwd.yaml.
    assert second["figures"]["base"]["npv"] == pytest.approx(272_335.52, abs=0.005)
    listed = record("list", "--search", "intranet bob")
    assert listed["total"] == 1
    assert (listed["cases"][0]["id"], listed["cases"][0]["title"]) == (case_id, "Intranet of JWD")
    assert record("list", "--search", "board") == {"total": 0, "cases": []}
    told = record("history", "jwd")
    assert [(row["number"], row["author"], row["message"]) for row in told["revisions"]] == [
        (2, "Bob", ""),
        (1, "Ann", "For the board"),
    ]
    assert told["case"]["head"] == 2
    run("restore", "jwd", "--revision", "1", "--author", "Cem")
    assert record("history", case_id)["revisions"][0]["message"] == "Back to revision 1"
    assert "Project intranet" in run("list").stdout
    assert "For the board" in run("history", "jwd").stdout
    assert record("appraise", f"{case_id}@2#half_benefit")["case"]["title"] == "Intranet of JWD"
    assert record("check", "jwd")["ok"]
    assert "Project intranet" in run("appraise", "jwd").stdout


def test_the_second_is_told_in_the_terminal(jwd: Path) -> None:
    run("save", str(jwd), "--author", "Ann")
    jwd.write_text(JWD.replace("Project intranet", "Theirs"))
    run("save", str(jwd), "--case", "jwd", "--parent", "1", "--author", "Bob")
    jwd.write_text(JWD.replace("Project intranet", "Mine"))
    problem = refused("save", str(jwd), "--case", "jwd", "--parent", "1", "--author", "Cem")
    assert problem["code"] == "stale_revision"
    assert problem["what"].startswith("Bob saved revision 2")


def test_deleted_cases_are_listed_apart_and_recovered() -> None:
    store = Store.open()
    case_id = store.create(a_case("Gone"), author="Ann").case_id
    store.delete(case_id, author="Bob")
    assert "No saved case." in run("list").stdout
    assert "Gone" in run("list", "--deleted").stdout
    assert "Recovered “Gone”." in run("restore", case_id, "--author", "Ann").stdout
    assert record("list")["total"] == 1
    run("restore", case_id, code=2)
    run("restore", code=2)
    run("restore", case_id, "--from", "x.yaml", code=2)


def test_a_backup_goes_out_and_in(jwd: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("save", str(jwd), "--author", "Ann")
    store = Store.open()
    store.judge(store.cases().rows[0].id, 1, verdict="approved", author="Cleo")
    out = tmp_path / "backup.yaml"
    assert record("backup", str(out))["bytes"] == out.stat().st_size
    run("backup", str(tmp_path / "one.yaml"), "--case", "jwd")
    assert refused("backup", str(tmp_path / "none.yaml"), "--case", "none")["code"] == "unknown_case"
    assert not (tmp_path / "none.yaml").exists()
    store.close()
    monkeypatch.setenv("COMMUNITY_CASE_HOME", str(tmp_path / "another"))
    assert run("restore", "--from", str(out), "--author", "Ida").stdout.startswith("Added: “Project intranet”")
    (again,) = record("restore", "--from", str(tmp_path / "one.yaml"))
    assert (again["how"], again["kind"]) == ("unchanged", "case")
    assert "approved by Cleo" in run("history", "jwd").stdout
    assert refused("restore", "--from", str(jwd))["code"] == "not_a_backup"


def test_who_works_at_the_terminal(jwd: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMUNITY_CASE_AUTHOR", "Rita Reviewer")
    assert record("save", str(jwd))["author"] == "Rita Reviewer"
    monkeypatch.delenv("COMMUNITY_CASE_AUTHOR")
    monkeypatch.setattr("getpass.getuser", lambda: "rita")
    assert record("save", str(jwd))["author"] == "rita"

    def nobody() -> str:
        raise OSError("No username set")

    monkeypatch.setattr("getpass.getuser", nobody)
    assert refused("save", str(jwd))["code"] == "author_missing"


def test_a_long_list_says_how_much_is_left() -> None:
    for number in range(3):
        Store.open().create(a_case(f"Case {number}"), author="Ann")
    assert "2 of 3 are shown" in run("list", "--limit", "2").stdout


def test_what_needs_no_store_loads_no_database() -> None:
    modules = "scenarios, cli, ui.cached, ui.state, scenarios.standing, scenarios.stored, scenarios.referring"
    code = (
        f"import sys, {modules}; print([name for name in ('sqlalchemy', 'alembic', 'psycopg') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
