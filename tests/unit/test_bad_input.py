"""Bad input: each kind gives a message that names the place, the fault, the reason and the remedy."""

from __future__ import annotations

from typing import Any

import pytest

from model.problems import CaseProblems, Problem
from scenarios import Analysis, analyse
from scenarios.files import read_case
from tests.conftest import JWD

LINE = "  - {id: intranet_cost, label: Intranet, kind: cost, unit: USD/month, formula: plan_costs}\n"
COSTS_LINE = 10
FIRST_LINE = 13


def appraised(text: str | bytes, scenario: str | None = None) -> Analysis:
    analysis = analyse(read_case(text, "case.yaml"), scenario)
    _ = analysis.appraisal
    return analysis


def problems_of(text: str | bytes, scenario: str | None = None) -> tuple[Problem, ...]:
    with pytest.raises(CaseProblems) as caught:
        appraised(text, scenario)
    problems = caught.value.problems
    for problem in problems:
        assert problem.file == "case.yaml"
        assert problem.line is not None
        assert problem.line >= 1
        assert problem.what.strip()
        assert problem.why.strip()
        assert problem.remedy.strip()
        assert str(problem).startswith("case.yaml:")
        assert problem.record()["code"] == problem.code
    return problems


def the_problem(text: str | bytes) -> Problem:
    problems = problems_of(text)
    assert len(problems) == 1, problems
    return problems[0]


def with_line(**fields: Any) -> str:
    """The JWD case with one more line."""
    shown = {"id": "extra", "label": "Extra", "unit": "USD/month", "kind": "cost"} | fields
    return JWD.replace(LINE, LINE + "  - {" + ", ".join(f"{key}: {value}" for key, value in shown.items()) + "}\n")


def with_assumption(text: str) -> str:
    return JWD.replace("assumptions:\n", f"assumptions:\n  {text}\n", 1)


FORMULAS = [
    ("plan_cost", "unknown_name", "neither a line nor an assumption", "Did you mean `plan_costs`"),
    ("extra", "cycle", "need each other in the same month", "prev("),
    (
        "plan_costs * plan_costs",
        "wrong_unit",
        "the line is in USD/month, and its formula works out to USD^2/month^2",
        "factor",
    ),
    ("plan_costs + cumulative(intranet_cost)", "wrong_unit", "Their units are USD/month and USD", "one unit"),
    ("plan_costs * cumulative(intranet_cost) ** month", "wrong_unit", "changing exponent", "fixed exponent"),
    ("2 ** plan_costs", "wrong_unit", "has a unit", "one_month"),
    ("ln(plan_costs)", "wrong_unit", "takes a share or a plain number", "Divide"),
    ("delay(intranet_cost, plan_costs)", "wrong_unit", "number of months", "month"),
    ("cumulative(intranet_cost)", "wrong_unit", "formula works out to USD", "at(0)"),
    ("__import__('os').system('true')", "formula", "not a function", "functions"),
    ("plan_costs.real", "formula", "not part of the formula language", "Use numbers"),
    ("(lambda: 1)()", "formula", "not a function", "Use numbers"),
    ("[1, 2][0]", "formula", "is not a name", "members[customers]"),
    ("plan_costs if", "formula", "cannot be read", "Use numbers"),
    ("1 < plan_costs < 2", "formula", "not a comparison of two values", "multiply two comparisons"),
    ("plan_costs and 1", "formula", "not part of the formula language", "Use numbers"),
    ("plan_costs // 2", "formula", "operator that is not part", "Use numbers"),
    ("~plan_costs", "formula", "operator that is not part", "Use numbers"),
    ("not plan_costs", "formula", "operator that is not part", "Use numbers"),
    ("min(plan_costs)", "formula", "two operands or more", "min(a, b)"),
    ("exp(1, 2)", "formula", "takes 1 operand", "docs/formulas.md"),
    ("max(plan_costs, default=1)", "formula", "by position", "max(a, b)"),
    ("max(*plan_costs)", "formula", "by position", "max(a, b)"),
    ("prev(plan_costs * 2)", "formula", "history of one line", "line of its own"),
    ("prev(intranet_cost)", "no_opening", "declares no opening", "opening"),
    ("prev(plan_costs)", "no_history", "which is an assumption", "Add a line"),
    ("total(plan_costs)", "no_history", "which is an assumption", "Add a line"),
    ("'text'", "formula", "is not a number", "numbers and names"),
    ("True", "formula", "is not a number", "numbers and names"),
    ("Plan_Costs", "formula", "is not a name", "lower case"),
    ("ceil", "formula", "needs its operands", "ceil(…)"),
    ("1e999", "formula", "larger than any number", "finite"),
    ("9" * 400, "formula", "larger than any number", "finite"),
    ("(" * 60 + "1" + ")" * 60, "formula", "nested more than", "Split"),
    ("+".join(["1"] * 400), "formula", "too long a chain", "Split"),
    ("1" + "+1" * 1200, "formula", "characters", "Split"),
    ("plan_costs / 0", "not_finite", "divides by nought in the opening column", "opening: 0"),
    ("plan_costs / (month - 5) if month > 0 else 0", "not_finite", "divides by nought in month 5", "Test for nought"),
    ("plan_costs * exp(1000)", "not_finite", "has no finite value", "Check the values"),
    ("plan_costs * sqrt(-1)", "not_finite", "has no finite value", "Check the values"),
    ("plan_costs * ln(0)", "not_finite", "has no finite value", "Check the values"),
    ("plan_costs * 1e308 * 1e308", "not_finite", "has no finite value", "Check the values"),
    ("delay(intranet_cost, -2)", "not_finite", "cannot look into the future", "Check the values"),
    ("costs[technologies] + plan_costs", "unknown_group", "no group of costs", "Did you mean `technology`"),
    ("overlap_share[nothing] * plan_costs", "unknown_overlap", "no overlap group", "overlaps"),
    ("plan_costs / one_month", "wrong_unit", "works out to USD/month^2", "once too often"),
    ("plan_costs + (5 if month < 2 else 0)", "wrong_unit", "stands beside a flow", "Give the number a name"),
    ("max(plan_costs, 3 * 4)", "wrong_unit", "stands beside a flow", "Give the number a name"),
    ("plan_costs if month > 1 else exp(2)", "wrong_unit", "stands beside a flow", "Give the number a name"),
    ("members[nobody] * plan_costs", "unknown_name", "no audience of this case", "Use one of"),
]


@pytest.mark.parametrize(("formula", "code", "what", "remedy"), FORMULAS, ids=[f[0][:40] for f in FORMULAS])
def test_a_bad_formula_is_explained(formula: str, code: str, what: str, remedy: str) -> None:
    problem = problems_of(with_line(formula=f'"{formula}"'))[0]
    assert problem.code == code
    assert what in problem.what
    assert remedy in problem.remedy
    if code != "unknown_overlap":
        assert problem.line == FIRST_LINE + 1
        assert problem.field.startswith("lines[1]")


DOCUMENTS = [
    ("", "empty", "holds nothing"),
    ("- 1", "model_type", "stands where a mapping of fields belongs"),
    ("just text", "model_type", "stands where a mapping of fields belongs"),
    (b"title: \xff\xfe", "encoding", "not UTF-8"),
    (JWD.encode("utf-16"), "encoding", "not UTF-8"),
    ("a: 1\x00", "yaml", "not YAML"),
    ("a: [1", "yaml", "not closed"),
    ("? [a, b]\n: 1", "yaml", "stands where a name belongs"),
    (JWD + "---\nschema: 1\n", "yaml", "second document"),
    ("a: " + "[" * 60 + "]" * 60, "too_deep", "nested more than"),
    ("a: " + "[" * 100_000, "too_deep", "nested more than"),
    ("x: " + "y" * 1_100_000, "too_large", "bytes"),
    ("[" + "1," * 60_000 + "1]", "too_large", "fields"),
    ("a: &x [1]\nb: *x", "alias", "is a YAML alias"),
    ("*x : 1", "alias", "is a YAML alias"),
    ("a: !!python/object/apply:os.system [true]", "tag", "is a YAML tag"),
    ("a: !secret 1", "tag", "is a YAML tag"),
    (JWD + "title: Again\n", "duplicate", "stands twice: on line 3 and on line 17"),
    (JWD.replace("schema: 1", "schema: 2"), "schema", "reads formats up to 1"),
]


@pytest.mark.parametrize(("text", "code", "what"), DOCUMENTS, ids=[d[1] + str(i) for i, d in enumerate(DOCUMENTS)])
def test_a_bad_document_is_explained(text: str | bytes, code: str, what: str) -> None:
    problem = problems_of(text)[0]
    assert problem.code == code
    assert what in problem.what


FIELDS = [
    ("months: 36", "months: 601", "months", "less than or equal to 600"),
    ("months: 36", "months: 0", "months", "greater than or equal to 1"),
    ("months: 36", "months: 36.5", "months", "a whole number"),
    ("months: 36", "months: three years", "months", "a whole number"),
    ("start: 2016-01", "start: 2016-13", "start", "does not have the form"),
    ("start: 2016-01", "start: .inf", "start", "stands where text belongs"),
    ("start: 2016-01", "start: 99999-01", "start", "does not have the form"),
    ("start: 2016-01", "start: 2016-01-15", "start", "does not have the form"),
    ("currency: USD", "currency: XYZ", "currency", "not a currency code"),
    ("rate: 0.08", "rate: .nan", "discount.rate", "a finite number"),
    ("rate: 0.08", "rate: .inf", "discount.rate", "a finite number"),
    ("rate: 0.08", 'rate: "8%"', "discount.rate", "a number"),
    ("rate: 0.08", "rate: -1", "discount.rate", "greater than"),
    ("timing: year_end", "timing: yearly", "discount.timing", "not one of the values"),
    ("id: jwd", "id: jwd consulting!", "id", "does not have the form"),
    ("title: Project intranet", "titel: Project intranet", "titel", "not a field here"),
    ("title: Project intranet", "title:", "title", "nothing stands where text belongs"),
    ("kind: cost", "kind: costs", "lines[0].kind", "not one of the values"),
    ("id: intranet_cost", "id: Intranet-Cost", "lines[0].id", "cannot be a name"),
    ("id: intranet_cost", "id: year", "lines[0].id", "word of the formula language"),
    ("class: capacity", "style: customer_hug", "lines[1]", "no class"),
    (", formula: plan_costs", "", "lines[0]", "no formula, or two"),
    ("formula: plan_costs", "formula: true", "lines[0].formula", "stands where text belongs"),
    (
        "spread: even}, source",
        "spread: evenly}, source",
        "assumptions.plan_costs.schedule.spread",
        "not one of the values",
    ),
    (
        "unit: USD/month, schedule: {opening: 140000",
        "unit: USD/month, value: 3, schedule: {opening: 140000",
        "assumptions.plan_costs",
        "both a value and a schedule",
    ),
    ("{opening: 140000,", "{opening: .inf,", "assumptions.plan_costs.schedule.opening", "a finite number"),
    ("values: [40000, 40000, 40000]", "values: []", "assumptions.plan_costs.schedule.values", "at least 1 item"),
]


@pytest.mark.parametrize(("old", "new", "field", "what"), FIELDS, ids=[f"{f[2]} {i}" for i, f in enumerate(FIELDS)])
def test_a_bad_field_is_explained(old: str, new: str, field: str, what: str) -> None:
    assert old in JWD
    problem = next(p for p in problems_of(JWD.replace(old, new, 1)) if p.field == field)
    assert what in problem.what


def test_an_amount_made_of_a_flow_needs_its_month() -> None:
    line = "  - {id: extra, label: Extra, unit: USD, formula: plan_costs}\n"
    assert "one_month" in the_problem(JWD.replace(LINE, LINE + line)).remedy


def test_an_audience_needs_a_name_formulas_can_use() -> None:
    problem = the_problem(JWD + "audiences: [{id: Key Accounts, label: Key accounts, role: customers}]\n")
    assert (problem.field, problem.code) == ("audiences[0].id", "value")


UNITS = [
    ("USD/moth", "unknown_unit", "not a unit this case knows", "Did you mean `month`"),
    ("USD per month", "unknown_unit", "is not a unit", "joined by * and /"),
    ("EUR/month", "unknown_unit", "not the currency of this case", "is converted first"),
    ("%", "unknown_unit", "is not a unit", "joined by"),
    ("contact/month", "wrong_unit", "money a month", "USD/month"),
    ("USD/year", "wrong_unit", "is 0.0833333 of `USD/month`", "USD/month"),
]


@pytest.mark.parametrize(("unit", "code", "what", "remedy"), UNITS, ids=[u[0] for u in UNITS])
def test_a_bad_unit_is_explained(unit: str, code: str, what: str, remedy: str) -> None:
    problem = the_problem(JWD.replace("kind: cost, unit: USD/month", f'kind: cost, unit: "{unit}"'))
    assert problem.code == code
    assert what in problem.what
    assert remedy in problem.remedy
    assert problem.field == "lines[0].unit"


def test_all_problems_are_reported_together() -> None:
    text = JWD.replace("formula: plan_costs", "formula: plan_cost").replace(
        "formula: plan_benefits", "formula: plan_benefit"
    )
    text = text.replace("values: [40000, 40000, 40000]", "values: [40000]")
    problems = problems_of(text)
    assert [(p.code, p.line) for p in problems] == [("unknown_name", 13), ("unknown_name", 14)]
    both = problems_of(JWD.replace("months: 36", "months: 0").replace("currency: USD", "currency: ABC"))
    assert {p.field for p in both} == {"months", "currency"}


def test_a_schedule_must_reach_the_horizon() -> None:
    problem = the_problem(JWD.replace("values: [40000, 40000, 40000]", "values: [40000, 40000]"))
    assert problem.code == "short_schedule"
    assert "covers 24 months of 36" in problem.what
    assert problem.line == COSTS_LINE


@pytest.mark.parametrize(
    ("unit", "schedule", "what"),
    [
        ("USD/month", "{by: year, values: [1, 2, 3]}", "does not say how a value spreads"),
        ("member", "{by: year, values: [1, 2, 3], spread: even}", "is not a flow"),
    ],
)
def test_a_schedule_must_say_what_it_means(unit: str, schedule: str, what: str) -> None:
    text = with_assumption(f"more: {{label: More, unit: {unit}, schedule: {schedule}}}")
    text = text.replace(LINE, LINE + "  - {id: extra, label: Extra, unit: " + unit + ", formula: more}\n")
    assert what in the_problem(text).what


def test_values_must_lie_within_hard_limits() -> None:
    share = "streams: {overheads: {lines: [contingency]}}\n"
    problem = the_problem(with_assumption("contingency_share: 23") + share)
    assert problem.code == "outside_limits"
    assert "23% is 0.23" in problem.remedy
    problem = the_problem(with_assumption("contingency_share: -0.5") + share)
    assert "below the least possible, 0" in problem.what
    text = with_assumption("own: {label: Own, unit: USD/month, value: 500, limits: [null, 100]}")
    problem = the_problem(text.replace("formula: plan_costs", "formula: own"))
    assert "from −∞ to 100" in problem.remedy


def test_a_range_must_be_whole_and_in_order() -> None:
    text = with_assumption("own: {label: Own, unit: USD/month, value: 500, low: 100}").replace(
        "formula: plan_costs", "formula: own"
    )
    assert the_problem(text).code == "half_range"
    problem = the_problem(text.replace("low: 100", "low: 100, high: 400"))
    assert problem.code == "range_order"


def test_a_missing_value_asks_in_plain_words() -> None:
    problems = problems_of(JWD + "streams: {agent_productivity: {}}\n")
    said = {p.field: p for p in problems}
    needed = said["assumptions.content_use_share"]
    assert "We still need" in needed.what
    assert "?" in needed.remedy
    assert all(p.code == "missing_value" for p in problems)


def test_an_unknown_assumption_must_describe_itself() -> None:
    problem = the_problem(with_assumption("unit_contact_csot: 12"))
    assert problem.code == "undescribed"
    assert "Did you mean `unit_contact_cost`" in problem.remedy


def test_unknown_streams_lines_choices_and_audiences() -> None:
    assert "support_deflection" in the_problem(JWD + "streams: {support_deflektion: {}}\n").remedy
    extra = "streams: {overheads: {lines: [contingenci], audiences: [nobody], choose: {colour: red}}}\n"
    assert {p.code for p in problems_of(JWD + extra)} == {"unknown_line", "unknown_audience", "unknown_choice"}


def test_a_choice_must_be_made_and_be_one_of_the_options() -> None:
    problems = problems_of(JWD + "streams: {technology: {lines: [platform_licence]}}\n")
    assert any(p.code == "missing_choice" and "How is the platform paid for?" in p.what for p in problems)
    problems = problems_of(JWD + "streams: {technology: {choose: {licence_model: rent}, lines: [platform_licence]}}\n")
    assert any(p.code == "unknown_option" for p in problems)
    assert the_problem(with_line(choose="colour", formulas="{red: '1'}")).code == "unknown_choice"


@pytest.mark.parametrize(
    ("lines", "what"),
    [
        ("  - {id: intranet_cost, label: Again, unit: '1', formula: 1}\n", "names two lines"),
        ("  - {id: plan_costs, label: Again, unit: '1', formula: 1}\n", "both a line and an assumption"),
        ("  - {id: contingency, label: Again, unit: '1', formula: 1}\n", "already a line of the stream"),
    ],
)
def test_a_name_means_one_thing(lines: str, what: str) -> None:
    text = with_assumption("contingency_share: 0.1").replace(LINE, LINE + lines)
    problems = problems_of(text + "streams: {overheads: {lines: [contingency]}}\n")
    assert any(what in p.what and p.code == "duplicate_id" for p in problems)


def test_links_must_lead_somewhere() -> None:
    strategy = """
goals:
  - {id: grow, label: Grow, perspective: financial, served_by: [intranet_benefit, nothing]}
  - {id: grow, label: Again, perspective: financial}
audiences:
  - {id: staff, label: Staff, role: employees, needs: [{id: ask, label: Ask, phase: retention}, {id: ask, label: Ask again, phase: retention}]}
requirements:
  - {id: search, label: Search, needs: [asks], goals: [grows]}
kpis:
  - {id: hours, label: Hours, goals: [grows], needs: [asks], target: {line: intranet_benfit, month: 12}}
"""
    problems = problems_of(JWD.replace("scenarios:\n", "scenarios:\n  none: {without: [nothing]}\n") + strategy)
    assert [p.code for p in problems].count("unknown_reference") == 6
    assert [p.code for p in problems].count("duplicate_id") == 2
    assert any("Did you mean `intranet_benefit`" in p.remedy for p in problems)


def test_a_target_is_read_or_stated_with_a_reason() -> None:
    for target in ("{month: 3}", "{month: 3, value: 4}", "{month: 3, value: 4, reason: x, line: intranet_cost}"):
        problem = the_problem(JWD + f"kpis: [{{id: k, label: K, target: {target}}}]\n")
        assert "neither read from a line nor stated" in problem.what


def test_an_unknown_scenario_names_those_there_are() -> None:
    problem = problems_of(JWD, "half_benefits")[0]
    assert "Did you mean `half_benefit`" in problem.remedy


def test_a_problem_of_a_scenario_points_to_the_scenario() -> None:
    short = JWD.replace("values: [100000, 100000, 100000]", "values: [100000]")
    problem = problems_of(short, "half_benefit")[0]
    assert problem.field == "scenarios.half_benefit.assumptions.plan_benefits.schedule"
    assert problem.line == 16


def test_a_comma_for_thousands_is_noticed() -> None:
    problems = problems_of(with_assumption("own: {label: Own, unit: USD/month, value: 85,000}"))
    assert any("Write thousands without a comma" in problem.remedy for problem in problems)


YAML = [
    ("title: Project intranet", "title: Project: intranet", "second colon", "in quotes"),
    ("organisation: JWD Consulting", 'organisation: "JWD Consulting', "", ""),
    ("id: jwd", "id: {jwd", "not closed", "Close it"),
    ("months: 36", "\tmonths: 36", "A tab stands", "Indent with spaces"),
    ("months: 36", " months: 36", "", ""),
]


@pytest.mark.parametrize(("old", "new", "what", "remedy"), YAML, ids=[y[1][:20].strip() for y in YAML])
def test_broken_yaml_is_said_in_plain_words(old: str, new: str, what: str, remedy: str) -> None:
    problem = problems_of(JWD.replace(old, new, 1))[0]
    assert problem.code == "yaml"
    assert what in problem.what
    assert remedy in problem.remedy


@pytest.mark.parametrize(
    ("text", "remedy"),
    [("rate: 10", "10% is 0.1"), ('rate: "10%"', "Write 0.1 for 10%"), ("rate: 8.5 %", "Write 0.085 for 8.5%")],
)
def test_a_percentage_is_no_share(text: str, remedy: str) -> None:
    assert remedy in problems_of(JWD.replace("rate: 0.08", text))[0].remedy


def test_a_control_character_is_found_on_its_line() -> None:
    problem = problems_of(JWD.replace("currency: USD", "currency: US\x07D"))[0]
    assert (problem.code, problem.line) == ("yaml", JWD[: JWD.index("currency")].count("\n") + 1)


def test_a_file_may_have_a_hash_in_its_name(tmp_path: Any) -> None:
    from scenarios import open_case

    path = tmp_path / "case #1.yaml"
    path.write_text(JWD)
    assert open_case(str(path)).scenario is None
    assert open_case(f"{path}#half_benefit").scenario == "half_benefit"


def test_a_file_that_cannot_be_read_is_explained(tmp_path: Any) -> None:
    from scenarios import open_case

    with pytest.raises(CaseProblems, match="No such file"):
        open_case(str(tmp_path / "nothing.yaml"))
    with pytest.raises(CaseProblems, match="Is a directory"):
        open_case(str(tmp_path))


def test_yaml_is_version_1_2() -> None:
    text = JWD.replace("title: Project intranet", "title: no").replace("id: jwd", 'id: "010"')
    resolved = appraised(text).resolved
    assert resolved.title == "no"
    assert resolved.id == "010"
