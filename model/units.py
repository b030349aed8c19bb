"""The closed vocabulary of units and currencies, over a Pint registry of our own.

Calendar time (`month`) and effort (`hour`) are different dimensions: an hour saved each month is not a share of it.
Nouns (`member`, `contact`, …) are dimensions too, so that contacts are never added to questions.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, cast

import pint
from babel.core import get_global

from model.powers import Dimension, dimension_of
from model.problems import Complaint, did_you_mean

CALENDAR = {
    "month": "[time]",
    "year": "12 month",
    "quarter": "3 month",
    "week": "12 / 52 month",
    "day": "12 / 365 month",
}
"""Calendar time; the model's step is the month."""
EFFORT = {"hour": "[effort]", "minute": "hour / 60"}
"""Working time."""
NOUNS = [
    "agent",
    "answer",
    "article",
    "attendee",
    "comment",
    "contact",
    "course",
    "customer",
    "employee",
    "event",
    "hire",
    "idea",
    "incident",
    "item",
    "lead",
    "like",
    "member",
    "message",
    "opportunity",
    "order",
    "partner",
    "person",
    "point",
    "post",
    "project",
    "question",
    "referral",
    "reply",
    "review",
    "search",
    "seat",
    "session",
    "site",
    "sponsor",
    "study",
    "test",
    "ticket",
    "transaction",
    "unit",
    "user",
    "view",
    "visit",
    "visitor",
]
"""Things that are counted; a case adds its own under `units`."""
MULTIPLES = {"thousand_view": "1000 view"}
ATTENTION = frozenset({"comment", "like", "member", "message", "post", "reply", "view", "visit", "visitor"})
"""Nouns whose count alone is a vanity measure."""

CURRENCY = "currency"
"""Stands for the currency of the case, in libraries and own lines alike."""

_EXPRESSION = re.compile(r"(?:1|[A-Za-z_]+)(?:\s*[*/]\s*[A-Za-z_]+)*")
_WORD = re.compile(r"[A-Za-z_]+")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the vocabulary.

    `scale` turns a value into base units (currency, month, hour, nouns); `time_scale` is the calendar part of it.
    """

    text: str
    dimension: Dimension
    scale: float
    time_scale: float

    @property
    def is_flow(self) -> bool:
        """True for anything per calendar time: it has no amount at an instant, such as the opening."""
        return self.dimension.is_flow


class UnitError(Complaint):
    """The text is no unit of the vocabulary; `remedy` says what to write."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what, "Figures of different units cannot be added or compared.", remedy)


@cache
def currencies() -> frozenset[str]:
    """Return the ISO 4217 codes, current and historic (Babel, from the Unicode CLDR)."""
    return frozenset(get_global("all_currencies"))


class Vocabulary:
    """The units a case may use: the closed list, its one currency and the nouns it adds."""

    def __init__(self, currency: str, extra: tuple[str, ...] = ()) -> None:
        self.currency = currency
        self.extra = extra
        self._registry: pint.UnitRegistry[Any] = pint.UnitRegistry(None)
        for noun in (*NOUNS, *extra):
            self._registry.define(f"{noun} = [{noun}]")
        for name, definition in {CURRENCY: "[currency]", currency: CURRENCY, **CALENDAR, **EFFORT, **MULTIPLES}.items():
            self._registry.define(f"{name} = {definition}")
        self._known: dict[str, Unit] = {}

    @property
    def words(self) -> tuple[str, ...]:
        """Every word a unit may be made of."""
        return (self.currency, CURRENCY, *CALENDAR, *EFFORT, *NOUNS, *MULTIPLES, *self.extra)

    def unit(self, text: str) -> Unit:
        """Return the unit written as `USD/contact` or `hour/member/month`; plurals are read as singulars.

        Raises `UnitError` for a word outside the vocabulary or an expression that is not words joined by `*` and `/`.
        """
        if text not in self._known:
            self._known[text] = self._parse(text.strip())
        return self._known[text]

    def show(self, dimension: Dimension) -> str:
        """Return a dimension as people write it, in base units: `USD/month`."""
        powers = sorted(dimension.powers, key=_time_last)
        over = [(self._word(base), power) for base, power in powers if power > 0]
        under = [(self._word(base), -power) for base, power in powers if power < 0]
        top = " * ".join(_power(word, power) for word, power in over) or "1"
        return "/".join([top, *(_power(word, power) for word, power in under)])

    def show_unit(self, text: str) -> str:
        """Return a unit with the currency of the case in the place of `currency`; nothing for a share."""
        return "" if text == "1" else re.sub(rf"\b{CURRENCY}\b", self.currency, text)

    def base(self, text: str) -> str:
        """Return the base unit values of this unit are computed in; nothing for a share."""
        shown = self.show(self.unit(text).dimension)
        return "" if shown == "1" else shown

    def _parse(self, text: str) -> Unit:
        if not _EXPRESSION.fullmatch(text):
            remedy = f'Write words joined by * and /, such as "{self.currency}/month", "contact/member/month", or "1" for a share.'
            raise UnitError(f"`{text}` is not a unit.", remedy)
        unit = self._registry.Unit(_WORD.sub(lambda match: self._singular(match.group()), text))
        scale = _base_scale(self._registry, unit)
        return Unit(text, dimension_of(_powers(unit.dimensionality)), scale, _time_scale(unit, self._registry))

    def _singular(self, word: str) -> str:
        known = self.words
        for candidate in (word, word.removesuffix("s"), word.removesuffix("ies") + "y"):
            if candidate in known:
                return candidate
        if word in currencies():
            remedy = f"Write {self.currency}; a figure in {word} is converted first, with the rate in the note, as a case has one currency."
            raise UnitError(f"`{word}` is not the currency of this case ({self.currency}).", remedy)
        remedy = (
            f"{did_you_mean(word, known)}Use a unit of the list (docs/reference/units.md), or add it under `units:`."
        )
        raise UnitError(f"`{word}` is not a unit this case knows.", remedy)

    def _word(self, base: str) -> str:
        return self.currency if base == "[currency]" else {"[time]": "month", "[effort]": "hour"}.get(base, base[1:-1])


@lru_cache(maxsize=64)
def vocabulary(currency: str, extra: tuple[str, ...] = ()) -> Vocabulary:
    """Return the vocabulary of a currency and the nouns a case adds; it is shared, and only its memory of units grows."""
    return Vocabulary(currency, extra)


def _powers(container: Mapping[str, Any]) -> dict[str, float]:
    return {name: float(power) for name, power in container.items()}


def _base_scale(registry: pint.UnitRegistry[Any], unit: pint.Unit | str) -> float:
    return float(cast("float", registry.get_base_units(unit)[0]))


def _time_scale(unit: pint.Unit, registry: pint.UnitRegistry[Any]) -> float:
    scale = 1.0
    for name, power in _powers(unit._units).items():  # noqa: SLF001 - Pint has no public way to walk a unit's parts
        if name in CALENDAR:
            scale *= _base_scale(registry, name) ** power
    return scale


def _time_last(item: tuple[str, float]) -> tuple[bool, str]:
    return (item[0] == "[time]", item[0])


def _power(word: str, power: float) -> str:
    return word if power == 1 else f"{word}^{power:g}"
