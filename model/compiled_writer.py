"""Compiled reading: writes a case as one function over draws that goes month by month, for Numba to compile.

Every line is one plain number at a time. What stays the same over time is computed before the months, what changes by
the year in the first month of each. Months are walked once, and once more for each `total` that other lines build on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from model.compiled_formulas import BY_MONTH, BY_YEAR, NEVER, Month, Opening, Steady
from model.compiled_parts import PARTS
from model.graph import Graph, Group
from model.nodes import (
    After,
    At,
    Cumulative,
    Delay,
    MonthNumber,
    Name,
    Node,
    Prev,
    Ramp,
    Total,
    YearNumber,
    children,
    walk,
)
from model.series import scheduled

_SIGNATURE = (
    "void(int64, int64, f8[::1], f8[:,::1], i8[::1], f8[:,::1], f8[::1], f8[:,::1], f8[:,::1], f8[:,:,::1], b1[::1])"
)
_TIMED = (MonthNumber, Prev, Delay, Cumulative, Ramp, After, At)
_MOST_OPERANDS = 16


@dataclass
class _Stage:
    """One walk over the months: what is computed before it, and in each month of it."""

    groups: list[Group] = field(default_factory=list)
    head: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    shared: dict[Node, str] = field(default_factory=dict)
    summed: frozenset[str] = frozenset()
    """Lines whose running sum is asked for in this walk."""


@dataclass
class KernelWriter:
    """Writes the function that computes the money of a case, and some lines, in each of many draws."""

    graph: Graph
    kept: tuple[str, ...]
    symbols: dict[str, str] = field(default_factory=dict)
    levels: dict[str, int] = field(default_factory=dict)
    plans: dict[str, int] = field(default_factory=dict)
    past: dict[str, int] = field(default_factory=dict)
    reached: frozenset[str] = frozenset()
    steady: dict[Node, str] = field(default_factory=dict)
    temporaries: int = 0
    stage: _Stage = field(default_factory=_Stage)

    def __post_init__(self) -> None:
        rows, money = self.graph.rows, ("benefit", "cost")
        self.symbols = {name: f"a{i}" for i, name in enumerate(self.graph.resolved.assumptions)}
        self.symbols |= {name: f"x{i}" for i, name in enumerate(self.graph.order)}
        self.levels = dict.fromkeys(self.graph.resolved.assumptions, NEVER)
        self.levels |= dict.fromkeys(scheduled(self.graph), BY_MONTH)
        self.plans = {name: i for i, name in enumerate(n for n in self.symbols if n in scheduled(self.graph))}
        self.reached = self.graph.reach([*(name for name in rows if rows[name].line.kind in money), *self.kept])

    def source(self) -> str:
        """Return the functions it calls and `run`; what `run` takes is told in `model.compiled`."""
        stages = self._stages()
        self._find_past(stages)
        for stage in stages:
            self.stage = stage
            self._write(stage)
        text = [
            f'@njit("{_SIGNATURE}", nogil=True, cache=True, error_model="numpy")',
            "def run(first, end, fixed, drawn, where, plans, factors, figures, cumulative, kept, broken):",
            f"    past = np.empty(({max(len(self.past), 1)}, {self.graph.resolved.months + 1}))",
            *(f"    {name} = np.empty({self.graph.resolved.months + 1})" for name in ("benefits", "costs", "net")),
            f"    given = np.empty({max(len(self.graph.resolved.assumptions), 1)})",
            *(f"    line_{number} = int({float(number)!r})" for number in self.past.values()),
            "    for draw in range(first, end):",
            "        fill(given, fixed, drawn, where, draw)",
            "        benefits[:] = 0.0",
            "        costs[:] = 0.0",
            *(f"        {line}" for line in self._given()),
        ]
        for stage in stages:
            text += (f"        {line}" for line in stage.head)
            text.append(f"        for t in range(1, {self.graph.resolved.months + 1}):")
            text += (f"            {line}" for line in (*stage.body, "pass"))
        settled = "settle(benefits, costs, factors, net, figures, cumulative, draw)"
        text.append(f"        broken[draw] = not {settled} or not all_known(kept, draw)")
        return PARTS + "\n".join(text) + "\n"

    # --- what is computed in which walk over the months ---------------------------------------------------------------

    def _stages(self) -> list[_Stage]:
        """Give each group the first walk in which all it needs is there: after that of a line it wants the total of."""
        place: dict[str, int] = {}
        stages: list[_Stage] = [_Stage()]
        for group in self.graph.groups:
            if self.reached.isdisjoint(group.order):
                continue
            asked = [self.graph.rows[name].needs for name in group.order]
            earlier = [place[name] for one in asked for name in one.names if name in place]
            summed = [place[name] + 1 for one in asked for name in one.whole if name in place]
            number = max([0, *earlier, *summed])
            place |= dict.fromkeys(group.order, number)
            if number == len(stages):
                stages.append(_Stage())
            stages[number].groups.append(group)
        return stages

    def _find_past(self, stages: list[_Stage]) -> None:
        """Note the lines of which every month is kept: those looked back at, summed, or used in a later walk."""
        done: set[str] = set()
        for stage in stages:
            names = [name for group in stage.groups for name in group.order]
            used = {name for line in names for name in self.graph.rows[line].needs.names}
            looked = {node.line for line in names for node in self._nodes(line) if isinstance(node, Delay | Total)} | (
                used & done
            )
            for name in sorted(looked - self.past.keys()):
                self.past[name] = len(self.past)
            done.update(names)

    def _nodes(self, line: str) -> Iterator[Node]:
        row = self.graph.rows[line]
        yield from walk(row.formula)
        if row.opening is not None:
            yield from walk(row.opening)

    # --- one walk -----------------------------------------------------------------------------------------------------

    def _write(self, stage: _Stage) -> None:
        own = [name for group in stage.groups for name in group.order]
        looked = [node for name in own for node in self._nodes(name)]
        stage.summed = frozenset(node.line for node in looked if isinstance(node, Cumulative))
        for name in sorted({name for line in own for name in self.graph.rows[line].needs.names}):
            self._load(name, set(own))
        for group in stage.groups:
            self._group(group)
        for name in sorted({node.line for node in looked if isinstance(node, Prev)}):
            stage.head.append(f"p{self.symbols[name]} = o{self.symbols[name]}")
            stage.body.append(f"p{self.symbols[name]} = {self.symbols[name]}")
        self._money(own)

    def _load(self, name: str, own: set[str]) -> None:
        """Fetch what changes by the month and is not computed in this walk itself."""
        symbol = self.symbols[name]
        if name in self.plans:
            self.stage.body.append(f"{symbol} = plans[{self.plans[name]}, t] * m{symbol}")
        elif name in self.past and name not in own and self.levels[name]:
            self.stage.body.append(f"{symbol} = past[{self.past[name]}, t]")
        if name not in own and name in self.graph.rows:
            self._run_on(name)

    def _group(self, group: Group) -> None:
        if group.is_lagged:
            self.levels |= dict.fromkeys(group.order, BY_MONTH)
        for name in group.opening_order:
            self.stage.head.append(f"o{self.symbols[name]} = {Opening(self).text(self.graph.rows[name].at_opening)}")
        for name in group.order:
            self._line(name)

    def _line(self, name: str) -> None:
        formula, symbol = self.graph.rows[name].formula, self.symbols[name]
        level = self.levels.setdefault(name, self.level(formula))
        if level == NEVER:
            self.stage.head.append(f"{symbol} = {Steady(self).inner(formula)}")
        elif level == BY_YEAR:
            self._by_year(symbol, formula)
        else:
            self.stage.body.append(f"{symbol} = {Month(self).text(formula)}")
        if name in self.past:
            self.stage.head.append(f"past[{self.past[name]}, 0] = o{symbol}")
            self.stage.body.append(f"past[{self.past[name]}, t] = {symbol}")
        self._run_on(name)

    def _by_year(self, symbol: str, node: Node) -> None:
        text = Month(self).inner(node)
        self.stage.head.append(f"{symbol} = 0.0")
        self.stage.body += ["if t % 12 == 1:", f"    {symbol} = {text}"]

    def _run_on(self, name: str) -> None:
        """Keep the running sum of a line that is wanted in this walk."""
        if name in self.stage.summed:
            symbol = self.symbols[name]
            self.stage.head.append(f"r{symbol} = o{symbol}")
            self.stage.body.append(f"r{symbol} += {symbol}")

    def _money(self, own: list[str]) -> None:
        for kind, flow in (("benefit", "benefits"), ("cost", "costs")):
            found = [self.symbols[name] for name in own if self.graph.rows[name].line.kind == kind]
            for first in range(0, len(found), _MOST_OPERANDS):
                some = found[first : first + _MOST_OPERANDS]
                self.stage.head.append(f"{flow}[0] += {' + '.join(f'o{symbol}' for symbol in some)}")
                self.stage.body.append(f"{flow}[t] += {' + '.join(some)}")
        for place, name in enumerate(self.kept):
            if name in own:
                self.stage.head.append(f"kept[{place}, 0, draw] = o{self.symbols[name]}")
                self.stage.body.append(f"kept[{place}, t, draw] = {self.symbols[name]}")

    def _given(self) -> Iterator[str]:
        """Yield what fetches the assumptions of a draw; a flow has no amount at the opening."""
        resolved = self.graph.resolved
        for index, (name, given) in enumerate(resolved.assumptions.items()):
            symbol, number = f"a{index}", f"given[{index}]"
            if name not in self.reached:
                continue
            if name in self.plans:
                yield f"m{symbol} = {number}"
                yield f"o{symbol} = plans[{self.plans[name]}, 0] * m{symbol}"
            else:
                is_flow = resolved.vocabulary.unit(given.record.unit or "1").is_flow
                yield f"{symbol} = {number}"
                yield f"o{symbol} = {symbol} * 0.0" if is_flow else f"o{symbol} = {symbol}"

    # --- parts of formulas --------------------------------------------------------------------------------------------

    def level(self, node: Node) -> int:
        """Tell how often a formula changes."""
        if isinstance(node, _TIMED):
            return BY_MONTH
        if isinstance(node, Name):
            return self.levels[node.id]
        own = BY_YEAR if isinstance(node, YearNumber) else NEVER
        return max([own, *map(self.level, children(node))])

    def hoisted(self, node: Node) -> str:
        """Compute a part that stays the same over time once, before the months; return its symbol."""
        if node not in self.steady:
            text = Steady(self).inner(node)
            self.steady[node] = f"g{len(self.steady)}"
            self.stage.head.append(f"{self.steady[node]} = {text}")
        return self.steady[node]

    def once(self, node: Node, text: str | None = None) -> str:
        """Compute a part that many formulas hold once in each month, or in each year; return its symbol."""
        if node not in self.stage.shared:
            symbol = self.temporary()
            if text is None:
                self._by_year(symbol, node)
            else:
                self.stage.body.append(f"{symbol} = {text}")
            self.stage.shared[node] = symbol
        return self.stage.shared[node]

    def temporary(self) -> str:
        """Return a new symbol."""
        self.temporaries += 1
        return f"c{self.temporaries}"
