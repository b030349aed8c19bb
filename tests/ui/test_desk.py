"""The desk: what a link opens, that every change is kept and can be taken back, and that nobody is shown a trace."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from scenarios import drafts
from scenarios.files import read_case
from scenarios.writing import case_yaml
from tests.conftest import ROOT
from tests.ui.conftest import opened, shown
from ui import cached
from ui.journey import BY_NAME, PLACES

SUPPORT = "support_b2b"
AGENT_COST = "answer::unit_contact_cost:value"


def at_questions(app: AppTest, group: str = "support_deflection", page: str = "value") -> AppTest:
    """The same window, on the questions of a group."""
    app.session_state[f"picked:{page}"] = group
    return turned(app, page)


def turned(app: AppTest, page: str) -> AppTest:
    app.switch_page(f"ui/pages/{page}.py").run()
    assert not app.exception
    return app


def said(app: AppTest) -> str:
    return " ".join(element.value for kind in (app.warning, app.info, app.error) for element in kind)


def kept(app: AppTest) -> drafts.Draft:
    """The draft the link of a window names."""
    named = app.query_params["draft"]
    found = drafts.load(named[0] if isinstance(named, list) else named)
    assert found is not None
    return found


def answered(app: AppTest, value: str, key: str = AGENT_COST) -> AppTest:
    app.text_input(key=key).set_value(value).run()
    assert not app.exception
    return app


# --- links --------------------------------------------------------------------------------------------------------


def test_it_opens_on_a_public_example() -> None:
    app = opened()
    assert "SPS Commerce" in shown(app)
    assert "public example; your first change makes a copy" in shown(app)
    assert not said(app)
    assert drafts.recent() == ()


def test_a_link_names_case_scenario_and_counting() -> None:
    app = opened(case=SUPPORT, scenario="conservative", counting="cashable")
    assert app.selectbox(key="scenario-picker").value == "conservative"
    assert app.toggle(key="cash-only").value is True
    assert "cashable savings" in shown(app)
    assert not said(app)


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ({"case": "nowhere"}, "the case “nowhere”, which is not here"),
        ({"draft": "nowhere"}, "the draft “nowhere”, which is not here"),
        ({"draft": "../../../../secret"}, "which is not here"),
        ({"case": "<b>x</b>"}, "which is not here"),
        ({"scenario": "nowhere"}, "no scenario “nowhere”; the base case is shown"),
    ],
)
def test_a_link_to_nowhere_says_so_and_shows_an_example(link: dict[str, str], words: str) -> None:
    app = opened(**link)
    assert words in said(app).replace("\\", "")
    assert "SPS Commerce" in shown(app)
    assert app.query_params["case"] in ("sps_commerce", ["sps_commerce"])
    app.run()
    assert not said(app)


def test_a_draft_that_is_damaged_is_kept_and_explained(home: Path) -> None:
    app = answered(at_questions(opened("value", case=SUPPORT)), "$31")
    path = home / "drafts" / f"{kept(app).id}.yaml"
    path.write_text("schema: 1\nid: [")
    other = opened(draft=path.stem)
    assert "not here" not in said(other)
    assert said(other)
    assert path.read_text() == "schema: 1\nid: ["
    assert "SPS Commerce" in shown(other)


def test_an_example_that_is_damaged_is_explained(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    text = (cached.EXAMPLES / "sps_commerce.yaml").read_text()
    (tmp_path / "sps_commerce.yaml").write_text(text)
    (tmp_path / "broken.yaml").write_text("schema: 1\nid: [")
    monkeypatch.setattr(cached, "EXAMPLES", tmp_path)
    app = opened(case="broken")
    assert said(app)
    assert "SPS Commerce" in shown(app)
    assert list(cached.examples()) == ["sps_commerce"]


# --- every change is kept -----------------------------------------------------------------------------------------


def test_the_first_change_makes_a_draft_which_the_link_names() -> None:
    app = answered(at_questions(opened("value", case=SUPPORT)), "$31")
    draft = kept(app)
    assert draft.case.assumptions["unit_contact_cost"].value == 31
    assert draft.origin == SUPPORT
    assert "case" not in app.query_params
    assert "draft saved" in shown(app)
    assert cached.shipped(SUPPORT).assumptions["unit_contact_cost"].value != 31


def test_another_window_opens_the_draft_from_its_link() -> None:
    app = answered(
        at_questions(opened("value", case=SUPPORT, scenario="conservative")),
        "$31",
        AGENT_COST.replace("::", ":conservative:"),
    )
    other = opened(draft=kept(app).id, scenario="conservative")
    assert other.session_state["desk"].case == app.session_state["desk"].case
    assert at_questions(other).text_input(key=AGENT_COST.replace("::", ":conservative:")).value == "$31 a contact"


def test_what_is_written_is_there_after_visits_to_every_other_page() -> None:
    app = answered(at_questions(opened("value", case=SUPPORT)), "$31")
    for place in PLACES:
        turned(app, place.name)
    assert turned(app, "value").text_input(key=AGENT_COST).value == "$31 a contact"
    assert kept(app).case.assumptions["unit_contact_cost"].value == 31


def test_changes_are_taken_back_and_made_again() -> None:
    app = at_questions(opened("value", case=SUPPORT))
    before = app.text_input(key=AGENT_COST).value
    assert app.button(key="undo").disabled
    answered(answered(app, "31"), "32")
    app.button(key="undo").click().run()
    assert app.text_input(key=AGENT_COST).value == "$31 a contact"
    app.button(key="undo").click().run()
    assert app.text_input(key=AGENT_COST).value == before
    assert app.button(key="undo").disabled
    assert kept(app).case == cached.shipped(SUPPORT)
    app.button(key="redo").click().run()
    app.button(key="redo").click().run()
    assert app.text_input(key=AGENT_COST).value == "$32 a contact"
    assert app.button(key="redo").disabled
    assert kept(app).case.assumptions["unit_contact_cost"].value == 32
    app.button(key="undo").click().run()
    answered(app, "40")
    assert app.button(key="redo").disabled


def test_what_cannot_be_read_stays_in_its_box_with_the_reason() -> None:
    app = answered(at_questions(opened("value", case=SUPPORT)), "about thirty <b>dollars</b>")
    assert app.text_input(key=AGENT_COST).value == "about thirty <b>dollars</b>"
    assert "is not a number we can read" in shown(app)
    assert "<b>dollars" not in shown(app)
    assert app.session_state["desk"].case == cached.shipped(SUPPORT)
    assert drafts.recent() == ()
    turned(app, "budget")
    assert turned(app, "value").text_input(key=AGENT_COST).value == "about thirty <b>dollars</b>"
    answered(app, "30")
    assert "is not a number we can read" not in shown(app)
    assert kept(app).case.assumptions["unit_contact_cost"].value == 30


def test_two_windows_keep_both_versions() -> None:
    first = answered(at_questions(opened("value", case=SUPPORT)), "31")
    second = answered(at_questions(opened("value", draft=kept(first).id)), "32")
    answered(first, "33")
    assert "was changed in another window" in said(first)
    assert "not saved" in shown(first)
    assert kept(second).case.assumptions["unit_contact_cost"].value == 32
    assert first.text_input(key=AGENT_COST).value == "$33 a contact"
    first.button(key="keep-as-new").click().run()
    assert not said(first)
    assert kept(first).case.assumptions["unit_contact_cost"].value == 33
    assert kept(second).case.assumptions["unit_contact_cost"].value == 32
    assert len(drafts.recent()) == 2


def test_a_window_may_go_on_from_what_another_has_kept() -> None:
    first = answered(at_questions(opened("value", case=SUPPORT)), "31")
    answered(at_questions(opened("value", draft=kept(first).id)), "32")
    answered(first, "33")
    first.button(key="open-again").click().run()
    assert not said(first)
    assert first.text_input(key=AGENT_COST).value == "$32 a contact"
    answered(first, "34")
    assert not said(first)


def test_where_nothing_can_be_written_the_draft_stays_in_the_window(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("COMMUNITY_CASE_HOME", str(tmp_path / "file" / "home"))
    app = answered(at_questions(opened("value", case=SUPPORT)), "31")
    assert "The folder of the drafts cannot be written to" in said(app)
    assert "not saved" in shown(app)
    assert turned(turned(app, "start"), "value").text_input(key=AGENT_COST).value == "$31 a contact"
    monkeypatch.setenv("COMMUNITY_CASE_HOME", str(tmp_path / "free"))
    app.button(key="keep-again").click().run()
    assert not said(app)
    assert kept(app).case.assumptions["unit_contact_cost"].value == 31


# --- scenarios ----------------------------------------------------------------------------------------------------


def test_under_a_scenario_only_the_scenario_is_changed() -> None:
    app = at_questions(opened("value", case=SUPPORT))
    app.selectbox(key="scenario-picker").select("conservative").run()
    key = AGENT_COST.replace("::", ":conservative:")
    assert "as in the base case" in shown(app) or "differs in this scenario" in shown(app)
    answered(app, "19", key)
    case = kept(app).case
    assert case.scenarios["conservative"].assumptions["unit_contact_cost"].value == 19
    assert case.assumptions == cached.shipped(SUPPORT).assumptions
    assert "differs in this scenario" in shown(app)
    answered(app, "", key)
    assert "unit_contact_cost" not in kept(app).case.scenarios["conservative"].assumptions
    app.selectbox(key="scenario-picker").select("base").run()
    assert "scenario" not in app.query_params


def test_a_scenario_that_is_removed_is_no_longer_shown() -> None:
    app = opened(case=SUPPORT, scenario="conservative")
    app.button(key="remove-scenario-conservative").click().run()
    assert not app.exception
    assert "conservative" not in kept(app).case.scenarios
    assert app.selectbox(key="scenario-picker").value == "base"
    app.button(key="undo").click().run()
    assert "conservative" in kept(app).case.scenarios


# --- faults -------------------------------------------------------------------------------------------------------


def test_nobody_is_shown_a_trace(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    app = answered(at_questions(opened("value", case=SUPPORT)), "31")
    monkeypatch.setattr("exports.tables.lines_by_year", lambda _: 1 / 0)
    with caplog.at_level(logging.ERROR):
        turned(app, "results")
    assert "This page could not be drawn" in said(app)
    assert "ZeroDivisionError" in caplog.text
    assert "division" not in said(app) + shown(app)
    assert kept(app).case.assumptions["unit_contact_cost"].value == 31
    app.button(key="undo-fault").click().run()
    assert kept(app).case == cached.shipped(SUPPORT)
    monkeypatch.undo()


def test_texts_of_a_case_are_harmless_on_every_page() -> None:
    odd = "<script>alert(1)</script> ![x](http://a.b) *now* $1$ :smile: שלום 💡 [go](http://a.b)"
    text = case_yaml(cached.shipped(SUPPORT))
    case = read_case(text, "odd.yaml").case
    case = case.model_copy(
        update={
            "title": odd, "organisation": odd,
            "goals": tuple(goal.model_copy(update={"label": odd}) for goal in case.goals),
            "audiences": tuple(item.model_copy(update={"label": odd, "needs": ()}) for item in case.audiences),
            "requirements": tuple(item.model_copy(update={"label": odd, "feature": odd}) for item in case.requirements),
            "kpis": tuple(kpi.model_copy(update={"label": odd}) for kpi in case.kpis),
            "scenarios": {name: overlay.model_copy(update={"label": odd}) for name, overlay in case.scenarios.items()},
            "assumptions": {name: a.model_copy(update={"note": odd, "owner": odd}) for name, a in case.assumptions.items()},
        }
    )  # fmt: skip
    draft = drafts.save(drafts.new_id(), case, origin="import")
    app = opened(draft=draft.id)
    for place in PLACES:
        app.session_state["picked:value"] = "membership"
        turned(app, place.name)
        assert "<script" not in shown(app)
        assert "This page could not be drawn" not in said(app)
        for link in app.get("page_link"):
            assert "![x](" not in link.proto.label
        for widget in (*app.radio, *app.button, *app.text_input, *app.checkbox, *app.toggle):
            assert "![x](" not in widget.label
            assert "![x](" not in widget.help


ON_EVERY_PAGE = ("sap_community_network", "support_b2b")
"""The largest example and a template; the others are opened on the pages that compute most."""


@pytest.mark.parametrize("case_id", sorted(cached.case_files()))
def test_every_case_opens_on_the_pages(case_id: str) -> None:
    first, *others = [place.name for place in PLACES] if case_id in ON_EVERY_PAGE else ["results", "value", "kpis"]
    app = opened(first, case=case_id)
    for name in (first, *others):
        if name != first:
            turned(app, name)
        assert BY_NAME[name].question in shown(app).replace("&#x27;", "'")
        assert not said(app)


def test_pages_are_those_of_the_journey() -> None:
    assert {path.stem for path in (ROOT / "ui" / "pages").glob("*.py")} == {place.name for place in PLACES}
