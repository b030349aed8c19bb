"""The glossary as people look things up in it: each term of GLOSSARY.md with its meaning, also where it stands in a text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

_FILE = Path(__file__).parent.parent / "GLOSSARY.md"
_HEAD = 2

MARKED = (
    "attribution", "B2B", "B2C", "Balanced Scorecard", "base case", "baseline", "Bass diffusion", "benefit-cost ratio",
    "break-even", "capacity", "cashable", "churn", "contingency", "contribution margin", "cumulative cash", "Customer Hug", "decision gate", "deflection",
    "difference in differences", "discount rate", "discounted", "discounted payback", "EAV", "equivalent annual value",
    "evidence grade", "EVPI", "EVPPI", "expected value of perfect information", "fingerprint", "gate", "Innovation Center", "integrity check", "internal rate of return", "IRR", "KPI", "lag", "lagging", "Lead Generator", "leading", "Marketing Megaphone", "MIRR",
    "modified internal rate of return", "net present value", "NPV", "on-cost", "one-off", "opening", "optimism bias",
    "overlap group", "payback", "peak funding", "perspective", "present value", "ramp", "rank correlation", "recurring", "return on investment",
    "risk adjustment", "ROI", "self-selection haircut", "standard error", "stream", "TEI", "timing convention", "Total Economic Impact",
    "undiscounted", "value stream", "vanity measure",
)  # fmt: skip
"""The names that are explained where they stand: words of finance and of the product, none of every day."""
_ONLY = {
    "gate": r"(?<=\bfirst )gate|(?<=\bthis )gate|(?<=\bfour )gate|gate(?= that decides)",
    "opening": r"(?<=\bthe )opening(?! of)",
    "leading": r"leading(?! to)",
}
"""Where a name is a word of every day too, the wording in which it is not."""


@dataclass(frozen=True)
class Term:
    """A word of a text, as it is written there, with what it means."""

    text: str
    meaning: str


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


def marked(text: str) -> tuple[str | Term, ...]:
    """Return a text in parts: its words as they are, and each term of finance or of the product with its meaning.

    Only the first mention of a meaning is a term, whole words alone, the longest name first; the parts give the text.
    """
    parts: list[str | Term] = []
    said: set[str] = set()
    end = 0
    for match in _pattern().finditer(text):
        meaning = definition(match[0]) or definition(match[0].removesuffix("s"))
        if meaning and meaning not in said:
            said.add(meaning)
            parts += [text[end : match.start()], Term(match[0], meaning)]
            end = match.end()
    return tuple(part for part in (*parts, text[end:]) if part)


def explained(text: str) -> str:
    """Return the terms of a text with their meanings, as a help text; empty where it has none."""
    return "; ".join(f"{part.text}: {part.meaning}" for part in marked(text) if isinstance(part, Term))


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    names = "|".join(_ONLY.get(name, re.escape(name)) for name in sorted(MARKED, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{names})s?(?![\w-])", re.IGNORECASE)
