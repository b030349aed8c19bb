"""Amounts as text, by currency and locale (Babel), with true minus signs."""

from __future__ import annotations

from contextlib import AbstractContextManager
from contextvars import ContextVar
from decimal import Context, localcontext
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.numbers import format_currency, get_decimal_symbol, get_group_symbol

LOCALE = ""
"""Stands for the locale in use; another one is named, such as `de_DE`."""
USUAL_LOCALE = "en_US"
_IN_USE: ContextVar[str] = ContextVar("locale", default=USUAL_LOCALE)
MINUS = "\N{MINUS SIGN}"


def use_locale(name: str | None) -> str:
    """Write numbers from now on, in this thread, as people do in a locale such as `de-DE`; return the one in use.

    The usual one is taken where the name is none that Babel knows. The words stay English.
    """
    try:
        known = str(Locale.parse((name or USUAL_LOCALE).replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        known = USUAL_LOCALE
    _IN_USE.set(known)
    return known


def in_force(locale: str) -> str:
    """Return the locale to write in: the one named, or the one in use."""
    return locale or _IN_USE.get()


def local_signs(number: str) -> str:
    """Return a number written in English, such as 1,234.5, with the signs of the locale in use."""
    return number.translate(_signs(_IN_USE.get()))


@lru_cache(maxsize=64)
def _signs(locale: str) -> dict[int, str]:
    return {ord(","): get_group_symbol(locale), ord("."): get_decimal_symbol(locale)}


def money_text(amount: float, currency: str, locale: str = LOCALE) -> str:
    """Return an amount in full, without cents: −$1,234,567."""
    return _whole(round(amount), currency, in_force(locale))


@lru_cache(maxsize=16_384)
def _whole(amount: int, currency: str, locale: str) -> str:
    """Write an amount; a page shows thousands of them, and nearly all again after the next click."""
    with ample():
        text = format_currency(amount + 0.0, currency, _pattern(locale), locale=locale, currency_digits=False)
    return text.replace("-", MINUS)


def ample() -> AbstractContextManager[Context]:
    """Return a context in which Babel writes any number a float can hold; its usual 28 digits end at 1e28."""
    return localcontext(Context(prec=400))


@lru_cache(maxsize=32)
def _pattern(locale: str) -> str:
    return str(Locale.parse(locale).currency_formats["standard"].pattern).replace("0.00", "0")
