"""A case to begin with: a blank one, which states only what must be known first, or a template with one's own name."""

from __future__ import annotations

from datetime import date

from model.calendar import month_of
from model.case import SCHEMA, Case
from model.document import Document
from model.validation import validated
from scenarios.editing import new_id, put, recounted

USUAL_MONTHS = 36
"""Three years: the horizon of Forrester's Total Economic Impact studies."""
USUAL_RATE = 0.10
"""The discount rate of Forrester's Total Economic Impact studies, until finance names its own."""


def blank(organisation: str, title: str, currency: str, today: date) -> Case:
    """Return a case that states who, what, and the frame; it starts in the month after today.

    Raises `CaseProblems` where a name is missing or the currency is not one.
    """
    stated = {
        "schema": SCHEMA,
        "id": new_id(title or organisation, (), "case"),
        "title": title,
        "organisation": organisation,
        "currency": currency,
        "start": month_of(f"{today:%Y-%m}", 2),
        "months": USUAL_MONTHS,
        "discount": {"rate": USUAL_RATE},
    }
    return validated(Case, stated, Document("the new case", None, {}))


def from_template(template: Case, organisation: str, title: str, currency: str, today: date) -> Case:
    """Return a template under one's own name, in one's own currency; its amounts keep their numbers, as placeholders.

    It starts in the month after today. Raises `CaseProblems` where a name is missing or the currency is not one.
    """
    own = blank(organisation, title, currency, today)
    case = recounted(template, currency)
    for field in ("id", "title", "organisation", "start"):
        case = put(case, (field,), getattr(own, field))
    return put(put(case, ("author",), None), ("summary",), None)
