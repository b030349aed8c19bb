"""The documents stay true: reference pages are current, everything is mentioned, links lead somewhere."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from cli import app
from exports.handbook import FOLDER, RECORDS, pages
from model import MODEL_VERSION
from model.challenges import RULES
from model.finance import TIMING_WORDS
from model.line import Library
from tests.conftest import ROOT
from ui import cached

DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "bench").glob("*.md")]


@pytest.mark.parametrize("name", pages())
def test_reference_pages_are_what_make_docs_writes(name: str) -> None:
    assert (FOLDER / name).read_text(encoding="utf-8") == pages()[name], "run `make docs`"


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_every_field_is_described(record) -> None:
    assert [name for name, info in record.model_fields.items() if not info.description] == []


def test_every_stream_line_assumption_and_benchmark_is_mentioned(shelf: Library) -> None:
    text = pages()
    for stream in shelf.streams.values():
        assert f"(`{stream.id}`)" in text["streams.md"]
        for line in stream.lines:
            assert f"`{line.id}`" in text["streams.md"], line.id
    for name, record in shelf.assumptions.items():
        assert f"(`{name}`)" in text["assumptions.md"]
        for benchmark in record.benchmarks:
            assert str(benchmark.source[0].title) in text["assumptions.md"], name
    for rule in RULES:
        assert rule.__name__ in text["challenges.md"]


def test_every_command_convention_and_case_is_mentioned() -> None:
    terminal, finance, readme = ((ROOT / name).read_text() for name in ("docs/cli.md", "docs/finance.md", "README.md"))
    for command in app.registered_commands:
        assert f"`{command.name or command.callback.__name__}" in terminal
    for timing in TIMING_WORDS:
        assert f"`{timing}`" in finance
    for case_id in cached.case_files():
        assert f"`{case_id}`" in readme, case_id


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", path.read_text()):
        if not target.startswith(("http://", "https://")):
            assert (path.parent / target).exists(), target


def test_the_python_example_runs() -> None:
    done = subprocess.run([sys.executable, "docs/example.py"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "NPV" in done.stdout
    assert "Support contacts avoided" in done.stdout
    assert done.stderr == ""


def test_one_version_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert newest
    assert project == MODEL_VERSION == newest[1]


def test_requirements_are_pinned() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = [line for line in (ROOT / name).read_text().splitlines() if line and not line.startswith(("-r", "#"))]
        assert all(re.fullmatch(r"[A-Za-z0-9._-]+(\[[a-z]+\])?==[A-Za-z0-9.]+", line) for line in lines), name
