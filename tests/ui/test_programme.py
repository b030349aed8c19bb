"""The page of programmes: made, filled, shown and changed; what is not counted is named, and nobody overwrites anybody."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from scenarios import grouping
from scenarios.programme import Member, Programme
from scenarios.store import Store
from tests.exports.test_gathering import saved
from tests.ui.conftest import opened, shown
from ui import programmes

NAME = "programme-author"


def stored(*members: Member) -> Programme:
    """A programme in the store of the test."""
    new = Programme(id="p1", title="All of <it>", organisation="Test", currency="USD", rate=0.0, members=members)
    return Store.open().save_programme(new, parent=0, author="Ann").programme


def two() -> Programme:
    """By hand: 12 × (60 − 40) = 240 USD, and 12 × (90 − 30) = 720 EUR at 1.5 = 1,080 USD; together 1,320 USD."""
    store = Store.open()
    first = saved(store, "First", 60, 40)
    second = saved(store, "Second", 90, 30, currency="EUR", organisation="Other")
    return stored(Member(case=first), Member(case=second, rate=1.5))


def settings(app: AppTest, title: str, author: str) -> None:
    """Fill in the settings and save them."""
    app.text_input(key="programme-title").set_value(title)
    app.text_input(key=NAME).set_value(author)
    app.button(key="programme-save").click().run()
    assert not app.exception


def test_the_empty_page_teaches_and_the_first_programme_is_made() -> None:
    app = opened("programme")
    assert "A programme rolls saved cases up" in shown(app)
    app.button(key="make-programme").click().run()
    settings(app, " ", "Ann")
    assert "The programme has no title." in shown(app)
    assert Store.open().programmes() == ()
    app.text_input(key="programme-rate").set_value("0.08")
    settings(app, "Growth", "Ann")
    assert "could mean" in shown(app)
    app.text_input(key="programme-rate").set_value("9%")
    settings(app, "Growth", "Ann")
    (found,) = Store.open().programmes()
    assert (found.programme.title, found.programme.rate, found.author) == ("Growth", 0.09, "Ann")
    assert found.programme.id in app.query_params["programme"]
    assert "The programme has no case yet." in shown(app)
    assert "Nothing has been saved yet." in shown(app)


def test_it_shows_what_the_cases_come_to() -> None:
    two()
    text = shown(opened("programme", programme="p1"))
    assert "Together they are worth $1.3K and never need funding; four fifths of it is “Second”." in text
    assert "All of &lt;it&gt;" in text
    for part in (
        "$1,320",
        "€720",
        "$1,080",
        "$240",
        "18%",
        "82%",
        "1 EUR = 1.5 USD",
        "Revision 1 is not approved.",
    ):
        assert part in text
    assert "Amounts of Second in EUR are counted at 1.5 USD for each EUR" in text


def test_what_is_not_counted_says_so() -> None:
    programme = two()
    Store.open().delete_programme("p1", author="Ben")
    Store.open().recover_programme("p1", author="Ben")
    Store.open().delete(programme.members[0].case, author="Ben")
    text = shown(opened("programme", programme="p1"))
    assert "“First” is not counted." in text
    assert "Ben deleted the case." in text
    assert "Its one case is worth $1.1K" in text


def test_what_two_cases_may_both_count_stands_before_the_detail() -> None:
    case_id = saved(Store.open(), "First", 60, 40)
    stored(Member(case=case_id, label="A"), Member(case=case_id, label="B"))
    text = shown(opened("programme", programme="p1"))
    assert text.index("“A” and “B” are the same case: up to $720") < text.index("The cases in it")


def test_the_second_is_told_and_can_open_it_again(monkeypatch: pytest.MonkeyPatch) -> None:
    two()
    app = opened("programme", programme="p1")
    app.button(key="programme-settings").click().run()
    see = programmes.see
    monkeypatch.setattr(programmes, "see", lambda _shown: None)  # a dialog runs by itself; this page is not drawn again
    theirs = grouping.restated(stored_now(), "Theirs", "Test", "USD", 0.0, "month_end")
    Store.open().save_programme(theirs, parent=1, author="Ben")
    settings(app, "Mine", "Ann")
    assert "Ben saved the programme at" in shown(app)
    assert stored_now().title == "Theirs"
    monkeypatch.setattr(programmes, "see", see)
    app.button(key="programme-again").click().run()
    assert "Theirs" in shown(app)
    app.button(key="programme-settings").click().run()
    settings(app, "Mine", "Ann")
    assert (stored_now().title, len(stored_now().members)) == ("Mine", 2)


def stored_now() -> Programme:
    found = Store.open().programme("p1")
    assert found is not None
    return found.programme


def test_another_currency_takes_the_rates_away() -> None:
    two()
    app = opened("programme", programme="p1")
    app.button(key="programme-settings").click().run()
    app.selectbox(key="programme-currency").set_value("EUR")
    settings(app, "In euros", "Ann")
    assert [member.rate for member in stored_now().members] == [None, None]
    assert "It is in USD, the programme in EUR, and no rate of exchange is stated." in shown(app)


def test_how_a_case_is_counted_can_be_changed() -> None:
    two()
    app = opened("programme", programme="p1")
    app.session_state["picked:dialog"] = "programme-member:1"
    app.run()
    app.number_input(key="member-rate").set_value(2.0)
    app.text_input(key="member-label").set_value("Europe")
    app.selectbox(key="member-revision").set_value(1)
    app.text_input(key=NAME).set_value("Ann")
    app.button(key="member-save").click().run()
    assert not app.exception
    second = stored_now().members[1]
    assert (second.revision, second.rate, second.label) == (1, 2.0, "Europe")
    assert "$1,680" in shown(app)  # 240 + 720 × 2


@pytest.mark.parametrize("name", ["none", "p1"])
def test_a_programme_that_is_not_there_is_named(name: str) -> None:
    two()
    Store.open().delete_programme("p1", author="Ben")
    app = opened("programme", programme=name)
    assert ("Ben deleted the programme" in shown(app)) == (name == "p1")
    assert ("The link names the programme “none”, which is not here." in shown(app)) == (name == "none")
    if name == "p1":
        app.button(key="recover-programme").click().run()
        app.text_input(key="signing-author").set_value("Ann")
        app.button(key="signing-now").click().run()
        assert "Together they are worth" in shown(app)


def test_it_is_deleted_by_name() -> None:
    two()
    app = opened("programme", programme="p1")
    app.button(key="delete-programme").click().run()
    app.text_input(key="signing-author").set_value("Ann")
    app.button(key="signing-now").click().run()
    assert Store.open().programmes() == ()
    assert "programme" not in app.query_params
    app.toggle(key="programmes-deleted").set_value(True).run()
    assert "Recover: All of &lt;it&gt;" in shown(app)
