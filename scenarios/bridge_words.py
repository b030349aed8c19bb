"""What the parts of a bridge are called: what differs in plain words, from what it was to what it is."""

from __future__ import annotations

from collections.abc import Iterator

from model.evidence import Assumption
from model.finance import TIMING_NAMES
from model.money import LOCALE
from model.quantities import NONE, duration, percent, quantity
from model.resolved import ResolvedStream
from scenarios.hybrids import COMMUNITY, LIBRARY, MONTHS, Hybrids, Side
from scenarios.mixing import RATE, TIMING, Player

_MOST_NAMED = 3


def label_of_player(hybrids: Hybrids, player: Player) -> str:
    """Return what a player is called with what it changes: Cost of a contact: $12.00 a contact → $9.00 a contact."""
    if player.discount == "all":
        return "Everything that differs"
    names = names_of_player(hybrids, player)
    if len(names) == 1:
        return names[0]
    family = {name.partition("[")[0] for name in player.values}
    if len(family) == 1 and not player.parts:
        return f"{_base_label(hybrids, next(iter(family)))} ({len(names)} values)"
    shown = [name.partition(":")[0] for name in names]
    more = f" and {len(shown) - _MOST_NAMED} more" if len(shown) > _MOST_NAMED else ""
    return f"{', '.join(shown[:_MOST_NAMED])}{more} (together)"


def names_of_player(hybrids: Hybrids, player: Player) -> list[str]:
    """Return everything a player moves, in plain words."""
    parts = [_part_label(hybrids, part) for part in sorted(player.parts)]
    values = [value_label(hybrids, name) for name in sorted(player.values)]
    return [*parts, *values, *_discount_label(hybrids, player.discount)]


def value_label(hybrids: Hybrids, name: str) -> str:
    """Return an assumption with its value in the first and in the second case."""
    one, other = hybrids.both(name)
    return f"{_value_name(hybrids, name)}: {said(one, hybrids)} → {said(other, hybrids)}"


def said(record: Assumption, hybrids: Hybrids) -> str:
    """Return the value of an assumption as people read it."""
    return value_said(record, hybrids.a.case.currency)


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


def _discount_label(hybrids: Hybrids, discount: str) -> Iterator[str]:
    one, other = hybrids.a.case.discount, hybrids.b.case.discount
    if discount == RATE:
        yield f"Discount rate: {percent(one.rate, 1)} → {percent(other.rate, 1)}"
    if discount == TIMING:
        yield f"Timing convention: {TIMING_NAMES[one.timing]} → {TIMING_NAMES[other.timing]}"


# --- structure ---------------------------------------------------------------------------------------------------


def _part_label(hybrids: Hybrids, part: str) -> str:
    kind, _, name = part.partition(":")
    if part == MONTHS:
        return f"Horizon: {duration(hybrids.a.case.months)} → {duration(hybrids.b.case.months)}"
    if part == COMMUNITY:
        return "Kind of community: answered in another way"
    if part == LIBRARY:
        return f"How the library computes {', '.join(_titles(hybrids))}: another version"
    if kind == "value":
        return f"{_value_name(hybrids, name)}: {_maybe(hybrids.a, name)} → {_maybe(hybrids.b, name)}"
    is_in = [_has(side, kind, name) for side in (hybrids.a, hybrids.b)]
    change = "changed" if all(is_in) else _ADDED.get(kind, _ADDED[""])[is_in[1]]
    return f"{_part_name(hybrids, kind, name)}: {change}"


_ADDED = {"stream": ("switched off", "switched on"), "": ("left out", "added")}
"""What happened to a part that only the first, or only the second case has."""


def _titles(hybrids: Hybrids) -> list[str]:
    titles = {stream.id: stream.title for side in (hybrids.a, hybrids.b) for stream in _streams(side)}
    return [titles.get(name, name) for name in hybrids.recomputed]


def _streams(side: Side) -> tuple[ResolvedStream, ...]:
    return side.streams


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
