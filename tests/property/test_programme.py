"""Whatever cases a programme holds: present values add up, their order does not matter, and a later start only discounts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.calendar import month_of
from model.case import Timing
from model.finance import discount_factors
from model.programme import Flows, ranked, roll_up

amounts = st.floats(0, 1e6, allow_nan=False).map(lambda amount: round(amount, 2))
rates = st.floats(-0.5, 0.9)
timings: st.SearchStrategy[Timing] = st.sampled_from(["month_end", "mid_month", "year_end", "excel_npv"])


@st.composite
def flows(draw: st.DrawFn) -> Flows:
    months = draw(st.integers(0, 40))
    benefits, costs = (draw(st.lists(amounts, min_size=months + 1, max_size=months + 1)) for _ in range(2))
    return Flows(month_of("2027-01", draw(st.integers(1, 30))), np.array(benefits), np.array(costs))


@given(st.lists(flows(), min_size=1, max_size=4), rates, timings)
@settings(max_examples=60, deadline=None)
def test_present_values_add_up_and_order_does_not_matter(cases: list[Flows], rate: float, timing: Timing) -> None:
    one, other = roll_up(cases, rate, timing), roll_up(cases[::-1], rate, timing)
    scale = 1 + one.worth.pv_benefits + one.worth.pv_costs
    assert abs(sum(share.worth.npv for share in one.shares) - one.worth.npv) < 1e-9 * scale
    assert abs(other.worth.npv - one.worth.npv) < 1e-9 * scale
    assert one.worth.peak_funding == pytest.approx(other.worth.peak_funding, abs=1e-6)
    # The most money out together is never more than that of each by itself, one after the other.
    assert one.worth.peak_funding <= sum(share.worth.peak_funding for share in one.shares) + 1e-6
    assert one.net.sum() == pytest.approx(sum(float((c.benefits - c.costs).sum()) for c in cases), abs=1e-3)


@given(flows(), rates, st.sampled_from(["month_end", "mid_month"]))
@settings(max_examples=60, deadline=None)
def test_by_month_a_later_start_only_discounts(case: Flows, rate: float, timing: Timing) -> None:
    early = Flows("2026-06", np.zeros(1), np.zeros(1))
    own = float((case.benefits - case.costs) @ discount_factors(rate, timing, len(case.benefits) - 1))
    both = roll_up([early, case], rate, timing)
    delay = (1 + rate) ** (-both.shares[1].offset / 12)
    assert both.shares[1].worth.npv == pytest.approx(own * delay, rel=1e-6, abs=1e-3)


@given(st.lists(st.none() | st.integers(-5, 5).map(float), max_size=8))
def test_places_follow_the_figures(figures: list[float | None]) -> None:
    places = ranked(figures)
    known = sorted((place, -figure) for place, figure in zip(places, figures, strict=True) if figure is not None)  # type: ignore[misc]
    assert [figure for _, figure in known] == sorted(figure for _, figure in known)
    assert all((place is None) == (figure is None) for place, figure in zip(places, figures, strict=True))
