"""Challenges about the community: its size, its launch, its people, and the gates a benefit must pass."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from model.challenges.matter import Matter, Rule
from model.names import listed, uncapitalised
from model.result import Challenge

MOST_CONTRIBUTORS = 389
"""Upper end of active contributors in most branded communities (FeverBee, March 2018)."""

FORGOTTEN = {
    "moderation": r"moderat(ion|or|ing)",
    "legal work": r"legal|policy|policies",
    "IT": r"(?-i:\bIT\b)|integration|single sign|hosting",
    "management's share": r"manag.*(share|overhead)|director|direction|overhead",
    "content": r"^(?!.*migrat).*(content|newsletter)",
    "migration": r"migrat",
}
_UNGATED = {
    "observed": "a number of requests observed once is taken for every year",
    "accepted_views": "one share of views stands for success, intent and no further contact together",
}
_GATES = (
    "entitled_share", "found_answer_share", "would_have_contacted", "no_further_contact_share", "peer_answer_share",
    "contact_per_question", "view_success_share", "contact_per_view", "partner_deflection_share",
)  # fmt: skip
_MATURE = ("community", "networked")
WITHIN_AUDIENCE = "members_within_audience"


def above_audience(matter: Matter) -> Iterator[Challenge]:
    """More members than there are people to join."""
    for line in matter.resolved.lines:
        if line.check and line.id.startswith(WITHIN_AUDIENCE) and (matter.run.line(line.id) != 1).any():
            month = int(np.argmax(matter.run.line(line.id) != 1))
            yield Challenge(
                "above_audience", "high", line.id.replace(WITHIN_AUDIENCE, "members"),
                f"{line.label}: in {matter.month(month)} there are more members than people in the audience.",
                "Lower the joins or state a larger audience, with its source.",
            )  # fmt: skip


def contributors_above(matter: Matter) -> Iterator[Challenge]:
    """More active contributors than most branded communities ever have."""
    audiences = [f"contributors[{audience.id}]" for audience in matter.resolved.audiences]
    rows = [matter.run.line(line_id) for line_id in audiences if line_id in matter.run.index]
    peak = float(np.sum(rows, axis=0).max()) if rows else 0.0
    if peak > MOST_CONTRIBUTORS:
        yield Challenge(
            "contributors_above", "medium", "contributors",
            f"{peak:,.0f} members start or answer discussions; most branded communities have 51 to {MOST_CONTRIBUTORS} (FeverBee 2018).",
            "Show what makes yours different, or lower the active share, the contributors' share or the growth.",
        )  # fmt: skip


def claims_capped(matter: Matter) -> Iterator[Challenge]:
    """Lines claim more of a quantity than there is; the model has cut them to the cap."""
    for line in matter.resolved.lines:
        if line.id.startswith("overlap_share["):
            share = matter.run.line(line.id)
            if share.min() < 1:
                claimed = line.label.split(":")[0]
                month = int(np.argmax(share < 1))
                yield Challenge(
                    "claims_capped", "high", line.id,
                    f"{claimed}: from {matter.month(month)} on, more of them are counted than there can be; every count is cut to {share.min():.0%} at worst.",
                    f"Check the volumes and shares of all that counts {claimed.lower()}, or how many there can be at most.",
                )  # fmt: skip


def missing_gate(matter: Matter) -> Iterator[Challenge]:
    """Deflection is counted without asking whether a contact was really avoided, or with a gate that stands open."""
    for name in _GATES:
        if max(matter.values(name), default=0.0) >= 1:
            yield Challenge(
                "missing_gate", "medium", name,
                f"{matter.label(name)} is 100%: nothing is taken off there.",
                "Measure the share, or show why nothing is lost there.",
            )  # fmt: skip
    for stream in matter.resolved.streams:
        method = stream.choices.get("method")
        if stream.id == "support_deflection" and method in _UNGATED:
            yield Challenge(
                "missing_gate", "medium", "deflection_claimed",
                f"Contacts avoided are counted without asking, step by step, whether each was really avoided: {_UNGATED[method]}.",
                "Count them by the four shares (entitled, answered, would have contacted you, no further contact), or show that count beside this one.",
            )  # fmt: skip


def full_attribution(matter: Matter) -> Iterator[Challenge]:
    """The community is said to have caused all of an effect."""
    for name in matter.resolved.assumptions:
        if name.partition("[")[0].endswith("_attribution") and max(matter.values(name), default=0.0) >= 1:
            yield Challenge(
                "full_attribution", "medium", name,
                f"{matter.label(name)} is 100%: nothing of it would have happened without the community.",
                "Compare with people outside the community, and take off what would have come anyway.",
            )  # fmt: skip


def no_haircut(matter: Matter) -> Iterator[Challenge]:
    """Members are compared with others as if joining had been left to chance."""
    if min(matter.values("self_selection_haircut"), default=1.0) <= 0:
        line = next(
            (line.id for line in matter.run.lines_of("benefit") if line.stream in ("retention", "expansion")), None
        )
        yield Challenge(
            "no_haircut", "high", line,
            "Members are compared with others, and nothing is taken off for loyal customers who join first (self-selection haircut).",
            "Say which share to take off for it, or measure the same customers before and after, beside a group that did not join.",
        )  # fmt: skip


def manager_after_launch(matter: Matter) -> Iterator[Challenge]:
    """Nobody is there to start the community."""
    month = max(matter.launch or 0, 1)
    if not matter.is_community or month > matter.resolved.months or not matter.run.lines_of("cost"):
        return
    there = any(
        matter.run.line(line.id)[: month + 1].any()
        for line in matter.costs_like(r"community manage|manager|community team|staff")
    )
    if not there:
        yield Challenge(
            "manager_after_launch", "high", "managers" if "managers" in matter.run.index else None,
            "No community manager is there before launch.",
            "Start the community manager some months before launch: the beta group and the first content need one.",
        )  # fmt: skip


def benefits_before_launch(matter: Matter) -> Iterator[Challenge]:
    """Something is earned before there is a community."""
    if not matter.is_community:
        return
    last = min(matter.launch or 0, matter.resolved.months)
    for line in matter.run.lines_of("benefit"):
        early = np.flatnonzero(matter.run.line(line.id)[: last + 1])
        if len(early):
            when = matter.month(int(early[0])) if early[0] else "the opening column"
            yield Challenge(
                "benefits_before_launch", "high", line.id,
                f"{line.label} earns in {when}, before the community opens.",
                "Let it begin with the launch and rise from there.",
            )  # fmt: skip


def no_ramp(matter: Matter) -> Iterator[Challenge]:
    """Benefits are there in full from their first month."""
    community = matter.resolved.community
    benefits = matter.run.total("benefit")[1:]
    earning = np.flatnonzero(benefits)
    if not len(earning) or (community and community.maturity in _MATURE):
        return
    first = int(earning[0])
    later = benefits[first + 6 : first + 18]
    if len(later) and benefits[first] >= 0.9 * later.mean() > 0:
        yield Challenge(
            "no_ramp", "medium", None,
            f"Benefits are there almost in full in their first month, {matter.month(first + 1)}.",
            "Let them rise over some months, as members join and content grows; communities take about a year.",
        )  # fmt: skip


def forgotten_costs(matter: Matter) -> Iterator[Challenge]:
    """Costs that cases leave out most often."""
    if not matter.is_community or not matter.run.money:
        return
    missing = [name for name, pattern in FORGOTTEN.items() if not any(matter.costs_like(pattern))]
    if missing:
        yield Challenge(
            "forgotten_costs", "medium", None,
            f"The budget does not mention {listed(missing, 'or')}.",
            "Add them, or state them as 0 where they really cost nothing.",
        )  # fmt: skip


def audience_unserved(matter: Matter) -> Iterator[Challenge]:
    """An audience that brings nothing, or a stream that counts nobody."""
    benefits = matter.run.lines_of("benefit")
    reached = {line.id: matter.run.graph.reach([line.id]) for line in benefits}
    counts_members = any(line.id.startswith("members[") for line in matter.resolved.lines)
    for audience in matter.resolved.audiences if benefits and counts_members else ():
        if not any(name.endswith(f"[{audience.id}]") for names in reached.values() for name in names):
            yield Challenge(
                "audience_unserved", "medium", f"members[{audience.id}]",
                f"No benefit counts the audience {audience.label}; it costs and brings nothing.",
                "Switch on a stream that serves it, or leave the audience out.",
            )  # fmt: skip
    for line in benefits:
        if any(name.endswith("[nobody]") for name in reached[line.id]):
            yield Challenge(
                "stream_without_audience", "high", line.id,
                f"{line.label} counts members, and its stream serves no audience of the case.",
                "Say whom it serves, add an audience, or switch the stream off.",
            )  # fmt: skip


def counted_twice(matter: Matter) -> Iterator[Challenge]:
    """One partner's enquiry is avoided in two streams."""
    served = {stream.id: set(stream.audiences) for stream in matter.resolved.streams}
    both = served.get("support_deflection", set()) & served.get("partner_enablement", set())
    if both:
        twice = [audience.label for audience in matter.resolved.audiences if audience.id in both]
        yield Challenge(
            "counted_twice", "high", "partner_saving",
            f"Support deflection and partner enablement both count the audience {listed(twice, 'and')}; its enquiries are saved twice.",
            "Count each audience in one of the two streams only.",
        )  # fmt: skip
    counted = {line.id for line in matter.run.lines_of("benefit")}
    both_sides = {"search_saving", "new_customer_margin"}
    if both_sides <= counted and all(_counts_visitors(matter, line_id) for line_id in both_sides):
        yield Challenge(
            "counted_twice", "medium", "search_saving",
            "Visitors from search count as clicks you need not buy and as leads; you would have bought the clicks to get the leads.",
            "Keep one of the two, or give each its own share of the visitors.",
        )  # fmt: skip


def _counts_visitors(matter: Matter, line_id: str) -> bool:
    return any(name.partition("[")[0] == "visitors" for name in matter.run.graph.reach([line_id]))


def audience_without_size(matter: Matter) -> Iterator[Challenge]:
    """Members of an audience nobody has counted."""
    for audience in matter.resolved.audiences:
        if (
            f"members[{audience.id}]" in matter.run.index
            and f"{WITHIN_AUDIENCE}[{audience.id}]" not in matter.run.index
        ):
            yield Challenge(
                "audience_without_size", "low", f"members[{audience.id}]",
                f"The size of the audience {audience.label} is not stated, so nothing shows that so many members exist.",
                "Say how many people the audience has, and which list or system the number comes from.",
            )  # fmt: skip


def starts_too_late(matter: Matter) -> Iterator[Challenge]:
    """Something starts after the case has ended, so that what hangs on it is nought."""
    for name in ("months_to_launch", "platform_start", "manager_start"):
        value = matter.value(name)
        if value is not None and value >= matter.resolved.months:
            yield Challenge(
                "starts_too_late", "high", name,
                f"{matter.label(name)} is {value:g}, and the case ends after {matter.resolved.months} months.",
                "Bring it forward, or give the case a longer horizon.",
            )  # fmt: skip


def failed_check(matter: Matter) -> Iterator[Challenge]:
    """Something the library says must hold does not."""
    for line in matter.resolved.lines:
        if line.check and not line.id.startswith(WITHIN_AUDIENCE) and (matter.run.line(line.id) != 1).any():
            yield Challenge(
                "failed_check", "high", line.id,
                f"This must hold and does not: {uncapitalised(line.label)}.",
                f"Correct what it compares: {'; '.join(sorted(map(matter.label, matter.run.graph.rows[line.id].needs.names)))}.",
            )  # fmt: skip


RULES: tuple[Rule, ...] = (
    above_audience,
    contributors_above,
    claims_capped,
    missing_gate,
    full_attribution,
    no_haircut,
    manager_after_launch,
    benefits_before_launch,
    no_ramp,
    forgotten_costs,
    audience_unserved,
    counted_twice,
    audience_without_size,
    starts_too_late,
    failed_check,
)
