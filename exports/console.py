"""What all commands of the terminal share: data as JSON, problems on standard error, and how far long work is, who works here."""

from __future__ import annotations

import getpass
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import TYPE_CHECKING, Any

import typer

from model.problems import CaseProblems

if TYPE_CHECKING:
    from exports.outputs import Progress


def terminal() -> ModuleType:
    """Return the reports for people; drawing tables takes a while to load and JSON does without."""
    from exports import terminal as reports

    return reports


@contextmanager
def problems_on_stderr(*, as_json: bool) -> Iterator[None]:
    """Turn problems into exit code 1 and a list on standard error; nobody sees a traceback."""
    try:
        yield
    except CaseProblems as error:
        if as_json:
            listed = [problem.record() for problem in error.problems]
            sys.stderr.write(f"{json.dumps(listed, indent=2, ensure_ascii=False)}\n")
        else:
            terminal().show_problems(error.problems)
        raise typer.Exit(1) from None


def print_json(data: Any) -> None:
    """Print data as JSON."""
    sys.stdout.write(f"{json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False)}\n")


@contextmanager
def progress_bar(*, is_silent: bool) -> Iterator[Progress | None]:
    """Give what shows how far an export is, on standard error; nothing where it is silent or nobody watches."""
    from rich.console import Console
    from rich.progress import Progress as Bar

    console = Console(stderr=True)
    if is_silent or not console.is_terminal:
        yield None
        return
    with Bar(console=console, transient=True) as bar:
        task = bar.add_task("Exporting", total=1.0)
        yield lambda what, share: bar.update(task, description=what, completed=share)


def whoami() -> str:
    """Return who works at this terminal."""
    try:
        return os.environ.get("COMMUNITY_CASE_AUTHOR") or getpass.getuser()
    except (OSError, KeyError):
        return ""
