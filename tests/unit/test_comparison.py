"""Scenarios side by side: what differs, by hand, and what is never mixed without a word."""

from __future__ import annotations

import json
from typing import Any

import pytest

from model.compare import cautions, cumulative_cash, first_month, lines_that_differ, streams_side_by_side
from model.line import Library
from model.problems import CaseProblems
from scenarios import Analysis, analyse, open_case
from scenarios.comparison import Comparison, Entry, compare
from tests.cases import BARE, SALES, case_file, cost, opened
from tests.conftest import ROOT

LINES, VALUES = SALES["lines"], SALES["assumptions"]
SCENARIOS = {
    "dear": {"label": "Dear", "assumptions": {"price": 8.0}},
    "graded": {"label": "Graded", "assumptions": {"fee": {"grade": "measured"}}},
    "idle": {"label": "Do nothing", "without": "all"},
}


def base(**fields: Any) -> Analysis:
    return opened(**SALES | {"scenarios": SCENARIOS} | fields)


def fields_of(found: Comparison) -> dict[str, Any]:
    return {row["field"]: row for row in found.record()["differences"]}


def test_a_value_that_differs() -> None:
    case = base()
    found = compare([("Base", case), ("Dear", case.under("dear"))])
    row = fields_of(found)["assumptions.price"]
    assert (row["label"], row["a"], row["b"], row["values"]) == ("Price", 5, 8, [5, 8])
    assert found.settings == ()
    assert found.warnings == ()
    # By hand, 12 months undiscounted: 5 x 30 x 12 = 1,800 and 8 x 30 x 12 = 2,880; the cost is the same.
    (line,) = found.lines
    assert (line.id, line.kind, line.present_values, line.has_other_formula) == ("gain", "benefit", (1800, 2880), False)
    assert [(row.label, row.kind, row.present_values) for row in found.streams] == [
        ("Gain", "benefit", (1800, 2880)),
        ("Spend", "cost", (1200, 1200)),
    ]
    (bridge,) = found.bridges
    assert bridge is not None
    assert [(part.id, part.label) for part in bridge.parts] == [("price", "Price: $5.00 → $8.00 an order")]
    assert bridge.parts[0].amount == pytest.approx(1080)


def test_evidence_that_differs_is_no_other_value() -> None:
    case = base()
    found = compare([("Base", case), ("Graded", case.under("graded"))])
    (row,) = found.assumptions
    assert (row.id, row.differs) == ("fee", ("grade",))
    assert fields_of(found)["assumptions.fee.grade"]["values"] == [None, "measured"]
    assert found.lines == ()
    (bridge,) = found.bridges
    assert bridge is not None
    assert (bridge.parts, bridge.difference, bridge.residual) == ((), 0, 0)


def test_lines_and_values_that_only_one_has() -> None:
    case = base()
    found = compare([("Base", case), ("Nothing", case.under("idle"))])
    assert {row.id: row.present_values for row in found.lines} == {"gain": (1800, None), "spend": (1200, None)}
    assert [row.differs for row in found.assumptions] == [("use",)] * 3
    assert fields_of(found)["assumptions.fee"]["values"] == [100, None]
    (bridge,) = found.bridges
    assert bridge is not None
    assert {part.id: part.amount for part in bridge.parts} == pytest.approx({"line:gain": -1800, "line:spend": 1200})


def test_settings_that_differ_are_named_and_warned_of() -> None:
    one = base()
    other = base(
        organisation="Other", start="2028-03", months=24, discount={"rate": 0.1, "timing": "year_end"},
        community={"kind": "b2b"}, audiences=[{"id": "users", "label": "Users", "role": "customers"}],
    )  # fmt: skip
    found = compare([("Here", one), ("There", other)])
    assert [row.field for row in found.settings] == [
        "organisation", "start", "months", "discount.rate", "discount.timing", "community.kind", "audiences",
    ]  # fmt: skip
    assert fields_of(found)["months"]["values"] == [12, 24]
    text = " ".join(found.warnings)
    for words in ("12 months: Here; 24 months: There", "2027-01: Here", "year ends: There", "0.0%: Here; 10.0%: There"):
        assert words in text
    assert len(found.warnings) == 4
    bridge = found.bridges[0]
    assert bridge is not None
    assert abs(bridge.residual) < 1e-6
    labels = {part.id: part.label for part in bridge.parts}
    assert labels["months"] == "Horizon: one year → two years"
    assert labels["rate"] == "Discount rate: 0.0% → 10.0%"
    assert labels["timing"] == "Timing convention: month ends → year ends"
    assert labels["start"] == "First month: January 2027 → March 2028"
    assert {part.id: part.kind for part in bridge.parts} == dict.fromkeys(labels, "setting")


def test_currencies_are_never_mixed() -> None:
    euros = base(currency="EUR", lines=[], assumptions={}, scenarios={})
    found = compare([("Dollars", base()), ("Euros", euros), ("Dear", base().under("dear"))])
    assert not found.is_one_currency
    assert found.bridges[0] is None
    assert found.bridges[1] is not None
    assert found.record()["bridge"] is None
    assert any("EUR: Euros" in text and "neither added nor subtracted" in text for text in found.warnings)
    assert any("no bridge from USD to EUR" in text for text in found.warnings)


def test_what_counts_is_never_mixed() -> None:
    cash = analyse(case_file(BARE | SALES), cash_only=True)
    found = compare([("All", base()), ("Cash", cash)])
    assert found.bridges == (None,)
    assert any("cashable savings only: Cash" in text for text in found.warnings)
    assert any("There is no bridge, because one counts all benefits" in text for text in found.warnings)


def test_versions_and_gaps_are_named() -> None:
    case = base()
    older = analyse(case.file, library=Library())
    entries = [
        Entry("Now", case),
        Entry("Then", older, reference="case@1", model_version="0.9.0", left_out=("Licence", "Training")),
    ]
    found = compare(entries)
    text = " ".join(found.warnings)
    assert "0.9.0: Then" in text
    assert "different versions of the library" in text
    assert "Then is not complete: Licence and Training are left out of its figures." in text
    second = found.record()["scenarios"][1]
    assert (second["reference"], second["is_complete"]) == ("case@1", False)
    one_gap = compare([("Now", case), Entry("Then", case, left_out=("Licence",))])
    assert one_gap.warnings == ("Then is not complete: Licence is left out of its figures.",)


def test_names_are_told_apart() -> None:
    here, there = base(), base(organisation="Other")
    assert compare([("Base", here), ("Base", there)]).labels == ("Base – Test", "Base – Other")
    titled = base(title="Another")
    assert compare([("Base", here), ("Base", titled)]).labels == ("Base – Bare", "Base – Another")
    assert compare([("Base", here), ("Base", here)]).labels == ("Base – Bare (1)", "Base – Bare (2)")


@pytest.mark.parametrize("count", [0, 1, 9])
def test_it_takes_two_to_eight(count: int) -> None:
    with pytest.raises(CaseProblems) as caught:
        compare([("Base", base())] * count)
    assert "2 to 8" in str(caught.value)


def test_cash_by_month_of_the_case_and_by_calendar() -> None:
    """By hand: 150 less 100 a month."""
    one, later = base().appraisal, base(start="2027-03", months=2).appraisal
    curves = cumulative_cash([one, later])
    assert [curve.months for curve in curves] == [tuple(range(13)), (0, 1, 2)]
    assert curves[1].amounts == pytest.approx((0, 50, 100))
    assert [curve.months for curve in cumulative_cash([one, later], by="calendar")] == [tuple(range(13)), (2, 3, 4)]
    assert first_month([later, one]) == "2027-01"


def test_streams_that_are_switched_on_or_answered_in_another_way() -> None:
    case = open_case(str(ROOT / "scenarios/templates/support_b2b.yaml"))
    found = compare([("Base", case), ("Nothing", case.under("do_nothing"))])
    assert any(row.field == "streams.people" and row.values == ("on", None) for row in found.settings)
    assert all(row.present_values[1] is None for row in found.streams)
    chosen = [row for row in found.settings if row.field == "streams.support_deflection"]
    assert "method: " in chosen[0].values[0]


def test_a_line_with_another_formula_and_the_same_worth() -> None:
    other = base(lines=[LINES[0], cost("gain", "sales * price", kind="benefit", **{"class": "cashable"})])
    (line,) = lines_that_differ([base().appraisal, other.appraisal])
    assert (line.id, line.has_other_formula) == ("gain", True)
    assert streams_side_by_side([other.appraisal])[0].present_values == (1800,)
    assert cautions(["One"], [other.appraisal]) == ()


def test_values_over_time_are_compared_whole() -> None:
    plan = {"schedule": {"by": "year", "values": [1200.0], "spread": "even"}}
    found = compare([("Level", base()), ("Planned", base(assumptions=VALUES | {"fee": VALUES["fee"] | plan | {"value": None}}))])  # fmt: skip
    row = fields_of(found)["assumptions.fee"]
    assert row["b"] == {"by": "year", "values": [1200.0], "spread": "even"}
    # 1,200 over a year is 100 a month: no money moves, so the bridge has no part for it.
    assert found.bridges[0] is not None
    assert found.bridges[0].parts == ()


def test_the_record_is_plain_data() -> None:
    case = base()
    record = compare([("Base", case), ("Dear", case.under("dear")), ("Nothing", case.under("idle"))]).record()
    assert json.loads(json.dumps(record, allow_nan=False)) == record
    assert [row["id"] for row in record["scenarios"]] == ["bare", "bare#dear", "bare#idle"]
    assert len(record["bridges"]) == 2
    assert record["bridge"] == record["bridges"][0]
    assert {"from", "to", "difference", "parts", "residual", "method"} <= record["bridge"].keys()
    assert {"id", "label", "amount", "standard_error"} <= record["bridge"]["parts"][0].keys()
