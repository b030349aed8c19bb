"""What hybrids of two cases are worth: players that take the one way or the other, and the games their money lines are.

NPV is a sum over money lines, and a Shapley value of a sum is the sum of the Shapley values. So lines are taken
together that depend on the same players, and each such game has far fewer players than the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from model.evaluate import Program
from model.finance import discount_factors
from model.problems import CaseProblems, Problem
from model.resolved import ResolvedLine
from model.series import Array, Value, likely_values, value_of
from model.shapley import Coalitions, coalitions, exact, sampled
from scenarios.analysis import Analysis
from scenarios.hybrids import Hybrids
from scenarios.influence import Influence

MOST_EXACT = 12
"""How many players a game may have and still be shared out exactly."""
RATE, TIMING, EVERYTHING = "rate", "timing", "everything"
"""What of the discounting a player stands for; `everything` for one that all changes are joined to."""
_NUMBERS_AT_ONCE = 1_500_000
"""How many numbers are computed together, over all lines, months and draws."""
_ROWS = 8_192
"""About how many coalitions are looked at where orders are sampled."""
_HYBRIDS = 256
"""About how many hybrids are built for that."""
_LONE_RUNS = 300
"""How many draws are tried one by one, where several together cannot be computed."""

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Player:
    """Something that is as the first case has it, or as the second: parts, values, and how money is discounted."""

    parts: frozenset[str] = frozenset()
    values: frozenset[str] = frozenset()
    discount: str = ""

    def __or__(self, other: Player) -> Player:
        return Player(self.parts | other.parts, self.values | other.values)


@dataclass(frozen=True)
class Share:
    """What a player brings; the standard error where it was sampled."""

    amount: float = 0.0
    variance: float | None = None

    def __add__(self, other: Share) -> Share:
        variances = [share.variance for share in (self, other) if share.variance is not None]
        return Share(self.amount + other.amount, sum(variances) if variances else None)


@dataclass(frozen=True)
class _Game:
    """Money lines that depend on the same players: those of structure first, then of values, then of discounting."""

    lines: set[str]
    players: tuple[Player, ...]

    @property
    def structure(self) -> int:
        """How many players are of structure."""
        return sum(bool(player.parts) for player in self.players)


@dataclass
class Mixing:
    """Two cases, and everything that can be said of the worth of their hybrids."""

    first: Analysis
    second: Analysis
    hybrids: Hybrids
    progress: Callable[[float], None] = field(default=lambda _: None)
    lone_runs: int = 0

    def shares(self, players: Sequence[Player], *, apart: bool = True) -> dict[Player, Share]:
        """Return what each player brings; `apart` looks at lines in groups that depend on fewer players.

        Raises `CaseProblems` where a hybrid that is needed cannot be built or computed.
        """
        found = dict.fromkeys(players, Share())
        games = list(self._games(players, apart=apart))
        ends = np.zeros(2)
        for number, game in enumerate(games):
            shares, worth = self._shared(game)
            ends += worth
            found |= {player: found[player] + share for player, share in zip(game.players, shares, strict=True)}
            self.progress((number + 1) / len(games))
        if apart and not np.allclose(ends, self._npvs, rtol=1e-9, atol=1e-6):
            return self.shares(players, apart=False)
        return found

    @property
    def _npvs(self) -> tuple[float, float]:
        return self.first.appraisal.figures.npv, self.second.appraisal.figures.npv

    def builds(self, players: Iterable[Player]) -> bool:
        """Tell whether the hybrid with these players as in the second case can be built."""
        try:
            self._program(players)
        except CaseProblems:
            return False
        return True

    def works(self, players: Iterable[Player]) -> bool:
        """Tell whether the hybrid with these players as in the second case can be built and computed."""
        chosen = list(players)
        try:
            program = self._program(chosen)
            program.run({name: value.draw(0) for name, value in self._values(program, chosen, [], _ONE).items()})
        except CaseProblems:
            return False
        return True

    # --- games ------------------------------------------------------------------------------------------------

    def _games(self, players: Sequence[Player], *, apart: bool) -> Iterator[_Game]:
        structure = [player for player in players if player.parts]
        discount = [player for player in players if player.discount]
        sized = [player for player in players if not player.parts and not player.discount]
        for behind, names in self._groups(structure, apart=apart).items():
            ordered = [player for player in structure if player in behind]
            reach = self._reach(names, ordered, sized)
            for lines, values in _together(reach, MOST_EXACT - len(ordered) - len(discount)):
                moving = [player for player in sized if player in values]
                yield _Game(lines, (*ordered, *moving, *discount))

    def _groups(self, structure: Sequence[Player], *, apart: bool) -> Mapping[frozenset[Player], set[str]]:
        """Return the names of money lines, without members, by the players of structure they may depend on."""
        if not structure:
            return {frozenset(): {name_of(line) for line in self._program(()).graph.resolved.lines}}
        influence = Influence(self.hybrids)
        groups: dict[frozenset[Player], set[str]] = {}
        for name in influence.money:
            parts = influence.parts_behind(name) if apart else self.hybrids.parts
            behind = frozenset(player for player in structure if player.parts & parts)
            groups.setdefault(behind, set()).add(name)
        return groups

    def _reach(
        self, names: set[str], structure: Sequence[Player], sized: Sequence[Player]
    ) -> dict[str, frozenset[Player]]:
        """Return the money lines of some names in any hybrid, each with the players whose values move it."""
        reach: dict[str, frozenset[Player]] = {}
        many = len(structure) > MOST_EXACT
        rows = np.array([[False], [True]]).repeat(len(structure), axis=1) if many else coalitions(len(structure))
        for row in rows:
            graph = self._program([p for p, is_in in zip(structure, row, strict=True) if is_in]).graph
            for line in graph.resolved.lines:
                if line.kind != "driver" and name_of(line) in names:
                    used = graph.reach([line.id])
                    moving = frozenset(p for p in sized if many or p.values & used)
                    reach[line.id] = reach.get(line.id, frozenset()) | moving
        return reach

    def _shared(self, game: _Game) -> tuple[list[Share], Array]:
        """Return what each player brings to a game, and what it is worth in the first and in the second case."""
        count = len(game.players)
        if count <= MOST_EXACT:
            worth = self._worth(game, coalitions(count))
            return [Share(amount) for amount in exact(worth).tolist()], worth[[0, -1]]
        pairs = max(_ROWS // (2 * count), 16)
        if game.structure and 2**game.structure > _HYBRIDS:
            pairs = min(pairs, max(_HYBRIDS // (2 * game.structure), 8))
        found = sampled(lambda rows: self._worth(game, rows), count, pairs)
        ends = self._worth(game, np.array([[False], [True]]).repeat(count, axis=1))
        return [Share(*pair) for pair in zip(found.values.tolist(), (found.errors**2).tolist(), strict=True)], ends

    # --- worth ------------------------------------------------------------------------------------------------

    def _worth(self, game: _Game, rows: Coalitions) -> Array:
        """Return what the lines of a game are worth for each coalition: shape (k,)."""
        worth = np.zeros(len(rows))
        kinds, which = np.unique(rows[:, : game.structure], axis=0, return_inverse=True)
        for index, kind in enumerate(kinds):
            chosen = [player for player, is_in in zip(game.players, kind, strict=False) if is_in]
            mine = np.flatnonzero(which.reshape(-1) == index)
            worth[mine] = self._worth_in(game, chosen, rows[mine, game.structure :])
        return worth

    def _worth_in(self, game: _Game, chosen: Sequence[Player], rows: Coalitions) -> Array:
        """Return what the lines are worth within one hybrid, for each coalition of values and of discounting."""
        program = self._program(chosen)
        rest = game.players[game.structure :]
        sized = [player for player in rest if not player.discount]
        draws, drawn = np.unique(rows[:, : len(sized)], axis=0, return_inverse=True)
        ways, way = np.unique(rows[:, len(sized) :], axis=0, return_inverse=True)
        factors = np.array([self._factors(program, rest[len(sized) :], row) for row in ways])
        parts = [
            factors @ self._net(program, game.lines, self._values(program, chosen, sized, part), len(part))
            for part in _in_parts(draws, len(program.graph.order) * (program.graph.resolved.months + 1))
        ]
        worth: Array = np.concatenate(parts, axis=1)[way.reshape(-1), drawn.reshape(-1)]
        return worth

    def _factors(self, program: Program, players: Sequence[Player], row: Mask) -> Array:
        taken = {player.discount for player, is_in in zip(players, row, strict=True) if is_in}
        a, b = self.hybrids.a.case.discount, self.hybrids.b.case.discount
        rate = b.rate if RATE in taken else a.rate
        return discount_factors(rate, b.timing if TIMING in taken else a.timing, program.graph.resolved.months)

    def _net(self, program: Program, lines: set[str], values: Mapping[str, Value], draws: int) -> Array:
        """Return benefits less costs of some lines: shape (months + 1, draws)."""
        money = [line for line in program.graph.resolved.lines if line.id in lines and line.kind != "driver"]
        if not money:
            return np.zeros((program.graph.resolved.months + 1, draws))
        signs = np.array([1.0 if line.kind == "benefit" else -1.0 for line in money])
        names = [line.id for line in money]
        try:
            rows = program.run_draws(values, draws, names)
        except CaseProblems:
            rows = self._one_by_one(program, values, draws, names)
        net: Array = np.tensordot(signs, rows, axes=1)
        return net

    def _one_by_one(self, program: Program, values: Mapping[str, Value], draws: int, names: Sequence[str]) -> Array:
        """Compute each draw by itself: branches that are not taken are left out then."""
        self.lone_runs += draws
        if self.lone_runs > _LONE_RUNS:
            what, why = (
                "Too many mixes of the two cases have no finite value.",
                "Their difference cannot be shared out.",
            )
            raise CaseProblems([Problem("not_finite", (), what, why, "Compare the two cases by their figures.")])
        rows = [program.graph.order.index(name) for name in names]
        found = [program.run({name: value.draw(i) for name, value in values.items()})[rows] for i in range(draws)]
        return np.stack(found, axis=-1)

    # --- values -----------------------------------------------------------------------------------------------

    def _program(self, chosen: Iterable[Player]) -> Program:
        return self.hybrids.program(frozenset(part for player in chosen for part in player.parts))

    def _values(
        self, program: Program, chosen: Iterable[Player], sized: Sequence[Player], rows: Coalitions
    ) -> dict[str, Value]:
        """Return every value of a hybrid by draw: those of players as each row says, the others as in the first case."""
        wholly = {name for player in chosen for name in player.values}
        columns = {name: index for index, player in enumerate(sized) for name in player.values}
        found: dict[str, Value] = {}
        for name, value in likely_values(program.graph).items():
            if name in columns:
                found[name] = self._mixed(program, name, rows[:, columns[name]], is_series=value.is_series)
            elif name in self.hybrids.values:
                found[name] = self._mixed(program, name, np.array([name in wholly]), is_series=value.is_series)
            else:
                found[name] = _in_every_draw(value)
        return found

    def _mixed(self, program: Program, name: str, is_second: Mask, *, is_series: bool) -> Value:
        """Return a value that is as one case has it in some draws, and as the other in the rest."""
        months = program.graph.resolved.months
        one, other = (value_of(record, self.hybrids.units, months) for record in self.hybrids.both(name))
        opening = np.where(is_second, other.opening, one.opening)
        if not is_series:
            return Value(opening, np.where(is_second, other.later, one.later), is_series=False)
        later = np.where(is_second, np.reshape(other.later, (-1, 1)), np.reshape(one.later, (-1, 1)))
        return Value(opening, np.broadcast_to(later, (months, later.shape[-1])), is_series=True)


def name_of(line: ResolvedLine) -> str:
    """Return the name of a line without its member."""
    return line.id.partition("[")[0]


def _in_every_draw(value: Value) -> Value:
    return Value(value.opening, np.reshape(value.later, (-1, 1)), is_series=True) if value.is_series else value


_ONE = np.zeros((1, 0), dtype=bool)
"""One draw in which nothing is sized."""


def _together(reach: Mapping[str, frozenset[Player]], most: int) -> Iterator[tuple[set[str], frozenset[Player]]]:
    """Yield lines with the players that move any of them: all lines if they are few, else those moved by the same."""
    everyone = frozenset(player for players in reach.values() for player in players)
    groups: dict[frozenset[Player], set[str]] = {}
    for line, players in sorted(reach.items(), key=lambda item: (-len(item[1]), item[0])):
        wider = (group for group in groups if players <= group)
        groups.setdefault(everyone if len(everyone) <= most else next(wider, players), set()).add(line)
    for players, lines in groups.items():
        yield lines, players


def _in_parts(rows: Coalitions, numbers: int) -> Iterator[Coalitions]:
    together = max(_NUMBERS_AT_ONCE // max(numbers, 1), 1)
    for start in range(0, len(rows), together):
        yield rows[start : start + together]
