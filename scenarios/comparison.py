"""Two to eight scenarios side by side, of one case or of several: what differs, and the bridges between them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any

from assumptions.loader import library_digest
from model import MODEL_VERSION
from model import compare as comparing
from model.compare import Curve, Difference, LineRow, StreamRow, ValueRow
from model.names import counted, listed
from model.problems import CaseProblems, Problem
from model.result import Appraisal
from scenarios.analysis import Analysis
from scenarios.bridge import Bridge, bridge, why_no_bridge

_SHOWN_DIGITS = 8


@dataclass(frozen=True)
class Entry:
    """A scenario that is compared: what people call it, its analysis, and what is known of it besides.

    `reference` is how it is opened again, `model_version` that of the figures people have seen, and `left_out` what it
    lacks an answer for.
    """

    label: str
    analysis: Analysis
    reference: str = ""
    model_version: str = MODEL_VERSION
    left_out: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The case and, where it is not the base case, the scenario: `sps_commerce#conservative`."""
        resolved = self.analysis.resolved
        return f"{resolved.id}#{resolved.scenario}" if resolved.scenario else resolved.id


@dataclass(frozen=True)
class Comparison:
    """Scenarios side by side; everything is in their order, and the first is what the others are held against."""

    entries: tuple[Entry, ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """What people call the scenarios; each name stands once."""
        return tuple(entry.label for entry in self.entries)

    @cached_property
    def appraisals(self) -> tuple[Appraisal, ...]:
        """The appraisal of each. Raises `CaseProblems` where one cannot be computed."""
        return tuple(entry.analysis.appraisal for entry in self.entries)

    @property
    def is_one_currency(self) -> bool:
        """True where amounts can be subtracted from one another."""
        return len({appraisal.run.graph.resolved.currency for appraisal in self.appraisals}) == 1

    @property
    def options(self) -> tuple[tuple[str, Appraisal], ...]:
        """The scenarios by name, ready to be appraised as options."""
        return tuple(zip(self.labels, self.appraisals, strict=True))

    @cached_property
    def settings(self) -> tuple[Difference, ...]:
        """The settings and streams that differ."""
        return comparing.settings_that_differ(self.appraisals)

    @cached_property
    def assumptions(self) -> tuple[ValueRow, ...]:
        """The assumptions that differ."""
        return comparing.assumptions_that_differ(self.appraisals)

    @cached_property
    def lines(self) -> tuple[LineRow, ...]:
        """The benefit and cost lines that differ."""
        return comparing.lines_that_differ(self.appraisals)

    @cached_property
    def streams(self) -> tuple[StreamRow, ...]:
        """Every stream, with what it brings or costs."""
        return comparing.streams_side_by_side(self.appraisals)

    def curves(self, by: comparing.Alignment = "case") -> tuple[Curve, ...]:
        """Return the cumulative cash of each, by month of the case or by calendar month."""
        return comparing.cumulative_cash(self.appraisals, by)

    def bridge_to(self, index: int, *, progress: Callable[[float], None] | None = None) -> Bridge | None:
        """Return the bridge from the first scenario to another one; None where there is none, and a warning says why."""
        first, other = self.entries[0], self.entries[index]
        if why_no_bridge(first.analysis, other.analysis):
            return None
        return bridge(first.analysis, other.analysis, (first.label, other.label), progress=progress)

    @cached_property
    def bridges(self) -> tuple[Bridge | None, ...]:
        """The bridges from the first scenario to each further one."""
        return tuple(self.bridge_to(index) for index in range(1, len(self.entries)))

    @cached_property
    def warnings(self) -> tuple[str, ...]:
        """What keeps the scenarios from being compared as they stand."""
        reasons = (why_no_bridge(self.entries[0].analysis, entry.analysis) for entry in self.entries[1:])
        return (
            *comparing.cautions(self.labels, self.appraisals),
            *dict.fromkeys(filter(None, reasons)),
            *self._versions(),
            *(_incomplete(entry) for entry in self.entries if entry.left_out),
        )

    def _versions(self) -> list[str]:
        versions = [entry.model_version for entry in self.entries]
        libraries = [library_digest(entry.analysis.library)[:_SHOWN_DIGITS] for entry in self.entries]
        told = (
            (versions, "Their figures were first computed by different versions of the model", "All are shown as this version computes them."),
            (libraries, "They draw on different versions of the library", "Formulas and defaults may differ as well as answers."),
        )  # fmt: skip
        return [f"{what} ({comparing.who(self.labels, by)}). {so}" for by, what, so in told if len(set(by)) > 1]

    def record(self) -> dict[str, Any]:
        """Return the comparison as plain data, for JSON."""
        records = [found.record() if found else None for found in self.bridges]
        return {
            "model_version": MODEL_VERSION,
            "scenarios": [_scenario(entry) for entry in self.entries],
            "differences": [found.record() for found in comparing.differences(self.appraisals)],
            "lines": [_plain(row) for row in self.lines],
            "streams": [_plain(row) for row in self.streams],
            "cumulative": [
                {"label": label, "months": list(curve.months), "amounts": list(curve.amounts)}
                for label, curve in zip(self.labels, self.curves(), strict=True)
            ],
            "bridge": records[0],
            "bridges": records,
            "warnings": list(self.warnings),
        }


def compare(named: Sequence[tuple[str, Analysis] | Entry]) -> Comparison:
    """Return two to eight scenarios side by side; names that are the same are told apart by their cases.

    Raises `CaseProblems` for fewer or more, and where one of them cannot be computed.
    """
    if not comparing.LEAST <= len(named) <= comparing.MOST:
        what = f"{counted(len(named), 'scenario')} cannot be compared."
        remedy = f"Name {comparing.LEAST} to {comparing.MOST} scenarios, of one case or of several."
        why = "It takes two to compare, and more than eight cannot be told apart."
        raise CaseProblems([Problem("too_few_or_many", (), what, why, remedy)])
    entries = [item if isinstance(item, Entry) else Entry(*item) for item in named]
    comparison = Comparison(tuple(_told_apart(entries)))
    comparison.appraisals  # noqa: B018 - computed here, so that a formula without a finite value is found
    return comparison


def _told_apart(entries: Sequence[Entry]) -> list[Entry]:
    """Return the scenarios under names of their own: with the organisation, the title, the reference, or a number."""
    labels = [entry.label for entry in entries]
    cases = [entry.analysis.resolved for entry in entries]
    references = [entry.reference or case.title for entry, case in zip(entries, cases, strict=True)]
    for names in ([case.organisation for case in cases], [case.title for case in cases], references):
        longer = [f"{entry.label} – {name}" for entry, name in zip(entries, names, strict=True)]
        labels = [long if labels.count(label) > 1 else label for label, long in zip(labels, longer, strict=True)]
    numbered = [
        f"{label} ({labels[: i + 1].count(label)})" if labels.count(label) > 1 else label
        for i, label in enumerate(labels)
    ]
    return [replace(entry, label=label) for label, entry in zip(numbered, entries, strict=True)]


def _incomplete(entry: Entry) -> str:
    return f"{entry.label} is not complete: {listed(entry.left_out, 'and')} {'is' if len(entry.left_out) == 1 else 'are'} left out of its figures."


def _scenario(entry: Entry) -> dict[str, Any]:
    whole = entry.analysis.appraisal.record()
    return {
        "id": entry.id,
        "label": entry.label,
        "reference": entry.reference or entry.id,
        "case": whole["case"],
        "fingerprint": whole["fingerprint"],
        "library": library_digest(entry.analysis.library),
        "is_complete": not entry.left_out,
        "figures": whole["figures"],
    }


def _plain(row: LineRow | StreamRow) -> dict[str, Any]:
    return asdict(row) | {"present_values": list(row.present_values)}
