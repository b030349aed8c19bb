"""What expansion keeps: lines as declared, where a name is read, and what has been expanded so far."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from model.line import Line, Stream
from model.problems import Path, Problem
from model.resolved import ResolvedLine


@dataclass(frozen=True, slots=True)
class Spec:
    """A line as declared: in a stream of the library, or in the case (then `stream` is None)."""

    line: Line
    stream: Stream | None
    path: Path


@dataclass(frozen=True, slots=True)
class Context:
    """Where a name is read: for which member of which dimension, and over which audiences sums run."""

    member: str | None = None
    dimension: str | None = None
    audiences: tuple[str, ...] = ()
    path: Path = ()
    needed_by: str = ""

    def at(self, field: str) -> Context:
        """Return the context of one field of a line; a line of the library has no place in the case."""
        return replace(self, path=(*self.path, field)) if self.path[:1] == ("lines",) else self


@dataclass
class State:
    """What has been expanded so far; it can be copied, to try a line that may turn out incomplete."""

    lines: dict[str, ResolvedLine] = field(default_factory=dict)
    paths: dict[str, Path] = field(default_factory=dict)
    used: dict[str, str] = field(default_factory=dict)
    problems: dict[tuple[str, str], Problem] = field(default_factory=dict)
    wanted: dict[str, Context] = field(default_factory=dict)

    def copy(self) -> State:
        """Return an independent copy."""
        return State(dict(self.lines), dict(self.paths), dict(self.used), dict(self.problems), dict(self.wanted))
