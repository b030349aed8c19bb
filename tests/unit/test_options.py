"""Options against doing nothing and against the next cheaper one, by hand."""

from __future__ import annotations

import json
from typing import Any

import pytest

from model.options import CRITERIA, DO_NOTHING, OptionRow, OptionsAppraisal, appraise_options
from model.problems import CaseProblems
from model.result import Appraisal
from tests.cases import cost, opened


def flow(opening: float, *years: float, **fields: Any) -> Appraisal:
    """Return a case that pays at the opening and earns at the end of each year, discounted at year ends at 10%."""
    values = [opening, *years]
    assumptions = {
        "paid": {"label": "Paid", "unit": "USD/month", "source": "Test",
                 "schedule": {"opening": opening, "by": "month", "values": [0.0] * 12 * len(years)}},
        "earned": {"label": "Earned", "unit": "USD/month", "source": "Test",
                   "schedule": {"by": "year", "values": list(years), "spread": "even"}},
    }  # fmt: skip
    lines = [cost("paid_line", "paid"), cost("earned_line", "earned", kind="benefit", **{"class": "cashable"})]
    settings = {"months": 12 * (len(values) - 1), "discount": {"rate": 0.1, "timing": "year_end"}}
    return opened(**{**settings, "lines": lines, "assumptions": assumptions} | fields).appraisal


SMALL, LARGE = flow(100, 66, 72.6), flow(220, 132, 145.2)
"""By hand at 10%: 66/1.1 + 72.6/1.21 = 60 + 60, so NPV 20 on 100; 132/1.1 + 145.2/1.21 = 240, so NPV 20 on 220."""
BETTER = flow(220, 143, 157.3)
"""143/1.1 + 157.3/1.21 = 130 + 130, so NPV 40 on 220."""


def row_of(found: OptionsAppraisal, label: str) -> OptionRow:
    return next(row for row in found.rows if row.label == label)


def test_doing_nothing_is_always_an_option() -> None:
    found = appraise_options([("Small", SMALL)])
    assert [row.label for row in found.rows] == [DO_NOTHING, "Small"]
    nothing = found.rows[0]
    assert (nothing.npv, nothing.roi, nothing.payback_months, nothing.peak_funding, nothing.lowest_npv) == (
        0,
        None,
        None,
        0,
        0,
    )
    assert found.best.label == "Small"


def test_an_option_without_money_is_doing_nothing() -> None:
    found = appraise_options([("Leave it", opened().appraisal), ("Small", SMALL)])
    assert [row.label for row in found.rows] == ["Leave it", "Small"]
    assert found.increments[0].before == "Leave it"


def test_ranks_by_each_criterion() -> None:
    found = appraise_options([("Small", SMALL), ("Better", BETTER)])
    small, better = row_of(found, "Small"), row_of(found, "Better")
    assert (small.npv, better.npv) == pytest.approx((20, 40))
    # ROI by hand: 20 / 100 and 40 / 220.
    assert (small.roi, better.roi) == pytest.approx((0.2, 40 / 220))
    assert (small.peak_funding, better.peak_funding) == pytest.approx((100, 220))
    # Payback by hand: 34 of 72.6 in the second year; 77 of 157.3.
    assert (small.payback_months, better.payback_months) == pytest.approx((12 + 34 / 72.6 * 12, 12 + 77 / 157.3 * 12))
    # Risk by hand: a tenth less is earned, 12 of 120 and 26 of 260, so at worst 8 and 14; nothing can hurt doing nothing.
    places = {row.label: dict(row.places) for row in found.rows}
    assert places == {
        DO_NOTHING: {"npv": 3, "roi": None, "payback": None, "peak_funding": 1, "risk": 3},
        "Small": {"npv": 2, "roi": 1, "payback": 1, "peak_funding": 2, "risk": 2},
        "Better": {"npv": 1, "roi": 2, "payback": 2, "peak_funding": 3, "risk": 1},
    }  # fmt: skip
    assert [row.label for row in found.ranked("roi")] == ["Small", "Better", DO_NOTHING]
    assert set(CRITERIA) == set(small.places)


def test_equal_options_share_a_place() -> None:
    found = appraise_options([("Small", SMALL), ("Large", LARGE)])
    assert [row.places["npv"] for row in found.rows] == [3, 1, 1]
    assert found.best.label == "Small"


def test_risk_is_the_worst_end_of_one_assumption() -> None:
    """Values that name a source and no range are varied by a tenth. By hand: 12 of 120 earned, and 10 of 100 paid."""
    small = row_of(appraise_options([("Small", SMALL)]), "Small")
    assert small.lowest_npv == pytest.approx(20 - 12)
    assert small.worst_assumption == "Earned"


def test_what_nothing_can_hurt_keeps_its_npv() -> None:
    sure = opened(lines=[cost(formula="100", kind="benefit", **{"class": "cashable"})]).appraisal
    row = row_of(appraise_options([("Sure", sure)]), "Sure")
    assert (row.lowest_npv, row.worst_assumption) == (row.npv, None)


def test_increments_go_from_the_cheaper_to_the_dearer() -> None:
    found = appraise_options([("Better", BETTER), ("Small", SMALL)])
    first, second = found.increments
    assert (first.label, first.before, first.npv, first.pv_costs) == (
        "Small",
        DO_NOTHING,
        pytest.approx(20),
        pytest.approx(100),
    )
    assert (second.label, second.before, second.npv, second.pv_costs) == (
        "Better",
        "Small",
        pytest.approx(20),
        pytest.approx(120),
    )
    # By hand: 120 = 77 / q + 84.7 / q², so 120 q² − 77 q − 84.7 = 0.
    root = (77 + (77**2 + 4 * 120 * 84.7) ** 0.5) / 240
    assert second.irr.value == pytest.approx(root - 1)
    # 100 = 66 / q + 72.6 / q².
    assert first.irr.value == pytest.approx((66 + (66**2 + 400 * 72.6) ** 0.5) / 200 - 1)


def test_no_rate_is_said_where_there_is_no_single_one() -> None:
    dearer = flow(100, 66, 50)
    found = appraise_options([("Small", SMALL), ("Less", dearer)])
    assert found.increments[1].irr.value is None
    assert found.increments[1].irr.note == "money only goes out, or only comes in"
    # The difference is −10, +30, −21: money turns twice, and the sum stays below nought.
    turning = appraise_options([("Small", SMALL), ("Turning", flow(110, 96, 51.6))]).increments[1]
    assert turning.irr.value is None
    assert "several rates may fit" in str(turning.irr.note)


def test_conventions_are_not_mixed_in_a_rate() -> None:
    other = flow(220, 143, 157.3, discount={"rate": 0.1, "timing": "month_end"})
    found = appraise_options([("Small", SMALL), ("Monthly", other)])
    assert found.increments[1].irr.note == "the two are discounted by different conventions"
    assert any("discounted in different ways" in note for note in found.notes)


def test_options_of_other_length_and_start_are_noted() -> None:
    longer = flow(220, 143, 157.3, 50, start="2028-01")
    found = appraise_options([("Small", SMALL), ("Longer", longer)])
    assert len(found.notes) == 2
    # By hand: −120, 77, 84.7, 50 – what has ended is nought; the rate solves it.
    rate = found.increments[1].irr.value
    assert rate is not None
    assert -120 + 77 / (1 + rate) + 84.7 / (1 + rate) ** 2 + 50 / (1 + rate) ** 3 == pytest.approx(0, abs=1e-6)


def test_currencies_are_not_mixed() -> None:
    euros = opened(currency="EUR").appraisal
    with pytest.raises(CaseProblems) as caught:
        appraise_options([("Small", SMALL), ("Euros", euros)])
    assert "USD, EUR" in str(caught.value)
    with pytest.raises(CaseProblems) as caught:
        appraise_options([])
    assert "no option" in str(caught.value)


def test_the_record_is_plain_data() -> None:
    record = appraise_options([("Small", SMALL), ("Better", BETTER)]).record()
    assert json.loads(json.dumps(record)) == record
    assert record["increments"][0]["irr"]["value"] > 0
    assert record["options"][1]["places"]["npv"] == 2
