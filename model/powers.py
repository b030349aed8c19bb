"""Dimensions: powers of base quantities, such as {currency: 1, time: −1} for money a month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Dimension:
    """Bases with their powers, sorted by name; a share has none."""

    powers: tuple[tuple[str, float], ...] = ()

    def __mul__(self, other: Dimension) -> Dimension:
        return _joined(self, other, 1.0)

    def __truediv__(self, other: Dimension) -> Dimension:
        return _joined(self, other, -1.0)

    def __pow__(self, exponent: float) -> Dimension:
        return dimension_of({base: power * exponent for base, power in self.powers})

    def __bool__(self) -> bool:
        return bool(self.powers)

    @property
    def bases(self) -> tuple[str, ...]:
        """The names of the bases."""
        return tuple(base for base, _ in self.powers)

    @property
    def is_flow(self) -> bool:
        """True for anything per calendar time: it has no amount at an instant, such as the opening."""
        return any(base == TIME and power < 0 for base, power in self.powers)


TIME = "[time]"
NONE = Dimension()
MONTH = Dimension(((TIME, 1.0),))
PER_MONTH = Dimension(((TIME, -1.0),))


def dimension_of(powers: Mapping[str, float]) -> Dimension:
    """Return the dimension with these powers; bases of power 0 fall away."""
    return Dimension(tuple(sorted((base, float(power)) for base, power in powers.items() if power)))


@lru_cache(maxsize=4_096)
def _joined(one: Dimension, other: Dimension, sign: float) -> Dimension:
    powers = dict(one.powers)
    for base, power in other.powers:
        powers[base] = powers.get(base, 0.0) + sign * power
    return dimension_of(powers)
