"""Changes to the plan that keep its dates and the answers of the case in step: an answer is stated in one place only."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from math import floor

from assumptions.loader import library
from assumptions.overlay import values_in_force
from model.calendar import first_day, month_of
from model.case import Case
from model.evidence import Assumption
from model.plan import Activity, Driven, activity_dates, planned_month, planned_values
from model.problems import Path
from model.units import UnitError, vocabulary
from model.validation import validated
from scenarios.answering import answer
from scenarios.editing import NO_FILE, add, drop, new_id, put

LAUNCH: Driven = "months_to_launch"
DRIVEN: tuple[Driven, ...] = (LAUNCH, "manager_start", "platform_start")
"""The answers a plan can set, as months after the start month."""
_OF_THE_VALUE = ("value", "source", "grade")
"""Fields of an answer that go when a plan sets it; a range, an owner and a note stay beside the plan."""
_CHECKED_EVERY, _AFTER_LAUNCH = 6, 26 * 7
_USUAL_DAYS = {"launch": 1, "health_check": 7}
"""How many days a new activity takes until somebody says otherwise; any other takes four weeks."""


@dataclass(frozen=True, slots=True)
class Milestone:
    """An answer that a plan can set: the activity that sets it, if one does, its months, and the first day of it."""

    name: Driven
    activity: Activity | None
    months: float | None
    day: date | None


def milestones(case: Case) -> tuple[Milestone, ...]:
    """Return when the community opens, the manager starts and the platform is paid for, in the base case."""
    driving = {activity.drives: activity for activity in case.plan if activity.drives}
    return tuple(_milestone(case, name, driving.get(name)) for name in DRIVEN)


def _milestone(case: Case, name: Driven, activity: Activity | None) -> Milestone:
    months = months_in_force(case, name)
    if activity is not None:
        return Milestone(name, activity, months, activity_dates(case.start, activity)[0])
    day = None if months is None else first_day(month_of(case.start, floor(months) + 1))
    return Milestone(name, None, months, day)


def months_in_force(case: Case, name: str) -> float | None:
    """Return the months an answer comes to in the base case, by its plan, its own statement or the library."""
    given = values_in_force(case, case, library()).get(name)
    if given is None or given.record.value is None:
        return None
    return given.record.value * _in_months(case, given.record)


def _in_months(case: Case, record: Assumption) -> float:
    """Return how many months one unit of an answer is; what is no unit is found, and said, when the case is checked."""
    try:
        return vocabulary(case.currency, case.units).unit(record.unit or "month").scale
    except UnitError:
        return 1.0


# --- the whole plan ----------------------------------------------------------------------------------------------


def with_plan(case: Case, plan: tuple[Activity, ...]) -> Case:
    """Return a case without a plan with this one; what the case says of launch and starts is kept.

    An activity that sets an answer is moved into the month the case has for it, and the answer itself is taken out of
    the way; the others move with the launch. Months are whole: of 4.5 months the plan keeps 4.
    Raises `CaseProblems` where a month lies too far away for a plan.
    """
    launch = next((activity for activity in plan if activity.drives == LAUNCH), None)
    moved = 0 if launch is None else _kept_start(case, launch, LAUNCH) - launch.start
    for activity in plan:
        index = len(case.plan)
        if activity.drives:
            case = add(case, ("plan",), activity.model_copy(update={"drives": None}))
            case = with_drive(case, index, activity.drives)
        else:
            case = put(add(case, ("plan",), activity), ("plan", index, "start"), max(activity.start + moved, 0))
    return case


def _is_schedule(case: Case, name: str) -> bool:
    stated = case.assumptions.get(name)
    return stated is not None and stated.schedule is not None


def _kept_start(case: Case, activity: Activity, driven: Driven) -> int:
    """Return the first day that leaves an answer as it is: the day of the month it has, in the month of the answer."""
    months = months_in_force(case, driven)
    if months is None or planned_month(case.start, activity) == floor(months):
        return activity.start
    month = first_day(month_of(case.start, floor(months) + 1))
    day = activity_dates(case.start, activity)[0].day
    wanted = month.replace(day=min(day, monthrange(month.year, month.month)[1]))
    return (wanted - first_day(case.start)).days


def _unstated(case: Case, name: str) -> Case:
    """Return the case without the value of an answer; what else it says of it stays."""
    record = case.assumptions.get(name)
    if record is None:
        return case
    kept = {field: getattr(record, field) for field in record.model_fields_set if field not in _OF_THE_VALUE}
    return put(case, ("assumptions", name), Assumption(**kept)) if kept else drop(case, ("assumptions", name))


def _restated(case: Case, activity: Activity) -> Case:
    """Return the case with the answer an activity set as an answer of its own again."""
    if activity.drives is None:
        return case
    planned = planned_values(case.start, [activity])[activity.drives]
    scale = _in_months(case, case.assumptions.get(activity.drives) or Assumption())
    changes = {"value": (planned.value or 0.0) / scale, "source": planned.source, "grade": planned.grade}
    return answer(case, activity.drives, None, changes)


# --- one activity ------------------------------------------------------------------------------------------------


def with_drive(case: Case, index: int, driven: Driven | None) -> Case:
    """Return the case with another answer set by an activity, or none.

    The answer it set before is stated by the case again. The one it sets now is taken over from the case, or from
    another activity, and the activity is moved into its month, so that no figure changes.
    Raises `CaseProblems` where that month lies too far away for a plan.
    """
    activity = case.plan[index]
    if activity.drives == driven:
        return case
    case = put(_restated(case, activity), ("plan", index, "drives"), None)
    if driven is None or _is_schedule(case, driven):
        return case
    start = _kept_start(case, activity, driven)
    for other, rival in enumerate(case.plan):
        if rival.drives == driven:
            case = put(case, ("plan", other, "drives"), None)
    case = put(_unstated(case, driven), ("plan", index, "start"), start)
    return put(case, ("plan", index, "drives"), driven)


def with_activity(case: Case, kind: str, label: str) -> Case:
    """Return the case with one activity more, which begins with the launch until somebody says otherwise.

    The first launch sets when the community opens, in the month the case has for it. A health check comes half a year
    after the launch, and every six months from then on (Leader Networks 2014: every 6 to 9 months).
    Raises `CaseProblems` where there is no such kind.
    """
    name = new_id(label, (activity.id for activity in case.plan), "activity")
    repeats = {"every_months": _CHECKED_EVERY} if kind == "health_check" else {}
    start = first_free_day(case) + (_AFTER_LAUNCH if kind == "health_check" else 0)
    stated = {"id": name, "label": label, "kind": kind, "start": start, "days": _USUAL_DAYS.get(kind, 28), **repeats}
    path: Path = ("plan", len(case.plan))
    case = add(case, ("plan",), validated(Activity, stated, NO_FILE, path))
    is_first = kind == "launch" and not any(activity.drives == LAUNCH for activity in case.plan)
    return with_drive(case, len(case.plan) - 1, LAUNCH) if is_first else case


def without_activity(case: Case, index: int) -> Case:
    """Return the case without an activity; an answer it set is stated by the case again."""
    activity = case.plan[index]
    return _restated(drop(case, ("plan", index)), activity)


def postponed(case: Case, index: int, days: int) -> Case:
    """Return the case with an activity, and all that begin with it or later, so many days later; fewer than 0: earlier.

    None begins before the first day of the case: then nothing is moved further than that.
    """
    first = case.plan[index].start
    step = max(days, -first)
    for place, activity in enumerate(case.plan):
        if activity.start >= first:
            case = put(case, ("plan", place, "start"), activity.start + step)
    return case


def first_free_day(case: Case) -> int:
    """Return the day the next activity begins on unless somebody says otherwise: that of the launch, or the first."""
    return next((activity.start for activity in case.plan if activity.drives == LAUNCH), 0)
