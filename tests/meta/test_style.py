"""The code keeps to its own rules: small modules, short functions, a purpose line, and nothing private in the tree."""

from __future__ import annotations

import ast
import statistics
import subprocess
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGES = ("model", "assumptions", "scenarios", "exports", "ui")
MODULES = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))] + [
    ROOT / "app.py",
    ROOT / "cli.py",
]
MOST_LINES, MOST_FUNCTION_LINES, MEDIAN_LINES = 400, 40, 8


pytestmark = pytest.mark.no_cover  # nothing of the model is run here


@cache
def tree_of(path: Path) -> tuple[ast.Module, tuple[ast.AST, ...]]:
    """A module as it is written, and everything in it; read once for all rules."""
    tree = ast.parse(path.read_text())
    kinds = (ast.FunctionDef, ast.Import, ast.ImportFrom)
    return tree, tuple(node for node in ast.walk(tree) if isinstance(node, kinds))


def functions(path: Path) -> list[ast.FunctionDef]:
    return [node for node in tree_of(path)[1] if isinstance(node, ast.FunctionDef)]


def body_lines(function: ast.FunctionDef) -> int:
    """Lines of a function without its docstring."""
    first = function.body[1] if ast.get_docstring(function) and len(function.body) > 1 else function.body[0]
    return (function.end_lineno or 0) - first.lineno + 1


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_are_small_and_say_what_they_are_for(path: Path) -> None:
    assert path.read_text().count("\n") <= MOST_LINES
    assert ast.get_docstring(tree_of(path)[0])
    for function in functions(path):
        assert body_lines(function) <= MOST_FUNCTION_LINES, function.name


def test_functions_are_short() -> None:
    lengths = [body_lines(function) for path in MODULES for function in functions(path)]
    assert statistics.median(lengths) <= MEDIAN_LINES


def test_nothing_imports_the_front_ends() -> None:
    for path in MODULES:
        for node in tree_of(path)[1]:
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not {"app", "cli"} & set(names), path


def test_the_tree_names_no_machine() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a clone")
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    assert len(listed) > 100
    private = ("/" + "work/", "/" + "root/", "/" + "home/", "/" + "tmp/")
    for name in listed:
        path = ROOT / name
        if (
            path.suffix in {".png", ".xlsx", ".pptx", ".docx", ".pdf", ".ttf"}
            or not path.exists()
            or path == Path(__file__)
        ):
            continue
        text = path.read_text()
        assert not any(word in text for word in private), name
