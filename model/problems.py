"""What is wrong with a document: every problem, with its place, its reason and its remedy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches

Path = tuple[str | int, ...]
"""A place inside a document: mapping keys and list positions, outermost first."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that must be mended before a case can be computed.

    `path` names the field; `file` and `line` are filled in once the document it came from is known.
    """

    code: str
    path: Path
    what: str
    why: str
    remedy: str
    file: str = ""
    line: int | None = None

    @property
    def field(self) -> str:
        """The path as people write it: `lines[2].formula`."""
        return show_path(self.path)

    @property
    def in_short(self) -> str:
        """What is wrong and what to do, on one line."""
        return f"{self.what} {self.remedy}"

    def at(self, file: str, line: int | None) -> Problem:
        """Return the same problem with its place in a file."""
        return replace(self, file=file, line=line)

    def record(self) -> dict[str, str | int | None]:
        """Return the problem as plain data, for JSON."""
        return {
            "file": self.file,
            "line": self.line,
            "field": self.field,
            "code": self.code,
            "what": self.what,
            "why": self.why,
            "remedy": self.remedy,
        }

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line) if part)
        where = " ".join(part for part in (place, self.field) if part)
        return f"{where}: {self.what}\n    Why: {self.why}\n    Do: {self.remedy}"


class Complaint(ValueError):
    """Raised where a value is first looked at, before its place is known: what is wrong, why it matters, what to do."""

    def __init__(self, what: str, why: str, remedy: str) -> None:
        super().__init__(what)
        self.why = why
        self.remedy = remedy

    def problem(self, code: str, path: Path) -> Problem:
        """Return the complaint as a problem with its place."""
        return Problem(code, path, str(self), self.why, self.remedy)


MOST_LISTED = 100
"""How many problems of one kind are listed; whoever has mended these checks again."""


class CaseProblems(Exception):
    """Raised with every problem of a document at once; `problems` holds them in reading order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(problems, key=_reading_order))
        super().__init__("\n".join(map(str, self.problems)))


def show_path(path: Path) -> str:
    """Return a path as text: names joined by dots, positions in brackets."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def nearest(word: str, known: Iterable[str], count: int = 3) -> list[str]:
    """Return up to `count` known words that look like `word`, the likest first."""
    return get_close_matches(word, sorted(set(known)), n=count, cutoff=0.6)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a suggestion such as "Did you mean `members`? ", or nothing."""
    names = nearest(word, known)
    return f"Did you mean {' or '.join(f'`{name}`' for name in names)}? " if names else ""


def _reading_order(problem: Problem) -> tuple[str, int, str]:
    return (problem.file, problem.line or 0, problem.field)
