"""What people name on a command line: a case in a file, or one in the store, with a revision and a scenario of it."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from model.line import Library
from model.problems import did_you_mean
from scenarios.files import CaseFile, case_file, read_case_file, split_reference
from scenarios.stored import DATABASE, CaseSummary, Revision, own_file, refusal

if TYPE_CHECKING:
    from scenarios.store import Store

_STORED = re.compile(r"(?P<name>[A-Za-z0-9_-]{1,80})(@(?P<number>[0-9]{1,9}))?(#(?P<scenario>.+))?")
"""A saved case by id or short name, with a revision and a scenario: `support@3#cautious`."""


@dataclass(frozen=True, slots=True)
class Referred:
    """The case that a reference names, its scenario, and of a saved one its revision and the library it was saved with."""

    file: CaseFile
    scenario: str | None
    library: Library | None = None
    revision: Revision | None = None


def referred(reference: str) -> Referred:
    """Return the case of `FILE[#scenario]` where there is such a file, else that of `CASE[@revision][#scenario]`.

    A saved case is named by its id or by its short name. Raises `CaseProblems` with every problem of the file, or
    `unknown_case`, `unknown_revision` and `ambiguous_case` where the store holds no such case, or several.
    """
    path, scenario = split_reference(reference)
    wanted = _STORED.fullmatch(reference)
    if path.exists() or wanted is None or path.suffix:
        return Referred(read_case_file(path), scenario)
    case_id, number = stored_case(wanted["name"]).id, wanted["number"]
    saved = _store().revision(case_id, int(number) if number else None)
    if saved is None:
        what = f"The case `{wanted['name']}` has no revision {number}."
        raise refusal("unknown_revision", what, "Revisions are counted from 1.", "Choose one from its history.")
    named = f"{wanted['name']}@{saved.revision.number}"
    return Referred(case_file(saved.case, named), wanted["scenario"], saved.library, saved.revision)


def stored_case(name: str) -> CaseSummary:
    """Return the saved case with this id or short name.

    Raises `CaseProblems`: `unknown_case` if there is none, `ambiguous_case` if several have the short name.
    """
    is_begun = os.environ.get(DATABASE) or own_file().exists()  # looking for a case must not make a store
    found = _store().called(name) if is_begun else ()
    if len(found) == 1:
        return found[0]
    if not found:
        known = [row.slug for row in _store().cases(limit=1_000).rows] if is_begun else []
        what = f"There is neither a file nor a saved case `{name}`."
        remedy = f"{did_you_mean(name, known)}Name a file, or a case that `list` shows."
        raise refusal("unknown_case", what, "There is no case to read.", remedy)
    listed = "; ".join(f"{row.id} “{row.title}”, {row.organisation}" for row in found)
    what = f"{len(found)} saved cases have the short name `{name}`: {listed}."
    raise refusal("ambiguous_case", what, "One of them must be meant.", "Name it by its id.")


def _store() -> Store:
    from scenarios.store import Store  # databases take a while to load, and files do without

    return Store.open()
