"""Which differing parts of two cases a line could depend on, whatever hybrid of them it stands in.

Read from what lines declare, not from one graph: every formula a choice offers, every line that could join a sum the
model makes itself. So it may name too many parts and never too few, and what depends on few parts needs few hybrids.
"""

from __future__ import annotations

from functools import cache

from model.line import Line, Stream
from scenarios.hybrids import COSTS, EVERYWHERE, Hybrids, Side, names_in, names_of


class Influence:
    """What stands behind the lines of two cases, by the name of the line without its member."""

    def __init__(self, hybrids: Hybrids) -> None:
        self.hybrids = hybrids
        self.everywhere = frozenset(part for part in hybrids.parts if part.partition(":")[0] in EVERYWHERE)
        self.edges: dict[str, set[str]] = {}
        self.claims: dict[str, set[str]] = {}
        self.money: set[str] = set()
        for side in (hybrids.a, hybrids.b):
            self._declare(side)
        for part in hybrids.parts:
            kind, _, name = part.partition(":")
            if kind == "value":
                self.edges.setdefault(name.partition("[")[0], set()).add(part)
        self._share_overlaps()
        self.behind = cache(self._behind)

    def parts_behind(self, line: str) -> frozenset[str]:
        """Return the differing parts a line could depend on; `line` may name a member."""
        return self.behind(line.partition("[")[0]) & self.hybrids.parts | self.everywhere

    def _declare(self, side: Side) -> None:
        offers = [stream for stream in side.library.streams.values() if stream.kind == "driver"]
        for stream in side.library.streams.values():
            choice = side.case.streams.get(stream.id)
            asked = [choice.attribution, choice.risk_adjustment] if choice else []
            for line in stream.lines:
                self._add(line, stream, asked, offers)
        for line in side.case.lines:
            self._add(line, None, [], offers)
        for stream in side.library.streams.values():
            for name, overlap in stream.overlaps.items():
                self._edge(f"overlap:{name}", names_in([overlap.cap]))
        for name, overlap in side.case.overlaps.items():
            self._edge(f"overlap:{name}", {*names_in([overlap.cap]), f"overlap:{name}"})

    def _add(self, line: Line, stream: Stream | None, asked: list[str | None], offers: list[Stream]) -> None:
        names = {*names_of(line), *names_in(asked), f"stream:{stream.id}" if stream else f"line:{line.id}"}
        names |= {f"stream:{offer.id}" for offer in offers if line.choose in offer.choices}
        self._edge(line.id, names)
        if line.kind == "cost":
            self._edge(COSTS, {line.id})
        if line.is_money:
            self.money.add(line.id)
        if line.overlap:
            self.claims.setdefault(line.overlap, set()).add(line.id)

    def _edge(self, name: str, needed: set[str]) -> None:
        self.edges.setdefault(name, set()).update(needed)

    def _share_overlaps(self) -> None:
        """Whatever brings a claim into the case has a say in what is left for the others."""
        plain = {name: self._behind(name) for name in self.money}
        for group, claims in self.claims.items():
            claiming = {name for name, behind in plain.items() if behind & claims}
            self._edge(f"overlap:{group}", claiming | claims)

    def _behind(self, name: str) -> frozenset[str]:
        """Return everything that can be reached from a name."""
        seen: set[str] = set()
        waiting = [name]
        while waiting:
            found = waiting.pop()
            if found not in seen:
                seen.add(found)
                waiting.extend(self.edges.get(found, ()))
        return frozenset(seen)
