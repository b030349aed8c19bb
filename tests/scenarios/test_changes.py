"""What differs between two revisions is said field by field, in the words of the pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from assumptions.loader import library
from model import case as case_module
from model import evidence, line, plan, schedule, strategy, vendors
from model.case import Case
from model.record import Record
from scenarios import answering, editing
from scenarios.changes import FieldChange, changes
from scenarios.field_words import FIELD_WORDS
from scenarios.files import read_case_file
from scenarios.stated import ABSENT, found, parts, same
from tests.cases import BARE

ROOT = Path(__file__).parent.parent.parent
SUPPORT = read_case_file(ROOT / "scenarios" / "templates" / "support_b2b.yaml").case


def one(after: Case, before: Case = SUPPORT) -> FieldChange:
    """The only change there is."""
    (change,) = changes(before, after)
    return change


def bare(**fields: object) -> Case:
    return Case.model_validate(BARE | fields)


def test_nothing_changed() -> None:
    assert changes(SUPPORT, SUPPORT.model_copy()) == ()


@pytest.mark.parametrize(
    ("path", "value", "label", "before", "after", "area"),
    [
        (("title",), "Our forum", "Title", "Support community for business customers", "Our forum", "start"),
        (("start",), "2027-03", "First month", "January 2027", "March 2027", "start"),
        (("months",), 30, "Horizon", "three years", "30 months", "start"),
        (("discount", "rate"), 0.0825, "Discount rate", "10%", "8.25%", "start"),
        (("goals", 0, "owner"), "Ada", "Goal “{0}”: owner", "{owner}", "Ada", "strategy"),
        (("community", "access"), "gated", "Who can see it", "public", "gated", "strategy"),
    ],
)
def test_plain_fields(path: tuple, value: object, label: str, before: str, after: str, area: str) -> None:
    goal = SUPPORT.goals[0]
    change = one(editing.put(SUPPORT, path, value))
    assert change.label == label.format(goal.label)
    assert (change.before, change.after) == (before.format(owner=goal.owner or ""), after)
    assert change.area == area
    assert change.kind in ("changed", "added")


SPEND = {"id": "spend", "label": "Spend", "unit": "USD/month", "kind": "cost", "formula": "100"}
KPI = {"id": "k", "label": "Cost", "unit": "USD/month", "target": {"line": "spend", "month": 6}}
ACTIVITY = {"id": "go", "label": "Launch", "kind": "launch", "start": 30, "days": 1}
NEED = {"id": "n", "label": "Answers", "phase": "retention"}


@pytest.mark.parametrize(
    ("holder", "path", "value", "label", "before", "after"),
    [
        ("lines", ("one_off",), True, "Line “Spend”: paid once", "no", "yes"),
        ("kpis", ("target",), strategy.Target(value=80.0, month=12, reason="Budget"), "KPI “Cost”: target", "Spend, month 6", "80, month 12"),
        ("kpis", ("baseline",), strategy.Baseline(value=120.0, date="2026-11"), "KPI “Cost”: baseline", "", "120 in November 2026"),
        ("plan", ("start",), 45, "Activity “Launch”: first day", "30 days after the start", "45 days after the start"),
        ("plan", ("days",), 3, "Activity “Launch”: length", "1 day", "3 days"),
        ("plan", ("kind",), "other", "Activity “Launch”: kind", "Launch", "Other"),
        ("plan", ("drives",), "months_to_launch", "Activity “Launch”: what its first day sets", "", "Months to launch"),
        ("audiences", ("needs", 0, "importance"), 5, "Audience “Us”: Need “Answers”: importance", "3 of 5", "5 of 5"),
        ("audiences", ("needs", 0, "phase"), "awareness", "Audience “Us”: Need “Answers”: journey phase", "Retention", "Awareness"),
    ],
)  # fmt: skip
def test_each_kind_of_field_is_said_its_own_way(
    holder: str, path: tuple, value: object, label: str, before: str, after: str
) -> None:
    audience = {"id": "us", "label": "Us", "role": "employees", "needs": [NEED]}
    case = bare(lines=[SPEND], kpis=[KPI], plan=[ACTIVITY], audiences=[audience])
    change = one(editing.put(case, (holder, 0, *path), value), case)
    assert (change.label, change.before, change.after) == (label, before, after)


def test_a_range_of_values_over_time_is_in_multiples() -> None:
    plan = {"label": "Pay", "unit": "USD/month", "schedule": {"by": "month", "values": [100]}}
    before, after = bare(assumptions={"a": plan}), bare(assumptions={"a": {**plan, "low": 0.8, "high": 1.25}})
    assert one(after, before).after == "0.8 to 1.25 times"
    assert one(bare(assumptions={"a": {**plan, "aace": 3}}), before).after == "estimate class 3"


def test_long_texts_show_where_they_begin_to_differ() -> None:
    text = "The community answers questions. " * 6
    change = one(bare(summary=f"{text}It pays."), bare(summary=f"{text}It does not pay."))
    assert (change.before, change.after) == ("… answers questions. It does not pay.", "… answers questions. It pays.")


def test_paths_name_items_by_id() -> None:
    assert one(editing.put(SUPPORT, ("goals", 1, "weight"), 2.5)).path == ("goals", SUPPORT.goals[1].id, "weight")


def test_an_answer_is_said_with_its_unit_and_what_goes_with_it_apart() -> None:
    new = answering.answer(SUPPORT, "unit_contact_cost", None, {"value": 31.5, "low": 25.0, "high": 40.0})
    value, spread = (change for change in changes(SUPPORT, new) if change.path[-1] in ("value", "low"))
    assert value.label == library().assumptions["unit_contact_cost"].label
    assert (value.before, value.after) == ("$28.00 a contact", "$31.50 a contact")
    assert value.area == "value"
    assert (spread.label, spread.after) == (f"{value.label}: range", "$25.00 a contact to $40.00 a contact")


def test_an_answer_that_is_new_is_said_beside_what_held_before() -> None:
    case, unit = bare(), {"label": "Set-up", "unit": "month"}
    months = f"{library().assumptions['months_to_launch'].value:g} months"
    change = one(answering.answer(case, "months_to_launch", None, {"value": 3.0}), case)
    assert (change.kind, change.before, change.after) == ("added", f"{months} (library)", "3 months")
    assert one(bare(assumptions={"own": {**unit, "value": 2}}), case).before == ""
    scenario = next(iter(SUPPORT.scenarios))
    stated = answering.answer(SUPPORT, "unit_contact_cost", scenario, {"value": 20.0})
    change = next(change for change in changes(SUPPORT, stated) if change.path[0] == "scenarios")
    label = SUPPORT.scenarios[scenario].label
    assert change.label == f"Scenario “{label}”: {library().assumptions['unit_contact_cost'].label}"
    assert (change.before, change.after) == ("$28.00 a contact (base case)", "$20.00 a contact")


def test_a_difference_that_rounding_would_hide_is_shown_in_full() -> None:
    # 25.31% and 25.34% are both 25% as a page shows them, and $1,200.004 is $1,200.
    before = bare(assumptions={"a": {"label": "A", "unit": "1", "value": 0.2531}})
    after = bare(assumptions={"a": {"label": "A", "unit": "1", "value": 0.2534}})
    assert (one(after, before).before, one(after, before).after) == ("25.31%", "25.34%")
    before = bare(assumptions={"a": {"label": "A", "unit": "USD/month", "value": 1200}})
    after = bare(assumptions={"a": {"label": "A", "unit": "USD/month", "value": 1200.004}})
    assert (one(after, before).before, one(after, before).after) == ("$1,200 a month", "1,200.004 USD a month")


def test_values_over_time() -> None:
    unit = {"label": "Pay", "unit": "USD/month"}
    before = bare(assumptions={"a": {**unit, "schedule": {"by": "month", "values": [100, 200]}}})
    after = bare(assumptions={"a": {**unit, "schedule": {"by": "month", "values": [100] * 5 + [250, 300]}}})
    change = one(after, before)
    assert change.before == "by month: $100.00 a month; $200.00 a month"
    assert change.after.startswith("by month: $100.00 a month")
    assert change.after.endswith("2 more")


def test_items_that_come_and_go() -> None:
    new = editing.add_goal(SUPPORT, "Learn from members", "learning")
    assert one(new).kind == "added"
    assert one(new).label == "Goal “Learn from members”"
    gone = one(SUPPORT, new)
    assert (gone.kind, gone.label, gone.after) == ("removed", "Goal “Learn from members”", "")


def test_streams_come_and_go_with_their_titles() -> None:
    off = changes(SUPPORT, editing.switch_off(SUPPORT, "support_deflection", library()))
    change = next(change for change in off if change.path == ("streams", "support_deflection"))
    title = library().streams["support_deflection"].title
    assert (change.kind, change.label, change.before, change.area) == ("removed", title, "in use", "value")
    costs = changes(SUPPORT, editing.switch_off(SUPPORT, "people", library()))
    assert next(change for change in costs if change.path == ("streams", "people")).area == "budget"


def test_choices_are_said_by_question_and_option() -> None:
    choice = library().streams["support_deflection"].choices["method"]
    chosen = SUPPORT.streams["support_deflection"].choose.get("method")
    option = next(name for name in choice.options if name != chosen)
    change = one(editing.choose(SUPPORT, "support_deflection", "method", option))
    assert change.label == f"{library().streams['support_deflection'].title}: {choice.question}"
    assert change.after == choice.options[option]


def test_links_are_said_by_the_labels_of_what_they_name() -> None:
    first, second = SUPPORT.goals[:2]
    index = next(i for i, kpi in enumerate(SUPPORT.kpis) if kpi.goals == (first.id,))
    change = one(editing.put(SUPPORT, ("kpis", index, "goals"), (first.id, second.id)))
    assert (change.before, change.after) == (first.label, f"{first.label}, {second.label}")


def test_another_order_is_one_change() -> None:
    change = one(editing.move(SUPPORT, ("goals", 0), 1))
    assert change.label == "Order of goals"
    assert change.before.startswith(SUPPORT.goals[0].label)
    assert change.after.startswith(SUPPORT.goals[1].label)


def test_the_order_of_an_inner_list_names_what_it_is_in() -> None:
    change = one(editing.move(SUPPORT, ("audiences", 0, "needs", 0), 1))
    assert change.label == f"Audience “{SUPPORT.audiences[0].label}”: order of needs"


def test_long_lists_of_texts_show_what_differs() -> None:
    texts = [f"Figure {number} is published in the annual report of the organisation" for number in range(9)]
    change = one(bare(published=[*texts, "A tenth"]), bare(published=texts))
    assert (change.label, change.before, change.after) == ("What is published", "", "A tenth")
    change = one(bare(published=[*texts[:-2], texts[-1], texts[-2]]), bare(published=texts))
    assert change.after == "the same, in another order"


def test_details_that_are_not_shown_are_still_a_change() -> None:
    figure = {"value": 3, "source": "Report 2025"}
    known = {"label": "A", "unit": "1", "value": 0.5}
    before = bare(assumptions={"a": {**known, "benchmarks": [figure]}})
    after = bare(assumptions={"a": {**known, "benchmarks": [{**figure, "source": "Report 2026"}]}})
    assert one(after, before).after == f"{one(after, before).before}, with other details"


def test_shares_of_streams_are_percent() -> None:
    change = one(editing.put(SUPPORT, ("streams", "onboarding", "attribution"), "0.45"))
    assert (change.label, change.after) == (
        f"{library().streams['onboarding'].title}: share the community caused",
        "45%",
    )


def test_a_new_community_is_said_field_by_field() -> None:
    found_ = changes(bare(), bare(community={"kind": "support", "vision": {"place": "help"}}))
    assert [(change.label, change.after) for change in found_] == [
        ("Kind of community", "support community"),
        ("Vision, the place for", "help"),
    ]


def test_members_are_named_with_their_answers() -> None:
    case = bare(audiences=[{"id": "devs", "label": "Developers", "role": "professionals"}])
    stated = editing.put(case, ("assumptions", "audience_size[devs]"), evidence.Assumption(value=900))
    change = one(stated, case)
    assert change.label == f"{library().assumptions['audience_size'].label} – Developers"
    assert change.after.startswith("900 ")


def test_vendors_stand_on_their_page() -> None:
    before = bare(
        requirements=[{"id": "sso", "label": "One login"}],
        vendors=[{"id": "v", "label": "Vend", "scores": {"sso": 2}, "assumptions": {"licence_fee": 100}}],
    )
    after = editing.put(before, ("vendors", 0, "scores"), {"sso": 4})
    change = one(after, before)
    assert (change.label, change.before, change.after) == ("Vendor “Vend”: score for “One login”", "2 of 5", "4 of 5")
    assert change.area == "vendors"
    cheaper = editing.put(before, ("vendors", 0, "assumptions", "licence_fee"), evidence.Assumption(value=90))
    assert one(cheaper, before).label == f"Vendor “Vend”: {library().assumptions['licence_fee'].label}"
    assert one(cheaper, before).area == "vendors"


def test_own_lines_stand_on_the_page_of_their_kind() -> None:
    spend = {"id": "spend", "label": "Spend", "unit": "USD/month", "kind": "cost", "formula": "100"}
    change = one(bare(lines=[{**spend, "formula": "120"}]), bare(lines=[spend]))
    assert (change.label, change.before, change.after, change.area) == (
        "Line “Spend”: formula",
        "100",
        "120",
        "budget",
    )
    assert one(bare(lines=[spend]), bare()).after == "cost: 100"


def test_long_texts_are_shortened() -> None:
    change = one(editing.put(SUPPORT, ("summary",), "word " * 200))
    assert len(change.after) < 100
    assert change.after.endswith("…")


RECORDS = sorted(
    {
        found_
        for module in (case_module, evidence, line, plan, schedule, strategy, vendors)
        for found_ in vars(module).values()
        if isinstance(found_, type) and issubclass(found_, Record)
    }
    - {Record, line.Library, line.Stream, line.Choice, line.Check},
    key=lambda record: record.__name__,
)
WHOLE = {"Schedule", "Target", "Baseline", "Balance", "Benchmark", "Source"}


@pytest.mark.parametrize("record", [record for record in RECORDS if record.__name__ not in WHOLE])
def test_every_field_of_a_case_has_words(record: type[Record]) -> None:
    for name in record.model_fields:
        assert name in FIELD_WORDS or f"{record.__name__}.{name}" in FIELD_WORDS, name


def test_parts_of_a_value() -> None:
    assert parts("text") is None
    assert parts((1.0, 2.0)) is None
    assert parts(("a", "b")) == {"a": "a", "b": "b"}
    assert parts(("a", "a")) is None
    assert parts(schedule.Schedule(by="month", values=(1.0,))) is None
    assert list(parts(SUPPORT.goals) or ()) == [goal.id for goal in SUPPORT.goals]
    assert found(SUPPORT, ("goals", "nowhere", "label")) is ABSENT
    assert found(SUPPORT, ("goals", SUPPORT.goals[0].id, "note")) == SUPPORT.goals[0].note


def test_same_looks_at_what_is_stated() -> None:
    bare_goal = strategy.Goal(id="a", label="A", perspective="financial")
    assert same(bare_goal, bare_goal.model_copy())
    assert not same(bare_goal, strategy.Goal(id="a", label="A", perspective="financial", weight=1.0))
    assert not same(bare_goal, ABSENT)
    assert same(ABSENT, ABSENT)
