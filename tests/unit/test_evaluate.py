"""The NumPy reading where it is special: fallbacks, draws, loops with histories, lines asked for."""

from __future__ import annotations

import numpy as np
import pytest

from model.evaluate import Program
from model.evidence import Assumption
from model.problems import CaseProblems
from model.resolved import ResolvedLine
from model.sensitivity import range_of, swings
from model.series import likely_values, scaled_value
from tests.strategies import graph_of


def line(name: str, formula: str, opening: str | None = None, **fields: str) -> ResolvedLine:
    return ResolvedLine(
        id=name, label=name.capitalize(), unit="1", kind="driver", formula=formula, opening=opening, **fields
    )


def values_of(*lines: ResolvedLine, months: int = 6, **assumptions: Assumption) -> dict[str, list[float]]:
    graph = graph_of(list(lines), months, assumptions or None)
    return dict(zip(graph.order, Program(graph).run().tolist(), strict=True))


def test_branches_that_are_not_taken_may_divide_by_nought() -> None:
    found = values_of(line("price", "12 / (month - 3) if month != 3 else 7"))
    assert found["price"] == pytest.approx([-4, -6, -12, 7, 12, 6, 4])
    found = values_of(line("price", "min(5, 1 / (month - 3)) if month > 3 else 0"))
    assert found["price"] == pytest.approx([0, 0, 0, 0, 1, 0.5, 1 / 3])


def test_a_capped_infinity_is_still_a_fault() -> None:
    with pytest.raises(CaseProblems, match="divides by nought in month 3"):
        values_of(line("price", "min(5, 1 / (month - 3))"))
    with pytest.raises(CaseProblems, match="divides by nought in month 3"):
        values_of(line("price", "min(5, 1 / (month - 3)) if month > 2 else 0"))


def test_where_numpy_complains_the_reference_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    def complain(*_arguments: object) -> None:
        raise FloatingPointError

    monkeypatch.setattr(Program, "_function", lambda *_arguments, **_options: complain)
    assert values_of(line("two", "month * 2"), months=2)["two"] == [0, 2, 4]


def test_flows_are_nought_at_the_opening() -> None:
    rate = Assumption(label="Rate", unit="1/month", value=2)
    level = Assumption(label="Level", unit="1", value=3)
    found = values_of(line("both", "rate * level"), line("alone", "level"), rate=rate, level=level)
    assert found["both"] == [0, *[6.0] * 6]
    assert found["alone"] == [3.0] * 7


def test_loops_can_look_at_running_totals_delays_and_wholes() -> None:
    # By hand: stock 1, then stock + step; step is half the stock before, plus the running total of steps before.
    found = values_of(
        line("step", "prev(stock) * 0.5 + delay(seen, 1) + total(outside) * 0"),
        line("seen", "cumulative(step) * 0.1"),
        line("stock", "prev(stock) + step", opening="1"),
        line("outside", "month"),
        months=2,
    )
    assert found["step"] == pytest.approx([0.5, 0.5 + 0.05, 0.5 * 1.55 + 0.105])
    assert found["seen"] == pytest.approx([0.05, 0.105, 0.1 * (0.5 + 0.55 + 0.88)])
    assert found["stock"] == pytest.approx([1, 1.55, 1.55 + 0.88])


def test_draws_in_loops_agree_with_single_runs() -> None:
    lag = Assumption(label="Lag", unit="month", value=1)
    lines = [
        line("step", "prev(stock) * 0.5 + delay(seen, 1)"),
        line("seen", "cumulative(step) * 0.1"),
        line("stock", "prev(stock) + delay(seen, lag) + total(still) * 0", opening="lag"),
        line("late", "delay(stock, lag) if month > 2 else 0"),
        line("still", "lag * 2"),
        line("held", "cumulative(still) + total(still)"),
    ]
    graph = graph_of(lines, 5, {"lag": lag})
    lags = np.array([0.0, 1.0, 3.0])
    found = Program(graph).run_draws({"lag": scaled_value(graph, "lag", lags)}, 3)
    for draw, months in enumerate(lags):
        single = Program(graph).run({"lag": scaled_value(graph, "lag", float(months))})
        assert found[:, :, draw] == pytest.approx(single)


def test_choices_that_no_month_changes_are_made_before_the_loop() -> None:
    size = Assumption(label="Size", unit="1", value=3)
    graph = graph_of([line("stock", "prev(stock) * 0.5 + (1 + (size if size > 2 else 0))", "8")], 2, {"size": size})
    found = Program(graph).run_draws({"size": scaled_value(graph, "size", np.array([1.0, 3.0]))}, 2)
    # By hand: 8 × 0.5 + 1 = 5 and 5 × 0.5 + 1 = 3.5 with a size of 1; 8 × 0.5 + 4 = 8 and 8 × 0.5 + 4 = 8 with one of 3.
    assert found[0].tolist() == [[8, 8], [5, 8], [3.5, 8]]


def test_only_the_lines_asked_for_are_computed() -> None:
    graph = graph_of([line("wanted", "share * 2"), line("faulty", "1 / (month - 3)")], 6)
    values = likely_values(graph)
    assert Program(graph).run_draws(values, 2, ["wanted"])[0] == pytest.approx(0.74)
    with pytest.raises(CaseProblems, match=r"Faulty .* divides by nought in month 3"):
        Program(graph).run_draws(values, 2)


def test_a_draw_that_has_no_value_is_named() -> None:
    lag = Assumption(label="Lag", unit="month", value=1)
    plan = Assumption(label="Plan", unit="1", schedule={"by": "month", "values": [1.0, 2.0, 3.0]})
    graph = graph_of([line("price", "plan / (lag - 2)")], 3, {"lag": lag, "plan": plan})
    lags = scaled_value(graph, "lag", np.array([0.0, 1.0, 3.0, 2.0, 5.0]))
    for plans in (np.array([1.0]), np.array([1.0, 2.0, 1.0, 1.0, 1.0])):
        with pytest.raises(CaseProblems, match=r"Price .* divides by nought"):
            Program(graph).run_draws({"lag": lags, "plan": scaled_value(graph, "plan", plans)}, 5)


def test_draws_that_only_numpy_cannot_compute_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("model.evaluate.reference", lambda *_arguments: {})
    graph = graph_of([line("faulty", "1 / (month - 3)")], 6)
    with pytest.raises(CaseProblems, match="no finite value"):
        Program(graph).run_draws(likely_values(graph), 2)


def test_branches_that_no_month_takes_are_left_out_of_draws_too() -> None:
    share = Assumption(label="Share", unit="1", value=0.5)
    formulas = {
        "ratio": "1 / share if share > 0 else 9",
        "root": "sqrt(share) if share >= 0 else -1",
        "log": "ln(share) if share > 0 else 0",
        "grown": "exp(share * 1000) if share < 0.1 else 1",
        "power": "share ** -2 if share > 0 else 0",
        "nested": "(1 / share if month > 2 else 3) if share > 0 else 8",
    }
    graph = graph_of([line(name, formula) for name, formula in formulas.items()], 4, {"share": share})
    shares = np.array([0.0, -1.0, 0.25, 0.5])
    draws = Program(graph).run_draws({"share": scaled_value(graph, "share", shares)}, 4)
    for index, one in enumerate(shares):
        single = Program(graph).run({"share": scaled_value(graph, "share", float(one))})
        assert draws[:, :, index] == pytest.approx(single)


def test_parts_a_loop_makes_change_are_seen_to_change() -> None:
    # The same text stands in a line before the loop and in one after it; by hand: 1, 2, 4, 8.
    found = values_of(line("stock", "prev(stock) * 2", opening="1"), line("double", "stock * 2 + 0"), months=3)
    assert found["double"] == [2, 4, 8, 16]


def test_a_graph_without_assumptions_runs() -> None:
    assert values_of(line("two", "2"), months=1)["two"] == [2.0, 2.0]


def money(name: str, kind: str, formula: str) -> ResolvedLine:
    return ResolvedLine(id=name, label=name, unit="USD/month", kind=kind, formula=formula)


def test_swings_by_hand() -> None:
    # 12 months at 10 with no discounting would be 120; at 0 months of delay each unit of share is worth its factor.
    share = Assumption(label="Share", unit="1", value=0.5, low=0.25, high=1.0, limits=(0, 0.8))
    plan = Assumption(label="Plan", unit="1", schedule={"by": "month", "values": [2.0] * 12}, low=0.5, high=2.0)
    idle = Assumption(label="Idle", unit="1", value=7, grade="expert")
    lines = [money("gain", "benefit", "share * plan * month * 0 + share * plan"), line("rest", "idle")]
    program = Program(graph_of(lines, 12, {"share": share, "plan": plan, "idle": idle}))
    assert range_of(program, "share") == (0.25, 0.8)
    assert range_of(program, "plan") == (0.5, 2.0)
    assert range_of(program, "idle") == pytest.approx((6.3, 7.7))
    found = {swing.assumption: swing for swing in swings(program).found}
    worth = sum(1.1 ** (-month / 12) for month in range(13))
    assert found["share"].npv_at_low == pytest.approx(0.25 * 2 * worth)
    assert found["plan"].npv_at_high == pytest.approx(0.5 * 4 * worth)
    assert found["plan"].size == pytest.approx(0.5 * (4 - 1) * worth)
    assert found["idle"].size == 0
    assert swings(program).found[0].assumption == "plan"


def test_a_guess_without_a_range_is_in_more_doubt() -> None:
    guess = Assumption(label="Guess", unit="1", value=4, grade="guess")
    known = Assumption(label="Known", unit="1", value=4, source="A system", grade="measured")
    program = Program(graph_of([line("both", "guess + known")], 3, {"guess": guess, "known": known}))
    assert range_of(program, "guess") == (2, 6)
    assert range_of(program, "known") == pytest.approx((3.6, 4.4))


def test_ranges_stay_within_limits_over_time_and_in_whole_months() -> None:
    plan = {"by": "month", "values": [0.5, 0.8, 0.8]}
    values = {
        "rate": Assumption(label="Rate", unit="1", schedule=plan, limits=(0, 1), grade="guess"),
        "lag": Assumption(label="Lag", unit="month", value=6, source="A system", grade="measured"),
        "fixed": Assumption(label="Fixed", unit="1", value=10, low=10, high=10, grade="guess"),
        "sure": Assumption(label="Sure", unit="1", value=10, low=10, high=10, source="A contract", grade="measured"),
    }
    program = Program(graph_of([line("all", "rate + lag + fixed + sure")], 3, values))
    assert range_of(program, "rate") == (0.5, 1.25)
    assert range_of(program, "lag") == (5, 7)
    assert range_of(program, "fixed") == (5, 15)
    assert range_of(program, "sure") == (10, 10)


def test_many_operands_and_chained_choices_are_computed() -> None:
    found = values_of(
        line("least", f"min({', '.join(str(n) for n in range(1, 251))})"),
        line("chain", " ".join(f"{n} if month < {n} else" for n in range(1, 60)) + " 10 / (month - 70)"),
        months=3,
    )
    assert found["least"] == [1.0] * 4
    assert found["chain"] == [1, 2, 3, 4]


def test_a_delay_in_a_branch_that_is_not_taken_is_left_alone() -> None:
    share = Assumption(label="Share", unit="1", value=1, low=0.5, high=2)
    lines = [line("stock", "month * share"), line("late", "share if month < 3 else delay(stock, month - 3)")]
    graph = graph_of(lines, 5, {"share": share})
    found = Program(graph).run_draws({"share": scaled_value(graph, "share", np.array([1.0, 2.0]))}, 2, ["late"])
    # The months after the second look back to month 3: by month - 3, which leaves 3 in each of them.
    assert found[0, :, 0].tolist() == [1, 1, 1, 3, 3, 3]
    assert found[0, :, 1].tolist() == [2, 2, 2, 6, 6, 6]


def test_an_end_that_cannot_be_computed_is_named_and_spoils_no_other() -> None:
    # At 10% a year and no discount at the opening: 1 at the opening and 1 / 1.1^(m/12) in each of 3 months.
    divisor = Assumption(label="Divisor", unit="1", value=1, low=0, high=2)
    share = Assumption(label="Share", unit="1", value=1, low=0.5, high=1)
    lines = [money("gain", "benefit", "share / divisor")]
    found = swings(Program(graph_of(lines, 3, {"divisor": divisor, "share": share})))
    worth = sum(1.1 ** (-month / 12) for month in range(4))
    assert [swing.assumption for swing in found.found] == ["share"]
    assert found.found[0].npv_at_low == pytest.approx(worth / 2)
    assert [(broken.assumption, broken.value) for broken in found.broken] == [("divisor", 0.0)]
    assert "divides by nought" in found.broken[0].problem.what
    assert swings(Program(graph_of([money("gain", "benefit", "1")], 3, {}))).found == ()


def test_many_swings_are_computed_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("model.sensitivity._NUMBERS_AT_ONCE", 2 * 33)
    many = {f"a{i}": Assumption(label=f"A {i}", unit="1", value=i, low=0, high=2 * i) for i in range(1, 101)}
    program = Program(graph_of([money("gain", "benefit", " + ".join(many))], 1, many))
    found = swings(program).found
    assert [swing.assumption for swing in found] == [f"a{i}" for i in range(100, 0, -1)]
    assert found[0].size == pytest.approx(200 * (1 + 1.1 ** (-1 / 12)))
