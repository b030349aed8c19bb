"""A case as data: the tidy table adds up, everything can be read back, and it is the same every time."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest
from pyarrow import parquet

from exports import data
from exports.outputs import OUTPUTS, Order
from exports.stamp import stamp
from scenarios.files import read_case
from tests.cases import cost, opened

FIELDS = {"title": "=1+1", "lines": [cost(label="@x"), cost("gain", "150", kind="benefit", **{"class": "cashable"})],
          "scenarios": {"poor": {"label": "Poor", "without": ["gain"]}}}  # fmt: skip


def order(*, is_compared: bool = False) -> Order:
    found = opened(**FIELDS)
    others = (found.under("poor"),) if is_compared else ()
    return Order(found, stamp(found, on=date(2026, 11, 23)), others=others)


def test_the_tidy_table_has_a_row_for_each_line_and_month() -> None:
    rows = list(csv.DictReader(io.StringIO(OUTPUTS["csv"].build(order()).decode("utf-8-sig"))))
    assert tuple(rows[0]) == data.TIDY_COLUMNS
    spent = [row for row in rows if row["line"] == "spend"]
    # By hand: nothing at the opening, then 100 in each of twelve months.
    assert [float(row["amount"]) for row in spent] == [0.0, *[100.0] * 12]
    assert [row["date"] for row in spent][1:3] == ["2027-01", "2027-02"]
    assert (spent[0]["label"], spent[0]["unit"], spent[0]["kind"], spent[0]["scenario"]) == (
        "'@x",
        "USD/month",
        "cost",
        "base",
    )
    assert spent[0]["fingerprint"] == opened(**FIELDS).resolved.fingerprint


def test_parquet_holds_the_same_and_its_stamp() -> None:
    table = parquet.read_table(io.BytesIO(OUTPUTS["parquet"].build(order(is_compared=True))))
    assert tuple(table.column_names) == data.TIDY_COLUMNS
    rows = table.to_pylist()
    assert sum(row["amount"] for row in rows if row["line"] == "gain" and row["scenario"] == "base") == pytest.approx(
        1_800
    )
    assert {row["scenario"] for row in rows} == {"base", "poor"}
    assert rows[0]["label"] == "@x"  # no spreadsheet reads it, so nothing is put before it
    assert json.loads(table.schema.metadata[b"community_case"])["revision"] == "unsaved draft"


def test_json_is_the_appraisal_with_lines_and_stamp() -> None:
    found = json.loads(OUTPUTS["json"].build(order(is_compared=True)))
    assert found["lines"]["spend"]["monthly"] == [0.0, *[100.0] * 12]
    assert found["figures"]["npv"] == pytest.approx(600)  # 12 × (150 − 100), undiscounted
    assert found["stamp"]["date"] == "2026-11-23"
    assert [other["stamp"]["scenario"] for other in found["others"]] == ["Poor"]
    assert [row["label"] for row in found["comparison"]["scenarios"]] == ["Base case", "Poor"]


def test_yaml_is_read_back() -> None:
    text = OUTPUTS["yaml"].build(order()).decode()
    assert text.startswith("# =1+1 (Base case)")
    assert read_case(text, "case.yaml").case == opened(**FIELDS).file.case


@pytest.mark.parametrize("kind", ["csv", "parquet", "json", "yaml"])
def test_the_same_case_gives_the_same_bytes(kind: str) -> None:
    assert OUTPUTS[kind].build(order()) == OUTPUTS[kind].build(order())
