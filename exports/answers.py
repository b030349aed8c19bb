"""Answers as people write and read them in a box: 23%, $28 a contact, 22,000 contacts a month; and back to numbers."""

from __future__ import annotations

import re
from typing import Any

from babel.numbers import NumberFormatError, get_currency_symbol, get_decimal_symbol, get_group_symbol, parse_decimal

from exports import wording
from model.evidence import Assumption
from model.money import LOCALE, MINUS
from model.problems import Complaint

_FACTORS = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9}
_NUMBER = re.compile(r"(?P<sign>[-\u2212+]?)(?P<digits>\d[\d.,'\u2019\u00a0\u202f ]*|[.,]\d+)(?P<rest>.*)", re.DOTALL)
_AS_SHARE = re.compile(r"\s*Write 0[^A-Z]*\.(?=\s|$)|\s*Write 0\.\d+ for [^.]*\.")


def question(record: Assumption, name: str) -> str:
    """Return the question of an assumption; shares are written as percentages here, so hints for files are left out."""
    asked = record.question or ""
    return (_AS_SHARE.sub("", asked) if is_share(record) else asked).strip() or f"{record.label or name}?"


def is_share(record: Assumption) -> bool:
    """Tell whether an answer is a part of a whole, written as a percentage."""
    unit, most = record.unit or "1", (record.limits or (None, None))[1]
    return unit == "1" or (most == 1 and "/" in unit) or (record.question or "").startswith(("Of 100 ", "If 100 "))


def unit_words(record: Assumption, currency: str) -> str:
    """Return what stands behind the number in the box: contacts a month, USD a contact; % for a share."""
    parts = [part.strip().replace("_", " ") for part in (record.unit or "1").split("/")]
    per = "".join(f" a {part}" for part in parts[1:])
    if is_share(record):
        return f"%{_per_time(parts)}"
    if parts[0] in ("currency", currency):
        return f"{currency}{per}"
    return f"{wording.plural(parts[0])}{per}"


def _per_time(parts: list[str]) -> str:
    times = [part for part in parts[1:] if part in ("month", "year")]
    return f" a {times[0]}" if times else ""


def shown(value: float | None, record: Assumption, currency: str, locale: str = LOCALE) -> str:
    """Return a value as it stands in the box, with thousands and its unit; nothing where there is none."""
    if value is None:
        return ""
    parts = [part.strip().replace("_", " ") for part in (record.unit or "1").split("/")]
    if is_share(record):
        return f"{_digits(value * 100, locale)}%{_per_time(parts)}"
    words = unit_words(record, currency)
    if parts[0] in ("currency", currency):
        return f"{get_currency_symbol(currency, locale=locale)}{_digits(value, locale)}{words.removeprefix(currency)}"
    noun, per = words.partition(" a ")[0], words[len(words.partition(" a ")[0]) :]
    return f"{_digits(value, locale)} {parts[0] if value == 1 else noun}{per}"


def _digits(value: float, locale: str) -> str:
    return wording.number(value, 2 if abs(value) >= 100 else 4 if abs(value) >= 0.01 or not value else 8, locale)


def read(text: str, record: Assumption, currency: str, locale: str = LOCALE) -> float | None:
    """Return the number somebody wrote, in the unit of the record; None for an empty box.

    Thousands, `k` and `m`, currency signs and the words of the unit are understood; a share may be written as 25%, 25
    or 0.25. Raises `Complaint` for anything else, and for a number outside the hard limits.
    """
    if not text.strip():
        return None
    value, rest = number_in(text, record.label or "This", currency, locale)
    if is_share(record):
        percent = rest.startswith("%") or value >= 1 or value == 0
        value = value / 100 if percent else value
        rest = rest.removeprefix("%").strip()
    _check_words(rest, record, currency, text)
    check_limits(value, record, currency, locale)
    return value


def number_in(text: str, label: str, currency: str, locale: str = LOCALE) -> tuple[float, str]:
    """Return the number a text begins with, and the words behind it. Raises `Complaint` where there is none."""
    symbol = get_currency_symbol(currency, locale=locale)
    plain = text.strip().replace(MINUS, "-")
    for sign in (symbol, currency):
        plain = plain.replace(sign, "", 1).strip()
    found = _NUMBER.fullmatch(plain)
    if found is None:
        raise _no_number(text, label)
    try:
        digits = re.sub(r"[\s'\u2019\u00a0\u202f]", "", found["digits"])
        value = float(parse_decimal(_without_groups(digits, locale), locale=locale))
    except NumberFormatError:
        raise _no_number(text, label) from None
    rest = found["rest"].strip()
    word = re.match(r"[A-Za-z]+", rest)
    factor = _FACTORS.get(word[0].lower()) if word else None
    if word and factor:
        value, rest = value * factor, rest[word.end() :].strip()
    return (-value if found["sign"] == "-" else value), rest


def _without_groups(digits: str, locale: str) -> str:
    """Drop the separators of thousands; where a separator cannot be one, it is read as the decimal sign."""
    group, decimal = get_group_symbol(locale), get_decimal_symbol(locale)
    digits = digits.rstrip(group + decimal) or digits
    whole, _, fraction = digits.partition(decimal)
    parts = whole.split(group)
    in_threes = len(parts) == 1 or (1 <= len(parts[0]) <= 3 and all(len(part) == 3 for part in parts[1:]))
    if not in_threes or group in fraction:
        raise NumberFormatError(digits)
    return "".join(parts) + (decimal + fraction if fraction else "")


def _no_number(text: str, label: str) -> Complaint:
    return Complaint(
        f"“{text.strip()[:40]}” is not a number we can read.",
        f"{label} must be a number.",
        "Write it as 22,000 or 22k, a share as 25%.",
    )


def _check_words(rest: str, record: Assumption, currency: str, text: str) -> None:
    """Refuse words that are not those of the unit: 3 weeks is not 3 months."""
    own = set(
        re.findall(r"[a-z]+", f"{unit_words(record, currency)} {record.unit or ''} of per a an each and in".lower())
    )
    own |= {wording.plural(word) for word in own} | {currency.lower()}
    strange = [word for word in re.findall(r"[^\W\d_]+", rest.lower()) if word not in own]
    if strange or re.search(r"\d", rest.replace("100", "")):
        raise Complaint(
            f"“{text.strip()[:40]}” is not understood here.",
            f"The answer is counted in {unit_words(record, currency)}.",
            f"Write the number alone, in {unit_words(record, currency)}.",
        )


def check_limits(value: float, record: Assumption, currency: str, locale: str = LOCALE) -> None:
    """Raise `Complaint` for a value outside the hard limits of its record."""
    least, most = record.limits or (None, None)
    if (least is not None and value < least) or (most is not None and value > most):
        low = shown(least, record, currency, locale) if least is not None else None
        high = shown(most, record, currency, locale) if most is not None else None
        span = f"between {low} and {high}" if low and high else f"at least {low}" if low else f"at most {high}"
        raise Complaint(
            f"{shown(value, record, currency, locale)} cannot be.",
            "Outside its limits the model would be wrong.",
            f"Write a value {span}.",
        )


def periods_shown(values: tuple[float, ...], locale: str = LOCALE) -> str:
    """Return the values of a schedule as they stand in a box: 100; 200; 1,300."""
    return "; ".join(_digits(value, locale) for value in values)


def read_periods(text: str, record: Assumption, currency: str, locale: str = LOCALE) -> tuple[float, ...]:
    """Return the values of a schedule, written with semicolons or one a line. Raises `Complaint` as `read` does."""
    label = record.label or "This"
    parts: list[Any] = [part for part in re.split(r"[;\n]", text) if part.strip()]
    if not parts:
        raise _no_number(text, label)
    values = tuple(number_in(part, label, currency, locale)[0] for part in parts)
    for value in values:
        check_limits(value, record, currency, locale)
    return values
