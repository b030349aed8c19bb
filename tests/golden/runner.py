"""Golden cases: what a publication prints, or a hand calculation gives, against what the product computes.

Each file holds a list of cases. `case` is laid over a bare case; `flow` is short for one of yearly costs and benefits.
An expected value may be arithmetic; `within` is the tolerance, one part in a billion unless said. `problem` expects a
refusal that holds a text, `integrity` a check that fails, `challenges` findings by id, `notes` a note that holds a text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from model.document import read_document
from model.parse import parse_formula
from model.reference import node_value
from scenarios import Analysis, analyse
from tests.cases import BARE, case_file

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Golden:
    """One published case and what is expected of it."""

    file: str
    data: dict[str, Any]

    @property
    def name(self) -> str:
        return f"{self.file}: {self.data['title']}"

    def analysis(self) -> Analysis:
        data = BARE | (_from_flow(self.data["flow"]) if "flow" in self.data else self.data["case"])
        return analyse(case_file(data, self.file), self.data.get("scenario"))


def golden_cases() -> Iterator[Golden]:
    for path in sorted(FOLDER.glob("*.yaml")):
        for data in read_document(path.read_bytes(), path.name).data:
            yield Golden(path.stem, data)


def number(text: Any) -> float:
    """Return a number given as one, or as arithmetic."""
    return node_value(parse_formula(str(text)), {}, {}, 0)


def _from_flow(flow: dict[str, Any]) -> dict[str, Any]:
    if "years" in flow:
        amounts = [flow["opening"], *flow["years"]]
        flow = flow | {"costs": [max(-x, 0) for x in amounts], "benefits": [max(x, 0) for x in amounts]}
    discount = {key: flow[key] for key in ("rate", "timing", "finance_rate", "reinvest_rate") if key in flow}
    kinds = {"costs": {"kind": "cost"}, "benefits": {"kind": "benefit", "class": "cashable"}}
    return {
        "months": 12 * (len(flow["costs"]) - 1),
        "discount": discount,
        "assumptions": {f"planned_{kind}": _plan(kind, flow[kind]) for kind in kinds},
        "lines": [
            {"id": f"{kind}_line", "label": kind, "unit": "USD/month", "formula": f"planned_{kind}", **fields}
            for kind, fields in kinds.items()
        ],
    }


def _plan(kind: str, amounts: list[Any]) -> dict[str, Any]:
    opening, *years = map(number, amounts)
    schedule = {"opening": opening, "by": "year", "values": years, "spread": "even"}
    return {"label": f"Planned {kind}", "unit": "USD/month", "schedule": schedule}


def found(analysis: Analysis, path: str) -> Any:
    """Return what the product says at a path such as figures.npv, years.1.roi, lines.members[customers].36."""
    appraisal, parts = analysis.appraisal, path.split(".")
    match parts:
        case ["figures", name]:
            return getattr(appraisal.figures, name)
        case ["years", year, name]:
            return getattr(appraisal.years[int(year)], name)
        case ["lines", line, month]:
            return float(appraisal.run.line(line)[int(month)])
        case ["year_of", line, year]:
            return float(appraisal.run.line(line)[12 * int(year) - 11 : 12 * int(year) + 1].sum())
        case ["total", line]:
            return float(appraisal.run.line(line).sum())
        case ["shares", view, key]:
            return appraisal.shares[view][key]
        case _:
            raise ValueError(f"{path} is no place in an appraisal")
