"""The places where generated code computes an expression: the opening column, all months together, or month by month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from model.dependencies import needs
from model.nodes import Node

if TYPE_CHECKING:
    from model.writer import Writer


@dataclass
class Place:
    """Where an expression is computed: how names, time words and functions are written there.

    Inside a branch of a choice, `taken` names the mask of where the branch is taken. Elsewhere its values do not count,
    so what could fail there (a division by nought, the root of a negative number) is computed for 1 instead.
    """

    writer: Writer
    taken: str = ""
    indent: str = ""

    def kept(self, text: str) -> str:
        """Compute a mask in a statement of its own, before the one being written; return its symbol."""
        symbol = f"k{self.writer.masks}"
        self.writer.masks += 1
        self.writer.body.append(f"{self.indent}{symbol} = {text}")
        return symbol

    def steady(self, node: Node) -> str | None:  # noqa: ARG002 - loops look at the node
        """Return the symbol of a part that has been computed elsewhere."""
        return None

    def plain(self, node: Node) -> bool:  # noqa: ARG002 - months look at the node
        """Tell whether a part works out to one plain number."""
        return not self.writer.with_draws

    def symbol(self, name: str) -> str:
        return self.writer.symbols[name]

    def function(self, name: str, node: Node) -> str:
        return f"plain_{name}" if self.plain(node) else f"array_{name}"

    def guarded(self, name: str, node: Node, *operands: str) -> str:
        """Write a function that has no value for some operands."""
        if self.taken and not self.plain(node):
            return f"masked_{name}({self.taken}, {', '.join(operands)})"
        return f"{self.function(name, node)}({', '.join(operands)})"


class Opening(Place):
    """In the opening column."""

    month = "0"
    year = "0"

    def value(self, name: str) -> str:
        return f"o{self.symbol(name)}"

    def prev(self, name: str) -> str:
        return f"o{self.symbol(name)}"

    cumulative = prev

    def total(self, name: str) -> str:
        return f"total(o{self.symbol(name)}, {self.symbol(name)})"

    def delay(self, name: str, months: str) -> str:
        return f"delay_opening(o{self.symbol(name)}, {months})"


class Months(Place):
    """In all months together."""

    month = "month_numbers"
    year = "year_numbers"

    def plain(self, node: Node) -> bool:
        return not self.writer.with_draws and not self.writer.changes(node)

    def value(self, name: str) -> str:
        return self.symbol(name)

    def prev(self, name: str) -> str:
        return f"prev(o{self.symbol(name)}, {self.symbol(name)})"

    def cumulative(self, name: str) -> str:
        return f"cumulative(o{self.symbol(name)}, {self.symbol(name)})"

    def total(self, name: str) -> str:
        return f"total(o{self.symbol(name)}, {self.symbol(name)})"

    def delay(self, name: str, months: str) -> str:
        return f"delay(o{self.symbol(name)}, {self.symbol(name)}, {months})"


@dataclass
class Step(Place):
    """In a loop over months; `inside` are the lines it computes, and it begins at the statement `start`."""

    inside: frozenset[str] = frozenset()
    start: int = 0
    month = "t"
    year = "-(-t // 12)"

    def steady(self, node: Node) -> str | None:
        """Return the symbol of a part that no month changes, where it is worth computing before the loop."""
        if not self.writer.with_draws or self.taken or self.writer.changes(node) or needs(node).names & self.inside:
            return None
        return self.writer.steady(node, self.start)

    def value(self, name: str) -> str:
        changes = name in self.inside or name in self.writer.series
        return f"s{self.symbol(name)}[t]" if changes else self.symbol(name)

    def prev(self, name: str) -> str:
        return f"s{self.symbol(name)}[t - 1]"

    def cumulative(self, name: str) -> str:
        return f"running(s{self.symbol(name)}, t)"

    def total(self, name: str) -> str:
        return f"total(o{self.symbol(name)}, {self.symbol(name)})"

    def delay(self, name: str, months: str) -> str:
        return f"delay_step(s{self.symbol(name)}, t, {months})"
