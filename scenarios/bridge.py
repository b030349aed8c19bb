"""The bridge from one NPV to another: their difference shared out among everything that differs (Shapley values)."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import product
from typing import Any, Literal

from model.names import listed
from model.problems import CaseProblems, Problem
from model.quantities import month_name
from scenarios.analysis import Analysis
from scenarios.bridge_words import all_named, named_player
from scenarios.hybrids import Hybrids
from scenarios.mixing import EVERYTHING, MOST_EXACT, RATE, TIMING, Mixing, Player, Share

BASE_CASE = "Base case"
"""What a case is called where no scenario is laid over it."""
Kind = Literal["assumption", "setting", "structure"]
_SETTINGS = ("months", RATE, TIMING)
_DUST = 1e-6
"""A standard error that is nothing but the last digits of a float: every sampled order gave the same."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one change, or changes that cannot be told apart, do to NPV; a standard error where it was sampled."""

    id: str
    name: str
    change: str
    kind: Kind
    amount: float
    standard_error: float | None = None

    @property
    def label(self) -> str:
        """What differs, and from what to what: Cost of a contact: $22.00 → $10.00 a contact."""
        return f"{self.name}: {self.change}" if self.change else self.name

    def record(self) -> dict[str, Any]:
        """Return the part as plain data, for JSON."""
        return {"id": self.id, "label": self.label} | asdict(self)


@dataclass(frozen=True, slots=True)
class Bridge:
    """The way from one NPV to another; the largest parts come first, and all of them sum to the difference."""

    from_label: str
    to_label: str
    currency: str
    from_npv: float
    to_npv: float
    parts: tuple[Part, ...]
    method: Literal["exact", "sampled"]
    warnings: tuple[str, ...] = ()

    @property
    def difference(self) -> float:
        """How much more the second is worth."""
        return self.to_npv - self.from_npv

    @property
    def residual(self) -> float:
        """What the parts leave unexplained: nothing but the last digits of a float."""
        return self.difference - math.fsum(part.amount for part in self.parts)

    def record(self) -> dict[str, Any]:
        """Return the bridge as plain data, for JSON; `from` and `to` are the two NPVs."""
        return {
            "from": self.from_npv,
            "to": self.to_npv,
            "from_label": self.from_label,
            "to_label": self.to_label,
            "currency": self.currency,
            "difference": self.difference,
            "parts": [part.record() for part in self.parts],
            "residual": self.residual,
            "method": self.method,
            "warnings": list(self.warnings),
        }


def why_no_bridge(a: Analysis, b: Analysis) -> str | None:
    """Return why the difference between two cases cannot be shared out; None where it can."""
    one, other = a.resolved, b.resolved
    if one.currency != other.currency:
        return f"There is no bridge from {one.currency} to {other.currency}: amounts in different currencies have no difference."
    if one.counting != other.counting:
        return "There is no bridge, because one counts all benefits and the other cashable savings only."
    return None


def bridge(
    a: Analysis,
    b: Analysis,
    labels: tuple[str, str] | None = None,
    *,
    progress: Callable[[float], None] | None = None,
) -> Bridge:
    """Return what makes the difference between the NPV of two cases, or of two scenarios of one.

    What differs is: the values both use, how and how long money is counted, and the structure (streams, own lines,
    audiences, …). A value that only one of them uses belongs to the structure that needs it. `progress` is told the
    share that is done, from 0 to 1.

    Raises `CaseProblems` where there is no bridge, as between two currencies.
    """
    why = why_no_bridge(a, b)
    if why:
        remedy = "Compare cases of one currency, counted in one way."
        raise CaseProblems([Problem("no_bridge", (), why, "There is no one difference to share out.", remedy)])
    mixing = Mixing(a, b, Hybrids(a, b), progress or (lambda _: None))
    shares, warnings = _shares(mixing)
    names = labels or _labels(a, b)
    parts = [_part(mixing.hybrids, player, share) for player, share in shares.items()]
    parts += _start(a, b)
    return Bridge(
        *names, a.resolved.currency, a.appraisal.figures.npv, b.appraisal.figures.npv,
        tuple(sorted(parts, key=lambda part: -abs(part.amount))),
        "sampled" if any(part.standard_error is not None for part in parts) else "exact", tuple(warnings),
    )  # fmt: skip


def _labels(a: Analysis, b: Analysis) -> tuple[str, str]:
    """Return what two scenarios are called; with the title of their cases where both have one name."""
    one, other = (analysis.resolved.scenario_label or BASE_CASE for analysis in (a, b))
    return (one, other) if one != other else (f"{one} – {a.resolved.title}", f"{other} – {b.resolved.title}")


# --- players -----------------------------------------------------------------------------------------------------


def _players(hybrids: Hybrids) -> list[Player]:
    """Return everything that differs; audiences move together, and where values are many, those of one family."""
    families: dict[str, set[str]] = {}
    for name in hybrids.values:
        families.setdefault(name.partition("[")[0] if len(hybrids.values) > MOST_EXACT else name, set()).add(name)
    values = [Player(values=frozenset(names)) for names in families.values()]
    audiences = frozenset(part for part in hybrids.parts if part.startswith("audience:"))
    structure = [Player(parts=frozenset({part})) for part in sorted(hybrids.parts - audiences)]
    structure += [Player(parts=audiences)] if audiences else []
    one, other = hybrids.a.case.discount, hybrids.b.case.discount
    discount = [Player(discount=name) for name in (RATE, TIMING) if getattr(one, name) != getattr(other, name)]
    return [*structure, *values, *discount]


def _shares(mixing: Mixing) -> tuple[dict[Player, Share], list[str]]:
    """Return what each player brings; players that only work together become one, and a warning says so."""
    players = _players(mixing.hybrids)
    for merged in _mergers(mixing, players):
        try:
            shares = mixing.shares(merged)
        except CaseProblems:
            continue
        kept = [(player, share) for player, share in shares.items() if not _is_idle(player, share)]
        return dict(kept), [_merged_warning(mixing.hybrids, player) for player in merged if player not in players]
    whole = mixing.second.appraisal.figures.npv - mixing.first.appraisal.figures.npv
    everything = Player(frozenset(mixing.hybrids.parts), frozenset(mixing.hybrids.values), EVERYTHING)
    warning = (
        "The changes cannot be told apart, because hybrids of the two cases cannot be computed: they are one part."
    )
    return {everything: Share(whole)}, [warning]


def _is_idle(player: Player, share: Share) -> bool:
    """Tell whether a part of the structure moves no money at all, such as a line that only a KPI reads."""
    return bool(player.parts) and share == Share()


def _mergers(mixing: Mixing, players: list[Player]) -> Iterator[list[Player]]:
    """Yield the players as they are, then those merged that depend on each other, then all structure as one."""
    yield players
    yield _merged(mixing, players)
    structure = [player for player in players if player.parts]
    if structure:
        yield [_joined(structure), *(player for player in players if not player.parts)]


def _merged(mixing: Mixing, players: list[Player]) -> list[Player]:
    """Join each player that fails alone, added to the first case or dropped from the second, with one that heals it.

    Whether a hybrid can be built is a matter of its structure; values only matter to whether it can be computed.
    """
    moving = [player for player in players if not player.discount]
    structure = [player for player in moving if player.parts]
    groups = _joined_in_pairs(mixing.builds, structure)
    if len(groups) == len(structure):
        groups, structure = _joined_in_pairs(mixing.works, moving), moving
    return [*map(_joined, groups), *(player for player in players if player not in structure)]


def _joined_in_pairs(works: Callable[[Iterable[Player]], bool], players: Sequence[Player]) -> list[set[Player]]:
    groups = [{player} for player in players]
    everyone = set(players)
    for player, is_added in product(players, (True, False)):
        if _moved(works, everyone, {player}, is_added=is_added):
            continue
        others = (other for other in players if other != player)
        partner = next((o for o in others if _moved(works, everyone, {player, o}, is_added=is_added)), None)
        groups = _with_pair(groups, player, partner)
    return groups


def _moved(
    works: Callable[[Iterable[Player]], bool], everyone: set[Player], moved: set[Player], *, is_added: bool
) -> bool:
    """Tell whether it works with some players added to the first case, or dropped from the second."""
    return works(moved if is_added else everyone - moved)


def _with_pair(groups: list[set[Player]], player: Player, partner: Player | None) -> list[set[Player]]:
    """Return the groups with those of two players joined; what nothing heals goes with all that is of structure."""
    pair = [g for g in groups if player in g or (partner in g if partner else any(p.parts for p in g))]
    return [*(group for group in groups if group not in pair), set().union(*pair)]


def _joined(players: Iterable[Player]) -> Player:
    joined = Player()
    for player in players:
        joined |= player
    return joined


# --- words -------------------------------------------------------------------------------------------------------


def _part(hybrids: Hybrids, player: Player, share: Share) -> Part:
    kind: Kind = "assumption"
    if player.discount or player.parts:
        kind = "setting" if {*player.parts, player.discount} <= {*_SETTINGS, ""} else "structure"
    error = None if share.variance is None else math.sqrt(share.variance)
    if error is not None and error < _DUST:
        error = 0.0
    names = sorted((*player.parts, *player.values, *filter(None, [player.discount])))
    named = named_player(hybrids, player)
    return Part("+".join(names), named.name, named.change, kind, share.amount + 0.0, error)


def _start(a: Analysis, b: Analysis) -> Sequence[Part]:
    """Another first month changes no NPV, since each is the worth at its own start; dates of a plan count as values."""
    one, other = a.resolved.start, b.resolved.start

    change = f"{month_name(one, 1)} → {month_name(other, 1)}"
    return [] if one == other else [Part("start", "First month", change, "setting", 0.0)]


def _merged_warning(hybrids: Hybrids, player: Player) -> str:
    return f"These cannot be told apart, since one does not work without the other, and are one part: {listed([str(named) for named in all_named(hybrids, player)], 'and')}."
