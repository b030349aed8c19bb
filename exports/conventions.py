"""What each timing convention does: the same amounts, at different times, as each of them counts them today."""

from __future__ import annotations

from exports import wording
from model.finance import TIMING_WORDS, discount_factors
from model.money import LOCALE
from model.names import capitalised

TIMING_COLUMNS = ("Convention", "At the opening", "In month 1", "In month 12", "In month 24")
_MONTHS = (0, 1, 12, 24)


def timing_rows(rate: float, currency: str, amount: float = 1_000.0, locale: str = LOCALE) -> list[tuple[str, ...]]:
    """Return for each timing convention its words, and what an amount paid at those times is worth today."""
    return [
        (
            capitalised(words),
            *(wording.money_exact(amount * float(factors[month]), currency, locale) for month in _MONTHS),
        )
        for words, factors in (
            (words, discount_factors(rate, timing, max(_MONTHS))) for timing, words in TIMING_WORDS.items()
        )
    ]
