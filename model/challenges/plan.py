"""Challenges about the plan: what must come before launch, and looking back at the goals."""

from __future__ import annotations

from collections.abc import Iterator

from model.challenges.matter import LAUNCH, Matter, Rule
from model.plan import activity_dates, occurrences
from model.result import Challenge

_GROUNDWORK = {"beta_group": "a beta group", "content": "a content programme"}


def launch_unprepared(matter: Matter) -> Iterator[Challenge]:
    """The plan opens the community before a beta group or content has begun."""
    plan = matter.resolved.plan
    launch = min((a for a in plan if a.drives == LAUNCH or a.kind == "launch"), key=lambda a: a.start, default=None)
    if launch is None:
        return
    begun = {activity.kind for activity in plan if activity.start < launch.start}
    missing = [words for kind, words in _GROUNDWORK.items() if kind not in begun]
    if missing:
        opens = activity_dates(matter.resolved.start, launch)[0]
        yield Challenge(
            "launch_unprepared", "medium", LAUNCH if LAUNCH in matter.resolved.assumptions else None,
            f"The plan opens the community on {opens} before {' and '.join(missing)} has begun.",
            "Begin some weeks before launch: the first members and the first content show the others what to do.",
        )  # fmt: skip


def no_health_check(matter: Matter) -> Iterator[Challenge]:
    """The plan never looks back at whether the goals are being reached."""
    resolved = matter.resolved
    checks = [activity for activity in resolved.plan if activity.kind == "health_check"]
    if resolved.plan and not any(occurrences(resolved.start, resolved.months, check) for check in checks):
        yield Challenge(
            "no_health_check", "low", None,
            f"The plan has no health check within the {resolved.months} months of the case.",
            "Add one every 6 to 9 months (Leader Networks 2014) that asks for progress on each goal.",
        )  # fmt: skip


RULES: tuple[Rule, ...] = (launch_unprepared, no_health_check)
"""Rules about the plan; it is that of the case, for all its scenarios."""
