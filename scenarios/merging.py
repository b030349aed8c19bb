"""Two people's changes to one case brought together: by field where they differ, and asked where they clash."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, cast

from model.case import Case
from model.evidence import Assumption
from model.line import Line
from model.problems import CaseProblems, Path, Problem
from model.record import Record
from model.validation import validated
from scenarios.changes import FieldChange, changes
from scenarios.editing import NO_FILE
from scenarios.phrases import ORDER, Words
from scenarios.stated import ABSENT, found, parts, same

Side = Literal["mine", "theirs"]
_Sides = tuple[dict[str, Any], dict[str, Any], dict[str, Any]]
"""The parts of a value: as it was, mine, theirs."""

_TOGETHER: Mapping[type[Record], tuple[tuple[str, ...], ...]] = {
    Assumption: (("value", "schedule", "unit", "low", "high", "aace", "distribution", "source", "grade"),),
    Line: (("formula", "choose", "formulas"), ("kind", "benefit_class", "attribution")),
}
"""Fields that speak of one thing: a source of the old value says nothing of a new one."""


@dataclass(frozen=True, slots=True)
class Clash:
    """A place that both changed, each in another way, with what it was and what each made of it, as people read it."""

    path: Path
    label: str
    mine: str
    theirs: str
    base: str

    @property
    def key(self) -> str:
        """The path as it stands in choices: `assumptions.unit_contact_cost.value`."""
        return key_of(self.path)


@dataclass(frozen=True, slots=True)
class Merge:
    """Two cases that come from one: where they clash, and what only one of them changed."""

    base: Case
    mine: Case
    theirs: Case
    clashes: tuple[Clash, ...]
    mine_only: tuple[FieldChange, ...]
    theirs_only: tuple[FieldChange, ...]

    def resolve(self, choices: Mapping[str, Side] | None = None) -> Case:
        """Return the case with the changes of both, and at each clash, by its key, those of the side chosen.

        Raises `CaseProblems` for a clash without a choice, and for changes that make no case together.
        """
        chosen = choices or {}
        open_ = [clash for clash in self.clashes if clash.key not in chosen]
        if open_:
            raise CaseProblems([_unsettled(clash) for clash in open_])
        joined = _Joining(chosen).joined(self.base, self.mine, self.theirs, ())
        return joined if isinstance(joined, Case) else validated(Case, joined, NO_FILE)


def key_of(path: Path) -> str:
    """Return a path as one text, as it stands in choices."""
    return ".".join(str(name) for name in path)


def merge(base: Case, mine: Case, theirs: Case) -> Merge:
    """Return how the changes that two cases made to a third come together."""
    joining = _Joining({})
    joining.joined(base, mine, theirs, ())
    clashes = tuple(_clash(Words((mine, theirs, base)), path) for path in joining.clashes)
    ours, others = changes(base, mine), changes(base, theirs)
    return Merge(base, mine, theirs, clashes, tuple(_only(ours, others, clashes)), tuple(_only(others, ours, clashes)))


def _clash(words: Words, path: Path) -> Clash:
    """Return a clash in words, with as many digits as it takes to tell the two sides apart."""
    mine, theirs, base = (_told(words, case, path, exactly=False) for case in words.cases)
    if mine == theirs:
        mine, theirs, base = (_told(words, case, path, exactly=True) for case in words.cases)
    return Clash(path, words.label(path), mine, theirs, base)


def _told(words: Words, case: Case, path: Path, *, exactly: bool) -> str:
    """Return what a case says at a clash: a value, or an answer with what stands behind it."""
    holder = found(case, path[:-1])
    if isinstance(holder, Assumption) and path[-1] == "value":
        return words.told(path[:-1], holder, exactly=exactly)
    return words.told(path, holder if path[-1] == ORDER else found(case, path), exactly=exactly)


def _only(own: Sequence[FieldChange], others: Sequence[FieldChange], clashes: Sequence[Clash]) -> Iterator[FieldChange]:
    """Yield the changes that neither clash nor were made by the other as well."""
    clashing = [path for clash in clashes for path in _covered(clash.path)]
    made = {(change.path, change.after) for change in others}
    for change in own:
        inside = any(_is_within(change.path, path) or _is_within(path, change.path) for path in clashing)
        if not inside and (change.path, change.after) not in made:
            yield change


def _covered(path: Path) -> Iterator[Path]:
    """Yield the places that are chosen with a clash: its own, and those of the fields that go together with it."""
    yield path
    for group in (group for groups in _TOGETHER.values() for group in groups if group[0] == path[-1]):
        yield from ((*path[:-1], name) for name in group[1:])


def _is_within(path: Path, outer: Path) -> bool:
    return path[: len(outer)] == outer


def _unsettled(clash: Clash) -> Problem:
    what = f"{clash.label}: you say {clash.mine or 'nothing'}, the other says {clash.theirs or 'nothing'}."
    return Problem("unsettled", clash.path, what, "Both were changed since.", "Choose one of them.")


@dataclass
class _Joining:
    """Joins values part by part, and keeps the paths where it had to choose; until somebody does, mine is taken."""

    choices: Mapping[str, Side]
    clashes: list[Path] = field(default_factory=list)

    def joined(self, base: Any, mine: Any, theirs: Any, path: Path) -> Any:
        """Return what three values come to: a value one of them holds, or plain data with the parts of both."""
        if same(theirs, base):
            return mine
        if same(mine, base) or same(mine, theirs):
            return theirs
        sides = [{} if value is ABSENT else parts(value) for value in (base, mine, theirs)]
        if mine is ABSENT or theirs is ABSENT or None in sides or type(mine) is not type(theirs):
            return self._chosen(mine, theirs, path)
        known = cast("_Sides", sides)
        new = self._joined_parts(known, path, _TOGETHER.get(type(mine), ()))
        if isinstance(mine, Record):
            return new
        names = self._ordered(known, list(new), path, is_list=isinstance(mine, tuple))
        return tuple(new[name] for name in names) if isinstance(mine, tuple) else {name: new[name] for name in names}

    def _joined_parts(self, sides: _Sides, path: Path, together: tuple[tuple[str, ...], ...]) -> dict[str, Any]:
        new: dict[str, Any] = {}
        for group in together:
            new |= self._joined_group(group, sides, path)
        grouped = {name for group in together for name in group}
        for name in dict.fromkeys(name for side in sides[1:] for name in side if name not in grouped):
            base, mine, theirs = (side.get(name, ABSENT) for side in sides)
            new[name] = self.joined(base, mine, theirs, (*path, name))
        return {name: value for name, value in new.items() if value is not ABSENT}

    def _joined_group(self, group: tuple[str, ...], sides: _Sides, path: Path) -> dict[str, Any]:
        """Return fields that go together as one side says them; two different changes clash at the first of them."""
        base, mine, theirs = ({name: side[name] for name in group if name in side} for side in sides)
        if same(theirs, base):
            return mine
        if same(mine, base) or same(mine, theirs):
            return theirs
        return cast("dict[str, Any]", self._chosen(mine, theirs, (*path, group[0])))

    def _chosen(self, mine: Any, theirs: Any, path: Path) -> Any:
        self.clashes.append(path)
        return theirs if self.choices.get(key_of(path)) == "theirs" else mine

    def _ordered(self, sides: _Sides, names: list[str], path: Path, *, is_list: bool) -> list[str]:
        """Return names in the order of the side that changed it, each new one behind the one it was put behind."""
        base, mine, theirs = ([name for name in side if all(name in other for other in sides)] for side in sides)
        has_two = is_list and mine not in (base, theirs) and theirs != base
        is_theirs = self._chosen(mine, theirs, (*path, ORDER)) is theirs if has_two else mine == base
        lead, other = (sides[2], sides[1]) if is_theirs else (sides[1], sides[2])
        placed = [name for name in lead if name in names]
        previous = -1
        for name in other:
            if name in placed:
                previous = placed.index(name)
            elif name in names:
                previous += 1
                placed.insert(previous, name)
        return placed
