"""Tables that leave the product: the KPIs as CSV."""

from __future__ import annotations

import csv
import io
from typing import Any

from exports.tables import KPI_CSV_COLUMNS, cell, kpi_csv
from tests.cases import amount, cost, opened

KPI: dict[str, Any] = {
    "id": "spending", "label": "=HYPERLINK(evil)", "unit": "USD/month", "direction": "down", "signal": "leading",
    "goals": ["less"], "baseline": {"value": -3.5, "date": "2026-12"}, "target": {"line": "spend", "month": 6},
    "owner": "+Finance", "data_source": "-ledger", "review": "half_yearly",
}  # fmt: skip
GOALS = [{"id": "less", "label": "Spend less", "perspective": "financial"}]


def rows(*kpis: dict[str, Any], **fields: Any) -> list[dict[str, str]]:
    found = opened(kpis=list(kpis), goals=GOALS, assumptions={"fee": amount(100)}, **fields)
    return list(csv.DictReader(io.StringIO(kpi_csv(found.appraisal))))


LINE = {"lines": [cost(formula="fee * month")]}


def test_each_kpi_is_a_row_with_its_quarters() -> None:
    # The line is 100 times the month: 300, 600, 900 and 1,200 at the ends of the quarters of 2027.
    row = rows(KPI, **LINE)[0]
    assert tuple(row) == (*KPI_CSV_COLUMNS, "2027-03", "2027-06", "2027-09", "2027-12")
    assert [float(row[month]) for month in ("2027-03", "2027-06", "2027-09", "2027-12")] == [300, 600, 900, 1_200]
    assert (float(row["Target"]), row["Target month"], row["Target date"]) == (600, "6", "2027-06")
    assert (row["Baseline"], row["Baseline date"], row["Unit"]) == ("-3.5", "2026-12", "USD/month")
    assert (row["Goals"], row["Signal"], row["Better"], row["Review"]) == (
        "Spend less",
        "leading",
        "less",
        "half-yearly",
    )
    assert row["Read from"] == "Spend"


def test_no_text_is_a_formula() -> None:
    row = rows(KPI, **LINE)[0]
    assert (row["KPI"], row["Owner"], row["Data source"]) == ("'=HYPERLINK(evil)", "'+Finance", "'-ledger")
    assert [cell(text) for text in ("@SUM(1)", "\t=1", "plain", "")] == ["'@SUM(1)", "'\t=1", "plain", ""]
    assert [cell(number) for number in (-1.5, 0.1, 3, None)] == ["-1.5", "0.1", "3", ""]


def test_a_stated_target_has_a_reason_and_no_quarters() -> None:
    stated = {"id": "trust", "label": "Trust", "target": {"value": 0.8, "month": 6, "reason": "The survey of 2026"}}
    row = rows(stated, **LINE)[0]
    assert (row["Target"], row["Read from"], row["Reason"], row["Unit"]) == (
        "0.8",
        "stated",
        "The survey of 2026",
        "share",
    )
    assert (row["2027-03"], row["Baseline"], row["Goals"]) == ("", "", "")
