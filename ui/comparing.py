"""What a session compares: the scenarios it chose, opened wherever they lie, named apart, and what is offered first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assumptions.loader import drawing_on, shipped_library
from model.case import Case
from model.compare import LEAST, MOST
from model.line import Library
from model.names import uncapitalised
from model.problems import CaseProblems
from scenarios import drafts
from scenarios.bridge import BASE_CASE
from scenarios.comparison import Entry
from scenarios.standing import Standing
from ui import cached, references, saved, saving, state
from ui.desk import Desk
from ui.references import DESK, Reference

FINANCE = "finance_view"
"""How the ids of finance views begin."""


@dataclass(frozen=True, slots=True)
class Source:
    """A case that scenarios are taken from: the library it is computed with, and which of the states of the case it is.

    `lineage` is the same for a draft, the revision it goes on from, and what both began as.
    """

    case: Case
    library: Library
    lineage: str
    state: str
    is_on_desk: bool = False

    @property
    def scenarios(self) -> dict[str, str]:
        """What can be compared, by name: the base case, then every scenario."""
        return {"": BASE_CASE} | {name: overlay.label or name for name, overlay in self.case.options.items()}


@dataclass(frozen=True, slots=True)
class Item:
    """A scenario that is compared: how a link names it, where it comes from, where it stands, and what it is called."""

    reference: Reference
    source: Source
    standing: Standing
    label: str

    @property
    def so_far(self) -> str:
        """The label, with a remark where answers are missing."""
        return self.label if self.standing.is_complete else f"{self.label} (so far)"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The scenarios that are compared, and for each one that cannot be, its name in the link and the reason."""

    items: tuple[Item, ...]
    faults: tuple[tuple[Reference, str], ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The scenarios, ready to be compared."""
        return tuple(_entry(item) for item in self.items)


@dataclass(frozen=True, slots=True)
class Offer:
    """A comparison that people often want: what it is called, what it answers, and its scenarios."""

    name: str
    title: str
    why: str
    references: tuple[Reference, ...]


# --- choosing ----------------------------------------------------------------------------------------------------


def chosen_references() -> tuple[Reference, ...]:
    """Return the scenarios that were chosen, the one the others are held against first."""
    return references.read(state.picked(state.COMPARED))


def choose(wanted: Sequence[Reference]) -> None:
    """Compare these scenarios from now on."""
    state.pick(state.COMPARED, references.written(dict.fromkeys(wanted[:MOST])))


def add(wanted: Reference) -> None:
    """Compare one more."""
    choose((*chosen_references(), wanted))


def remove(index: int) -> None:
    """Leave one out."""
    choose([item for i, item in enumerate(chosen_references()) if i != index])


def put_first(index: int) -> None:
    """Hold the others against this one."""
    found = chosen_references()
    choose([found[index], *(item for i, item in enumerate(found) if i != index)])


# --- opening -----------------------------------------------------------------------------------------------------


def chosen() -> Chosen:
    """Return what was chosen, each computed with its own library as far as it goes."""
    sources: dict[str, Source] = {}
    faults: list[tuple[Reference, str]] = []
    found: list[tuple[Reference, Source, Standing]] = []
    for reference in chosen_references():
        try:
            source = sources.get(reference.source) or _source(reference)
            sources[reference.source] = source
            found.append((reference, source, _standing(source, reference.scenario)))
        except CaseProblems as error:
            faults.append((reference, " ".join(problem.in_short for problem in error.problems[:2])))
        except LookupError as error:
            faults.append((reference, str(error.args[0])))
    labels = names([(source, reference.scenario or "") for reference, source, _ in found])
    items = tuple(Item(*parts, label) for parts, label in zip(found, labels, strict=True))
    return Chosen(items, tuple(faults))


def _source(reference: Reference) -> Source:
    """Return the case a reference names. Raises `LookupError` with a sentence where there is none."""
    on = state.desk()
    if reference.source in (DESK, on.reference):
        return _of_desk(on, is_on_desk=True)
    if reference.is_draft:
        draft = drafts.load(reference.case_id)
        if draft is None:
            message = f"The draft “{reference.case_id}” is not here; it may have been saved or deleted."
            raise LookupError(message)
        return _of_desk(saving.desk_of_draft(draft))
    if reference.source in cached.case_files():
        return shipped_source(reference.source)
    return saved_source(reference.case_id, reference.number)


def _of_desk(on: Desk, *, is_on_desk: bool = False) -> Source:
    return Source(on.case, on.library or shipped_library(), _lineage(on), _state_of(on), is_on_desk)


def _lineage(on: Desk) -> str:
    if on.revision:
        return on.revision.case_id
    return on.origin if on.origin in cached.case_files() else on.draft_id or on.origin


def _state_of(on: Desk) -> str:
    if on.revision and on.is_as_saved:
        return f"Revision {on.revision.number}"
    return "Draft" if on.draft_id or on.revision else _shipped_state(on.origin)


def shipped_source(case_id: str) -> Source:
    """Return a case that ships with the product. Raises `CaseProblems` if its file is wrong."""
    return Source(cached.shipped(case_id), shipped_library(), case_id, _shipped_state(case_id))


def _shipped_state(case_id: str) -> str:
    return "Template" if cached.is_template(case_id) else "Public example"


def saved_source(case_id: str, number: int | None = None) -> Source:
    """Return a saved revision, the newest unless said. Raises `LookupError` where there is none."""
    saved = saving.store().revision(case_id, number)
    if saved is None:
        named = f"the saved case “{case_id}”{f' with revision {number}' if number else ''}"
        message = f"The link names {named}, which is not here."
        raise LookupError(message)
    return Source(saved.case, saved.library, case_id, f"Revision {saved.revision.number}")


def _standing(source: Source, scenario: str | None) -> Standing:
    if scenario not in (None, *source.case.options):
        message = f"“{source.case.title}” ({uncapitalised(source.state)}) has no scenario “{scenario}”."
        raise LookupError(message)
    with drawing_on(source.library):
        found = cached.standing(source.case, scenario, cash_only=state.cash_only())
    if found.analysis is None:
        label = source.scenarios[scenario or ""]
        why = found.problems[0].in_short if found.problems else "It lacks answers."
        message = f"{label} of “{source.case.title}” ({uncapitalised(source.state)}) has no figures yet. {why}"
        raise LookupError(message)
    return found


def _entry(item: Item) -> Entry:
    if item.standing.analysis is None:
        message = f"{item.label} has no figures."
        raise ValueError(message)
    return Entry(item.label, item.standing.analysis, _named_outside(item), left_out=_left_out(item.standing))


def _named_outside(item: Item) -> str:
    """Return how a file names a scenario; a draft has no name there, since whoever has that can open it."""
    source = state.desk().reference if item.source.is_on_desk else item.reference.source
    return "" if source.startswith(DESK) else str(Reference(source, item.reference.scenario))


def _left_out(standing: Standing) -> tuple[str, ...]:
    if standing.is_complete or standing.left_out:
        return standing.left_out
    return tuple(question.label for question in standing.missing) or ("an answer",)


# --- names -------------------------------------------------------------------------------------------------------


def names(taken: Sequence[tuple[Source, str]]) -> list[str]:
    """Return what scenarios are called beside each other: with the case, or its state, only where these tell them apart."""
    cases = _case_names([source for source, _ in taken])
    states: dict[str, set[str]] = {}
    used: dict[tuple[str, str], set[str]] = {}
    for source, scenario in taken:
        states.setdefault(source.lineage, set()).add(source.state)
        used.setdefault((source.lineage, source.state), set()).add(scenario)
    found = []
    for source, scenario in taken:
        parts = [cases[source.lineage]] if len(cases) > 1 else []
        parts += [source.state] if len(states[source.lineage]) > 1 else []
        is_plain = not scenario and used[source.lineage, source.state] == {""}
        parts += [] if parts and is_plain else [source.scenarios[scenario]]
        found.append(" · ".join(parts))
    return found


def _case_names(sources: Sequence[Source]) -> dict[str, str]:
    """Return what each case is called: by its organisation, or by its title where several are of one."""
    first = {source.lineage: source.case for source in reversed(sources)}
    organisations = [case.organisation for case in first.values()]
    return {
        lineage: case.organisation if organisations.count(case.organisation) == 1 else case.title
        for lineage, case in first.items()
    }


# --- offers ------------------------------------------------------------------------------------------------------


def offers() -> tuple[Offer, ...]:
    """Return what people want to compare first, of the case on the desk."""
    return tuple(_offers(state.desk(), state.scenario()))


def _offers(on: Desk, scenario: str | None) -> Iterator[Offer]:
    own = tuple(Reference(DESK, name) for name in (None, *on.case.options))
    if len(own) > 1:
        why = "Which of them is worth most, and what sets them apart"
        yield Offer("scenarios", "The scenarios of this case", why, own[:MOST])
    yield from _of_before(on)
    yield from _of_saved(on)
    views = [name for name in on.case.scenarios if name.startswith(FINANCE)]
    if views:
        both = (own[0], *(Reference(DESK, name) for name in views))
        why = "What the reviewer’s values do to the result"
        yield Offer("finance", "The base case against finance’s view", why, both)
    if scenario and len(own) > LEAST:
        both = (own[0], Reference(DESK, scenario))
        why = "What sets this one scenario apart"
        yield Offer("shown", "The base case against the scenario that is shown", why, both)


def _of_before(on: Desk) -> Iterator[Offer]:
    """Yield what the case on the desk was before: the revision it goes on from, the one before that, what it began as."""
    here, revision = Reference(DESK), on.revision
    if revision and not on.is_as_saved:
        before = Reference(f"{revision.case_id}@{revision.number}")
        why = "What your changes since it did to the result"
        yield Offer("origin", f"This draft against revision {revision.number}", why, (before, here))
    elif revision and revision.parent:
        before = Reference(f"{revision.case_id}@{revision.parent}")
        title = f"This revision against revision {revision.parent}"
        yield Offer("parent", title, "What the last save changed", (before, here))
    elif on.draft_id and on.origin in cached.case_files():
        title = f"This draft against the {uncapitalised(_shipped_state(on.origin))} it began from"
        yield Offer("shipped", title, "What your answers change", (Reference(on.origin), here))


def _of_saved(on: Desk) -> Iterator[Offer]:
    """Yield what the store offers: the baseline, and what somebody else has saved since."""
    summary = saved.summary()
    if summary is None or on.revision is None:
        return
    if summary.baseline and (summary.baseline != on.revision.number or not on.is_as_saved):
        named = f"{uncapitalised(summary.baseline_name)} (revision {summary.baseline})"
        title = f"{'This revision' if on.is_as_saved else 'This draft'} against the {named}"
        yield Offer("baseline", title, "How far the case has moved from what was agreed", (Reference(f"{summary.id}@{summary.baseline}"), Reference(DESK)))  # fmt: skip
    if summary.head > on.revision.number:
        title = f"Against what {summary.author} saved since (revision {summary.head})"
        yield Offer("head", title, "What somebody else has changed", (Reference(DESK), Reference(f"{summary.id}@{summary.head}")))  # fmt: skip
