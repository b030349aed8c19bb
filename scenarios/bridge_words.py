"""What the parts of a bridge are called: what differs in plain words, from what it was to what it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from model.evidence import Assumption
from model.finance import TIMING_NAMES
from model.money import LOCALE
from model.names import listed
from model.quantities import NONE, duration, percent, quantity
from scenarios.hybrids import COMMUNITY, LIBRARY, MONTHS, Hybrids, Side
from scenarios.mixing import EVERYTHING, RATE, TIMING, Player

_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Named:
    """What a part of a bridge is called, and what it changes, if that can be said: $22.00 → $10.00 a contact."""

    name: str
    change: str = ""

    def __str__(self) -> str:
        return f"{self.name}: {self.change}" if self.change else self.name


def named_player(hybrids: Hybrids, player: Player) -> Named:
    """Return what a player is called, with what it changes."""
    if player.discount == EVERYTHING:
        return Named("Everything that differs")
    named = all_named(hybrids, player)
    if len(named) == 1:
        return named[0]
    families = {name.partition("[")[0] for name in player.values}
    if len(families) == 1 and not player.parts:
        return Named(_base_label(hybrids, next(iter(families))), f"{len(named)} values")
    return Named(listed_up_to([item.name for item in named]), "together")


def listed_up_to(names: Sequence[str]) -> str:
    """Return names as a list, the last of many as a number."""
    more = len(names) - _MOST_NAMED
    return listed([*names[:_MOST_NAMED], f"{more} more"] if more > 0 else names, "and")


def all_named(hybrids: Hybrids, player: Player) -> list[Named]:
    """Return everything a player moves."""
    parts = [_part_named(hybrids, part) for part in sorted(player.parts)]
    values = [_value_named(hybrids, name) for name in sorted(player.values)]
    return [*parts, *values, *_discount_named(hybrids, player.discount)]


def from_to(before: str, after: str) -> str:
    """Return what something was and is, with words that both end in said once: 9 → 18 months."""
    one, other = before.split(" "), after.split(" ")
    while len(one) > 1 and len(other) > 1 and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    return f"{' '.join(one)} → {after}"


def _value_named(hybrids: Hybrids, name: str) -> Named:
    one, other = (value_said(record, hybrids.a.case.currency) for record in hybrids.both(name))
    return Named(_value_name(hybrids, name), from_to(one, other))


def value_said(record: Assumption, currency: str, locale: str = LOCALE) -> str:
    """Return the value of an assumption as people read it; of one over time, its first and its last value."""
    if record.schedule is None:
        return quantity(record.value, record.unit or "1", currency, locale)
    unit, values = _plain_unit(record), record.schedule.values
    ends = dict.fromkeys(quantity(value, unit, currency, locale) for value in (values[0], values[-1]))
    return f"{' to '.join(ends)} by {record.schedule.by}"


def _plain_unit(record: Assumption) -> str:
    """Return the unit of the values of a schedule: amounts of a period are no flow."""
    unit = record.unit or "1"
    return unit.rpartition("/")[0] if record.schedule and record.schedule.spread == "even" and "/" in unit else unit


def _value_name(hybrids: Hybrids, name: str) -> str:
    member = name.partition("[")[2].removesuffix("]")
    label = _base_label(hybrids, name)
    return f"{label} ({_member_label(hybrids, member)})" if member else label


def _base_label(hybrids: Hybrids, name: str) -> str:
    for side in (hybrids.b, hybrids.a):
        for key in (name, name.partition("[")[0]):
            if key in side.given and side.given[key].record.label:
                return str(side.given[key].record.label)
    return name


def _member_label(hybrids: Hybrids, member: str) -> str:
    for side in (hybrids.b, hybrids.a):
        labels = {audience.id: audience.label for audience in side.case.audiences}
        labels |= {item.id: item.label for items in side.case.dimensions.values() for item in items}
        if member in labels:
            return labels[member]
    return member


def _discount_named(hybrids: Hybrids, discount: str) -> Iterator[Named]:
    one, other = hybrids.a.case.discount, hybrids.b.case.discount
    if discount == RATE:
        yield Named("Discount rate", from_to(percent(one.rate, 1), percent(other.rate, 1)))
    if discount == TIMING:
        yield Named("Timing convention", f"{TIMING_NAMES[one.timing]} → {TIMING_NAMES[other.timing]}")


# --- structure ---------------------------------------------------------------------------------------------------


def _part_named(hybrids: Hybrids, part: str) -> Named:
    kind, _, name = part.partition(":")
    if part == MONTHS:
        return Named("Horizon", f"{duration(hybrids.a.case.months)} → {duration(hybrids.b.case.months)}")
    if part == COMMUNITY:
        return Named("Kind of community", "answered in another way")
    if part == LIBRARY:
        return Named(f"How the library computes {listed_up_to(_titles(hybrids))}", "another version")
    if kind == "value":
        return Named(_value_name(hybrids, name), from_to(_maybe(hybrids.a, name), _maybe(hybrids.b, name)))
    is_in = [_has(side, kind, name) for side in (hybrids.a, hybrids.b)]
    change = "changed" if all(is_in) else _ADDED.get(kind, _ADDED[""])[is_in[1]]
    return Named(_part_name(hybrids, kind, name), change)


_ADDED = {"stream": ("switched off", "switched on"), "": ("left out", "added")}
"""What happened to a part that only the first, or only the second case has."""


def _titles(hybrids: Hybrids) -> list[str]:
    titles = {stream.id: stream.title for side in (hybrids.a, hybrids.b) for stream in side.streams}
    return [titles.get(name, name) for name in hybrids.recomputed]


def _maybe(side: Side, name: str) -> str:
    record = side.known(name)
    return value_said(record, side.case.currency) if record else NONE


def _has(side: Side, kind: str, name: str) -> bool:
    case = side.case
    names = {
        "stream": case.streams,
        "line": side.own,
        "audience": [audience.id for audience in case.audiences],
        "dimension": case.dimensions,
        "overlap": case.overlaps,
    }
    return name in names[kind]


def _part_name(hybrids: Hybrids, kind: str, name: str) -> str:
    for side in (hybrids.b, hybrids.a):
        if _has(side, kind, name):
            return _name_in(side, kind, name)
    return name


def _name_in(side: Side, kind: str, name: str) -> str:
    if kind == "stream":
        stream = side.library.streams.get(name)
        return stream.title if stream else name
    if kind == "line":
        return side.own[name].label
    if kind == "audience":
        return f"Audience {next(a.label for a in side.case.audiences if a.id == name)}"
    if kind == "overlap":
        return f"Overlap group {side.case.overlaps[name].label}"
    return f"Members of {name}"
