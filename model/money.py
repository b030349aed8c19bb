"""Amounts as text, by currency and locale (Babel), with true minus signs."""

from __future__ import annotations

from contextlib import AbstractContextManager
from decimal import Context, localcontext
from functools import lru_cache

from babel import Locale
from babel.numbers import format_currency

LOCALE = "en_US"
MINUS = "\N{MINUS SIGN}"


def money_text(amount: float, currency: str, locale: str = LOCALE) -> str:
    """Return an amount in full, without cents: −$1,234,567."""
    with ample():
        text = format_currency(round(amount) + 0.0, currency, _pattern(locale), locale=locale, currency_digits=False)
    return text.replace("-", MINUS)


def ample() -> AbstractContextManager[Context]:
    """Return a context in which Babel writes any number a float can hold; its usual 28 digits end at 1e28."""
    return localcontext(Context(prec=400))


@lru_cache(maxsize=32)
def _pattern(locale: str) -> str:
    return str(Locale.parse(locale).currency_formats["standard"].pattern).replace("0.00", "0")
