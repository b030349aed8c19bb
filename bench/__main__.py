"""Runs every benchmark and prints the tables that bench/README.md shows: `make bench`."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import yaml

from assumptions.loader import library, load_library
from bench import in_modelx
from bench.timing import table, timed
from model.case import Overlay
from model.evaluate import Program
from model.evidence import Assumption
from model.reference import reference
from model.series import likely_values
from scenarios import analyse, open_case
from scenarios.bridge import bridge
from scenarios.files import case_file
from tests.full_case import full_case

ROOT = Path(__file__).parent.parent
AGREEMENT = 1e-9


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "full.yaml"
        case = full_case(library()).model_dump(by_alias=True, exclude_unset=True, mode="json")
        path.write_text(yaml.safe_dump(case, sort_keys=False))
        graph = open_case(str(path)).program.graph
        print(
            f"All 18 streams and four cost groups, {len(graph.order)} lines, {graph.resolved.months} months, likely values.\n"
        )
        _evaluation(graph)
        _document(path)
        _bridge(case_file(full_case(library()), "full"))
        _process(path)


def _evaluation(graph) -> None:
    program, values = Program(graph), likely_values(graph)
    space = in_modelx.build(graph)
    _agree(graph, program.run(values), reference(graph, values), in_modelx.compute(space, graph))
    timings = [
        timed("compiled graph (NumPy)", lambda: program.run(values), 200, limit=0.002),
        timed("scalar reference", lambda: reference(graph, values), 10),
        timed("modelx, the same lines", lambda: in_modelx.compute(space, graph), 5),
    ]
    print(table("The graph, evaluated", timings))


def _agree(graph, rows, *others) -> None:
    for index, line_id in enumerate(graph.order):
        for other in others:
            scale = max(np.abs(rows[index]).max(), 1e-300)
            if np.abs(rows[index] - other[line_id]).max() > AGREEMENT * scale:
                sys.exit(f"{line_id}: the engines disagree, so there is nothing to compare")


def _document(path: Path) -> None:
    folders = (ROOT / "model" / "streams", ROOT / "assumptions")
    timings = [
        timed("document to appraisal, library in memory", lambda: open_case(str(path)).appraisal, 20, limit=0.150),
        timed("of that, document to checked graph", lambda: open_case(str(path)), 20),
        timed("the library from disk, once a process", lambda: load_library(*folders), 10),
    ]
    print(table("From YAML text to figures", timings))


def _bridge(file) -> None:
    """The twelve values that move NPV most, each at its worse end, against the base case: every coalition is computed."""
    base = analyse(file)
    given = base.resolved.assumptions
    moving = [swing for swing in base.appraisal.swings.found if not given[swing.assumption].record.schedule][:12]
    worse = {s.assumption: Assumption(value=s.low if s.npv_at_low < s.npv_at_high else s.high) for s in moving}
    case = file.case.model_copy(update={"scenarios": {"worse": Overlay(assumptions=worse)}})
    one, other = (analyse(case_file(case, "full"), scenario) for scenario in (None, "worse"))
    _ = one.appraisal, other.appraisal
    timings = [
        timed("one case appraised, for comparison", lambda: analyse(file).appraisal, 10),
        timed("bridge over twelve changed values, exact", lambda: bridge(one, other), 10, limit=1.0),
    ]
    print(table("What makes the difference of two scenarios", timings))


def _process(path: Path) -> None:
    def run(*command: str) -> None:
        subprocess.run([sys.executable, *command], cwd=ROOT, check=True, capture_output=True)

    timings = [
        timed("`cli.py appraise --json`", lambda: run("cli.py", "appraise", str(path), "--json"), 5, limit=1.5),
        timed(
            "Python that imports NumPy, pydantic and Pint only", lambda: run("-c", "import numpy, pydantic, pint"), 5
        ),
    ]
    print(table("As a process", timings))


if __name__ == "__main__":
    main()
