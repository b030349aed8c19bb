"""What could stand in for an answer that is missing, and how somebody may know one: templates, publications, own records."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from assumptions.loader import library
from model.case import Case
from model.evidence import Assumption, Benchmark, Grade, Source
from model.line import Stream
from model.units import CURRENCY
from scenarios.answering import answer, stated_answer


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A value to take for now, how good it is, and where it is from; `origin` names that for people."""

    value: float
    grade: Grade
    sources: tuple[Source, ...]
    origin: str


@dataclass(frozen=True, slots=True)
class Way:
    """A way in which somebody knows an answer: its words, the grade it gives, and the source it states, if any."""

    words: str
    grade: Grade
    source: str = ""


WAYS: Mapping[str, Way] = {
    "records": Way("Our own records", "measured", "Own records"),
    "offer": Way("An offer or contract", "expert", "Offer or contract"),
    "person": Way("Somebody who knows", "expert", "Somebody who knows"),
    "guess": Way("A guess", "guess"),
}


def from_templates(case: Case, name: str, record: Assumption, templates: Iterable[Case]) -> Suggestion | None:
    """Return what a template states for an assumption, those of the same kind of community first; None where none does.

    It must be counted in the same unit, and money in the same currency; what it states for another audience counts
    only where that one has the same role. Whatever a template says of it, taken over it is a guess.
    """
    for template in near_first(case, templates):
        found = next(_stated(case, name, template), None)
        if found is not None and found.value is not None and _is_alike(case, name, record, template, found):
            origin = f"the template “{template.title}”"
            return Suggestion(found.value, "guess", (Source(title=f"A guess, from {origin}"[:200]),), origin)
    return None


def near_first(case: Case, templates: Iterable[Case]) -> list[Case]:
    """Return templates with those of the same kind of community first, then those for support: their words fit most others."""
    kind = case.community.kind if case.community else None

    def order(template: Case) -> tuple[bool, bool]:
        own = template.community.kind if template.community else None
        return kind is None or own != kind, own != "support"

    return sorted(templates, key=order)


def _stated(case: Case, name: str, template: Case) -> Iterator[Assumption]:
    """Yield what a template states for an assumption as a whole, then for its audiences of the role asked for."""
    plain, _, member = name.partition("[")
    whole = stated_answer(template, plain, None)
    if whole is not None:
        yield whole
    roles = {item.role for item in case.audiences if not member or item.id == member.removesuffix("]")}
    for audience in template.audiences:
        own = stated_answer(template, f"{plain}[{audience.id}]", None)
        if own is not None and audience.role in roles:
            yield own


def _is_alike(case: Case, name: str, record: Assumption, template: Case, found: Assumption) -> bool:
    """Tell whether a template counts an assumption of the library as the case does."""
    known = library().assumptions.get(name.partition("[")[0])
    if known is None:
        return False
    theirs, own = (
        re.sub(rf"\b{currency}\b", CURRENCY, unit or "1")
        for unit, currency in ((found.unit or known.unit, template.currency), (record.unit, case.currency))
    )
    is_money = CURRENCY in re.findall(r"[A-Za-z_]+", own)
    return theirs.replace(" ", "") == own.replace(" ", "") and (not is_money or template.currency == case.currency)


def published(record: Assumption, currency: str) -> tuple[Suggestion, ...]:
    """Return the single published figures that measure the same, each once; a range is no value to take."""
    found: dict[float, Suggestion] = {}
    for mark in record.benchmarks:
        value = mark.value
        if value is not None and mark.comparable and mark.currency in (None, currency) and _may_be(value, record):
            found.setdefault(value, _of_publication(mark, value))
    return tuple(found.values())


def _may_be(value: float, record: Assumption) -> bool:
    least, most = record.limits or (None, None)
    return (least is None or value >= least) and (most is None or value <= most)


def _of_publication(mark: Benchmark, value: float) -> Suggestion:
    origin = str(mark.source[0]) if mark.source else mark.what or "a publication"
    return Suggestion(value, "published", mark.source, origin)


def same_as_published(record: Assumption, currency: str) -> Suggestion | None:
    """Return the publication whose figure an answer is, to the digit; None where it is nobody's."""
    value = record.value
    if value is None:
        return None
    return next((item for item in published(record, currency) if math.isclose(item.value, value)), None)


def taken(case: Case, answers: Mapping[str, Suggestion], scenario: str | None) -> Case:
    """Return the case with suggestions taken as its answers, each with its source and grade."""
    for name, item in answers.items():
        case = answer(case, name, scenario, {"value": item.value, "source": item.sources, "grade": item.grade})
    return case


def is_unexplained(case: Case, name: str, scenario: str | None) -> bool:
    """Tell whether the case itself answers a question without saying how it knows."""
    stated = stated_answer(case, name, scenario)
    return stated is not None and stated.is_known and not stated.source and stated.grade is None


def known_by(case: Case, name: str, scenario: str | None, way: Way) -> Case:
    """Return the case with the way in which an answer is known."""
    return answer(
        case, name, scenario, {"grade": way.grade, "source": ({"title": way.source},) if way.source else None}
    )


@dataclass(frozen=True, slots=True)
class Usual:
    """How often each option of a choice is taken, and in how many cases the choice is made."""

    taken: Mapping[str, int]
    cases: int

    @property
    def most(self) -> frozenset[str]:
        """The options that most cases take; none where no case makes the choice."""
        highest = max(self.taken.values(), default=0)
        return frozenset(name for name, count in self.taken.items() if count == highest)


def usual_options(cases: Iterable[Case], stream: Stream, choice: str) -> Usual:
    """Return how many of some cases take each option of a choice; one that takes two for its audiences counts for both."""
    made = [options for case in cases if (options := _options(case, stream, choice))]
    return Usual(Counter(option for options in made for option in options), len(made))


def _options(case: Case, stream: Stream, name: str) -> set[str]:
    """Return the options a case takes, in its base case: one, or one for each audience; none where it does not choose."""
    choice, settings = stream.choices[name], case.streams.get(stream.id)
    shared = settings.choose.get(name) if settings else None
    if choice.for_each:
        return {option for item in case.audiences if (option := item.choose.get(name) or shared)}
    option = shared or choice.default
    return {option} if settings and option else set()
