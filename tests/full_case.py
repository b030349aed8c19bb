"""A case that switches on every stream with every line: for tests and for benchmarks."""

from __future__ import annotations

from typing import Any

from model.case import Case
from model.evidence import Assumption
from model.line import Library
from model.plan import standard_plan

GOALS = [
    {"id": "serve", "label": "Serve more customers", "perspective": "process", "served_by": ["support_deflection"]}
]
NEEDS = [{"id": "answer", "label": "An answer at any hour", "phase": "retention", "goals": ["serve"]}]
REQUIREMENTS = [
    {"id": "search", "label": "Answers are found", "priority": "must", "needs": ["answer"], "goals": ["serve"]}
]
AUDIENCES = [
    {"id": "customers", "label": "Customers", "role": "customers", "choose": {"curve": "doubling"}, "needs": NEEDS},
    {"id": "prospects", "label": "Prospects", "role": "prospects", "choose": {"curve": "bass"}},
    {"id": "partners", "label": "Partners", "role": "partners", "choose": {"curve": "steady"}},
    {"id": "employees", "label": "Employees", "role": "employees", "choose": {"curve": "joins_schedule"}},
    {"id": "free_users", "label": "Free users", "role": "free_users", "choose": {"curve": "members_schedule"}},
]
PLAN = [activity.model_dump(exclude_none=True) for activity in standard_plan()]
VENDORS = [
    {"id": "by_member", "label": "Platform paid by member", "scores": {"search": 4},
     "streams": {"technology": {"choose": {"licence_model": "per_member"}}}, "assumptions": {"fee_per_member": 12}},
    {"id": "listed", "label": "Platform without an offer", "scores": {"search": 3}},
]  # fmt: skip
CHOICES = {
    "support_deflection": {"method": "four_gates", "cost_basis": "channels"},
    "retention": {"retention_evidence": "measured"},
    "expansion": {"expansion_evidence": "measured"},
    "technology": {"licence_model": "tiers"},
}
SENSIBLE = {
    "audience_size": 20_000,
    "starting_members": 150,
    "doubling_time": 9,
    "leave_rate": 0.01,
    "contact_volume": 12_000,
    "customers_today": 30_000,
    "members_per_manager": 1_500,
    "manager_salary": 72_000,
    "first_tier_members": 2_000,
    "second_tier_members": 10_000,
}
SHARES_OF_THREE = ("contributor_share", "commenter_share", "reader_share", "phone_share", "email_share", "chat_share")


def full_case(library: Library, months: int = 36, **changes: Any) -> Case:
    """Return a case with every stream of the library, a value or a date of the plan for every assumption, and vendors."""
    streams = {s: {"choose": CHOICES.get(s, {})} for s, stream in library.streams.items() if stream.kind != "driver"}
    planned = {activity.get("drives") for activity in PLAN}
    stated = {name: record for name, record in library.assumptions.items() if name not in planned}
    data = {
        "schema": 1,
        "id": "full",
        "title": "Every stream",
        "organisation": "Example",
        "currency": "USD",
        "start": "2027-01",
        "months": months,
        "discount": {"rate": 0.1},
        "community": {"kind": "b2b", "access": "public"},
        "goals": GOALS,
        "requirements": REQUIREMENTS,
        "vendors": VENDORS,
        "plan": PLAN,
        "audiences": AUDIENCES,
        "streams": streams,
        "assumptions": {name: _value(name, record, months) for name, record in stated.items()},
    }
    return Case.model_validate(data | changes)


def _value(name: str, record: Assumption, months: int) -> Any:
    if name.startswith("planned_"):
        values = [100.0 + 10 * month for month in range(months)]
        return {"schedule": {"by": "month", "values": values}}
    if name in SHARES_OF_THREE:
        return {"contributor_share": 0.01, "commenter_share": 0.09, "reader_share": 0.9}.get(name) or 0.34 - 0.01 * (
            name != "phone_share"
        )
    if record.value is not None or name in SENSIBLE:
        return SENSIBLE.get(name, record.value)
    low, high = record.plausible_range("USD") or (0.05, 0.05 if (record.limits or (0, None))[1] == 1 else 20.0)
    return (low + high) / 2
