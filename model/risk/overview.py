"""Everything about the sensitivity of a case at once: what moves it, what would turn it, what is worth knowing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from model.evaluate import Program
from model.risk.break_even import Aim, BreakEven, break_even_record, break_evens
from model.risk.discovery import Discovery, discover
from model.risk.findings import Simulation
from model.risk.influence import Index, RankCorrelation, influence_record, rank_correlations, sobol_indices
from model.risk.information import Information, information
from model.risk.naming import money
from model.risk.sample import sample
from model.risk.simulation import DRAWS, Progress, simulate
from model.risk.staged import Gate, Staged, staged, usual_gate
from model.risk.tornado import Tornado, tornado
from model.risk.treatments import USUAL, Rates, Treatments, treatments, untreated
from model.risk.worth import npv_at
from model.series import Array

MOST_DRAWS = 16_384
"""So many draws, from the first on, serve every finding; more would only take longer."""
INDEX_DRAWS = 1_024
"""How many pairs of draws the Sobol' indices rest on."""
_PAYS = ("pays", "does not pay")
_MOST_INDICES = 10
"""For how many assumptions, those with the closest rank correlations, Sobol' indices are computed."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked: draws and seed, payback within so many months (the horizon unless said), a gate, rates."""

    draws: int = DRAWS
    seed: int = 1
    payback_months: float | None = None
    gate: Gate | None = None
    rates: Rates = USUAL


@dataclass(frozen=True, slots=True)
class Overview:
    """The findings; there is no staged decision in a case of a single month, and no index where nothing varies."""

    simulation: Simulation
    tornado: Tornado
    turning_npv: tuple[BreakEven, ...]
    turning_payback: tuple[BreakEven, ...]
    payback_months: float
    correlations: tuple[RankCorrelation, ...]
    indices: tuple[Index, ...]
    information: Information
    staged: Staged | None
    treatments: Treatments
    discovery: Discovery

    def record(self) -> dict[str, Any]:
        """Return it as plain data, for JSON."""
        drawn = self.simulation.record()
        kept = ("draws", "seed", "figures", "probability", "warnings")
        return {
            **{name: drawn[name] for name in kept},
            "npv": self.tornado.npv,
            "tornado": [asdict(bar) for bar in self.tornado.bars],
            "tornado_broken": self.tornado.record()["broken"],
            "break_even": break_even_record(self.turning_npv),
            "break_even_payback": {
                "months": self.payback_months, "assumptions": break_even_record(self.turning_payback)
            },
            "rank_correlations": influence_record(self.correlations),
            "sobol": influence_record(self.indices),
            **self.information.record(),
            "staged": self.staged and self.staged.record(),
            "treatments": self.treatments.record(),
            "discovery": self.discovery.record(),
        }  # fmt: skip

    def first_to_measure(self) -> str:
        """Say what to measure first, or that nothing would change the decision."""
        first = self.information.first
        if first is None:
            return self.information.sentence
        worth = money(self.simulation.sample.program, first.value)
        return f"Measure “{first.label}” first: knowing it before you decide is worth up to {worth}."


def overview(program: Program, wish: Wish | None = None, progress: Progress | None = None) -> Overview:
    """Return the findings about a case; the draws are made once and serve all of them.

    Raises `CaseProblems` where the case, or most of its draws, cannot be computed, and for a gate that cannot be.
    """
    asked = wish or Wish()
    months = program.graph.resolved.months
    drawn = simulate(program, asked.draws, asked.seed, progress=progress)
    likely, npv = draws_of(drawn)
    within = asked.payback_months or float(months)
    found = rank_correlations(program, likely, npv)
    gate = asked.gate or (Gate(usual_gate(months)) if months > 1 else None)
    return Overview(
        simulation=drawn, tornado=tornado(program),
        turning_npv=break_evens(program, Aim()), turning_payback=break_evens(program, Aim(within)),
        payback_months=within, correlations=found,
        indices=indices_of(program, [row.assumption for row in found[:_MOST_INDICES]], asked.seed),
        information=information(program, likely, npv),
        staged=staged(program, likely, gate) if gate and likely else None,
        treatments=treatments(program, simulated_untreated(program, drawn, npv), asked.rates),
        discovery=failing_together(program, drawn),
    )  # fmt: skip


def draws_of(drawn: Simulation) -> tuple[dict[str, Array], Array]:
    """Return the draws of every uncertain assumption, and NPV in each (NaN where it cannot be computed)."""
    draws = min(drawn.draws, MOST_DRAWS)
    return drawn.sample.part(0, draws), drawn.npv[:draws]


def failing_together(
    program: Program, drawn: Simulation, months: float | None = None, *, succeeding: bool = False
) -> Discovery:
    """Return in which combinations of values a case does not pay or, given months, its money is not back by then.

    Or, where it seldom does, in which it pays, or is back by then (`succeeding`).
    """
    likely, npv = draws_of(drawn)
    computed = np.isfinite(npv)
    known = {name: numbers[computed] for name, numbers in likely.items()}
    fails = npv[computed] < 0 if months is None else drawn.values("payback_months")[: len(npv)][computed] > months
    late = (
        (f"pays back within {months:g} months", f"takes longer than {months:g} months to pay back") if months else _PAYS
    )
    return discover(program, known, fails != succeeding, what=late[0] if succeeding else late[1])


def indices_of(program: Program, names: Sequence[str], seed: int, draws: int = INDEX_DRAWS) -> tuple[Index, ...]:
    """Return the Sobol' indices of NPV by some assumptions, all others varying as well.

    They are drawn at random and independently of one another: correlations a case states would blur whose share is whose.
    """
    one, other = (sample(program, draws, 2 * seed + k, method="random", correlations=()).part(0, draws) for k in (0, 1))
    return sobol_indices(program, one, other, [name for name in names if name in one])


def simulated_untreated(program: Program, drawn: Simulation, npv: Array) -> Array:
    """Return NPV by draw of the case without any treatment of risk, from the draws there are if it has none."""
    plain = untreated(program)
    return npv if plain is program else npv_at(plain, sample(plain, len(npv), drawn.seed).part(0, len(npv)))


def in_short(found: Overview) -> tuple[str, ...]:
    """Return what a champion should know first, a sentence each."""
    said = [found.first_to_measure()]
    turning = [one for one in found.turning_npv if one.within_range]
    if turning:
        said.append(turning[0].sentence)
    if found.tornado.bars:
        widest = found.tornado.bars[0]
        said.append(f"Most moves with “{widest.label}”. {widest.sentence}")
    if found.discovery.boxes:
        said.append(found.discovery.sentence)
    return tuple(dict.fromkeys(said))
