"""Simulation, timed: 10,000 draws of a whole case, its peers on the same work, and the memory of a million draws."""

from __future__ import annotations

import importlib
import importlib.util
import json
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd

from assumptions.loader import library
from bench.timing import Timing, table, taken, timed
from model.case import Case
from model.compiled import is_installed
from model.evaluate import Program
from model.risk.distributions import Curve, _powers
from model.risk.kept import KEPT
from model.risk.outcome import Work
from model.risk.sample import Sample, sample
from model.risk.simulation import simulate
from model.risk.workers import mapping
from model.sensitivity import swings
from scenarios import analyse
from scenarios.files import case_file
from tests.full_case import full_case

ROOT = Path(__file__).parent.parent
MONTHS, DRAWS, INPUTS, STREAMS = 60, 10_000, 25, 8
NUMPY_LIMIT, COMPILED_LIMIT = 12, 3
"""How many times as long as a loop by hand each may take."""
MILLION, MOST_MEMORY = 1_000_000, 300
FEW = 50
"""Draws in which the peers are timed that compute one draw after another."""
AGREEMENT = 1e-9


def main() -> None:
    KEPT.most = 0  # every draw is made anew, each time
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
    lines, varied = len(program.graph.order), len(drawn.uncertain)
    print(f"All 18 streams, {lines} lines, {MONTHS} months, {varied} uncertain inputs, {DRAWS:,} draws.\n")
    numpy, chunks = Work(drawn), [(first, min(first + 1_024, DRAWS)) for first in range(0, DRAWS, 1_024)]
    with TemporaryDirectory() as folder:
        timings = _by_hand_and_compiled(drawn, chunks, Path(folder))
        limit = NUMPY_LIMIT * timings[0].median if timings else None
        timings += [
            timed("NumPy: the same work", lambda: [numpy.outcome(*chunk) for chunk in chunks], 15, limit),
            timed("of that, drawing", lambda: [drawn.given(*chunk) for chunk in chunks], 15),
            timed("`simulate` on NumPy: ranges, checks and the likely case too", lambda: simulate(program, DRAWS), 15),
        ]
        if len(timings) > 3:
            compiled = partial(simulate, program, DRAWS, reading="compiled", kernels=Path(folder))
            timings.append(timed("`simulate`, compiled before", compiled, 15))
    print(table("A whole case: drawing, model, five figures and the cash of every month", timings))


def _by_hand_and_compiled(drawn: Sample, chunks: list[tuple[int, int]], folder: Path) -> list[Timing]:
    """Time the case by hand in Numba and compiled, on two threads each, where Numba is installed."""
    try:
        from bench import fused
    except ImportError:
        print("Numba is not installed, and was not measured: pip install numba==0.68.1\n")
        return []
    by_hand, work = fused.prepared(drawn), Work(drawn, (), folder)
    start = time.perf_counter()
    with mapping(work, 1) as compute:
        print(f"Compiling the case, once for its lines: {time.perf_counter() - start:.1f} s.\n")
        figures, cash = by_hand()
        for outcome in (*compute(chunks), *(Work(drawn).outcome(*chunk) for chunk in chunks)):
            _agree("Numba by hand", outcome.figures[0], figures[0, outcome.first : outcome.end])
            _agree("Numba by hand", outcome.cumulative, cash[:, outcome.first : outcome.end])
        hand = timed("Numba by hand, one fused loop on two threads", by_hand, 25)
        return [
            hand,
            timed("compiled reading, two threads", lambda: list(compute(chunks)), 25, COMPILED_LIMIT * hand.median),
        ]


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
    timings = [
        timed("`simulate`: drawing, model, five figures, percentiles", lambda: simulate(program, DRAWS), 15),
        timed(
            "month by month in NumPy by hand, given the draws",
            lambda: _by_hand(inputs, values["licence"], factors),
            15,
        ),
    ]
    _agree("NumPy by hand", ours, _by_hand(inputs, values["licence"], factors))
    fused = _fused()
    if fused is not None:
        arguments = (inputs["gain"], inputs["loss"], inputs["worth"], values["licence"], factors)
        _agree("Numba", ours, fused(*arguments))
        timings.append(timed("Numba, one fused loop on two threads, given the draws", lambda: fused(*arguments), 50))
    few = {name: given[:, :FEW] for name, given in inputs.items()}
    timings.append(
        _one_by_one(
            "pandas, a table a draw, given the draws", ours, lambda: _in_pandas(few, values["licence"], factors)
        )
    )
    timings += filter(None, _libraries(program, drawn, factors, ours))
    print(
        table(
            f"The same small case in each, NPV alone but for the first: 17 lines, {MONTHS} months, {INPUTS} inputs, {DRAWS:,} draws",
            timings,
        )
    )


def _libraries(program: Program, drawn: Sample, factors: np.ndarray, ours: np.ndarray) -> Iterator[Timing | None]:
    """Yield the timings of libraries on the small case, those that are installed."""
    if modelx := _peer("modelx"):
        values = drawn.part(0, FEW)
        yield _one_by_one(
            "modelx, the same lines, given the draws", ours, lambda: modelx.npvs(program.graph, values, factors, FEW)
        )
    curves = drawn.curves
    if squigglepy := _peer("squigglepy"):
        _near("squigglepy", ours, squigglepy.npvs(curves, STREAMS, factors, DRAWS).mean())
        yield timed("squigglepy, drawing included", lambda: squigglepy.npvs(curves, STREAMS, factors, DRAWS), 3)
    if monaco := _peer("monaco"):
        _near("monaco", ours, monaco.npvs(curves, STREAMS, factors, 1_024).mean())
        start = time.perf_counter()
        monaco.npvs(curves, STREAMS, factors, 1_024)
        yield taken("monaco, drawing included (from 1,024 draws)", [(time.perf_counter() - start) / 1_024 * DRAWS])
    yield _in_squiggle(curves, ours)


def _peer(name: str) -> Any:
    """Return the module that has the small case in a library, if that is installed."""
    if importlib.util.find_spec(name) is None:
        print(f"{name} is not installed, and was not measured: pip install {name}.\n")
        return None
    return importlib.import_module(f"bench.in_{name}")


def _one_by_one(name: str, ours: np.ndarray, work: Callable[[], np.ndarray]) -> Timing:
    """Time a few draws that are computed one after another, for as many as the others compute."""
    _agree(name, ours[:FEW], work())
    start = time.perf_counter()
    work()
    return taken(f"{name} (from {FEW} draws)", [(time.perf_counter() - start) / FEW * DRAWS])


def _in_squiggle(curves: Mapping[str, Curve], ours: np.ndarray) -> Timing | None:
    shapes = {
        n: [*_powers((c.likely - c.least) / (c.most - c.least)), c.least, c.most - c.least] for n, c in curves.items()
    }
    given = {"draws": DRAWS, "months": MONTHS, "rate": 0.1, "inputs": shapes, "streams": STREAMS}
    node = shutil.which("node")
    script = str(ROOT / "bench" / "in_squiggle.mjs")
    done = node and subprocess.run([node, script, json.dumps(given)], capture_output=True, text=True, check=False)
    if not done or done.returncode:
        print("Squiggle is not installed, and was not measured: npm install --prefix bench @quri/squiggle-lang.\n")
        return None
    said = json.loads(done.stdout)
    _near("Squiggle", ours, said["mean"])
    return taken("Squiggle in Node, drawing included", [said["seconds"]])


def _near(name: str, ours: np.ndarray, mean: float) -> None:
    """Stop where the mean of draws of its own is further off than chance takes it."""
    if abs(mean - ours.mean()) > 6 * ours.std() / np.sqrt(1_000):
        sys.exit(f"{name} disagrees, so there is nothing to compare")


def _agree(name: str, ours: np.ndarray, theirs: np.ndarray) -> None:
    if not np.abs(ours - theirs).max() <= AGREEMENT * np.abs(ours).max():
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
    for reading in ("numpy", "compiled") if is_installed() else ("numpy",):
        command = [sys.executable, "-m", "bench.simulation", "million", reading]
        print(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)


def million(reading: str) -> None:
    """Print the memory a million draws take above a process that has the case ready."""
    program = whole_case()
    simulate(program, 1_024)
    idle, held = _memory_held(), [0.0]
    start = time.perf_counter()
    with TemporaryDirectory() as folder:
        settings = {"reading": reading, "kernels": Path(folder)}
        simulate(program, MILLION, progress=lambda *_: held.append(_memory_held()), **settings)
    took, used = time.perf_counter() - start, max(held) - idle
    print(
        f"A million draws of the whole case, {reading}: {took:,.0f} s, {used:,.0f} MB above the idle process (limit {MOST_MEMORY} MB)."
    )


def _memory_held() -> float:
    """Return the memory this process holds now, in MB, as Linux tells it."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1_048_576


if __name__ == "__main__":
    million(sys.argv[2]) if sys.argv[1:2] == ["million"] else main()
