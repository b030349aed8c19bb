"""The help page without a browser: every section says what it promises, from the one source of each fact."""

from __future__ import annotations

import re
from datetime import date

from streamlit.testing.v1 import AppTest

from exports import glossary, wording
from model.challenges import RULES
from model.finance import TIMING_WORDS
from model.parse import FUNCTIONS, TIME_FUNCTIONS, TIME_WORDS
from scenarios import drafts
from scenarios.blank import blank
from tests.conftest import ROOT
from tests.ui.conftest import opened, shown
from ui.components import markup
from ui.journey import PLACES


def at(name: str, **link: str) -> AppTest:
    app = opened("help", **link)
    app.session_state["picked:help"] = name
    app.run()
    assert not app.exception
    return app


def test_first_steps_are_the_journey_in_eleven_lines() -> None:
    said = shown(at("first"))
    steps = re.findall(r"<li><div><p><button[^>]* data-pick='(\w+)'", said)
    assert steps == [place.name for place in PLACES if place.is_step or place.name == "library"]
    assert len(steps) == 11
    assert "An answer is written as people write it" in said


def test_every_headline_figure_is_explained_with_the_figures_of_the_case() -> None:
    said = shown(at("figures"))
    for key in wording.FIGURE_LABELS:
        assert markup.escape(wording.figure_label(key)) in said, key
        assert f"data-pick='figure:{key}'" in said
    # The published case of SPS Commerce is worth $337,535; see tests/browser.
    assert "$337,535" in said
    assert "time is set free; it is worth money only if it is put to use" in said


def test_a_figure_leads_to_what_it_is_computed_from() -> None:
    app = at("figures")
    app.session_state["trace"] = ("figure:roi",)
    app.run()
    assert not app.exception
    assert "Computed from" in shown(app)


def test_a_case_without_figures_is_shown_those_of_the_example() -> None:
    draft_id = drafts.new_id()
    drafts.save(draft_id, blank("Acme", "A case", "EUR", date(2027, 1, 1)), origin="test", expected=None)
    said = shown(at("figures", draft=draft_id))
    assert "Your case has no figures yet" in said
    assert "data-pick='figure:npv'" not in said
    assert "What your case would be worth" not in shown(at("timing", draft=draft_id))


def test_conventions_are_shown_at_the_rate_of_the_case() -> None:
    said = shown(at("timing"))
    for words in TIMING_WORDS.values():
        assert markup.escape(words[1:]) in said
    # SPS Commerce is discounted at 10%: 1000 / 1.1 = 909.09.
    assert "$909.09" in said
    assert "What your case would be worth under each" in said
    assert "$337,535" in said


def test_every_word_of_the_formula_language_is_there() -> None:
    said = shown(at("formulas"))
    for word in (*FUNCTIONS, *TIME_FUNCTIONS, *TIME_WORDS):
        assert f"<code>{word}" in said, word


def test_every_challenge_rule_is_there() -> None:
    app = at("challenges")
    said = shown(app)
    for rule in RULES:
        assert markup.escape((rule.__doc__ or "").strip().splitlines()[0]) in said
    app.button("to-findings").click().run()
    assert "What a CFO will ask" in shown(app)


def test_the_glossary_is_whole_and_can_be_searched() -> None:
    app = at("glossary")
    said = shown(app)
    for term, meaning in glossary.terms().items():
        wanted = f"<dt>{markup.escape(term)}</dt><dd>{markup.escape(meaning)}</dd>"
        assert re.sub("<span class='cc-whole'>([^<]*)</span>", r"\1", wanted) in said
    app.text_input("help-term").set_value("money back").run()
    said = shown(app)
    assert "<dt>reinvest rate</dt>" in said
    assert "<dt>access</dt>" not in said
    app.text_input("help-term").set_value("synergy").run()
    assert "The glossary has no word for “synergy”." in shown(app)


def test_the_keys_are_those_of_the_frame() -> None:
    frame = (ROOT / "ui" / "components" / "frame.py").read_text()
    assert 'shortcut="Mod+Z"' in frame
    assert 'shortcut="Mod+Shift+Z"' in frame
    said = shown(at("keyboard"))
    assert "<dt>Ctrl + Z, on a Mac ⌘ + Z</dt>" in said
    assert "<dt>Ctrl + Shift + Z, on a Mac ⌘ + Shift + Z</dt>" in said
