"""How a link names the scenarios that are compared: the desk, a draft, a saved revision, or a case that ships; ids only."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from model.compare import MOST

DESK = "~"
"""The case on the desk, which the link names besides; `~ID` is a draft that lies elsewhere."""
_REFERENCE = re.compile(r"(~?[A-Za-z0-9_-]{1,80}|~)(@(?P<number>[0-9]{1,9}))?(#(?P<scenario>[A-Za-z0-9_-]{1,80}))?")


@dataclass(frozen=True, slots=True)
class Reference:
    """One scenario as a link names it: `~#cautious`, `~DRAFT`, `CASE@3#cautious`, `sps_commerce`."""

    source: str
    scenario: str | None = None

    def __str__(self) -> str:
        return f"{self.source}#{self.scenario}" if self.scenario else self.source

    @property
    def case_id(self) -> str:
        """The case or draft without its revision."""
        return self.source.removeprefix(DESK).partition("@")[0]

    @property
    def number(self) -> int | None:
        """The revision; None where none is named."""
        number = self.source.partition("@")[2]
        return int(number) if number else None

    @property
    def is_draft(self) -> bool:
        """True for a draft by its id."""
        return self.source.startswith(DESK) and self.source != DESK


def read(text: str) -> tuple[Reference, ...]:
    """Return the scenarios that a text names, each once and no more than can be compared; what is no name is left out."""
    found = [_REFERENCE.fullmatch(part.strip()) for part in text.split(",")]
    named = (Reference(match[0].partition("#")[0], match["scenario"]) for match in found if match)
    return tuple(dict.fromkeys(named))[:MOST]


def written(references: Iterable[Reference]) -> str:
    """Return scenarios as a link names them."""
    return ",".join(map(str, references))


def pinned(text: str, desk: str) -> str:
    """Return the text with what lay on the desk named for itself, for when something else is put there."""
    return written(Reference(desk, item.scenario) if item.source == DESK else item for item in read(text))
