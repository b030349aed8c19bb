"""Exports, timed for the largest example: from the case as it is computed to the bytes of each kind of file."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

from bench.timing import table, timed
from exports.outputs import OUTPUTS, Order, Output
from exports.stamp import stamp
from model.risk.kept import KEPT
from scenarios import analyse, open_case

EXAMPLE = Path(__file__).parent.parent / "scenarios" / "examples" / "sap_community_network.yaml"
LIMITS = {"xlsx": 1.5, "pptx": 3.0, "docx": 4.0, "pdf": 4.0, "zip": 6.0}
"""Seconds that the product must stay under; the draws and the scenarios each file needs are made anew."""
REPEATS = 5


def main() -> None:
    file = open_case(str(EXAMPLE)).file

    def build(output: Output) -> bytes:
        KEPT.forget()
        analysis = analyse(file)
        _ = analysis.appraisal
        return output.build(Order(analysis, stamp(analysis, on=date(2026, 11, 23))))

    wanted = [output for extension, output in OUTPUTS.items() if extension in LIMITS]
    timings = [
        timed(f"{output.title} (.{output.extension})", partial(build, output), REPEATS, limit=LIMITS[output.extension])
        for output in wanted
    ]
    print(table(f"Files of “{file.case.title}”, draws and charts included", timings))


if __name__ == "__main__":
    main()
