"""Findings about risk kept between reruns, by content of the case, draws, seed and model version; shared by all users."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar, cast

import streamlit as st

from scenarios import Analysis
from ui import simulating
from ui.cached import drawn, identity, versions

if TYPE_CHECKING:
    from exports import charts
    from model.risk.break_even import BreakEven, Curve
    from model.risk.discovery import Discovery
    from model.risk.findings import Simulation
    from model.risk.influence import Index, RankCorrelation
    from model.risk.information import Information
    from model.risk.staged import Gate, Staged
    from model.risk.tornado import Grid, Leg, Tornado
    from model.risk.treatments import Rates, Treatments

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is drawn: how many draws, with which seed, until the mean is how sure, and which lines are kept by month."""

    draws: int = 8_192
    seed: int = 1
    tolerance: float | None = None
    lines: tuple[str, ...] = ()


# --- draws -------------------------------------------------------------------------------------------------------


def simulation(shown: Analysis, asked: Asked) -> simulating.Job | Simulation:
    """Return a result over its draws; what draws them, where they are not there after a moment.

    Draws that were stopped are this session's alone. Raises `CaseProblems` where most of them cannot be computed.
    """
    place = _place(identity(shown), asked, versions())
    if place:
        return place[0]
    job = simulating.job((identity(shown), asked, versions()), asked.draws, lambda told: _drawn(shown, asked, told))
    if not job.wait(simulating.PATIENCE):
        return job
    if job.error or job.result is None:
        simulating.forget()
        raise job.error or RuntimeError(job.known)
    if job.result.stopped != "cancelled":
        place.append(job.result)
        simulating.forget()
    return job.result


def with_line(shown: Analysis, found: Simulation, line: str) -> Simulation:
    """Return a result over the same draws, of which the first are kept by month for one line of the model too."""
    from exports.risk_choices import MOST_OF_A_LINE

    asked = Asked(min(found.draws, MOST_OF_A_LINE), found.seed, lines=(line,))
    place = _place(identity(shown), asked, versions())
    if not place:
        place.append(shown.simulate(asked.draws, asked.seed, lines=asked.lines))
    return place[0]


def _drawn(shown: Analysis, asked: Asked, told: simulating.Told) -> Simulation:
    return shown.simulate(asked.draws, asked.seed, tolerance=asked.tolerance, progress=told, lines=asked.lines)


@st.cache_resource(show_spinner=False, max_entries=12)
def _place(known: tuple[str, ...], asked: Asked, told: tuple[str, ...]) -> list[Simulation]:
    """Return a place for a simulation, empty at first: it is drawn outside, where the page can show how far it is."""
    return []


# --- findings ----------------------------------------------------------------------------------------------------


def tornado(shown: Analysis) -> Tornado:
    """Return what moves a result most, one assumption at a time."""

    def find() -> Tornado:
        from model.risk.tornado import tornado

        return tornado(shown.program, shown.appraisal.swings)

    return _once("tornado", shown, (), find)


def widest_line(shown: Analysis, found: Simulation) -> str:
    """Return the benefit or cost with the largest share of the spread of a result."""

    def find() -> str:
        from exports.risk_choices import widest_line
        from model.risk.overview import draws_of

        return widest_line(shown.program, draws_of(found)[0])

    return _once("widest_line", shown, _of(found), find)


def spider(shown: Analysis, names: Sequence[str]) -> tuple[Leg, ...]:
    """Return what a result is worth along the range of each of some assumptions."""

    def find() -> tuple[Leg, ...]:
        from model.risk.tornado import spider

        return spider(shown.program, names)

    return _once("spider", shown, tuple(names), find)


def two_way(shown: Analysis, a: str, b: str, points: int) -> Grid:
    """Return what a result is worth over the ranges of two assumptions."""

    def find() -> Grid:
        from model.risk.tornado import two_way

        return two_way(shown.program, a, b, points)

    return _once("two_way", shown, (a, b, points), find)


def turning_points(shown: Analysis, months: float | None = None) -> tuple[BreakEven, ...]:
    """Return the values at which a result is worth nothing, or, given months, at which the money is just back by then."""

    def find() -> tuple[BreakEven, ...]:
        from model.risk.break_even import Aim, break_evens

        return break_evens(shown.program, Aim(months))

    return _once("turning_points", shown, (months,), find)


def turning_curve(shown: Analysis, a: str, b: str, months: float | None = None) -> Curve:
    """Return for values of one assumption that of another at which a result turns."""

    def find() -> Curve:
        from model.risk.break_even import Aim, break_even_curve

        return break_even_curve(shown.program, a, b, Aim(months))

    return _once("turning_curve", shown, (a, b, months), find)


def correlations(shown: Analysis, found: Simulation) -> tuple[RankCorrelation, ...]:
    """Return how closely a result goes with each assumption, over the draws."""

    def find() -> tuple[RankCorrelation, ...]:
        from model.risk.influence import rank_correlations
        from model.risk.overview import draws_of

        return rank_correlations(shown.program, *draws_of(found))

    return _once("correlations", shown, _of(found), find)


def indices(shown: Analysis, names: Sequence[str], seed: int) -> tuple[Index, ...]:
    """Return how much of the uncertainty of a result goes back to each of some assumptions."""

    def find() -> tuple[Index, ...]:
        from model.risk.overview import indices_of

        return indices_of(shown.program, names, seed)

    return _once("indices", shown, (tuple(names), seed), find)


def information(shown: Analysis, found: Simulation) -> Information:
    """Return what it is worth to know more before deciding, over the draws of a result."""

    def find() -> Information:
        from model.risk.information import information
        from model.risk.overview import draws_of

        return information(shown.program, *draws_of(found))

    return _once("information", shown, _of(found), find)


def staged(shown: Analysis, found: Simulation, gate: Gate, months: tuple[int, ...]) -> tuple[Staged, ...]:
    """Return what the option to stop at a gate is worth in each of some months.

    Raises `CaseProblems` for a gate the case cannot have.
    """

    def find() -> tuple[Staged, ...]:
        from model.risk.overview import draws_of
        from model.risk.staged import staged_at

        return staged_at(shown.program, draws_of(found)[0], gate, months)

    return _once("staged", shown, (*_of(found), gate, months), find)


def treatments(shown: Analysis, found: Simulation, rates: Rates) -> Treatments:
    """Return the ways to treat the risk of a result, side by side."""

    def find() -> Treatments:
        from model.risk.overview import draws_of, simulated_untreated
        from model.risk.treatments import treatments

        _, npv = draws_of(found)
        return treatments(shown.program, simulated_untreated(shown.program, found, npv), rates)

    return _once("treatments", shown, (*_of(found), rates), find)


def discovery(
    shown: Analysis, found: Simulation, months: float | None = None, *, succeeding: bool = False
) -> Discovery:
    """Return which combinations make a result fail, or succeed: that is pay, or, given months, pay back by then."""

    def find() -> Discovery:
        from model.risk.overview import failing_together

        return failing_together(shown.program, found, months, succeeding=succeeding)

    return _once("discovery", shown, (*_of(found), months, succeeding), find)


def chart(name: str, shown: Analysis, known: Sequence[Hashable], *given: object, dark: bool) -> charts.Chart:
    """Return a chart by its name, drawn from findings; `known` tells it from others of that name and result."""
    return drawn(name, (*identity(shown), *known), *given, dark=dark)


def draws_known(found: Simulation) -> tuple[Hashable, ...]:
    """Return what draws are known by, for a chart of them."""
    return (*_of(found), found.drawn.lines)


def _of(found: Simulation) -> tuple[Hashable, ...]:
    return found.draws, found.asked, found.seed


def _once(name: str, shown: Analysis, known: tuple[Hashable, ...], find: Callable[[], T]) -> T:
    return cast("T", _found(name, identity(shown), known, versions(), find))


@st.cache_resource(show_spinner="Working it out", max_entries=256)
def _found(name: str, known: tuple[str, ...], more: tuple[Hashable, ...], told: tuple[str, ...], _find: Callable[[], Any]) -> Any:  # fmt: skip
    return _find()
