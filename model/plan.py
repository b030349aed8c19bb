"""The 90-day plan: activities with dates, the months of the model they set, and the plan the literature describes."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import Field

from model.calendar import first_day, month_of, months_between, months_later
from model.evidence import Assumption, Source
from model.record import Count, Label, Record, Slug, Text

ActivityKind = Literal["beta_group", "acquisition", "content", "outreach", "launch", "health_check", "other"]
Driven = Literal["months_to_launch", "manager_start", "platform_start"]

_LONGEST = 3_650
"""Ten years in days."""
_SHOWN = 120
"""How much of a label a source quotes; a source is one line."""


class Activity(Record):
    """Something that is done to bring the community to life, with its first day and how long it takes."""

    id: Slug = Field(description="Name of the activity.")
    label: Label = Field(description="What is done.")
    kind: ActivityKind = Field(
        description="What it is: beta_group, acquisition, content, outreach, launch, health_check or other."
    )
    start: Annotated[Count, Field(ge=0, le=_LONGEST)] = Field(
        description="Its first day: days after the first day of the start month, 0 for that day itself."
    )
    days: Annotated[Count, Field(ge=1, le=_LONGEST)] = Field(description="How many days it takes.")
    owner: Label | None = Field(None, description="Who answers for it.")
    note: Text | None = Field(None, description="Anything a reader should know.")
    drives: Driven | None = Field(
        None,
        description="The assumption its first day sets: months_to_launch, manager_start or platform_start.",
    )
    every_months: Annotated[Count, Field(ge=1, le=60)] | None = Field(
        None, description="After how many months it is done again, as a health check is."
    )


def activity_dates(start: str, activity: Activity) -> tuple[date, date]:
    """Return the first and the last day of an activity, both included, in a case that starts in `start` (`2027-01`)."""
    first = first_day(start) + timedelta(days=activity.start)
    return first, first + timedelta(days=activity.days - 1)


def occurrences(start: str, months: int, activity: Activity) -> tuple[tuple[date, date], ...]:
    """Return the first and last day of each time an activity begins within the months of a case, the earliest first.

    One that begins on the 31st is repeated on the last day of shorter months. There is none for an activity that begins
    after the case has ended.
    """
    first, length = activity_dates(start, activity)[0], timedelta(days=activity.days - 1)
    end = first_day(month_of(start, months + 1))
    step = activity.every_months or months
    days = (months_later(first, later) for later in range(0, months, step))
    return tuple((day, day + length) for day in days if day < end)


def planned_month(start: str, activity: Activity) -> int:
    """Return how many calendar months after the start month an activity begins; 0 within the start month.

    `after(n)` is 1 from month n + 1 on, which is the calendar month its first day lies in: the community is open and
    running costs are paid from that month on. `at(n)` is the end of the month before, so that what is paid once is paid
    as that month begins; in the opening, for n = 0.
    """
    return months_between(start, activity_dates(start, activity)[0])


def planned_values(start: str, plan: Iterable[Activity]) -> dict[str, Assumption]:
    """Return the assumptions a plan sets in a case that starts in `start`, in months, with the plan as their source."""
    return {a.drives: _planned(start, a) for a in plan if a.drives}


def _planned(start: str, activity: Activity) -> Assumption:
    label = textwrap.shorten(activity.label, _SHOWN, placeholder=" …")
    title = f"Plan of this case: {label}, {activity_dates(start, activity)[0]}"
    months = float(planned_month(start, activity))
    return Assumption(value=months, source=(Source(title=title),), grade="expert", owner=activity.owner)


def standard_plan() -> tuple[Activity, ...]:
    """Return a plan to begin with: 90 days before launch and 90 days after it, and health checks from then on.

    Its parts are those of Leader Networks: beta group, member acquisition, content and conversation programme and
    outreach in a plan of 90 days (Secrets of Great Communities And Community Managers, 2014); a beta group before the
    launch and a community manager in place before it, and a health check every 6 to 9 months (56 Lessons From 20 Years
    of Online Community Building, 2014). The first 50 to 250 members form the beta group (How to Build the Online
    Community that Builds Trust, 2015). The launch lies in the seventh month, six months after the decision, as in the
    one published small build (FeverBee Experts, 2015). What is not published is a plain round value to be changed: the
    manager in the second month, the platform in the third, 13 weeks for 90 days, one week for a health check.
    """
    return (
        Activity(
            id="community_manager", label="First community manager in place", kind="other", start=5 * 7, days=1,
            drives="manager_start",
            note="Do not launch before one is in place (Leader Networks 2014).",
        ),
        Activity(
            id="platform", label="Platform is set up", kind="other", start=9 * 7, days=18 * 7,
            drives="platform_start",
        ),
        Activity(
            id="beta_group", label="Beta group is recruited and active", kind="beta_group", start=14 * 7, days=13 * 7,
            note="The first 50 to 250 members: friends of the firm, clients or partners, formally invited (Leader Networks 2015).",
        ),
        Activity(
            id="content", label="Content and conversation programme", kind="content", start=14 * 7, days=26 * 7,
            note="Begin with content of your own and plan the shift to that of members (Leader Networks 2014).",
        ),
        Activity(
            id="launch", label="Launch", kind="launch", start=27 * 7, days=1, drives="months_to_launch",
        ),
        Activity(
            id="acquisition", label="Member acquisition", kind="acquisition", start=27 * 7, days=13 * 7,
            note="No marketing campaign: plain invitations work better than graphical ones (Leader Networks 2014).",
        ),
        Activity(
            id="outreach", label="Outreach to members", kind="outreach", start=27 * 7, days=13 * 7,
            note="Members seldom join discussions on their own at first; log who was asked, when and what happened (Leader Networks 2014).",
        ),
        Activity(
            id="health_check", label="Health check", kind="health_check", start=53 * 7, days=7, every_months=6,
            note="Every 6 to 9 months: is there progress on the chosen goals? (Leader Networks 2014)",
        ),
    )  # fmt: skip
