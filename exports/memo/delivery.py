"""The delivery case: the plan, what the platform must do, KPIs with their targets by quarter, and health checks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from exports import charts, wording
from exports.answers import unit_words
from exports.memo.basis import Basis
from exports.memo.content import Block, Picture, Section, note, table, text
from exports.planned import launch_day, plan_bars
from model.evidence import Assumption
from model.names import ACTIVITY_NAMES, counted
from model.names import listed as listed_all
from model.plan import Activity, activity_dates, occurrences
from model.result import KpiTarget

_PRIORITIES = {"must": "Must", "should": "Should", "could": "Could", "later": "Later"}
_REVIEWS = {"weekly": "Weekly", "monthly": "Monthly", "quarterly": "Quarterly", "half_yearly": "Half-yearly", "yearly": "Yearly"}  # fmt: skip
_QUARTERS_ACROSS, _MOST_QUARTERS = 6, 12
_MOST_CHECKS = 4


def section(basis: Basis) -> Section:
    """Return the delivery case."""
    return Section(
        "Delivery case",
        sections=(
            Section("Plan and launch", tuple(_plan(basis))),
            Section("What the platform must do", tuple(_requirements(basis))),
            Section("How success is measured", tuple(_kpis(basis))),
            Section("Targets by quarter", tuple(_quarters(basis))),
            Section("Health checks", tuple(_checks(basis))),
        ),
    )


# --- plan --------------------------------------------------------------------------------------------------------


def _plan(basis: Basis) -> Iterator[Block]:
    if basis.is_idle:
        yield from text("Nothing is done in this scenario, so there is nothing to plan.")
        return
    yield from text(launch(basis))
    plan = sorted(basis.resolved.plan, key=lambda activity: activity.start)
    if not plan:
        yield from text(
            "There is no dated plan yet. The usual one has 90 days of preparation with a first group of members, the launch, and 90 days of bringing members in (Leader Networks 2014)."
        )
        return
    resolved = basis.resolved
    yield Picture(
        charts.gantt(
            resolved.start,
            resolved.months,
            plan_bars(resolved),
            launch_day(resolved),
            look=basis.look,
            locale=basis.locale,
        )
    )
    rows = [_activity_row(basis, activity) for activity in plan]
    columns = ("Activity", "Kind", "First day", "Last day", "Who answers")
    yield from table("Activities", columns, rows, (34, 20, 15, 15, 16), 5)


def launch(basis: Basis) -> str:
    """Return when the community opens, in a sentence."""
    day = launch_day(basis.resolved)
    if day is None:
        return "It is not said when the community opens."
    if any(activity.drives == "months_to_launch" for activity in basis.resolved.plan):
        return f"The community opens on {wording.day_name(day, basis.locale)}."
    return f"The figures take it that the community opens in {wording.month_name(f'{day:%Y-%m}', 1, basis.locale)}."


def _activity_row(basis: Basis, activity: Activity) -> tuple[str, ...]:
    first, last = (wording.day_short(day, basis.locale) for day in activity_dates(basis.resolved.start, activity))
    again = f", every {counted(activity.every_months, 'month')}" if activity.every_months else ""
    return (activity.label, f"{ACTIVITY_NAMES[activity.kind]}{again}", first, last, activity.owner or "nobody yet")


# --- requirements ------------------------------------------------------------------------------------------------


def _requirements(basis: Basis) -> Iterator[Block]:
    found = sorted(basis.resolved.requirements, key=lambda item: list(_PRIORITIES).index(item.priority))
    if not found:
        yield from text("No requirement is stated, so platforms cannot be held against one.")
        return
    must = sum(item.priority == "must" for item in found)
    yield from text(
        f"{counted(len(found), 'requirement')}, {must or 'none'} of them without which the community cannot do its work."
    )
    needs = {need.id: need.label for audience in basis.resolved.audiences for need in audience.needs}
    rows = [
        (item.label, item.feature or wording.NONE, _PRIORITIES[item.priority], "; ".join(needs.get(need, need) for need in item.needs) or wording.NONE)
        for item in found
    ]  # fmt: skip
    columns = ("What must be possible", "Feature", "Priority", "Need it meets")
    yield from table("Requirements of the platform", columns, rows, (34, 22, 11, 33), 4)


# --- KPIs --------------------------------------------------------------------------------------------------------


def _kpis(basis: Basis) -> Iterator[Block]:
    kpis = basis.appraisal.kpis
    if not kpis:
        yield from text("No KPI is chosen yet, so nobody could tell whether the case comes true.")
        return
    yield from text(_kpi_words(basis, kpis))
    yield from table(
        "KPIs, the goals they serve, and their targets",
        ("KPI", "Goals", "Baseline", "Target", "By", "Owner"),
        [_kpi_row(basis, kpi) for kpi in kpis],
        (23, 23, 12, 14, 11, 17),
        6,
    )


def _kpi_words(basis: Basis, kpis: Sequence[KpiTarget]) -> str:
    if basis.is_idle:
        return "Nothing is done in this scenario, so its KPIs have no target; they are those of the case."
    leading = sum(kpi.signal == "leading" for kpi in kpis)
    ahead = (
        f"{leading} of them {'moves' if leading == 1 else 'move'} before the money does"
        if leading
        else "none of them moves before the money does"
    )
    served = {goal for kpi in kpis for goal in kpi.goals}
    bare = [goal.label for goal in basis.resolved.goals if goal.id not in served]
    without = f" Nothing measures {wording.listed([f'“{label}”' for label in bare])} yet." if bare else ""
    return f"{counted(len(kpis), 'KPI')} will show whether the case comes true; {ahead}.{without}"


def _kpi_row(basis: Basis, kpi: KpiTarget) -> tuple[str, ...]:
    currency, start = basis.resolved.currency, basis.resolved.start
    goals = "; ".join(wording.share_name("goal", goal, basis.appraisal) for goal in kpi.goals) or "no goal"
    target = (
        wording.quantity(kpi.target, kpi.unit, currency, basis.locale)
        if kpi.target is not None
        else kpi.reason or wording.NONE
    )
    return (
        kpi.label, goals, wording.quantity(kpi.baseline, kpi.unit, currency, basis.locale), target,
        wording.month_short(start, kpi.target_month, basis.locale), f"{kpi.owner or 'nobody yet'}, {_REVIEWS[kpi.review].lower()}",
    )  # fmt: skip


def _quarters(basis: Basis) -> Iterator[Block]:
    kpis = [kpi for kpi in basis.appraisal.kpis if any(value is not None for value in kpi.quarters)]
    if not kpis:
        yield from text("No KPI is read from the model, so there are no targets by quarter.")
        return
    count = len(kpis[0].quarters)
    shown = min(count, _MOST_QUARTERS)
    yield from text(
        f"What the model says each KPI stands at when a quarter ends{f'; the first {shown} of {count} quarters' if count > shown else ''}."
    )
    for first in range(0, shown, _QUARTERS_ACROSS):
        yield from _quarter_table(basis, kpis, range(first, min(first + _QUARTERS_ACROSS, shown)))
    stated = [kpi.label for kpi in basis.appraisal.kpis if kpi not in kpis]
    if stated:
        yield from note(f"Not read from the model, so without a value for each quarter: {listed_all(stated, 'and')}.")


def _quarter_table(basis: Basis, kpis: Sequence[KpiTarget], quarters: Sequence[int]) -> Iterator[Block]:
    names = [wording.month_short(basis.resolved.start, 3 * quarter + 3, basis.locale) for quarter in quarters]
    rows = [
        (f"{kpi.label}, in {_unit(basis, kpi)}", *(_bare(basis, kpi, kpi.quarters[quarter]) for quarter in quarters))
        for kpi in kpis
    ]
    widths = (34.0, *(66 / len(names) for _ in names))
    yield from table(f"KPIs from {names[0]} to {names[-1]}", ("KPI", *names), rows, widths)


def _unit(basis: Basis, kpi: KpiTarget) -> str:
    return unit_words(Assumption(unit=kpi.unit or "1"), basis.resolved.currency)


def _bare(basis: Basis, kpi: KpiTarget, value: float | None) -> str:
    """Return a value without the words of its unit, which stand beside the KPI."""
    return wording.quantity(value, kpi.unit, basis.resolved.currency, basis.locale).partition(" ")[0]


# --- health checks -----------------------------------------------------------------------------------------------


def _checks(basis: Basis) -> Iterator[Block]:
    checks = [activity for activity in basis.resolved.plan if activity.kind == "health_check"]
    days = sorted(
        first for check in checks for first, _ in occurrences(basis.resolved.start, basis.resolved.months, check)
    )
    if days:
        named = [wording.day_name(day, basis.locale) for day in days[:_MOST_CHECKS]]
        more = f", and {len(days) - _MOST_CHECKS} more after that" if len(days) > _MOST_CHECKS else ""
        yield from text(f"Progress on each goal is looked at on {listed_all(named, 'and')}{more}.")
    else:
        yield from text(
            "No health check is planned. One every 6 to 9 months asks for progress on each goal (Leader Networks 2014)."
        )
    rhythms = Counter(kpi.review for kpi in basis.appraisal.kpis)
    said = [f"{rhythms[review]} {words.lower()}" for review, words in _REVIEWS.items() if rhythms[review]]
    if said:
        yield from text(
            f"KPIs are reviewed more often than that: {listed_all(said, 'and')}."
            if days
            else f"KPIs are reviewed: {listed_all(said, 'and')}."
        )
