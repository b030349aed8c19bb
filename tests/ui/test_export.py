"""The page of exports: what is offered, what it will hold, what is written, and what is said of a look of no use."""

from __future__ import annotations

import io
from dataclasses import dataclass

import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from exports.brand import DEFAULT
from tests.cases import BARE, case_file
from tests.ui.conftest import draft_of, opened, ran, shown
from ui import exporting


@dataclass
class File:
    """A file somebody puts in."""

    name: str
    content: bytes

    def getvalue(self) -> bytes:
        return self.content


def asked(app: AppTest, **picked: str) -> AppTest:
    """The page once some things are chosen; clicks on HTML belong to the tests in a browser."""
    for name, choice in picked.items():
        app.session_state[f"picked:{name.replace('_', '-')}"] = choice
    return ran(app.run())


def written(app: AppTest) -> str:
    """Write the file, and return what the button says that hands it over."""
    app.button(key="export-write").click().run()
    assert not app.exception
    return str(app.get("download_button")[-1].label)


def test_a_scenario_is_written_and_handed_over() -> None:
    app = opened("results", case="sps_commerce", scenario="conservative").switch_page("ui/pages/export.py")
    app = asked(app, export="data", export_kind_data="json", export_beside="base")
    assert "public example as it comes with the program" in shown(app).lower()
    assert "The scenarios side by side" in shown(app)
    assert "sps_commerce-conservative-" in written(app)
    app.multiselect(key="export-beside").unselect("base").run()
    assert app.button(key="export-write")  # something else is wanted now


def test_a_chart_is_seen_before_it_is_written() -> None:
    app = opened("results", case="sps_commerce").switch_page("ui/pages/export.py")
    app = asked(app, export="charts", export_chart="value_by_stream", export_kind_chart="csv")
    assert "class='cc-picture'" in shown(app)
    assert "value_by_stream.csv" in written(app)


def test_a_draft_says_that_it_is_one() -> None:
    app = asked(
        opened("results", draft=draft_of(case_file(BARE).case)).switch_page("ui/pages/export.py"), export="data"
    )
    assert "It will say: Bare" in shown(app)
    assert "Unsaved draft" in shown(app)


def picture() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (40, 40), "red").save(written, "PNG")
    return written.getvalue()


def test_a_look_is_put_in_and_taken_out(monkeypatch: pytest.MonkeyPatch) -> None:
    on = exporting.Shelf()
    monkeypatch.setattr(exporting, "shelf", lambda: on)
    exporting.put_in_brand([File("brand.yaml", b"name: House\nlogo: a.png"), File("a.png", picture())])
    assert (on.brand.name, on.brand.logo and on.brand.logo.width, on.fault) == ("House", 40, {})
    exporting.put_in_brand([File("brand.yaml", b"name: House\ncolours: {primary: red}")])
    assert "is not a colour" in on.fault["brand"]
    assert on.brand.logo  # what was in use stays
    exporting.put_in_brand([])
    assert on.fault == {}
    exporting.put_in_template(File("t.pptx", b"broken"))
    assert on.fault["template"]
    assert on.template is None
    exporting.put_in_template(None)
    exporting.take_out("brand")
    exporting.take_out("template")
    assert (on.brand, on.fault) == (DEFAULT, {})
    exporting.put_in_brand([File("b.jpg", picture())])
    assert on.brand.logo
