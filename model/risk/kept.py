"""Draws of single assumptions made lately, so that after a changed answer only that one is drawn anew."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from threading import Lock

from model.risk.columns import Method, columns
from model.risk.distributions import Curve
from model.risk.worth import AT_ONCE
from model.series import Array

_MOST_NUMBERS = 4_000_000
"""32 MB of numbers."""

_Known = tuple[str, Curve, int, Method, int, int]


class Kept:
    """Draws known by all they depend on: name, curve, seed, method, first and end; several threads may share one.

    It holds at most so many numbers, those that were used last.
    """

    def __init__(self, most: int = _MOST_NUMBERS) -> None:
        self.most = most
        self._found: OrderedDict[_Known, Array] = OrderedDict()
        self._numbers = 0
        self._lock = Lock()

    def values(
        self, curves: Mapping[str, Curve], names: Sequence[str], seed: int, method: Method, first: int, end: int
    ) -> dict[str, Array]:
        """Return draws `first` to `end` of assumptions, in their own units, read-only: each of shape (end − first,)."""
        asked: dict[str, _Known] = {name: (name, curves[name], seed, method, first, end) for name in names}
        with self._lock:
            found = {name: self._found[known] for name, known in asked.items() if known in self._found}
            for name in found:
                self._found.move_to_end(asked[name])
        missing = [name for name in names if name not in found]
        for name, shares in zip(missing, columns(missing, seed, method, first, end), strict=True):
            found[name] = curves[name].at(shares)
            found[name].flags.writeable = False
        if end - first <= AT_ONCE:  # longer ones are asked for once, and would push out all others
            self._keep({asked[name]: found[name] for name in missing})
        return {name: found[name] for name in names}

    def forget(self) -> None:
        """Forget all draws, so that the next ones are made anew."""
        with self._lock:
            self._found.clear()
            self._numbers = 0

    def _keep(self, drawn: Mapping[_Known, Array]) -> None:
        with self._lock:
            for known, values in drawn.items():
                self._numbers += len(values) - len(self._found.get(known, ()))
                self._found[known] = values
            while self._numbers > self.most:
                self._numbers -= len(self._found.popitem(last=False)[1])


KEPT = Kept()
"""What this process keeps."""
