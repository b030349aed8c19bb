"""Cases on one calendar, checked by hand: what a later start, a convention and a case without money do to the sum."""

from __future__ import annotations

import numpy as np
import pytest

from model.finance import discount_factors
from model.programme import Flows, factors_from, ranked, roll_up


def flows(start: str, benefits: list[float], costs: list[float]) -> Flows:
    return Flows(start, np.array(benefits, dtype=float), np.array(costs, dtype=float))


def test_two_cases_with_different_starts_on_one_calendar() -> None:
    # January: 100 out at the opening, then 60 in in each of two months. March, two months later: 50 out at its opening,
    # then 40 in in each of two months. On the calendar of the programme, which begins in January:
    #   opening   month 1   month 2   month 3   month 4
    #    −100       +60     +60 −50     +40       +40       cumulative −100, −40, −30, +10, +50
    both = roll_up(
        [flows("2027-01", [0, 60, 60], [100, 0, 0]), flows("2027-03", [0, 40, 40], [50, 0, 0])], 0, "month_end"
    )
    assert (both.start, both.months) == ("2027-01", 4)
    assert [share.offset for share in both.shares] == [0, 2]
    assert both.net.tolist() == [-100, 60, 10, 40, 40]
    assert both.shares[1].net.tolist() == [0, 0, -50, 40, 40]
    # At a rate of nought: 200 in, 150 out, ROI 50/150; most money out is 100; back within month 3, after 30 of 40.
    assert both.worth.npv == pytest.approx(50)
    assert both.worth.roi == pytest.approx(1 / 3)
    assert both.worth.peak_funding == pytest.approx(100)
    assert both.worth.payback_months == pytest.approx(2.75)
    assert both.worth.npv_per_funding == pytest.approx(0.5)
    assert (both.worth.total_benefits, both.worth.total_costs) == (200, 150)
    # Each by itself: 20 on 100, back in month 2 after 40 of 60; 30 on 50, back in month 2 after 10 of 40.
    first, second = (share.worth for share in both.shares)
    assert (first.npv, first.peak_funding, first.payback_months) == pytest.approx((20, 100, 1 + 40 / 60))
    assert (second.npv, second.peak_funding, second.payback_months) == pytest.approx((30, 50, 1.25))
    assert first.npv + second.npv == both.worth.npv


def test_month_ends() -> None:
    # At 12 months' delay and 10% a year, 110 at the later opening is worth 100, and 121 a year after it 100 too.
    later = flows("2028-01", [0] * 12 + [121], [110] + [0] * 12)
    both = roll_up([flows("2027-01", [0], [0]), later], 0.10, "month_end")
    assert both.shares[1].worth.pv_costs == pytest.approx(110 / 1.1)
    assert both.shares[1].worth.pv_benefits == pytest.approx(121 / 1.1**2)
    assert both.worth.npv == pytest.approx(0)


def test_mid_month() -> None:
    # The later opening is a moment, 12 months on; its month 1 counts at 12.5 months.
    later = flows("2028-01", [0, 100], [110, 0])
    both = roll_up([flows("2027-01", [5], [0]), later], 0.10, "mid_month")
    assert both.shares[1].worth.pv_costs == pytest.approx(100)
    assert both.shares[1].worth.pv_benefits == pytest.approx(100 / 1.1 ** (12.5 / 12))
    assert both.shares[0].worth.pv_benefits == pytest.approx(5)


def test_year_ends_are_those_of_the_programme() -> None:
    # A case that begins six months later: its opening lies in year 1 of the programme, its months 1 to 6 too, its months
    # 7 to 12 in year 2. At 10%: opening 100/1.1; benefits 6 × 10/1.1 + 6 × 10/1.21.
    later = flows("2027-07", [0] + [10] * 12, [100] + [0] * 12)
    both = roll_up([flows("2027-01", [0], [7]), later], 0.10, "year_end")
    assert both.shares[1].worth.pv_costs == pytest.approx(100 / 1.1)
    assert both.shares[1].worth.pv_benefits == pytest.approx(60 / 1.1 + 60 / 1.21)
    assert both.shares[0].worth.pv_costs == pytest.approx(7)
    assert both.worth.pv_costs == pytest.approx(7 + 100 / 1.1)


def test_excels_years_count_one_more() -> None:
    # Excel's NPV discounts the opening one year and year k by k + 1: the later opening, in year 1, two years.
    later = flows("2027-07", [0], [121])
    both = roll_up([flows("2027-01", [0], [11]), later], 0.10, "excel_npv")
    assert [share.worth.pv_costs for share in both.shares] == pytest.approx([10, 100])


@pytest.mark.parametrize("timing", ["month_end", "mid_month", "year_end", "excel_npv"])
def test_without_a_delay_the_factors_are_those_of_the_case(timing: str) -> None:
    assert factors_from(0, 30, 0.08, timing) == pytest.approx(discount_factors(0.08, timing, 30))  # type: ignore[arg-type]


def test_doing_nothing_adds_nothing() -> None:
    nothing = flows("2027-01", [0, 0, 0], [0, 0, 0])
    case = flows("2027-02", [0, 30], [20, 0])
    alone = roll_up([case], 0.05, "month_end")
    both = roll_up([nothing, case], 0.05, "month_end")
    idle = both.shares[0].worth
    assert (idle.npv, idle.roi, idle.payback_months, idle.peak_funding, idle.npv_per_funding) == (
        0,
        None,
        None,
        0,
        None,
    )
    # The programme begins a month before the case does, so that all is worth a month less.
    assert both.worth.npv == pytest.approx(alone.worth.npv / 1.05 ** (1 / 12))
    assert both.months == 2


def test_what_never_needs_funding_is_back_at_once() -> None:
    worth = roll_up([flows("2027-01", [0, 10], [0, 0])], 0.05, "month_end").worth
    assert (worth.payback_months, worth.npv_per_funding, worth.roi) == (0, None, None)


def test_a_programme_has_a_case() -> None:
    with pytest.raises(ValueError, match="empty"):
        roll_up([], 0.1, "month_end")


def test_places() -> None:
    assert ranked([3.0, None, 5.0, 3.0, -1.0]) == (2, None, 1, 2, 4)
    assert ranked([None]) == (None,)
