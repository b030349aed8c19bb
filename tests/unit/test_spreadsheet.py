"""The Excel reading: formulas as a person would write them by hand, on a sheet that is drawn here.

Row 1 holds the numbers of the months and row 2 those of the years; the opening stands in column C, sums in column B. The
lines `a`, `b` and `c` have rows 4, 5 and 6, the schedule `plan` row 3.
"""

from __future__ import annotations

import pytest

from model.graph import Graph
from model.resolved import ResolvedLine
from model.spreadsheet import Formulas, Sheet, filled, formulas, numbers_in, sums_over_all
from tests.strategies import graph_of

SHEET = Sheet(
    rows={"plan": 3, "a": 4, "b": 5, "c": 6},
    values={"share": "in_share", "rate": "in_rate", "whole_a": "in_whole_a"},
    flows=frozenset({"rate"}),
    numbers={2.0: "no_two", -1.5: "no_minus", 0.5: "no_half", 1000.0: "no_thousand"},
    month_row=1, year_row=2, opening="C", total="B", half="half", dust="dust", shortest="short",
)  # fmt: skip


def graph(formula: str, opening: str | None = None) -> Graph:
    """A graph in which `c` has the formula; `b` is a stock and `a` a plain line."""
    lines = {"a": ("share * month", None), "b": ("prev(b) + a", "1"), "c": (formula, opening)}
    return graph_of(
        [
            ResolvedLine(id=name, label=name, unit="1", kind="driver", formula=text, opening=first)
            for name, (text, first) in lines.items()
        ]
    )


def written(formula: str, opening: str | None = None) -> Formulas:
    return formulas(graph(formula, opening).rows["c"], SHEET)


@pytest.mark.parametrize(
    ("formula", "months"),
    [
        ("a + share - rate", "{now}4+in_share-in_rate"),
        ("a - (share - rate)", "{now}4-(in_share-in_rate)"),
        ("a * (share + 1)", "{now}4*(in_share+1)"),
        ("a / (share * rate)", "{now}4/(in_share*in_rate)"),
        ("-a * share", "(-{now}4)*in_share"),
        ("-(a + share)", "-({now}4+in_share)"),
        ("plan * 2", "{now}3*no_two"),
        ("a * -1 + 0", "{now}4*(-1)+0"),
        ("a * -1.5", "{now}4*no_minus"),
        ("-a ** 2", "-({now}4^no_two)"),
        ("(a * share) ** 2", "({now}4*in_share)^no_two"),
        ("a ** 0", "IF(0=0,1,{now}4^0)"),
        ("a ** share", "IF(in_share=0,1,{now}4^in_share)"),
        ("a < share", "IF({now}4<in_share,1,0)"),
        ("(a == share) + (a != 1)", "IF({now}4=in_share,1,0)+IF({now}4<>1,1,0)"),
        ("a if share > 0.5 else rate", "IF(in_share>no_half,{now}4,in_rate)"),
        ("a if share else rate", "IF(in_share<>0,{now}4,in_rate)"),
        ("min(a, share, 1)", "MIN({now}4,in_share,1)"),
        ("max(exp(a), ln(share), sqrt(rate))", "MAX(EXP({now}4),LN(in_share),SQRT(in_rate))"),
        ("floor(a / share)", "INT(ROUND({now}4/in_share,dust))"),
        ("2 * ceil(a)", "no_two*(-INT(-ROUND({now}4,dust)))"),
        ("month + year + one_month", "{now}$1+{now}$2+1"),
        ("prev(b)", "{before}5"),
        ("cumulative(a)", "SUM($C4:{now}4)"),
        ("total(a)", "$B4"),
        ("after(share)", "IF({now}$1>in_share,1,0)"),
        ("at(share)", "IF({now}$1=INT(in_share+half),1,0)"),
        ("ramp(share, rate)", "MIN(MAX(({now}$1-in_share)/MAX(in_rate,short),0),1)"),
        ("ramp(share + 1, 2)", "MIN(MAX(({now}$1-(in_share+1))/MAX(no_two,short),0),1)"),
        ("delay(a, share)", "IF(INT(in_share+half)>{now}$1,0,INDEX($C4:{now}4,1,{now}$1-INT(in_share+half)+1))"),
        ("delay(a, 1)", "IF(INT(1+half)>{now}$1,0,INDEX($C4:{before}4,1,{now}$1-INT(1+half)+1))"),
    ],
)
def test_a_formula_fills_to_the_right(formula: str, months: str) -> None:
    assert written(formula).months == months


@pytest.mark.parametrize(
    ("formula", "opening"),
    [
        ("a + share * rate", "{now}4+in_share*0"),  # a flow has no amount at an instant
        ("prev(b)", "{now}5"),  # there is no month before, so it is the opening of b itself
        ("delay(a, 1)", "0"),
        ("delay(a, 0)", "IF(INT(0+half)>{now}$1,0,INDEX($C4:{now}4,1,{now}$1-INT(0+half)+1))"),
        ("total(a)", "$B4"),
    ],
)
def test_the_opening_has_a_formula_of_its_own(formula: str, opening: str) -> None:
    assert written(formula).opening == opening


def test_a_declared_opening_counts() -> None:
    assert written("prev(c) + a", "share * 2") == Formulas("in_share*no_two", "{before}6+{now}4")


def test_columns_are_put_in() -> None:
    assert filled("{before}5+SUM($C4:{now}4)", "AA", "Z") == "Z5+SUM($C4:AA4)"


def test_numbers_other_than_one_and_nought_stand_elsewhere() -> None:
    row = graph("a * 2 + 1 - 0 * -1 + 1000", "0.5").rows["c"]
    assert list(numbers_in(row)) == [2.0, 1000.0, 0.5]
    with pytest.raises(KeyError):
        written("a * 3")


def test_sums_over_all_months_are_named() -> None:
    assert list(sums_over_all(graph("total(a) + b", "total(b)").rows["c"])) == ["a", "b"]


def test_more_operands_than_excel_takes_are_nested() -> None:
    """Excel takes 255; 200 are written side by side, and the 50 others as one more."""
    text = written(f"min({', '.join(['a'] * 250)})").months
    assert text == f"MIN({','.join(['{now}4'] * 200)},MIN({','.join(['{now}4'] * 50)}))"


def test_what_excel_cannot_read_is_found() -> None:
    assert not written("a + 1").is_too_large
    assert Formulas("1", "1+" * 5_000).is_too_large
    assert Formulas("(" * 70 + "1" + ")" * 70, "1").is_too_large
