"""A programme of saved cases: each counted or named with why not, called apart, told in words, and written to files."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from exports import charts
from exports import programme as said
from model.case import Case
from model.problems import CaseProblems, Problem
from scenarios import grouping
from scenarios.gathering import Together, opened, stand_as_saved, together
from scenarios.programme import Member, Programme
from scenarios.standing import Standing
from scenarios.store import Store
from scenarios.stored import Saved
from tests.cases import BARE
from tests.exports.test_charts import assert_valid

NONE = Programme(id="p1", title="All of it", organisation="Test", currency="USD", rate=0.0)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    found = Store.open(f"sqlite:///{tmp_path / 'cases.db'}")
    yield found
    found.close()


def money(name: str, kind: str, amount: float, currency: str) -> dict[str, Any]:
    line = {"id": name, "label": name.capitalize(), "unit": f"{currency}/month", "kind": kind, "formula": f"{amount:g}"}
    return line | ({"class": "cashable"} if kind == "benefit" else {})


def a_case(title: str, gain: float, spend: float, currency: str = "USD", **fields: Any) -> Case:
    """A case that brings and costs the same in each of twelve months."""
    lines = [money("gain", "benefit", gain, currency), money("spend", "cost", spend, currency)]
    return Case.model_validate(BARE | {"title": title, "currency": currency, "lines": lines} | fields)


def saved(store: Store, title: str, gain: float, spend: float, **fields: Any) -> str:
    return store.create(a_case(title, gain, spend, **fields), author="Ann").case_id


def programme(*members: Member, **fields: Any) -> Programme:
    return NONE.model_copy(update={"members": members, **fields})


def both(store: Store, rate: float | None = 1.5) -> Together:
    """By hand: 12 × (60 − 40) = 240 USD, and 12 × (90 − 30) = 720 EUR at 1.5 = 1,080 USD; together 1,320 USD."""
    first = saved(store, "First", 60, 40)
    second = saved(store, "Second", 90, 30, currency="EUR", organisation="Other")
    return together(programme(Member(case=first), Member(case=second, rate=rate)), store)


def test_totals_and_words_by_hand(store: Store) -> None:
    # Costs 12 × 40 + 12 × 30 × 1.5 = 1,020, so that ROI is 1,320 / 1,020 = 129%; 1,080 of 1,320 is 82%, about four fifths.
    shown = both(store)
    assert shown.result is not None
    assert shown.result.worth.npv == pytest.approx(1320)
    assert said.answer(shown) == "Together they are worth $1.3K and never need funding; four fifths of it is “Second”."
    assert [text for _, text, _ in said.figure_cards(shown.result)] == ["$1,320", "129%", "at once", "$0"]
    assert [said.share_of(member, shown.result) for member in shown.result.members] == ["18%", "82%"]
    assert said.own_figures(shown.result.members[1]) == ("€720", "200%", "at once", "€0")
    assert said.exchange(shown.result.members[1], shown.result) == "1 EUR = 1.5 USD"
    assert said.rank_rows(shown.result) == [
        ("Second", "$1,080 · 1st", "200.0% · 1st", "–"), ("First", "$240 · 2nd", "50.0% · 2nd", "–"),
    ]  # fmt: skip


def test_what_cannot_be_counted_is_named_and_left_out(store: Store) -> None:
    whole, gone = saved(store, "Whole", 60, 40), saved(store, "Gone", 1, 1)
    store.delete(gone, author="Ben")
    euros = saved(store, "Euros", 1, 1, currency="EUR")
    listed = (
        Member(case=whole), Member(case=gone), Member(case="none"), Member(case=whole, revision=7),
        Member(case=whole, scenario="poor"), Member(case=euros), Member(case=whole, rate=2.0),
    )  # fmt: skip
    shown = together(programme(*listed), store)
    assert [(item.place, item.fault) for item in shown.left_out] == [
        (1, "Ben deleted the case."),
        (2, "The store has no such case."),
        (3, "It has no revision 7."),
        (4, "Revision 1 has no scenario “poor”."),
        (5, "It is in EUR, the programme in USD, and no rate of exchange is stated."),
        (6, "It is in USD as the programme is, and has a rate of exchange of 2."),
    ]
    assert all(item.remedy for item in shown.left_out)
    assert shown.result is not None
    assert shown.result.worth.npv == pytest.approx(240)
    assert said.answer(shown).startswith("Its one case is worth $240 and never needs funding. “")
    assert said.answer(shown).endswith("are not counted.")


def test_a_case_without_figures_is_named(store: Store) -> None:
    def nothing(found: Saved, scenario: str | None) -> Standing:
        problem = Problem("missing", (), "The fee is missing.", "It is a cost.", "Write the fee.")
        return replace(stand_as_saved(found, scenario), analysis=None, problems=(problem,), left_out=("Fee",))

    (item,) = together(programme(Member(case=saved(store, "Broken", 1, 1))), store, nothing).found
    assert (item.fault, item.remedy) == ("It has no figures yet. The fee is missing.", "Write the fee.")
    assert item.remarks == ("Revision 1 is not approved.",)


def test_a_case_that_lacks_answers_is_counted_as_far_as_it_goes(store: Store) -> None:
    # Without the fee, only 12 × 60 of benefits are known.
    fee = {"label": "Fee", "unit": "USD/month"}
    lines = [money("gain", "benefit", 60, "USD"), money("spend", "cost", 0, "USD") | {"formula": "fee"}]
    case_id = saved(store, "Begun", 0, 0, lines=lines, assumptions={"fee": fee})
    shown = together(programme(Member(case=case_id)), store)
    assert shown.found[0].remarks[-1] == "Answers are missing: it is counted as far as it goes, without Spend."
    assert shown.result is not None
    assert shown.result.worth.npv == pytest.approx(720)


def test_nothing_to_add_up_is_said(store: Store) -> None:
    assert said.answer(together(NONE, store)) == "The programme has no case yet."
    shown = together(programme(Member(case="none")), store)
    assert said.answer(shown) == "None of its cases can be counted yet."
    assert shown.record()["not_counted"][0]["why"] == "The store has no such case."
    assert "not counted,none,Case none" in said.programme_csv(shown)


def test_remarks_on_revisions(store: Store) -> None:
    case_id = saved(store, "First", 60, 40)
    store.judge(case_id, 1, verdict="approved", author="Cem")
    store.save(case_id, a_case("Second", 80, 40), parent=1, author="Ben")
    old, new = together(programme(Member(case=case_id, revision=1), Member(case=case_id)), store).found
    assert old.remarks == ("Revision 1 is counted; Ben has saved revision 2 since.",)
    assert new.remarks == ("Revision 2 is not approved; revision 1 has an approval.",)
    assert (old.label, new.label) == ("First", "Second")
    store.judge(case_id, 2, verdict="returned", author="Cem")
    (again,) = together(programme(Member(case=case_id)), store).found
    assert again.remarks == ("Revision 2 was returned by Cem.",)
    assert said.which(again).startswith("Base case, revision 2, always the newest, saved by Ben on ")


def test_cases_are_called_apart(store: Store) -> None:
    one, other = saved(store, "Same", 60, 40), saved(store, "Same", 60, 40, organisation="Other")
    alike = saved(store, "Same", 60, 40)
    shown = together(
        programme(Member(case=one), Member(case=other), Member(case=alike), Member(case=one, label="Mine")), store
    )
    assert [item.label for item in shown.found] == ["Same (Test) (1)", "Same (Other)", "Same (Test) (2)", "Mine"]


def test_overlaps_are_told_by_pair(store: Store) -> None:
    # The same case twice: the smaller present value of benefits is 12 × 60 = 720.
    case_id = saved(store, "First", 60, 40)
    shown = together(programme(Member(case=case_id, label="A"), Member(case=case_id, label="B")), store)
    assert shown.result is not None
    ((told, remedy),) = said.overlaps(shown.result)
    assert told == "“A” and “B” are the same case: up to $720 of benefits at today's value stand in the total twice."
    assert remedy == "Take one of them out, unless both will happen."


@pytest.mark.parametrize(
    ("gain", "spend", "words"),
    [
        # 12 × (10 − 40) = −360 against 12 × (60 − 40) = 240: together −120, never back.
        ((60, 40), (10, 40), "Together they are worth −$120 and do not pay back in one year; the best of them is “One” ($240)."),
        # −360 and −120: together −480.
        ((10, 40), (30, 40), "Together they are worth −$480 and do not pay back in one year; none of them is worth more than it costs."),
        # 240 − 120: together 120, and One alone 240.
        ((60, 40), (30, 40), "Together they are worth $120 and never need funding; “One” alone is worth $240, and others take from that."),
    ],
)  # fmt: skip
def test_the_answer_holds_whatever_the_figures(
    store: Store, gain: tuple[float, float], spend: tuple[float, float], words: str
) -> None:
    members = [Member(case=saved(store, name, *flows)) for name, flows in (("One", gain), ("Two", spend))]
    assert said.answer(together(programme(*members), store)) == words


def test_many_small_cases_have_no_main_one(store: Store) -> None:
    # Six cases of 240: each is a sixth of 1,440.
    members = [Member(case=saved(store, f"Case {number}", 60, 40)) for number in range(6)]
    shown = together(programme(*members), store)
    assert said.answer(shown).endswith("; the largest of them is “Case 0” ($240).")


def test_files_hold_everything_and_no_formula(store: Store) -> None:
    shown = both(store)
    shown = together(
        shown.programme.model_copy(update={"title": "=1+1", "members": (*shown.programme.members, Member(case="-x"))}),
        store,
    )
    rows = list(csv.DictReader(io.StringIO(said.programme_csv(shown))))
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row.values())
    values = {(row["part"], row["label"], row["figure"]): row["value"] for row in rows}
    assert float(values["programme", "'=1+1", "npv"]) == pytest.approx(1320)
    adds = [float(row["value"]) for row in rows if (row["part"], row["figure"]) == ("contribution", "npv")]
    assert sum(adds) == pytest.approx(1320, abs=0.005)
    assert [row["id"] for row in rows if row["part"] == "not counted"] == ["'-x"]
    record = json.loads(json.dumps(shown.record()))
    assert [member["case"] for member in record["members"]] == [member.case for member in shown.programme.members[:2]]
    assert record["not_counted"][0]["place"] == 2


# --- the chart ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("look", [charts.LIGHT, charts.DARK], ids=["light", "dark"])
def test_the_chart_draws_the_programme_and_its_cases(store: Store, look: charts.Look) -> None:
    shown = both(store)
    assert shown.result is not None
    chart = charts.programme_cash(shown.result, look)
    assert_valid(chart)
    assert chart.title == "No money is ever out"
    assert chart.columns == ("", "Together", "First", "Second")
    assert chart.rows[-1] == ("December 2027", "$1,320", "$240", "$1,080")


def test_the_chart_says_when_the_money_is_back_and_adds_up_many(store: Store) -> None:
    # Eight cases: 300 out at the opening and 50 a month in, so that the money is back in month 6; 8 × 300 is the deepest.
    fee = {"label": "Fee", "unit": "USD/month", "schedule": {"opening": 300.0, "by": "month", "values": [0.0] * 12}}
    lines = [
        money("gain", "benefit", 50, "USD") | {"formula": "50"},
        money("spend", "cost", 0, "USD") | {"formula": "fee"},
    ]
    members = [
        Member(case=saved(store, f"Case {number}", 0, 0, lines=lines, assumptions={"fee": fee})) for number in range(8)
    ]
    shown = together(programme(*members), store)
    assert shown.result is not None
    chart = charts.programme_cash(shown.result)
    assert_valid(chart)
    assert chart.title == "The money is back in month 6 (June 2027)"
    assert chart.columns[-1] == "3 others"
    assert chart.rows[0][1] == "−$2,400"
    assert chart.rows[0][-1] == "−$900"


def test_the_chart_of_one_case_and_of_nothing(store: Store) -> None:
    never = together(programme(Member(case=saved(store, "Never", 10, 40))), store)
    idle = together(programme(Member(case=saved(store, "Idle", 0, 0))), store)
    assert never.result
    assert idle.result
    chart = charts.programme_cash(never.result)
    assert (chart.title, chart.columns) == ("The money is not back within one year", ("", "Never"))
    assert charts.programme_cash(idle.result).title == "No money is spent and none comes in"


# --- changes -----------------------------------------------------------------------------------------------------


def test_changes_are_checked_and_keep_the_rest() -> None:
    new = grouping.made("Growth", "Test", "USD", 0.08, "month_end")
    assert len(new.id) == 16
    two = grouping.added(grouping.added(new, "a"), "b", 1.1)
    assert [member.case for member in two.members] == ["a", "b"]
    exact = grouping.changed(two, 0, Member(case="a", revision=2, label="First"))
    assert exact.members == (Member(case="a", revision=2, label="First"), Member(case="b", rate=1.1))
    assert grouping.removed(exact, 0).members == (Member(case="b", rate=1.1),)
    renamed = grouping.restated(exact, "Other", "Test", "USD", 0.1, "year_end")
    assert (renamed.id, renamed.title, renamed.members) == (new.id, "Other", exact.members)
    assert grouping.restated(exact, "Other", "Test", "EUR", 0.1, "year_end").members[1].rate is None
    with pytest.raises(CaseProblems):
        grouping.made("", "Test", "USD", 0.08, "month_end")
    with pytest.raises(CaseProblems):
        grouping.restated(new, "Growth", "Test", "XXY", 0.08, "month_end")


def test_a_programme_is_opened_by_its_id(store: Store) -> None:
    shown = both(store)
    store.save_programme(shown.programme, parent=0, author="Ann")
    assert opened("p1", store).record() == shown.record()
    store.delete_programme("p1", author="Ann")
    for name in ("p1", "none"):
        with pytest.raises(CaseProblems) as caught:
            opened(name, store)
        assert caught.value.problems[0].code == "unknown_programme"
