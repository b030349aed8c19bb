"""What a save consists of: the content of a case, its hash, the figures of every scenario, and who says so."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from pydantic import ValidationError

from assumptions.loader import drawing_on, library_digest, library_from_json, library_json, shipped_library
from model.case import Case
from model.document import MAX_BYTES
from model.line import Library
from model.problems import CaseProblems
from model.references import BASE
from scenarios.standing import stand
from scenarios.stored import ScenarioFigures, refusal
from scenarios.writing import case_yaml

MOST_AUTHOR, MOST_MESSAGE, MOST_TEXT = 120, 2_000, 20_000
"""The longest name of a person, message of a revision, and comment or reason of a verdict, in characters."""
_COMPRESSION = 6
_MOST_PACKED = 16
_PACKED: dict[str, Content] = {}
"""Libraries ready to be written, by their digest."""


@dataclass(frozen=True, slots=True)
class Content:
    """A case or a library as the store keeps it: compressed JSON under the SHA-256 of what it says."""

    digest: str
    body: bytes


def case_content(case: Case) -> Content:
    """Return what a case states, and nothing it leaves to the defaults.

    Raises `CaseProblems` (`case_too_large`) for more than a file of a case may hold.
    """
    said = case.model_dump_json(by_alias=True, exclude_unset=True).encode()
    if len(said) > MAX_BYTES / 2 and len(case_yaml(case).encode()) > MAX_BYTES:
        what = f"The case has more than {MAX_BYTES:,} bytes, and was not saved."
        why = "A case of this size cannot be read from a file again."
        raise refusal("case_too_large", what, why, "Split it, or shorten it.")
    return Content(hashlib.sha256(said).hexdigest(), zlib.compress(said, _COMPRESSION))


def library_content(library: Library) -> Content:
    """Return a whole library, streams and assumptions; one that was packed before is not packed again."""
    digest = library_digest(library)
    found = _PACKED.get(digest)
    if found is None:
        found = Content(digest, zlib.compress(library_json(library).encode(), _COMPRESSION))
        if len(_PACKED) >= _MOST_PACKED:
            _PACKED.clear()
        _PACKED[digest] = found
    return found


def case_from(content: Content) -> Case:
    """Return the case in a content. Raises `CaseProblems` (`store_damaged`) if it is not what was saved."""
    try:
        said = zlib.decompress(content.body)
        if hashlib.sha256(said).hexdigest() == content.digest:
            return Case.model_validate_json(said)
    except (zlib.error, ValidationError):
        pass
    raise _damaged("case")


def library_from(content: Content) -> Library:
    """Return the library in a content: the very one that ships with the product where that is the same.

    Raises `CaseProblems` (`store_damaged`) if it is not what was saved.
    """
    shipped = shipped_library()
    if content.digest == library_digest(shipped):
        return shipped
    try:
        found = library_from_json(zlib.decompress(content.body).decode())
    except (zlib.error, ValueError, CaseProblems):
        raise _damaged("library") from None
    if library_digest(found) != content.digest:
        raise _damaged("library")
    return found


def _damaged(kind: str) -> CaseProblems:
    what = f"The {kind} of this revision is not what was saved."
    why = "The file of the store was damaged or changed by other means; other revisions are not touched by it."
    return refusal("store_damaged", what, why, "Restore this case from a backup.")


def figures_of(case: Case, library: Library) -> dict[str, ScenarioFigures]:
    """Return the figures of the base case and of every scenario, as far as they can be computed."""
    with drawing_on(library):
        named = {name: storable(overlay.label or name) for name, overlay in case.options.items() if name != BASE}
        base = {BASE: _figures(case, None, "Base case")}
        return base | {name: _figures(case, name, label) for name, label in named.items()}


def _figures(case: Case, scenario: str | None, label: str) -> ScenarioFigures:
    standing = stand(case, scenario)
    if standing.analysis is None:
        return ScenarioFigures(label, "", None, None, None, None, is_complete=False)
    figures, fingerprint = standing.analysis.appraisal.figures, standing.analysis.resolved.fingerprint
    known = (figures.npv, figures.roi, figures.payback_months, figures.peak_funding)
    return ScenarioFigures(label, fingerprint, *known, is_complete=standing.is_complete)


def new_id() -> str:
    """Return an id nobody can guess: whoever has the link has the case."""
    return secrets.token_urlsafe(12)


def now() -> datetime:
    """Return this moment, in UTC."""
    return datetime.now(UTC)


def named(author: str) -> str:
    """Return the name of a person on one line. Raises `CaseProblems` (`author_missing`) where there is none."""
    name = " ".join(storable(author).split())[:MOST_AUTHOR].strip()
    if not name:
        raise refusal(
            "author_missing",
            "Nobody is named.",
            "Whoever reads the history must know who did it.",
            "Say your name or e-mail address.",
        )
    return name


def said(text: str, most: int = MOST_TEXT) -> str:
    """Return a text a database can hold. Raises `CaseProblems` (`text_too_long`) where it is too long to be read."""
    if len(text) > most:
        what = f"The text has {len(text):,} characters; {most:,} are the most."
        raise refusal("text_too_long", what, "Reviewers read it beside the figures.", "Shorten it.")
    return storable(text)


def storable(text: str) -> str:
    """Return a text without what no database takes: the character zero, and halves of characters."""
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace").decode()


def searchable(*texts: str | None) -> str:
    """Return texts as search compares them: one line, in small letters, accents composed."""
    joined = " ".join(storable(text) for text in texts if text)
    return " ".join(unicodedata.normalize("NFKC", joined).casefold().split())


def figures_record(figures: Mapping[str, ScenarioFigures]) -> dict[str, float | None]:
    """Return the NPV of each scenario, as the audit trail keeps it."""
    return {name: found.npv for name, found in figures.items()}
