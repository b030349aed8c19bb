"""Workbooks as they are before LibreOffice computes them, without any value, and the lines they must come to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from exports.outputs import Order
from exports.stamp import stamp
from exports.workbook import workbook
from exports.workbook.book import Book
from exports.workbook.contents import held
from exports.workbook.places import FIRST_ROW, INPUTS, NAME, OPENING, WORKINGS
from exports.workbook.plan import plan
from exports.workbook.report import Report
from exports.workbook.sheet_names import APPRAISAL, BESIDE, CASH_FLOW, CHANGES, CHECKS, RATE_SEARCH, SUMMARY
from exports.workbook.writing import REPORTS, SHEETS
from model.series import Array, likely_values
from scenarios import Analysis, analyse, open_case
from tests.cases import case_file
from tests.conftest import ROOT
from tests.sheets import Cells, Sheets, typed_in

CASES = sorted([*(ROOT / "scenarios/examples").glob("*.yaml"), *(ROOT / "scenarios/templates").glob("*.yaml")])
TOLERANCE = 1e-9
FIGURES = (SUMMARY, APPRAISAL, BESIDE, CASH_FLOW, RATE_SEARCH, CHECKS, CHANGES)
"""The sheets that the figures and the master check are computed on; each sheet more takes LibreOffice time."""


def assert_close(found: Array, expected: Array, what: str) -> None:
    """Every cell agrees to 1e-9 of itself; beside the largest of its line, dust of rounding is nought."""
    assert found.shape == expected.shape, what
    dust = 1e-12 * max(float(np.abs(expected).max()), 1.0)
    off = np.abs(found - expected)
    wrong = np.flatnonzero(off > TOLERANCE * np.abs(expected) + dust)
    assert not len(wrong), f"{what}, month {wrong[0]}: {found[wrong[0]]!r} against {expected[wrong[0]]!r}"


def numbers(sheet: Cells, row: int, first: int, length: int) -> Array:
    """Return figures side by side, as the sheet holds them; a text or an error is no number."""
    cells = [sheet.at(row, first + index) for index in range(length)]
    return np.array([cell if isinstance(cell, int | float) else np.nan for cell in cells], dtype=float)


@dataclass(frozen=True)
class Shown:
    """A workbook without values, and the lines it must come to: name by name, from the opening to the last month."""

    data: bytes
    lines: dict[str, Array]
    analysis: Analysis

    def check(self, name: str, book: Sheets) -> None:
        """Every line agrees in every month; lines this scenario has not, and months beyond its horizon, are nought."""
        sheet, seen = book[WORKINGS], set()
        width = sheet.columns - OPENING
        for row in range(FIRST_ROW + 1, sheet.rows + 1):
            line_id = sheet.at(row, NAME + 1)
            if line_id:
                expected = np.zeros(width)
                given = self.lines.get(line_id, np.zeros(0))
                expected[: len(given)] = given
                assert_close(numbers(sheet, row, OPENING + 1, width), expected, f"{name}, {line_id}")
                seen.add(line_id)
        assert {line_id for line_id in self.lines if not isinstance(line_id, Quiet)} <= seen


class Quiet(str):
    """The name of a value, which has a row only where it changes over time."""

    __slots__ = ()


def lines_of(analysis: Analysis) -> dict[str, Array]:
    """Return every line, and every value as it is over time."""
    run = analysis.appraisal.run
    months = analysis.resolved.months
    values = {
        Quiet(name): np.concatenate(([value.opening], np.broadcast_to(value.later, months)))
        for name, value in likely_values(run.graph).items()
    }
    return values | {line_id: run.line(line_id) for line_id in run.graph.order}


DIFFERENT = {
    "shorter": {"start": "2028-04", "months": 20, "discount": {"rate": 0.12, "timing": "year_end"}},
    "longer": {"months": 41},
    "observed": {
        "streams": {"support_deflection": {"choose": {"method": "observed"}}},
        "assumptions": {"observed_requests": 700},
    },
    "views": {
        "streams": {"support_deflection": {"choose": {"method": "accepted_views"}}},
        "assumptions": {"answer_views_per_member": 3, "answer_views_per_visitor": 0.5, "accepted_view_share": 0.05},
    },
    "planned_volume": {
        "assumptions": {
            "contact_volume": {"schedule": {"by": "year", "spread": "even", "values": [90e3, 96e3, 102e3, 9e3]}}
        }
    },
    "careful": {
        "label": "What if *? (~10%)",
        "streams": {
            "agent_productivity": {"class": "capacity", "attribution": 0.5},
            "onboarding": {"risk_adjustment": 0.25},
        },
    },
    "no_platform": {"without": ["technology", "onboarding"]},
}
"""Scenarios of the support template that differ in all that scenarios may: time, rate, formulas, schedules, classes, lines."""


def different() -> Analysis:
    document = open_case(str(ROOT / "scenarios/templates/support_b2b.yaml")).file.document
    return analyse(case_file({**document.data, "scenarios": DIFFERENT}))


def shown(analysis: Analysis, *reports: str) -> Shown:
    """Return a workbook without values: the sheets of the model, and some of those around it."""
    order = Order(analysis, stamp(analysis))
    planned = plan(analysis, order.stamp)
    report = Report(order, planned)
    names = tuple(name for name in held(planned) if name in {*SHEETS, *reports})
    book = Book(order.stamp, order.brand, names, cached=False)
    for name in names:
        if name in SHEETS:
            SHEETS[name](book, planned)
        else:
            REPORTS[name](book, report)
    return Shown(book.close(), lines_of(analysis), analysis)


def whole(analysis: Analysis) -> Shown:
    """Return the workbook of an analysis without values, with every sheet."""
    return Shown(workbook(Order(analysis, stamp(analysis)), cached=False), lines_of(analysis), analysis)


def switched(base: Analysis, data: bytes, scenarios: Iterable[str]) -> Iterator[tuple[str, Shown]]:
    """Yield a workbook for each of some scenarios of a case, with nothing changed but the choice of it."""
    for scenario in scenarios:
        label, one = base.file.case.options[scenario].label or scenario, base.under(scenario)
        yield f"{base.resolved.id}_to_{scenario}", Shown(typed_in(data, INPUTS, {"C4": label}), lines_of(one), one)
