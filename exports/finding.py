"""Finds assumptions and streams of the library by words: each word must begin a word of the entry; titles come first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from model.evidence import Assumption
from model.line import Library, Stream

HitKind = Literal["stream", "assumption"]
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry of the library that was found: what it is, its id, its title, and the topic it belongs to.

    `rank` says where the words stand, added up over the words: 0 in the title, 1 in the question or summary, 2 in the
    id, the lines or the topic, 3 in the notes and sources.
    """

    kind: HitKind
    name: str
    title: str
    topic: str
    rank: int


def find(shelf: Library, words: str, *, topic: str = "", is_published: bool = False) -> tuple[Hit, ...]:
    """Return the entries in which every word begins a word, the best first; without words, all in the library's order.

    Capitals and punctuation do not matter. `topic` keeps what belongs to one stream (or to `general`), and
    `is_published` keeps assumptions with published figures.
    """
    wanted = _plain(words).split()
    entries = _entries(shelf) if not is_published else (e for e in _entries(shelf) if _has_figures(shelf, e))
    found = (_hit(entry, wanted) for entry in entries if topic in ("", entry.topic))
    return tuple(sorted((hit for hit in found if hit is not None), key=lambda hit: hit.rank))


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry with its texts by rank; each text stands in a function, since most are never looked at."""

    kind: HitKind
    name: str
    title: str
    topic: str
    texts: tuple[Callable[[], str], ...]


def _entries(shelf: Library) -> Iterator[_Entry]:
    for name, stream in shelf.streams.items():
        yield _Entry("stream", name, stream.title, name, _texts_of_stream(stream))
    for name, record in shelf.assumptions.items():
        title, topic = record.label or name, shelf.topics.get(name, "")
        about = shelf.streams[topic].title if topic in shelf.streams else topic
        yield _Entry("assumption", name, title, topic, _texts_of_assumption(name, record, about))


def _texts_of_stream(stream: Stream) -> tuple[Callable[[], str], ...]:
    return (
        lambda: stream.title,
        lambda: stream.summary,
        lambda: " ".join([stream.id, *(f"{line.label} {line.id}" for line in stream.lines)]),
        lambda: " ".join([stream.applies, *stream.methods, *stream.caveats]),
    )


def _texts_of_assumption(name: str, record: Assumption, about: str) -> tuple[Callable[[], str], ...]:
    return (
        lambda: record.label or name,
        lambda: record.question or "",
        lambda: f"{name} {about}",
        lambda: " ".join([record.note or "", *_said_of_figures(record)]),
    )


def _said_of_figures(record: Assumption) -> Iterator[str]:
    for benchmark in record.benchmarks:
        yield benchmark.what or ""
        yield from map(str, benchmark.source)
    yield from map(str, record.source)


def _has_figures(shelf: Library, entry: _Entry) -> bool:
    return entry.kind == "assumption" and bool(shelf.assumptions[entry.name].benchmarks)


def _hit(entry: _Entry, wanted: list[str]) -> Hit | None:
    """Return the entry as a hit, or None where a word is missing in it."""
    rank, missing = 0, wanted
    for level, text in enumerate(entry.texts):
        if not missing:
            break
        plain = f" {_plain(text())}"
        still = [word for word in missing if f" {word}" not in plain]
        rank += level * (len(missing) - len(still))
        missing = still
    return None if missing else Hit(entry.kind, entry.name, entry.title, entry.topic, rank)


def _plain(text: str) -> str:
    """Return the words of a text in small letters, with one space between."""
    return " ".join(_WORD.findall(text.casefold()))
