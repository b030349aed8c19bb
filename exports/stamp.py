"""What every export carries: whose case and which scenario it shows, of which revision, how it counts, when, by what."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from exports import wording
from model import MODEL_VERSION
from model.finance import TIMING_NAMES
from model.money import LOCALE
from model.names import capitalised
from scenarios import Analysis
from scenarios.bridge import BASE_CASE
from scenarios.stored import Revision

DRAFT = "unsaved draft"
_EPOCH = "SOURCE_DATE_EPOCH"
_SHOWN_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Stamp:
    """Where the figures of an export come from; equal stamps and cases give equal files, byte by byte.

    `convention` and `convention_short` say the discount rate and its timing, `fingerprint` is the SHA-256 of all that
    was computed, and `left_out` names what the case lacked an answer for.
    """

    case: str
    case_id: str
    organisation: str
    scenario: str
    scenario_id: str
    revision: str
    convention: str
    convention_short: str
    currency: str
    date: date
    model_version: str
    fingerprint: str
    left_out: tuple[str, ...] = ()

    @property
    def moment(self) -> datetime:
        """Midnight (UTC) of its date, for the properties of a document."""
        return datetime.combine(self.date, time(), UTC)

    @property
    def day(self) -> str:
        """Its date in words: 23 November 2026."""
        return wording.day_name(self.date)

    @property
    def later_day(self) -> str:
        """Its date in words, or nothing where the revision was saved on that day and says so."""
        return "" if self.revision.endswith(self.day) else self.day

    @property
    def program(self) -> str:
        """The program that computed the figures."""
        return f"Community Case, model {self.model_version}"

    @property
    def short_fingerprint(self) -> str:
        """As much of the fingerprint as tells cases apart."""
        return self.fingerprint[:_SHOWN_DIGITS]

    def line(self) -> str:
        """Return all of it on one line, for the foot of a chart, a slide or a page."""
        parts = (
            f"{self.case} ({self.scenario})", self.organisation, capitalised(self.revision), self._without(),
            self.convention_short, self.later_day, self.program, self.short_fingerprint,
        )  # fmt: skip
        return " · ".join(part for part in parts if part)

    def rows(self) -> tuple[tuple[str, str], ...]:
        """Return what each part is called, and the part in full, for a page of its own."""
        rows = (
            ("Case", self.case),
            ("Organisation", self.organisation),
            ("Scenario", self.scenario),
            ("Revision", capitalised(self.revision)),
            ("Not answered yet", capitalised(wording.listed(self.left_out, len(self.left_out)))),
            ("Discount rate and timing", self.convention),
            ("Currency", self.currency),
            ("Date", self.day),
            ("Computed by", self.program),
            ("Fingerprint", self.fingerprint),
        )
        return tuple((label, text) for label, text in rows if text)

    def file_name(self, extension: str) -> str:
        """Return a name for a file: `case-scenario-date.ext`."""
        return f"{self.case_id}-{self.scenario_id}-{self.date.isoformat()}.{extension}"

    def _without(self) -> str:
        return f"Without {wording.listed(self.left_out)}" if self.left_out else ""


def stamp(
    analysis: Analysis,
    *,
    revision: str | None = None,
    on: date | None = None,
    left_out: tuple[str, ...] = (),
    locale: str = LOCALE,
) -> Stamp:
    """Return the stamp of an analysis; without a revision it is an unsaved draft, without a day it is of today.

    Where `SOURCE_DATE_EPOCH` is set, today is that day.
    """
    resolved = analysis.resolved
    discount, counting = resolved.discount, wording.COUNTING_WORDS[resolved.counting]
    rate = wording.percent(discount.rate, 1, locale)
    return Stamp(
        case=resolved.title, case_id=resolved.id, organisation=resolved.organisation,
        scenario=resolved.scenario_label or BASE_CASE, scenario_id=resolved.scenario or "base", revision=revision or DRAFT,
        convention=f"{wording.convention(discount.timing, discount.rate, locale)}{counting}",
        convention_short=f"{rate} a year, {TIMING_NAMES[discount.timing]}{counting}",
        currency=resolved.currency, date=on or today(), model_version=MODEL_VERSION, fingerprint=resolved.fingerprint,
        left_out=left_out,
    )  # fmt: skip


def revision_words(revision: Revision) -> str:
    """Return which revision of a saved case something shows: revision 3, saved by Ann on 15 March 2027."""
    return f"revision {revision.number}, saved by {revision.author} on {wording.day_name(revision.saved_at.date())}"


def today() -> date:
    """Return the day of `SOURCE_DATE_EPOCH` (UTC) where it is set to a number, else the day it is here."""
    epoch = os.environ.get(_EPOCH, "")
    return datetime.fromtimestamp(int(epoch), UTC).date() if epoch.isdigit() else datetime.now().astimezone().date()
