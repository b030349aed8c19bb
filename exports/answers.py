"""Answers as people write and read them in a box: 23%, $28 a contact, 22,000 contacts a month; and back to numbers."""

from __future__ import annotations

import re
from decimal import Decimal
from unicodedata import category

from babel.numbers import NumberFormatError, get_currency_symbol, get_decimal_symbol, get_group_symbol, parse_decimal

from exports import wording
from model.case import Case
from model.evidence import Assumption
from model.money import LOCALE, MINUS, in_force
from model.problems import Complaint
from model.quantities import article
from model.schedule import MONTHS_IN, Schedule
from model.units import vocabulary

_FACTORS = {"k": 10**3, "thousand": 10**3, "m": 10**6, "million": 10**6, "bn": 10**9, "billion": 10**9}
_NUMBER = re.compile(r"(?P<sign>[-+]?)\s*(?P<digits>\d[\d.,'\u2019\s]*|[.,]\d+)(?P<rest>.*)", re.DOTALL)
_GROUPED = re.compile(r"\d{1,3}(?:[\s'\u2019]\d{3})+(?:[.,]\d*)?|[.,]?\d[\d.,]*")
_PERCENT = re.compile(r"(%|percent|per cent|of 100)(?![a-z0-9])", re.IGNORECASE)
_WORDS = re.compile(r"[\w\s/.()\u00b7]*")
_LARGEST = 1e15
"""Beyond it a number has more digits than a box can show exactly."""
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
    per = "".join(f" {article(part)} {part}" for part in parts[1:])
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
        return f"{_sign(currency, locale)}{_digits(value, locale)}{words.removeprefix(currency)}"
    noun, per = words.partition(" a ")[0], words[len(words.partition(" a ")[0]) :]
    return f"{_digits(value, locale)} {parts[0] if value == 1 else noun}{per}"


def _sign(currency: str, locale: str) -> str:
    """Return the sign of a currency; one of letters stands apart from its amount: CHF 28."""
    symbol = get_currency_symbol(currency, locale=in_force(locale))
    return f"{symbol}\u00a0" if symbol[-1].isalpha() else symbol


def _digits(value: float, locale: str) -> str:
    """Return a number with the decimals that mean something; three of them could be read as thousands, so one follows."""
    text = wording.number(value, 2 if abs(value) >= 100 else 4 if abs(value) >= 0.01 or not value else 8, locale)
    return f"{text}0" if _is_unclear(text.replace(MINUS, ""), locale) else text


def read(text: str, record: Assumption, currency: str, locale: str = LOCALE) -> float | None:
    """Return the number somebody wrote, in the unit of the record; None for an empty box.

    Thousands, `k` and `m`, currency signs and the words of the unit are understood; a share is written as 25% or 25, so
    that 1 is 1%. Raises `Complaint` for anything else, for what could mean two things (0.8 as a share, or 3.500), and
    for a number outside the hard limits.
    """
    if not text.strip():
        return None
    value = _value_in(text, record, currency, locale)
    check_limits(value, record, currency, locale)
    return value


def _value_in(text: str, record: Assumption, currency: str, locale: str) -> float:
    value, rest = _number_in(text, record.label or "This", currency, locale)
    if is_share(record):
        said = _PERCENT.match(rest)
        if not said and 0 < abs(value) < 1:
            raise _unclear_share(text, value, locale)
        value = value / 100
        rest = rest[said.end() :] if said else rest
    _check_words(rest, record, currency, text)
    return float(value)


def _unclear_share(text: str, value: Decimal, locale: str) -> Complaint:
    low, high = (f"{_digits(float(number), locale)}%" for number in (value, value * 100))
    return Complaint(
        f"“{text.strip()[:40]}” could mean {low} or {high}.",
        "The two are a hundred times apart.",
        f"Write {low} or {high}, with the percent sign.",
    )


def number_in(text: str, label: str, currency: str, locale: str = LOCALE) -> tuple[float, str]:
    """Return the number a text begins with, and the words behind it. Raises `Complaint` where there is none."""
    value, rest = _number_in(text, label, currency, locale)
    return float(value), rest


def _number_in(text: str, label: str, currency: str, locale: str) -> tuple[Decimal, str]:
    found = _NUMBER.fullmatch(_without_sign(text.strip().replace(MINUS, "-"), currency, locale))
    if found is None or not _GROUPED.fullmatch(found["digits"].strip()):
        raise _no_number(text, label, locale)
    try:
        digits = re.sub(r"[\s'\u2019]", "", found["digits"])
        value = Decimal(parse_decimal(_without_groups(digits, locale), locale=in_force(locale)))
    except NumberFormatError:
        raise _no_number(text, label, locale) from None
    rest = found["rest"].strip()
    word = re.match(r"[A-Za-z]+", rest)
    factor = _FACTORS.get(word[0].lower()) if word else None
    if not factor and _is_unclear(digits, locale):
        raise _unclear_number(text, value, locale)
    if word and factor:
        value, rest = value * factor, rest[word.end() :].strip()
    if value > _LARGEST:
        raise Complaint(
            f"“{text.strip()[:40]}” is larger than anything that is counted here.",
            "It could not be shown exactly.",
            f"Write a number up to {wording.number(_LARGEST, 0, locale)}.",
        )
    return (-value if found["sign"] == "-" else value), rest


def _is_unclear(digits: str, locale: str) -> bool:
    """Tell whether a decimal sign may be meant as a separator of thousands: 3.500."""
    decimal = re.escape(get_decimal_symbol(in_force(locale)))
    return re.fullmatch(rf"[1-9]\d{{0,2}}{decimal}\d{{3}}", digits) is not None


def _unclear_number(text: str, value: Decimal, locale: str) -> Complaint:
    large, small = wording.number(float(value * 1000), 0, locale), _digits(float(value), locale)
    return Complaint(
        f"“{text.strip()[:40]}” could mean {large} or {small}.",
        "The two are a thousand times apart.",
        f"Write {large} or {small}.",
    )


def _without_sign(text: str, currency: str, locale: str) -> str:
    """Take the sign or the code of the currency away, before the number or behind it; $ stands for any dollar."""
    symbol = get_currency_symbol(currency, locale=in_force(locale))
    bare = "".join(character for character in symbol if category(character) == "Sc")
    for sign in filter(None, (symbol, bare, currency)):
        around = rf"(?<![^\W\d_]){re.escape(sign)}(?![^\W\d_])"
        text = re.sub(around, "", text, count=1, flags=re.IGNORECASE).strip()
    return text


def _without_groups(digits: str, locale: str) -> str:
    """Drop the separators of thousands; one that can be none, as in 0,7, is read as the decimal sign.

    Raises `NumberFormatError` where separators stand between other than three digits.
    """
    group, decimal = get_group_symbol(in_force(locale)), get_decimal_symbol(in_force(locale))
    digits = digits.rstrip(group + decimal) or digits
    whole, _, fraction = digits.partition(decimal)
    parts = whole.split(group)
    if len(parts) == 2 and not fraction and all(parts) and (len(parts[1]) != 3 or parts[0] == "0"):
        return f"{parts[0]}{decimal}{parts[1]}"
    in_threes = len(parts) == 1 or (1 <= len(parts[0]) <= 3 and all(len(part) == 3 for part in parts[1:]))
    if not in_threes or group in fraction:
        raise NumberFormatError(digits)
    return "".join(parts) + (decimal + fraction if fraction else "")


def _no_number(text: str, label: str, locale: str) -> Complaint:
    return Complaint(
        f"“{text.strip()[:40]}” is not a number we can read.",
        f"{label} must be a number.",
        f"Write it as {wording.number(22_000, 0, locale)} or 22k, a share as 25%.",
    )


def _check_words(rest: str, record: Assumption, currency: str, text: str) -> None:
    """Refuse words and signs that are not those of the unit: 3 weeks is not 3 months, and €3 is not $3."""
    own = set(
        re.findall(r"[a-z]+", f"{unit_words(record, currency)} {record.unit or ''} of per a an each and in".lower())
    )
    own |= {wording.plural(word) for word in own} | {currency.lower()}
    strange = [word for word in re.findall(r"\w+", rest.lower().replace("_", " ")) if word not in own]
    if strange or not _WORDS.fullmatch(rest):
        raise Complaint(
            f"“{text.strip()[:40]}” is not understood here.",
            f"The answer is counted in {unit_words(record, currency)}.",
            f"Write the number alone, in {unit_words(record, currency)}.",
        )


def check_limits(value: float, record: Assumption, currency: str, locale: str = LOCALE) -> None:
    """Raise `Complaint` for a value outside the hard limits of its record."""
    least, most = record.limits or (None, None)
    if (least is not None and value < least) or (most is not None and value > most):
        raise Complaint(
            f"{shown(value, record, currency, locale)} cannot be.",
            "Outside its limits the model would be wrong.",
            f"Write a value {limits_words(record, currency, locale)}.",
        )


def limits_words(record: Assumption, currency: str, locale: str = LOCALE) -> str:
    """Return the hard limits of a record as they stand after “a value”; nothing where there are none."""
    least, most = record.limits or (None, None)
    low = shown(least, record, currency, locale) if least is not None else None
    high = shown(most, record, currency, locale) if most is not None else None
    if low and high:
        return f"between {low} and {high}"
    return f"at least {low}" if low else f"at most {high}" if high else ""


def periods_shown(values: tuple[float, ...], record: Assumption, locale: str = LOCALE) -> str:
    """Return the values of a schedule as they stand in a box: 100; 200; 1,300, and shares as 20%; 25%."""
    if is_share(record):
        return "; ".join(f"{_digits(value * 100, locale)}%" for value in values)
    return "; ".join(_digits(value, locale) for value in values)


def read_periods(text: str, record: Assumption, currency: str, locale: str = LOCALE) -> tuple[float, ...]:
    """Return the values of a schedule, written with semicolons, with a comma and a space, or one a line.

    Raises `Complaint` for what is no number; limits hold for the level of each month, which a value need not be.
    """
    parts = [part for part in re.split(r"[;\n]|,\s", text) if part.strip()]
    if not parts:
        raise _no_number(text, record.label or "This", locale)
    return tuple(_value_in(part, record, currency, locale) for part in parts)


def read_schedule(
    text: str, record: Assumption, schedule: Schedule, case: Case, months: int, locale: str = LOCALE
) -> Schedule:
    """Return a schedule with the values somebody wrote, over the months the case looks ahead.

    Raises `Complaint` for what is no number, ends before the case does, or holds what cannot be.
    """
    new = schedule.model_copy(update={"values": read_periods(text, record, case.currency, locale)})
    if new.months < months:
        raise Complaint(
            f"These values cover {new.months} months of {months}.",
            "What comes after them would have to be guessed.",
            f"Write {-(-months // MONTHS_IN[new.by])} values, separated by semicolons.",
        )
    for level in new.levels(vocabulary(case.currency, case.units).unit(record.unit or "1")):
        check_limits(level, record, case.currency, locale)
    return new
