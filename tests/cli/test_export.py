"""Exports from the terminal: what is written, what is said, and that nothing half written is left."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest

from scenarios import replacing
from scenarios.files import read_case_file
from tests.cli.test_cli import record, run


def codes(*arguments: str) -> set[str]:
    """The problems of an export that must not be written, by code."""
    done = run("export", *arguments, "--json")
    assert done.exit_code == 1
    return {problem["code"] for problem in json.loads(done.stderr)}


def test_a_case_is_written_and_read_back(jwd: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.yaml"
    done = run("export", str(jwd), str(out))
    assert (done.exit_code, done.stdout) == (0, f"Written to {out}.\n")
    assert read_case_file(out).case == read_case_file(jwd).case


def test_scenarios_beside_each_other_and_what_is_said_of_it(jwd: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    said = record("export", str(jwd), str(out), "--scenario", "half_benefit", "--with", str(jwd))
    found = json.loads(out.read_text())
    assert said["stamp"]["Scenario"] == "half_benefit" == found["case"]["scenario"]
    assert said["bytes"] == out.stat().st_size
    assert len(found["others"]) == 1


def test_one_chart(jwd: Path, tmp_path: Path) -> None:
    out = tmp_path / "cash.csv"
    assert run("export", str(jwd), str(out), "--chart", "cash_flow").exit_code == 0
    assert out.read_bytes().startswith(b"\xef\xbb\xbfMonth,When,Cumulative cash,case,")


def test_what_cannot_be_written_is_said(jwd: Path, tmp_path: Path) -> None:
    broken = tmp_path / "brand.yaml"
    broken.write_text("name: A\ncolours: {primary: red}")
    out = str(tmp_path / "out")
    assert codes(str(jwd), f"{out}.doc") == {"extension"}
    assert codes(str(jwd), out) == {"extension"}
    assert codes(str(jwd), str(tmp_path / "none" / "out.csv")) == {"no_folder"}
    assert codes(str(jwd), f"{out}.png") == {"unknown_chart"}
    assert codes(str(jwd), f"{out}.json", "--chart", "cash_flow", "--template", out, "--scale", "2") == {"unused"}
    assert codes(str(jwd), f"{out}.yaml", "--with", str(jwd)) == {"unused"}
    assert codes(str(jwd), f"{out}.svg", "--chart", "cash_flow", "--brand", str(broken)) == {"value"}
    assert codes(str(jwd), f"{out}.pptx", "--template", str(tmp_path / "none.pptx")) == {"unreadable"}
    assert codes(f"{jwd}#none", f"{out}.csv", "--with", f"{jwd}#nobody") == {"unknown_scenario"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["brand.yaml", "jwd.yaml"]


def test_a_full_disk_leaves_the_old_file(jwd: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out.csv"
    out.write_text("old")

    def refuse(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(replacing.os, "fsync", refuse)
    assert codes(str(jwd), str(out)) == {"no_room"}
    assert out.read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["jwd.yaml", "out.csv"]
