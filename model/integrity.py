"""Integrity checks: the model against itself, with every run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from model.result import Figures, Integrity, Run, StreamTotal, Year
from model.series import Array

_RELATIVE = 1e-9


def integrity(
    run: Run, figures: Figures, years: Sequence[Year], streams: Sequence[StreamTotal]
) -> tuple[Integrity, ...]:
    """Return every check, and the master check last: true only if all others are."""
    checks = [
        *_sums(run, figures, years, streams),
        *_balances(run),
        *_declared(run),
    ]
    return (*checks, Integrity("master check: every check above holds", all(check.ok for check in checks)))


def _sums(run: Run, figures: Figures, years: Sequence[Year], streams: Sequence[StreamTotal]) -> Iterator[Integrity]:
    benefits, costs = figures.total_benefits, figures.total_costs
    scale = benefits + costs
    yield _equal("months add up to years: benefits", sum(y.benefits for y in years), benefits, scale)
    yield _equal("months add up to years: costs", sum(y.costs for y in years), costs, scale)
    yield _equal("streams add up to the total: benefits", _total(streams, "benefit"), benefits, scale)
    yield _equal("streams add up to the total: costs", _total(streams, "cost"), costs, scale)
    signs = {"benefit": 1.0, "cost": -1.0}
    by_line = sum(signs[line.kind] * run.present_value(line.id) for line in run.money)
    yield _equal("present values of the lines add up to NPV", by_line, figures.npv, scale)
    yield _equal("discounted years add up to NPV", sum(y.discounted_net for y in years), figures.npv, scale)
    yield _equal("the cumulative flow ends at the total net", years[-1].cumulative, benefits - costs, scale)


def _total(streams: Iterable[StreamTotal], kind: str) -> float:
    return sum(stream.total for stream in streams if stream.kind == kind)


def _equal(check: str, one: float, other: float, scale: float) -> Integrity:
    off = abs(one - other)
    ok = off <= _RELATIVE * max(abs(scale), 1.0)
    return Integrity(check, ok, "" if ok else f"{one:,.2f} against {other:,.2f}")


def _balances(run: Run) -> Iterator[Integrity]:
    """Each stock kept like an account: opening + in − out = closing, in every month."""
    for line in run.graph.resolved.lines:
        if line.balance is not None:
            stock = run.line(line.id)
            change = _flows(run, line.balance.inflows) - _flows(run, line.balance.outflows)
            off = np.abs(np.diff(stock) - change[1:])
            ok = bool((off <= _RELATIVE * max(float(np.abs(stock).max()), 1.0)).all())
            yield Integrity(
                f"opening + in − out = closing: {line.label}", ok, "" if ok else f"month {int(off.argmax()) + 1}"
            )


def _flows(run: Run, line_ids: Iterable[str]) -> Array:
    total: Array = np.zeros(run.rows.shape[1])
    for line_id in line_ids:
        total = total + run.line(line_id)
    return total


def _declared(run: Run) -> Iterator[Integrity]:
    """Checks declared by streams as formulas, 1 where they hold."""
    for line in run.graph.resolved.lines:
        if line.check:
            failed = np.flatnonzero(run.line(line.id) != 1)
            yield Integrity(line.label, not len(failed), f"first in month {failed[0]}" if len(failed) else "")
