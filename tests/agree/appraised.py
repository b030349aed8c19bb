"""What the sheets around the model must come to once a workbook is recalculated: figures, notes, checks, values beside formulas."""

from __future__ import annotations

from typing import Any

from exports import wording
from exports.workbook.appraising import FIRST_ROW
from exports.workbook.places import letters
from exports.workbook.sheet_names import APPRAISAL, CHECKS, RATE_SEARCH, SENSITIVITY
from scenarios import Analysis, analyse
from tests.cases import BARE, case_file
from tests.sheets import Sheets

SOFT = "Payback and peak funding count time set free"
"""The one note that is a pair of figures in the workbook."""


def assert_appraised(name: str, book: Sheets, analysis: Analysis) -> None:
    """Every headline figure agrees to 1e-9, the notes are those of the model, and the master check holds."""
    sheet, figures = book[APPRAISAL], analysis.appraisal.figures
    scale = max(figures.total_benefits + figures.total_costs, 1.0)
    for row, key in enumerate(wording.FIGURE_LABELS, start=FIRST_ROW):
        found, expected = sheet.at(row, 2), getattr(figures, key)
        assert_same(found, wording.NONE if expected is None else expected, scale, f"{name}, {key}")
    assert notes(book) == [note for note in analysis.appraisal.notes if not note.startswith(SOFT)], name
    assert master(book) == "OK", (name, failing(book))


def assert_same(found: Any, expected: Any, scale: float, what: str) -> None:
    """Two numbers agree to 1e-9 of themselves, or to dust beside the money of the case; anything else is the same."""
    if isinstance(expected, int | float) and isinstance(found, int | float):
        assert abs(found - expected) <= 1e-9 * abs(expected) + max(1e-14 * scale, 1e-12), (
            f"{what}: {found!r} against {expected!r}"
        )
    else:
        assert (found or "") == (expected or ""), f"{what}: {found!r} against {expected!r}"


def notes(book: Sheets) -> list[str]:
    """Return the notes under the figures."""
    sheet = book[APPRAISAL]
    rows = [(sheet.at(row, 1), sheet.at(row, 2)) for row in range(FIRST_ROW, sheet.rows + 1)]
    first = [label for label, _ in rows].index("Notes") + 1
    return [text for label, text in rows[first:] if label and text != wording.NONE]


def master(book: Sheets) -> Any:
    """Return what the master check says."""
    return book[CHECKS]["B4"]


def failing(book: Sheets) -> list[Any]:
    """Return the checks that fail."""
    sheet = book[CHECKS]
    rows = ([sheet.at(row, column) for column in range(1, 7)] for row in range(7, sheet.rows + 1))
    return [row for row in rows if row[0] and row[5] != 1]


def assert_values_kept(name: str, kept: bytes, computed: Sheets) -> None:
    """What stands beside each formula for programs that do not compute is what computing comes to."""
    for title, sheet in Sheets(kept).items():
        scale = 1e6 if title in (RATE_SEARCH, CHECKS, SENSITIVITY) else 1e3
        for row, column in sheet.formulas:
            what = f"{name}, {title}!{letters(column - 1)}{row}"
            assert_same(computed[title].at(row, column), sheet.at(row, column), scale, what)


MONTHS = 14
_NOTHING = [0.0] * MONTHS


def _flow(opening: float, *later: float) -> dict[str, Any]:
    values = [*later, *_NOTHING[len(later) :]]
    return {"schedule": {"opening": opening, "by": "month", "values": values}}


def _scenario(paid: dict[str, Any], earned: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"assumptions": {"paid": paid, "earned": earned}, **more}


ODD_FLOWS: dict[str, dict[str, Any]] = {
    "only_out": _scenario(_flow(100, 10), _flow(0)),
    "only_in": _scenario(_flow(0), _flow(5, 10)),
    "in_before_out": _scenario(_flow(0, 0, 0, 30, 90), _flow(100)),
    "one_rate_of_many_turns": _scenario(_flow(100, 0, 20, 0, 0, 5), _flow(0, 60, 0, 70, 30)),
    "no_one_rate": _scenario(_flow(100, 0, 150), _flow(0, 260)),
    "never_back": _scenario(_flow(100), _flow(0, 10, 20)),
    "back_then_out_again": _scenario(_flow(100, 0, 0, 90), _flow(0, 110, 5, 0, 0, 200)),
    "exactly_back": _scenario(_flow(0.3), _flow(0, 0.1, 0.2)),
    "back_at_once": _scenario(_flow(50), _flow(0, 500)),
    "nothing": _scenario(_flow(0), _flow(0)),
    "without": {"without": "all"},
    "middle": {"discount": {"timing": "mid_month", "finance_rate": 0.05}},
    "year_end": {"discount": {"timing": "year_end", "reinvest_rate": 0.02}},
    "as_excel": {"discount": {"timing": "excel_npv", "rate": 0.0}},
    "yearly_turns": _scenario(_flow(100, *[0.0] * 12, 80), _flow(0, 150), discount={"timing": "year_end"}),
}
"""Cash flows at the edges of what figures can be told of, as scenarios of one small case."""


def odd_flows() -> Analysis:
    """Return a case of 14 months whose scenarios are those flows."""
    money = {"unit": "USD/month"}
    fields = {
        "months": MONTHS,
        "discount": {"rate": 0.1},
        "assumptions": {
            "paid": {"label": "Money out", **money, **_flow(120, 20, 20, 20)},
            "earned": {"label": "Money in", **money, **_flow(0, 10, 10, 40, 40, 40, 40, 40, 30)},
        },
        "lines": [
            {"id": "out", "label": "Spent", "kind": "cost", "formula": "paid", **money},
            {"id": "gain", "label": "Gained", "kind": "benefit", "class": "cashable", "formula": "earned", **money},
        ],
        "scenarios": ODD_FLOWS,
    }
    return analyse(case_file(BARE | fields))
