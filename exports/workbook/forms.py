"""Number formats by unit: money without cents, prices with them, shares as a percentage."""

from __future__ import annotations

import re

import numpy as np

from exports.workbook.book import CENTS, MONEY, NUMBER, PERCENT, WHOLE
from model.series import Array
from model.units import CURRENCY

COUNT = "#,##0;-#,##0;0"
_FINE = "0.000;-0.000;0"
_FINEST = "0.00000;-0.00000;0"
_FINE_PERCENT = "0.00%"


def form_of(unit: str, currency: str, values: Array | float) -> str:
    """Return the number format for values in a unit, fine enough for the largest of them.

    A row of shares that are all 0 or 1 is one of flags.
    """
    largest = float(np.max(np.abs(values), initial=0.0))
    first = re.split(r"[/*]", unit)[0].strip()
    if first in (currency, CURRENCY):
        return MONEY if largest >= 1_000 or largest == 0 else CENTS
    if first in ("", "1") and largest <= 1:
        return _share_form(values, largest)
    if np.array_equal(values, np.round(values)):
        return COUNT
    return NUMBER if largest >= 10 else _FINE if largest >= 0.01 else _FINEST


def _share_form(values: Array | float, largest: float) -> str:
    if np.ndim(values) and np.isin(values, (0.0, 1.0)).all():
        return WHOLE
    return PERCENT if largest >= 0.01 or largest == 0 else _FINE_PERCENT
