"""Case and library to a resolved case: what is asked for, what that needs, and what the model adds itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from model.asking import Context, State
from model.case import Case
from model.expand import AUDIENCE, GENERATED, Expander
from model.generated import add_generated, uncapped_claims, unknown_overlaps
from model.line import ALL_LINES, Check, Line, Stream
from model.parse import indexed
from model.problems import CaseProblems, Path, Problem, did_you_mean
from model.resolved import Built, Given, Option, Resolved, ResolvedLine, ResolvedStream


@dataclass(frozen=True, slots=True)
class Scenario:
    """The scenario a case is resolved under (none: the base case), and all the scenarios it has."""

    id: str | None = None
    label: str | None = None
    options: tuple[Option, ...] = ()


BASE = Scenario()


def build(case: Case, streams: dict[str, Stream], given: dict[str, Given], scenario: Scenario = BASE) -> Built:
    """Resolve a case (with its scenario already laid over it) against the streams and the values in force.

    Raises `CaseProblems` with everything that is unknown, missing or contradictory.
    """
    return _Builder(case, streams, given, scenario).build()


class _Builder:
    def __init__(self, case: Case, streams: dict[str, Stream], given: dict[str, Given], scenario: Scenario) -> None:
        self.case = case
        self.streams = streams
        self.given = given
        self.scenario = scenario
        self.expander = Expander(case, streams, given)
        self.problems: list[Problem] = []
        self.unused: dict[str, tuple[str, ...]] = {}
        self.not_compared: dict[str, dict[str, str]] = {}

    def build(self) -> Built:
        self._own_choices()
        self._streams()
        for index, line in enumerate(self.case.lines):
            self._known_dimension(index, line)
            for line_id in self._members(line.id, line.for_each):
                self.expander.want(line_id, ("lines", index, "formula"), line.label)
        self._kpi_lines()
        add_generated(self.expander)
        self._compared()
        self._beside()
        self._checks()
        add_generated(self.expander)
        self.problems += [*unknown_overlaps(self.expander), *uncapped_claims(self.expander)]
        problems = [*self.expander.state.problems.values(), *self.problems]
        if problems:
            raise CaseProblems(problems)
        return Built(self._resolved(), self.expander.state.paths)

    def _known_dimension(self, index: int, line: Line) -> None:
        """A line that is repeated for nothing would be left out without a word."""
        known = [name for name, members in self.expander.members.items() if members]
        if line.for_each is not None and line.for_each not in known:
            what = f"`{line.id}` is repeated for each {line.for_each}, and the case has none."
            remedy = (
                f"{did_you_mean(line.for_each, known)}Declare it under `dimensions:`, or `audience` under `audiences:`."
            )
            self._problem("unknown_dimension", ("lines", index, "for_each"), what, "It would count nothing.", remedy)

    def _members(self, line_id: str, dimension: str | None) -> list[str]:
        if dimension is None:
            return [line_id]
        return [indexed(line_id, member) for member in self.expander.members.get(dimension, ())]

    # --- what the case asks for -------------------------------------------------------------------------------

    def _streams(self) -> None:
        for stream_id in self.case.streams:
            stream = self.streams.get(stream_id)
            if stream is None:
                remedy = f"{did_you_mean(stream_id, self.streams)}See `cli.py assumptions` or docs/reference/streams.md for the list."
                self._problem(
                    "unknown_stream",
                    ("streams", stream_id),
                    f"`{stream_id}` is no stream of the library.",
                    "It would bring no line.",
                    remedy,
                )
            else:
                self._stream(stream)

    def _stream(self, stream: Stream) -> None:
        money = [line.id for line in stream.lines if line.is_money]
        settings = self.expander.choices.settings(stream)
        self._known_among(
            "unknown_line", ("streams", stream.id, "lines"), settings.lines or (), money, f"a line of {stream.title}"
        )
        audiences = self.expander.members[AUDIENCE]
        self._known_among(
            "unknown_audience",
            ("streams", stream.id, "audiences"),
            settings.audiences or (),
            audiences,
            "an audience of this case",
        )
        self._known_among(
            "unknown_choice",
            ("streams", stream.id, "choose"),
            settings.choose,
            stream.choices,
            f"a choice of {stream.title}",
        )
        self._classes_and_shares(stream)
        picked = [line_id for line_id in money if line_id in self.expander.counted]
        self.unused[stream.id] = tuple(line_id for line_id in money if line_id not in picked)
        for line_id in picked:
            self.expander.want(line_id, ("streams", stream.id), stream.title)

    def _classes_and_shares(self, stream: Stream) -> None:
        """One class or attribution for a whole stream must not overrule what its lines say for themselves."""
        settings, path = self.expander.choices.settings(stream), ("streams", stream.id)
        benefits = {line.id: line for line in stream.lines if line.kind == "benefit"}
        known = (ALL_LINES, *benefits)
        self._known_among(
            "unknown_line", (*path, "class"), settings.benefit_class, known, f"a benefit of {stream.title}"
        )
        if ALL_LINES in settings.benefit_class and len({line.benefit_class for line in benefits.values()}) > 1:
            what = f"{stream.title} has benefits of several classes; one class for all would mix them."
            remedy = f"Name the line: `class: {{{next(iter(benefits))}: …}}`; it has {', '.join(benefits)}."
            self._problem(
                "class", (*path, "class"), what, "Cash, time and margin are not worth the same to a CFO.", remedy
            )
        if settings.attribution and not benefits:
            what = f"{stream.title} costs money, and attribution is the share of a benefit the community caused."
            remedy = "Leave it out; a cost the organisation would have anyway is left out of the case."
            self._problem("attribution", (*path, "attribution"), what, "It would make the costs smaller.", remedy)
        own = [f"{line.id} ({line.attribution})" for line in benefits.values() if line.attribution]
        if settings.attribution and own:
            what = f"{stream.title} states attribution line by line; one for all would overrule it."
            remedy = f"State these assumptions instead: {', '.join(own)}."
            self._problem(
                "attribution",
                (*path, "attribution"),
                what,
                "Each effect has its own share the community caused.",
                remedy,
            )

    def _own_choices(self) -> None:
        """An audience may answer only the choices that members of a dimension can answer for themselves."""
        choices = {name: choice for s in self.streams.values() for name, choice in s.choices.items() if choice.for_each}
        for index, audience in enumerate(self.case.audiences):
            path: Path = ("audiences", index, "choose")
            self._known_among("unknown_choice", path, audience.choose, choices, "a choice an audience makes for itself")

    def _known_among(self, code: str, path: Path, asked: Iterable[str], known: Iterable[str], what: str) -> None:
        known = tuple(known)
        for name in asked:
            if name not in known:
                remedy = f"{did_you_mean(name, known)}Known here: {', '.join(known) or 'none'}."
                self._problem(code, path, f"`{name}` is not {what}.", "It would be left out without a word.", remedy)

    def _problem(self, code: str, path: Path, what: str, why: str, remedy: str) -> None:
        self.problems.append(Problem(code, path, what, why, remedy))

    def _kpi_lines(self) -> None:
        for index, kpi in enumerate(self.case.kpis):
            line_id = kpi.target.line
            if line_id is None or (self.scenario.id and not self._is_in_use(line_id)):
                continue
            path: Path = ("kpis", index, "target", "line")
            if self._is_line(line_id):
                self.expander.want(line_id, path, kpi.label)
            else:
                known = (*self.expander.specs, *GENERATED)
                is_value = line_id in self.given
                self._problem(
                    "unknown_name",
                    path,
                    f"`{line_id}` is {'an assumption, and ' if is_value else ''}no line of the model.",
                    f"The target of “{kpi.label}” is read from a line.",
                    f"{did_you_mean(line_id, known)}Or state a `value` with a `reason`.",
                )

    def _is_in_use(self, name: str) -> bool:
        """Tell whether a scenario still has the stream a line belongs to."""
        spec = self.expander.specs.get(name.partition("[")[0])
        stream = spec.stream if spec else None
        return self._is_line(name) and (stream is None or stream.kind == "driver" or stream.id in self.case.streams)

    def _is_line(self, name: str) -> bool:
        base = name.partition("[")[0]
        return base in self.expander.specs or (base in GENERATED and "[" in name)

    def _compared(self) -> None:
        """Expand the methods shown side by side, as far as the case knows enough for each."""
        for stream_id in self.case.streams:
            stream = self.streams.get(stream_id)
            for line_id in stream.compare if stream and not self.problems and not self.expander.state.problems else ():
                missing = self.expander.try_line(line_id, ("streams", stream_id))
                if missing:
                    self.not_compared.setdefault(stream_id, {})[line_id] = missing.what

    def _beside(self) -> None:
        """Add the lines that are shown beside others, such as contributors beside active members."""
        for stream in self.streams.values():
            for shown, others in stream.beside.items():
                present = [
                    name for name in self.expander.state.lines if name.partition("[")[0] == shown and "," not in name
                ]
                for name in present if not self.expander.state.problems else ():
                    for other in others:
                        self.expander.try_line(name.replace(shown, other, 1), ("streams", stream.id))

    def _checks(self) -> None:
        """Add the checks of every stream that has lines here, where all they look at is here too."""
        for stream in self.streams.values():
            for check in stream.checks:
                for member in self.expander.members.get(check.for_each or "", ()) if check.for_each else (None,):
                    self._check(stream, check, member)

    def _check(self, stream: Stream, check: Check, member: str | None) -> None:
        expander = self.expander
        before = expander.state.copy()
        context = Context(member, check.for_each, expander.audiences_of(stream), ("streams", stream.id), check.label)
        formula = expander.formula_text(check.formula, context)
        if (
            expander.state.wanted
            or expander.state.problems.keys() != before.problems.keys()
            or self._asks_for_more(before)
        ):
            expander.state = before
            return
        line_id = indexed(check.id, member) if member else check.id
        label = f"{check.label} ({expander.labels[member]})" if member else check.label
        line = ResolvedLine(
            id=line_id,
            label=label,
            unit="1",
            kind="driver",
            formula=formula,
            stream=stream.id,
            generated=True,
            check=True,
        )
        expander.add(line, ("streams", stream.id))

    def _asks_for_more(self, before: State) -> bool:
        """Tell whether a check brings in values of the library that nothing else uses; what a case states is checked."""
        more = self.expander.state.used.keys() - before.used.keys()
        return any(name not in self.given or self.given[name].origin == "library" for name in more)

    # --- the result -------------------------------------------------------------------------------------------

    def _resolved(self) -> Resolved:
        case, state = self.case, self.expander.state
        used = sorted(name for name in state.used if name in self.given)
        origin = "case" if self.scenario.id is None else "scenario"
        idle = {
            name: item.record for name, item in self.given.items() if item.origin == origin and name not in state.used
        }
        return Resolved(
            id=case.id, title=case.title, organisation=case.organisation, author=case.author,
            scenario=self.scenario.id, scenario_label=self.scenario.label,
            currency=case.currency, units=case.units, start=case.start, months=case.months, discount=case.discount,
            community=case.community, goals=case.goals, audiences=case.audiences,
            requirements=case.requirements, kpis=case.kpis, streams=self._resolved_streams(),
            lines=tuple(state.lines.values()), assumptions={name: self.given[name] for name in used},
            unused=tuple(idle), unused_labels={name: record.label for name, record in idle.items() if record.label},
            replaced=self._replaced(), member_labels=self.expander.labels, options=self.scenario.options, plan=case.plan,
            correlations=tuple(item for item in case.correlations if set(item.between) <= set(used)),
        )  # fmt: skip

    def _replaced(self) -> tuple[str, ...]:
        """Return the lines of the library whose name a line or value of the case has taken."""
        library = {line.id for stream in self.streams.values() for line in stream.lines}
        own = (*(line.id for line in self.case.lines), *self.case.assumptions)
        return tuple(name for name in own if name in library)

    def _resolved_streams(self) -> tuple[ResolvedStream, ...]:
        present = {line.stream for line in self.expander.state.lines.values()}
        return tuple(
            self._resolved_stream(s) for s in self.streams.values() if s.id in self.case.streams or s.id in present
        )

    def _resolved_stream(self, stream: Stream) -> ResolvedStream:
        lines = self.expander.state.lines
        return ResolvedStream(
            id=stream.id, title=stream.title, kind=stream.kind, is_on=stream.id in self.case.streams, audiences=self.expander.audiences_of(stream),
            choices=dict(self.expander.choices.settings(stream).choose), unused=self.unused.get(stream.id, ()),
            compared=tuple(line_id for line_id in stream.compare if line_id in lines),
            not_compared=self.not_compared.get(stream.id, {}),
        )  # fmt: skip
