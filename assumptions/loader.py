"""The library in force: the one that ships, read once a process from YAML, or another one that was kept as JSON."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import Any
from weakref import finalize

from pydantic import ValidationError

from model.document import Document, read_document
from model.evidence import Assumption
from model.line import Library, Stream
from model.problems import CaseProblems, Problem, did_you_mean
from model.validation import validated

_HERE = Path(__file__).parent
_SOURCES = "sources.yaml"
_KINDS = ("driver", "value", "cost")


_IN_FORCE: ContextVar[Library | None] = ContextVar("library", default=None)
_DIGESTS: dict[int, str] = {}


def library() -> Library:
    """Return the library in force in this thread: the one that ships unless another was chosen; it is read-only."""
    return _IN_FORCE.get() or shipped_library()


@lru_cache(maxsize=1)
def shipped_library() -> Library:
    """Return the library that ships with the product; it is shared and read-only."""
    return load_library(_HERE.parent / "model" / "streams", _HERE)


def use_library(chosen: Library | None) -> Library:
    """Draw on a library from now on, in this thread; None: on the one that ships. Return the one in force."""
    _IN_FORCE.set(chosen)
    return library()


@contextmanager
def drawing_on(chosen: Library | None) -> Iterator[Library]:
    """Draw on a library for a while, and then again on the one before; None: on the one in force."""
    before = _IN_FORCE.set(chosen or library())
    try:
        yield library()
    finally:
        _IN_FORCE.reset(before)


def library_json(shelf: Library) -> str:
    """Return a library as JSON, from which `library_from_json` makes an equal one."""
    return shelf.model_dump_json(by_alias=True, exclude_unset=True)


def library_from_json(text: str) -> Library:
    """Return the library that was written as JSON. Raises `CaseProblems` where the text holds none."""
    try:
        return Library.model_validate_json(text)
    except ValidationError as error:
        what = f"The text is no library: {error.error_count()} of its fields cannot be read."
        why = "A saved case is computed with the library it was saved with."
        remedy = "Import the backup again, or open the case with the library that ships."
        raise CaseProblems([Problem("unreadable_library", (), what, why, remedy)]) from None


def library_digest(shelf: Library) -> str:
    """Return the SHA-256 of what a library holds, in hexadecimal; it is worked out once for each library in memory."""
    name = id(shelf)
    if name not in _DIGESTS:
        _DIGESTS[name] = hashlib.sha256(library_json(shelf).encode()).hexdigest()
        finalize(shelf, _DIGESTS.pop, name, None)
    return _DIGESTS[name]


def load_library(streams_folder: Path, assumptions_folder: Path) -> Library:
    """Read a library from two folders of YAML files, one a topic.

    Raises `CaseProblems` with what is wrong in a file.
    """
    streams = [_stream(path) for path in sorted(streams_folder.glob("*.yaml"))]
    streams.sort(key=lambda stream: _KINDS.index(stream.kind))
    sources = read_document((assumptions_folder / _SOURCES).read_bytes(), f"assumptions/{_SOURCES}").data
    assumptions: dict[str, Assumption] = {}
    topics: dict[str, str] = {}
    for path in sorted(assumptions_folder.glob("*.yaml")):
        if path.name != _SOURCES:
            found = _topic(path, sources)
            assumptions |= found
            topics |= dict.fromkeys(found, path.stem)
    return Library(streams={stream.id: stream for stream in streams}, assumptions=assumptions, topics=topics)


def _stream(path: Path) -> Stream:
    document = read_document(path.read_bytes(), f"model/streams/{path.name}")
    return validated(Stream, {"id": path.stem, **document.data}, document)


def _topic(path: Path, sources: dict[str, Any]) -> dict[str, Assumption]:
    document = read_document(path.read_bytes(), f"assumptions/{path.name}")
    return {
        name: validated(Assumption, _with_sources(data, sources, document, name), document, (name,))
        for name, data in document.data.items()
    }


def _with_sources(data: dict[str, Any], sources: dict[str, Any], document: Document, name: str) -> dict[str, Any]:
    """Return an assumption with whole sources where the file names them by id."""
    filled = {
        **data,
        "benchmarks": [
            {**b, "source": _sources(b["source"], sources, document, name)} for b in data.get("benchmarks", [])
        ],
    }
    return filled | ({"source": _sources(data["source"], sources, document, name)} if "source" in data else {})


def _sources(ids: str | list[str], sources: dict[str, Any], document: Document, name: str) -> list[Any]:
    listed = [ids] if isinstance(ids, str) else ids
    unknown = [source_id for source_id in listed if source_id not in sources]
    if unknown:
        what = f"`{unknown[0]}` is not in {_SOURCES}."
        problem = Problem(
            "unknown_source",
            (name, "source"),
            what,
            "A figure must name its publication.",
            f"{did_you_mean(unknown[0], sources)}Add it there.",
        )
        raise CaseProblems(document.locate([problem]))
    return [sources[source_id] for source_id in listed]
