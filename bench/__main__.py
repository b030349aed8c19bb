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
from model.evaluate import Program
from model.reference import reference
from model.series import likely_values
from scenarios import open_case
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
