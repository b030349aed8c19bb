"""Shares that are parts of one whole: drawn one by one, they would no longer add up."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from model.graph import Graph
from model.series import Array

_NEAR = 1e-9

Wholes = tuple[tuple[str, ...], ...]


def wholes(graph: Graph) -> Wholes:
    """Return the groups of shares that a check of the model holds to add up to 1, the largest share of each first.

    Such a check uses nothing but shares that do add up to 1 at their likely values.
    """
    given = graph.resolved.assumptions
    found = []
    for line in graph.resolved.lines:
        names = graph.rows[line.id].needs.names if line.check else frozenset()
        records = [given[name].record for name in names if name in given]
        is_whole = len(records) == len(names) > 1 and all(
            r.value is not None and r.unit in ("1", None) for r in records
        )
        if is_whole and abs(sum(record.likely for record in records) - 1.0) < _NEAR:
            found.append(tuple(sorted(names, key=lambda name: (-given[name].record.likely, name))))
    return tuple(found)


def made_whole(drawn: dict[str, Array], groups: Wholes, likely: Mapping[str, float]) -> dict[str, Array]:
    """Return draws in which the largest share of each whole is what the others leave.

    Where the others come to more than the whole, they are scaled down to it. Shares that are not drawn stay as they are.
    """
    for group in groups:
        largest, *others = [name for name in group if name in drawn] or [""]
        if not others:
            continue
        room = max(1.0 - sum(likely[name] for name in group if name not in drawn), 0.0)
        taken = np.sum([drawn[name] for name in others], axis=0)
        scale = np.minimum(1.0, room / np.maximum(taken, np.finfo(float).tiny))
        drawn |= {name: drawn[name] * scale for name in others} | {largest: room - taken * scale}
    return drawn
