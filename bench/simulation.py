"""Simulation, timed: 10,000 draws of a whole case, its peers on the same work, and the memory of a million draws."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

from assumptions.loader import library
from bench.timing import table, taken, timed
from model.case import Case
from model.evaluate import Program
from model.risk.outcome import Work
from model.risk.sample import sample
from model.risk.simulation import simulate
from model.sensitivity import swings
from scenarios import analyse
from scenarios.files import case_file
from tests.full_case import full_case

ROOT = Path(__file__).parent.parent
MONTHS, DRAWS, PANDAS_DRAWS, INPUTS, STREAMS = 60, 10_000, 50, 25, 8
MILLION, MOST_MEMORY = 1_000_000, 300
AGREEMENT = 1e-9


def main() -> None:
    program = whole_case()
    _whole(program)
    _peers()
    _memory()


def whole_case() -> Program:
    """Every stream over 60 months, the 25 assumptions that move NPV most drawn, the others at their likely values."""
    case = full_case(library(), months=MONTHS)
    base = analyse(case_file(case, "full"))
    drawn_by_plan = {activity.drives for activity in case.plan if activity.drives}
    ranked = [swing.assumption for swing in swings(base.program).found if swing.assumption not in drawn_by_plan]
    moving = set(ranked[: INPUTS - len(drawn_by_plan & base.resolved.assumptions.keys())])
    fixed = {
        name: given.record.model_copy(update={"distribution": "fixed"})
        for name, given in base.resolved.assumptions.items()
        if name not in moving | drawn_by_plan
    }
    changed = case.model_copy(update={"assumptions": case.assumptions | fixed})
    return analyse(case_file(changed, "full")).program


def _whole(program: Program) -> None:
    drawn = sample(program, DRAWS, 1)
    work = Work(drawn)
    lines, varied = len(program.graph.order), len(drawn.uncertain)
    print(f"All 18 streams, {lines} lines, {MONTHS} months, {varied} uncertain inputs, {DRAWS:,} draws.\n")
    chunks = [(first, min(first + 1_024, DRAWS)) for first in range(0, DRAWS, 1_024)]
    timings = [
        timed("`simulate`: drawing, model, five figures, percentiles", lambda: simulate(program, DRAWS), 7),
        timed("of that, drawing", lambda: [drawn.given(*chunk) for chunk in chunks], 7),
        timed("of that, drawing, model and figures", lambda: [work.outcome(*chunk) for chunk in chunks], 7),
    ]
    print(table("A whole case", timings))


# --- the peers, on a case small enough to write by hand in each ------------------------------------------------------


def small_case() -> Case:
    """Eight streams that grow and wear off, each with three inputs of its own, and one cost: 25 inputs, 17 lines."""
    assumptions: dict[str, object] = {"licence": _doubted(9_000, "USD/month")}
    lines: list[dict[str, object]] = [_line("fee", "cost", "licence")]
    for k in range(STREAMS):
        assumptions |= {
            f"gain_{k}": _doubted(20 + k, "1"),
            f"loss_{k}": _doubted(0.02 + 0.002 * k, "1"),
            f"worth_{k}": _doubted(5 - 0.2 * k, "USD/month"),
        }
        grown = _line(f"level_{k}", "driver", f"prev(level_{k}) * (1 - loss_{k}) + gain_{k}", unit="1", opening="0")
        lines += [grown, _line(f"value_{k}", "benefit", f"level_{k} * worth_{k}", benefit_class="cashable")]
    head = {"schema": 1, "id": "small", "title": "Small", "organisation": "Example", "currency": "USD"}
    span = {"start": "2027-01", "months": MONTHS, "discount": {"rate": 0.1}}
    return Case.model_validate(head | span | {"assumptions": assumptions, "lines": lines})


def _doubted(value: float, unit: str) -> dict[str, object]:
    return {"label": "Input", "unit": unit, "value": value, "low": value * 0.8, "high": value * 1.3}


def _line(name: str, kind: str, formula: str, unit: str = "USD/month", **fields: object) -> dict[str, object]:
    return {"id": name, "label": name, "unit": unit, "kind": kind, "formula": formula} | fields


def _peers() -> None:
    program = analyse(case_file(small_case(), "small")).program
    drawn = sample(program, DRAWS, 1)
    values = dict(drawn.values)
    inputs = {name: np.array([values[f"{name}_{k}"] for k in range(STREAMS)]) for name in ("gain", "loss", "worth")}
    factors = 1.1 ** (-np.arange(MONTHS + 1) / 12)
    work = Work(drawn)
    ours = np.concatenate([work.outcome(k, min(k + 1_024, DRAWS)).figures[0] for k in range(0, DRAWS, 1_024)])
    few = {name: given[:, :PANDAS_DRAWS] for name, given in inputs.items()}
    _agree("pandas", ours[:PANDAS_DRAWS], _in_pandas(few, values["licence"], factors))
    start = time.perf_counter()
    _in_pandas(few, values["licence"], factors)
    per_draw = (time.perf_counter() - start) / PANDAS_DRAWS
    timings = [
        timed("`simulate`: drawing, model, five figures, percentiles", lambda: simulate(program, DRAWS), 15),
        timed(
            "month by month in NumPy by hand, NPV alone, given the draws",
            lambda: _by_hand(inputs, values["licence"], factors),
            15,
        ),
        taken(f"pandas, a table a draw, NPV alone (from {PANDAS_DRAWS} draws)", [per_draw * DRAWS]),
    ]
    _agree("NumPy by hand", ours, _by_hand(inputs, values["licence"], factors))
    fused = _fused()
    if fused is None:
        print("Numba is not installed, and was not measured: pip install numba.\n")
    else:
        arguments = (inputs["gain"], inputs["loss"], inputs["worth"], values["licence"], factors)
        _agree("Numba", ours, fused(*arguments))
        timings.append(
            timed("Numba, one fused loop on two threads, NPV alone, given the draws", lambda: fused(*arguments), 50)
        )
    print(table(f"The same small case in each: 17 lines, {MONTHS} months, {INPUTS} inputs, {DRAWS:,} draws", timings))


def _agree(name: str, ours: np.ndarray, theirs: np.ndarray) -> None:
    if np.abs(ours - theirs).max() > AGREEMENT * np.abs(ours).max():
        sys.exit(f"{name} disagrees, so there is nothing to compare")


def _by_hand(inputs: dict[str, np.ndarray], licence: np.ndarray, factors: np.ndarray) -> np.ndarray:
    level = np.zeros_like(inputs["gain"])
    npv = np.zeros(level.shape[1])
    for month in range(1, MONTHS + 1):
        level = level * (1 - inputs["loss"]) + inputs["gain"]
        npv += factors[month] * ((level * inputs["worth"]).sum(axis=0) - licence)
    return npv


def _in_pandas(inputs: dict[str, np.ndarray], licence: np.ndarray, factors: np.ndarray) -> np.ndarray:
    found = []
    for draw in range(inputs["gain"].shape[1]):
        frame = pd.DataFrame(0.0, index=range(MONTHS + 1), columns=[f"level_{k}" for k in range(STREAMS)])
        for month in range(1, MONTHS + 1):
            frame.loc[month] = frame.loc[month - 1] * (1 - inputs["loss"][:, draw]) + inputs["gain"][:, draw]
        net = (frame * inputs["worth"][:, draw]).sum(axis=1) - licence[draw] * (frame.index > 0)
        found.append(float((net * factors).sum()))
    return np.array(found)


def _fused():
    """Return one loop over draws and months, compiled by Numba for two threads; None where it is not installed."""
    try:
        import numba
    except ImportError:
        return None
    numba.set_num_threads(min(2, numba.config.NUMBA_NUM_THREADS))

    @numba.njit(parallel=True, fastmath=False)
    def npv(gain, loss, worth, licence, factors):
        found = np.empty(gain.shape[1])
        for draw in numba.prange(gain.shape[1]):
            total = 0.0
            level = np.zeros(gain.shape[0])
            for month in range(1, len(factors)):
                net = -licence[draw]
                for k in range(gain.shape[0]):
                    level[k] = level[k] * (1.0 - loss[k, draw]) + gain[k, draw]
                    net += level[k] * worth[k, draw]
                total += factors[month] * net
            found[draw] = total
        return found

    return npv


# --- memory ----------------------------------------------------------------------------------------------------------


def _memory() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bench.simulation", "million"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    print(done.stdout)


def million() -> None:
    """Print the memory a million draws take above a process that has the case ready."""
    program = whole_case()
    simulate(program, 1_024)
    idle, held = _memory_held(), [0.0]
    start = time.perf_counter()
    simulate(program, MILLION, progress=lambda *_: held.append(_memory_held()))
    took, used = time.perf_counter() - start, max(held) - idle
    print(
        f"A million draws of the whole case: {took:,.0f} s, {used:,.0f} MB above the idle process (limit {MOST_MEMORY} MB)."
    )


def _memory_held() -> float:
    """Return the memory this process holds now, in MB, as Linux tells it."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1_048_576


if __name__ == "__main__":
    million() if sys.argv[1:] == ["million"] else main()
