"""What people call the fixed words of a case – perspectives, phases, roles, classes of value, grades – and how they list things."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

PERSPECTIVE_NAMES: Mapping[str, str] = {
    "financial": "Financial",
    "customer": "Customer",
    "process": "Internal process",
    "learning": "Learning and growth",
}
PHASE_NAMES: Mapping[str, str] = {
    "awareness": "Awareness",
    "evaluation": "Evaluation",
    "purchase": "Purchase",
    "retention": "Retention",
}
KIND_NAMES: Mapping[str, str] = {
    "b2b": "community for business customers (B2B)",
    "b2c": "community for consumers (B2C)",
    "support": "support community",
    "partner": "partner community",
    "internal": "community of your own people",
}
"""Each kind of community, as it stands after “a”."""
ROLE_NAMES: Mapping[str, str] = {
    "customers": "customers",
    "prospects": "prospects",
    "partners": "partners",
    "employees": "employees",
    "free_users": "users of a free plan",
    "consumers": "consumers",
    "professionals": "professionals",
}
ACTIVITY_NAMES: Mapping[str, str] = {
    "beta_group": "Beta group",
    "content": "Content and conversation programme",
    "launch": "Launch",
    "acquisition": "Member acquisition",
    "outreach": "Outreach to members",
    "health_check": "Health check",
    "other": "Other",
}
"""Each kind of activity of a plan, in the order they usually begin."""
CLASS_NAMES: Mapping[str, str] = {
    "cashable": "Money that stops being spent (cashable)",
    "capacity": "Time set free (capacity)",
    "margin": "Margin on business won or kept",
    "revenue": "Revenue, less its own costs",
    "non_financial": "Value in nobody's budget (non-financial)",
}
GRADE_NAMES: Mapping[str | None, str] = {
    "measured": "Measured here",
    "published": "Published benchmark",
    "expert": "Expert judgement",
    "guess": "Guess",
    None: "Not graded",
}


def listed(items: Sequence[str], word: str) -> str:
    """Return one item or more as people list them: a, b or c."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {word} {items[-1]}"


def counted(number: int, noun: str) -> str:
    """Return how many of something there are: 1 goal, 3 goals."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def capitalised(text: str) -> str:
    """Return a text as it stands at the beginning of a sentence."""
    return f"{text[:1].upper()}{text[1:]}"


def uncapitalised(text: str) -> str:
    """Return a text as it stands within a sentence."""
    return f"{text[:1].lower()}{text[1:]}"
