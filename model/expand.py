"""Expansion: names to lines, blocks to one line a member, streams to the sums they ask for."""

from __future__ import annotations

import math
from collections.abc import Sequence

from model.asking import Context, Spec, State
from model.case import Case
from model.choices import Choices
from model.dependencies import needs
from model.line import ALL_LINES, BenefitClass, Line, Overlap, Stream, StreamChoice
from model.nodes import At, Binary, Node, Number, OneMonth, rename, walk
from model.notation import notation
from model.parse import indexed, parse_formula
from model.problems import MOST_LISTED, Path, Problem, did_you_mean
from model.resolved import Given, ResolvedBalance, ResolvedLine
from model.units import UnitError, vocabulary

AUDIENCE = "audience"
GENERATED = ("costs", "overlap_claimed", "overlap_share", "overlap_granted")

MOST_LINES = 5_000
"""How many lines a case may have once all are written out."""
MOST_SUMMED = 24
"""How many lines one generated formula adds up, so that it can be read and does not nest too deep."""


class Expander:
    """Expands the lines a case asks for, one after another, collecting every problem on the way."""

    def __init__(self, case: Case, streams: dict[str, Stream], given: dict[str, Given]) -> None:
        self.case = case
        self.streams = streams
        self.given = given
        self.vocabulary = vocabulary(case.currency, case.units)
        self.state = State()
        self.members: dict[str, tuple[str, ...]] = {AUDIENCE: tuple(a.id for a in case.audiences)}
        self.members |= {name: tuple(m.id for m in items) for name, items in case.dimensions.items()}
        self.labels = {a.id: a.label for a in case.audiences}
        self.labels |= {m.id: m.label for items in case.dimensions.values() for m in items}
        self.choices = Choices(case, streams)
        self.counted = self._counted_lines()
        self.specs = self._declare()
        self.overlaps: dict[str, Overlap] = {k: v for s in streams.values() for k, v in s.overlaps.items()}
        self.overlaps |= case.overlaps

    # --- what is declared -------------------------------------------------------------------------------------

    def _declare(self) -> dict[str, Spec]:
        specs = {line.id: Spec(line, s, ("streams", s.id)) for s in self.streams.values() for line in s.lines}
        for name in self._shadowed(specs):
            del specs[name]
        own: dict[str, int] = {}
        for index, line in enumerate(self.case.lines):
            path: Path = ("lines", index, "id")
            taken = specs.get(line.id)
            if line.id in own:
                self._problem(
                    "duplicate_id",
                    path,
                    f"`{line.id}` names two lines: number {own[line.id] + 1} and number {index + 1}.",
                    "A name must mean one thing.",
                    "Rename one of them.",
                )
            elif taken and taken.stream and taken.stream.id in self.case.streams:
                self._problem(
                    "duplicate_id",
                    path,
                    f"`{line.id}` is already a line of the stream {taken.stream.title}.",
                    "A name must mean one thing.",
                    "Rename your line.",
                )
            elif line.id in self.case.assumptions:
                self._problem(
                    "duplicate_id",
                    path,
                    f"`{line.id}` names both a line and an assumption.",
                    "A name must mean one thing.",
                    "Rename one of them.",
                )
            own[line.id] = index
            specs[line.id] = Spec(line, None, ("lines", index))
        return specs

    def _counted_lines(self) -> frozenset[str]:
        """Return the benefit and cost lines of streams that count; any other one that is asked for is shown only."""
        counted: set[str] = set()
        for name, choice in self.case.streams.items():
            lines = self.streams[name].lines if name in self.streams else ()
            counted |= {
                line.id for line in lines if line.is_money and (choice.lines is None or line.id in choice.lines)
            }
        return frozenset(counted - set(self.case.without))

    def _shadowed(self, specs: dict[str, Spec]) -> list[str]:
        """Return lines of the library whose name an assumption of the case takes; in a stream in use that is a fault."""
        shadowed = [name for name in self.case.assumptions if name in specs]
        for name in shadowed:
            stream = specs[name].stream
            if stream and stream.id in self.case.streams:
                what = f"`{name}` is an assumption here and a line of the stream {stream.title}."
                self._problem(
                    "duplicate_id",
                    ("assumptions", name),
                    what,
                    "A name must mean one thing.",
                    "Rename your assumption.",
                )
        return shadowed

    def _problem(self, code: str, path: Path, what: str, why: str, remedy: str) -> None:
        self.state.problems.setdefault((code, what), Problem(code, path, what, why, remedy))

    def audiences_of(self, stream: Stream | None) -> tuple[str, ...]:
        """Return the audiences whose members count in a stream."""
        if stream is None:
            return self.members[AUDIENCE]
        chosen = self.choices.settings(stream).audiences
        if chosen is not None:
            return tuple(a for a in self.members[AUDIENCE] if a in chosen)
        return tuple(a.id for a in self.case.audiences if not stream.serves or a.role in stream.serves)

    # --- asking for lines -------------------------------------------------------------------------------------

    def want(self, line_id: str, path: Path, needed_by: str) -> None:
        """Expand a line, every member of it, and all it needs; names are read over all audiences."""
        spec = self.specs.get(line_id)
        context = Context(None, None, self.audiences_of(spec.stream if spec else None), path, needed_by)
        self._settle(line_id, context)
        self.run()

    def run(self) -> None:
        """Expand everything that has been asked for and is not there yet."""
        while self.state.wanted and len(self.state.lines) <= MOST_LINES:
            line_id, context = self.state.wanted.popitem()
            if line_id not in self.state.lines:
                self._expand(line_id, context)
        if self.state.wanted:
            self._too_many(next(iter(self.state.wanted.values())).path)
            self.state.wanted.clear()

    def _too_many(self, path: Path) -> None:
        what = f"The case has more than {MOST_LINES:,} lines once all are written out."
        why = "Nobody could review them, and computing them would take long."
        self._problem("too_many_lines", path, what, why, "Repeat fewer lines, or for fewer members.")

    def try_line(self, line_id: str, path: Path) -> Problem | None:
        """Expand a line if everything it needs is known; else change nothing and return what stands in the way."""
        kept, self.state = self.state, self.state.copy()
        before = len(self.state.problems)
        self.want(line_id, path, line_id)
        if len(self.state.problems) == before:
            return None
        failed, self.state = self.state, kept
        return list(failed.problems.values())[before]

    def _expand(self, line_id: str, context: Context) -> None:
        name, _, index = line_id.partition("[")
        members = tuple(index.removesuffix("]").split(", ")) if index else ()
        spec = self.specs[name]
        if spec.line.for_each and len(members) != 1:
            self._sum_line(line_id, spec, members or self.members[spec.line.for_each])
        else:
            self._single_line(line_id, spec, members[0] if members else None, context)

    def _sum_line(self, line_id: str, spec: Spec, members: tuple[str, ...]) -> None:
        line = spec.line
        parts = [indexed(line.id, member) for member in members]
        for part in parts:
            self._ask(part, Context(path=spec.path, needed_by=line_id))
        names = ", ".join(self.labels[member] for member in members)
        whole = members == self.members[line.for_each or ""]
        label = line.label if whole else f"{line.label} ({names})"
        self.add_sum(line_id, label, line.unit, parts, spec.path, with_opening=line.opening is not None)

    def _single_line(self, line_id: str, spec: Spec, member: str | None, asked: Context) -> None:
        line = spec.line
        path = spec.path if spec.stream is None else asked.path
        context = Context(member, line.for_each, self.audiences_of(spec.stream), path, line.label)
        formula = self._formula(spec, member, context)
        node = self._read(formula, context.at("formula")) if formula else Number(0.0)
        opening = (
            notation(self._read(line.opening, context.at("opening")))
            if line.opening
            else self._bare_opening(line, node)
        )
        label = f"{line.label} ({self.labels[member]})" if member else line.label
        node, attributed, adjusted = self._counted(spec, node, context)
        stream = spec.stream.id if spec.stream else line.stream
        settings = self.choices.settings(spec.stream)
        kind = line.kind if spec.stream is None or line.id in self.counted else "driver"
        resolved = ResolvedLine.model_construct(
            id=line_id, label=label, unit=line.unit, kind=kind, formula=notation(node), opening=opening,
            stream=stream, benefit_class=_benefit_class(line, settings) if kind == "benefit" else None,
            usual_class=line.benefit_class if kind == "benefit" else None,
            style=line.style, perspective=line.perspective, phases=line.phases, spaces=line.spaces, overlap=line.overlap,
            balance=self._balance(line, context), one_off=line.one_off, risk_adjusted=adjusted, attributed=attributed,
            note=line.note,
        )  # fmt: skip
        self.add(resolved, spec.path)

    def _bare_opening(self, line: Line, node: Node) -> str | None:
        """A flow made of bare numbers is one like any other: it has no amount at the opening."""
        try:
            is_flow = self.vocabulary.unit(line.unit).is_flow
        except UnitError:
            return None
        is_bare = not needs(node).names and not any(isinstance(part, At | OneMonth) for part in walk(node))
        return "0" if is_flow and is_bare else None

    def add(self, line: ResolvedLine, path: Path) -> None:
        """Keep a resolved line and its place in the case document."""
        self.state.lines[line.id] = line
        self.state.paths[line.id] = path

    def add_sum(
        self, line_id: str, label: str, unit: str, parts: Sequence[str], path: Path, *, with_opening: bool = False
    ) -> None:
        """Add a generated line that sums others; a sum too long for one formula is made of sums of its own."""
        pieces = _pieces(parts)
        if len(pieces) > 1:
            names = [f"part_{number}_of_{line_id}" for number in range(1, len(pieces) + 1)]
            for number, (name, piece) in enumerate(zip(names, pieces, strict=True), start=1):
                self.add_sum(name, f"{label}, part {number}", unit, piece, path, with_opening=with_opening)
            parts = names
        formula = " + ".join(parts) or "0"
        line = ResolvedLine(
            id=line_id, label=label, unit=unit, kind="driver", formula=formula,
            opening=formula if with_opening else None, generated=True,
        )  # fmt: skip
        self.add(line, path)

    def _balance(self, line: Line, context: Context) -> ResolvedBalance | None:
        if line.balance is None:
            return None
        flows = [
            tuple(self._settle(flow, context.at("balance")) for flow in side)
            for side in (line.balance.inflows, line.balance.outflows)
        ]
        return ResolvedBalance(inflows=flows[0], outflows=flows[1])

    def _counted(self, spec: Spec, node: Node, context: Context) -> tuple[Node, bool, bool]:
        """Put attribution and risk adjustment of a money line into its formula, as factors of their own."""
        line, settings = spec.line, self.choices.settings(spec.stream)
        if not line.is_money:
            return node, False, False
        attribution, risk = settings.attribution or line.attribution, settings.risk_adjustment or line.risk_adjustment
        if attribution:
            node = Binary("*", node, self._read(attribution, context.at("attribution")))
        if risk:
            node = Binary(
                "*",
                node,
                Binary(
                    "-" if line.kind == "benefit" else "+", Number(1.0), self._read(risk, context.at("risk_adjustment"))
                ),
            )
        return node, bool(attribution), bool(risk)

    def _formula(self, spec: Spec, member: str | None, context: Context) -> str | None:
        line = spec.line
        if line.choose is None:
            return line.formula
        answer = self.choices.answer(line.choose, spec.stream, member, context.path)
        if isinstance(answer, Problem):
            self.state.problems.setdefault((answer.code, answer.what), answer)
            return None
        return line.formulas.get(answer)

    # --- names ------------------------------------------------------------------------------------------------

    def _read(self, formula: str, context: Context) -> Node:
        return rename(parse_formula(formula), lambda name: self._settle(name, context))

    def formula_text(self, formula: str, context: Context) -> str:
        """Return a formula with every name settled, as text."""
        return notation(self._read(formula, context))

    def _ask(self, line_id: str, context: Context) -> str:
        if line_id not in self.state.lines:
            self.state.wanted.setdefault(line_id, context)
        return line_id

    def _settle(self, name: str, context: Context) -> str:
        """Return the id a name stands for here, and ask for what it names."""
        base, bracket, index = name.partition("[")
        if base in GENERATED and bracket:
            self.state.used.setdefault(name, context.needed_by)
            return name
        spec = self.specs.get(base)
        if spec and spec.line.for_each:
            return self._settle_block(base, spec.line.for_each, index.removesuffix("]"), context)
        if spec and not bracket:
            return self._ask(name, context)
        return self._settle_assumption(name, context)

    def _settle_block(self, base: str, dimension: str, index: str, context: Context) -> str:
        known = self.members.get(dimension, ())
        if index:
            members = tuple(index.split(", "))
            for member in members:
                if member not in known:
                    self._problem(
                        "unknown_name",
                        context.path,
                        f"`{member}` is no {dimension} of this case.",
                        f"{context.needed_by} counts it.",
                        f"{did_you_mean(member, known)}Use one of {', '.join(known) or 'those you declare'}.",
                    )
                    return base
        elif context.dimension == dimension and context.member:
            members = (context.member,)
        else:
            members = tuple(m for m in known if dimension != AUDIENCE or m in context.audiences)
        if not index and members == known and not (context.dimension == dimension and context.member):
            return self._ask(base, context)
        if not members:
            return self._nobody(base, context)
        return self._ask(indexed(base, *members), context)

    def _nobody(self, base: str, context: Context) -> str:
        """A stream that serves no audience counts nobody: a line that is nought, and a challenge later."""
        line_id = f"{base}[nobody]"
        line = self.specs[base].line
        self.add(
            ResolvedLine(
                id=line_id,
                label=f"{line.label} (no audience)",
                unit=line.unit,
                kind="driver",
                formula="0",
                generated=True,
            ),
            context.path,
        )
        return line_id

    def _settle_assumption(self, name: str, context: Context) -> str:
        own = indexed(name, context.member) if context.member and "[" not in name else name
        found = next((key for key in (own, name) if key in self.given and self.given[key].record.is_known), None)
        if found is None:
            self._missing(name, own, context)
            return name
        self.state.used.setdefault(found, context.needed_by)
        return found

    def _missing(self, name: str, own: str, context: Context) -> None:
        if sum(problem.code == "unknown_name" for problem in self.state.problems.values()) >= MOST_LISTED:
            return
        base = name.partition("[")[0]
        record = next((self.given[key].record for key in (own, name, base) if key in self.given), None)
        if record is None:
            known = (*self.specs, *self.given, *GENERATED)
            self._problem(
                "unknown_name",
                context.path,
                f"`{name}` is neither a line nor an assumption.",
                f"{context.needed_by} cannot be computed without it.",
                f"{did_you_mean(name, known)}If it is new, add `{name}` under `assumptions:` with a label, a unit and a value.",
            )
            return
        key = own if record.for_each else name
        label = record.label or name
        what = f"We still need: {label.lower() if label[1:2].islower() else label}{f' ({self.labels[context.member]})' if key == own != name and context.member else ''}."
        question = f"{record.question} " if record.question else ""
        self._problem(
            "missing_value",
            ("assumptions", key),
            what,
            f"{context.needed_by} cannot be computed without it, and no published figure can stand in for yours.",
            f"{question}Write `{key}: …` ({record.unit}) under `assumptions:`.",
        )


def _pieces(parts: Sequence[str]) -> list[Sequence[str]]:
    """Cut names into pieces that a formula can add up; one piece where they are few."""
    if len(parts) <= MOST_SUMMED:
        return [parts]
    size = max(MOST_SUMMED, math.ceil(len(parts) / MOST_SUMMED))
    return [parts[start : start + size] for start in range(0, len(parts), size)]


def _benefit_class(line: Line, settings: StreamChoice) -> BenefitClass | None:
    chosen = settings.benefit_class
    return chosen.get(line.id) or chosen.get(ALL_LINES) or line.benefit_class
