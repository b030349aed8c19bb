"""Charts: titles that are true whatever the figures are, tables that add up, specifications that are valid."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import altair as alt
import pytest

from exports import charts
from exports.charts.budget import Period
from exports.charts.kit import apart, in_lines, text_pixels
from exports.charts.links import links, neighbours
from exports.charts.mapping import _bands
from exports.charts.routes import routes
from model.result import Appraisal
from scenarios import open_case
from tests.cases import cost, opened
from tests.conftest import ROOT

CASES = sorted([*(ROOT / "scenarios/examples").glob("*.yaml"), *(ROOT / "scenarios/templates").glob("*.yaml")])
OF_APPRAISALS = (
    charts.cash_flow,
    charts.value_against_cost,
    charts.value_by_stream,
    charts.value_by_goal,
    charts.budget_by_year,
    charts.strategy_map,
    charts.kpi_matrix,
)


def yearly(*amounts: float) -> dict[str, Any]:
    """Return an assumption: an amount in the opening, and one spread evenly over each year."""
    opening, *values = amounts
    return {"label": "Given", "unit": "USD/month", "source": "Test",
            "schedule": {"opening": opening, "by": "year", "values": values, "spread": "even"}}  # fmt: skip


def over_years(benefits: tuple[float, ...] = (), costs: tuple[float, ...] = (), **fields: Any) -> Appraisal:
    """Return a case of one benefit and one cost, from the amounts of the opening and of each year."""
    amounts = {"earned": benefits, "paid": costs}
    kinds: dict[str, dict[str, Any]] = {"earned": {"kind": "benefit", "class": "cashable"}, "paid": {"kind": "cost"}}
    given = {name: row for name, row in amounts.items() if row}
    return opened(
        months=12 * (max((len(row) for row in given.values()), default=2) - 1),
        lines=[cost(f"{name}_line", name, **kinds[name]) for name in given],
        assumptions={name: yearly(*row) for name, row in given.items()},
        **fields,
    ).appraisal


def data_of(chart: charts.Chart, *fields: str) -> list[dict[str, Any]]:
    """Return the rows of a specification that have some fields."""
    return [row for rows in chart.spec["datasets"].values() for row in rows if all(field in row for field in fields)]


def assert_valid(chart: charts.Chart) -> None:
    """Altair checks a specification against the schema of Vega-Lite; drawing leaves that out."""
    alt.LayerChart.validate(dict(chart.spec))
    assert json.loads(json.dumps(chart.spec)) == chart.spec


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_charts_of_every_case_that_ships_can_be_drawn(path: Path) -> None:
    base = open_case(str(path))
    for scenario in (None, *base.scenarios[-1:]):
        appraisal = base.under(scenario).appraisal
        for draw in OF_APPRAISALS:
            chart = draw(appraisal)
            assert chart.title
            assert chart.alternative.startswith(f"{chart.title}. {chart.subtitle}. ")
            assert all(len(row) == len(chart.columns) for row in chart.rows)


@pytest.mark.parametrize("look", [charts.LIGHT, charts.DARK], ids=["light", "dark"])
@pytest.mark.parametrize("draw", OF_APPRAISALS, ids=lambda draw: draw.__name__)
def test_charts_are_valid_in_both_looks(draw: Callable[..., charts.Chart], look: charts.Look) -> None:
    assert_valid(draw(open_case(str(ROOT / "scenarios/examples/gm_fastlane.yaml")).appraisal, look, "de_DE"))
    assert_valid(draw(over_years(), look))


@pytest.mark.parametrize("look", [charts.LIGHT, charts.DARK], ids=["light", "dark"])
@pytest.mark.parametrize("period", ["month", "quarter", "year"])
def test_budgets_can_be_drawn_in_both_looks(look: charts.Look, period: Period) -> None:
    appraisal = open_case(str(ROOT / "scenarios/templates/support_b2b.yaml")).appraisal
    chart = charts.budget_by_period(appraisal, period, look)
    assert_valid(chart)
    # 36 months: the name, the opening, the periods and the total
    assert len(chart.columns) == 1 + 1 + {"month": 36, "quarter": 12, "year": 3}[period] + 1
    spent = sum(row["high"] - row["low"] for row in data_of(chart, "low", "high"))
    assert spent == pytest.approx(appraisal.figures.total_costs)


def _lightness(hue: str) -> float:
    """Relative luminance of a colour, WCAG 2.2."""
    parts = [int(hue[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_lightness(one), _lightness(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("look", [charts.LIGHT, charts.DARK], ids=["light", "dark"])
def test_hues_stand_out_from_the_page(look: charts.Look) -> None:
    """WCAG 2.2: 3 : 1 for graphics, 4.5 : 1 for text."""
    for hue in (charts.BENEFIT, charts.COST, *look.costs, *look.series):
        assert _contrast(hue, look.page) >= 3, hue
    for text in (look.ink, look.soft):
        assert min(_contrast(text, look.page), _contrast(text, look.panel)) >= 4.5
    assert all(_contrast(hue, look.page) >= 4.5 for hue in look.series)
    assert all(_contrast(one, other) >= 1.4 for one, other in pairwise(look.costs))


# --- benefits against costs ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("benefits", "costs", "title"),
    [
        ((0, 12, 240, 360), (0, 120, 120, 120), "Benefits exceed costs from year 2 on"),
        ((0, 240, 240, 240), (0, 120, 120, 120), "Benefits exceed costs in every year"),
        ((0, 240, 240, 240), (90, 120, 120, 120), "Benefits exceed costs from year 1 on"),
        ((0, 12, 12, 12), (0, 120, 120, 120), "Benefits exceed costs in no year"),
        ((0, 120, 120, 120), (0, 120, 120, 120), "Benefits exceed costs in no year"),
        ((0, 240, 12, 240), (0, 120, 120, 120), "Benefits exceed costs in 2 of 3 years"),
        ((0, 240, 0, 0), (0, 120, 0, 0), "Benefits exceed costs in 1 of 3 years"),
        ((0, 12, 12, 240), (0, 120, 120, 120), "Benefits exceed costs only in year 3"),
        ((0, 12, 12, 12), (), "No cost stands against the benefits"),
        ((), (90, 120, 120, 120), "Costs are paid and no benefit comes in"),
        ((), (), "No money is spent and none comes in"),
    ],
)
def test_benefits_against_costs_say_when_they_exceed_them(
    benefits: tuple[float, ...], costs: tuple[float, ...], title: str
) -> None:
    assert charts.value_against_cost(over_years(benefits, costs)).title == title


def test_benefits_against_costs_add_up() -> None:
    chart = charts.value_against_cost(over_years((0, 1_200, 24_000), (5_000, 12_000, 12_000)))
    assert chart.columns == ("", "Benefits", "Costs", "Net")
    assert chart.rows == (
        ("Opening", "$0", "$5,000", "−$5,000"),
        ("Year 1", "$1,200", "$12,000", "−$10,800"),
        ("Year 2", "$24,000", "$12,000", "$12,000"),
        # 25,200 − 29,000
        ("All years", "$25,200", "$29,000", "−$3,800"),
    )
    drawn = {(row["year"], row["part"]): row["amount"] for row in data_of(chart, "year", "part")}
    assert (drawn[1, "Benefits"], drawn[1, "Costs"], drawn[2, "Net"]) == pytest.approx((1_200, -12_000, 12_000))


def test_a_short_last_year_is_named() -> None:
    """30 months are two years and six months."""
    chart = charts.value_against_cost(opened(months=30, lines=[cost()]).appraisal)
    assert chart.subtitle.endswith("base case; the last year has 6 months")
    by_quarter = charts.budget_by_period(opened(months=13, lines=[cost()]).appraisal, "quarter")
    assert by_quarter.subtitle.endswith("; the last quarter has 1 month")


# --- value by goal ------------------------------------------------------------------------------------------------


def goal(name: str, *served: str, perspective: str = "customer") -> dict[str, Any]:
    return {"id": name, "label": name.capitalize(), "perspective": perspective, "served_by": served}


def benefit(name: str, formula: str) -> dict[str, Any]:
    return cost(name, formula, kind="benefit", **{"class": "cashable"})


def test_value_by_goal_ranks_goals_and_keeps_what_serves_none_for_last() -> None:
    """Undiscounted benefits of 60, 20 and 20 a month: 60%, 20% to a goal, 20% to none."""
    lines = [benefit("b1", "20"), benefit("b2", "60"), benefit("b3", "20")]
    chart = charts.value_by_goal(
        opened(goals=[goal("keep", "b1"), goal("save", "b2"), goal("idle")], lines=lines).appraisal
    )
    assert chart.title == "“Save” carries 60% of the value"
    assert chart.rows == (
        ("Save", "60%", "$720"),
        ("Keep", "20%", "$240"),
        ("Idle", "0%", "$0"),
        ("Not assigned", "20%", "$240"),
    )
    hues = [row["hue"] for row in data_of(chart, "hue", "value")]
    assert hues[:4] == [charts.BENEFIT] * 3 + [charts.LIGHT.soft]


def test_value_by_goal_says_what_is_missing() -> None:
    lines = [benefit("b1", "20"), benefit("b2", "60")]
    assert charts.value_by_goal(opened(lines=lines).appraisal).title == "No strategic goal is set yet"
    mostly = opened(goals=[goal("keep", "b1")], lines=lines).appraisal
    assert charts.value_by_goal(mostly).title == "75% of the value serves no goal"
    nothing = opened(goals=[goal("keep")], lines=[cost()]).appraisal
    assert charts.value_by_goal(nothing).title == "There is no value yet for the goals to carry"


# --- budget -------------------------------------------------------------------------------------------------------


def test_the_budget_by_quarter_adds_up() -> None:
    """100 and 50 a month over 7 months: quarters of 450, 450 and one month of 150."""
    appraisal = opened(months=7, lines=[cost("staff"), cost("licence", "50")]).appraisal
    chart = charts.budget_by_period(appraisal, "quarter")
    assert chart.title == "67% of the budget goes to Staff"
    assert chart.columns == ("", "Opening", "Year 1 Q1", "Year 1 Q2", "Year 1 Q3", "Total")
    assert chart.rows == (
        ("Staff", "$0", "$300", "$300", "$100", "$700"),
        ("Licence", "$0", "$150", "$150", "$50", "$350"),
        ("All costs", "$0", "$450", "$450", "$150", "$1,050"),
    )
    assert "Staff: $700" in chart.alternative


def test_the_budget_by_month_names_months() -> None:
    chart = charts.budget_by_period(opened(months=3, start="2027-11", lines=[cost()]).appraisal, "month")
    assert chart.columns == ("", "Opening", "Nov 2027", "Dec 2027", "Jan 2028", "Total")


def test_the_table_of_the_budget_holds_groups_that_the_chart_adds_up() -> None:
    """Eight groups of 1 to 8 a month: the chart shows 8, 7, 6, 5, 4 and the other three as 6 a month, 72 a year."""
    appraisal = opened(lines=[cost(f"group_{k}", str(k)) for k in range(1, 9)]).appraisal
    chart = charts.budget_by_year(appraisal)
    assert [row[0] for row in chart.rows] == [f"Group_{k}" for k in range(8, 0, -1)] + ["All costs"]
    assert chart.rows[-1][-1] == "$432"
    others = [row for row in data_of(chart, "group", "low") if row["group"] == "All others"]
    assert [row["amount"] for row in others] == ["$72"]


def test_a_cost_below_nought_hangs_below_the_line() -> None:
    chart = charts.budget_by_year(opened(lines=[cost("staff"), cost("grant", "-40")]).appraisal)
    bars = {row["group"]: (row["low"], row["high"]) for row in data_of(chart, "group", "low")}
    assert bars == {"Staff": (0, 1_200), "Grant": (0, -480)}


def test_no_budget_is_nothing_spent() -> None:
    chart = charts.budget_by_year(over_years())
    assert (chart.title, chart.rows) == ("Nothing is spent", (("All costs", "$0", "$0", "$0"),))


# --- strategy map -------------------------------------------------------------------------------------------------


def strategy(goals: int, needs: int, requirements: int, kpis: int) -> Appraisal:
    """Return a case in which the k-th part of each layer is linked with the k-th of the others, as far as there are."""

    def ids(letter: str, k: int, count: int) -> list[str]:
        return [f"{letter}{k % count}"] if count else []

    label = "Members who answer earn points that all can see and that count for their certification"
    perspectives = ("learning", "financial", "process", "customer")
    wants = [
        {"id": f"n{k}", "label": f"Need {label}", "phase": "retention", "goals": ids("g", k, goals)}
        for k in range(needs)
    ]
    return opened(
        goals=[goal(f"g{k}", *["b1"][: k == 0], perspective=perspectives[k % 4]) for k in range(goals)],
        audiences=[{"id": "customers", "label": "Customers", "role": "customers", "needs": wants}],
        requirements=[
            {"id": f"r{k}", "label": f"{label} {k}", "needs": ids("n", k, needs), "goals": ids("g", k + 1, goals)}
            for k in range(requirements)
        ],
        kpis=[
            {"id": f"k{k}", "label": f"KPI {k}", "goals": ids("g", k, goals), "needs": ids("n", k + 2, needs),
             "signal": "leading" if k else "lagging", "target": {"value": 1, "month": 3, "reason": "Test"}}
            for k in range(kpis)
        ],
        lines=[cost(), benefit("b1", "100")],
    ).appraisal  # fmt: skip


@pytest.mark.parametrize(
    ("counts", "title"),
    [
        ((3, 4, 5, 6), "All 18 parts of the strategy are linked"),
        ((3, 0, 2, 0), "The strategy still lacks needs and KPIs"),
        ((0, 0, 0, 0), "The strategy is still to be written"),
        # four goals, of which one requirement, one KPI and one need reach the first two
        ((4, 1, 1, 1), "2 of 7 parts of the strategy are not linked with any other"),
    ],
)
def test_the_map_says_whether_everything_is_linked(counts: tuple[int, int, int, int], title: str) -> None:
    assert charts.strategy_map(strategy(*counts)).title == title


def test_the_map_names_what_is_not_linked_and_what_is_missing() -> None:
    chart = charts.strategy_map(strategy(4, 1, 1, 1))
    written = [row["text"] for row in data_of(chart, "text")]
    assert written.count("not linked") == 2
    assert {"100% of the value", "0% of the value"} <= set(written)
    assert [row[-1] for row in chart.rows].count("not linked") == 2
    empty = charts.strategy_map(strategy(0, 0, 0, 0))
    assert sum(" yet: " in row["text"] for row in data_of(empty, "text")) == 4
    assert "No goals yet" in empty.alternative


def test_the_map_says_every_link_in_words() -> None:
    chart = charts.strategy_map(strategy(2, 2, 2, 2))
    assert "Goal “G0” (100% of the value), linked with need “" in chart.alternative
    # every KPI has one goal and one need: both name it, and it does not name them again
    assert chart.alternative.count("KPI “KPI 0”") == 3
    assert chart.spec["width"] == chart.pixels == 1000


def test_goals_stand_by_perspective() -> None:
    chart = charts.strategy_map(strategy(4, 1, 1, 1))
    assert [row[1] for row in chart.rows[:4]] == ["G1", "G3", "G2", "G0"]
    written = [row["text"] for row in data_of(chart, "text")]
    assert [text for text in written if text in {"Financial", "Customer", "Internal process", "Learning and growth"}] == [
        "Financial", "Customer", "Internal process", "Learning and growth",
    ]  # fmt: skip


@pytest.mark.parametrize("counts", [(6, 12, 12, 12), (3, 7, 1, 5), (1, 1, 1, 1), (8, 0, 13, 2)])
def test_boxes_keep_apart_and_curves_pass_between_them(counts: tuple[int, int, int, int]) -> None:
    appraisal = strategy(*counts)
    boxes = {key: box for band in _bands(appraisal, charts.LIGHT) for key, box in band.boxes.items()}
    assert len(boxes) == sum(counts)
    for one, other in combinations(boxes.values(), 2):
        beside = one.x + one.width <= other.x or other.x + other.width <= one.x
        assert beside or one.bottom <= other.y or other.bottom <= one.y
    assert all(box.x >= 0 and box.x + box.width <= 1000 for box in boxes.values())
    for points in routes(boxes, links(appraisal)):
        for x, y in points[1:-1]:
            assert not any(box.x < x < box.x + box.width and box.y < y < box.bottom for box in boxes.values())
            assert 0 <= x <= 1000


def test_neighbours_know_each_other() -> None:
    near = neighbours(strategy(3, 4, 5, 6))
    assert all(key in near[other] for key, others in near.items() for other in others)


# --- KPI matrix ---------------------------------------------------------------------------------------------------


def kpi(name: str, *goals: str, signal: str = "lagging") -> dict[str, Any]:
    target = {"value": 1, "month": 3, "reason": "Test"}
    return {"id": name, "label": name.upper(), "goals": list(goals), "signal": signal, "target": target}


@pytest.mark.parametrize(
    ("goals", "kpis", "title"),
    [
        (("g0", "g1"), [kpi("k0", "g0", "g1")], "Every goal has a KPI, and every KPI serves a goal"),
        (("g0", "g1"), [kpi("k0", "g0")], "“G1” has no KPI"),
        (("g0", "g1", "g2"), [kpi("k0", "g0")], "2 of 3 goals have no KPI"),
        (("g0",), [kpi("k0", "g0"), kpi("k1")], "Every goal has a KPI; 1 of 2 KPIs serves no goal"),
        (("g0",), [kpi("k0", "g0"), kpi("k1"), kpi("k2")], "Every goal has a KPI; 2 of 3 KPIs serve no goal"),
        (("g0",), [], "No KPI is set yet"),
        ((), [kpi("k0")], "No strategic goal is set yet"),
        ((), [], "No strategic goal is set yet"),
    ],
)
def test_the_matrix_says_what_is_not_measured(goals: tuple[str, ...], kpis: list[dict[str, Any]], title: str) -> None:
    assert charts.kpi_matrix(opened(goals=[goal(g) for g in goals], kpis=kpis).appraisal).title == title


def test_the_matrix_marks_what_measures_what() -> None:
    kpis = [kpi("k0", "g0"), kpi("k1", "g0", signal="leading"), kpi("k2")]
    chart = charts.kpi_matrix(opened(goals=[goal("g0"), goal("g1")], kpis=kpis).appraisal)
    assert chart.columns == ("KPI", "Signal", "G0", "G1")
    assert chart.rows == (
        ("Share of the value", "", "no value yet", "no value yet"),
        ("K0", "Lagging", "measures it", ""),
        ("K1", "Leading", "measures it", ""),
        ("K2", "Lagging", "", ""),
        ("How many", "", "2 KPIs", "no KPI"),
    )
    fills = [row["fill"] for row in data_of(chart, "signal", "fill") if "–" in row["told"]]
    assert fills == [charts.BENEFIT, charts.LIGHT.page]
    written = {row["text"] for row in data_of(chart, "text")}
    assert {"serves no goal", "no KPI", "Leading: moves first", "Lagging: shows the result"} <= written
    assert "K2 (lagging): serves no goal. “G1”: no KPI." in chart.alternative


# --- plan ---------------------------------------------------------------------------------------------------------

PLAN = [
    charts.Bar("Invite the first members", "Beta group", date(2027, 2, 1), date(2027, 3, 14)),
    charts.Bar("Manager in place", "Preparation", date(2027, 1, 15), date(2027, 1, 15), "start of the manager"),
    charts.Bar("Health check", "Health check", date(2027, 9, 1), date(2027, 9, 7)),
    charts.Bar("Health check", "Health check", date(2028, 3, 1), date(2028, 3, 7)),
]


@pytest.mark.parametrize(
    ("launch", "title"),
    [
        # 30 days are left of January, and 28 of February lie before 1 March: 31 + 28 + 14 = 73
        (date(2027, 3, 15), "The community opens on 15 March 2027, 73 days after the start"),
        (date(2027, 1, 2), "The community opens on 2 January 2027, 1 day after the start"),
        (date(2027, 1, 1), "The community opens on 1 January 2027, the day of the start"),
        (date(2026, 12, 22), "The community opens on 22 December 2026, 10 days before the start"),
        (None, "No launch date is set yet"),
    ],
)
def test_the_plan_says_when_the_community_opens(launch: date | None, title: str) -> None:
    assert charts.gantt("2027-01", 36, PLAN, launch).title == title
    assert charts.gantt("2027-01", 36, [], launch).title == title


def test_the_plan_stands_by_kind_and_date() -> None:
    chart = charts.gantt("2027-01", 12, PLAN, date(2027, 3, 15), charts.DARK)
    assert [row[0] for row in chart.rows] == [
        "Manager in place",
        "Invite the first members",
        "Health check",
        "Health check",
    ]
    # 1 February to 14 March: 28 + 14
    assert chart.rows[1] == ("Invite the first members", "Beta group", "1 Feb 2027", "14 Mar 2027", "42", "")
    assert chart.subtitle.endswith("; 1 ends after the one year of the case")
    # both health checks stand in one row, and a bar of seven days spans seven days
    checks = [row for row in data_of(chart, "begin", "what") if row["what"] == "Health check"]
    assert len({row["middle"] for row in checks}) == 1
    assert {row["end"] - row["begin"] for row in checks} == {7}
    assert_valid(chart)
    written = [row["text"] for row in data_of(chart, "text")]
    assert {"launch", "end of the case", "Preparation", "Beta group"} <= set(written)
    assert "Manager in place, sets start of the manager, 15 Jan 2027" in written


def test_a_plan_without_activities_says_so() -> None:
    chart = charts.gantt("2027-01", 36, [])
    assert "No activities yet" in [row["text"] for row in data_of(chart, "text")]
    assert_valid(chart)
    assert chart.rows == ()
    assert chart.alternative.endswith("There are no activities yet.")


# --- vendors ------------------------------------------------------------------------------------------------------


def test_vendors_stand_by_fit() -> None:
    rows = [charts.VendorRow("B", 0.61, None, 2), charts.VendorRow("Vendor A", 0.82, 310_000, 0)]
    chart = charts.vendor_fit(rows, "USD")
    assert chart.title == "Vendor A fits best (82%)"
    assert chart.rows == (("Vendor A", "82%", "$310,000", "0"), ("B", "61%", "–", "2"))
    written = [row["text"] for row in data_of(chart, "text")]
    assert_valid(chart)
    assert {"$310K", "all met", "cost not known", "2 not met"} <= set(written)


@pytest.mark.parametrize(
    ("fits", "title"),
    [
        ((), "No vendor is rated yet"),
        ((0.5,), "V0 fits best (50%)"),
        ((0.7, 0.7, 0.2), "V0 and V1 fit best (70%)"),
        ((0.7, 0.7), "All 2 vendors fit equally well (70%)"),
    ],
)
def test_vendors_that_fit_equally_share_the_title(fits: tuple[float, ...], title: str) -> None:
    rows = [charts.VendorRow(f"V{k}", fit, None, 0) for k, fit in enumerate(fits)]
    assert charts.vendor_fit(rows, "USD", charts.DARK).title == title


# --- words in little room -----------------------------------------------------------------------------------------


def test_long_texts_end_in_an_ellipsis_and_fit() -> None:
    lines = in_lines("Share of questions with an accepted answer within a day", 120, 12)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert all(text_pixels(line, 12) <= 120 for line in lines)
    assert in_lines("Answers", 120, 12) == ["Answers"]
    assert in_lines("Donaudampfschifffahrtsgesellschaft", 60, 12)[0].startswith("Donau")
    assert in_lines("", 60, 12) == []


def test_labels_move_apart_evenly() -> None:
    assert apart([10, 12], 10) == pytest.approx([6, 16])
    assert apart([10, 40], 10) == [10, 40]
    assert apart([12, 10], 4) == pytest.approx([13, 9])
