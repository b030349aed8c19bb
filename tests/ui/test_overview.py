"""The overview page, run without a browser."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from exports import wording
from scenarios import open_case
from tests.conftest import ROOT
from ui import cached
from ui.components.markup import escape, plain

APP = str(ROOT / "app.py")


def shown(app: AppTest) -> str:
    """All the HTML on the page, as one text."""
    page = " ".join(element.proto.body for element in app.get("html"))
    return re.sub("<span class='cc-whole'>([^<]*)</span>", r"\1", page)


def opened(**link: str) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=30)
    for name, value in link.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def test_it_opens_on_the_sps_commerce_case() -> None:
    page, appraisal = shown(opened()), open_case(str(cached.EXAMPLES / "sps_commerce.yaml")).appraisal
    assert "SPS Commerce" in page
    assert wording.money(appraisal.figures.npv, "USD") in page
    assert wording.percent(appraisal.figures.roi) in page
    assert "What a CFO will ask" in page
    assert "Budget by year" in page
    assert "How we will know" in page
    assert "Convention: 10.0% a year, monthly flows discounted at month ends" in page


def test_switching_the_scenario_changes_the_figures() -> None:
    app = opened()
    app.get("button_group")[0].set_value("conservative").run()
    assert not app.exception
    appraisal = open_case(str(cached.EXAMPLES / "sps_commerce.yaml") + "#conservative").appraisal
    assert wording.money(appraisal.figures.npv, "USD") in shown(app)
    assert app.query_params["scenario"] in ("conservative", ["conservative"])


def test_a_minus_sign_stays_with_its_number() -> None:
    assert escape("worth \u2212$1,234,567, and (\u22123%)") == (
        "worth <span class='cc-whole'>\u2212$1,234,567</span>, and (<span class='cc-whole'>\u22123%</span>)"
    )


def test_ways_to_count_stand_side_by_side() -> None:
    page = shown(opened())
    assert "Support deflection: ways to count it" in page
    assert "Contacts deflected, as observed" in page
    assert "needs more answers" in page


def test_a_case_that_cannot_be_read_is_listed_as_such(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    (tmp_path / "sps_commerce.yaml").write_text((cached.EXAMPLES / "sps_commerce.yaml").read_text())
    (tmp_path / "broken.yaml").write_text("schema: 1\nid: [")
    monkeypatch.setattr(cached, "EXAMPLES", tmp_path)
    assert cached.titles()["broken"] == "broken (cannot be read)"


def test_counting_cash_alone_changes_every_figure() -> None:
    app = opened()
    app.toggle[0].set_value(True).run()
    assert not app.exception
    cash = open_case(str(cached.EXAMPLES / "sps_commerce.yaml"), cash_only=True).appraisal
    assert wording.money(cash.figures.npv, "USD") in shown(app)
    assert "cashable savings only" in shown(app)
    assert app.query_params["counting"] in ("cashable", ["cashable"])
    assert wording.money(cash.figures.npv, "USD") in shown(opened(counting="cashable"))
    app.toggle[0].set_value(False).run()
    assert "counting" not in app.query_params


def test_each_year_stands_with_its_return() -> None:
    appraisal = open_case(str(cached.EXAMPLES / "sps_commerce.yaml")).appraisal
    page = shown(opened())
    for row in wording.year_rows(appraisal):
        assert all(text in page for text in row)


def test_texts_of_a_case_are_no_markdown() -> None:
    assert plain("![x](http://a.b) *now* $1$ :smile:") == r"\!\[x\]\(http\://a.b\) \*now\* \$1\$ \:smile\:"


@pytest.mark.parametrize("case_id", list(cached.case_files()))
def test_every_case_opens(case_id: str) -> None:
    app = opened(case=case_id)
    assert "What a CFO will ask" in shown(app)
    assert app.selectbox[0].value == case_id


def test_a_link_names_case_and_scenario() -> None:
    app = opened(case="sps_commerce", scenario="do_nothing")
    assert "doing nothing" in shown(app)
    assert "Without" not in shown(app)


def test_a_link_to_nowhere_opens_the_first_case() -> None:
    app = opened(case="nowhere", scenario="nothing")
    assert app.selectbox[0].value == "sps_commerce"
    assert "which the case does not have" in app.warning[0].value
    app = opened(case="nowhere")
    assert "The link names the case “nowhere”, which is not here; SPS Commerce is shown" in app.warning[0].value
    app.get("button_group")[0].set_value("conservative").run()
    assert not app.warning
    assert not opened(case="dell").warning


def test_choosing_a_case_forgets_the_scenario() -> None:
    app = opened(scenario="ambitious")
    app.selectbox[0].select("gm_fastlane").run()
    assert not app.exception
    assert app.session_state["scenario"] == "base"


def test_a_case_that_cannot_be_computed_is_explained(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    folder = tmp_path / "scenarios"
    folder.mkdir()
    (folder / "sps_commerce.yaml").write_text(
        (cached.EXAMPLES / "sps_commerce.yaml").read_text().replace("leave_rate:", "leave_rat:")
    )
    monkeypatch.setattr(cached, "EXAMPLES", folder)
    monkeypatch.setattr(cached, "ROOT", tmp_path)
    app = opened()
    assert "This case cannot be computed yet" in shown(app)
    assert "We still need" in shown(app)
    assert "Did you mean" in shown(app)
