"""The library page without a browser: what it counts, finds and opens, and where it leads."""

from __future__ import annotations

import time
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from exports.shelf import counted
from model.line import Library
from scenarios import drafts
from scenarios.blank import blank
from scenarios.editing import switch_on
from tests.ui.conftest import opened, shown

SEARCH = "library-words"
MOST_SHOWN = 40


def searched(words: str, **link: str) -> AppTest:
    app = opened("library", **link)
    return app.text_input(SEARCH).set_value(words).run()


def open_entry(app: AppTest, name: str) -> AppTest:
    app.session_state["picked:library"] = name
    return app.run()


def test_it_leads_with_what_is_known(shelf: Library) -> None:
    said = shown(opened("library"))
    assert "What is known, and from whom?" in said
    assert counted(shelf) in said


def test_the_list_is_capped_and_says_so(shelf: Library) -> None:
    said = shown(opened("library"))
    entries = len(shelf.assumptions) + len(shelf.streams)
    assert f"{entries} entries" in said
    assert f"… and {entries - MOST_SHOWN} more; search to narrow." in said
    assert said.count("data-pick='assumption:") + said.count("data-pick='stream:") == MOST_SHOWN


def test_the_best_hit_is_opened_with_its_figures_and_links() -> None:
    said = shown(searched("cost of a contact"))
    assert "What does one support contact cost you on average" in said
    assert "$2 to $50 a contact; a value outside is challenged, not refused" in said
    assert "at least $0 a contact; anything else is refused" in said
    # From assumptions/sources.yaml: the glossary that gives 10 to 25 USD for a contact by phone.
    assert (
        "<a href='https://www.aicxstack.com/glossary/cost-per-contact' target='_blank' rel='noopener noreferrer'>"
        in said
    )
    assert "<strong>$10 to $25 a contact</strong> – Phone" in said


def test_what_the_case_says_stands_beside_it_and_leads_to_its_question() -> None:
    app = searched("cost of a contact")
    said = shown(app)
    # The example states 22 USD a contact; see scenarios/examples/sps_commerce.yaml.
    assert "<strong>$22 a contact</strong> Cost of a contact, all channels" in said
    assert "Go to its question" in said
    assert "data-pick='unit_contact_cost'" in said
    said = shown(open_entry(app, "assumption:chat_contact_cost"))
    assert "The case on the desk does not ask for it" in said


def test_a_missing_answer_is_named() -> None:
    draft_id = drafts.new_id()
    case = switch_on(blank("Acme", "A case", "EUR", date(2027, 1, 1)), "support_deflection")
    drafts.save(draft_id, case, origin="test", expected=None)
    assert "We still need this answer." in shown(searched("cost of a contact", draft=draft_id))


def test_a_stream_shows_its_lines_in_words_and_leads_to_its_page() -> None:
    app = searched("retention")
    said = shown(app)
    assert "Applies when" in said
    assert "Methods it follows" in said
    assert "” times “" in said
    app.button("to-stream").click().run()
    assert "What will it bring?" in shown(app)


def test_a_cost_group_leads_to_the_budget() -> None:
    app = open_entry(opened("library"), "stream:people")
    app = app.selectbox("library-topic").set_value("people").run()
    assert app.button("to-stream").label == "Go to it on Budget"


def test_filters_narrow_and_are_kept_while_other_pages_are_shown(shelf: Library) -> None:
    app = opened("library")
    app.checkbox("library-published").check().run()
    published = sum(bool(record.benchmarks) for record in shelf.assumptions.values())
    assert f"{published} entries" in shown(app)
    app.selectbox("library-topic").set_value("general").run()
    app.text_input(SEARCH).set_value("inflation").run()
    app.switch_page("ui/pages/help.py").run()
    app.switch_page("ui/pages/library.py").run()
    assert app.text_input(SEARCH).value == "inflation"
    assert app.checkbox("library-published").value is True
    assert app.selectbox("library-topic").value == "general"


def test_nothing_found_offers_a_way_back() -> None:
    app = searched("synergy <b>")
    said = shown(app)
    assert "Nothing in the library speaks of “synergy &lt;b&gt;”" in said
    app.button("library-all").click().run()
    assert app.text_input(SEARCH).value == ""
    assert "entries" in shown(app)


def test_another_page_can_ask_for_an_entry() -> None:
    app = opened("library")
    app.session_state["focus"] = "assumption:reach"
    app.run()
    assert "Share of the audience that can be won" in shown(app)
    assert "<dt>Name in formulas</dt><dd>reach</dd>" in shown(app)
    assert app.selectbox("library-topic").value == "membership"


@pytest.mark.parametrize("case", ["cio_leadership", "support_b2b"])
def test_it_opens_on_every_kind_of_case(case: str) -> None:
    assert "What is known, and from whom?" in shown(opened("library", case=case))


def test_a_search_is_drawn_fast() -> None:
    app = searched("contact")
    times = []
    for words in ("cost", "salary", "members", "forrester", "rate"):
        begun = time.perf_counter()
        app.text_input(SEARCH).set_value(words).run()
        times.append(time.perf_counter() - begun)
    # The whole app is run for each search, frame and rail included; the page has a small part in it.
    assert min(times) < 0.5
