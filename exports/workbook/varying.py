"""Values that change over time: the different ways they run in the scenarios, each a row of the sheet Schedules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from exports.workbook.switching import SwitchedValue
from model.evidence import Assumption
from model.schedule import Schedule
from model.series import Array, value_of
from model.units import Vocabulary

FIRST_ROW = 5
"""The first row of the sheet Schedules, from 1, that holds a value."""


@dataclass(frozen=True)
class Variant:
    """One way a value runs over time: its record, its row on the sheet Schedules (from 1), the scenarios it holds in."""

    record: Assumption
    row: int
    used_in: tuple[int, ...]

    @property
    def values(self) -> tuple[float, ...]:
        """Its values as stated; a single one holds for all months."""
        return self.record.schedule.values if self.record.schedule else (self.record.value or 0.0,)


@dataclass(frozen=True)
class Varying:
    """A value that changes over time in some scenario, with its variants and which of them each scenario uses (0: none)."""

    value: SwitchedValue
    variants: tuple[Variant, ...]
    is_flow: bool

    @property
    def name(self) -> str:
        """Its name."""
        return self.value.name

    @property
    def uses(self) -> tuple[int, ...]:
        """The number of the variant that each scenario uses, from 1; 0 where it does without the value."""
        of = {option: number for number, variant in enumerate(self.variants, start=1) for option in variant.used_in}
        return tuple(of.get(option, 0) for option in range(len(self.value.given)))

    def monthly(self, option: int, units: Vocabulary, months: int) -> Array:
        """Return it in base units under a scenario: shape (months + 1,)."""
        given = self.value.given[option]
        if given is None:
            return np.zeros(months + 1)
        found = value_of(given.record, units, months)
        return np.concatenate(([float(found.opening)], np.broadcast_to(found.later, months)))


def varying(values: Sequence[SwitchedValue], units: Vocabulary) -> tuple[Varying, ...]:
    """Return the values that change over time, with a row for each of their variants."""
    row, found = FIRST_ROW, []
    for value in values:
        if value.is_series:
            one = Varying(value, _variants(value, row), units.unit(value.unit).is_flow)
            row += len(one.variants)
            found.append(one)
    return tuple(found)


def _variants(value: SwitchedValue, row: int) -> tuple[Variant, ...]:
    used: dict[tuple[Schedule | None, float | None, str | None], list[int]] = {}
    records: list[Assumption] = []
    for index, given in enumerate(value.given):
        if given:
            key = (given.record.schedule, given.record.value, given.record.unit)
            if key not in used:
                records.append(given.record)
            used.setdefault(key, []).append(index)
    return tuple(
        Variant(record, row + number, tuple(options))
        for number, (record, options) in enumerate(zip(records, used.values(), strict=True))
    )
