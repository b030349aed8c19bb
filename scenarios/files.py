"""Cases in YAML files and in memory: reading one, and naming one of its scenarios as `FILE#scenario`."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from model.case import SCHEMA, Case
from model.document import MAX_BYTES, Document, read_document
from model.problems import CaseProblems, Problem
from model.validation import validated


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case, the document it was read from, which knows the line of each field, and a SHA-256 of what it says."""

    case: Case
    document: Document
    digest: str = ""


def read_case_file(path: Path) -> CaseFile:
    """Read a case from a file.

    Raises `CaseProblems` with every problem of the file, each with its line.
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        what = f"The file cannot be read: {error.strerror or error}."
        problem = Problem(
            "unreadable", (), what, "There is no case to read.", "Check the name and the folder.", str(path)
        )
        raise CaseProblems([problem]) from None
    return read_case(content, str(path))


def read_case(content: str | bytes, file: str) -> CaseFile:
    """Read a case from text; `file` is the name shown with problems.

    Raises `CaseProblems` with every problem of the text, each with its line.
    """
    document = read_document(content, file)
    _check_version(document)
    raw = content.encode() if isinstance(content, str) else content
    return CaseFile(validated(Case, document.data, document), document, hashlib.sha256(raw).hexdigest())


def case_file(case: Case, name: str) -> CaseFile:
    """Return a case that stands in no file, ready to be analysed; `name` is shown with problems, which have no line.

    The digest is that of what the case states, so that equal cases in which different fields are written out differ.
    """
    said = case.model_dump_json(by_alias=True, exclude_unset=True)
    return CaseFile(case, Document(name, None, {}), hashlib.sha256(said.encode()).hexdigest())


def _check_version(document: Document) -> None:
    version = document.data.get("schema") if isinstance(document.data, dict) else None
    if isinstance(version, int) and version > SCHEMA:
        what = f"The file is of format {version}; this program reads formats up to {SCHEMA}."
        problem = Problem(
            "schema",
            ("schema",),
            what,
            "A newer format may mean other things by the same words.",
            "Update the program.",
        )
        raise CaseProblems(document.locate([problem]))


def split_reference(reference: str) -> tuple[Path, str | None]:
    """Return file and scenario of `FILE#scenario`; None where no scenario is named, as in a file whose name holds `#`."""
    file, _, scenario = reference.rpartition("#")
    return (Path(file), scenario or None) if file and not Path(reference).exists() else (Path(reference), None)
