"""Vendors of a case: adding and scoring them, and what each is asked about its price."""

from __future__ import annotations

from assumptions.loader import library
from model.case import Case
from model.evidence import Assumption
from model.line import StreamChoice
from model.references import BASE
from model.validation import validated
from model.vendors import Vendor
from scenarios.editing import NO_FILE, add, drop, new_id, put
from scenarios.standing import Standing

TECHNOLOGY, PRICING = "technology", "licence_model"
"""The cost group of the platform, and its choice of how a licence is priced."""


def add_vendor(case: Case, label: str) -> Case:
    """Return the case with one vendor more, under a name that no scenario has. Raises `CaseProblems`."""
    taken = [BASE, *case.scenarios, *(vendor.id for vendor in case.vendors)]
    stated = {"id": new_id(label, taken, "vendor"), "label": label.strip()}
    return add(case, ("vendors",), validated(Vendor, stated, NO_FILE, ("vendors", len(case.vendors))))


def next_label(case: Case) -> str:
    """Return a label for the next vendor: Vendor A, Vendor B, and so on."""
    taken = {vendor.label for vendor in case.vendors}
    letters = (f"Vendor {chr(ord('A') + number)}" for number in range(26))
    return next((label for label in letters if label not in taken), f"Vendor {len(case.vendors) + 1}")


def score(case: Case, vendor: int, requirement: str, points: int | None) -> Case:
    """Return the case with a vendor's score for a requirement; None takes it back."""
    scores = case.vendors[vendor].scores
    if points is None:
        return drop(case, ("vendors", vendor, "scores", requirement)) if requirement in scores else case
    return put(case, ("vendors", vendor, "scores"), {**scores, requirement: points})


def price(case: Case, vendor: int, option: str | None) -> Case:
    """Return the case with the way a vendor prices its licence; None: as in the base case."""
    streams = case.vendors[vendor].streams
    settings = streams.get(TECHNOLOGY) or StreamChoice()
    choices = {name: chosen for name, chosen in settings.choose.items() if name != PRICING}
    new = settings.model_copy(update={"choose": choices | ({PRICING: option} if option else {})})
    others = {name: choice for name, choice in streams.items() if name != TECHNOLOGY}
    is_bare = new.model_dump() == StreamChoice().model_dump()
    return put(case, ("vendors", vendor, "streams"), others if is_bare else {**others, TECHNOLOGY: new})


def pricing(case: Case, vendor: int) -> str | None:
    """Return how a vendor prices its licence; None: as in the base case."""
    settings = case.vendors[vendor].streams.get(TECHNOLOGY)
    return settings.choose.get(PRICING) if settings else None


def price_questions(base: Standing, own: Standing, vendor: Vendor) -> dict[str, Assumption]:
    """Return what a vendor is asked about its price, by name, with the record that holds where it states nothing.

    That is what its own scenario rests on; while that one cannot be computed, what the base case rests on and what is
    missing besides. What the vendor states already is always among it, so that it can be taken back.
    """
    known = {question.name: question.record for question in base.questions if question.group == TECHNOLOGY}
    names = [question.name for question in (own if own.analysis else base).questions if question.group == TECHNOLOGY]
    names += [str(part) for problem in own.problems if problem.code == "missing_value" for part in problem.path]
    names += list(vendor.assumptions)
    found = {name: known.get(name) or _bare(name) for name in names}
    return {name: record for name, record in found.items() if record is not None}


def _bare(name: str) -> Assumption | None:
    """Return an assumption about the platform as the library has it, without a value; None for any other name."""
    record = library().assumptions.get(name)
    is_price = record is not None and library().topics[name] == TECHNOLOGY
    return record.model_copy(update={"value": None}) if record and is_price else None
