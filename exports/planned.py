"""What charts of a plan and of vendors are drawn from: activities as bars, the launch, and each vendor's fit and price."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from math import floor
from types import MappingProxyType

from exports.charts.timeline import Bar
from exports.charts.vendors import VendorRow
from model.calendar import first_day, month_of
from model.case import Case
from model.names import ACTIVITY_NAMES
from model.plan import activity_dates, occurrences
from model.problems import CaseProblems
from model.resolved import Resolved
from model.vendors import Vendor, fit
from scenarios import Analysis
from scenarios.planning import LAUNCH
from scenarios.vendors import TECHNOLOGY


def plan_bars(of: Case | Resolved, driven: Mapping[str, str] = MappingProxyType({})) -> tuple[Bar, ...]:
    """Return every time an activity is done as a bar; one that begins after the case has ended is shown once.

    `driven` says what the values are called that an activity may set; it is said of those that are named there.
    """
    return tuple(
        Bar(activity.label, ACTIVITY_NAMES[activity.kind], first, last, driven.get(activity.drives or ""))
        for activity in of.plan
        for first, last in occurrences(of.start, of.months, activity) or (activity_dates(of.start, activity),)
    )


def launch_day(resolved: Resolved) -> date | None:
    """Return the day the community opens where the plan sets it, else the first of the month the case has for it."""
    driving = next((activity for activity in resolved.plan if activity.drives == LAUNCH), None)
    if driving is not None:
        return activity_dates(resolved.start, driving)[0]
    given = resolved.assumptions.get(LAUNCH)
    if given is None or given.record.value is None:
        return None
    months = given.record.value * resolved.vocabulary.unit(given.record.unit or "month").scale
    return first_day(month_of(resolved.start, floor(months) + 1))


def vendor_rows(analysis: Analysis) -> tuple[VendorRow, ...]:
    """Return the vendors that are scored: their fit, what technology costs with them, and how much they do not meet."""
    case = analysis.file.case
    return tuple(
        VendorRow(vendor.label, fit(case, vendor).share or 0.0, _price(analysis, vendor), _not_met(case, vendor))
        for vendor in case.vendors
        if vendor.scores
    )


def _not_met(case: Case, vendor: Vendor) -> int:
    return sum(not vendor.scores.get(item.id) for item in case.requirements)


def _price(analysis: Analysis, vendor: Vendor) -> float | None:
    """Return what technology costs over the whole case, undiscounted; None where something of it is not known."""
    try:
        found = analysis.under(vendor.id if vendor.is_option else None).appraisal
    except CaseProblems:
        return None
    return next((stream.total for stream in found.streams if stream.id == TECHNOLOGY), None)
