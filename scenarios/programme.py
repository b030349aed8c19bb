"""A programme of several cases: totals in one currency, what each case adds, what may be counted twice, and the ranking."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from typing import Annotated, Any, Literal

from pydantic import Field

from model import MODEL_VERSION
from model.case import CurrencyCode, Rate, Timing
from model.compare import who
from model.finance import TIMING_NAMES
from model.names import ROLE_NAMES, capitalised
from model.problems import CaseProblems, Problem
from model.programme import Flows, RollUp, Worth, factors_from, ranked
from model.programme import roll_up as rolled_up
from model.quantities import month_name, number, percent
from model.record import Count, Figure, Label, Record
from model.resolved import Resolved, ResolvedLine
from model.result import Appraisal, Figures, Run
from model.series import Array
from model.strategy import Audience

MOST_MEMBERS = 100
Criterion = Literal["npv", "roi", "npv_per_funding"]
CRITERIA: Mapping[Criterion, str] = {
    "npv": "Worth today (NPV)",
    "roi": "Return on what is spent (ROI)",
    "npv_per_funding": "Worth today for each unit of most money out (NPV by peak funding)",
}
"""What members are ranked by, the highest first."""

CaseId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,80}$")]
"""The id of a saved case."""


class Member(Record):
    """A saved case in a programme: which revision and scenario of it, and what its currency is worth."""

    case: CaseId = Field(description="Id of the saved case.")
    revision: Annotated[Count, Field(ge=1)] | None = Field(None, description="Which revision; the newest unless said.")
    scenario: str | None = Field(None, max_length=80, description="Which scenario; the base case unless said.")
    rate: Annotated[Figure, Field(gt=0)] | None = Field(
        None, description="Units of the programme's currency for one unit of the case's own, where they differ."
    )
    label: Label | None = Field(None, description="What people call it here; the title of the case unless said.")


class Programme(Record):
    """Several cases that are decided on together, in one currency, at one discount rate and convention."""

    id: CaseId = Field(description="Id of the programme.")
    title: Label = Field(description="What people call it.")
    organisation: Label = Field(description="Whose programme it is.")
    currency: CurrencyCode = Field(description="ISO 4217 code of its one currency.")
    rate: Rate = Field(description="Annual discount rate of the programme, 0.08 for 8%.")
    timing: Timing = Field("month_end", description="Which moment of its period a flow falls on.")
    members: tuple[Member, ...] = Field((), max_length=MOST_MEMBERS, description="The cases in it.")


@dataclass(frozen=True, slots=True)
class MemberResult:
    """A case in a programme: its own figures, as its own page shows them, and its worth within the programme.

    `worth` is in the currency of the programme, at its rate and convention; the present values and NPVs of all members
    add up to those of the programme. `net` lies on the calendar of the programme, the opening first.
    """

    label: str
    case: Resolved
    exchange_rate: float
    own: Figures
    offset: int
    worth: Worth
    net: Array

    def record(self) -> dict[str, Any]:
        """Return the member as plain data, for JSON."""
        case = self.case
        return {
            "label": self.label,
            "case": case.id,
            "title": case.title,
            "organisation": case.organisation,
            "scenario": case.scenario,
            "currency": case.currency,
            "exchange_rate": self.exchange_rate,
            "start": case.start,
            "months": case.months,
            "starts_after_months": self.offset,
            "own_figures": asdict(self.own),
            "contribution": asdict(self.worth),
        }


_Pair = tuple[MemberResult, MemberResult]


@dataclass(frozen=True, slots=True)
class CountedTwice:
    """Something two members may both count: what, which two by position, and the smaller of the two present values."""

    kind: Literal["case", "audience", "stream"]
    what: str
    members: tuple[int, int]
    at_stake: float


@dataclass(frozen=True, slots=True)
class ProgrammeResult:
    """Everything said of a programme; `places` holds the place of each member by each criterion, 1 for the best."""

    programme: Programme
    total: RollUp
    members: tuple[MemberResult, ...]
    overlaps: tuple[CountedTwice, ...]
    places: Mapping[Criterion, tuple[int | None, ...]]
    warnings: tuple[str, ...]

    @property
    def worth(self) -> Worth:
        """The figures of the programme."""
        return self.total.worth

    def by_place(self, criterion: Criterion) -> tuple[MemberResult, ...]:
        """Return the members by their place, the best first; those without a figure come last."""
        last = len(self.members) + 1
        order = sorted(range(len(self.members)), key=lambda index: self.places[criterion][index] or last)
        return tuple(self.members[index] for index in order)

    def record(self) -> dict[str, Any]:
        """Return the result as plain data, for JSON."""
        return {
            "model_version": MODEL_VERSION,
            "programme": self.programme.model_dump(mode="json", exclude={"members"}),
            "start": self.total.start,
            "months": self.total.months,
            "figures": asdict(self.worth),
            "members": [member.record() for member in self.members],
            "overlaps": [asdict(overlap) | {"members": list(overlap.members)} for overlap in self.overlaps],
            "places": {criterion: list(places) for criterion, places in self.places.items()},
            "warnings": list(self.warnings),
        }


def roll_up(programme: Programme, members: Sequence[tuple[str, Appraisal, float | None]]) -> ProgrammeResult:
    """Return a programme from the appraisals of its members, each with its name and its rate of exchange.

    Raises `CaseProblems` where there is no member, or a currency has no rate or one it cannot have.
    """
    problems = list(_rate_problems(programme, members))
    if problems:
        raise CaseProblems(problems)
    rates = [rate or 1.0 for _, _, rate in members]
    runs = [appraisal.run for _, appraisal, _ in members]
    total = rolled_up([_flows(*pair) for pair in zip(runs, rates, strict=True)], programme.rate, programme.timing)
    results = tuple(
        MemberResult(label, appraisal.run.graph.resolved, rate, appraisal.figures, share.offset, share.worth, share.net)
        for (label, appraisal, _), rate, share in zip(members, rates, total.shares, strict=True)
    )
    worths = [result.worth for result in results]
    return ProgrammeResult(
        programme=programme, total=total, members=results,
        overlaps=tuple(_overlaps(programme, results, runs)),
        places={criterion: ranked([getattr(worth, criterion) for worth in worths]) for criterion in CRITERIA},
        warnings=tuple(_warnings(programme, results)),
    )  # fmt: skip


def _rate_problems(programme: Programme, members: Sequence[tuple[str, Appraisal, float | None]]) -> Iterator[Problem]:
    if not members:
        what = "The programme has no case."
        yield Problem("no_members", ("members",), what, "There is nothing to add up.", "Add a saved case.")
    for index, (label, appraisal, rate) in enumerate(members):
        own, path = appraisal.run.graph.resolved.currency, ("members", index, "rate")
        if own == programme.currency and rate not in (None, 1.0):
            what = f"“{label}” is in {own} as the programme is, and has a rate of exchange of {rate:g}."
            yield Problem("needless_rate", path, what, "Its amounts would be changed.", "Take the rate away.")
        elif own != programme.currency and (rate is None or not 0 < rate < float("inf")):
            what = f"“{label}” is in {own}, the programme in {programme.currency}, and no rate of exchange above nought is stated."
            remedy = f"Say how many {programme.currency} one {own} is worth."
            yield Problem("no_exchange_rate", path, what, "Amounts in two currencies cannot be added.", remedy)


def _flows(run: Run, rate: float) -> Flows:
    return Flows(run.graph.resolved.start, run.total("benefit") * rate, run.total("cost") * rate)


# --- what may be counted twice -----------------------------------------------------------------------------------


def _overlaps(programme: Programme, results: Sequence[MemberResult], runs: Sequence[Run]) -> Iterator[CountedTwice]:
    """Yield what two cases of one organisation may both count, the largest first."""
    worths = [_worth_by_line(programme, *pair) for pair in zip(results, runs, strict=True)]
    saved = [member.case for member in programme.members]
    # Copies of a template share their short name; the id in the store tells them apart wherever it is known.
    ids = saved if len(saved) == len(results) else [result.case.id for result in results]
    found: list[CountedTwice] = []
    for members in combinations(range(len(results)), 2):
        one, other = members
        pair, money = (results[one], results[other]), (worths[one], worths[other])
        if ids[one] == ids[other]:
            stake = min(sum(worth.values()) for worth in money)
            found.append(CountedTwice("case", f"The same case: {pair[0].case.title}", members, stake))
        elif _plain(pair[0].case.organisation) == _plain(pair[1].case.organisation):
            found += _of_pair(pair, money, members)
    yield from sorted(found, key=lambda overlap: -overlap.at_stake)


def _of_pair(pair: _Pair, money: Sequence[Mapping[str, float]], members: tuple[int, int]) -> Iterator[CountedTwice]:
    for what, served in _same_audiences(pair):
        stake = min(sum(worth[line] for line in lines) for worth, lines in zip(money, served, strict=True))
        if stake > 0:
            yield CountedTwice("audience", what, members, stake)
    for line in _same_lines(pair):
        stake = min(worth[line.id] for worth in money)
        if stake > 0:
            title = next((s.title for s in pair[0].case.streams if s.id == line.stream), line.stream)
            yield CountedTwice("stream", f"{title}: {line.label}", members, stake)


def _same_audiences(pair: _Pair) -> Iterator[tuple[str, tuple[list[str], list[str]]]]:
    """Yield each audience both cases are for, by name or else by role, with the benefit lines that serve it in each."""
    first, second = (case.audiences for case in (pair[0].case, pair[1].case))
    named = {_plain(one.label) for one in first} & {_plain(other.label) for other in second}
    for label in sorted(named):
        alike = [[audience for audience in side if _plain(audience.label) == label] for side in (first, second)]
        yield f"The same audience: {alike[0][0].label}", _serving_in(pair, alike)
    for role, words in ROLE_NAMES.items():
        alike = [[a for a in side if a.role == role and _plain(a.label) not in named] for side in (first, second)]
        if all(alike):
            labels = ", ".join(audience.label for side in alike for audience in side)
            yield f"{capitalised(words)} in both: {labels}", _serving_in(pair, alike)


def _serving_in(pair: _Pair, audiences: Sequence[Sequence[Audience]]) -> tuple[list[str], list[str]]:
    first, second = ({audience.id for audience in side} for side in audiences)
    return _serving(pair[0].case, first), _serving(pair[1].case, second)


def _serving(case: Resolved, audiences: set[str]) -> list[str]:
    """Return the benefit lines of the streams that serve some audiences."""
    streams = {stream.id for stream in case.streams if stream.is_on and audiences.intersection(stream.audiences)}
    return [line.id for line in case.lines if line.kind == "benefit" and line.stream in streams]


def _same_lines(pair: _Pair) -> Iterator[ResolvedLine]:
    """Yield the benefit lines of value streams that both cases count."""
    streams = {stream.id for stream in pair[0].case.streams if stream.is_on and stream.kind == "value"}
    others = {(line.stream, line.id) for line in pair[1].case.lines if line.kind == "benefit"}
    for line in pair[0].case.lines:
        if line.kind == "benefit" and line.stream in streams and (line.stream, line.id) in others:
            yield line


def _worth_by_line(programme: Programme, result: MemberResult, run: Run) -> dict[str, float]:
    """Return what each benefit line of a member is worth in the programme."""
    factors = factors_from(result.offset, result.case.months, programme.rate, programme.timing) * result.exchange_rate
    return {line.id: float(run.line(line.id) @ factors) for line in run.lines_of("benefit")}


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


# --- what must be said -------------------------------------------------------------------------------------------

_DIFFERS: Sequence[tuple[Callable[[Resolved], str], str, str]] = (
    (lambda case: month_name(case.start, 1), "The cases start in different months ({}).", "Each lies on the calendar where it starts, and what comes later is worth less."),
    (lambda case: f"{case.months} months", "They look ahead for different times ({}).", "After its last month a case adds nothing, though it may go on."),
    (lambda case: "all benefits" if case.counting == "all" else "cashable savings only", "They count different benefits ({}).", "The total mixes the two."),
)  # fmt: skip
"""What is read from each case, what is said where it differs, and what that means."""


def _warnings(programme: Programme, results: Sequence[MemberResult]) -> Iterator[str]:
    """Yield what a reader of the totals must know."""
    labels, cases = [result.label for result in results], [result.case for result in results]
    for result in results:
        if result.case.currency != programme.currency:
            rate = number(result.exchange_rate, 6)
            yield f"Amounts of {result.label} in {result.case.currency} are counted at {rate} {programme.currency} for each {result.case.currency}, in every month."
    for read, text, told in _DIFFERS:
        values = [read(case) for case in cases]
        if len(set(values)) > 1:
            yield f"{text.format(who(labels, values))} {told}"
    conventions = [_convention(case.discount.rate, case.discount.timing) for case in cases]
    own = _convention(programme.rate, programme.timing)
    if any(convention != own for convention in conventions):
        yield f"The programme discounts at {own}; by themselves its cases do so at other terms ({who(labels, conventions)}). So a case is worth something else here than on its own page."


def _convention(rate: float, timing: Timing) -> str:
    return f"{percent(rate, 2)}, {TIMING_NAMES[timing]}"
