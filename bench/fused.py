"""All 18 streams of the benchmark's case by hand: one loop of Numba over draws and months, drawing included.

This is what somebody would write who needs this one case and nothing else: what is the same in every month is computed
before the months, benefits that move together are one product, only what must be remembered is kept. It draws the same
Sobol' points from the same tables, so that every figure of every draw must agree with the product's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numba
import numpy as np

from model.evaluate import Program
from model.risk.columns import _scrambled
from model.risk.distributions import _pert_tables
from model.risk.sample import Sample
from model.risk.worth import factors_of
from model.series import likely_values

CELLS, TAIL = 4_096, 16 / 4_096
THREADS = 2

UNCERTAIN = (
    "contingency_share", "employee_hour_cost", "expert_hour_cost", "expert_hours", "hours_saved_per_employee", "inflation",
    "it_hour_cost", "it_hours", "least_managers", "legal_hour_cost", "legal_hours", "manager_salary", "manager_start",
    "member_churn_after", "member_churn_before", "monthly_active_share", "months_to_launch", "on_cost_share",
    "operating_bias", "other_churn_after", "other_churn_before", "overhead_share", "planned_joins", "platform_start",
    "realised_share",
)  # fmt: skip


def prepared(sample: Sample) -> Callable[[], tuple[np.ndarray, np.ndarray]]:
    """Return the loop with all it needs, ready to be timed: figures (5, draws) and cumulative cash (months + 1, draws)."""
    assert sample.uncertain == UNCERTAIN
    numba.set_num_threads(min(THREADS, numba.config.NUMBA_NUM_THREADS))
    arguments = (*_points(sample), *_constants(sample.program), factors_of(sample.program))

    def run() -> tuple[np.ndarray, np.ndarray]:
        return _loop(sample.draws, *arguments)

    return run


def _points(sample: Sample) -> tuple[np.ndarray, ...]:
    """Scrambled direction numbers and shifts of each name, its curve as numbers, and its tables."""
    scrambled = [_scrambled(name, sample.seed) for name in UNCERTAIN]
    curves, tables = [], []
    for name in UNCERTAIN:
        curve = sample.curves[name]
        low, high = curve._kept()
        width = curve.most - curve.least
        record = sample.program.graph.resolved.assumptions[name].record
        unit = sample.program.graph.resolved.vocabulary.unit(record.unit or "1")
        scale = 1.0 if record.schedule else unit.scale
        curves.append((low, high - low, curve.least, width, curve.whole, curve.floor, curve.ceiling, scale))
        tables.append(_pert_tables((curve.likely - curve.least) / width))
    return (
        np.array([one[0] for one in scrambled]),
        np.array([one[1] for one in scrambled]),
        np.array(curves, dtype=np.float64),
        *(np.array([one[part] for one in tables]) for part in range(3)),
    )


def _constants(program: Program) -> tuple[Any, ...]:
    """What no draw changes, multiplied out as far as it goes."""
    values = likely_values(program.graph)
    plans = [np.concatenate(([values[n].opening], values[n].later)) for n in ("planned_members", "planned_joins")]
    v = {name: float(value.later) for name, value in values.items() if not value.is_series}
    sold = v["deal_value"] * v["contribution_margin"]
    ramped = (
        v["sponsors"] * v["sponsor_fee"] * v["advertising_margin"]
        + v["incidents"] * v["noticed_earlier_share"] * v["incident_cost_avoided"]
        + v["extra_attendees"] * v["attendee_margin"]
        + v["events_planned"] * v["event_cost"] * v["events_replaced_share"]
        + v["community_hires"] * v["agency_fee"]
        + v["regretted_leavers"] * v["leavers_avoided_share"] * v["replacement_cost"] * v["staying_attribution"]
        + v["sales_opportunities"] * v["influenced_share"] * v["close_rate_lift"] * sold * v["influence_attribution"]
        + v["customers_starting"] * v["onboarded_here_share"] * v["onboarding_hours_saved"] * v["onboarding_hour_cost"]
        + v["courses_sold"] * v["course_price"] * v["course_margin_share"]
        + v["referral_visits"] * v["referral_traffic_uplift"] * v["visit_conversion"] * sold * v["traffic_attribution"]
        + v["studies_planned"] * v["study_cost"] * v["studies_cancelled_share"]
        + v["panels_planned"] * v["panel_cost"] * v["panels_cancelled_share"]
        + v["focus_groups_planned"] * v["focus_group_cost"] * v["focus_groups_cancelled_share"]
        + v["beta_tests_planned"] * v["beta_test_cost"] * v["beta_tests_cancelled_share"]
    )
    adverts = v["price_per_thousand"] * v["ads_sold_share"] * v["advertising_margin"]
    items = (
        v["contributor_share"]
        * v["items_per_contributor"]
        * v["usable_share"]
        * v["item_cost"]
        * v["content_bought_share"]
    )
    gates = v["entitled_share"] * v["found_answer_share"] * v["would_have_contacted"] * v["no_further_contact_share"]
    uplift = v["member_spend_after"] - v["member_spend_before"] - (v["other_spend_after"] - v["other_spend_before"])
    contact = (
        v["phone_share"] * v["phone_contact_cost"]
        + v["email_share"] * v["email_contact_cost"]
        + v["chat_share"] * v["chat_contact_cost"]
    )
    not_selected = 1.0 - v["self_selection_haircut"]
    leads = v["qualified_share"] * v["close_rate"] * sold * v["lead_attribution"]
    numbers = [
        v["starting_members"], v["audience_size"] * v["reach"], v["leave_rate"], 2.0 ** (1.0 / v["doubling_time"]) - 1.0,
        v["bass_innovation"], v["bass_imitation"], v["steady_joins"], v["ramp_months"], ramped,
        # of the active members and of the members of four audiences
        adverts * v["pages_per_member"] + items,
        v["visitors_per_member"] * (adverts * v["pages_per_visitor"] + v["search_share"] * v["click_cost"] * v["clicks_bought_share"])
        + v["paying_share"] * v["membership_fee"] * (1.0 - v["processing_share"]),
        # contacts
        gates * v["help_visits_per_member"], gates * v["help_visits_per_visitor"] * v["visitors_per_member"],
        v["enquiries_per_partner"] * v["partner_deflection_share"], v["contact_volume"], v["contact_volume"] * v["deflection_cap"],
        v["content_use_share"] * v["time_saved_per_contact"] * v["agent_cost"],
        v["enquiry_cost"] * v["partner_avoidable_share"], contact * v["avoidable_share"], v["realisation_lag"],
        # sales
        v["customers_per_member"] * uplift * not_selected * v["contribution_margin"],
        leads * v["leads_per_member"], leads * v["leads_per_visitor"] * v["visitors_per_member"],
        v["deals_per_partner"] * v["partner_deal_value"] * v["contribution_margin"] * v["partner_attribution"],
        v["advocate_share"] * v["referrals_per_advocate"] * v["referral_conversion"] * sold * v["referral_attribution"],
        v["sales_cycle"],
        # stocks
        v["extra_conversion"], v["paid_churn"], v["paid_margin"] * v["conversion_attribution"],
        v["ideas_per_member"] * v["implemented_share"], v["time_to_market"], v["idea_life"], v["value_per_idea"] * v["idea_attribution"],
        v["improvements_per_member"] * v["improvement_implemented_share"], v["time_to_improve"], v["improvement_life"],
        v["value_per_improvement"] * v["idea_attribution"],
        v["customers_per_member"] * v["baseline_churn"] * not_selected, v["baseline_churn"], v["customer_margin"],
        # people
        v["members_per_manager"], v["consultants_cost"], v["director_posts"] * v["director_salary"],
        v["moderation_hours"] * v["moderator_hour_cost"], v["training_cost"],
        # once, with the managers and with the platform; each month, with the managers, the platform and from launch
        v["beta_group_cost"] + v["crisis_plan_cost"] + v["legal_policy_cost"],
        v["implementation_cost"] + v["integration_cost"] + v["migration_cost"] + v["design_cost"] + v["security_review_cost"],
        v["content_programme_cost"] + v["member_acquisition_cost"] + v["outreach_cost"],
        v["content_licences_cost"] + v["measurement_cost"] + v["addons_cost"] + v["analytics_cost"] + v["hosting_cost"] + v["platform_support_cost"],
        v["events_programme_cost"] + v["recognition_cost"],
        v["first_tier_members"], v["first_tier_fee"], v["second_tier_members"], v["second_tier_fee"], v["third_tier_fee"],
        v["optimism_bias"],
    ]  # fmt: skip
    return np.array(numbers), *plans


@numba.njit(error_model="numpy")
def _drawn(found, draw, directions, shifts, curves, table, fine_shares, fine_values):  # noqa: PLR0913, PLR0917
    """Fill in one draw of each assumption."""
    part, point = draw % 8, draw // 8
    for name in range(len(found)):
        word = shifts[name, part]
        bit, left = 0, point
        while left:
            if left & 1:
                word ^= directions[name, part, bit]
            left >>= 1
            bit += 1
        low, span, least, width, whole, floor, ceiling, scale = curves[name]
        share = low + (word + 0.5) / 4294967296.0 * span
        if TAIL <= share <= 1.0 - TAIL:
            place = share * CELLS
            cell = int(place)
            below = table[name, cell]
            value = below + (place - cell) * (table[name, cell + 1] - below)
        else:
            k = min(max(np.searchsorted(fine_shares[name], share, side="right") - 1, 0), fine_shares.shape[1] - 2)
            x0, x1, y0, y1 = (
                fine_shares[name, k],
                fine_shares[name, k + 1],
                fine_values[name, k],
                fine_values[name, k + 1],
            )
            value = y0 + (y1 - y0) * (share - x0) / (x1 - x0)
        value = least + width * value
        if whole:
            value = np.floor(value + 0.5)
        found[name] = min(max(value, floor), ceiling) * scale


@numba.njit(error_model="numpy")
def _paid_back(net):
    running, largest = 0.0, 0.0
    for t in range(len(net)):
        running += net[t]
        largest = max(largest, abs(running))
    dust, running, out = 1e-9 * largest, 0.0, False
    for t in range(len(net)):
        before = running
        running += net[t]
        if out and running >= -dust:
            return t - 1 + min(-before / (running - before), 1.0)
        out = out or running < -dust
    return np.inf if out else 0.0


@numba.njit(error_model="numpy")
def _late(past, t, lag):
    back = int(lag + 0.5)
    return past[t - back] if t >= back else 0.0


@numba.njit(parallel=True, error_model="numpy")
def _loop(draws, directions, shifts, curves, table, fine_shares, fine_values, k, plan, joins_plan, factors):  # noqa: PLR0913, PLR0917
    months = len(factors)
    figures, cash = np.empty((5, draws)), np.empty((months, draws))
    parts = 4 * THREADS
    for part in numba.prange(parts):
        u = np.empty(25)
        past = np.zeros((6, months))
        net = np.empty(months)
        for draw in range(part * draws // parts, (part + 1) * draws // parts):
            _drawn(u, draw, directions, shifts, curves, table, fine_shares, fine_values)
            pv_benefits, pv_costs = _months(u, past, net, k, plan, joins_plan, factors)
            running, lowest = 0.0, 0.0
            for t in range(months):
                running += net[t]
                lowest = min(lowest, running)
                cash[t, draw] = running
            npv = pv_benefits - pv_costs
            figures[0, draw] = npv
            figures[1, draw] = npv / pv_costs if pv_costs > 0.0 else np.nan
            figures[2, draw] = _paid_back(net)
            for t in range(months):
                net[t] *= factors[t]
            figures[3, draw] = _paid_back(net)
            figures[4, draw] = max(-lowest, 0.0)
    return figures, cash


@numba.njit(error_model="numpy")
def _months(u, past, net, k, plan, joins_plan, factors):  # noqa: PLR0913, PLR0915, PLR0917 - one loop, by hand
    """One draw: fill in the net flow, and return the present values of benefits and costs."""
    (
        contingency, employee_hour, expert_hour, expert_hours, hours_saved, inflation, it_hour, it_hours, least_managers,
        legal_hour, legal_hours, salary, manager_start, churn_after, churn_before, active, launch, on_cost, operating_bias,
        other_after, other_before, overhead, joins_multiple, platform_start, realised,
    ) = (
        u[0], u[1], u[2], u[3], u[4], u[5], u[6], u[7], u[8], u[9], u[10], u[11], u[12], u[13], u[14], u[15], u[16], u[17],
        u[18], u[19], u[20], u[21], u[22], u[23], u[24],
    )  # fmt: skip
    members, ceiling, leave, growth, innovation, imitation, steady, ramp_months, ramped = k[:9]
    of_active, of_members, by_member, by_visitor, by_partner, volume, cap, time_saved, of_partner, of_contact, lag = k[
        9:20
    ]
    spend, lead, lead_visitor, deal, referral, cycle, converts, paid_churn, of_paid, ideas, to_market, idea_life = k[
        20:32
    ]
    of_idea, improvements, to_improve, improvement_life, of_improvement, kept_share, churn, of_customer = k[32:40]
    per_manager, consultants, director, moderation, training, once_managers, once_platform, with_managers = k[40:48]
    with_platform, with_launch, tier_1, fee_1, tier_2, fee_2, fee_3, bias = k[48:]
    a = b = c = d = e = members
    paid = earning = improving = kept = 0.0
    reduction = min(1.0, (churn_before - churn_after - (other_before - other_after)) / churn_before)
    of_four = active * of_active + of_members
    contacts, partner_contacts = active * by_member + by_visitor, active * by_partner
    sale_prospects = active * lead + lead_visitor
    of_employee = active * hours_saved * employee_hour * realised
    kept_each = kept_share * reduction
    pay = salary * (1.0 + on_cost)
    expert, it_legal = expert_hours * expert_hour, it_hours * it_hour + legal_hours * legal_hour
    director_pay = director * (1.0 + on_cost)
    pv_benefits = pv_costs = 0.0
    level = 1.0
    back = int(launch + 0.5)
    for t in range(len(factors)):
        live = 1.0 if t > launch else 0.0
        benefits = 0.0
        if t > 0:
            joins_d = joins_multiple * joins_plan[t - back] if t >= back else 0.0
            wanted = plan[t - back] if t >= back else 0.0
            room = max(0.0, ceiling - a)
            a += (min(a * growth * room / ceiling, room) - a * leave) * live
            room = max(0.0, ceiling - b)
            b += (min((innovation + imitation * b / ceiling) * room, room) - b * leave) * live
            c += (steady - c * leave) * live
            d += (joins_d - d * leave) * live
            leavers = max(e * leave, e - wanted) * live
            e += max(0.0, wanted - e + leavers) * live - leavers
            if t % 12 == 1 and t > 1:
                level = (1.0 + inflation) ** (t // 12)
            ramp = live if ramp_months <= 0.0 else min(max((t - launch) / ramp_months, 0.0), 1.0)
            deflected, by_partners = live * (a + e) * contacts, live * c * partner_contacts
            claimed = deflected + by_partners
            share = min(1.0, cap / claimed) if claimed > 0.0 else 1.0
            past[0, t] = share * (deflected * of_contact + by_partners * of_partner)
            past[1, t] = live * (b * sale_prospects + active * (c * deal + (a + c + e) * referral))
            past[2, t] = live * active * (a + c + d + e)
            past[3, t] = _late(past[2], t, to_market) * ideas
            past[4, t] = _late(past[2], t, to_improve) * improvements
            paid += live * active * e * converts - paid * paid_churn
            earning += past[3, t] - _late(past[3], t, idea_life)
            improving += past[4, t] - _late(past[4], t, improvement_life)
            kept += live * (a + c) * kept_each - kept * churn
            benefits = (
                live * (a + b + c + e) * of_four
                + ramp * (ramped + (volume - claimed * share) * time_saved)
                + live * d * of_employee
                + live * (a + c) * active * spend
                + _late(past[0], t, lag)
                + _late(past[1], t, cycle)
                + paid * of_paid
                + earning * of_idea
                + improving * of_improvement
                + kept * of_customer
            )
        managed, platform = 1.0 if t > manager_start else 0.0, 1.0 if t > platform_start else 0.0
        first_day, first_platform = 1.0 if t == manager_start else 0.0, 1.0 if t == platform_start else 0.0
        people = first_day * consultants
        running = 0.0
        if t > 0:
            managers = (
                max(least_managers, np.ceil(np.rint(live * active * (a + b + c + d + e) / per_manager * 1e9) / 1e9))
                * managed
            )
            total = np.floor(np.rint((a + b + c + d + e) * 1e9) / 1e9)
            licence = fee_1 if total <= tier_1 else fee_2 if total <= tier_2 else fee_3
            staff = level * (
                managers * (pay + training)
                + director_pay * managed
                + (moderation + expert) * live
                + it_legal * platform
            )
            people += staff
            running = staff + with_managers * managed + with_launch * live + (licence + with_platform) * platform
        once = first_day * (consultants + once_managers) + first_platform * once_platform
        costs = (once + running) * (1.0 + contingency) + people * overhead + once * bias + running * operating_bias
        net[t] = benefits - costs
        pv_benefits += factors[t] * benefits
        pv_costs += factors[t] * costs
    return pv_benefits, pv_costs
