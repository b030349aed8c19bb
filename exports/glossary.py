"""The glossary as people look things up in it: each term of GLOSSARY.md with its meaning."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

_FILE = Path(__file__).parent.parent / "GLOSSARY.md"
_HEAD = 2


@lru_cache(maxsize=1)
def terms() -> Mapping[str, str]:
    """Return every term with its meaning, in the order of the file; it is read once and read-only."""
    rows = [line for line in _FILE.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    return MappingProxyType(dict(map(_cells, rows[_HEAD:])))


def _cells(row: str) -> tuple[str, str]:
    term, _, meaning = row.strip("| ").partition(" | ")
    return term, meaning


def definition(term: str) -> str | None:
    """Return what a term means, or None where the glossary lacks it.

    Capitals do not matter, and any of the names of a term will do: NPV and net present value are one.
    """
    return _by_name().get(term.strip().casefold())


@lru_cache(maxsize=1)
def _by_name() -> Mapping[str, str]:
    parts = {part.casefold(): meaning for term, meaning in terms().items() for part in term.split(", ")}
    return parts | {term.casefold(): meaning for term, meaning in terms().items()}
