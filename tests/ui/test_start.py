"""Start: a blank case begins, a file is taken in or explained, cases are found, and the frame of a case is said."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from model.calendar import month_of
from scenarios import drafts
from scenarios.progress import UNNAMED
from scenarios.writing import case_yaml
from tests.ui.conftest import case_of, opened, shown
from ui import cached


def written(app: AppTest, field: str, text: str) -> AppTest:
    app.text_input(key=f"field:{field}").set_value(text).run()
    assert not app.exception
    return app


# --- beginning ----------------------------------------------------------------------------------------------------


def test_a_blank_case_begins_with_a_draft_and_the_strategy() -> None:
    app = opened("start")
    app.text_input(key="new-organisation").set_value("Müller & Söhne <GmbH>")
    app.text_input(key="new-title").set_value("Community for our customers")
    app.selectbox(key="new-currency").set_value("EUR")
    app.run()
    app.button(key="begin").click().run()
    assert not app.exception
    case = case_of(app)
    today = datetime.now(UTC)
    assert (case.organisation, case.currency, case.id) == (
        "Müller & Söhne <GmbH>",
        "EUR",
        "community_for_our_customers",
    )
    assert case.start == month_of(f"{today:%Y-%m}", 2)
    assert len(drafts.recent()) == 1
    assert "What is the community for?" in shown(app)
    assert "Müller &amp; Söhne &lt;GmbH&gt;" in shown(app)
    assert app.query_params["draft"] in (drafts.recent()[0].id, [drafts.recent()[0].id])


def test_a_blank_case_needs_no_names() -> None:
    app = opened("start")
    app.button(key="begin").click().run()
    assert not app.exception
    assert case_of(app).organisation == UNNAMED
    for page in ("value", "budget", "results", "start"):
        app.switch_page(f"ui/pages/{page}.py").run()
        assert not app.exception
        assert not app.error
    assert "your draft" in shown(app)


# --- taking in a file ---------------------------------------------------------------------------------------------

SUPPORT = cached.TEMPLATES / "support_b2b.yaml"


def taken(content: bytes, name: str = "case.yaml") -> AppTest:
    app = opened("start", case="dell")
    assert app.file_uploader(key="import") is not None
    app.file_uploader(key="import").set_value((name, content, "application/yaml")).run()
    assert not app.exception
    return app


def test_a_file_is_opened_as_a_draft_of_ones_own() -> None:
    app = taken(SUPPORT.read_bytes())
    assert case_of(app) == cached.shipped("support_b2b")
    assert "is open, as a draft of your own" in app.info[0].value
    assert [draft.title for draft in drafts.recent()] == [case_of(app).title]


def test_a_file_that_lacks_answers_is_opened() -> None:
    case = cached.shipped("support_b2b")
    app = taken(case_yaml(case.model_copy(update={"assumptions": {}})).encode())
    assert case_of(app).assumptions == {}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"schema: 1\nid: [", ["Line 3"]),
        (b"\xff\xfe\x00binary", ["The file"]),
        (b"", ["The file"]),
        (SUPPORT.read_bytes().replace(b"months: 36", b"months: many"), ["Line 12", "months", "whole number"]),
        (SUPPORT.read_bytes().replace(b"schema: 1", b"schema: 9"), ["Line 1", "Update the program"]),
        (SUPPORT.read_bytes().replace(b"title:", b"titel:", 1), ["titel", "Did you mean"]),
        (SUPPORT.read_bytes() + b"\nodd: <script>alert(1)</script>\n", ["odd"]),
        (SUPPORT.read_bytes() + b"\ndimensions: {audience: [{id: a, label: A}]}\n", ["Line", "audience"]),
    ],
    ids=["yaml", "bytes", "empty", "number", "newer", "misspelt", "script", "meaning"],
)
def test_a_bad_file_explains_itself_and_changes_nothing(content: bytes, words: list[str]) -> None:
    app = taken(content)
    page = shown(app)
    assert "The file was not opened; nothing has changed" in page
    assert case_of(app) == cached.shipped("dell")
    assert drafts.recent() == ()
    assert [word for word in words if word not in page] == []
    assert "<script" not in page


def test_a_good_file_takes_the_problems_of_a_bad_one_away() -> None:
    app = taken(b"schema: 1\nid: [")
    app.file_uploader(key="import").set_value(("case.yaml", SUPPORT.read_bytes(), "application/yaml")).run()
    assert "was not opened" not in shown(app)


# --- finding cases ------------------------------------------------------------------------------------------------


def test_cases_are_found_by_a_word() -> None:
    app = opened("start")
    assert "Dell" in shown(app)
    assert "Templates" in shown(app)
    app.text_input(key="search-cases").set_value("  DELL ").run()
    assert "Dell" in shown(app)
    assert "SAP Community Network" not in shown(app)
    app.text_input(key="search-cases").set_value("<i>zebra</i>").run()
    assert "speaks of “&lt;i&gt;zebra&lt;/i&gt;”" in shown(app)


def test_drafts_are_listed_and_one_that_cannot_be_read_says_why(home: Any) -> None:
    first = drafts.save(
        drafts.new_id(), cached.shipped("dell").model_copy(update={"title": "<b>Mine</b>"}), origin="dell"
    )
    broken = drafts.save(drafts.new_id(), cached.shipped("dell"), origin="dell")
    (home / "drafts" / f"{broken.id}.yaml").write_text("id: [")
    page = shown(opened("start"))
    assert "&lt;b&gt;Mine&lt;/b&gt;" in page
    assert "Draft that cannot be read" in page
    assert f"open:{first.id}" in page
    assert f"open:{broken.id}" not in page
    assert f"remove:{broken.id}" in page


def test_a_draft_that_was_put_away_is_taken_back() -> None:
    draft = drafts.save(drafts.new_id(), cached.shipped("dell"), origin="dell")
    app = opened("start", draft=draft.id)
    drafts.delete(draft.id)
    app.session_state["picked:removed-draft"] = draft.id
    app.run()
    app.button(key="restore-draft").click().run()
    assert [found.id for found in drafts.recent()] == [draft.id]
    assert not [button for button in app.button if button.key == "restore-draft"]


# --- the case on the desk -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "text", "stated"),
    [
        ("title", "Ours", "Ours"), ("organisation", "Müller", "Müller"), ("author", "Ada", "Ada"), ("author", " ", None),
        ("start", "2028-07", "2028-07"), ("months", "48", 48), ("months", "24 months", 24),
        ("discount.rate", "8%", 0.08), ("discount.rate", "8.5", 0.085), ("discount.rate", "0", 0),
    ],
)  # fmt: skip
def test_the_frame_of_a_case_is_said(field: str, text: str, stated: object) -> None:
    from scenarios.editing import at

    app = written(opened("start", case="support_b2b"), field, text)
    assert at(case_of(app), tuple(field.split("."))) == stated
    assert not app.error


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("title", "", "This cannot be empty"), ("start", "soon", "Write the month as `2027-01`"), ("start", "", "does not have the form"),
        ("months", "3 years", "not understood here"), ("months", "0", "between 1 month and 600 months"), ("months", "36.5", "whole number"),
        ("months", "", "whole number"), ("months", "1" + "0" * 400, "larger than anything"),
        ("discount.rate", "many", "not a number"), ("discount.rate", "", "cannot be empty"), ("discount.rate", "900%", "between −99% and 100%"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_explained_beside_its_field(field: str, text: str, words: str) -> None:
    app = written(opened("start", case="support_b2b"), field, text)
    assert words in shown(app)
    assert app.text_input(key=f"field:{field}").value == text
    assert case_of(app) == cached.shipped("support_b2b")


def test_a_longer_horizon_keeps_what_can_be_computed() -> None:
    app = written(opened("start", case="gm_fastlane"), "months", "240")
    assert not app.exception
    assert "Months it looks" in app.text_input(key="field:months").label
    app.switch_page("ui/pages/results.py").run()
    assert not app.error


def test_another_currency_is_explained_where_units_name_the_old_one() -> None:
    app = opened("start", case="support_b2b")
    app.selectbox(key="field:currency").set_value("EUR").run()
    assert not app.exception
    assert case_of(app).currency == "EUR"
    for page in ("value", "budget", "results"):
        app.switch_page(f"ui/pages/{page}.py").run()
        assert not app.exception
        assert not app.error
