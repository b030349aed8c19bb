"""Which value streams suit a case, best first, with what speaks for and against each in plain words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from model.case import Case
from model.dependencies import needs
from model.line import Library, Line, Phase, Stream
from model.names import KIND_NAMES, PERSPECTIVE_NAMES, PHASE_NAMES, ROLE_NAMES, listed
from model.parse import parse_formula
from model.strategy import Audience
from model.styles import STYLE_NAMES

Strength = Literal["strong", "possible", "unlikely"]

_READERS = "visitors"
"""The driver that counts readers who are no members; a gated community has none."""
_ENOUGH = 5
"""From so many points on a stream may be recommended: those of a kind and an audience that fit."""
_MOST_LABELS = 3


@dataclass(frozen=True, slots=True)
class Recommendation:
    """How well a value stream suits a case, and why."""

    stream: str
    title: str
    summary: str
    score: int
    strength: Strength
    reasons: tuple[str, ...]
    against: tuple[str, ...]
    is_on: bool


@dataclass(frozen=True, slots=True)
class _Finding:
    """Something that speaks for a stream (points above nought) or against it.

    What decides is needed to recommend it; what rules out makes it unlikely whatever else speaks for it.
    """

    points: int
    text: str
    decides: bool = False
    rules_out: bool = False


def recommendations(case: Case, library: Library) -> tuple[Recommendation, ...]:
    """Return every value stream of the library with its reasons, the most suitable first.

    What the case does not say yet counts neither way: for a blank case all are possible, in the order of the library.
    """
    found = [_recommendation(case, stream) for stream in library.streams.values() if stream.kind == "value"]
    return tuple(sorted(found, key=lambda item: (get_args(Strength).index(item.strength), -item.score)))


def _recommendation(case: Case, stream: Stream) -> Recommendation:
    findings = [finding for rule in _RULES for finding in rule(case, stream)]
    score = sum(finding.points for finding in findings)
    return Recommendation(
        stream=stream.id, title=stream.title, summary=stream.summary, score=score, strength=_strength(findings, score),
        reasons=tuple(finding.text for finding in findings if finding.points > 0),
        against=tuple(finding.text for finding in findings if finding.points < 0),
        is_on=stream.id in case.streams,
    )  # fmt: skip


def _strength(findings: Sequence[_Finding], score: int) -> Strength:
    if score < 0 or any(finding.rules_out for finding in findings):
        return "unlikely"
    return "strong" if score >= _ENOUGH and any(finding.decides for finding in findings) else "possible"


def _kind(case: Case, stream: Stream) -> Iterator[_Finding]:
    if case.community is None or case.community.kind is None:
        return
    name = KIND_NAMES[case.community.kind]
    if case.community.kind in stream.suits:
        # Most streams suit some kind; where the case says what the community is to be, that decides.
        yield _Finding(3, f"Suits a {name}", decides=case.community.style is None)
    else:
        yield _Finding(-3, f"Not usual in a {name}")


def _audiences(case: Case, stream: Stream) -> Iterator[_Finding]:
    if not case.audiences:
        return
    counted = _counted(case, stream)
    if counted:
        labels = listed([f"“{audience.label}”" for audience in counted], "and")
        yield _Finding(2, f"Counts your audience{'s' if len(counted) > 1 else ''} {labels}")
    else:
        roles = listed([ROLE_NAMES[role] for role in stream.serves], "or")
        yield _Finding(-5, f"You have no {roles} among your audiences", rules_out=True)


def _counted(case: Case, stream: Stream) -> list[Audience]:
    """Return the audiences whose members count in a stream: those the case chose for it, or those of its roles."""
    choice = case.streams.get(stream.id)
    chosen = choice.audiences if choice else None
    if chosen:
        return [audience for audience in case.audiences if audience.id in chosen]
    return [audience for audience in case.audiences if not stream.serves or audience.role in stream.serves]


def _style(case: Case, stream: Stream) -> Iterator[_Finding]:
    style = case.community.style if case.community else None
    if style and style in {line.style for line in _benefits(stream)}:
        name = STYLE_NAMES[style]
        article = "an" if name[0] in "AEIOU" else "a"
        yield _Finding(2, f"Earns what {article} {name} community earns", decides=True)


def _goals(case: Case, stream: Stream) -> Iterator[_Finding]:
    if not case.goals:
        return
    ids = {stream.id, *(line.id for line in stream.lines)}
    named = [goal.label for goal in case.goals if ids & set(goal.served_by)]
    if named:
        yield _Finding(3, f"You name it for {_labels(named)}", decides=True)
    perspectives = dict.fromkeys(line.perspective for line in _benefits(stream) if line.perspective)
    shared = {key: [goal.label for goal in case.goals if goal.perspective == key] for key in perspectives}
    said = [f"“{PERSPECTIVE_NAMES[key]}” ({'; '.join(labels)})" for key, labels in shared.items() if labels]
    if said:
        yield _Finding(2, f"Serves the goal perspective {listed(said, 'and')}")
    elif perspectives and not named:
        missed = listed([f"“{PERSPECTIVE_NAMES[key]}”" for key in perspectives], "or")
        yield _Finding(-1, f"None of your goals has its perspective, {missed}")


def _phases(case: Case, stream: Stream) -> Iterator[_Finding]:
    wanted = [need for audience in _counted(case, stream) for need in audience.needs]
    phases = dict.fromkeys(phase for line in _benefits(stream) for phase in line.phases)
    if not wanted or not phases:
        return
    met = sorted((need for need in wanted if need.phase in phases), key=lambda need: -need.importance)
    if met:
        said = _phase_names(need.phase for need in met)
        yield _Finding(1, f"Meets needs in the phase {listed(said, 'and')}: {_labels([need.label for need in met])}")
    else:
        yield _Finding(-1, f"No need you name arises in the phase {listed(_phase_names(phases), 'or')}")


def _phase_names(phases: Iterable[Phase]) -> list[str]:
    return [f"“{PHASE_NAMES[phase]}”" for phase in dict.fromkeys(phases)]


def _access(case: Case, stream: Stream) -> Iterator[_Finding]:
    access = case.community.access if case.community else None
    if access is None or not _counts_readers(stream):
        return
    if access == "gated":
        yield _Finding(-2, "Counts on readers who are no members, and a gated community has none")
    else:
        yield _Finding(1, "Readers who are no members count too, and they can see the community")


def _counts_readers(stream: Stream) -> bool:
    formulas = (text for line in stream.lines for text in (line.formula, *line.formulas.values()) if text)
    return any(_READERS in needs(parse_formula(text)).names for text in formulas)


_RULES: tuple[Callable[[Case, Stream], Iterator[_Finding]], ...] = (_kind, _audiences, _style, _goals, _phases, _access)


def _benefits(stream: Stream) -> list[Line]:
    return [line for line in stream.lines if line.kind == "benefit"]


def _labels(labels: Sequence[str]) -> str:
    """Return the first of some labels in quotation marks."""
    shown = [f"“{label}”" for label in labels[:_MOST_LABELS]]
    return ", ".join(shown) + (" and more" if len(labels) > _MOST_LABELS else "")
