"""A case saved with an older library: computed with it, told what a newer one changes, and brought to it on request."""

from __future__ import annotations

import pytest

from assumptions.loader import library_digest, shipped_library
from model.line import Library
from scenarios import analyse
from scenarios.files import case_file
from scenarios.store import Store
from tests.ui.conftest import opened, shown
from ui import cached

CASE = "support_b2b"


@pytest.fixture
def older() -> Library:
    """The shipped library with another cap on deflection."""
    library = shipped_library()
    cap = library.assumptions["deflection_cap"]
    changed = {"deflection_cap": cap.model_copy(update={"value": 0.05})}
    return library.model_copy(update={"assumptions": library.assumptions | changed})


def test_a_saved_case_keeps_its_library_until_somebody_takes_the_newer_one(older: Library) -> None:
    case = cached.shipped(CASE)
    saved = Store.open().create(case, author="Ann", library=older)
    under_old, under_new = (
        analyse(case_file(case, CASE), library=library).appraisal.figures.npv for library in (older, shipped_library())
    )
    assert under_old != under_new
    app = opened("history", case=saved.case_id)
    assert app.session_state["desk"].library == older
    assert saved.figures["base"].npv == under_old
    assert f"${under_old:,.0f}".replace("$-", "−$") in shown(app)
    assert f"${under_new:,.0f}".replace("$-", "−$") in shown(app)
    app.button(key="use-newer-library").click().run()
    desk = app.session_state["desk"]
    assert (desk.library, desk.is_as_saved) == (None, False)
    again = opened("history", draft=desk.draft_id)
    assert again.session_state["desk"].library is None
    assert again.session_state["desk"].revision == saved
    app.button(key="save").click().run()
    app.text_input(key="save-author").set_value("Ben")
    app.button(key="save-now").click().run()
    head = Store.open().revision(saved.case_id)
    assert head is not None
    assert (head.revision.number, head.revision.library) == (2, library_digest(shipped_library()))
    assert head.revision.figures["base"].npv == under_new
