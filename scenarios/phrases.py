"""What people call a place of a case, and what stands there as they read it: rates as percent, money with its currency."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from textwrap import shorten
from typing import Any

from assumptions.loader import library
from model.case import Case
from model.evidence import Assumption, Benchmark, Correlation
from model.line import Balance, Choice, Line, StreamChoice
from model.money import money_text
from model.names import GRADE_NAMES, capitalised, counted
from model.problems import Path
from model.quantities import duration, month_name, number, quantity
from model.schedule import Schedule
from model.strategy import Baseline, Target
from model.units import CURRENCY
from model.vendors import BEST_SCORE
from scenarios.answering import INFLATION
from scenarios.field_words import FIELD_WORDS, FIXED_WORDS, ITEM_WORDS, PLAIN_WORDS
from scenarios.stated import ABSENT, found

ORDER = "(order)"
"""Stands at the end of a path for the order of the items there."""
_LONGEST = 90
_MOST_VALUES = 5

_SHARES = ("rate", "finance_rate", "reinvest_rate")


@dataclass(frozen=True)
class Words:
    """The words for one case beside others that come from it; what is gone in the first is looked up in the next."""

    cases: tuple[Case, ...]

    def label(self, path: Path) -> str:
        """Return what people call a place: Discount rate; Goal “Fewer contacts”: owner; Cautious: Cost of a contact."""
        is_order = path[-1:] == (ORDER,)
        named = (*self._named(path[:-2]), f"order of {self._field(path[:-1])}") if is_order else self._named(path)
        return capitalised(": ".join(words for words in named if words))

    def _named(self, path: Path) -> Iterator[str]:
        done = 0
        while done < len(path):
            one, two = path[: done + 1], path[: done + 2]
            entry = self._entry(two) if len(two) > len(one) else None
            yield self._field(one) if entry is None else entry
            done = len(one) if entry is None else len(two)

    def _entry(self, path: Path) -> str | None:
        """Return what an item of a list or an entry of a mapping is called; None where the path ends in a field."""
        field, name = str(path[-2]), str(path[-1])
        if field == "assumptions":
            return self.assumption(name)
        if field == "streams":
            stream = library().streams.get(name)
            return stream.title if stream else name
        if field in ITEM_WORDS:
            return f"{ITEM_WORDS[field]} “{self._label(path)}”"
        if field == "choose":
            return choice.question if (choice := _choice(name)) else name
        if field == "scores":
            return f"score for “{self._item((), 'requirements', name) or name}”"
        if field in ("formulas", "benefit_class", "dimensions"):
            return f"{FIELD_WORDS[field]}, {self._labels.get(name, name)}"
        return None

    def _item(self, holder: Path, field: str, name: str) -> str | None:
        item = self._found((*holder, field, name))
        return None if item is ABSENT else getattr(item, "label", None)

    def _field(self, path: Path) -> str:
        name, holder = str(path[-1]), type(self._found(path[:-1])).__name__
        return FIELD_WORDS.get(f"{holder}.{name}", FIELD_WORDS.get(name, name.replace("_", " ")))

    def _label(self, path: Path) -> str:
        label = getattr(self._found(path), "label", None)
        return shorten(label or str(path[-1]), _LONGEST, placeholder=" …")

    def assumption(self, name: str) -> str:
        """Return what people call an assumption, with the audience it is answered for: Reach – Customers."""
        plain, bracket, members = name.partition("[")
        stated = (
            self._found(("assumptions", name)),
            self._found(("assumptions", plain)),
            library().assumptions.get(plain),
        )
        label = next((record.label for record in stated if isinstance(record, Assumption) and record.label), plain)
        who = [self._labels.get(member.strip(), member.strip()) for member in members.removesuffix("]").split(",")]
        return f"{label} – {', '.join(who)}" if bracket else label

    def _found(self, path: Path) -> Any:
        every = (found(case, path) for case in self.cases)
        return next((item for item in every if item is not ABSENT and item is not None), ABSENT)

    @cached_property
    def _labels(self) -> dict[str, str]:
        """What people call every stream, line, audience, goal and need, by id."""
        names: dict[str, str] = {}
        for stream in library().streams.values():
            names |= {line.id: line.label for line in stream.lines} | {stream.id: stream.title}
        for case in reversed(self.cases):
            needs = (need for audience in case.audiences for need in audience.needs)
            members = (member for listed in case.dimensions.values() for member in listed)
            names |= {line.id: line.label for line in case.lines} | {goal.id: goal.label for goal in case.goals}
            names |= {audience.id: audience.label for audience in case.audiences}
            names |= {need.id: need.label for need in needs} | {member.id: member.label for member in members}
        return names

    # --- what stands there ---------------------------------------------------------------------------------------

    def told(self, path: Path, value: Any, *, exactly: bool = False) -> str:
        """Return a value as people read it, shortened; nothing where there is none. `exactly` hides no digit."""
        return shorten(self._told(path, value, exactly=exactly), _LONGEST * 2, placeholder=" …")

    def _told(self, path: Path, value: Any, *, exactly: bool) -> str:
        if value is None or value is ABSENT or value in ((), {}, ""):
            return ""
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, Assumption):
            return self._answer(path, value, exactly=exactly)
        if isinstance(value, int | float):
            return self._number(path, value, exactly=exactly)
        if isinstance(value, str):
            return self._text(path, value)
        if isinstance(value, tuple | dict):
            return ", ".join(self._several(path, value, exactly=exactly))
        return self._record(path, value, exactly=exactly)

    def _several(self, path: Path, value: Any, *, exactly: bool) -> Iterator[str]:
        if isinstance(value, dict):
            yield from (self._told((*path, name), item, exactly=exactly) for name, item in value.items())
        elif path[-1:] == (ORDER,):
            yield from (getattr(item, "label", None) or self._told(path[:-1], item, exactly=exactly) for item in value)
        else:
            yield from (self._told(path, item, exactly=exactly) for item in value if item is not None)

    def _record(self, path: Path, value: Any, *, exactly: bool) -> str:
        if isinstance(value, StreamChoice):
            return "in use"
        if isinstance(value, Schedule):
            return self._schedule(path, value, exactly=exactly)
        if isinstance(value, Target):
            aim = f"{value.value:g}" if value.value is not None else self._labels.get(value.line or "", value.line)
            return f"{aim}, month {value.month}"
        if isinstance(value, Baseline):
            return f"{number(value.value, 6)} in {month_name(value.date, 1)}"
        if isinstance(value, Balance):
            return f"{', '.join(value.inflows)} in; {', '.join(value.outflows) or 'nothing'} out"
        if isinstance(value, Benchmark):
            return " to ".join(dict.fromkeys(self._figure(path, end, exactly=exactly) for end in value.span))
        if isinstance(value, Line):
            return f"{value.kind}: {value.formula or self._told((), value.formulas, exactly=exactly)}"
        return self._tie(value) if isinstance(value, Correlation) else str(getattr(value, "label", None) or value)

    def _tie(self, correlation: Correlation) -> str:
        one, other = map(self.assumption, correlation.between)
        return f"{one} with {other}: {number(correlation.rank, 4)}"

    def _answer(self, path: Path, record: Assumption, *, exactly: bool) -> str:
        """Return an answer with its range and what stands behind it."""
        inner = (*path, "value")
        value = self._told(inner, record.schedule or record.value, exactly=exactly)
        said = [value, self.range_told(path, record, exactly=exactly)]
        said += [GRADE_NAMES[record.grade].lower()] if record.grade else []
        said += [str(source) for source in record.source[:1]]
        return "; ".join(text for text in said if text) or record.note or record.label or ""

    def range_told(self, path: Path, record: Assumption, *, exactly: bool = False) -> str:
        """Return the range of an answer; for a schedule, which multiples of it."""
        if record.low is None or record.high is None:
            return f"estimate class {record.aace}" if record.aace else ""
        if record.schedule:
            return f"{number(record.low, 4)} to {number(record.high, 4)} times"
        return " to ".join(self._figure((*path, "low"), end, exactly=exactly) for end in (record.low, record.high))

    def _schedule(self, path: Path, schedule: Schedule, *, exactly: bool) -> str:
        values = [self._figure(path, value, exactly=exactly) for value in schedule.values]
        more = f"; {len(values) - _MOST_VALUES} more" if len(values) > _MOST_VALUES and not exactly else ""
        return f"by {schedule.by}: {'; '.join(values if exactly else values[:_MOST_VALUES])}{more}"

    def _number(self, path: Path, value: float, *, exactly: bool) -> str:
        field = str(path[-1])
        if path[-2:-1] == ("scores",) or field == "importance":
            return f"{value} of {BEST_SCORE}"
        if field in _SHARES:
            return f"{number(value * 100, 10)}%"
        if field == "months":
            return duration(int(value))
        if field in ("days", "every_months"):
            return counted(int(value), "day" if field == "days" else "month")
        if field == "start":
            return f"{counted(int(value), 'day')} after the start"
        if field in ("value", "low", "high", "limits", "plausible"):
            return self._figure(path, value, exactly=exactly)
        return number(value, 10)

    def _figure(self, path: Path, value: float, *, exactly: bool) -> str:
        unit, currency = self._unit(path), self.cases[0].currency
        if not exactly:
            return quantity(value, unit, currency)
        head, *per = unit.split("/")
        if head == "1":
            return f"{number(value * 100, 10)}%"
        money = head in (CURRENCY, currency)
        shown = money_text(value, currency) if money and value == round(value) else number(value, 10)
        words = "" if money and value == round(value) else f" {currency if money else head.replace('_', ' ')}"
        return f"{shown}{words}{''.join(f' a {part.strip()}' for part in per)}"

    def _unit(self, path: Path) -> str:
        """Return the unit of the assumption a path leads into: stated there, in the base case, or in the library."""
        places = [index for index, part in enumerate(path) if part in ("assumptions", INFLATION)]
        if not places:
            return "1"
        inner = path[places[-1] :]
        name = INFLATION if inner[0] == INFLATION else str(inner[1])
        plain = name.partition("[")[0]
        records = [self._found(path[: places[-1] + (1 if inner[0] == INFLATION else 2)])]
        records += [self._found(("assumptions", key)) for key in (name, plain)] + [library().assumptions.get(plain)]
        return next((record.unit for record in records if isinstance(record, Assumption) and record.unit), "1")

    def _text(self, path: Path, text: str) -> str:
        field, holder = next((str(name) for name in reversed(path)), ""), type(self._found(path[:-1])).__name__
        fixed = FIXED_WORDS.get(f"{holder}.{field}", FIXED_WORDS.get(field, {}))
        if text in fixed:
            return fixed[text]
        if path[-2:-1] == ("choose",):
            return choice.options.get(text, text) if (choice := _choice(field)) else text
        if field in ("start", "date") and holder != "Activity":
            return month_name(text, 1)
        if field in ("goals", "needs", "served_by", "without", "lines", "audiences", "stream"):
            return self._labels.get(text, text)
        if field == "drives":
            return self.assumption(text)
        if field in ("attribution", "risk_adjustment") and re.fullmatch(r"\d*\.?\d+", text):
            return f"{number(float(text) * 100, 10)}%"
        return text.replace("_", " ") if field in PLAIN_WORDS else shorten(text, _LONGEST, placeholder=" …")


def _choice(name: str) -> Choice | None:
    return next((stream.choices[name] for stream in library().streams.values() if name in stream.choices), None)
