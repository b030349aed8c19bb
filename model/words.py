"""Words reading: a formula as a sentence that can be read aloud without brackets.

One sentence holds one kind of operation between names and numbers only; anything inside it becomes a named part
("part A"), said in a sentence of its own. So "part A times the share, where part A is the price plus the fee" cannot
be heard two ways.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import singledispatch

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
from model.notation import number_text

OPERATOR_PHRASES = (" plus ", " minus ", " times ", " divided by ", " to the power of ")
PHRASES = (*OPERATOR_PHRASES, "minus ", " or else ", " whichever ", " when ", " otherwise ", " rounded ", "part ")
"""Phrases that carry the meaning of a sentence; a label that holds one could be misheard."""

_COMPARISONS = {
    "<": "is less than",
    "<=": "is at most",
    ">": "is greater than",
    ">=": "is at least",
    "==": "equals",
    "!=": "differs from",
}
_OPERATORS = dict(zip(("+", "-", "*", "/", "**"), OPERATOR_PHRASES, strict=True))
_FUNCTIONS = {
    "ceil": "{} rounded up to a whole number",
    "floor": "{} rounded down to a whole number",
    "exp": "the exponential of {}",
    "ln": "the natural logarithm of {}",
    "sqrt": "the square root of {}",
}
_ATOMS = (Name, Number, MonthNumber, YearNumber, OneMonth)

Label = Callable[[str], str]
"""Returns the label of a line or an assumption by its id."""


@dataclass(frozen=True, slots=True)
class Words:
    """A formula in words: its sentence, and the parts the sentence names ("part A" and what it is)."""

    sentence: str
    parts: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        if not self.parts:
            return self.sentence
        return f"{self.sentence}, where {'; '.join(f'{name} is {text}' for name, text in self.parts)}"


@dataclass(slots=True)
class _Speaker:
    label: Label
    waiting: list[tuple[str, Node]] = field(default_factory=list)
    named: dict[Node, str] = field(default_factory=dict)

    def operand(self, node: Node) -> str:
        """Say a name or number at once; name anything else as a part, to be said later."""
        if isinstance(node, _ATOMS) and not (isinstance(node, Number) and node.value < 0):
            return _say(node, self)
        if node not in self.named:
            self.named[node] = f"part {part_letter(len(self.named))}"
            self.waiting.append((self.named[node], node))
        return self.named[node]


def in_words(node: Node, label: Label) -> Words:
    """Return a formula in words, with labels in quotation marks."""
    speaker = _Speaker(label)
    sentence = _say(node, speaker)
    parts: list[tuple[str, str]] = []
    while speaker.waiting:
        name, part = speaker.waiting.pop(0)
        parts.append((name, _say(part, speaker)))
    return Words(sentence, tuple(parts))


def part_letter(index: int) -> str:
    """Return A to Z, then A2 to Z2, and so on."""
    letter, round_ = chr(ord("A") + index % 26), index // 26
    return f"{letter}{round_ + 1}" if round_ else letter


@singledispatch
def _say(node: Node, speaker: _Speaker) -> str:
    raise TypeError(f"no words reading for {type(node).__name__}")


@_say.register
def _number(node: Number, speaker: _Speaker) -> str:
    return f"minus {number_text(-node.value)}" if node.value < 0 else number_text(node.value)


@_say.register
def _name(node: Name, speaker: _Speaker) -> str:
    return f"“{speaker.label(node.id)}”"


@_say.register
def _negate(node: Negate, speaker: _Speaker) -> str:
    return f"the opposite of {speaker.operand(node.operand)}"


@_say.register
def _binary(node: Binary, speaker: _Speaker) -> str:
    operands = _chain(node, node.operator) if node.operator in "+*" else [node.left, node.right]
    return _OPERATORS[node.operator].join(speaker.operand(operand) for operand in operands)


def _chain(node: Node, operator: str) -> list[Node]:
    """Return the operands of a run of one associative operator, which needs no parts."""
    operands: list[Node] = []
    while isinstance(node, Binary) and node.operator == operator:
        operands.append(node.right)
        node = node.left
    return [node, *reversed(operands)]


@_say.register
def _compare(node: Compare, speaker: _Speaker) -> str:
    return f"1 when {_comparison(node, speaker)}, otherwise 0"


def _comparison(node: Compare, speaker: _Speaker) -> str:
    return f"{speaker.operand(node.left)} {_COMPARISONS[node.comparator]} {speaker.operand(node.right)}"


@_say.register
def _choose(node: Choose, speaker: _Speaker) -> str:
    if isinstance(node.test, Compare):
        test = _comparison(node.test, speaker)
    else:
        test = f"{speaker.operand(node.test)} is not nought"
    return f"{speaker.operand(node.then)} when {test}, otherwise {speaker.operand(node.otherwise)}"


@_say.register
def _call(node: Call, speaker: _Speaker) -> str:
    said = [speaker.operand(operand) for operand in node.operands]
    if node.function in _FUNCTIONS:
        return _FUNCTIONS[node.function].format(*said)
    pick = {"min": "smallest", "max": "largest"}[node.function]
    return f"{' or else '.join(said)}, whichever is {pick}"


@_say.register
def _month(node: MonthNumber, speaker: _Speaker) -> str:
    return "the number of the month"


@_say.register
def _year(node: YearNumber, speaker: _Speaker) -> str:
    return "the number of the year"


@_say.register
def _one_month(node: OneMonth, speaker: _Speaker) -> str:
    return "one month"


@_say.register
def _prev(node: Prev, speaker: _Speaker) -> str:
    return f"{_say(Name(node.line), speaker)} one month earlier"


@_say.register
def _delay(node: Delay, speaker: _Speaker) -> str:
    return f"{_say(Name(node.line), speaker)} as it was before a delay, in months, of {speaker.operand(node.months)}"


@_say.register
def _cumulative(node: Cumulative, speaker: _Speaker) -> str:
    return f"the running total of {_say(Name(node.line), speaker)}"


@_say.register
def _total(node: Total, speaker: _Speaker) -> str:
    return f"the total over all months of {_say(Name(node.line), speaker)}"


@_say.register
def _ramp(node: Ramp, speaker: _Speaker) -> str:
    start, months = speaker.operand(node.start), speaker.operand(node.months)
    return f"a share that rises from 0 to 1, beginning after month {start} and taking, in months, {months}"


@_say.register
def _after(node: After, speaker: _Speaker) -> str:
    return f"1 in every month after month {speaker.operand(node.start)}, and 0 until then"


@_say.register
def _at(node: At, speaker: _Speaker) -> str:
    return f"1 in month {speaker.operand(node.when)} alone, and 0 in all others"
