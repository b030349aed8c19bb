"""What every section of a written case is made from: the figures, the options, the draws and the numbered sources."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

from exports import wording
from exports.charts import Look
from exports.images import look_of
from exports.memo.content import Reference
from exports.memo.paper import on_paper
from exports.outputs import Order
from model.case import Case
from model.challenges.across import is_optimistic
from model.challenges.money import is_pessimistic
from model.evidence import Source
from model.line import Stream
from model.money import LOCALE
from model.options import OptionsAppraisal, appraise_options
from model.problems import CaseProblems
from model.resolved import Given, Resolved, ResolvedLine
from model.result import Appraisal, Figures, StreamTotal
from model.risk.break_even import Aim, BreakEven, break_evens
from model.risk.information import Information, information
from model.risk.overview import draws_of
from model.styles import STYLES
from scenarios import Analysis
from scenarios.bridge import BASE_CASE

FONT = "Liberation Sans, Arial, sans-serif"
"""The font of charts: it comes with what draws them, so that they look the same everywhere."""
MOST_OPTIONS = 8
"""How many scenarios are held against each other; more cannot be told apart."""


def _key(analysis: Analysis) -> tuple[str, str | None]:
    return analysis.resolved.id, analysis.resolved.scenario


def _itself(analysis: Analysis) -> Analysis:
    return analysis


def _is_view(analysis: Analysis) -> bool:
    """Tell whether a scenario sees the same plan more or less cautiously, and is no other way to do it."""
    resolved = analysis.resolved
    option = next((item for item in resolved.options if item.id == resolved.scenario), None)
    return option is not None and (is_pessimistic(option) or is_optimistic(option))


@dataclass(frozen=True)
class Basis:
    """An order with what its sections read; everything is computed once, when it is first asked for."""

    order: Order
    locale: str = LOCALE

    @property
    def analysis(self) -> Analysis:
        """The case under its scenario."""
        return self.order.analysis

    @cached_property
    def appraisal(self) -> Appraisal:
        """Its appraisal."""
        return self.analysis.appraisal

    @property
    def figures(self) -> Figures:
        """Its headline figures."""
        return self.appraisal.figures

    @property
    def resolved(self) -> Resolved:
        """Every line and value of it."""
        return self.analysis.resolved

    @property
    def case(self) -> Case:
        """The case as its author wrote it."""
        return self.analysis.file.case

    @property
    def is_idle(self) -> bool:
        """True where nothing is done: no benefit and no cost."""
        return not self.appraisal.run.money

    # --- words ---------------------------------------------------------------------------------------------------

    def money(self, amount: float) -> str:
        """Return an amount in full."""
        return wording.money(amount, self.resolved.currency, self.locale)

    def short(self, amount: float) -> str:
        """Return an amount for a sentence."""
        return wording.money_short(amount, self.resolved.currency, self.locale)

    def percent(self, share: float | None, digits: int = 0) -> str:
        """Return a share as a percentage."""
        return wording.percent(share, digits, self.locale)

    def month(self, month: int) -> str:
        """Return a month with its date."""
        return wording.month_words(self.resolved.start, month, self.locale)

    @property
    def over(self) -> str:
        """How long the case looks ahead."""
        return wording.duration(self.resolved.months)

    @property
    def convention(self) -> str:
        """The rate and the timing it is discounted with, and what counts."""
        return self.order.stamp.convention

    # --- value and cost ------------------------------------------------------------------------------------------

    def streams_of(self, kind: str) -> list[StreamTotal]:
        """Return the streams or the cost groups, the largest at today's value first."""
        return sorted((s for s in self.appraisal.streams if s.kind == kind), key=lambda s: -s.present_value)

    def library_stream(self, name: str) -> Stream | None:
        """Return what the library says of a stream; None for a line of the case's own."""
        return self.analysis.library.streams.get(name)

    def lines_in(self, name: str) -> list[ResolvedLine]:
        """Return the money lines of a stream, or the own line of that name."""
        return [line for line in self.appraisal.run.money if (line.stream or line.id) == name]

    # --- risk ----------------------------------------------------------------------------------------------------

    @cached_property
    def turning(self) -> tuple[BreakEven, ...]:
        """The values at which NPV turns, the nearest first; none where no value does."""
        if self.is_idle:
            return ()
        found = break_evens(self.analysis.program, Aim())
        return tuple(one for one in found if one.value is not None)

    @cached_property
    def information(self) -> Information | None:
        """What it is worth to know more before deciding; None where nothing varies."""
        drawn = self.order.simulation
        if drawn is None:
            return None
        return information(self.analysis.program, *draws_of(drawn))

    # --- options -------------------------------------------------------------------------------------------------

    @cached_property
    def options(self) -> OptionsAppraisal | None:
        """The ways to do it, held against doing nothing; None where nothing is done in any of them."""
        named = [(name, one.appraisal) for name, one in self._compared if not _is_view(one)]
        return appraise_options(named) if any(appraisal.run.money for _, appraisal in named) else None

    @cached_property
    def views(self) -> tuple[tuple[str, Appraisal], ...]:
        """The plan and more and less cautious views of it, by their names, the best first: no ways to choose from."""
        views = [(name, one.appraisal) for name, one in self._compared if _is_view(one)]
        plan = [(name, one.appraisal) for name, one in self._compared if _key(one) == (self.resolved.id, None)]
        return tuple(sorted((*plan, *views), key=lambda view: -view[1].figures.npv)) if views else ()

    @cached_property
    def not_compared(self) -> tuple[str, ...]:
        """The names of scenarios that cannot be computed, are in another currency, or are too many to compare."""
        compared = {_key(one) for _, one in self._compared}
        known = (
            self._name(self.resolved, option.id, option.label)
            for option in self.resolved.options
            if (self.resolved.id, option.id) not in compared
        )
        others = (self._named(one) for one in self.order.others if _key(one) not in compared)
        return tuple(dict.fromkeys((*known, *others)))

    @cached_property
    def _compared(self) -> list[tuple[str, Analysis]]:
        """Every scenario that can be compared, this one first, each under a name of its own."""
        found: dict[tuple[str, str | None], Analysis] = {}
        for one in self._candidates():
            if one.resolved.currency == self.resolved.currency:
                found.setdefault(_key(one), one)
            if len(found) == MOST_OPTIONS:
                break
        return [(self._named(one), one) for one in found.values()]

    def _candidates(self) -> Iterator[Analysis]:
        """Yield this scenario, what goes with it, and the others of the case, as far as they can be computed."""
        yield self.analysis
        makers: list[Callable[[], Analysis]] = [
            *(partial(_itself, other) for other in self.order.others),
            *(partial(self.analysis.under, name) for name in (None, *self.analysis.scenarios)),
        ]
        for make in makers:
            try:
                one = make()
                _ = one.appraisal
            except CaseProblems:
                continue
            yield one

    def _named(self, one: Analysis) -> str:
        return self._name(one.resolved, one.resolved.scenario, one.resolved.scenario_label)

    def _name(self, resolved: Resolved, scenario: str | None, label: str | None) -> str:
        name = label or scenario or BASE_CASE
        return name if resolved.id == self.resolved.id else f"{name} – {resolved.title}"

    # --- assumptions and sources ---------------------------------------------------------------------------------

    @cached_property
    def assumptions(self) -> Mapping[str, tuple[tuple[str, Given], ...]]:
        """The assumptions in force by the title of their topic, in the order of the library; own ones last."""
        shelf, found = self.analysis.library, self.resolved.assumptions
        place = {name: rank for rank, name in enumerate(shelf.assumptions)}
        ordered = sorted(found, key=lambda name: (place.get(name.partition("[")[0], len(place)), name))
        groups: dict[str, list[tuple[str, Given]]] = {}
        for name in ordered:
            groups.setdefault(self._topic(name), []).append((name, found[name]))
        return {topic: tuple(items) for topic, items in groups.items()}

    def _topic(self, name: str) -> str:
        topic = self.analysis.library.topics.get(name.partition("[")[0])
        if topic is None:
            return "The case's own"
        stream = self.analysis.library.streams.get(topic)
        return stream.title if stream else "The organisation's numbers"

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """Every source once, numbered in the order in which they are met."""
        found: dict[str, str | None] = {}
        for source in self._sources():
            said = str(source)
            found[said] = found.get(said) or source.link
        return tuple(Reference(number, said, link) for number, (said, link) in enumerate(found.items(), start=1))

    def _sources(self) -> Iterator[Source]:
        community = self.resolved.community
        for style in STYLES:
            if community and community.style == style.id:
                yield from style.sources
        for group in self.assumptions.values():
            for _, given in group:
                yield from given.record.source

    def cited(self, sources: Sequence[Source]) -> str:
        """Return the numbers of some sources: [1, 4]; nothing where there are none."""
        numbers = {one.text: one.number for one in self.references}
        found = sorted({numbers[str(source)] for source in sources if str(source) in numbers})
        return f"[{', '.join(map(str, found))}]" if found else ""

    # --- pictures ------------------------------------------------------------------------------------------------

    @cached_property
    def look(self) -> Look:
        """The look of the charts: the colours of the brand, as they can be seen on paper."""
        return replace(look_of(on_paper(self.order.brand)), font=FONT)
