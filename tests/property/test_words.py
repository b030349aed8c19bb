"""The words of a formula can be read back to the same formula: there is only one way to hear them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from hypothesis import given, settings

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
    children,
    walk,
)
from model.parse import parse_formula
from model.words import Words, in_words
from tests.strategies import smooth

OPERAND = r"(“[^”]*”|part [A-Z]\d*|the number of the month|the number of the year|one month|[\d.]+(?:e-?\d+)?)"
COMPARISON = r"(is less than|is at most|is greater than|is at least|equals|differs from)"
COMPARATORS = {
    "is less than": "<",
    "is at most": "<=",
    "is greater than": ">",
    "is at least": ">=",
    "equals": "==",
    "differs from": "!=",
}
OPERATORS = {"plus": "+", "times": "*", "minus": "-", "divided by": "/", "to the power of": "**"}
FUNCTIONS = {
    "{} rounded up to a whole number": "ceil",
    "{} rounded down to a whole number": "floor",
    "the exponential of {}": "exp",
    "the natural logarithm of {}": "ln",
    "the square root of {}": "sqrt",
}


class Listener:
    """Hears a sentence and writes down the formula; it knows the sentences, not the speaker's code."""

    def __init__(self, words: Words) -> None:
        self.parts: Mapping[str, str] = dict(words.parts)

    def operand(self, text: str) -> Node:
        if text.startswith("“"):
            return Name(text[1:-1])
        if text.startswith("part "):
            return self.hear(self.parts[text])
        fixed: dict[str, Node] = {
            "the number of the month": MonthNumber(),
            "the number of the year": YearNumber(),
            "one month": OneMonth(),
        }
        return fixed.get(text) or Number(float(text))

    def hear(self, text: str) -> Node:
        heard = [
            node
            for rule in (self.atom, self.chain, self.choice, self.function, self.history, self.time)
            if (node := rule(text))
        ]
        assert len(heard) == 1, (text, heard)
        return heard[0]

    def match(self, pattern: str, text: str) -> list[str] | None:
        found = re.fullmatch(pattern, text)
        return list(found.groups()) if found else None

    def atom(self, text: str) -> Node | None:
        if self.match(r"part [A-Z]\d*", text):
            return None
        if found := self.match(r"minus ([\d.]+(?:e-?\d+)?)", text):
            return Number(-float(found[0]))
        if found := self.match(rf"the opposite of {OPERAND}", text):
            return Negate(self.operand(found[0]))
        return self.operand(text) if self.match(OPERAND, text) else None

    def chain(self, text: str) -> Node | None:
        for word, operator in OPERATORS.items():
            if re.fullmatch(rf"{OPERAND}(?: {word} {OPERAND})+", text):
                first, *rest = [self.operand(part) for part in re.findall(OPERAND, text)]
                assert len(rest) == 1 or operator in "+*"
                for operand in rest:
                    first = Binary(operator, first, operand)
                return first
        return None

    def choice(self, text: str) -> Node | None:
        if found := self.match(rf"{OPERAND} when {OPERAND} {COMPARISON} {OPERAND}, otherwise {OPERAND}", text):
            then, left, comparator, right, otherwise = found
            test = Compare(COMPARATORS[comparator], self.operand(left), self.operand(right))
            return Choose(test, self.operand(then), self.operand(otherwise))
        if found := self.match(rf"{OPERAND} when {OPERAND} is not nought, otherwise {OPERAND}", text):
            return Choose(self.operand(found[1]), self.operand(found[0]), self.operand(found[2]))
        return None

    def function(self, text: str) -> Node | None:
        for sentence, name in FUNCTIONS.items():
            if found := self.match(sentence.format(OPERAND), text):
                return Call(name, (self.operand(found[0]),))
        if found := re.fullmatch(rf"({OPERAND}(?: or else {OPERAND})+), whichever is (smallest|largest)", text):
            operands = tuple(self.operand(part) for part in re.findall(OPERAND, found.group(1)))
            return Call("min" if found.groups()[-1] == "smallest" else "max", operands)
        return None

    def history(self, text: str) -> Node | None:
        if found := self.match(r"“([^”]*)” one month earlier", text):
            return Prev(found[0])
        if found := self.match(rf"“([^”]*)” as it was before a delay, in months, of {OPERAND}", text):
            return Delay(found[0], self.operand(found[1]))
        if found := self.match(r"the running total of “([^”]*)”", text):
            return Cumulative(found[0])
        if found := self.match(r"the total over all months of “([^”]*)”", text):
            return Total(found[0])
        return None

    def time(self, text: str) -> Node | None:
        if found := self.match(
            rf"a share that rises from 0 to 1, beginning after month {OPERAND} and taking, in months, {OPERAND}", text
        ):
            return Ramp(self.operand(found[0]), self.operand(found[1]))
        if found := self.match(rf"1 in every month after month {OPERAND}, and 0 until then", text):
            return After(self.operand(found[0]))
        if found := self.match(rf"1 in month {OPERAND} alone, and 0 in all others", text):
            return At(self.operand(found[0]))
        return None


def plain(node: Node) -> Node:
    """A comparison is 1 or 0: it says the same as the choice between them."""
    if isinstance(node, Compare):
        return Choose(Compare(node.comparator, plain(node.left), plain(node.right)), Number(1.0), Number(0.0))
    changed = {name: getattr(node, name) for name in node.__dataclass_fields__}
    for name, value in changed.items():
        if isinstance(value, Node):
            is_test = isinstance(node, Choose) and name == "test" and isinstance(value, Compare)
            changed[name] = (
                Compare(value.comparator, plain(value.left), plain(value.right)) if is_test else plain(value)
            )
        elif isinstance(value, tuple):
            changed[name] = tuple(map(plain, value))
    return type(node)(**changed)


@given(smooth(("line_a", "line_b"), ("stock",)))
@settings(max_examples=500, deadline=None)
def test_words_can_be_heard_in_one_way_only(node: Node) -> None:
    words = in_words(node, lambda name: name)
    assert plain(Listener(words).hear(words.sentence)) == plain(node)


def test_words_name_each_part_once() -> None:
    words = in_words(parse_formula("(a + b) * (a + b) ** 2"), lambda name: name)
    assert str(words) == "part A times part B, where part A is “a” plus “b”; part B is part A to the power of 2"


def test_a_single_operation_needs_no_parts() -> None:
    assert str(in_words(parse_formula("a * b * 2"), lambda name: name)) == "“a” times “b” times 2"


def test_more_parts_than_letters_get_numbers() -> None:
    formula = "+".join(f"(a{i} * b{i})" for i in range(30))
    names = [name for name, _ in in_words(parse_formula(formula), lambda name: name).parts]
    assert names[25:28] == ["part Z", "part A2", "part B2"]
    assert len(set(names)) == 30


def test_walking_meets_every_node() -> None:
    node = parse_formula("min(a, b) if prev(c) > 1 else -d")
    assert sum(1 for _ in walk(node)) == 9
    assert [type(child) for child in children(node)] == [Compare, Call, Negate]
