"""Numbers, shares, quantities with their units, months and horizons as people read them, by locale (Babel), with true minus signs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache

from babel.dates import format_skeleton
from babel.numbers import format_currency, format_decimal, format_percent

from model.calendar import month_of
from model.money import LOCALE, MINUS, ample, in_force, money_text
from model.names import counted

WORDS = "en"
"""The language of the words, and so of the names of months."""
NONE = "–"
"""Stands where there is no figure."""
_CENTS_BELOW = 999.995
"""Prices that round to a thousand or more are written without cents."""
_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def month_name(start: str, month: int, locale: str = LOCALE) -> str:
    """Return a month of the case as its date: March 2028."""
    year_month = month_of(start, month)
    return str(format_skeleton("yMMMM", date(int(year_month[:4]), int(year_month[5:]), 1), locale=locale or WORDS))


def duration(months: int) -> str:
    """Return a horizon in words: three years, 30 months."""
    if months % 12:
        return counted(months, "month")
    years = months // 12
    return f"{_SMALL[years] if years < len(_SMALL) else years} year{'' if years == 1 else 's'}"


def money_exact(amount: float, currency: str, locale: str = LOCALE) -> str:
    """Return an amount with its cents."""
    return written(format_currency, amount + 0.0, currency, locale=locale)


def percent(share: float | None, digits: int = 0, locale: str = LOCALE) -> str:
    """Return a share as a percentage: 112%."""
    if share is None:
        return NONE
    pattern = "#,##0." + "0" * digits + "%" if digits else "#,##0%"
    return written(format_percent, round(share, digits + 2) + 0.0, format=pattern, locale=locale)


def number(value: float | None, digits: int = 0, locale: str = LOCALE) -> str:
    """Return a number with thousands and up to so many decimals."""
    if value is None:
        return NONE
    pattern = "#,##0." + "#" * digits if digits else "#,##0"
    return written(format_decimal, round(value, digits) + 0.0, format=pattern, locale=locale)


def fixed(value: float | None, locale: str = LOCALE) -> str:
    """Return a number with two decimals: 1.31, 0.30."""
    if value is None:
        return NONE
    return written(format_decimal, round(value, 2) + 0.0, format="#,##0.00", locale=locale)


def quantity(value: float | None, unit: str, currency: str, locale: str = LOCALE) -> str:
    """Return a value with its unit as people say it: 23%, $1,200 a month, 8,200 contacts a month."""
    if value is None:
        return NONE
    if unit in ("", "1"):
        return percent(value, 1 if 0 < abs(value) < 0.1 else 0, locale) if abs(value) < 10 else number(value, 2, locale)
    parts = unit.split("/")
    per = "".join(f" {article(part.strip())} {_spoken(part)}" for part in parts[1:])
    if parts[0] in (currency, "currency"):
        shown = (
            money_exact(value, currency, locale)
            if 0 < abs(value) < _CENTS_BELOW
            else money_text(value, currency, locale)
        )
        return f"{shown}{per}"
    if parts[0].strip() == "1":
        return f"{percent(value, 1 if abs(value) >= 0.01 else 2, locale)}{per}"
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2 if abs(value) >= 0.1 or not value else 5
    noun = _spoken(parts[0])
    return f"{number(value, digits, locale)} {noun if value == 1 else plural(noun)}{per}"


def _spoken(unit: str) -> str:
    return unit.strip().replace("_", " ")


def article(noun: str) -> str:
    """Return “a” or “an” for a unit of the vocabulary: a month, an order, an hour, a user."""
    return "an" if noun == "hour" or (noun[:1] in "aeio" and not noun.startswith("one")) else "a"


def plural(noun: str) -> str:
    """Return the plural of a unit of the vocabulary."""
    if noun == "person":
        return "people"
    return f"{noun[:-1]}ies" if noun.endswith("y") and noun[-2] not in "aeiou" else f"{noun}s"


def written(write: Callable[..., str], *args: object, locale: str, **how: object) -> str:
    """Write a number of any size as people do in a locale, with a true minus sign."""
    return _written(write, args, in_force(locale), tuple(how.items()))


@lru_cache(maxsize=16_384)
def _written(
    write: Callable[..., str], args: tuple[object, ...], locale: str, how: tuple[tuple[str, object], ...]
) -> str:
    with ample():
        return write(*args, locale=locale, **dict(how)).replace("-", MINUS)
