"""Hypothesis strategies: formulas and whole graphs that use every node kind."""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st

from model.case import Discount
from model.evidence import Assumption
from model.graph import Graph, build_graph
from model.nodes import (
    After,
    At,
    Binary,
    Call,
    Choose,
    Compare,
    Cumulative,
    Delay,
    MonthNumber,
    Name,
    Negate,
    Node,
    Number,
    OneMonth,
    Prev,
    Ramp,
    Total,
    YearNumber,
)
from model.notation import notation
from model.resolved import Built, Given, Resolved, ResolvedLine

ASSUMPTIONS = {
    "whole_a": Assumption(label="Whole a", unit="1", value=3),
    "whole_b": Assumption(label="Whole b", unit="1", value=-2),
    "share": Assumption(label="Share", unit="1", value=0.37),
    "amount": Assumption(label="Amount", unit="1", value=12.5),
    "rate": Assumption(label="Rate", unit="1/month", value=0.21),
    "plan": Assumption(
        label="Plan",
        unit="1",
        schedule={"by": "month", "spread": "level", "values": [1.5, 0.25, 4, 2, 0, 7.5, 3, 3.25, 1, 9, 8, 0.5, 6] * 3},
    ),
}
EXACT_NAMES = ("whole_a", "whole_b")
SMOOTH_NAMES = ("whole_a", "share", "amount", "rate", "plan")

whole = st.integers(-4, 4).map(lambda n: Number(float(n)))
small = st.floats(-3, 3, allow_nan=False).map(lambda x: Number(round(x, 3)))
COMPARATORS = st.sampled_from(["<", "<=", ">", ">=", "==", "!="])


@cache
def exact(depth: int = 2) -> st.SearchStrategy[Node]:
    """Formulas over whole numbers, whose value is exact: safe to compare, round and look up by."""
    leaf = st.one_of(
        whole, st.sampled_from([Name(n) for n in EXACT_NAMES]), st.just(MonthNumber()), st.just(YearNumber())
    )
    if depth == 0:
        return leaf
    inner = exact(depth - 1)
    return st.one_of(
        leaf,
        st.builds(Binary, st.sampled_from(["+", "-", "*"]), inner, inner),
        st.builds(_negate, inner),
        st.builds(lambda f, a, b: Call(f, (a, b)), st.sampled_from(["min", "max"]), inner, inner),
    )


@cache
def smooth(
    lines: tuple[str, ...], stocks: tuple[str, ...], depth: int = 3, whole: tuple[str, ...] | None = None
) -> st.SearchStrategy[Node]:
    """Formulas over everything that stands before, and over stocks one month back."""
    leaves: list[st.SearchStrategy[Node]] = [
        small,
        st.sampled_from([Name(n) for n in (*SMOOTH_NAMES, *lines)]),
        st.just(OneMonth()),
        st.just(MonthNumber()),
    ]
    if stocks:
        leaves.append(st.sampled_from([Prev(s) for s in stocks]))
    if lines:
        leaves += [
            st.sampled_from([Cumulative(line) for line in lines]),
            st.builds(Delay, st.sampled_from(lines), exact(1).map(_at_least_nought)),
        ]
    totals = lines if whole is None else whole
    if totals:
        leaves.append(st.sampled_from([Total(line) for line in totals]))
    leaf = st.one_of(leaves)
    if depth == 0:
        return leaf
    inner = smooth(lines, stocks, depth - 1, whole)
    return st.one_of(
        leaf,
        st.builds(Binary, st.sampled_from(["+", "-"]), inner, inner),
        st.builds(lambda a, b: Binary("*", a, _tamed(b)), inner, inner),
        st.builds(lambda a, b: Binary("/", a, _at_least(b, 1.0)), inner, inner),
        st.builds(
            lambda a, b: Binary("**", _at_least(_tamed(a), 0.5), b),
            inner,
            st.sampled_from([Number(2.0), Number(0.5), Number(-1.5)]),
        ),
        st.builds(_negate, inner),
        st.builds(Compare, COMPARATORS, exact(), exact()),
        st.builds(Choose, st.one_of(exact(), st.builds(Compare, COMPARATORS, exact(1), exact(1))), inner, inner),
        st.builds(_only_where_safe, st.sampled_from(["/", "ln", "sqrt", "**"]), inner, exact(), inner),
        st.builds(lambda f, a: Call(f, (a,)), st.sampled_from(["ceil", "floor"]), exact()),
        st.builds(lambda f, a, b, c: Call(f, (a, b, c)), st.sampled_from(["min", "max"]), inner, inner, inner),
        st.builds(lambda f, a: Call(f, (_at_least(a, 1.0),)), st.sampled_from(["ln", "sqrt"]), inner),
        st.builds(lambda a: Call("exp", (_tamed(a),)), inner),
        st.builds(lambda a, b: Ramp(a, _at_least_nought(b)), exact(1), exact(1)),
        st.builds(After, exact(1)),
        st.builds(At, exact(1)),
    )


def _negate(node: Node) -> Node:
    """Negate as the parser does: a number keeps its sign in itself."""
    return Number(-node.value) if isinstance(node, Number) else Negate(node)


def _only_where_safe(operator: str, top: Node, bottom: Node, otherwise: Node) -> Node:
    """A part that has no value for some numbers, in the branch of a choice that leaves those out."""
    safe: Node
    if operator == "/":
        safe = Binary("/", top, bottom)
    elif operator == "**":
        safe = Binary("**", bottom, Number(-1.5))
    else:
        safe = Call(operator, (bottom,))
    return Choose(Compare(">", bottom, Number(0.0)), safe, otherwise)


def _at_least(node: Node, least: float) -> Node:
    return Call("max", (node, Number(least)))


def _at_least_nought(node: Node) -> Node:
    return _at_least(node, 0.0)


def _tamed(node: Node) -> Node:
    """Keep a factor small, so that values do not run away over the months."""
    return Call("max", (Call("min", (node, Number(2.0))), Number(-2.0)))


@st.composite
def graphs(draw: st.DrawFn, most: int = 4) -> Graph:
    """A checked graph: lines, then stocks tied through `prev` with the flows that feed them, then lines on top."""
    early = tuple(f"early_{i}" for i in range(draw(st.integers(0, 2))))
    stocks = tuple(f"stock_{i}" for i in range(draw(st.integers(0, 2))))
    flows = tuple(f"flow_{i}" for i in range(draw(st.integers(0, 2)))) if stocks else ()
    late = tuple(f"late_{i}" for i in range(draw(st.integers(1, most))))
    lines = [_line(name, draw(smooth(early[:i], ()))) for i, name in enumerate(early)]
    for i, name in enumerate(flows):
        lines.append(_line(name, draw(smooth((*early, *flows[:i]), stocks, whole=early))))
    for name in stocks:
        growth = _tamed(draw(smooth((*early, *flows), stocks, whole=early)))
        formula = Binary("+", Binary("*", Prev(name), Number(0.5)), growth)
        lines.append(_line(name, formula, draw(exact(1))))
    before = (*early, *flows, *stocks)
    lines += [_line(name, draw(smooth((*before, *late[:i]), stocks))) for i, name in enumerate(late)]
    return graph_of(lines, months=draw(st.integers(1, 30)))


def _line(name: str, formula: Node, opening: Node | None = None) -> ResolvedLine:
    return ResolvedLine(
        id=name, label=f"Label {name}", unit="1", kind="driver", formula=notation(formula),
        opening=notation(opening) if opening is not None else None,
    )  # fmt: skip


def graph_of(lines: list[ResolvedLine], months: int = 12, assumptions: dict[str, Assumption] | None = None) -> Graph:
    """Return the graph of some lines, without a case around them; units are not checked."""
    given = {
        name: Given(record=record, origin="case")
        for name, record in (ASSUMPTIONS if assumptions is None else assumptions).items()
    }
    resolved = Resolved(
        id="generated", title="Generated", organisation="Test", author=None, scenario=None, scenario_label=None,
        currency="USD", units=(), start="2027-01", months=months, discount=Discount(rate=0.1), community=None,
        goals=(), audiences=(), requirements=(), kpis=(), streams=(), lines=tuple(lines), assumptions=given,
    )  # fmt: skip
    return build_graph(Built(resolved, {line.id: ("lines", i) for i, line in enumerate(lines)}))
